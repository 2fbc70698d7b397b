"""Joins the event of a headline to the one of the text that it sums up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.ids import fold
from kg.reports.affinity import OTHER_PLACE, Cluster, affinity
from kg.reports.happenings import Happening
from kg.reports.scene import Scene
from kg.reports.totals import is_sum

REACH = 6  # sentences from the first that tells an event in which that of the headline is told
FITS = 0.0  # a headline may leave out or round all that it sums up; it contradicts none of it
MIN_WORDS = 4


def join_headline(scene: Scene, clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters, those told only in the headline joined to the one they fit best, if they fit any."""
    headline = headline_order(scene)
    if headline is None:
        return list(clusters)
    out = list(clusters)
    for head in clusters:
        if any(m.order != headline for m in head.members) or any(is_sum(m) for m in head.members):
            continue
        below = [_first(c) for c in out if _first(c) > headline]
        scored = [
            (_fit(cluster, head), -k)
            for k, cluster in enumerate(out)
            if headline < _first(cluster) <= min(below) + REACH and not any(is_sum(m) for m in cluster.members)
        ]
        best = max(scored, default=(FITS - 1, 0))
        if best[0] >= FITS:
            body = out[-best[1]]
            out[-best[1]] = Cluster(members=(*(_without_place(m, body) for m in head.members), *body.members))
            out.remove(head)
    return out


def headline_order(scene: Scene) -> int | None:
    """Return which sentence is the headline: the title given with the article, else a first line with no full stop."""
    title = fold(scene.article.headline.value) if scene.article.headline else ""
    sentences = [s.text.strip() for s in scene.doc.sents]
    for order, text in enumerate(sentences):
        told = fold(text)
        if title and len(told.split()) >= MIN_WORDS and (told in title or title in told):
            return order
    first = scene.article.text.lstrip().partition("\n")[0].strip()
    if not sentences or first[-1:] in (".", "!", "?", '"', "”", ":", ""):
        return None
    return 0 if sentences[0] == first else None


def _first(cluster: Cluster) -> int:
    return min(m.order for m in cluster.members)


def _fit(cluster: Cluster, head: Cluster) -> float:
    """Return how well a headline fits an event of the text; the place of a headline is often only the region."""
    bare = Cluster(members=tuple(replace(m, places=()) for m in cluster.members))
    first = head.members[0]
    apart = affinity(cluster, first) - affinity(bare, first)
    return max(affinity(bare, replace(m, places=())) for m in head.members) + max(apart, OTHER_PLACE / 3)


def _without_place(happening: Happening, body: Cluster) -> Happening:
    return replace(happening, places=()) if any(m.places for m in body.members) else happening
