"""Joins what several sentences tell of one event into one report; different towns, tolls or sides stay apart.

A learned judge (`training/judges.py`) tells whether a sentence goes on with an event; the rules of `affinity` forbid
what contradicts itself.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from kg.reports import alike, forest
from kg.reports.affinity import Cluster, paragraph_starts, place_score, was_split_off
from kg.reports.happenings import Happening
from kg.reports.scene import Scene

SURE = 0.25  # probability from which a happening joins the cluster that it fits best
CONTRADICTS = 0.5  # affinity below which it never does


def merge(scene: Scene, happenings: Sequence[Happening]) -> list[Cluster]:
    """Cluster the happenings of one document, each joining the best earlier cluster or starting its own."""
    clusters: list[Cluster] = []
    starts = paragraph_starts(scene)
    for happening in happenings:
        if is_blame(happening):
            k = _last_told(clusters, happening, starts)
            if k is None:
                continue
        else:
            k = _best(clusters, happening, starts)
        if k is None:
            clusters.append(Cluster(members=(happening,)))
        else:
            clusters[k] = Cluster(members=(*clusters[k].members, happening))
    return clusters


def _best(clusters: Sequence[Cluster], new: Happening, starts: Sequence[int]) -> int | None:
    """Return the number of the cluster that a happening is of, None where it tells a new event."""
    judge = forest.load("same_event")
    scored: list[tuple[float, int]] = []
    for k, cluster in enumerate(clusters):
        if not may_join(cluster, new):
            continue
        known = alike.scores(cluster, new, starts=starts)
        if known["rules"] >= CONTRADICTS:
            between = told_since(clusters, cluster)
            traits = alike.compare(cluster, new, known, starts=starts, between=between)
            scored.append((judge.probability(traits), -k))
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= SURE else None


def may_join(cluster: Cluster, new: Happening) -> bool:
    """Tell whether a happening may be of a cluster at all: of its kind, both denied or neither, not of one list."""
    if cluster.category != new.category or was_split_off(cluster, new):
        return False
    beside = [m for m in cluster.members if m.order == new.order and m.places and new.places]
    if beside and place_score(cluster, new) <= 0:
        return False  # "Warplanes bombed A while rockets hit B"
    return (new.status == "denied") == any(m.status == "denied" for m in cluster.members)


def told_since(clusters: Sequence[Cluster], cluster: Cluster) -> int:
    """Return how many other events were told since the last sentence of a cluster."""
    last = cluster.members[-1].order
    return sum(c.members[-1].order >= last for c in clusters if c is not cluster)


def is_blame(happening: Happening) -> bool:
    """Tell whether a happening only says who was behind the event told before it."""
    return all(t.frame.scheme == "blame" for t in happening.triggers)


def _last_told(clusters: Sequence[Cluster], new: Happening, starts: Sequence[int]) -> int | None:
    """Return the cluster of violence told last, in the same paragraph where paragraphs are stories."""
    near = [
        (cluster.members[-1].evidence, k)
        for k, cluster in enumerate(clusters)
        if cluster.category == "violence"
        and bisect(starts, cluster.members[-1].evidence.start) == bisect(starts, new.evidence.start)
    ]
    return max(near)[1] if near else None
