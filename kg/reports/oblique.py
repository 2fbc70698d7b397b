"""The roles of what hangs on an event word by a preposition: sides, targets, tools and places."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar
from kg.reports.frames import Frame
from kg.reports.owners import owners
from kg.reports.subjects import role_words


def add_under(noun: Token, roles: dict[str, list[Token]]) -> None:
    """Places that hang on an argument: "hit a school in Jarjanaz", "the town of X"."""
    for item in grammar.conjuncts(noun):
        for prep, place in grammar.preps(item):
            if prep in role_words("place-preposition") or prep == "of":
                roles["places"].append(place)


def add_preps(head: Token, frame: Frame, roles: dict[str, list[Token]]) -> None:
    """Add what hangs on an event word by prepositions to its roles."""
    violent = frame.category == "violence"
    if frame.scheme in ("harm", "undergo"):
        roles["agents"] += _owners_of_arms(head)
    if frame.type == "Clash":  # "the worst fighting in years between X and Y"
        roles["parties"] += [n for _, noun in grammar.preps(head) for p, n in grammar.preps(noun) if p == "between"]
    for prep, noun in grammar.preps(head):
        if frame.category == "protest" and prep == "against":
            roles["patients"].append(noun)
        elif (prep in ("with", "against") and (frame.scheme in ("clash", "parties") or _is_mutual(prep, frame))) or (
            prep == "between" and frame.scheme in ("clash", "parties", "event") and _is_between_sides(noun, frame)
        ):
            roles["parties"] += [noun, *_loose_conjuncts(noun)]
        elif prep == "at" and noun.lemma_.lower() == "hand":
            roles["agents"] += [
                c for inner, part in grammar.preps(noun) if inner == "of" for c in grammar.conjuncts(part)
            ]
        elif prep == "by" and (noun.dep_ == "obl:agent" or frame.pos == "NOUN" or grammar.is_passive(head)):
            # "fled bombardment by the army": the parser hangs the agent of the noun on the verb.
            if frame.pos == "NOUN" or (frame.scheme == "flee" and not grammar.is_passive(head)):
                roles["agents"].append(noun)
        elif prep in role_words("tool-preposition") and violent:
            roles["tools"].append(noun)
        elif prep == "to" and frame.scheme == "lose":
            roles["agents"].append(noun)
        elif prep == "from" and frame.category == "capture":
            roles["patients"].append(noun)
        elif prep == "from" and frame.scheme == "flee":
            roles["agents"] += grammar.possessors(noun)  # "fled from the army's bombardment"
            roles["places"].append(noun)
        elif prep in ("from", "by") and frame.scheme == "come-under":
            roles["agents"].append(noun)  # "came under fire from the rebels"
        elif prep == "from" and violent:
            # Where it was fired from is not where it hit, but who holds it fired it.
            roles["agents"] += owners(noun) if noun.lemma_.lower() in role_words("fired-from") else []
        else:
            _add_hit(prep, noun, frame, roles)


def _add_hit(prep: str, noun: Token, frame: Frame, roles: dict[str, list[Token]]) -> None:
    """Add what a preposition tells of whom or where it hit."""
    hits = role_words("near-preposition") if frame.scheme in ("land", "explode") else frozenset({"against", "on"})
    if (prep in role_words("target-preposition") and frame.category == "violence") or prep in hits:
        roles["patients"].append(noun)
    if prep in role_words("place-preposition") or prep == "against":
        roles["places"].append(noun)
        add_under(noun, roles)


def _owners_of_arms(head: Token) -> list[Token]:
    """Return whose the arms are that people die under: "died under Armenian shells"."""
    arms = [noun for prep, noun in grammar.preps(head) if prep in ("under", "from", "to") and noun.lemma_ in _arms()]
    return [c for noun in arms for c in (*grammar.possessors(noun), *grammar.modifiers(noun))]


@cache
def _arms() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("force_words") if r["class"] == "arms")


def _is_between_sides(noun: Token, frame: Frame) -> bool:
    """Tell whether "between" tells sides: "fire between Azaz and Marea" is between towns, a truce between states."""
    return noun.ent_type_ != "LOC" or frame.type == "Clash" or frame.category in ("meeting", "agreement")


def _is_mutual(prep: str, frame: Frame) -> bool:
    return prep == "with" and (frame.category in ("meeting", "agreement") or frame.type == "Clash")


def _loose_conjuncts(noun: Token) -> list[Token]:
    """Return what the parser hangs beside a noun instead of coordinating it ("between rebels and army forces")."""
    later = [c for c in noun.head.children if c.i > noun.i and grammar.base(c) in ("nmod", "obl")]
    return [c for c in later if not grammar.case(c) and any(g.dep_ == "cc" for g in c.children)]
