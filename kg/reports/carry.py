"""Carries perpetrators and weapons on to sentences that go on with the same wave of attacks."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.model import Mention, When
from kg.nlp import grammar
from kg.reports.affinity import SAID_DAY, Cluster, overlap, paragraph_starts, place_keys, side_key
from kg.reports.happenings import Happening
from kg.reports.links import AVERTS
from kg.reports.scene import Scene, place_of
from kg.reports.senses import nouns_of
from kg.reports.targets import is_nameless
from kg.reports.timing import is_looking_back
from kg.reports.totals import is_coarse, is_total

MAX_GAP = 2  # sentences; further off "the attack" may be another side's
MAX_DAY_GAP = 6  # sentences over which the day of the news is carried
LEAD, MAX_LEAD_GAP = 2, 3  # sentences of headline and lead, and how far behind them their day may be told
CARRIED_DAY = "carry:day"
NEWS_DAYS = 7  # a day carried on must lie this close before the article's own date


def carry_over(scene: Scene, happenings: Sequence[Happening]) -> list[Happening]:
    """Return the happenings with what they leave to the sentences before them: who did it, on what day."""
    starts = paragraph_starts(scene)
    out: list[Happening] = []
    for happening in happenings:
        story = [h for h in out if bisect(starts, h.evidence.start) == bisect(starts, happening.evidence.start)]
        item = _with_weapons(_with_doer(scene, _from_intro(scene, happening, out), story), story)
        out.append(_with_day(scene, item, out))
    return [_with_later_day(scene, h, out) for h in out]


def _with_doer(scene: Scene, happening: Happening, before: Sequence[Happening]) -> Happening:
    if happening.perpetrators:
        return happening
    earlier = next((h for h in reversed(before) if _goes_on(h, happening)), None)
    if earlier is None or is_named(scene, happening, earlier.perpetrators):
        return happening
    known = tuple(p for p in earlier.perpetrators if not is_nameless(p))
    if not known:
        return happening
    return replace(happening, perpetrators=known, rules=(*happening.rules, "carry:perpetrator"))


def _with_weapons(happening: Happening, before: Sequence[Happening]) -> Happening:
    """ "The shelling" is with the weapons that the shelling just told of was with."""
    if happening.weapons or not happening.definite or happening.type not in MEANS:
        return happening
    near = [h for h in before if h.type == happening.type and happening.order - h.order <= MAX_GAP]
    if not near or not near[-1].weapons:
        return happening
    return replace(happening, weapons=near[-1].weapons, rules=(*happening.rules, "carry:weapon"))


def is_named(scene: Scene, happening: Happening, doers: Sequence[Mention]) -> bool:
    """Tell whether an attack is on something of its supposed doer: "the attack on the police headquarters"."""
    aims = [
        part
        for t in happening.triggers
        for prep, part in grammar.preps(t.token)
        if prep in ("on", "against", "at") and not grammar.is_verb(t.token)
    ]
    named = {side_key(m) for part in aims for m in scene.of_kind("actor", [t.i for t in part.subtree])}
    return any(side_key(m) in named for m in doers)


def _goes_on(earlier: Happening, later: Happening) -> bool:
    if earlier.category != later.category or later.category != "violence" or not earlier.perpetrators:
        return False
    if later.order - earlier.order > MAX_GAP:
        return False
    if earlier.when is not None and later.when is not None and not overlap(earlier.when, later.when):
        return False
    same_kind = earlier.type == later.type or "Attack" in (earlier.type, later.type)
    return same_kind and (later.definite or _is_also(later))


def _is_also(happening: Happening) -> bool:
    return any(c.lower_ in ("also", "too", "such") for t in happening.triggers for c in t.token.children)


def _with_day(scene: Scene, happening: Happening, before: Sequence[Happening]) -> Happening:
    """An undated event in the news of a day happened on the day that the sentences around it tell."""
    if happening.when is not None or happening.category in ("agreement", "meeting"):
        return happening
    if _has_own_time(scene, happening):
        return happening
    earlier = next((h for h in reversed(before) if h.when is not None), None)
    if earlier is None or happening.order - earlier.order > MAX_DAY_GAP or not _is_news_day(scene, earlier.when):
        return happening
    day = earlier.when.start if earlier.when else None
    if day is not None and is_looking_back(happening.triggers[0].token.sent, day, scene.whens):
        return happening
    return replace(happening, when=earlier.when, rules=(*happening.rules, CARRIED_DAY))


def _with_later_day(scene: Scene, happening: Happening, told: Sequence[Happening]) -> Happening:
    """What headline and lead tell without a day happened on the one day that the sentences after them tell."""
    if happening.when is not None or happening.category != "violence" or happening.order > LEAD:
        return happening
    after = [h for h in told if 0 < h.order - happening.order <= MAX_LEAD_GAP and h.category == "violence"]
    dated = [h for h in after if h.when is not None]
    sure = dated and not {CARRIED_DAY, SAID_DAY} & set(dated[0].rules) and _is_news_day(scene, dated[0].when)
    days = {(h.when.start, h.when.end) for h in dated if h.when is not None}
    if not sure or len(days) != 1 or _has_own_time(scene, happening) or _is_background(happening, dated[0]):
        return happening
    return replace(happening, when=dated[0].when, rules=(*happening.rules, CARRIED_DAY))


def _is_background(told: Happening, behind: Happening) -> bool:
    """Tell whether what is told behind an event had happened before it, in another place ("had bombed Luuq")."""
    sentence = behind.triggers[0].token.sent
    if not any(t.lemma_ == "have" and t.tag_ == "VBD" and t.dep_ == "aux" for t in sentence):
        return False
    if not told.places or not behind.places or is_coarse(told.places) or is_coarse(behind.places):
        return False
    here, there = ({key for m in h.places for key in place_keys(place_of(m))} for h in (told, behind))
    return here.isdisjoint(there)


@cache
def _background() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "background")


def _has_own_time(scene: Scene, happening: Happening) -> bool:
    """Tell whether a sentence sets its event in a time of its own ("since the war began", "in years of fighting")."""
    span = happening.evidence
    if any(w.span is not None and span.covers(w.span) for w in scene.whens):
        return True
    return bool(set(happening_text(scene, happening).lower().split()) & _background())


def _is_news_day(scene: Scene, when: When | None) -> bool:
    published = scene.article.published_date
    if when is None or published is None or when.start is None or when.start != when.end:
        return False
    return 0 <= (published - when.start).days <= NEWS_DAYS


def _from_intro(scene: Scene, happening: Happening, before: Sequence[Happening]) -> Happening:
    """A list item takes doer, place, weapon and kind from the sentence that introduces its list with a colon."""
    if not _is_item(scene, happening) or not before:
        return happening
    intros = [h for h in before if not _is_item(scene, h)]
    last = max((h.order for h in intros), default=-1)
    intro = next((h for h in intros if h.order == last and h.category == happening.category), None)
    if intro is None or not happening_text(scene, intro).rstrip().endswith(":"):
        return happening
    return replace(
        happening,
        type=intro.type if happening.type == "Attack" else happening.type,
        perpetrators=happening.perpetrators or intro.perpetrators,
        places=happening.places or intro.places,
        weapons=happening.weapons or intro.weapons,
        rules=(*happening.rules, "carry:list"),
    )


def happening_text(scene: Scene, happening: Happening) -> str:
    """Return the sentence of a happening."""
    return happening.evidence.of(scene.article.text)


def _is_item(scene: Scene, happening: Happening) -> bool:
    return happening_text(scene, happening).lstrip()[:1] in ("•", "-", "–", "*", "·", "▪")


def carry_places(scene: Scene, clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters, one that names no place placed where its sentence or the whole story is set.

    The story is set where its first event was, as long as the last event told was there as well.
    """
    placed = sorted((m for c in clusters for m in c.members if m.places and m.category in _PLACED), key=_by_order)
    out = []
    for cluster in clusters:
        first = cluster.members[0]
        source = None if any(m.places for m in cluster.members) else _setting_of(scene, first, placed)
        if source is not None:
            moved = replace(first, places=source.places, rules=(*first.rules, "carry:place"))
            cluster = Cluster(members=(moved, *cluster.members[1:]))
        out.append(cluster)
    return out


