"""How a place stands to an event: told as its place, in its surroundings, as its doer's, on the way, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.mentions.tables import place_verbs
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.frames import frame_of
from kg.reports.roles import role_words
from kg.reports.scene import Scene
from kg.reports.speakers import speech_kind

if TYPE_CHECKING:
    from kg.reports.happenings import Group


class Standing(IntEnum):
    """The lower, the surer that an event was in a place."""

    TOLD = 0  # "hit a school in X", "the bombing of X", "X, where five were killed"
    AROUND = 1  # "In X, …", "entered X and killed five", "killed people who queued in X"
    DOER = 2  # "militants in X killed five": nothing else is told
    PASSING = 3  # "a convoy going to X was hit", "the wounded were taken to X"


_INSIDE = ("compound", "nmod:desc", "nmod:unmarked", "flat", "amod", "appos")
_BARE = frozenset(
    {"obj", "dobj", "obl:unmarked", "nmod:unmarked", "nmod:desc", "compound", "amod", "appos", "conj", "flat"}
    | {"list", "dislocated", "parataxis", "ROOT", "dep", "nmod:poss", "poss", "obl:npmod", "nmod", "obl", "vocative"}
)
_MORE_PREPS = frozenset({"of", "against", "including", "such as", "like", "upon", "to", "into", "onto", "behind"})
_BESIDE = frozenset({"near", "close to", "outside", "beside", "next to", "opposite", "across from", "bordering"})


def head_noun(scene: Scene, mention: Mention) -> Token:
    """Return the noun whose phrase a place mention stands in: "province" for "Idlib" in "Idlib province"."""
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    token: Token = span.root if span is not None else scene.doc[0]
    while token.head != token and (token.dep_ in _INSIDE or _owns_part(token)):
        token = token.head
    return token


def _owns_part(token: Token) -> bool:
    """Tell whether a place only owns the part of it that is meant ("Mezraa's outskirts", "the district's streets")."""
    return token.dep_ in grammar.POSSESSIVE and token.head.lemma_.lower() in role_words("place-part")


def preposition(token: Token) -> str:
    """Return the preposition that a noun, or the list it stands in, is told with; "" where there is none."""
    first = grammar.first_conjunct(token)
    for item in (token, first):
        if word := grammar.case(item):
            return word
        if item.head.dep_ == "prep":  # ClearNLP
            return item.head.lower_
    return ""


def standing(scene: Scene, mention: Mention, group: Group) -> Standing | None:
    """Return how a place stands to the event of a group, None where it is no place of it."""
    noun = head_noun(scene, mention)
    own = {t.token.i for t in group.triggers}
    if noun.i in own:
        return Standing.TOLD  # "the Idlib attack"
    if any(t.i == noun.i for i in own for t in scene.doc[i].ancestors if t.dep_ not in grammar.SUBJECT):
        return Standing.TOLD  # "X, where five people were killed"
    if not _may_place(noun, group):
        return None
    below = list(_below(grammar.first_conjunct(noun), own))
    top = below[-1].head
    found = _under(below, group, top) if top.i in own else _beside(below, top, group)
    return None if found is not None and found > Standing.TOLD and _only_names(scene, mention, noun) else found


def _only_names(scene: Scene, mention: Mention, noun: Token) -> bool:
    """Tell whether a place only names another thing: "prepared a Middle East tour", "Gaza officials"."""
    if scene.of_kind("place", [noun.i]) or noun.dep_ == "flat" or noun.pos_ == "PROPN":
        return False
    return not scene.of_kind("facility", [noun.i]) and noun.lemma_.lower() not in role_words("place-part")


def is_beside(mention_noun: Token) -> bool:
    """Tell whether a place is only told as near the one that is meant: "X, close to Y"."""
    return grammar.case(mention_noun) in _BESIDE


def _below(token: Token, own: set[int]) -> Iterator[Token]:
    """Yield the tokens from a noun up to what hangs on the first trigger, or on the verb that rules both."""
    yield token
    while token.head != token and token.head.i not in own:
        if any(t.i in own for t in token.head.subtree):
            return  # the next one up rules the trigger as well
        token = token.head
        yield token


def _may_place(noun: Token, group: Group) -> bool:
    """Tell whether a noun's preposition can place an event; what it comes "from" or is "for" cannot."""
    prep = preposition(noun)
    head = grammar.first_conjunct(noun).head
    if not prep and noun.lower_ in COMPASS:
        return True  # "south of X"
    if prep == "from":
        return group.triggers[0].category in ("displacement", "capture")
    if prep in ("for", "over", "on") and head.i in {t.token.i for t in group.triggers}:
        return True  # "the battle for X"
    if prep:
        return prep in role_words("place-preposition") or prep in _MORE_PREPS or _is_compass(head)
    return noun.dep_ in _BARE | grammar.PASSIVE_SUBJECT or noun.dep_ in grammar.SUBJECT


