"""Puts quarters, streets and squares that no gazetteer has into the town that the text speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from kg import lexicon
from kg.ids import fold, slug
from kg.model import Place

# A quarter belongs to the city named in its sentence, else to the last one named before, at most so far back; a street
# or a square may be anywhere, so only its own sentence tells.
FAR_BACK = 800
_SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"'“‘(]*[A-Z])|\n+|={2,}")


class Cities:
    """The cities of an article as resolved, and where its text names them."""

    def __init__(self, named: Iterable[tuple[int, Place]]) -> None:
        self._named = sorted(named, key=lambda pair: pair[0])
        self._at = [at for at, _ in self._named]
        self._called: dict[str, dict[str | None, Place]] = {}
        for _, place in self._named:
            self._called.setdefault(fold(place.name), {})[place.id] = place

    def called(self, names: Iterable[str]) -> dict[str | None, Place]:
        """Return the cities with one of the names, by id."""
        return {key: place for name in names for key, place in self._called.get(fold(name), {}).items()}

    def between(self, start: int, end: int) -> dict[str | None, Place]:
        """Return the cities that a stretch of the text names, by id."""
        held = self._named[bisect_left(self._at, start) : bisect_left(self._at, end)]
        return {place.id: place for _, place in held}


@cache
def _part_words() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("place_words") if row["scale"] == "part")


def names_part(name: str) -> bool:
    """Tell whether a name says itself that it is part of a town: "Nile Street", "Republic Square"."""
    words = fold(name).split()
    return len(words) > 1 and words[-1] in _part_words()


def in_its_town(place: Place, at: int, cities: Cities, text: str) -> Place:
    """Return a quarter near its town, with an id of its own; as it is where the text names none or several."""
    towns = cities.called(place.within)
    if not towns and not place.within:
        towns = _of_the_passage(at, cities, text, back=0 if place.precision != "exact" else FAR_BACK)
    if len(towns) != 1:
        return place
    (town,) = towns.values()
    own = f"{town.id}-{slug(place.name)}"
    return replace(
        place, id=own, lat=town.lat, lon=town.lon, precision="near", radius_km=_whole(town), country=town.country
    )


def _whole(town: Place) -> float | None:
    """Return a radius that holds a whole town, None where that of any place nearby does."""
    return town.radius_km if town.radius_km is not None and town.radius_km > lexicon.radii()["near"] else None


@lru_cache(maxsize=4)
def _sentences(text: str) -> list[int]:
    """Return where the sentences of a text begin, and one past its end."""
    return [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text) + 1]


def _of_the_passage(at: int, cities: Cities, text: str, *, back: int) -> dict[str | None, Place]:
    """Return the cities of the nearest sentence that names any, from that of `at` backwards."""
    bounds = _sentences(text)
    number = bisect_right(bounds, at) - 1
    for i in range(number, -1, -1):
        if i < number and at - bounds[i + 1] >= back:
            break
        if found := cities.between(bounds[i], bounds[i + 1]):
            return found
    return {}
