"""Time expressions as patterns over one sentence's characters; the words come from three tables.

Each pattern has a resolver that turns a match into a `Period`, given the document's day and the day
the text was last speaking of. What cannot be known stays `UNKNOWN`; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg import lexicon
from kg.reports import calendar
from kg.reports.calendar import UNKNOWN, Period

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,]\d|\s*%)"
_TO = r"\s*(?:-|–|—|to|and|or|until|through)\s*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a relative expression leans on: the document's day, the day spoken of and the tense of its clause."""

    today: date | None = None
    anchor: date | None = None
    future: bool = False
    lasting: bool = False
    since: bool = False
    back: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One expression in a sentence (offsets in its text) before it is resolved."""

    start: int
    end: int
    kind: str
    match: re.Match[str]


_WEAK = frozenset({"year", "for", "vague", "later", "earlier"})
Groups = dict[str, str | None]
Resolver = Callable[[Groups, Context], Period]


@cache
def words(kind: str) -> dict[str, str]:
    """Return form → value of one class of `time_words.tsv`."""
    return {row["form"]: row["value"] for row in lexicon.table("time_words") if row["class"] == kind}


@cache
def _names(table: str) -> dict[str, str]:
    return {row["form"]: row["month" if table == "months" else "day"] for row in lexicon.table(table)}


def any_of(*kinds: str) -> str:
    """Return an alternation of the words of some classes, longest first, deaf to case."""
    forms = sorted({f for kind in kinds for f in words(kind)}, key=lambda f: (-len(f), f))
    return "(?i:" + "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in forms) + ")"


def _name(table: str, *, classes: tuple[str, ...] = ()) -> str:
    rows = [row["form"] for row in lexicon.table(table) if not classes or row["class"] in classes]
    forms = sorted({f for form in rows for f in (form, form.upper())}, key=lambda f: (-len(f), f))
    return "(?:" + "|".join(re.escape(f) for f in forms) + r")(?!\w)"


def _fields() -> dict[str, str]:
    number = rf"(?:\d{{1,3}}|{any_of('number', 'vague')})"
    hedge = rf"(?:{any_of('hedge')}\s+)?"
    part = any_of("part")
    return {
        "Y": _YEAR,
        "D": _DAY,
        "TO": _TO,
        "M": _name("months"),
        "MLONG": _name("months", classes=("name", "word")),
        "W": _name("weekdays", classes=("name",)),
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
        "RECENT": any_of("recent"),
        "VAGUELY": any_of("vaguely"),
    }


# kind, template: {X} is a field above. Where two match at the same place the longer one counts.
_TEMPLATES = (
    ("iso", r"(?P<y>{Y})-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:.]+Z?)?"),
    ("numeric", r"(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{Y})"),
    ("date", r"(?:{WANY},?\s+(?:the\s+)?)?(?P<d>{D})(?:{TO}(?P<d2>{D}))?(?:\s+of)?\s+(?P<m>{M})(?:,?\s+(?P<y>{Y}))?"),
    ("date", r"(?:{WANY},?\s+)?(?P<m>{M})\s+(?:the\s+)?(?P<d>{D})(?:{TO}(?P<d2>{D}))?(?:,?\s+(?P<y>{Y}))?"),
    ("month", r"(?P<m>{M})(?:\s+of)?,?\s+(?P<y>{Y})"),
    ("month", r"(?P<m>{MLONG})(?:\s+(?P<which>(?i:last|this|next))\s+(?i:year))?"),
    ("month", r"(?P<rel>{LAST}|{THIS}|{NEXT})\s+(?P<m>{MLONG})"),
    ("part", r"{EDGE}[\s-]+(?P<m>{MLONG})(?:\s+of)?(?:,?\s+(?P<y>{Y}))?"),
    ("part", r"{EDGE}[\s-]+(?P<y>{Y})"),
    ("part", r"(?:the\s+)?{EDGE}[\s-]+(?:the\s+)?(?P<y>(?:1[89]|20)\d0)(?P<s>s)"),
    ("part", r"(?:{EDGE}\s+)(?P<which>(?i:last|this|the))\s+(?P<unit>(?i:week|month|year|decade))\b"),
    ("decade", r"(?:the\s+)?(?P<y>(?:1[89]|20)\d0)s"),
    ("season", r"(?:the\s+)?(?:(?:early|mid|late)[\s-])?(?P<season>{SEASON})(?:\s+of)?\s+(?P<y>{Y})"),
    ("season", r"(?P<which>{LAST}|{THIS})\s+(?P<season>{SEASON})"),
    ("year", r"(?P<y>{Y})"),
    (
        "weekday",
        r"(?:(?i:early|late|mid)\s+(?:on\s+)?)?(?:(?P<which>(?i:last|this\s+past|this|next))\s+)?(?P<w>{W}){PARTS}",
    ),
    ("today", r"(?:(?i:early|late|earlier|later)\s+)?(?P<today>{TODAY}){PARTS}"),
    ("this-part", r"(?:(?i:early|late|earlier|later)\s+)?{THIS}\s+{PART}"),
    ("last-night", r"(?:(?i:late)\s+)?{LAST}\s+(?i:night|evening)"),
    ("overnight", r"(?i:overnight)"),
    ("unit", r"(?P<which>{LAST}|{THIS}|{NEXT})\s+(?P<unit>(?i:week|weekend|month|year|decade))\b"),
    ("unit", r"(?i:earlier|later)\s+(?P<which>(?i:last|this|in\s+the))\s+(?P<unit>(?i:week|weekend|month|year|day))\b"),
    ("past", r"(?i:the\s+)?{PAST}\s+(?:(?P<n>\d{{1,3}}|{NUMBERS})[\s-]+)?{UNIT}"),
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
    ("vague", r"(?i:in\s+|over\s+)?(?:(?i:the|more)\s+)?{RECENT}\s+(?i:days|weeks|months|years|hours|times)"),
    ("vague", r"{VAGUELY}"),
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    fields = _fields() | {"NUMBERS": any_of("number", "vague")}
    return tuple(
        (kind, re.compile(rf"(?<![\w/.-])(?:{template.format(**fields)})(?!\w)")) for kind, template in _TEMPLATES
    )


def find(text: str) -> list[Found]:
    """Return the expressions of one sentence, left to right, the longest at each place, none overlapping."""
    found = [
        Found(start=m.start(), end=m.end(), kind=kind, match=m)
        for kind, pattern in _patterns()
        for m in pattern.finditer(text)
    ]
    out: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if out and one.start < out[-1].end:
            # A later start may still be the better reading: "3 May 2018" over "May" in "May 3 May 2018".
            longer = one.end - one.start > out[-1].end - out[-1].start
            if longer and out[-1].kind in _WEAK and one.kind not in _WEAK:
                out[-1] = one
            continue
        out.append(one)
    return out


def resolve(found: Found, context: Context) -> Period:
    """Return the days an expression stands for."""
    return _RESOLVERS[found.kind](found.match.groupdict(), context)


def _key(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def amount(text: str | None) -> int | None:
    """Read "3", "three" or "a"; None for vague words ("several") and for none."""
    if text is None:
        return None
    bare = _key(text)
    return int(bare) if bare.isdigit() else int(words("number")[bare]) if bare in words("number") else None


def is_also_word(form: str) -> bool:
    """Tell whether a month's name is also an English word ("May", "March")."""
    return any(r["form"] == form.capitalize() and r["class"] == "word" for r in lexicon.table("months"))


