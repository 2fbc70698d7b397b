"""The check queries: what lies between fields, which no shape can tell, as SPARQL under `queries/checks`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast, get_args

import pyoxigraph as ox

from kg import resources
from kg.errors import ResourceError
from kg.rdf import vocabulary_quads
from kg.terms import RDF, SKOS
from kg.validate.findings import CHECKS, Finding, Severity

# Check queries ask the vocabulary only for what exists and what the classes are, never for labels.
_OWL = "http://www.w3.org/2002/07/owl#"
_STRUCTURE = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", _OWL)
_CONCEPTS = (SKOS.Concept, SKOS.ConceptScheme)
# They look at every quad: they are asked only where a look at the names says that they will find something.
_OF_NAMES = frozenset({"unknown-term", "unknown-concept"})


class Answers(Protocol):
    """Something that answers SPARQL queries."""

    def query(self, text: str, /) -> object:
        """Run a query that only reads."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check query with its header."""

    name: str
    title: str
    problem: str
    severity: Severity
    fix: str
    text: str


@cache
def load_checks() -> tuple[Check, ...]:
    """Return the check queries under `queries/checks`, sorted by name."""
    return read_checks(resources.path("queries/checks"))


def read_checks(folder: Path) -> tuple[Check, ...]:
    """Read the check queries in `folder`; ResourceError names the file and what its header lacks."""
    return tuple(_read_check(file) for file in sorted(folder.glob("*.rq")))


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


def check_findings(held: Mapping[str, Sequence[ox.Quad]], *, sound: bool, vocabulary: str) -> Iterator[Finding]:
    """Yield what the check queries find in some graphs, given by name.

    `sound` says that all names of ours in them are known; `vocabulary` is the name of the graph that holds ours.
    """
    store = ox.Store()
    store.extend(_structure(vocabulary))
    for quads in held.values():
        store.extend(quads)
    for check in load_checks():
        if not (sound and check.name in _OF_NAMES):
            yield from (finding for finding in query_findings(store, check) if finding.graph in held)


def query_findings(source: Answers, check: Check) -> Iterator[Finding]:
    """Yield what one check query finds; ResourceError where it is not valid SPARQL."""
    try:
        rows = list(cast("ox.QuerySolutions", source.query(check.text)))
    except SyntaxError as error:
        raise ResourceError(f"queries/checks/{check.name}.rq:{error.lineno or 1}: not valid SPARQL: {error}") from error
    for row in rows:
        known = {name: row[name] for name in ("graph", "focus", "message")}
        path, value = (_optional(row, name) for name in ("path", "value"))
        yield Finding(
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


@cache
def _structure(graph: str) -> tuple[ox.Quad, ...]:
    name = ox.NamedNode(graph)
    return tuple(
        ox.Quad(q.subject, q.predicate, q.object, name)
        for q in vocabulary_quads()
        if q.predicate.value.startswith(_STRUCTURE)
    )


def is_known(names: Set[str]) -> bool:
    """Tell whether the ontology defines, or a scheme has, every name of ours."""
    return names <= _known_names()


@cache
def _known_names() -> frozenset[str]:
    """Return the terms that the ontology defines and the concepts of the schemes."""
    kinds = [
        (quad.subject.value, quad.object.value)
        for quad in _structure("urn:vocabulary")
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        if quad.predicate.value == RDF.type
    ]
    return frozenset(name for name, kind in kinds if kind.startswith(_OWL) or kind in _CONCEPTS)
