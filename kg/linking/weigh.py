"""Weighs what speaks for an entry: its name, the article's countries and other places, its size and its kind.

A perfect match in context scores about 2; every part is kept, so a choice can be explained.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.ids import fold
from kg.linking.entry import Entry, kilometres
from kg.linking.known import by_name, capitals, countries, country_codes
from kg.linking.names import CLEAR, CLOSE, Match, compare, plain, sound
from kg.linking.sides import Side, fit
from kg.model import Place

# A province's middle is at most about this far from the town that it is named after; a large state reaches further.
AREA_KM, STATE_KM = 160.0, 600.0
# A village goes with the places around it, a quarter or a name known by ear with its town; further away: a namesake.
SMALL, SMALL_KM, HEARD_KM, PART_KM = 50_000, 120.0, 50.0, 20.0
# A town is known further than a village.
TOWN = 10_000
LARGE = 300_000
# How much more than its share a difference in spelling counts: two thirds of the letters are no name.
STEEP = 2.0
# A city so many times larger outshines a town of its name, by so much, unless places near the town are named.
OUTSHINES, OUTSHONE, BESIDE_IT, HAMLET = 20, 0.3, 0.1, 2_000
# What a town is worth more, and how far it lies at most from the middle of the district that is named after it.
SEAT, SEAT_KM = 0.2, 30.0
# What the name of a province far from there takes off.
ELSEWHERE_TOLD = 1.0
# What a town is worth more where no area has the name that is told as one.
ONLY = 0.3
# An article is about a country that has this much weight.
SURE = 0.3
# What a province named in the article speaks for, or against, a place.
UNIT = 0.05
# Places named within so many characters of each other are told together, and pull more than the article's others.
BESIDE, NEAR, ELSEWHERE, NEAR_KM = 150, 0.4, 0.3, 60.0
# A part of a city is told within so many characters of its name.
PASSAGE = 100
# What it speaks for a place to lie on the side that the text tells, and against it to lie on another.
THERE, NOT_THERE = 0.2, 0.4


Above = Callable[[Entry], tuple[Entry, ...]]


def no_units(entry: Entry) -> tuple[Entry, ...]:
    """Return no unit, for a context that knows of none."""
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A place already known, and where the text names it."""

    entry: Entry
    at: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What the article says about where it plays: weight of each country, points already known, typed names."""

    weights: Mapping[str, float]
    anchors: tuple[Anchor, ...]
    typed_admin: frozenset[str]
    typed_town: frozenset[str]
    units: frozenset[str] = frozenset()  # ids of the first-level units that the article names
    above: Above = no_units  # the units that an entry lies in, nearest first
    settled: Mapping[str, Entry] = field(default_factory=dict)  # the town that a name stands for elsewhere in the text

    @property
    def codes(self) -> tuple[str, ...]:
        """The one or two countries that small towns are looked up in, heaviest first."""
        ranked = sorted(self.weights, key=lambda code: (-self.weights[code], code))
        return tuple(ranked[:1] + [code for code in ranked[1:2] if self.weights[code] >= 0.3])


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A place as told, with what its words say beside the name."""

    place: Place
    at: tuple[int, ...] = ()  # where the text names it
    level: int | None = None
    part: bool = False
    held: str | None = None  # the country that the text puts it in
    sides: tuple[Side, ...] = ()  # where it lies from places named beside it
    corner: tuple[str, float] | None = None  # the country and the direction of the part of it that it is put in
    among_units: bool = False  # listed with provinces
    around: bool = False  # what surrounds a town is told ("outskirts of X"), not a unit of that name


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """An entry with its score and the parts of it."""

    entry: Entry
    match: Match
    parts: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The sum of the parts."""
        return sum(value for _, value in self.parts)

    @property
    def why(self) -> str:
        """The parts in words: "SY; sound 0.96 …; country +0.67; near +0.21"."""
        told = (f"{name} {value:+.2f}" for name, value in self.parts if value)
        return "; ".join([self.entry.country, str(self.match), *told])


def weigh(entry: Entry, match: Match, told: Told, context: Context) -> Weighed | None:
    """Return an entry with what speaks for and against it, None where the text puts the place elsewhere."""
    if told.held and entry.country != told.held:
        return None
    weight = context.weights.get(entry.country, 0.0)
    if (told.part or is_area(entry)) and match.score < CLEAR:
        return None  # by ear, quarters and districts sound like villages all over the country
    name = 1 - STEEP * (1 - match.score)
    within = _within(entry, told.place, context)
    parts = (
        ("name", name * 0.5),
        ("country", name * (min(0.7, weight * 1.4) + (0.3 if told.held else 0.0))),
        ("size", _size(entry)),
        ("renown", _renown(entry, told, weight)),
        ("near", _near(entry, told, context) if weight else 0.0),
        ("kind", _kind(entry, told, context)),
        ("within", within),
        ("unit", _unit(entry, context)),
        ("side", _on_side(entry, told, context)),
        ("same", _as_settled(entry, told, context) if within <= 0 else 0.0),
        ("far", -_far(entry, match, told, context)),
    )
    return Weighed(entry=entry, match=match, parts=tuple((name, round(value, 3)) for name, value in parts))


def is_area(entry: Entry) -> bool:
    """Tell whether an entry is an area or administrative unit, not a settlement."""
    return entry.precision in ("admin", "area")


def rank(entry: Entry) -> int:
    """Return the administrative level of an entry, 0 for a settlement."""
    return (entry.level or 1) if is_area(entry) else 0


def _renown(entry: Entry, told: Told, weight: float) -> float:
    """Believe a large city or a part of the world where the article says nothing of its country."""
    if weight == 0 and plain(entry.name) != plain(told.place.name) and not is_area(entry):
        return -0.1  # a name that few call it by
    if weight < SURE and not is_area(entry) and compare(entry.name, told.place.name).score < CLOSE:
        return -0.2  # a by-name, in an article that is not about its country
    known = entry.population >= LARGE or not entry.country
    return max(0.0, 0.3 - min(0.7, weight * 1.4)) if known else 0.0


def _size(entry: Entry) -> float:
    return 0.35 if is_area(entry) else min(0.65, math.log10(entry.population + 1) ** 2 / 80)


def _near(entry: Entry, told: Told, context: Context) -> float:
    """Weigh how near the article's other places lie, most of all those named in the same breath."""
    best = 0.0
    for anchor in context.anchors:
        reach = math.exp(-kilometres(entry, anchor.entry) / NEAR_KM)
        if best < NEAR * reach:  # else it could not pull more, wherever it is named
            best = max(best, reach * (NEAR if _beside(told, anchor) else ELSEWHERE))
    return best


