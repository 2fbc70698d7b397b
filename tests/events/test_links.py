"""Pairs: what is one event, what is not, and why; a pair's score depends on the pair alone."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from factory import AMRIN, DAY, FORD, STRIKE, killed, telling

from kg.errors import ResourceError
from kg.events.features import name_keys, part_keys, person_names, row
from kg.events.links import find_links
from kg.events.model import Spot, Telling
from kg.events.words import Level, comparisons, lineages, thresholds
from kg.lexicon import concepts


def score(left: Telling, right: Telling) -> float:
    return scores(left, [right])[right.id]


def scores(left: Telling, others: list[Telling]) -> dict[str, float]:
    """The score of each of `others` with `left`; what is not compared has none."""
    found = {
        key: k.score for k in find_links([left, *others]) for key in (k.left, k.right) if left.id in (k.left, k.right)
    }
    return {other.id: found.get(other.id, 0.0) for other in others}


def spot(name: str, **rest: Any) -> Spot:
    return Spot(id=f"place-{name}", name=name, precision="exact", **rest)


SAME: dict[str, dict[str, Any]] = {
    "in other words": {},
    "a more general type": {"type": "Attack", "weapons": ()},
    "a kindred type": {"type": "DroneStrike", "weapons": ("drone",)},
    "a toll that has grown": {"tolls": (killed(12),), "published": DAY + timedelta(days=3)},
    "an open toll": {"tolls": (killed(5, -1),)},
    "no toll": {"tolls": ()},
    "nobody accused": {"perpetrators": ()},
    "another spelling": {"spots": (spot("Tel Emreen"),)},
    "a window of days": {"first": DAY - timedelta(days=1), "last": DAY + timedelta(days=1)},
    "a day implied by publication": {"first": None, "last": None},
    "another body accused": {"perpetrators": ("red-front",), "status": "claimed"},
}


@pytest.fixture(scope="module")
def scored() -> dict[str, float]:
    """All variations beside the strike, in one go: a score depends on the two reports alone."""
    others = {name: telling(name, **changes) for name, changes in (SAME | DIFFERENT).items()}
    found = scores(STRIKE, list(others.values()))
    return {name: found[other.id] for name, other in others.items()}


@pytest.mark.parametrize("name", SAME)
def test_one_event_told_twice_is_linked(name: str, scored: dict[str, float]) -> None:
    assert scored[name] >= thresholds()["link"]


LATER = DAY + timedelta(days=1)
DIFFERENT: dict[str, dict[str, Any]] = {
    "the next day": {"first": LATER, "last": LATER, "published": LATER + timedelta(days=1)},
    "the next day, by weekday": {"first": LATER, "last": LATER, "relative": True},
    "a week later, in the same words": {
        "first": DAY + timedelta(days=7),
        "last": DAY + timedelta(days=7),
        "published": DAY + timedelta(days=8),
        "quotes": STRIKE.quotes,
        "title": STRIKE.title,
        "relative": True,
    },
    "another town": {"spots": (FORD,)},
    "another town of the same name": {
        "spots": (Spot(id="geonames-9", name="Tal Amrin", lat=30.0, lon=31.0, precision="exact"),)
    },
    "a protest there": {"type": "Protest", "weapons": (), "tolls": ()},
    "talks there": {"type": "Meeting", "weapons": (), "tolls": (), "facilities": ()},
    "a total over the month": {"aggregate": True},
    "stock phrases of the desk, another town and no day": {
        "first": None,
        "last": None,
        "spots": (Spot(id="place-x", name="Wadi Serif", precision="area"),),
        "quotes": STRIKE.quotes,
        "facilities": (),
        "tolls": (),
    },
    "the same day, side and kind of site, but nothing else": {
        "spots": (Spot(id="place-y", name="Wadi Serif", precision="admin"),),
        "facilities": ("Residential",),
        "tolls": (),
    },
    "a strike elsewhere in the same strip of land": {
        "spots": (Spot(id="geonames-8", name="Amrin Strip", lat=35.0, lon=36.0, precision="exact"),),
        "tolls": (killed(31),),
    },
    "a year with the day in it": {"first": DAY - timedelta(days=200), "last": DAY + timedelta(days=100)},
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_other_events_are_not_linked(name: str, scored: dict[str, float]) -> None:
    assert scored[name] < thresholds()["link"]


def test_every_link_keeps_its_score_and_its_parts() -> None:
    (found,) = find_links([STRIKE, telling("other")])
    parts = {name: (level, weight) for name, level, weight in found.parts}
    assert parts["place"] == ("same spot", 4.91)
    assert parts["killed"][0] == "same many"
    assert parts["day"][0] == "same day"
    assert all(weight != 0 for _, weight in parts.values())
    assert found.left < found.right


def test_a_score_depends_on_the_two_reports_alone() -> None:
    others = [telling(f"o{n}", tolls=(killed(n),)) for n in range(1, 8)]
    alone = find_links([STRIKE, others[0]])
    among = find_links([*others, STRIKE])
    assert [k for k in among if {k.left, k.right} == {STRIKE.id, others[0].id}] == alone


def test_order_of_the_reports_does_not_matter() -> None:
    tellings = [STRIKE, *(telling(f"o{n}", tolls=(killed(n + 6),)) for n in range(5))]
    first = find_links(tellings)
    for seed in range(3):
        random.Random(seed).shuffle(tellings)
        assert find_links(tellings) == first


def test_only_pairs_with_a_fresh_report_are_compared() -> None:
    tellings = [STRIKE, telling("b"), telling("c")]
    every = find_links(tellings)
    fresh = find_links(tellings, fresh={STRIKE.id})
    assert len(every) == 3
    assert fresh == [k for k in every if STRIKE.id in (k.left, k.right)]
    assert find_links(tellings, fresh=set()) == []


def test_what_a_fresh_report_is_compared_with_does_not_depend_on_what_is_passed_by() -> None:
    days = [DAY + timedelta(days=n) for n in (-60, -29, -27, -9, -5, -3, -1, 0, 1, 3, 5, 9, 27, 29, 60)]
    tellings = [STRIKE, *(telling(f"on {day}", first=day, last=day, published=day) for day in days)]
    tellings += [telling(f"kind {kind}", type=kind) for kind in ("Shelling", "Protest", "Detention")]
    every = find_links(tellings)
    for one in tellings:
        assert find_links(tellings, fresh={one.id}) == [k for k in every if one.id in (k.left, k.right)]


def test_two_reports_of_one_article_need_more_to_be_one_event() -> None:
    other = telling("other")
    assert score(STRIKE, telling("other", article=STRIKE.article)) < score(STRIKE, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jarablus", "Jarabulus"),
        ("Tel Refaat", "Tal Rifaat"),
        ("Deir Ezzor", "Deir Ez-Zour"),
        ("Khan Sheikhoun", "Khan Shaykhun"),
    ],
)
def test_spellings_of_one_name_are_one_key(one: str, other: str) -> None:
    assert name_keys(one) == name_keys(other)


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations(["Homs", "Hama", "Idlib", "Aleppo", "Douma", "Afrin"], 2))
)
def test_names_of_towns_are_not_mixed_up(one: str, other: str) -> None:
    assert name_keys(one).isdisjoint(name_keys(other))


def test_a_longer_form_of_a_name_shares_a_part() -> None:
    assert part_keys("Maarat Umm Hawsh") & name_keys("Um Hawsh")


def test_names_of_people_are_found_and_names_of_bodies_are_not() -> None:
    quote = (
        "The nurse Lina Haddo died, the Syrian Observatory for Human Rights said, while Omar Selim was hurt in Aleppo."
    )
    assert person_names((quote,)) == person_names(("we met Lina Haddo and Omar Selim there today",))


def test_what_has_no_day_at_all_is_compared_with_nothing() -> None:
    assert row(telling("x", first=None, last=None, published=None)) is None
    assert row(telling("x", first=None, last=None, rank=5)) is None


def test_weights_are_shares_with_reasons_and_end_in_a_level_that_always_holds() -> None:
    for name, levels in comparisons().items():
        assert [level.condition == "" for level in levels] == [False] * (len(levels) - 1) + [True], name


def test_a_condition_that_cannot_be_read_is_told_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Level(name="odd", condition="no_such_column_l = no_such_column_r", m=0.5, u=0.5)
    wrong = comparisons() | {"day": (odd, *comparisons()["day"])}
    monkeypatch.setattr("kg.events.links.comparisons", lambda: wrong)
    with pytest.raises(ResourceError, match=r"ontology/events/weights.tsv: .*no_such_column"):
        find_links([STRIKE, telling("other")])


def test_every_event_type_has_its_family() -> None:
    assert set(lineages()) == {concept.top for concept in concepts("event-type")}


def test_splink_is_loaded_only_when_pairs_are_compared() -> None:
    code = "import sys, kg.events.links, kg.pipeline; print('splink' in sys.modules, 'duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_nearby_villages_can_be_one_event_and_distant_ones_cannot() -> None:
    near = Spot(id="geonames-3", name="Bara", lat=35.02, lon=36.02, precision="exact")
    assert score(STRIKE, telling("near", spots=(near,))) > score(STRIKE, telling("far", spots=(FORD,)))
    assert AMRIN.is_point
