"""Gives each place mention the entry it stands for, or leaves it open with the candidates and their scores.

Two entries that score nearly alike and lie apart are both kept and nothing is chosen: no guess, no default place.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg import lexicon
from kg.ids import fold
from kg.linking.gazetteer import Entry, Gazetteer, countries, known_entry, load_gazetteer, plain
from kg.model import Actor, Article, Candidate, Mention, Place

# An entry is chosen only if it leads the next by this much, on a scale where a perfect match in context is about 2.
MARGIN = 0.15
# A place that nothing in the article speaks for needs to be a large city to be believed.
ENOUGH = 1.0
# Entries nearer than this are one place for every purpose here (a town and its district of the same name).
SAME_KM = 25.0
# A province's middle is at most about this far from the town that it is named after.
AREA_KM = 160.0
# A village goes with the places around it, a quarter or a name known by ear with its town; further away: a namesake.
SMALL, SMALL_KM, PART_KM = 50_000, 120.0, 50.0
KEPT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What the article says about where it plays: weight of each country, points already known, typed names."""

    weights: Mapping[str, float]
    anchors: tuple[Entry, ...]
    typed_admin: frozenset[str]
    typed_town: frozenset[str]

    @property
    def codes(self) -> tuple[str, ...]:
        """The one or two countries that small towns are looked up in, heaviest first."""
        ranked = sorted(self.weights, key=lambda code: (-self.weights[code], code))
        return tuple(ranked[:1] + [code for code in ranked[1:2] if self.weights[code] >= 0.3])


def link_places(
    mentions: Sequence[Mention], article: Article, *, gazetteer: Gazetteer | None = None, margin: float = MARGIN
) -> list[Mention]:
    """Return the mentions with their places resolved, or left open with candidates; others come back as they are."""
    gazetteer = gazetteer or load_gazetteer()
    del article  # the mentions carry what is needed; kept for linkers that read the text
    places = [m.value for m in mentions if isinstance(m.value, Place)]
    parts = {_key(m.value) for m in mentions if isinstance(m.value, Place) and m.rule.endswith(":part")}
    context = _context(mentions, places, (), ())
    first = {_key(p): _resolve(p, context, gazetteer, margin) for p in places if _key(p) not in parts}
    anchors = tuple(entry for entry, _ in first.values() if entry is not None and entry.precision != "country")
    context = _context(mentions, places, anchors, [e.country for e in anchors])
    resolved: dict[tuple[object, ...], Place] = {}
    for place in places:
        key = _key(place)
        if key not in resolved:
            entry, candidates = _resolve(place, context, gazetteer, margin, part=key in parts)
            resolved[key] = _placed(place, entry, candidates)
    return [_filled(mention, resolved) for mention in mentions]


def _key(place: Place) -> tuple[object, ...]:
    return (fold(place.name), place.precision, tuple(fold(name) for name in place.within))


def _filled(mention: Mention, resolved: Mapping[tuple[object, ...], Place]) -> Mention:
    place = mention.value
    if not isinstance(place, Place):
        return mention
    found = replace(resolved[_key(place)], name=place.name, spans=place.spans)
    return replace(mention, ref=found.id, value=found, candidates=found.candidates)


@cache
def _country_codes() -> dict[str, str]:
    return {fold(row["form"]): row["country"] for row in lexicon.table("country_names")}


def country_in(name: str) -> str | None:
    """Return the code of the country that a name is, also in "northern Syria"."""
    words = fold(name).split()
    for start in range(len(words)):
        if code := _country_codes().get(" ".join(words[start:])):
            return code if all(word in _blurs() for word in words[:start]) else None
    return None


@cache
def _blurs() -> frozenset[str]:
    """Return the words that may stand before a country's name and leave it that country: not "New" in "New Mexico"."""
    forms = {word for row in lexicon.table("place_modifiers") for word in row["form"].split("-")}
    forms |= {row["form"] for row in lexicon.table("place_words")}
    return frozenset(forms | {singular + "s" for singular in forms} | {"and", "of", "the"})


@cache
def _body_countries() -> dict[str, str]:
    return {body.id: body.country for body in lexicon.bodies() if body.country}


def _context(
    mentions: Sequence[Mention], places: Iterable[Place], anchors: tuple[Entry, ...], more: Iterable[str]
) -> Context:
    score: Counter[str] = Counter()
    admin, town = set(), set()
    for place in places:
        known = [entry for name in (place.name, *place.within) for entry in _known_areas(name)]
        code = country_in(place.name) or (known[0].country if known else None)
        if code:
            score[code] += 2
        if place.precision == "admin":
            admin.add(plain(place.name))
        elif place.precision == "exact":
            town.add(plain(place.name))
    for mention in mentions:
        if isinstance(mention.value, Actor) and (code := _body_countries().get(mention.value.id or "")):
            score[code] += 1
    score.update(more)
    total = sum(score.values()) or 1
    weights = {code: n / total for code, n in score.items()}
    return Context(weights=weights, anchors=anchors, typed_admin=frozenset(admin), typed_town=frozenset(town))


def _known_areas(name: str) -> list[Entry]:
    key = plain(name)
    return [known_entry(place) for place in lexicon.places() if key in {plain(n) for n in place.names}]


