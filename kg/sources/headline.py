"""Finds the headline: from the metadata, else the title-like line before the first sentence."""

from __future__ import annotations

import re

from kg.model import Furniture, Known, Span
from kg.sources.captured import Captured
from kg.sources.lines import Line, is_wrapped

MIN_WORDS = 3
HEAD_CHARS = 250  # within this much of a text without line breaks a headline ends, if it has one
TITLE_WORDS = 4  # a sentence with so many long words, all capitalised, is a title
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# "…the presidentAnalysis of …": the line break between headline and text was lost
_GLUED = re.compile(r"[^\W\d_]{3}[a-z](?=[A-Z][a-z]+ )")
_FIRST_SENTENCE = re.compile(r"(.{15,200}?[^\W\d_]{3})\.(?=\s+[A-Z\"“])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")  # shorter ones ("with", "from") stay small in titles


def find_headline(captured: Captured, lines: tuple[Line, ...], furniture: tuple[Furniture, ...]) -> Known | None:
    """Return the headline with how it was found; None where the text has none."""
    if captured.title:
        value = " ".join(_CONTROL.sub(" ", captured.title).split())
        start = captured.text.find(captured.title)
        span = Span(start=start, end=start + len(captured.title)) if start >= 0 else None
        return Known(value=value, how="html:meta" if captured.media_type == "text/html" else "metadata", span=span)
    marked = {f.span for f in furniture}
    if is_wrapped(lines) or not any(line.is_sentence for line in lines):
        return None
    for line in lines:
        if line.span in marked:
            continue
        if line.is_sentence:
            return _run_together(line, furniture) if line is lines[0] else None
        worded = line.is_teaser and len(_WORD.findall(line.text)) >= MIN_WORDS
        if worded and not _ends_with_credit(line.span, furniture):
            return Known(value=line.text, how="text:first-line", span=line.span)
    return None


def _ends_with_credit(span: Span, furniture: tuple[Furniture, ...]) -> bool:
    """Tell whether a line ends with furniture, as captions do, or lies in some."""
    return any(f.span.end >= span.end and f.span.start < span.end for f in furniture)


def _run_together(line: Line, furniture: tuple[Furniture, ...]) -> Known | None:
    """Return a headline that runs straight into the text: glued to it, or a first sentence in title case."""
    skip = max((f.span.end - line.start for f in furniture if f.span.start == line.start), default=0)
    head = line.text[skip : skip + HEAD_CHARS]
    skip += len(head) - len(head.lstrip())
    head = head.lstrip()
    found = _GLUED.search(head)
    if found and "." not in head[: found.end()] and len(head[: found.end()].split()) >= 5:
        return _known(line, skip, found.end(), "text:glued")
    sentence = _FIRST_SENTENCE.match(head)
    if sentence and len(line.text) > len(sentence[0]) + 100 and _in_title_case(sentence[1]):
        return _known(line, skip, sentence.end(1), "text:title-case")
    return None


def _in_title_case(text: str) -> bool:
    words = _LONG_WORD.findall(text)
    return len(words) >= TITLE_WORDS and all(word[0].isupper() for word in words)


def _known(line: Line, skip: int, length: int, how: str) -> Known:
    span = Span(start=line.start + skip, end=line.start + skip + length)
    return Known(value=line.text[skip : skip + length], how=how, span=span)
