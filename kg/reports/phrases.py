"""Time phrases: expressions with the words that bend or join them ("since" …, "from … to …", "… and …")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from kg.reports import calendar, resolving
from kg.reports.calendar import UNKNOWN, Period
from kg.reports.expressions import Found, any_of, words
from kg.reports.resolving import Context

_SPECIFIC = frozenset(
    {"iso", "numeric", "date", "month", "part", "decade", "season", "year", "weekday", "today", "this-part", "feast"}
)
_NIGHT = frozenset({"overnight"})
_NAMED_DAYS = frozenset({"date", "weekday", "today", "numeric", "iso"})
_LIST_GAP = 3  # days between two days of a list that still make one stretch ("on 30 May and 2 June")


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """One expression with the words that bend it, or several that are joined."""

    start: int
    end: int
    found: tuple[Found, ...]
    bend: str = ""


def join(text: str, found: list[Found]) -> list[Phrase]:
    """Return the phrases of a sentence, left to right, from its expressions."""
    out: list[Phrase] = []
    k = 0
    while k < len(found):
        phrase = _night(text, found, k) or _range(text, found, k) or _list(text, found, k) or _bend(text, found[k])
        k += len(phrase.found)
        phrase = _with_clock(text, phrase)
        if phrase.start >= (out[-1].end if out else 0):
            out.append(phrase)
    return out


@cache
def bends() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (what it does, pattern at the end of the text before an expression) of the prepositions."""
    kinds = ("since", "until", "prior", "post", "approx", "prep")
    the = r"\s+(?:(?i:the|about|around|just|only|at\s+least|least)\s+)*"
    return tuple((kind, re.compile(rf"(?<![\w-]){any_of(kind)}{the}$")) for kind in kinds)


def _bend(text: str, found: Found) -> Phrase:
    """Take in the preposition before an expression: the longest one that fits."""
    head = text[max(0, found.start - 40) : found.start]
    offset = found.start - len(head)
    window = _window().search(head) if found.kind in _SPECIFIC else None
    if window:
        told = (window["number"] or "1").casefold()
        bend = f"window:{words('number').get(told, told)} {window['unit'].casefold().rstrip('s')}"
        return Phrase(start=offset + window.start(), end=found.end, found=(found,), bend=bend)
    best = Phrase(start=found.start, end=found.end, found=(found,))
    for kind, pattern in bends():
        match = pattern.search(head)
        if match and offset + match.start() < best.start:
            best = Phrase(start=offset + match.start(), end=found.end, found=(found,), bend=kind)
    return best


@cache
def _window() -> re.Pattern[str]:
    """Match "the week ending", "in the month to" before a day."""
    return re.compile(
        r"(?<![\w-])(?i:(?:in|during|over)\s+)?(?i:the)\s+(?:(?P<number>\d{1,3}|" + any_of("number") + r")\s+)?"
        r"(?P<unit>(?i:days?|weeks?|months?|year))\s+"
        r"(?i:to|ending|ended|up\s+to)\s+(?:(?i:on)\s+)?(?:(?i:the)\s+)?$"
    )


