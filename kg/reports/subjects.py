"""Who does a verb and whom it befalls, where its own clause leaves that to the clause above it."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar


@cache
def role_words(kind: str) -> frozenset[str]:
    """Return the words of one kind of the table `role_words`."""
    return frozenset(r["form"] for r in lexicon.table("role_words") if r["kind"] == kind)


def subject_nouns(verb: Token) -> list[Token]:
    """Return who does an active verb: its subject, or the one it shares with its head clause."""
    own = grammar.subjects(verb)
    if own:
        return own
    if verb.dep_ == "conj" and grammar.is_verb(verb.head):
        head = verb.head
        if not grammar.passive_subjects(head):
            return subject_nouns(head)
        return grammar.agents(head) if not grammar.is_passive(verb) else []
    if verb.dep_ in ("acl", "amod") and verb.tag_ == "VBG":
        return [verb.head]
    if verb.dep_ in ("advcl", "xcomp", "ccomp") and grammar.is_verb(verb.head):
        head = verb.head
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
            return []  # a clause that is told has a subject of its own: where the parser finds none, nobody is known
        if any(c.lower_ in ("of", "for") and c.dep_ in ("mark", "case", "prep") for c in verb.children):
            # "accused the army of shelling", "blamed the rebels for breaking": the accused did it.
            return undergoer_nouns(head) if grammar.is_passive(head) else grammar.objects(head)
        if head.lemma_ in role_words("causes") and grammar.objects(head):
            return grammar.objects(head)  # "helped the militia storm the village"
        if grammar.is_passive(head):
            # "jets are reported to have hit": the raised subject does it; "was hit by jets, killing 5": the jets did.
            return grammar.agents(head) if verb.dep_ == "advcl" else grammar.passive_subjects(head)
        return subject_nouns(head)
    return []


def shared_subjects(verb: Token) -> list[Token]:
    """Return the subject of a participle, also where a passive verb rules it: "arrested after taking part"."""
    above = verb.head if verb.dep_ == "advcl" else verb
    return subject_nouns(verb) or (grammar.passive_subjects(above) if grammar.is_passive(above) else [])


def undergoer_nouns(verb: Token) -> list[Token]:
    """Return whom a passive verb befell: its subject, the noun it reduces a clause on, or its conjunct's."""
    own = grammar.passive_subjects(verb) or grammar.subjects(verb)
    if own:
        return own
    if verb.dep_ in ("acl", "amod"):
        return [verb.head]
    if verb.dep_ in ("conj", "advcl", "xcomp") and grammar.is_verb(verb.head):
        head = verb.head
        return (
            grammar.passive_subjects(head)
            or grammar.subjects(head)
            or (undergoer_nouns(head) if head.dep_ in ("conj", "acl") else [])
        )
    return []
