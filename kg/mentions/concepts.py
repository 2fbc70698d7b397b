"""Finds weapons and facilities: the surface forms of the weapon and facility schemes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg import lexicon
from kg.lexicon import Concept
from kg.mentions.scan import Hit, Scan
from kg.mentions.tables import nationalities
from kg.mentions.words import Phrases, phrases, singular
from kg.model import Mention, Span

# Parts of a name that may stand in lower case: "School of the Martyrs", "Dar al-Shifa Hospital".
_PARTICLES = frozenset({"al", "el", "as", "ash", "ad", "ar", "an", "az", "at", "bin", "ibn", "de", "la", "del", "san"})
_GENERIC = frozenset({"the", "a", "an", "this", "that", "its", "their", "his", "her", "in", "on", "at", "one", "two"})


@cache
def _labels(scheme: str) -> Phrases[Concept]:
    pairs = [(label, concept) for concept in lexicon.concepts(scheme) for label in concept.labels]
    return phrases(pairs, plural=True)


def find_weapons(scan: Scan) -> Iterator[Hit]:
    """Yield what a text names as a weapon; `ref` is the closed-list notation, `value` the finer one."""
    for i, taken, end, concept in _labels("weapon").find(scan.text, scan.words):
        if taken == 1 and scan.tokens[i].pos_ in _NO_NOUN:
            continue
        concept = _in_context(scan, i, concept) if taken == 1 else concept
        span = Span(start=scan.words[i].start, end=end)
        rule = f"weapon:{concept.notation}"
        yield Hit(mention=Mention(kind="weapon", span=span, ref=concept.top, value=concept.notation, rule=rule), rank=1)


@cache
def _contexts() -> dict[tuple[str, str], str]:
    rows = lexicon.table("weapon_context")
    return {(row["form"], row["cue"]): row["notation"] for row in rows if row["notation"] != "ied"}


@cache
def _by_notation() -> dict[str, Concept]:
    return {concept.notation: concept for concept in lexicon.concepts("weapon")}


def _in_context(scan: Scan, i: int, concept: Concept) -> Concept:
    """Return what a word means in its sentence: a "bomb" that a jet drops is an aerial bomb."""
    form = singular(scan.words[i].stem)
    sentence = scan.tokens[i].sent
    # "The second bomb" goes on with what the sentences before told of jets; one planted or exploding does not.
    before = () if any(t.lemma_.lower() in _planted() for t in sentence) else _before(scan, sentence)
    for token in (*sentence, *before):
        if notation := _contexts().get((form, singular(token.lower_))):
            return _by_notation()[notation]
    return concept


@cache
def _planted() -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicon.table("weapon_context") if row["notation"] == "ied")


def _before(scan: Scan, sentence: SpacySpan, *, sentences: int = 2) -> list[Token]:
    """Return the tokens of the sentences just before one."""
    doc, start = sentence.doc, sentence.start
    for _ in range(sentences):
        start = doc[start - 1].sent.start if start > 0 else start
    return list(doc[start : sentence.start])


# "They shell the town", "it can mine the road": the same spelling as a verb names no weapon.
_NO_NOUN = frozenset({"VERB", "AUX", "PRON", "ADP", "ADV"})


def find_facilities(scan: Scan) -> Iterator[Hit]:
    """Yield what a text names as a facility; `ref` is the closed-list notation, `value` its own name if it has one."""
    past = 0
    for i, taken, end, concept in _labels("facility").find(scan.text, scan.words):
        if i < past or (taken == 1 and scan.tokens[i].pos_ in _NO_NOUN):
            continue
        if _is_posted(scan, i) or _is_town(scan, i + taken):
            continue
        past = i + taken  # "police headquarters" is no headquarters of an army
        first = _name_start(scan, i)
        start, named = scan.words[first].start, first < i
        name = " ".join(scan.text[start:end].split()) if named else None
        if name in _place_names():
            continue  # "the West Bank"
        rule = f"facility:{concept.notation}" + (":named" if named else "")
        yield Hit(
            mention=Mention(kind="facility", span=Span(start=start, end=end), ref=concept.top, value=name, rule=rule),
            rank=2,
        )


@cache
def _place_names() -> frozenset[str]:
    return frozenset(name for place in lexicon.places() for name in place.names)


def _is_town(scan: Scan, after: int) -> bool:
    """Tell whether a word only begins the name of a town: "Port Sudan", not "the port of Sudan"."""
    i = after - 1
    if scan.words[i].text not in _towns() or not scan.joined(i, after) or not scan.words[after].capital:
        return False
    return scan.tokens[after].pos_ == "PROPN" and not (i > 0 and scan.words[i - 1].key == "the")


@cache
def _towns() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("facility_words") if r["kind"] == "town")


@cache
def _media() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("facility_words") if row["kind"] == "medium")


def _is_posted(scan: Scan, i: int) -> bool:
    """Tell whether a post is one that people read: "a Facebook post"."""
    return singular(scan.words[i].stem) == "post" and i > 0 and scan.words[i - 1].key in _media()


def _name_start(scan: Scan, i: int) -> int:
    """Return the first word of a facility's own name before its type: "Shaam Hospital", "Izraa National Hospital"."""
    first = i
    while first > 0 and first > i - 6 and scan.joined(first - 1, first) and _in_name(scan, first - 1):
        first -= 1
    while first < i and scan.words[first].key in _PARTICLES and not scan.words[first].capital and first == 0:
        first += 1
    names = scan.words[first:i]
    capitals = [word for word in names if word.capital]
    if not capitals or (len(capitals) == len(names) and _is_heading(scan, i)):
        return i
    if all(scan.tokens[j].pos_ == "ADJ" or scan.words[j].key in nationalities() for j in range(first, i)):
        return i
    return first


def _in_name(scan: Scan, j: int) -> bool:
    word = scan.words[j]
    if word.key in _GENERIC or word.stem != word.key:
        return False
    return (word.capital and scan.tokens[j].pos_ in {"PROPN", "NOUN", "ADJ", "X"}) or (
        word.key in _PARTICLES and scan.hyphened(j, j + 1)
    )


def _is_heading(scan: Scan, i: int) -> bool:
    """Tell whether the words around stand in a Title Case line, where capitals say nothing."""
    content = [t.text for t in scan.tokens[i].sent if t.pos_ in {"NOUN", "VERB", "ADJ", "PROPN"} and t.is_alpha]
    return len(content) > 3 and all(text[0].isupper() for text in content)
