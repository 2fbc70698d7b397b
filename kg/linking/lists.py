"""Reads places that are listed together: what is told of one of them at the end or the start holds for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kg import lexicon
from kg.ids import fold
from kg.linking.gazetteer import Gazetteer
from kg.linking.weigh import SMALL, Told, known_areas
from kg.model import Article, Mention

# "A, B and C": nothing but a comma or an "and" stands between places of one list.
_JOINED = re.compile(r"\s*,?\s*(?:and|or)\s+|\s*,\s*")


@cache
def _many() -> frozenset[str]:
    """Return the words for several parts of a town: "neighbourhoods"."""
    singular = [row["form"] for row in lexicon.table("place_words") if row["scale"] == "part"]
    return frozenset(form + "s" for form in singular)


def share_what_is_told(
    told: dict[int, Told], mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer
) -> dict[int, Told]:
    """Return the namings with what their lists say: "the A, B and C neighbourhoods", "A, B and C in Idlib"."""
    out, order = dict(told), sorted(told, key=lambda i: mentions[i].span)
    joined = [(left, right) for left, right in pairwise(order) if _is_joined(mentions[left], mentions[right], article)]
    words = {i: fold(mentions[i].span.of(article.text)).split() or [""] for i in order}
    units = {i for pair in joined for i in pair if _is_unit(out[i].place.name, gazetteer)}
    out |= _in_states(out, [pair for pair in joined if pair[1] in units - {pair[0]}], mentions, article)
    for pair in joined:
        out |= {i: replace(out[i], among_units=True) for i in pair if units & {*pair} - {i}}
    # Lists that end, or begin, with a word for several parts of a town.
    closed = {i for i in order if out[i].part and words[i][-1] in _many()}
    opened = {i for i in order if out[i].part and words[i][0] in _many()}
    for left, right in reversed(joined):
        out[left] = _before(out[left], out[right], many=right in closed)
        closed |= {left} if right in closed and out[left].part else set()
    for left, right in joined:
        out[right] = _after(out[right], out[left], many=left in opened)
        opened |= {right} if left in opened and out[right].part else set()
    return out


def _in_states(
    told: dict[int, Told], pairs: Sequence[tuple[int, int]], mentions: Sequence[Mention], article: Article
) -> dict[int, Told]:
    """Return the towns that a province stands behind as in an address, as told to lie in it."""
    out: dict[int, Told] = {}
    for left, right in pairs:
        place, unit = told[left].place, told[right].place
        if not place.within and not known_areas(place.name) and _is_address(mentions[left], mentions[right], article):
            out[left] = replace(told[left], place=replace(place, within=(unit.name, *unit.within)))
    return out


def _is_address(town: Mention, unit: Mention, article: Article) -> bool:
    """Tell whether a province stands behind a town as in an address, "Brattleboro, Vermont", not in a list."""
    after = article.text[unit.span.end : unit.span.end + 5]
    return article.text[town.span.end : unit.span.start] == ", " and not re.match(r",? (?:and|or) ", after)


def _is_unit(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is that of a province or state, and of no city."""
    units = [area for area in known_areas(name) if area.precision == "admin"]
    return bool(units) and all(city.population < SMALL for city in gazetteer.called(name))


def _is_joined(left: Mention, right: Mention, article: Article) -> bool:
    return _JOINED.fullmatch(article.text[left.span.end : right.span.start]) is not None


def _before(told: Told, last: Told, *, many: bool) -> Told:
    """Return a place with what is told of the last of its list."""
    if told.place.precision is None and last.part and many:
        told = replace(told, part=True)
    units = any(area.precision == "admin" for name in last.place.within for area in known_areas(name))
    if not told.place.within and (units or last.part) and told.place.name not in last.place.within:
        told = replace(told, place=replace(told.place, within=last.place.within))
    return told


def _after(told: Told, first: Told, *, many: bool) -> Told:
    """Return a place as a quarter where the first of its list is one: "neighbourhoods of A and B"."""
    quarter = first.part and (many or bool(told.place.within)) and told.place.precision in (None, "exact")
    return replace(told, part=True) if quarter else told
