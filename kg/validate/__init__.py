"""Checks graphs: SHACL shapes for each node, check queries for what lies between fields, in one report."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, cast, get_args

import pyoxigraph as ox
import rdflib
from pyshacl import validate as shacl_validate
from rdflib import RDF, SH, XSD, URIRef

from kg import resources
from kg.errors import ResourceError
from kg.ids import DATA, digest, iri
from kg.rdf import vocabulary_graph, vocabulary_quads
from kg.rdf.inference import inferred_graph
from kg.terms import PREFIXES, SUPERCLASSES
from kg.validate.screen import Screen

Severity = Literal["violation", "warning", "info"]

SHAPES = "https://w3id.org/conflict-kg/shape/"
CHECKS = "https://w3id.org/conflict-kg/check/"
BLANK = "urn:blank:"  # stands before the label of a blank node, which cannot be named
_SEVERITIES: dict[Severity, URIRef] = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
# Check queries ask the vocabulary only for what exists and what the classes are, never for labels.
_STRUCTURE = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2002/07/owl#")
# Graphs that are checked at a time: bounds memory (about 1 kB a quad) while each query still pays its way.
BATCH = 500


class HasRaw(Protocol):
    """A store of ours: what it wraps is a pyoxigraph store."""

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store."""
        ...


class Answers(Protocol):
    """Something that answers SPARQL queries."""

    def query(self, text: str, /) -> object:
        """Run a query that only reads."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """One validation result: what is wrong with which node of which graph, and which shape or check says so."""

    graph: str
    focus: str
    rule: str  # IRI of the shape or check
    severity: Severity
    message: str
    path: str = ""  # IRI of the property, empty where it is none
    value: str = ""  # the offending term in N-Triples, empty where there is none
    fix: str = ""
    component: str = str(SH.SPARQLConstraintComponent)  # the kind of constraint, as SHACL names it


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check query with its header."""

    name: str
    title: str
    problem: str
    severity: Severity
    fix: str
    text: str


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
    found = set(_check_findings(held, vocabulary_graph(base=base)))
    for name, quads in held.items():
        if not _screen().passes(quads):
            found.update(_shape_findings(name, quads))
    return sorted(found)


def check_endpoint(elsewhere: Answers) -> list[Finding]:
    """Return what the check queries find in a store elsewhere, sorted; the shapes need the graph itself."""
    return sorted({_check_finding(check, row) for check in load_checks() for row in _solutions(elsewhere, check)})


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 where there is a violation, else 0: warnings and remarks do not fail."""
    return int(any(finding.severity == "violation" for finding in findings))


@cache
def load_checks() -> tuple[Check, ...]:
    """Return the check queries under `queries/checks`, sorted by name."""
    return read_checks(resources.path("queries/checks"))


def read_checks(folder: Path) -> tuple[Check, ...]:
    """Read the check queries in `folder`; ResourceError names the file and what its header lacks."""
    return tuple(_read_check(file) for file in sorted(folder.glob("*.rq")))


@cache
def load_shapes() -> rdflib.Graph:
    """Return all shapes under `shapes/` as one graph."""
    graph = rdflib.Graph()
    for file in sorted(resources.path("shapes").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def _read_check(file: Path) -> Check:
    text = file.read_text(encoding="utf-8")
    lines = [line.removeprefix("#+ ").partition(": ") for line in text.splitlines() if line.startswith("#+ ")]
    header = {key: value.strip() for key, _, value in lines}
    missing = [key for key in ("title", "problem", "severity", "fix") if not header.get(key)]
    if missing:
        raise ResourceError(f"{file}:1: the '#+' header lacks {', '.join(missing)}")
    if header["severity"] not in get_args(Severity):
        raise ResourceError(f"{file}:1: severity '{header['severity']}' is none of {', '.join(get_args(Severity))}")
    return Check(
        name=file.stem,
        title=header["title"],
        problem=header["problem"],
        severity=cast(Severity, header["severity"]),
        fix=header["fix"],
        text=text,
    )


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


# ------------------------------------------------------------------ checks


@cache
def _structure(graph: str) -> tuple[ox.Quad, ...]:
    name = ox.NamedNode(graph)
    return tuple(
        ox.Quad(q.subject, q.predicate, q.object, name)
        for q in vocabulary_quads()
        if q.predicate.value.startswith(_STRUCTURE)
    )


def _check_findings(held: Mapping[str, Sequence[ox.Quad]], vocabulary: str) -> Iterator[Finding]:
    store = ox.Store()
    store.extend(_structure(vocabulary))
    for quads in held.values():
        store.extend(quads)
    for check in load_checks():
        for row in _solutions(store, check):
            finding = _check_finding(check, row)
            if finding.graph in held:
                yield finding


def _solutions(store: ox.Store | Answers, check: Check) -> list[ox.QuerySolution]:
    try:
        return list(cast("ox.QuerySolutions", store.query(check.text)))
    except SyntaxError as error:
        raise ResourceError(f"queries/checks/{check.name}.rq:{error.lineno or 1}: not valid SPARQL: {error}") from error


def _check_finding(check: Check, row: ox.QuerySolution) -> Finding:
    known = {name: row[name] for name in ("graph", "focus", "message")}
    path, value = (_optional(row, name) for name in ("path", "value"))
    return Finding(
        graph=known["graph"].value,
        focus=known["focus"].value,
        rule=CHECKS + check.name,
        severity=check.severity,
        message=known["message"].value,
        path=path.value if isinstance(path, ox.NamedNode) else "",
        value=str(value) if value is not None else "",
        fix=check.fix,
    )


def _optional(row: ox.QuerySolution, name: str) -> object:
    try:
        return row[name]
    except KeyError:
        return None


# ------------------------------------------------------------------ output


def to_table(findings: Sequence[Finding], *, limit: int | None = None) -> str:
    """Return the findings as text, the gravest first, and a line that counts them; `limit` cuts the rows."""
    order = list(_SEVERITIES)
    rows = sorted(findings, key=lambda f: (order.index(f.severity), f))
    shown = rows if limit is None else rows[:limit]
    cells = [(f.severity, _short(f.focus), _short(f.rule), _with_value(f)) for f in shown]
    widths = [max((len(row[i]) for row in cells), default=0) for i in range(3)]
    lines = ["  ".join((*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[3])) for row in cells]
    if len(shown) < len(rows):
        lines.append(f"… and {len(rows) - len(shown)} more")
    counts = Counter(f.severity for f in findings)
    lines.append(", ".join(f"{counts[s]} {s}{'' if counts[s] == 1 or s == 'info' else 's'}" for s in order))
    return "\n".join(lines) + "\n"


def _with_value(finding: Finding) -> str:
    # A literal is shown without quotes and datatype, an IRI without brackets.
    value = finding.value.rpartition('"')[0].removeprefix('"') or _short(finding.value.strip("<>"))
    shown = value if len(value) <= 60 else value[:59] + "…"
    return f"{finding.message} [{shown}]" if shown else finding.message


def _short(name: str) -> str:
    for prefix, namespace in (("", DATA), ("", SHAPES), ("", CHECKS), *((f"{p}:", ns) for p, ns in PREFIXES.items())):
        if name.startswith(namespace):
            return prefix + name.removeprefix(namespace)
    return name


def to_json(findings: Sequence[Finding]) -> str:
    """Return the findings as one JSON object with `conforms`, the counts and each finding."""
    counts = Counter(f.severity for f in findings)
    body = {
        "conforms": not findings,
        "counts": {severity: counts[severity] for severity in _SEVERITIES},
        "findings": [{key: value for key, value in asdict(f).items() if value} for f in findings],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


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
