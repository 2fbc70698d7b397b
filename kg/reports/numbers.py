"""Reads how many: digits, number words, vague words, bounds, hedges and ranges, as `Count`s.

"At least N" has no upper bound, "nearly N" no lower one; a vague word stands for the least it can mean
("dozens" is 24 or more). A number that measures something (a distance, a date, money) is not found at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg import lexicon
from kg.model import Count

_DIGITS = re.compile(r"(?P<n>\d{1,3}(?:[,’']\d{3})+|\d{1,3}(?:\.\d{3})+|\d+(?:\.\d+)?)(?P<scale>[kK])?(?P<plus>\+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[,.’']\d{3})+")
_DASHES = ("-", "–", "—", "to")
_MOST_WORDS = 5  # the longest hedge or vague phrase in the tables


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number among the words of a sentence: [start, end) with hedges, [core_start, core_end) without."""

    start: int
    end: int
    core_start: int
    core_end: int
    count: Count
    vague: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Core:
    end: int
    value: float
    kind: str = "exact"  # exact | vague | plus | part
    scale: int = 1


@cache
def _words(*kinds: str) -> dict[tuple[str, ...], tuple[str, float]]:
    rows = lexicon.table("number_words", columns=("form", "kind", "value"))
    return {tuple(r["form"].split()): (r["kind"], float(r["value"])) for r in rows if r["kind"] in kinds}


@cache
def _hedges(side: str) -> dict[tuple[str, ...], str]:
    rows = lexicon.table("number_hedges", columns=("form", "side", "meaning"))
    return {tuple(r["form"].split()): r["meaning"] for r in rows if r["side"] == side}


@cache
def _measures() -> dict[tuple[str, str], str]:
    rows = lexicon.table("number_measures", columns=("form", "side", "kind"))
    return {(r["form"], r["side"]): r["kind"] for r in rows}


@cache
def _openers() -> frozenset[str]:
    """The words, digits aside, that a number can begin with: most words are none, and are not looked at twice."""
    tables = (_hedges("before"), _words("vague", "exact"), _words("unit", "ten", "scale"))
    return frozenset({form[0] for table in tables for form in table} | {"between", "from", "half", "a", "an"})


def _longest(table: Mapping[tuple[str, ...], object], words: Sequence[str], i: int) -> tuple[str, ...] | None:
    for size in range(min(_MOST_WORDS, len(words) - i), 0, -1):
        form = tuple(words[i : i + size])
        if form in table:
            return form
    return None


def _read_digits(words: Sequence[str], i: int) -> _Core | None:
    found = _DIGITS.fullmatch(words[i])
    if not found:
        return None
    raw = found["n"]
    whole = bool(_GROUPED.fullmatch(raw))
    value = float(re.sub(r"[,.’']", "", raw)) if whole else float(raw)
    end = i + 1
    if not whole and re.fullmatch(r"\d{1,3}", words[i]):  # "1 500": groups of three set apart
        while end < len(words) and re.fullmatch(r"\d{3}", words[end]):
            value, end = value * 1000 + int(words[end]), end + 1
    scale = 1000 if found["scale"] else 1
    named = _words("scale")
    while end < len(words) and (words[end],) in named:
        scale, end = scale * int(named[words[end],][1]), end + 1
    value *= scale
    if value != int(value):
        return None
    return _Core(end=end, value=value, kind="plus" if found["plus"] else "exact", scale=scale)


