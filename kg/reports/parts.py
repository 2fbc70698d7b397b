"""Finds the parts of a toll: "including 5 children", "most of them women", "2 of whom were medics"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span, Token

from kg import lexicon
from kg.model import SOME, Count
from kg.reports.victims import People, VictimReader, half, heads_right, majority

_LONGEST = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A trigger with its whole counts, before their parts are known."""

    trigger: Token
    outcome: str
    wholes: list[People]
    joint: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """People told as part of a count, with the number that holds for them."""

    people: People
    count: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cue:
    start: int
    end: int
    side: str
    share: str


@cache
def _table() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    out: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    for row in lexicon.table("toll_parts", columns=("form", "side", "share")):
        key = tuple(row["form"].split())
        out[key] = (*out.get(key, ()), (row["side"], row["share"]))
    return out


def _cues(reader: VictimReader, sentence: Span) -> Iterator[_Cue]:
    words = [t.lower_ for t in sentence]
    i = 0
    while i < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if tuple(words[i : i + n]) in _table()), 0)
        if not size:
            i += 1
            continue
        start = sentence.start + i
        rows = dict(_table()[tuple(words[i : i + size])])
        counted = start - 1 in reader.numbers and reader.numbers[start - 1].end == start
        side = "left" if "left" in rows and counted else "right"
        if side in rows:
            yield _Cue(start=start, end=start + size, side=side, share=rows[side])
        i += size


def attach(
    reader: VictimReader, sentence: Span, drafts: Sequence[Draft]
) -> Iterator[tuple[Draft, dict[int, list[Part]]]]:
    """Yield each draft with the parts of its wholes, by the head of the whole; -1 where no whole is told."""
    wholes = [(p, d) for d in drafts for p in d.wholes]
    found: dict[int, list[Part]] = {}
    taken: set[int] = set()
    for cue in _cues(reader, sentence):
        whole = max((p for p, _ in wholes if p.end <= cue.start), key=lambda p: p.head, default=None)
        if whole is None or whole.count.max == 1:
            continue
        for part in _parts(reader, sentence, cue, whole):
            if part.people.head not in taken and part.people.head != whole.head:
                taken.add(part.people.head)
                found.setdefault(whole.head, []).append(part)
    for draft in drafts:
        kept = [p for p in draft.wholes if p.head not in taken]
        yield replace(draft, wholes=kept), {h: parts for h, parts in found.items() if any(p.head == h for p in kept)}


def _parts(reader: VictimReader, sentence: Span, cue: _Cue, whole: People) -> list[Part]:
    doc = reader.doc
    start = cue.end
    while start < sentence.end and doc[start].lower_ in ("were", "are", "was", "being", ",", "is", "have", "been"):
        start += 1
    people = heads_right(reader, start, sentence.end)
    if cue.share == "list":
        return [Part(people=_inherit(p, whole), count=p.count) for p in people]
    if not people:
        return []
    first = people[0]
    near = first.start - start <= 1
    if not near:
        return []
    if cue.side == "left":
        number = reader.numbers[cue.start - 1]
        return [Part(people=replace(first, start=number.start), count=number.count)] if not first.counted else []
    group = [p for p in people if not p.counted]
    if not group:
        return []
    count = _share(cue.share, whole.count) if len(group) == 1 else SOME
    return [Part(people=replace(p, start=min(p.start, p.head)), count=count) for p in group]


def _inherit(people: People, whole: People) -> People:
    return replace(people, group=whole.group) if people.other and people.group == "people" else people


def _share(share: str, whole: Count) -> Count:
    match share:
        case "most":
            return majority(whole)
        case "half":
            return half(whole)
        case "all":
            return whole
        case "several":
            return Count(min=3)
        case "dozens":
            return Count(min=24)
    return SOME
