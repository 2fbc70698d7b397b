"""Is it armed conflict at all? Everyday words ("strike", "raid", "deal") need other signs beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.model import Mention
from kg.nlp import grammar
from kg.reports import kinds
from kg.reports.affinity import Cluster
from kg.reports.carry import CARRIED_DAY
from kg.reports.doers import has_own_doer
from kg.reports.frames import frames_of
from kg.reports.happenings import Happening
from kg.reports.links import Trigger
from kg.reports.people import is_personal
from kg.reports.roles import subject_nouns
from kg.reports.scene import Scene, actor_of
from kg.reports.senses import nouns_of

# One such word in this many tokens, or this many different ones, makes an article one about armed conflict.
CUE_DENSITY = 80
CUE_KINDS = 4
_NONSTATE = frozenset({"rebel-group", "militia"})


def is_reportable(scene: Scene, cluster: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Tell whether a cluster is an event of armed conflict that says more than its bare word."""
    if not _has_content(cluster):
        return False
    if cluster.category in ("violence", "detention") and any(m.strong for m in cluster.members):
        return True
    if cluster.category in ("violence", "capture") and _by_armed_side(cluster):
        return True
    if cluster.category == "protest" and _is_demonstration(cluster):
        return True
    if cluster.category == "violence" and _is_deadly_attack(cluster):
        return True
    return is_conflict_article(scene, clusters)


def _is_demonstration(cluster: Cluster) -> bool:
    """Tell whether people are said to demonstrate in a place; "rally" and "march" need a second word that says so."""
    if not any(m.places for m in cluster.members):
        return False
    verbs = {t.frame.form for m in cluster.members for t in m.triggers if t.frame.pos == "VERB"}
    if verbs & {"demonstrate", "protest"} or len(verbs) > 1:
        return True
    return bool(verbs) and any(_is_protest(w) for m in cluster.members for t in m.triggers for w in t.token.sent)


def _is_protest(word: Token) -> bool:
    if word.lemma_.lower() in nouns_of("protester"):
        return True
    return any(frame.category == "protest" and not frame.needs for frame in frames_of(word))


def _is_deadly_attack(cluster: Cluster) -> bool:
    """Tell whether people were killed in what is called an attack on, or in, a place."""
    nouns = [t for m in cluster.members for t in m.triggers if t.frame.pos == "NOUN" and not t.is_harm]
    named = any(not any(c.dep_ == "compound" for c in t.token.children) for t in nouns)  # no "shark attack"
    killed = any(c.outcome == "killed" for m in cluster.members for t in m.tolls for c in t.casualties)
    return named and killed and any(m.places for m in cluster.members)


def _by_armed_side(cluster: Cluster) -> bool:
    """Tell whether a state's forces or an armed body act on a place, a facility or people."""
    sides = [a for m in cluster.members for a in (*m.perpetrators, *m.targets)]
    acts = any(kinds.is_armed(a) or actor_of(a).kind == "state" for a in sides) or has_own_doer(cluster)
    acts = acts or any(f.type == "MilitarySite" for m in cluster.members for f in m.facilities)
    return acts and any(m.places or m.facilities or m.tolls for m in cluster.members)


def _has_content(cluster: Cluster) -> bool:
    """A bare event word with no who, where, whom, when or how many tells nothing that can be cited."""
    members = cluster.members
    sided = any(m.perpetrators or m.targets for m in members)
    only_named = all(t.frame.pos == "NOUN" for m in members for t in m.triggers)
    if cluster.category == "agreement" and only_named and all(m.definite for m in members):
        return sided
    if cluster.category == "relief":
        return sided or any(_acts(t) for m in members for t in m.triggers)
    if cluster.category in ("meeting", "agreement", "protest"):
        return sided or any(m.strong or m.places or m.when or m.tolls for m in members)
    if cluster.category == "displacement":
        return any(m.tolls or (m.places and t.frame.pos == "VERB") for m in members for t in m.triggers)
    if cluster.category in ("detention", "capture"):
        return sided or any(m.strong or m.tolls or m.places for m in members)
    told = any(m.places or m.tolls or m.facilities for m in members)
    if all(m.type == "Clash" for m in members):
        # "The war against …", "the fighting", "they have fought for years": everybody knows of it.
        if only_named:
            return any(m.places or m.tolls or (m.when and CARRIED_DAY not in m.rules and sided) for m in members)
        if all(t.frame.form in _mass_words() for m in members for t in m.triggers):
            return any(_is_told_battle(m) for m in members)
    # "The attacks show …": an event word that points back, with nothing told before, tells no event.
    points_back = all(m.definite and all(_names_only(t) for t in m.triggers) for m in members)
    of_whom = any(not _names_only(t) and not t.is_harm for m in members for t in m.triggers if t.frame.pos == "NOUN")
    return told or (not points_back and (of_whom or any(m.perpetrators or m.targets or m.when for m in members)))


def _names_only(trigger: Trigger) -> bool:
    """Tell whether a word names an event without saying whom it befell, as "the killing of two monks" does."""
    whom = [n for prep, n in grammar.preps(trigger.token) if prep == "of" and (n.pos_ == "PROPN" or is_personal(n))]
    return trigger.frame.pos == "NOUN" and not whom


@cache
def _mass_words() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "mass")


def _is_told_battle(member: Happening) -> bool:
    """Tell whether a fight is told with a place or toll of its own, or with both sides and a time."""
    placed = bool(member.places) and "carry:place" not in member.rules
    timed = member.when is not None and CARRIED_DAY not in member.rules
    named = any(frames_of(o) for t in member.triggers for o in grammar.objects(t.token))  # "fought a two-year war"
    return placed or bool(member.tolls) or ((timed or named) and bool(member.perpetrators and member.targets))


def _acts(trigger: Trigger) -> bool:
    """Tell whether somebody is said to do it, though no known body."""
    return trigger.frame.pos == "VERB" and bool(subject_nouns(trigger.token)) and not grammar.is_passive(trigger.token)


def is_conflict_article(scene: Scene, clusters: Sequence[Cluster]) -> bool:
    """Tell whether an article is about armed conflict: by its events, its armed actors and its words."""
    strong = [m for c in clusters if c.category == "violence" for m in c.members if m.strong]
    armed: list[Mention] = [
        m for m in scene.mentions if m.kind == "weapon" or (m.kind == "actor" and kinds.is_armed(m))
    ]
    if strong and (armed or len(strong) > 1):
        return True
    if sum(m.kind == "actor" and actor_of(m).kind in _NONSTATE and actor_of(m).id is not None for m in armed) > 1:
        return True
    found = [m.group(0).lower() for m in _cues().finditer(scene.article.text)]
    distinct = len(set(found))
    return distinct >= CUE_KINDS or (bool(found) and len(scene.doc) <= CUE_DENSITY * distinct)


@cache
def _cues() -> re.Pattern[str]:
    forms = sorted((r["form"] for r in lexicon.table("conflict_words")), key=lambda f: (-len(f), f))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")s?\b", re.IGNORECASE)
