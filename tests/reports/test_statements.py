"""Statements: sentence(s) → (speaker, targets, what was done by saying it), one a party."""

from __future__ import annotations

from datetime import date

import pytest

from kg.mentions import find_mentions
from kg.model import Report
from kg.reports.statements import find_statements
from tests.reports.articles import read

ROWS: list[tuple[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]]] = [
    ("Kenya accused Somalia of shelling the border.", [("kenya", ("somalia",), ("accuse",))]),
    ("Kenya accused smugglers of shelling the border.", [("kenya", ("smugglers",), ("accuse",))]),
    ("Kenya rubbished the report.", [("kenya", (), ("deny",))]),
    ("Kenya said that it had conducted no strike there.", [("kenya", (), ("deny",))]),
    ("Kenya asked for an inquiry.", [("kenya", (), ("demand",))]),
    ("Kenya asked for comment.", []),
    ("The patriarch demanded an end to the siege.", [("patriarch", (), ("demand",))]),
    ("Kenya decreed a halt to its raids.", [("kenya", (), ("announce",))]),
    ("The ministry called the report a fairytale.", [("ministry", (), ("deny",))]),
    ("Kenya said no aircraft had bombed the camp.", [("kenya", (), ("deny",))]),
    ("Prime Minister Ayo Mbeki announced the recall of 500 reservists.", [("Ayo Mbeki", (), ("announce",))]),
    ("The ministry announced the death of nine villagers.", []),
    ("Masked men demanded a ransom of nine cows.", []),
    ("Kenya swore allegiance to the new league.", []),
    ("Kenya urged the mission to search the bridge.", [("kenya", ("mission",), ("demand",))]),
    ("Kenya blamed the weather for the fire on the bridge.", [("kenya", (), ("accuse",))]),
    ("The ministry rejected the report as a lie.", [("ministry", (), ("deny",))]),
    ("Kenya rejected talks with al-Shabab.", [("kenya", ("al-shabaab",), ("deny",))]),
    ("Kenya rejected al-Shabab's offer of a truce.", [("kenya", ("al-shabaab",), ("deny",))]),
    ("Kenya rejected a plan proposed by Somalia.", [("kenya", ("somalia",), ("deny",))]),
    ("Kenya dismissed the count as al-Shabab propaganda.", [("kenya", ("al-shabaab",), ("deny",))]),
    ("Kenya said the fire was the work of al-Shabab.", [("kenya", ("al-shabaab",), ("accuse",))]),
    ("Kenya demanded an apology from the Somali army.", [("kenya", ("somalia",), ("demand",))]),
    ("Kenya issued a warning to al-Shabab.", [("kenya", ("al-shabaab",), ("announce",))]),
    ("A Hezbollah drone slammed into a depot.", []),
    ("Kenya condemned the attack on the bridge.", [("kenya", (), ("condemn",))]),
    ("Kenya condemned the Somali attack on the bridge.", [("kenya", ("somalia",), ("condemn",))]),
    ("Kenya denied that its jets bombed the bridge.", [("kenya", (), ("deny",))]),
    ("Kenya denied bombing the bridge.", [("kenya", (), ("deny",))]),
    ("Kenya demanded the release of nine sailors.", [("kenya", (), ("demand",))]),
    ("Kenya called on Somalia to stop shelling the camp.", [("kenya", ("somalia",), ("demand",))]),
    ("Kenya called for an end to the siege.", [("kenya", (), ("demand",))]),
    ("Kenya urged the Somali army to open the road.", [("kenya", ("somalia",), ("demand",))]),
    ("Kenya threatened to close the border.", [("kenya", (), ("threaten",))]),
    ("Kenya threatened to launch an operation against al-Shabab.", [("kenya", ("al-shabaab",), ("threaten",))]),
    ("Kenya announced a new operation against al-Shabab.", [("kenya", ("al-shabaab",), ("announce",))]),
    ("Kenya said it will send troops to the border.", [("kenya", (), ("announce",))]),
    ("Kenya said Somalia must open the road.", [("kenya", ("somalia",), ("demand",))]),
    ("Kenya said the raid was a violation of its borders.", [("kenya", (), ("accuse",))]),
    ("Kenya expressed concern over the raid.", [("kenya", (), ("condemn",))]),
    ("Kenya said that it held the Somali army responsible for the raid.", [("kenya", ("somalia",), ("accuse",))]),
    ("The UN was shocked by the killing of nine villagers by al-Shabab.", [("un", ("al-shabaab",), ("condemn",))]),
    (
        "Amnesty International said Somali troops killed nine villagers, calling it a crime.",
        [("amnesty", ("somalia",), ("accuse", "condemn"))],
    ),
    (
        "Kenya called for Somalia, Yemen and Oman to open the road.",
        [("kenya", ("somalia", "yemen", "oman"), ("demand",))],
    ),
    ("Kenya dismissed the Somali statement as propaganda.", [("kenya", ("somalia",), ("deny",))]),
    ("A Pentagon spokesman said the raid was unacceptable.", [("united-states", (), ("accuse",))]),
    ("US forces announced that a drone killed a bomber.", []),
    ("Residents were shocked by the killing of nine villagers.", []),
    ("The Kenyan army said that nine people were killed in the raid.", []),
    ("The UN condemned the raid and called on all sides to spare the wells.", [("un", (), ("condemn", "demand"))]),
    ("The UN condemned the raid, urging Kenya to open the road.", [("un", ("kenya",), ("condemn", "demand"))]),
    ("The Syrian Observatory for Human Rights said nine people were killed.", []),
    (
        "The Syrian Observatory for Human Rights accused Turkey of shelling the camp.",
        [("sohr", ("turkey",), ("accuse",))],
    ),
    ("Residents accused Turkey of shelling the camp.", []),
    ("A resident condemned the raid.", []),
    ("Reuters said that nine people were killed.", []),
    ("Turkey could accuse Syria of shelling the camp.", []),
    ("Turkey refused to condemn the raid.", []),
    ("Turkey has not condemned the raid.", []),
    ("Turkey neither confirmed nor denied the raid.", []),
    ("If Turkey denies the raid, talks will end.", []),
    ("The Turkish foreign minister accused Russia of breaking the truce.", [("turkey", ("russia",), ("accuse",))]),
    ("Russia's defence ministry denied bombing the camp.", [("russia", (), ("deny",))]),
    ("“We condemn the raid and demand an end to the siege,” the UN said.", [("un", (), ("condemn", "demand"))]),
    (
        "Turkey accused Russia of breaking the truce. Russia denied it. Turkey then called on Russia to leave.",
        [("turkey", ("russia",), ("accuse", "demand")), ("russia", (), ("deny",))],
    ),
    (
        "The Turkish president said on Wednesday in Ankara that Turkey will defend the camp.",
        [("turkey", (), ("announce",))],
    ),
    ("Turkey released a statement about the raid.", [("turkey", (), ("announce",))]),
    ("Jets bombed the bridge and the mill.", []),
    ("Turkey was accused by Russia of shelling the camp.", [("russia", ("turkey",), ("accuse",))]),
    ("Turkey blamed Russia for the raid.", [("turkey", ("russia",), ("accuse",))]),
    ("The Taliban warned villagers against the vote.", [("taliban", (), ("threaten",))]),
    # what a saying calls a thing, denies or plans; who may speak without being in a list
    ("Ukraine's foreign minister, Dmytro Kuleba, called the strike a war crime.", [("ukraine", (), ("condemn",))]),
    ('Hamas called the claim "a lie".', [("hamas", (), ("deny",))]),
    ("Russia's defence ministry described the reports as fake.", [("russia", (), ("deny",))]),
    ("Azerbaijan's defence ministry said the reports were false.", [("azerbaijan", (), ("deny",))]),
    ("The White House said it was alarmed.", [("united-states", (), ("condemn",))]),
    ("The Pentagon said it would send more ships to the region.", [("united-states", (), ("announce",))]),
    ("Turkey says it only targets militants.", [("turkey", ("militants",), ("position",))]),
    ("France said Hezbollah was behind the raid.", [("france", ("hezbollah",), ("accuse",))]),
    ("Iraq suspended talks with the PKK and accused it of treason.", [("iraq", ("pkk",), ("accuse",))]),
    ("Iran warned that a Turkish assault on Kirkuk would fail.", [("iran", ("turkey",), ("threaten",))]),
    ("The Karen National Union demanded that the raids stop.", [("knu", (), ("demand",))]),
    ("Israel ordered residents of the eastern district to leave.", [("israel", (), ("demand",))]),
    ("The Ukrainian military said Russian forces shelled Kherson.", []),
    ("Russia did not call the claim a lie.", []),
    ("Thousands of protesters called for an end to the war.", []),
]