def _date(g: Groups, c: Context) -> Period:
    number = int(_names("months")[_month_form(g["m"])])
    first, last = (int(re.match(r"\d+", g[k] or g["d"] or "").group()) for k in ("d", "d2"))  # type: ignore[union-attr]
    if g["y"]:
        return calendar.days(
            calendar.make_date(int(g["y"]), number, first), calendar.make_date(int(g["y"]), number, last)
        )
    if c.today is None or c.future:
        return UNKNOWN
    start = calendar.make_date(c.today.year, number, first)
    year_ = c.today.year - 1 if start is not None and start > c.today else c.today.year
    return calendar.days(calendar.make_date(year_, number, first), calendar.make_date(year_, number, last))


def _month_form(text: str | None) -> str:
    form = text or ""
    return form if form in _names("months") else form.capitalize()


def _iso(g: Groups, c: Context) -> Period:
    return calendar.day(calendar.make_date(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0)))


def _numeric(g: Groups, c: Context) -> Period:
    """Day and month are told apart only where one of them cannot be a month, or both are the same."""
    a, b, year_ = int(g["a"] or 0), int(g["b"] or 0), int(g["y"] or 0)
    if a > 12 or a == b:
        return calendar.day(calendar.make_date(year_, b, a))
    return calendar.day(calendar.make_date(year_, a, b)) if b > 12 else UNKNOWN


