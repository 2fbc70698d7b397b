from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.mentions.words import key_of, phrases, singular, words_of
from kg.model import Actor, Furniture, Mention, Place, Span

Find = Callable[..., list[Mention]]


@pytest.mark.parametrize(
    ("text", "surface", "ref", "fine"),
    [
        ("Helicopters dropped barrel bombs.", "barrel bombs", "barrel-bomb", "barrel-bomb"),
        ("A bunker-buster bomb hit the site.", "bunker-buster bomb", "bunker-buster", "bunker-buster"),
        ("Grad missiles fell on the town.", "Grad missiles", "rocket", "grad"),
        ("White phosphorus was used.", "White phosphorus", "incendiary", "white-phosphorus"),
        ("A roadside bomb killed five soldiers.", "roadside bomb", "ied", "ied"),
        ("Jets dropped a bomb on the house.", "bomb", "aerial-bomb", "aerial-bomb"),
        ("A booby-trapped car exploded.", "booby-trapped car", "car-bomb", "car-bomb"),
        ("Chlorine gas was released.", "Chlorine gas", "chemical", "chlorine"),
        ("A Shahed drone hit the block.", "Shahed drone", "drone", "loitering-munition"),
        ("He wore an explosive vest.", "explosive vest", "suicide-belt", "suicide-belt"),
        ("Machine-gun fire was heard.", "Machine-gun fire", "small-arms", "small-arms"),
        ("Tank shells hit the wall.", "Tank shells", "tank", "tank"),
    ],
)
def test_weapon(find: Find, text: str, surface: str, ref: str, fine: str) -> None:
    found = [(m.span.of(text), m.ref, m.value) for m in find(text) if m.kind == "weapon"]
    assert (surface, ref, fine) in found


@pytest.mark.parametrize(
    ("text", "surface", "ref", "name"),
    [
        ("Jets hit Shaam Hospital on Monday.", "Shaam Hospital", "Hospital", "Shaam Hospital"),
        ("Jets hit Mezzeh military airport.", "Mezzeh military airport", "Airport", "Mezzeh military airport"),
        ("Jets hit a civil defense center.", "civil defense center", "CivilDefenceCentre", None),
        ("Jets hit two kindergartens.", "kindergartens", "School", None),
        ("Jets hit a displacement camp.", "displacement camp", "Camp", None),
        ("Jets hit the Russian hospital.", "hospital", "Hospital", None),
        ("Jets hit rocket launchers.", "rocket launchers", "MilitarySite", None),
        ("Jets hit homes in the city.", "homes", "Residential", None),
        ("A bomb went off near a police station.", "police station", "GovernmentBuilding", None),
        ("Shells hit Izraa National Hospital.", "Izraa National Hospital", "Hospital", "Izraa National Hospital"),
        ("Gunmen raided the Central Police Headquarters.", "Police Headquarters", "GovernmentBuilding", None),
        ("A drone hit a sawmill.", "sawmill", "IndustrialSite", None),
        ("A shell destroyed the flyover.", "flyover", "Bridge", None),
        ("The raid levelled a nine-storey building.", "storey building", "Residential", None),
    ],
)
def test_facility(find: Find, text: str, surface: str, ref: str, name: str | None) -> None:
    found = [(m.span.of(text), m.ref, m.value) for m in find(text) if m.kind == "facility"]
    assert (surface, ref, name) in found


@pytest.mark.parametrize("text", ["Troops killed two men in the West Bank.", "A drone was seen over Port Sudan."])
def test_a_place_is_no_facility(find: Find, text: str) -> None:
    assert not [m for m in find(text) if m.kind == "facility"]


def test_a_verb_is_no_weapon(find: Find) -> None:
    assert not [m for m in find("They mine copper and tank up.") if m.kind == "weapon"]


def test_furniture_holds_no_mention(find: Find) -> None:
    text = "Read: Russian warplanes hit Aleppo\n\nTurkish artillery shelled Afrin."
    marked = Furniture(span=Span(start=0, end=34), reason="teaser")
    assert all(m.span.start >= 34 for m in find(text, (marked,)))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("schools", "school"), ("bus", "bus"), ("factories", "factory"), ("churches", "church"), ("gunmen", "gunman")],
)
def test_singular(word: str, wanted: str) -> None:
    assert singular(word) == wanted


@pytest.mark.parametrize(
    ("one", "other"), [("Hay'at", "Hayʼat"), ("Workers'", "Workers"), ("Erdoğan", "Erdogan"), ("U.S.", "US")]
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert [w.key for w in words_of(one)] == [w.key for w in words_of(other)]


def test_a_phrase_breaks_at_punctuation() -> None:
    table = phrases([("White Helmets", 1)])
    for text, count in [("White Helmets", 1), ("White, Helmets", 0), ("White. Helmets", 0), ("White\n  Helmets", 1)]:
        assert len(list(table.find(text, words_of(text)))) == count, text


@given(st.text(max_size=200))
def test_words_lie_in_the_text(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end] == word.text
        assert word.start < word.stem_end <= word.end
        assert word.key == key_of(word.text)


PIECES = (
    "Russian|jets|hit|Idlib|the town of|al-Bab|,|.|and|ISIS|(SDF)|a school|'s|—|U.S.|-backed|rebels|\n\n|İ|التح|Kobanî"
    "|regime|bombs|in|Syria|said|“"
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=30))
def test_spans_lie_in_the_text_and_same_kinds_never_overlap(find: Find, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = find(text)
    assert found == sorted(found, key=lambda m: (m.span, m.kind))
    for mention in found:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.rule
        if isinstance(mention.value, Actor | Place):
            assert mention.value.spans == (mention.span,)
    for kind in ("actor", "place"):
        spans = [m.span for m in found if m.kind == kind]
        assert all(one.end <= other.start for one, other in pairwise(spans))
