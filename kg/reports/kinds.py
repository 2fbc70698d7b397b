"""What kind of event it was: the most specific type that triggers, weapons and platforms agree on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.links import AVERTS, is_byproduct
from kg.reports.roles import whole_of
from kg.reports.scene import Scene, actor_of

if TYPE_CHECKING:
    from kg.reports.happenings import Group, Happening
    from kg.reports.links import Trigger

ARMED = frozenset({"state-forces", "rebel-group", "militia", "coalition", "mercenary", "de-facto-authority"})
_GROUND_FIRE = frozenset({"Shelling"})
_BY_ARMIES = frozenset({"Airstrike", "DroneStrike", "Shelling"})
_AIR = frozenset({"Airstrike", "DroneStrike"})


@cache
def _platforms(kind: str) -> dict[str, str]:
    rows = lexicon.table("platforms", columns=("form", "type", "kind"))
    return {form: r["type"] for r in rows if r["kind"] == kind for form in (r["form"], r["form"] + "s")}


@cache
def _weapon_types() -> dict[str, str]:
    return {r["weapon"]: r["type"] for r in lexicon.table("weapon_types")}


def is_armed(mention: Mention) -> bool:
    """Tell whether an actor mention is an armed body."""
    return actor_of(mention).kind in ARMED


def is_beyond(mention: Mention, kind: str) -> bool:
    """Tell whether an act is beyond an actor: a person of no known body has no jets and no guns."""
    return kind in _BY_ARMIES and actor_of(mention).id is None and actor_of(mention).kind == "person"


def category_of(group: Group) -> str:
    """Return what kind of event a group tells: people detained beside people killed are part of the violence."""
    categories = {t.category for t in group.triggers if not t.is_raid}
    if _is_displacement(group):
        return "displacement"
    return (
        group.triggers[0].category
        if not categories
        else "violence"
        if "violence" in categories
        else sorted(categories)[0]
    )


def _is_displacement(group: Group) -> bool:
    """Tell whether a group tells that people were driven out, and not only in passing of what killed others."""
    moved = [t for t in group.triggers if t.category == "displacement"]
    violent = [t for t in group.triggers if t.category == "violence"]
    return bool(moved) and not (violent and all(is_byproduct(t) and not _is_led(t, violent) for t in moved))


def _is_ground_operation(violent: Sequence[Trigger], group: Group, weapons: tuple[str, ...]) -> bool:
    """Tell whether troops did it in an "operation", and nothing flew or fired that would make it another kind."""
    told = [t for t in violent if not t.is_harm]
    operation = bool(told) and all(t.frame.form == "operation" for t in told)
    return operation and not weapons and not by_platform(group) and len(violent) > 1


def _is_led(moved: Trigger, violent: Sequence[Trigger]) -> bool:
    """Tell whether what was violent hangs on the word of displacement: "the exodus after the shelling"."""
    return all(moved.token in t.token.ancestors for t in violent)


def type_of(scene: Scene, group: Group, weapons: tuple[str, ...]) -> str:
    """Return the event type of a group of triggers."""
    violent = [t for t in group.triggers if t.category == "violence"]
    other = [t for t in group.triggers if t.category != "violence"]
    if other and (all(t.is_raid for t in violent) or _is_displacement(group)):
        return next((t for t in other if t.category == "displacement"), other[0]).frame.type
    left = _of_remnant(group)
    if left and {t.frame.form for t in violent if not t.is_harm} & _NO_WEAPON:
        return left
    told = [t.frame.type for t in violent if not t.is_harm]
    harm = [t.frame.type for t in violent if t.is_harm]
    if violent and _is_sum_of_kinds(violent):
        return "Attack"
    if told and set(told) == {"Attack"} and all(t.is_harm or t.frame.form in AVERTS for t in violent):
        return _of_averting(scene, group)
    specific = [t for t in dict.fromkeys(told) if t != "Attack"]
    if "Clash" in specific and _outermost(violent).frame.type == "Clash":
        return "Clash"  # "clashes with mutual shelling"
    if not specific and _is_ground_operation(violent, group, weapons):
        return "Clash"
    by_weapon = [_weapon_types()[w] for w in weapons if w in _weapon_types()]
    # A missile from a jet is an air strike: what carried the weapon says more than the weapon.
    means = list(dict.fromkeys(by_platform(group) or by_weapon))
    if "chemical" in weapons:
        return "ChemicalAttack"
    return combine(specific, means) or next((t for t in harm if t != "Attack"), "Attack")


def _of_remnant(group: Group) -> str | None:
    """Return the type of a blast of what an earlier war left behind: "the explosion of remnants of shelling"."""
    forms = _platforms("remnant")
    nouns = [*group.nouns("agents"), *group.nouns("patients"), *group.nouns("tools")]
    nouns += [noun for t in group.triggers for prep, noun in grammar.preps(t.token) if prep == "of"]
    words = [form for n in nouns for w in [n, *n.children] for form in (w.lemma_.lower(), w.lower_)]
    return next((forms[w] for w in words if w in forms), None)


def _of_averting(scene: Scene, group: Group) -> str:
    """Return the type of what brings a jet or a missile down: only what it was done with counts, not what fell."""
    used = [t.i for t in group.tokens if any(_is_used(a) for a in (t, *t.ancestors))]
    found = scene.of_kind("weapon", used)
    means = [_weapon_types()[m.ref] for m in found if m.ref in _weapon_types()]
    return combine([], means) or "Attack"


def _is_used(token: Token) -> bool:
    return token.lemma_.lower() == "use" or grammar.case(token) in ("with", "by")


def _is_sum_of_kinds(triggers: Sequence[Trigger]) -> bool:
    """Tell whether attacks of several kinds are counted together: "90 incidents, including shelling and gunfire"."""
    top = _outermost(triggers)
    if top.frame.pos != "NOUN" or top.frame.type != "Attack" or top.token.tag_ not in ("NNS", "NNPS"):
        return False
    kinds = [t for t in triggers if t.frame.pos == "NOUN" and not t.is_harm and t.token.i > top.token.i]
    between = top.token.doc[top.token.i : kinds[0].token.i] if kinds else ()
    return len({t.frame.form for t in kinds}) > 1 and any(t.lower_ in ("including", "included") for t in between)


def _outermost(triggers: Sequence[Trigger]) -> Trigger:
    """Return the trigger that the others hang on."""
    acts = [t for t in triggers if not t.is_harm] or list(triggers)
    return min(acts, key=lambda t: (len(list(t.token.ancestors)), t.token.i))


def by_platform(group: Group) -> list[str]:
    """Return the types that words for aircraft, guns and gunmen among the agents and tools imply.

    A missile from a jet is an air strike, a shell left behind a mine: the carriers are asked before the munitions.
    """
    nouns = [*group.nouns("agents"), *group.nouns("tools")]
    nouns += [part for n in nouns for part in whole_of(n)]
    words = [w for n in nouns for w in [n, *n.children]]
    words += [m for t in group.triggers for m in t.token.children if m.dep_ in ("compound", "amod")]
    words += [n for t in group.triggers for prep, n in grammar.preps(t.token) if prep == "from"]
    for kind in ("remnant", "carrier", "munition"):
        forms = _platforms(kind)
        found = [
            forms[form]
            for w in words
            if w.pos_ != "ADJ" or kind != "munition"
            for form in (w.lemma_.lower(), w.lower_)
            if form in forms
        ]
        if found:
            return list(dict.fromkeys(found))
    return []


_EXPLOSIVE = frozenset({"Airstrike", "DroneStrike", "Shelling", "Bombing"})
_ANY_CARRIER = frozenset({"missile", "rocket"})
_NO_WEAPON = frozenset({"blast", "explosion", "explode", "detonation", "go off"})


def is_loose(happening: Happening) -> bool:
    """Tell whether a kind rests only on a missile or a blast, which attacks of other kinds end in as well."""
    acts = [t for t in happening.triggers if not t.is_harm]
    if happening.type == "Shelling":
        return set(happening.weapons) <= _ANY_CARRIER and all(t.frame.type != "Shelling" for t in acts)
    return happening.type == "Bombing" and not happening.weapons and all(t.frame.form in _NO_WEAPON for t in acts)


def may_be_same(happening: Happening, kind: str) -> bool:
    """Tell whether a loosely told kind agrees with another."""
    return is_loose(happening) and kind in _EXPLOSIVE


def combine(told: list[str], means: list[str]) -> str | None:
    """Return one type for what words tell and means imply; mixed air and ground is a plain attack."""
    kinds = set(told) or set(means)
    if means and set(means) <= _AIR and kinds <= {"Shelling", "Shooting", "Attack"}:
        kinds = set(means)  # "warplanes shelled": some outlets say so of all bombardment
    if "ChemicalAttack" in kinds | set(means):
        return "ChemicalAttack"
    if kinds & _AIR and kinds & _GROUND_FIRE:
        return "Attack"
    if "DroneStrike" in set(means) | kinds and kinds <= {"DroneStrike", "Airstrike", "Attack", "Bombing"}:
        return "DroneStrike"
    for kind in ("Airstrike", "Shelling", "Bombing", "Clash", "DroneStrike", "Shooting"):
        if kind in kinds:
            return kind
    return None
