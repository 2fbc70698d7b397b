"""Who a noun phrase of a speaker stands for: the body it names, the last speaker it refers to, or its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.ids import fold
from kg.model import Actor, Article, Document, Mention, Span
from kg.nlp import grammar

_DEFINITE = frozenset({"the", "this", "that"})


@cache
def words(kind: str) -> frozenset[str]:
    """Return one class of `speech_words.tsv`."""
    return frozenset(row["form"] for row in lexicon.table("speech_words") if row["class"] == kind)


@cache
def speech_kinds() -> dict[str, str]:
    """Return verb → what it does when it says ("accuse", "deny" …)."""
    return {row["lemma"]: row["kind"] for row in lexicon.table("speech_verbs")}


def speech_kind(token: Token) -> str | None:
    """Return the kind of a verb of saying, None for any other word."""
    return speech_kinds().get(token.lemma_.lower()) if token.pos_ in ("VERB", "AUX") else None


class Speakers:
    """Finds the actors behind speaker phrases of one document; the publisher is never one of them."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._article: Article = document.article
        self._at: dict[int, Mention] = {}
        for mention in mentions:
            stretch = document.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
            if mention.kind == "actor" and stretch is not None and isinstance(mention.value, Actor):
                self._at.update((token.i, mention) for token in stretch)

    def of(self, noun: Token, *, last: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
        """Return the actors of a speaker phrase and what is coordinated with it, the publisher included."""
        out: list[Actor] = []
        for part in grammar.conjuncts(grammar.antecedent(noun)):
            found = [*self._beside(part), *self._one(part, last)]
            out += [a for k, a in enumerate(found) if not _known(a, [*out, *found[:k]])]
        return tuple(out)

    def _beside(self, noun: Token) -> list[Actor]:
        """Return the bodies that are coordinated inside the phrase: "UN and aid agencies"."""
        marks = [c for child in noun.lefts for c in (child, *child.children) if c.dep_ == "cc"]
        found = [self._at[c.i - 1] for c in marks if c.i and c.i - 1 in self._at]
        return [_actor(m) for m in found if noun.i not in self._at or self._at[noun.i] is not m]

    def mention_at(self, token: Token) -> Mention | None:
        """Return the actor mention that a token belongs to."""
        return self._at.get(token.i)

    def between(self, start: int, end: int) -> list[Actor]:
        """Return the actors named by the tokens from `start` to `end`, left to right."""
        found = {self._at[i].span.start: self._at[i] for i in range(start, end) if i in self._at}
        return [_actor(found[key]) for key in sorted(found)]

    def refers_back(self, noun: Token) -> bool:
        """Tell whether a phrase means the last speaker: "he", "the group", "the source"."""
        if noun.pos_ == "PRON":
            return noun.lower_ in words("back")
        definite = any(c.lower_ in _DEFINITE for c in noun.children)
        bare = all(c.dep_ in ("det", "case", "punct") for c in noun.children)
        mention = self._at.get(noun.i)
        named = mention is not None and isinstance(mention.value, Actor) and mention.value.id is not None
        return definite and bare and not named and noun.lemma_.lower() in words("back")

    def is_publisher(self, actor: Actor) -> bool:
        """Tell whether an actor is the outlet that prints the article."""
        publisher = self._article.publisher
        if publisher is None or actor.kind not in ("media", None):
            return False
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", publisher.value.casefold())
        names = {_squeeze(publisher.value), *(_squeeze(part) for part in host.split(".") if len(part) > 2)}
        mine = {_squeeze(n) for n in (actor.name, actor.id or "", *_surfaces(actor, self._article.text))} - {""}
        return bool(names & mine)

    def is_own_staff(self, noun: Token) -> bool:
        """Tell whether a phrase means the publisher's own people: "our correspondent", "the agency's reporter"."""
        if noun.lemma_.lower() not in words("staff"):
            return False
        owner = {c.lower_ for c in noun.children}
        named = [self._at[t.i] for t in noun.subtree if t.i in self._at]
        of_publisher = any(isinstance(m.value, Actor) and self.is_publisher(m.value) for m in named)
        return of_publisher or "our" in owner or (not named and noun.i > noun.sent.start and "a" not in owner)

    def _one(self, noun: Token, last: tuple[Actor, ...]) -> tuple[Actor, ...]:
        if noun.pos_ == "PRON" and not self.refers_back(noun):
            return ()
        if self.refers_back(noun):
            return last or (() if noun.pos_ == "PRON" else (self._worded(noun),))
        own = self._at.get(noun.i)
        if own is not None and _id(own) is not None:
            return (_actor(own),)
        body = next((m for m in self._around(noun) if _id(m) is not None), None)
        named = body or own or next(iter(self._around(noun)), None)
        if named is None:
            # What no actor list knows speaks only where it is a name ("the Bakery Committee"), never "images show".
            return (self._worded(noun),) if noun.pos_ == "PROPN" or noun.ent_type_ in ("ORG", "PER", "PERSON") else ()
        return () if body is None and noun.lemma_.lower() in words("told") | words("medium") else (_actor(named),)

    def _around(self, noun: Token) -> list[Mention]:
        """Return the mentions in a noun's own phrase ("a spokesman for …", "the head of …"), nearest first."""
        out: dict[int, Mention] = {}
        stack = [noun]
        joined = {c.i - 1 for child in noun.lefts for c in (child, *child.children) if c.dep_ == "cc"}
        while stack:
            token = stack.pop(0)
            if token.i in self._at and token.i not in joined:
                out.setdefault(self._at[token.i].span.start, self._at[token.i])
            stack += [c for c in token.children if c.dep_ not in ("conj", "acl:relcl", "relcl", "advcl", "parataxis")]
        return sorted(out.values(), key=lambda m: (abs(m.span.start - noun.idx), m.span))

    def _worded(self, noun: Token) -> Actor:
        start, end = grammar.phrase(noun)
        stretch = noun.doc[start:end]
        text = re.sub(r"^(?:the|a|an)\s+", "", stretch.text, flags=re.IGNORECASE)
        return Actor(name=" ".join(text.split()), spans=(Span(start=stretch.start_char, end=stretch.end_char),))


def _known(actor: Actor, others: Iterable[Actor]) -> bool:
    return any((actor.id or fold(actor.name)) == (o.id or fold(o.name)) for o in others)


def _id(mention: Mention) -> str | None:
    return mention.value.id if isinstance(mention.value, Actor) else None


def _actor(mention: Mention) -> Actor:
    assert isinstance(mention.value, Actor), mention
    return replace(mention.value, spans=(mention.span,))


def _surfaces(actor: Actor, text: str) -> list[str]:
    return [span.of(text) for span in actor.spans]


def _squeeze(name: str) -> str:
    return fold(name).removeprefix("the ").replace(" ", "")
