"""What the text around a name says of where it lies: lists, quarters, provinces, the rest of the article."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.linking import Gazetteer, add_gazetteer, added_gazetteers, link_places, load_gazetteer
from kg.linking.hierarchy import Hierarchy
from kg.linking.quarters import names_part
from kg.model import Article, Mention, Place, Span

UNITS = """name_en,pcode,lat,lon
Northmark,YE91,15.0,45.0
Southmark,YE92,14.0,46.5
Upper Dale,YE9101,15.2,45.1
Lower Dale,YE9201,14.1,46.6
"""
VILLAGES = """name_en,district,pcode,lat,lon
Beit Zahran,Upper Dale,P1,15.21,45.11
Beit Zahran,Lower Dale,P2,14.11,46.61
Wadi Karsh,Lower Dale,P3,14.15,46.65
Tell Mirdan,Upper Dale,P4,15.25,45.15
Dar Suwan,Lower Dale,P5,14.2,46.7
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder: Path = tmp_path_factory.mktemp("gazetteers")
    for name, table in (("units", UNITS), ("villages", VILLAGES)):
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
        add_gazetteer(folder / f"{name}.csv", folder=folder, country="YE")
    return Gazetteer(folder=load_gazetteer().folder, added=tuple(added_gazetteers(folder)))


def places(text: str, *names: tuple[str, Place, str], gazetteer: Gazetteer | None = None) -> list[Place]:
    """Link places that stand in a text; each told as (words in the text, value, rule)."""
    article = Article(id="a", key="a", text=text, text_sha256="", raw_sha256="", origin="test")
    mentions, start = [], 0
    for words, place, rule in names:
        start = text.index(words, start)
        mentions.append(Mention(kind="place", span=Span(start=start, end=start + len(words)), value=place, rule=rule))
        start += len(words)
    return [m.value for m in link_places(mentions, article, gazetteer=gazetteer) if isinstance(m.value, Place)]


def bare(name: str, *within: str) -> tuple[str, Place, str]:
    return name, Place(name=name, within=within), "place:model"


def quarter(words: str, name: str, *within: str) -> tuple[str, Place, str]:
    return words, Place(name=name, precision="exact", within=within), "place:model:typed:part"


def test_of_two_names_the_larger_city_holds_the_other() -> None:
    text = "Bombs hit the Beirut suburb of Haret Nassim and the Bucha suburb of Kyiv."
    beirut, nassim, bucha, kyiv = places(
        text,
        quarter("Beirut suburb", "Beirut", "Haret Nassim"),
        bare("Haret Nassim"),
        quarter("Bucha suburb", "Bucha", "Kyiv"),
        bare("Kyiv"),
    )
    assert (beirut.within, nassim.within) == ((), ("Beirut",))
    assert (nassim.lat, nassim.lon) == (beirut.lat, beirut.lon)
    assert beirut.geonames is not None
    assert (bucha.within, kyiv.within) == (("Kyiv",), ())


def test_a_quarter_lies_near_the_city_of_its_passage() -> None:
    text = "Shells fell on Kharkiv. Two people died in the Vodokachka quarter. Later, Odesa was hit in Ukraine."
    found = places(text, bare("Kharkiv"), quarter("Vodokachka quarter", "Vodokachka"), bare("Odesa"), bare("Ukraine"))
    assert (found[1].precision, found[1].id, found[1].lat) == ("near", f"{found[0].id}-vodokachka", found[0].lat)


def test_a_quarter_stays_open_where_its_sentence_names_two_cities() -> None:
    text = "Between Kharkiv and Odesa in Ukraine, the Vodokachka quarter was hit."
    found = places(text, bare("Kharkiv"), bare("Odesa"), bare("Ukraine"), quarter("Vodokachka quarter", "Vodokachka"))
    assert found[3].lat is None


def test_a_street_is_told_by_its_own_sentence_only() -> None:
    text = "Shells fell on Kharkiv in Ukraine. A bomb went off in Long Street."
    assert places(text, bare("Kharkiv"), bare("Ukraine"), bare("Long Street"))[2].lat is None
    text = "A bomb went off in Long Street as Kharkiv in Ukraine slept."
    assert places(text, bare("Long Street"), bare("Kharkiv"), bare("Ukraine"))[0].precision == "near"


