"""Base forms of verbs that no word list has, and of nouns that it has twice."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg import resources
from kg.nlp import lemmas


@pytest.fixture(scope="module")
def pipeline() -> Language:
    nlp = spacy.blank("en")
    component = nlp.add_pipe(lemmas.NAME)
    component.initialize(lookups=lemmas.tables(resources.path("model")))  # type: ignore[attr-defined]
    return nlp


def lemma(pipeline: Language, form: str, pos: str, morph: str) -> str:
    doc = Doc(pipeline.vocab, words=[form], pos=[pos], morphs=[morph])
    return pipeline.get_pipe(lemmas.NAME)(doc)[0].lemma_


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("rearrested", "rearrest"),
        ("re-opened", "re-open"),
        ("reoccupied", "reoccupy"),
        ("rekidnapped", "rekidnap"),
        ("relaunching", "relaunch"),
        ("restruck", "restrike"),
        ("outgunned", "outgun"),
        ("counter-attacked", "counter-attack"),
        ("barrel-bombed", "barrel-bomb"),
        ("overran", "overrun"),
        ("reached", "reach"),
        ("rebelled", "rebel"),
        ("staged", "stage"),
        ("retreated", "retreat"),
    ],
)
def test_a_prefixed_verb_keeps_its_prefix(pipeline: Language, form: str, base: str) -> None:
    assert lemma(pipeline, form, "VERB", "Tense=Past|VerbForm=Part") == base


@pytest.mark.parametrize("form", ["re-", "-", "re-ed", "red-", "over-ing", "reed", "--ed"])
def test_odd_forms_have_some_base(pipeline: Language, form: str) -> None:
    assert lemma(pipeline, form, "VERB", "Tense=Past|VerbForm=Part")


def test_bases_are_of_a_base(pipeline: Language) -> None:
    assert lemma(pipeline, "bases", "NOUN", "Number=Plur") == "base"
