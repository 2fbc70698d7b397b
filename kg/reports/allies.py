"""Who did it together with those who are told as doing it: "alongside X", "with the help of X", "backed by X"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.mentions.tables import ARMED
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.harm import is_armed_word
from kg.reports.roles import role_words
from kg.reports.scene import Scene, actor_of


def find_allies(scene: Scene, noun: Token) -> list[Mention]:
    """Return the actors that take part beside the one that a noun names."""
    beside = [m for part in _beside(noun) for c in grammar.conjuncts(part) for m in scene.agents_at(c)]
    backers = [c for part in _backers(noun) for c in grammar.conjuncts(part)]
    return [*beside, *(m for c in backers for m in scene.actors_at(c) if _takes_part(c, m))]


def _heads(noun: Token) -> tuple[Token, ...]:
    """Return a noun and the verb that it does."""
    doing = noun.dep_ in grammar.SUBJECT and grammar.is_verb(noun.head)
    return (noun, noun.head) if doing else (noun,)


def _beside(noun: Token) -> Iterator[Token]:
    for head in _heads(noun):
        together = [c for c in head.children if c.dep_ == "advmod" and c.lower_ in role_words("together")]
        for holder in (head, *together):
            for prep, part in grammar.preps(holder):
                joint = prep.split()[0] in role_words("together") or holder in together
                if joint and prep.split()[-1] in ("with", "alongside"):
                    yield part


def _backers(noun: Token) -> Iterator[Token]:
    for verb in noun.children:
        if verb.dep_ == "acl" and verb.lemma_.lower() in role_words("backs") and grammar.is_passive(verb):
            yield from grammar.agents(verb)
    for _, part in (pair for head in _heads(noun) for pair in grammar.preps(head)):
        if part.lemma_.lower() in role_words("help"):
            yield from (n for inner, n in grammar.preps(part) if inner in ("of", "from", "with"))


def _takes_part(noun: Token, mention: Mention) -> bool:
    """Tell whether a backer fights there itself: troops or a group, not a state behind it or its planes."""
    return is_armed_word(noun) or actor_of(mention).kind in ARMED
