from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Actor, Mention

Find = Callable[..., list[Mention]]


def actors(mentions: list[Mention], text: str) -> dict[str, str | None]:
    """The surface of each actor with its id, or its own name in angle brackets where the body is not known."""
    return {m.span.of(text): m.value.id or f"<{m.value.name}>" for m in mentions if isinstance(m.value, Actor)}


@pytest.mark.parametrize(
    ("text", "surface", "wanted"),
    [
        # nationality and what acts for it: joined by grammar, listed nowhere
        ("Russian warplanes bombed the town.", "Russian warplanes", "russia"),
        ("Turkish artillery shelled the village.", "Turkish artillery", "turkey"),
        ("Ethiopian government troops entered the town.", "Ethiopian government troops", "ethiopia"),
        ("A Russian Su-25 fighter jet was shot down.", "Russian Su-25 fighter jet", "russia"),
        ("The Israeli army said two soldiers were killed.", "Israeli army", "israel"),
        ("Israel's air force struck targets near the capital.", "Israel's air force", "israel"),
        ("Colombian soldiers fired on the crowd.", "Colombian soldiers", "colombia"),
        ("US troops raided a house.", "US troops", "united-states"),
        # nationality of the act alone
        ("An Israeli airstrike killed four people.", "Israeli", "israel"),
        ("Russian and Turkish jets bombed the town.", "Russian", "russia"),
        # countries and capitals that act
        ("Turkey shelled the area on Monday.", "Turkey", "turkey"),
        ("Moscow denied the accusation.", "Moscow", "russia"),
        ("The U.S. accused Iran of arming them.", "U.S.", "united-states"),
        ("Washington accused Moscow of the attack.", "Moscow", "russia"),
        # names, spellings, acronyms, loaded names
        ("Hay’at Tahrir al-Sham shot down a drone.", "Hay’at Tahrir al-Sham", "hts"),
        ("Clashes with the Kurdistan Workers Party went on.", "Kurdistan Workers Party", "pkk"),
        ("Isis militants seized the village.", "Isis militants", "isis"),
        ("The Assad regime's warplanes struck again.", "Assad regime", "syrian-government"),
        ("Shining Path rebels attacked the police post.", "Shining Path rebels", "shining-path"),
        ("The Reuters news agency reported the attack.", "Reuters news agency", "reuters"),
        ("FMLN guerrillas blew up the bridge.", "FMLN guerrillas", "fmln"),
        # nobody's name
        ("Gunmen opened fire on a bus.", "Gunmen", "<Gunmen>"),
        ("Unidentified gunmen killed a judge.", "Unidentified gunmen", "<Unidentified gunmen>"),
        ("Turkish-backed factions shelled the village.", "Turkish-backed factions", "turkish-backed-factions"),
        ("Eritrean-backed militias looted the town.", "Eritrean-backed militias", "<Eritrean-backed militias>"),
        ("Fighters of the al-Barq Brigade took the hill.", "al-Barq Brigade", "<al-Barq Brigade>"),
        ("Men of the 61st Mountain Division took the hill.", "61st Mountain Division", "<61st Mountain Division>"),
        ("3rd Brigade soldiers took the hill.", "3rd Brigade soldiers", "<3rd Brigade>"),
        ("The Fourth Squadron took the hill.", "Fourth Squadron", "<Fourth Squadron>"),
    ],
)
def test_actor(find: Find, text: str, surface: str, wanted: str) -> None:
    assert actors(find(text), text).get(surface) == wanted


@pytest.mark.parametrize(
    ("text", "not_an_actor"),
    [
        ("The Syrian town was hit.", "Syrian"),
        ("Fighting went on in northern Syria.", "Syria"),
        ("Fighting went on near the Turkish border.", "Turkish"),
        ("An anti-ISIS operation began.", "ISIS"),
        ("Shells fell on SDF-held areas.", "SDF"),
        ("A UK-based group counted the dead.", "UK"),
        ("It is said that the bridge fell.", "is"),
        ("They told us about the raid.", "us"),
        ("The army base was hit.", "army"),
    ],
)
def test_no_actor(find: Find, text: str, not_an_actor: str) -> None:
    assert not_an_actor not in actors(find(text), text)


