"""Sentences of our own → the reports that must come out of them, and what must not."""

from __future__ import annotations

import pytest

from kg.linking import link_places
from kg.mentions import find_mentions
from kg.model import Reading, Report
from kg.reports import find_reports
from tests.reports.articles import read


def reading(text: str, *, published: str | None = "2018-09-12") -> Reading:
    """Read a text to the end."""
    document = read(text, published=published)
    return find_reports(document, link_places(find_mentions(document), document.article))


def one(text: str) -> Report:
    """Return the only report of a text."""
    (report,) = reading(text).reports
    return report


def told(report: Report) -> dict[str, object]:
    """Return the slots of a report in a form that is easy to write down."""
    return {
        "type": report.type,
        "status": report.status,
        "places": [p.name for p in report.places],
        "by": [a.id or a.name for a in report.perpetrators],
        "on": [a.id or a.name for a in report.targets],
        "hit": [f"{f.type} {f.damage}" for f in report.facilities],
        "with": list(report.weapons),
        "toll": [(c.outcome, c.group, c.count.min, c.count.max) for c in report.casualties],
        "said": [a.id or a.name for a in report.sources],
    }


SENTENCES: list[tuple[str, dict[str, object]]] = [
    (
        "Russian warplanes bombed the village of Darat Amer on Monday, killing six civilians.",
        {"type": "Airstrike", "by": ["russia"], "places": ["Darat Amer"], "toll": [("killed", "civilians", 6, 6)]},
    ),
    (
        "Six civilians were killed on Monday when Russian warplanes bombed the village of Darat Amer.",
        {"type": "Airstrike", "by": ["russia"], "places": ["Darat Amer"], "toll": [("killed", "civilians", 6, 6)]},
    ),
    (
        "The bombing of Darat Amer by Russian warplanes killed six people.",
        {"type": "Airstrike", "by": ["russia"], "places": ["Darat Amer"], "toll": [("killed", "people", 6, 6)]},
    ),
    (
        "Government artillery shelled the market in Mezraa, wounding at least ten people.",
        {"type": "Shelling", "places": ["Mezraa"], "hit": ["Market hit"], "toll": [("injured", "people", 10, None)]},
    ),
    (
        "Mortar fire hit a school in Mezraa and destroyed two classrooms.",
        {"type": "Shelling", "places": ["Mezraa"], "with": ["mortar"], "by": []},
    ),
    (
        "A Turkish drone struck a vehicle near Qasr Banat, killing two fighters of the Syrian Democratic Forces.",
        {"type": "DroneStrike", "by": ["turkey"], "on": ["sdf"], "toll": [("killed", "fighters", 2, 2)]},
    ),
    (
        "Army helicopters dropped barrel bombs on the town of Kafr Sahel.",
        {"type": "Airstrike", "places": ["Kafr Sahel"], "with": ["barrel-bomb"]},
    ),
    (
        "The town of Kafr Sahel came under heavy rocket fire by rebel groups.",
        {"type": "Shelling", "places": ["Kafr Sahel"], "with": ["rocket"], "by": ["rebel groups"]},
    ),
    (
        "Gunmen opened fire on a police patrol in Mosul, killing three officers.",
        {"type": "Shooting", "places": ["Mosul"], "toll": [("killed", "fighters", 3, 3)]},
    ),
    (
        "A suicide bomber blew himself up at a checkpoint outside Kandahar, killing four soldiers.",
        {"type": "Bombing", "by": [], "toll": [("killed", "fighters", 4, 4)], "hit": ["MilitarySite hit"]},
    ),
    (
        "A car bomb exploded near a mosque in Baghdad and killed nine worshippers.",
        {"type": "Bombing", "places": ["Baghdad"], "with": ["car-bomb"], "hit": []},
    ),
    (
        "A roadside bomb hit an army convoy in Helmand, officials said.",
        {"type": "Bombing", "status": "claimed", "said": ["officials"], "with": ["ied"]},
    ),
    ("Clashes broke out between the army and rebels near Sebha.", {"type": "Clash", "places": ["Sebha"]}),
    (
        "Islamic State militants seized the town of Ramlat from government forces.",
        {"type": "Capture", "by": ["isis"], "places": ["Ramlat"]},
    ),
    ("Security forces arrested fourteen protesters in Khartoum.", {"type": "Detention", "places": ["Khartoum"]}),
    ("More than 3,000 people fled the fighting in Tigray.", {"type": "Displacement", "places": ["Tigray"]}),
    ("Houthi fighters launched a missile at the port of Mokha.", {"type": "Shelling", "by": ["houthis"]}),
    ("The rebels were accused of shelling the town of Marib.", {"type": "Shelling", "places": ["Marib"]}),
    ("Five soldiers killed in ambush in northern Mali", {"type": "Clash", "toll": [("killed", "fighters", 5, 5)]}),
    (
        "Airstrike on market kills 12 in Yemen",
        {"type": "Airstrike", "hit": ["Market hit"], "toll": [("killed", "people", 12, 12)]},
    ),
    (
        "The Taliban claimed responsibility for the attack in Kabul that killed eight police officers.",
        {"by": ["taliban"], "places": ["Kabul"], "toll": [("killed", "fighters", 8, 8)]},
    ),
    (
        "Rebels attacked army positions near Tal Nour, and two soldiers were killed.",
        {"type": "Attack", "by": ["Rebels"], "toll": [("killed", "fighters", 2, 2)]},
    ),
    ("Sniper fire killed a woman in Taiz.", {"type": "Shooting", "with": ["sniper"], "by": []}),
    ("Chlorine was dropped on Darat Amer, choking dozens of people.", {"type": "ChemicalAttack"}),
    ("Jets hit the hospital, putting it out of service.", {"type": "Airstrike", "hit": ["Hospital out-of-service"]}),
    (
        "Israeli jets are reported to have hit a depot outside Masyaf.",
        {"type": "Airstrike", "by": ["israel"], "status": "claimed"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[t[:48] for t, _ in SENTENCES])
def test_a_sentence_gives_its_report(text: str, expected: dict[str, object]) -> None:
    slots = told(one(text))
    assert {key: slots[key] for key in expected} == expected


NOTHING = [
    ("The Israeli army said it did not strike the hospital in Khan Younis.", "negated"),
    ("If the army shells Marib, thousands may flee.", "conditional"),
    ("Rockets could hit the camp, residents fear.", "modal"),
    ("The army plans an assault on the city of Raqqa.", "irrealis"),
    ("No one was killed in Aleppo on Sunday.", "negated"),
    ("Workers at the plant went on strike over pay.", "no-armed-event"),
    ("The minister came under attack in parliament for his budget.", "no-armed-event"),
    ("Supporters marched through Gulu to celebrate the cup win.", "no-armed-event"),
    ("A surfer was killed in a shark attack in Durban on Friday.", "no-armed-event"),
]


@pytest.mark.parametrize(("text", "reason"), NOTHING, ids=[r for _, r in NOTHING])
def test_what_did_not_happen_gives_no_event_and_says_why(text: str, reason: str) -> None:
    found = reading(text)
    assert [r.type for r in found.reports if r.type != "Statement"] == []
    assert reason in {r.reason for r in found.refusals}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Protesters marched through Gulu against the bypass, chanting slogans.", "Protest"),
        ("Thousands of demonstrators rallied in Tbilisi on Sunday.", "Protest"),
        ("Supporters of the party marched around Gulu, shouting slogans against the vote.", "Protest"),
        ("Six people were killed in Thursday's attack on Tillabery.", "Attack"),
    ],
)
def test_a_few_words_of_a_short_text_tell_an_event(text: str, kind: str) -> None:
    assert [r.type for r in reading(text).reports] == [kind]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Kenya urged Al-Shabaab to talk. Al-Shabaab asked for time.", {"Statement"}),
        ("Kenya urged the league to talk. The league asked for time.", set()),
    ],
)
def test_what_is_said_of_an_armed_body_is_told_where_nothing_else_is(text: str, types: set[str]) -> None:
    assert {r.type for r in reading(text).reports} == types


