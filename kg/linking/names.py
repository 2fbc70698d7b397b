"""Compares spellings of a place name: by letters, by sound, by consonants; every score can be taken apart.

Names that reached the Latin script by ear differ in vowels, in doubled letters, in the article, and between letters of
one family (k, q, kh; s, sh, z; d, dh, t, th). A name's `key` keeps only the consonant families, so spellings of one
name share it, Arabic script included; `compare` then tells how close two spellings of one key really are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import lexicon
from kg.ids import fold

_ARABIC = re.compile("[\u0600-\u06ff]")
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]")
# A feminine name keeps its t before another: Maarat al-Numan, Maara.
_CONSTRUCT = re.compile(r"(?<=..)[ae]t$")
# Marks for the sounds ain and hamza, which others leave out.
_AIN = re.compile("[‘’'`ʿʾʻʼ´]")
_REPEATED = re.compile(r"(.)\1+")
# A name that sounds the same in another spelling, and what words in another order take off.
SAME_SOUND, ORDER_COST = 0.97, 0.03
# From here on two spellings are surely one name; below CLOSE they are two.
CLEAR, CLOSE = 0.9, 0.76
_VOWELS, _WEAK = frozenset("aeiu"), frozenset("aeiuh-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """How close two spellings are, 0 to 1, with the parts that make the score."""

    score: float
    how: str  # "spelling", "sound", "consonants" or "letters"
    consonants: float
    vowels: float

    def __str__(self) -> str:
        """Return the score in words: "sound 0.96 (consonants 1.00, vowels 0.80)"."""
        return f"{self.how} {self.score:.2f} (consonants {self.consonants:.2f}, vowels {self.vowels:.2f})"


@cache
def _letters(family: str) -> dict[str, str]:
    """Return what each spelling of one class of the table stands for, the longest spellings first."""
    rows = [row for row in lexicon.table("name_letters") if row["class"] == family]
    return {row["form"]: row["is"] for row in sorted(rows, key=lambda row: (-len(row["form"]), row["form"]))}


@cache
def articles() -> frozenset[str]:
    """Return the articles that stand before names and in them."""
    return frozenset(_letters("article"))


@cache
def _finder(family: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(form) for form in _letters(family)))


def plain(name: str) -> str:
    """Return a name as it is looked up: folded, without its leading article."""
    # ASCII names are nearly all there are; folding them by hand is ten times faster than `fold`.
    key = name.lower().replace("'", "").replace("-", " ").replace(".", "") if name.isascii() else _folded(name)
    first, _, rest = key.partition(" ")
    return rest if first in articles() and rest else key


def _folded(name: str) -> str:
    """Return a name without marks; a letter with a stroke is no letter with a mark: "Puławy", "Diyarbakır"."""
    return fold(name.lower().translate(_strokes()))


@cache
def _strokes() -> dict[int, str]:
    return {ord(letter): plain_letter for letter, plain_letter in _letters("stroke").items()}


def is_arabic(name: str) -> bool:
    """Tell whether a name is in Arabic script."""
    return bool(_ARABIC.search(name))


def bare(name: str) -> str:
    """Return a name without what tables add to it: "Afrin (Afrin)" is Afrin."""
    return _BRACKETS.sub("", name).partition(" - ")[0].strip() or name.strip()


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """Return a name as it sounds: no articles or doubled letters, one letter for each sound, words joined by spaces."""
    *first, last = [word for word in map(_word_sound, _words(name)) if word] or [""]
    return " ".join([*(_CONSTRUCT.sub("a", word) for word in first), last])


def without_head(name: str) -> str | None:
    """Return a name without a first word for what the place is ("Tell"), None where it has none or nothing else."""
    first, _, rest = name.strip().partition(" ")
    return rest if rest and _letters("head").get(fold(first)) is not None else None


def _words(name: str) -> list[str]:
    if is_arabic(name):
        # Letters of the Arabic script stand for sounds; short vowels are not written.
        decomposed = unicodedata.normalize("NFKC", name)
        words = [_romanised(word) for word in re.split(r"[\s\-_،,]+", decomposed)]
    else:
        words = [_letters("word").get(word, word) for word in _folded(_AIN.sub("", name)).split()]
    kept = [word for word in words if word not in articles()] or words
    return [_without_article(word) for word in kept if word]


def _romanised(word: str) -> str:
    stem = word.removeprefix("ال") if len(word) > 3 else word
    return "".join(_letters("arabic").get(char, "") for char in stem).replace("-", "")


def _without_article(word: str) -> str:
    """Return "bab" for "albab": tables write the article with the name, texts part it."""
    if len(word) > 5 and word[:2] in ("al", "el") and word[2] not in "aeiou":
        return word[2:]
    return word


def _word_sound(word: str) -> str:
    heard = _finder("sound").sub(lambda match: _letters("sound")[match.group()], word)
    heard = _REPEATED.sub(r"\1", heard)
    # A final -a, -eh, -ah, -e or -at is one ending, and so is none at all.
    return re.sub(r"(?<=.)[ae]h?$", "a", heard)


@cache
def _families() -> dict[int, str | None]:
    """Return what each letter of a sound is as a consonant: that of its family, nothing for a vowel."""
    return {ord(letter): family for letter, family in _letters("family").items()} | {ord(v): None for v in _VOWELS}


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Return the consonant families of a name: what all spellings of it by ear have in common."""
    return _consonants(sound(name))


