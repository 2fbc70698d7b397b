"""Places a name made of two towns, "the Taftanaz-Binnish road", between them where they are neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg import lexicon
from kg.ids import fold
from kg.linking.entry import Entry, kilometres
from kg.linking.names import articles
from kg.model import Candidate

# Towns further apart are no neighbours: what lies between them may be anywhere.
NEIGHBOURS_KM = 30.0
# What an entry needs to be one of two neighbours; a name has at least so many letters.
BELIEVED, LETTERS = 0.9, 3
_JOINT = re.compile(r"\s?[-–/]\s?")
Resolve = Callable[[str], tuple[Entry | None, tuple[Candidate, ...]]]


def between(name: str, resolve: Resolve) -> Entry | None:
    """Return the place between the two towns that a name is made of, None where it is not made so."""
    found = [pair for one, other in _halves(name) for pair in _neighbours(resolve(one), resolve(other))]
    if len(found) != 1:
        return None
    one, other = found[0]
    middle = replace(one, lat=(one.lat + other.lat) / 2, lon=(one.lon + other.lon) / 2)
    return replace(middle, id=f"{one.id}-{other.id}", name=name, precision="near", population=0)


def _halves(name: str) -> Iterator[tuple[str, str]]:
    """Yield the two names that a name may be joined from: not "Al" and "Bab"."""
    words = name.split()
    if len(words) > 1 and fold(words[-1]) in _ways():
        name = " ".join(words[:-1])
    for joint in _JOINT.finditer(name):
        one, other = name[: joint.start()].strip(), name[joint.end() :].strip()
        last = fold(one).split()[-1:]
        if min(len(one), len(other)) >= LETTERS and other[:1].isupper() and not articles() & {*last}:
            yield one, other


def _ways() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("place_words") if row["order"] == "after")


def _neighbours(
    one: tuple[Entry | None, tuple[Candidate, ...]], other: tuple[Entry | None, tuple[Candidate, ...]]
) -> list[tuple[Entry, Entry]]:
    """Return the pairs of neighbours among what two names may be."""
    pairs = [(a, b) for a in _believed(*one) for b in _believed(*other) if a.id != b.id]
    return [(a, b) for a, b in pairs if kilometres(a, b) <= NEIGHBOURS_KM]


def _believed(entry: Entry | None, candidates: tuple[Candidate, ...]) -> list[Entry]:
    if entry is not None:
        return [entry] if entry.precision == "exact" else []
    held = [c for c in candidates if c.score >= BELIEVED and c.lat is not None and c.lon is not None]
    return [Entry(id=c.id, name=c.name, country="", lat=c.lat or 0.0, lon=c.lon or 0.0) for c in held]
