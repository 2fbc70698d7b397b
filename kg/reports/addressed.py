"""Whom a statement is about: those it accuses, condemns, calls on or threatens, by where its words place them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Actor, Mention
from kg.nlp import grammar
from kg.reports.frames import frames_of, is_event_noun
from kg.reports.positions import is_dismayed
from kg.reports.roles import role_words
from kg.reports.speakers import Speakers, is_thing, speech_kind, words

_REPROACH = frozenset({"accuse", "condemn"})
_VERDICT = frozenset({"accuse", "condemn", "demand", "position"})
_INTENT = frozenset({"threaten", "announce", "demand", "position"})
_ADDRESSED = frozenset({"on", "to", "upon", "from"})
_WITHIN = frozenset({"compound", "amod", "nmod:poss", "poss", "nmod:desc", "nmod:unmarked"})
_NEVER = frozenset({"media"})
_BACK = frozenset({"it", "them"})
_MORE = "more"  # what a party says besides its statement: only a deed or a foe in it is aimed at
_DEEPEST = 40  # steps up a tree, more than any sentence needs


def addressed(verb: Token, kind: str, speakers: Speakers, *, whole: bool = False) -> Iterator[Actor]:
    """Yield the actors that a statement of this kind is aimed at, in text order.

    `whole` tells that all of the clause is what is said, its subject too.
    """
    seen: set[int] = set()
    for token in sorted(verb.subtree if whole else _content(verb), key=lambda t: t.i):
        mention = speakers.mention_at(token)
        if mention is None or mention.span.start in seen or not _is_party(mention):
            continue
        root = _root(token, speakers)
        if root.i == token.i and _is_meant(token, verb, kind, _DEEPEST):
            seen.add(mention.span.start)
            assert isinstance(mention.value, Actor)
            yield replace(mention.value, spans=(mention.span,))
    if not seen and not whole:
        yield from _pointed(verb, kind, speakers) or _unnamed(verb, kind, speakers)


def _pointed(verb: Token, kind: str, speakers: Speakers) -> list[Actor]:
    """Return whom "it" is: "suspended the talks with the rebels and accused them of …"."""
    if kind not in ("accuse", "condemn", "demand") or not any(o.lower_ in _BACK for o in grammar.objects(verb)):
        return []
    first = grammar.first_conjunct(verb)
    own = {t.i for v in (verb, first) for s in grammar.subjects(v) for t in s.subtree}
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        mention = speakers.mention_at(token)
        if mention is not None and token.i not in own and _is_party(mention):
            assert isinstance(mention.value, Actor)
            return [replace(mention.value, spans=(mention.span,))]
    return []


def _unnamed(verb: Token, kind: str, speakers: Speakers) -> Iterator[Actor]:
    """Yield whom a verb accuses or calls on outright, though nobody knows them: "accused politicians of …"."""
    if kind not in ("accuse", "demand") or grammar.is_passive(verb):
        return
    laid = [n for prep, n in grammar.preps(verb) if prep in ("on", "upon") and verb.lemma_ in words("laying")]
    nouns = laid or (grammar.objects(verb) if verb.lemma_ in words("facing") else [])
    for noun in (n for first in nouns for n in grammar.conjuncts(first)):
        if noun.pos_ in ("NOUN", "PROPN") and not is_event_noun(noun) and not is_thing(noun):
            mention = speakers.mention_at(noun)
            known = mention is not None or noun.pos_ == "PROPN" or noun.lemma_.lower() in words("speaker")
            if (known or verb.lemma_ == "accuse") and not _is_outlet(mention):  # not "blamed the weather"
                yield from speakers.named(noun)


def _is_outlet(mention: Mention | None) -> bool:
    return mention is not None and isinstance(mention.value, Actor) and mention.value.kind in _NEVER


def _content(verb: Token) -> Iterator[Token]:
    """Yield what hangs on a verb of saying without who says it."""
    passive = grammar.is_passive(verb) and not is_dismayed(verb)
    speaker = {n.i for n in (grammar.agents(verb) if passive else grammar.subjects(verb))}
    for child in verb.children:
        if child.i not in speaker and child.dep_ not in ("conj", "punct", "aux", "mark", "cc"):
            yield from child.subtree


def _is_party(mention: Mention) -> bool:
    actor = mention.value
    assert isinstance(actor, Actor)
    return actor.kind not in _NEVER and bool(actor.id or actor.kind in words("party"))


def _root(token: Token, speakers: Speakers) -> Token:
    """Return the head of the mention that a token belongs to."""
    mention = speakers.mention_at(token)
    while token.head != token and speakers.mention_at(token.head) is mention:
        token = token.head
    return token


def _is_meant(token: Token, verb: Token, kind: str, steps: int) -> bool:
    """Tell whether a noun stands where a statement of this kind puts those it is aimed at."""
    token = grammar.first_conjunct(token)
    head = token.head
    if steps <= 0 or head == token:
        return False
    if token.dep_ == "appos" or (token.dep_ == "flat" and head.pos_ in ("NOUN", "PROPN")):
        return _is_meant(head, verb, kind, steps - 1)
    if token.dep_ in grammar.SUBJECT:
        return kind in _VERDICT or _is_deed(head)
    if token.dep_ in grammar.PASSIVE_SUBJECT:
        return (head == verb and kind != _MORE) or kind in _INTENT
    if token.dep_ in grammar.OBJECT | grammar.INDIRECT:
        if head == verb and kind != _MORE:
            return kind not in ("announce", "deny")
        # Whom a deed befalls is meant where it is announced or called for, not where another's deed is told.
        return kind in _INTENT and (_is_deed(head) or head.lemma_.lower() in words("foe"))
    if token.dep_ in _WITHIN:
        return _owns_meant(head, verb, kind, steps)
    return _is_meant_by(grammar.case(token), head, verb, kind)


def _owns_meant(thing: Token, verb: Token, kind: str, steps: int) -> bool:
    """Tell whether the owner of a thing is meant: who commits a deed, whose positions are threatened."""
    if kind in ("threaten", "announce"):
        return _is_meant(thing, verb, kind, steps - 1) or (kind == "threaten" and _is_deed(thing))
    return _is_deed(thing) or thing.lemma_.lower() in words("told") | words("conduct") | words("untrue")


def _is_meant_by(prep: str, head: Token, verb: Token, kind: str) -> bool:
    if prep == "by":
        return kind != "deny" or verb.lemma_ in role_words("opposes")
    if prep == "with":  # "rejected talks with X"
        return verb.lemma_ in role_words("opposes") and head.lemma_.lower() in words("dealing")
    if prep == "for":  # "called for Norway to mediate"
        return head == verb and kind == "demand"
    if prep in ("against", "at"):
        return not (kind in _REPROACH and is_event_noun(head))
    if prep in _ADDRESSED:
        asked = head == verb or (kind == "demand" and prep == "from" and head in grammar.objects(verb))
        sent = kind == "announce" and prep == "to" and speech_kind(verb) == "issue"  # "issued a warning to X"
        told = (asked and kind in ("demand", "accuse")) or (sent and head in (verb, *grammar.objects(verb)))
        return told or head.lemma_.lower() in words("foe")
    if prep == "of":
        lemma = head.lemma_.lower()
        done = kind in _REPROACH and _is_deed(head) and lemma not in role_words("of-patient")
        return done or (kind == "accuse" and lemma in words("doing"))
    return False


def _is_deed(token: Token) -> bool:
    """Tell whether a word tells an act of war or a wrong."""
    violent = any(f.category in ("violence", "capture", "detention") and f.form != "leave" for f in frames_of(token))
    return violent or token.lemma_.lower() in words("reproach")
