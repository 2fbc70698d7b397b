"""What became of a facility: the word that tells damage, and what that word says was damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from kg import lexicon
from kg.model import Damage
from kg.nlp import grammar
from kg.reports.factuality import why_not

_REACH = 12  # words between the parts of a phrase: "reduced the whole left wing of the hospital to rubble"
_DEPTH = 3  # "the windows of the ward of a clinic"
_PARTS = ("of",)
_STANDS_ON = ("of", "to", "in", "on", "at")  # "damage to", "a hole in"
_GIVEN_TO = ("to", "at", "in", "on")
_POINTING = frozenset({"it", "they", "itself", "themselves"})
# "Destroyed or damaged" is damaged: of two words the weaker holds.
_ORDER: tuple[Damage, ...] = ("out-of-service", "damaged", "destroyed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A word that tells damage, and the nouns that it tells it of."""

    word: Token
    damage: Damage
    things: frozenset[int]
    pointing: bool  # some of the things are told by a pronoun

    @property
    def verb(self) -> Token | None:
        """The verb of the clause that tells it."""
        return _verb(self.word)


@cache
def _forms() -> tuple[tuple[tuple[str, ...], Damage], ...]:
    rows = [(tuple(re.split(r"[ -]", r["form"])), r["damage"]) for r in lexicon.table("damage_words")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))  # type: ignore[arg-type]


@cache
def _numbers() -> dict[str, frozenset[int]]:
    forms = [(form[0], k) for k, (form, _) in enumerate(_forms())]
    return {first: frozenset(k for other, k in forms if other == first) for first, _ in forms}


def _by_first(word: str) -> frozenset[int]:
    """Return the numbers of the forms that begin with a word."""
    return _numbers().get(word, frozenset())


def damage_of(noun: Token, told: list[Told]) -> Damage | None:
    """Return what is told to have become of a thing, None where nothing is."""
    found = {t.damage for t in told if noun.i in t.things or (t.pointing and noun.i < t.word.i)}
    return next((d for d in _ORDER if d in found), None)


def damages_told(sentence: Span) -> list[Told]:
    """Return the damage that a sentence tells as done, in text order."""
    out, taken = [], set[int]()
    for match, damage in _matches(sentence):
        if taken.isdisjoint(t.i for t in match):
            taken |= {t.i for t in match}
            word = next(t for t in match if t.head not in match or t.head == t)
            if not _is_denied(word):
                things = [t for thing in _undergone(word, match) for t in _parts(thing)]
                out.append(
                    Told(
                        word=word,
                        damage=damage,
                        things=frozenset(t.i for t in things),
                        pointing=any(t.lemma_.lower() in _POINTING for t in things),
                    )
                )
    return sorted(out, key=lambda t: t.word.i)


def _matches(sentence: Span) -> Iterator[tuple[list[Token], Damage]]:
    """Yield the phrases that tell damage, the longest forms first, each form in text order."""
    begun = [(k, token) for token in sentence for k in _by_first(token.lemma_.lower()) | _by_first(token.lower_)]
    for k, token in sorted(begun, key=lambda pair: (pair[0], pair[1].i)):
        form, damage = _forms()[k]
        found = _goes_on(token, form)
        if found:
            yield found, damage


def _goes_on(first: Token, form: tuple[str, ...]) -> list[Token]:
    """Return the tokens of a phrase: side by side, or hanging on its verb."""
    reach = _REACH if grammar.is_verb(first) else 0
    match, rest = [first], list(form[1:])
    for token in first.sent[first.i - first.sent.start + 1 :]:
        if not rest:
            return match
        if rest[0] in (token.lemma_.lower(), token.lower_) and (not reach or first.is_ancestor(token)):
            match.append(token)
            rest.pop(0)
        elif not token.is_punct and token.i - match[-1].i > reach:
            break
    return [] if rest else match


def is_none(noun: Token) -> bool:
    """Tell whether a noun is told not to be there: "no damage"."""
    return any(c.lower_ == "no" for c in noun.children)


def _is_denied(word: Token) -> bool:
    """Tell whether damage is negated, or only may come."""
    if grammar.case(word) == "without" or is_none(word):
        return True
    verb = _verb(word)
    return verb is not None and bool(why_not(verb))


def _verb(word: Token) -> Token | None:
    return word if grammar.is_verb(word) else grammar.governor(word)


def _undergone(word: Token, match: list[Token]) -> list[Token]:
    """Return what a word says was damaged, before conjuncts and parts."""
    if word.dep_ == "amod":
        return [word.head]
    if grammar.is_verb(word):
        return _of_verb(word, match)
    if word.pos_ == "NOUN":
        return _of_noun(word, match)
    return grammar.subjects(word) or (_of_outer(word.head) if word.dep_ == "xcomp" else [])


def _of_verb(verb: Token, match: list[Token]) -> list[Token]:
    objects = [t for t in grammar.objects(verb) if t not in match]
    if objects:
        return objects
    given = [n for t in match for prep, n in grammar.preps(t) if prep in _GIVEN_TO and n not in match]
    if given and any(t.dep_ in grammar.OBJECT for t in match):
        return given  # "set fire to a clinic", "sparked a fire at a depot"
    if grammar.passive_subjects(verb):
        return grammar.passive_subjects(verb)
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ == "xcomp":
        return _of_outer(verb.head)
    return grammar.subjects(verb) or (_of_verb(verb.head, match) if verb.dep_ == "conj" else [])


def _of_outer(verb: Token) -> list[Token]:
    """Return what a verb leaves, renders or makes so: its object, else its subject."""
    return grammar.objects(verb) or grammar.passive_subjects(verb) or grammar.subjects(verb)


def _of_noun(noun: Token, match: list[Token]) -> list[Token]:
    if grammar.case(noun) and len(match) > 1:  # "out of service": of the subject, or of what was put so
        return grammar.subjects(noun) or (_of_outer(noun.head) if grammar.is_verb(noun.head) else [noun.head])
    own = [t for prep, t in grammar.preps(noun) if prep in _STANDS_ON] + grammar.possessors(noun)
    if own or not grammar.is_verb(noun.head):
        return own
    return [t for prep, t in grammar.preps(noun.head) if prep in _STANDS_ON]


def _parts(thing: Token, depth: int = _DEPTH) -> Iterator[Token]:
    """Yield a thing, what is coordinated with it, and what it is a part of."""
    for token in grammar.conjuncts(grammar.antecedent(thing)):
        yield token
        yield from (t for t in grammar.modifiers(token) if t.dep_ == "compound")
        if depth:
            wholes = [t for prep, t in grammar.preps(token) if prep in _PARTS]
            for whole in (*wholes, *grammar.possessors(token)):
                yield from _parts(whole, depth - 1)
