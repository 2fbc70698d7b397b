"""Recomputes every hash that the store holds: of articles, of their texts, of whole graphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ids import digest, iri, sha256
from kg.store import Store
from kg.terms import CKG, DCTERMS, RDF


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Difference:
    """Something that is not what its hash says."""

    graph: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """How much was recomputed, and what differs."""

    graphs: int
    articles: int
    texts: int
    differences: tuple[Difference, ...]


def verify(store: Store) -> Verified:
    """Recompute all hashes; where names are withheld an article has no text, and only its graph is checked."""
    promised = store.content_hashes()
    found = [Difference(graph=name, what="is not as it was written") for name in store.altered()]
    articles = texts = 0
    for graph in store.graphs():
        for node in store.raw.quads_for_pattern(
            None, ox.NamedNode(RDF.type), ox.NamedNode(CKG.Article), ox.NamedNode(graph)
        ):
            articles += 1
            text = _one(store, node.subject, CKG.text, graph)
            if text is not None:
                texts += 1
                found += [Difference(graph=graph, what=what) for what in _text_faults(store, node.subject, text, graph)]
    return Verified(graphs=len(promised), articles=articles, texts=texts, differences=tuple(sorted(found)))


def _text_faults(store: Store, node: object, text: str, graph: str) -> Iterator[str]:
    if sha256(text.encode("utf-8")) != _one(store, node, CKG.textSha256, graph):
        yield "the text is not the one that was read"
    key = _one(store, node, DCTERMS.identifier, graph)
    if getattr(node, "value", "") != iri("article", digest(text, key), base=store.base):
        yield "the article's id is not the hash of its text and key"


def _one(store: Store, node: object, term: str, graph: str) -> str | None:
    if not isinstance(node, ox.NamedNode):
        return None
    quads = store.raw.quads_for_pattern(node, ox.NamedNode(term), None, ox.NamedNode(graph))
    return next((q.object.value for q in quads if not isinstance(q.object, ox.Triple)), None)
