"""How graphs get into the store: new ones many at a time, altered ones by what differs, each with its ledger entry."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.ids import DATA, sha256

# Fixed whatever base the data has: a store must find its own ledger without being told the base.
LEDGER = ox.NamedNode(f"{DATA}graph/ledger")

IDENTIFIER = ox.NamedNode("http://purl.org/dc/terms/identifier")
FINGERPRINT = ox.NamedNode("https://schema.org/version")
CONTENT = ox.NamedNode("https://schema.org/sha256")
QUADS = ox.NamedNode("http://rdfs.org/ns/void#triples")
NOTE = ox.NamedNode("https://schema.org/text")
PACKED = ox.NamedNode("https://schema.org/encoding")

# Below it a transaction is as fast as files of the bulk loader's own; both happen as a whole or not at all.
BULK = 4_000
# What is made at once by the bulk loader: it writes a larger load in parts.
MOST = 500_000
# From so many quads on the lines of a graph are kept packed beside it: reading them from disk takes 20 times as long.
LARGE = 20_000
_TYPED = re.compile(rb'"([^"\\\n]*)"\^\^<(http://www\.w3\.org/2001/XMLSchema#[A-Za-z]+)>')


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A graph as it is to be in the store, with its ledger entry."""

    graph: ox.NamedNode
    quads: tuple[ox.Quad, ...]
    lines: frozenset[bytes]  # as N-Triples, in the store's own spelling
    content: str
    entry: tuple[ox.Quad, ...]


def written(graph: ox.NamedNode, quads: Iterable[ox.Quad], *, fingerprint: str = "", article: str = "") -> Written:
    """Return what to write for a graph; without a fingerprint its content is its fingerprint."""
    held = tuple(quads)
    lines = _lines(graph, held)
    body = _ordered(lines)
    content = _hash(body)
    entry = [
        ox.Quad(graph, FINGERPRINT, ox.Literal(fingerprint or content), LEDGER),
        ox.Quad(graph, QUADS, ox.Literal(len(lines)), LEDGER),
        ox.Quad(graph, CONTENT, ox.Literal(content), LEDGER),
    ]
    if article:
        entry.append(ox.Quad(graph, IDENTIFIER, ox.Literal(article), LEDGER))
    if len(lines) >= LARGE:
        entry.append(ox.Quad(graph, PACKED, ox.Literal(_packed(body)), LEDGER))
    return Written(graph=graph, quads=held, lines=lines, content=content, entry=tuple(entry))


def write(store: ox.Store, graphs: Iterable[Written]) -> None:
    """Make the store hold the graphs; of each either all is there afterwards, with its ledger entry, or nothing."""
    fresh: list[ox.Quad] = []
    for made in graphs:
        if store.contains_named_graph(made.graph) or any(store.quads_for_pattern(made.graph, None, None, LEDGER)):
            _alter(store, made)
            continue
        if fresh and len(fresh) + len(made.quads) > MOST:
            _add(store, fresh)
            fresh = []
        fresh += made.quads
        fresh += made.entry
    _add(store, fresh)


def content_hash(lines: Iterable[bytes]) -> str:
    """Return the hash of a graph's N-Triples lines, whatever their order."""
    return _hash(_ordered(lines))


def stored_hash(store: ox.Store, graph: ox.NamedNode) -> str:
    """Return the hash of what a store holds of a graph."""
    return content_hash(_stored_lines(store, graph))


def removal(graph: ox.NamedNode) -> str:
    """Return the update that removes a graph and its ledger entry."""
    return f"DROP SILENT GRAPH {graph} ;\nDELETE WHERE {{ GRAPH {LEDGER} {{ {graph} ?p ?o }} }}"


def statements(quads: Iterable[ox.Quad]) -> str:
    """Return quads as the triples of an update."""
    return "\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads)


def _add(store: ox.Store, quads: list[ox.Quad]) -> None:
    if len(quads) < BULK:
        store.extend(quads)
    else:
        store.bulk_extend(quads)


def _alter(store: ox.Store, made: Written) -> None:
    """Take out what is no longer so and put in what is new, in one transaction: most of a large graph stays."""
    old = _known_lines(store, made.graph)
    parts = [f"DELETE WHERE {{ GRAPH {LEDGER} {{ {made.graph} ?p ?o }} }}"]
    if gone := b"\n".join(old - made.lines).decode("utf-8"):
        parts.append(f"DELETE DATA {{ GRAPH {made.graph} {{ {gone} }} }}")
    new = b"\n".join(made.lines - old).decode("utf-8")
    added = f"GRAPH {made.graph} {{ {new} }} GRAPH {LEDGER} {{ {statements(made.entry)} }}"
    store.update(" ;\n".join([*parts, f"INSERT DATA {{ {added} }}"]))


def _known_lines(store: ox.Store, graph: ox.NamedNode) -> set[bytes]:
    """Return the lines of a graph as they were written, from its ledger entry where they are kept there."""
    for quad in store.quads_for_pattern(graph, PACKED, None, LEDGER):
        if isinstance(quad.object, ox.Literal):
            return set(_split(zlib.decompress(base64.b64decode(quad.object.value))))
    return set(_stored_lines(store, graph))


def _packed(body: bytes) -> str:
    return base64.b64encode(zlib.compress(body, level=1)).decode("ascii")


def _ordered(lines: Iterable[bytes]) -> bytes:
    return b"\n".join(sorted(lines))


def _hash(body: bytes) -> str:
    return sha256(body)[:32]


def _stored_lines(store: ox.Store, graph: ox.NamedNode) -> list[bytes]:
    return _split(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"")


def _lines(graph: ox.NamedNode, quads: tuple[ox.Quad, ...]) -> frozenset[bytes]:
    """Return the graph's lines as the store will give them back: it writes numbers its own way."""
    body = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    mark = f" {graph} .\n".encode()
    if body.count(mark) != len(quads):
        stray = next(q.graph_name for q in quads if q.graph_name != graph)
        raise ValueError(f"a quad for graph {stray} among those for {graph}")
    return frozenset(_split(_TYPED.sub(_canonical, body.replace(mark, b" .\n"))))


def _split(body: bytes) -> list[bytes]:
    return body.rstrip(b"\n").split(b"\n") if body else []


def _canonical(found: re.Match[bytes]) -> bytes:
    return _as_stored(found[1], found[2])


@lru_cache(maxsize=20_000)
def _as_stored(text: bytes, datatype: bytes) -> bytes:
    node = ox.NamedNode(datatype.decode("ascii"))
    scratch = ox.Store()
    scratch.add(ox.Quad(node, node, ox.Literal(text.decode("utf-8"), datatype=node)))
    return str(next(iter(scratch)).object).encode("utf-8")