def _read_spelt(words: Sequence[str], i: int) -> _Core | None:
    """Read "twenty-three", "a dozen", "one hundred and five", "two thousand" from `words[i]` on."""
    table = _words("unit", "ten", "scale")
    total, current, scale, end, last = 0.0, 0.0, 1, i, ""
    while end < len(words):
        word = words[end]
        joins = word in ("-", "and") and last and end + 1 < len(words) and _joins(word, last, words[end + 1])
        if joins:
            end += 1
            continue
        if (word,) not in table:
            opens = word in ("a", "an") and not last and (tuple(words[end + 1 : end + 2])) in _words("scale")
            if not opens:
                break
            current, last, end = 1, "unit", end + 1
            continue
        kind, value = table[word,]
        if (
            (kind == "unit" and last == "unit")
            or (kind == "ten" and last in ("unit", "ten"))
            or (kind == "scale" and not last)
        ):
            break
        if kind == "scale":
            scale = int(value)
            small = value <= 100 and current and current < 100
            current, total = (current * value, total) if small else (0, total + max(current, 1) * value)
        else:
            current, scale = current + value, 1
        last, end = kind, end + 1
    return _Core(end=end, value=total + current, scale=scale) if last else None


def _joins(word: str, last: str, following: str) -> bool:
    """Tell whether "-" (twenty-three) or "and" (a hundred and five) goes on with the number."""
    kind = _words("unit", "ten").get((following,), ("", 0.0))[0]
    return (kind == "unit" and last == "ten") if word == "-" else (bool(kind) and last == "scale")


def _read_half(words: Sequence[str], i: int) -> _Core | None:
    """Read "half a million", "half a dozen"."""
    if tuple(words[i : i + 2]) == ("half", "of"):
        return _half_of(words, i + 2)
    if words[i] != "half" or i + 2 >= len(words) or words[i + 1] != "a" or (words[i + 2],) not in _words("scale"):
        return None
    scale = int(_words("scale")[words[i + 2],][1])
    return _Core(end=i + 3, value=scale / 2, scale=scale)


def _half_of(words: Sequence[str], i: int) -> _Core | None:
    """Read "half of the 300,000", "half of its three million"."""
    i += i < len(words) and words[i] in ("the", "its", "their", "an", "all")
    i, _ = _read_hedges(words, i)
    whole = (_read_digits(words, i) or _read_spelt(words, i)) if i < len(words) else None
    return replace(whole, value=float(int(whole.value / 2)), kind="part") if whole is not None else None


def _core(words: Sequence[str], i: int) -> _Core | None:
    phrase = _longest(_words("vague", "exact"), words, i)
    spelt = _read_digits(words, i) or _read_half(words, i) or _read_spelt(words, i)
    if phrase and (spelt is None or i + len(phrase) > spelt.end):
        kind, value = _words("vague", "exact")[phrase]
        return _Core(end=i + len(phrase), value=value, kind=kind)
    return spelt


def _range(words: Sequence[str], first: _Core, *, between: bool, meaning: str) -> _Core | None:
    """Return the upper end of "N to M", "N-M", "N or M", "between N and M", "at least N and up to M"."""
    if first.kind != "exact" or first.end + 1 >= len(words):
        return None
    if meaning == "min" and (further := _further(words, first)) is not None:
        return further
    joiner = words[first.end]
    if not (joiner in _DASHES or joiner == "or" or (between and joiner == "and")):
        return None
    start, hedge = _read_hedges(words, first.end + 1)  # "between 12 and as many as 20"
    second = _core(words, start if hedge == "max" and start < len(words) else first.end + 1)
    if second is None or second.kind != "exact":
        return None
    low = _scaled(first, second)
    # "Killed 12 to 3 in favour" or a date is no range.
    return second if low < second.value else None


def _further(words: Sequence[str], first: _Core) -> _Core | None:
    """Return the upper end of "at least 12 and up to 15", "at least 12, and as many as 15,"."""
    i = first.end
    apart = words[i] == ","
    i += apart
    i += i < len(words) and words[i] in ("and", "or", "but")
    start, meaning = _read_hedges(words, i)
    second = _core(words, start) if meaning == "max" and start < len(words) else None
    if second is None or second.kind != "exact" or _scaled(first, second) >= second.value:
        return None
    closed = apart and words[second.end : second.end + 1] == [","]
    return replace(second, end=second.end + closed)


def _scaled(first: _Core, second: _Core) -> float:
    shared = first.scale == 1 and second.scale > 1 and first.value * second.scale < second.value
    return first.value * second.scale if shared else first.value


