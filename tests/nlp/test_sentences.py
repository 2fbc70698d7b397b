"""Where words and sentences end."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from kg.model import Span
from kg.nlp.sentences import NewsEnglish, mark_sentences

NLP = NewsEnglish()


def split(text: str, *furniture: Span) -> list[str]:
    doc = NLP.make_doc(text)
    mark_sentences(doc, furniture)
    return [s.text.strip() for s in doc.sents if s.text.strip()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("al-Bab", ["al-Bab"]),
        ("Deir ez-Zor", ["Deir", "ez-Zor"]),
        ("Ar-Raqqah and Ash-Shaykh", ["Ar-Raqqah", "and", "Ash-Shaykh"]),
        ("President el-Sisi", ["President", "el-Sisi"]),
        ("Abu al-Duhur’s airport", ["Abu", "al-Duhur", "’s", "airport"]),
        ("well-known", ["well", "-", "known"]),
        ("Turkey-backed fighters", ["Turkey", "-", "backed", "fighters"]),
        ("Tel-Aviv", ["Tel", "-", "Aviv"]),
        ("Hezbollah–Israel", ["Hezbollah", "–", "Israel"]),
        ("17.07.2016(updated)", ["17.07.2016", "(", "updated", ")"]),
        ("attack.The army", ["attack", ".", "The", "army"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [t.text for t in NLP.make_doc(text)] == words


@pytest.mark.parametrize(
    "sentences",
    [
        ["Jets hit Idlib.", "Nine civilians died."],
        ["Dr. Ahmad Hassan spoke to Gen. Petrov on Monday.", "He left."],
        ["They met in the U.S. Embassy.", "It was late."],
        ["He flew to the U.S.", "The visit lasted a week."],
        ["“We saw the jets.”", "The man wept."],
        ["He said: “They bombed us.”", "Then he left."],
        ["Was it a drone?", "Nobody knows!", "Investigators came."],
        ["It began at 5 a.m. on Sunday.", "It ended at noon."],
        ["The No. 3 battalion fired.", "Five died."],
        ["Prices rose 4.5 percent.", "People protested."],
        ["• First point.", "• Second point."],
        ["KYIV, Ukraine (AP) —", "A missile hit a house."],
        ["PORT SUDAN, Oct 12 -", "The army shelled a camp."],
        ["Damascus (Reuters) –", "Jets hit Idlib."],
        ["The army - Russia's ally - shelled Idlib."],
        ["UN aid – Food and tents – came late."],
    ],
)
def test_sentences_on_one_line(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_a_line_break_always_ends_a_sentence() -> None:
    assert split("ALEPPO, Syria\nJets hit the city\n\nNine died.") == [
        "ALEPPO, Syria",
        "Jets hit the city",
        "Nine died.",
    ]


def test_furniture_stands_apart_from_the_sentence_beside_it() -> None:
    text = "Share this Jets hit Idlib."
    assert split(text, Span(start=0, end=10)) == ["Share this", "Jets hit Idlib."]


@pytest.mark.parametrize("text", ["", "\n", "\n\n \n", " ", "…", "\u2028", "a\u2028b"])
def test_odd_text_is_no_error(text: str) -> None:
    doc: Doc = NLP.make_doc(text)
    mark_sentences(doc)
    assert "".join(t.text_with_ws for t in doc) == text
