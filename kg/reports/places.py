"""Where it happened: the most specific places that an event's clause names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg import lexicon
from kg.ids import fold, slug
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.scene import Scene, place_of
from kg.reports.standing import COMPASS, Standing, head_noun, is_beside, standing

if TYPE_CHECKING:
    from kg.reports.happenings import Group

# The finer, the lower: a village before the area around it, its province and its country.
FINENESS = {"exact": 0, None: 0, "near": 1, "area": 2, "admin": 3, "region": 4, "country": 5}
# Facilities that are places themselves: an event may be "in Nuseirat camp", none is at "Shaam" of Shaam Hospital.
GROUNDS = frozenset({"Camp", "Road"})
# Facilities named after where they are, or that are all there is in a place: "at the Erez crossing", "Basra airport".
LANDMARKS = frozenset({"Bridge", "Airport", "GovernmentBuilding", "MilitarySite", "WaterFacility", "IndustrialSite"})


SPOT, PART = ":spot", ":part"
_DISTANCE = 4  # words: "about 4 km to the" north of


def find_places(scene: Scene, group: Group, sentence: SpacySpan) -> tuple[Mention, ...]:
    """Return the places of an event, without the areas that only say where those places lie."""
    tokens = {t.i for t in group.tokens} | {a.i for t in group.triggers for a in t.token.ancestors}
    found = scene.of_kind("place", sorted(tokens))
    taken = {m.span: _taken_by(scene, m, sentence) for m in found}
    free = _under_one_name(scene, [m for m in found if taken[m.span] not in ("actor", "building", "landmark")])
    told = _choose(scene, group, free)
    marks = [m for m in found if taken[m.span] == "landmark"]
    if all(fineness(m) >= FINENESS["admin"] for m in told) or _is_surer(scene, group, marks, told):
        told = _choose(scene, group, marks) or told  # "Habbaniyah base in Anbar province"
    if not told:  # "the Luhansk power plant", "the market of Sabha"
        told = _choose(scene, group, [m for m in found if taken[m.span] == "building" and place_of(m).id])
    if all(fineness(m) >= FINENESS["admin"] for m in told):  # "In Darfur, they burned the market in the town"
        told = _choose(scene, group, [scene.pointed[i] for i in sorted(tokens) if i in scene.pointed]) or told
    return told


def _is_surer(scene: Scene, group: Group, marks: list[Mention], told: tuple[Mention, ...]) -> bool:
    """Tell whether landmarks are told as the event's place, and the other places only around it."""
    at = [standing(scene, m, group) for m in marks]
    return Standing.TOLD in at and all(standing(scene, m, group) != Standing.TOLD for m in told)


def _under_one_name(scene: Scene, found: list[Mention]) -> list[Mention]:
    """Give a place the other name that follows it in brackets: "Sloviansk (Slavyansk)"."""
    text = scene.article.text
    out: list[Mention] = []
    for mention in found:
        last = out[-1] if out else None
        behind = text[last.span.end : mention.span.start] if last is not None else ""
        if last is not None and behind.strip() == "(" and text[mention.span.end :].lstrip().startswith(")"):
            place = place_of(last)
            out[-1] = replace(last, value=replace(place, spans=(*place.spans, *place_of(mention).spans)))
        else:
            out.append(mention)
    return out


def _choose(scene: Scene, group: Group, found: list[Mention]) -> tuple[Mention, ...]:
    """Return, of the places a sentence names, those told most surely and most exactly as the event's."""
    stands = {m.span: s for m in found if (s := standing(scene, m, group)) is not None}
    for mention in found:  # the items of one list stand alike
        alike = [s for m in found if (s := stands.get(m.span)) is not None and _coordinated(scene, m, mention)]
        if mention.span in stands:
            stands[mention.span] = min([stands[mention.span], *alike])
    placed = [m for m in found if m.span in stands]
    sure = [m for m in placed if stands[m.span] <= Standing.AROUND]
    best = min(stands.values(), default=Standing.TOLD)
    chosen = _most_specific(scene, sure or [m for m in placed if stands[m.span] == best])
    told = [m for m in chosen if stands[m.span] == Standing.TOLD]
    return tuple(told or chosen)


