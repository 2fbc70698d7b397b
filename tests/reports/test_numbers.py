"""Numbers as told: digits, words, bounds, hedges, ranges, vague words, and what is no count of people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reports.numbers import find_numbers, read_count

COUNTS = [
    ("5", (5, 5)),
    ("1,500", (1500, 1500)),
    ("1 500", (1500, 1500)),
    ("12 345 678", (12345678, 12345678)),
    ("1.500", (1500, 1500)),
    ("2.9 million", (2900000, 2900000)),
    ("300k", (300000, 300000)),
    ("half a million", (500000, 500000)),
    ("half a dozen", (6, 6)),
    ("one", (1, 1)),
    ("nineteen", (19, 19)),
    ("twenty - three", (23, 23)),
    ("twenty three", (23, 23)),
    ("a hundred", (100, 100)),
    ("two hundred", (200, 200)),
    ("one hundred and five", (105, 105)),
    ("three thousand two hundred", (3200, 3200)),
    ("two thousand three hundred and forty - one", (2341, 2341)),
    ("nine hundred thousand", (900000, 900000)),
    ("a dozen", (12, 12)),
    ("two dozen", (24, 24)),
    ("a couple", (2, 2)),
    ("both", (2, 2)),
    ("a single", (1, 1)),
    ("at least 13", (13, None)),
    ("no fewer than 1,500", (1500, None)),
    ("not less than two dozen", (24, None)),
    ("more than 30", (31, None)),
    ("over a dozen", (13, None)),
    ("upwards of 70", (71, None)),
    ("in excess of one million", (1000001, None)),
    ("up to 27", (None, 27)),
    ("as many as two hundred", (None, 200)),
    ("no more than five", (None, 5)),
    ("nearly two dozen", (None, 24)),
    ("almost 3,000", (None, 3000)),
    ("close to 90", (None, 90)),
    ("fewer than ten", (None, 9)),
    ("less than 50", (None, 49)),
    ("between 20 and 30", (20, 30)),
    ("20 to 30", (20, 30)),
    ("at least 30 to 40", (30, 40)),
    ("at least 9 and up to 14", (9, 14)),
    ("at least 9 , and possibly as many as 14", (9, 14)),
    ("between 20 and as many as 30", (20, 30)),
    ("3 - 5", (3, 5)),
    ("two or three", (2, 3)),
    ("2 to 3 million", (2000000, 3000000)),
    ("ten or more", (10, None)),
    ("50 +", (50, None)),
    ("50+", (50, None)),
    ("at least another 12", (12, None)),
    ("another 9", (9, 9)),
    ("a further six", (6, 6)),
    ("a total of 45", (45, 45)),
    ("dozens", (24, None)),
    ("several", (3, None)),
    ("several hundred", (300, None)),
    ("scores", (40, None)),
    ("hundreds", (200, None)),
    ("at least several dozen", (36, None)),
    ("thousands", (2000, None)),
    ("tens of thousands", (20000, None)),
    ("hundreds of thousands", (200000, None)),
    ("a number of", (2, None)),
    ("many", (2, None)),
    ("a few", (2, None)),
    ("some", (2, None)),
]
APPROXIMATE = [
    ("around 20", 20),
    ("about 1,000", 1000),
    ("some 50", 50),
    ("an estimated 6.5 million", 6500000),
    ("roughly forty", 40),
]
NO_COUNTS = [
    "12 km",
    "3.5 miles",
    "45 percent",
    "7 years",
    "48 hours",
    "$ 300",
    "20 euros",
    "resolution 2254",
    "5 March",
    "March 5",
    "in 1989",
    "7 February , 2022",
    "three times",
    "714 airstrikes",
    "60 mm",
    "how many",
    "zero",
    "0",
]


@pytest.mark.parametrize(("words", "bounds"), COUNTS)
def test_bounds_are_read_as_told(words: str, bounds: tuple[int | None, int | None]) -> None:
    count = read_count(words.split())
    assert count is not None
    assert (count.min, count.max, count.approx) == (*bounds, False)
    assert count.text == words


@pytest.mark.parametrize(("words", "value"), APPROXIMATE)
def test_hedged_numbers_are_marked(words: str, value: int) -> None:
    count = read_count(words.split())
    assert count is not None
    assert (count.min, count.max, count.approx) == (value, value, True)


@pytest.mark.parametrize("words", NO_COUNTS)
def test_what_measures_or_names_is_no_count(words: str) -> None:
    assert find_numbers(words.split()) == ()


def test_numbers_are_found_where_they_stand() -> None:
    words = ["On", "5", "March", "at", "least", "12", "men", "fled", "30", "km", "and", "two", "dozen", "died"]
    assert [(n.start, n.end, n.core_start, n.count.min) for n in find_numbers(words)] == [
        (3, 6, 5, 12),
        (11, 13, 11, 24),
    ]


def test_nearly_half_of_a_number_is_its_half_as_upper_bound() -> None:
    count = read_count(["nearly", "half", "of", "its", "three", "million"])
    assert count is not None
    assert (count.min, count.max, count.approx) == (None, 1500000, True)


ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ONES += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(n: int) -> list[str]:
    """Spell a number out, as tokens."""
    if n < 20:
        return [ONES[n]]
    if n < 100:
        return [TENS[n // 10], *(["-", ONES[n % 10]] if n % 10 else [])]
    for value, word in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= value:
            rest = spelt(n % value) if n % value else []
            joint = ["and"] if rest and n % value < 100 else []
            return [*spelt(n // value), word, *joint, *rest]
    raise AssertionError(n)


@given(st.integers(1, 9_999_999))
@settings(max_examples=300)
def test_words_and_digits_give_the_same(n: int) -> None:
    for words in (spelt(n), [f"{n:,}"], f"{n:,}".replace(",", " ").split(), [str(n)]):
        count = read_count(words)
        assert count is not None, words
        assert (count.min, count.max) == (n, n), words


@given(st.integers(2, 5000), st.integers(1, 5000))
def test_ranges_keep_both_ends(low: int, more: int) -> None:
    count = read_count(["between", str(low), "and", str(low + more)])
    assert count is not None
    assert (count.min, count.max) == (low, low + more)


@given(st.lists(st.text(max_size=8).filter(lambda w: w.strip()), max_size=8))
def test_any_words_can_be_searched(words: list[str]) -> None:
    for number in find_numbers(words):
        assert 0 <= number.start <= number.core_start < number.core_end <= number.end <= len(words)
        assert number.count.min is not None or number.count.max is not None
