"""Time expressions as patterns over one sentence's characters; the words come from four tables.

Each kind of pattern has a resolver (`kg.reports.resolving`) that turns a match into days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg import lexicon

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,]\d|\s*%)"
_TO = r"\s*(?:-|–|—|/|to|and|or|until|through)\s*"
_MORE_DAYS = rf"(?:(?:,\s*{_DAY})*,?{_TO}(?P<d2>{_DAY}))?"  # "3-5", "3 and 4", "3, 4 and 5"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One expression in a sentence (offsets in its text) before it is resolved."""

    start: int
    end: int
    kind: str
    match: re.Match[str]


_WEAK = frozenset({"year", "for", "vague", "later", "earlier"})


@cache
def words(kind: str) -> dict[str, str]:
    """Return form → value of one class of `time_words.tsv`."""
    return {row["form"]: row["value"] for row in lexicon.table("time_words") if row["class"] == kind}


@cache
def names(table: str) -> dict[str, str]:
    """Return form → number of one table of names: months (from 1) or weekdays (from 0, Monday)."""
    return {row["form"]: row["month" if table == "months" else "day"] for row in lexicon.table(table)}


@cache
def feasts() -> dict[str, tuple[int, int, int | None]]:
    """Return feast (lower case) → month, day and, where it names one day of history, year."""
    rows = lexicon.table("time_days")
    return {r["form"].casefold(): (int(r["month"]), int(r["day"]), int(r["year"]) if r["year"] else None) for r in rows}


def any_of(*kinds: str) -> str:
    """Return an alternation of the words of some classes, longest first, deaf to case."""
    rest = _by_first_letter({f for kind in kinds for f in words(kind)})
    starts = (f"[{re.escape(c.upper() + c.lower())}](?i:{'|'.join(tails)})" for c, tails in rest.items())
    return f"(?:{'|'.join(starts)})".replace(r"\ ", r"\s+")


def _by_first_letter(forms: Iterable[str]) -> dict[str, list[str]]:
    """Return first letter → what may follow, the longest first: the engine tries only what the text goes on with."""
    rest: dict[str, list[str]] = {}
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        rest.setdefault(form[0], []).append(re.escape(form[1:]))
    return rest


def _name(table: str, *, classes: tuple[str, ...] = ()) -> str:
    rows = [row["form"] for row in lexicon.table(table) if not classes or row["class"] in classes]
    rest = _by_first_letter({f for form in rows for f in (form, form.upper())})
    return "(?:" + "|".join(f"{c}(?:{'|'.join(tails)})" for c, tails in rest.items()) + r")(?!\w)"


def _fields() -> dict[str, str]:
    number = rf"(?:\d{{1,3}}|{any_of('number', 'vague')})"
    months = _name("months", classes=("name", "word"))
    hedge = rf"(?:{any_of('hedge')}\s+)?"
    part = any_of("part")
    return {
        "Y": _YEAR,
        "D": _DAY,
        "MORE": _MORE_DAYS,
        "M": _name("months"),
        "MLONG": months,
        "W": _name("weekdays", classes=("name",)),
        "WBARE": _name("weekdays", classes=("name",)).removesuffix(r"(?!\w)"),
        "WANY": _name("weekdays"),
        "PART": part,
        "PARTS": rf"(?:\s+(?:(?:at\s+|in\s+the\s+)?{part}))?",
        "EDGE": rf"(?P<edge>(?:the\s+)?(?:(?:very\s+)?{any_of('edge')}))",
        "SEASON": any_of("season"),
        "N": rf"{hedge}(?P<n>{number})",
        "UNITS": any_of("unit"),
        "UNIT": rf"(?P<unit>{any_of('unit')})s?\b",
        "LAST": any_of("last"),
        "PAST": any_of("past"),
        "THIS": any_of("this"),
        "NEXT": any_of("next"),
        "LATER": any_of("later"),
        "EARLIER": any_of("earlier"),
        "FOLLOWING": any_of("following"),
        "PRECEDING": any_of("preceding"),
        "SAME": any_of("same"),
        "TODAY": any_of("today"),
        "NOW": any_of("now"),
        "NTH": any_of("nth"),
        "THEN": any_of("then"),  # what may follow "on the 3rd", where "floor" or "attempt" may not
        "FEAST": "(?i:" + "|".join(re.escape(f) for f in sorted(feasts(), key=lambda f: (-len(f), f))) + ")",
        # What a part may be a part of: "the first two weeks of" March, 2019, last year, the month.
        "WHOLE": rf"(?:(?P<m>{months})(?:,?\s+(?P<y>{_YEAR}))?|(?P<y2>{_YEAR})"
        rf"|(?P<which>(?i:the|last|this))\s+(?P<whole>(?i:month|year)))",
        "RECENT": any_of("recent"),
        "VAGUELY": any_of("vaguely"),
    }


