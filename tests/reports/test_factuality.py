"""What did not happen, or only in words, on film or in a drill, makes no report; what did happen still does."""

from __future__ import annotations

import pytest

from kg.linking import link_places
from kg.mentions import find_mentions
from kg.reports import find_reports
from tests.reports.articles import read

VIOLENT = ("Attack", "Airstrike", "Shelling", "Shooting", "Bombing", "DroneStrike", "Clash")

# Nothing violent happened, as each sentence tells it.
NOTHING = [
    "Nobody was killed in Goma on Monday, the army said.",
    "No civilians were killed or injured by the army in Sumy.",
    "Neither the army nor the rebels fired on Sunday.",
    "Russian forces did not launch any airstrikes on Kharkiv on Sunday.",
    "The army did not carry out the attack on the hospital in Taiz, its spokesman said.",
    "The attack on Bamenda did not take place.",
    "The shelling of Goma did not begin on Monday.",
    "Opposition leaders blasted the Sudanese army's budget on Monday.",
    "The Israeli military shot a video of the tunnel in Gaza on Monday.",
    "The Taliban and the government clashed over the budget on Sunday.",
    "The plan hit a snag when Russian officials attacked it as one-sided.",
    "The army's chief came under criticism in Bamako on Monday.",
    "Ukraine's army held exercises near Rivne on Friday, firing artillery at targets.",
    "It is not known yet if it was a ground attack or an airstrike by a Turkish drone.",
    "The commander in Mopti was praised as a partner in the war against the jihadists.",
    "President Volodymyr Zelensky fired his defence minister amid the war with Russia.",
]

# Something happened, though a word of the sentence is negated.
SOMETHING = [
    ("Nobody was killed when a rocket hit a school in Goma on Monday.", "Shelling"),
    ("The airstrike on the port of Hodeidah did not kill anyone.", "Airstrike"),
    ("Israel has not claimed the air strike on Damascus that killed two generals.", "Airstrike"),
    ("The rebels have not confirmed the ambush that killed nine soldiers near Gao.", "Clash"),
    ("No group claimed responsibility for the bombing of a mosque in Peshawar, which killed 30 people.", "Attack"),
    ("No fewer than 12 civilians were killed by soldiers in Kabul on Monday.", "Attack"),
    ("The shelling of Sake on Monday set off a panic.", "Shelling"),
    ("The army fired rocket launchers at the road to Kidal on Monday.", "Shelling"),
]


def violence(text: str) -> list[str]:
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article))
    return [report.type for report in found.reports if report.type in VIOLENT]


@pytest.mark.parametrize("text", NOTHING)
def test_what_did_not_happen_is_no_report(text: str) -> None:
    assert violence(text) == []


@pytest.mark.parametrize(("text", "kind"), SOMETHING)
def test_what_happened_is_one(text: str, kind: str) -> None:
    assert violence(text) == [kind]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("A US patrol entered the town of Qamishli on Monday, witnesses said.", False),
        ("Coalition helicopters entered areas held by Turkish forces near Ras al-Ain on Monday.", False),
        ("The rebels took part in the talks in Juba on Monday.", False),
        ("The rebels took part of the town of Sake on Monday.", True),
        ("Ukrainian troops entered the town of Lyman on Saturday after Russian forces withdrew.", True),
    ],
)
def test_who_passes_through_takes_nothing(text: str, taken: bool) -> None:
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article))
    assert ("Capture" in [report.type for report in found.reports]) is taken


