"""Who did it, where a sentence leaves it to the others: the side that the article tells of the same wave of attacks."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.ids import actor_key
from kg.mentions.tables import ARMED
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.affinity import Cluster, overlap, paragraph_starts
from kg.reports.carry import happening_text, is_named
from kg.reports.harm import is_armed_word
from kg.reports.kinds import is_armed
from kg.reports.links import AVERTS
from kg.reports.roles import role_words, subject_nouns
from kg.reports.scene import Scene, actor_of, place_of
from kg.reports.targets import is_nameless

MAX_SENTENCES = 2  # further off another side may have acted in between
CARRIED = "carry:side"
_AIR = frozenset({"Airstrike", "DroneStrike"})


def carry_doers(scene: Scene, clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters, attacks that name nobody given to the sides that the nearest ones before them name."""
    starts = paragraph_starts(scene)
    told = [c for c in clusters if c.category == "violence" and _doers(c) and not _averts(c)]
    out = [_with_doer(scene, c, told, starts) if _is_open(scene, c) else c for c in clusters]
    return [_told_once(c) for c in out]


def _told_once(cluster: Cluster) -> Cluster:
    """Return the cluster without doers that only say less of those of another sentence: "the rebels", "the army"."""
    doers = [actor_of(p) for m in cluster.members for p in m.perpetrators]
    armies = {_countries()[a.id] for a in doers if a.id and a.kind == "state-forces"} - {None}

    def is_less(mention: Mention, beside: set[str]) -> bool:
        actor = actor_of(mention)
        if actor.id is None:
            return bool(beside) and mention.rule.startswith("generic:") and actor.kind in ARMED
        return actor.kind == "state" and _countries()[actor.id] in armies

    members = []
    for member in cluster.members:
        own = {a.id for a in map(actor_of, member.perpetrators) if a.id}
        beside = set() if own else {a.id for a in doers if a.id and a.kind in ARMED}
        kept = tuple(p for p in member.perpetrators if not is_less(p, beside))
        members.append(replace(member, perpetrators=kept))
    return Cluster(members=tuple(members))


@cache
def _countries() -> dict[str, str | None]:
    return {body.id: body.country for body in lexicon.bodies()}


def _averts(cluster: Cluster) -> bool:
    """Tell whether a cluster only tells of weapons that were shot down: what falls then is not its doer's attack."""
    return all(t.frame.form in AVERTS for m in cluster.members for t in m.triggers)


def _doers(cluster: Cluster) -> tuple[Mention, ...]:
    return tuple(p for m in cluster.members for p in m.perpetrators if not is_nameless(p))


def _is_open(scene: Scene, cluster: Cluster) -> bool:
    """Tell whether an attack names no doer and does not say either that nobody knows him."""
    if cluster.category != "violence" or any(m.perpetrators for m in cluster.members) or has_own_doer(cluster):
        return False
    words = {w.lower() for m in cluster.members for w in happening_text(scene, m).split()}
    sentences = {t.token.sent.start: t.token.sent for m in cluster.members for t in m.triggers}
    # "Rockets hit the town and the army responded with strikes": the other side did the first.
    answering = role_words("answers") | role_words("repels")
    answered = any(t.lemma_.lower() in answering for s in sentences.values() for t in s)
    return not answered and not words & _unknown()


def has_own_doer(cluster: Cluster) -> bool:
    """Tell whether an attack has doers of its own that are no known body: "soldiers fired", "the army waged war"."""
    verbs = [t.token for m in cluster.members for t in m.triggers if t.frame.pos == "VERB"]
    return any(is_armed_word(c) for v in verbs for noun in subject_nouns(v) for c in grammar.conjuncts(noun))


@cache
def _unknown() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "unknown" and r["pos"] == "ADJ")


def _with_doer(scene: Scene, cluster: Cluster, told: Sequence[Cluster], starts: Sequence[int]) -> Cluster:
    """Return the cluster with the side of the nearest attack told before it, where that was the same wave."""
    first = cluster.members[0]
    story = bisect(starts, first.evidence.start)
    before = [(_last(c, first.order), -k, c) for k, c in enumerate(told)]
    near = [
        (order, k, c)
        for order, k, c in before
        if order is not None
        and first.order - order <= MAX_SENTENCES
        and bisect(starts, c.members[0].evidence.start) == story
    ]
    if not near:
        return cluster
    other = max(near, key=lambda item: item[:2])[2]
    return _given(scene, cluster, _doers(other)) if _is_same_wave(cluster, other) else cluster


def _given(scene: Scene, cluster: Cluster, doers: tuple[Mention, ...]) -> Cluster:
    """Return the cluster done by `doers`, unless they are who was hit or have nothing to do it with."""
    hit = {_key(t) for m in cluster.members for t in m.targets}
    flown = _kinds(cluster) & _AIR and any(p.rule.startswith("generic:") and not p.ref for p in doers)
    others = _others(scene, cluster, doers)
    if not doers or flown or others or hit & {_key(p) for p in doers}:
        return cluster
    if any(is_named(scene, m, doers) for m in cluster.members):
        return cluster
    first = cluster.members[0]
    moved = replace(first, perpetrators=doers, rules=(*first.rules, CARRIED))
    return Cluster(members=(moved, *cluster.members[1:]))


def _others(scene: Scene, cluster: Cluster, doers: Sequence[Mention]) -> bool:
    """Tell whether the sentences of a cluster name armies beside its doers, targets and sources: they may have."""
    known = {_key(m) for h in cluster.members for m in (*doers, *h.targets)}
    known |= {actor_key(source) for h in cluster.members for source in h.sources}
    named = [m for m in scene.mentions if m.kind == "actor" and (is_armed(m) or actor_of(m).kind == "state")]
    told = [m for m in named if any(h.evidence.covers(m.span) for h in cluster.members)]
    return any(_key(m) not in known for m in told)


def _last(cluster: Cluster, order: int) -> int | None:
    """Return the last sentence up to `order` that tells of a cluster, None where it starts later."""
    return max((m.order for m in cluster.members if m.order <= order), default=None)


def _kinds(*clusters: Cluster) -> set[str]:
    return {m.type for c in clusters for m in c.members}


def _is_same_wave(later: Cluster, earlier: Cluster) -> bool:
    """Tell whether two attacks of one kind were of one wave; in a fight each side acts in turn."""
    kinds = _kinds(later, earlier)
    if "Clash" in kinds:
        return False
    alike = bool(_kinds(later) & _kinds(earlier)) or kinds <= _AIR or "Attack" in kinds
    return alike and not _is_elsewhere(later, earlier) and not _is_another_time(later, earlier)


def _is_another_time(later: Cluster, earlier: Cluster) -> bool:
    told = [[m.when for m in c.members if m.when is not None] for c in (later, earlier)]
    return all(told) and not any(overlap(a, b) for a in told[0] for b in told[1])


def _is_elsewhere(later: Cluster, earlier: Cluster) -> bool:
    countries = [{place_of(p).country for m in c.members for p in m.places} - {None} for c in (later, earlier)]
    return all(countries) and not countries[0] & countries[1]


def _key(mention: Mention) -> str:
    return actor_key(actor_of(mention))
