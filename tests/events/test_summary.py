"""What an event says of its reports: days, place, type, tolls that are never added, and voices that count once."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from factory import AMRIN, DAY, FORD, STRIKE, killed, telling

from kg.events.copies import copied, word_runs
from kg.events.model import Cluster, Spot, Telling, Toll
from kg.events.summary import Event, common_type, growing, summarise, toll_ranges, whole
from kg.events.totals import contained

LONG = (
    "The jets came at dawn and dropped two bombs on the clinic while the night shift was at breakfast, a nurse said. "
    * 3
)


def event(*tellings: Telling, texts: dict[str, str] | None = None) -> Event:
    known = {t.id: t for t in tellings}
    runs = {article: word_runs(text) for article, text in (texts or {}).items()}
    return summarise(Cluster(members=tuple(sorted(known))), known, runs)


def test_core_is_what_all_allow_and_hull_what_any_allows() -> None:
    wide = telling("wide", first=DAY - timedelta(days=2), last=DAY + timedelta(days=1))
    found = event(STRIKE, wide)
    assert found.core == (DAY, DAY)
    assert found.hull == (DAY - timedelta(days=2), DAY + timedelta(days=1))


def test_days_that_do_not_meet_have_no_core() -> None:
    later = telling("later", first=DAY + timedelta(days=1), last=DAY + timedelta(days=1))
    assert event(STRIKE, later).core is None


def test_a_day_implied_by_publication_counts_only_where_none_is_told() -> None:
    undated = telling("undated", first=None, last=None)
    assert event(STRIKE, undated).hull == (DAY, DAY)
    assert event(undated).hull is not None


def test_the_most_precise_place_is_taken_then_the_one_that_most_name() -> None:
    area = Spot(id="geonames-5", name="Amrin", precision="admin", lat=35.1, lon=36.1)
    assert event(STRIKE, telling("b", spots=(area,)), telling("c", spots=(area,))).place == AMRIN
    assert event(STRIKE, telling("b", spots=(FORD,)), telling("c", spots=(FORD,))).place == FORD
    assert event(telling("d", spots=())).place is None


@pytest.mark.parametrize(
    ("types", "common"),
    [
        (["Attack", "Attack", "Airstrike"], "Airstrike"),
        (["Shelling", "Airstrike", "Airstrike"], "Airstrike"),
        (["Attack"], "Attack"),
        (["Bombing", "Shelling"], "Shelling"),
    ],
)
def test_the_more_particular_type_wins_over_a_general_one(types: list[str], common: str) -> None:
    assert common_type([telling(f"t{n}", type=kind) for n, kind in enumerate(types)]) == common


def test_tolls_range_over_reports_and_are_never_added() -> None:
    low, high, denied = (
        telling("low", tolls=(killed(7),)),
        telling("high", tolls=(killed(12, -1),)),
        telling("no", tolls=(killed(99),), status="denied"),
    )
    (found,) = toll_ranges([STRIKE, low, high, denied])
    assert (found.lowest, found.highest, found.open) == (7, 12, True)
    assert (found.lowest_in, found.highest_in) == (low.id, high.id)


def test_parts_are_inside_their_whole() -> None:
    tolls = (killed(25), killed(13, part=True, group="civilians"), killed(6, part=True, group="children"))
    assert whole(tolls, "killed") == (25, 25)
    assert whole((killed(9), killed(4, group="children"), killed(2, group="women")), "killed") == (9, 9)
    assert whole((Toll(outcome="injured", group="people"),), "injured") == (0, None)
    assert whole(tolls, "injured") is None


def test_a_copy_and_a_source_cited_twice_are_no_further_voices() -> None:
    wire = telling("wire", sources=(), publisher="wire", published=DAY)
    reprint = telling("reprint", sources=(), publisher="daily", published=DAY + timedelta(days=1))
    texts = {wire.article: LONG, reprint.article: f"Daily. {LONG} All rights reserved."}
    assert copied([reprint, wire], {key: word_runs(text) for key, text in texts.items()}) == {
        reprint.article: wire.article
    }
    assert event(wire, reprint, texts=texts).voices == 1
    assert (
        event(wire, reprint, texts={**texts, reprint.article: "Quite another text, of the daily's own making."}).voices
        == 2
    )
    assert event(STRIKE, telling("cites", sources=STRIKE.sources)).voices == 1
    assert event(STRIKE, telling("other", sources=("ministry",))).voices == 2


def test_articles_and_publishers_are_counted_apart() -> None:
    found = event(STRIKE, telling("b", publisher="valley-monitor"), telling("c", publisher=""))
    assert (len(found.articles), found.publishers) == (3, 1)


def total(**changes: object) -> Telling:
    month = {
        "first": DAY - timedelta(days=20),
        "last": DAY + timedelta(days=10),
        "aggregate": True,
        "tolls": (killed(90),),
    }
    return telling("total", **(month | changes))


def test_a_total_may_contain_the_events_of_its_window_area_and_kind() -> None:
    single = event(STRIKE)
    known = {STRIKE.id: STRIKE}
    norland = Spot(id="kg-norland", name="Norland", precision="admin")
    found = total(spots=(norland,))
    assert contained([found], [single], known) == {found.id: (single.id,)}
    assert contained([total(spots=(AMRIN,), type="Attack")], [single], known) != {}


@pytest.mark.parametrize(
    "changes",
    [
        {"spots": (FORD,)},
        {"spots": ()},
        {"type": "Shelling"},
        {"perpetrators": ("red-front",)},
        {"last": DAY - timedelta(days=1)},
        {"aggregate": False},
    ],
)
def test_a_total_does_not_contain_what_lies_outside(changes: dict[str, object]) -> None:
    assert contained([total(**({"spots": (AMRIN,)} | changes))], [event(STRIKE)], {STRIKE.id: STRIKE}) == {}


@pytest.mark.parametrize(
    ("changes", "grew"),
    [
        ({}, True),
        ({"published": DAY + timedelta(days=1)}, False),  # the same day: which came first is not known
        ({"sources": ("other-helpers",)}, False),
        ({"status": "denied"}, False),
        ({"tolls": (replace(killed(7), id="later"),)}, False),
        ({"tolls": (replace(killed(12, group="children"), id="later"),)}, False),
    ],
)
def test_a_count_updates_the_lower_one_that_the_same_source_told_before(changes: dict[str, Any], grew: bool) -> None:
    first = replace(STRIKE, tolls=(replace(killed(9), id="earlier"),))
    given = {"published": DAY + timedelta(days=3), "tolls": (replace(killed(12), id="later"),), **changes}
    assert growing([telling("day-three", **given), first]) == ((("later", "earlier"),) if grew else ())
