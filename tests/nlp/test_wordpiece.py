"""Sub-words are those of BERT's uncased tokenizer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import resources
from kg.nlp.wordpiece import MAX_PIECES, UNKNOWN, WordPiece, case_id

SHIPPED = WordPiece(resources.path("model") / "vocab.txt")
LINES = (resources.path("model") / "vocab.txt").read_text(encoding="utf-8").split("\n")


def pieces(word: str) -> list[str]:
    return [LINES[i] for i in SHIPPED.encode(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", ["the"]),
        ("The", ["the"]),
        ("Shelling", ["shell", "##ing"]),
        ("al-Bab", ["al", "-", "ba", "##b"]),
        ("Traoré", ["tr", "##ao", "##re"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("don’t", ["don", "’", "t"]),
        ("北", ["北"]),
    ],
)
def test_words_are_cut_at_punctuation_and_then_greedily(word: str, expected: list[str]) -> None:
    assert pieces(word) == expected


def test_a_word_with_no_known_letter_is_unknown() -> None:
    assert SHIPPED.encode("\u2603\ufe0f") == (UNKNOWN,)
    assert SHIPPED.encode("\u00ad") == (UNKNOWN,)


def test_a_part_that_cannot_be_spelt_is_unknown_as_a_whole(tmp_path: Path) -> None:
    vocabulary = tmp_path / "vocab.txt"
    vocabulary.write_text("\n".join(["x"] * 103 + ["bom", "##b", "##bed"]), encoding="utf-8")
    small = WordPiece(vocabulary)
    assert small.encode("bombed") == (103, 105)
    assert small.encode("bombs") == (UNKNOWN,)


@given(st.text(max_size=40))
def test_every_word_has_one_to_twenty_pieces_of_the_vocabulary(word: str) -> None:
    encoded = SHIPPED.encode(word)
    assert 1 <= len(encoded) <= MAX_PIECES
    assert all(0 <= i < 30522 for i in encoded)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("idlib", 1), ("Idlib", 2), ("A", 2), ("UN", 3), ("iPhone", 4), ("al-Bab", 4), ("12", 5), ("—", 5), ("U.S.", 3)],
)
def test_case_classes(word: str, expected: int) -> None:
    assert case_id(word) == expected
