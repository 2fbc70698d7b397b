"""How far from its point a place may lie: a hospital in a metropolis lies further from its middle than elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace

from kg import lexicon
from kg.linking.entry import Entry
from kg.linking.known import country_radii
from kg.model import Place

# People on a square kilometre of a city, as a rule; what is built for so many is taken for round.
DENSITY = 5_000


def radius(entry: Entry, precision: str) -> float | None:
    """Return how far from its point what is told of a town may lie, None where its precision says it well enough."""
    if entry.precision != "exact" or entry.population <= 0:
        return None
    rules = lexicon.radii()
    city = round(math.sqrt(entry.population / (DENSITY * math.pi)), 1)
    # "Near X" lies beyond where X ends.
    own = city + rules["near"] - rules["exact"] if precision == "near" else city
    return own if own > rules[precision] else None


def middle(place: Place) -> Place:
    """Return a country, or a part of one that is told by direction, at its middle, for maps that want a point."""
    if place.lat is not None or place.country not in lexicon.country_points() or place.id is None:
        return place
    lat, lon = lexicon.country_points()[place.country]
    return replace(place, lat=lat, lon=lon, radius_km=country_radii().get(place.country))
