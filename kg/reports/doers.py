"""Who did it, over all sentences of an event: a body by its best name, not beside what says less of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.mentions.tables import ARMED
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.affinity import Cluster
from kg.reports.harm import is_armed_word
from kg.reports.roles import subject_nouns
from kg.reports.scene import actor_of


def name_once(cluster: Cluster) -> Cluster:
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


def has_own_doer(cluster: Cluster) -> bool:
    """Tell whether an attack has doers of its own that are no known body: "soldiers fired", "the army waged war"."""
    verbs = [t.token for m in cluster.members for t in m.triggers if t.frame.pos == "VERB"]
    return any(is_armed_word(c) for v in verbs for noun in subject_nouns(v) for c in grammar.conjuncts(noun))