def _taken_by(scene: Scene, mention: Mention, sentence: SpacySpan) -> str | None:
    """Tell what a place's name is merely part of: a body, a building, a landmark; None where it stands alone."""
    tokens = range(sentence.start, sentence.end)
    for actor in scene.of_kind("actor", tokens):
        if mention.span.start in range(actor.span.start, actor.span.end) and not actor.rule.startswith("state:country"):
            return "actor"
    for facility in scene.of_kind("facility", tokens):
        named = facility.value and mention.span.start in range(facility.span.start, facility.span.end)
        if named and facility.ref not in GROUNDS and not _only_lies_in(scene, facility, mention):
            return "landmark" if facility.ref in LANDMARKS else "building"
    return None


def _only_lies_in(scene: Scene, facility: Mention, mention: Mention) -> bool:
    """Tell whether a facility lies in a town and is not called after it: "a Baghdad restaurant", "Kharkiv hotels"."""
    span = scene.doc.char_span(facility.span.start, facility.span.end, alignment_mode="expand")
    if span is None or not span[-1].is_lower:
        return False
    one = any(c.lower_ in ("a", "an", "another") for c in span.root.children)
    return (one or span.root.tag_ == "NNS") and mention.span.end < facility.span.end


@cache
def _wide_areas() -> frozenset[str]:
    """Return the areas of the world that hold several countries, but the seas: "Middle East"."""
    names = {name for area in lexicon.areas() if not area.country for name in area.names}
    rows = lexicon.table("place_words")
    water = {row["form"] for row in rows if row["precision"] == "near" and row["scale"] == "own"}
    return frozenset(fold(name) for name in names if not water & set(fold(name).split()))


def fineness(mention: Mention) -> int:
    """Return how exact a place is told; land told only by who owns or holds it says less than a province."""
    if mention.rule in ("place:owned", "place:held"):
        return FINENESS["country"]
    if SPOT in mention.rule:  # "the outskirts of X", "the X area": as exact as "near X"
        return FINENESS["near"]
    if fold(place_of(mention).name) in _wide_areas():
        return FINENESS["country"]
    if mention.rule.startswith("place:country:"):
        return FINENESS["region"]  # "northern Mali" is coarser than a province of it
    return FINENESS.get(place_of(mention).precision, 0)


def _most_specific(scene: Scene, found: list[Mention]) -> list[Mention]:
    containers = {fold(name) for m in found for name in place_of(m).within}
    kept = [m for m in found if fold(place_of(m).name) not in containers or len(found) == 1]
    kept = [m for m in kept if not _contains_other(scene, m, kept) and not _has_quarter(scene, m, kept)]
    kept = [m for m in kept if not _is_aside(scene, m, kept)]
    best = min((fineness(m) for m in kept), default=0)
    limit = max(best, FINENESS["near"])  # "in X and near Y": both are points
    fine = [m for m in kept if fineness(m) <= limit]
    first: dict[str, Mention] = {}
    for mention in kept:
        if mention in fine or _is_listed(scene, mention, fine):
            first.setdefault(fold(place_of(mention).name), mention)
    return list(first.values())


def _is_listed(scene: Scene, mention: Mention, fine: list[Mention]) -> bool:
    """Tell whether a place stands in one list with finer ones: "hit X, Y and the Z countryside"."""
    bare = ":" not in mention.rule.removeprefix("place:")  # "in Marib and Mokha": the town or its province
    if fineness(mention) > FINENESS["admin" if bare else "area"]:
        return False
    return any((bare or m.span < mention.span) and _coordinated(scene, m, mention) for m in fine)


