"""Which pairs were compared, and what their reports were then: a graph of its own, noted whole for the next build."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg import rdf
from kg.events.model import Link
from kg.ids import tail
from kg.store import Store
from kg.terms import CKG


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """The pairs worth keeping, sorted, and the print of each report that was compared."""

    links: tuple[Link, ...] = ()
    prints: Mapping[str, str] = field(default_factory=dict)


def linked_mark(store: Store) -> str | None:
    """Return what the events of a store were made of, None where there are none."""
    graph = ox.NamedNode(rdf.links_graph(base=store.base))
    found = store.raw.quads_for_pattern(graph, ox.NamedNode(CKG.fingerprint), None, graph)
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), None)


def keep_compared(store: Store, made: Compared, mark: str) -> None:
    """Write the graph of pairs, and note it as one text: to read it back quad by quad takes twenty times as long."""
    name = rdf.links_graph(base=store.base)
    store.put_graph(name, _quads(made, mark, ox.NamedNode(name), base=store.base))
    rows = [(pair.left, pair.right, pair.score, sorted(pair.parts)) for pair in made.links]
    store.note({name: json.dumps([rows, dict(made.prints)], ensure_ascii=False, separators=(",", ":"))})


def compared(store: Store) -> Compared:
    """Return what was compared before."""
    note = store.noted(rdf.links_graph(base=store.base))
    if note is None:
        return _of_graph(store)
    rows, prints = json.loads(note)
    links = (Link(left=a, right=b, score=score, parts=tuple(map(tuple, parts))) for a, b, score, parts in rows)
    return Compared(links=tuple(links), prints=prints)


def _quads(made: Compared, mark: str, graph: ox.NamedNode, *, base: str) -> Iterator[ox.Quad]:
    yield from rdf.link_quads(made.links, made.prints, base=base)
    yield ox.Quad(graph, ox.NamedNode(CKG.fingerprint), ox.Literal(mark), graph)


def _of_graph(store: Store) -> Compared:
    """Read the graph itself: that of a store that was loaded, or whose build was stopped before the note."""
    graph = ox.NamedNode(rdf.links_graph(base=store.base))
    told: dict[str, dict[str, list[str]]] = {}
    for quad in store.raw.quads_for_pattern(None, None, None, graph):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject != graph and not isinstance(quad.object, ox.Triple):
            about = told.setdefault(quad.subject.value, {})
            about.setdefault(quad.predicate.value, []).append(quad.object.value)
    prints = {tail(node): about[CKG.fingerprint][0] for node, about in told.items() if CKG.fingerprint in about}
    links = sorted(_link(about) for about in told.values() if CKG.linkScore in about)
    return Compared(links=tuple(links), prints=prints)


def _link(about: Mapping[str, list[str]]) -> Link:
    left, right = sorted(map(tail, about[CKG.between]))
    parts = sorted(map(_part, about.get(CKG.linkPart, [])))
    return Link(left=left, right=right, score=float(about[CKG.linkScore][0]), parts=tuple(parts))


def _part(text: str) -> tuple[str, str, float]:
    name, rest = text.split(": ", 1)
    level, weight = rest.rsplit(" ", 1)
    return name, level, float(weight)
