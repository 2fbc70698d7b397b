"""Finds the parts of a toll: "including 5 children", "most of them women", "2 of whom were medics"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from spacy.tokens import Span, Token

from kg import lexicon
from kg.model import SOME, Count
from kg.reports.people import People, half, majority
from kg.reports.victims import VictimReader, heads_right

_LONGEST = 6
_NEAR = 8  # tokens from a count to the colon before the names
_BULLETS = ("-", "–", "—", "•", "*", "·", "▪")
_OPENERS = (",", ":", "(", "–", "—", "-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A trigger with its whole counts, before their parts are known."""

    trigger: Token
    outcome: str
    wholes: list[People]
    joint: bool = False
    anaphoric: bool = False


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
    outcome: str


@cache
def _table() -> dict[tuple[str, ...], dict[str, tuple[str, str]]]:
    """Return the cues as words → side → (share, outcome)."""
    out: dict[tuple[str, ...], dict[str, tuple[str, str]]] = {}
    for row in lexicon.table("toll_parts", columns=("form", "side", "share", "outcome")):
        out.setdefault(tuple(row["form"].split()), {})[row["side"]] = (row["share"], row["outcome"])
    return out


@cache
def _links() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("toll_cues", columns=("form", "kind")) if r["kind"] == "link")


def _cues(reader: VictimReader, sentence: Span) -> list[_Cue]:
    words = [t.lower_ for t in sentence]
    out: list[_Cue] = []
    i = 0
    while i < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if tuple(words[i : i + n]) in _table()), 0)
        if not size:
            i += 1
            continue
        start = sentence.start + i
        sides = _table()[tuple(words[i : i + size])]
        counted = start - 1 in reader.numbers and reader.numbers[start - 1].end == start
        side = "left" if "left" in sides and counted else "right"
        if side in sides:
            share, outcome = sides[side]
            out.append(_Cue(start=start, end=start + size, side=side, share=share, outcome=outcome))
        i += size
    return out


def _after_links(sentence: Span, i: int) -> int:
    while i < sentence.end and (sentence.doc[i].lemma_.lower() in _links() or sentence.doc[i].text in (",", ":")):
        i += 1
    return i


def anaphoric(reader: VictimReader, sentence: Span, *, outcome: str | None) -> Iterator[Draft]:
    """Yield the people told to be among those of an earlier toll: "The victims included …", "Among them was …".

    `outcome` is that of the toll before, None where none is near.
    """
    for cue in _cues(reader, sentence):
        start = _after_links(sentence, cue.end)
        opens = (
            cue.start <= sentence.start + 1 and cue.share == "list" and reader.doc[cue.start].lower_.startswith("among")
        )
        if cue.side == "left" and cue.outcome != "-":
            number, of_them = reader.numbers[cue.start - 1], heads_right(reader, start, sentence.end)
            if of_them and not of_them[0].counted and of_them[0].start - start <= 1:
                people = [replace(of_them[0], start=number.start, count=number.count, counted=True)]
                yield Draft(trigger=reader.doc[cue.end - 1], outcome=cue.outcome, wholes=people, anaphoric=True)
            continue
        heading = reader.doc[cue.end - 1].text == ":"
        told = cue.share == "told" and (cue.start <= sentence.start + 1 if heading else start > cue.end)
        told = told and reader.doc[start - 1].text != ","
        if not (told or cue.share == "among" or (opens and outcome is not None)):
            continue
        people = [p for p in heads_right(reader, start, sentence.end) if p.counted or p.name]
        if people:
            harm = cue.outcome if cue.outcome != "-" else outcome or "killed"
            yield Draft(trigger=reader.doc[cue.end - 1 - heading], outcome=harm, wholes=people, anaphoric=True)


def list_item(reader: VictimReader, tokens: Sequence[Token]) -> list[People]:
    """Return the people that a line of a list stands for: it starts with a name or a counted group."""
    first = next((t for t in tokens if t.text not in _BULLETS), None)
    if first is None:
        return []
    people = heads_right(reader, first.i, tokens[-1].i + 1)
    return [p for p in people if p.counted] if people and people[0].start <= first.i + 1 and people[0].counted else []


def attach(
    reader: VictimReader, sentence: Span, drafts: Sequence[Draft]
) -> Iterator[tuple[Draft, dict[int, list[Part]]]]:
    """Yield each draft with the parts of its wholes, by the head of the whole."""
    wholes = [(p, d) for d in drafts for p in d.wholes]
    found: dict[int, list[Part]] = {}
    taken: set[int] = set()
    # "… including two women, and 55 others injured": the last phrase is the victim of its own word.
    owned = {p.head for p, d in wholes if d.trigger.i in (p.end, p.start - 1)}
    more: dict[int, list[People]] = {}
    for whole, parts in _candidates(reader, sentence, [p for p, _ in wholes]):
        for part in parts:
            if part.people.head in owned or part.people.other or part.people.head == whole.head:
                break
            if _exceeds(part.count, whole.count):  # "three officers, including a captain, and 13 rebels"
                more.setdefault(whole.head, []).append(part.people)
                break
            if part.people.head not in taken:
                taken.add(part.people.head)
                found.setdefault(whole.head, []).append(part)
    for draft in drafts:
        extra = [p for w in draft.wholes for p in more.get(w.head, []) if all(p.head != q.head for q, _ in wholes)]
        kept = [p for p in [*draft.wholes, *extra] if p.head not in taken]
        yield replace(draft, wholes=kept), {h: ps for h, ps in found.items() if any(p.head == h for p in kept)}


