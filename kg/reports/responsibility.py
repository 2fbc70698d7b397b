"""Who is said to be behind an event told before: "claimed responsibility", "was blamed on", "the hallmarks of"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg import lexicon
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.roles import subject_nouns, undergoer_nouns
from kg.reports.scene import Scene

# Objects of words of responsibility that tell it by themselves, and those that stand for an attack told before.
_TELLING = frozenset(
    {"responsibility", "credit", "blame", "finger", "hallmark", "involvement", "responsible", "suspicion"}
)
_LAID = frozenset({"ascribe", "attribute", "blame", "claim"})
_PRONOUNS = frozenset({"it", "both"})


@cache
def _rows() -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in lexicon.table("responsibility", columns=("lemma", "with", "role")):
        out[row["lemma"]] = (*out.get(row["lemma"], ()), (row["with"], row["role"]))
    return out


def find_blamed(scene: Scene, sentence: SpacySpan) -> Iterator[tuple[Token, tuple[Mention, ...]]]:
    """Yield each word of responsibility with the actors it names as doers; negated ones name nobody."""
    for token in sentence:
        for companion, role in _rows().get(token.lemma_.lower(), ()):
            if not _goes_with(token, companion) or _is_negated(token):
                continue
            blamed = tuple(
                m for noun in _nouns(token, role) for c in grammar.conjuncts(noun) for m in scene.agents_at(c)
            )
            if blamed:
                yield token, blamed
                break


def tells_by_pronoun(token: Token) -> bool:
    """Tell whether somebody claims "it" or is blamed for "both", which can only be what was told before."""
    return token.lemma_.lower() in _LAID and any(_goes_with(token, word) for word in _PRONOUNS)


def _goes_with(token: Token, companion: str) -> bool:
    if token.lemma_.lower() in ("behind", "responsible"):
        return _is_predicate(token)
    if companion == "-":
        return True
    # "hold the army responsible for": the parser may hang the adjective on whom it is said of.
    said = [c for o in grammar.objects(token) for n in grammar.conjuncts(o) for c in n.children if c.i > n.i]
    found = [c for c in [*token.children, *said] if companion in (c.lemma_.lower(), c.lower_)]
    if companion in _TELLING:
        return bool(found)
    if companion in _PRONOUNS:  # "the group claimed it", not "claimed it was poor"
        return any(o in found for o in grammar.objects(token)) and not any(o.dep_ == "det" for o in found)
    # "claimed the attack" speaks of one told before, "claimed previous attacks" tells others.
    return any(d.lower_ in ("the", "this", "that", "these", "those") for c in found for d in c.children)


def _is_predicate(token: Token) -> bool:
    """Tell whether "behind" or "responsible" is said of somebody ("X was behind the attack")."""
    holder = token.head if token.lemma_.lower() == "behind" else token
    return any(c.dep_ == "cop" for c in [*holder.children, *token.children])


def _is_negated(token: Token) -> bool:
    holder = token.head if token.lemma_.lower() == "behind" else token
    return grammar.is_negated(holder) or any(
        c.lower_ in ("no", "none", "nobody", "neither") for s in grammar.subjects(holder) for c in [s, *s.children]
    )


def _nouns(token: Token, role: str) -> list[Token]:
    holder = token.head if token.lemma_.lower() == "behind" else token
    if role == "subject":
        return [grammar.antecedent(n) for n in subject_nouns(holder)]
    if role == "object":
        return undergoer_nouns(token) if grammar.is_passive(token) else grammar.objects(token)
    if role == "none":
        return []
    told = [*grammar.objects(token), *grammar.passive_subjects(token)]
    # "Pinned the blame for the attack on X": the last phrase is often read as the attack's.
    told += [c for c in grammar.subjects(token) if c.lemma_.lower() in _TELLING]  # "suspicion fell on X"
    holders = [token, *told, *(noun for t in told for prep, noun in grammar.preps(t) if prep == "for")]
    return [noun for h in holders for prep, noun in grammar.preps(h) if prep == role]
