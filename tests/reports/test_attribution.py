"""Attribution: sentence(s) and the word that tells the event → status and sources."""

from __future__ import annotations

import pytest

from kg.mentions import find_mentions
from kg.model import Actor, Document, Span
from kg.reports.attribution import Attribution, attribution_for, find_attributions, sources_of
from kg.reports.said import told_once
from tests.reports.articles import read

ROWS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("Residents said that shells hit the mill.", "hit", "claimed", ("Residents",)),
    ("Residents said shells had hit the mill.", "hit", "claimed", ("Residents",)),
    ("Shells hit the mill, the charity has said.", "hit", "claimed", ("charity",)),
    ("Shells hit the mill, the state company that runs it said.", "hit", "claimed", ("state company",)),
    ("Shells hit the mill, according to two beekeepers.", "hit", "claimed", ("two beekeepers",)),
    ("Shells hit the mill, according to the treaty.", "hit", "asserted", ()),
    ("IS claimed on its channel that its men had shelled the mill.", "shelled", "claimed", ("isis",)),
    ("The fight began on Friday, when, the elders said, shells hit the mill.", "hit", "claimed", ("elders",)),
    ("The fight began on Friday, when, the elders said, shells hit the mill.", "fight", "asserted", ()),
    ("An ANC (African National Congress) spokesman said shells hit the mill.", "hit", "claimed", ("ANC",)),
    (
        "According to sources from the league, the singer Ayo Mbeki was shot.",
        "shot",
        "claimed",
        ("sources from the league",),
    ),
    (
        "Shells hit the mill in Goma, Kivu, a spokesman for the council told reporters.",
        "hit",
        "claimed",
        ("spokesman",),
    ),
    ("Shells hit the mill, according to local reports.", "hit", "claimed", ("local reports",)),
    ("Shells hit the mill, according to recent reports.", "hit", "claimed", ()),
    ("Shells hit the mill, according to reports from Uganda.", "hit", "claimed", ("reports from Uganda",)),
    ("Radio reports said that shells hit the mill.", "hit", "claimed", ("Radio",)),
    ("Shells hit the mill nine times, by a count of the United Nations.", "hit", "claimed", ("un",)),
    ("Shells hit the mill, according to a tally by the elders.", "hit", "claimed", ("elders",)),
    ("Shells hit the mill, according to a tally that a teacher keeps.", "hit", "claimed", ("teacher",)),
    ("The health ministry's count was 11 dead by noon.", "dead", "claimed", ("health ministry",)),
    ("The defence ministry wrote of shells that hit the mill.", "hit", "claimed", ("defence ministry",)),
    ("A nurse recalls the shelling of the mill.", "shelling", "claimed", ("nurse",)),
    ("According to the priest, Father Pedro Velez, shells hit the mill.", "hit", "claimed", ("Pedro Velez",)),
    ("Shells hit the mill, residents said.", "hit", "claimed", ("residents",)),
    ("Shells hit the mill, residents and rescuers said.", "hit", "claimed", ("residents", "rescuers")),
    ("Shells hit the mill, one of the nurses added.", "hit", "claimed", ("nurses",)),
    ("One of the nurses said shells hit the mill.", "hit", "claimed", ("nurses",)),
    ("Pupils learned that shells had hit the mill.", "hit", "asserted", ()),
    ("Reuters learned that shells had hit the mill.", "hit", "claimed", ("reuters",)),
    ("Shells hit the mill, residents told Reuters.", "hit", "claimed", ("residents", "reuters")),
    ("Shells hit the mill, according to rescuers.", "hit", "claimed", ("rescuers",)),
    ("According to rescuers, shells hit the mill.", "hit", "claimed", ("rescuers",)),
    ("Rescuers reported that jets bombed the bridge.", "bombed", "claimed", ("Rescuers",)),
    ("Rescuers documented the death of nine villagers.", "death", "claimed", ("Rescuers",)),
    ("The Kenyan army confirmed that a drone struck the depot.", "struck", "claimed", ("kenya",)),
    ("The Kenyan army announced the capture of the town.", "capture", "claimed", ("kenya",)),
    ("Kenya accused Somalia of shelling the border.", "shelling", "claimed", ("kenya",)),
    ("Kenya blamed Somalia for the attack on the bridge.", "attack", "claimed", ("kenya",)),
    ("Kenya denied that its jets bombed the bridge.", "bombed", "denied", ("kenya",)),
    ("Kenya denied bombing the bridge.", "bombing", "denied", ("kenya",)),
    ("Kenya denied backing the militia, which shelled the bridge.", "shelled", "asserted", ()),
    ("Kenya denies allegations of shelling the camp.", "shelling", "denied", ("kenya",)),
    ("Kenya rejected claims that it shelled the camp.", "shelled", "denied", ("kenya",)),
    ("Kenya dismissed reports that it had shelled the camp.", "shelled", "denied", ("kenya",)),
    (
        "The Sudan Doctors Network an activist group said shells hit the mill.",
        "hit",
        "claimed",
        ("sudan-doctors-network",),
    ),
    (
        "Kenya heard the news.\n\nMinister Penny Wong said:\n\nWe mourn those they claim to have freed.\n\n"
        "Jets bombed the bridge.\n\n",
        "bombed",
        "claimed",
        ("Penny Wong",),
    ),
    (
        "(Begin recording) (Okello) we held the bridge. Shells hit the mill. (End recording) It rained.",
        "hit",
        "claimed",
        ("Okello",),
    ),
    (
        "(Begin recording) (Okello) we held the bridge. (End recording) Shells hit the mill.",
        "hit",
        "asserted",
        (),
    ),
    (
        "Is the road open?\n\n(Okello) Yes, it is.\n\n(Reporter) Was there any shooting?\n\n"
        "(Okello) There was none. Shells hit the mill.",
        "hit",
        "claimed",
        ("Okello",),
    ),
    ("It was quiet. (Okello) Shells hit the mill.", "hit", "asserted", ()),
    (
        "Minister Penny Wong said:\n\nWe know that jets bombed the bridge. The raid was wrong.\n\n",
        "bombed",
        "claimed",
        ("Penny Wong",),
    ),
    (
        "Minister Penny Wong said:\n\nOur thoughts are with all.\n\nOver a year jets bombed the bridge nine times.",
        "bombed",
        "claimed",
        ("Penny Wong",),
    ),
    ("The ministry said:\n\nThe bridge is closed.\n\nJets bombed the bridge.", "bombed", "asserted", ()),
    ("The governor of Lamu, Fahim Twaha, said that shells hit the mill.", "hit", "claimed", ("Fahim Twaha",)),
    ("Shells hit the mill, said Fahim Twaha, the regional governor.", "hit", "claimed", ("Fahim Twaha",)),
    ("Medics put the number of dead in the shelling at nine.", "shelling", "claimed", ("Medics",)),
    ("Russian state TV said that shells hit the mill.", "hit", "claimed", ("Russian state TV",)),
    (
        "Russian state media cited a doctor as saying that shells hit the mill.",
        "hit",
        "claimed",
        ("Russian state media", "doctor"),
    ),
    ("LAMU, Kenya (Coast Press) – A doctor told Coast Press that shells hit the mill.", "hit", "claimed", ("doctor",)),
    ("Jets reportedly bombed the bridge.", "bombed", "claimed", ()),
    ("Jets allegedly bombed the bridge.", "bombed", "claimed", ()),
    ("Jets were reported to have bombed the bridge.", "bombed", "claimed", ()),
    ("Jets are said to have bombed the bridge.", "bombed", "claimed", ()),
    ("Jets are believed to have bombed the bridge.", "bombed", "asserted", ()),
    ("There are unconfirmed reports that jets bombed the bridge.", "bombed", "claimed", ()),
    (
        "The newspaper Al-Watan, citing a security source, said that jets bombed the bridge.",
        "bombed",
        "claimed",
        ("security source", "al-watan"),
    ),
    (
        "Reuters quoted the Kenyan army as saying that jets bombed the bridge.",
        "bombed",
        "claimed",
        ("reuters", "kenya"),
    ),
    ("“Jets bombed the bridge and the mill,” a resident said.", "bombed", "claimed", ("resident",)),
    ("A resident said: “Jets bombed the bridge and the mill at night.”", "bombed", "claimed", ("resident",)),
    (
        "“Jets bombed the bridge,” Kenya said. “They came back at dawn and bombed the mill.”",
        "bombed",
        "claimed",
        ("kenya",),
    ),
    ("A spokesman for the Kenyan army said shells hit the mill.", "hit", "claimed", ("kenya",)),
    ("In a statement, the Kenyan army said that shells hit the mill.", "hit", "claimed", ("kenya",)),
    ("Islamic State claimed to have shot two guards.", "shot", "claimed", ("isis",)),
    ("Islamic State claimed responsibility for the bombing.", "bombing", "asserted", ("isis",)),
    ("The United Nations and Kenya said that raids killed nine people.", "killed", "claimed", ("un", "kenya")),
    ("Kenya has not said that jets bombed the bridge.", "bombed", "asserted", ()),
    ("Jets bombed the bridge and the mill.", "bombed", "asserted", ()),
    ("The attack destroyed the bridge, and residents fled.", "destroyed", "asserted", ()),
    ("Images show that shells hit the mill.", "hit", "claimed", ()),
    (
        "Rescuers said that shells hit the mill. They added that jets bombed the bridge.",
        "bombed",
        "claimed",
        ("Rescuers",),
    ),
    (
        "Rescuers said that shells hit the mill. The dead included nine boys. They added that jets bombed the bridge.",
        "bombed",
        "claimed",
        ("Rescuers",),
    ),
    ("An activist told Kenya's radio that raiders burned the farm.", "burned", "claimed", ("activist",)),
    ("Police say raiders burned the farm.", "burned", "claimed", ("Police",)),
    ("Kenya condemned the attack on the bridge.", "attack", "asserted", ()),
    ("Kenya called on Somalia to stop shelling the camp.", "shelling", "asserted", ()),
    ("Kenya rejected claims that its jets bombed the camp.", "bombed", "denied", ("kenya",)),
    ("Somalia's information minister said jets bombed the camp.", "bombed", "claimed", ("somalia",)),
    ("The mayor said that jets bombed the camp.", "bombed", "claimed", ("mayor",)),
    ("The group known as al-Shabab said its men killed nine guards.", "killed", "claimed", ("al-shabaab",)),
    ("Two witnesses told the BBC that guards shot nine boys.", "shot", "claimed", ("witnesses", "bbc")),
    ("The BBC reported that guards shot nine boys.", "shot", "claimed", ("bbc",)),
    ("Guards shot nine boys, the BBC reported, citing witnesses.", "shot", "claimed", ("bbc", "witnesses")),
    ("Medics put the toll at nine; jets bombed the camp.", "bombed", "asserted", ()),
    ("Doctors at the hospital said nine people were killed.", "killed", "claimed", ("Doctors",)),
    ("Nine people were killed, a hospital official said on Sunday.", "killed", "claimed", ("hospital official",)),
    (
        "Nine people were killed and a bridge burned, state television reported.",
        "burned",
        "claimed",
        ("state television",),
    ),
    (
        "Human Rights Watch said it had documented the killing of nine boys by guards who shot at a crowd.",
        "shot",
        "claimed",
        ("hrw",),
    ),
    ("UN experts concluded that jets bombed the clinic.", "bombed", "claimed", ("un",)),
    ("The UN accused the Kenyan army of shelling the camp.", "shelling", "claimed", ("un",)),
    ("Kenya was accused of shelling the camp.", "shelling", "claimed", ()),
    ("The army, which denied shelling the camp, left on Friday.", "shelling", "denied", ("army",)),
    ("Kenya did not deny that it shelled the camp.", "shelled", "asserted", ()),
    ("Kenya said: “We never shelled the camp.”", "shelled", "claimed", ("kenya",)),
    ('"Jets bombed the bridge and the mill," the mayor told reporters.', "bombed", "claimed", ("mayor",)),
    (
        "Kenya claims that raiders burned the farm, but residents say guards burned it.",
        "burned",
        "claimed",
        ("residents",),
    ),
    # trailing speakers, with their titles, appositions, outlets and lost commas
    (
        "Raiders burned the farm, two guards and a local elected official said.",
        "burned",
        "claimed",
        ("two guards", "local elected official"),
    ),
    ("Rebels, officials said, ambushed a truck on Friday.", "ambushed", "claimed", ("officials",)),
    ("The blast killed nine, hospital sources said, and wounded 20.", "wounded", "claimed", ("hospital sources",)),
    (
        "A drone hit the port, according to a civil society leader in the area.",
        "hit",
        "claimed",
        ("civil society leader",),
    ),
    ("A drone hit the port, according to Baza, a Telegram channel.", "hit", "claimed", ("Baza",)),
    (
        "Two people were killed, the regional governor, Oleksandr Prokudin, said.",
        "killed",
        "claimed",
        ("Oleksandr Prokudin",),
    ),
    (
        "Governor Serhii Lysak said shells hit the mill. Two houses burned, the governor wrote on Telegram.",
        "burned",
        "claimed",
        ("Serhii Lysak",),
    ),
    ("Gunmen killed four farmers, as confirmed by the governor.", "killed", "claimed", ("governor",)),
    ("As reported by Radio Okapi, gunmen killed four farmers.", "killed", "claimed", ("Radio Okapi",)),
    ("Per local police, gunmen killed four farmers.", "killed", "claimed", ("police",)),
    (
        "Gunmen attacked the mosque, Anadolu Agency reported, quoting security sources.",
        "attacked",
        "claimed",
        ("anadolu", "security sources"),
    ),
    ("The shelling was reported by the regional administration.", "shelling", "claimed", ("regional administration",)),
    ("An AFP journalist saw two drones hit the port.", "hit", "claimed", ("afp",)),
    ("The alleged killing of nine villagers prompted an inquiry.", "killing", "claimed", ()),
    ("His family said soldiers shot him at a checkpoint.", "shot", "claimed", ("family",)),
    ("A statement by the interior ministry said raiders burned the farm.", "burned", "claimed", ("interior ministry",)),
    ("Settlers attacked a village on Sunday medics said.", "attacked", "claimed", ("medics",)),
    ("Shells hit the mill, the beekeeper said.", "hit", "claimed", ("beekeeper",)),
    ("Shells hit the mill, according to a beekeeper who fled.", "hit", "claimed", ("beekeeper",)),
    ("Shells hit the mill, the joint command said.", "hit", "claimed", ("joint command",)),
    ("Raiders burned the farm, the security services said.", "burned", "claimed", ("security services",)),
    (
        "Raiders burned the farm, the provincial governor's office said.",
        "burned",
        "claimed",
        ("provincial governor's office",),
    ),
    ("The council spoke of a raid on the farm.", "raid", "claimed", ("council",)),
    ("Medics raised the toll of the shelling to nine.", "shelling", "claimed", ("Medics",)),
    ("The raid left nine dead by the ministry's count.", "raid", "claimed", ("ministry",)),
    ("The mayor attributed the attack to rebels.", "attack", "claimed", ("mayor",)),
    ("Since May raiders have burned 46 farms, police figures show.", "burned", "claimed", ("police",)),
    ("Nine were killed, an official who asked not to be named said.", "killed", "claimed", ("official",)),
    ("Nine were killed, officials said; a tenth was missing.", "killed", "claimed", ("officials",)),
    ("The union rejected the use of violence.", "violence", "asserted", ()),
    ("The army rejected reports of the raid.", "raid", "denied", ("army",)),
    ("Nine were killed; the clerk posted letters.", "killed", "asserted", ()),
    ("The move came according to a strict timetable; raiders burned the farm.", "burned", "asserted", ()),
]