def _beside(told: Told, anchor: Anchor) -> bool:
    return any(abs(one - other) <= BESIDE for one in told.at for other in anchor.at)


def _kind(entry: Entry, told: Told, context: Context) -> float:
    """Prefer an area for "X province" and "southern X", a town for "X city", else as the article types X elsewhere."""
    # Of units of one name the larger is meant, unless the text says "district".
    level = rank(entry)
    suits = -0.03 * level if told.level is None else 0.2 if told.level == level else -0.1
    if told.around:
        return 0.0 if is_area(entry) else 0.2
    if told.part and entry.part:
        return 0.3
    if told.among_units:
        return 0.4 if entry in known_areas(told.place.name) else 0.0
    if told.place.precision in ("admin", "area"):
        return 0.5 + suits if is_area(entry) else -0.4
    if told.place.precision in ("exact", "near"):
        return -0.6 if is_area(entry) else 0.2 - 0.4 * entry.part
    if entry.part:
        return -0.1
    key = plain(told.place.name)
    if key in context.typed_admin and key not in context.typed_town:
        return 0.5 + suits if is_area(entry) else -0.2
    if _is_capital(entry) and any(unit.country == entry.country for unit in known_areas(told.place.name)):
        return 0.3  # "Washington" before the state of the name
    # A state or province that the world knows goes before a small town of its name.
    return 0.1 if not is_area(entry) else 0.2 if entry in known_areas(told.place.name) else -0.1 + min(0.0, suits)


def _is_capital(entry: Entry) -> bool:
    return entry.precision == "exact" and entry.population >= LARGE and capitals().get(entry.country) == entry.name


