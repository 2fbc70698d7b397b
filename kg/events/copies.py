"""Which article repeats which: told by the runs of words that their texts have in common."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias
from zlib import crc32

from kg.events.model import Telling
from kg.events.words import thresholds
from kg.ids import fold

SHINGLE = 6  # words; longer than for passages, for whole articles share many short runs
Runs: TypeAlias = "array[int]"


def word_runs(text: str) -> Runs:
    """Return the hashes of all runs of six words, sorted, in four bytes each: a build holds those of all articles."""
    words = [crc32(word.encode()) for word in fold(text).split()]
    runs = zip(*(words[n:] for n in range(SHINGLE)), strict=False)
    return array("I", sorted({hash(run) & 0xFFFFFFFF for run in runs}))  # of numbers, so the same in every process


def copied(tellings: Iterable[Telling], runs: Mapping[str, Runs]) -> dict[str, str]:
    """Return which article repeats which: most of the shorter text stands word for word in an earlier one."""
    order = sorted(tellings, key=lambda t: (t.published or date.max, t.article))
    held = [(t.article, set(runs[t.article])) for t in order if runs.get(t.article)]
    out: dict[str, str] = {}
    for number, (later, own) in enumerate(held):
        for earlier, other in held[:number]:
            if len(own & other) >= thresholds()["copy"] * min(len(own), len(other)):
                out[later] = out.get(earlier, earlier)
                break
    return out
