"""Finds the parts of a toll: "including 5 children", "most of them women", "2 of whom were medics"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from spacy.tokens import Span, Token

from kg import lexicon
from kg.model import SOME, Count
from kg.nlp import grammar
from kg.reports.groups import of_body
from kg.reports.harm import trigger_of
from kg.reports.lists import heads_right
from kg.reports.numbers import Number
from kg.reports.people import People, half, lexical, majority
from kg.reports.victims import VictimReader

_LONGEST = 6
_PARTY = 14  # tokens of the name of a party, with what is in brackets behind it
_COMPLEMENT = 5  # words of "of the same family"
_AGED = 5  # words of "under the age of 18"
_NEAR = 8  # tokens from a count to the colon before the names
_BULLETS = ("-", "–", "—", "•", "*", "·", "▪")
# "23 soldiers, eight policemen and 45 rebels" is no whole with its parts; "23 people, eight policemen among them" is.
_WIDE = frozenset({"people", "civilians"})
_OPENERS = (",", ":", "(", "–", "—", "-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A trigger with its whole counts, before their parts are known."""

    trigger: Token
    outcome: str
    wholes: list[People]
    joint: bool = False
    anaphoric: bool = False
    moving: bool = False
    stretch: tuple[int, int] | None = None  # the tokens of an item of a list, with its own place or doer


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """People told as part of a count, with the number that holds for them."""

    people: People
    count: Count
    rest: bool = False  # "and the rest civilians": what the other parts leave


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
def _openers() -> frozenset[str]:
    return frozenset(form[0] for form in _table())


@cache
def _links() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("toll_cues", columns=("form", "kind")) if r["kind"] == "link")


def _cues(reader: VictimReader, sentence: Span) -> list[_Cue]:
    words = [t.lower_ for t in sentence]
    out: list[_Cue] = []
    i = 0
    while i < len(words):
        longest = _LONGEST if words[i] in _openers() else 0
        size = next((n for n in range(longest, 0, -1) if tuple(words[i : i + n]) in _table()), 0)
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
        apposed = reader.doc[cue.end].text == "," if cue.end < sentence.end else False
        told = (told and reader.doc[start - 1].text != ",") or (told and apposed and start in reader.numbers)
        if not (told or cue.share == "among" or (opens and outcome is not None)):
            continue
        people = [p for p in heads_right(reader, start, sentence.end) if p.counted or p.name]
        people = [p for p in people if not apposed or p.start >= start] or _bare_number(reader, sentence, start)
        if people:
            harm = cue.outcome if cue.outcome != "-" else outcome or "killed"
            yield Draft(trigger=reader.doc[cue.end - 1 - heading], outcome=harm, wholes=people, anaphoric=True)


def equated(reader: VictimReader, sentence: Span, *, outcome: str | None) -> Iterator[Draft]:
    """Yield who part of an earlier toll is said to be: "Twelve were civilians", "four of the dead were boys".

    `outcome` is that of the toll before, None where none is near; a word of harm behind the number overrules it.
    """
    nouns = {token.head.i: token.head for token in sentence if token.dep_ == "cop" and token.lemma_ == "be"}
    for _, noun in sorted(nouns.items()):
        for subject in (s for s in noun.lefts if s.dep_ in ("nsubj", "nsubj:outer")):
            if noun.lower_ in ("them", "these", "those") and any(c.lower_ == "among" for c in noun.children):
                mates = [p for c in grammar.conjuncts(subject) if (p := reader.read(c)) is not None and p.counted]
                if mates and outcome is not None:
                    yield Draft(trigger=noun, outcome=outcome, wholes=mates, anaphoric=True)
                continue
            number, told = reader.numbers.get(subject.i), reader.read(noun)
            if number is None or told is None or told.counted or told.group == "people" or noun.tag_ != "NNS":
                continue
            harm = next((h.outcome for t in subject.subtree if (h := trigger_of(t)) is not None), outcome)
            if harm is not None:
                people = replace(reader.bare(number), other=False, group=told.group)
                yield Draft(trigger=noun, outcome=harm, wholes=[people], anaphoric=True)


