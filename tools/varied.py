"""Make a corpus of any size by varying the texts of the samples, so that speed can be measured on as much as one likes.

    varied.py FOLDER --articles 10000 [--seed 0]

Copy number n of the samples has ids, places, days, months, years and numbers of its own; the articles of one copy tell
of the same events, as those of several publishers do. The same seed gives the same corpus.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from kg.model import Article
from kg.sources import read_articles

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
# The invented places of the samples; the last word of each is replaced.
PLACES = (
    *("Al-Marsa", "Bani Hamad", "Bishara", "Deir Salqa", "Kafr Halun", "Nova Horikhivka", "Om Tineh", "Ruwayda"),
    *("Stara Lypivka", "Tell Amra", "Tell Saroun", "Tell Zarrin", "Umm Darra", "Wadi Rumman", "Zahra"),
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
YEARS, FIRST_YEAR, LAST_DAY = 12, 2012, 28
MORE = 9  # by how much numbers may grow: all of a text by the same, so that no part exceeds its whole
EACH = 1000  # articles a file
_ONSETS, _VOWELS = "bdfghjklmnrstvz", "aiou"
_WHEN = rf"\b(?:(?P<before>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)})\b(?: (?P<after>\d{{1,2}})\b)?"
_YEAR = r"\b(?P<year>20[12]\d)\b"
_NUMBER = r"(?<![\d.,:-])\b(?P<number>[1-9]\d{1,2})\b(?![\d:-]|[.,]\d)"
_FIGURE = re.compile("|".join((_WHEN, _YEAR, _NUMBER)))
_PLACE = re.compile("|".join(map(re.escape, PLACES)))

Row = dict[str, str]


@cache
def samples() -> tuple[Article, ...]:
    """Return the articles that are varied."""
    return tuple(a for a in read_articles([SAMPLES]) if isinstance(a, Article))


def rows(count: int, seed: int = 0) -> Iterator[Row]:
    """Yield `count` articles as records, all of a copy before those of the next; copy 0 is the samples themselves."""
    for n in range(count):
        copy, which = divmod(n, len(samples()))
        article = samples()[which]
        row = {"id": f"{article.key}-{copy}", "text": _varied(article.text, copy, seed)}
        if article.published is not None:
            row["published"] = _moved(article.published.value, copy, seed)
        if article.publisher is not None:
            row["publisher"] = article.publisher.value
        yield row


def write(folder: Path, count: int, seed: int = 0) -> Path:
    """Write `count` articles into a new folder, a thousand a file."""
    folder.mkdir(parents=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows(count, seed))
    for number in range(0, count, EACH):
        with (folder / f"{number:07}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(line for _, line in zip(range(min(EACH, count - number)), lines, strict=False))
    return folder


def alter(folder: Path, share: float) -> int:
    """Add a line to the text of a share of the articles in `folder`; return how many."""
    altered, step = 0, round(1 / share)
    for file in sorted(folder.glob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        for number in range(step // 2, len(lines), step):
            row = json.loads(lines[number])
            lines[number] = json.dumps(row | {"text": row["text"] + "\nOne more line.\n"}, ensure_ascii=False)
            altered += 1
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return altered


def _varied(text: str, copy: int, seed: int) -> str:
    if copy == 0:
        return text
    moved = _FIGURE.sub(partial(_figure, move=_Move.of(copy, seed)), text)
    return _PLACE.sub(lambda found: _renamed(found[0], copy), moved)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Move:
    """By how much a copy's days, months, years and numbers differ from the samples': within a copy all alike."""

    days: int
    months: int
    years: int
    more: int

    @classmethod
    def of(cls, copy: int, seed: int) -> _Move:
        chance = random.Random(f"{seed} {copy}")
        days, months, more = chance.randrange(LAST_DAY), chance.randrange(len(MONTHS)), chance.randint(1, MORE)
        return cls(days=days, months=months, years=copy % YEARS, more=more)

    def day(self, told: int) -> int:
        return (told + self.days) % LAST_DAY + 1

    def month(self, told: int) -> int:
        return (told - 1 + self.months) % len(MONTHS) + 1

    def year(self, told: int) -> int:
        return FIRST_YEAR + (told + self.years) % YEARS


def _figure(found: re.Match[str], move: _Move) -> str:
    if found["year"]:
        return str(move.year(int(found["year"])))
    if found["number"]:
        return str(int(found["number"]) + move.more)
    before, after = (found[side] and str(move.day(int(found[side]))) for side in ("before", "after"))
    month = MONTHS[move.month(MONTHS.index(found["month"]) + 1) - 1]
    return " ".join(filter(None, (before, month, after)))


def _moved(day: str, copy: int, seed: int) -> str:
    """Return the day of publication of a copy."""
    if copy == 0:
        return day
    told, move = date.fromisoformat(day), _Move.of(copy, seed)
    return date(move.year(told.year), move.month(told.month), move.day(told.day)).isoformat()


def _renamed(place: str, copy: int) -> str:
    first, gap, _ = place.rpartition(" ")
    return first + gap + _name(copy * len(PLACES) + PLACES.index(place))


def _name(number: int) -> str:
    """Return a name that no other number has."""
    syllables: list[str] = []
    while not syllables or number:
        number, syllable = divmod(number, len(_ONSETS) * len(_VOWELS))
        syllables.append(_ONSETS[syllable // len(_VOWELS)] + _VOWELS[syllable % len(_VOWELS)])
    return "".join(syllables).capitalize() + "n"


def main() -> int:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    write(args.folder, args.articles, args.seed)
    print(f"{args.articles} articles in {args.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