def _coordinated(scene: Scene, one: Mention, other: Mention) -> bool:
    """Tell whether two places are items of one list, also where a type word closes it: "X and Y villages"."""
    firsts = [{grammar.first_conjunct(scene.doc[i]).i for i in range(*_tokens(scene, m))} for m in (one, other)]
    return bool(firsts[0] & firsts[1])


def _is_aside(scene: Scene, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether a place only says where another lies: it opens the sentence, or the other lies near it."""
    noun = head_noun(scene, mention)
    others = [
        m
        for m in found
        if m is not mention and fineness(m) <= fineness(mention) and not _coordinated(scene, m, mention)
    ]
    if is_beside(noun) or (place_of(mention).precision == "near" and not _lies_in_town(mention)):
        return any(m.span < mention.span and fineness(m) == 0 for m in others)
    if _is_bearing(scene, mention) and any(_is_just_before(scene, m, mention) for m in others):
        return True
    return _is_setting(noun) and any(m.span > mention.span for m in others)


def _is_bearing(scene: Scene, mention: Mention) -> bool:
    """Tell whether a place is told by its direction from another: "north of X", "to the west of X city"."""
    words = mention.span.of(scene.article.text).split()
    return len(words) > 2 and words[0].lower() in COMPASS and words[1] == "of"


def _is_just_before(scene: Scene, other: Mention, mention: Mention) -> bool:
    """Tell whether nothing but a distance stands between two places: "X village, 4 km east of Y"."""
    between = scene.article.text[other.span.end : mention.span.start].split()
    return other.span < mention.span and len(between) <= _DISTANCE


def _is_setting(noun: Token) -> bool:
    """Tell whether a place sets the scene before the clause: "In X, shells hit Y"."""
    head = noun.head
    if grammar.base(noun) != "obl" or not grammar.is_verb(head):
        return False
    subjects = [*grammar.subjects(head), *grammar.passive_subjects(head)]
    return bool(subjects) and all(noun.i < s.i for s in subjects)


def _contains_other(scene: Scene, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether another place hangs inside this one: "Jabala in southern Idlib", "Sarmin, east of Idlib"."""
    noun = head_noun(scene, mention)
    above = {t.i for t in noun.ancestors}
    for other in found:
        if other is mention or _coordinated(scene, other, mention):
            continue
        inner = head_noun(scene, other)
        if grammar.case(noun) == "of" and inner == noun.head and inner.i not in range(*_tokens(scene, other)):
            continue  # "the Aleppo neighbourhood of Salaheddin": what follows "of" is the finer
        if grammar.case(inner) == "of" and inner.head == noun and noun.i not in range(*_tokens(scene, mention)):
            return True
        if (
            inner.i in above
            and other.span < mention.span
            and noun.dep_ != "conj"
            and not any(t.dep_ == "conj" or grammar.is_verb(t) for t in _between(noun, inner))
        ):
            return True
        if inner == noun and other.span < mention.span and noun.dep_ != "conj":
            return True
    return False


def _has_quarter(scene: Scene, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether a quarter of a town is told beside the town: "The Karrada district was hit on Monday in Baghdad"."""
    town = PART not in mention.rule and SPOT not in mention.rule and fineness(mention) == FINENESS["exact"]
    return town and any((PART in m.rule or _lies_in_town(m)) and not _coordinated(scene, m, mention) for m in found)


def _lies_in_town(mention: Mention) -> bool:
    """Tell whether a place is known only as a part of a town that the article names, and was put there."""
    place = place_of(mention)
    return place.precision == "near" and (place.id or "").endswith(f"-{slug(place.name)}")


def _tokens(scene: Scene, mention: Mention) -> tuple[int, int]:
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)


def _between(lower: Token, upper: Token) -> list[Token]:
    out = []
    while lower != upper and lower.head != lower:
        out.append(lower)
        lower = lower.head
    return out
