"""How many incidents an event word tells: "over 90 airstrikes", "several raids", "a strike"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.model import ONE, SOME, Count
from kg.nlp import grammar
from kg.reports.numbers import find_numbers

if TYPE_CHECKING:
    from kg.reports.happenings import Group


def number_before(noun: Token) -> Count | None:
    """Return the number told right before a noun, None where there is none."""
    start, _ = grammar.phrase(noun)
    sentence = noun.sent
    offset = sentence.start
    found = find_numbers([t.text for t in sentence])
    inside = [n for n in found if start <= n.core_start + offset and n.core_end + offset <= noun.i]
    return inside[-1].count if inside else None


def count_incidents(group: Group) -> Count:
    """Return the number of incidents that the event nouns of a group tell; one where nothing says more."""
    nouns = [t.token for t in group.triggers if t.frame.pos == "NOUN" and not t.is_harm]
    told = [c for n in nouns if n.tag_ in ("NNS", "NNPS") and (c := number_before(n)) is not None]
    if told:
        return max(told, key=lambda c: c.min or c.max or 0)
    if any(n.tag_ in ("NNS", "NNPS") for n in nouns):
        return SOME
    return ONE
