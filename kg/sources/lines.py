"""Splits a text into lines with their offsets and tells sentences from title-like lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Span

# Only these end a line: the text is kept as decoded, so all three forms occur.
_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"[.!?:;,][\"'”’»)\]]{0,3}$")
_CUT_OFF = re.compile(r"(?:…|\.{2,})[\"'”’]?$")
TEASER_CHARS = 300  # in a list of stories even this may be a title
TITLE_CHARS = 200  # longer lines are paragraphs, whatever they end with
SENTENCE_WORDS = 6  # "Please wait." is no sentence of an article


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it; `number` counts blank lines too."""

    number: int
    start: int
    text: str

    @property
    def span(self) -> Span:
        """The line's place in the text."""
        return Span(start=self.start, end=self.start + len(self.text))

    @property
    def words(self) -> int:
        """How many words the line has."""
        return len(self.text.split())

    @property
    def is_cut_off(self) -> bool:
        """Tell whether the line ends with an ellipsis, as truncated teasers do."""
        return bool(_CUT_OFF.search(self.text[-5:]))

    @property
    def is_title(self) -> bool:
        """Tell whether the line could be a title: short, and not closed like a sentence."""
        return len(self.text) <= TITLE_CHARS and (self.is_cut_off or not _SENTENCE_END.search(self.text[-5:]))

    @property
    def is_teaser(self) -> bool:
        """Tell whether the line could be a title in a list of stories, where questions are titles too."""
        question = self.text[-1] in "?!" and ". " not in self.text
        return self.is_title or (
            len(self.text) <= TEASER_CHARS and (question or not _SENTENCE_END.search(self.text[-5:]))
        )

    @property
    def is_sentence(self) -> bool:
        """Tell whether the line is running text: long, or closed like a sentence and not just a few words."""
        return not self.is_title and (len(self.text) > TITLE_CHARS or self.words >= SENTENCE_WORDS)


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of `text` that are not blank."""
    lines = []
    number, last = 0, 0
    for found in _LINE.finditer(text):
        gap = text[last : found.start()]
        number += len(gap) - gap.count("\r\n")
        last = found.end()
        whole = found.group()
        bare = whole.strip()
        if bare:
            start = found.start() + len(whole) - len(whole.lstrip())
            lines.append(Line(number=number, start=start, text=bare))
    return tuple(lines)


def is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Tell whether paragraphs were broken into lines of equal width, so that a line's end means nothing."""
    follows = [(a, b) for a, b in pairwise(lines) if b.number == a.number + 1]
    broken = sum(1 for a, b in follows if a.is_title and a.words > 4 and b.text[0].islower())
    return broken >= 2 and broken >= len(lines) * 0.2
