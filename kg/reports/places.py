"""Where it happened: the most specific places that an event's clause names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.ids import fold
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.roles import role_words
from kg.reports.scene import Scene, place_of

if TYPE_CHECKING:
    from kg.reports.happenings import Group

# The finer, the lower: a village before the area around it, its province and its country.
FINENESS = {"exact": 0, None: 0, "near": 1, "area": 2, "admin": 3, "country": 4}


def find_places(scene: Scene, group: Group, sentence: SpacySpan) -> tuple[Mention, ...]:
    """Return the places of an event, without the areas that only say where those places lie."""
    found = scene.of_kind("place", [t.i for t in group.tokens])
    inside_actor = {i for m in scene.of_kind("actor", range(sentence.start, sentence.end)) for i in _chars(m)}
    inside_facility = {
        i for m in scene.of_kind("facility", range(sentence.start, sentence.end)) if m.value for i in _chars(m)
    }
    found = [m for m in found if m.span.start not in inside_actor | inside_facility]
    placed = [m for m in found if _is_location(scene, m, group)]
    chosen = placed or [m for m in found if _is_patient(scene, m, group)]
    return _most_specific(scene, chosen)


def _chars(mention: Mention) -> range:
    return range(mention.span.start, mention.span.end)


def head_noun(scene: Scene, mention: Mention) -> Token:
    """Return the noun whose phrase a place mention stands in: "province" for "Idlib" in "Idlib province"."""
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    token: Token = span.root if span is not None else scene.doc[0]
    inside = ("compound", "nmod:desc", "nmod:unmarked", "flat", "amod", "appos")
    while token.head != token and (token.dep_ in inside or _owns_part(token)):
        token = token.head
    return token


def _owns_part(token: Token) -> bool:
    """Tell whether a place only owns the part of it that is meant ("Mezraa's outskirts", "the district's streets")."""
    return token.dep_ in grammar.POSSESSIVE and token.head.lemma_.lower() in role_words("place-part")


def _is_location(scene: Scene, mention: Mention, group: Group) -> bool:
    noun = grammar.first_conjunct(head_noun(scene, mention))
    prep = grammar.case(noun)
    if not prep and noun.head.dep_ == "prep":  # ClearNLP
        prep = noun.head.lower_
    if prep == "from" and group.triggers[0].category in ("violence", "harm"):
        return False
    if prep == "of":
        return _is_location_of(noun, group)
    if not _is_ruled(noun, group):
        return prep in ("in", "at", "near", "inside", "across")
    return prep in role_words("place-preposition") or _is_patient(scene, mention, group)


def _is_ruled(noun: Token, group: Group) -> bool:
    """Tell whether a noun hangs on one of the group's triggers, not merely stands in its sentence."""
    own = {t.token.i for t in group.triggers}
    return any(a.i in own for a in [noun, *noun.ancestors])


def _is_location_of(noun: Token, group: Group) -> bool:
    """ "the village of X", "the bombing of X", "south of X" tell a place; "the army of X" does not."""
    head = noun.head
    return head.ent_type_ not in ("ORG", "PER") and not any(head == a for a in group.nouns("agents"))


def _is_patient(scene: Scene, mention: Mention, group: Group) -> bool:
    noun = head_noun(scene, mention)
    heads = {t.i for t in [*group.nouns("patients"), *group.nouns("places")]}
    agents = {t.i for a in group.nouns("agents") for t in a.subtree}
    chain = [noun, *noun.ancestors]
    return noun.i not in agents and any(t.i in heads for t in chain[:3])


def _most_specific(scene: Scene, found: list[Mention]) -> tuple[Mention, ...]:
    containers = {fold(name) for m in found for name in place_of(m).within}
    kept = [m for m in found if fold(place_of(m).name) not in containers or not _has_finer(m, found)]
    kept = [m for m in kept if not _contains_other(scene, m, kept)]
    best = min((FINENESS.get(place_of(m).precision, 0) for m in kept), default=0)
    kept = [m for m in kept if FINENESS.get(place_of(m).precision, 0) <= max(best, 1 if best == 0 else best)]
    if any(FINENESS.get(place_of(m).precision, 0) == 0 for m in kept):
        kept = [m for m in kept if FINENESS.get(place_of(m).precision, 0) == 0]
    first: dict[str, Mention] = {}
    for mention in kept:
        first.setdefault(fold(place_of(mention).name), mention)
    return tuple(first.values())


def _has_finer(mention: Mention, found: list[Mention]) -> bool:
    return any(m is not mention for m in found)


def _contains_other(scene: Scene, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether another place hangs inside this one: "Jabala in southern Idlib", "Sarmin, east of Idlib"."""
    noun = head_noun(scene, mention)
    above = {t.i for t in noun.ancestors}
    for other in found:
        if other is mention:
            continue
        inner = head_noun(scene, other)
        if grammar.case(noun) == "of" and inner == noun.head and inner.i not in range(*_tokens(scene, other)):
            continue  # "the Aleppo neighbourhood of Salaheddin": what follows "of" is the finer
        if grammar.case(inner) == "of" and inner.head == noun and noun.i not in range(*_tokens(scene, mention)):
            return True
        if (
            inner.i in above
            and other.span < mention.span
            and noun.dep_ != "conj"
            and not any(t.dep_ == "conj" for t in _between(noun, inner))
        ):
            return True
        if inner == noun and other.span < mention.span and noun.dep_ != "conj":
            return True
    return False


def _tokens(scene: Scene, mention: Mention) -> tuple[int, int]:
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)


def _between(lower: Token, upper: Token) -> list[Token]:
    out = []
    while lower != upper and lower.head != lower:
        out.append(lower)
        lower = lower.head
    return out
