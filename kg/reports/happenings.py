"""Reads each sentence into happenings: an event as one clause (and what hangs on it) tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.model import ONE, Actor, Count, Facility, Mention, Refusal, Span, Status, When
from kg.nlp import grammar
from kg.reports import facilities, kinds, places, sides
from kg.reports.casualties import Toll
from kg.reports.frames import Frame, frame_of
from kg.reports.incidents import count_incidents
from kg.reports.links import Trigger, is_sequel, link_triggers
from kg.reports.responsibility import find_blamed, tells_by_pronoun
from kg.reports.roles import Arguments, arguments, role_words
from kg.reports.scene import Scene
from kg.reports.senses import nouns_of
from kg.reports.split import split_by_place
from kg.reports.triggers import find_triggers


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Happening:
    """One event as one sentence tells it; still to be merged with what other sentences say of it.

    Two are never one, even if they say the same: so what was found out of one can be kept for it.
    """

    order: int  # number of the sentence
    triggers: tuple[Trigger, ...]
    category: str
    type: str
    strong: bool  # a word that only armed conflict uses, or an armed actor, a weapon …
    definite: bool  # "the attack", "these strikes": told before
    count: Count
    evidence: Span
    perpetrators: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    facilities: tuple[Facility, ...] = ()
    weapons: tuple[str, ...] = ()
    tolls: tuple[Toll, ...] = ()
    when: When | None = None
    status: Status = "asserted"
    sources: tuple[Actor, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The triggers of one event in one sentence with the tokens they rule and their arguments."""

    triggers: tuple[Trigger, ...]
    tokens: tuple[Token, ...]
    roles: tuple[Arguments, ...]

    def nouns(self, role: str) -> list[Token]:
        """Return the nouns in one role over all triggers, in text order."""
        found = {t.i: t for a in self.roles for t in getattr(a, role)}
        return [found[i] for i in sorted(found)]


def find_happenings(scene: Scene) -> tuple[list[Happening], list[Refusal]]:
    """Return what the sentences of a document tell, and what was noticed but not coded."""
    happenings: list[Happening] = []
    refusals: list[Refusal] = []
    skip: frozenset[int] = scene.doc.user_data.get("skip", frozenset())
    for order, sentence in enumerate(scene.doc.sents):
        if sentence.start in skip:
            continue
        triggers = list(find_triggers(scene, sentence, refusals))
        blamed = list(find_blamed(scene, sentence))
        tells_event = any(t.category == "violence" and _is_told(scene, t) for t in triggers)
        if blamed and not tells_event:
            happenings += _blame(scene, sentence, order, blamed)
            triggers = [t for t in triggers if t.category != "violence"]
        for group in _groups(scene, sentence, triggers):
            if not _says_something(scene, group):
                continue
            told = _happening(scene, sentence, order, group)
            if blamed and told.category == "violence" and not told.perpetrators:
                told = replace(told, perpetrators=blamed[0][1], rules=(*told.rules, f"blame:{blamed[0][0].lemma_}"))
            happenings += split_by_place(scene, group, told)
    return happenings, refusals


