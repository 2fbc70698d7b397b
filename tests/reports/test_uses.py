"""What a facility was used as at the time, who runs it, and that a named one is one node across articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.ids import digest
from kg.model import Article
from kg.nlp import load
from kg.store import open_store
from kg.store.places import held_places
from kg.terms import CKG


def facilities(text: str) -> list[tuple[str, str | None, str | None]]:
    article = Article(id=digest(text), key="x", text=text, text_sha256="", raw_sha256="", origin="test")
    reading = pipeline.read_article(article, load())
    found = [facility for report in reading.reports for facility in report.facilities]
    return sorted({(f.type, f.use, None if f.operator is None else f.operator.name) for f in found}, key=str)


@pytest.mark.parametrize(
    ("text", "use", "operator"),
    [
        ("Shelling hit a school used as a shelter in Mariupol, killing 12 people.", "shelter", None),
        ("Shells hit a school in Gaza City sheltering displaced families, killing two people.", "shelter", None),
        ("Warplanes bombed a school turned into a field hospital in Taiz.", "field hospital", None),
        ("A drone strike hit a hospital run by Doctors Without Borders in Khartoum.", None, "Médecins Sans Frontières"),
        ("Artillery fire hit a school in Sloviansk, killing two people.", None, None),
        ("Rockets struck a school. The mayor said a hall was used as a shelter.", None, None),
    ],
)
def test_use_and_operator(text: str, use: str | None, operator: str | None) -> None:
    found = facilities(text)
    assert [(told, who) for _, told, who in found] == [(use, operator)], found


def test_a_named_facility_is_one_across_articles_and_has_its_damage_by_report(tmp_path: Path) -> None:
    texts = {
        "one": "On 3 May 2021 an airstrike damaged Al-Noor Hospital in Taiz, Yemen, killing two people.",
        "two": "On 9 June 2021 shells destroyed Al-Noor Hospital in Taiz, Yemen, the governor said.",
        "three": "On 9 June 2021 shells hit a hospital in Taiz, Yemen, the governor said.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_store(tmp_path / "graph") as store:
        pipeline.build([tmp_path / f"{name}.txt" for name in texts], store=store, check=True)
        rows = store.query(
            f"SELECT ?site (COUNT(DISTINCT ?damage) AS ?n) WHERE {{ ?facility <{CKG.site}> ?site "
            f"OPTIONAL {{ ?facility <{CKG.damage}> ?damage }} }} GROUP BY ?site"
        )
        assert [row["n"].value for row in rows] == ["2"]
        sites = [place for place in held_places(store) if "/site/" in place.iri]
        assert [(site.names, len(site.inside)) for site in sites] == [(("Al-Noor Hospital",), 1)]
