"""The vocabulary's named graph, and the views of it that a reasoner can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg import resources
from kg.errors import ResourceError
from kg.ids import DATA, VOCABULARY, digest
from kg.terms import RDF

Node = NamedNode | BlankNode | Literal | Triple

# RDF 1.1 Concepts, section 3.5: what stands in for a blank node.
GENID = "https://w3id.org/.well-known/genid/conflict-kg/"
IMPORTS = NamedNode("http://www.w3.org/2002/07/owl#imports")


def vocabulary_graph(*, base: str = DATA) -> str:
    """Return the name of the graph that holds ontology, alignments, schemes and authority files."""
    return f"{base}graph/vocabulary"


def vocabulary_quads(*, base: str = DATA) -> Iterator[Quad]:
    """Yield all Turtle under `ontology/` as one named graph, sorted; anonymous class expressions get hashed IRIs."""
    yield from _vocabulary(NamedNode(vocabulary_graph(base=base)))


@cache
def _vocabulary(graph: NamedNode) -> tuple[Quad, ...]:
    files = sorted(resources.path("ontology").rglob("*.ttl"))
    quads = (Quad(s, p, o, graph) for file in files for s, p, o in _skolemised(_read(file)))
    held = {str(quad): quad for quad in quads}
    return tuple(held[line] for line in sorted(held))


def ontology_quads() -> tuple[Quad, ...]:
    """Return the ontology, without its alignments, as it stands in its file."""
    return _read(resources.path("ontology") / "conflict.ttl")


def ontology_triples() -> str:
    """Return the ontology, without its alignments, as sorted N-Triples for a reasoner."""
    quads = ontology_quads()
    return "".join(sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads if q.predicate != IMPORTS))


def reasoning_view(quads: Iterable[Quad]) -> str:
    """Return the links between nodes in our own terms, as sorted N-Triples without the graph names.

    Literals are left out: HermiT refuses xsd:date, EDTF and WKT, no class is defined by a number, and the shapes check
    them all. So are selectors and provenance, of which our classes say nothing. It makes reasoning four times as fast.
    """
    return "".join(sorted({f"{q.subject} {q.predicate} {q.object} .\n" for q in quads if _reasonable(q)}))


def _reasonable(quad: Quad) -> bool:
    term = quad.object if quad.predicate.value == RDF.type else quad.predicate
    return isinstance(quad.object, NamedNode) and isinstance(term, NamedNode) and term.value.startswith(VOCABULARY)


def _read(file: Path) -> tuple[Quad, ...]:
    try:
        return tuple(parse(path=str(file), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise ResourceError(f"{file}:{error.lineno or 1}: no valid Turtle: {error.msg}") from error


def _skolemised(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    """Replace blank nodes by hashes of what they say; those of OWL are trees, so that ends."""
    held = list(quads)
    about: dict[Node, list[Quad]] = {}
    for quad in held:
        about.setdefault(quad.subject, []).append(quad)

    @cache
    def named(node: Node) -> NamedNode | Literal:
        if isinstance(node, NamedNode | Literal):
            return node
        inner = sorted(f"{quad.predicate} {named(quad.object)}" for quad in about.get(node, []))
        return NamedNode(GENID + digest(*inner))

    for quad in held:
        subject = named(quad.subject)
        if isinstance(subject, NamedNode):
            yield subject, quad.predicate, named(quad.object)
