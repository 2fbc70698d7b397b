"""Splits a list sentence into one happening per target place: "hit a clinic in A, a school in B and C"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.model import Mention
from kg.nlp import grammar
from kg.reports.scene import Scene

if TYPE_CHECKING:
    from kg.reports.happenings import Group, Happening


def split_by_place(scene: Scene, group: Group, happening: Happening) -> list[Happening]:
    """Return one happening per coordinated target that has a place of its own; else the happening as it is."""
    items = _placed_items(scene, group)
    if len(items) < 2 or happening.category != "violence":
        return [happening]
    out = []
    for k, (item, places) in enumerate(items):
        tokens = {t.i for t in _own_tokens(item)}
        chars = {c for i in tokens for c in range(scene.doc[i].idx, scene.doc[i].idx + len(scene.doc[i]))}
        out.append(
            replace(
                happening,
                places=tuple(places),
                facilities=tuple(f for f in happening.facilities if f.span is not None and f.span.start in chars),
                tolls=happening.tolls if k == 0 else (),
                rules=(*happening.rules, f"split:{k}"),
            )
        )
    return out


def _placed_items(scene: Scene, group: Group) -> list[tuple[Token, list[Mention]]]:
    """Return the coordinated patients with the places that stand inside each of them alone."""
    firsts = {grammar.first_conjunct(n).i for n in group.nouns("patients")}
    for i in sorted(firsts):
        items = grammar.conjuncts(scene.doc[i])
        placed = [(item, _places_in(scene, item)) for item in items]
        placed = [(item, found) for item, found in placed if found]
        # Each must be a thing in a place: bare place names in a row are one event's places.
        if len(placed) >= 2 and all(_is_thing(scene, item) for item, _ in placed):
            return placed
    return []


def _own_tokens(item: Token) -> list[Token]:
    """Return the tokens of one conjunct without the conjuncts that hang on it."""
    out, stack = [], [item]
    while stack:
        token = stack.pop()
        out.append(token)
        stack += [c for c in token.children if not (c.dep_ == "conj" and token == item)]
    return out


def _places_in(scene: Scene, item: Token) -> list[Mention]:
    below = [t.i for t in _own_tokens(item) if t != item]
    found = scene.of_kind("place", below)
    return found[:1]


def _is_thing(scene: Scene, item: Token) -> bool:
    return not scene.of_kind("place", [item.i])
