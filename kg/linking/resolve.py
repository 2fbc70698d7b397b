"""Gives each place mention the entry it stands for, or leaves it open with the candidates and their scores.

Two entries that score nearly alike and lie apart are both kept and nothing is chosen: no guess, no default place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.ids import fold
from kg.linking.aliases import other_names
from kg.linking.entry import Entry, kilometres
from kg.linking.extent import radius
from kg.linking.gazetteer import BY_EAR, Gazetteer, load_gazetteer
from kg.linking.hierarchy import Hierarchy
from kg.linking.known import countries, country_codes
from kg.linking.names import plain, sound
from kg.linking.quarters import Cities, in_its_town
from kg.linking.told import Key, country_in, is_stretch, key_of, read_told
from kg.linking.weigh import (
    AREA_KM,
    LARGE,
    SMALL,
    Anchor,
    Context,
    Told,
    Weighed,
    as_the_only_kind,
    is_area,
    known_areas,
    outshone,
    rank,
    weigh,
)
from kg.model import Actor, Article, Candidate, Mention, Place

# An entry is chosen only if it leads the next by this much, on a scale where a perfect match in context is about 2.
MARGIN = 0.15
LEAD = 0.01  # what a town is put before the unit that is named after it by
# A place that nothing in the article speaks for needs to be a large city to be believed, or the only one of its name.
ENOUGH, ENOUGH_KNOWN, ENOUGH_SURE = 1.0, 0.8, 0.6
# A name that is only like another by ear needs more to speak for it.
DOUBTFUL, ENOUGH_DOUBTFUL = 0.83, 1.2
# Entries nearer than this are one place for every purpose here; a town and its district of the same name may lie
# further apart than two villages.
SAME_KM, UNIT_KM = 5.0, 25.0
# So many names that only one country has all of tell where an article plays that names no country.
TOGETHER = 2
# Cities have districts too.
DISTRICT = 2
# A city is meant before a village at its gates of the same name.
OUTSHINES = 10
# A metropolis may lie at the far end of the state that has its name.
METROPOLIS, METROPOLIS_KM = 1_000_000, 350.0
KEPT = 5


def link_places(
    mentions: Sequence[Mention], article: Article, *, gazetteer: Gazetteer | None = None, margin: float = MARGIN
) -> list[Mention]:
    """Return the mentions with their places resolved, or left open with candidates; others come back as they are."""
    gazetteer = gazetteer or load_gazetteer()
    told = read_told(mentions, article, gazetteer)
    context = _guessed(_context(mentions, told.values(), (), gazetteer), told.values(), gazetteer)
    first = {key_of(t): (t, *_resolve(t, context, gazetteer, margin)) for t in told.values() if not t.part}
    anchors = [Anchor(entry=e, at=t.at) for t, e, _ in first.values() if e is not None and e.precision != "country"]
    context = replace(_context(mentions, told.values(), anchors, gazetteer), above=Hierarchy(gazetteer).units)
    chosen = {key_of(t): (t, *_resolve(t, context, gazetteer, margin)) for t in told.values()}
    context = replace(context, settled=_settled(chosen.values()))
    chosen |= {
        key: (t, *_resolve(t, context, gazetteer, margin))
        for key, (t, e, _) in chosen.items()
        if _strays(t, e, context)
    }
    resolved = {key: _placed(t.place, entry, candidates) for key, (t, entry, candidates) in chosen.items()}
    large = {key for key, (_, entry, _) in chosen.items() if entry is not None and _is_city(entry, resolved[key])}
    cities = Cities((mentions[i].span.start, resolved[key_of(t)]) for i, t in told.items() if key_of(t) in large)
    found = {i: resolved[key_of(t)] for i, t in told.items()}
    entries = {key: entry for key, (_, entry, _) in chosen.items()}
    found |= _by_other_names(told, entries, found, mentions, article)
    for i, t in told.items():
        if (t.part or t.level == DISTRICT) and found[i].lat is None:
            found[i] = in_its_town(found[i], mentions[i].span.start, cities, article.text)
    return [_filled(m, found[i]) if i in found else m for i, m in enumerate(mentions)]


Candidates = tuple[Candidate, ...]


def _by_other_names(
    told: Mapping[int, Told],
    chosen: Mapping[Key, Entry | None],
    found: Mapping[int, Place],
    mentions: Sequence[Mention],
    article: Article,
) -> dict[int, Place]:
    """Return the places open so far that the article names beside a town known by another name: "Tell X (Y)"."""
    order = sorted(told, key=lambda i: mentions[i].span)
    known = _called_once(told, chosen)
    for i, j in other_names(mentions, order, article.text):
        entry = chosen[key_of(told[i])]
        # What stands behind the name of a large city in brackets may be a part of it.
        if entry is not None and not is_area(entry) and entry.precision != "country" and entry.population < LARGE:
            known.setdefault(plain(told[j].place.name), entry)
    left = {i: known[name] for i, t in told.items() if found[i].id is None and (name := plain(t.place.name)) in known}
    return {i: _placed(found[i], entry, found[i].candidates) for i, entry in left.items()}


def _called_once(told: Mapping[int, Told], chosen: Mapping[Key, Entry | None]) -> dict[str, Entry]:
    """Return the towns that fuller namings ("X, Texas") settle, by the name that stands for no other place."""
    held: dict[str, dict[str, Entry]] = {}
    for t in told.values():
        entry = chosen[key_of(t)]
        if entry is not None and not is_area(entry) and entry.precision != "country" and not t.part:
            held.setdefault(plain(t.place.name), {})[entry.id] = entry
    return {name: entry for name, entries in held.items() if len(entries) == 1 for entry in entries.values()}


def _settled(first: Iterable[tuple[Told, Entry | None, Candidates]]) -> dict[str, Entry]:
    """Return what each name stands for where its best naming is a town: one name is one place in an article."""
    best: dict[str, tuple[float, str, Entry]] = {}
    for told, entry, candidates in first:
        if entry is not None and candidates and not is_area(entry):
            found = (candidates[0].score, entry.id, entry)
            held = best.setdefault(sound(told.place.name), found)
            best[sound(told.place.name)] = max(held, found, key=lambda one: one[:2])
    return {name: entry for name, (_, _, entry) in best.items()}


def _is_city(entry: Entry, place: Place) -> bool:
    return place.precision == "exact" and rank(entry) == 0 and entry.population >= SMALL


def _filled(mention: Mention, resolved: Place) -> Mention:
    place = mention.value
    assert isinstance(place, Place)
    found = replace(resolved, spans=place.spans)
    return replace(mention, ref=found.id, value=found, candidates=found.candidates)


def _strays(told: Told, entry: Entry | None, context: Context) -> bool:
    """Tell whether a naming was taken for a namesake of what another naming of it stands for."""
    other = context.settled.get(sound(told.place.name))
    return entry is not None and other is not None and kilometres(entry, other) > AREA_KM


@cache
def _body_countries() -> dict[str, str]:
    return {body.id: body.country for body in lexicon.bodies() if body.country}


def _context(
    mentions: Sequence[Mention], told: Iterable[Told], anchors: Sequence[Anchor], gazetteer: Gazetteer
) -> Context:
    score: Counter[str] = Counter()
    admin, town = set(), set()
    for place in (t.place for t in told):
        known = [entry for name in (place.name, *place.within) for entry in known_areas(name)]
        held = {e.country for e in known if e.country and not _is_city_elsewhere(e, place.name, gazetteer)}
        code = country_in(place.name) or (min(held) if len(held) == 1 else None)  # Bolívar is a state of several
        if code:
            score[code] += 2
        if place.precision == "admin":
            admin.add(plain(place.name))
        elif place.precision == "exact":
            town.add(plain(place.name))
    for mention in mentions:
        if isinstance(mention.value, Actor) and (code := _body_countries().get(mention.value.id or "")):
            score[code] += 1
    score.update(anchor.entry.country for anchor in anchors if anchor.entry.country)
    total = sum(score.values()) or 1
    weights = {code: n / total for code, n in score.items()}
    units = frozenset(anchor.entry.id for anchor in anchors if rank(anchor.entry) == 1)
    return Context(
        units=units, weights=weights, anchors=tuple(anchors), typed_admin=frozenset(admin), typed_town=frozenset(town)
    )


def _is_city_elsewhere(area: Entry, name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a province has the name of a city of another country: Santa Ana of El Salvador."""
    return any(e.country != area.country and e.population >= SMALL for e in gazetteer.called(name))


