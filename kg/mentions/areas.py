"""Finds areas that bear no name but that of who holds or owns them: "rebel-held areas", "areas controlled by X"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.mentions.place_types import type_of
from kg.mentions.scan import Hit, Scan
from kg.mentions.tables import nationalities, parts
from kg.mentions.words import singular
from kg.model import Mention, Place, Span
from kg.nlp.grammar import phrase

_LAND = frozenset({"area", "territory", "district", "region", "land"})
_LONGEST = 20  # tokens of a holder's name
_OPENS, _CLOSES = frozenset({'"', "“"}), frozenset({'"', "”"})


def find_areas(scan: Scan) -> Iterator[Hit]:
    """Yield the areas that a text tells by who holds or owns them."""
    yield from _held(scan)
    yield from _controlled(scan)


def _controlled(scan: Scan) -> Iterator[Hit]:
    """Yield areas with the words that say who holds them: "territory held by X", "areas under the control of X"."""
    for i, word in enumerate(scan.words):
        if singular(word.key) not in _LAND or scan.tokens[i].pos_ != "NOUN":
            continue
        holder = _holder(scan, i)
        if holder is None or not scan.tokens[i].i < holder.i < scan.tokens[i].i + _LONGEST:
            continue
        end = _end_of(holder)
        span = Span(start=word.start, end=end.idx + len(end))
        value = Place(name=" ".join(span.of(scan.text).split()), spans=(span,), precision="area")
        yield Hit(mention=Mention(kind="place", span=span, value=value, rule="place:held"), rank=0)


def _holder(scan: Scan, i: int) -> Token | None:
    """Return who holds the area at word `i`: the noun of "controlled by X", "under the control of X"."""
    keys = [word.key for word in scan.words[i + 1 : i + 5]]
    if len(keys) > 1 and keys[0] in parts("held") and keys[1] == "by":
        return scan.tokens[i + 2].head
    if len(keys) > 3 and keys[0] == "under" and keys[-1] == "of" and keys[-2] in ("control", "rule", "occupation"):
        return scan.tokens[i + len(keys)].head
    return None


def _end_of(holder: Token) -> Token:
    """Return the last token of a holder's name, up to the closing mark where it stands in quotes."""
    start, end = phrase(holder)
    quoted = start > 0 and (holder.doc[start].text in _OPENS or holder.doc[start - 1].text in _OPENS)
    if quoted:
        closing = next((t for t in holder.doc[start + 1 : start + _LONGEST] if t.text in _CLOSES), None)
        return closing if closing is not None else holder.doc[end - 1]
    return holder.doc[end - 1]


def _held(scan: Scan) -> Iterator[Hit]:
    """Yield areas told by who holds or owns them: "opposition-held areas", "the Turkish border"."""
    for i, word in enumerate(scan.words[:-1]):
        held = i + 2 < len(scan.words) and scan.hyphened(i, i + 1) and scan.words[i + 1].key in parts("held")
        owned = word.key in nationalities() and word.capital
        noun = i + 2 if held else i + 1
        kind = type_of(scan.words[noun].key) if (held or owned) and scan.joined(noun - 1, noun) else None
        if kind is None or (owned and not held and (kind.precision != "area" or kind.form not in _OWNED)):
            continue
        if noun + 1 < len(scan.words) and scan.joined(noun, noun + 1) and _is_typed_on(scan, noun + 1):
            continue
        span = Span(start=word.start, end=scan.words[noun].stem_end)
        value = Place(name=span.of(scan.text), spans=(span,), precision="area")
        yield Hit(
            mention=Mention(kind="place", span=span, value=value, rule="place:held" if held else "place:owned"), rank=0
        )


def _is_typed_on(scan: Scan, i: int) -> bool:
    """Tell whether a word types a place of its own after an area: "the Russian border town of Shebekino"."""
    found = type_of(scan.words[i].key)
    return found is not None and found.order == "both" and found.precision == "exact"


_OWNED = frozenset({"border", "frontier", "coast", "territory", "airspace", "waters", "soil", "lands"})
