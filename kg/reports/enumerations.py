"""Reads counts told one after the other: "killed 25 in A, 13 in B", "the army killed 12, the rebels four".

The later numbers stand alone: what they count, and that it was killed, is told with the first. Each is an event
(or a total) of its own, with the place or the doer that stands in its stretch of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Span, Token

from kg import lexicon
from kg.nlp import grammar
from kg.reports.harm import is_armed_word, trigger_of
from kg.reports.numbers import Number
from kg.reports.parts import Draft
from kg.reports.people import People, demonyms
from kg.reports.victims import VictimReader

_OPEN = (",", ";", ":", "and", "while", "with", "plus", "(", "–", "—")
_CLOSE = (",", ";", ".", "and", "including", "while", ")", "people")
_NAMED = frozenset({"LOC", "GPE", "ORG", "FAC", "MISC"})
_REACH = 6  # tokens from "in" or "by" to the name that must follow, and from a doer's first word to the number


@cache
def _words(kind: str) -> frozenset[str]:
    rows = lexicon.table("toll_cues", columns=("form", "kind"))
    return frozenset(r["form"] for r in rows if r["kind"] == kind)


def enumerated(reader: VictimReader, sentence: Span, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield a draft for each further count of a sentence that has a place or a doer of its own."""
    wholes = [(p, d) for d in drafts for p in d.wholes if p.counted and p.name is None]
    taken = {i for d in drafts for p in d.wholes for i in range(p.start, p.end)}
    starts = sorted({n.start: n for i, n in reader.numbers.items() if sentence.start <= i < sentence.end}.items())
    found = [
        (begin, n)
        for _, n in starts
        if not taken & set(range(n.start, n.end)) and (begin := _item_start(reader, sentence, n)) is not None
    ]
    for k, (begin, number) in enumerate(found):
        before = [(p, d) for p, d in wholes if p.end <= begin]
        if not before:
            continue
        whole, draft = max(before, key=lambda pair: pair[0].end)
        if begin < number.start and not _has_doer(draft):
            continue
        stop = found[k + 1][0] if k + 1 < len(found) else _stretch_end(sentence, number)
        if _counts_events(sentence, min(stop, _stretch_end(sentence, number))):
            continue
        people = replace(_bare(reader, number), group=whole.group, other=False)
        yield replace(draft, wholes=[people], stretch=(begin, min(stop, _stretch_end(sentence, number))))


def _bare(reader: VictimReader, number: Number) -> People:
    after = reader.doc[number.end] if number.end < len(reader.doc) else None
    people = reader.bare(number)
    return replace(people, end=number.end + 1) if after is not None and after.lower_ in ("others", "more") else people


def _item_start(reader: VictimReader, sentence: Span, number: Number) -> int | None:
    """Return where the stretch of a number that stands alone begins, None where it is no item of a list."""
    doc = reader.doc
    end = number.end + (number.end < sentence.end and doc[number.end].lower_ in ("others", "more", "of"))
    if end >= sentence.end or number.start == sentence.start:
        return None
    if doc[end].lower_ == "them" and end + 1 < sentence.end:  # "51 of them by the army"
        end += 1
    opens = doc[number.start - 1].lower_ in _OPEN
    if opens and doc[end].lower_ in _words("place") and _is_named(sentence, end + 1):
        return number.start
    if opens and _is_by(sentence, end):
        return number.start
    if doc[end].lower_ in _CLOSE and not opens:
        return _doer_start(sentence, number.start)
    return None


def _is_named(sentence: Span, i: int) -> bool:
    """Tell whether a name follows within a few words."""
    near = sentence.doc[i : min(i + _REACH, sentence.end)]
    for token in near:
        if token.text in (",", ";", "."):
            return False
        if token.ent_type_ in _NAMED or token.pos_ == "PROPN":
            return True
    return False


def _is_by(sentence: Span, i: int) -> bool:
    words = [t.lower_ for t in sentence.doc[i : min(i + 4, sentence.end)]]
    by = words[:1] == ["by"] or words == ["at", "the", "hands", "of"]
    return by and i + 1 < sentence.end and sentence.doc[i + 1].tag_ != "VBG"


def _doer_start(sentence: Span, stop: int) -> int | None:
    """Return where the doer right before a number starts: "[Russian forces] 45", "[the SDF] 12"."""
    doc, i = sentence.doc, stop - 1
    while i > sentence.start and stop - i <= _REACH and _is_nominal(doc[i]):
        i -= 1
    named = any(
        t.ent_type_ in _NAMED or t.pos_ == "PROPN" or t.lower_ in demonyms() or is_armed_word(t)
        for t in doc[i + 1 : stop]
    )
    return i + 1 if named and doc[i].lower_ in _OPEN and i + 1 < stop else None


def _is_nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "DET") or token.tag_ == "VBG"


def _stretch_end(sentence: Span, number: Number) -> int:
    """Return the end of a number's stretch: the next comma that a further number or clause does not belong to."""
    i = number.end
    while i < sentence.end and sentence.doc[i].text not in (";", ".", ")"):
        if sentence.doc[i].text == "," and i > number.end + 1:
            break
        i += 1
    return i


def _counts_events(sentence: Span, i: int) -> bool:
    """Tell whether a clause that follows tells what the counted things did: "15 in the north, killing 18"."""
    near = list(sentence.doc[i : min(i + _REACH, sentence.end)])
    follows = any(t.tag_ in ("VBG", "WDT") or t.lower_ == "where" for t in near[:4])
    return follows and any(trigger_of(t) is not None for t in near)


def _has_doer(draft: Draft) -> bool:
    """Tell whether the word that the items share has a doer: "the army killed 12"."""
    verb: Token = draft.trigger
    return bool(grammar.subjects(verb)) and not grammar.is_passive(verb)