def _status(document: Document, word: str) -> tuple[str, tuple[str, ...]]:
    found = find_attributions(document, find_mentions(document))
    token = [t for t in document.doc if t.text == word][-1]
    status, sources = attribution_for(document, token.i, found)
    return status, tuple(a.id or a.name for a in sources)


@pytest.mark.parametrize(("text", "word", "status", "sources"), ROWS)
def test_status_and_sources(text: str, word: str, status: str, sources: tuple[str, ...]) -> None:
    assert _status(read(text), word) == (status, sources)


def test_a_source_is_named_by_its_own_words_too() -> None:
    document = read("A Kenyan army spokesman, Fahim Twaha, said that shells hit the mill of Lamu.")
    token = next(t for t in document.doc if t.text == "hit")
    (source,) = attribution_for(document, token.i, find_attributions(document, find_mentions(document)))[1]
    assert source.id == "kenya"
    assert "Fahim Twaha" in [span.of(document.article.text) for span in source.spans]


def test_the_ministry_is_who_spoke_by_that_word() -> None:
    text = "The health ministry said shells hit the mill. Hamas spoke of revenge. The ministry said jets bombed it."
    assert _status(read(text), "bombed") == ("claimed", ("health ministry",))


def test_who_tells_a_part_is_a_source_of_it() -> None:
    document = read("Shells hit the mill on Monday, and an aid worker said nine people had died.")
    found = find_attributions(document, find_mentions(document))
    parts = [t.i for t in document.doc if t.text in ("hit", "died")]
    assert [a.name for a in sources_of(document, parts, found)] == ["aid worker"]