def _by_order(happening: Happening) -> int:
    return happening.order


def _setting_of(scene: Scene, happening: Happening, placed: Sequence[Happening]) -> Happening | None:
    """Return the happening whose town an event without a place shares; None for a total, which covers more."""
    if happening.category not in _PLACED or (happening.count.min or 1) > 1 or is_total(happening):
        return None
    before = [m for m in placed if m.order <= happening.order]
    if not before or is_coarse(before[-1].places):
        return None
    last, there = before[-1], _keys_of(before[-1])
    same = [m for m in before if m.order == happening.order]
    if not same and not there & _keys_of(placed[0]):
        return None
    source = same[0] if same else last
    sentence = happening.triggers[0].token.sent
    named = [m for m in scene.of_kind("place", range(sentence.start, sentence.end)) if _is_town(m)]
    elsewhere = named and not any(place_keys(place_of(m)) & _keys_of(source) for m in named)
    return None if elsewhere else source


def _keys_of(happening: Happening) -> set[str]:
    return {key for m in happening.places for key in place_keys(place_of(m))}


def _is_town(mention: Mention) -> bool:
    """Tell whether a place that a sentence names may be another scene: no country, no land told by who holds it."""
    return place_of(mention).precision != "country" and not mention.rule.startswith(("place:owned", "place:held"))


