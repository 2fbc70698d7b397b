"""A sentence of our own → the types of the events that it tells; plans, fears and figures of speech tell none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import lexicon
from tests.reports.test_reports import reading

TABLE = lexicon.read_table(Path(__file__).parent / "event_types.tsv", columns=("sentence", "types"))
ARMED = "The army, rebels and militants have fought over the front line since the ceasefire."


@pytest.mark.parametrize("row", TABLE, ids=[r["sentence"][:60] for r in TABLE])
def test_a_sentence_tells_these_events(row: dict[str, str]) -> None:
    found = sorted(r.type for r in reading(row["sentence"]).reports if r.type != "Statement")
    assert ",".join(found) == row["types"]


# A weak word tells an event where the article is one about armed conflict.
IN_CONTEXT = [
    ("Displacement", "About 40,000 people sought refuge in the town of Pemba."),
    ("Meeting", "A delegation of the Houthis held talks with Saudi officials in Riyadh."),
    ("Relief", "Rescuers pulled four people from the rubble."),
    ("Agreement", "The government and the rebels inked a power-sharing accord in Juba."),
    ("Protest", "Residents of Hasakah staged a sit-in outside the Russian base."),
    ("Capture", "Kurdish fighters handed the town of Manbij over to the army."),
    ("Attack", "Fighters ransacked an aid warehouse in Wad Madani."),
]


@pytest.mark.parametrize(("kind", "text"), IN_CONTEXT, ids=[t[:48] for _, t in IN_CONTEXT])
def test_a_weak_word_tells_an_event_in_news_of_conflict(kind: str, text: str) -> None:
    told = [r.type for r in reading(f"{ARMED} {text}").reports if any(e.start > len(ARMED) for e in r.evidence)]
    assert told == [kind]


TOWNS = "Israeli strikes killed six people in Rafah and 11 in Khan Younis."


FLOWN = [
    ("Warplanes bombed a bridge near Tessalit on Monday. A strike on Gao killed nine people on 3 May.", "Airstrike"),
    ("A drone hit a lorry near Tessalit on Monday. Two further strikes wounded six people in Gao.", "DroneStrike"),
    ("Mali's warplanes bombed a bridge near Tessalit on Monday. Rebels struck Gao on 3 May, killing nine.", "Attack"),
]


@pytest.mark.parametrize(("text", "kind"), FLOWN)
def test_a_strike_comes_as_those_of_its_side_came(text: str, kind: str) -> None:
    shelled = "Shells killed a farmer in Kidal on 2 April. "  # the article tells of ground fire as well
    assert {r.type for r in reading(shelled + text).reports if any(p.name == "Gao" for p in r.places)} == {kind}


def test_who_was_killed_elsewhere_was_not_killed_as_the_others_were() -> None:
    text = "Warplanes bombed a bridge near Tessalit on Monday. Two herders were killed in Gao on 3 May."
    assert {r.type for r in reading(text).reports if any(p.name == "Gao" for p in r.places)} == {"Attack"}


def test_what_a_second_verb_says_is_not_held() -> None:
    text = "Gunmen killed a judge in Herat. The mayor holds the Taliban responsible and called it a crime."
    assert not [r for r in reading(text).reports if r.type == "Meeting"]


def test_counts_with_places_of_their_own_are_events_of_their_own() -> None:
    found = {r.places[0].name: r.casualties[0].count.min for r in reading(TOWNS).reports}
    assert found == {"Rafah": 6, "Khan Younis": 11}


def test_a_headline_joins_the_lead_that_says_at_least() -> None:
    text = (
        "Strike on Yemen hospital kills 14\n\nA coalition air strike hit a hospital in Abs district on Monday, killing "
        "at least 14 people, the charity MSF said. A missile landed near the entrance, he added."
    )
    assert [r.type for r in reading(text).reports if r.type != "Statement"] == ["Airstrike"]


def test_the_blast_belongs_to_the_bombing() -> None:
    text = (
        "A car bomb exploded outside a hotel in Mogadishu on Friday, killing eight people. "
        "Gunmen shot dead a guard at a bank in Kismayo. The blast in Mogadishu destroyed a dozen shops."
    )
    types = {r.places[0].name: r.type for r in reading(text).reports}
    assert types == {"Mogadishu": "Bombing", "Kismayo": "Shooting"}