def test_a_bare_word_beside_a_fuller_phrase_is_one_source() -> None:
    bare, full = Actor(name="ministry"), Actor(name="defence ministry")
    placed, other = Actor(name="sources at the port"), Actor(name="source")
    assert told_once([bare, full]) == (full,)
    assert told_once([placed, other]) == (placed,)
    assert told_once([Actor(name="army", id="kenya"), Actor(name="Somali army")])[0].id == "kenya"


def test_one_and_several_by_one_word_are_one_source() -> None:
    many, one = (
        Actor(name=n, spans=(Span(start=k, end=k + 5),)) for k, n in enumerate(("Eye witnesses", "eye witness"))
    )
    assert len(told_once([many, one])) == 1
    assert len(told_once([many, Actor(name="eye doctor", spans=(Span(start=9, end=12),))])) == 2


def test_a_name_and_what_it_is_are_told_apart() -> None:
    document = read("Army spokesman Fahim Twaha said that shells hit the mill.")
    token = next(t for t in document.doc if t.text == "hit")
    (source,) = attribution_for(document, token.i, find_attributions(document, find_mentions(document)))[1]
    assert {"Fahim Twaha", "Army spokesman"} <= {span.of(document.article.text) for span in source.spans}


def test_publisher_is_no_source() -> None:
    text = "A Reuters correspondent said that jets bombed the bridge."
    assert _status(read(text, publisher="Reuters"), "bombed") == ("asserted", ())
    assert _status(read(text, publisher="Another Paper"), "bombed") == ("claimed", ("reuters",))


