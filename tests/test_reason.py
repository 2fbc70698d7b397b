"""The OWL reasoner: the defined classes follow from the data, contradictions are found, a missing Java is named."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import OWL, Graph

from kg import reason, resources
from kg.errors import InconsistentError, JavaMissingError, KgError
from kg.ids import concept_iri
from kg.model import Facility, Reading
from kg.rdf import article_quads, ontology_triples, reasoning_view
from kg.terms import CKG, RDF
from tests.rdf.readings import READING, RUN, VALLEY, report

DATA = "https://w3id.org/conflict-kg/data/"


def has_java() -> bool:
    try:
        reason.find_java()
    except JavaMissingError:
        return False
    return True


java = [pytest.mark.java, pytest.mark.skipif(not has_java(), reason="NO JAVA: the OWL reasoner is not tested here")]


def needs_java(test: Callable[..., None]) -> Callable[..., None]:
    for mark in java:
        test = mark(test)
    return test


def view(*reports: tuple[str, str, str]) -> str:
    """The data of one article with a report per (id, event type, facility type)."""
    told = tuple(report(id=key, type=kind, facilities=(Facility(type=site),)) for key, kind, site in reports)
    return reasoning_view(article_quads(Reading(article=VALLEY, reports=told), RUN))


def nodes(*keys: str) -> tuple[str, ...]:
    return tuple(f"{DATA}report/{key}" for key in keys)


@needs_java
def test_ontology_is_consistent_and_no_class_is_empty() -> None:
    assert reason.infer().unsatisfiable == ()


@needs_java
def test_ontology_is_consistent_with_its_alignments() -> None:
    aligned = Graph().parse(resources.path("ontology") / "alignments.ttl")
    aligned.remove((None, OWL.imports, None))
    both = ontology_triples() + aligned.serialize(format="nt")
    assert reason.infer(reasoning_view(article_quads(READING, RUN)), ontology=both).unsatisfiable == ()


@needs_java
def test_defined_classes_are_inferred() -> None:
    found = reason.infer(
        view(
            ("clinic", "Airstrike", "Hospital"),
            ("school", "Shelling", "School"),
            ("campus", "DroneStrike", "University"),
            ("camp", "Attack", "Camp"),
            ("market", "Airstrike", "Market"),
            ("fight", "Clash", "Hospital"),
            ("repair", "Relief", "Hospital"),
        )
    )
    assert found.members(CKG.AttackOnHealthCare) == nodes("clinic")
    assert found.members(CKG.AttackOnEducation) == nodes("campus", "school")
    assert found.members(CKG.AttackOnProtectedSite) == nodes("camp", "campus", "clinic", "school")
    assert found.members(CKG.Attack) == nodes("camp", "campus", "clinic", "market", "school")


@needs_java
def test_class_follows_from_the_event_type_alone() -> None:
    node, kind = nodes("r1")[0], concept_iri("event-type", "Capture")
    found = reason.infer(f"<{node}> <{CKG.eventType}> <{kind}> .\n")
    assert found.members(CKG.TerritoryChange) == (node,)
    assert found.members(CKG.Report) == (node,)


@needs_java
def test_contradiction_in_the_data_names_the_node() -> None:
    clash = f"<{nodes('r1')[0]}> <{RDF.type}> <{CKG.Place}> .\n"
    with pytest.raises(InconsistentError, match=r"report/r1> would be Place and Report at once") as caught:
        reason.infer(view(("r1", "Airstrike", "School")) + clash)
    assert caught.value.exit_code == 1


@needs_java
def test_contradiction_in_the_ontology_is_told_apart() -> None:
    odd = f"<{DATA}x> <{RDF.type}> <{OWL.Nothing}> .\n"
    with pytest.raises(InconsistentError, match="the ontology contradicts itself"):
        reason.infer(ontology=ontology_triples() + odd)


@needs_java
def test_class_that_nothing_can_be_in_is_named() -> None:
    both = "".join(
        f"<{CKG.Actor}Place> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{c}> .\n"
        for c in (CKG.Actor, CKG.Place)
    )
    declared = f"<{CKG.Actor}Place> <{RDF.type}> <{OWL.Class}> .\n"
    assert reason.infer(ontology=ontology_triples() + declared + both).unsatisfiable == (f"{CKG.Actor}Place",)


@needs_java
def test_reasoner_is_stopped_when_its_time_is_over() -> None:
    with pytest.raises(KgError, match=r"stopped after 0\.05 s"):
        reason.infer(time_limit=0.05)


def test_missing_java_has_its_own_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(JavaMissingError, match="needs Java") as caught:
        reason.infer()
    assert caught.value.exit_code == 5


def test_java_that_does_not_start_counts_as_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stub = tmp_path / "java"
    stub.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    stub.chmod(0o755)
    assert subprocess.run([stub], check=False).returncode == 1
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(JavaMissingError):
        reason.find_java()
