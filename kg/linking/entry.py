"""A place of a gazetteer, as the linker weighs it."""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_KM = 12742


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One place of a gazetteer: what it is called, where it lies, and its ids in other gazetteers."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    population: int = 0
    precision: str = "exact"
    level: int | None = None  # 1 for a first-level administrative unit, 2 for one below …
    geonames: int | None = None
    wikidata: str | None = None
    pcode: str | None = None
    links: tuple[str, ...] = ()
    within: tuple[str, ...] = ()  # names of the units it lies in, nearest first
    names: tuple[str, ...] = ()  # other spellings, where the gazetteer gives them
    part: int = 0  # 1 for a quarter or another part of a town
    gazetteer: str = ""  # the added gazetteer it is from; "" for what comes with the package


def kilometres(one: Entry, other: Entry) -> float:
    """Return the great-circle distance of two entries."""
    lat1, lon1, lat2, lon2 = (math.radians(v) for v in (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
