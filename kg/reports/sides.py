"""Who did it and to whom: actor mentions in the agent, patient and party roles of an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.ids import actor_key, fold
from kg.lexicon import Body
from kg.model import Actor, Mention, Span
from kg.nlp import grammar
from kg.reports.allies import find_allies
from kg.reports.harm import is_armed_word
from kg.reports.kinds import category_of
from kg.reports.people import demonyms, is_personal, lexical
from kg.reports.roles import role_words, whole_of
from kg.reports.scene import Scene, actor_of
from kg.reports.targets import find_targets, specific

if TYPE_CHECKING:
    from kg.reports.happenings import Group

_NOT_PERPETRATORS = frozenset({"media", "monitor", "rescue", "medical"})


def find_sides(scene: Scene, group: Group) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the perpetrators and the targets of an event, each actor once, in text order."""
    category = category_of(group)
    nouns = group.nouns("agents")
    found = [m for noun in nouns for m in (*scene.agents_at(noun), *find_allies(scene, noun))]
    doers = [_as_state(scene, _trimmed(m), group) for m in found]
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
    doers = [m for m in doers if category != "violence" or not _is_civil(m)]
    doers = [m for m in doers if not _is_unknown(m) and not (category == "displacement" and _is_displaced(m))]
    victims = _named_victims(scene, group)
    doers = [m for m in doers if not victims & {fold(actor_of(m).name)}]
    done = {_key(m) for m in doers}
    suffered = specific(m for m in suffered if _key(m) not in done and not _is_unknown(m))
    return _unique(doers), _unique(suffered)


def _parties(scene: Scene, group: Group) -> tuple[list[Mention], list[Mention]]:
    """Return who fought or met, and those whom the first of them fought with; named in one phrase all fought."""
    talks = category_of(group) in ("meeting", "agreement")
    nouns = group.nouns("parties")
    told = [(noun, _talkers_at(scene, noun) if talks else _fighters_at(scene, noun)) for noun in nouns]
    told = [(noun, found) for noun, found in told if found]
    if not told:
        return [], []
    first = told[0][0]
    joint = [m for noun, found in told if _is_joint(first, noun) for m in found]
    return joint, [m for noun, found in told if not _is_joint(first, noun) for m in found]


def _talkers_at(scene: Scene, noun: Token) -> list[Mention]:
    """Return who talks: themselves, or whoever stands beside what they are ("the two presidents, A and B")."""
    told = [noun, *(part for prep, part in grammar.preps(noun) if prep == "of")]
    beside = [n for t in told for c in t.children if c.dep_ == "appos" for n in grammar.conjuncts(c)]
    return scene.agents_at(noun) or [m for c in beside for m in _talkers_at(scene, c)]


def _fighters_at(scene: Scene, noun: Token) -> list[Mention]:
    """Return who fights under a noun ("forces loyal to X") and beside it."""
    found = scene.loyal_to(noun) or scene.actors_at(noun) or (scene.agents_at(noun) if is_armed_word(noun) else [])
    return [*found, *find_allies(scene, noun)] if found else []


def _is_joint(first: Token, noun: Token) -> bool:
    """Tell whether two parties stand in one phrase: "between the army and rebels", "the army and rebels clashed"."""
    between = grammar.case(first) == "between" and grammar.case(noun) in ("", "between")
    return between or grammar.first_conjunct(noun) == grammar.first_conjunct(first)


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
        if (noun.tag_ == "NNS" and _is_people(noun)) or noun.lower_ in ("people", "crowd"):
            span = Span(start=noun.idx, end=noun.idx + len(noun))
            actor = Actor(name=noun.text, kind="civil", spans=(span,))
            out.append(Mention(kind="actor", span=span, value=actor, rule="crowd"))
    return out


def _is_people(noun: Token) -> bool:
    """Tell whether a noun is a word for people, or counts them: "women", "hundreds", not "flags", "calabashes"."""
    found = lexical(noun.doc, noun.i, noun.sent.start)
    if found is None:
        return is_personal(noun) or noun.lemma_.lower() in role_words("quantity") or noun.lower_ in demonyms()
    return found[1] not in ("modifier", "title", "thing", "suffix")


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


def _as_state(scene: Scene, mention: Mention, group: Group) -> Mention:
    """Return the state of a people that bombs, shells or conquers, or that is told as a side: "the Russians"."""
    if mention.rule != "people" or category_of(group) not in ("violence", "capture"):
        return mention
    definite = scene.article.text[: mention.span.start].endswith(("the ", "The "))
    state = _states().get(actor_of(mention).name.lower().removesuffix("s"))
    if state is None or not (definite or any(t.frame.type in _BY_STATES for t in group.triggers)):
        return mention
    actor = replace(actor_of(mention), id=state.id, name=state.name, kind=state.kind, links=state.links)
    return replace(mention, ref=state.id, value=actor)


_BY_STATES = frozenset({"Airstrike", "Shelling", "DroneStrike", "Capture"})


@cache
def _states() -> dict[str, Body]:
    """Return the states by the names of their peoples in lower case."""
    states = {body.id: body for body in lexicon.bodies() if body.kind == "state"}
    rows = [r for r in lexicon.table("demonyms") if r["kind"] == "demonym" and r["state"] in states]
    return {r["form"].lower(): states[r["state"]] for r in rows}


@cache
def _event_words() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("frames") if r["pos"] == "NOUN")


def _is_unknown(mention: Mention) -> bool:
    """Tell whether an actor mention says that nobody knows who ("unidentified gunmen", "jets")."""
    actor = actor_of(mention)
    if actor.id is not None or actor.kind == "person":
        return False
    return actor.name.lower() in demonyms() or bool(set(actor.name.lower().split()) & _nobody())


def _is_civil(mention: Mention) -> bool:
    """Tell whether an actor is people who bear no arms, by a common noun: "residents", "an activist"."""
    return actor_of(mention).id is None and actor_of(mention).kind == "civil"


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
