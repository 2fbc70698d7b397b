"""The whole graph in the usual serialisations, sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.jsonld import json_ld
from kg.rdf import vocabulary_quads
from kg.store import Store
from kg.terms import PREFIXES


def graph(store: Store, form: str) -> bytes:
    """Return the content of the store, without its ledger, in one of GRAPH_FORMATS."""
    if form not in GRAPH_FORMATS:
        raise UsageError(f"no format {form!r} for the graph; choose one of {', '.join(GRAPH_FORMATS)}")
    return GRAPH_FORMATS[form](store)


def _nquads(store: Store) -> bytes:
    return b"".join(line + b"\n" for line in store.lines())


def _trig(store: Store) -> bytes:
    quads = sorted(store.quads(), key=lambda quad: (str(quad.graph_name), str(quad)))
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES)) or b""


def _turtle(store: Store) -> bytes:
    triples = sorted({quad.triple for quad in store.quads()}, key=str)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""


def _json_ld(store: Store) -> bytes:
    return json_ld(store.quads()).encode("utf-8")


def ontology(form: str) -> bytes:
    """Return the vocabulary (ontology, schemes, alignments, authority files) in one of ONTOLOGY_FORMATS."""
    if form not in ONTOLOGY_FORMATS:
        raise UsageError(f"no format {form!r} for the ontology; choose one of {', '.join(ONTOLOGY_FORMATS)}")
    triples = sorted({quad.triple for quad in vocabulary_quads()}, key=str)
    return ox.serialize(triples, format=ONTOLOGY_FORMATS[form], prefixes=dict(PREFIXES)) or b""


ONTOLOGY_FORMATS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {"xml": ox.RdfFormat.RDF_XML, "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}
)
GRAPH_FORMATS: Mapping[str, Callable[[Store], bytes]] = MappingProxyType(
    {"nq": _nquads, "trig": _trig, "ttl": _turtle, "jsonld": _json_ld}
)
