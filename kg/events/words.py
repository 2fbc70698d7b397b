"""The data files of linking: weights with their reasons, families of event types, words of place names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path

from kg import lexicon, resources
from kg.errors import ResourceError
from kg.ids import digest

_COLUMNS = ("comparison", "level", "condition", "m", "u", "reason")


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One way in which two tellings agree or differ: how often it is met among tellings of one event, and of two."""

    name: str
    condition: str  # SQL over the columns of `kg.events.features`; "" for all that is left
    m: float
    u: float

    @property
    def weight(self) -> float:
        """What it speaks for (above 0) or against (below), in bits."""
        return log2(self.m / self.u)


def _table(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    return lexicon.read_table(resources.path("ontology/events") / f"{name}.tsv", columns=columns)


@cache
def comparisons() -> dict[str, tuple[Level, ...]]:
    """Return the levels of each comparison, in the order in which they are tried."""
    out: dict[str, list[Level]] = {}
    for row in _table("weights", _COLUMNS):
        try:
            m, u = float(row["m"]), float(row["u"])
        except ValueError as error:
            raise ResourceError(f"ontology/events/weights.tsv: {row['comparison']} {row['level']}: {error}") from error
        if not (0 < m <= 1 and 0 < u <= 1):
            raise ResourceError(f"ontology/events/weights.tsv: {row['comparison']} {row['level']}: m and u are shares")
        out.setdefault(row["comparison"], []).append(Level(name=row["level"], condition=row["condition"], m=m, u=u))
    return {name: tuple(levels) for name, levels in out.items()}


@cache
def thresholds() -> dict[str, float]:
    """Return the settings: the prior and from which score on a pair is kept, listed for review, linked."""
    return {row["name"]: float(row["value"]) for row in _table("settings", ("name", "value", "reason"))}


@cache
def lineages() -> dict[str, tuple[str, ...]]:
    """Return the steps from the general to the particular for each event type."""
    return {row["type"]: tuple(row["lineage"].split()) for row in _table("families", ("type", "lineage"))}


@cache
def place_words() -> dict[str, str]:
    """Return the words that are no part of a place's own name, and their kind."""
    return {row["word"]: row["kind"] for row in _table("place_words", ("word", "kind"))}


@cache
def linking_hash() -> str:
    """Return one hash over all data and code of linking: with other weights every pair is compared anew."""
    files = [*resources.path("ontology/events").glob("*.tsv"), *Path(__file__).parent.glob("*.py")]
    return digest(*(f"{f.name}\n{f.read_text(encoding='utf-8')}" for f in sorted(files, key=lambda f: f.name)))
