"""Finds the persons whom the evidence of reports names, with what they are, how old, and whom they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.model import Actor, Document, Mention, Person, Reading, Span

# How far from a name its role, age and body stand.
BEFORE, AFTER = 60, 80
_AGE_BEFORE = re.compile(r"(\d{1,3})[- ]year[- ]old\s+(?:[a-z]+\s+){0,2}$")
_AGE_AFTER = re.compile(r"\s?(?:,\s|\()(?:aged\s)?(\d{1,3})(?=[,).;]|\syears)")
_APPOSED = re.compile(r",\s(?:(?:an?|the|its)\s)?")
_OF = re.compile(r"\s(?:of|for|with|from|in)\s(?:the\s)?")
_PEOPLE = frozenset({"PER", "PERSON"})


@cache
def _trades() -> re.Pattern[str]:
    """Return the words that stand before persons only: not "head", which stands before bodies too."""
    kinds = ("civilian", "fighter")
    forms = [row["form"] for row in lexicon.table("person_roles") if row["kind"] in kinds]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form)))) + r")\b")


@cache
def _roles() -> re.Pattern[str]:
    forms = [row["form"] for row in lexicon.table("person_roles") if row["kind"] != "particle"]
    forms += [row["form"] for row in lexicon.table("force_words") if row["class"] == "office"]
    longest = sorted(set(forms), key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b", re.IGNORECASE)


def with_persons(reading: Reading, document: Document) -> Reading:
    """Return a reading with the persons that the evidence of its reports names, each once."""
    evidence = [span for report in reading.reports for span in report.evidence]
    actors = [mention for mention in reading.mentions if isinstance(mention.value, Actor)]
    found: dict[str, Person] = {}
    for span in _names(document):
        if any(told.covers(span) for told in evidence):
            person = _person(reading.article.text, span, actors)
            known = found.get(person.name.casefold())
            found[person.name.casefold()] = person if known is None else _both(known, person)
    return replace(reading, persons=tuple(sorted(found.values(), key=lambda person: (person.spans, person.name))))


def _names(document: Document) -> Iterator[Span]:
    """Yield the full names of persons; a surname alone tells nobody apart.

    What the model takes for a place or a body is a person where a trade or an age stands beside it: "nurse X Y, 34".
    """
    text = document.article.text
    for entity in document.doc.ents:
        words = [token for token in entity if token.is_alpha or "-" in token.text]
        span = Span(start=entity.start_char, end=entity.end_char)
        if len(words) > 1 and (entity.label_ in _PEOPLE or _is_told_as_person(text, span)):
            yield span


def _is_told_as_person(text: str, span: Span) -> bool:
    before = text[max(0, span.start - BEFORE) : span.start]
    trade = any(not before[match.end() :].strip() for match in _trades().finditer(before))
    return trade or _AGE_BEFORE.search(before) is not None or _AGE_AFTER.match(text, span.end) is not None


def _person(text: str, span: Span, actors: Sequence[Mention]) -> Person:
    before, after = text[max(0, span.start - BEFORE) : span.start], text[span.end : span.end + AFTER]
    role, reach = _role(before, after)
    age = _AGE_BEFORE.search(before) or _AGE_AFTER.match(after)
    return Person(
        name=" ".join(span.of(text).split()),
        role=role,
        age=age[1] if age else None,
        body=_body(text, span, actors, reach),
        spans=(span,),
    )


def _role(before: str, after: str) -> tuple[str | None, int]:
    """Return what a person is told to be, and how many characters after the name that takes."""
    led = [match for match in _roles().finditer(before) if not before[match.end() :].strip()]
    if led:
        return led[0].group().lower(), 0
    apposed = _APPOSED.match(after)
    told = _roles().match(after, apposed.end()) if apposed else None
    return (told.group().lower(), told.end()) if told else (None, 0)


def _body(text: str, span: Span, actors: Sequence[Mention], reach: int) -> Actor | None:
    """Return the body that a person speaks for, or that stands beside the name with the role."""
    for mention in actors:
        actor = mention.value
        if not isinstance(actor, Actor) or actor.id is None:
            continue
        if mention.span.covers(span):
            return actor
        led = text[mention.span.end : span.start] if mention.span.end <= span.start else "."
        gap = text[span.end + reach : mention.span.start] if mention.span.start >= span.end + reach else "."
        if (len(led) <= BEFORE and _roles().fullmatch(led.strip(" '’s"))) or _OF.fullmatch(gap):
            return actor
    return None


def _both(one: Person, other: Person) -> Person:
    """Return what two namings of a person tell together."""
    return replace(
        one,
        role=one.role or other.role,
        age=one.age or other.age,
        body=one.body or other.body,
        spans=tuple(sorted({*one.spans, *other.spans})),
    )
