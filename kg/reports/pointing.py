"""Reads what points back to a place named before: "the town", "this area", "there"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from kg import lexicon
from kg.model import Document, Mention, Place, Span

# So many sentences back the place may have been named: a country longer than a town, a town longer than "there".
_REACH = {"country": 30, "town": 6, "admin": 6, "province": 6, "part": 4, "any": 2}
_LIST = frozenset({",", ", and", "and", "or", ", or", "as well as"})


def point_back(document: Document, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Return, by token, the places that common nouns and "there" stand for; none where two may be meant."""
    places = sorted((m for m in mentions if m.kind == "place"), key=lambda m: m.span)
    if not places:
        return {}
    starts = [sentence.start_char for sentence in document.doc.sents]
    out: dict[int, Mention] = {}
    for token, scale in _pointers(document):
        found = _antecedent(document, token, scale, places, starts)
        if found is not None:
            span = Span(start=token.idx, end=token.idx + len(token))
            out[token.i] = replace(found, span=span, rule=f"place:back:{scale}")
    return out


def _pointers(document: Document) -> Iterator[tuple[Token, str]]:
    skip: frozenset[int] = document.doc.user_data.get("skip", frozenset())
    for token in document.doc:
        if token.i in skip:
            continue
        if token.lower_ == "there" and token.pos_ == "ADV" and token.dep_ != "expl":
            yield token, "any"
        scale = _scales().get(token.lower_)
        if scale is not None and scale != "not" and token.pos_ == "NOUN" and _is_pointing(token):
            yield token, scale


@cache
def _scales() -> dict[str, str]:
    return {row["form"]: row["scale"] for row in lexicon.table("place_pointers")}


def _is_pointing(noun: Token) -> bool:
    """Tell whether a noun is told as known and by no name of its own: "the besieged city", not "the city of X"."""
    if noun.dep_ in ("compound", "appos") or not any(c.lower_ in ("the", "this", "that") for c in noun.lefts):
        return False
    if any(c.pos_ == "PROPN" or c.ent_type_ or _scales().get(c.lower_) == "not" for c in noun.lefts):
        return False
    after = noun.nbor() if noun.i + 1 < len(noun.doc) else None
    if after is not None and (after.lower_ == "of" or after.pos_ == "PROPN" or after.text == "-"):
        return False
    return not any(c.dep_ == "appos" for c in noun.rights)


def _antecedent(
    document: Document, token: Token, scale: str, places: Sequence[Mention], starts: Sequence[int]
) -> Mention | None:
    """Return the place that a word points back to: the last that fits it, None where that stands in a list."""
    end = bisect_left(places, token.idx, key=lambda m: m.span.start)
    here = bisect_left(starts, token.idx + 1) - 1
    first = starts[max(0, here - _REACH[scale])]
    near = [m for m in places[:end] if m.span.start >= first and not m.rule.startswith(("place:owned", "place:held"))]
    fitting = [m for m in near if _fits(document, m, token, scale)]
    if not fitting:
        return None
    last = fitting[-1]
    listed = any(last in pair and _is_list(document, *pair) for pair in pairwise(near))
    return None if listed else last


def _fits(document: Document, mention: Mention, token: Token, scale: str) -> bool:
    place = mention.value
    assert isinstance(place, Place)
    called = token.lemma_.lower() in mention.span.of(document.article.text).lower().split()
    if scale == "town":
        return place.precision in (None, "exact") and ":part" not in mention.rule
    if scale == "part":
        return ":part" in mention.rule
    if scale == "admin":
        return called
    if scale == "province":
        return called or place.precision == "admin"
    if scale == "country":
        return place.precision == "country"
    return place.precision != "country"


def _is_list(document: Document, one: Mention, other: Mention) -> bool:
    return document.article.text[one.span.end : other.span.start].strip() in _LIST and one.value != other.value
