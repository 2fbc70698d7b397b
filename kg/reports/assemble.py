"""Turns a cluster of happenings into one report: every slot the union of what its sentences tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg import lexicon
from kg.ids import actor_key, digest, fold
from kg.model import ONE, SOME, Actor, Count, Facility, Mention, Place, Report, Status, When
from kg.reports import kinds
from kg.reports.affinity import SAID_DAY, Cluster, casualties_of, place_keys
from kg.reports.carry import CARRIED_DAY
from kg.reports.dating import tells_past
from kg.reports.happenings import Happening
from kg.reports.harmed import join_casualties
from kg.reports.places import SPOT, fineness
from kg.reports.said import told_once
from kg.reports.scene import Scene, actor_of, place_of
from kg.reports.totals import is_aggregate

_ON_A_DAY = frozenset({"violence", "detention", "protest"})  # the others last, or tell how things stand
_DAMAGE = {None: 0, "hit": 1, "damaged": 2, "destroyed": 3, "out-of-service": 4}


def assemble(scene: Scene, cluster: Cluster) -> Report:
    """Return the report of one cluster."""
    members = cluster.members
    kind = _type(cluster)
    evidence = tuple(sorted({m.evidence for m in members}))
    places = join_places(m.places for m in members)
    count = _count(members)
    status = _status(members)
    doers = join_actors(_actors(a for m in members for a in m.perpetrators))
    suffered = join_actors(_actors(a for m in members for a in m.targets))
    total = is_aggregate(members, count=count, places=len(places))
    return Report(
        id=digest(scene.article.id, kind, *(f"{e.start}-{e.end}" for e in evidence), *_key(members)),
        type=kind,
        evidence=evidence,
        aggregate=total,
        count=SOME if total and count == ONE else count,
        status=status,
        when=_when(members),
        places=places,
        perpetrators=doers,
        targets=tuple(a for a in suffered if actor_key(a) not in {actor_key(d) for d in doers}),
        facilities=_facilities(members),
        weapons=_weapons(members, kind),
        casualties=join_casualties([casualties_of(m) for m in members]),
        sources=told_once(join_actors(a for m in members if _tells(m, members, status) for a in m.sources)),
        rules=_rules(members),
    )


def _tells(member: Happening, members: Sequence[Happening], status: Status) -> bool:
    """Tell whether who says a member tells of its event: not who denies it, or who judges what others told."""
    if member.status == "denied" and status != "denied":
        return False
    named = member.definite and all(t.frame.pos == "NOUN" for t in member.triggers)
    adds = member.tolls or member.facilities or member.places or member.weapons
    return not named or bool(adds) or all(m.definite for m in members)  # "the attack was a crime, she said"


# What is told more exactly by others: the charge of a car bomb, who drove it.
_SAID_CLOSER = {
    "ied": frozenset({"car-bomb", "suicide-belt"}),
    "suicide-belt": frozenset({"car-bomb"}),
    "aerial-bomb": frozenset({"barrel-bomb", "cluster-munition", "bunker-buster", "incendiary", "thermobaric"}),
}


def _weapons(members: Sequence[Happening], kind: str) -> tuple[str, ...]:
    told = {w for m in members for w in m.weapons if w != "ied" or not _fell(m)} | _implied(kind)
    if kind == "Airstrike" and "ied" in told:
        told = told - {"ied"} | {"aerial-bomb"}  # nobody planted what a plane let fall
    if kind in ("DroneStrike", "Shelling"):
        told = told - {"ied"}  # what a drone drops or a gun fires
    told = told or _of_acts(members, kind)
    return tuple(sorted(w for w in told if not told & _SAID_CLOSER.get(w, frozenset())))


def _fell(happening: Happening) -> bool:
    """Tell whether what exploded came down: "bombs fell on the village"."""
    return any(t.frame.scheme == "land" for t in happening.triggers)


def _implied(kind: str) -> frozenset[str]:
    """Return the weapon that a type of event is named after."""
    return frozenset({"DroneStrike": ["drone"], "ChemicalAttack": ["chemical"]}.get(kind, []))


def _of_acts(members: Sequence[Happening], kind: str) -> set[str]:
    """Return the weapons that the acts told imply: who is shot dead is shot with a gun."""
    acts = {t.frame.form for m in members for t in m.triggers if kind in (t.frame.type, "Attack", "Clash")}
    return {r["weapon"] for r in lexicon.table("act_weapons") if r["form"] in acts}


def _key(members: Sequence[Happening]) -> list[str]:
    """What tells two reports of the same sentence and type apart: the offsets of their triggers and places."""
    return (
        [str(t.token.idx) for m in members for t in m.triggers]
        + [f"@{p.span.start}" for m in members for p in m.places]
        + [f"%{t.stretch.start}" for m in members for t in m.tolls if t.stretch is not None]
    )


def _type(cluster: Cluster) -> str:
    if cluster.category != "violence":
        return cluster.members[0].type
    told = [m.type for m in cluster.members if not kinds.is_loose(m)]
    told = told if set(told) - {"Attack"} else [m.type for m in cluster.members]
    return kinds.combine([t for t in told if t != "Attack"], []) or "Attack"


def join_actors(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return each actor once, with all its spans, in order of first mention."""
    out: dict[str, Actor] = {}
    for actor in actors:
        known = out.setdefault(actor_key(actor), actor)
        spans = tuple(sorted({*known.spans, *actor.spans}))
        out[actor_key(actor)] = replace(known, spans=spans)
    return tuple(out.values())


