"""What may be written of named victims.

With `names=False` no victim's name is written, nor that of anybody else whom a report names, and no verbatim text that
could hold one: the article's text and the quotes are left out altogether, since they may also name people whom the
reader did not notice; offsets and the text's SHA-256 stay, so that whoever holds the article can still find each
passage. Short verbatim fields (title, counts and times as told, surface forms, notes, file names) are left out where
they share a word with such a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.ids import fold
from kg.linking.names import articles
from kg.model import Reading

WITHHELD = "(name withheld)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Discretion:
    """Which names must not be written; empty where all may."""

    names: bool = True
    people: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def verbatim(self, text: str | None) -> str | None:
        """Return `text`, or None where it shares a word with a withheld name."""
        if text is None or self.words.isdisjoint(fold(text).split()):
            return text
        return None

    def hides(self, name: str, *, known: bool) -> bool:
        """Tell whether an entity must stay unnamed; one of the authority file only where it is the victim itself."""
        folded = f" {fold(name)} "
        if any(f" {person} " in folded for person in self.people):
            return True
        return not known and self.verbatim(name) is None


OPEN = Discretion()


@cache
def _particles() -> frozenset[str]:
    return articles() | {row["form"] for row in lexicon.table("person_roles") if row["kind"] == "particle"}


def discretion(reading: Reading, *, names: bool) -> Discretion:
    """Return what may be written of the people whom `reading` names as victims."""
    if names:
        return OPEN
    told = [casualty.name for report in reading.reports for casualty in report.casualties]
    told += [person.name for person in reading.persons]
    people = frozenset(fold(name) for name in told if name is not None) - {""}
    # Initials and particles ("al", "bin") are left out: they would match half of all texts.
    words = frozenset(word for person in people for word in person.split() if len(word) > 1) - _particles()
    return Discretion(names=False, people=people, words=words)