def _plain_month(g: Groups, c: Context) -> Period:
    number = int(_names("months")[_month_form(g["m"])])
    if g.get("y"):
        return calendar.month(int(g["y"] or 0), number)
    if c.today is None or c.future:
        return UNKNOWN
    relative, of_year = _key(g.get("rel")), _key(g.get("which"))
    if relative in words("next"):
        return UNKNOWN
    if of_year:  # "in April last year"
        return calendar.month(c.today.year + {"last": -1, "this": 0, "next": 1}[of_year], number)
    is_over = number < c.today.month or (number == c.today.month and relative not in words("last"))
    return calendar.month(c.today.year - (not is_over), number)


def _month(g: Groups, c: Context) -> Period:
    return calendar.clip(_plain_month(g, c), c.today)


def _part(g: Groups, c: Context) -> Period:
    edge = _key(g["edge"]).removeprefix("the ").removeprefix("very ")
    name = words("edge").get(edge) or words("edge")[f"the {edge}"]
    if g.get("m"):
        whole = _plain_month(g, c)
    elif "s" in g:
        whole = calendar.decade(int(g["y"] or 0))
    elif g.get("y"):
        whole = calendar.year(int(g["y"] or 0))
    else:
        whole = _plain_unit(g, c)
    return calendar.clip(calendar.part(whole, name), c.today)


def _decade(g: Groups, c: Context) -> Period:
    return calendar.decade(int(g["y"] or 0))


def _season(g: Groups, c: Context) -> Period:
    first = int(words("season")[_key(g["season"])])
    if g.get("y"):
        return calendar.season(int(g["y"] or 0), first)
    if c.today is None:
        return UNKNOWN
    this = (g.get("which") or "").casefold().startswith("this")
    found = [calendar.season(c.today.year - back, first) for back in (0, 1, 2)]
    past = [p for p in found if (p.start if this else p.end) is not None and (p.start if this else p.end) < c.today]  # type: ignore[operator]
    return calendar.clip(past[0], c.today) if past else UNKNOWN


def _year(g: Groups, c: Context) -> Period:
    return calendar.clip(calendar.year(int(g["y"] or 0)), c.today)


def _weekday(g: Groups, c: Context) -> Period:
    if c.today is None:
        return UNKNOWN
    number = int(_names("weekdays")[(g["w"] or "").capitalize()])
    back = (c.today.weekday() - number) % 7
    which = _key(g["which"])
    if which == "next" or c.future:
        return UNKNOWN if which != "next" else calendar.day(calendar.shift(c.today, "day", 7 - back))
    if which in ("last", "this past"):
        back = back or 7
    if which == "this":
        back = c.today.weekday() - number
    return calendar.day(calendar.shift(c.today, "day", -back))


def _today(g: Groups, c: Context) -> Period:
    offset = words("today")[_key(g["today"])]
    return calendar.day(calendar.shift(c.today, "day", int(offset))) if c.today else UNKNOWN


