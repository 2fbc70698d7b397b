"""Stretches of days and their EDTF: the arithmetic behind time expressions, with no words in it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

WEEK = 7
# Thirds of a period, as the annotation guidelines' readers took "early", "mid" and "late" (mid-January: 10 to 20).
_MONTH_PARTS = {"early": (1, 10), "mid": (10, 20), "late": (20, 31), "first": (1, 15), "second": (15, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first": (1, 6), "second": (7, 12)}
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "first": (0, 4), "second": (5, 9)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Inclusive days, either side unknown, with the EDTF that says how exact they are."""

    start: date | None = None
    end: date | None = None
    edtf: str | None = None

    @property
    def is_day(self) -> bool:
        """Tell whether the period is one known day."""
        return self.start is not None and self.start == self.end


UNKNOWN = Period()


def make_date(year: int, month: int, day_: int) -> date | None:
    """Return the day, None where the calendar has no such day."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day_ <= monthrange(year, month)[1]):
        return None
    return date(year, month, day_)


def day(when: date | None) -> Period:
    """Return one day as a period."""
    return Period(start=when, end=when, edtf=when.isoformat()) if when else UNKNOWN


def days(start: date | None, end: date | None) -> Period:
    """Return the days from `start` to `end`, unknown where either is missing or they are the wrong way round."""
    if start is None or end is None or end < start:
        return UNKNOWN
    return day(start) if start == end else Period(start=start, end=end, edtf=f"{start}/{end}")


def month(year: int, number: int) -> Period:
    """Return a whole month."""
    last = date(year, number, monthrange(year, number)[1])
    return Period(start=date(year, number, 1), end=last, edtf=f"{year:04}-{number:02}")


def year(number: int) -> Period:
    """Return a whole year."""
    return Period(start=date(number, 1, 1), end=date(number, 12, 31), edtf=f"{number:04}")


def decade(first: int) -> Period:
    """Return ten years from `first`, a multiple of ten."""
    return Period(start=date(first, 1, 1), end=date(first + 9, 12, 31), edtf=f"{first // 10:03}X")


def season(number: int, first_month: int) -> Period:
    """Return the three months from `first_month` of a year (winter ends in the next one)."""
    start = month(number, first_month)
    end = month(number, first_month + 2) if first_month <= 10 else month(number + 1, first_month + 2 - 12)
    return span(start, end)


def week(when: date) -> Period:
    """Return Monday to Sunday of the week of a day."""
    monday = when - timedelta(days=when.weekday())
    return days(monday, monday + timedelta(days=6))


def weekend(when: date) -> Period:
    """Return Saturday and Sunday of the week of a day."""
    monday = when - timedelta(days=when.weekday())
    return days(monday + timedelta(days=5), monday + timedelta(days=6))


def add_months(when: date, count: int) -> date:
    """Return the same day `count` months on, or the last of that month."""
    index = when.year * 12 + when.month - 1 + count
    number, month_ = divmod(index, 12)
    return date(number, month_ + 1, min(when.day, monthrange(number, month_ + 1)[1]))


def unit_of(when: date, unit: str) -> Period:
    """Return the day, week, weekend, month, year or decade that a day lies in."""
    if unit == "week":
        return week(when)
    if unit == "weekend":
        return weekend(when)
    if unit == "month":
        return month(when.year, when.month)
    if unit == "year":
        return year(when.year)
    if unit == "decade":
        return decade(when.year // 10 * 10)
    return day(when)


def shift(when: date, unit: str, count: int) -> date:
    """Return the day `count` units away."""
    if unit in ("week", "weekend"):
        return when + timedelta(days=WEEK * count)
    if unit == "month":
        return add_months(when, count)
    if unit in ("year", "decade"):
        return add_months(when, count * (12 if unit == "year" else 120))
    return when + timedelta(days=count)


def part(period: Period, name: str) -> Period:
    """Return the early, mid or late part of a month, year or decade, marked approximate; a day stays as it is."""
    start, end = period.start, period.end
    if start is None or end is None or period.edtf is None:
        return period
    length = (end - start).days
    if length > 3000:
        a, b = _DECADE_PARTS[name]
        return _approximate(year(start.year + a), year(start.year + b))
    if length > 300:
        a, b = _YEAR_PARTS[name]
        return _approximate(month(start.year, a), month(start.year, b))
    if 25 < length < 40:
        a, b = _MONTH_PARTS[name]
        return _approximate(day(start.replace(day=a)), day(start.replace(day=min(b, end.day))))
    return period


def piece(period: Period, nth: int, count: int, unit: str) -> Period:
    """Return `count` days, weeks, months or quarters of a period from its `nth` (1 is the first, -1 the last)."""
    if period.start is None or period.end is None:
        return UNKNOWN
    months = {"month": 1, "quarter": 3}.get(unit)

    def moved(origin: date, steps: int) -> date:
        return add_months(origin, steps * months) if months else shift(origin, unit, steps)

    if nth > 0:
        start = moved(period.start, (nth - 1) * count)
        end = moved(start, count) - timedelta(days=1)
    else:
        end = period.end
        start = moved(end + timedelta(days=1), -count)
    if start < period.start or end > period.end:
        return UNKNOWN
    return days(start, end)


def _approximate(first: Period, last: Period) -> Period:
    return Period(start=first.start, end=last.end, edtf=f"{first.edtf}~/{last.edtf}~")


def approximate(period: Period) -> Period:
    """Return the period with its EDTF marked approximate ("2016~"); the days stay."""
    if period.edtf is None or "/" in period.edtf or period.edtf.endswith(("~", "X")):
        return period
    return Period(start=period.start, end=period.end, edtf=period.edtf + "~")


def span(first: Period, last: Period) -> Period:
    """Return the period from the first's start to the last's end."""
    if first.start is None or last.end is None or last.end < first.start:
        return UNKNOWN
    if first == last:
        return first
    return Period(start=first.start, end=last.end, edtf=f"{_left(first)}/{_right(last)}")


def since(period: Period, today: date | None) -> Period:
    """Return the open stretch that begins with `period`; it ends with the document's day where that is known."""
    if period.start is None:
        return UNKNOWN
    if today is None or today < period.start:
        return Period(start=period.start, edtf=f"{_left(period)}/..")
    left = _left(period)
    edtf = today.isoformat() if left == today.isoformat() else f"{left}/{today}"
    return Period(start=period.start, end=today, edtf=edtf)


