"""Reads running totals: "the death toll has risen to 42", "brings to 42 the number of wounded"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.model import Count
from kg.nlp import grammar
from kg.reports.harm import cues, trigger_of
from kg.reports.people import People
from kg.reports.victims import VictimReader

_NEAR = 14  # tokens from "toll" to its number


def toll_number(reader: VictimReader, token: Token) -> list[People]:
    """Read the number that a death toll has reached."""
    stop = min(token.sent.end, token.i + _NEAR)
    over = False
    for i in range(token.i + 1, stop):
        other = reader.doc[i]
        if (other.lower_,) in cues("over"):
            over = True
        number = reader.numbers.get(i)
        if number is None:
            ends = other.text in (";", ".") or (token.lemma_ == "toll" and other.pos_ == "VERB" and trigger_of(other))
            if ends:
                break
            continue
        people = reader.read(reader.doc[number.core_end - 1])
        if people is None:
            break
        exact = people.count.min == people.count.max
        count = Count(min=people.count.min + 1) if over and exact and people.count.min is not None else people.count
        if reader.doc[number.start].lower_ == "from" and count.max is not None:  # "rose from 12 to 19"
            count = Count(min=count.max, max=count.max)
        return [replace(people, other=False, count=count, group=_counted_group(reader, token, people))]
    return _number_before(reader, token)


def number_put(reader: VictimReader, token: Token) -> list[People]:
    """Read "put the dead at [13]", "raised the number of wounded to [40]": a figure that a verb sets."""
    verb = token.head if token.dep_ in grammar.OBJECT | grammar.PASSIVE_SUBJECT else None
    if verb is None or (verb.lemma_.lower(),) not in cues("put") or token.i in reader.numbers:
        return []
    for prep, noun in grammar.preps(verb):
        number = reader.numbers.get(noun.i)
        people = reader.read(noun) if prep in ("at", "to") and number is not None else None
        if people is not None:
            owners = (reader.read(p, strict=False) for p in grammar.possessors(token))
            owned = next((p.group for p in owners if p is not None), people.group)
            return [replace(people, other=False, group=owned if people.group == "people" else people.group)]
    return []


def _counted_group(reader: VictimReader, token: Token, people: People) -> str:
    """Take the group from "the number of displaced children", "the toll among civilians"."""
    told = (reader.read(noun) for prep, noun in grammar.preps(token) if prep in ("of", "among", "for"))
    return next((p.group for p in told if p is not None and p.group != "people"), people.group)


def _number_before(reader: VictimReader, token: Token) -> list[People]:
    """Read "brings to 42 the number of dead"."""
    first = token.i
    while first > token.sent.start and reader.doc[first - 1].tag_ in ("DT", "JJ", "NN", "PRP$"):
        first -= 1
    number = reader.numbers.get(first - 1) if first > token.sent.start else None
    people = reader.read(reader.doc[number.core_end - 1]) if number is not None else None
    if people is None:
        return []
    return [replace(people, other=False, group=_counted_group(reader, token, people))]
