"""One view of a dependency tree over both label schemes: UD (the shipped model) and ClearNLP (en_core_web_*).

Rules ask for subjects, objects, agents and prepositional phrases and never name a label themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

SUBJECT = frozenset({"nsubj", "nsubj:outer", "csubj"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "nsubjpass", "csubj:pass", "csubjpass"})
OBJECT = frozenset({"obj", "dobj"})
INDIRECT = frozenset({"iobj", "dative"})
PASSIVE_AUX = frozenset({"aux:pass", "auxpass"})
SPOTS = frozenset({"LOC", "GPE"})  # labels of names, of a place and of a country or town in other pipelines
RELATIVE = frozenset({"acl:relcl", "relcl"})
POSSESSIVE = frozenset({"nmod:poss", "poss"})
CLAUSE = frozenset(
    {"advcl", "ccomp", "xcomp", "acl", "acl:relcl", "relcl", "parataxis", "advcl:relcl", "csubj", "csubj:pass"}
)
_MODIFIER = frozenset({"amod", "compound", "nmod:unmarked", "nmod:desc", "flat", "nmod", "appos"})
_IN_PHRASE = frozenset(
    {"det", "amod", "compound", "nummod", "nmod:poss", "poss", "det:predet", "predet", "flat", "nmod:desc", "quantmod"}
    | {"nmod:unmarked", "goeswith", "fixed", "nn", "advmod"}
)


def base(token: Token) -> str:
    """Return the label without its sub-type: "obl:agent" → "obl"."""
    return token.dep_.partition(":")[0]


def subjects(verb: Token) -> list[Token]:
    """Return the active subjects of a verb, without their conjuncts."""
    found = [c for c in verb.children if c.dep_ in SUBJECT]
    if found and verb.tag_ == "VBG" and verb.dep_ == "advcl":
        return [c for c in found if c.i < verb.i]  # "…, killing dozens, activists said": who speaks did not kill
    return found


def passive_subjects(verb: Token) -> list[Token]:
    """Return the passive subjects of a verb."""
    return [c for c in verb.children if c.dep_ in PASSIVE_SUBJECT]


def objects(verb: Token) -> list[Token]:
    """Return the direct objects of a verb."""
    return [c for c in verb.children if c.dep_ in OBJECT]


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive: by its auxiliary, its subject, or as a reduced relative ("hit by")."""
    if any(c.dep_ in PASSIVE_AUX | PASSIVE_SUBJECT for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ in ("acl", "amod", "advcl", "ROOT") and not subjects(verb) and not objects(verb):
        return True
    return verb.dep_ == "conj" and not subjects(verb) and not objects(verb) and is_passive(verb.head)


def is_verb(token: Token) -> bool:
    """Tell whether a token heads a clause (also where the tagger calls a participle an adjective)."""
    return token.pos_ in ("VERB", "AUX") or any(c.dep_ in SUBJECT | PASSIVE_SUBJECT | OBJECT for c in token.children)


def case(token: Token) -> str:
    """Return the preposition of a UD oblique: "in", "because of"; "" where there is none."""
    words = []
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i:
            words.append(child.lower_)
            words += [f.lower_ for f in child.children if f.dep_ == "fixed"]
    return " ".join(words)


@lru_cache(maxsize=2048)  # a few rules after one another ask it of each word
def preps(token: Token) -> tuple[tuple[str, Token], ...]:
    """Return the (preposition, noun) pairs that hang on a verb or noun."""
    out: list[tuple[str, Token]] = []
    for child in token.children:
        label = child.dep_
        if label in ("prep", "agent"):
            out += list(_clearnlp_preps(child))
        elif label.startswith(("obl", "nmod")) and label not in POSSESSIVE and base(child) in ("obl", "nmod"):
            word = case(child)
            if word:
                out.append((word, child))
    return tuple(sorted(out, key=lambda pair: pair[1].i))


def _clearnlp_preps(prep: Token) -> Iterator[tuple[str, Token]]:
    for child in prep.children:
        if child.dep_ == "pobj":
            yield prep.lower_, child
        elif child.dep_ == "prep":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield f"{prep.lower_} {child.lower_}", inner


def agents(verb: Token) -> list[Token]:
    """Return the nouns of a passive's by-phrases, and of an event noun's ("a strike by …")."""
    return [noun for prep, noun in preps(verb) if prep == "by" and (noun.dep_ == "obl:agent" or _takes_agent(verb))]


def _takes_agent(head: Token) -> bool:
    # "shelling by the army": a gerund with a by-phrase and no subject of its own.
    gerund = head.tag_ == "VBG" and not subjects(head)
    return head.pos_ in ("NOUN", "PROPN") or gerund or is_passive(head) or head.tag_ == "VBN"


def conjuncts(token: Token) -> list[Token]:
    """Return the token and everything coordinated with it, in text order (UD star or ClearNLP chain)."""
    out = [token]
    for child in token.children:
        if child.dep_ == "conj":
            out += conjuncts(child)
    return sorted(out, key=lambda t: t.i)


def first_conjunct(token: Token) -> Token:
    """Return the token that a conjunct is coordinated with in the end (itself where it is none)."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, else the token itself."""
    if token.lower_ in ("who", "which", "that", "whom", "where", "whose"):
        for ancestor in [token, *token.ancestors]:
            if ancestor.dep_ in RELATIVE:
                return ancestor.head
    return token


def possessors(noun: Token) -> list[Token]:
    """Return the owners of a noun ("Russia's jets") with their conjuncts."""
    return [c for child in noun.children if child.dep_ in POSSESSIVE for c in conjuncts(child)]


def modifiers(noun: Token) -> list[Token]:
    """Return the adjectives and nouns that modify a noun from the left, with their conjuncts."""
    return [c for child in noun.lefts if child.dep_ in _MODIFIER and not case(child) for c in conjuncts(child)]


def phrase(noun: Token) -> tuple[int, int]:
    """Return the token range [start, end) of a noun with its left modifiers and name parts, no post-modifiers."""
    start, end = noun.i, noun.i + 1
    for child in reversed(list(noun.lefts)):
        if child.dep_ not in _IN_PHRASE or child.right_edge.i + 1 < start - 1:
            break
        start = min(start, child.left_edge.i)
    for child in noun.rights:
        if child.dep_ not in ("flat", "compound", "goeswith", "nummod") or child.i > end:
            break
        end = child.right_edge.i + 1
    return start, end


def clause(verb: Token) -> list[Token]:
    """Return the tokens of a verb's own clause: its subtree without subordinate clauses and coordinated verbs."""
    out, stack = [], [verb]
    while stack:
        token = stack.pop()
        out.append(token)
        for child in token.children:
            starts_clause = child.dep_ in CLAUSE or (child.dep_ == "conj" and is_verb(child) and is_verb(token))
            if not starts_clause:
                stack.append(child)
    return sorted(out, key=lambda t: t.i)


def governor(token: Token) -> Token | None:
    """Return the verb whose clause a token stands in, None at the top of a verbless sentence."""
    for ancestor in token.ancestors:
        if is_verb(ancestor):
            return ancestor
    return None


def is_negated(verb: Token) -> bool:
    """Tell whether a verb is negated by a particle or by "no" on its subject or object."""
    if any(c.dep_ == "neg" or c.lower_ in ("not", "n't", "n’t", "never") for c in verb.children):
        return True
    arguments = [*subjects(verb), *passive_subjects(verb), *objects(verb)]
    return any(g.lower_ in ("no", "neither", "none") for a in arguments for g in [a, *a.children])
