"""Finds the places among what the model takes for a person or a body ("in X", "Jabal X"), and persons among places."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span as Entity

from kg import lexicon
from kg.mentions.tables import place_verbs
from kg.mentions.words import key_of
from kg.nlp.grammar import OBJECT, PASSIVE_SUBJECT, conjuncts, first_conjunct

LOCATIONS = frozenset({"LOC", "GPE", "FAC"})
_INTO = frozenset({"in", "inside", "near", "outside", "around"})
_LONGEST = 3  # words of a name that an opener or a type word makes a place, hyphens aside


def is_misread(entity: Entity) -> bool:
    """Tell whether what the model takes for a person or a body stands where a place must, or is formed as one."""
    if entity.label_ == "ORG":
        return _opens_as_place(entity) or _closes_as_unit(entity) or _body_in_place(entity)
    return entity.label_ in ("PER", "PERSON") and (_opens_as_place(entity) or _person_in_place(entity))


def is_person(entity: Entity) -> bool:
    """Tell whether a name of several words is a person's: by the model, or because only people are killed or jailed."""
    if entity.label_ in ("PER", "PERSON"):
        return True
    first = first_conjunct(entity.root)
    harmed = first.dep_ in OBJECT | PASSIVE_SUBJECT and first.head.lemma_.lower() in place_verbs("harms-people")
    return entity.label_ in LOCATIONS and harmed and len(entity) > 1 and not _opens_as_place(entity)


@cache
def _signs(side: str) -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("place_signs") if row["side"] == side)


@cache
def _bodies() -> frozenset[str]:
    """Return the words that bodies are called by: "council", "brigade", "movement"."""
    tables = [lexicon.table(name) for name in ("body_words", "force_words", "speech_words")]
    return frozenset(row["form"].split()[-1] for rows in tables for row in rows)


def _opens_as_place(entity: Entity) -> bool:
    """Tell whether a name starts as those of hills and villages do: "Jabal X", "Kafr X", not "Tel X Council"."""
    words = entity.text.lower().split()
    return 1 < len(words) <= _LONGEST and words[0] in _signs("opens") and key_of(words[-1]) not in _bodies()


def _closes_as_unit(entity: Entity) -> bool:
    """Tell whether a name ends with what a unit of land is called: "X District", "X Village"."""
    return 1 < len(entity) <= _LONGEST + 1 and key_of(entity[-1].text) in _signs("closes")


def _body_in_place(entity: Entity) -> bool:
    """Tell whether what is called a body is what something is in: "in al-Jabal al-Aswad and Marib", "at Al-Tanf"."""
    root = entity.root
    first = first_conjunct(root)
    case = {child.lower_ for child in first.children if child.dep_ == "case"}
    if case & _INTO and any(item != root and item.ent_type_ in LOCATIONS for item in conjuncts(first)):
        return True
    told = any(child.dep_ in ("det", "amod", "nmod:poss") for item in (root, first) for child in item.children)
    arabic = entity.text.lower().startswith(("al-", "al ", "ash-", "as-", "ar-", "an-", "at-", "ad-"))
    return bool(case & (_INTO | {"at"})) and not told and arabic and len(entity.text.split()) <= _LONGEST


def _person_in_place(entity: Entity) -> bool:
    root = entity.root
    if any(child.dep_ == "case" and child.lower_ in _INTO for child in root.children):
        return True
    if root.dep_ == "pobj" and root.head.lower_ in _INTO:
        return True
    first = first_conjunct(root)
    if (
        first.dep_ in OBJECT | PASSIVE_SUBJECT
        and first.head.lemma_.lower() in place_verbs("bombs")
        and len(entity) <= 3
    ):
        return True  # "shelled Kansafra and al-Bara"
    return root.dep_ == "conj" and root.head.ent_type_ in LOCATIONS
