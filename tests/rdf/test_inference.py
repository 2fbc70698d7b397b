"""The rules against an OWL reasoner: both find the same classes of everything."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import reason
from kg.errors import JavaMissingError
from kg.model import Facility, Reading
from kg.rdf import article_quads, reasoning_view
from kg.rdf.inference import OWL, _Ontology, consequences, inferred_graph
from kg.store import open_store
from kg.terms import CKG, RDF, SUPERCLASSES
from kg.validate import validate
from tests.command import run_kg
from tests.queries import corpus
from tests.rdf.readings import READING, RUN, VALLEY, report

DATA = "https://w3id.org/conflict-kg/data/"


def has_java() -> bool:
    try:
        reason.find_java()
    except JavaMissingError:
        return False
    return True


def told() -> list[ox.Quad]:
    """The corpus, a rich article, and attacks on each kind of site, without the classes of some reports."""
    sites = ("Hospital", "School", "University", "Camp", "Market", "Mosque")
    reports = tuple(report(id=f"r{n}", type="Airstrike", facilities=(Facility(type=s),)) for n, s in enumerate(sites))
    clash = report(id="clash", type="Clash", facilities=(Facility(type="Hospital"),))
    made = list(article_quads(Reading(article=VALLEY, reports=(*reports, clash)), RUN))
    bare = [q for q in made if not (q.predicate.value == RDF.type and str(q.subject).endswith(("/r1>", "/clash>")))]
    return [*corpus.quads(), *article_quads(READING, RUN), *bare]


def classes(quads: list[ox.Quad]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == RDF.type and isinstance(quad.object, ox.NamedNode):
            names = {quad.object.value, *SUPERCLASSES.get(quad.object.value, ())}
            own = {name for name in names if name.startswith("https://w3id.org/conflict-kg/ontology#")}
            if own:
                found.setdefault(str(quad.subject).strip("<>"), set()).update(own)
    return found


@pytest.mark.java
@pytest.mark.skipif(not has_java(), reason="NO JAVA: the rules are not compared with an OWL reasoner here")
def test_rules_and_reasoner_find_the_same_classes() -> None:
    quads = told()
    oracle = {node: set(found) for node, found in reason.infer(reasoning_view(quads)).classes if node.startswith(DATA)}
    mine = {n: c for n, c in classes([*quads, *consequences(quads)]).items() if n.startswith(DATA)}
    assert mine == oracle
    assert sum(CKG.AttackOnProtectedSite in found for found in mine.values()) > 5


def test_consequences_are_new_sorted_and_of_one_graph() -> None:
    quads = told()
    found = consequences(quads)
    said = {str(q.triple) for q in quads}
    assert found == sorted(found, key=str) == consequences(list(reversed(quads)))
    assert not [q for q in found if str(q.triple) in said]
    assert {q.graph_name.value for q in found} == {inferred_graph()}
    assert consequences([*quads, *found]) == []


AXIOMS = f"""
@prefix c: <https://w3id.org/conflict-kg/ontology#> . @prefix owl: <{OWL}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
c:in a owl:ObjectProperty, owl:TransitiveProperty ; owl:inverseOf c:holds ; rdfs:subPropertyOf c:near .
c:near a owl:SymmetricProperty ; rdfs:domain c:Spot ; rdfs:range c:Spot .
c:Spot rdfs:subClassOf c:Thing, [ a owl:Restriction ; owl:onProperty c:kind ; owl:hasValue c:spot ] .
c:Odd owl:equivalentClass [ a owl:Class ; owl:complementOf c:Spot ] .
"""


def test_every_kind_of_axiom_gives_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tuple(_Ontology(ox.parse(AXIOMS, format=ox.RdfFormat.TURTLE)).rules())
    monkeypatch.setattr("kg.rdf.inference.rules", lambda: rules)
    space = "https://w3id.org/conflict-kg/ontology#"
    a, b, c = (ox.NamedNode(f"http://x/{n}") for n in "abc")
    within = ox.NamedNode(f"{space}in")
    found = {
        (q.subject.value[-1], q.predicate.value.rpartition("#")[2], q.object.value.rpartition("#")[2][-6:])
        for q in consequences([ox.Quad(a, within, b), ox.Quad(b, within, c)])
    }
    assert {("a", "in", "p://x/c"[-6:]), ("b", "holds", "//x/a"), ("a", "near", "//x/b")} <= {
        (s, p, o[-5:] if p != "in" else o) for s, p, o in found
    }
    assert {(n, "type", t) for n in "abc" for t in ("Spot", "Thing")} <= found
    assert {(n, "kind", "spot") for n in "abc"} <= found
    assert ("b", "near") in {(s, p) for s, p, _ in found}
    assert not [f for f in found if f[2] == "Odd"]


def test_they_are_written_from_the_command_line(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    with open_store(place) as held:
        for reading in corpus.readings():
            held.put_article(reading.article.id, "f", article_quads(reading, corpus.RUN))
        before = validate(held)
    done = run_kg("reason", "--write", "--store", str(place))
    assert done.returncode == 0
    assert "consequences in " in done.stderr
    assert "as before" in run_kg("reason", "--write", "--store", str(place)).stderr
    with open_store(place, read_only=True) as held:
        asked = f"ASK {{ GRAPH <{inferred_graph()}> {{ ?x a <{CKG.AttackOnHealthCare}> }} }}"
        assert bool(held.query(asked))
        assert validate(held) == before
    assert run_kg("reason", "--write", "--check", "--store", str(place)).returncode == 2