def _guessed(context: Context, told: Iterable[Told], gazetteer: Gazetteer) -> Context:
    """Return the context of an article that names no country: that in which all its names are known, if it is one."""
    if context.weights:
        return context
    names = {t.place.name for t in told if not t.part}
    known = [{entry.country for entry in gazetteer.spelled(name)} for name in sorted(names)]
    held = [codes for codes in known if codes]
    shared = frozenset.intersection(*map(frozenset, held)) if held else frozenset()
    return replace(context, weights={min(shared): 1.0}) if len(shared) == 1 and len(held) >= TOGETHER else context


def _resolve(
    told: Told, context: Context, gazetteer: Gazetteer, margin: float
) -> tuple[Entry | None, tuple[Candidate, ...]]:
    """Return the entry chosen, None where two remain or none is believed, and the candidates as scored."""
    place = told.place
    if (code := country_in(place.name)) and not _is_other(place.name, code, context):
        return countries()[code], ()
    found = gazetteer.find(place.name, (told.held,) if told.held else context.codes)
    states = {area.country for name in place.within for area in known_areas(name) if area.precision == "admin"}
    found = [*found, *(pair for code in sorted(states) for pair in gazetteer.in_state(place.name, code))]
    # What the name was first taken for does not speak for its namesakes.
    own = {entry.id for entry, _ in found}
    others = replace(context, anchors=tuple(anchor for anchor in context.anchors if anchor.entry.id not in own))
    weighed = [w for entry, match in found if (w := weigh(entry, match, told, others)) is not None and w.score > 0]
    weighed = sorted(outshone(as_the_only_kind(weighed, told)), key=lambda w: (-w.score, w.entry.id))
    if not weighed:
        return None, ()
    if place.precision is None:
        weighed = _town_first(weighed, 2 * margin)
    best = weighed[0]
    rivals = [w for w in weighed[1:] if best.score - w.score < margin and not _together(w.entry, best.entry)]
    candidates = tuple(
        Candidate(
            id=w.entry.id, name=w.entry.name, score=round(w.score, 3), lat=w.entry.lat, lon=w.entry.lon, why=w.why
        )
        for w in _leading(weighed[:KEPT])
    )
    told_enough = is_area(best.entry) or best.entry.population >= SMALL
    alone = told_enough and best.match.score == 1 and len(weighed) == 1
    if len(weighed) == 1 and best.match.score == 1 and _is_sure(best.entry, context):
        enough = ENOUGH_SURE
    else:
        enough = ENOUGH_KNOWN if alone else ENOUGH_DOUBTFUL if best.match.score < DOUBTFUL else ENOUGH
    if rivals or best.score < enough:
        return None, candidates
    return (best.entry if is_stretch(place.name) else _at_its_seat(best.entry, weighed)), candidates


