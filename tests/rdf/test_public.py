"""The public shape of a report: valid against the schema, and nothing lost on the way."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from kg import lexicon, resources
from kg.model import Actor, Casualty, Count, Facility, Place, Reading, Report, When
from kg.rdf import report_json
from tests.rdf.readings import RAID, READING, TEXT, VALLEY, at, report

SCHEMA = json.loads((resources.path("ontology") / "reports.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def public(found: Report) -> dict[str, Any]:
    return report_json(found, Reading(article=VALLEY, reports=(found,)))


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "found",
    [
        RAID,
        report(),
        report(when=When(text="recently")),
        report(when=When(end=date(2031, 3, 4), text="until 4 March")),
        report(aggregate=True, count=Count(min=91, text="Over 90"), status="denied"),
        report(type="helicopter-strike", weapons=("barrel-bomb",), facilities=(Facility(type="School", name="North"),)),
        report(
            casualties=(Casualty(outcome="killed", group="people", count=Count(max=3, approx=True), age="two months"),)
        ),
    ],
)
@pytest.mark.parametrize("names", [True, False])
def test_report_is_valid(found: Report, names: bool) -> None:
    VALIDATOR.validate(report_json(found, Reading(article=VALLEY, reports=(found,)), names=names))


def test_report_has_all_that_was_read() -> None:
    told = report_json(RAID, READING)
    assert (told["article"], told["type"], told["status"], told["aggregate"]) == (
        "valley-1",
        "Airstrike",
        "claimed",
        False,
    )
    assert told["count"] == {"min": 2, "max": None, "approx": True, "text": "barrel bombs"}
    assert told["date"] == {"start": "2031-03-04", "end": "2031-03-04", "text": "on 4 March", "edtf": "2031-03-04"}
    assert told["perpetrators"][0]["id"] == "karsan"
    assert told["sources"][0] | {"iri": ""} == {
        "id": None,
        "iri": "",
        "name": "Blue Helpers",
        "mentions": ["Blue Helpers"],
        "links": [],
    }
    assert told["weapons"] == ["barrel-bomb"]
    assert told["rules"] == ["frame:drop-bombs"]
    assert told["evidence"] == [
        {"exact": TEXT.split("\n")[2], "start": RAID.evidence[0].start, "end": RAID.evidence[0].end}
    ]


def test_places_keep_coordinates_or_candidates() -> None:
    settled, unsettled = report_json(RAID, READING)["places"]
    assert (settled["lat"], settled["lon"], settled["geonames"], settled["candidates"]) == (35.64, 36.79, 170063, [])
    assert (unsettled["lat"], [c["id"] for c in unsettled["candidates"]]) == (None, ["geonames-1", "geonames-2"])


def test_casualties_keep_bounds_names_and_ages() -> None:
    nine, nurse = report_json(RAID, READING)["casualties"]
    assert nine == {"outcome": "killed", "group": "civilians", "min": 9, "max": None, "text": "at least nine civilians"}
    assert (nurse["group"], nurse["min"], nurse["max"], nurse["name"], nurse["age"]) == (
        "medics",
        1,
        1,
        "Lina Haddo",
        34,
    )


def test_time_that_is_not_told_is_null() -> None:
    assert public(report())["date"] is None


def test_concepts_are_those_of_the_closed_lists() -> None:
    found = public(report(type="helicopter-strike", facilities=(Facility(type="Hospital"),)))
    assert (found["type"], found["facilities"][0]["type"]) == ("Airstrike", "Hospital")


@pytest.mark.parametrize(
    ("scheme", "closed"),
    [
        ("event-type", SCHEMA["properties"]["type"]["enum"]),
        ("weapon", SCHEMA["properties"]["weapons"]["items"]["enum"]),
        ("facility", SCHEMA["$defs"]["facility"]["properties"]["type"]["enum"]),
        ("outcome", SCHEMA["$defs"]["casualty"]["properties"]["outcome"]["enum"]),
        ("victim-group", SCHEMA["$defs"]["casualty"]["properties"]["group"]["enum"]),
        ("report-status", SCHEMA["properties"]["status"]["enum"]),
        ("damage", [d for d in SCHEMA["$defs"]["facility"]["properties"]["damage"]["enum"] if d is not None]),
    ],
)
def test_schema_lists_the_top_concepts_of_each_scheme(scheme: str, closed: list[str]) -> None:
    assert sorted(closed) == sorted({concept.top for concept in lexicon.concepts(scheme)})


def test_mentions_are_told_once_in_the_order_of_the_text() -> None:
    actor = Actor(name="Tal Amrin", spans=(at("Tal Amrin"), at("Amrin"), at("Tal Amrin")))
    assert public(report(targets=(actor,)))["targets"][0]["mentions"] == ["Tal Amrin", "Amrin"]


def test_equal_things_have_equal_iris_in_both_shapes() -> None:
    place = Place(name="Hill Gate", id="geonames-7")
    assert public(report(places=(place,)))["places"][0]["iri"] == "https://w3id.org/conflict-kg/data/place/geonames-7"
