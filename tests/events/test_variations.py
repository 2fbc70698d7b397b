"""Variations of the samples, read and linked like any other article: what is one event, and what must never become one.

Each variation is made from the text of a sample by replacing words, so that the samples can change without this test.
"""

from __future__ import annotations

import json
import random
import re
from calendar import month_name
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import UsageError
from kg.export import one_event, reports
from kg.store import Store, memory_store

MARKET, HOSPITAL = "06-car-bomb-market", "01-kafr-halun-hospital"

PARAPHRASE = """Market bombing leaves a dozen dead

Tigris Courier
October 9, 2016

Twelve people were killed and more than 30 wounded when a car bomb went off in a busy market in Tell Zarrin, northern
Iraq, on Saturday, medics said. The bomber drove the vehicle into the market, witnesses told the Courier.
"""
NEXT_DAY = """Second bomb in two days hits Tell Zarrin

Tigris Courier
October 10, 2016

A car bomb killed four people in the Iraqi town of Tell Zarrin on Sunday, police said. Nine people were wounded.
"""
TOMORROW = {
    "October 9, 2016": "October 10, 2016",
    "on Saturday": "on Sunday",
    "our correspondent in Mosul": "Nineveh Post",
}
SHIFTS = {"October 9, 2016": "October 14, 2016", "on Saturday": "on Thursday"}
TOLL = {"killing 12 people": "killing 15 people", "kills 12": "kills 15", "our correspondent in Mosul": "Nineveh Post"}
WEEK = {"14 March 2018": "21 March 2018", "Orontes Wire": "Coast Gazette"}


def changed(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        assert old in text, f"the sample no longer says {old!r}; choose other words"
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def articles(samples: Path) -> dict[str, str]:
    market, hospital = ((samples / f"{name}.txt").read_text(encoding="utf-8") for name in (MARKET, HOSPITAL))
    return {
        MARKET: market,
        HOSPITAL: hospital,
        "paraphrase": PARAPHRASE,
        "next-day": NEXT_DAY,
        "another-day": changed(market, SHIFTS),
        "the-day-after": changed(market, TOMORROW),
        "changed-toll": changed(market, TOLL),
        "a-week-later": changed(hospital, WEEK),
        "another-town": re.sub("Tell Zarrin", "Kharab Dilo", PARAPHRASE),
    }


@pytest.fixture(scope="module")
def store(articles: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Store:
    return built(articles, tmp_path_factory.mktemp("in"), list(articles))


def built(articles: dict[str, str], folder: Path, order: list[str], steps: int = 1) -> Store:
    held = memory_store()
    size = -(-len(order) // steps)
    for start in range(0, len(order), size):
        file = folder / f"part-{start}.jsonl"
        rows = [json.dumps({"id": key, "text": articles[key]}) for key in order[start : start + size]]
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        pipeline.build([file], store=held, check=False)
    return held


@pytest.fixture(scope="module")
def events(store: Store) -> dict[str, set[str]]:
    """The articles of each event of violence."""
    found: dict[str, set[str]] = defaultdict(set)
    for report in reports(store):
        if "event" in report and report["type"] in ("Airstrike", "Bombing", "Attack"):
            found[report["event"]].add(report["article"])
    return found


@pytest.mark.parametrize("other", ["paraphrase", "changed-toll"])
def test_the_same_event_in_other_words_or_with_another_toll_is_one(other: str, events: dict[str, set[str]]) -> None:
    assert any({MARKET, other} <= told for told in events.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MARKET, "next-day"),
        (MARKET, "another-day"),
        (MARKET, "the-day-after"),
        ("changed-toll", "the-day-after"),
        (MARKET, "another-town"),
        ("paraphrase", "next-day"),
        ("paraphrase", "another-day"),
        ("paraphrase", "another-town"),
        ("next-day", "another-day"),
        ("changed-toll", "next-day"),
        ("changed-toll", "another-day"),
        (HOSPITAL, "a-week-later"),
        (HOSPITAL, MARKET),
    ],
)
def test_no_two_events_are_made_one(one: str, other: str, events: dict[str, set[str]]) -> None:
    assert [told for told in events.values() if {one, other} <= told] == []


def test_articles_in_any_order_and_in_any_steps_give_the_same_events(
    articles: dict[str, str], store: Store, tmp_path: Path
) -> None:
    order = list(articles)
    random.Random(4).shuffle(order)
    assert event_lines(built(articles, tmp_path, order, steps=4)) == event_lines(store)


DATED = re.compile(r"\b(?:(\d{1,2}) ([A-Z][a-z]+) (\d{4})|([A-Z][a-z]+) (\d{1,2}), (\d{4}))\b")


def later(text: str, weeks: int) -> str:
    """The same news some weeks later: all its weekdays, words, sides and tolls stay."""

    def shift(found: re.Match[str]) -> str:
        british = found[1] is not None
        words = found.groups()[:3] if british else (found[5], found[4], found[6])
        day = date(int(words[2]), list(month_name).index(words[1]), int(words[0])) + timedelta(weeks=weeks)
        return f"{day.day} {day:%B %Y}" if british else f"{day:%B} {day.day}, {day.year}"

    return DATED.sub(shift, text)


SEED = 6


def test_the_same_news_of_another_week_is_never_the_same_event(samples: Path, tmp_path: Path) -> None:
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(samples.glob("*.txt"))}
    dated = {key: text for key, text in texts.items() if DATED.search(text)}
    rounds = (0, *random.Random(SEED).sample(range(1, 9), 2))
    given = {f"{key} {weeks}": later(text, weeks) for key, text in dated.items() for weeks in rounds}
    told: dict[str, set[str]] = defaultdict(set)
    for report in reports(built(given, tmp_path, list(given))):
        if "event" in report:
            told[report["event"]].add(report["article"])
    assert len(told) > 100
    assert [sorted(of) for of in told.values() if len({article.rsplit(" ", 1)[1] for article in of}) > 1] == []


def event_lines(store: Store) -> list[bytes]:
    # The links graph ends in a mark over file names as well, which differ here.
    return [line for line in store.lines() if b"graph/events>" in line or b"/link/" in line]


def test_a_new_article_does_not_rename_the_events_it_is_not_in(
    articles: dict[str, str], store: Store, tmp_path: Path
) -> None:
    fewer = built(articles, tmp_path, [key for key in articles if key != "next-day"])
    names = {report["iri"]: report["event"] for report in reports(fewer) if "event" in report}
    after = {report["iri"]: (report["event"], report["article"]) for report in reports(store) if "event" in report}
    touched = {event for event, article in after.values() if article == "next-day"}
    unchanged = {iri for iri, (event, _) in after.items() if iri in names and event not in touched}
    assert len(unchanged) > 15
    assert all(names[iri] == after[iri][0] for iri in unchanged)


def test_the_name_of_an_event_that_grew_leads_to_what_it_became(articles: dict[str, str], tmp_path: Path) -> None:
    first = built(articles, tmp_path, [MARKET])
    names = {report["event"] for report in reports(first) if report["type"] == "Bombing" and "event" in report}
    grown = built(articles, tmp_path, [MARKET, "paraphrase"], steps=2)
    event = next(r["event"] for r in reports(grown) if r["article"] == "paraphrase" and r["type"] == "Bombing")
    old = names - {report.get("event") for report in reports(grown)}
    assert len(old) == 1
    with pytest.raises(UsageError, match=f"it was replaced by {event}"):
        one_event(grown, old.pop())
    assert b"former-events>" not in b"".join(first.lines())
