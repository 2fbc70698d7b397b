"""How findings are gathered and shown; what each shape and check finds is tested beside their graphs."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pyoxigraph as ox
import pytest
from pyshacl import validate as shacl_validate
from rdflib import RDF, SH, BNode, Graph, URIRef

from kg.ids import graph_iri
from kg.model import Count, Reading
from kg.rdf import article_quads, run_quads, vocabulary_quads
from kg.store import memory_store
from kg.validate import CHECKS, SHAPES, Finding, exit_code, to_json, to_table, validate
from kg.validate.engine import to_turtle
from tests.rdf.readings import RAID, READING, RUN, VALLEY, report

GOOD = graph_iri("article", VALLEY.id)
BAD = graph_iri("article", "bad")


def broken() -> list[ox.Quad]:
    """A graph with one shape finding and one check finding: a wrong hash, and fewest incidents above the most."""
    article = replace(VALLEY, id="bad", raw_sha256="none")
    reading = Reading(article=article, reports=(replace(report(rules=("frame:any",)), count=Count(min=3, max=2)),))
    return list(article_quads(reading, RUN))


def both() -> list[ox.Quad]:
    return [*article_quads(READING, RUN), *run_quads(RUN), *broken()]


def finding(severity: str = "violation", **rest: str) -> Finding:
    known = {"graph": BAD, "focus": f"{BAD}#x", "rule": SHAPES + "Report-status", "message": "Wrong."}
    return Finding(severity=severity, **(known | rest))  # type: ignore[arg-type]


def test_shapes_and_checks_speak_in_one_list() -> None:
    found = validate(both())
    assert {f.graph for f in found} == {BAD}
    assert [f.rule for f in found] == [SHAPES + "Article-rawSha256", CHECKS + "incidents-min-above-max"]
    assert found == sorted(found)


def test_finding_names_node_property_and_value() -> None:
    shape, check = validate(broken())
    assert shape.focus == "https://w3id.org/conflict-kg/data/article/bad"
    assert shape.path == "https://w3id.org/conflict-kg/ontology#rawSha256"
    assert shape.value == '"none"'
    assert check.message == "the fewest incidents, 3, are above the most, 2"
    assert check.value == '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert check.fix


@pytest.mark.parametrize("graphs", [{GOOD}, {GOOD, "https://no.example/graph"}, set()])
def test_graphs_restrict_what_is_looked_at(graphs: set[str]) -> None:
    assert validate(both(), graphs=graphs) == []


def test_quads_a_store_and_its_core_are_checked_alike() -> None:
    store = memory_store(both())
    assert validate(store) == validate(store.raw) == validate(both())


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = validate(both())
    monkeypatch.setattr("kg.validate.BATCH", 1)
    assert validate(both()) == whole


def test_our_own_vocabulary_is_clean() -> None:
    assert validate(vocabulary_quads()) == []


def test_each_graph_stands_on_its_own() -> None:
    # The same place under two spellings in two articles is no fault of either.
    other = replace(VALLEY, id="other")
    places = (replace(RAID.places[0], name="Tell Amrin"),)
    second = Reading(article=other, reports=(replace(RAID, id="r9", places=places),))
    assert validate([*article_quads(READING, RUN), *article_quads(second, RUN)]) == []


def test_missing_neighbour_is_found_although_another_graph_has_it() -> None:
    actor = "https://w3id.org/conflict-kg/data/actor/karsan"
    other = Reading(article=replace(VALLEY, id="other"), reports=(replace(RAID, id="r9"),))
    kept = [q for q in article_quads(other, RUN) if q.subject.value != actor]
    found = validate([*article_quads(READING, RUN), *kept])
    assert [f.rule for f in found] == [SHAPES + "Report-perpetrator"]


@pytest.mark.parametrize(
    ("severities", "status"),
    [((), 0), (("info",), 0), (("warning", "info"), 0), (("warning", "violation"), 1)],
)
def test_only_violations_fail(severities: tuple[str, ...], status: int) -> None:
    assert exit_code(finding(severity) for severity in severities) == status


def test_table_shows_the_gravest_first_and_counts_all() -> None:
    text = to_table([finding("info"), finding("warning"), finding(), finding(message="Worse.")], limit=2)
    lines = text.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["violation", "violation"]
    assert lines[2:] == ["… and 2 more", "2 violations, 1 warning, 1 info"]


def test_table_shortens_what_is_long() -> None:
    text = to_table(validate(broken()))
    assert "article/bad" in text
    assert "https://w3id.org" not in text
    assert max(map(len, text.splitlines())) < 220


def test_table_of_nothing_is_one_line() -> None:
    assert to_table([]) == "0 violations, 0 warnings, 0 info\n"


def test_json_has_counts_and_each_finding() -> None:
    found = validate(broken())
    body = json.loads(to_json(found))
    assert body["conforms"] is False
    assert body["counts"] == {"violation": 2, "warning": 0, "info": 0}
    assert [f["rule"] for f in body["findings"]] == [f.rule for f in found]
    assert json.loads(to_json([]))["conforms"] is True


def test_turtle_is_a_standard_report_without_blank_nodes() -> None:
    graph = Graph().parse(data=to_turtle(validate(broken())), format="turtle")
    (head,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(head, SH.result))
    assert len(results) == 2
    assert graph.value(head, SH.conforms).toPython() is False  # type: ignore[union-attr]
    assert not [n for n in graph.all_nodes() if isinstance(n, BNode)]
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape, SH.resultPath):
            assert isinstance(graph.value(result, predicate), URIRef), predicate


def test_turtle_is_the_same_each_time_and_says_when_all_is_well() -> None:
    found = validate(broken())
    assert to_turtle(found) == to_turtle(validate(broken()))
    assert "sh:conforms true" in to_turtle([])


def test_shapes_are_valid_shacl() -> None:
    from kg.validate.engine import shapes_graph

    conforms, _, text = shacl_validate(Graph(), shacl_graph=shapes_graph(), meta_shacl=True)
    assert conforms, text


def test_ill_typed_literals_are_findings_and_not_noise(caplog: pytest.LogCaptureFixture) -> None:
    name = ox.NamedNode(BAD)
    node = ox.NamedNode("https://w3id.org/conflict-kg/data/report/r1")
    day = ox.Literal("2031-02-30", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    earliest = ox.NamedNode("https://w3id.org/conflict-kg/ontology#earliest")
    quads = [q for q in broken() if q.predicate != earliest]
    with caplog.at_level(logging.WARNING):
        found = validate([*quads, ox.Quad(node, earliest, day, name)])
    assert SHAPES + "Report-earliest" in {f.rule for f in found}
    assert caplog.records == []
