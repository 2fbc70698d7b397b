from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import read_table
from kg.linking.names import CLOSE, Match, bare, compare, key, sorted_key, sound

PAIRS = [(row["told"], row["listed"], row["is"]) for row in read_table(Path(__file__).parent / "spellings.tsv")]


def test_there_are_enough_pairs() -> None:
    assert sum(kind == "same" for _, _, kind in PAIRS) >= 150
    assert sum(kind == "other" for _, _, kind in PAIRS) >= 25


@pytest.mark.parametrize(("told", "listed", "kind"), PAIRS)
def test_spellings_of_one_name(told: str, listed: str, kind: str) -> None:
    score = compare(told, listed).score
    assert (score >= CLOSE) == (kind == "same"), compare(told, listed)


@pytest.mark.parametrize(
    ("told", "listed"),
    [
        ("Jarjanaz", "Jarjnaz"),
        ("Al-Teh", "التح"),
        ("Habeet", "Hbit"),
        ("Kafranbel", "Kafr Nobol"),
        ("Qalaat al-Madiq", "Madiq Castle"),
        ("Maarat al-Numan", "معرة النعمان"),
        ("Deir Ezzor", "Deir-ez-Zor"),
        ("Orum al-Kubra", "Big Orm"),
        ("Khan Sheikhoun", "خان شيخون"),
        ("Kharkov", "Kharkiv"),
    ],
)
def test_one_key_finds_them(told: str, listed: str) -> None:
    assert key(told) == key(listed) or sorted_key(told) == sorted_key(listed)


@pytest.mark.parametrize(
    ("told", "listed", "how"),
    [
        ("Al-Bab", "al Bab", "spelling"),
        ("Al-Teh", "Tah", "sound"),
        ("Habeet", "Hbit", "consonants"),
        ("Hama", "Homs", "letters"),
    ],
)
def test_the_score_says_how(told: str, listed: str, how: str) -> None:
    match = compare(told, listed)
    assert match.how == how
    assert str(match) == f"{how} {match.score:.2f} (consonants {match.consonants:.2f}, vowels {match.vowels:.2f})"


def test_closer_spellings_score_higher() -> None:
    scores = [compare("Habeet", other).score for other in ("Habeet", "Habit", "Hbit", "Habat", "Hamra")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Afrin (Afrin)", "Afrin"), ("Abin - Afrin", "Abin"), ("Al-Bab", "Al-Bab"), ("(Afrin)", "(Afrin)")],
)
def test_bare(name: str, wanted: str) -> None:
    assert bare(name) == wanted


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_can_be_compared(one: str, other: str) -> None:
    match = compare(one, other)
    assert isinstance(match, Match)
    assert 0 <= match.score <= 1
    assert compare(one, one).score == 1
    assert sound(one) == " ".join(sound(one).split())
    assert set("aeiu ").isdisjoint(key(one))


@pytest.mark.parametrize(("told", "listed"), [("Pulawy", "Puławy"), ("Igdir", "Iğdır"), ("Tromso", "Tromsø")])
def test_letters_with_a_stroke_are_plain_letters(told: str, listed: str) -> None:
    assert compare(told, listed).score == 1
