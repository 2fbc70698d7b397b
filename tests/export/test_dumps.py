"""Dumps, the description of the data set, and the hashes: all say the same as the store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.export import GRAPH_FORMATS, graph
from kg.export.description import DCAT, VOID, description
from kg.export.graphs import ONTOLOGY_FORMATS, ontology
from kg.export.verify import verify
from kg.ids import digest
from kg.rdf import vocabulary_quads
from kg.store import Store, memory_store, open_store
from kg.terms import CKG
from tests.command import run_kg
from tests.queries import corpus

ARTICLE = f"graph/article/{digest(corpus.VALLEY.text, corpus.VALLEY.key)}"
READERS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "ttl": ox.RdfFormat.TURTLE}


def stocked() -> Store:
    """The corpus as a build writes it: articles with the ids that their texts have."""
    held = memory_store()
    held.put_graph(f"{held.base}graph/vocabulary", vocabulary_quads())
    put(held)
    return held


def put(held: Store) -> None:
    for reading in corpus.readings():
        told = reading.article
        article = replace(told, id=digest(told.text, told.key))
        held.put_article(article.id, "f", corpus.rdf.article_quads(replace(reading, article=article), corpus.RUN))


@pytest.mark.parametrize("form", READERS)
def test_graphs_read_back_the_same(form: str) -> None:
    held = corpus.stocked()
    again = {str(q.triple) for q in ox.parse(graph(held, form), format=READERS[form])}
    assert again == {str(q.triple) for q in held.quads()}
    assert graph(held, form) == graph(corpus.stocked(), form)


def test_json_ld_reads_back_the_same_without_fetching_a_context() -> None:
    held = corpus.stocked()
    body = graph(held, "jsonld")
    assert all(isinstance(value, str) for value in json.loads(body)["@context"].values())
    again = rdflib.Dataset().parse(data=body.decode(), format="json-ld")
    whole = rdflib.Dataset().parse(data=graph(held, "nq").decode(), format="nquads")
    names = {str(g.identifier) for g in whole.graphs() if len(g)}
    assert {str(g.identifier) for g in again.graphs() if len(g)} == names
    for name in names:
        assert isomorphic(again.graph(rdflib.URIRef(name)), whole.graph(rdflib.URIRef(name))), name
    assert body == graph(corpus.stocked(), "jsonld")


def test_every_graph_format_is_tested() -> None:
    assert set(GRAPH_FORMATS) == {*READERS, "jsonld"}


@pytest.mark.parametrize("form", ONTOLOGY_FORMATS)
def test_the_ontology_reads_back_the_same(form: str) -> None:
    found = {str(q.triple) for q in ox.parse(ontology(form), format=ONTOLOGY_FORMATS[form])}
    assert found == {str(q.triple) for q in vocabulary_quads()}
    with pytest.raises(UsageError, match="no format 'odd'"):
        ontology("odd")


def described(held: Store) -> ox.Store:
    found = ox.Store()
    found.load(description(held), format=ox.RdfFormat.TURTLE)
    return found


def number(store: ox.Store, query: str) -> int:
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return int(next(iter(answer))[0].value)


def test_counts_of_the_description_are_those_of_count_queries() -> None:
    held = corpus.stocked()
    held.raw.update(f"DROP GRAPH <{held.base}graph/ledger>")
    about, node = described(held), f"<{held.base}dataset>"
    for term, counted in {
        "triples": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    }.items():
        assert number(about, f"SELECT ?n {{ {node} <{VOID}{term}> ?n }}") == number(held.raw, counted), term
    part = f"SELECT ?n {{ {node} <{VOID}classPartition> ?p . ?p <{VOID}class> <{CKG.Attack}> ; <{VOID}entities> ?n }}"
    assert number(about, part) == number(held.raw, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{CKG.Attack}> }}") > 0
    part = (
        f"SELECT ?n {{ {node} <{VOID}propertyPartition> ?p . ?p <{VOID}property> <{CKG.place}> ; <{VOID}triples> ?n }}"
    )
    assert (
        number(about, part) == number(held.raw, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s <{CKG.place}> ?o }} }}") > 0
    )
    links = f"SELECT (COUNT(*) AS ?n) {{ ?l a <{VOID}Linkset> ; <{VOID}objectsTarget> <https://sws.geonames.org/> }}"
    assert number(about, links) > 0


def test_the_description_names_licences_and_is_the_same_each_time() -> None:
    held = stocked()
    text = description(held).decode()
    assert f"<{DCAT}Dataset>" in text or "dcat:Dataset" in text
    assert "LICENSE-2.0" in text
    assert text == description(stocked()).decode()


def test_verify_recomputes_all_and_names_what_differs() -> None:
    held = stocked()
    found = verify(held)
    assert (found.graphs, found.articles, found.texts, found.differences) == (6, 5, 5, ())
    name = f"{held.base}{ARTICLE}"
    held.raw.update(
        f"DELETE {{ GRAPH <{name}> {{ ?a <{CKG.text}> ?t }} }} INSERT {{ GRAPH <{name}> {{ ?a <{CKG.text}> 'x' }} }} "
        f"WHERE {{ GRAPH <{name}> {{ ?a <{CKG.text}> ?t }} }}"
    )
    assert {(d.graph, d.what.split(",")[0]) for d in verify(held).differences} == {
        (name, "is not as it was written"),
        (name, "the text is not the one that was read"),
        (name, "the article's id is not the hash of its text and key"),
    }


def test_verify_from_the_command_line(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    with open_store(place) as held:
        put(held)
    fine = run_kg("verify", "--store", str(place))
    assert (fine.returncode, fine.stderr) == (0, "5 graphs, 5 articles and 5 texts checked, 0 differ\n")
    with open_store(place) as held:
        held.raw.update(f"DELETE WHERE {{ GRAPH <{held.base}{ARTICLE}> {{ ?s <{CKG.place}> ?o }} }}")
    odd = run_kg("verify", "--store", str(place))
    assert odd.returncode == 1
    assert f"{ARTICLE} is not as it was written; build its article again" in odd.stderr


def test_dumps_from_the_command_line(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    with open_store(place) as held:
        held.put_article("a", "f", [])
    assert "rdf:RDF" in run_kg("export", "ontology").stdout
    assert "void" in run_kg("export", "description", "--store", str(place)).stdout
    assert "@context" in run_kg("export", "graph", "--format", "jsonld", "--store", str(place)).stdout
