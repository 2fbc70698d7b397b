"""The words that a speaker goes by: a phrase with what follows it, its title and name, its name alone."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.nlp import grammar

_PARTS = frozenset({"of", "for", "in", "at", "from", "with", "within", "inside", "near", "against", "to"})


def ends(noun: Token) -> Iterator[int]:
    """Yield where a phrase ends with what follows it without a comma: "an office for X", "a person who was there"."""
    for child in noun.rights:
        part = grammar.case(child) in _PARTS if grammar.base(child) == "nmod" else child.dep_ in grammar.RELATIVE
        if not part or child.left_edge.text in (",", "—", "–", "("):
            return
        yield child.right_edge.i + 1


def title_and_name(noun: Token, start: int, end: int) -> list[tuple[int, int]]:
    """Return the title and the name of "army spokesman X Y" each, none of a phrase that has no title."""
    first = noun.i
    while first > start and noun.doc[first - 1].pos_ == "PROPN":
        first -= 1
    titled = noun.pos_ == "PROPN" and first > start and noun.doc[first - 1].pos_ == "NOUN"
    return [(start, first), (first, end)] if titled else []


def shorter(noun: Token, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the name in "X charity", and a phrase without the adjectives that lead it: "semi-official commission"."""
    first = noun.i
    while first > start and noun.doc[first - 1].pos_ == "PROPN":
        first -= 1
    if noun.pos_ == "NOUN" and first < noun.i:
        yield first, noun.i
    led = start
    while led < noun.i and noun.doc[led].pos_ == "ADJ":
        led += 1
    if start < led < noun.i:
        yield led, end


def names_beside(noun: Token) -> Iterator[tuple[int, int]]:
    """Yield the names beside what somebody is: "the priest, Father X Y"."""
    for child in noun.rights:
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            start, end = grammar.phrase(child)
            yield start, end
            yield from title_and_name(child, start, end)


def with_parts(noun: Token, end: int) -> int:
    """Return where a phrase ends with the parts that follow it at once: "officials of the Chechen side"."""
    for child in noun.rights:
        if grammar.base(child) == "nmod" and child.left_edge.i == end and not any(t.text == "," for t in child.subtree):
            end = child.right_edge.i + 1
    return end