def _bounded(core: _Core, meaning: str) -> Count:
    value = int(core.value)
    if core.kind in ("vague", "plus"):
        return Count(min=value)
    match meaning:
        case "min":
            return Count(min=value)
        case "over":
            return Count(min=value + 1)
        case "max":
            return Count(max=value, approx=core.kind == "part")
        case "under":
            return Count(max=value - 1)
        case "approx":
            return Count(min=value, max=value, approx=True)
    return Count(min=value, max=value)


def _stronger(first: str, second: str) -> str:
    """Return the hedge that decides of two ("at least some 40", "at least another 12")."""
    return next(
        (m for m in (first, second) if m not in ("plain", "approx", "")), first if first == "approx" else second
    )


def _read_hedges(words: Sequence[str], i: int) -> tuple[int, str]:
    meaning = ""
    while (form := _longest(_hedges("before"), words, i)) is not None:
        i, meaning = i + len(form), _stronger(meaning, _hedges("before")[form])
    return i, meaning


def _number(words: Sequence[str], i: int) -> Number | None:
    between = words[i] in ("between", "from")
    start, meaning = _read_hedges(words, i + between)
    core = _core(words, start) if start < len(words) else None
    if core is None and start > i:  # "some civilians": the hedge is itself the vague word
        start, meaning, core = i, "", _core(words, i)
    if core is None or core.value < 1:
        return None
    upper = _range(words, core, between=words[i] == "between", meaning=meaning)
    if upper is not None:
        count, end = Count(min=int(_scaled(core, upper)), max=int(upper.value)), upper.end
        begin = i
    else:
        after = _longest(_hedges("after"), words, core.end)
        count = _bounded(core, _stronger(meaning, _hedges("after")[after] if after else ""))
        end, begin = core.end + len(after or ()), i + between
    return Number(start=begin, end=end, core_start=start, core_end=core.end, count=count, vague=core.kind == "vague")


def _is_measure(words: Sequence[str], number: Number, *, things: bool) -> bool:
    """Tell whether a number measures or names something: "12 km", "$300", "resolution 2254", "5 March"."""
    before = words[number.start - 1] if number.start else ""
    if before == "how" or _is_year(words, number):
        return True
    rest = [w for w in words[number.end : number.end + 2] if w != "-"]
    kind = _measures().get((before, "before"))
    if kind == "date" and number.start != number.core_start:
        kind = None  # "on 5 March at least 12 people"
    kind = kind or (_measures().get((rest[0], "after")) if rest else None)
    return kind is not None and not (things and kind == "thing")


def _is_year(words: Sequence[str], number: Number) -> bool:
    """Tell whether a bare number is a year: "in 1989", "7 February, 2022"."""
    if number.end - number.start != 1 or not re.fullmatch(r"(?:19|20)\d\d", words[number.start]):
        return False
    before = words[max(0, number.start - 2) : number.start]
    dated = bool(before) and (before[-1], "year") in _measures()
    return dated or (before[-1:] == [","] and (before[0].isdigit() or (before[0], "before") in _measures()))


def find_numbers(words: Sequence[str], *, things: bool = False) -> tuple[Number, ...]:
    """Return the numbers among the words of one sentence that may count people, left to right.

    `things` also finds those that count raids, shells, houses or villages.
    """
    low = [w.lower() for w in words]
    out: list[Number] = []
    i = 0
    while i < len(low):
        opens = low[i] in _openers() or low[i][:1].isdigit()
        number = _number(low, i) if opens else None
        if number is None:
            i += 1
            continue
        if not _is_measure(low, number, things=things):
            text = " ".join(words[number.start : number.end])
            out.append(replace(number, count=replace(number.count, text=text)))
        i = number.end
    return tuple(out)


def read_count(words: Sequence[str]) -> Count | None:
    """Return the count that `words` state from the first to the last ("at least two dozen"), else None."""
    found = find_numbers(words)
    return found[0].count if len(found) == 1 and found[0].end - found[0].start == len(words) else None
