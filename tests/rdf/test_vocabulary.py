"""The vocabulary's graph, and the part of the data that a reasoner can read."""

from __future__ import annotations

import pyoxigraph as ox

from kg.ids import VOCABULARY
from kg.rdf import article_quads, ontology_triples, reasoning_view, vocabulary_graph, vocabulary_quads
from kg.terms import CKG, RDF, SKOS
from tests.rdf.readings import READING, RUN


def test_vocabulary_holds_ontology_schemes_and_authority_in_one_graph() -> None:
    quads = list(vocabulary_quads())
    assert {q.graph_name.value for q in quads} == {vocabulary_graph()}
    classes = {q.object.value for q in quads if q.predicate.value == RDF.type}
    assert {"http://www.w3.org/2002/07/owl#Class", SKOS.Concept, CKG.Actor} <= classes


def test_vocabulary_has_no_blank_node_and_the_same_names_each_time() -> None:
    quads = list(vocabulary_quads())
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    assert quads == list(vocabulary_quads())
    assert quads == sorted(set(quads), key=str)


def test_class_expressions_survive_the_renaming() -> None:
    store = ox.Store()
    store.extend(vocabulary_quads())
    query = (
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        f" SELECT ?type WHERE {{ GRAPH ?g {{ <{CKG.Attack}> owl:equivalentClass/owl:someValuesFrom/owl:oneOf/"
        "rdf:rest*/rdf:first ?type } }"
    )
    types = {row["type"].value.rsplit("/", 1)[-1] for row in store.query(query)}
    assert types == {"Airstrike", "Shelling", "DroneStrike", "Bombing", "ChemicalAttack", "Shooting", "Attack"}


def test_reasoning_view_holds_the_links_in_our_own_terms_only() -> None:
    quads = list(article_quads(READING, RUN))
    told = set(ox.parse(reasoning_view(quads), format=ox.RdfFormat.N_TRIPLES))
    links = {
        ox.Quad(q.subject, q.predicate, q.object)
        for q in quads
        if isinstance(q.object, ox.NamedNode)
        and (q.predicate.value.startswith(VOCABULARY) or q.object.value.startswith(VOCABULARY))
    }
    assert told == links
    assert {CKG.facilityType, CKG.partOf, RDF.type} <= {q.predicate.value for q in told}


def test_ontology_is_handed_over_without_imports() -> None:
    text = ontology_triples()
    assert "owl#imports" not in text
    assert f"<{CKG.AttackOnHealthCare}>" in text
