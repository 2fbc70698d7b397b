"""When something happened: finds time expressions, resolves them, and says which belongs to an event."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kg.model import Document, Span, When
from kg.nlp import grammar
from kg.reports import calendar, expressions
from kg.reports.calendar import Period
from kg.reports.expressions import Context, Found, any_of, words
from kg.reports.timing import clause_after, when_for

__all__ = ["find_whens", "when_for"]

_AGENCY = re.compile(r"\s*(?:\([A-Z][\w ./-]{1,30}\)\s*)?[-–—:]")


_NEARBY = 3  # sentences


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrase:
    """One expression with the words that bend it: "since" …, "between … and …"."""

    start: int
    end: int
    found: tuple[Found, ...]
    bend: str = ""


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
        for phrase in _phrases(sentence, text):
            token = _token_at(sentence, phrase.found[0].start)
            period = _bent(phrase, _context(sentence, phrase, today, _anchor(days, number)))
            out.append(_when(sentence, _since_clause(sentence, phrase, token), period))
            if period.is_day and period.start is not None:
                days.append((number, period.start))
    return sorted(out, key=lambda w: (w.span.start, w.span.end) if w.span else (0, 0))


def _own_text(sentence: Sentence, skip: frozenset[int]) -> str:
    """Return the sentence's text with page furniture blanked by a character that no pattern takes."""
    text = list(sentence.text)
    for token in sentence:
        if token.i in skip:
            at = token.idx - sentence.start_char
            text[at : at + len(token)] = "\0" * len(token)
    return "".join(text)


def _context(sentence: Sentence, phrase: _Phrase, today: date | None, anchor: date | None) -> Context:
    token = _token_at(sentence, phrase.found[0].start)
    governor = grammar.governor(token) if token is not None else None
    auxiliaries = [c for c in governor.children if c.dep_ == "aux"] if governor is not None else []
    return Context(
        today=today,
        anchor=anchor,
        future=any(c.lower_ in words("future") for c in auxiliaries),
        lasting=any(c.lemma_ == "have" for c in auxiliaries),
        since=_since_mark(token) is not None,
        back=clause_after(sentence, phrase.end) is not None,
    )


def _when(sentence: Sentence, phrase: _Phrase, period: Period) -> When:
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


def _phrases(sentence: Sentence, text: str) -> list[_Phrase]:
    found = [f for f in expressions.find(text) if _is_time(sentence, f)]
    if _is_byline(text, found):
        return []
    out: list[_Phrase] = []
    k = 0
    while k < len(found):
        joined = _range(text, found, k)
        phrase = joined or _bend(text, found[k])
        k += 2 if joined else 1
        phrase = _with_clock(text, phrase)
        if phrase.start >= (out[-1].end if out else 0):
            out.append(phrase)
    return out


def _is_byline(text: str, found: list[Found]) -> bool:
    """Tell whether a line holds nothing but a date, as a dateline or byline does."""
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    left = re.findall(r"[^\W\d_]+", "".join(rest).casefold())
    return bool(found) and all(w in words("byline") or w in words("zone") for w in left)


@cache
def _bends() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = ("since", "until", "prior", "post", "approx", "prep")
    the = r"\s+(?:(?i:the|about|around|just|only|at\s+least|least)\s+)*"
    return tuple((kind, re.compile(rf"(?<![\w-]){any_of(kind)}{the}$")) for kind in kinds)


def _bend(text: str, found: Found) -> _Phrase:
    """Take in the preposition before an expression: the longest one that fits."""
    head = text[max(0, found.start - 40) : found.start]
    offset = found.start - len(head)
    best = _Phrase(start=found.start, end=found.end, found=(found,))
    for kind, pattern in _bends():
        match = pattern.search(head)
        if match and offset + match.start() < best.start:
            best = _Phrase(start=offset + match.start(), end=found.end, found=(found,), bend=kind)
    return best


