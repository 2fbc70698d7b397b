"""How many incidents an event word tells: "over 90 airstrikes", "several raids", "a strike"."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.model import ONE, SOME, Count
from kg.nlp import grammar
from kg.reports.numbers import find_numbers, read_count

if TYPE_CHECKING:
    from kg.reports.happenings import Group

_PLURAL = ("NNS", "NNPS")


def number_before(noun: Token) -> Count | None:
    """Return the number told right before a noun, None where there is none."""
    start, _ = grammar.phrase(noun)
    sentence = noun.sent
    offset = sentence.start
    found = find_numbers([t.text for t in sentence], things=True)
    inside = [n for n in found if start <= n.core_start + offset and n.core_end + offset <= noun.i]
    counted = [n for n in found if n.core_end + offset == noun.i - 1 and noun.doc[noun.i - 1].lower_ == "of"]
    return (inside or counted)[-1].count if inside or counted else None


def count_incidents(group: Group) -> Count:
    """Return the number of incidents that a group tells: by its nouns, how often, in how many towns; one by default."""
    nouns = [t.token for t in group.triggers if t.frame.pos == "NOUN" and not t.is_harm]
    told = [c for n in nouns if n.tag_ in _PLURAL and (c := number_before(n)) is not None]
    told += [c for t in group.triggers if t.frame.pos == "VERB" and (c := _how_often(t.token)) is not None]
    told += [] if told else [c for n in group.nouns("patients") if (c := _towns(n)) is not None]
    if told:
        return max(told, key=lambda c: c.min or c.max or 0)
    if any(n.tag_ in _PLURAL for n in nouns):
        return SOME
    return ONE


def _how_often(verb: Token) -> Count | None:
    """Return how many times something was done: "twice", "84 times", "repeatedly"."""
    for child in verb.children:
        often = _often("often", "habit")
        if child.lower_ in often:
            return often[child.lower_]
        if child.lower_ in ("times", "occasions"):
            return read_count([t.text for t in child.doc[child.left_edge.i : child.i] if t.lower_ != "on"])
    return None


@lru_cache(maxsize=256)  # it is asked anew of each pair that may be one event
def is_repeated(token: Token) -> bool:
    """Tell whether an act is told as done time and again: "daily raids", "often shell", "fought for months"."""
    if token.pos_ == "NOUN" and any(m.lower_ in _often("habit") for m in grammar.modifiers(token)):
        return True
    verb = token if grammar.is_verb(token) else grammar.governor(token)
    return verb is not None and (any(c.lower_ in _often("habit") for c in verb.children) or _lasts(verb))


@lru_cache(maxsize=256)
def is_spread(token: Token) -> bool:
    """Tell whether an act is told of many places: "across the country", "in 40 provinces", "earlier bombings"."""
    if token.pos_ == "NOUN" and token.tag_ in _PLURAL and any(m.lower_ in _role_words("elsewhen") for m in token.lefts):
        return True
    verb = token if grammar.is_verb(token) else grammar.governor(token)
    undergone = [*grammar.objects(verb), *grammar.passive_subjects(verb)] if verb is not None else []
    return any(_spreads(node) for node in (token, verb, *undergone) if node is not None)


def _spreads(node: Token) -> bool:
    if any(c.lower_ in _role_words("nationwide") for c in node.children):
        return True
    for prep, noun in grammar.preps(node):
        if prep in ("across", "throughout") and noun.lemma_.lower() in _role_words("expanse"):
            return True
        if prep in ("in", "on", "at", "across", "throughout", "against") and _are_many_places(noun):
            return True
    return False


def _are_many_places(noun: Token) -> bool:
    if noun.tag_ not in _PLURAL or noun.lemma_.lower() not in _role_words("area", "settlement", "expanse", "spot"):
        return False
    return number_before(noun) is not None or any(c.lower_ in _role_words("several") for c in noun.children)


def _lasts(verb: Token) -> bool:
    """Tell whether a verb is told to have gone on for weeks or longer: "for months", "on a daily basis"."""
    for prep, noun in grammar.preps(verb):
        if prep == "for" and noun.lemma_.lower() in _often("lasting"):
            return True
        if prep == "on" and noun.lower_ == "basis" and any(c.lower_ in _often("habit") for c in noun.children):
            return True
    return False


@cache
def _often(*kinds: str) -> dict[str, Count]:
    rows = lexicon.table("number_words", columns=("form", "kind", "value"))
    return {r["form"]: Count(min=int(r["value"])) for r in rows if r["kind"] in kinds}


def _towns(noun: Token) -> Count | None:
    """Return how many towns were hit: "shelled 17 villages", "several districts of the city"."""
    if noun.tag_ not in _PLURAL or noun.lemma_.lower() not in _role_words("settlement"):
        return None
    return number_before(noun) or SOME


@cache
def _role_words(*kinds: str) -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("role_words") if r["kind"] in kinds)