def test_a_list_gives_one_report_for_each_target_place() -> None:
    text = "A clinic in Darat Amer, a bakery in Mezraa and a school in Kafr Sahel were hit by airstrikes."
    found = {r.places[0].name: [f.type for f in r.facilities] for r in reading(text).reports}
    assert found == {"Darat Amer": ["Hospital"], "Mezraa": ["Bakery"], "Kafr Sahel": ["School"]}


def test_two_towns_with_their_own_attacks_stay_apart() -> None:
    reports = reading("Ukrainian forces shelled Donetsk and a drone struck a depot in Belgorod.").reports
    assert {(r.type, r.places[0].name) for r in reports} == {("Shelling", "Donetsk"), ("DroneStrike", "Belgorod")}


FOLLOW_UP = (
    "Russian jets bombed the village of Darat Amer on Tuesday, killing six people. "
    "The strike destroyed a bakery. Nine others were wounded."
)


def test_sentences_that_go_on_with_an_event_join_it() -> None:
    report = one(FOLLOW_UP)
    assert len(report.evidence) == 3
    assert {(c.outcome, c.count.min) for c in report.casualties} == {("killed", 6), ("injured", 9)}
    assert [f"{f.type} {f.damage}" for f in report.facilities] == ["Bakery destroyed"]


