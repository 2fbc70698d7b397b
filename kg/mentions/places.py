"""Finds places: names from the model and the tables, with what types or blurs them.

"the town of X", "X province", "X-Y road" type a name; "southern X", "rural X", "the countryside of X", "near X" make
it an area or a neighbourhood instead of a point. The name itself is kept as told, its article ("al-") included.
"""

from __future__ import annotations

import calendar
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.ids import fold
from kg.mentions.areas import find_areas
from kg.mentions.misread import LOCATIONS, is_misread, is_person
from kg.mentions.nesting import nested
from kg.mentions.place_types import Type, leading, lies_before, modifiers, type_of
from kg.mentions.scan import Hit, Scan, choose
from kg.mentions.states import qualifies
from kg.mentions.tables import namings, nationalities
from kg.mentions.words import Phrases, key_of, phrases, words_of
from kg.model import Mention, Place, Span

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "as",
        "ash",
        "ad",
        "ar",
        "an",
        "az",
        "at",
        "ed",
        "bin",
        "ibn",
        "abu",
        "umm",
        "de",
        "la",
        "las",
        "los",
        "del",
        "san",
        "santa",
        "saint",
        "st",
        "du",
        "le",
    ]
)
_LINKS = frozenset({"of", "and", "the", "in"})
_MAX_NAME = 5
_TIMES = frozenset(name.casefold() for name in (*calendar.day_name, *calendar.month_name) if name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A bare name: first and last word, and which rule found it."""

    first: int
    last: int
    rule: str


@cache
def _known() -> Phrases[str]:
    pairs = [(name, "known") for place in lexicon.places() for name in place.names]
    pairs += [
        (row["form"], "country") for row in lexicon.table("country_names") if len(row["form"].replace(".", "")) > 3
    ]
    return phrases(pairs, plural=True)


def find_places(scan: Scan, actors: Sequence[Mention]) -> list[Mention]:
    """Return the places a text names, each with the larger places it is told to lie in."""
    names = [*_from_model(scan), *_from_tables(scan), *_from_types(scan)]
    lands = {name.last for name in names if _describes(scan, name)}
    hits = [*(_place(scan, name) for name in names if name.last not in lands), *find_areas(scan)]
    kept = choose(hit for hit in hits if hit.mention.rule == "place:held" or not _is_actor(scan, hit.mention, actors))
    return nested(scan, kept)


def _describes(scan: Scan, name: Name) -> bool:
    """Tell whether a name only says where the place lies that follows: "the Red Sea town of X"."""
    kind, of, after = name.last + 1, name.last + 2, name.last + 3
    if after >= len(scan.words) or scan.words[of].key != "of" or not scan.words[after].capital:
        return False
    found = type_of(scan.words[kind].key) if scan.words[name.last].stem == scan.words[name.last].key else None
    if found is None or found.order != "both" or scan.words[kind].capital:
        return False
    # "the X village of Y" is a village X in Y, unless X is a country, a sea or a range.
    land = [type_of(scan.words[i].key) for i in (name.first, name.last)]
    wide = name.rule == "country" or any(t is not None and t.precision in ("near", "area") for t in land)
    return wide and all(scan.joined(i, i + 1) for i in range(name.first, after))


def is_part_of_name(actor: Mention, place: Mention) -> bool:
    """Tell whether what was taken for a country only closes the name of a place: "Port Sudan", "Lake Chad"."""
    if actor.rule != "state:country" or not place.rule.startswith(("place:model", "place:known")):
        return False
    assert isinstance(place.value, Place)
    longer = len(place.value.name) > actor.span.end - actor.span.start and place.value.precision in (None, "exact")
    return longer and place.span.start < actor.span.start and place.span.end == actor.span.end


def _is_actor(scan: Scan, place: Mention, actors: Sequence[Mention]) -> bool:
    """Tell whether an actor stands there; a country that is acted on ("bombed Syria") is both."""
    span = place.span
    for mention in actors:
        if is_part_of_name(mention, place):
            continue
        if mention.span.start < span.end and span.start < mention.span.end:
            if mention.rule == "state:country" and scan.tokens[_word_at(scan, mention.span.start)].dep_ in (
                "obj",
                "obl",
                "dobj",
            ):
                continue
            if not mention.rule.startswith(("generic:", "bare:", "person", "name:unknown")):
                return True
    return False


def _word_at(scan: Scan, offset: int) -> int:
    return scan.starts[offset]


def _from_model(scan: Scan) -> Iterator[Name]:
    people = [entity for entity in scan.doc.ents if is_person(entity) and len(entity) > 1]
    surnames = {key_of(entity[-1].text) for entity in people if not is_misread(entity)}
    for entity in scan.doc.ents:
        if is_person(entity) if entity.label_ in LOCATIONS else not is_misread(entity):
            continue
        inside = list(_between(scan, entity.start_char, entity.end_char))
        while inside and (not scan.words[inside[0]].capital and scan.words[inside[0]].key not in _PARTICLES):
            inside = inside[1:]
        while inside and scan.words[inside[-1]].key in _LINKS:
            inside = inside[:-1]
        while len(inside) > 1 and _types_name(scan, inside[-1]) and not _is_country(scan, inside[0], inside[-1]):
            inside = inside[:-1]
        while len(inside) > 1 and scan.words[inside[0]].key in modifiers():
            inside = inside[1:]
        if not inside or not any(scan.words[i].capital for i in inside) or _is_no_name(scan, inside):
            continue
        if (len(inside) == 1 and scan.words[inside[0]].key in surnames) or (
            len(inside) > 1 and _is_building(scan, inside[-1])
        ):
            continue
        if not qualifies(scan, inside[0], len(inside)):
            yield Name(first=inside[0], last=inside[-1], rule="model")


def _is_no_name(scan: Scan, inside: Sequence[int]) -> bool:
    """Tell whether what the model takes for a place is a people, or a word that only says where: "Kurds", "Central".

    "Iraqi Kurdistan" is a place.
    """
    first = scan.words[inside[0]].key
    if first in nationalities():
        return " ".join(scan.words[i].key for i in inside[1:]) not in _area_names()
    plain = first in modifiers() or first in _event_words() or (first.endswith("s") and first[:-1] in nationalities())
    return len(inside) == 1 and plain


@cache
def _event_words() -> frozenset[str]:
    """Return the nouns that tell events; where they open a sentence the model takes them for names."""
    return frozenset(row["form"] for row in lexicon.table("frames") if row["pos"] == "NOUN" and " " not in row["form"])


@cache
def _buildings() -> Phrases[str]:
    rows = [
        c for c in lexicon.concepts("facility") if c.top not in ("Camp", "Road", "Bridge", "Airport", "Residential")
    ]
    return phrases(((label, c.notation) for c in rows for label in c.labels), plural=True)


def _is_building(scan: Scan, i: int) -> bool:
    """Tell whether a name ends with what a facility is called: "Shaam Hospital" is no settlement."""
    return any(True for _ in _buildings().at(scan.text, scan.words, i)) and type_of(scan.words[i].key) is None


def _is_country(scan: Scan, first: int, last: int) -> bool:
    """Tell whether a name that ends with a type word is that of a country: "United States"."""
    return " ".join(word.key for word in scan.words[first : last + 1]) in _country_keys()


@cache
def _country_keys() -> frozenset[str]:
    return frozenset(" ".join(w.key for w in words_of(row["form"])) for row in lexicon.table("country_names"))


def _types_name(scan: Scan, i: int) -> bool:
    """Tell whether a type word at the end of a name is no part of it: "Idlib Province" yes, "Nile Street" no."""
    found = type_of(scan.words[i].key)
    return found is not None and found.order == "both"


def _between(scan: Scan, start: int, end: int) -> range:
    first = bisect_left(scan.words, start, key=lambda word: word.start)
    return range(first, bisect_left(scan.words, end, key=lambda word: word.start))


def _from_tables(scan: Scan) -> Iterator[Name]:
    for i, taken, _, rule in _known().find(scan.text, scan.words):
        if scan.words[i + taken - 1].capital and all(
            w.capital or w.key in _PARTICLES or w.key in modifiers() or w.key in ("of", "and", "the")
            for w in scan.words[i : i + taken]
        ):
            if qualifies(scan, i, taken):
                continue
            if taken == 1 and scan.words[i].key in _area_words() - _country_keys():
                rule = "known"  # "the Americas" is no plural of a country
            last = i + taken - 1
            kind = type_of(scan.words[last].key) if taken > 1 else None
            shorter = kind is not None and kind.precision == "admin" and not _is_country(scan, i, last)
            yield Name(first=i, last=last - 1 if shorter else last, rule=rule)
    for i in range(len(scan.words)):
        for taken, _, naming in namings().at(scan.text, scan.words, i):
            if naming.kind == "country" and len(naming.form.replace(".", "")) <= 3 and scan.words[i].text[:2].isupper():
                if qualifies(scan, i, taken):
                    continue
                yield Name(first=i, last=i + taken - 1, rule="country")


def _from_types(scan: Scan) -> Iterator[Name]:
    """Yield capitalised words that a type word makes a name: "village of X and Y", "X village"."""
    for i, word in enumerate(scan.words):
        found = type_of(word.key)
        if found is None:
            continue
        of = i + 2 < len(scan.words) and scan.words[i + 1].key == "of" and scan.joined(i, i + 1)
        if of and found.order == "both" and not lies_before(scan, i):
            yield from _listed(scan, i + 2, many=word.key != found.form)
        first = _run_before(scan, i)
        if first < i and not word.capital:
            yield Name(first=first, last=i - 1, rule="typed")
            if word.key != found.form:
                yield from _listed_before(scan, first)


def _listed_before(scan: Scan, first: int) -> Iterator[Name]:
    """Yield the names before word `first` that share the plural type word behind it: "X, Y and Z villages"."""
    last = True
    while first > 1:
        linked = last and scan.words[first - 1].key in ("and", "or")
        if not linked and (last or not _is_comma(scan, first - 1)):
            return
        end = first - 1 if linked else first
        start = _run_before(scan, end)
        if start >= end or scan.tokens[start].is_sent_start:
            return
        yield Name(first=start, last=end - 1, rule="typed")
        first, last = start, False


def _is_comma(scan: Scan, i: int) -> bool:
    """Tell whether nothing but a comma stands behind word `i`."""
    return i + 1 < len(scan.words) and scan.text[scan.words[i].end : scan.words[i + 1].start].strip() == ","


def _listed(scan: Scan, i: int, *, many: bool) -> Iterator[Name]:
    """Yield the name that starts at word `i`, and those joined to it where the type word is plural."""
    while True:
        last = _run_after(scan, i)
        if last < i:
            return
        yield Name(first=i, last=last, rule="typed")
        gap = scan.text[scan.words[last].end : scan.words[last + 1].start] if last + 1 < len(scan.words) else ""
        if not many or last + 2 >= len(scan.words):
            return
        if gap.strip() == "," and scan.words[last + 1].key not in ("and", "or", "as"):
            i = last + 1
        elif scan.words[last + 1].key in ("and", "or") and not gap.strip(" ,"):
            i = last + 2
        else:
            return


def _run_after(scan: Scan, i: int) -> int:
    last = i - 1
    while last + 1 < len(scan.words) and last + 1 < i + _MAX_NAME and (last < i or scan.joined(last, last + 1)):
        word = scan.words[last + 1]
        if not (
            word.capital or (word.key in _PARTICLES and last + 2 < len(scan.words) and scan.words[last + 2].capital)
        ):
            break
        if last >= i and type_of(word.key):
            break
        last += 1
        if word.stem != word.key:
            break
    return last


def _run_before(scan: Scan, i: int) -> int:
    first = i
    while first > 0 and i - first < _MAX_NAME and scan.joined(first - 1, first):
        word = scan.words[first - 1]
        if word.key in modifiers() or word.key in nationalities() or word.stem != word.key or type_of(word.key):
            break
        if word.key in _TIMES:  # "on Tuesday villages were shelled"
            break
        token = scan.tokens[first - 1]
        if not (
            (word.capital and token.pos_ in ("PROPN", "X"))
            or (word.key in _PARTICLES and scan.hyphened(first - 1, first))
        ):
            break
        first -= 1
    return first


def _place(scan: Scan, name: Name) -> Hit:
    """Return the mention of a name with its type and modifiers."""
    first, last = name.first, name.last
    end = scan.words[last].stem_end - _lost_apostrophe(scan, last)
    bare = Span(start=scan.words[first].start, end=end)
    text = " ".join(bare.of(scan.text).split())
    precision: str | None = "country" if name.rule == "country" else None
    kind: Type | None = None
    if scan.words[last].stem == scan.words[last].key and scan.joined(last, last + 1):
        kind = type_of(scan.words[last + 1].key)
        if kind is not None and not scan.hyphened(last, last + 1):
            end, precision = scan.words[last + 1].stem_end, kind.precision
            last += 1
    first, before, led = leading(scan, first, owner=scan.words[last].stem != scan.words[last].key)
    precision = before or precision
    part = any(found is not None and found.scale == "part" for found in (kind, led))
    span = Span(start=scan.words[first].start, end=end)
    # "Jordan Valley" is no part of Jordan.
    found_by = "typed" if name.rule == "country" and kind is not None and kind.scale == "own" else name.rule
    whole = (kind is not None and kind.order == "after") or (name.rule == "country" and (before or found_by == "typed"))
    label = " ".join(span.of(scan.text).split()) if whole else text
    rule = "place:" + found_by + (":typed" if kind else "") + (f":{before}" if before else "")
    rule += ":spot" if any(found is not None and found.scale == "spot" for found in (kind, led)) else ""
    rule += ":part" if part else ""
    rank = {"country": 3, "known": 3, "model": 2, "typed": 1}[name.rule]
    # "northern Mali" keeps its whole name; the country's own name in it is a surface form too.
    value = Place(name=label, spans=tuple(sorted({span, bare})) if whole else (span,), precision=precision)
    return Hit(mention=Mention(kind="place", span=span, value=value, rule=rule), rank=rank)


def _lost_apostrophe(scan: Scan, last: int) -> int:
    """Return 1 where a known name stands with a bare "s" at its end: "Syrias second city"."""
    word = scan.words[last]
    known = _known_last_words() | _area_words()
    if word.key != word.stem or not word.key.endswith("s") or word.key in known:
        return 0
    return int(word.key[:-1] in _known_last_words())


@cache
def _area_names() -> frozenset[str]:
    return frozenset(" ".join(w.key for w in words_of(name)) for area in lexicon.areas() for name in area.names)


@cache
def _area_words() -> frozenset[str]:
    """Return the areas of the world that are one word: "Americas" is no "America's"."""
    return frozenset(fold(name) for area in lexicon.areas() for name in area.names if " " not in name)


@cache
def _known_last_words() -> frozenset[str]:
    names = [name for place in lexicon.places() for name in place.names]
    names += [row["form"] for row in lexicon.table("country_names")]
    names += [row["form"] for row in lexicon.table("demonyms") if row["kind"] == "metonym"]
    return frozenset(words_of(name)[-1].key for name in names)
