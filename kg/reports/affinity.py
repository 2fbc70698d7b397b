"""How well what a sentence tells fits an event told before: place, day, side, toll and scale, each with its weight."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.ids import actor_key, fold
from kg.model import Casualty, Count, Mention, Place, When
from kg.nlp import grammar
from kg.reports.happenings import Happening
from kg.reports.kinds import may_be_same
from kg.reports.scene import Scene, actor_of, place_of
from kg.reports.senses import nouns_of
from kg.reports.totals import is_coarse, is_toll_of_a_war, is_total

# What agreement and conflict of each part weigh.
SAME_PLACE, OTHER_PLACE = 2.0, -3.0
SAME_DAY, OTHER_DAY, OTHER_WEEK = 0.5, -3.0, -6.0
NEAR_DAYS = 3  # so far a day may be told or read wrongly
SAME_SIDE, OTHER_SIDE, UNNAMED_SIDE = 0.7, -2.0, -0.7
SAME_TOLL, OTHER_TOLL = 2.5, -1.5
SAME_TYPE, NEAR_TYPE = 0.7, 0.2
DEFINITE, NEXT_SENTENCE, LEAD = 1.2, 0.6, 0.6
DEFINITE_KIND = 0.5  # "the blast" after a bombing
FEW = 3  # counts below this agree by chance
HARM_ONLY = 1.0  # "two others were wounded" with no place and no doer goes on with what was told
PARAGRAPH = -1.2  # where paragraphs hold a story each, a new one starts another event
DOZENS = (24, 40, 200, 2000)  # what "dozens", "scores", "hundreds" and "thousands" are read as
NEW = -0.7  # "a bomb exploded in …", "gunmen attacked …": told as something new, in a place of its own
SCALE = -1.5  # one is a total over many, the other a single event
OTHER_SCALE = -9.0  # "more than 290 have died since May" behind a single attack
SAME_SCALE = 1.0  # "these attacks" right after a total over attacks
TELLING = 10  # days after an event on which somebody may still tell of it as news
SAID_DAY = "day:said"  # the rule of a happening that has no time but that of the telling
DENIED = -2.0  # what one side denies and another tells are two tellings


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """The happenings judged to be one event, in text order."""

    members: tuple[Happening, ...]

    @property
    def category(self) -> str:
        """The category all members share."""
        return self.members[0].category


def paragraph_starts(scene: Scene) -> tuple[int, ...]:
    """Return where the paragraphs of an article start, () where most are a single sentence and say nothing."""
    text = scene.article.text
    starts = tuple(m.end() for m in re.finditer(r"\n\s*\n", text))
    sentences = sum(1 for s in scene.doc.sents if s.text.strip())
    told = starts[1:] if starts and text[: starts[0]].rstrip()[-1:] not in _ENDS else starts
    return told if starts and sentences / (len(starts) + 1) >= STORY_SENTENCES else ()


STORY_SENTENCES = 2.0
_ENDS = (".", "!", "?", '"', "”")  # a headline, which belongs to the story under it, ends in none of them


def scores(cluster: Cluster, new: Happening) -> dict[str, float | None]:
    """Return how well each part of a happening fits a cluster; None where their kinds exclude each other."""
    return {
        "kind": type_score(cluster, new),
        "place": place_score(cluster, new),
        "day": day_score(cluster, new),
        "side": side_score(cluster, new),
        "toll": toll_score(cluster, new),
        "scale": scale_score(cluster, new),
    }


def affinity(
    cluster: Cluster, new: Happening, *, starts: Sequence[int] = (), parts: Mapping[str, float | None] | None = None
) -> float:
    """Return how well a happening fits a cluster, below 0 they contradict each other; `parts` are its `scores`."""
    if cluster.category != new.category or was_split_off(cluster, new):
        return -9.0
    if _is_of_others(new) != _is_of_others(cluster.members[0]):
        return -9.0
    known = parts or scores(cluster, new)
    if None in known.values():
        return -9.0
    last = cluster.members[-1]
    total = sum(score for score in known.values() if score is not None)
    if new.definite and not all(m.order == new.order for m in cluster.members):
        total += DEFINITE if not new.places else DEFINITE / 2
    if new.definite and new.type != "Attack" and new.type in {m.type for m in cluster.members}:
        total += DEFINITE_KIND
    if new.order - last.order <= 1:
        total += NEXT_SENTENCE
    if bisect(starts, new.evidence.start) != bisect(starts, last.evidence.start):
        total += PARAGRAPH
    if all(t.is_harm for t in new.triggers) and not new.places and not new.perpetrators:
        total += HARM_ONLY
    if new.places and is_new(new):
        total += NEW
    if cluster.members[0].order == 0 and new.order <= 3:
        total += LEAD
    if (new.status == "denied") != any(m.status == "denied" for m in cluster.members):
        total += DENIED
    return total


def is_new(happening: Happening) -> bool:
    """Tell whether a happening is told as new: an act whose doer or means is "a", "another" or a bare plural."""
    acts = [t for t in happening.triggers if t.frame.pos == "VERB" and not t.is_harm]
    subjects = [s for t in acts for s in (*grammar.subjects(t.token), *grammar.passive_subjects(t.token))]
    return any(_is_indefinite(s) for s in subjects)


def _is_of_others(happening: Happening) -> bool:
    """Tell whether a happening is told as like this one, not as it: "has carried out similar attacks"."""
    nouns = [t.token for t in happening.triggers if t.frame.pos == "NOUN" and t.token.tag_ == "NNS"]
    return any(c.lower_ in nouns_of("others") for noun in nouns for c in noun.children if c.dep_ == "amod")


def _is_indefinite(noun: Token) -> bool:
    if noun.pos_ != "NOUN":
        return False
    determiners = {c.lower_ for c in noun.children if c.dep_ in ("det", "nmod:poss", "poss", "nummod")}
    return not determiners or bool(determiners & {"a", "an", "another", "some", "two", "three"})


def was_split_off(cluster: Cluster, new: Happening) -> bool:
    """Tell whether two happenings are items of one list sentence, told apart by their places."""
    return any(m.order == new.order and m.triggers[0] == new.triggers[0] for m in cluster.members)


def type_score(cluster: Cluster, new: Happening) -> float | None:
    """Return how well the types fit, None where they exclude each other."""
    kinds = {m.type for m in cluster.members}
    if new.type in kinds:
        return SAME_TYPE
    if new.category != "violence":
        return SAME_TYPE
    specific = kinds - {"Attack"}
    if new.type == "Attack" or not specific:
        return NEAR_TYPE
    if may_be_same(new, cluster.members[-1].type) or any(may_be_same(m, new.type) for m in cluster.members):
        return NEAR_TYPE
    near = {
        frozenset({"Airstrike", "DroneStrike"}),
        frozenset({"Shooting", "Clash"}),
        frozenset({"Bombing", "Shooting"}),
    }
    near |= {frozenset({"Shelling", "Clash"}), frozenset({"Clash", "Bombing"})}
    return 0.0 if any(frozenset({new.type, k}) in near for k in specific) else None


def _names(places: Sequence[Mention]) -> set[str]:
    return {key for m in places for key in place_keys(place_of(m))}


def place_keys(place: Place) -> set[str]:
    """Return the keys under which two mentions of one place meet: its id and its folded name."""
    name = re.sub(r"\b(north|south)[ -]?(east|west)?(ern)?\b", r"\1\2", fold(place.name))
    return {k for k in (place.id, name) if k}


def place_score(cluster: Cluster, new: Happening) -> float:
    """Return how well the places fit, 0 where either side tells none."""
    old = [p for m in cluster.members for p in m.places]
    if not old or not new.places:
        return 0.0
    if _names(old) & _names(new.places):
        return SAME_PLACE
    areas = {fold(w) for p in old for w in place_of(p).within}
    new_areas = {fold(w) for p in new.places for w in place_of(p).within}
    if areas & _names(new.places) or new_areas & _names(old):
        return SAME_PLACE / 2
    countries = [{place_of(p).country for p in side} - {None} for side in (old, new.places)]
    if all(countries) and not countries[0] & countries[1]:
        return OTHER_PLACE
    # A province may hold the village told elsewhere; two villages are two places.
    return 0.0 if is_coarse(old) or is_coarse(new.places) else OTHER_PLACE


def day_score(cluster: Cluster, new: Happening) -> float:
    """Return how well the days fit; the day of the telling counts for little."""
    dated = [m for m in cluster.members if m.when and m.when.start]
    first = min(dated, key=lambda m: SAID_DAY in m.rules, default=None)
    old = first.when if first else None
    if first is None or old is None or new.when is None or new.when.start is None:
        return 0.0
    if (old.start, old.end) == (new.when.start, new.when.end):
        return SAME_DAY
    told_of = new.definite and (_follows(old, new.when, first, new) or _follows(new.when, old, new, first))
    if told_of or overlap(old, new.when):
        return 0.0
    return OTHER_DAY if _days_apart(old, new.when) <= NEAR_DAYS else OTHER_WEEK


def _follows(said: When, day: When, teller: Happening, other: Happening) -> bool:
    """Tell whether a time is that of the telling, some days after the time of what is told."""
    if SAID_DAY not in teller.rules or SAID_DAY in other.rules or said.start is None or day.start is None:
        return False
    return 0 <= (said.start - day.start).days <= TELLING


def _days_apart(a: When, b: When) -> int:
    gaps = [(y.start - x.end).days for x, y in ((a, b), (b, a)) if x.end and y.start]
    return max(gaps, default=0)


def overlap(a: When, b: When) -> bool:
    """Tell whether two times may be one."""
    starts = [w.start for w in (a, b) if w.start]
    ends = [w.end for w in (a, b) if w.end]
    return not starts or not ends or max(starts) <= min(ends)


def side_score(cluster: Cluster, new: Happening) -> float:
    """Return how well those who did it fit."""
    before = [a for m in cluster.members for a in m.perpetrators]
    old, now = _kin(before), _kin(new.perpetrators)
    if not old or not now:
        return 0.0
    # "Gunmen", "the attackers" may be any body told elsewhere.
    named = all(any(actor_of(a).id for a in side) for side in (before, new.perpetrators))
    return SAME_SIDE if old & now else OTHER_SIDE if named else UNNAMED_SIDE


def _kin(mentions: Iterable[Mention]) -> set[str]:
    """Return the sides with the bodies that they are forces of: the army's strike is the state's."""
    own = {side_key(m) for m in mentions}
    return own | {parent for key in own if (parent := _parents().get(key))}


@cache
def _parents() -> dict[str, str]:
    return {body.id: body.parent for body in lexicon.bodies() if body.parent}


def side_key(mention: Mention) -> str:
    """Return the key under which two namings of one side meet."""
    return actor_key(actor_of(mention))


def casualties_of(happening: Happening) -> list[Casualty]:
    """Return all casualties of a happening, wholes before parts."""
    return [c for toll in happening.tolls for c in toll.casualties]


def toll_score(cluster: Cluster, new: Happening) -> float:
    """Return how well the counts of people fit; small ones agree by chance."""
    old = [c for m in cluster.members for c in casualties_of(m) if c.name is None]
    score = 0.0
    for c in casualties_of(new):
        if c.name is not None:
            continue
        alike = [k for k in old if k.outcome == c.outcome and k.group == c.group]
        others = [k for k in old if k.outcome == c.outcome and k.group != c.group]
        if any(_agree(c.count, k.count) for k in alike):
            score += SAME_TOLL
        elif any((c.count.min or 0) >= FEW and _agree(c.count, k.count) for k in others):
            score += SAME_TOLL / 2  # "three women", "three fighters"
        elif alike:
            vague = new.definite and c.count.max is None and (c.count.min or 0) <= (alike[-1].count.min or 0)
            vague = vague or any(_rounds(k.count, c.count) or _rounds(c.count, k.count) for k in alike)
            score += 0.0 if vague else OTHER_TOLL
    return max(min(score, SAME_TOLL), OTHER_TOLL)


def _rounds(vague: Count, exact: Count) -> bool:
    """Tell whether a headline's "dozens" may be the "at least 59" of its lead."""
    return vague.max is None and vague.min in DOZENS and (exact.min or 0) >= (vague.min or 0)


