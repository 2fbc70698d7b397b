"""Reads each sentence into happenings: an event as one clause (and what hangs on it) tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg import lexicon
from kg.model import ONE, Actor, Count, Facility, Mention, Refusal, Span, Status, When
from kg.nlp import grammar
from kg.reports import facilities, factuality, kinds, places, sides
from kg.reports.casualties import Toll
from kg.reports.frames import Frame, frame_of
from kg.reports.incidents import count_incidents
from kg.reports.links import Trigger, link_triggers
from kg.reports.responsibility import find_blamed
from kg.reports.roles import Arguments, arguments, role_words, subject_nouns, undergoer_nouns
from kg.reports.scene import Scene, actor_of
from kg.reports.split import split_by_place


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """One event as one sentence tells it; still to be merged with what other sentences say of it."""

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
        triggers = list(_triggers(scene, sentence, refusals))
        blamed = list(find_blamed(scene, sentence))
        tells_event = any(t.category == "violence" and t.frame.pos != "NOUN" for t in triggers)
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
    if not any(_is_attack_noun(t) for t in sentence):
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
    return (frame is not None and frame.category == "violence") or token.lemma_.lower() in ("responsibility", "credit")


def _triggers(scene: Scene, sentence: SpacySpan, refusals: list[Refusal]) -> Iterable[Trigger]:
    for token in sentence:
        frame = frame_of(token)
        if frame is not None and frame.scheme == "light":
            frame = _launch(scene, token, frame)
        if frame is not None and _needs_toll(frame) and not _has_toll(scene, token):
            continue
        if frame is not None and _takes_no_place(scene, token, frame) and not _captures_person(scene, token):
            continue
        if frame is not None and _is_natural(token):
            continue
        if (
            frame is None
            or _is_month(token)
            or _is_part_of_name(scene, token)
            or (frame.pos == "NOUN" and _is_figurative(scene, token))
        ):
            continue
        reason = factuality.why_not(token)
        if reason is None:
            yield Trigger(token=token, frame=_by_outcome(scene, token, frame))
        else:
            refusals.append(Refusal(span=scene.span([token]), reason=reason, note=frame.form))


def _launch(scene: Scene, verb: Token, frame: Frame) -> Frame | None:
    """ "Launched rockets" tells an attack by itself; "launched an attack" only carries the noun."""
    arguments = [*grammar.objects(verb), *grammar.passive_subjects(verb)]
    if any(scene.of_kind("weapon", [o.i]) and frame_of(o) is None for o in arguments):
        return replace(frame, category="violence", type="Attack", scheme="fire")
    return None


_BY_OUTCOME = {"detained": ("detention", "Detention"), "displaced": ("displacement", "Displacement")}


def _by_outcome(scene: Scene, token: Token, frame: Frame) -> Frame:
    """People captured are a detention, people driven out a displacement, whatever else the verb can tell."""
    if frame.form == "fall" and frame.pos == "VERB" and not _changes_hands(scene, token):
        return replace(frame, category="violence", type="Attack", scheme="land")
    if frame.form == "capture" and _captures_person(scene, token):
        return replace(frame, category="detention", type="Detention", scheme="detain", strength="strong")
    for toll in scene.tolls:
        if toll.trigger == token.i and toll.outcome in _BY_OUTCOME and frame.category in ("capture", "relief"):
            category, kind = _BY_OUTCOME[toll.outcome]
            return replace(frame, category=category, type=kind, scheme="detain")
    return frame


def _changes_hands(scene: Scene, verb: Token) -> bool:
    """Tell whether what falls is a place, or falls to somebody; rockets fall too."""
    subjects = [grammar.antecedent(s) for s in subject_nouns(verb)]
    places = any(scene.of_kind("place", [s.i]) or s.lemma_.lower() in role_words("place-part") for s in subjects)
    return places or any(prep == "to" and scene.actors_at(noun) for prep, noun in grammar.preps(verb))


def _needs_toll(frame: Frame) -> bool:
    """ "Left", "lost" and the like tell harm only where people or buildings are said to be the worse for it."""
    return frame.form in ("leave", "claim life", "lose") and frame.category == "violence"


def _has_toll(scene: Scene, token: Token) -> bool:
    below = {t.i for t in token.subtree}
    return any(t.trigger in below and t.refused is None and t.outcome in ("killed", "injured") for t in scene.tolls)


def _takes_no_place(scene: Scene, token: Token, frame: Frame) -> bool:
    """Tell whether a weak word for a change of hands is about something else than a place ("lost their legs")."""
    if frame.category != "capture" or frame.pos != "VERB" or frame.strength != "weak" or frame.scheme == "oust":
        return False
    nouns = [*grammar.objects(token), *undergoer_nouns(token), *(n for _, n in grammar.preps(token))]
    nouns += [part for n in nouns for prep, part in grammar.preps(n) if prep in ("of", "over")]
    words = role_words("place-part") | {"control", "territory", "ground", "land", "position"}
    return not any(
        scene.of_kind("place", range(*grammar.phrase(n)))
        or scene.of_kind("facility", [n.i])
        or n.lemma_.lower() in words
        for noun in nouns
        for n in grammar.conjuncts(grammar.antecedent(noun))
    )


@cache
def _natural_causes() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "natural")


def _is_natural(token: Token) -> bool:
    """Tell whether people died of cold, hunger or disease."""
    if token.lemma_.lower() not in ("die", "perish", "death"):
        return False
    return any(p in ("of", "from") and n.lemma_.lower() in _natural_causes() for p, n in grammar.preps(token))


def _captures_person(scene: Scene, verb: Token) -> bool:
    nouns = undergoer_nouns(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    return any(actor_of(m).kind == "person" for n in nouns for m in scene.actors_at(grammar.antecedent(n)))


def _is_figurative(scene: Scene, token: Token) -> bool:
    """ "The execution of this operation": a killing word whose object is no person."""
    if token.lemma_.lower() not in ("execution", "capture", "seizure", "arrest", "fall", "loss"):
        return False
    parts = [noun for prep, noun in grammar.preps(token) if prep == "of"]
    return any(frame_of(n) is not None or (n.pos_ == "NOUN" and not scene.at.get(n.i)) for n in parts) and not any(
        toll.trigger == token.i for toll in scene.tolls
    )


def _is_month(token: Token) -> bool:
    """ "March 2020" is no demonstration."""
    return token.text == "March" and (token.i == 0 or token.pos_ == "PROPN")


def _is_part_of_name(scene: Scene, token: Token) -> bool:
    """Tell whether a trigger word only modifies another noun ("attack helicopter") or stands in a name."""
    if token.ent_type_ in ("ORG", "PER", "PERSON") or (token.pos_ == "PROPN" and token.ent_type_):
        return True
    if token.dep_ in ("compound", "nmod:unmarked", "nmod:desc") and token.head != token:
        return frame_of(token.head) is None or token.i + 1 == token.head.i
    covering = [m for m in scene.at.get(token.i, ()) if m.kind in ("actor", "place", "facility") and m.ref]
    return any(m.span.end - m.span.start > len(token) for m in covering)


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
    for ancestor in [token, *token.ancestors]:
        if ancestor.i in owner:
            return owner[ancestor.i]
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
    weapons = tuple(dict.fromkeys(m.ref for m in scene.of_kind("weapon", tokens) if m.ref))
    tolls = tuple(t for t in scene.tolls if t.trigger in set(tokens) and t.refused is None)
    perpetrators, targets = sides.find_sides(scene, group)
    hit = facilities.find_facilities(scene, group)
    armed = bool(weapons or kinds.by_platform(group)) or any(kinds.is_armed(m) for m in (*perpetrators, *targets))
    count = count_incidents(group)
    return Happening(
        order=order,
        triggers=group.triggers,
        category=_category(group),
        type=kinds.type_of(scene, group, weapons),
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


def _category(group: Group) -> str:
    """People detained beside people killed are part of the violence."""
    if any(t.category == "displacement" for t in group.triggers):
        return "displacement"
    categories = {t.category for t in group.triggers if not t.is_raid}
    return (
        group.triggers[0].category
        if not categories
        else "violence"
        if "violence" in categories
        else sorted(categories)[0]
    )


def _is_definite(group: Group) -> bool:
    """Tell whether a group points back: "the attack", "the shells", "they killed six" of strikes told before."""
    if any(_has_definite(t) for t in group.nouns("tools")):
        return True
    if all(t.is_harm for t in group.triggers) and any(t.pos_ == "PRON" for t in group.nouns("agents")):
        return True
    nouns = [t.token for t in group.triggers if t.frame.pos == "NOUN" and not t.is_harm]
    return any(_has_definite(n) for n in nouns)


def _has_definite(noun: Token) -> bool:
    return any(c.lower_ in ("the", "this", "these", "those", "that") for c in noun.children if c.dep_ == "det")
