"""Puts linked tellings together into events, without silent chains.

Links are taken from the strongest down. Two groups become one only if nothing in the one contradicts anything in the
other; a link that would join contradicting ends is refused, and both events are flagged with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from kg.events.features import is_wide, name_keys, part_keys, told_counts, window
from kg.events.model import Cluster, Judgement, Link, Spot, Telling
from kg.events.words import lineages, thresholds

WEEK = 7
SAME_PRINT = 2  # days between two articles that can mean the same weekday by different words
Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Groups:
    """Which telling is in which group, and who is in it."""

    of: dict[str, str]
    members: dict[str, list[str]]
    refused: dict[str, set[Pair]] = field(default_factory=lambda: defaultdict(set))
    barred: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def join(self, left: str, right: str) -> None:
        a, b = sorted((self.of[left], self.of[right]))
        for member in self.members[b]:
            self.of[member] = a
        self.members[a] += self.members.pop(b)
        # Members never leave, so what once kept two groups apart keeps all that grows out of them apart.
        for other, why in self.barred.pop(b, {}).items():
            self.barred[other].pop(b)
            self.barred[a][other] = self.barred[other][a] = why

    def bar(self, a: str, b: str, why: str) -> None:
        """Remember why two groups can never be one."""
        self.barred[a][b] = self.barred[b][a] = why


def cluster(tellings: Iterable[Telling], links: Iterable[Link], judgements: Iterable[Judgement] = ()) -> list[Cluster]:
    """Return the events, sorted by their members; every telling that is no aggregate is in exactly one."""
    known = {t.id: t for t in tellings if not t.aggregate}
    verdicts = {(j.left, j.right): j.verdict for j in judgements if j.left in known and j.right in known}
    scores = {(k.left, k.right): k.score for k in links if k.left in known and k.right in known}
    groups = _Groups(of={key: key for key in known}, members={key: [key] for key in known})
    for pair in sorted(pair for pair, verdict in verdicts.items() if verdict == "same"):
        if groups.of[pair[0]] != groups.of[pair[1]]:
            groups.join(*pair)
    for left, right in _strongest_first(scores, verdicts):
        a, b = groups.of[left], groups.of[right]
        if a == b:
            continue
        why = groups.barred[a].get(b) or _obstacle(groups.members[a], groups.members[b], known, scores, verdicts)
        if why is None:
            groups.join(left, right)
        else:
            groups.bar(a, b, why)
            groups.refused[left].add((right, why))
            groups.refused[right].add((left, why))
    return sorted((_finished(m, groups, verdicts) for m in groups.members.values()), key=lambda c: c.members)


def _strongest_first(scores: Mapping[Pair, float], verdicts: Mapping[Pair, str]) -> list[Pair]:
    least = thresholds()["link"]
    return sorted((p for p, s in scores.items() if s >= least and p not in verdicts), key=lambda p: (-scores[p], p))


def _finished(members: list[str], groups: _Groups, verdicts: Mapping[Pair, str]) -> Cluster:
    own = frozenset(members)
    refused = {
        (member, other, why) for member in members for other, why in groups.refused.get(member, ()) if other not in own
    }
    judged = any(a in own or b in own for (a, b), verdict in verdicts.items() if verdict != "unsure")
    return Cluster(members=tuple(sorted(members)), refused=tuple(sorted(refused)), judged=judged)


def _obstacle(
    left: list[str],
    right: list[str],
    known: Mapping[str, Telling],
    scores: Mapping[Pair, float],
    verdicts: Mapping[Pair, str],
) -> str | None:
    """Return why two groups cannot be one event; pairs that were themselves linked or judged the same are settled."""
    for a in sorted(left):
        for b in sorted(right):
            pair = (a, b) if a < b else (b, a)
            if verdicts.get(pair) == "different":
                return "judged different"
            if verdicts.get(pair) == "same" or scores.get(pair, 0.0) >= thresholds()["link"]:
                continue
            if why := contradiction(known[a], known[b]):
                return why
    return None


def contradiction(left: Telling, right: Telling) -> str | None:
    """Return what cannot be true of one event in two tellings, None where they can stand together."""
    if lineages()[left.type][0] != lineages()[right.type][0]:
        return "kinds"
    a, b = window(left), window(right)
    if a and b and not a[2] and not b[2]:
        apart = _days_apart(left, right, max((a[0] - b[1]).days, (b[0] - a[1]).days))
        if apart > thresholds()["contested_days"]:
            return "days"
    far = _distance(left.spots, right.spots)
    if far is not None and far > thresholds()["contested_km"]:
        return "places"
    if left.article == right.article and _told_apart(left, right, far):
        return "told apart in one article"
    return None


def _days_apart(left: Telling, right: Telling, apart: int) -> int:
    """Return the days between two tellings, less what counting from a day of publication can have put in."""
    if not (left.relative and right.relative and left.published and right.published):
        return apart
    if abs((left.published - right.published).days) <= SAME_PRINT:
        apart = min(apart, abs(apart - WEEK))  # "last Friday" and "on Friday"
    return apart - 1


def _told_apart(left: Telling, right: Telling, far: float | None) -> bool:
    if far is not None and far > 0:
        return True
    if _other_spots(left.spots, right.spots):
        return True
    for outcome in ("killed", "injured"):
        a, b = (
            {*told_counts(t.tolls, outcome, many=False), *told_counts(t.tolls, outcome, many=True)}
            for t in (left, right)
        )
        if a and b and not a & b:
            return True
    return False


def _other_spots(left: Iterable[Spot], right: Iterable[Spot]) -> bool:
    """Tell whether both name villages or towns, resolved or not, and none is by its name or its number the other's."""
    a, b = ([spot for spot in spots if spot.is_local and not is_wide(spot.name)] for spots in (left, right))
    return bool(a and b) and _keys(a).isdisjoint(_keys(b))


def _keys(spots: Iterable[Spot]) -> set[str]:
    names = ((spot.id, spot.name, *spot.within) for spot in spots)
    return {key for place, *own in names for key in {place}.union(*map(name_keys, own), *map(part_keys, own))}


def _distance(left: Iterable[Spot], right: Iterable[Spot]) -> float | None:
    """Return the kilometres between the nearest resolved spots, None where one side has none."""
    pairs = [(a, b) for a in left for b in right if _is_resolved(a) and _is_resolved(b)]
    return min((kilometres(a, b) for a, b in pairs), default=None)


def _is_resolved(spot: Spot) -> bool:
    placed = spot.lat is not None and spot.lon is not None
    return placed and spot.precision in ("exact", "near") and not is_wide(spot.name)


def kilometres(a: Spot, b: Spot) -> float:
    """Return the distance of two spots that have coordinates."""
    lat_a, lon_a, lat_b, lon_b = (radians(x or 0.0) for x in (a.lat, a.lon, b.lat, b.lon))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, half)))
