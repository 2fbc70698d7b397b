"""Persons whom reports name: what they are, how old, whom they belong to."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.ids import digest
from kg.model import Article
from kg.nlp import load

Told = tuple[str, str | None, str | None, str | None]


def persons(text: str) -> list[Told]:
    article = Article(id=digest(text), key="x", text=text, text_sha256="", raw_sha256="", origin="test")
    found = pipeline.read_article(article, load()).persons
    return [(p.name, p.role, p.age, None if p.body is None else p.body.id) for p in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Gunmen shot dead field commander Saleh Qasim in Aden on Monday.",
            [("Saleh Qasim", "field commander", None, None)],
        ),
        (
            "Shelling in Kherson killed Olena Kravchenko, a nurse, and wounded Petro Bondarenko, 63, officials said.",
            [("Olena Kravchenko", "nurse", None, None), ("Petro Bondarenko", None, "63", None)],
        ),
        (
            "Russian shells killed 12 people in Kharkiv, said Oleh Synyehubov, the governor.",
            [("Oleh Synyehubov", "governor", None, None)],
        ),
        ("Gunmen shot dead two farmers near Goma on Sunday.", []),
    ],
)
def test_persons(text: str, wanted: list[Told]) -> None:
    assert persons(text) == wanted


def test_a_person_who_speaks_for_a_body_belongs_to_it() -> None:
    found = persons(
        "Ukrainian President Volodymyr Zelensky said Russian missiles killed 12 people in Dnipro on Saturday."
    )
    assert [(name, role, body) for name, role, _, body in found] == [("Volodymyr Zelensky", "president", "ukraine")]
