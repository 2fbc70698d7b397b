"""Who did it and to whom: actor mentions in the agent, patient and party roles of an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.ids import fold
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.scene import Scene, actor_of

if TYPE_CHECKING:
    from kg.reports.happenings import Group

_NOT_PERPETRATORS = frozenset({"media", "monitor", "rescue", "medical"})


@cache
def _holding() -> frozenset[str]:
    """Return the verbs that tell whose a thing is ("positions held by …")."""
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "holding")


def find_sides(scene: Scene, group: Group) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the perpetrators and the targets of an event, each actor once, in text order."""
    doers = [_trimmed(m) for noun in group.nouns("agents") for m in scene.agents_at(noun)]
    doers = [m for m in doers if actor_of(m).id or actor_of(m).name.lower().rstrip("s") not in _event_words()]
    suffered = _actors(scene, group.nouns("patients"), owners=True)
    parties = [_actors(scene, [noun]) for noun in group.nouns("parties")]
    parties = [p for p in parties if p]
    category = group.triggers[0].category
    if category in ("meeting", "agreement", "protest"):
        return _unique([*doers, *(m for p in parties for m in p)]), ()
    if parties:
        doers += parties[0]
        suffered += [m for p in parties[1:] for m in p]
    doers = [m for m in doers if actor_of(m).kind not in _NOT_PERPETRATORS or category == "relief"]
    doers = [m for m in doers if not _is_unknown(m)]
    done = {_key(m) for m in doers}
    suffered = [m for m in suffered if not _is_unknown(m) and not _is_bystander(scene, m, group)]
    return _unique(doers), _unique(m for m in suffered if _key(m) not in done)


_CIVIL = frozenset({"civil", "rescue", "medical", None})


def _is_bystander(scene: Scene, mention: Mention, group: Group) -> bool:
    """Tell whether an actor is a victim, not a side: a nameless civilian, or a person counted among the victims."""
    actor = actor_of(mention)
    if actor.id is None and actor.kind in _CIVIL:
        return True
    if actor.kind != "person":
        return False
    tokens = {t.i for t in group.tokens}
    victims = {
        fold(c.name)
        for toll in scene.tolls
        if toll.trigger in tokens
        for c in toll.casualties
        if c.name and c.group != "fighters"
    }
    name = fold(actor.name)
    return any(name in v or v in name for v in victims)


@cache
def _nobody() -> frozenset[str]:
    """Return the words that tell nobody: "unidentified", "attackers", bare "jets"."""
    unknown = {r["form"] for r in lexicon.table("factuality") if r["kind"] == "unknown"}
    machines = {r["form"] for r in lexicon.table("platforms") if r["type"] != "Shooting"}
    return frozenset(unknown | machines | {f"{m}s" for m in machines})


def _trimmed(mention: Mention) -> Mention:
    """Return an unknown body without the event noun that the model took into its name ("Coalition airstrikes")."""
    actor = actor_of(mention)
    words = actor.name.split()
    if actor.id is not None or len(words) < 2 or words[-1].lower().rstrip("s") not in _event_words():
        return mention
    name = " ".join(words[:-1])
    return replace(mention, value=replace(actor, name=name))


@cache
def _event_words() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("frames") if r["pos"] == "NOUN")


def _is_unknown(mention: Mention) -> bool:
    """Tell whether an actor mention says that nobody knows who ("unidentified gunmen", "jets")."""
    actor = actor_of(mention)
    return actor.id is None and actor.kind != "person" and bool(set(actor.name.lower().split()) & _nobody())


def _actors(scene: Scene, nouns: Iterable[Token], *, owners: bool = False) -> list[Mention]:
    out: list[Mention] = []
    for noun in nouns:
        found = scene.actors_at(noun)
        if not found and owners and not scene.of_kind("place", [noun.i]):
            found = [m for owner in _owners(noun) for m in scene.actors_at(owner)]
        out += found
    return out


def _owners(noun: Token) -> list[Token]:
    """Whose thing was hit: "positions of the SDF", "the army's checkpoint"."""
    out = [*grammar.possessors(noun), *grammar.modifiers(noun)]
    out += [
        c
        for prep, part in grammar.preps(noun)
        if prep in ("of", "for", "belonging to")
        for c in grammar.conjuncts(part)
    ]
    for child in noun.children:
        if (
            child.dep_ in ("acl", *grammar.RELATIVE)
            and child.lemma_.lower() in _holding()
            and grammar.is_passive(child)
        ):
            out += grammar.agents(child)
    return out


def _key(mention: Mention) -> str:
    actor = actor_of(mention)
    return actor.id or actor.name.casefold()


def _unique(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    first: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        first.setdefault(_key(mention), mention)
    return tuple(first.values())