def outshone(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Return the candidates with less for towns of which a far larger city has the name, unless the text is near."""
    largest = max((w.entry for w in weighed if not is_area(w.entry)), key=lambda e: e.population, default=None)
    units = any(rank(w.entry) == 1 and not w.entry.gazetteer for w in weighed)
    if largest is None:
        return list(weighed)
    return [replace(w, parts=(*w.parts, ("small", -OUTSHONE))) if _is_dim(w, largest, units) else w for w in weighed]


def as_seats(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Return the candidates with more for towns that a district around them is named after: tables tell no sizes."""
    units = [w.entry for w in weighed if rank(w.entry) > 1]
    return [replace(w, parts=(*w.parts, ("seat", SEAT))) if _is_seat(w.entry, units) else w for w in weighed]


def _is_seat(entry: Entry, units: Sequence[Entry]) -> bool:
    if is_area(entry) or entry.population >= SMALL:
        return False
    return any(unit.country == entry.country and kilometres(unit, entry) < SEAT_KM for unit in units)


def as_the_only_kind(weighed: Sequence[Weighed], told: Told) -> list[Weighed]:
    """Return the candidates for "the countryside of X" with more for towns where no unit is called X."""
    blurred = told.place.precision in ("admin", "area") and told.level is None and not told.around
    if not blurred or any(is_area(w.entry) for w in weighed):
        return list(weighed)
    return [replace(w, parts=(*w.parts, ("only", ONLY))) for w in weighed]


def _is_dim(weighed: Weighed, largest: Entry, units: bool) -> bool:
    """Tell whether a town is far smaller than another, or a hamlet that a province has the name of: Texas in Mexico."""
    told, entry = dict(weighed.parts), weighed.entry
    if is_area(entry) or told["near"] >= BESIDE_IT or told["within"] > 0:
        return False
    known = largest.population >= (SMALL if largest.country == entry.country else LARGE)
    return (known and entry.population * OUTSHINES < largest.population) or (units and entry.population < HAMLET)


def _within(entry: Entry, place: Place, context: Context) -> float:
    """Weigh the larger places that the text puts it in: by name where the gazetteer tells them, else by distance."""
    score = 0.0
    above = context.above(entry)
    names = {*entry.within, *(name for unit in above for name in (unit.name, *unit.names))}
    top = {unit.id for unit in above if rank(unit) == 1}
    for name in place.within:
        if rank(entry) == 1 and _is_unit(name):
            continue  # one of a list of provinces
        if country_codes().get(fold(name)) == entry.country:
            score += 0.3
            continue
        if any(compare(name, unit).score >= CLEAR for unit in names):
            score += 0.4
        elif top and (units := [u for u in known_areas(name) if u.country == entry.country and u.precision == "admin"]):
            score -= 0.5 if any(kilometres(entry, unit) < AREA_KM for unit in units) else ELSEWHERE_TOLD
            continue
        for known in known_areas(name):
            apart = kilometres(entry, known)
            score += 0.3 if apart < AREA_KM else 0.0 if known.country == entry.country and apart < STATE_KM else -0.5
    return score


def _is_unit(name: str) -> bool:
    return any(area.precision == "admin" for area in known_areas(name))


def _unit(entry: Entry, context: Context) -> float:
    """Prefer what lies in the provinces that the article names."""
    top = {unit.id for unit in context.above(entry) if rank(unit) == 1}
    if not top or not context.units:
        return 0.0
    return UNIT if top & context.units else -UNIT


def _on_side(entry: Entry, told: Told, context: Context) -> float:
    """Weigh whether an entry lies where the text puts it from another place: "4 km east of X"."""
    others = [(side, a.entry) for side in told.sides for a in context.anchors if _is_meant(side, a)]
    fits = [fit(entry, other, side) for side, other in others if other.id != entry.id]
    if told.corner is not None and told.corner[0] in countries():
        fits.append(fit(entry, countries()[told.corner[0]], Side(of=-1, bearing=told.corner[1])))
    worst, best = min(fits, default=0.0), max(fits, default=0.0)
    return NOT_THERE * worst if worst < 0 else THERE * best


def _is_meant(side: Side, anchor: Anchor) -> bool:
    return side.of in anchor.at or sound(side.name) == sound(anchor.entry.name)


def _as_settled(entry: Entry, told: Told, context: Context) -> float:
    """Keep one name for one place: what another naming of it was taken for speaks against namesakes far from there."""
    other = context.settled.get(sound(told.place.name))
    if other is None or other.country != entry.country:
        return 0.0
    return 0.0 if kilometres(entry, other) <= AREA_KM else -NOT_THERE


def _far(entry: Entry, match: Match, told: Told, context: Context) -> float:
    """Return what to take off a place that lies far from all the article's others: small, part of a town, or by ear."""
    doubtful = told.part or match.score < CLEAR
    large = rank(entry) == 1 if is_area(entry) else entry.population >= SMALL
    if not doubtful and large:
        return 0.0
    if told.part:
        towns = _towns_beside(told, context) or [anchor.entry for anchor in context.anchors]
        return 0.0 if min((kilometres(entry, town) for town in towns), default=math.inf) <= PART_KM else 1.2
    apart = [kilometres(entry, a.entry) for a in context.anchors if a.entry.country == entry.country]
    nearest = min(apart, default=math.inf if doubtful else 0.0)
    if nearest <= (HEARD_KM if doubtful else SMALL_KM):
        return 0.0
    if is_area(entry) and nearest > 2 * SMALL_KM:
        return 1.2
    far = 0.8 if nearest > 2 * SMALL_KM else 0.6 if doubtful else 0.4
    return far / 2 if entry.population >= TOWN and not doubtful else far


def _towns_beside(told: Told, context: Context) -> list[Entry]:
    """Return the city or province that the text names nearest to each naming of a part, where it is near enough."""
    known = [anchor for anchor in context.anchors if anchor.entry.population >= SMALL or rank(anchor.entry) == 1]
    cities = [(at, anchor.entry) for anchor in known for at in anchor.at]
    pairs = [(min(cities, key=lambda city: (abs(city[0] - at), city[0])), at) for at in told.at if cities]
    return [city for (stands, city), at in pairs if abs(stands - at) <= PASSAGE]


def known_areas(name: str) -> tuple[Entry, ...]:
    """Return the areas that come with us and are called so."""
    return by_name().get(plain(name), ())
