"""Who a noun phrase of a speaker stands for: the body it names, the last speaker it refers to, or its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.ids import actor_key, fold
from kg.model import Actor, Article, Document, Mention, Span
from kg.nlp import grammar
from kg.reports.wordings import ends, names_beside, shorter, title_and_name, with_parts

_DEFINITE = frozenset({"the", "this", "that"})
_INDEFINITE = frozenset({"a", "an", "several", "some", "other", "many", "two", "three"})
_NAMED = frozenset({"ORG", "PER", "PERSON"})
_LONGEST = 8  # words of where a source sits
_TITLE = frozenset({"nmod:desc", "compound", "appos", "amod", "flat"})


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
        self._titles = _titles(document, self._at)
        self._publishers = _publishers(document.article)
        self._spoken_for: dict[str, Mention] = {}
        self._heard: dict[str, Actor] = {}
        for i in sorted(self._at):
            self._learn(document.doc[i])

    def _learn(self, token: Token) -> None:
        """Remember for whom a person speaks, told once: "X, head of the Council's media office"."""
        mention = self._at[token.i]
        if not _is_person(mention) or _id(mention) is not None or self._at.get(token.head.i) == mention:
            return
        titled = any(c.dep_ in _TITLE and c.lemma_.lower() in words("speaker") for c in token.children)
        body = next((m for m in self._around(token) if _id(m) is not None), None)
        if titled and body is not None:
            self._spoken_for.setdefault(_name(mention), body)

    def of(self, noun: Token, *, last: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
        """Return the actors of a speaker phrase and what is coordinated with it, the publisher included."""
        out: list[Actor] = []
        for part in grammar.conjuncts(grammar.antecedent(noun)):
            found = [*self._beside(part), *(self._worded_too(a, part, last) for a in self._one(part, last))]
            out += [a for k, a in enumerate(found) if not _known(a, [*out, *found[:k]])]
        return tuple(out)

    def _worded_too(self, actor: Actor, noun: Token, last: tuple[Actor, ...]) -> Actor:
        """Return an actor with the words it is named by here: what it is, whom it speaks for, and its name beside."""
        if noun.pos_ not in ("NOUN", "PROPN") or is_thing(noun) or actor in last:
            return actor
        start, end = grammar.phrase(noun)
        while start < noun.i and (noun.doc[start].pos_ in ("DET", "NUM", "PUNCT") or noun.doc[start].tag_ == "PRP$"):
            start += 1
        stretches = [noun.doc[start:e] for e in (end, with_parts(noun, end), *ends(noun))]
        stretches += [noun.doc[s:e] for s, e in (*title_and_name(noun, start, end), *names_beside(noun))]
        stretches += [noun.doc[s:e] for s, e in shorter(noun, start, end)]
        names = [c for c in noun.children if c.dep_ == "appos" and c.i in self._at and _is_person(self._at[c.i])]
        spans = [Span(start=s.start_char, end=s.end_char) for s in stretches if s.end - s.start <= _LONGEST]
        spans += [self._at[c.i].span for c in (noun, *names) if c.i in self._at and _is_person(self._at[c.i])]
        spoken = replace(actor, spans=tuple(dict.fromkeys([*actor.spans, *spans])))
        self._heard[noun.lemma_.lower()] = spoken
        return spoken

    def _beside(self, noun: Token) -> list[Actor]:
        """Return the bodies that are coordinated inside the phrase: "UN and aid agencies"."""
        found = {self._at[t.i].span: self._at[t.i] for t in noun.subtree if t.i in self._at and _is_apart(t, noun)}
        return [_actor(m) for m in found.values() if noun.i not in self._at or self._at[noun.i] != m]

    def mention_at(self, token: Token) -> Mention | None:
        """Return the actor mention that a token belongs to."""
        return self._at.get(token.i)

    def named(self, noun: Token) -> tuple[Actor, ...]:
        """Return the actor that a noun names, in its own words where nobody is known by them."""
        mention = self._at.get(noun.i)
        return (_actor(mention) if mention is not None else self._worded(noun),)

    def called(self, name: Token) -> Actor:
        """Return whom a name means that stands alone: a person told with it before, else the name itself."""
        known = self._at.get(name.i)
        if known is None:
            told = (self._at[i] for i in sorted(self._at) if i < name.i and _is_person(self._at[i]))
            known = next((m for m in told if fold(name.text) in _name(m).split()), None)
        return self._worded(name) if known is None else replace(_actor(known), spans=(known.span, _span(name)))

    def may_speak(self, noun: Token) -> bool:
        """Tell whether a noun, by itself, is a speaker: a known actor, a word for one, or "he"."""
        return noun.i in self._at or noun.lemma_.lower() in words("speaker") or self.refers_back(noun)

    def between(self, start: int, end: int) -> list[Actor]:
        """Return the actors named by the characters from `start` to `end`, left to right."""
        found = {m.span: m for m in self._at.values() if start <= m.span.start and m.span.end <= end}
        return [_actor(found[span]) for span in sorted(found)]

    def refers_back(self, noun: Token) -> bool:
        """Tell whether a phrase means the last speaker: "he", "the group", "the source"."""
        if noun.pos_ == "PRON":
            return noun.lower_ in words("back")
        return self._is_bare(noun) and noun.lemma_.lower() in words("back")

    def _is_bare(self, noun: Token) -> bool:
        """Tell whether a phrase is a noun with nothing but an article that points back, and names nobody known."""
        definite = any(c.lower_ in _DEFINITE for c in noun.children)
        bare = all(c.dep_ in ("det", "case", "punct") for c in noun.children)
        mention = self._at.get(noun.i)
        return definite and bare and (mention is None or _id(mention) is None)

    def is_publisher(self, actor: Actor) -> bool:
        """Tell whether an actor is the outlet that prints the article."""
        if actor.kind not in ("media", None):
            return False
        mine = {_squeeze(n) for n in (actor.name, actor.id or "", *_surfaces(actor, self._article.text))} - {""}
        return bool(self._publishers & mine)

    def is_own_staff(self, noun: Token, last: Sequence[Actor] = ()) -> bool:
        """Tell whether a phrase means the publisher's own people: "our correspondent", "the agency's reporter".

        "The website" that goes on with what `last` said does not.
        """
        if noun.lemma_.lower() not in words("staff"):
            return False
        owner = {c.lower_ for c in noun.children}
        named = [self._at[t.i] for t in noun.subtree if t.i in self._at]
        of_publisher = any(isinstance(m.value, Actor) and self.is_publisher(m.value) for m in named)
        nameless = not named and not any(t.pos_ == "PROPN" for t in noun.subtree) and self._titled(noun) is None
        if last and self._is_bare(noun):
            return False
        if noun.lemma_.lower() in words("crew") and any(c.dep_ in ("amod", "compound") for c in noun.children):
            return of_publisher or "our" in owner  # "the rescue team", "the security services"
        return of_publisher or "our" in owner or (nameless and noun.i > noun.sent.start and not owner & _INDEFINITE)

    def _one(self, noun: Token, last: tuple[Actor, ...]) -> tuple[Actor, ...]:
        if noun.lemma_.lower() in words("part") and (whole := [n for prep, n in grammar.preps(noun) if prep == "of"]):
            return tuple(self._worded_too(a, whole[0], last) for a in self._one(whole[0], last))
        if noun.pos_ == "PRON":
            return last if self.refers_back(noun) else ()
        own = self._at.get(noun.i)
        if own is not None and _id(own) is not None:
            return (_actor(own),)
        if (back := self._titled(noun)) is not None:
            return (replace(_actor(back), spans=(back.span, _span(noun))),)
        staff = noun.lemma_.lower() in words("staff") and self._is_bare(noun)
        if self.refers_back(noun) or (staff and last):
            meant = self._meant(noun, last)
            return meant or (() if is_thing(noun) else (self._worded(noun),))
        if is_thing(noun):
            return self._authors(noun, last)
        if own is not None and noun.lemma_.lower() in words("private"):
            return (_actor(own),)
        named = self._named(noun, own)
        return (named,) if named is not None else ()

    def _meant(self, noun: Token, last: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return whom "the ministry" goes back to: who spoke by that word, else the last speaker of that kind."""
        lemma = noun.lemma_.lower()
        if lemma in self._heard:
            return (self._heard[lemma],)
        return () if lemma in words("body") and not any(lemma in fold(a.name) for a in last) else last

    def _named(self, noun: Token, own: Mention | None) -> Actor | None:
        """Return who a person or body speaks for, its own name where it has one, else its words."""
        body = next((m for m in self._around(noun) if _id(m) is not None), None)
        if body is None and own is not None:
            body = self._spoken_for.get(_name(own))
        beside = next((self._at[c.i] for c in noun.children if c.dep_ == "appos" and c.i in self._at), None)
        beside = beside or self._name_behind(noun) or self._name_before(noun)
        if own is not None and _is_person(own) and beside is not None and not _is_person(beside):
            beside = None  # "X, the regional governor" is X
        named = body or beside or own or next((m for m in self._around(noun) if _is_named(m)), None)
        if named is None:
            word = next((c for c in noun.children if c.dep_ == "appos" and c.pos_ == "PROPN"), noun)
            speaks = word.pos_ == "PROPN" or word.ent_type_ in _NAMED or word.lemma_.lower() in words("speaker")
            return self._worded(word) if speaks or _tells(word) else None
        actor = _actor(named)
        if own is not None and named == own and noun.lemma_.lower() in ("source", "sources"):
            return self._placed(noun, actor)
        return replace(actor, spans=(own.span, *actor.spans)) if own is not None and named == beside else actor

    def _name_behind(self, noun: Token) -> Mention | None:
        """Return the person whose name follows what he is with no comma: "activist X Y said"."""
        apart = [c for t in noun.rights for c in t.subtree if c.dep_ == "appos" and c.i in self._at]
        one = noun.tag_ != "NNS"  # "sources from the league, X": many are not X
        if apart and one and grammar.base(apart[0].head) == "nmod" and _is_person(self._at[apart[0].i]):
            return self._at[apart[0].i]  # "the governor of the region, X": the parser hangs X on the region
        led = any(c.lower_ == "according" for c in noun.children) and noun.i + 3 < noun.sent.end
        if led and noun.nbor().text == "," and noun.nbor(2).pos_ == "PROPN":
            beside = self._at.get(noun.i + 2) or self._at.get(noun.i + 3)  # "according to the priest, Father X, …"
            return beside if beside is not None and _is_person(beside) else None
        named = self._at.get(noun.i + 1) if noun.i + 1 < noun.sent.end else None
        return named if named is not None and _is_person(named) and named != self._at.get(noun.i) else None

    def _name_before(self, noun: Token) -> Mention | None:
        """Return the name that what it is follows with no comma: "X a rights group said"."""
        start, _ = grammar.phrase(noun)
        led = start > noun.sent.start and noun.doc[start].lower_ in ("a", "an")
        named = self._at.get(start - 1) if led else None
        return named if named is not None and noun.doc[start - 1].pos_ == "PROPN" else None

    def _placed(self, noun: Token, actor: Actor) -> Actor:
        """Return a source with where it sits: "a source at the governor's office"."""
        parts = [n for prep, n in grammar.preps(noun) if prep in ("at", "in", "from", "within", "inside", "of")]
        if not parts or parts[0].right_edge.i - noun.i > _LONGEST:
            return actor
        span = Span(start=actor.spans[0].start, end=parts[0].right_edge.idx + len(parts[0].right_edge))
        return replace(actor, name=" ".join(span.of(self._article.text).split()), spans=(span, *actor.spans))

    def _authors(self, noun: Token, last: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return who made a statement, a report or a video: its owner, its author, or the body that types it."""
        owners = [*grammar.possessors(noun), *(n for prep, n in grammar.preps(noun) if prep == "by")]
        sent = [n for prep, n in grammar.preps(noun) if prep == "from"]
        spots = [n for n in sent if noun.tag_ == "NNS" and n.ent_type_ in grammar.SPOTS]  # "reports from Uganda"
        owners += [n for n in sent if n not in spots]
        owners += [n for prep, n in grammar.preps(noun) if prep == "of" and n.i in self._at]
        owners += [n for verb in noun.rights if verb.dep_ == "acl" for n in grammar.agents(verb)]
        kept = (verb for verb in noun.rights if verb.dep_ in grammar.RELATIVE and noun.lemma_ in words("reckoning"))
        owners += [n for verb in kept for n in grammar.subjects(verb) if n.pos_ in ("NOUN", "PROPN")]
        found = [a for owner in owners if not is_thing(owner) for a in self.of(owner, last=last)]
        typed = [self._at[t.i] for child in noun.lefts for t in child.subtree if t.i in self._at]
        bare = [self._worded(c) for c in noun.lefts if c.dep_ == "compound" and c.lemma_.lower() in words("speaker")]
        if found or typed:
            return tuple(found or [_actor(typed[0])])
        whole = self._worded(noun, spots[-1].i + 1 if spots else 0)
        if bare:  # "radio reports"
            return (replace(bare[0], spans=(*bare[0].spans, *whole.spans)),)
        return (whole,) if noun.lemma_.lower() in words("told") and (spots or _is_described(noun)) else ()

    def _titled(self, noun: Token) -> Mention | None:
        """Return whom "the governor" or "the source" means by a title or a word told before, "officials" anywhere."""
        told = self._titles.get(noun.lemma_.lower(), [])
        if self._is_bare(noun):
            return next((m for start, m in reversed(told) if start < noun.idx), None)
        alone = all(c.dep_ in ("case", "punct") for c in noun.children)
        known = {_id(m): m for _, m in told}
        if alone and noun.lemma_.lower() in words("collective") and len(known) == 1:
            return next((m for name, m in known.items() if name is not None), None)
        return None

    def _around(self, noun: Token) -> list[Mention]:
        """Return the mentions in a noun's own phrase ("a spokesman for …", "the head of …"), nearest first."""
        out: dict[int, Mention] = {}
        stack = [noun]
        while stack:
            token = stack.pop(0)
            if token.i in self._at and not _is_apart(token, noun):
                out.setdefault(self._at[token.i].span.start, self._at[token.i])
            stack += [c for c in token.children if c.dep_ not in ("conj", "acl:relcl", "relcl", "advcl", "parataxis")]
        text = self._article.text  # in brackets stands what a name is short for: "a SADC (Southern …) spokesman"
        inside = {m.span: text[m.span.start - 1 : m.span.start] == "(" for m in out.values()}
        return sorted(out.values(), key=lambda m: (inside[m.span], abs(m.span.start - noun.idx), m.span))

    def _worded(self, noun: Token, end: int = 0) -> Actor:
        """Return an actor by its own words: those of its phrase, and on to `end` where that is behind it."""
        start, last = grammar.phrase(noun)
        stretch = noun.doc[start : max(last, end)]
        text = re.sub(r"^(?:the|an?|its|his|her|their|our|my)\s+", "", stretch.text, flags=re.IGNORECASE)
        return Actor(name=" ".join(text.split()), spans=(Span(start=stretch.start_char, end=stretch.end_char),))


def _is_named(mention: Mention) -> bool:
    """Tell whether a mention bears a name: not "villager" in "a villager's brother"."""
    return isinstance(mention.value, Actor) and mention.value.name[:1].isupper()


def _tells(noun: Token) -> bool:
    """Tell whether a noun stands where speakers do: "beekeepers said", "according to a beekeeper"."""
    if any(c.lower_ == "according" for c in noun.children):
        return noun.pos_ == "NOUN"
    verb = noun.head
    says = verb.lemma_.lower() in words("telling") and not grammar.objects(verb)
    return says and noun.pos_ == "NOUN" and noun.dep_ in grammar.SUBJECT


_DATELINE = re.compile(r"\(([A-Z][\w .'’-]{1,30})\)\s?[-–—]")
_OUTLET = re.compile(r"[A-Z][\w’'-]{1,20}(?: (?:of|[A-Z][\w’'-]{1,20})){0,4}")  # a line with nothing but a name
_HEAD = 400  # characters in which a dateline stands


def _publishers(article: Article) -> frozenset[str]:
    """Return the names of the outlet that prints an article: its own, in its dateline, on a line below its headline."""
    names = {match[1] for match in _DATELINE.finditer(article.text[:_HEAD])}
    names |= {line.strip() for line in article.text[:_HEAD].split("\n")[1:-1] if _OUTLET.fullmatch(line.strip())}
    if article.publisher is not None:
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", article.publisher.value.casefold())
        names |= {article.publisher.value, *(part for part in host.split(".") if len(part) > 2)}
    return frozenset(_squeeze(name) for name in names) - {""}


def _is_described(noun: Token) -> bool:
    """Tell whether a word says whose or what kind of reports: "local reports", not "recent reports" or "reports"."""
    kinds = (c for c in noun.lefts if grammar.base(c) in ("amod", "compound", "nmod") and c.pos_ != "NUM")
    return any(c.lower_ not in words("vague") for c in kinds)


def is_thing(noun: Token) -> bool:
    """Tell whether a noun is what is said or shown ("a statement", "images"), not who says it."""
    return noun.lemma_.lower() in words("told") | words("medium") | words("evidence") | words("reckoning")


def _titles(document: Document, at: dict[int, Mention]) -> dict[str, list[tuple[int, Mention]]]:
    """Return, by the word that later points back to them, the actors told with it: "Governor X", "a police source"."""
    out: dict[str, list[tuple[int, Mention]]] = {}
    for i in sorted(at):
        token, mention = document.doc[i], at[i]
        if at.get(token.head.i) is mention and token.head.i != i:
            continue
        beside = [c for c in token.children if c.dep_ in _TITLE and c.i not in at]
        beside += [token.head] if token.dep_ in ("appos", "flat", "nmod:desc") else []
        described = any(c.dep_ not in ("det", "case", "punct") for c in token.children)
        own = [token] if token.pos_ in ("NOUN", "PROPN") and described else []
        for noun in (*own, *beside):
            if noun.pos_ in ("NOUN", "PROPN") and (noun == token or _is_person(mention)):
                out.setdefault(noun.lemma_.lower(), []).append((mention.span.start, mention))
    return out


def _is_apart(token: Token, noun: Token) -> bool:
    """Tell whether "and" stands between a word and the noun it modifies: "UN and aid agencies"."""
    return any(t.dep_ == "cc" for t in noun.doc[token.i + 1 : noun.i])


def _name(mention: Mention) -> str:
    return fold(mention.value.name) if isinstance(mention.value, Actor) else ""


def _is_person(mention: Mention) -> bool:
    return mention.rule.startswith("person")


def _span(noun: Token) -> Span:
    return Span(start=noun.idx, end=noun.idx + len(noun))


def _known(actor: Actor, others: Iterable[Actor]) -> bool:
    return any(actor_key(actor) == actor_key(o) for o in others)


def _id(mention: Mention) -> str | None:
    return mention.value.id if isinstance(mention.value, Actor) else None


def _actor(mention: Mention) -> Actor:
    assert isinstance(mention.value, Actor), mention
    return replace(mention.value, spans=(mention.span,))


def _surfaces(actor: Actor, text: str) -> list[str]:
    return [span.of(text) for span in actor.spans]


def _squeeze(name: str) -> str:
    return re.sub(r"^(?:the |al[ -])+", "", fold(name)).replace(" ", "")
