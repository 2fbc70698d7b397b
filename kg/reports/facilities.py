"""What was hit: facility mentions in the patient or place role of an event, with the damage told."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.model import ONE, SOME, Count, Damage, Facility, Mention
from kg.nlp import grammar
from kg.reports.incidents import number_before
from kg.reports.scene import Scene, place_of

if TYPE_CHECKING:
    from kg.reports.happenings import Group

_HIT_PREPS = frozenset(
    {"on", "in", "at", "into", "inside", "onto", "against", "to", "of", "over", "upon", "including", "like", "such as"}
)


@cache
def _damage_words() -> dict[str, Damage]:
    return {r["form"]: r["damage"] for r in lexicon.table("damage_words")}  # type: ignore[misc]


def find_facilities(scene: Scene, group: Group) -> tuple[Facility, ...]:
    """Return the facilities that an event hit, in text order."""
    if group.triggers[0].category != "violence":
        return ()
    out = []
    for mention in scene.of_kind("facility", [t.i for t in group.tokens]):
        noun = _noun(scene, mention)
        if _was_hit(noun, group):
            out.append(
                Facility(
                    type=mention.ref or "Other",
                    name=mention.value if isinstance(mention.value, str) else None,
                    place=_place_of(scene, noun),
                    damage=_damage(noun, group),
                    count=_count(noun, mention),
                    span=mention.span,
                )
            )
    return tuple(out)


def _noun(scene: Scene, mention: Mention) -> Token:
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    return span.root if span is not None else scene.doc[0]


def _was_hit(noun: Token, group: Group) -> bool:
    first = grammar.first_conjunct(noun)
    prep = grammar.case(noun) or grammar.case(first)
    if prep and prep not in _HIT_PREPS:
        return False
    agents = {t.i for a in group.nouns("agents") for t in [a, *grammar.modifiers(a)]}
    if noun.i in agents or first.i in agents:
        return False
    if {noun.i, first.i} & {t.i for t in group.nouns("patients")}:
        return True
    return _hangs_on_trigger(first, group)


def _hangs_on_trigger(noun: Token, group: Group) -> bool:
    """Tell whether a noun hangs on a trigger, a patient, or a quantity or list on one ("a number of schools")."""
    anchors = {t.token.i for t in group.triggers} | {t.i for t in group.nouns("patients")}
    head = noun.head
    for _ in range(3):
        if head.i in anchors:
            return True
        if head.dep_ not in ("conj", "appos", "nmod", "obl", "acl", "xcomp", "compound") or head.head == head:
            return False
        head = head.head
    return False


def _damage(noun: Token, group: Group) -> Damage:
    words = _damage_words()
    sentence = noun.sent.text.lower()
    phrases = [d for form, d in words.items() if " " in form and form in sentence]
    chain = [
        grammar.first_conjunct(noun).head,
        *grammar.first_conjunct(noun).head.children,
        *(t.token for t in group.triggers),
    ]
    found = [*phrases, *(words[t.lemma_.lower()] for t in chain if t.lemma_.lower() in words)]
    order: list[Damage] = ["out-of-service", "damaged", "destroyed"]
    return next((d for d in order if d in found), "hit")


def _count(noun: Token, mention: Mention) -> Count:
    told = number_before(noun)
    if told is not None:
        return told
    return SOME if noun.tag_ in ("NNS", "NNPS") and not mention.value else ONE


def _place_of(scene: Scene, noun: Token) -> str | None:
    for item in (noun, grammar.first_conjunct(noun)):
        for prep, part in grammar.preps(item):
            if prep in ("in", "at", "near", "of"):
                found = scene.places_at(part)
                if found:
                    return place_of(found[0]).name
    return None
