"""With `names=False` nothing that is written holds a victim's name, and the graph is still whole."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg.ids import fold
from kg.model import Actor, Article, Facility, Known, Place, Reading
from kg.rdf import article_quads, report_json
from kg.rdf.discretion import WITHHELD, discretion
from kg.terms import CKG, DCTERMS, FOAF, OA, RDFS
from kg.validate import validate
from tests.rdf.readings import RAID, READING, RUN, VALLEY, at, report


def lines(reading: Reading) -> list[str]:
    return [str(q) for q in article_quads(reading, RUN, names=False)]


def named_everywhere() -> Reading:
    article = replace(
        VALLEY,
        key="lina-haddo",
        origin="in/lina-haddo.txt",
        url="https://news.example/nurse-lina-haddo-killed",
        headline=Known(value="Nurse Lina killed", how="metadata"),
    )
    places = (Place(name="Haddo House", spans=(at("Lina Haddo"),)),)
    facilities = (Facility(type="Hospital", name="Lina Haddo Memorial Clinic", place="Haddo House"),)
    targets = (Actor(name="LINA  HADDO", spans=(at("Lina Haddo"),)), Actor(name="Lina Haddo", id="lina-haddo"))
    raid = replace(RAID, places=places, facilities=facilities, targets=targets)
    return replace(READING, article=article, reports=(raid,))


@pytest.mark.parametrize("reading", [READING, named_everywhere()], ids=["usual", "everywhere"])
def test_no_name_is_written_anywhere(reading: Reading) -> None:
    written = "\n".join([*lines(reading), json.dumps(report_json(reading.reports[0], reading, names=False))])
    assert {"lina", "haddo"}.isdisjoint(fold(written).split())


def test_names_are_written_unless_told_otherwise() -> None:
    assert "Lina Haddo" in "\n".join(map(str, article_quads(READING, RUN)))


def test_no_verbatim_text_is_written_but_offsets_and_hash_are() -> None:
    used = {q.predicate.value for q in article_quads(READING, RUN, names=False)}
    assert used.isdisjoint({CKG.text, OA.exact, OA.prefix, OA.suffix, CKG.victim, CKG.age, FOAF.name})
    assert {CKG.textSha256, OA.start, OA.end, CKG.countText, DCTERMS.title} <= used


@pytest.mark.parametrize("reading", [READING, named_everywhere()], ids=["usual", "everywhere"])
def test_graph_without_names_passes_every_shape_and_check(reading: Reading) -> None:
    assert validate(article_quads(reading, RUN, names=False)) == []


def test_counts_keep_their_identity_without_names() -> None:
    def casualties(*, names: bool) -> set[str]:
        quads = article_quads(READING, RUN, names=names)
        return {q.object.value for q in quads if q.predicate.value == CKG.casualty}

    assert casualties(names=True) == casualties(names=False)
    assert len(casualties(names=False)) == 2


def test_others_keep_their_names() -> None:
    labels = {q.object.value for q in article_quads(READING, RUN, names=False) if q.predicate.value == RDFS.label}
    assert {"Karsan", "Blue Helpers", "Tal Amrin", WITHHELD} <= labels


@pytest.mark.parametrize(
    ("name", "known", "hidden"),
    [
        ("Lina Haddo", True, True),
        ("Lina Haddo Brigade", True, True),
        ("Haddo Brigade", True, False),
        ("Haddo Brigade", False, True),
        ("Blue Helpers", False, False),
    ],
)
def test_known_actors_are_hidden_only_under_the_whole_name(name: str, known: bool, hidden: bool) -> None:
    assert discretion(READING, names=False).hides(name, known=known) is hidden


def test_reading_without_victims_still_withholds_its_text() -> None:
    article: Article = VALLEY
    quads = list(article_quads(Reading(article=article, reports=(report(),)), RUN, names=False))
    assert [q for q in quads if q.predicate.value in {CKG.text, OA.exact}] == []