_RANGE_WORD = re.compile(
    r",?\s*(?:(?P<and>(?i:and))|(?P<to>(?i:to|until|till|through|up\s+to))|(?P<dash>[-–—]))\s*(?:(?i:the)\s+)?$"
)
_RANGE_HEAD = re.compile(r"(?<![\w-])(?P<head>(?i:between|from))\s+(?:(?i:the)\s+)?$")
_SPECIFIC = frozenset(
    {"iso", "numeric", "date", "month", "part", "decade", "season", "year", "weekday", "today", "this-part"}
)
_OPEN_HEAD = re.compile(r"(?<![\w-])(?i:between|from)\s+(?P<d>(?:0?[1-9]|[12]\d|3[01]))\s+(?i:and|to)\s+$")


def _range(text: str, found: list[Found], k: int) -> _Phrase | None:
    """Join two expressions into a range: "between A and B", "from A to B", "A - B"."""
    if k + 1 >= len(found) or {found[k].kind, found[k + 1].kind} - _SPECIFIC:
        return None
    first, last = found[k], found[k + 1]
    link = _RANGE_WORD.fullmatch(text[first.end : last.start])
    if link is None:
        return None
    head = _RANGE_HEAD.search(text[max(0, first.start - 14) : first.start])
    if link["and"] and (head is None or head["head"].casefold() != "between"):
        return None
    start = first.start - len(head.group()) if head else first.start
    return _Phrase(start=start, end=last.end, found=(first, last), bend="range")


@cache
def _clock() -> re.Pattern[str]:
    time = r"\d{1,2}(?:[:.]\d\d){0,2}\s*(?:[ap]\.?m\b\.?)|\d{1,2}:\d\d(?::\d\d)?"
    zone = rf"(?:\s*\(?(?:{any_of('zone')})\b\)?)?"
    return re.compile(rf"(?:,?\s+(?:at\s+|around\s+|about\s+)*)(?:{time}){zone}", re.IGNORECASE)


def _with_clock(text: str, phrase: _Phrase) -> _Phrase:
    """Take in the time of day that follows a day."""
    match = _clock().match(text, phrase.end)
    if match is None:
        return phrase
    return _Phrase(start=phrase.start, end=match.end(), found=phrase.found, bend=phrase.bend)


def _bent(phrase: _Phrase, context: Context) -> Period:
    """Return the days of a phrase: those of its expression, bent by its preposition."""
    periods = [expressions.resolve(f, context) for f in phrase.found]
    first, today = periods[0], context.today
    if phrase.bend == "range":
        return _joined(phrase, periods, context)
    if phrase.bend == "since" or context.since:
        return calendar.since(first, today)
    if phrase.bend == "until":
        return calendar.until(first)
    if phrase.bend == "prior":
        return calendar.before(first)
    if phrase.bend == "post":
        return calendar.after(first, today)
    return calendar.approximate(first) if phrase.bend == "approx" else first


def _joined(phrase: _Phrase, periods: list[Period], context: Context) -> Period:
    """Return the period between two; what the first leaves open (its year, its week) the second tells."""
    first, last = periods
    named = phrase.found[0].match.groupdict()
    leans = phrase.found[0].kind == "weekday" or ("m" in named and not named.get("y"))
    if leans and last.start is not None and (first.start is None or first.start > last.start or _told_year(phrase)):
        first = expressions.resolve(phrase.found[0], Context(today=last.start))
    return calendar.span(first, last)


def _told_year(phrase: _Phrase) -> bool:
    return bool(phrase.found[1].match.groupdict().get("y"))