def test_who_was_behind_it_goes_to_the_event_told_last() -> None:
    text = "A bomb exploded in Lashkar Gah, killing four soldiers. The Taliban claimed responsibility for the attack."
    report = one(text)
    assert [a.id for a in report.perpetrators] == ["taliban"]
    assert report.type == "Bombing"


def test_nobody_who_claimed_it_is_no_perpetrator() -> None:
    text = "A bomb exploded in Lashkar Gah, killing four soldiers. No group claimed responsibility for the attack."
    assert one(text).perpetrators == ()


def test_stories_in_paragraphs_of_their_own_stay_apart() -> None:
    text = (
        "A bomb exploded in Lashkar Gah. Four soldiers were killed in the blast.\n\n"
        "A bomb exploded in Tarin Kot. Two soldiers were killed in the blast."
    )
    tolls = {r.places[0].name: r.casualties[0].count.min for r in reading(text).reports}
    assert tolls == {"Lashkar Gah": 4, "Tarin Kot": 2}


def test_they_stands_for_the_last_subject() -> None:
    text = "The Syrian Democratic Forces raided Abu Nitel on Monday. They arrested five people in the village."
    arrest = next(r for r in reading(text).reports if r.type == "Detention")
    assert [a.id for a in arrest.perpetrators] == ["sdf"]


def test_every_quote_lies_in_the_text_and_every_report_is_its_own() -> None:
    found = reading(FOLLOW_UP + " Army artillery shelled Mezraa on Wednesday, wounding two children.")
    text = found.article.text
    assert all(0 <= e.start < e.end <= len(text) for r in found.reports for e in r.evidence)
    assert len({r.id for r in found.reports}) == len(found.reports) == 2


def test_two_tolls_told_for_one_event_are_both_kept() -> None:
    text = "Shelling hit Mezraa, killing 12 people, the army said. Shelling in Mezraa killed 20 people, residents said."
    tolls = {c.count.min for r in reading(text).reports for c in r.casualties}
    assert tolls == {12, 20}


@pytest.mark.parametrize(("behind", "day"), [("Luuq", None), ("Bardere", "2018-09-10")])
def test_the_lead_takes_the_day_told_behind_it_but_not_that_of_what_had_been_elsewhere(
    behind: str, day: str | None
) -> None:
    text = f"A blast killed one person in the town of Bardere.\n\nJets had bombed the town of {behind} on September 10."
    first = min(reading(text).reports, key=lambda report: report.evidence[0].start)
    assert (first.when and str(first.when.start)) == day


def test_who_judges_what_others_told_is_no_source_of_it() -> None:
    told = "Rescuers said that shells killed two women in Kerenik on Monday. "
    judged = reading(told + "The attack was a crime, the governor said.").reports
    assert [[a.name for a in r.sources] for r in judged if r.type != "Statement"] == [["Rescuers"]]
    added = reading(told + "The attack also wounded nine people, the governor said.").reports
    assert [[a.name for a in r.sources] for r in added if r.type != "Statement"] == [["Rescuers", "governor"]]


def test_who_blames_the_doer_is_a_source() -> None:
    text = "A raid killed nine villagers. Kenya blamed Somalia for the attack."
    told = [r for r in reading(text).reports if r.type != "Statement"]
    assert [[a.id for a in r.sources] for r in told] == [["kenya"]]


@pytest.mark.parametrize(
    ("next_sentence", "day"),
    [
        ("Gunmen shot dead nine farmers in Luuq.", "2018-09-10"),
        ("Gunmen have shot dead nine farmers in Luuq.", None),
    ],
)
def test_a_day_is_carried_only_to_what_is_told_as_news_of_a_day(next_sentence: str, day: str | None) -> None:
    reports = reading(f"Jets bombed a mill in Bardere on Monday. A clerk wept. A boy laughed. {next_sentence}").reports
    last = max(reports, key=lambda report: report.evidence[0].start)
    assert (last.when and str(last.when.start)) == day