def _actors(mentions: Iterable[Mention]) -> Iterable[Actor]:
    return (replace(actor_of(m), spans=tuple(sorted({*actor_of(m).spans, m.span}))) for m in mentions)


def join_places(groups: Iterable[Sequence[Mention]]) -> tuple[Place, ...]:
    """Return the most specific places of several lists, each once."""
    told = [list(group) for group in groups if group]
    finest = min((fineness(m) for group in told for m in group), default=0)
    out: list[Place] = []
    near = [g for g in told if min(fineness(m) for m in g) == finest or any(SPOT in m.rule for m in g)]
    for mention in (m for group in near for m in group):
        place = place_of(mention)
        if not any(place_keys(place) & place_keys(p) for p in out):
            out.append(place)
    containers = {fold(w) for p in out for w in p.within}
    inner = [p for p in out if fold(p.name) not in containers]
    return tuple(inner or out)


def _count(members: Sequence[Happening]) -> Count:
    told = [m.count for m in members if m.count != ONE]
    exact = [c for c in told if c.text]
    return (exact or told or [ONE])[0]


def _status(members: Sequence[Happening]) -> Status:
    found: set[Status] = set()
    for member in members:
        goes_on = member.definite and found == {"claimed"}  # "A said … . The strike also hit …" is still A's word
        found.add("claimed" if goes_on and member.status == "asserted" else member.status)
    if "asserted" in found:
        return "asserted"
    return "denied" if found == {"denied"} else "claimed"


def _when(members: Sequence[Happening]) -> When | None:
    """Return the time of an event: one that a sentence tells of it before one carried over from its neighbours."""
    told = [m for m in members if m.when is not None and not _only_supposed(m)]
    dated = [m for m in told if m.when and (m.when.start or m.when.end)]
    best = min(dated or told, key=lambda m: (CARRIED_DAY in m.rules, SAID_DAY in m.rules), default=None)
    return best.when if best else None


def _only_supposed(happening: Happening) -> bool:
    """Tell whether a day is carried to what is not told as news of a day: good to compare by, not to state."""
    if CARRIED_DAY not in happening.rules or _is_told_later(happening):
        return False
    return happening.category not in _ON_A_DAY or not any(tells_past(t.token) for t in happening.triggers)


def _is_told_later(happening: Happening) -> bool:
    """Tell whether the day of a headline or lead is told behind it."""
    span = happening.when.span if happening.when is not None else None
    return span is not None and span > happening.evidence


def _rules(members: Sequence[Happening]) -> tuple[str, ...]:
    """Return the rules that made a report; the day counts as carried only where no sentence tells it."""
    rules = {r for m in members for r in m.rules}
    when = _when(members)
    if when is None or any(m.when == when and CARRIED_DAY not in m.rules for m in members):
        rules.discard(CARRIED_DAY)
    return tuple(sorted(rules))


def _facilities(members: Sequence[Happening]) -> tuple[Facility, ...]:
    out: list[Facility] = []
    for facility in (f for m in members for f in m.facilities):
        twin = next((k for k, known in enumerate(out) if _same_facility(known, facility)), None)
        if twin is None:
            out.append(facility)
        elif _DAMAGE[facility.damage] > _DAMAGE[out[twin].damage]:
            out[twin] = facility
    return tuple(out)


def _same_facility(a: Facility, b: Facility) -> bool:
    if a.type != b.type or (a.name and b.name and fold(a.name) != fold(b.name)):
        return False
    return a.place is None or b.place is None or fold(a.place) == fold(b.place)
