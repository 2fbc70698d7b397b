"""The words of a text with their offsets, and look-up of many phrases in them at once.

Words are runs of letters and digits; apostrophes inside a word vanish from its key ("Hay'at" = "Hayat",
"Workers' Party" = "Workers Party"), and so do the points of an acronym ("U.S." = "US"); hyphens part words
("al-Nusra" = "al Nusra").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

APOSTROPHES = "'’ʼ‘`´"
_WORD = re.compile(rf"\b(?:[^\W\d_]\.){{2,}}|[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_GAP = re.compile(rf"[ \t\r\n\u00a0]*|[-–/.{APOSTROPHES}] ?")
_BREAK = re.compile(r"\.\s|\n\s*\n")
T = TypeVar("T")


class Word(NamedTuple):
    """One word: `key` is how it is compared, `stem` and `stem_end` the same without possessive.

    A tuple because every word of every article becomes one, and tuples are made three times faster.
    """

    key: str
    start: int
    end: int
    text: str
    stem: str
    stem_end: int
    forms: tuple[str, ...]

    @property
    def capital(self) -> bool:
        """Tell whether the word starts with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """Return how a word is compared: lower case, without apostrophes and diacritics."""
    bare = word if word.isascii() else _plain(word)
    return bare.translate(_NO_APOSTROPHES).lower()


_NO_APOSTROPHES = {ord(c): None for c in APOSTROPHES + "."}


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).replace("ı", "i")


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order."""
    out = []
    for match in _WORD.finditer(text):
        word = match.group()
        owned = _POSSESSIVE.search(word)
        stem = word[: owned.start()] if owned else word
        key, short = key_of(word), key_of(stem)
        end = match.start() + len(stem)
        out.append(Word(key, match.start(), match.end(), word, short, end, _forms(key, short)))
    return out


@lru_cache(maxsize=65536)
def _forms(key: str, stem: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((key, stem, singular(stem))))


@lru_cache(maxsize=65536)
def singular(key: str) -> str:
    """Return the singular of an English noun by its spelling alone; words that only look plural come back as given."""
    if len(key) < 4 or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return "man".join(key.rsplit("men", 1)) if key.endswith("men") else key
    if key.endswith("ies"):
        return key[:-3] + "y"
    if key.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return key[:-2]
    return key[:-1]


def touching(text: str, left: int, right: int) -> bool:
    """Tell whether only spaces, a hyphen, a slash or a point part two words."""
    gap = text[left:right]
    return _GAP.fullmatch(gap) is not None and _BREAK.search(gap) is None


class Phrases(Generic[T]):
    """Many phrases, each standing for a value; `find` returns the longest phrase at each word."""

    def __init__(self, *, plural: bool = False) -> None:
        self.plural = plural
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, phrase: str, value: T) -> None:
        """Let `phrase` stand for `value`; the first value of a phrase stays."""
        keys = tuple(map(key_of, _WORD.findall(phrase)))
        if not keys:
            return
        first = singular(keys[0]) if self.plural and len(keys) == 1 else keys[0]
        entries = self._by_first.setdefault(first, [])
        if all(known != keys for known, _ in entries):
            entries.append((keys, value))
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, text: str, words: Sequence[Word], i: int) -> list[tuple[int, int, T]]:
        """Return (words taken, end offset, value) of the phrases that start at word `i`, longest first."""
        out: list[tuple[int, int, T]] = []
        for head in words[i].forms:
            if head in self._by_first:
                for keys, value in self._by_first[head]:
                    end = self._match(text, words, i, keys)
                    if end is not None:
                        out.append((len(keys), end, value))
        return sorted(out, key=lambda hit: -hit[0]) if len(out) > 1 else out

    def _match(self, text: str, words: Sequence[Word], i: int, keys: tuple[str, ...]) -> int | None:
        last = i + len(keys) - 1
        if last >= len(words):
            return None
        for j in range(i, last):
            if words[j].key != keys[j - i]:
                return None
        end = self._ending(words[last], keys[-1])
        if end is None or not all(touching(text, words[j - 1].end, words[j].start) for j in range(i + 1, last + 1)):
            return None
        return end

    def _ending(self, word: Word, key: str) -> int | None:
        if word.key == key:
            return word.end
        if word.stem == key or (self.plural and singular(word.stem) == singular(key)):
            return word.stem_end
        return None

    def find(self, text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, int, T]]:
        """Yield (first word, words taken, end offset, value): at each word the longest phrase that starts there."""
        for i in range(len(words)):
            if found := self.at(text, words, i):
                taken, end, value = found[0]
                yield i, taken, end, value


def phrases(pairs: Iterable[tuple[str, T]], *, plural: bool = False) -> Phrases[T]:
    """Return the look-up of (phrase, value) pairs; with `plural` the last word also matches in the plural."""
    table: Phrases[T] = Phrases(plural=plural)
    for phrase, value in pairs:
        table.add(phrase, value)
    return table