def _is_time(sentence: Sentence, found: Found) -> bool:
    """Refuse what only looks like a time: names, numbers, verbs, datelines."""
    text = sentence.text
    start, end = found.start, found.end
    before, after = text[:start], text[end:]
    if re.match(r"\s*-?\s*(?:year|month|week|day|hour)s?[\s-]+old", after) or (
        found.kind == "year" and re.match(r"[-–]\w", after)
    ):
        return False
    if _is_dateline(sentence, before, after):
        return False
    token = _token_at(sentence, start)
    if (
        found.kind in ("month", "weekday", "season")
        and not found.match.groupdict().get("y")
        and _in_name(token, end - start)
    ):
        return False
    if found.kind == "month":
        return _is_month(token, found, before, after)
    if found.kind == "year":
        return _is_year(token, before, after)
    if found.kind == "for":
        return _is_perfect(token) or bool(_SHORT.match(found.match.group()))
    return not (found.kind == "past" and _token_before(token) in ("a", "an"))


def _is_dateline(sentence: Sentence, before: str, after: str) -> bool:
    """ "ANKARA, Sept 21 (Agency) - Jets …" tells when the article was sent."""
    place = before.strip().rstrip(",")
    return bool(before.rstrip().endswith(",") and place.isupper() and _AGENCY.match(after))


def _in_name(token: Token | None, length: int) -> bool:
    """Tell whether a month or weekday is part of the name of a person or organisation ("Sunday Times")."""
    if token is None:
        return False
    for name in token.doc.ents:
        if name.start <= token.i < name.end and name.label_ in ("ORG", "PER", "PERSON") and len(name.text) > length:
            return True
    return False


def _is_month(token: Token | None, found: Found, before: str, after: str) -> bool:
    g = found.match.groupdict()
    if any(g.get(k) for k in ("y", "which", "rel")) or token is None:
        return True
    if not expressions.is_also_word(g["m"] or ""):
        return token.ent_type_ not in ("PER", "PERSON")
    if re.match(r"['’]s\b|\s*:", after):
        return True
    return any(pattern.search(before[-40:]) for _, pattern in _bends()) and token.pos_ != "AUX"


# "in just eight days" tells how long it took, "in eight days" may be a day to come.
_SHORT = re.compile(r"(?i:in)\s+(?i:just|only|less|under|fewer|barely)\b")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?i:in|since|until|till|by|during|of|from|to|between|and|or|before|after|around|late|early|mid|through|the|circa|year)|[-–,(])\s*$"
)


def _is_year(token: Token | None, before: str, after: str) -> bool:
    """Tell whether four digits are a year: beside a preposition, and not counting what follows."""
    last = re.findall(r"\w+", before[-25:])[-1:]
    if (last and last[0].casefold() in words("year-word")) or not _YEAR_BEFORE.search(before):
        return False
    if before.rstrip().endswith((",", "(", "the", "and", "or", "to")) and not re.search(
        r"\b(?:19|20)\d\d\W+(?:and|or|to)\s*$|\($|the\s*$", before
    ):
        return False
    if token is None:
        return True
    counts = token.dep_ in ("nummod", "nsubj") and token.head.tag_ in ("NNS", "NNPS") and token.head.i == token.i + 1
    return not counts and not re.match(rf"\s*(?:%|{any_of('zone')}\b)", after)


def _token_at(sentence: Sentence, offset: int) -> Token | None:
    at = sentence.start_char + offset
    return next((t for t in sentence if t.idx <= at < t.idx + len(t.text)), None)


def _token_before(token: Token | None) -> str:
    return "" if token is None or token.i == 0 else token.nbor(-1).lower_


def _is_perfect(token: Token | None) -> bool:
    verb = grammar.governor(token) if token is not None else None
    return verb is not None and any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)


def _since_mark(token: Token | None) -> Token | None:
    """Return the "since" of a clause that a time stands in: "since the war began in 2011"."""
    verb = grammar.governor(token) if token is not None else None
    if verb is None:
        return None
    return next((c for c in verb.children if c.dep_ == "mark" and c.lower_ in words("since")), None)


def _since_clause(sentence: Sentence, phrase: _Phrase, token: Token | None) -> _Phrase:
    """Widen a phrase to the whole "since" clause around it."""
    mark = _since_mark(token)
    if mark is None or mark.idx - sentence.start_char > phrase.start:
        return phrase
    return replace(phrase, start=mark.idx - sentence.start_char)