@cache
def _links() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what may stand between the ends of a range, and between the days of a list."""
    part = rf"(?:(?:{any_of('part')}|{_TIME})\s+)?(?:(?i:on|late|early)\s+)*(?:(?i:the)\s+)?"
    ranged = re.compile(
        r",?\s*(?:(?P<and>(?i:and))|(?P<to>(?i:to|into|until|till|through|up\s+to))|(?P<dash>[-–—]))\s*" + part + "$"
    )
    listed = re.compile(r"\s*(?:,|,?\s*(?i:and|as\s+well\s+as))\s*(?:(?i:on|in)\s+)?")
    return ranged, listed


_TIME = r"\d{1,2}(?:[:.]\d\d){0,2}\s*(?:[ap]\.?m\b\.?)|\d{1,2}:\d\d(?::\d\d)?"
_RANGE_HEAD = re.compile(r"(?<![\w-])(?P<head>(?i:between|from))\s+(?:(?i:late|early|the)\s+)*$")


def _range(text: str, found: list[Found], k: int) -> Phrase | None:
    """Join two expressions into a range: "between A and B", "from A to B", "A - B"."""
    if k + 1 >= len(found) or {found[k].kind, found[k + 1].kind} - _SPECIFIC:
        return None
    first, last = found[k], found[k + 1]
    link = _links()[0].fullmatch(text[first.end : last.start])
    if link is None:
        return None
    head = _RANGE_HEAD.search(text[max(0, first.start - 14) : first.start])
    if link["and"] and (head is None or head["head"].casefold() != "between"):
        return None
    start = first.start - len(head.group()) if head else first.start
    return Phrase(start=start, end=last.end, found=(first, last), bend="range")


def _list(text: str, found: list[Found], k: int) -> Phrase | None:
    """Join days or months told one after the other: "on Monday and Tuesday", "in January and February"."""
    run = [found[k]]
    while k + len(run) < len(found):
        after = found[k + len(run)]
        link = _links()[1].fullmatch(text[run[-1].end : after.start])
        if link is None or not _alike(run[-1], after) or re.match(r"['’]s\b", text[after.end :]):
            break
        run.append(after)
    if len(run) < 2 or not re.search(r"(?i:and|as\s+well\s+as)", text[run[-2].end : run[-1].start]):
        return None
    first = _bend(text, run[0])
    if first.bend not in ("", "prep"):
        return None
    return Phrase(start=first.start, end=run[-1].end, found=tuple(run), bend="list")


def _alike(a: Found, b: Found) -> bool:
    return (a.kind == b.kind and a.kind in ("month", "year")) or {a.kind, b.kind} <= _NAMED_DAYS


def _night(text: str, found: list[Found], k: int) -> Phrase | None:
    """Read the day beside "overnight": "overnight on Sunday", "overnight into Monday", "overnight from A to B"."""
    if k + 1 >= len(found) or found[k].kind not in _NIGHT:
        return None
    range_ = _range(text, found, k + 1)
    after = range_ or _bend(text, found[k + 1])
    between = text[found[k].end : found[k + 1].start]
    link = re.fullmatch(
        r",?\s+(?:\(?|(?P<into>(?i:into|to|until|through))\s+|(?i:on|from|between)\s+)(?i:the\s+)?", between
    )
    if link is None or after.found[0].kind not in _SPECIFIC:
        return None
    bend = "range" if range_ else "night-into" if link["into"] else "night"
    return Phrase(start=found[k].start, end=after.end, found=(found[k], *after.found), bend=f"overnight:{bend}")


@cache
def _clock() -> re.Pattern[str]:
    zone = rf"(?:\s*\(?(?:{any_of('zone')})\b\)?)?"
    return re.compile(rf"(?:,?\s+(?:at\s+|around\s+|about\s+)*)(?:{_TIME}){zone}", re.IGNORECASE)


def _with_clock(text: str, phrase: Phrase) -> Phrase:
    """Take in the time of day that follows a day."""
    match = _clock().match(text, phrase.end)
    return phrase if match is None else replace(phrase, end=match.end())


def resolve(phrase: Phrase, context: Context) -> Period:
    """Return the days of a phrase: those of its expressions, bent by its words."""
    if phrase.bend.startswith("overnight:"):
        return _resolve_night(phrase, context)
    periods = [resolving.resolve(f, context) for f in phrase.found]
    first, today = periods[0], context.today
    if phrase.bend == "range":
        return _joined(phrase, periods, context)
    if phrase.bend == "list":
        return _listed(phrase, periods, context)
    if phrase.bend == "since" or context.since:
        return calendar.since(first, today)
    if phrase.bend.startswith("window:"):
        number, unit = phrase.bend.removeprefix("window:").split()
        return calendar.window(first, unit, int(number))
    if phrase.bend == "until":
        return calendar.until(first)
    if phrase.bend == "prior":
        return calendar.before(first)
    if phrase.bend == "post":
        return calendar.after(first, today)
    return calendar.approximate(first) if phrase.bend == "approx" else first


def _resolve_night(phrase: Phrase, context: Context) -> Period:
    rest = replace(phrase, found=phrase.found[1:], bend="range" if phrase.bend.endswith(":range") else "")
    period = resolve(rest, context)
    if phrase.bend == "overnight:night-into" and period.start is not None:
        return calendar.days(period.start - timedelta(days=1), period.end)
    return period


def _joined(phrase: Phrase, periods: list[Period], context: Context) -> Period:
    """Return the period between two; what the first leaves open (its year, its week) the second tells."""
    first, last = _leaning(phrase, periods[0], periods[-1]), periods[-1]
    return calendar.span(first, last)


def _leaning(phrase: Phrase, first: Period, last: Period) -> Period:
    named = phrase.found[0].match.groupdict()
    leans = phrase.found[0].kind == "weekday" or ("m" in named and not named.get("y"))
    told_year = bool(phrase.found[-1].match.groupdict().get("y"))
    if leans and last.start is not None and (first.start is None or first.start > last.start or told_year):
        return resolving.resolve(phrase.found[0], Context(today=last.start))
    return first


def _listed(phrase: Phrase, periods: list[Period], context: Context) -> Period:
    """Return the stretch of a list of days or months with no gap to speak of, else its first."""
    first, last = _leaning(phrase, periods[0], periods[-1]), periods[-1]
    if first.start is None or first.end is None or last.start is None:
        return UNKNOWN
    gap = (last.start - first.end).days / (len(periods) - 1)
    whole = calendar.span(first, last)
    return whole if 0 <= gap <= _LIST_GAP and whole.start is not None else first
