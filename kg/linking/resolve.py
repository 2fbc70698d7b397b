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
from kg.linking.belonging import turned
from kg.linking.between import between
from kg.linking.choose import MARGIN, choose
from kg.linking.entry import Entry, kilometres
from kg.linking.extent import radius
from kg.linking.gazetteer import Gazetteer, load_gazetteer
from kg.linking.hierarchy import Hierarchy
from kg.linking.known import countries, country_codes
from kg.linking.names import plain, sound
from kg.linking.quarters import Cities, in_its_town
from kg.linking.told import Key, country_in, key_of, read_told
from kg.linking.weigh import (
    AREA_KM,
    LARGE,
    SMALL,
    Anchor,
    Context,
    Told,
    as_seats,
    as_the_only_kind,
    is_area,
    known_areas,
    outshone,
    rank,
    weigh,
)
from kg.model import Actor, Article, Candidate, Mention, Place

# So many names that only one country has all of tell where an article plays that names no country.
TOGETHER = 2
# Cities have districts too.
DISTRICT = 2


def link_places(
    mentions: Sequence[Mention], article: Article, *, gazetteer: Gazetteer | None = None, margin: float = MARGIN
) -> list[Mention]:
    """Return the mentions with their places resolved, or left open with candidates; others come back as they are."""
    gazetteer = gazetteer or load_gazetteer()
    mentions = turned(mentions, article, gazetteer)
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
    weighed = sorted(outshone(as_seats(as_the_only_kind(weighed, told))), key=lambda w: (-w.score, w.entry.id))
    if not weighed and not told.part:
        return _between(told, context, gazetteer, margin), ()
    return choose(weighed, told, context, margin)


def _between(told: Told, context: Context, gazetteer: Gazetteer, margin: float) -> Entry | None:
    """Return the place between two neighbouring towns that a name is made of: "the Taftanaz-Binnish road"."""

    def resolve(name: str) -> tuple[Entry | None, tuple[Candidate, ...]]:
        town = replace(told, place=replace(told.place, name=name, precision="exact"), around=False)
        return _resolve(town, context, gazetteer, margin)

    return between(told.place.name, resolve)


def _is_other(name: str, code: str, context: Context) -> bool:
    """Tell whether a country's name is part of a region's, or that of a state of the article's country: Georgia."""
    if fold(name) not in country_codes() and known_areas(name):
        return True
    return any(context.weights.get(e.country, 0) > context.weights.get(code, 0) for e in known_areas(name) if e.country)


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
    if place.precision == "country":
        place = replace(place, precision=None)  # a state that has the name of a country
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