def _is_told(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a trigger tells an event by itself: a verb, or a noun with whom or where it hit."""
    if trigger.frame.pos != "NOUN":
        return True
    parts = [part for prep, part in grammar.preps(trigger.token) if prep in ("of", "on", "in", "at", "against")]
    return not trigger.is_harm and any(scene.of_kind(k, [p.i]) for p in parts for k in ("place", "facility", "actor"))


def _says_something(scene: Scene, group: Group) -> bool:
    """Words like "loss" and "victim" alone tell nothing unless people are counted."""
    if any(t.frame.pos != "NOUN" or not t.is_harm for t in group.triggers):
        return True
    tokens = {t.i for t in group.tokens}
    return any(t.trigger in tokens and t.refused is None for t in scene.tolls)


def _blame(
    scene: Scene, sentence: SpacySpan, order: int, blamed: list[tuple[Token, tuple[Mention, ...]]]
) -> list[Happening]:
    """A sentence that only says who was behind it goes on with the event before it."""
    if not any(_is_attack_noun(t) or tells_by_pronoun(t) for t in sentence):
        return []
    doers = {m.span: m for _, found in blamed for m in found}
    frame = Frame(
        form=blamed[0][0].lemma_.lower(),
        pos="BLAME",
        category="violence",
        type="Attack",
        scheme="blame",
        strength="weak",
    )
    return [
        Happening(
            order=order,
            triggers=(Trigger(token=blamed[0][0], frame=frame),),
            category="violence",
            type="Attack",
            strong=False,
            definite=True,
            count=ONE,
            evidence=scene.span([t for t in sentence if not t.is_space]),
            perpetrators=tuple(doers[s] for s in sorted(doers)),
            rules=(f"blame:{frame.form}",),
        )
    ]


def _is_attack_noun(token: Token) -> bool:
    frame = frame_of(token)
    return (frame is not None and frame.category == "violence") or token.lemma_.lower() in _STANDS_FOR


_STANDS_FOR = role_words("deed") | {"responsibility", "credit"}


def _groups(scene: Scene, sentence: SpacySpan, triggers: list[Trigger]) -> list[Group]:
    linked = link_triggers(triggers, own_place=lambda token: _names_place(scene, token, triggers))
    owner = {t.token.i: k for k, group in enumerate(linked) for t in group}
    tokens: list[list[Token]] = [[] for _ in linked]
    for token in sentence:
        k = _owner(token, owner, len(linked))
        if k is not None:
            tokens[k].append(token)
    return [
        Group(
            triggers=tuple(group),
            tokens=tuple(tokens[k]),
            roles=tuple(arguments(t.token, t.frame) for t in group),
        )
        for k, group in enumerate(linked)
    ]


def _owner(token: Token, owner: dict[int, int], size: int) -> int | None:
    below = token
    for ancestor in [token, *token.ancestors]:
        if ancestor.i in owner:
            return owner[ancestor.i]
        if below.dep_ == "advcl" and is_sequel(ancestor):
            return None  # "the raid came as …": what follows is told beside it, not of it
        below = ancestor
    if size == 1:
        return 0
    # A noun trigger rules the clause of the verb that carries it: "strikes took place in X".
    for ancestor in [token, *token.ancestors]:
        carried = [owner[c.i] for c in ancestor.children if c.i in owner and grammar.is_verb(ancestor)]
        if carried:
            return carried[0]
    return None


def _names_place(scene: Scene, trigger: Token, triggers: list[Trigger]) -> bool:
    """Tell whether the clause of a trigger names a place of its own, not one inside another trigger's part."""
    others = {t.token.i for t in triggers} - {trigger.i}
    for token in trigger.subtree:
        if scene.of_kind("place", [token.i]):
            chain = [token, *token.ancestors]
            first = next((a for a in chain if a.i in others or a == trigger), None)
            if first == trigger:
                return True
    return False


def _happening(scene: Scene, sentence: SpacySpan, order: int, group: Group) -> Happening:
    tokens = [t.i for t in group.tokens]
    weapons = tuple(dict.fromkeys(m.ref for m in scene.of_kind("weapon", _but_lost(group)) if m.ref))
    tolls = tuple(t for t in scene.tolls if t.trigger in set(tokens) and t.refused is None)
    kind = kinds.type_of(scene, group, weapons)
    if kind == "Displacement":
        tolls = tolls or tuple(t for t in scene.moves if t.trigger in set(tokens) and t.refused is None)
    perpetrators, targets = sides.find_sides(scene, group)
    perpetrators = tuple(p for p in perpetrators if not kinds.is_beyond(p, kind))
    hit = facilities.find_facilities(scene, group)
    armed = bool(weapons or kinds.by_platform(group)) or any(kinds.is_armed(m) for m in (*perpetrators, *targets))
    count = count_incidents(group)
    return Happening(
        order=order,
        triggers=group.triggers,
        category=kinds.category_of(group),
        type=kind,
        strong=armed or any(t.frame.strength == "strong" for t in group.triggers),
        definite=_is_definite(group),
        count=count,
        evidence=scene.span([t for t in sentence if not t.is_space]),
        perpetrators=perpetrators,
        targets=targets,
        places=places.find_places(scene, group, sentence),
        facilities=hit,
        weapons=weapons,
        tolls=tolls,
        rules=tuple(sorted({f"{t.frame.pos.lower()}:{t.frame.form}" for t in group.triggers})),
    )


def _but_lost(group: Group) -> list[int]:
    """Return the tokens of a group but those of what it destroyed or shot down: "destroyed a car bomb"."""
    lost = [a.patients for t, a in zip(group.triggers, group.roles, strict=True) if t.frame.scheme == "damage"]
    below = {t.i for nouns in lost for n in nouns for t in n.subtree if t not in group.nouns("tools")}
    acts = {t.token.i for t in group.triggers}
    return [t.i for t in group.tokens if t.i not in below or t.i in acts or below & acts]


def _is_definite(group: Group) -> bool:
    """Tell whether a group points back: "the attack", "the shells", "they killed six" of strikes told before."""
    if any(_has_definite(t) for t in group.nouns("tools")):
        return True
    if any(_has_definite(t) and t.lemma_.lower() in nouns_of("raider") for t in group.nouns("agents")):
        return True  # "the attackers", "the bomber"
    if all(t.is_harm for t in group.triggers) and any(t.pos_ == "PRON" for t in group.nouns("agents")):
        return True
    nouns = [t.token for t in group.triggers if t.frame.pos == "NOUN" and not t.is_harm]
    return any(_has_definite(n) for n in nouns)


def _has_definite(noun: Token) -> bool:
    return any(c.lower_ in ("the", "this", "these", "those", "that") for c in noun.children if c.dep_ == "det")
