"""To whom it was done: the bodies and persons behind what was hit, killed, detained or protested against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg import lexicon
from kg.ids import fold
from kg.model import Mention
from kg.nlp import grammar
from kg.reports.frames import is_event_noun
from kg.reports.harm import is_armed_word
from kg.reports.kinds import category_of
from kg.reports.owners import holding, owners
from kg.reports.people import lexical
from kg.reports.roles import role_words
from kg.reports.scene import Scene, actor_of

if TYPE_CHECKING:
    from kg.reports.happenings import Group

# What these do to people has no object that is a side.
_NO_TARGETS = frozenset({"meeting", "agreement", "displacement", "relief"})
_CIVIL = frozenset({"civil", "rescue", "medical", "ngo", "government-body", None})
_PRIVATE = frozenset({"people", "civilians", "women", "children", "men", "elderly", "journalists", "aid-workers"})
_TAKEN = frozenset({"detained", "missing"})
_FAR = 4  # mentions of those that a suspect is said to belong to stand this near above their tie


def find_targets(scene: Scene, group: Group) -> list[Mention]:
    """Return the actors that suffered an event: themselves, the owners of what was hit, those they belong to."""
    category = category_of(group)
    if category in _NO_TARGETS:
        return []
    out = [m for noun in group.nouns("patients") for m in _behind(scene, noun)]
    if category == "detention":
        out += [m for noun in group.nouns("patients") for m in _suspected(scene, noun)]
    if category == "capture":
        out += [m for t in group.triggers for m in _driven_out(scene, t.token)]
    if category == "protest":
        out += [m for t in group.triggers for m in _denounced(scene, t.token)]
    return [m for m in out if not _is_bystander(scene, m, group)] + _victims(scene, group)


def _victims(scene: Scene, group: Group) -> list[Mention]:
    """Return who is named as detained or missing, or as the one killed; whose age is told is rather a bystander."""
    own = {t.i for t in group.tokens}
    named = [c for toll in scene.tolls if toll.trigger in own and not toll.refused for c in toll.casualties if c.name]
    taken = {fold(c.name) for c in named if c.name and c.outcome in _TAKEN}
    if len(named) == 1 and (named[0].outcome, named[0].group, named[0].age) == ("killed", "people", None):
        taken.add(fold(named[0].name or ""))
    sentence = group.triggers[0].token.sent
    people = [m for m in scene.of_kind("actor", range(sentence.start, sentence.end)) if actor_of(m).kind == "person"]
    return [m for m in people if fold(actor_of(m).name) in taken]


def _behind(scene: Scene, noun: Token) -> list[Mention]:
    own = noun.pos_ == "PRON" and noun.dep_ in grammar.SUBJECT | grammar.PASSIVE_SUBJECT
    found = scene.agents_at(noun) if own else scene.loyal_to(noun) or scene.actors_at(noun)
    theirs = [p for p in grammar.possessors(noun) if p.lower_ in ("its", "their")]
    if theirs and not any(actor_of(m).id for m in found) and is_armed_word(noun):
        return scene.agents_at(theirs[0])  # "X said its troops were attacked"
    named = [noun, *_named_parts(noun)] if noun.pos_ == "PROPN" else _named_parts(noun)
    told = [m for part in named for m in (scene.of_kind("actor", [noun.i]) if part == noun else scene.actors_at(part))]
    persons = [m for m in told if m not in found]
    if found or persons:
        return [m for m in [*found, *persons] if not (_is_owner_of_thing(scene, noun, m) or _is_nationality(noun, m))]
    if scene.of_kind("place", [noun.i]) or noun.lemma_.lower() in role_words("area"):
        return []
    owned = [m for owner in owners(noun) for m in scene.actors_at(owner)]
    return [m for m in owned if not _is_owner_of_thing(scene, noun, m)]


def _is_owner_of_thing(scene: Scene, noun: Token, mention: Mention) -> bool:
    """Tell whether an unknown body only owns what was hit, or is a place that stands among places: no side."""
    if mention.rule != "name:unknown":
        return False
    if noun.lemma_.lower() in role_words("site") and mention.span.end <= noun.idx:
        return True  # "the Tabqa base", "the X building": the name is the site's
    things = [m for m in scene.of_kind("facility", [noun.i]) if m.ref != "MilitarySite"]
    places = scene.of_kind("place", [c.i for c in grammar.conjuncts(grammar.first_conjunct(noun)) if c != noun])
    return bool(things or places)


def _is_nationality(noun: Token, mention: Mention) -> bool:
    """Tell whether a country is only where private people are from: "two U.S. citizens", not "US soldiers"."""
    if mention.rule != "state:country" or noun.dep_ == "compound" or noun.lemma_.lower() in role_words("public"):
        return False
    found = lexical(noun.doc, noun.i, noun.i) if mention.span.end <= noun.idx else None
    return found is not None and found[0] in _PRIVATE and found[1] == "person"


def _named_parts(noun: Token) -> list[Token]:
    """Return who is named beside an office: "the governor, X", "a commander identified as X"."""
    apart = [c for c in noun.children if c.dep_ == "appos" and c.ent_type_ not in ("LOC", "GPE")]
    # "the mayor of the town, X": the parser may hang X on the town.
    apart += [
        c
        for prep, part in grammar.preps(noun)
        if prep == "of" and part.pos_ == "PROPN"
        for c in part.children
        if c.dep_ == "appos" and c.ent_type_ in ("PER", "PERSON")
    ]
    called = [c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in role_words("named")]
    names = [n for c in called for n in c.children if n.dep_ in ("obl", "obj", "xcomp", "nsubj") and n.pos_ == "PROPN"]
    return [*(n for part in apart for n in grammar.conjuncts(part)), *names]


def _driven_out(scene: Scene, capture: Token) -> list[Mention]:
    """Return who left or lost before a capture: "from the army", "after it withdrew", "after clashes with it"."""
    gone = [c for c in capture.children if c.dep_ == "advcl" and c.lemma_.lower() in role_words("gives-way")]
    nouns = [n for clause in gone for n in grammar.subjects(clause)]
    ground = [capture, *grammar.objects(capture), *grammar.passive_subjects(capture)]
    nouns += [n for token in ground[1:] for n in _holders(token)]
    nouns += [n for token in ground for prep, n in grammar.preps(token) if prep == "from"]
    fights = [n for prep, n in grammar.preps(capture) if prep in ("after", "following", "in")]
    nouns += [
        n for f in fights if is_event_noun(f) for prep, n in grammar.preps(f) if prep in ("with", "against", "from")
    ]
    return [m for noun in nouns for n in grammar.conjuncts(noun) for m in scene.actors_at(n)]


def _holders(ground: Token) -> list[Token]:
    """Return who held what was taken: "the town, which rebels had held for a year"."""
    clauses = [c for c in ground.children if c.dep_ in grammar.RELATIVE and c.lemma_.lower() in holding()]
    by = [n for c in clauses for n in (grammar.agents(c) if grammar.is_passive(c) else grammar.subjects(c))]
    return [n for n in by if grammar.antecedent(n) == n]


def _suspected(scene: Scene, noun: Token) -> list[Mention]:
    """Return the bodies that the detained are said to belong to: "people accused of links to the group"."""
    ties = [c for c in noun.children if c.dep_ in ("acl", "amod", *grammar.RELATIVE) and c.i > noun.i]
    verb = noun.head if grammar.is_verb(noun.head) else None
    if verb is not None:
        ties += [n for prep, n in grammar.preps(verb) if prep in ("on", "over", "for", "under")]
        ties += [c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i]
    out: list[Mention] = []
    for token in (t for tie in ties for t in tie.subtree):
        found = [m for m in scene.of_kind("actor", [token.i]) if actor_of(m).id and actor_of(m).kind != "media"]
        if found and any(a.lemma_.lower() in role_words("membership") for a in _above(token, ties)):
            out += found
    return out


def _above(token: Token, stops: Sequence[Token]) -> list[Token]:
    out = [token]
    while out[-1] not in stops and len(out) <= _FAR:
        out.append(out[-1].head)
    return out[1:]


def _denounced(scene: Scene, protest: Token) -> list[Mention]:
    """Return whom people protest to denounce: "gathered to condemn X", "demanding that X leave"."""
    nouns = [n for prep, n in grammar.preps(protest) if prep in ("at", "over")]
    for clause in (c for c in protest.children if c.dep_ in ("advcl", "xcomp", "acl") and c.i > protest.i):
        if clause.lemma_.lower() in _reproving():
            nouns += [*grammar.objects(clause), *grammar.passive_subjects(clause)]
        nouns += [n for prep, n in grammar.preps(clause) if prep == "against"]
    return [m for noun in nouns for n in grammar.conjuncts(noun) for m in scene.actors_at(n) or _owned_by(scene, n)]


def _owned_by(scene: Scene, noun: Token) -> list[Mention]:
    by = [part for prep, part in grammar.preps(noun) if prep in ("by", "from")]
    return [m for owner in [*owners(noun), *by] for m in scene.actors_at(owner)]


@cache
def _reproving() -> frozenset[str]:
    return frozenset(r["lemma"] for r in lexicon.table("speech_verbs") if r["kind"] in ("condemn", "accuse", "demand"))


def _is_bystander(scene: Scene, mention: Mention, group: Group) -> bool:
    """Tell whether an actor is a victim, not a side: a nameless civilian, or a person nobody singled out."""
    actor = actor_of(mention)
    if category_of(group) == "capture" and mention.rule == "name:unknown" and _is_one_of(mention, group):
        return True  # what was taken is ground
    if category_of(group) == "violence" and mention.rule == "name:unknown" and not _is_force(scene, mention):
        return True  # "the X site", "an X van": what an unknown name says of a thing
    if is_nameless(mention) or (actor.id is None and actor.kind in _CIVIL and mention.rule != "name:unknown"):
        return True
    if actor.kind != "person" or category_of(group) == "detention":
        return False
    if any(t.token.lemma_.lower() in role_words("singled-out") for t in group.triggers) or _is_public(scene, mention):
        return False
    tokens = {t.i for t in group.tokens}
    tolls = [c for toll in scene.tolls if toll.trigger in tokens for c in toll.casualties]
    name = fold(actor.name)
    return not any(name in fold(c.name) or fold(c.name) in name for c in tolls if c.name and c.group == "fighters")


def _is_force(scene: Scene, mention: Mention) -> bool:
    """Tell whether an unknown name is of people at arms: by a word of it or by the noun it stands before."""
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    return span is not None and any(is_armed_word(t) for t in (*span, span.root.head))


def _is_one_of(mention: Mention, group: Group) -> bool:
    """Tell whether an event was done to what a mention names itself, not to something of its."""
    return any(mention.span.start <= t.idx < mention.span.end for t in group.nouns("patients"))


def is_nameless(mention: Mention) -> bool:
    """Tell whether a mention is a common noun that names no side: "fighters", "the terrorists", not "rebels"."""
    actor = actor_of(mention)
    if actor.id is not None or actor.kind == "person" or not mention.rule.startswith(("generic", "bare", "definite")):
        return False
    words = {w for word in actor.name.lower().split() for w in (word, word.removesuffix("s"))}
    if mention.rule.startswith("bare") and not words & role_words("personnel"):
        return False  # "the army", "the government"
    if words & role_words("side") or any(w[:1].isupper() for w in actor.name.split()[:-1]):
        return False
    return "-" not in actor.name  # "pro-government forces" are told by whose they are


def _is_public(scene: Scene, mention: Mention) -> bool:
    """Tell whether a person is told with an office or a rank ("commander X", "X, the mayor")."""
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    if span is None:
        return False
    near = [*span, *(t for t in scene.doc[max(span.start - 3, 0) : span.start]), span.root.head]
    near += [c for t in span for c in t.children if c.dep_ == "appos"]
    # "the attack on minister X and Y": what is told of the first of them holds for all.
    near += grammar.first_conjunct(span.root).children if span.root.dep_ == "conj" else []
    return any(t.lemma_.lower() in role_words("public") for t in near)


def specific(mentions: Iterable[Mention]) -> list[Mention]:
    """Drop those told without a name beside those told by name: "hit ISIS positions, killing five fighters"."""
    found = list(mentions)
    named = [m for m in found if not _is_vague(m)]
    return named if any(actor_of(m).id for m in named) else found


def _is_vague(mention: Mention) -> bool:
    """Tell whether a mention is a common noun for people at arms ("fighters", "soldiers")."""
    rule, _, form = mention.rule.partition(":")
    plain = form.rpartition(" ")[2].removesuffix("s") in {w.removesuffix("s") for w in role_words("personnel")}
    return (rule == "generic" and actor_of(mention).id is None) or (rule == "bare" and plain)
