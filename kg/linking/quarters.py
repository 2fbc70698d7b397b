"""Puts quarters, streets and squares that no gazetteer has into the town that the text speaks of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg import lexicon
from kg.ids import fold, slug
from kg.model import Place

# A quarter belongs to the city named in its sentence, else to the last one named before, at most so far back; a street
# or a square may be anywhere, so only its own sentence tells.
FAR_BACK = 800
_SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"'“‘(]*[A-Z])|\n+|={2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class City:
    """A city as resolved, and where the text names it."""

    place: Place
    at: int


@cache
def _part_words() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("place_words") if row["scale"] == "part")


def names_part(name: str) -> bool:
    """Tell whether a name says itself that it is part of a town: "Nile Street", "Republic Square"."""
    words = fold(name).split()
    return len(words) > 1 and words[-1] in _part_words()


def in_its_town(place: Place, at: int, cities: Iterable[City], text: str) -> Place:
    """Return a quarter near its town, with an id of its own; as it is where the text names none or several."""
    known = list(cities)
    held = {fold(name) for name in place.within}
    towns = _by_id(city for city in known if fold(city.place.name) in held)
    if not towns and not held:
        towns = _of_the_passage(at, known, text, back=0 if place.precision != "exact" else FAR_BACK)
    if len(towns) != 1:
        return place
    (town,) = towns.values()
    own = f"{town.id}-{slug(place.name)}"
    return replace(place, id=own, lat=town.lat, lon=town.lon, precision="near", country=town.country)


def _by_id(cities: Iterable[City]) -> Mapping[str | None, Place]:
    return {city.place.id: city.place for city in cities}


@lru_cache(maxsize=4)
def _sentences(text: str) -> list[int]:
    """Return where the sentences of a text begin, and one past its end."""
    return [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text) + 1]


def _of_the_passage(at: int, cities: list[City], text: str, *, back: int) -> Mapping[str | None, Place]:
    """Return the cities of the nearest sentence that names any, from that of `at` backwards."""
    bounds = _sentences(text)
    number = bisect_right(bounds, at) - 1
    for i in range(number, -1, -1):
        if i < number and at - bounds[i + 1] >= back:
            break
        if found := _by_id(city for city in cities if bounds[i] <= city.at < bounds[i + 1]):
            return found
    return {}