def _bare_number(reader: VictimReader, sentence: Span, i: int) -> list[People]:
    """Read "the dead included [25] in X, 13 in Y"."""
    number = reader.numbers.get(i)
    placed = number is not None and number.end < sentence.end and reader.doc[number.end].pos_ == "ADP"
    return [replace(reader.bare(number), other=False)] if number is not None and placed else []


def party_end(tokens: Sequence[Token]) -> int:
    """Return the index behind the colon of "- Government forces: 98 people", 0 where a line names no party so."""
    colon = next((k for k, t in enumerate(tokens[:_PARTY]) if t.text == ":"), None)
    return colon + 1 if colon is not None and colon + 1 < len(tokens) else 0


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
    owned = {p.head for p, d in wholes if d.trigger.i in (p.end, p.start - 1)} | {d.trigger.i for d in drafts}
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
        yield replace(draft, wholes=kept), {p.head: _with_rest(p, found[p.head]) for p in kept if p.head in found}


def _with_rest(whole: People, parts: list[Part]) -> list[Part]:
    """Count "the rest" as what the other parts leave of an exact whole."""
    told = [p.count for p in parts if not p.rest]
    left = (whole.count.max or 0) - sum(c.max or 0 for c in told)
    exact = whole.count.min == whole.count.max and all(c.min == c.max for c in told)
    if not told or not exact or left < 1:
        return parts
    return [replace(p, count=Count(min=left, max=left)) if p.rest else p for p in parts]


def _exceeds(part: Count, whole: Count) -> bool:
    low = part.min if part.min is not None else part.max
    high = whole.max if whole.max is not None else whole.min
    return low is not None and high is not None and low > high and high > 2


def _candidates(reader: VictimReader, sentence: Span, wholes: Sequence[People]) -> Iterator[tuple[People, list[Part]]]:
    cues = [c for c in _cues(reader, sentence) if c.share not in ("among", "told")]
    for cue, following in zip_longest(cues, cues[1:]):
        own = cue.start if cue.side == "left" else -1  # "14 of them" is no whole of itself
        before = [p for p in wholes if p.end <= cue.start and p.end != own and p.count.max != 1]
        if before:
            whole = max(before, key=lambda p: p.head)
            stop = following.start if following else sentence.end
            parts = _parts(reader, sentence, cue, whole, stop)
            if parts:
                yield whole, parts
            else:
                yield _before(reader, cue, before)
    for whole in wholes:
        if whole.counted and whole.name is None and whole.count.max != 1:
            yield whole, _listed(reader, sentence, whole)


def _before(reader: VictimReader, cue: _Cue, wholes: Sequence[People]) -> tuple[People, list[Part]]:
    """Read "ten people were killed, women and children among them": the part stands before the words."""
    last = max(wholes, key=lambda p: p.end)
    if cue.share != "list" or not reader.doc[cue.start].lower_.startswith("among"):
        return last, []
    beside = reader.read(reader.doc[cue.start - 1])
    earlier = [p for p in wholes if beside is not None and p.end < beside.start]
    if beside is not None and beside.counted and beside.end == cue.start and earlier:
        whole = max(earlier, key=lambda p: p.head)
        return whole, [Part(people=beside, count=beside.count)]
    counted = [p for p in wholes if p.counted]
    if not counted or last.counted or last.end != cue.start:
        return last, []
    first = min(counted, key=lambda p: p.head)
    return first, [Part(people=p, count=p.count) for p in wholes if p.head > first.head and not p.counted]


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
    fits = total == whole.count.max or (whole.group in _WIDE and (whole.count.max is None or total <= whole.count.max))
    fits = fits or all(p.name is not None for p in people)
    if not people or not fits or not all(p.counted or p.count.max == 1 for p in people):
        return []
    return [Part(people=_inherit(p, whole), count=p.count) for p in people]


