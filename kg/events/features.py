"""A telling as a row of plain columns, which the conditions of `ontology/events/weights.tsv` compare."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from kg import lexicon
from kg.events.model import Spot, Telling, Toll
from kg.events.words import lineages, place_words
from kg.ids import fold

Row = dict[str, Any]

IMPLIED = 4  # days before publication in which a leading report that tells no day is looked for
LEADING = 2  # reports at the head of an article: its headline and its day speak of them
WIDEST = 15  # days; a longer window tells no event apart from others of its kind
BUCKET = 3  # days in one block
WEEK, MONTH = 7, 28
CELL = 0.25  # degrees: side of a block's square
SHINGLE = 4  # words
SKETCH = 32  # of the hashes of a passage the smallest are kept: enough to tell a copy, and cheap to compare
FEW = 3  # up to here equal tolls are mostly chance
PLURAL = 2  # the least that "people" without a number can be

_SOUNDS = tuple((re.compile(a), b) for a, b in (("[kg]h|q|c|g", "k"), ("sh|z|dh", "s"), ("th", "t"), ("ph", "f")))
_CAPITAL = re.compile(r"[^\W\d_a-z][a-z]+")
_WEAK = re.compile("[aeiouywh]")
_DOUBLE = re.compile(r"(.)\1+")


@cache
def skeleton(name: str) -> tuple[str, ...]:
    """Return what is left of a name's words when spellings are levelled: "Tel Refaat" and "Tal Rifat" are one."""
    kinds = place_words()
    found = (_consonants(word) for word in fold(name).split() if word not in kinds)
    return tuple(part for part in found if part)


def _consonants(word: str) -> str:
    for sound, plain in _SOUNDS:
        word = sound.sub(plain, word)
    return _DOUBLE.sub(r"\1", word[:1].translate({ord(c): "a" for c in "eiou"}) + _WEAK.sub("", word[1:]))


def is_wide(name: str) -> bool:
    """Tell whether a name stands for an area without edges ("northern Syria")."""
    kinds = place_words()
    return any(kinds.get(word) == "wide" for word in fold(name).split())


def name_keys(name: str) -> set[str]:
    """Return the levelled name as a whole."""
    whole = _DOUBLE.sub(r"\1", "".join(skeleton(name)))
    return {whole} if len(whole) > 1 else set()


def part_keys(name: str) -> set[str]:
    """Return the levelled parts by which a longer or shorter form of the name can be told."""
    words = skeleton(name)
    return {word for word in words if len(word) > 3} | {a + b for a, b in pairwise(words)}


def window(telling: Telling) -> tuple[date, date, bool] | None:
    """Return first and last day and whether they are only implied by the day of publication."""
    first, last = telling.first, telling.last
    if first is not None and last is not None and (last - first).days < WIDEST:
        return first, last, False
    if telling.published is None or (first is None) != (last is None):
        return None
    if first is None and telling.rank < LEADING:
        return telling.published - timedelta(days=IMPLIED), telling.published, True
    return None


def total(tolls: Iterable[Toll], outcome: str) -> tuple[int, int] | None:
    """Return the least and most (-1: open) that the whole counts of one outcome allow; parts are not added."""
    counts = [t for t in tolls if t.outcome == outcome and not t.part]
    if not counts:
        return None
    # Several counts of one outcome in a report may overlap ("two people ... a man"), so the largest stands for it.
    least = max(max(t.least, 0) for t in counts)
    most = -1 if any(t.most < 0 for t in counts) else max(t.most for t in counts)
    return (max(least, PLURAL) if most < 0 and least == 0 else least), most


def told_counts(tolls: Iterable[Toll], outcome: str, *, many: bool) -> list[str]:
    """Return the closed whole counts of one outcome, as text ("7-7"): those above a few, or all others."""
    counts = {(t.least, t.most) for t in tolls if t.outcome == outcome and not t.part and 0 < t.least <= t.most}
    return [f"{least}-{most}" for least, most in sorted(counts) if (least > FEW) == many]


def shingles(texts: Iterable[str]) -> set[int]:
    """Return the hashes of all runs of four words."""
    found: set[int] = set()
    for text in texts:
        words = fold(text).split()
        found.update(zlib.crc32(" ".join(words[n : n + SHINGLE]).encode()) for n in range(len(words) - SHINGLE + 1))
    return found


@cache
def _known_words() -> frozenset[str]:
    """The words of bodies, places and events that the reader knows: names made of them name no person."""
    names = [name for body in lexicon.bodies() for name in (body.name, *body.names)]
    names += [name for place in lexicon.places() for name in (place.name, *place.names)]
    names += [row["form"] for table in ("demonyms", "country_names", "conflict_words") for row in lexicon.table(table)]
    return frozenset(word for name in names for word in fold(name).split() if len(word) > 2)


