"""Loads the word and pattern tables of this package from `ontology/lexicon/` and checks their patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.errors import ResourceError
from kg.lexicon import table

# A group that repeats inside a group that repeats can take exponential time on a hostile page.
_NESTED = re.compile(r"\((?:\?:|\?P<\w+>)?(?:[^()\\]|\\.)*(?<!\\)[+*](?:[^()\\]|\\.)*\)[+*{]")
_ENDLESS = re.compile(r"(?<!\\)\.[+*](?!\+)")
SCOPES = frozenset({"line", "below", "list", "menu", "part", "end"})
ZONES = frozenset({"line", "head", "part"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One pattern of a table: its reason, where it is looked for, and a text that it must match."""

    reason: str
    scope: str
    regex: re.Pattern[str]
    example: str


def compile_pattern(file: str, source: str) -> re.Pattern[str]:
    """Compile a table's pattern, ignoring case; raises ResourceError for one that is wrong or may run away."""
    if _NESTED.search(source) or _ENDLESS.search(source):
        raise ResourceError(f"{file}: pattern '{source}': bound its repeats ({{0,80}}), none inside another")
    try:
        return re.compile(source, re.IGNORECASE)
    except re.error as error:
        raise ResourceError(f"{file}: pattern '{source}': {error}") from error


@cache
def furniture_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of `furniture.tsv`."""
    return _patterns("furniture", ("reason", "scope", "pattern", "example"), SCOPES)


@cache
def any_line_pattern() -> re.Pattern[str]:
    """Return one pattern that matches what any pattern for whole lines matches: most lines are passed at once."""
    whole = [p.regex.pattern for p in furniture_patterns() if p.scope not in ("part", "end")]
    return re.compile("|".join(f"(?:{source})" for source in whole), re.IGNORECASE)


@cache
def publisher_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of `publishers.tsv`; each has a group "name"."""
    return _patterns("publishers", ("reason", "scope", "pattern", "example"), ZONES)


def _patterns(name: str, columns: tuple[str, ...], scopes: frozenset[str]) -> tuple[Pattern, ...]:
    file = f"ontology/lexicon/{name}.tsv"
    return tuple(
        Pattern(
            reason=row["reason"],
            scope=row["scope"],
            regex=compile_pattern(file, row["pattern"]),
            example=row["example"],
        )
        for row in table(name, columns=columns, values=(("scope", scopes),))
    )


@cache
def date_words(kind: str) -> dict[str, str]:
    """Return the words of one kind ("month", "cue" …) of `datelines.tsv` with their values."""
    rows = table("datelines", columns=("word", "kind", "value"), values=(("kind", _KINDS),))
    return {row["word"]: row["value"] for row in rows if row["kind"] == kind}


_KINDS = frozenset({"month", "weekday", "cue", "zone", "particle", "byline"})
