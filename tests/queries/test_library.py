"""Every question of the library: its header, and its rows on two engines.

`data.trig` is the corpus as the product writes it; `expected/NAME.json` holds, for each question, what was asked and
the rows. After a wanted change: python tests/queries/test_library.py, and read the diff.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import corpus  # noqa: E402

from kg import rdf  # noqa: E402
from kg.events.model import Judgement  # noqa: E402
from kg.ids import iri  # noqa: E402
from kg.pipeline import link_events  # noqa: E402
from kg.query import Query, Table, bind, load_queries, render, run  # noqa: E402
from kg.query.tables import SEPARATOR, Value, sorted_list  # noqa: E402
from kg.store import LEDGER, Store, memory_store  # noqa: E402
from kg.terms import CKG  # noqa: E402

QUERIES = load_queries()
PREFIXES = {
    "ckg": "https://w3id.org/conflict-kg/ontology#",
    "data": "https://w3id.org/conflict-kg/data/",
    "scheme": "https://w3id.org/conflict-kg/scheme/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SCHEME = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix w: <https://w3id.org/conflict-kg/scheme/weapon/> .
GRAPH <https://w3id.org/conflict-kg/data/graph/vocabulary> {
  w:rocket a skos:Concept ; skos:inScheme <https://w3id.org/conflict-kg/scheme/weapon> ; skos:notation "rocket" ;
    skos:prefLabel "rocket"@en, "صاروخ"@ar ; skos:definition "Unguided projectile."@en .
  w:volley a skos:Concept ; skos:inScheme <https://w3id.org/conflict-kg/scheme/weapon> ; skos:notation "volley" ;
    skos:prefLabel "rocket volley"@en ; skos:broader w:rocket .
}
"""

# What is asked beside the question with its required parameters only.
ASKED: dict[str, list[dict[str, str]]] = {
    "actors": [{"actor": "Red Front"}],
    "aggregates-and-singles": [{"type": "Airstrike", "place": "Tal Amrin"}, {"from": "2031-04"}],
    "articles": [{"from": "2031-04-01", "to": "2031-04-02", "limit": "1"}],
    "attacks-by-facility": [{"facility": "School"}, {"actor": "Karsan government"}],
    "attacks-by-weapon": [{"weapon": "rocket"}, {"place": "Amrin"}],
    "attacks-on-camps": [{"from": "2031-04-02"}],
    "attacks-on-health-care": [{"place": "amrin", "weapon": "rocket"}],
    "attacks-on-schools": [{"actor": "allied corps"}],
    "casualties-by-group": [{"group": "civilians", "outcome": "killed"}, {"place": "Northford"}],
    "captures": [{"from": "2031-03-31"}, {"from": "2031-04-01"}],
    "coverage": [{"from": "2031-04", "to": "2031"}],
    "denials": [{"actor": "the ministry of defence"}],
    "disputed-tolls": [{"place": "Northford"}],
    "double-use-facilities": [{"place": "Lower Karsa"}],
    "event-contradictions": [{"from": "2031-03-05"}],
    "event-grades": [{"place": "Tal Amrin"}, {"from": "2031-04", "limit": "2"}],
    "event-one-sided": [{}],
    "event-single-source": [{"source": "Blue Helpers"}],
    "event-sides": [{"source": "Karsan government"}],
    "event-evidence": [{"place": "Tal Amrin", "day": "2031-03-04", "type": "Airstrike"}],
    "events-told-by-many": [{"place": "Amrin", "type": "Shelling"}],
    "joint-perpetrators": [{"actor": "Red Front"}],
    "named-victims": [{"outcome": "killed", "place": "Tal Amrin"}],
    "names-of-a-body": [{"actor": "karsan-government"}],
    "perpetrators-by-facility": [{"facility": "Hospital"}],
    "places": [{"place": "Amrin"}],
    "refusals": [{"reason": "negated"}, {"article": "north-1"}],
    "refusals-by-reason": [{"article": "valley-1"}],
    "rejected-inputs": [{"reason": "empty"}, {"reason": "binary"}],
    "reports": [{"type": "Airstrike", "status": "asserted", "source": "Blue Helpers"}],
    "reports-by-actor": [{"actor": "Karsan government", "from": "2031-03-05", "type": "Statement"}],
    "reports-on-day": [{"day": "2031-03-15"}, {"day": "2031-03-04", "place": "Amrin", "type": "Airstrike"}],
    "reports-per-area": [{"type": "Airstrike"}],
    "reports-per-day": [{"from": "2031-03-05", "to": "2031-04-01"}, {"place": "Tal Amrin", "actor": "Red Front"}],
    "reports-per-month": [{"type": "Airstrike"}],
    "rival-perpetrators": [{"actor": "Karsan government", "place": "Tal Amrin"}],
    "rules-used": [{"type": "Capture"}],
    "single-source-claims": [{"from": "2031-03", "to": "2031-03"}],
    "source-over-time": [{"source": "Karsan government", "place": "Tal Amrin"}],
    "sources-cited": [{"type": "Airstrike"}],
    "statement-pairs": [{"actor": "Karsan government", "target": "Red Front"}],
    "tolls-by-event": [{"place": "Amrin", "limit": "1"}, {"from": "2031-03-05"}],
    "tolls-by-source": [{"source": "Blue Helpers"}],
    "unresolved-places": [{"place": "Hill Gate"}],
    "vocabulary": [{"scheme": "weapon"}, {"scheme": "damage"}],
    "who-struck-what": [
        {"place": "Tal Amrin", "actor": "Karsan government", "facility": "Hospital", "type": "Airstrike"},
        {"target": "Red Front", "status": "claimed"},
        {"from": "2031-03-04", "to": "2031-03-04", "limit": "2"},
    ],
}
REQUIRED = {
    "actor": "Red Front",
    "article": "valley-1",
    "day": "2031-03-04",
    "place": "Amrin",
    "report": corpus.valley().reports[0].id,
    "source": "Karsa Watch",
    "target": "Red Front",
}


