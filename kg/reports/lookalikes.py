"""What only looks like a time: names, numbers, verbs, datelines, bylines."""

from __future__ import annotations

import re

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kg.nlp import grammar
from kg.reports import resolving
from kg.reports.expressions import Found, any_of, words
from kg.reports.phrases import bends

_AGENCY = re.compile(r"\s*(?:\([A-Z][\w ./-]{1,30}\)\s*)?[-–—:]")


def token_at(sentence: Sentence, offset: int) -> Token | None:
    """Return the token at an offset of a sentence's text."""
    at = sentence.start_char + offset
    return next((t for t in sentence if t.idx <= at < t.idx + len(t.text)), None)


def is_byline(text: str, found: list[Found]) -> bool:
    """Tell whether a line holds nothing but a date, as a dateline or byline does."""
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    left = re.findall(r"[^\W\d_]+", "".join(rest).casefold())
    return bool(found) and all(w in words("byline") or w in words("zone") for w in left)


def is_time(sentence: Sentence, found: Found) -> bool:
    """Refuse what only looks like a time: names, numbers, verbs, datelines."""
    text = sentence.text
    start, end = found.start, found.end
    before, after = text[:start], text[end:]
    if re.match(r"\s*-?\s*(?:year|month|week|day|hour)s?[\s-]+old", after) or (
        found.kind == "year" and re.match(r"[-–]\w", after)
    ):
        return False
    if _is_dateline(sentence, before, after):
        return False
    token = token_at(sentence, start)
    if (
        found.kind in ("month", "weekday", "season")
        and not found.match.groupdict().get("y")
        and _in_name(token, end - start)
    ):
        return False
    if found.kind == "month":
        return _is_month(token, found, before, after)
    if found.kind == "year":
        return _is_year(token, before, after)
    if found.kind == "for":
        return _is_perfect(token) or bool(_SHORT.match(found.match.group()))
    return not (found.kind == "past" and _token_before(token) in ("a", "an"))


def _is_dateline(sentence: Sentence, before: str, after: str) -> bool:
    """ "ANKARA, Sept 21 (Agency) - Jets …" tells when the article was sent."""
    place = before.strip().rstrip(",")
    return bool(before.rstrip().endswith(",") and place.isupper() and _AGENCY.match(after))


def _in_name(token: Token | None, length: int) -> bool:
    """Tell whether a month or weekday is part of the name of a person or organisation ("Sunday Times")."""
    if token is None:
        return False
    for name in token.doc.ents:
        if name.start <= token.i < name.end and name.label_ in ("ORG", "PER", "PERSON") and len(name.text) > length:
            return True
    return False


def _is_month(token: Token | None, found: Found, before: str, after: str) -> bool:
    g = found.match.groupdict()
    if any(g.get(k) for k in ("y", "which", "rel")) or token is None:
        return True
    if not resolving.is_also_word(g["m"] or ""):
        return token.ent_type_ not in ("PER", "PERSON")
    if re.match(r"['’]s\b|\s*:", after) or _AFTER_MONTH.search(before):
        return True
    return any(pattern.search(before[-40:]) for _, pattern in bends()) and token.pos_ != "AUX"


_AFTER_MONTH = re.compile(r"(?:ary|ch|il|ay|une|uly|ust|ber)\s+(?:and|to|through|until|or)\s+$")
# "in just eight days" tells how long it took, "in eight days" may be a day to come.
_SHORT = re.compile(r"(?i:in)\s+(?i:just|only|less|under|fewer|barely)\b")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?i:in|since|until|till|by|during|of|from|to|between|and|or|before|after|around|late|early|mid|through|the|circa|year)|[-–,(])\s*$"
)


def _is_year(token: Token | None, before: str, after: str) -> bool:
    """Tell whether four digits are a year: beside a preposition, and not counting what follows."""
    last = re.findall(r"\w+", before[-25:])[-1:]
    if (last and last[0].casefold() in words("year-word")) or not _YEAR_BEFORE.search(before):
        return False
    if before.rstrip().endswith((",", "(", "the", "and", "or", "to")) and not re.search(
        r"\b(?:19|20)\d\d\W+(?:and|or|to)\s*$|\($|the\s*$", before
    ):
        return False
    if token is None:
        return True
    counts = token.dep_ in ("nummod", "nsubj") and token.head.tag_ in ("NNS", "NNPS") and token.head.i == token.i + 1
    return not counts and not re.match(rf"\s*(?:%|{any_of('zone')}\b)", after)


def _is_perfect(token: Token | None) -> bool:
    verb = grammar.governor(token) if token is not None else None
    return verb is not None and any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)


def _token_before(token: Token | None) -> str:
    return "" if token is None or token.i == 0 else token.nbor(-1).lower_
