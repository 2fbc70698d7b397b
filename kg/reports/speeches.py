"""Reads a speech set apart: "Minister X said:" at the end of a line, and below it his words without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.ids import actor_key
from kg.model import Document
from kg.nlp import grammar
from kg.reports.said import Attribution, attribute, unique
from kg.reports.speakers import Speakers, speech_kind, words

_BREAK = re.compile(r"\n\s*")
_QUOTES = ('"', "“", "”", "‘", "'", "•", "-", "*")
_LONGEST = 40  # paragraphs of a speech


def speeches(document: Document, speakers: Speakers, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the lines below "X said:" as X's word, to the line that somebody else is quoted in."""
    for token in document.doc:
        colon = _colon(token, document.article.text)
        if colon is None:
            continue
        sources = unique(a for n in grammar.subjects(token) for a in speakers.of(n))
        end = _end(document.article.text, colon, found, {actor_key(a) for a in sources})
        if sources and end is not None:
            yield attribute((colon + 1, end), token, sources, "speech")


def _colon(verb: Token, text: str) -> int | None:
    """Return where the colon of "X said:" stands that ends a line, None for any other word."""
    after = verb.idx + len(verb)
    if (
        speech_kind(verb) is None
        or text[after : after + 1] != ":"
        or not text[after + 1 :].lstrip(" ").startswith("\n")
    ):
        return None
    return after if not text[after + 1 :].lstrip().startswith(_QUOTES) else None


def _end(text: str, colon: int, found: Sequence[Attribution], speaker: set[str]) -> int | None:
    """Return where a speech ends, None where nobody speaks in the first person below the colon."""
    starts = [m.end() for m in _BREAK.finditer(text, colon)][: _LONGEST + 1]
    cues = [a.cue.start for a in found if a.sources and {actor_key(s) for s in a.sources} - speaker]
    end = colon
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start : start + 1] in _QUOTES or (end > colon and any(start <= cue < stop for cue in cues)):
            break
        end = stop
    own = {w.strip(".,;:’'") for w in text[colon:end].lower().split()}
    return end if own & (words("speaker-self") | {"our", "my"}) else None
