"""Whose a thing is: "positions of the SDF", "areas held by the army", "a bus carrying soldiers"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar
from kg.reports.subjects import role_words


def owners(noun: Token) -> list[Token]:
    """Return whose a thing is: "positions of the SDF", "the army's checkpoint", "a bus carrying soldiers"."""
    out = [*grammar.possessors(noun), *grammar.modifiers(noun)]
    out += [
        c
        for prep, part in grammar.preps(noun)
        if prep in ("of", "for", "belonging to")
        for c in grammar.conjuncts(part)
    ]
    for child in noun.children:
        if child.dep_ not in ("acl", *grammar.RELATIVE):
            continue
        lemma = child.lemma_.lower()
        if lemma in role_words("meant") and grammar.is_passive(child):
            out += [n for prep, n in grammar.preps(child) if prep == "for"]
        if lemma in holding() and grammar.is_passive(child):
            out += grammar.agents(child)
        elif lemma in role_words("houses") and not grammar.is_passive(child):
            out += [c for o in grammar.objects(child) for c in grammar.conjuncts(o)]
            out += [n for prep, n in grammar.preps(child) if lemma == "belong" and prep == "to"]
    return out


@cache
def holding() -> frozenset[str]:
    """Return the verbs that tell whose a thing is ("positions held by …")."""
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "holding")