def test_an_area_of_operations_is_no_operation() -> None:
    text = "A rocket hit a car in the army's area of operations near Kidal on Monday, killing two soldiers."
    assert violence(text) == ["Shelling"]


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        (
            "The Syrian Democratic Forces said that this week witnessed an escalation of Turkish attacks in Tal Tamr.",
            ["turkey"],
        ),
        (
            "Lena Arbid, a deputy commander of the U.S.-backed Syrian Democratic Forces (SDF), was among three female "
            "SDF fighters killed in the strike last Friday, the officials said.",
            [],
        ),
        (
            "KYIV, Ukraine (AP) — A Russian missile struck an apartment building in Kramatorsk on Saturday, "
            "killing at least 11 people, regional governor Vadym Filashkin said.",
            ["russia"],
        ),
        (
            "The Rapid Support Forces shelled a camp near El Fasher on Thursday, killing dozens, activists and a "
            "medical source told Reuters.",
            ["rsf"],
        ),
        ("YPG fighters on Monday targeted civilians in Jarablus, an area taken by a Turkish operation.", ["ypg"]),
    ],
)
def test_who_speaks_or_took_the_place_before_did_not_do_it(text: str, doers: list[str]) -> None:
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article)).reports
    assert [[a.id or a.name for a in r.perpetrators] for r in found if r.type in VIOLENT] == [doers]


def test_who_did_not_claim_a_strike_is_not_who_did_it() -> None:
    document = read(SOMETHING[2][0], published="2024-05-06")
    (report,) = find_reports(document, link_places(find_mentions(document), document.article)).reports
    assert report.perpetrators == ()


@pytest.mark.parametrize(
    "text",
    [
        "Two policemen were killed on Monday in an ambush near Mopti. Mali has been in crisis since 2012, when rebels "
        "seized the north. Later, jihadists took Timbuktu.",
        "Rockets hit a depot near Sirte on Sunday. Libya has been divided since 2014. Militias took the town of Derna.",
    ],
)
def test_what_is_told_of_another_time_does_not_take_the_day_of_the_news(text: str) -> None:
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article)).reports
    last = max(found, key=lambda report: report.evidence[-1].start)
    assert (last.type, last.when) == ("Capture", None)


def test_the_label_of_a_headline_tells_no_event_of_its_own() -> None:
    assert violence("Turkish offensive | Turkish drone strike kills three in Hasakah countryside") == ["DroneStrike"]


def test_rockets_are_they_not_the_ministers_before() -> None:
    text = (
        "Iran's foreign minister and the Russian president will meet in Tehran. Three rockets landed in Ruwayda on "
        "Wednesday. They damaged a mosque and killed a journalist."
    )
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article)).reports
    assert [a.id for r in found if r.type in VIOLENT for a in r.perpetrators] == []


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        (
            "Rwandan troops raided a farm near Goma on Monday. The arrest of two men followed the attack on the "
            "Rwandan army headquarters in Kigali in December.",
            "rwanda",
        ),
        ("Colombian authorities reported that two peasants were killed when they set off a mine in Meta.", "colombia"),
    ],
)
def test_no_body_attacks_itself_or_what_it_reports(text: str, nobody: str) -> None:
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article)).reports
    last = max((r for r in found if r.type in VIOLENT), key=lambda r: r.evidence[0].start)
    assert nobody not in [a.id for a in last.perpetrators]


@pytest.mark.parametrize(
    "text",
    [
        "Facebook user Hani Arbid mourned Nasser's death in an airstrike on Rafah.",
        "Lena's father, Karim Arbid, sustained heavy injuries in the bombing of Taiz.",
        "Local sources reported about ten killed civilians in the airstrike on Rafah.",
        "Nasser Hospital received 60 injuries after the airstrike on Khan Younis.",
        "Coast News and Hill News both mentioned killed without giving details of the airstrike on Taiz.",
        "The Malian army suffered heavy losses in an ambush near Gao.",
    ],
)
def test_victims_and_witnesses_did_not_do_it(text: str) -> None:
    document = read(text, published="2024-05-06")
    found = find_reports(document, link_places(find_mentions(document), document.article)).reports
    assert [a.name for r in found if r.type in VIOLENT for a in r.perpetrators] == []


def test_similar_attacks_are_others_and_an_army_is_its_states() -> None:
    text = (
        "Militants killed 30 soldiers in an ambush near Djibo on Monday, the army said. "
        "The al-Qaeda affiliate JNIM has carried out similar attacks in the region."
    )
    assert len(violence(text)) == 2
    text = "Myanmar junta bombs village\n\nMyanmar's military bombed a village in Sagaing on Monday, killing 53 people."
    assert len(violence(text)) == 1