def _exceeds(part: Count, whole: Count) -> bool:
    low = part.min if part.min is not None else part.max
    high = whole.max if whole.max is not None else whole.min
    return low is not None and high is not None and low > high and high > 2


def _candidates(reader: VictimReader, sentence: Span, wholes: Sequence[People]) -> Iterator[tuple[People, list[Part]]]:
    cues = [c for c in _cues(reader, sentence) if c.share not in ("among", "told")]
    for cue, following in zip_longest(cues, cues[1:]):
        before = [p for p in wholes if p.end <= cue.start and p.count.max != 1]
        if before:
            whole = max(before, key=lambda p: p.head)
            stop = following.start if following else sentence.end
            yield whole, _parts(reader, sentence, cue, whole, stop) or _before(cue, before)
    for whole in wholes:
        if whole.counted and whole.name is None and whole.count.max != 1:
            yield whole, _listed(reader, sentence, whole) or _told_apart(reader, sentence, whole)


def _before(cue: _Cue, wholes: Sequence[People]) -> list[Part]:
    """Read "ten people were killed, women and children among them": the part stands before the words."""
    counted = min((p.head for p in wholes if p.counted), default=None)
    last = max(wholes, key=lambda p: p.end)
    if cue.share != "list" or counted is None or last.counted or last.end != cue.start:
        return []
    return [Part(people=p, count=p.count) for p in wholes if p.head > counted and not p.counted]


def _listed(reader: VictimReader, sentence: Span, whole: People) -> list[Part]:
    """Read the apposition that tells a count apart: "three people, a woman and her two sons"."""
    doc = reader.doc
    edges = [c.left_edge.i for c in doc[whole.head].children if c.dep_ == "appos" and c.i > whole.head]
    starts = [i for i in edges if doc[i].text in _OPENERS or (i > 0 and doc[i - 1].text in _OPENERS)]
    start = min(starts, default=None) or _named_list(reader, sentence, whole)
    if start is None:
        return []
    people = heads_right(reader, start + (doc[start].text in _OPENERS), sentence.end)
    total = sum(p.count.min or p.count.max or 0 for p in people)
    fits = whole.count.max is None or total <= whole.count.max
    if not people or not fits or not all(p.counted for p in people):
        return []
    return [Part(people=_inherit(p, whole), count=p.count) for p in people]


def _told_apart(reader: VictimReader, sentence: Span, whole: People) -> list[Part]:
    """Read "782 civilians in May: 218 by one side, 133 by the other": bare numbers after a colon."""
    doc = reader.doc
    colon = next((i for i in range(whole.end, min(sentence.end - 1, whole.end + _NEAR)) if doc[i].text == ":"), None)
    if colon is None:
        return []
    numbers = {n.start: n for i, n in reader.numbers.items() if colon < i < sentence.end}
    bare = [
        reader.bare(n) for n in numbers.values() if n.end < sentence.end and doc[n.end].lower_ in ("by", "at", "in")
    ]
    total = sum(p.count.min or 0 for p in bare)
    if not bare or whole.count.max is None or total > whole.count.max:
        return []
    return [Part(people=replace(p, group=whole.group, other=False), count=p.count) for p in bare]


def _named_list(reader: VictimReader, sentence: Span, whole: People) -> int | None:
    """Return where the names of "two men were killed: A and B" or "two medics, A and B, died" start."""
    doc = reader.doc
    stop = min(sentence.end - 1, whole.end + _NEAR)
    colon = next((i for i in range(whole.end, stop) if doc[i].text == ":"), None)
    after = colon if colon is not None else whole.end if doc[min(whole.end, stop)].text in _OPENERS else None
    return after + 1 if after is not None and after + 1 in reader.names else None


def _parts(reader: VictimReader, sentence: Span, cue: _Cue, whole: People, stop: int) -> list[Part]:
    start = _after_links(sentence, cue.end)
    people = heads_right(reader, start, stop)
    if cue.share == "list":
        return [Part(people=_inherit(p, whole), count=p.count) for p in people]
    if not people or people[0].start - start > 1:
        return []
    first = people[0]
    if cue.side == "left":
        number = reader.numbers[cue.start - 1]
        return [Part(people=replace(first, start=number.start), count=number.count)] if not first.counted else []
    group = [p for p in people if not p.counted]
    count = _share(cue.share, whole.count) if len(group) == 1 else SOME
    return [Part(people=p, count=count) for p in group]


def _inherit(people: People, whole: People) -> People:
    """Give a named part the group of its whole, where nothing else tells it."""
    plain = people.group == "people" and people.name is not None and whole.group != "people"
    return replace(people, group=whole.group) if plain else people


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
