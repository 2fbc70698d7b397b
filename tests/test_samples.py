"""What the sample articles must yield: one row for each construct they were written to show, and the golden file.

The golden file holds what a person has looked at; rewrite it with `make golden` and review its diff like code. It keeps
to what is told, and leaves out offsets and rules, so that it does not depend on exact parses.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kg import export, pipeline
from kg.store import memory_store, open_store
from tests.command import ROOT, run_kg

GOLDEN = ROOT / "tests" / "golden" / "reports.jsonl"

Row = dict[str, Any]


@pytest.fixture(scope="module")
def reports(sample_store: Path) -> list[Row]:
    return list(export.reports(open_store(sample_store, read_only=True)))


def names(entities: list[Row]) -> list[str]:
    return sorted(e["name"] for e in entities)


def tolls(report: Row) -> set[tuple[str, str, int | None, int | None]]:
    return {(c["outcome"], c["group"], c["min"], c["max"]) for c in report["casualties"]}


def core(report: Row) -> Row:
    """What a report tells, without offsets, rules and identifiers."""
    return {
        "article": report["article"],
        "type": report["type"],
        "aggregate": report["aggregate"],
        "status": report["status"],
        "count": [report["count"]["min"], report["count"]["max"]],
        "date": (report["date"] or {}).get("edtf"),
        "places": names(report["places"]),
        "perpetrators": names(report["perpetrators"]),
        "targets": names(report["targets"]),
        "facilities": sorted(f"{f['type']} {f['damage']}" for f in report["facilities"]),
        "weapons": report["weapons"],
        "casualties": sorted(
            f"{c['outcome']} {c['group']} {c['min']}-{c['max']} {c.get('name', '')}".rstrip()
            for c in report["casualties"]
        ),
        "sources": names(report["sources"]),
        "quote": report["evidence"][0]["exact"][:60],
    }


def test_golden_reports(reports: list[Row]) -> None:
    rows = "".join(sorted(json.dumps(core(r), ensure_ascii=False) + "\n" for r in reports))
    if os.environ.get("KG_GOLDEN") == "write":
        GOLDEN.write_text(rows, encoding="utf-8")
    assert rows == GOLDEN.read_text(encoding="utf-8"), "look at the difference; if it is wanted: make golden"


def told(reports: list[Row], article: str, kind: str, word: str = "") -> list[Row]:
    """The reports of one kind in one article whose evidence holds `word`."""
    return [
        r
        for r in reports
        if r["article"].startswith(article) and r["type"] == kind and any(word in e["exact"] for e in r["evidence"])
    ]


def test_barrel_bombs_put_a_hospital_out_of_service(reports: list[Row]) -> None:
    (found, *_) = told(reports, "01", "Airstrike", "barrel bombs")
    assert "barrel-bomb" in found["weapons"]
    assert ("Hospital", "out-of-service") in {(f["type"], f["damage"]) for f in found["facilities"]}
    assert names(found["places"]) == ["Kafr Halun"]
    assert [a["id"] for a in found["perpetrators"]] == ["syrian-government"]
    assert found["date"]["start"] == found["date"]["end"] == "2018-03-13"


def test_sub_counts_stand_beside_the_whole(reports: list[Row]) -> None:
    (found, *_) = told(reports, "01", "Airstrike", "At least nine civilians")
    expected = {("killed", "civilians", 9, None), ("killed", "children", 4, 4), ("killed", "women", 2, 2)}
    assert expected <= tolls(found)


def test_an_aggregate_is_a_report_of_its_own(reports: list[Row]) -> None:
    (found,) = told(reports, "01", "Airstrike", "more than 60 airstrikes")
    assert found["aggregate"]
    assert ("killed", "civilians", 41, 41) in tolls(found)


def test_an_aggregate_counts_its_incidents(reports: list[Row]) -> None:
    (found,) = told(reports, "01", "Airstrike", "more than 60 airstrikes")
    assert (found["count"]["min"], found["count"]["max"]) == (61, None)


def test_rival_accounts_stand_side_by_side(reports: list[Row]) -> None:
    ours = tolls(told(reports, "01", "Airstrike", "At least nine civilians")[0])
    theirs = {t for r in reports if r["article"].startswith("02") for t in tolls(r)}
    assert ("killed", "civilians", 9, None) in ours
    assert ("killed", "people", 14, 14) in theirs


def test_a_denial_is_kept_as_one(reports: list[Row]) -> None:
    assert any(r["status"] == "denied" for r in reports)


def test_a_condemnation_is_a_statement(reports: list[Row]) -> None:
    speakers = {s["id"] for r in told(reports, "02", "Statement") for s in r["perpetrators"]}
    assert "un" in speakers


def test_several_towns_of_one_sentence(reports: list[Row]) -> None:
    places = {name for r in told(reports, "03", "Shelling") for name in names(r["places"])}
    assert {"Zahra", "Om Tineh", "Bishara"} <= places
    facilities = {f["type"] for r in told(reports, "03", "Shelling") for f in r["facilities"]}
    assert {"School", "Bakery", "PowerStation"} <= facilities


def test_a_named_victim_has_her_age(reports: list[Row]) -> None:
    named = {(c["name"], str(c.get("age"))) for r in reports for c in r["casualties"] if c.get("name")}
    assert ("Dalia Mansour", "29") in named
    assert ("Yusuf Dabbagh", "38") in named
    assert "Rima al-Hattab" in {name for name, _ in named}


def test_an_undated_text_gives_no_days(reports: list[Row]) -> None:
    dates = [r["date"] for r in reports if r["article"].startswith("04") and r["date"]]
    assert all(d["start"] is None and d["end"] is None for d in dates)


def test_a_town_changes_hands(reports: list[Row]) -> None:
    (found, *_) = told(reports, "04", "Capture", "Wadi Rumman")
    assert "Wadi Rumman" in names(found["places"])


def test_a_drone_strike(reports: list[Row]) -> None:
    assert any("drone" in r["weapons"] for r in told(reports, "05", "DroneStrike"))


def test_a_suicide_car_bomb(reports: list[Row]) -> None:
    (found, *_) = told(reports, "06", "Bombing", "packed with explosives")
    assert "car-bomb" in found["weapons"]
    assert {("killed", "people", 12, 12), ("injured", "people", 35, None)} <= tolls(found)


def test_a_ceasefire_is_an_agreement(reports: list[Row]) -> None:
    assert told(reports, "07", "Agreement", "ceasefire")


def test_what_is_feared_is_not_coded(reports: list[Row]) -> None:
    assert not [r for r in reports if any("20,000" in (c.get("text") or "") for c in r["casualties"])]


def test_people_flee_and_are_helped(reports: list[Row]) -> None:
    assert told(reports, "07", "Displacement", "6,000 families")
    assert told(reports, "07", "Relief", "food and blankets")


def test_teachers_are_detained(reports: list[Row]) -> None:
    (found, *_) = told(reports, "08", "Detention", "eleven teachers")
    assert any((c["outcome"], c["min"], c["max"]) == ("detained", 11, 11) for c in found["casualties"])


def test_furniture_yields_nothing(reports: list[Row]) -> None:
    quotes = "\n".join(e["exact"] for r in reports for e in r["evidence"])
    for words in ("Read:", "Flood destroys", "loot clinic", "Leave a reply", "cookies", "newsletter"):
        assert words not in quotes


def test_every_kind_of_report_that_the_samples_show(reports: list[Row]) -> None:
    shown = {"Airstrike", "Shelling", "DroneStrike", "Bombing", "Clash", "Capture", "Detention", "Displacement"}
    shown |= {"Agreement", "Statement", "Relief", "Shooting"}
    assert shown <= {r["type"] for r in reports}


def test_a_protest(reports: list[Row]) -> None:
    assert told(reports, "08", "Protest", "several hundred people protested")


def test_the_graph_is_valid(sample_store: Path) -> None:
    done = run_kg("validate", "--store", str(sample_store))
    assert done.returncode == 0, done.stdout


def test_the_demonstration_folder_is_whole(samples: Path) -> None:
    summary = pipeline.build([samples], store=memory_store(), check=False)
    assert (len(summary.written), summary.rejected) == (10, ())
