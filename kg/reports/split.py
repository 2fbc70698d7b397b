"""Splits a list sentence into one happening per target place: "hit a clinic in A, a school in B and C"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.model import Casualty, Facility, Mention
from kg.nlp import grammar
from kg.reports.roles import role_words
from kg.reports.scene import Scene, place_of

if TYPE_CHECKING:
    from kg.reports.happenings import Group, Happening


def split_by_place(scene: Scene, group: Group, happening: Happening) -> list[Happening]:
    """Return one happening per listed target that has a place of its own; else the happening as it is."""
    if happening.category != "violence":
        return [happening]
    items = _listed_facilities(scene, group) or _placed_items(scene, group)
    if len(items) < 2:
        return _by_toll(scene, happening) or [happening]
    out = []
    for k, (stretch, place) in enumerate(items):
        own = tuple(_as_hit(scene, f) for f in stretch) or tuple(
            f
            for f in happening.facilities
            if f.span is not None and place.span.start in range(f.span.start, f.span.end)
        )
        out.append(
            replace(
                happening,
                places=(place,),
                facilities=tuple(replace(f, place=place_of(place).name) for f in own),
                tolls=happening.tolls if k == 0 else (),
                rules=(*happening.rules, f"split:{k}"),
            )
        )
    return out


def _by_toll(scene: Scene, happening: Happening) -> list[Happening]:
    """Split "six people in Rafah and 11 in Khan Younis": each count of the same harm followed by a place of its own."""
    for toll in happening.tolls:
        wholes = [c for c in toll.casualties if c.span is not None and c.part_of is None]
        placed = [(c, _place_after(scene, c, wholes)) for c in wholes]
        found = [(c, p) for c, p in placed if p is not None]
        if len(wholes) < 2 or len(found) < len(wholes) or len({place_of(p).name for _, p in found}) < len(found):
            continue
        return [
            replace(
                happening,
                places=(place,),
                facilities=happening.facilities if k == 0 else (),
                tolls=(replace(toll, casualties=(casualty,)),),
                rules=(*happening.rules, f"split:{k}"),
            )
            for k, (casualty, place) in enumerate(found)
        ]
    return []


def _place_after(scene: Scene, casualty: Casualty, wholes: Sequence[Casualty]) -> Mention | None:
    """Return the place told right behind a count and before the next one."""
    assert casualty.span is not None, casualty
    end = casualty.span.end
    later = [c.span.start for c in wholes if c.span is not None and c.span.start >= end]
    stop = min(later, default=end + _NEAR)
    for mention in scene.mentions:
        if mention.kind == "place" and end <= mention.span.start < min(stop, end + _NEAR):
            between = scene.article.text[end : mention.span.start].split()
            is_near = len(between) <= 8 and any(w in role_words("place-preposition") for w in between)
            return mention if is_near else None
    return None


_NEAR = 60  # characters


def _as_hit(scene: Scene, mention: Mention) -> Facility:
    name = mention.value if isinstance(mention.value, str) else None
    return Facility(type=mention.ref or "Other", name=name, damage="hit", span=mention.span)


def _listed_facilities(scene: Scene, group: Group) -> list[tuple[list[Mention], Mention]]:
    """Return facilities told as a list, each with its place, read off the order of words: trees of long lists break."""
    sentence = group.triggers[0].token.sent
    tokens = [t.i for t in group.tokens]
    facilities = scene.of_kind("facility", tokens)
    places = scene.of_kind("place", tokens)
    out: list[tuple[list[Mention], Mention]] = []
    for k, facility in enumerate(facilities):
        limit = facilities[k + 1].span.start if k + 1 < len(facilities) else sentence.end_char
        inside = [p for p in places if facility.span.end <= p.span.start < limit]
        if inside and _is_in(scene, facility, inside[0]):
            out.append(([facility], inside[0]))
    text = scene.article.text
    gaps = [text[a[1].span.end : b[0][0].span.start] for a, b in pairwise(out)]
    listed = all(re.match(r"\s*(,|;|and\b|as well as\b)", gap) and len(gap) <= 40 for gap in gaps)
    distinct = {place_of(p).name for _, p in out}
    return out if len(out) > 1 and listed and len(distinct) == len(out) else []


def _is_in(scene: Scene, facility: Mention, place: Mention) -> bool:
    """Tell whether few words lie between a facility and its place, a place preposition among them."""
    words = scene.article.text[facility.span.end : place.span.start].split()
    return len(words) <= 5 and any(w in role_words("place-preposition") for w in words)


def _placed_items(scene: Scene, group: Group) -> list[tuple[list[Mention], Mention]]:
    """Return the coordinated patients with the place that stands inside each of them alone."""
    firsts = {grammar.first_conjunct(n).i for n in group.nouns("patients")}
    for i in sorted(firsts):
        items = grammar.conjuncts(scene.doc[i])
        placed = [(item, _place_in(scene, item)) for item in items]
        found = [(item, place) for item, place in placed if place is not None]
        # Each must be a thing in a place: bare place names in a row are one event's places.
        if len(found) >= 2 and not any(scene.of_kind("place", [item.i]) for item, _ in found):
            return [(scene.of_kind("facility", [item.i]), place) for item, place in found]
    return []


def _place_in(scene: Scene, item: Token) -> Mention | None:
    """Return the first place that hangs on one conjunct, not on those that hang on it."""
    below, stack = [], [c for c in item.children if c.dep_ != "conj"]
    while stack:
        token = stack.pop()
        below.append(token.i)
        stack += list(token.children)
    found = scene.of_kind("place", below)
    return found[0] if found else None
