"""What validation finds, as a table and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from kg.ids import DATA
from kg.terms import PREFIXES
from kg.validate.shapes import SH

Severity = Literal["violation", "warning", "info"]

SHAPES = "https://w3id.org/conflict-kg/shape/"
CHECKS = "https://w3id.org/conflict-kg/check/"
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # the gravest first


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
    component: str = f"{SH}SPARQLConstraintComponent"  # the kind of constraint, as SHACL names it


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 where there is a violation, else 0: warnings and remarks do not fail."""
    return int(any(finding.severity == "violation" for finding in findings))


def to_table(findings: Sequence[Finding], *, limit: int | None = None) -> str:
    """Return the findings as text, the gravest first, and a line that counts them; `limit` cuts the rows."""
    rows = sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f))
    shown = rows if limit is None else rows[:limit]
    cells = [(f.severity, _short(f.focus), _short(f.rule), _with_value(f)) for f in shown]
    widths = [max((len(row[i]) for row in cells), default=0) for i in range(3)]
    lines = ["  ".join((*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[3])) for row in cells]
    if len(shown) < len(rows):
        lines.append(f"… and {len(rows) - len(shown)} more")
    counts = Counter(f.severity for f in findings)
    lines.append(", ".join(f"{counts[s]} {s}{'' if counts[s] == 1 or s == 'info' else 's'}" for s in SEVERITIES))
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
