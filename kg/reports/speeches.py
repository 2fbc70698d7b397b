"""Reads words set apart without quotation marks: below "Minister X said:", and behind "(X)" in a transcript."""

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
_LABEL = re.compile(r"[(\[]([^()\[\]\n]{2,40})[)\]]")
_BEFORE = '.?!:)]”"’'  # what may stand before a label: the end of a sentence or, with "", of a paragraph
_GAP = 3


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
    # "They claim …" inside a speech goes back to somebody it tells of.
    quoted = (a for a in found if a.sources and ":back" not in a.rule)
    cues = [a.cue.start for a in quoted if {actor_key(s) for s in a.sources} - speaker]
    end = colon
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start : start + 1] in _QUOTES or (end > colon and any(start <= cue < stop for cue in cues)):
            break
        end = stop
    own = {w.strip(".,;:’'") for w in text[colon:end].lower().split()}
    return end if own & (words("speaker-self") | {"our", "my"}) else None


def turns(document: Document, speakers: Speakers) -> Iterator[Attribution]:
    """Yield what stands behind "(X)" in a transcript as X's word, to the next label or the end of the recording."""
    text = document.article.text
    labels = [(match, kind) for match in _LABEL.finditer(text) if (kind := _label_kind(match, text)) is not None]
    several = sum(kind in ("name", "asker") for _, kind in labels) > 1
    for k, (match, kind) in enumerate(labels):
        begun = k > 0 and labels[k - 1][1] == "begin" and not text[labels[k - 1][0].end() : match.start()].strip()
        name = document.doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        if kind == "name" and name is not None and (several or begun):
            end = next((m.start() for m, other in labels[k + 1 :] if other != "begin"), len(text))
            yield attribute((match.end(), end), name.root, (speakers.called(name.root),), "turn")


def _label_kind(label: re.Match[str], text: str) -> str | None:
    """Return what a label in brackets does: "name" and "asker" open a turn, "begin" and "end" a recording."""
    told = label[1].lower().split()
    if text[max(0, label.start() - _GAP) : label.start()].rstrip()[-1:] not in _BEFORE or not told:
        return None
    if told[0] in ("begin", "end", "continued"):
        return "begin" if told[0] == "begin" else "end"
    if label[1].lower() in words("asker"):
        return "asker"
    named = all(word[:1].isupper() for word in label[1].split()) and not set(told) & words("note")
    return "name" if named and text[label.end() : label.end() + 2].strip().isalpha() else None
