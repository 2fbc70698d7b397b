"""One good and one bad graph per shape file: in the good one no shape speaks, in the bad one each of the file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, URIRef

from kg import resources
from kg.validate import SHAPES, Finding, validate
from kg.validate.engine import shapes_graph

HERE = Path(__file__).parent
FILES = sorted(p.stem for p in resources.path("shapes").glob("*.ttl"))
GRAPH = ox.NamedNode("https://w3id.org/conflict-kg/data/graph/article/a")
# Geometry is only met through a place, which then answers for it; Publisher, Candidate … are reached by their class.
REACHED_BY_ANOTHER = {"Geometry", "Geometry-asWKT"}


def findings(name: str) -> list[Finding]:
    quads = ox.parse(path=str(HERE / f"{name}.ttl"), format=ox.RdfFormat.TURTLE)
    found = validate([ox.Quad(q.subject, q.predicate, q.object, GRAPH) for q in quads])
    return [finding for finding in found if finding.rule.startswith(SHAPES)]


def declared(name: str) -> set[str]:
    graph = Graph().parse(resources.path("shapes") / f"{name}.ttl")
    shapes = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)}
    return {str(s).removeprefix(SHAPES) for s in shapes} - REACHED_BY_ANOTHER


@pytest.mark.parametrize("name", FILES)
def test_good_graph_has_no_finding(name: str) -> None:
    assert findings(f"{name}-ok") == []


@pytest.mark.parametrize("name", FILES)
def test_each_shape_finds_its_fault_in_the_bad_graph(name: str) -> None:
    found = {finding.rule.removeprefix(SHAPES) for finding in findings(f"{name}-bad")}
    assert found == declared(name)


def test_every_graph_here_belongs_to_a_shape() -> None:
    assert sorted(p.stem for p in HERE.glob("*.ttl")) == sorted(f"{n}-{k}" for n in FILES for k in ("bad", "ok"))


def test_severities_are_those_of_the_shapes() -> None:
    by_rule = {f.rule.removeprefix(SHAPES): f.severity for f in (*findings("article-bad"), *findings("report-bad"))}
    assert by_rule["Article-language"] == "warning"
    assert by_rule["Report-rule"] == "info"
    assert by_rule["Report-eventType"] == "violation"


def test_each_shape_says_what_is_wrong_in_english() -> None:
    shapes = shapes_graph()
    silent = [
        s
        for kind in (SH.NodeShape, SH.PropertyShape)
        for s in shapes.subjects(RDF.type, kind)
        if [m.language for m in shapes.objects(s, SH.message)] != ["en"] and s != URIRef(SHAPES + "Geometry")  # type: ignore[union-attr]
    ]
    assert silent == []


def test_shapes_are_core_only() -> None:
    shapes = shapes_graph()
    assert set(shapes.predicates()).isdisjoint({SH.sparql, SH.js, SH.rule, SH.select})