@pytest.mark.parametrize(
    ("name", "part"), [("Long Street", True), ("Freedom Square", True), ("Street", False), ("Squaretown", False)]
)
def test_names_that_say_they_are_part_of_a_town(name: str, part: bool) -> None:
    assert names_part(name) is part


def test_listed_quarters_are_quarters() -> None:
    text = "Shells fell on Kharkiv in Ukraine, on the Vodokachka and Zavodka quarters."
    found = places(text, bare("Kharkiv"), bare("Ukraine"), bare("Vodokachka"), quarter("Zavodka quarters", "Zavodka"))
    assert [place.precision for place in found[2:]] == ["near", "near"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Shells fell on Kharkiv in Ukraine, on the Alfa, Bravka and Zavodka quarters.", "Alfa", "Zavodka quarters"),
        (
            "Shells fell on Kharkiv in Ukraine, on the quarters of Alfa, Bravka and Zavodka.",
            "quarters of Alfa",
            "Zavodka",
        ),
    ],
)
def test_all_of_a_list_of_quarters_are_quarters(text: str, first: str, last: str) -> None:
    def told(words: str) -> tuple[str, Place, str]:
        return quarter(words, words.split()[-1 if "of" in words else 0]) if "quarters" in words else bare(words)

    found = places(text, bare("Kharkiv"), bare("Ukraine"), told(first), bare("Bravka"), told(last))
    assert [place.precision for place in found[2:]] == ["near", "near", "near"]


def test_the_province_told_at_the_end_of_a_list_holds_for_all(gazetteer: Gazetteer) -> None:
    text = "In Yemen, Beit Zahran and Wadi Karsh in Southmark were shelled."
    told = [bare("Yemen"), bare("Beit Zahran"), bare("Wadi Karsh", "Southmark"), bare("Southmark")]
    assert [p.pcode for p in places(text, *told, gazetteer=gazetteer)[1:3]] == ["P2", "P3"]


def test_namesakes_are_told_apart_by_the_places_beside_them(gazetteer: Gazetteer) -> None:
    text = "In Yemen, Beit Zahran was shelled, and so was Tell Mirdan."
    told = [bare("Yemen"), bare("Beit Zahran"), bare("Tell Mirdan")]
    assert places(text, *told, gazetteer=gazetteer)[1].pcode == "P1"
    open_ = places("In Yemen, Beit Zahran was shelled.", bare("Yemen"), bare("Beit Zahran"), gazetteer=gazetteer)[1]
    assert (open_.pcode, sorted(c.id for c in open_.candidates)) == (None, ["pcode-p1", "pcode-p2"])


def test_names_that_one_country_alone_has_tell_where_an_article_plays(gazetteer: Gazetteer) -> None:
    text = "Wadi Karsh and Dar Suwan were shelled."
    assert [p.country for p in places(text, bare("Wadi Karsh"), bare("Dar Suwan"), gazetteer=gazetteer)] == ["YE"] * 2


def test_a_first_word_for_what_a_place_is_may_be_missing() -> None:
    assert Gazetteer(folder=load_gazetteer().folder).find("Tell Rastan", ("SY",))[0][0].name == "Ar Rastan"


def test_units_are_found_by_name_and_by_code(gazetteer: Gazetteer) -> None:
    (village, _), *_ = gazetteer.find("Wadi Karsh", ("YE",))
    assert [unit.name for unit in Hierarchy(gazetteer).units(village)] == ["Lower Dale", "Southmark"]


def test_a_long_text_of_the_same_names_is_linked_in_time() -> None:
    line = "Shells fell on Kharkiv in Ukraine, on the Vodokachka quarter. "
    names = [bare("Kharkiv"), bare("Ukraine"), quarter("Vodokachka quarter", "Vodokachka")] * 3000
    start = time.perf_counter()
    found = places(line * 3000, *names)
    assert (len(found), found[-1].precision) == (9000, "near")
    assert time.perf_counter() - start < 20


