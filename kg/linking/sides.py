"""Reads on which side of another place a place is told to lie, and how far off: "Rabia, 60 km north of Latakia"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from kg import lexicon
from kg.ids import fold
from kg.linking.entry import Entry, kilometres
from kg.model import Mention, Place

# How far the words on a side may stand from the place, and how many places may be passed over on the way.
REACH, LOOKED_AT = 90, 3
MILE_KM = 1.609
# A side is an eighth of the compass, and a little more either way; what lies beyond the second angle is on another one.
AGREES, DIFFERS = 65.0, 100.0
# Nearer than this to the middle of a place no side can be told; so far off are guessed distances.
MIDDLE_KM, LOOSE = 2.0, 0.4
_KM = re.compile(r"(\d{1,3}(?:\.\d+)?)[\s-]?(km|kms|kilomet(?:re|er)s?|miles?|mi)\b")
_BREAK = re.compile(r"[.!?;:]\s|\n")
_FILLED = re.compile(
    r"[\s,()]*(?:(?:which|is|are|lies|lying|located|situated|some|about|around|roughly|just|only|to|in|on|at|the|a"
    r"|town|village|city|area|distance|of|\d{1,3}(?:\.\d+)?[\s-]?(?:km|kms|kilomet(?:re|er)s?|miles?|mi))[\s,]+)*"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """Where a place is told to lie from another one: the direction, and the distance where it is told."""

    of: int  # where the text names the other place
    name: str = ""
    bearing: float
    km: float | None = None
    sure: bool = True  # "north of X"; "northern X" may as well be a part of the country


@cache
def _bearings() -> Mapping[str, float]:
    return {row["form"]: float(row["bearing"]) for row in lexicon.table("place_sides") if row["bearing"] != "-"}


@cache
def _around() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("place_sides"))


@cache
def _towns() -> frozenset[str]:
    """Return the words that type a settlement: "city", "village"."""
    rows = lexicon.table("place_words")
    return frozenset(row["form"] for row in rows if row["precision"] == "exact" and row["scale"] == "whole")


@cache
def _units() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("place_words") if row["precision"] == "admin")


def is_typed_town(words: Sequence[str]) -> bool:
    """Tell whether a naming ends with what makes it a settlement: "outskirts of X town"."""
    return len(words) > 1 and words[-1] in _towns()


def is_around(words: Sequence[str]) -> bool:
    """Tell whether a naming tells what surrounds a town: "outskirts of X", "north of X", "countryside of X town"."""
    if len(words) < 3 or words[1] != "of" or words[-1] in _units():
        return False
    return words[0] in _around() or is_typed_town(words)


@cache
def _words() -> re.Pattern[str]:
    """Return what finds the words for sides, in one word or two: "northwest", "north-west"."""
    forms = sorted(_bearings(), key=lambda form: (-len(form), form))
    split = (re.sub("^(north|south)(?=east|west)", r"\1[-\\s]?", form) for form in forms)
    return re.compile(rf"\b(?:{'|'.join(split)})\b", re.IGNORECASE)


def sides(mentions: Sequence[Mention], order: Sequence[int], text: str) -> dict[int, tuple[Side, ...]]:
    """Return what the text says of the sides that places lie on, by the number of the mention."""
    found: dict[int, tuple[Side, ...]] = {}
    for k, i in enumerate(order):
        later = [mentions[j] for j in islice(order, k + 1, k + 1 + LOOKED_AT)]
        told = tuple(side for other in later if (side := _side(mentions[i], other, text)) is not None)
        if told:
            found[i] = told[:1]
    return found


def bearing_of(name: str) -> float | None:
    """Return the direction that a name begins with, in degrees from north: "northern Mali"."""
    match = _words().match(name)
    return None if match is None else _bearings()[_form(match)]


def _form(match: re.Match[str]) -> str:
    return fold(match[0]).replace(" ", "")


def _side(inner: Mention, outer: Mention, text: str) -> Side | None:
    """Return on which side of `outer` the text puts `inner`, None where it does not."""
    start, at = inner.span.end, outer.span.start
    if at < start or at - start > REACH or _BREAK.search(text, start, at):
        return None
    assert isinstance(inner.value, Place)
    assert isinstance(outer.value, Place)
    for match in _words().finditer(text, start, outer.span.end):
        before, after = text[start : match.start()], text[match.end() : outer.span.end]
        held = outer.value.name in inner.value.within
        if not held and _FILLED.fullmatch(before) is None:
            return None
        of = re.match(r"\s+(?:countryside\s+|outskirts\s+|suburbs\s+|edge\s+)?of\s", after) is not None
        rural = re.match(r"\s+(?:countryside|rural)\b", after) is not None or after.endswith("countryside")
        if not (of or rural or held):
            return None
        told = _KM.search(before)
        km = None if told is None else float(told[1]) * (MILE_KM if told[2].startswith("mi") else 1.0)
        return Side(of=at, name=outer.value.name, bearing=_bearings()[_form(match)], km=km, sure=of or rural)
    return None


def fit(entry: Entry, other: Entry, side: Side) -> float:
    """Return -1 where an entry lies on another side than told, or much further off, up to 1 where it lies as told."""
    apart = kilometres(entry, other)
    if side.km is not None and abs(apart - side.km) > max(5.0, LOOSE * side.km):
        return -1.0 if apart > 2 * side.km + 10 else 0.0
    if apart < MIDDLE_KM:
        return 0.0
    off = abs((_bearing(other, entry) - side.bearing + 180) % 360 - 180)
    if off > DIFFERS:
        return -1.0 if side.sure else 0.0
    return (1.0 if side.sure else 0.5) if off <= AGREES else 0.0


def _bearing(start: Entry, end: Entry) -> float:
    across = (end.lon - start.lon) * math.cos(math.radians((start.lat + end.lat) / 2))
    return math.degrees(math.atan2(across, end.lat - start.lat)) % 360
