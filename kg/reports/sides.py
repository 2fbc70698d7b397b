"""Who did it and to whom: actor mentions in the agent, patient and party roles of an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg import lexicon
from kg.ids import actor_key, fold
from kg.model import Actor, Mention, Span
from kg.reports.kinds import category_of
from kg.reports.people import demonyms
from kg.reports.roles import role_words, whole_of
from kg.reports.scene import Scene, actor_of
from kg.reports.targets import find_targets, specific

if TYPE_CHECKING:
    from kg.reports.happenings import Group

_NOT_PERPETRATORS = frozenset({"media", "monitor", "rescue", "medical"})


def find_sides(scene: Scene, group: Group) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the perpetrators and the targets of an event, each actor once, in text order."""
    category = category_of(group)
    doers = [_trimmed(m) for noun in group.nouns("agents") for m in scene.agents_at(noun)]
    doers = [m for m in doers if actor_of(m).id or actor_of(m).name.lower().rstrip("s") not in _event_words()]
    suffered = find_targets(scene, group)
    first, others = _parties(scene, group)
    doers += first
    if category in ("meeting", "agreement", "protest"):
        doers += others
    else:
        suffered += others
    if category == "protest":
        doers = doers or _crowd(scene, group)
        return _unique(doers), _unique(suffered)
    doers = [m for m in doers if actor_of(m).kind not in _NOT_PERPETRATORS or category == "relief"]
    doers = [m for m in doers if category == "relief" or not _is_witness(m)]
    doers = [m for m in doers if not _is_unknown(m) and not (category == "displacement" and _is_displaced(m))]
    victims = _named_victims(scene, group)
    doers = [m for m in doers if not victims & {fold(actor_of(m).name)}]
    done = {_key(m) for m in doers}
    suffered = specific(m for m in suffered if _key(m) not in done and not _is_unknown(m))
    return _unique(doers), _unique(suffered)


def _parties(scene: Scene, group: Group) -> tuple[list[Mention], list[Mention]]:
    """Return the first party of a clash or talks and the others; two in one phrase are two parties."""
    talks = category_of(group) in ("meeting", "agreement")
    told = [scene.agents_at(noun) if talks else scene.actors_at(noun) for noun in group.nouns("parties")]
    told = [p for p in told if p]
    if not told:
        return [], []
    if len(told) == 1 and not group.nouns("agents"):
        return told[0][:1], told[0][1:]
    return told[0], [m for p in told[1:] for m in p]


def _named_victims(scene: Scene, group: Group) -> frozenset[str]:
    """Return the people whom the same words name as killed or hurt: the parser may take a name for a subject."""
    own = {t.i for t in group.tokens}
    told = (c for toll in scene.tolls if toll.trigger in own for c in toll.casualties)
    return frozenset(fold(c.name) for c in told if c.name)


def _is_displaced(mention: Mention) -> bool:
    """Tell whether an actor can only be who fled: people, by name or not."""
    return actor_of(mention).id is None and actor_of(mention).kind in ("civil", "person")


def _crowd(scene: Scene, group: Group) -> list[Mention]:
    """Return the people who protest, under the word the text has for them ("residents", "thousands of women")."""
    out = []
    for noun in [n for p in group.nouns("parties") for n in whole_of(p) or [p]]:
        if noun.tag_ == "NNS" or noun.lower_ in ("people", "crowd"):
            span = Span(start=noun.idx, end=noun.idx + len(noun))
            actor = Actor(name=noun.text, kind="civil", spans=(span,))
            out.append(Mention(kind="actor", span=span, value=actor, rule="crowd"))
    return out


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
    if actor.id is not None or actor.kind == "person":
        return False
    return actor.name.lower() in demonyms() or bool(set(actor.name.lower().split()) & _nobody())


def _is_witness(mention: Mention) -> bool:
    """Tell whether an actor without a name of its own only tells or suffers: "local sources", "X News", "relatives"."""
    words = actor_of(mention).name.lower().split()
    last = {words[-1], words[-1].removesuffix("s")} if words else set()
    return actor_of(mention).id is None and bool(last & role_words("witness"))


def _key(mention: Mention) -> str:
    actor = actor_of(mention)
    return actor_key(actor)


def _unique(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    first: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        first.setdefault(_key(mention), mention)
    return tuple(first.values())