def _statements(text: str) -> list[Report]:
    document = read(text, published="2018-12-12")
    return find_statements(document, find_mentions(document))


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_statements_of_named_parties(text: str, expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    found = [
        (
            r.perpetrators[0].id or r.perpetrators[0].name,
            tuple(t.id or t.name for t in r.targets),
            tuple(rule.removeprefix("statement:") for rule in r.rules),
        )
        for r in _statements(text)
    ]
    assert found == expected


@pytest.mark.parametrize("text", [row[0] for row in ROWS if row[1]])
def test_a_statement_has_one_speaker_and_its_sentences(text: str) -> None:
    for report in _statements(text):
        assert report.type == "Statement"
        assert len(report.perpetrators) == 1
        assert report.sources == ()
        assert report.status == "asserted"
        assert report.evidence
        assert all(text[e.start : e.end].strip() for e in report.evidence)


def test_day_of_saying_is_the_statement_s_day() -> None:
    (report,) = _statements("Turkey condemned on Monday the raid that hit the bridge in 2016.")
    assert report.when is not None
    assert report.when.start == date(2018, 12, 10)


def test_ids_differ_by_party_and_stay_the_same() -> None:
    text = "Turkey accused Russia of breaking the truce. Russia denied it."
    first, again = _statements(text), _statements(text)
    assert [r.id for r in first] == [r.id for r in again]
    assert len({r.id for r in first}) == 2
