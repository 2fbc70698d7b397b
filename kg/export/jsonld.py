"""The graph as JSON-LD whose context is part of the document: nothing has to be fetched to read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from kg.terms import PREFIXES, RDF

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def json_ld(quads: Iterable[ox.Quad]) -> str:
    """Return quads as one JSON-LD document, sorted, one object for each graph and in it one for each node."""
    rows = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    graphs = [_graph(name, list(found)) for name, found in groupby(rows, key=lambda quad: quad.graph_name)]
    body = {"@context": dict(PREFIXES), "@graph": graphs}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _graph(name: object, quads: list[ox.Quad]) -> dict[str, Any]:
    nodes = [_node(found) for _, found in groupby(quads, key=lambda quad: str(quad.subject))]
    return {"@id": getattr(name, "value", ""), "@graph": nodes}


def _node(quads: Iterable[ox.Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {}
    for quad in quads:
        node.setdefault("@id", getattr(quad.subject, "value", ""))
        if quad.predicate.value == RDF.type and isinstance(quad.object, ox.NamedNode):
            node.setdefault("@type", []).append(_short(quad.object.value))
        else:
            node.setdefault(_short(quad.predicate.value), []).append(_value(quad.object))
    return node


def _value(term: object) -> dict[str, str] | str:
    if not isinstance(term, ox.Literal):
        return {"@id": getattr(term, "value", "")}
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value in (_STRING, _LANGUAGE):
        return term.value
    return {"@value": term.value, "@type": _short(term.datatype.value)}


def _short(name: str) -> str:
    """Return `prefix:local` where the local part is a plain word."""
    for prefix, space in PREFIXES.items():
        local = name.removeprefix(space)
        if local != name and local.isidentifier():
            return f"{prefix}:{local}"
    return name
