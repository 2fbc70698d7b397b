"""Splits words into the sub-words of an uncased BERT vocabulary, with no dependency."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

UNKNOWN, START, END = 100, 101, 102
MAX_PIECES = 20  # a word longer than this is a URL or noise: its beginning tells enough


def _is_punctuation(char: str) -> bool:
    """Tell whether BERT's basic tokenizer splits at `char` (ASCII symbols, punctuation, CJK)."""
    code = ord(char)
    ascii_symbol = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_symbol or unicodedata.category(char).startswith("P") or 0x3400 <= code <= 0x9FFF


def _basic_split(word: str) -> list[str]:
    bare = (c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    parts = [""]
    for char in bare:
        if char.isspace():
            parts.append("")
        elif _is_punctuation(char):
            parts += [char, ""]
        elif unicodedata.category(char) not in ("Cc", "Cf", "Cn", "Co", "Cs") and char != "\ufffd":
            parts[-1] += char
    return [p for p in parts if p]


class WordPiece:
    """A vocabulary of sub-words; `encode` gives the ids of one word, never an empty list."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").split("\n")
        self._ids = {piece: i for i, piece in enumerate(lines) if piece}
        self.encode = lru_cache(maxsize=200_000)(self._encode)

    def _encode(self, word: str) -> tuple[int, ...]:
        pieces = [i for part in _basic_split(word[:200]) for i in self._pieces(part)]
        return tuple(pieces[:MAX_PIECES]) or (UNKNOWN,)

    def _pieces(self, part: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((e for e in ends if prefix + part[start:e] in self._ids), None)
            if end is None:
                return [UNKNOWN]
            out.append(self._ids[prefix + part[start:end]])
            start = end
        return out


def case_id(word: str) -> int:
    """Return the class of a word's letters: 1 lower, 2 Title, 3 UPPER, 4 mixed, 5 none (0 is the root's)."""
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4
