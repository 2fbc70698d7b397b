from __future__ import annotations

import pytest

from kg.errors import ResourceError
from kg.sources.patterns import Pattern, compile_pattern, furniture_patterns, publisher_patterns


@pytest.mark.parametrize("pattern", furniture_patterns(), ids=lambda p: f"{p.reason}-{p.example[:30]}")
def test_each_furniture_pattern_matches_its_example(pattern: Pattern) -> None:
    whole = pattern.scope not in ("part", "end")
    assert pattern.regex.fullmatch(pattern.example) if whole else pattern.regex.search(pattern.example)


@pytest.mark.parametrize("pattern", publisher_patterns(), ids=lambda p: f"{p.reason}-{p.example[:30]}")
def test_each_publisher_pattern_finds_a_name_in_its_example(pattern: Pattern) -> None:
    found = pattern.regex.search(pattern.example)
    assert found is not None
    assert found["name"] in pattern.example


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("(a+)+b", "a repeat inside a repeat"),
        ("(?:x|y*)*", "a repeat inside a repeat"),
        ("Source: .+", "no bound"),
        ("Source: .*", "no bound"),
        ("(unclosed", "no expression"),
    ],
)
def test_a_pattern_that_may_run_away_is_refused(source: str, why: str) -> None:
    with pytest.raises(ResourceError, match=r"furniture\.tsv"):
        compile_pattern("furniture.tsv", source)
    assert why
