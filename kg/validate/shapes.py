"""Reads the shapes under `shapes/` as a graph that can be walked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.terms import RDF

Node = ox.NamedNode | ox.BlankNode | ox.Literal
Term = Node | ox.Triple

SH = "http://www.w3.org/ns/shacl#"
_FIRST, _REST = (RDF.type.replace("#type", name) for name in ("#first", "#rest"))


class Shapes:
    """A graph of shapes; the terms of SHACL go by their local names."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._told: dict[Term, dict[str, list[Node]]] = {}
        for quad in quads:
            if not isinstance(quad.object, ox.Triple):
                told = self._told.setdefault(quad.subject, {})
                told.setdefault(quad.predicate.value.removeprefix(SH), []).append(quad.object)

    def about(self, node: Term) -> Iterator[tuple[str, Node]]:
        """Yield each property of a node with each of its values."""
        yield from ((name, value) for name, values in self._told.get(node, {}).items() for value in values)

    def one(self, node: Term, name: str) -> Node | None:
        """Return the value of a property that has one at most."""
        return next(iter(self._told.get(node, {}).get(name, ())), None)

    def having(self, name: str) -> Iterator[tuple[Term, Node]]:
        """Yield each node that has a property with each of its values."""
        yield from ((node, value) for node, told in self._told.items() for value in told.get(name, ()))

    def items(self, head: Node | None) -> Iterator[Node]:
        """Yield the members of a list."""
        while head is not None and (first := self.one(head, _FIRST)) is not None:
            yield first
            head = self.one(head, _REST)


@cache
def load_shapes() -> Shapes:
    """Return all shapes under `shapes/`."""
    files = sorted(resources.path("shapes").glob("*.ttl"))
    return Shapes(quad for file in files for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))