@lru_cache(maxsize=65536)
def sorted_key(name: str) -> str:
    """Return the key with the words in order of the alphabet: "Madiq Castle", "Qalaat al-Madiq"."""
    return " ".join(sorted(_consonants(word) for word in sound(name).split()))


def _consonants(heard: str) -> str:
    """Return the families of the consonants; an h counts only where it opens a word."""
    words = [(word[:1] + word[1:].replace("h", "")).translate(_families()) for word in heard.split()]
    out = ""
    for word in words:
        # "Tal Laban" may be written in one word, with one l.
        out += word[1:] if out and word[:1] == out[-1] else word
    return out


@lru_cache(maxsize=65536)
def compare(told: str, spelling: str) -> Match:
    """Return how close two spellings are, and why."""
    if plain(told) == plain(spelling):
        return Match(score=1.0, how="spelling", consonants=1.0, vowels=1.0)
    one, other = sound(told), sound(spelling)
    turned = 0.0
    if key(told) != key(spelling) and sorted_key(told) == sorted_key(spelling):
        one, other = (" ".join(sorted(heard.split(), key=_consonants)) for heard in (one, other))
        turned = ORDER_COST
    one, other = one.replace(" ", ""), other.replace(" ", "")
    if one == other:
        return Match(score=SAME_SOUND - turned, how="sound", consonants=1.0, vowels=1.0)
    # The Arabic script writes long vowels only: of the short ones nothing can be said.
    silent = is_arabic(told) != is_arabic(spelling)
    apart = _apart(one, other) * (0.5 if silent else 1.0)
    return Match(
        score=round(max(0.0, SAME_SOUND - apart - turned), 3),
        how="consonants" if key(told) == key(spelling) else "letters",
        consonants=round(1 - _apart(re.sub("[aeiu]", "", one), re.sub("[aeiu]", "", other)), 2),
        vowels=round(1 - _apart(re.sub("[^aeiu]+", "-", one), re.sub("[^aeiu]+", "-", other)), 2),
    )


def _apart(one: str, other: str) -> float:
    """Return 0 for equal sounds up to 1: the edit distance, with short vowels and letters of one family cheap."""
    if one == other:
        return 0.0
    before = [0.0]
    for right in other:
        before.append(before[-1] + _drop(right))
    for left in one:
        row = [before[0] + _drop(left)]
        for j, right in enumerate(other, 1):
            row.append(min(before[j] + _drop(left), row[j - 1] + _drop(right), before[j - 1] + _swap(left, right)))
        before = row
    whole = max(sum(0.5 if letter in _WEAK else 1.0 for letter in name) for name in (one, other))
    return min(1.0, before[-1] / whole) if whole else 0.0


def _drop(letter: str) -> float:
    """Return the cost of a letter that only one spelling has: least for a short vowel."""
    return {"a": 0.3, "e": 0.3, "i": 0.35, "u": 0.4, "h": 0.5, "-": 0.5}.get(letter, 1.0)


def _swap(left: str, right: str) -> float:
    if left == right:
        return 0.0
    if left in _VOWELS and right in _VOWELS:
        # An e is written for what others hear as a or as i.
        return 0.2 if "e" in (left, right) and "u" not in (left, right) else 0.5
    family = _letters("family")
    return 0.35 if family.get(left, left) == family.get(right, right) else 1.2
