"""The ontology keeps to OWL 2 DL and to the house rules, and `kg/terms.py` is made from it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kg import resources, terms
from kg.ids import SCHEMES, VOCABULARY

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = resources.path("ontology")
VANN = Namespace("http://purl.org/vocab/vann/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(OWL), str(RDF), str(RDFS), str(rdflib.XSD))
# The datatypes of the OWL 2 map that we use or may come to use; xsd:date is not among them.
DATATYPES = {
    rdflib.XSD.string,
    rdflib.XSD.boolean,
    rdflib.XSD.decimal,
    rdflib.XSD.integer,
    rdflib.XSD.nonNegativeInteger,
    RDF.langString,
}


def load(name: str) -> Graph:
    return Graph(bind_namespaces="none").parse(ONTOLOGY / name)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return load("conflict.ttl")


@pytest.fixture(scope="module")
def both() -> Graph:
    return load("conflict.ttl") + load("alignments.ttl")


def ours(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(VOCABULARY)}
    return sorted(s for s in found if isinstance(s, URIRef))


def test_header_says_what_the_ontology_is(graph: Graph) -> None:
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(header) == VOCABULARY.removesuffix("#")
    assert str(graph.value(header, OWL.versionIRI)) == f"{header}/{graph.value(header, OWL.versionInfo)}"
    assert str(graph.value(header, VANN.preferredNamespacePrefix)) == "ckg"
    assert str(graph.value(header, VANN.preferredNamespaceUri)) == VOCABULARY
    assert graph.value(header, DCTERMS.license) is not None
    assert graph.value(header, DCTERMS.title) is not None


def test_every_term_has_one_label_and_one_definition_in_english(graph: Graph) -> None:
    for term in ours(graph, *KINDS):
        for predicate in (RDFS.label, SKOS.definition):
            told = list(graph.objects(term, predicate))
            assert [t.language for t in told if isinstance(t, Literal)] == ["en"], (term, predicate)


def test_labels_are_told_once_per_kind(graph: Graph) -> None:
    for kinds in ((OWL.Class,), KINDS[1:]):
        labels = Counter(str(graph.value(term, RDFS.label)) for term in ours(graph, *kinds))
        assert [label for label, count in labels.items() if count > 1] == []


def test_at_most_one_domain_and_one_range_each_a_named_class_or_datatype(graph: Graph) -> None:
    for term in ours(graph, *KINDS[1:]):
        for predicate in (RDFS.domain, RDFS.range):
            told = list(graph.objects(term, predicate))
            assert len(told) <= 1, (term, predicate)
            assert all(isinstance(t, URIRef) for t in told), (term, predicate)


def test_ontology_is_small(graph: Graph) -> None:
    assert 15 <= len(ours(graph, OWL.Class)) <= 30
    assert 35 <= len(ours(graph, OWL.ObjectProperty, OWL.DatatypeProperty)) <= 100


def test_each_term_is_one_kind_of_thing(both: Graph) -> None:
    kinds = Counter(s for kind in KINDS for s in both.subjects(RDF.type, kind))
    assert [term for term, count in kinds.items() if count > 1] == []


def test_nothing_built_in_is_declared_again(both: Graph) -> None:
    assert [s for kind in KINDS for s in both.subjects(RDF.type, kind) if str(s).startswith(BUILT_IN)] == []


def test_all_that_is_used_is_declared(both: Graph) -> None:
    declared = {s for kind in KINDS for s in both.subjects(RDF.type, kind)}
    used = set(both.predicates())
    axioms = (RDFS.subClassOf, RDFS.domain, RDFS.subPropertyOf, OWL.onProperty)
    used |= {o for p in axioms for o in both.objects(None, p)}
    missing = [u for u in used if isinstance(u, URIRef) and not str(u).startswith(BUILT_IN) and u not in declared]
    assert missing == []


def test_ranges_fit_the_kind_of_property(graph: Graph) -> None:
    for term in ours(graph, OWL.DatatypeProperty):
        assert graph.value(term, RDFS.range) in {None, *DATATYPES}, term
    for term in ours(graph, OWL.ObjectProperty):
        assert (graph.value(term, RDFS.range), RDF.type, OWL.Class) in graph, term


def test_literals_have_datatypes_that_owl_knows(both: Graph) -> None:
    used = {o.datatype for o in both.objects() if isinstance(o, Literal)}
    assert used <= {None, *DATATYPES}


def test_anonymous_nodes_are_class_expressions_or_lists_and_belong_to_one_place(graph: Graph) -> None:
    allowed = {OWL.Class, OWL.Restriction, OWL.AllDisjointClasses}
    for node in {s for s in graph.subjects() if isinstance(s, BNode)}:
        is_list = (node, RDF.first, None) in graph
        assert is_list or graph.value(node, RDF.type) in allowed
        assert len(list(graph.subjects(None, node))) <= 1


def test_restrictions_are_on_object_properties_and_name_concepts_that_exist(graph: Graph) -> None:
    schemes = Graph()
    for file in sorted((ONTOLOGY / "schemes").glob("*.ttl")):
        schemes.parse(file)
    named = set(graph.objects(None, OWL.hasValue))
    for head in graph.objects(None, OWL.oneOf):
        named |= set(Collection(graph, head))
    assert len(named) > 20
    assert [n for n in named if (n, RDF.type, SKOS.Concept) not in schemes] == []
    for prop in graph.objects(None, OWL.onProperty):
        assert (prop, RDF.type, OWL.ObjectProperty) in graph


def test_every_event_type_of_the_closed_list_has_a_class() -> None:
    scheme = load("schemes/event-type.ttl")
    tops = {str(s).removeprefix(f"{SCHEMES}event-type/") for s in scheme.subjects(SKOS.topConceptOf, None)}
    assert set(terms.REPORT_CLASS) == tops


def test_alignments_define_no_term_of_ours() -> None:
    graph = load("alignments.ttl")
    assert ours(graph, *KINDS) == []
    used = {s for s in graph.subjects() if str(s).startswith(VOCABULARY)}
    assert used <= set(ours(load("conflict.ttl"), *KINDS))


@pytest.mark.parametrize(
    "namespace",
    [
        "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/ns/oa#",
        "http://www.opengis.net/ont/geosparql#",
        "https://schema.org/",
        "http://xmlns.com/foaf/0.1/",
        "http://www.w3.org/ns/org#",
    ],
)
def test_alignments_reach_each_vocabulary(namespace: str) -> None:
    graph = load("alignments.ttl")
    reached = {o for s, o in graph.subject_objects() if str(s).startswith(VOCABULARY)}
    assert [o for o in reached if str(o).startswith(namespace)]


def test_terms_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "tools" / "generate_terms.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_terms_are_closed_and_need_no_rdf_library() -> None:
    assert terms.CKG.Report == VOCABULARY + "Report"
    assert not hasattr(terms.CKG, "Repport")
    code = "import sys, kg.terms; print([m for m in ('rdflib', 'pyoxigraph') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_superclasses_are_closed() -> None:
    assert terms.SUPERCLASSES[terms.CKG.AttackOnHealthCare] == (
        terms.CKG.Attack,
        terms.CKG.AttackOnProtectedSite,
        terms.CKG.Report,
    )
