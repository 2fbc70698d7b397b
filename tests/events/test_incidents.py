"""Ten incidents of ten wars, each told by two or three made-up outlets, among other attacks nearby and totals.

`incidents/articles.jsonl` says which articles tell the same incident; none of its texts was ever printed.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from kg import pipeline
from kg.export import reports
from kg.store import memory_store

ARTICLES = Path(__file__).parent / "incidents" / "articles.jsonl"
NOT_VIOLENT = ("Statement", "Meeting", "Agreement", "Relief", "Displacement")
FOUND = 10  # of the 18 pairs; most others are missed because a place or a day is misread
Pair = tuple[str, str]


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """Each article's incident; "" for a total."""
    rows = map(json.loads, ARTICLES.read_text(encoding="utf-8").splitlines())
    return {row["id"]: "".join(row["incidents"]) for row in rows}


@pytest.fixture(scope="module")
def linked() -> set[Pair]:
    store = memory_store()
    pipeline.build([ARTICLES], store=store, check=False)
    events: dict[str, set[str]] = {}
    for report in reports(store):
        if "event" in report and report["type"] not in NOT_VIOLENT:
            events.setdefault(report["event"], set()).add(report["article"])
    return {pair for articles in events.values() for pair in combinations(sorted(articles), 2)}


def test_no_two_incidents_are_made_one(told: dict[str, str], linked: set[Pair]) -> None:
    assert sorted(pair for pair in linked if not told[pair[0]] or told[pair[0]] != told[pair[1]]) == []


def test_most_tellings_of_one_incident_are_one_event(told: dict[str, str], linked: set[Pair]) -> None:
    assert len([pair for pair in linked if told[pair[0]] == told[pair[1]]]) >= FOUND