@lru_cache(maxsize=4096)
def person_names(quotes: tuple[str, ...]) -> frozenset[str]:
    """Return runs of capitalised words that name nothing the reader knows, in pairs: mostly people."""
    found: set[str] = set()
    for quote in quotes:
        words = quote.split()
        if sum(word[:1].isupper() for word in words) * 5 > len(words) * 3:
            continue  # a headline in capitals
        for first, second in pairwise(words):
            if first.isalpha() and _CAPITAL.match(first) and _CAPITAL.match(second):
                pair = fold(first), fold(second.rstrip("’'s"))
                if not _known_words() & set(pair) and min(map(len, pair)) > 2:
                    found.add(_consonants(pair[0]) + " " + _consonants(pair[1]))
    return frozenset(found)


@cache
def title_words(title: str) -> frozenset[str]:
    """Return the levelled words of a headline that are long enough to tell something."""
    return frozenset(_consonants(w) for w in fold(title).split() if len(w) > 3 and w not in place_words())


def row(telling: Telling, *, fresh: bool = True) -> Row | None:
    """Return the telling's columns, None where it can be compared with no other."""
    days = window(telling)
    if days is None or telling.aggregate or telling.type not in lineages():
        return None
    first, last, implied = days
    out: Row = {
        "unique_id": telling.id,
        "article": telling.article,
        "fresh": fresh,
        "first": first.toordinal(),
        "last": last.toordinal(),
        "implied": implied,
        "relative": telling.relative,
        "issued": telling.published.toordinal() if telling.published else None,
        "publisher": telling.publisher,
        "type": telling.type,
        "lineage": list(lineages()[telling.type]),
        **_place_columns(telling.spots),
        "near": sorted(_place_columns(telling.near)["points"]),
        "sites": sorted({key for keys in _place_columns(telling.spots).values() for key in keys}),
        **_point(telling.spots),
        "perpetrators": sorted(telling.perpetrators),
        "targets": sorted(telling.targets),
        "weapons": sorted(telling.weapons),
        "facilities": sorted(set(telling.facilities)),
        **_toll_columns(telling.tolls, "killed"),
        **_toll_columns(telling.tolls, "injured"),
        **_word_columns(telling),
    }
    return out | {"blocks": sorted(_blocks(telling, out))}


def _point(spots: tuple[Spot, ...]) -> Row:
    spots = tuple(s for s in spots if s.lat is not None and not is_wide(s.name))
    point = next((s for s in spots if s.is_point), None)
    resolved = sorted({s.id for s in spots})
    return {"lat": point.lat if point else None, "lon": point.lon if point else None, "resolved": resolved}


def _toll_columns(tolls: Iterable[Toll], outcome: str) -> Row:
    told = tuple(tolls)
    least, most = total(told, outcome) or (None, None)
    return {
        f"{outcome}_least": least,
        f"{outcome}_most": most,
        f"{outcome}_few": told_counts(told, outcome, many=False),
        f"{outcome}_many": told_counts(told, outcome, many=True),
    }


def _word_columns(telling: Telling) -> Row:
    return {
        "victims": sorted(map(fold, telling.victims)),
        "names": sorted(person_names(telling.quotes)),
        "names_near": sorted(person_names(telling.context)),
        "shingles": sorted(shingles(telling.quotes))[:SKETCH],
        "title": sorted(title_words(telling.title)) if telling.rank < LEADING else [],
    }


def _place_columns(spots: Iterable[Spot]) -> dict[str, list[str]]:
    points: set[str] = set()
    parts: set[str] = set()
    areas: set[str] = set()
    wide: set[str] = set()
    for spot in spots:
        if is_wide(spot.name) or spot.precision == "country":
            wide |= name_keys(spot.name)
        elif spot.is_point:
            points |= {spot.id} | name_keys(spot.name)
            parts |= part_keys(spot.name)
        else:
            areas |= {spot.id} | name_keys(spot.name)
    return {"points": sorted(points), "parts": sorted(parts), "areas": sorted(areas), "wide": sorted(wide)}


def months(first: date, last: date) -> range:
    """Return numbers of months of which two tellings must share one, or they share no block either."""
    return range((first.toordinal() - BUCKET) // MONTH, (last.toordinal() + WEEK) // MONTH + 1)


def _blocks(telling: Telling, told: Row) -> Iterator[str]:
    """Yield the keys of which two tellings must share one to be compared at all."""
    root = told["lineage"][0]
    areas = {*told["points"], *told["parts"], *told["areas"], *told["victims"]}
    if not telling.spots:
        areas |= set(told["near"])
    if told["lat"] is not None:
        x, y = told["lat"] / CELL, told["lon"] / CELL
        # The point's square and the nearer neighbours: two points 10 km apart share at least one of them.
        areas |= {f"{round(x + dx)}:{round(y + dy)}" for dx in (-0.25, 0.25) for dy in (-0.25, 0.25)}
    for number in range((told["first"] - 1) // BUCKET, (told["last"] + 1) // BUCKET + 1):
        yield from (f"{root}|{number}|{area}" for area in areas)
    # Who did it is told of most reports: without a common place only the very day makes two of them worth comparing.
    for day in range(told["first"], told["last"] + 1):
        yield from (f"{root}|day {day}|{doer}/{told['lineage'][-1]}" for doer in told["perpetrators"])
    # A spokesman is named for years, so names count within a few weeks only.
    for number in {told["first"] // MONTH, (told["last"] + WEEK) // MONTH}:
        yield from (f"{root}|month {number}|{name}" for name in told["names_near"])