def _is_other(name: str, code: str, context: Context) -> bool:
    """Tell whether a country's name is part of a region's, or that of a state of the article's country: Georgia."""
    if fold(name) not in country_codes() and known_areas(name):
        return True
    return any(context.weights.get(e.country, 0) > context.weights.get(code, 0) for e in known_areas(name) if e.country)


def _is_sure(entry: Entry, context: Context) -> bool:
    """Tell whether an entry lies where the article plays, in a country whose names are not written by ear."""
    return context.weights.get(entry.country, 0) >= 0.3 and entry.country not in BY_EAR


def _town_first(weighed: list[Weighed], margin: float) -> list[Weighed]:
    """Return the candidates with a town before the area named after it where an untyped name fits both alike."""
    best = weighed[0]
    for i, other in enumerate(weighed):
        seat = best.entry.name in other.entry.within  # a province mostly has the name of its own seat
        close = best.score - other.score < (2 * margin if seat else margin) and _together(other.entry, best.entry)
        if best.entry.precision != "exact" and other.entry.precision == "exact" and close:
            return [other, *weighed[:i], *weighed[i + 1 :]]
    return weighed


def _leading(weighed: list[Weighed]) -> list[Weighed]:
    """Return the candidates, one put before others that score as much with that told in its own score."""
    first, most = weighed[0], max(w.score for w in weighed)
    if len(weighed) == 1 or first.score - LEAD > max(w.score for w in weighed[1:]):
        return weighed
    return [replace(first, parts=(*first.parts, ("town first", most - first.score + LEAD))), *weighed[1:]]


def _at_its_seat(entry: Entry, weighed: Sequence[Weighed]) -> Entry:
    """Return a unit at the town that it is named after, as those who code events by hand place it."""
    if is_area(entry):
        towns = [w.entry for w in weighed if rank(w.entry) == 0 and kilometres(entry, w.entry) < AREA_KM]
        seats = [town for town in towns if _together(entry, town)]
        if seats:
            seat = min(seats, key=lambda town: (-town.population, kilometres(entry, town), town.id))
            return replace(entry, lat=seat.lat, lon=seat.lon)
    return entry


def _together(other: Entry, one: Entry) -> bool:
    """Tell whether two entries of one name are no rivals: one place twice, or places of which one lies in the other."""
    reach = METROPOLIS_KM if max(one.population, other.population) >= METROPOLIS else AREA_KM
    nested = (one.country == other.country and rank(one) != rank(other)) or (is_area(one) and is_area(other))
    towns = not is_area(one) and not is_area(other) and one.population < OUTSHINES * max(1, other.population)
    return kilometres(one, other) < (reach if nested else SAME_KM if towns else UNIT_KM)


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
        radius_km=radius(entry, precision),
        country=entry.country or None,
        geonames=entry.geonames if same else None,
        wikidata=entry.wikidata if same else None,
        pcode=entry.pcode if same else None,
        links=entry.links if same else (),
        candidates=candidates,
    )


def _precision(place: Place, entry: Entry) -> str:
    """Return the blunter of what the text and the entry say."""
    order = ("exact", "near", "admin", "area", "country")
    told = place.precision or entry.precision
    return told if order.index(told) >= order.index(entry.precision) else entry.precision