# kind, template: {X} is a field above. Where two match at the same place the longer one counts.
_TEMPLATES = (
    ("iso", r"(?P<y>{Y})-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:.]+Z?)?"),
    ("numeric", r"(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{Y})"),
    ("date", r"(?:{WANY},?\s+(?:the\s+)?)?(?P<d>{D}){MORE}(?:\s+of)?\s+(?P<m>{M})(?:,?\s+(?P<y>{Y}))?"),
    ("date", r"(?:{WANY},?\s+)?(?P<m>{M})\s+(?:the\s+)?(?P<d>{D}){MORE}(?:,?\s+(?P<y>{Y}))?"),
    ("month", r"(?P<m>{M})(?:\s+of)?,?\s+(?P<y>{Y})"),
    ("month", r"(?P<m>{MLONG})(?:\s+(?:(?i:of)\s+)?(?P<which>(?i:last|this|next))\s+(?i:year))?"),
    ("month", r"(?P<rel>{LAST}|{THIS}|{NEXT})\s+(?P<m>{MLONG})"),
    ("part", r"{EDGE}[\s-]+(?P<m>{MLONG})(?:\s+of)?(?:,?\s+(?P<y>{Y}))?"),
    ("part", r"{EDGE}[\s-]+(?P<y>{Y})"),
    ("part", r"(?:the\s+)?{EDGE}[\s-]+(?:the\s+)?(?P<y>(?:1[89]|20)\d0)(?P<s>s)"),
    ("part", r"(?:{EDGE}\s+)(?P<which>(?i:last|this|the))\s+(?P<unit>(?i:week|month|year|decade))\b"),
    (
        "piece",
        r"(?:the\s+)?(?P<nth>{NTH})\s+(?:(?P<n>{NUMBER})\s+)?(?P<unit>(?i:day|week|month|quarter))s?\s+of\s+{WHOLE}",
    ),
    ("day-of", r"(?:the\s+)?(?P<d>\d\d?)(?i:st|nd|rd|th)\s+of\s+(?P<which>(?i:this|last))\s+month"),
    (
        "day-of",
        r"(?i:on\s+the\s+)(?P<d>\d\d?)(?i:st|nd|rd|th)(?:\s+(?i:and|to)\s+(?:(?i:the)\s+)?(?P<d2>\d\d?)(?i:st|nd|rd|th))?"
        r"(?=\s*(?:[.,;:)]|$|{THEN}\b(?!\s+(?:(?i:the)\s+)?\d)))",
    ),
    ("quarter", r"(?i:in|during|over)\s+(?i:the)\s+(?P<nth>{NTH})\s+(?i:quarter)(?!-|\s+of\b)"),
    ("feast", r"(?P<feast>{FEAST})(?:,?\s+(?P<y>{Y}))?"),
    ("years", r"(?P<y>{Y})\s*[-–—/]\s*(?P<y2>{Y}|\d\d)(?!\d|[-–/.]\d)"),
    ("decade", r"(?:the\s+)?(?P<y>(?:1[89]|20)\d0)s"),
    ("season", r"(?:the\s+)?(?:(?:early|mid|late)[\s-])?(?P<season>{SEASON})(?:\s+of)?\s+(?P<y>{Y})"),
    ("season", r"(?P<which>{LAST}|{THIS})\s+(?P<season>{SEASON})"),
    ("year", r"(?P<y>{Y})"),
    (
        "weekday",
        r"(?:(?i:early|late|mid)\s+(?:on\s+)?)?(?:(?P<which>(?i:last|this\s+past|this|next))\s+)?(?P<w>{W}){PARTS}"
        r"(?:\s+(?:of\s+)?(?P<week>(?i:last|this)\s+week))?",
    ),
    # A page that lost its apostrophes: "Tuesdays attack" is one Tuesday's.
    ("weekday", r"(?P<w>{WBARE})s(?P<week>(?!))?(?P<which>(?!))?(?=\s+[a-z])"),
    ("today", r"(?:(?i:early|late|earlier|later)\s+)?(?P<today>{TODAY}){PARTS}"),
    ("this-part", r"(?:(?i:early|late|earlier|later)\s+)?{THIS}\s+{PART}"),
    ("last-night", r"(?:(?i:late)\s+)?{LAST}\s+(?i:night|evening)"),
    ("overnight", r"(?i:overnight)"),
    ("overnight", r"(?i:(?:(?:in|during|on)\s+the|all|through\s+the)\s+night)(?=,?\s+(?i:to|into|from|between)\s)"),
    ("unit", r"(?P<which>{LAST}|{THIS}|{NEXT})\s+(?P<unit>(?i:week|weekend|month|year|decade))\b"),
    ("weekend", r"(?i:the\s+weekend)\b(?!\s+of\b)"),
    ("unit", r"(?i:earlier|later)\s+(?P<which>(?i:last|this|in\s+the))\s+(?P<unit>(?i:week|weekend|month|year|day))\b"),
    ("past", r"(?i:the\s+)?{PAST}\s+(?:(?P<n>\d{{1,3}}|{NUMBERS})[\s-]+)?{UNIT}"),
    ("now", r"{NOW}"),
    ("now", r"(?i:ha(?:s|ve)\s+just)(?=\s+[a-z]+ed\b)"),
    ("now", r"(?i:during\s+the\s+day)"),
    ("ago", r"(?P<n>(?!))?(?P<unit>(?i:second|minute|hour|moment))s\s+(?i:ago)"),
    ("ago", r"{N}\s+{UNIT}\s+(?i:ago)"),
    ("later", r"{N}\s+{UNIT}\s+{LATER}(?!\s+(?i:that|this))"),
    ("later", r"(?P<n>(?!))?(?P<unit>{UNITS})s\s+{LATER}(?!\s+(?i:that|this))"),
    ("earlier", r"{N}\s+{UNIT}\s+{EARLIER}"),
    ("earlier", r"(?P<n>(?!))?(?P<unit>{UNITS})s\s+{EARLIER}"),
    ("later", r"(?i:the\s+){FOLLOWING}\s+(?P<unit>(?i:day|week|month|year|morning|night|evening))\b"),
    ("earlier", r"(?i:the\s+){PRECEDING}\s+(?P<unit>(?i:day|night|evening))\b"),
    ("earlier", r"(?i:the)\s+(?P<unit>(?i:day|night))\s+(?i:before)"),
    ("same", r"{SAME}\s+(?P<unit>(?i:day|week|month|year|morning|afternoon|evening|night))\b"),
    ("for", r"(?i:for|after|in)\s+{N}\s+(?P<unit>(?i:day|week|month|year|decade)s?)\b"),
    ("for", r"(?i:for)\s+(?P<n>(?!))?(?:(?i:many|some)\s+)?(?P<unit>(?i:days|weeks|months))\b"),
    ("vague", r"(?i:in\s+|over\s+)?(?:(?i:the|more)\s+)?{RECENT}\s+(?i:days|weeks|months|years|hours|times)"),
    ("vague", r"{VAGUELY}"),
)


