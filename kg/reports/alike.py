"""What speaks for and against a happening being of the event that a cluster tells, as numbers for a judge."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from spacy.tokens import Token

from kg import lexicon
from kg.ids import fold
from kg.model import VIOLENT
from kg.reports import affinity
from kg.reports.affinity import Cluster, casualties_of, side_key
from kg.reports.happenings import Happening
from kg.reports.scene import place_of
from kg.reports.totals import is_coarse, is_total

Traits = dict[str, float]
CUES = ("apart", "again", "earlier")
_MANY = 4
_FAR = 12  # sentences
_LONG = 40  # days
_CONTENT = ("NOUN", "PROPN", "VERB")
_QUOTES = ('"', "“", "”")
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    """The words of a sentence, those that say what it is about, and how it is told."""

    words: frozenset[str]
    content: frozenset[str]
    had: bool  # "had" helps a verb: told before something else
    quoted: bool


def scores(cluster: Cluster, new: Happening, *, starts: Sequence[int]) -> Traits:
    """Return the traits of a pair that the rules weigh, and as "rules" what they sum up to."""
    parts = affinity.scores(cluster, new)
    told = {name: -1.0 if score is None else score for name, score in parts.items()}
    return {"rules": affinity.affinity(cluster, new, starts=starts, parts=parts), **told}


def compare(cluster: Cluster, new: Happening, known: Traits, *, starts: Sequence[int], between: int) -> Traits:
    """Return the traits of a pair by name; `known` are its `scores`.

    `between` counts the other events told since the cluster's last sentence.
    """
    traits = {
        **known,
        **_position(cluster, new, starts),
        **_telling(cluster, new),
        **_parts(cluster, new),
        **_days(cluster, new),
        "between": min(between, 5),
    }
    return {name: float(value) for name, value in traits.items()}


def _position(cluster: Cluster, new: Happening, starts: Sequence[int]) -> Traits:
    first, last = cluster.members[0], cluster.members[-1]
    return {
        "gap last": min(new.order - last.order, _FAR),
        "gap first": min(new.order - first.order, 20),
        "members": min(len(cluster.members), 6),
        "paragraph": bisect(starts, new.evidence.start) != bisect(starts, last.evidence.start),
        "lead order": min(first.order, 10),
        "order": min(new.order, 15),
    }


def _telling(cluster: Cluster, new: Happening) -> Traits:
    """Return how both are told: kinds, words, quotes, tense, whose word it is."""
    old = cluster.members
    sentence = _sentence(new.triggers[0].token)
    told = frozenset[str]().union(*(_sentence(m.triggers[0].token).content for m in old))
    lemmas = {t.token.lemma_.lower() for m in old for t in m.triggers}
    return {
        "same type": new.type in {m.type for m in old},
        "bare old": all(m.type == "Attack" for m in old),
        "bare new": new.type == "Attack",
        "violent": new.type in VIOLENT,
        f"is {new.category}": True,
        **{f"cue {kind}": bool(sentence.words & _cues(kind)) for kind in CUES},
        "definite": new.definite,
        "new indefinite": affinity.is_new(new),
        "harm only": all(t.is_harm for t in new.triggers),
        "has verb": any(t.frame.pos == "VERB" for t in new.triggers),
        "strong": new.strong,
        "old claimed": all(m.status == "claimed" for m in old),
        "new claimed": new.status == "claimed",
        "shared triggers": bool(lemmas & {t.token.lemma_.lower() for t in new.triggers}),
        "shared words": len(told & sentence.content) / max(1, len(sentence.content)),
        "had": sentence.had,
        "quote": sentence.quoted,
    }


@lru_cache(maxsize=256)  # it is asked anew of each pair
def _sentence(token: Token) -> _Sentence:
    """Return what the sentence around a token holds."""
    sentence = token.sent
    return _Sentence(
        words=frozenset(t.lower_ for t in sentence),
        content=frozenset(t.lemma_.lower() for t in sentence if t.pos_ in _CONTENT),
        had=any(t.tag_ == "VBD" and t.lemma_ == "have" and t.dep_ == "aux" for t in sentence),
        quoted=any(t.text in _QUOTES for t in sentence),
    )


def _parts(cluster: Cluster, new: Happening) -> Traits:
    """Return how many of each part both tell, and how many they share."""
    old = cluster.members
    places = [p for m in old for p in m.places]
    before = {(c.outcome, c.group, c.count.min, c.count.max) for m in old for c in casualties_of(m)}
    now = {(c.outcome, c.group, c.count.min, c.count.max) for c in casualties_of(new)}
    return {
        **_shared("places", places, new.places, lambda p: fold(place_of(p).name)),
        "old coarse": is_coarse(places),
        "new coarse": is_coarse(new.places),
        **_shared("sides", [a for m in old for a in m.perpetrators], new.perpetrators, side_key),
        **_shared("targets", [a for m in old for a in m.targets], new.targets, side_key),
        **_shared("tolls", before, now, str),
        "clashing tolls": len({k[:2] for k in before} & {k[:2] for k in now - before}),
        **_shared("facilities", [f for m in old for f in m.facilities], new.facilities, lambda f: f.type),
        **_shared("weapons", [w for m in old for w in m.weapons], new.weapons, str),
        **_shared("sources", [s for m in old for s in m.sources], new.sources, lambda s: fold(s.name)),
        "old total": any(is_total(m) for m in old),
        "new total": is_total(new),
        "old count": min(max(m.count.min or 1 for m in old), 3),
        "new count": min(new.count.min or 1, 3),
    }


def _shared(name: str, old: Iterable[_T], new: Iterable[_T], key: Callable[[_T], str]) -> Traits:
    a, b = set(map(key, old)), set(map(key, new))
    return {
        f"old {name}": min(len(a), _MANY),
        f"new {name}": min(len(b), _MANY),
        f"shared {name}": len(a & b) / max(1, min(len(a), len(b))),
    }


def _days(cluster: Cluster, new: Happening) -> Traits:
    told = [m.when.start for m in cluster.members if m.when and m.when.start]
    mine = new.when.start if new.when else None
    gap = min((abs((day - mine).days) for day in told), default=-1) if mine else -1
    return {
        "old dated": bool(told),
        "new dated": mine is not None,
        "same day": gap == 0,
        "day carried": "carry:day" in new.rules,
        "day gap": min(gap, _LONG),
    }


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("event_cues", columns=("form", "kind")) if r["kind"] == kind)
