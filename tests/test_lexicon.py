from __future__ import annotations

from pathlib import Path

import pytest

from kg import lexicon, resources
from kg.errors import ResourceError

CLOSED = {
    "event-type": "Airstrike Shelling DroneStrike Bombing ChemicalAttack Clash Shooting Attack Capture Detention"
    " Displacement Protest Meeting Agreement Statement Relief",
    "weapon": "barrel-bomb cluster-munition bunker-buster incendiary thermobaric chemical artillery mortar rocket"
    " missile drone ied car-bomb suicide-belt small-arms sniper tank aerial-bomb",
    "facility": "School University Hospital CivilDefenceCentre Mosque Church Market Bakery Camp PowerStation"
    " WaterFacility Residential MilitarySite GovernmentBuilding Road Bridge IndustrialSite Airport MediaOffice"
    " AidFacility Other",
    "damage": "hit damaged destroyed out-of-service",
    "outcome": "killed injured displaced missing detained",
    "victim-group": "people civilians children women men elderly fighters rescuers medics journalists aid-workers idps",
    "report-status": "asserted claimed denied",
    "precision": "exact near area admin country",
}
SCHEME = """@prefix : <https://w3id.org/conflict-kg/scheme/toy/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:one a skos:Concept ; skos:notation "one" ; skos:prefLabel "one"@en ; skos:definition "One."@en .

:two a skos:Concept ; skos:notation "two" ; skos:prefLabel "two"@en ; skos:definition "Two."@en {extra} .
"""


@pytest.mark.parametrize(("scheme", "notations"), CLOSED.items())
def test_top_concepts_are_the_closed_list(scheme: str, notations: str) -> None:
    found = lexicon.concepts(scheme)
    assert {c.notation for c in found if c.broader is None} >= set(notations.split())
    # The weapon and facility schemes may hold nothing beside the list but finer concepts that roll up to it.
    extra = {c.top for c in found} - set(notations.split())
    assert extra <= {"naval-gun"}


def test_every_scheme_file_reads_and_every_label_belongs_to_one_top() -> None:
    for file in sorted((resources.path("ontology/schemes")).glob("*.ttl")):
        for concept in lexicon.concepts(file.stem):
            assert concept.definition.endswith("."), (file.name, concept.notation)
            assert concept.label in concept.labels


def test_every_table_reads_sorted_and_without_repeats() -> None:
    for file in sorted((resources.path("ontology/lexicon")).glob("*.tsv")):
        assert lexicon.table(file.stem), file.name


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("; skos:broader :three", "no concept of this scheme"),
        ("; skos:broader :one, :two", "more than one skos:broader"),
        ('; skos:altLabel "One"@en', "also stands on 'one'"),
        ('; skos:prefLabel "deux"@en', "needs one skos:prefLabel@en"),
        ("; skos:broader :two", "a loop"),
        ("; broken", "no valid Turtle"),
    ],
)
def test_broken_scheme_names_file_and_line(tmp_path: Path, extra: str, message: str) -> None:
    file = tmp_path / "toy.ttl"
    file.write_text(SCHEME.replace("{extra}", extra), encoding="utf-8")
    with pytest.raises(ResourceError, match=message) as caught:
        lexicon.read_concepts(file, "toy")
    assert f"{file}:6" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: empty table"),
        ("form\tclass\nb\tx\na\tx\n", ":3: 'a' sorts before 'b'"),
        ("form\tclass\na\tx\na\tx\n", ":3: repeats line 2"),
        ("form\tclass\n# note\na\n", ":3: 1 cells, the header has 2"),
        ("form\tkind\na\tx\n", ":1: columns"),
        ("form\tclass\na\tz\n", ":2: 'z' is no class"),
    ],
)
def test_broken_table_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "toy.tsv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        lexicon.read_table(file, columns=("form", "class"), values=(("class", frozenset({"x"})),))


def test_missing_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no such table"):
        lexicon.read_table(tmp_path / "none.tsv")


WANTED = "syrian-government russia turkey israel iran united-states fsa hts isis sdf ypg pkk white-helmets sohr snhr un"


def test_bodies_cover_the_main_conflicts() -> None:
    found = {body.id: body for body in lexicon.bodies()}
    assert len(found) > 400
    assert set(WANTED.split()) <= set(found)
    assert found["hts"].country == "SY"
    assert "HTS" in found["hts"].names
    assert "Assad regime" in found["syrian-government"].loaded
    assert found["ypg"].parent == "sdf"


def test_every_nationality_and_generic_id_is_a_known_body() -> None:
    known = {body.id for body in lexicon.bodies()}
    assert {row["state"] for row in lexicon.table("demonyms")} <= known
    assert {row["state"] for row in lexicon.table("country_names")} <= known
    ids = [pair.split(":")[1] for row in lexicon.table("generic_actors") for pair in row["ids"].split(";") if pair]
    assert set(ids) <= known


def test_places_are_areas_with_coordinates() -> None:
    for place in lexicon.places():
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert place.precision in ("admin", "area")
        assert len(place.country) == 2


def test_rules_hash_is_stable() -> None:
    first = lexicon.rules_hash()
    lexicon.rules_hash.cache_clear()
    assert lexicon.rules_hash() == first
    assert len(first) == 64
