from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Mention, Place

Find = Callable[..., list[Mention]]


def places(mentions: list[Mention], text: str) -> dict[str, Place]:
    return {m.span.of(text): m.value for m in mentions if isinstance(m.value, Place)}


@pytest.mark.parametrize(
    ("text", "surface", "name", "precision"),
    [
        ("Shells hit the town of Jisr al-Shughour.", "town of Jisr al-Shughour", "Jisr al-Shughour", "exact"),
        ("Shells hit Al-Husseiniyah village.", "Al-Husseiniyah village", "Al-Husseiniyah", "exact"),
        ("Clashes went on in Idlib province.", "Idlib province", "Idlib", "admin"),
        ("Clashes went on in Anbar Governorate.", "Anbar Governorate", "Anbar", "admin"),
        ("Clashes went on in rural Idlib.", "rural Idlib", "Idlib", "area"),
        ("Clashes went on in the Hama countryside.", "Hama countryside", "Hama", "area"),
        ("Clashes went on in the northern countryside of Aleppo.", "northern countryside of Aleppo", "Aleppo", "area"),
        ("Clashes went on north of Hama.", "north of Hama", "Hama", "area"),
        ("Clashes went on near Kharkiv.", "near Kharkiv", "Kharkiv", "near"),
        ("Clashes went on in northern Syria.", "northern Syria", "northern Syria", "area"),
        ("Clashes went on in North and East Syria.", "North and East Syria", "North and East Syria", "area"),
        ("They fled to Lebanon.", "Lebanon", "Lebanon", "country"),
        ("Shells fell in the Jordan Valley.", "Jordan Valley", "Jordan Valley", "area"),
        ("They fled from rebel-held areas.", "rebel-held areas", "rebel-held areas", "area"),
        ("They fled to the Turkish border.", "Turkish border", "Turkish border", "area"),
        ("Militants attacked the village of Uchuraccay.", "village of Uchuraccay", "Uchuraccay", "exact"),
        # What the model takes for a body or a person, but is formed or stands as a place.
        ("The army captured Jabal al-Rayyan after a night of fighting.", "Jabal al-Rayyan", "Jabal al-Rayyan", None),
        ("A truck drove onto a mine at Al-Rahba, and a passenger died.", "Al-Rahba", "Al-Rahba", None),
        ("IS attacked the Al-Wardah Gas Fields on Monday.", "Al-Wardah Gas Fields", "Al-Wardah Gas Fields", None),
        ("Turkey conducts bombings in Iraqi Kurdistan.", "Iraqi Kurdistan", "Iraqi Kurdistan", None),
        # A country's name closes that of a town or a lake.
        ("Fire hit the main fuel depots of Port Sudan on Tuesday.", "Port Sudan", "Port Sudan", None),
        ("Militants attacked islands of Lake Chad.", "islands of Lake Chad", "Lake Chad", "exact"),
        ("Rockets landed in front of Erez crossing.", "Erez crossing", "Erez crossing", "near"),
    ],
)
def test_place(find: Find, text: str, surface: str, name: str, precision: str) -> None:
    found = places(find(text), text)
    assert surface in found, sorted(found)
    assert (found[surface].name, found[surface].precision) == (name, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen threw a bomb in front of an Internet cafe.",
        "Shelling hit the bakery.",
        "Tel Rifaat Council met the envoys.",
    ],
)
def test_no_place(find: Find, text: str) -> None:
    assert not places(find(text), text)


def test_plural_type_covers_every_name_in_the_list(find: Find) -> None:
    text = "Shells hit the villages of Al-Teh, Tal Mardikh and Kafr Zita."
    assert {place.name for place in places(find(text), text).values()} == {"Al-Teh", "Tal Mardikh", "Kafr Zita"}


@pytest.mark.parametrize(
    ("text", "surface", "within"),
    [
        ("Shells hit Saraqib in southern Idlib, Syria.", "Saraqib", ("Idlib", "Syria")),
        ("Shells hit Syria's Idlib province.", "Idlib province", ("Syria",)),
        ("Gunmen attacked the town of Bama in Borno state.", "town of Bama", ("Borno",)),
    ],
)
def test_place_lies_in_what_the_text_says(find: Find, text: str, surface: str, within: tuple[str, ...]) -> None:
    assert places(find(text), text)[surface].within == within


def test_a_list_of_states_that_act_holds_no_place(find: Find) -> None:
    text = "The presidents of Russia, Iran and Turkey met on Monday."
    assert places(find(text), text) == {}


def test_a_province_is_no_government(find: Find) -> None:
    text = "A bomb went off in Nigeria's Borno state."
    assert sorted(places(find(text), text)) == ["Borno state", "Nigeria"]


def test_state_that_acts_is_no_place_and_acted_on_is_both(find: Find) -> None:
    text = "Turkey bombed Syria."
    found = find(text)
    assert [m.span.of(text) for m in found if m.kind == "place"] == ["Syria"]
    assert [m.ref for m in found if m.kind == "actor"] == ["turkey", "syrian-government"]


def test_a_continent_is_no_plural_of_a_country(find: Find) -> None:
    text = "The disease spread across the Americas in May."
    assert places(find(text), text)["Americas"].precision is None