def until(period: Period) -> Period:
    """Return the open stretch that ends with `period`."""
    return Period(end=period.end, edtf=f"../{_right(period)}") if period.end else UNKNOWN


def before(period: Period) -> Period:
    """Return the open stretch that ends the day before `period`."""
    return until(day(period.start - timedelta(days=1))) if period.start else UNKNOWN


def after(period: Period, today: date | None) -> Period:
    """Return the open stretch that begins the day after `period`."""
    return since(day(period.end + timedelta(days=1)), today) if period.end else UNKNOWN


def window(period: Period, unit: str, number: int = 1) -> Period:
    """Return the days, weeks, months or year that end with a period."""
    if period.end is None:
        return UNKNOWN
    return days(shift(period.end, unit, -number) + timedelta(days=1), period.end)


def clip(period: Period, today: date | None) -> Period:
    """End a period that contains the document's day with that day: what is told of it has happened already."""
    if today is None or period.start is None or period.end is None or not period.start <= today < period.end:
        return period
    return since(period, today)


def _left(period: Period) -> str:
    """Return where a stretch begins; an interval's end may not leave digits open, so "198X" becomes 1980."""
    left = (period.edtf or "").partition("/")[0]
    return f"{period.start.year}" if "X" in left and period.start else left


def _right(period: Period) -> str:
    """Return where a stretch ends; "198X" becomes 1989."""
    right = (period.edtf or "").rpartition("/")[2]
    return f"{period.end.year}" if "X" in right and period.end else right
