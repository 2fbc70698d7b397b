"""What days a time expression stands for, given the document's day and the day the text was last speaking of.

What cannot be known stays `UNKNOWN`; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg import lexicon
from kg.reports import calendar
from kg.reports.calendar import UNKNOWN, Period
from kg.reports.expressions import Found, feasts, names, words


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a relative expression leans on: the document's day, the day spoken of and the tense of its clause."""

    today: date | None = None
    anchor: date | None = None
    future: bool = False
    lasting: bool = False
    since: bool = False
    back: bool = False


_NEWS = 31  # days before the article's own within which an ambiguous date is the likelier reading

Groups = dict[str, str | None]
Resolver = Callable[[Groups, Context], Period]


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
    number = int(names("months")[_month_form(g["m"])])
    first, last = (int(re.match(r"\d+", g[k] or g["d"] or "").group()) for k in ("d", "d2"))  # type: ignore[union-attr]
    if g["y"]:
        return calendar.days(
            calendar.make_date(int(g["y"]), number, first), calendar.make_date(int(g["y"]), number, last)
        )
    if c.future:
        return UNKNOWN
    year_ = _year_of(number, first, c)
    if year_ is None:
        return UNKNOWN
    return calendar.days(calendar.make_date(year_, number, first), calendar.make_date(year_, number, last))


def _year_of(month: int, day: int, c: Context) -> int | None:
    """Return the year of a day told without one: the last such day, or the year the text is speaking of."""
    if c.today is None:
        return c.anchor.year if c.anchor else None
    start = calendar.make_date(c.today.year, month, day)
    return c.today.year - 1 if start is not None and start > c.today else c.today.year


def _month_form(text: str | None) -> str:
    form = text or ""
    return form if form in names("months") else form.capitalize()


def _iso(g: Groups, c: Context) -> Period:
    return calendar.day(calendar.make_date(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0)))


def _numeric(g: Groups, c: Context) -> Period:
    """Day and month are told apart where only one order makes a day of the past, or one of the news."""
    a, b, year_ = int(g["a"] or 0), int(g["b"] or 0), int(g["y"] or 0)
    both = {d for d in (calendar.make_date(year_, b, a), calendar.make_date(year_, a, b)) if d is not None}
    if len(both) > 1 and c.today is not None:
        past = {d for d in both if d <= c.today}
        both = {d for d in past if (c.today - d).days <= _NEWS} or past
    return calendar.day(both.pop()) if len(both) == 1 else UNKNOWN


def _plain_month(g: Groups, c: Context) -> Period:
    number = int(names("months")[_month_form(g["m"])])
    if g.get("y"):
        return calendar.month(int(g["y"] or 0), number)
    if c.today is None and c.anchor is not None and not (g.get("rel") or g.get("which")):
        return calendar.month(c.anchor.year, number)
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


def _piece(g: Groups, c: Context) -> Period:
    """Read "the first two weeks of March", "the last quarter of 2019", "the first day of the month"."""
    if g["m"]:
        whole = _plain_month(g, c)
    elif g["y2"]:
        whole = calendar.year(int(g["y2"]))
    elif c.today is None:
        return UNKNOWN
    else:
        unit = _key(g["whole"])
        whole = calendar.unit_of(calendar.shift(c.today, unit, -1 if _key(g["which"]) == "last" else 0), unit)
    count = amount(g["n"]) if g["n"] else 1
    if count is None:
        return UNKNOWN
    return calendar.clip(calendar.piece(whole, int(words("nth")[_key(g["nth"])]), count, _key(g["unit"])), c.today)


def _day_of(g: Groups, c: Context) -> Period:
    """Read "the 13th of this month" and "on the 10th", the last such day."""
    if c.today is None:
        return UNKNOWN
    first = c.today.replace(day=1)
    if _key(g.get("which")) == "last" or ("which" not in g and int(g["d"] or 0) > c.today.day):
        first = calendar.shift(first, "month", -1)
    days = [calendar.make_date(first.year, first.month, int(d)) for d in (g["d"], g.get("d2")) if d]
    return calendar.days(days[0], days[-1])


def _quarter(g: Groups, c: Context) -> Period:
    """Read "in the first quarter": of this year, or of the last where it had not begun."""
    if c.today is None:
        return UNKNOWN
    nth = int(words("nth")[_key(g["nth"])])
    told = calendar.piece(calendar.year(c.today.year), nth, 1, "quarter")
    if told.start is not None and told.start > c.today:
        told = calendar.piece(calendar.year(c.today.year - 1), nth, 1, "quarter")
    return calendar.clip(told, c.today)


def _feast(g: Groups, c: Context) -> Period:
    month, day, year_ = feasts()[_key(g["feast"])]
    told = int(g["y"]) if g["y"] else year_ or _year_of(month, day, c)
    return calendar.day(calendar.make_date(told, month, day)) if told and not c.future else UNKNOWN


def _years(g: Groups, c: Context) -> Period:
    """Read "the 2008-2009 war", "1992–95"."""
    first, last = int(g["y"] or 0), g["y2"] or ""
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return calendar.span(calendar.year(first), calendar.year(end)) if first < end < first + 50 else UNKNOWN


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
    number = int(names("weekdays")[(g["w"] or "").capitalize()])
    back = (c.today.weekday() - number) % 7
    which = _key(g["which"])
    if which == "next" or c.future:
        return UNKNOWN if which != "next" else calendar.day(calendar.shift(c.today, "day", 7 - back))
    if which in ("last", "this past"):
        back = back or 7
    if which == "this":
        back = c.today.weekday() - number
    if g.get("week"):
        back = c.today.weekday() - number + (calendar.WEEK if _key(g["week"]).startswith("last") else 0)
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


def _the_weekend(g: Groups, c: Context) -> Period:
    return _weekend(c.today, 0) if c.today else UNKNOWN


def _now(g: Groups, c: Context) -> Period:
    return calendar.day(c.today)


def _past(g: Groups, c: Context) -> Period:
    count = amount(g["n"]) if g["n"] else 1
    unit = _key(g["unit"])
    if c.today is None or unit in ("second", "minute", "night"):
        return UNKNOWN
    if count is None:
        return calendar.day(c.today) if unit == "hour" else Period(end=c.today, edtf=f"../{c.today}")
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
    if unit in ("second", "minute", "hour", "moment"):
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
    "piece": _piece, "day-of": _day_of, "feast": _feast, "years": _years, "weekend": _the_weekend, "now": _now,
    "quarter": _quarter, "later": _later, "earlier": _earlier, "same": _same, "for": _for, "vague": _unknown,
}  # fmt: skip
