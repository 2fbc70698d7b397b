"""Reads places that are listed together: what is told of one of them at the end or the start holds for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kg import lexicon
from kg.ids import fold
from kg.linking.weigh import Told, known_areas
from kg.model import Article, Mention

# "A, B and C": nothing but a comma or an "and" stands between places of one list.
_JOINED = re.compile(r"\s*,?\s*(?:and|or)\s+|\s*,\s*")


@cache
def _many() -> frozenset[str]:
    """Return the words for several parts of a town: "neighbourhoods"."""
    singular = [row["form"] for row in lexicon.table("place_words") if row["scale"] == "part"]
    return frozenset(form + "s" for form in singular)


def share_what_is_told(told: dict[int, Told], mentions: Sequence[Mention], article: Article) -> dict[int, Told]:
    """Return the namings with what their lists say: "the A and B neighbourhoods", "A, B and C in Idlib"."""
    out, order = dict(told), sorted(told, key=lambda i: mentions[i].span)
    for left, right in reversed(list(pairwise(order))):
        if _JOINED.fullmatch(article.text[mentions[left].span.end : mentions[right].span.start]):
            out[left] = _before(out[left], out[right], mentions[right].span.of(article.text))
    for left, right in pairwise(order):
        if _JOINED.fullmatch(article.text[mentions[left].span.end : mentions[right].span.start]):
            out[right] = _after(out[right], out[left], mentions[left].span.of(article.text))
    return out


def _before(told: Told, last: Told, words: str) -> Told:
    """Return a place with what is told of the last of its list."""
    if told.place.precision is None and last.part and fold(words).split()[-1] in _many():
        told = replace(told, part=True)
    units = any(area.precision == "admin" for name in last.place.within for area in known_areas(name))
    if not told.place.within and (units or last.part) and told.place.name not in last.place.within:
        told = replace(told, place=replace(told.place, within=last.place.within))
    return told


def _after(told: Told, first: Told, words: str) -> Told:
    """Return a place as a quarter where the first of its list is one: "neighbourhoods of A and B"."""
    listed = fold(words).split()[0] in _many() or bool(told.place.within)
    quarter = first.part and listed and told.place.precision in (None, "exact")
    return replace(told, part=True) if quarter else told
