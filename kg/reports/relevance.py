"""Is it armed conflict at all? Everyday words ("strike", "raid", "deal") need other signs beside them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reports import kinds
from kg.reports.merge import Cluster
from kg.reports.scene import Scene

_ALONE = frozenset({"violence"})


def is_reportable(scene: Scene, cluster: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Tell whether a cluster is an event of armed conflict that says more than its bare word."""
    if not _has_content(cluster):
        return False
    if any(m.strong for m in cluster.members) and cluster.category in _ALONE:
        return True
    return _is_conflict_article(scene, clusters)


def _has_content(cluster: Cluster) -> bool:
    """A bare event word with no who, where, whom, when or how many tells nothing that can be cited."""
    members = cluster.members
    if cluster.category in ("meeting", "agreement", "protest", "relief"):
        return any(m.perpetrators for m in members)
    if cluster.category in ("displacement",):
        return any(m.tolls for m in members)
    if cluster.category == "detention":
        return any(m.tolls or m.targets for m in members)
    if cluster.category == "capture":
        return any(m.perpetrators or m.targets for m in members) and any(m.places or m.targets for m in members)
    return any(m.places or m.tolls or m.facilities or m.perpetrators or m.targets or m.when for m in members)


def _is_conflict_article(scene: Scene, clusters: Sequence[Cluster]) -> bool:
    """Two signs that only armed conflict gives: a strong event word with an armed actor or a weapon."""
    strong = [m for c in clusters if c.category == "violence" for m in c.members if m.strong]
    armed = any(m.kind == "actor" and kinds.is_armed(m) for m in scene.mentions)
    weapons = any(m.kind == "weapon" for m in scene.mentions)
    return bool(strong) and (armed or weapons or len(strong) > 1)