def _opener(sentence: Span, whole: People) -> int | None:
    """Return the comma or dash right behind a count, a dash also behind its complement ("of one family — ")."""
    doc, i = sentence.doc, whole.end
    if i < sentence.end - 1 and doc[i].text in _OPENERS:
        return i
    stop = min(whole.end + _COMPLEMENT, sentence.end - 1)
    while i < stop and doc[i].pos_ in ("ADP", "DET", "ADJ", "NOUN", "NUM"):
        i += 1
    return i if i < sentence.end - 1 and doc[i].text in ("–", "—", "(") else None


def _named_list(reader: VictimReader, sentence: Span, whole: People) -> int | None:
    """Return where the names of "two men were killed: A and B" or "two medics, A and B, died" start."""
    doc = reader.doc
    stop = min(sentence.end - 1, whole.end + _NEAR)
    colon = next((i for i in range(whole.end, stop) if doc[i].text == ":"), None)
    after = colon if colon is not None else _opener(sentence, whole)
    if after is None:
        return None
    dashed = doc[after].text in _OPENERS and doc[after].text != "," and doc[after + 1].tag_ in ("DT", "CD")
    return after + 1 if after + 1 in reader.names or dashed else None


def _parts(reader: VictimReader, sentence: Span, cue: _Cue, whole: People, stop: int) -> list[Part]:
    start = _after_links(sentence, cue.end)
    if cue.share == "rest":
        rest = reader.read(reader.doc[cue.end]) if cue.end < stop else None
        return [Part(people=rest, count=SOME, rest=True)] if rest is not None and not rest.counted else []
    if start in reader.numbers and _is_told_of(reader, reader.numbers[start]):
        return _numbered(reader, reader.numbers[start], stop)
    if cue.side == "left" and (told := _told_group(reader, start)) is not None:
        number = reader.numbers[cue.start - 1]
        return [Part(people=replace(reader.bare(number), group=told, other=False), count=number.count)]
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


def _told_group(reader: VictimReader, start: int) -> str | None:
    """Return the group of "five of whom [belonged to the army]", "14 of them [under 18]"."""
    doc = reader.doc
    words = [t.lower_ for t in doc[start : start + _AGED]]
    if words[:1] in (["under"], ["below"]) and {"18", "eighteen", "17", "16", "15", "12"} & set(words):
        return "children"
    if doc[start].lemma_ not in ("belong", "serve"):
        return None
    near = doc[start].sent.doc[start : min(start + _PARTY, doc[start].sent.end)]
    found = (lexical(doc, t.i, start) for t in near)
    return of_body(doc, near.start, near.end) or next((f[0] for f in found if f is not None and f[0] != "people"), None)


def _is_told_of(reader: VictimReader, number: Number) -> bool:
    return reader.doc[_behind(reader, number)].lemma_ == "be"


def _behind(reader: VictimReader, number: Number) -> int:
    """Return the token behind a number and what is put in between: "of whom seven, their lawyer says, [were] boys"."""
    doc, i = reader.doc, number.end
    if doc[i].text != ",":
        return i
    closing = next((k for k in range(i + 1, min(i + _NEAR, len(doc) - 1)) if doc[k].text == ","), i - 1)
    return closing + 1


def _numbered(reader: VictimReader, number: Number, stop: int) -> list[Part]:
    """Read "of which 21 were women"."""
    behind = _behind(reader, number)
    people = heads_right(reader, behind + 1, stop)
    if not people or people[0].counted or people[0].start - behind > 2:
        return []
    return [Part(people=replace(people[0], start=number.start), count=number.count)]


def _inherit(people: People, whole: People) -> People:
    """Give a part the group of its whole, where nothing else tells it: a name, "two leaders" of fighters."""
    plain = people.group == "people" and whole.group != "people"
    own = people.name is not None or whole.group == "fighters"
    return replace(people, group=whole.group) if plain and own else people


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
