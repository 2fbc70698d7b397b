"""Checks graphs: SHACL shapes for each node, check queries for what lies between fields, in one report."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Protocol, cast

import pyoxigraph as ox
import rdflib
from pyshacl import validate as shacl_validate
from rdflib import RDF, SH, XSD, URIRef

from kg import resources
from kg.ids import DATA
from kg.rdf import vocabulary_graph
from kg.rdf.inference import inferred_graph
from kg.terms import SUPERCLASSES
from kg.validate.checks import Answers, Check, check_findings, load_checks, query_findings, read_checks
from kg.validate.findings import (
    CHECKS,
    SEVERITIES,
    SHAPES,
    Finding,
    Severity,
    exit_code,
    to_json,
    to_table,
    to_turtle,
)
from kg.validate.screen import Screen

__all__ = [
    "CHECKS",
    "SHAPES",
    "Check",
    "Finding",
    "Severity",
    "check_endpoint",
    "check_graphs",
    "exit_code",
    "load_checks",
    "load_shapes",
    "read_checks",
    "to_json",
    "to_table",
    "to_turtle",
    "validate",
]

BLANK = "urn:blank:"  # stands before the label of a blank node, which cannot be named
# Graphs that are checked at a time: bounds memory (about 1 kB a quad) while each query still pays its way.
BATCH = 500


class HasRaw(Protocol):
    """A store of ours: what it wraps is a pyoxigraph store."""

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store."""
        ...


def validate(
    source: Iterable[ox.Quad] | ox.Store | HasRaw, *, graphs: Collection[str] | None = None, base: str = DATA
) -> list[Finding]:
    """Return all that is wrong with `source`, sorted; `graphs` restricts it to those named graphs.

    The vocabulary is taken from this installation; the source's own copy of it is checked when it is among `graphs`.
    """
    store = _as_store(source)
    # What was inferred speaks of things that their own graphs describe, and adds nothing that could be wrong.
    derived = inferred_graph(base=base)
    names = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode) and g.value != derived)
    chosen = [name for name in names if graphs is None or name in graphs]
    found: set[Finding] = set()
    for batch in _batches(chosen):
        held = {name: list(store.quads_for_pattern(None, None, None, ox.NamedNode(name))) for name in batch}
        found.update(check_graphs(held, base=base))
    return sorted(found)


def check_graphs(held: Mapping[str, Sequence[ox.Quad]], *, base: str = DATA) -> list[Finding]:
    """Return all that is wrong with some graphs, given by name, sorted."""
    contents = {name: _screen().read(quads) for name, quads in held.items()}
    found = set(check_findings(held, contents.values(), vocabulary=vocabulary_graph(base=base)))
    for name, content in contents.items():
        if content is None or not _screen().passes(content):
            found.update(_shape_findings(name, held[name]))
    return sorted(found)


def check_endpoint(elsewhere: Answers) -> list[Finding]:
    """Return what the check queries find in a store elsewhere, sorted; the shapes need the graph itself."""
    return sorted({finding for check in load_checks() for finding in query_findings(elsewhere, check)})


@cache
def load_shapes() -> rdflib.Graph:
    """Return all shapes under `shapes/` as one graph."""
    graph = rdflib.Graph()
    for file in sorted(resources.path("shapes").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def _as_store(source: Iterable[ox.Quad] | ox.Store | HasRaw) -> ox.Store:
    if isinstance(source, ox.Store):
        return source
    raw = getattr(source, "raw", None)
    if isinstance(raw, ox.Store):
        return raw
    store = ox.Store()
    store.extend(cast("Iterable[ox.Quad]", source))
    return store


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[at : at + BATCH] for at in range(0, len(names), BATCH))


# ------------------------------------------------------------------ shapes


@cache
def _screen() -> Screen:
    return Screen(load_shapes(), SUPERCLASSES)


def _shape_findings(graph: str, quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    # One graph at a time: each must stand on its own, and a place told in two articles is not told twice in one.
    with _calm():
        data, shapes = _as_rdflib(quads), load_shapes()
        _, report, _ = shacl_validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    for result in report.objects(None, SH.result):
        messages = sorted(str(m) for m in report.objects(result, SH.resultMessage))
        value = report.value(result, SH.value)
        severity = report.value(result, SH.resultSeverity)
        yield Finding(
            graph=graph,
            focus=_name(report.value(result, SH.focusNode)),
            rule=str(report.value(result, SH.sourceShape)),
            severity=next(name for name, node in SEVERITIES.items() if node == severity),
            message=messages[0] if messages else "",
            path=_plain(report.value(result, SH.resultPath)),
            value=value.n3() if isinstance(value, URIRef | rdflib.Literal) else "",
            component=_plain(report.value(result, SH.sourceConstraintComponent)),
        )


@contextmanager
def _calm() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: finding those is what we are here for."""
    log = logging.getLogger("rdflib.term")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def _name(node: rdflib.term.Node | None) -> str:
    return f"{BLANK}{node}" if isinstance(node, rdflib.BNode) else str(node)


def _plain(node: rdflib.term.Node | None) -> str:
    return str(node) if isinstance(node, URIRef) else ""


def _as_rdflib(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return `quads` as an rdflib graph, each node with the superclasses of its classes."""
    graph = rdflib.Graph()
    for quad in quads:
        subject, predicate = _rdflib_term(quad.subject), URIRef(quad.predicate.value)
        graph.add((subject, predicate, _rdflib_term(quad.object)))
        if predicate == RDF.type and isinstance(quad.object, ox.NamedNode):
            for above in SUPERCLASSES.get(quad.object.value, ()):
                graph.add((subject, RDF.type, URIRef(above)))
    return graph


def _rdflib_term(term: object) -> URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):  # never one of ours: the shapes say so
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"our graphs hold IRIs and literals only, not {term}")
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    # An xsd:string is written as a plain literal, as rdflib writes it; and nothing is normalised, or errors would hide.
    datatype = None if term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)