SIDED = """name_en,pcode,lat,lon
Dar Sabil,Q1,15.6,45.0
Dar Sabil,Q2,14.6,45.0
Karn Hadid,Q3,15.1,45.0
Bir Zamil,Q4,15.15,45.05
"""


@pytest.fixture(scope="module")
def sided(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder: Path = tmp_path_factory.mktemp("sided")
    (folder / "v.csv").write_text(SIDED, encoding="utf-8")
    add_gazetteer(folder / "v.csv", folder=folder, country="YE")
    return Gazetteer(folder=load_gazetteer().folder, added=tuple(added_gazetteers(folder)))


@pytest.mark.parametrize(
    ("said", "pcode"),
    [
        ("north of Karn Hadid", "Q1"),
        ("some 50 km to the south of Karn Hadid", "Q2"),
        ("in the southern countryside of Karn Hadid", "Q2"),
        ("near Karn Hadid", None),
        ("5 km east of Karn Hadid", None),
    ],
)
def test_the_side_that_is_told_tells_namesakes_apart(sided: Gazetteer, said: str, pcode: str | None) -> None:
    text = f"Yemen. Karn Hadid is quiet. Shells hit Dar Sabil, {said}."
    other = bare("Karn Hadid")
    if "countryside" in said:
        other = (said.removeprefix("in the "), Place(name="Karn Hadid", precision="area"), "place:model:area")
    within = ("Karn Hadid",) if "countryside" in said else ()
    names = [bare("Yemen"), bare("Karn Hadid"), bare("Dar Sabil", *within), other]
    found = places(text, *names, gazetteer=sided)[2]
    assert found.pcode == pcode
    assert len(found.candidates) == 2


@pytest.mark.parametrize("said", [" ({})", ", also known as {},", " (locally called {})"])
def test_a_town_is_found_by_its_other_name(sided: Gazetteer, said: str) -> None:
    text = f"Yemen. Troops shelled Bir Zamil{said.format('Gundava')} on Monday. Later Gundava was quiet."
    found = places(text, bare("Yemen"), bare("Bir Zamil"), bare("Gundava"), bare("Gundava"), gazetteer=sided)
    assert [place.pcode for place in found[1:]] == ["Q4", "Q4", "Q4"]


def test_a_name_in_brackets_behind_a_large_city_is_no_other_name() -> None:
    found = places("Ukraine. Rockets hit Kharkiv (Gundava).", bare("Ukraine"), bare("Kharkiv"), bare("Gundava"))
    assert found[2].id is None


def test_a_region_of_a_country_tells_namesakes_apart() -> None:
    coast = Place(name="San Pedro", within=("southern Ivory Coast",))
    text = "Ivory Coast. Clashes in San Pedro, southern Ivory Coast."
    found = places(text, bare("Ivory Coast"), ("San Pedro", coast, "place:model"))
    assert (found[1].country, round(found[1].lat or 0)) == ("CI", 5)


def test_one_name_is_one_place(gazetteer: Gazetteer) -> None:
    text = "Yemen. Clashes in Wadi Karsh, Dar Suwan and Beit Zahran. The outskirts of Beit Zahran were shelled."
    around = ("outskirts of Beit Zahran", Place(name="Beit Zahran", precision="area"), "place:model:area")
    names = [bare("Yemen"), bare("Wadi Karsh"), bare("Dar Suwan"), bare("Beit Zahran"), around]
    found = places(text, *names, gazetteer=gazetteer)
    assert found[3].pcode == "P2"
    assert (found[4].id, found[4].precision) == ("pcode-p2-area", "area")


@pytest.mark.parametrize(
    ("text", "names", "id"),
    [
        ("Washington said so. The United States agreed.", ["Washington", "United States"], "geonames-4140963"),
        ("Fires in Oregon, Washington and Idaho.", ["Oregon", "Washington", "Idaho"], "us-washington"),
        ("Damascus. The United States and Syria.", ["Damascus", "United States", "Syria"], "geonames-170654"),
    ],
)
def test_capitals_states_and_towns_of_one_name(text: str, names: list[str], id: str) -> None:
    found = {place.name: place for place in places(text, *map(bare, names))}
    assert found[next(name for name in names if name in ("Washington", "Damascus"))].id == id


@pytest.mark.parametrize(
    ("text", "name", "country", "lat"),
    [
        ("A fire in Brattleboro, Vermont.", "Brattleboro", "US", 42.9),
        ("A fire in Atlanta, Georgia.", "Atlanta", "US", 33.7),
        ("A fire in Tbilisi, Georgia.", "Tbilisi", "GE", 41.7),
        ("A fire in Brattleboro.", "Brattleboro", None, None),
    ],
)
def test_a_state_behind_a_town(text: str, name: str, country: str | None, lat: float | None) -> None:
    names = [word for word in (name, "Vermont", "Georgia") if word in text]
    held = Place(name=name, within=("Georgia",) if "Georgia" in text else ())
    found = places(text, (name, held, "place:model"), *map(bare, names[1:]))[0]
    assert (found.country, found.lat and round(found.lat, 1)) == (country, lat)


SEATS = """name_en,district,pcode,lat,lon
Marjeh,Marjeh,Q1,15.30,44.10
Marjeh,Upper Dale,Q2,15.90,45.60
Beit Salam,Upper Dale,Q3,15.60,44.85
Kharif,Marjeh,Q4,15.31,44.02
Dar Wafir,Marjeh,Q5,15.37,44.10
"""


@pytest.fixture(scope="module")
def seats(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder: Path = tmp_path_factory.mktemp("seats")
    for name, table in (("units", "name_en,pcode,lat,lon\nMarjeh,YE9301,15.28,44.05\n"), ("villages", SEATS)):
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
        add_gazetteer(folder / f"{name}.csv", folder=folder, country="YE")
    return Gazetteer(folder=load_gazetteer().folder, added=tuple(added_gazetteers(folder)))


def test_a_town_that_a_district_is_named_after_goes_before_its_namesakes(seats: Gazetteer) -> None:
    text = "Shells fell on Marjeh and near Beit Salam in Yemen."
    place = places(text, bare("Marjeh"), bare("Beit Salam"), bare("Yemen"), gazetteer=seats)[0]
    assert (place.pcode, place.precision) == ("Q1", "exact")


@pytest.mark.parametrize(
    ("name", "lat"), [("Kharif-Dar Wafir road", 15.34), ("Kharif–Dar Wafir", 15.34), ("Kharif-Beit Salam", None)]
)
def test_a_name_made_of_two_neighbours_lies_between_them(seats: Gazetteer, name: str, lat: float | None) -> None:
    place = places(f"A mine went off at {name} in Yemen.", bare(name), bare("Yemen"), gazetteer=seats)[0]
    assert place.lat == (None if lat is None else pytest.approx(lat))
    assert lat is None or place.precision == "near"


def test_a_name_with_its_modifier_may_be_a_province_of_its_own() -> None:
    text = "A bomb went off in Tulungagung in East Java province, Indonesia."
    java = ("East Java province", Place(name="Java", precision="area", within=("Indonesia",)), "place:known:typed:area")
    town, province, _ = places(text, bare("Tulungagung", "Java", "Indonesia"), java, bare("Indonesia"))
    assert (province.id, province.precision) == ("id-east-java", "admin")
    assert town.lat == pytest.approx(-8.07, abs=0.05)


def test_provinces_in_a_list_do_not_lie_in_each_other() -> None:
    text = "Cases were found in Alabama, Arizona and Colorado in the United States."
    found = places(
        text,
        bare("Alabama", "Arizona", "Colorado"),
        bare("Arizona", "Colorado"),
        bare("Colorado"),
        bare("United States"),
    )
    assert [place.id for place in found[:3]] == ["us-alabama", "us-arizona", "us-colorado"]


def test_a_state_that_has_the_name_of_a_country_keeps_its_id() -> None:
    text = "A shooting in Atlanta, Georgia, shocked Texas and Alabama."
    georgia = ("Georgia", Place(name="Georgia", precision="country"), "place:country")
    found = places(text, bare("Atlanta", "Georgia"), georgia, bare("Texas"), bare("Alabama"))
    assert (found[1].id, found[1].precision) == ("us-georgia", "admin")