def _this_part(g: Groups, c: Context) -> Period:
    return calendar.day(c.today)


def _last_night(g: Groups, c: Context) -> Period:
    return calendar.day(calendar.shift(c.today, "day", -1)) if c.today else UNKNOWN


def _overnight(g: Groups, c: Context) -> Period:
    return calendar.days(calendar.shift(c.today, "day", -1), c.today) if c.today else UNKNOWN


def _plain_unit(g: Groups, c: Context) -> Period:
    if c.today is None:
        return UNKNOWN
    which, unit = _key(g["which"]), _key(g["unit"])
    step = -1 if which in words("last") else 1 if which in words("next") else 0
    if unit == "weekend" and step <= 0:
        return _weekend(c.today, step)
    return calendar.unit_of(calendar.shift(c.today, unit, step), unit)


def _unit(g: Groups, c: Context) -> Period:
    return calendar.clip(_plain_unit(g, c), c.today)


def _weekend(today: date, step: int) -> Period:
    """Return the last weekend that is over for "last", the current or just past one for "this"."""
    here = calendar.weekend(today)
    if here.start is not None and here.start > today:
        return calendar.weekend(calendar.shift(today, "week", -1))
    return calendar.weekend(calendar.shift(today, "week", -1)) if step else calendar.clip(here, today)


def _past(g: Groups, c: Context) -> Period:
    count = amount(g["n"]) if g["n"] else 1
    unit = _key(g["unit"])
    if c.today is None or unit in ("second", "minute", "night"):
        return UNKNOWN
    if count is None:
        return Period(end=c.today, edtf=f"../{c.today}")
    if unit == "hour":
        unit, count = "day", max(1, -(-count // 24))
    return calendar.days(calendar.shift(c.today, unit, -count), c.today)


def _ago(g: Groups, c: Context) -> Period:
    return _away(c.today, g, -1)


def _later(g: Groups, c: Context) -> Period:
    return _away(c.anchor, g, -1 if c.back else 1)


def _earlier(g: Groups, c: Context) -> Period:
    return _away(c.anchor, g, -1)


def _away(origin: date | None, g: Groups, sign: int) -> Period:
    """Return the day (month, year) so many units from `origin`; minutes and hours stay on its day."""
    unit = _key(g["unit"])
    if origin is None:
        return UNKNOWN
    if unit in ("second", "minute", "hour"):
        return calendar.approximate(calendar.day(origin)) if unit == "hour" else calendar.day(origin)
    # "the next day" has no number to give; "days later" has one and does not.
    count = amount(g["n"]) if "n" in g else 1
    if count is None or unit == "decade":
        return UNKNOWN
    there = calendar.shift(origin, unit, sign * count)
    if unit in ("week", "weekend"):
        return calendar.approximate(calendar.day(there))
    return calendar.unit_of(there, unit)


def _same(g: Groups, c: Context) -> Period:
    unit = _key(g["unit"])
    return calendar.unit_of(c.anchor, unit) if c.anchor else UNKNOWN


def _for(g: Groups, c: Context) -> Period:
    """Read "has shelled the town for two months": begins nobody knows quite when, lasts until now."""
    return Period(end=c.today, edtf=f"../{c.today}") if c.today and c.lasting else UNKNOWN


def _unknown(g: Groups, c: Context) -> Period:
    return UNKNOWN


_RESOLVERS: dict[str, Resolver] = {
    "iso": _iso, "numeric": _numeric, "date": _date, "month": _month, "part": _part, "decade": _decade,
    "season": _season, "year": _year, "weekday": _weekday, "today": _today, "this-part": _this_part,
    "last-night": _last_night, "overnight": _overnight, "unit": _unit, "past": _past, "ago": _ago,
    "later": _later, "earlier": _earlier, "same": _same, "for": _for, "vague": _unknown,
}  # fmt: skip
