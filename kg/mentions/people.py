"""Finds persons and bodies that no list knows, from the names that the language model marks.

A person who speaks for a body is that body: "Turkish President X", "X, a spokesman for the SDF",
"X of the White Helmets".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as Entity

from kg import lexicon
from kg.lexicon import Body
from kg.mentions.misread import is_person
from kg.mentions.scan import Hit, Scan
from kg.mentions.tables import ARMED, bodies, parts
from kg.model import Actor, Mention, Span

BODY = frozenset({"ORG", "NORP"})
_ACRONYM = re.compile(r"\s?\(\s?([A-Z][A-Za-z]{1,9})\s?\)")
_NO_NAMES = ("person", "generic:", "bare:", "definite:", "people")  # rules of mentions that are no body's own name
_APPOSITION = 90  # characters after a name in which "…, spokesman for X" may stand
_SPEAKER_GAP = 60  # characters between a body and the person who speaks for it: "Jaish al-Islam spokesman X"


@cache
def _office() -> re.Pattern[str]:
    forms = sorted(
        (row["form"] for row in lexicon.table("force_words") if row["class"] == "office"), key=lambda f: -len(f)
    )
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in forms) + r")\b", re.IGNORECASE)


def find_people(scan: Scan, chosen: Sequence[Mention], places: Sequence[Mention]) -> Iterator[Hit]:
    """Yield persons and unknown bodies where no known actor or place stands; a later surname is the same person."""
    known: dict[str, Actor] = {}
    for entity in scan.doc.ents:
        span = _trimmed(entity)
        if span is None or any(m.span.start < span.end and span.start < m.span.end for m in chosen):
            continue
        if any(place.span.covers(span) for place in places) or _is_qualified(scan, span):
            continue
        if is_person(entity):
            yield _person(scan, span, chosen, known)
        elif entity.label_ in BODY:
            yield _organisation(scan, span, known)


def find_short(scan: Scan, named: Sequence[Mention]) -> Iterator[Hit]:
    """Yield the acronyms by which an article goes on after "the Karen National Front (KNF)"."""
    full: dict[str, Mention] = {}
    for mention in named:
        told = None if mention.rule.startswith(_NO_NAMES) else _ACRONYM.match(scan.text, mention.span.end)
        if told is not None and sum(letter.isupper() for letter in told.group(1)) > 1:
            full.setdefault(told.group(1), mention)
    for word in scan.words:
        meant = full.get(scan.text[word.start : word.stem_end])
        if meant is not None and word.start >= meant.span.end and isinstance(meant.value, Actor):
            span = Span(start=word.start, end=word.stem_end)
            yield Hit(mention=replace(meant, span=span, value=replace(meant.value, spans=(span,))), rank=4)


def _is_qualified(scan: Scan, span: Span) -> bool:
    """Tell whether a name is only what something is against or with ("anti-ISIS operation", "US-backed")."""
    before = re.search(r"(\w+)[-‐–]$", scan.text[max(span.start - 20, 0) : span.start])
    last = re.search(r"[-‐–](\w+)$", span.of(scan.text))
    barred = before is not None and before[1].lower() in parts("barred")
    return barred or (last is not None and last[1].lower() in parts("backer") | parts("linker"))


def _trimmed(entity: Entity) -> Span | None:
    tokens = [t for t in entity if not t.is_space]
    while tokens and (tokens[0].lower_ in ("the", "a", "an") or not tokens[0].text[0].isalnum()):
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct or tokens[-1].tag_ in ("POS", "IN", "CC")):
        tokens = tokens[:-1]
    if not tokens or not any(t.text[0].isupper() for t in tokens):
        return None
    return Span(start=tokens[0].idx, end=tokens[-1].idx + len(tokens[-1]))


def _person(scan: Scan, span: Span, chosen: Sequence[Mention], known: dict[str, Actor]) -> Hit:
    name = " ".join(span.of(scan.text).split())
    actor = known.get(name.casefold())
    rule = "person:again"
    if actor is None:
        body, start = _spoken_for(scan, span, chosen)
        rule = "person:speaks-for" if body else "person"
        actor = _as_body(body) if body else Actor(name=name, kind="person")
        if body is not None:
            span = Span(start=start, end=span.end)
        for part in _short_forms(name.casefold().split()):
            known.setdefault(part, actor)
    value = replace(actor, spans=(span,))
    return Hit(mention=Mention(kind="actor", span=span, ref=value.id, value=value, rule=rule), rank=4)


def _short_forms(words: list[str]) -> Iterator[str]:
    """Yield the shorter names that a person may bear later: "Roldan", "Roldan Betancur", "Antonio Roldan"."""
    yield from (" ".join(words[k:]) for k in range(len(words)))
    yield from (" ".join(words[:k]) for k in range(2, len(words)))
    yield from words[-2:-1] if len(words) > 2 else []  # the first of two surnames


def _as_body(body: Body) -> Actor:
    return Actor(name=body.name, id=body.id, kind=body.kind, links=body.links)


def _spoken_for(scan: Scan, span: Span, chosen: Sequence[Mention]) -> tuple[Body | None, int]:
    """Return the body a person speaks for, with where the phrase starts, read off the words around the name."""
    known = [m for m in chosen if m.ref]
    before = [m for m in known if m.span.end <= span.start and span.start - m.span.end <= _SPEAKER_GAP]
    chosen = [m for m in known if bodies()[str(m.ref)].kind not in ARMED or _speaks(scan, m.span, span)]
    if before and before[-1] in chosen:
        gap = scan.text[before[-1].span.end : span.start]
        inside = before[-1].rule.endswith("+office") and gap.strip() == ""
        if inside or (_office().search(gap) and not re.search(r"[^\w\s'’-]|\n\n|\b(?:of|and|or)\b", gap)):
            return bodies()[str(before[-1].ref)], before[-1].span.start
    tail = scan.text[span.end : span.end + _APPOSITION]
    near = [m for m in chosen if span.end <= m.span.start < span.end + _APPOSITION]
    for mention in near[:1]:
        gap = tail[: mention.span.start - span.end]
        rest = scan.text[mention.span.end : mention.span.end + 30]
        if re.fullmatch(r",?\s(?:of|from|with|for)\s(?:the\s)?", gap):
            return bodies()[str(mention.ref)], span.start
        if re.match(r",\s", gap) and _office().search(gap) and re.search(r"\b(?:of|for|in|at|from)\s(?:the\s)?$", gap):
            return bodies()[str(mention.ref)], span.start
        if re.fullmatch(r",\s(?:a\s|an\s|the\s)?", gap) and _office().match(rest.strip()):
            return bodies()[str(mention.ref)], span.start
    return None, span.start


def _speaks(scan: Scan, body: Span, person: Span) -> bool:
    """Tell whether a fighting body's man is told as its spokesman; any other member is a person of his own."""
    start, end = min(body.start, person.start), max(body.end, person.end) + _SPEAKER_GAP
    return "spokes" in scan.text[start:end]


def _organisation(scan: Scan, span: Span, known: dict[str, Actor]) -> Hit:
    name = " ".join(span.of(scan.text).split())
    actor = known.setdefault(name.casefold(), Actor(name=name))
    if acronym := _ACRONYM.match(scan.text, span.end):
        known.setdefault(acronym.group(1).casefold(), actor)
    value = replace(actor, spans=(span,))
    return Hit(mention=Mention(kind="actor", span=span, value=value, rule="name:unknown"), rank=0)
