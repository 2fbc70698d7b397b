"""Finds the day of publication: in the text's own dateline, the metadata, the address; unknown where none says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kg.model import Known, Span
from kg.sources.captured import Captured
from kg.sources.lines import Line
from kg.sources.patterns import date_words

_RANK = {"published": 0, None: 1, "updated": 2}
HEAD_LINES = 15  # a dateline stands near the top …
STANDFIRST = 2  # … below so many sentences that sum the story up …
BEFORE_TEXT = 8  # … and not far above the first sentence: a menu between them makes it the page's clock
# A printed dateline corrects metadata that are off by days (a mangled month, the day of the event);
# farther off, one of them is about something else, and only "Published …" says which.
TRUST_DAYS = 31
TAIL_CHARS = 80  # what may follow the date on its line: "(updated 14:57)", "| 3 min read"
BYLINE_CHARS = 100
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_COMPACT = re.compile(r"(?:19|20)\d{6}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dateline:
    """A date printed as such: its possible readings, its place, and the word that leads it."""

    readings: tuple[date, ...]
    cue: str | None  # "published", "updated", or nothing
    span: Span  # of the date, with the words around it that belong to it
    near_text: bool = True  # False where a menu stands between it and the story: then it may be the page's clock


@dataclass(frozen=True, kw_only=True, slots=True)
class _Grammar:
    dateline: re.Pattern[str]
    ends: re.Pattern[str]  # what may follow a dateline on its own line
    runs_on: re.Pattern[str]  # what stands between a dateline and the text that it runs into
    byline: re.Pattern[str]
    place: re.Pattern[str]
    date: re.Pattern[str]


def find_published(captured: Captured, lines: tuple[Line, ...]) -> tuple[Known | None, tuple[Span, ...]]:
    """Return the publication day with how it was found, and the spans of the datelines at the top of the text."""
    found = tuple(find_datelines(lines))
    told = read_date(captured.published) if captured.published else None
    spans = tuple(dateline.span for dateline in found)
    for dateline in sorted((d for d in found if d.near_text), key=lambda d: _RANK[d.cue]):
        day = _choose(dateline, told)
        if day is None:
            continue
        if day == told:
            return Known(value=day.isoformat(), how=captured.published_how, span=dateline.span), spans
        if told is None or dateline.cue == "published" or abs((day - told).days) <= TRUST_DAYS:
            return Known(value=day.isoformat(), how="text:dateline", span=dateline.span), spans
    if told is not None:
        return Known(value=told.isoformat(), how=captured.published_how), spans
    day = _url_date(captured.url)
    return (Known(value=day.isoformat(), how="url") if day else None), spans


def find_datelines(lines: tuple[Line, ...]) -> Iterator[Dateline]:
    """Yield the datelines at the top of a text: lines of their own, or the beginning of the first line."""
    sentences = [i for i, line in enumerate(lines[: 10 * HEAD_LINES]) if line.is_sentence]
    for i, line in enumerate(lines[:HEAD_LINES]):
        found = _read_line(line, first=i == 0) if sum(s < i for s in sentences) <= STANDFIRST else None
        if found is not None:
            following = next((s for s in sentences if s >= i), i)
            yield replace(found, near_text=following - i <= BEFORE_TEXT)


def read_date(text: str) -> date | None:
    """Return the day that a metadata value names in any usual form; None where it names none or two."""
    if _COMPACT.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _grammar().date.search(text)
    readings = _readings(found) if found else ()
    return readings[0] if len(readings) == 1 else None


def _read_line(line: Line, *, first: bool) -> Dateline | None:
    grammar = _grammar()
    found = grammar.dateline.match(line.text)
    if found and grammar.ends.match(line.text, found.end()) and len(line.text) - found.end() <= TAIL_CHARS:
        return _dateline(line, _first_told(found), len(line.text))
    if found:
        going_on = grammar.runs_on.match(line.text, found.end()) if first else None
        return _dateline(line, found, going_on.end()) if going_on else None
    found = grammar.byline.fullmatch(line.text) if len(line.text) <= BYLINE_CHARS else None
    if found:
        return _dateline(line, found, len(line.text))
    found = grammar.place.match(line.text)
    return _dateline(line, found, found.end()) if found else None


def _first_told(found: re.Match[str]) -> re.Match[str]:
    """Pass over "Updated …" for a "Published …" behind it."""
    later = _grammar().dateline.search(found.string, found.end())
    is_update = date_words("cue").get((found["cue"] or "").lower()) == "updated"
    return later if is_update and later and later["cue"] else found


def _dateline(line: Line, found: re.Match[str], end: int) -> Dateline | None:
    readings = _readings(found)
    if not readings:
        return None
    text = line.text[:end].rstrip()
    cue = date_words("cue").get((found.groupdict().get("cue") or "").lower())
    return Dateline(readings=readings, cue=cue, span=Span(start=line.start, end=line.start + len(text)))


def _choose(dateline: Dateline, told: date | None) -> date | None:
    """Return the one reading, or the one that is near the metadata; None keeps an ambiguity from becoming a guess."""
    if len(dateline.readings) == 1:
        return dateline.readings[0]
    near = [d for d in dateline.readings if told is not None and abs((d - told).days) <= TRUST_DAYS]
    return near[0] if len(near) == 1 else (told if told in near else None)


def _readings(found: re.Match[str]) -> tuple[date, ...]:
    part = found.groupdict()
    year = int(part["y1"] or part["y2"] or part["y3"] or part["y4"])
    if part["m1"] or part["m2"]:
        month = int(date_words("month")[(part["m1"] or part["m2"]).lower()])
        days = _valid([(year, month, int(part["d1"] or part["d2"]))])
    elif part["m3"]:
        days = _valid([(year, int(part["m3"]), int(part["d3"]))])
    else:
        a, b = int(part["a"]), int(part["b"])
        # with full stops the day always comes first; with strokes that depends on the country
        days = _valid([(year, b, a)] if part["sep"] == "." else sorted({(year, b, a), (year, a, b)}))
    weekday = date_words("weekday").get((part["weekday"] or "").lower())
    fitting = tuple(d for d in days if weekday is not None and d.weekday() == int(weekday))
    return fitting or days


def _valid(parts: Iterable[tuple[int, int, int]]) -> tuple[date, ...]:
    out = []
    for year, month, day in parts:
        if 1 <= month <= 12 and 1 <= day <= _month_length(year, month):
            out.append(date(year, month, day))
    return tuple(out)


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def _url_date(url: str | None) -> date | None:
    found = _URL_DATE.search(url or "")
    days = _valid([(int(found[1]), int(found[2]), int(found[3]))]) if found else ()
    return days[0] if days else None


@cache
def _grammar() -> _Grammar:
    month, weekday = _either(date_words("month")), _either(date_words("weekday"))
    cue, zone = _either(date_words("cue")), _either(date_words("zone"))
    particle, by = _either(date_words("particle")), _either(date_words("byline"))
    updated = _either(word for word, leads in date_words("cue").items() if leads == "updated")
    year = r"(?:19|20)\d\d(?!\d)"
    day = (
        rf"(?:(?P<weekday>{weekday})\b[.,]?\s+)?(?:"
        rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{month})\b[.,،]{{0,2}}\s+(?P<y1>{year})"
        rf"|(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[,،]?\s*(?P<y2>{year})"
        rf"|(?P<y3>(?:19|20)\d\d)[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})(?=\D|$)(?:T[\d:.+Z-]+)?"
        rf"|(?<!\d)(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y4>{year}))"
    )
    time = (
        rf"(?:[\s,|–—-]{{0,3}}(?:(?:{particle})\s+)?\d{{1,2}}[:.]?\d\d(?::\d\d)?\b\s?(?:[ap]\.?m\b\.?)?\s?(?:{zone})?)?"
    )
    place = r"(?-i:[A-Z][A-Z'’. -]{2,40}),?\s+(?:[A-Z][\w .]{2,30},\s+)?"
    return _Grammar(
        dateline=re.compile(rf"(?:(?P<cue>{cue})\b\s*:?\s*(?:{particle})?\s*)?{day}{time}", re.IGNORECASE),
        ends=re.compile(rf"\s*(?:$|[|(•·/–—-]|,?\s*(?:{updated})\b)", re.IGNORECASE),
        runs_on=re.compile(
            rf"\s*(?:\((?:{updated})\b[^()]{{0,60}}\)\s*)?(?=(?-i:[^\W\d_a-z])|[\"“'‘(])", re.IGNORECASE
        ),
        byline=re.compile(rf"(?:{by})\s(?P<who>[^.]{{3,60}}?)[\s|,•·–—-]+{day}{time}", re.IGNORECASE),
        place=re.compile(rf"{place}{day}\s*(?:\([^()]{{2,40}}\)\s*)?[–—-]+\s*", re.IGNORECASE),
        date=re.compile(day, re.IGNORECASE),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
