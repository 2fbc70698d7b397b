"""A text of our own → whether what its last sentence tells is one event or a total over many."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import lexicon
from tests.reports.test_reports import reading

TABLE = lexicon.read_table(Path(__file__).parent / "totals.tsv", columns=("text", "total"))


@pytest.mark.parametrize("row", TABLE, ids=[r["text"][-60:] for r in TABLE])
def test_a_text_tells_one_event_or_a_total(row: dict[str, str]) -> None:
    told = [r for r in reading(row["text"]).reports if r.type != "Statement"]
    assert told
    assert told[-1].aggregate == (row["total"] == "yes")


def test_the_dead_of_a_war_are_no_part_of_one_attack() -> None:
    text = (
        "The attack killed 32 guards at a dam near Mosul, the governor said. "
        "More than 2,900 people have been killed since the fighting began in March 2017."
    )
    found = [(r.aggregate, [c.count.min for c in r.casualties]) for r in reading(text).reports if r.type != "Statement"]
    assert found == [(False, [32]), (True, [2901])]


def test_the_dead_are_told_without_an_event_word() -> None:
    text = "Rebels shelled the market of Goma on Tuesday. A nurse of the hospital counted nine dead and 14 wounded."
    told = {(c.outcome, c.count.min) for r in reading(text).reports for c in r.casualties}
    assert told == {("killed", 9), ("injured", 14)}
