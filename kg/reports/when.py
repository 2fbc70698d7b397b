"""When something happened: finds time expressions, resolves them, and says which belongs to an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kg.model import Document, Span, When
from kg.nlp import grammar
from kg.reports import expressions, phrases
from kg.reports.calendar import Period
from kg.reports.dating import date_of, when_for
from kg.reports.expressions import words
from kg.reports.lookalikes import is_byline, is_time, token_at
from kg.reports.phrases import Phrase
from kg.reports.resolving import Context
from kg.reports.since import since_mark, undated_stretches
from kg.reports.timing import clause_after, is_speech

__all__ = ["date_of", "find_whens", "when_for"]

_NEARBY = 3  # sentences
_FRESH = 7  # days between a statement and the article that quotes it
_DEICTIC = frozenset({"today", "this-part", "last-night", "overnight"})  # what a speaker says of his own day
_ASIDE = 60  # characters between "two days after" and the day it counts from


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A phrase of one sentence with the days it stands for."""

    phrase: Phrase
    token: Token | None
    period: Period


def find_whens(document: Document) -> list[When]:
    """Return the time expressions of an article's own text, sorted by span.

    `start` and `end` stay None where neither the text nor the publication day tells them.
    """
    skip: frozenset[int] = document.doc.user_data.get("skip", frozenset())
    today = document.article.published_date
    out: list[When] = []
    days: list[tuple[int, date]] = []  # (sentence, day) of the single days told so far
    for number, sentence in enumerate(document.doc.sents):
        text = _own_text(sentence, skip)
        told: list[_Told] = []
        for phrase in _phrases(sentence, text):
            one = _resolved(sentence, phrase, today, _anchor(days, number))
            told.append(one)
            if one.period.is_day and one.period.start is not None:
                days.append((number, one.period.start))
        told = [_as_counted(sentence, t, told[k + 1 :], today) for k, t in enumerate(told)]
        told = [_as_said(sentence, t, told, today) for t in told]
        found = [_when(sentence, _since_clause(sentence, t.phrase, t.token), t.period) for t in told]
        out += found + undated_stretches(document, sentence, [*out, *found])
    return sorted(out, key=lambda w: (w.span.start, w.span.end) if w.span else (0, 0))


def _own_text(sentence: Sentence, skip: frozenset[int]) -> str:
    """Return the sentence's text with page furniture blanked by a character that no pattern takes."""
    text = list(sentence.text)
    for token in sentence:
        if token.i in skip:
            at = token.idx - sentence.start_char
            text[at : at + len(token)] = "\0" * len(token)
    return "".join(text)


def _phrases(sentence: Sentence, text: str) -> list[Phrase]:
    found = [f for f in expressions.find(text) if is_time(sentence, f)]
    return [] if is_byline(text, found) else phrases.join(text, found)


def _resolved(sentence: Sentence, phrase: Phrase, today: date | None, anchor: date | None) -> _Told:
    token = token_at(sentence, phrase.found[0].start)
    context = _context(sentence, phrase, token, today, anchor)
    return _Told(phrase=phrase, token=token, period=phrases.resolve(phrase, context))


def _context(
    sentence: Sentence, phrase: Phrase, token: Token | None, today: date | None, anchor: date | None
) -> Context:
    governor = grammar.governor(token) if token is not None else None
    auxiliaries = [c for c in governor.children if c.dep_ == "aux"] if governor is not None else []
    return Context(
        today=today,
        anchor=anchor,
        future=any(c.lower_ in words("future") for c in auxiliaries),
        lasting=any(c.lemma_ == "have" for c in auxiliaries),
        since=since_mark(token) is not None,
        back=clause_after(sentence, phrase.end) is not None,
    )


def _as_counted(sentence: Sentence, told: _Told, after: Sequence[_Told], today: date | None) -> _Told:
    """Read "two days after the strike on 3 May", where the same clause goes on to tell the day to count from."""
    phrase = told.phrase
    if phrase.found[0].kind not in ("later", "earlier") or not after or not after[0].period.is_day:
        return told
    last = sentence.text[phrase.start : phrase.end].casefold().split()[-1]
    between = sentence.text[phrase.end : after[0].phrase.start]
    if last not in words("counts") or len(between) > _ASIDE or any(mark in between for mark in ",;:"):
        return told
    context = _context(sentence, phrase, told.token, today, after[0].period.start)
    return told if context.back else replace(told, period=phrases.resolve(phrase, context))


def _as_said(sentence: Sentence, told: _Told, all_told: Sequence[_Told], today: date | None) -> _Told:
    """A speaker's "last night" is that of the day of speaking: "'… last night,' the mayor said on Tuesday"."""
    kinds = {f.kind for f in told.phrase.found}
    if today is None or told.token is None or not kinds <= _DEICTIC:
        return told
    verb = grammar.governor(told.token)
    above = [] if verb is None else [a for a in verb.ancestors if is_speech(a)][:1]
    for other in all_told:
        day = other.period.start
        beside = other.token is not None and grammar.governor(other.token) in above
        if beside and day is not None and other.period.is_day and 0 < (today - day).days <= _FRESH:
            context = _context(sentence, told.phrase, told.token, day, None)
            return replace(told, period=phrases.resolve(told.phrase, context))
    return told


def _when(sentence: Sentence, phrase: Phrase, period: Period) -> When:
    text = sentence.text[phrase.start : phrase.end]
    span = Span(start=sentence.start_char + phrase.start, end=sentence.start_char + phrase.end)
    return When(start=period.start, end=period.end, text=text, edtf=period.edtf, span=span)


def _anchor(days: list[tuple[int, date]], sentence: int) -> date | None:
    """Return the day last spoken of; a flashback some sentences ago does not count, the story's day does."""
    if not days:
        return None
    if sentence - days[-1][0] <= _NEARBY:
        return days[-1][1]
    return max(day for _, day in days)


def _since_clause(sentence: Sentence, phrase: Phrase, token: Token | None) -> Phrase:
    """Widen a phrase to the whole "since" clause around it."""
    mark = since_mark(token)
    if mark is None or mark.idx - sentence.start_char > phrase.start:
        return phrase
    return replace(phrase, start=mark.idx - sentence.start_char)