def test_publisher_known_by_its_host_is_no_source() -> None:
    text = "Residents told Reuters that jets bombed the bridge."
    assert _status(read(text, publisher="www.reuters.com"), "bombed") == ("claimed", ("Residents",))


def test_publisher_named_on_a_line_below_the_headline_is_no_source() -> None:
    text = "Bridge bombed in the north\n\nLagoon Herald\n3 May 2018\n\nResidents told Lagoon Herald jets bombed it."
    assert _status(read(text), "bombed") == ("claimed", ("Residents",))
    assert _status(read(text.replace("Lagoon Herald\n", "")), "bombed")[1] == ("Residents", "Lagoon Herald")


def test_cue_itself_is_not_attributed() -> None:
    document = read("Residents said that shells hit the mill.")
    said = next(t for t in document.doc if t.text == "said")
    assert attribution_for(document, said.i, find_attributions(document, find_mentions(document))) == ("asserted", ())


def test_denied_outweighs_claimed() -> None:
    document = read("Jets bombed the bridge.")
    scope, cue = Span(start=0, end=23), Span(start=22, end=23)
    both = [Attribution(scope=scope, cue=cue), Attribution(scope=scope, cue=cue, verdict="denied")]
    assert attribution_for(document, 1, both)[0] == "denied"


def test_attributions_stay_inside_the_text() -> None:
    for text, *_ in ROWS:
        document = read(text)
        for found in find_attributions(document, find_mentions(document)):
            assert 0 <= found.scope.start < found.scope.end <= len(text)
            assert found.rule
