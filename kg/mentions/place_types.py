"""Reads what types or blurs a place name: "town of X", "X province", "southern X", "near X", "north of X"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.mentions.scan import Scan
from kg.mentions.words import singular

COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Type:
    """A noun that types a place, where it may stand, and how exact a point for such a place is."""

    form: str
    precision: str
    order: str
    scale: str


@cache
def _types() -> dict[str, Type]:
    rows = [row for row in lexicon.table("place_words") if " " not in row["form"]]
    return {
        row["form"]: Type(form=row["form"], precision=row["precision"], order=row["order"], scale=row["scale"])
        for row in rows
    }


@cache
def modifiers() -> dict[str, str]:
    """Return the words before a name that make it less exact, with the precision they leave it."""
    return {row["form"]: row["precision"] for row in lexicon.table("place_modifiers")}


def type_of(key: str) -> Type | None:
    """Return the place type a word names, in singular or plural."""
    return _types().get(key) or _types().get(singular(key))


def leading(scan: Scan, first: int, *, owner: bool = False) -> tuple[int, str | None, Type | None]:
    """Return where a name starts with its "southern", "town of" …, what they make of it, and the type among them.

    An `owner` is no neighbour: in "outside Quetta's hospital" the word before it belongs to the hospital.
    """
    precision: str | None = None
    led: Type | None = None
    while first > 0 and scan.joined(first - 1, first):
        word = scan.words[first - 1]
        if (found := modifiers().get(word.key)) is not None and word.key not in COMPASS:
            if (owner and found == "near") or _is_done(scan, first - 1):
                break
            # "the southern town of X" says where X lies, not which part of it is meant.
            settled = led is not None and led.precision == "exact" and found == "area"
            precision = precision if settled else blunter(precision, found)
            first -= 3 if _shares(scan, first) else 1
        elif word.key == "of" and first > 1 and scan.joined(first - 2, first - 1):
            kind = type_of(scan.words[first - 2].key)
            compass = scan.words[first - 2].key in COMPASS
            untyped = kind is None or kind.order != "both" or lies_before(scan, first - 2)
            if not compass and (untyped or _types_before(scan, first - 2)):
                break
            led = kind or led
            precision = blunter(precision, "area" if kind is None else kind.precision)
            first -= 2
        elif word.key in COMPASS:
            precision = blunter(precision, "area")
            first -= 3 if _shares(scan, first) else 1
        else:
            break
    return first, precision, led


def lies_before(scan: Scan, i: int) -> bool:
    """Tell whether a word only says what something lies before: "in front of X", not "the front of X"."""
    return scan.words[i].key == "front" and i > 0 and scan.words[i - 1].key == "in"


def _is_done(scan: Scan, i: int) -> bool:
    """Tell whether a participle is the verb of its clause: "troops occupied X" is no "occupied X"."""
    token = scan.tokens[i]
    return token.pos_ == "VERB" and token.dep_ != "amod"


def _shares(scan: Scan, first: int) -> bool:
    """Tell whether two directions share a name: "north and east Syria"."""
    if first < 3 or scan.words[first - 2].key != "and" or not scan.joined(first - 3, first - 2):
        return False
    return scan.words[first - 3].key in modifiers() and scan.joined(first - 2, first - 1)


def _types_before(scan: Scan, i: int) -> bool:
    """Tell whether a type word closes the name before it: "Mreimein village of Afrin"."""
    return i > 0 and scan.joined(i - 1, i) and scan.words[i - 1].capital and scan.tokens[i - 1].pos_ == "PROPN"


def blunter(one: str | None, other: str) -> str:
    """Return the less exact of two precisions."""
    order = ("exact", "near", "admin", "area", "country")
    return other if one is None or order.index(other) > order.index(one) else one