def judged() -> Judgement:
    """A person takes two reports with unlike tolls for one event: there is something to contradict."""
    told = {report.type: report.id for report in corpus.capital().reports}
    left, right = sorted((told["Shelling"], corpus.valley().reports[0].id))
    return Judgement(left=left, right=right, verdict="same")


@cache
def event() -> str:
    node = ox.NamedNode(iri("report", corpus.valley().reports[0].id))
    (found,) = store().raw.quads_for_pattern(None, ox.NamedNode(CKG.hasReport), node, None)
    return str(found.subject).strip("<>").rsplit("/", 1)[1]


@cache
def store() -> Store:
    held = corpus.stocked()
    link_events(held, [judged()])
    held.delete_graph(rdf.links_graph())  # holds a hash of the code that compares: of no use to any question
    held.raw.load(SCHEME, format=ox.RdfFormat.TRIG)
    return held


@cache
def dataset() -> rdflib.Dataset:
    held = rdflib.Dataset(default_union=True)
    held.parse(data=trig(), format="trig")
    return held


def trig() -> str:
    quads = sorted((q for q in store().raw if q.graph_name != LEDGER), key=lambda q: (str(q.graph_name), str(q)))
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES).decode()


def questions(query: Query) -> list[dict[str, str]]:
    needed = {p.name: REQUIRED.get(p.name) or event() for p in query.parameters if p.required}
    return [needed, *ASKED.get(query.name, [])]


def rows_of(table: Table) -> list[list[Value]]:
    return [list(row) for row in table.rows]


CASES = [(name, n) for name, query in QUERIES.items() for n in range(len(questions(query)))]