_PLACED = frozenset({"violence", "detention", "relief", "displacement", "capture", "protest"})


MEANS = frozenset({"Airstrike", "Shelling", "DroneStrike", "Bombing"})
FLIGHTS = frozenset({"Airstrike", "DroneStrike"})


def carry_means(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters, a bare "attack" of the kind that all others are, a "strike" of the kind that flew before."""
    told = {m.type for c in clusters for m in c.members if m.category == "violence"} - {"Attack"}
    only = told.pop() if len(told) == 1 and told <= MEANS else None
    out = []
    for cluster in clusters:
        kind = (only or _flown(cluster, clusters)) if _is_bare(cluster) else None
        out.append(_of_kind(cluster, kind) if kind else cluster)
    return out


def _flown(cluster: Cluster, clusters: Sequence[Cluster]) -> str | None:
    """Return how "the strikes", "three raids" came, where the article's flights were by the same side or by nobody."""
    if not any(t.frame.form in nouns_of("from-afar") for m in cluster.members for t in m.triggers):
        return None
    side = {side_key(p) for m in cluster.members for p in m.perpetrators}
    flights = [
        m
        for c in clusters
        for m in c.members
        if m.type in FLIGHTS and (not side or side & {side_key(p) for p in m.perpetrators})
    ]
    first = cluster.members[0].order
    nearest = min(flights, key=lambda m: (m.order > first, abs(m.order - first)), default=None)
    return nearest.type if nearest is not None else None


def _is_bare(cluster: Cluster) -> bool:
    """Tell whether an attack is told, and nothing how it was done: nobody tortures from the air or shoots jets down."""
    if all(t.is_harm for m in cluster.members for t in m.triggers):
        return False  # "two men were killed": as likely otherwise
    by_hand = any(t.frame.form in nouns_of("by-hand") | AVERTS for m in cluster.members for t in m.triggers)
    return {m.type for m in cluster.members} == {"Attack"} and not by_hand


def _of_kind(cluster: Cluster, kind: str) -> Cluster:
    return Cluster(members=tuple(replace(m, type=kind, rules=(*m.rules, "carry:means")) for m in cluster.members))