def _is_compass(token: Token) -> bool:
    return token.pos_ in ("ADV", "NOUN", "ADJ") and token.lower_ in COMPASS


COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})


def _under(below: list[Token], group: Group, trigger: Token) -> Standing | None:
    """Return the standing of a place that hangs on a trigger, by what lies between."""
    noun = below[0]
    agents = {t.i for t in group.nouns("agents")}
    if any(t.i in agents for t in below):
        return _of_doer(below, agents)
    if noun.dep_ in grammar.SUBJECT and grammar.is_verb(trigger) and not _befell(noun, group):
        return None
    found = Standing.TOLD
    for token in below:
        if token != noun and _is_clause(token):
            found = max(found, _clause_standing(token))
        if token != noun and token.dep_ == "conj" and token.lemma_.lower() in place_verbs("moves"):
            found = Standing.PASSING  # "were wounded and taken to X"
        if token != noun and preposition(token) == "from" and group.triggers[0].category == "violence":
            return None
    if len(below) > 1 and preposition(noun) == "of" and below[1].ent_type_ in ("ORG", "PER"):
        return None
    if any(speech_kind(t) for t in below):
        return None
    return found


def _befell(noun: Token, group: Group) -> bool:
    """Tell whether the subject of a trigger is what it befell: "X came under fire", "Khan Sheikhun bombed"."""
    return noun.i in {t.i for role in ("patients", "places", "tools") for t in group.nouns(role)}


def _of_doer(below: list[Token], agents: set[int]) -> Standing | None:
    """A place told of who did it says where only if nothing else does; what the doer is named after never."""
    first = next(k for k, t in enumerate(below) if t.i in agents)
    clauses = [t for t in below[:first] if _is_clause(t)]
    if clauses and all(_is_attack(t) for t in clauses) and below[0].i not in agents:
        return Standing.TOLD  # "the bombing of a drone targeting the road to X"
    prep = preposition(below[0])
    bearing = below[0].lower_ in COMPASS  # "gunmen near a bridge south of X"
    if below[0].i in agents or (prep in ("of", "from", "") and not bearing) or clauses:
        return None
    return Standing.DOER


def _is_attack(verb: Token) -> bool:
    frame = frame_of(verb)
    return frame is not None and frame.category == "violence"


def _is_clause(token: Token) -> bool:
    return token.dep_ in grammar.CLAUSE and grammar.is_verb(token)


def _clause_standing(verb: Token) -> Standing:
    """Return how sure a place is that stands in a clause on a noun of the event."""
    lemma = verb.lemma_.lower()
    if lemma in place_verbs("locates"):
        return Standing.TOLD
    return Standing.PASSING if lemma in place_verbs("moves") else Standing.AROUND


def _beside(below: list[Token], top: Token, group: Group) -> Standing | None:
    """Return the standing of a place that shares its clause, or one above it, with the event."""
    noun, branch = below[0], below[-1]
    if any(speech_kind(t) for t in below) or any(_is_clause(t) and t != branch for t in below):
        return None
    if branch.dep_ in grammar.SUBJECT and top.lemma_.lower() in place_verbs("sees"):
        return Standing.TOLD  # "Zawiya saw clashes"
    if speech_kind(top):
        return Standing.AROUND if _opens(noun, top) and noun == branch else None
    if branch.dep_ in grammar.SUBJECT and grammar.is_verb(top):
        return None
    if top.lemma_.lower() in place_verbs("moves") or _is_moved(branch):
        return Standing.PASSING
    if len(below) > 1 and preposition(noun) == "of" and below[1].ent_type_ in ("ORG", "PER"):
        return None
    return Standing.AROUND


def _is_moved(token: Token) -> bool:
    return _is_clause(token) and token.lemma_.lower() in place_verbs("moves")


def _opens(noun: Token, verb: Token) -> bool:
    """Tell whether a place opens its sentence, before who says so: "In X, officials said …"."""
    return noun.head == verb and all(noun.i < s.i for s in grammar.subjects(verb))
