"""The quick tests of the shapes against pyshacl, the oracle: what they pass has no finding, whatever is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import validate
from kg.terms import SUPERCLASSES
from kg.validate.engine import shape_findings
from kg.validate.screen import Screen
from kg.validate.shapes import SH, Shapes, load_shapes
from tests.queries import corpus

HERE = Path(__file__).parent
GRAPH = ox.NamedNode("https://w3id.org/conflict-kg/data/graph/article/a")
XSD = "http://www.w3.org/2001/XMLSchema#"
NAMES = sorted(p.stem for p in (HERE / "shapes").glob("*.ttl"))
WRONG = [
    ox.Literal("x"),
    ox.Literal(""),
    ox.Literal(-1),
    ox.Literal("2031-02-30", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal("many", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("98.5", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("sinon", language="fr"),
    ox.NamedNode("http://example.org/x"),
]


def shape_file(name: str) -> list[ox.Quad]:
    found = ox.parse(path=str(HERE / "shapes" / f"{name}.ttl"), format=ox.RdfFormat.TURTLE)
    return [ox.Quad(q.subject, q.predicate, q.object, GRAPH) for q in found]


def screen() -> Screen:
    return Screen(load_shapes(), SUPERCLASSES)


def shapes_of(told: str) -> Shapes:
    text = f"@prefix sh: <{SH}> . <http://x/s> sh:targetClass <http://x/C> ; sh:property {told} ."
    return Shapes(ox.parse(text, format=ox.RdfFormat.TURTLE))


def passes(quick: Screen, quads: Sequence[ox.Quad]) -> bool:
    content = quick.read(quads)
    return content is not None and quick.passes(content)


def oracle(quads: list[ox.Quad]) -> list[validate.Finding]:
    return list(shape_findings(GRAPH.value, quads))


def mutations(quads: list[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """Yield the graph with one quad less, one more, and one with another value."""
    for at, quad in enumerate(quads):
        rest = quads[:at] + quads[at + 1 :]
        yield rest
        wrong = WRONG[at % len(WRONG)]
        yield [*rest, ox.Quad(quad.subject, quad.predicate, wrong, GRAPH)]
        other = WRONG[(at + 3) % len(WRONG)]
        yield [*quads, ox.Quad(quad.subject, quad.predicate, other, GRAPH)]


@pytest.mark.parametrize("name", NAMES)
def test_the_shape_graphs_are_told_apart(name: str) -> None:
    quads = shape_file(name)
    assert passes(screen(), quads) is (oracle(quads) == [])
    assert passes(screen(), quads) is name.endswith("-ok")


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith("-ok")])
def test_nothing_wrong_passes(name: str) -> None:
    quick, strict = screen(), 0
    for changed in mutations(shape_file(name)):
        found = oracle(changed)
        passed = passes(quick, changed)
        assert not (passed and found), (found[0], set(changed) ^ set(shape_file(name)))
        strict += not passed and not found
    assert strict <= 3, "it is stricter than the shapes, which costs time"


def test_what_the_product_writes_passes() -> None:
    quick = screen()
    for reading in corpus.readings():
        quads = list(corpus.rdf.article_quads(reading, corpus.RUN))
        assert passes(quick, quads) is (oracle(quads) == [])


UNKNOWN = [
    "sh:hasValue 1",
    'sh:flags "i" ; sh:pattern "x"',
    "sh:disjoint <http://x/q>",
    "sh:closed true",
    "sh:nodeKind sh:Literal",
    "sh:datatype <http://www.w3.org/2001/XMLSchema#gYear>",
]


@pytest.mark.parametrize("constraint", UNKNOWN)
def test_what_it_does_not_know_it_does_not_pass(constraint: str) -> None:
    shapes = shapes_of(f"[ sh:path <http://x/p> ; {constraint} ]")
    node, kind = ox.NamedNode("http://x/n"), ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [
        ox.Quad(node, kind, ox.NamedNode("http://x/C"), GRAPH),
        ox.Quad(node, ox.NamedNode("http://x/p"), ox.Literal("1999"), GRAPH),
    ]
    assert not passes(Screen(shapes, {}), quads)
    assert passes(Screen(Shapes([]), {}), quads)


def test_paths_it_does_not_know_and_blank_nodes_do_not_pass() -> None:
    shapes = shapes_of("[ sh:path [ sh:zeroOrMorePath <http://x/p> ] ; sh:minCount 0 ]")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    member = ox.Quad(ox.NamedNode("http://x/n"), kind, ox.NamedNode("http://x/C"), GRAPH)
    assert not passes(Screen(shapes, {}), [member])
    assert not passes(Screen(Shapes([]), {}), [ox.Quad(ox.BlankNode("b"), kind, ox.NamedNode("http://x/C"), GRAPH)])


def test_names_of_ours_are_read_but_for_subjects() -> None:
    ours, scheme = "https://w3id.org/conflict-kg/ontology#", "https://w3id.org/conflict-kg/scheme/"
    node, kind = ox.NamedNode(f"{ours}subject"), ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    content = screen().read(
        [
            ox.Quad(node, kind, ox.NamedNode(f"{ours}Report"), GRAPH),
            ox.Quad(node, ox.NamedNode(f"{ours}weapon"), ox.NamedNode(f"{scheme}weapon/none"), GRAPH),
            ox.Quad(node, ox.NamedNode("http://example.org/p"), ox.Literal(f"{ours}text"), GRAPH),
        ]
    )
    assert content is not None
    assert content.names == {f"{ours}Report", f"{ours}weapon", f"{scheme}weapon/none"}