def _resolve(
    place: Place, context: Context, gazetteer: Gazetteer, margin: float, *, part: bool = False
) -> tuple[Entry | None, tuple[Candidate, ...]]:
    """Return the entry chosen, None where two remain or none is believed, and the candidates as scored."""
    if code := country_in(place.name):
        return countries()[code], ()
    held = next((c for name in place.within if (c := country_in(name))), None)
    codes = (held,) if held else context.codes
    scored = sorted(
        (
            (_score(entry, close, place, context, held) - _far(entry, context, part or close < 1), entry)
            for entry, close in gazetteer.find(place.name, codes)
        ),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    scored = [(score, entry) for score, entry in scored if score > 0]
    if not scored:
        return None, ()
    if place.precision is None:
        scored = _town_first(scored, margin)
    best_score, best = scored[0]
    rivals = [entry for score, entry in scored[1:] if best_score - score < margin and not _together(entry, best)]
    candidates = tuple(
        Candidate(id=e.id, name=e.name, score=round(s, 3), lat=e.lat, lon=e.lon, why=e.country)
        for s, e in scored[:KEPT]
    )
    if rivals or best_score < ENOUGH:
        return None, candidates
    return best, candidates if len(scored) > 1 else ()


def _town_first(scored: list[tuple[float, Entry]], margin: float) -> list[tuple[float, Entry]]:
    """Return the candidates with a town before the area named after it where an untyped name fits both alike."""
    score, best = scored[0]
    for i, (other, entry) in enumerate(scored):
        close = score - other < margin and _together(entry, best)
        if best.precision != "exact" and entry.precision == "exact" and close:
            return [scored[i], *scored[:i], *scored[i + 1 :]]
    return scored


def _together(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of one name are no rivals: one place twice, or a town and the area named after it."""
    apart = kilometres(one, other)
    area_and_town = one.country == other.country and (one.precision == "exact") != (other.precision == "exact")
    return apart < SAME_KM or (area_and_town and apart < AREA_KM)


def _score(entry: Entry, close: float, place: Place, context: Context, held: str | None) -> float:
    """Score an entry: closeness of name, country, size, nearness to the article's other places, kind."""
    if held and entry.country != held:
        return 0.0
    weight = context.weights.get(entry.country, 0.0)
    score = close * (0.5 + min(0.7, weight * 1.4) + (0.3 if held else 0.0))
    area = entry.precision in ("admin", "area")
    score += 0.35 if area else min(0.4, math.log10(entry.population + 1) / 16)
    near = [kilometres(entry, anchor) for anchor in context.anchors if anchor.id != entry.id]
    if near and weight:
        score += 0.3 * math.exp(-min(near) / 100)
    score += _kind_score(entry, place, context)
    for name in place.within:
        for known in _known_areas(name):
            score += 0.3 if kilometres(entry, known) < AREA_KM else -0.5
    if entry.population >= 300_000 and not weight:
        score += 0.3
    return score


def _far(entry: Entry, context: Context, doubtful: bool) -> float:
    """Return what to take off a place that lies far from all the article's others: small, part of a town, or by ear."""
    reach = PART_KM if doubtful else SMALL_KM
    if not doubtful and (entry.population >= SMALL or entry.precision != "exact"):
        return 0.0
    near = [kilometres(entry, a) for a in context.anchors if a.id != entry.id and a.country == entry.country]
    if doubtful:
        return 0.0 if near and min(near) <= reach else 1.2
    return 0.6 if near and min(near) > reach else 0.0


def _kind_score(entry: Entry, place: Place, context: Context) -> float:
    """Prefer an area for "X province" and "southern X", a town for "X city", else as the article types X elsewhere."""
    area = entry.precision in ("admin", "area")
    if place.precision in ("admin", "area"):
        return 0.5 if area else -0.4
    if place.precision in ("exact", "near"):
        return -0.6 if area else 0.2
    key = plain(place.name)
    if key in context.typed_admin and key not in context.typed_town:
        return 0.5 if area else -0.2
    return -0.1 if area else 0.1


def kilometres(one: Entry, other: Entry) -> float:
    """Return the great-circle distance of two entries."""
    lat1, lon1, lat2, lon2 = (math.radians(v) for v in (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))


def _placed(place: Place, entry: Entry | None, candidates: tuple[Candidate, ...]) -> Place:
    """Return the place with what the entry says; a blurred naming ("near X") is a place of its own, without X's ids."""
    if entry is None:
        return replace(place, candidates=candidates)
    if entry.precision == "country":
        exact = place.precision in (None, "country")
        return replace(
            place,
            id=entry.id if exact else f"{entry.id}-{fold(place.name).replace(' ', '-')}",
            precision="country" if exact else "area",
            country=entry.country,
            geonames=entry.geonames if exact else None,
        )
    precision = _precision(place, entry)
    same = precision == entry.precision
    return replace(
        place,
        id=entry.id if same else f"{entry.id}-{precision}",
        lat=entry.lat,
        lon=entry.lon,
        precision=precision,
        country=entry.country,
        geonames=entry.geonames if same else None,
        links=entry.links if same else (),
        candidates=candidates,
    )


def _precision(place: Place, entry: Entry) -> str:
    """Return the blunter of what the text and the entry say."""
    order = ("exact", "near", "admin", "area", "country")
    told = place.precision or entry.precision
    return told if order.index(told) >= order.index(entry.precision) else entry.precision
