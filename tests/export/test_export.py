"""Reports rebuilt from the graph, and the formats they are written in."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "queries"))

import corpus

from kg import rdf, resources
from kg.errors import UsageError
from kg.export import GRAPH_FORMATS, REPORT_FORMATS, graph, reports, write_reports
from kg.export.tabular import COLUMNS, count_text
from kg.store import LEDGER, Store, memory_store


@pytest.fixture(scope="module")
def store() -> Store:
    return corpus.stocked()


def comparable(report: dict[str, Any]) -> dict[str, Any]:
    """Drop what the graph does not keep: the order of what has none, and which report used which surface form."""
    out = dict(report)
    for role in ("places", "perpetrators", "targets", "sources"):
        told = [{**entity, "mentions": [], "links": sorted(entity["links"])} for entity in report[role]]
        out[role] = sorted(told, key=lambda entity: entity["iri"])
    for part in ("facilities", "casualties", "evidence", "rules"):
        out[part] = sorted(report[part], key=lambda item: json.dumps(item, sort_keys=True))
    return out


def test_the_graph_gives_back_what_was_read(store: Store) -> None:
    read = [rdf.report_json(r, reading) for reading in corpus.readings() for r in reading.reports]
    found = {report["iri"]: report for report in reports(store)}
    assert len(found) == len(read)
    for report in read:
        assert comparable(found[report["iri"]]) == comparable(report)


def test_each_report_keeps_all_surface_forms_of_its_article(store: Store) -> None:
    read = {
        rdf.report_json(r, reading)["iri"]: rdf.report_json(r, reading)
        for reading in corpus.readings()
        for r in reading.reports
    }
    for report in reports(store):
        for role in ("places", "perpetrators", "targets", "sources"):
            forms = {entity["iri"]: set(entity["mentions"]) for entity in report[role]}
            for entity in read[report["iri"]][role]:
                assert set(entity["mentions"]) <= forms[entity["iri"]]


def test_reports_are_valid_and_in_order(store: Store) -> None:
    schema = json.loads(resources.path("ontology/reports.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    found = list(reports(store))
    for report in found:
        check.validate(report)
    order = [(report["article"], report["evidence"][0]["start"]) for report in found]
    assert order == sorted(order)
    assert [report["article"] for report in found].count("north-1") == 8


def test_quotes_are_the_text_at_their_offsets(store: Store) -> None:
    texts = {reading.article.key: reading.article.text for reading in corpus.readings()}
    for report in reports(store):
        for quote in report["evidence"]:
            assert texts[report["article"]][quote["start"] : quote["end"]] == quote["exact"]


def test_what_is_hidden_in_the_graph_stays_hidden() -> None:
    held = memory_store()
    reading = corpus.valley()
    held.put_article(reading.article.id, "f", rdf.article_quads(reading, corpus.RUN, names=False))
    assert b"Haddo" not in write_reports(held, "jsonl") + write_reports(held, "csv") + write_reports(held, "geojson")


EMPTY = {
    "jsonl": "",
    "csv": ",".join(COLUMNS) + "\r\n",
    "geojson": '{"type": "FeatureCollection", "features": []}',
}


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_an_empty_store_gives_an_empty_export(form: str) -> None:
    written = write_reports(memory_store(), form).decode()
    assert written == EMPTY[form] or json.loads(written) == json.loads(EMPTY[form])


def test_csv_has_a_row_for_each_report_and_no_formulas(store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(write_reports(store, "csv").decode())))
    assert len(rows) == len(list(reports(store)))
    strike = next(row for row in rows if row["article"] == "valley-1" and row["aggregate"] == "no")
    assert strike["casualties"].startswith("killed civilians 9+ | killed children 3 | killed medics 1 (Lina Haddo)")
    assert (strike["places"], strike["lat"], strike["lon"]) == ("Tal Amrin", "35.6401", "36.79")
    assert strike["facilities"] == "Hospital in Tal Amrin hit"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_cell_that_looks_like_a_formula_is_quoted() -> None:
    held, source = memory_store(), corpus.article("=cmd()", "=1+1 hit the town.")
    report = corpus.report(source, "Attack", "=1+1 hit the town.")
    reading = corpus.Reading(article=source, reports=(report,))
    held.put_article(source.id, "f", rdf.article_quads(reading, corpus.RUN))
    row = next(csv.DictReader(io.StringIO(write_reports(held, "csv").decode())))
    assert (row["article"], row["evidence"]) == ("'=cmd()", "'=1+1 hit the town.")


def test_geojson_has_a_feature_for_each_located_place(store: Store) -> None:
    found = json.loads(write_reports(store, "geojson"))
    assert found["type"] == "FeatureCollection"
    spots = [(f["properties"]["place"], tuple(f["geometry"]["coordinates"])) for f in found["features"]]
    assert sorted(set(spots)) == [
        ("Amrin", (36.5, 35.5)),
        ("Northford", (37.0, 36.25)),
        ("Tal Amrin", (36.79, 35.6401)),
    ]
    assert len(spots) == 6


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_graph_formats_say_the_same_whatever_the_order_of_writing(form: str) -> None:
    one, two = memory_store(), memory_store()
    for held, order in ((one, corpus.readings()), (two, corpus.readings()[::-1])):
        for reading in order:
            held.put_article(reading.article.id, "f", rdf.article_quads(reading, corpus.RUN))
    assert graph(one, form) == graph(two, form)


@pytest.mark.parametrize(("form", "parsed"), [("nq", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)])
def test_graphs_read_back_the_same(store: Store, form: str, parsed: ox.RdfFormat) -> None:
    again = memory_store(ox.parse(graph(store, form), format=parsed))
    assert again.lines() == store.lines()


def test_turtle_is_the_union(store: Store) -> None:
    triples = {quad.triple for quad in ox.parse(graph(store, "ttl"), format=ox.RdfFormat.TURTLE)}
    assert triples == {quad.triple for quad in store.raw if quad.graph_name != LEDGER}


@pytest.mark.parametrize("write", [write_reports, graph])
def test_an_unknown_format_names_the_known_ones(store: Store, write: Any) -> None:
    with pytest.raises(UsageError, match="choose one of"):
        write(store, "xlsx")


@pytest.mark.parametrize(
    ("least", "most", "text"), [(9, 9, "9"), (9, None, "9+"), (None, 9, "up to 9"), (3, 9, "3-9"), (None, None, "some")]
)
def test_counts_in_a_few_characters(least: int | None, most: int | None, text: str) -> None:
    assert count_text(least, most) == text
