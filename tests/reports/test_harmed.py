"""What several sentences tell of the harm of one event, each person and count once."""

from __future__ import annotations

import pytest

from kg.model import Casualty, Count
from kg.reports.harmed import join_casualties


def killed(low: int | None, high: int | None, group: str = "people") -> Casualty:
    return Casualty(outcome="killed", group=group, count=Count(min=low, max=high))


def named(name: str, group: str = "people", age: str | None = None) -> Casualty:
    return Casualty(outcome="killed", group=group, count=Count(min=1, max=1), name=name, age=age)


def shown(casualty: Casualty) -> str:
    return casualty.name or f"{casualty.group} {casualty.count.min}-{casualty.count.max}"


COUNTS = [
    (
        [[killed(12, 28, "civilians")], [killed(22, 22)], [killed(28, 28)]],
        ["civilians 12-28"],
        "a range holds its ends",
    ),
    ([[killed(12, 28)], [killed(31, 31)]], ["people 12-28", "people 31-31"], "what lies outside is another toll"),
    ([[killed(12, 28)], [killed(14, 14, "fighters")]], ["fighters 14-14", "people 12-28"], "others than were counted"),
    ([[killed(3, None)], [killed(9, 9)]], ["people 9-9"], "several are 9"),
    ([[killed(9, None)], [killed(9, 9)]], ["people 9-None"], "at least 9 may be told as 9"),
    ([[killed(22, None)], [killed(24, None)]], ["people 22-None", "people 24-None"], "each source has its own bound"),
    ([[killed(6, 6)], [killed(9, 9)]], ["people 6-6", "people 9-9"], "rival tolls stand side by side"),
]


def test_surnames_are_of_the_full_name() -> None:
    told = [[named("Juan Carlos Mendez Prado")], [named("Mendez Prado")], [named("Mendez")]]
    assert [shown(c) for c in join_casualties(told)] == ["Juan Carlos Mendez Prado"]


@pytest.mark.parametrize(("told", "expected", "why"), COUNTS)
def test_counts_are_kept_as_exactly_as_they_are_told(told: list[list[Casualty]], expected: list[str], why: str) -> None:
    assert sorted(shown(c) for c in join_casualties(told)) == expected, why


PERSONS = [
    ([[named("Oleh Petrovych Bondar")], [named("Oleh Bondar")]], ["Oleh Petrovych Bondar"], "a middle name left out"),
    ([[named("Bondar")], [named("Oleh Bondar", "medics")]], ["Oleh Bondar"], "the surname told first"),
    ([[named("Oleh Bondar")], [named("Iryna Bondar")]], ["Iryna Bondar", "Oleh Bondar"], "kin"),
    ([[named("Oleh Bondar"), named("Iryna Bondar")], [named("Bondar")]], None, "one of two: nobody can tell"),
    ([[named("Sami Haddad", age="40")], [named("Sami Yusuf Haddad", age="9")]], None, "two ages are two persons"),
    ([[named("Sami Haddad"), named("Sami Yusuf Haddad")]], None, "told side by side"),
]


@pytest.mark.parametrize(("told", "expected", "why"), PERSONS)
def test_a_person_is_counted_once(told: list[list[Casualty]], expected: list[str] | None, why: str) -> None:
    names = sorted({c.name for member in told for c in member if c.name})
    assert sorted(shown(c) for c in join_casualties(told)) == (names if expected is None else expected), why


def test_a_person_has_the_group_that_says_most() -> None:
    (person,) = join_casualties([[named("Oleh Bondar")], [named("Oleh Bondar", "medics")]])
    assert person.group == "medics"


GROUPS = [
    ([[killed(3, 3, "fighters")], [named("Oleh Bondar"), named("Taras Melnyk")]], {"fighters"}, "two of the three"),
    ([[killed(1, 1, "journalists"), named("Oleh Bondar")]], {"people"}, "somebody beside the journalist"),
    ([[killed(1, 1, "fighters")], [named("Oleh Bondar"), named("Taras Melnyk")]], {"people"}, "more than were counted"),
    ([[killed(3, 3, "fighters"), killed(2, 2, "women")], [named("Oleh Bondar")]], {"people"}, "of which nobody says"),
]


@pytest.mark.parametrize(("told", "groups", "why"), GROUPS)
def test_a_person_is_of_those_who_were_counted(told: list[list[Casualty]], groups: set[str], why: str) -> None:
    assert {c.group for c in join_casualties(told) if c.name} == groups, why
