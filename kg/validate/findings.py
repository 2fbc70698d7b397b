"""What validation finds, as a table, as JSON and as a SHACL report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, cast

import rdflib
from rdflib import RDF, SH, URIRef

from kg.ids import DATA, digest, iri
from kg.terms import PREFIXES

Severity = Literal["violation", "warning", "info"]

SHAPES = "https://w3id.org/conflict-kg/shape/"
CHECKS = "https://w3id.org/conflict-kg/check/"
SEVERITIES: dict[Severity, URIRef] = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}


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


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 where there is a violation, else 0: warnings and remarks do not fail."""
    return int(any(finding.severity == "violation" for finding in findings))


def to_table(findings: Sequence[Finding], *, limit: int | None = None) -> str:
    """Return the findings as text, the gravest first, and a line that counts them; `limit` cuts the rows."""
    order = list(SEVERITIES)
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
        "counts": {severity: counts[severity] for severity in SEVERITIES},
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
    yield SH.resultSeverity, SEVERITIES[finding.severity]
    yield SH.resultMessage, rdflib.Literal(finding.message, lang="en")
    yield SH.sourceShape, URIRef(finding.rule)
    yield SH.sourceConstraintComponent, URIRef(finding.component)
    if finding.path:
        yield SH.resultPath, URIRef(finding.path)
    if finding.value:
        yield SH.value, cast("URIRef | rdflib.Literal", rdflib.util.from_n3(finding.value))
    yield URIRef(PREFIXES["prov"] + "wasDerivedFrom"), URIRef(finding.graph)
