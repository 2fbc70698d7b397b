"""Checks graphs: SHACL shapes for each node, check queries for what lies between fields, in one report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol, cast

import pyoxigraph as ox

from kg.ids import DATA
from kg.rdf import vocabulary_graph
from kg.rdf.inference import inferred_graph
from kg.terms import SUPERCLASSES
from kg.validate.checks import Answers, Check, check_findings, is_known, load_checks, query_findings, read_checks
from kg.validate.findings import (
    CHECKS,
    SHAPES,
    Finding,
    Severity,
    exit_code,
    to_json,
    to_table,
)
from kg.validate.screen import Screen
from kg.validate.shapes import load_shapes

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
    "read_checks",
    "to_json",
    "to_table",
    "validate",
]

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
    found: set[Finding] = set()
    sound = True
    for name, quads in held.items():
        content = _screen().read(quads)
        sound = sound and content is not None and is_known(content.names)
        if content is None or not _screen().passes(content):
            from kg.validate.engine import shape_findings  # most articles have nothing that it would have to word

            found.update(shape_findings(name, quads))
    found.update(check_findings(held, sound=sound, vocabulary=vocabulary_graph(base=base)))
    return sorted(found)


def check_endpoint(elsewhere: Answers) -> list[Finding]:
    """Return what the check queries find in a store elsewhere, sorted; the shapes need the graph itself."""
    return sorted({finding for check in load_checks() for finding in query_findings(elsewhere, check)})


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


@cache
def _screen() -> Screen:
    return Screen(load_shapes(), SUPERCLASSES)