_BEFORE, _AFTER = r"(?<![\w/.-])", r"(?!\w)"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(f"{_BEFORE}(?:{source}){_AFTER}")) for kind, source in _sources())


@cache
def _sources() -> tuple[tuple[str, str], ...]:
    fields = _fields() | {"NUMBERS": any_of("number", "vague"), "NUMBER": rf"(?:\d{{1,3}}|{any_of('number')})"}
    return tuple((kind, template.format(**fields)) for kind, template in _TEMPLATES)


@cache
def _start() -> re.Pattern[str]:
    """A place where any of the patterns may match: one search for all of them finds most sentences without any."""
    bare = (re.sub(r"\(\?P<\w+>", "(?:", source).replace("(?P=sep)", "[/.-]") for _, source in _sources())
    return re.compile(rf"{_BEFORE}(?={_opening()})(?=(?:{'|'.join(bare)}){_AFTER})")


def _opening() -> str:
    """Return what every expression starts with, and many other words do: it spares most words the long search.

    A digit, the first word of any form of the tables, or any word that the templates spell out, as far as they do.
    """
    tables = [row["form"] for name in ("time_words", "months", "weekdays", "time_days") for row in lexicon.table(name)]
    spelled = (re.sub(r"\\\w|\{\w+\}|\(\?(?:i|P<\w+>)", " ", template) for _, template in _TEMPLATES)
    found = {word.lower() for text in spelled for word in re.findall(r"[A-Za-z]{2,}", text)}
    found |= {form.split()[0].lower() for form in tables} - {"a"}
    letters = "|".join(f"{c}(?:{'|'.join(tails)})" for c, tails in _by_first_letter(found).items())
    return rf"\d|(?i:a\b|{letters})"


def _all(text: str, starts: Sequence[int]) -> Iterator[Found]:
    """Yield what each pattern finds, from left to right and without overlaps of its own."""
    for kind, pattern in _patterns() if starts else ():
        end = 0
        for start in starts:
            match = pattern.match(text, start) if start >= end else None
            if match is not None:
                end = match.end()
                yield Found(start=start, end=end, kind=kind, match=match)


def find(text: str) -> list[Found]:
    """Return the expressions of one sentence, left to right, the longest at each place, none overlapping."""
    starts = [m.start() for m in _start().finditer(text)]
    out: list[Found] = []
    for one in sorted(_all(text, starts), key=lambda f: (f.start, -f.end)):
        if out and one.start < out[-1].end:
            # A later start may still be the better reading: "3 May 2018" over "May" in "May 3 May 2018".
            longer = one.end - one.start > out[-1].end - out[-1].start
            if longer and out[-1].kind in _WEAK and one.kind not in _WEAK:
                out[-1] = one
            continue
        out.append(one)
    return out
