"""Judges which entries of another collection are a place: by a number both have, else by name and distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.linking.entry import Entry, kilometres
from kg.linking.names import CLEAR, SAME_SOUND, compare

# Two entries of one name this near are the same place; a little further apart they are close to each other.
SAME_KM, CLOSE_KM = 2.0, 10.0
# One entry is chosen only if it leads the next by this much.
LEAD = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A place of ours, as it is compared."""

    names: tuple[str, ...]
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An entry that another collection offers."""

    address: str
    names: tuple[str, ...]
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """An entry that was offered, with how well it fits."""

    found: Found
    score: float
    method: str
    why: str
    accepted: bool = False
    exact: bool = False


def judge(place: Known, offered: Sequence[Found]) -> list[Judged]:
    """Return all entries offered, the best first; at most one is accepted, none where two fit alike."""
    numbered = [found for found in offered if place.geonames is not None and found.geonames == place.geonames]
    judged = sorted((_weigh(place, found) for found in offered), key=lambda j: (-j.score, j.found.address))
    if numbered:
        chosen = numbered[0].address if len(numbered) == 1 else None
        return [_by_number(j, j.found in numbered, chosen) for j in judged]
    if not judged or (len(judged) > 1 and judged[0].score - judged[1].score < LEAD):
        return judged
    return [_settled(place, judged[0]), *judged[1:]]


def _by_number(judged: Judged, same: bool, chosen: str | None) -> Judged:
    accepted = same and judged.found.address == chosen
    score, why = (1.0, "the same number in GeoNames") if same else (judged.score, judged.why)
    method = "GeoNames number" if same else judged.method
    return Judged(found=judged.found, score=score, method=method, why=why, accepted=accepted, exact=accepted)


def _weigh(place: Known, found: Found) -> Judged:
    best = max((compare(one, other) for one in place.names for other in found.names), key=lambda m: m.score)
    km = _apart(place, found)
    # Beyond a few kilometres the name alone decides less and less; without points it decides little.
    near = 0.5 if km is None else max(0.0, 1 - km / (3 * CLOSE_KM))
    told = "no distance" if km is None else f"{km:.1f} km apart"
    return Judged(found=found, score=round(best.score * near, 3), method="name and distance", why=f"{best}; {told}")


def _apart(place: Known, found: Found) -> float | None:
    if place.lat is None or place.lon is None or found.lat is None or found.lon is None:
        return None
    one, other = (
        Entry(id="", name="", country="", lat=lat, lon=lon)
        for lat, lon in ((place.lat, place.lon), (found.lat, found.lon))
    )
    return kilometres(one, other)


def _settled(place: Known, judged: Judged) -> Judged:
    """Return the best entry as accepted where name and distance allow: exactly, or as close only."""
    name = max(compare(one, other).score for one in place.names for other in judged.found.names)
    km = _apart(place, judged.found)
    contradicted = None not in (place.geonames, judged.found.geonames) and place.geonames != judged.found.geonames
    accepted = km is not None and km <= CLOSE_KM and name >= CLEAR and not contradicted
    exact = accepted and km is not None and km <= SAME_KM and name >= SAME_SOUND
    return Judged(
        found=judged.found,
        score=judged.score,
        method=judged.method,
        why=judged.why,
        accepted=accepted,
        exact=exact,
    )
