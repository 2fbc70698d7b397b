"""Words what is wrong with a graph, and writes a SHACL report: the one place that knows pyshacl and rdflib.

Both take as long to load as reading an article: it is imported only where something is wrong, or a report is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from typing import cast

import pyoxigraph as ox
import rdflib
from pyshacl import validate as shacl_validate
from rdflib import RDF, SH, XSD, URIRef

from kg import resources
from kg.ids import DATA, digest, iri
from kg.terms import PREFIXES, SUPERCLASSES
from kg.validate.findings import CHECKS, SHAPES, Finding, Severity

BLANK = "urn:blank:"  # stands before the label of a blank node, which cannot be named
_SEVERITIES: dict[Severity, URIRef] = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}


@cache
def shapes_graph() -> rdflib.Graph:
    """Return all shapes under `shapes/` as one graph."""
    graph = rdflib.Graph()
    for file in sorted(resources.path("shapes").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def shape_findings(graph: str, quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Yield what the shapes find wrong with one graph."""
    # One graph at a time: each must stand on its own, and a place told in two articles is not told twice in one.
    with _calm():
        data, shapes = as_rdflib(quads), shapes_graph()
        _, report, _ = shacl_validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    for result in report.objects(None, SH.result):
        messages = sorted(str(m) for m in report.objects(result, SH.resultMessage))
        value = report.value(result, SH.value)
        severity = report.value(result, SH.resultSeverity)
        yield Finding(
            graph=graph,
            focus=_name(report.value(result, SH.focusNode)),
            rule=str(report.value(result, SH.sourceShape)),
            severity=next(name for name, node in _SEVERITIES.items() if node == severity),
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


def as_rdflib(quads: Iterable[ox.Quad]) -> rdflib.Graph:
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


def to_turtle(findings: Sequence[Finding], *, base: str = DATA) -> str:
    """Return the findings as a `sh:ValidationReport` in Turtle; its nodes have hashed IRIs, none is blank."""
    graph = rdflib.Graph()
    nodes = [(URIRef(iri("validation-result", digest(*asdict(f).values()), base=base)), f) for f in findings]
    report = URIRef(iri("validation-report", digest(*(node for node, _ in nodes)), base=base))
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, rdflib.Literal(not findings)))
    for node, finding in nodes:
        graph.add((report, SH.result, node))
        for predicate, term in _result(finding):
            graph.add((node, predicate, term))
    for prefix, namespace in sorted({**PREFIXES, "sh": str(SH), "shape": SHAPES, "check": CHECKS}.items()):
        graph.bind(prefix, namespace, replace=True)
    return graph.serialize(format="turtle")


def _result(finding: Finding) -> Iterator[tuple[URIRef, URIRef | rdflib.Literal]]:
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, URIRef(finding.focus)
    yield SH.resultSeverity, _SEVERITIES[finding.severity]
    yield SH.resultMessage, rdflib.Literal(finding.message, lang="en")
    yield SH.sourceShape, URIRef(finding.rule)
    yield SH.sourceConstraintComponent, URIRef(finding.component)
    if finding.path:
        yield SH.resultPath, URIRef(finding.path)
    if finding.value:
        yield SH.value, cast("URIRef | rdflib.Literal", rdflib.util.from_n3(finding.value))
    yield URIRef(PREFIXES["prov"] + "wasDerivedFrom"), URIRef(finding.graph)