def expected(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((HERE / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("name", "n"), CASES)
def test_rows_on_pyoxigraph(name: str, n: int) -> None:
    query = QUERIES[name]
    asked = questions(query)[n]
    wanted = expected(name)[n]
    assert wanted["asked"] == asked
    found = run(store(), query, asked)
    assert found.columns == tuple(query.columns)
    assert rows_of(found) == wanted["rows"]


def plain(term: object) -> Value:
    if term is None or not isinstance(term, rdflib.Literal):
        return None if term is None else str(term)
    if term.datatype == rdflib.XSD.integer:
        return int(term)
    return float(term) if term.datatype in (rdflib.XSD.decimal, rdflib.XSD.double) else str(term)


@pytest.mark.parametrize(("name", "n"), CASES)
def test_rows_on_rdflib(name: str, n: int) -> None:
    query = QUERIES[name]
    text = bind(query, questions(query)[n], store())
    answer = dataset().query(text)
    columns = [str(variable) for variable in answer.vars or []]
    rows = []
    for row in answer:
        cells = [plain(term) for term in row]
        mend = [
            sorted_list(c) if k in query.lists and isinstance(c, str) else c
            for k, c in zip(columns, cells, strict=True)
        ]
        rows.append(mend)
    assert columns == list(query.columns)
    assert rows == expected(name)[n]["rows"]


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_finds_something_in_the_corpus(name: str) -> None:
    assert any(case["rows"] for case in expected(name))


@pytest.mark.parametrize("name", QUERIES)
def test_headers_are_complete(name: str) -> None:
    query = QUERIES[name]
    assert query.title
    assert query.title != query.name
    assert query.description.endswith(".")
    assert query.example.startswith("--") or (not query.parameters and not query.example)
    assert all(said[0].isupper() or said.split()[0] in ("yes", "list;", "asserted") for said in query.columns.values())
    assert re.search(r"^ORDER BY ", query.text, re.MULTILINE), "without an order the rows come in any order"
    assert "FROM" not in query.text


@pytest.mark.parametrize("name", QUERIES)
def test_examples_name_real_parameters(name: str) -> None:
    query = QUERIES[name]
    used = set(re.findall(r"--([a-z]+)", query.example))
    assert used <= {p.name for p in query.parameters}
    assert {p.name for p in query.parameters if p.required} <= used


@pytest.mark.parametrize("name", QUERIES)
def test_files_run_as_they_stand(name: str) -> None:
    found = store().raw.query(QUERIES[name].text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)


def test_joined_values_are_declared_as_lists() -> None:
    for query in QUERIES.values():
        joined = set(re.findall(rf'SEPARATOR="{re.escape(SEPARATOR)}"\) AS \?(\w+)', query.text))
        assert joined == set(query.lists), query.name
        assert query.text.count("GROUP_CONCAT") == len(joined), query.name


def test_there_are_enough_questions() -> None:
    assert len(QUERIES) >= 36


def test_the_written_corpus_is_what_the_product_writes() -> None:
    assert (HERE / "data.trig").read_text(encoding="utf-8") == trig()


def test_the_written_corpus_reads_back_the_same() -> None:
    again = memory_store(ox.parse(trig(), format=ox.RdfFormat.TRIG))
    assert again.lines() == store().lines()


def test_names_with_quotes_and_code_are_only_names() -> None:
    query = QUERIES["rejected-inputs"]
    evil = 'x" } INSERT DATA { <a:a> <a:b> "\\'
    assert run(store(), query, reason=evil).rows == ()
    assert render(run(store(), query, reason="empty"), "csv").count("\r\n") == 2


def write() -> None:
    (HERE / "expected").mkdir(exist_ok=True)
    (HERE / "data.trig").write_text(trig(), encoding="utf-8")
    for name, query in QUERIES.items():
        cases = [{"asked": asked, "rows": rows_of(run(store(), query, asked))} for asked in questions(query)]
        lines = []
        for case in cases:
            rows = ",\n".join(f"   {json.dumps(row, ensure_ascii=False)}" for row in case["rows"])
            lines.append(
                f' {{"asked": {json.dumps(case["asked"])}, "rows": [\n{rows}\n  ]}}'
                if rows
                else f' {{"asked": {json.dumps(case["asked"])}, "rows": []}}'
            )
        (HERE / "expected" / f"{name}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    write()
