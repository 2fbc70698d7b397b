"""Reads which names an article gives one place: "Tell Abyad (Gire Spi)", "X, also known as Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.model import Mention

_OPENS = re.compile(r"\s?\(\s?")
_SAYS = re.compile(
    r",?\s\(?(?:(?:also|formerly|previously|better|locally)\s)*(?:known|called)\s(?:\w+\s){0,3}(?:as\s)?"
)
_CLOSES = re.compile(r"\s?\)")


def other_names(mentions: Sequence[Mention], order: Sequence[int], text: str) -> Iterator[tuple[int, int]]:
    """Yield (place, other name of it) by the numbers of their mentions."""
    for i, j in pairwise(order):
        start, end = mentions[i].span.end, mentions[j].span.start
        gap = text[start:end] if 0 <= end - start <= 60 else "\n"
        if _SAYS.fullmatch(gap) or (_OPENS.fullmatch(gap) and _CLOSES.match(text, mentions[j].span.end)):
            yield i, j
