"""What was hit: facility mentions in the patient or place role of an event, with the damage told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.mentions.tables import place_verbs
from kg.model import ONE, SOME, Count, Facility, Mention
from kg.nlp import grammar
from kg.reports.damage import Told, damage_of, damages_told, is_none
from kg.reports.factuality import why_not
from kg.reports.incidents import number_before
from kg.reports.scene import Scene, actor_of, place_of
from kg.reports.speakers import speech_kind

if TYPE_CHECKING:
    from kg.reports.happenings import Group

# What a body's camp or office is: "a camp of the faction" shelters nobody, "the newspaper's office" is a newsroom.
_OF_BODY = {"aid": "AidFacility", "media": "MediaOffice", "armed": "MilitarySite", "state": "GovernmentBuilding"}
_OF_BODIES = {
    "AidFacility": frozenset({"Other", "IndustrialSite", "MilitarySite"}),
    "MediaOffice": frozenset({"Other", "MilitarySite"}),
    "MilitarySite": frozenset({"Camp", "Other"}),
    "GovernmentBuilding": frozenset({"Other"}),
}
_HITTING = frozenset({"violence", "detention", "capture"})
_FARTHEST = 4  # words between a facility and the word that tells it was hit: "a number of wings of the hospital"


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("facility_words") if r["kind"] == kind)


def find_facilities(scene: Scene, group: Group) -> tuple[Facility, ...]:
    """Return the facilities that an event hit, in text order."""
    if group.triggers[0].category not in _HITTING:
        return ()
    mentions = scene.of_kind("facility", [t.i for t in group.tokens])
    if not mentions:
        return ()
    out = []
    told = damages_told(group.tokens[0].sent)
    for mention in mentions:
        noun = _noun(scene, mention)
        kind = _type(scene, noun, mention)
        if noun.lemma_.lower() in _words("no-site") or (kind == "Other" and _is_vague(noun, mention)):
            continue
        if _was_hit(scene, noun, mention, group) or _was_damaged(noun, told, group):
            out.append(
                Facility(
                    type=kind,
                    name=mention.value if isinstance(mention.value, str) else None,
                    place=_place_of(scene, noun),
                    damage=damage_of(noun, told) or "hit",
                    count=_count(noun, mention),
                    span=mention.span,
                )
            )
    return tuple(out)


def _noun(scene: Scene, mention: Mention) -> Token:
    """Return the noun of a facility, of its grounds or of the block that it is: "the hospital premises"."""
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    noun = span.root if span is not None else scene.doc[0]
    while noun.dep_ in ("compound", "amod", "flat") and noun.head.lemma_.lower() in _words("general"):
        noun = noun.head
    return noun


def _type(scene: Scene, noun: Token, mention: Mention) -> str:
    """Return the kind of a facility, by whose it is where its own word leaves that open."""
    told = mention.ref or "Other"
    owners = _owners(noun)
    kinds = {actor_of(m).kind for m in scene.of_kind("actor", owners)} | {scene.doc[i].lemma_.lower() for i in owners}
    for body, kind in _OF_BODY.items():
        if body in ("armed", "state") and told == "Other" and noun.lemma_.lower() not in _words("office"):
            continue  # "the U.S. cultural institute", "a hotel of the party"
        if told in _OF_BODIES[kind] and kinds & _words(body):
            return kind
    return told


def _is_vague(noun: Token, mention: Mention) -> bool:
    """Tell whether a word alone names no kind of facility: "the site", not "vital facilities"."""
    alone = mention.span.end - mention.span.start == len(noun)
    return alone and noun.lemma_.lower() in _words("vague")


def _owners(noun: Token) -> list[int]:
    start, end = grammar.phrase(noun)
    owners = [*grammar.possessors(noun), *(part for prep, part in grammar.preps(noun) if prep in ("of", "by"))]
    owners = [o for o in owners if o.lemma_.lower() not in _words("firm")]  # "the offices of a U.S. company"
    return [*range(start, end), *(i for owner in owners for i in range(*grammar.phrase(owner)))]


def _was_hit(scene: Scene, noun: Token, mention: Mention, group: Group) -> bool:
    first = grammar.first_conjunct(noun)
    own = {t.token.i for t in group.triggers}
    if noun.dep_ == "compound" or noun.i in own:
        return noun.head.i in own and noun.i not in own  # "the market bombing", not "a school teacher"
    prep = grammar.case(noun) or grammar.case(first)
    agents = {t.i for a in group.nouns("agents") for t in [a, *grammar.modifiers(a)]}
    if noun.i in agents or first.i in agents:
        return False
    if prep and prep not in _words("hit"):
        return False
    if prep == "of" and noun.head.i in agents:
        return False  # "factions of the operations room"
    if prep in ("in", "at") and noun.head.lemma_.lower() in _words("succumbs"):
        return False  # "died in hospital"
    if prep == "to" and any(is_none(o) for o in grammar.objects(first.head)):
        return False  # "caused no damage to the mosque"
    patient = bool({noun.i, first.i} & {t.i for t in group.nouns("patients")}) or _is_gripped(first, own)
    if not patient and (group.triggers[0].category != "violence" or not _hangs_on_event(first, group)):
        return False
    return not (_stands(scene, first, group) or (prep in _words("stands") and _is_where(scene, first, mention, group)))


def _is_gripped(noun: Token, own: set[int]) -> bool:
    """Tell whether somebody gets hold of it: "seized control of the airport"."""
    return grammar.case(noun) == "of" and noun.head.head.i in own and noun.head.lemma_.lower() in _words("grip")


def _is_where(scene: Scene, noun: Token, mention: Mention, group: Group) -> bool:
    """Tell whether "in" or "on" a facility says only where it was: in a camp, on a street, beside what was hit."""
    prep = grammar.case(noun)
    struck = prep == "on" and any(noun.head == t.token and t.frame.pos == "NOUN" for t in group.triggers)
    if mention.ref == "Road":
        return mention.value is not None or not struck
    if mention.ref == "Camp" and prep != "on":
        return True
    things = [t for t in group.nouns("patients") if _is_thing(scene, t)]
    return any(t.i < noun.i and noun not in grammar.conjuncts(grammar.first_conjunct(t)) for t in things)


def _stands(scene: Scene, noun: Token, group: Group) -> bool:
    """Tell whether another thing stands in or by a facility: "a house in the camp", "in the vicinity of the school"."""
    own = {t.token.i for t in group.triggers}
    token = noun
    while token.head != token and token.i not in own:
        if token != noun and token.lemma_.lower() in _words("around"):
            return True
        if grammar.case(token) in _words("stands") and _is_thing(scene, token.head):
            return True
        token = token.head
    return False


def _hangs_on_event(noun: Token, group: Group) -> bool:
    """Tell whether a noun hangs on a trigger, a patient, or a quantity or list on one ("a number of schools")."""
    anchors = {t.token.i for t in group.triggers} | {t.i for t in group.nouns("patients")}
    anchors |= {v.i for v in _carriers(group)} | {v.i for v in _planting(group)}
    head = noun.head
    for _ in range(_FARTHEST):
        if head.i in anchors:
            return True
        if head.dep_ not in _LINKS or head.head == head or _leads_away(head):
            return False
        if grammar.case(head) == "from":
            return False  # "fired from the upper floors of a bank"
        head = head.head
    return False


def _leads_away(word: Token) -> bool:
    """Tell whether what hangs on a word was not hit: it was gone to, spoken of, only may have been hit, or was not."""
    if not grammar.is_verb(word):
        return is_none(word)  # "there was no damage to the mosque"
    return word.lemma_.lower() in place_verbs("moves") or bool(speech_kind(word)) or why_not(word) is not None


_LINKS = frozenset({"conj", "appos", "nmod", "obl", "acl", "xcomp", "nmod:poss", "poss"})


def _carriers(group: Group) -> Iterator[Token]:
    """Yield the verbs that an event noun is the subject of: "the blast ripped through a market"."""
    for trigger in group.triggers:
        noun = trigger.token
        if noun.dep_ in grammar.SUBJECT and grammar.is_verb(noun.head) and not speech_kind(noun.head):
            yield noun.head


def _planting(group: Group) -> Iterator[Token]:
    """Yield the verbs that tell where what exploded had been put: "a bomb that was left in a bank went off"."""
    for trigger in group.triggers:
        if trigger.frame.scheme != "explode":
            continue
        bombs = grammar.subjects(trigger.token)
        for verb in [grammar.first_conjunct(trigger.token), *(c for bomb in bombs for c in bomb.children)]:
            if verb.lemma_.lower() in _words("planted") and verb != trigger.token:
                yield verb


def _is_thing(scene: Scene, token: Token) -> bool:
    return bool(scene.of_kind("facility", [token.i])) or token.lemma_.lower() in _words("vehicle")


def _was_damaged(noun: Token, told: list[Told], group: Group) -> bool:
    """Tell whether the clause of an attack says what it did to a facility: "caught fire after the shelling"."""
    if group.triggers[0].category != "violence":
        return False
    own = {t.i for t in group.tokens}
    done = [t for t in told if t.verb is None or speech_kind(t.verb) != "claim"]  # "the owner claims damages in court"
    return noun.i in own and any(noun.i in t.things and t.word.i in own for t in done)


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
