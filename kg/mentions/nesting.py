"""Reads which larger place a place is told to lie in: "X, Y", "X in the Y countryside", "Syria's X"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.mentions.scan import Scan
from kg.model import Mention, Place

# Text between a place and the larger one it lies in: "X, Y", "X in the Y", "X of Y", "X, in Y".
_LIES_IN = re.compile(r"\s?\)?(?:,?\s(?:located\s)?(?:in|of)\s(?:the\s)?|,\s)")
_OWNS = re.compile(r"['’]s\s(?:the\s)?")


def nested(scan: Scan, mentions: Sequence[Mention]) -> list[Mention]:
    """Add to each place the names of the larger ones that the text puts it in."""
    out: list[Mention] = []
    for mention in reversed(mentions):
        place = mention.value
        assert isinstance(place, Place)
        nxt = out[-1] if out else None
        if nxt is not None and isinstance(nxt.value, Place) and _lies_in(scan, mention, nxt):
            place = replace(place, within=(nxt.value.name, *nxt.value.within))
        out.append(replace(mention, value=place))
    return [_owned(scan, out, i) for i in range(len(out) - 1, -1, -1)]


def _lies_in(scan: Scan, inner: Mention, outer: Mention) -> bool:
    gap = scan.text[inner.span.end : outer.span.start]
    if not _LIES_IN.fullmatch(gap):
        return False
    assert isinstance(outer.value, Place)
    if "in" in gap or "of" in gap:
        return True
    after = scan.text[outer.span.end : outer.span.end + 6]
    if re.match(r"\s(?:and|or)\s|,\s[A-Z]", after):
        return False
    return outer.value.precision in ("admin", "area", "country") or ":known" in outer.rule


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
