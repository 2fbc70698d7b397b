"""An added gazetteer as a named graph: what it is, on what terms it may be used, and whom to name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.ids import DATA, graph_iri, iri
from kg.linking import Source
from kg.rdf.facts import kinds, value
from kg.terms import CKG, DCTERMS, PROV


def gazetteer_graph(source: Source, *, base: str = DATA) -> str:
    """Return the name of the graph of one added gazetteer."""
    return graph_iri("gazetteer", source.name, base=base)


def gazetteer_quads(source: Source, *, base: str = DATA) -> Iterator[Quad]:
    """Yield the quads of one added gazetteer's graph, sorted; its places stand in the graphs of articles."""
    node = iri("gazetteer", source.name, base=base)
    facts = chain(
        kinds(node, PROV.Entity),
        value(node, DCTERMS.identifier, source.name),
        value(node, DCTERMS.title, source.title),
        value(node, DCTERMS.format, source.format),
        value(node, DCTERMS.rights, source.licence),
        value(node, DCTERMS.creator, source.attribution),
        value(node, CKG.rawSha256, source.sha256),
    )
    graph = NamedNode(gazetteer_graph(source, base=base))
    yield from sorted({Quad(s, p, o, graph) for s, p, o in facts}, key=str)