def _agree(a: Count, b: Count) -> bool:
    """Tell whether two counts are one: headlines leave out "at least" and "more than"."""
    if (a.min, a.max) == (b.min, b.max):
        return a.min is not None or a.max is not None
    if a.min is None or b.min is None or min(a.min, b.min) < FEW:
        return False
    return abs(a.min - b.min) <= 1 and (a.max is None) != (b.max is None)


def scale_score(cluster: Cluster, new: Happening) -> float:
    """Return how well single events and totals fit."""
    if new.category != "violence":
        return 0.0
    if is_toll_of_a_war(new) and not any(is_total(m) for m in cluster.members):
        return OTHER_SCALE
    total = any(is_total(m) for m in cluster.members)
    if total and _is_demonstrative(new) and new.order - cluster.members[-1].order <= 1:
        return SAME_SCALE  # "the number of raids has reached 31. These raids left …"
    if all(is_toll_of_a_war(m) for m in cluster.members) and not is_total(new):
        return OTHER_SCALE
    return 0.0 if total == is_total(new) else SCALE


def _is_demonstrative(happening: Happening) -> bool:
    """Tell whether a happening points back at several: "these attacks", "those raids"."""
    nouns = [t.token for t in happening.triggers if t.frame.pos == "NOUN" and not t.is_harm]
    return any(c.lower_ in ("these", "those") for n in nouns for c in n.children if c.dep_ == "det")
