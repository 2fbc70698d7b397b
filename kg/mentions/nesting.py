"""Reads which larger place a place is told to lie in: "X, Y", "X in the Y countryside", "Syria's X"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.mentions.scan import Scan
from kg.model import Mention, Place

# Text between a place and the larger one it lies in: "X, Y", "X in the Y", "X of Y", "X, in Y".
_LIES_IN = re.compile(r"\s?\)?(?:,?\s(?:located\s)?(?:in|of)\s(?:the\s)?|,\s)")
_OWNS = re.compile(r"['’]s\s(?:the\s)?")


def nested(scan: Scan, mentions: Sequence[Mention]) -> list[Mention]:
    """Add to each place the names of the larger ones that the text puts it in."""
    out: list[Mention] = []
    closed = False  # whether the place after this one ends an address: a country, or a province called one
    for mention in reversed(mentions):
        place = mention.value
        assert isinstance(place, Place)
        nxt = out[-1] if out else None
        inside = nxt is not None and _lies_in(scan, mention, nxt, closed=closed)
        if inside and nxt is not None and isinstance(nxt.value, Place):
            place = replace(place, within=(nxt.value.name, *nxt.value.within))
        closed = (inside and closed) or place.precision == "country" or _is_called_province(mention)
        out.append(replace(mention, value=place))
    return _beside([_owned(scan, out, i) for i in range(len(out) - 1, -1, -1)], scan)


def _is_called_province(mention: Mention) -> bool:
    return isinstance(mention.value, Place) and mention.value.precision == "admin" and ":typed" in mention.rule


def _lies_in(scan: Scan, inner: Mention, outer: Mention, *, closed: bool) -> bool:
    gap = scan.text[inner.span.end : outer.span.start]
    if not _LIES_IN.fullmatch(gap):
        return False
    assert isinstance(outer.value, Place)
    if "in" in gap or "of" in gap:
        return True
    after = scan.text[outer.span.end : outer.span.end + 6]
    if re.match(r"\s(?:and|or)\s", after):
        return False
    if re.match(r",\s[A-Z]", after):  # a list, or an address: "Albu Aziz, Fallujah, Anbar, Iraq"
        return closed
    return closed or outer.value.precision in ("admin", "area", "country") or ":known" in outer.rule


def _beside(mentions: list[Mention], scan: Scan) -> list[Mention]:
    """Let what "near" says of the first of two places hold for the second: "near X and Y"."""
    for k, (first, second) in enumerate(pairwise(mentions)):
        gap = scan.text[first.span.end : second.span.start]
        if first.rule.endswith(":near") and re.fullmatch(r"\s(?:and|or)\s", gap):
            assert isinstance(second.value, Place)
            if second.value.precision in (None, "exact"):
                value = replace(second.value, precision="near")
                mentions[k + 1] = replace(second, value=value)
    return mentions


def _owned(scan: Scan, backwards: list[Mention], i: int) -> Mention:
    """Return the mention, put into the place that owns it: "Syria's Idlib"."""
    mention = backwards[i]
    if i + 1 < len(backwards):
        owner = backwards[i + 1]
        assert isinstance(mention.value, Place)
        assert isinstance(owner.value, Place)
        if _OWNS.fullmatch(scan.text[owner.span.end : mention.span.start]):
            within = (*mention.value.within, owner.value.name)
            return replace(mention, value=replace(mention.value, within=within))
    return mention
