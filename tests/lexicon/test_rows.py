"""Rows of the smaller word tables at work: each with a text in which it does what it is for, and one in which not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kg import lexicon
from kg.linking import link_places
from kg.mentions import find_mentions
from kg.model import Report
from kg.reports import find_reports
from kg.reports.casualties import find_casualties
from tests.reports.articles import read

Row = dict[str, str]
Shown = Callable[[str], set[str]]


# Everyday words tell armed conflict only in an article on one.
ON_A_WAR = "\n\nThe army and rebel fighters have waged war here since 2019, with air strikes, artillery and mortars."


@cache
def reports(text: str) -> tuple[Report, ...]:
    document = read(text + ON_A_WAR, published="2024-05-06")
    return tuple(find_reports(document, link_places(find_mentions(document), document.article)).reports)


def damages(text: str) -> set[str]:
    return {f.damage for r in reports(text) for f in r.facilities if f.damage}


def outcomes(text: str) -> set[str]:
    return {toll.outcome for toll in find_casualties(read(text)) if not (toll.refused or toll.moving)}


TABLES: dict[str, tuple[str, Shown]] = {  # table -> its column that is to be shown, and what a text shows of it
    "damage_words": ("damage", damages),
    "casualty_triggers": ("outcome", outcomes),
}


def examples(table: str) -> list[Row]:
    columns = (*lexicon.table(table)[0], "example", "counter")
    return lexicon.read_table(Path(__file__).parent / f"{table}.tsv", columns=columns)


def keys(table: str, rows: list[Row]) -> list[tuple[str, ...]]:
    return sorted(tuple(row[c] for c in lexicon.table(table)[0]) for row in rows)


def tells_event(text: str) -> bool:
    """Tell whether a text reports that people were attacked, taken or driven away."""
    own = [r for r in reports(text) if r.evidence[0].start < len(text)]
    return any(r.type in HARD and r.status != "denied" for r in own)


def says(text: str) -> bool:
    """Tell whether an event is told as somebody's word, with the name of whose."""
    return any(r.status == "claimed" and r.sources for r in reports(text) if r.type in HARD)


def takes_side(text: str) -> bool:
    """Tell whether somebody accuses, condemns, demands, denies or threatens."""
    return any(r.type == "Statement" for r in reports(text))


HARD = {"Airstrike", "Shelling", "Bombing", "Clash", "Shooting", "Attack", "Capture", "Detention", "Displacement"}
ROWS = [(table, row) for table in TABLES for row in examples(table)]


@pytest.mark.parametrize("table", [*TABLES, "responsibility"])
def test_every_row_has_an_example(table: str) -> None:
    assert keys(table, lexicon.table(table)) == keys(table, examples(table))


def test_every_word_of_factuality_has_an_example() -> None:
    shown = examples("factuality")
    kinds = {row["kind"] for row in shown}
    assert keys("factuality", [r for r in lexicon.table("factuality") if r["kind"] in kinds]) == keys(
        "factuality", shown
    )


@pytest.mark.parametrize(
    ("table", "row"), ROWS, ids=lambda v: v if isinstance(v, str) else "-".join(list(v.values())[:2])
)
def test_a_row_tells_what_it_is_for(table: str, row: Row) -> None:
    column, shown = TABLES[table]
    assert row[column] in shown(row["example"])
    assert row[column] not in shown(row["counter"])


@pytest.mark.parametrize("row", examples("responsibility"), ids=lambda row: f"{row['lemma']}-{row['with']}")
def test_a_word_of_responsibility_names_the_doer(row: Row) -> None:
    blamed, other = (bool(reports(row[text])[0].perpetrators) for text in ("example", "counter"))
    assert (blamed, other) == ((False, True) if row["role"] == "none" else (True, False))


@pytest.mark.parametrize("row", examples("factuality"), ids=lambda row: f"{row['form']}-{row['pos']}-{row['kind']}")
def test_a_word_of_factuality_tells_whether_it_happened(row: Row) -> None:
    happened = row["kind"] in ("aspect", "means")
    assert (tells_event(row["example"]), tells_event(row["counter"])) == (happened, not happened)


SAYING = frozenset({"report", "claim", "confirm", "announce", "opinion", "show", "record"})


@pytest.mark.parametrize("row", examples("speech_verbs"), ids=lambda row: f"{row['lemma']}-{row['kind']}")
def test_a_verb_of_saying_names_who_says_it_or_takes_a_side(row: Row) -> None:
    shown = says if row["kind"] in SAYING else takes_side
    assert (shown(row["example"]), shown(row["counter"])) == (True, False)


def test_every_example_is_of_a_verb_of_saying() -> None:
    shown = set(keys("speech_verbs", examples("speech_verbs")))
    assert shown < set(keys("speech_verbs", lexicon.table("speech_verbs")))
