"""Stretches that run until now: "since the war began", "since then", "in the conflict that broke out in April"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kg import lexicon
from kg.model import Document, Span, When
from kg.nlp import grammar
from kg.reports import calendar
from kg.reports.calendar import Period
from kg.reports.expressions import words
from kg.reports.timing import nearest

_LONG = 12  # words of a "since" phrase that are shown


def since_mark(token: Token | None) -> Token | None:
    """Return the "since" that a time stands under: "since the war began in 2011", "since the coup on 1 February"."""
    if token is None:
        return None
    for node in [token, *token.ancestors]:
        marks = [c for c in node.children if c.dep_ in ("mark", "case", "prep") and c.lower_ in words("since")]
        if marks and marks[0].i <= token.i:
            return marks[0]
        if grammar.is_verb(node):
            return None
    return None


def undated_stretches(document: Document, sentence: Sentence, told: Sequence[When]) -> list[When]:
    """Return the "since …" of a sentence in the perfect that name no day; an earlier sentence may tell it."""
    today = document.article.published_date
    out = []
    for mark in sentence:
        if today is None or mark.lower_ not in words("since-undated") or not _is_stretch(mark):
            continue
        stretch = _stretch(mark)
        if any(w.span is not None and w.span.start < stretch.end and stretch.start < w.span.end for w in told):
            continue
        out.append(_open(document, stretch, _begin(mark, sentence, told, today), today))
    return out


def _is_stretch(mark: Token) -> bool:
    """Tell whether a "since" tells a time: "since dawn", or under a verb in the perfect ("have died since")."""
    host = mark.head
    if host.lower_ in words("part"):
        return True
    if mark.dep_ not in ("mark", "case", "prep") or host == mark:
        return False
    verb = grammar.governor(host)
    return verb is not None and is_perfect(verb)


def is_perfect(verb: Token) -> bool:
    """Tell whether a verb is in the present perfect: what it tells lasts until now."""
    return any(c.dep_ in ("aux", "aux:pass") and c.lower_ in ("have", "has", "'ve", "’ve") for c in verb.children)


def _stretch(mark: Token) -> Span:
    end = mark.head if mark.head.lower_ in words("part") else mark.head.right_edge
    last = mark.doc[min(end.i, mark.i + _LONG)]
    return Span(start=mark.idx, end=last.idx + len(last))


def _begin(mark: Token, sentence: Sentence, told: Sequence[When], today: date) -> date | None:
    """Return the day on which earlier sentences say that it began, today's for "since dawn"."""
    if mark.head.lower_ in words("part"):
        return today
    before = [w for w in told if w.span is not None and w.span.end <= sentence.start_char]
    if mark.head.lower_ == "then":
        dated = [w for w in before if w.start is not None]
        return dated[-1].start if dated else None
    for noun in _what_began(mark.head):
        for earlier in reversed(sentence.doc[: sentence.start]):
            if earlier.lemma_.lower() != noun.lemma_.lower() or earlier.pos_ not in ("NOUN", "PROPN"):
                continue
            when = nearest(earlier, before)
            if when is not None and when.start is not None and when.start <= today:
                return when.start
    return None


def _what_began(head: Token) -> Iterator[Token]:
    """Yield the event nouns that a "since" phrase is about, the beginning of one last of all."""
    if grammar.is_verb(head) and head.pos_ != "NOUN":
        yield from (*grammar.subjects(head), *grammar.passive_subjects(head))
        return
    yield from (noun for _, noun in grammar.preps(head) if head.lemma_.lower() in begin_words())
    yield head


@cache
def begin_words() -> frozenset[str]:
    """Return the lemmas that tell that something began."""
    return frozenset(r["form"] for r in lexicon.table("time_words") if r["class"] == "begin")


def _open(document: Document, stretch: Span, start: date | None, today: date) -> When:
    period = calendar.since(calendar.day(start), today) if start else Period(end=today, edtf=f"../{today}")
    return When(
        start=period.start, end=period.end, text=stretch.of(document.article.text), edtf=period.edtf, span=stretch
    )


def since_it_began(document: Document, token: Token, whens: Sequence[When]) -> When | None:
    """Return the stretch since the fighting began that a toll in the perfect is told of.

    "The offensive, launched in May, has killed 300", "300 have died in the war that broke out in 2014".
    """
    today = document.article.published_date
    verb = token if grammar.is_verb(token) else grammar.governor(token)
    if verb is None or not is_perfect(verb):
        return None
    for noun in grammar.clause(verb):
        begun = [
            c
            for c in noun.children
            if (c.dep_ in grammar.RELATIVE or c.dep_ == "acl") and c.lemma_.lower() in begin_words()
        ]
        for began in begun:
            when = nearest(began, whens)
            if when is not None and when.start is not None and when.start == _day_before_now(when, today):
                period = calendar.since(Period(start=when.start, end=when.end, edtf=when.edtf), today)
                return replace(when, start=period.start, end=period.end, edtf=period.edtf)
    return None


def _day_before_now(when: When, today: date | None) -> date | None:
    return when.start if today is None or (when.start is not None and when.start <= today) else None