def test_bare_force_is_the_state_of_the_articles_country(find: Find) -> None:
    text = "Regime forces shelled a village near Idlib, Syria. The army denied it."
    assert actors(find(text), text) == {"Regime forces": "syrian-government", "army": "syrian-government"}
    text = "Soldiers entered Borno state in Nigeria. The army denied it."
    assert actors(find(text), text)["army"] == "nigeria"


def test_rebels_have_a_slug_only_where_the_country_fixes_it(find: Find) -> None:
    text = "Rebels shelled Aleppo in Syria."
    assert actors(find(text), text)["Rebels"] == "syrian-rebels"
    text = "Rebels shelled Goma in Congo."
    assert actors(find(text), text)["Rebels"] == "<Rebels>"


def test_definite_group_goes_back_to_the_body_named_before(find: Find) -> None:
    text = "The Syrian Observatory for Human Rights counted nine dead. The observatory said children were among them."
    assert actors(find(text), text)["observatory"] == "sohr"


def test_person_who_speaks_for_a_body_is_that_body(find: Find) -> None:
    text = "Ahmad Darwish of the White Helmets said nine people died. Darwish said more were missing."
    found = actors(find(text), text)
    assert found["Ahmad Darwish"] == "white-helmets"
    assert found["Darwish"] == "white-helmets"


def test_unknown_person_keeps_the_full_name(find: Find) -> None:
    text = "Maria Lopez lost her son. Lopez buried him on Friday."
    found = actors(find(text), text)
    assert found["Lopez"] == "<Maria Lopez>"


def test_either_of_two_surnames_is_the_same_person(find: Find) -> None:
    text = "Carlos Mendez Prado lost his son. Mendez Prado buried him, and Mendez wept."
    found = actors(find(text), text)
    assert found["Mendez Prado"] == found["Mendez"] == "<Carlos Mendez Prado>"


def test_long_name_may_lose_later_capitals(find: Find) -> None:
    text = "Men of the Shining path robbed a bus. He wants an Islamic state."
    found = actors(find(text), text)
    assert found["Shining path"] == "shining-path"
    assert "isis" not in found.values()


def test_agency_says_little_of_the_country(find: Find) -> None:
    text = "Security forces beat them, a Salvadoran told AFP."
    assert actors(find(text), text)["Security forces"] == "el-salvador"


def test_a_part_of_a_continent_is_no_state(find: Find) -> None:
    text = "Central American troops held the border of Honduras. The army shot a Latin American visitor."
    found = actors(find(text), text)
    assert "united-states" not in found.values()
    assert found["army"] == "honduras"


def test_acronym_told_behind_a_name_is_that_body(find: Find) -> None:
    text = "Fighters of the Mindanao Peace Brigades (MPB) took a post. The MPB's men left. MPB camps were bombed."
    found = [m.value.name for m in find(text) if isinstance(m.value, Actor) and m.span.of(text) == "MPB"]
    assert found == ["Mindanao Peace Brigades"] * len(found)
    assert len(found) >= 2


@pytest.mark.parametrize(
    ("text", "surface", "wanted"),
    [
        ("Army planes bombed a village near Kadugli in Sudan.", "Army", "sudan"),
        ("The junta shelled Loikaw in Myanmar.", "junta", "myanmar"),
        ("A police spokesman in Kenya confirmed the raid.", "police", "kenya"),
        ("Armed herders burned a village in Nigeria.", "Armed herders", "<Armed herders>"),
        ("A Turkish quadcopter crashed in the field.", "Turkish quadcopter", "turkey"),
        ("Occupation forces raided Jenin in Palestine.", "Occupation forces", "israel"),
    ],
)
def test_forces_under_other_words(find: Find, text: str, surface: str, wanted: str) -> None:
    assert actors(find(text), text).get(surface) == wanted
