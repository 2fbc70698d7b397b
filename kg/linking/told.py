"""Reads what the words of an article say of a place beside its name: its kind, its list, its side, the country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.ids import fold
from kg.linking.gazetteer import Gazetteer
from kg.linking.known import country_codes
from kg.linking.lists import share_what_is_told
from kg.linking.names import plain
from kg.linking.quarters import names_part
from kg.linking.sides import Side, bearing_of, is_around, is_typed_town, sides
from kg.linking.weigh import SMALL, Told, known_areas
from kg.model import Article, Mention, Place

# Of a name that stands in a text over and over, the first namings tell enough.
NAMINGS = 50
Key = tuple[object, ...]


def read_told(mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer) -> dict[int, Told]:
    """Return what is told of each place, by the number of its mention."""
    told = {i: _told(m, article, gazetteer) for i, m in enumerate(mentions) if isinstance(m.value, Place)}
    beside = sides(mentions, sorted(told, key=lambda i: mentions[i].span), article.text)
    told = {i: replace(t, sides=beside.get(i, ())) for i, t in told.items()}
    told = _within_wholes(told, mentions)
    return _alike(share_what_is_told(told, mentions, article, gazetteer))


def _name(mention: Mention) -> str:
    assert isinstance(mention.value, Place)
    return mention.value.name


def _within_wholes(told: Mapping[int, Told], mentions: Sequence[Mention]) -> dict[int, Told]:
    """Return the namings with the places that they lie in under their whole names: in "East Java", not in "Java"."""
    called: dict[str, list[tuple[int, str]]] = {}
    for i, t in told.items():
        called.setdefault(_name(mentions[i]), []).append((mentions[i].span.start, t.place.name))
    out = dict(told)
    for i, t in told.items():
        at = mentions[i].span.start
        # The larger place is named right before or behind; the same name may be part of another one elsewhere.
        nearest = {
            name: min(called[name], key=lambda c: abs(c[0] - at))[1] for name in t.place.within if name in called
        }
        within = tuple(nearest.get(name, name) for name in t.place.within)
        out[i] = replace(t, place=replace(t.place, within=within)) if within != t.place.within else t
    return out


def _told(mention: Mention, article: Article, gazetteer: Gazetteer) -> Told:
    """Return a place mention with what the words beside its name say."""
    place = mention.value
    assert isinstance(place, Place)
    surface = " ".join(mention.span.of(article.text).split())
    words = fold(surface).split()
    place = _whole(place, surface, gazetteer)
    if place.precision is None:
        place = replace(place, precision=_area_told(place.name, gazetteer))
    levels = [
        int(row["level"]) for row in lexicon.table("admin_levels") if fold(row["form"]) in (*words, " ".join(words))
    ]
    return Told(
        place=place,
        level=max(levels, default=None),
        at=(mention.span.start,),
        part=(mention.rule.endswith(":part") and not is_typed_town(words)) or names_part(place.name),
        around=is_around(words),
        corner=next((side for name in place.within if (side := _corner(name)) is not None), None),
        held=next(
            (code for name in place.within if (code := country_in(name)) and not _is_state_too(name, code)), None
        ),
    )


def _whole(place: Place, surface: str, gazetteer: Gazetteer) -> Place:
    """Return a place under the known name that its words are: "Mexico City", "East Java" of "East Java province"."""
    words, own = surface.split(), place.name.split()
    spans = [(i, j) for i in range(len(words)) for j in range(i + 1, len(words) + 1) if j - i > len(own)]
    for i, j in sorted(spans, key=lambda span: span[0] - span[1]):
        name = " ".join(words[i:j])
        if f" {place.name} " in f" {name} " and fold(name) != fold(place.name) and is_name(name, gazetteer):
            stretch = lexicon.areas_told().get(fold(words[-1])) == "area" and j < len(words)
            return replace(place, name=name, precision=place.precision if i > 0 or stretch else None)
    return place


def _area_told(name: str, gazetteer: Gazetteer) -> str | None:
    """Return how exact a name is that says itself that it is an area, "Gaza Strip", unless a town is called so."""
    words = fold(name).split()
    told = lexicon.areas_told().get(words[-1]) if len(words) > 1 else None
    if told is None or country_in(name) is not None or any(fold(e.name) == fold(name) for e in gazetteer.called(name)):
        return None
    known = {area.precision for area in known_areas(name)}
    return known.pop() if len(known) == 1 else told


def is_stretch(name: str) -> bool:
    """Tell whether a name is that of a stretch of land, which no town in it stands for: "Gaza Strip"."""
    words = fold(name).split()
    return len(words) > 1 and lexicon.areas_told().get(words[-1]) == "area"


def _is_state_too(name: str, code: str) -> bool:
    """Tell whether the name of a country is that of a state elsewhere too: "Atlanta, Georgia"."""
    return any(area.country not in ("", code) for area in known_areas(name))


def _corner(name: str) -> tuple[str, float] | None:
    """Return a country and the direction from its middle that a name tells a part of it by: "northern Mali"."""
    code, bearing = country_in(name), bearing_of(name)
    return (code, bearing) if code is not None and bearing is not None else None


def is_name(surface: str, gazetteer: Gazetteer) -> bool:
    """Tell whether what was read as a name with a word that types or blurs it is a known name as a whole."""
    if country_in(surface) is not None and not known_areas(surface):
        return False
    return bool(known_areas(surface)) or any(e.population >= SMALL for e in gazetteer.called(surface))


def key_of(told: Told) -> Key:
    """Return what two namings of one place have in common."""
    place = told.place
    return (
        fold(place.name),
        place.precision,
        told.level,
        told.part,
        told.around,
        tuple(fold(name) for name in place.within),
    )


def _alike(told: dict[int, Told]) -> dict[int, Told]:
    """Return all namings, each with the positions of those like it; one name told as a quarter is one throughout."""
    parts = {plain(t.place.name) for t in told.values() if t.part}
    typed = {
        i: replace(t, part=True) if _may_be_part(t) and plain(t.place.name) in parts else t for i, t in told.items()
    }
    at: dict[Key, list[int]] = {}
    beside: dict[Key, list[Side]] = {}
    for t in typed.values():
        at.setdefault(key_of(t), []).extend(t.at)
        beside.setdefault(key_of(t), []).extend(t.sides)
    first = {key: tuple(sorted(found)[:NAMINGS]) for key, found in at.items()}
    return {i: replace(t, at=first[key_of(t)], sides=tuple(beside[key_of(t)][:NAMINGS])) for i, t in typed.items()}


def _may_be_part(told: Told) -> bool:
    """Tell whether nothing in a naming makes it a town or unit of its own: "X", "the X area"."""
    return told.level is None and told.place.precision in (None, "admin")


def country_in(name: str) -> str | None:
    """Return the code of the country that a name is, also in "northern Syria"."""
    words = fold(name).split()
    for start in range(len(words)):
        if code := country_codes().get(" ".join(words[start:])):
            return code if all(word in _blurs() for word in words[:start]) else None
    return None


@cache
def _blurs() -> frozenset[str]:
    """Return the words that may stand before a country's name and leave it that country: not "New" in "New Mexico"."""
    forms = {word for row in lexicon.table("place_modifiers") for word in row["form"].split("-")}
    forms |= {row["form"] for row in lexicon.table("place_words")}
    return frozenset(forms | {singular + "s" for singular in forms} | {"and", "of", "the"})
