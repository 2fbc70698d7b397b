"""Which triggers of one sentence tell the same event: union over the tree, split where places or sides differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Token

from kg.model import VIOLENT
from kg.nlp import grammar
from kg.reports.frames import Frame, frames_of
from kg.reports.roles import role_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """A token that tells an event which happened, with its frame."""

    token: Token
    frame: Frame

    @property
    def category(self) -> str:
        """The frame's category; deaths and injuries count as violence."""
        return "violence" if self.frame.category == "harm" else self.frame.category

    @property
    def is_raid(self) -> bool:
        """Whether the word may tell a search as well as an attack: people arrested in a raid are a detention."""
        return self.frame.pos == "NOUN" and self.frame.form in ("raid", "operation", "crackdown", "campaign")

    @property
    def is_harm(self) -> bool:
        """Whether the word tells what became of people or things rather than the act itself."""
        return self.frame.scheme in ("harm", "damage", "undergo", "blame")


def link_triggers(triggers: list[Trigger], *, own_place: Callable[[Token], bool]) -> list[list[Trigger]]:
    """Group the triggers of one sentence into events; `own_place` tells whether a clause names its own place."""
    parent = list(range(len(triggers)))
    index = {t.token.i: k for k, t in enumerate(triggers)}

    def find(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for k, trigger in enumerate(triggers):
        above = _trigger_above(trigger.token, index)
        for j in above:
            apart = _are_placed_apart(trigger, triggers[j], triggers, own_place)
            if not apart and _same_event(trigger, triggers[j], own_place):
                parent[find(k)] = find(j)
                break
    groups: dict[int, list[Trigger]] = {}
    for k, trigger in enumerate(triggers):
        groups.setdefault(find(k), []).append(trigger)
    return [groups[k] for k in sorted(groups)]


AVERTS = frozenset({"shoot down", "down", "intercept"})


def _trigger_above(token: Token, index: dict[int, int]) -> list[int]:
    """Return the triggers a token hangs on, nearest first: its ancestors, and siblings under a common verb."""
    out = [index[a.i] for a in token.ancestors if a.i in index]
    if out:
        return out
    # "Regime attack | Shelling kills two": the tree of a headline often leaves a verb without its subject.
    after = token.nbor() if token.i + 1 < token.sent.end else None
    if after is not None and after.i in index and grammar.is_verb(after) and not grammar.subjects(after):
        return [index[after.i]]
    # The parser often hangs what follows a reported clause on the verb of saying: "X was hit after …, Y said".
    for step in [token, *token.ancestors]:
        if (
            step.head == step
            or step.dep_ in ("ccomp", "conj")
            or (step.dep_ == "parataxis" and grammar.is_verb(step.head))
        ):
            break
        siblings = [c for c in step.head.children if c.i in index and c.i < step.i and c != token]
        if siblings:
            return [index[c.i] for c in reversed(siblings)]
    return []


def _are_placed_apart(
    lower: Trigger, upper: Trigger, triggers: Sequence[Trigger], own_place: Callable[[Token], bool]
) -> bool:
    """Tell whether two tolls have an event and a place each: "killed in shelling in A and hurt in a raid on B"."""
    path = _path(lower.token, upper.token)
    in_a_row = len(path) == 2 or any(t.dep_ == "conj" for t in path[:-1])
    if not in_a_row or not (lower.is_harm or (upper.is_harm and grammar.subjects(lower.token))):
        return False
    below = {t.i for t in lower.token.subtree}
    own = any(t.token.i in below and not t.is_harm and own_place(t.token) for t in triggers)
    around = ({t.i for t in upper.token.subtree} | set(range(upper.token.i, lower.token.i))) - below
    other = any(t.token.i in around and own_place(t.token) for t in triggers if not t.is_harm or t == upper)
    return own and other and upper.token.i not in below


def _same_event(lower: Trigger, upper: Trigger, own_place: Callable[[Token], bool]) -> bool:
    path = _path(lower.token, upper.token)
    if _is_contrasted(lower.token, upper.token) or _is_sequel(lower.token, upper.token):
        return False
    if not lower.is_harm and _acts_on(upper.token, lower.token):
        return False
    joined = ({lower.category, upper.category} == {"violence", "detention"} and upper.is_harm) or lower.is_harm
    if lower.is_raid and upper.category in ("detention", "capture"):
        return True
    if upper.frame.form in AVERTS and lower.token.dep_ in ("acl", *grammar.RELATIVE):
        return False  # "shot down drones launched by …": who shot them down did not launch them
    if upper.category == "displacement" and lower.category == "violence" and _is_cause(lower.token):
        return True
    byproduct = upper.category == "violence" and is_byproduct(lower)
    mixed = joined and path[0].dep_ == "conj" and not own_place(lower.token)
    if lower.category != upper.category and not (mixed or byproduct):
        return False
    if any(t.dep_ in ("ccomp", "parataxis") and t != upper.token for t in path):
        return False
    both_places = own_place(lower.token) and own_place(upper.token)
    for step in path:
        if step == upper.token:
            break
        if step.dep_ == "conj" and not _shares_event(step, lower, upper, both_places):
            return False
        if _is_set_off(step) or _is_aside(step, lower):
            return False
        if step.dep_ in ("advcl", "advcl:relcl") and not _clause_shares(step, lower, upper):
            return False
        if step.dep_ in grammar.RELATIVE and _is_background(step, lower):
            return False
    return not (both_places and _types_clash(lower, upper))


def _acts_on(upper: Token, lower: Token) -> bool:
    """Tell whether one event does something to another: "the killing undermines the truce", "raids set off clashes"."""
    verb = upper.head
    if verb != lower.head or upper.dep_ not in grammar.SUBJECT or lower.dep_ not in grammar.OBJECT:
        return False
    return grammar.is_verb(verb) and not frames_of(verb) and verb.lemma_.lower() not in ("include", "involve", "see")


def is_byproduct(trigger: Trigger) -> bool:
    """Tell whether a displacement is told in passing: "killed scores and displaced thousands", "caused an exodus"."""
    if trigger.category != "displacement":
        return False
    if trigger.frame.pos == "NOUN":
        return True
    return trigger.token.dep_ == "conj" and not (
        grammar.subjects(trigger.token) or grammar.passive_subjects(trigger.token)
    )


def _is_contrasted(lower: Token, upper: Token) -> bool:
    """Tell whether ", while …" stands between two events, whatever the tree makes of it."""
    first, last = sorted((lower.i, upper.i))
    between = lower.doc[first + 1 : last]
    return any(t.lower_ in ("while", "whereas") and t.nbor(-1).text == "," and t.nbor().tag_ != "VBG" for t in between)


def _is_cause(noun: Token) -> bool:
    """Tell whether an event noun is what people fled: "fled due to bombardment", "displaced by the fighting"."""
    if any(c.lower_ in ("by", "from") and c.dep_ in ("mark", "case") for c in noun.children):
        return True
    return grammar.case(noun) in ("due to", "because of", "from", "by", "owing to", "as a result of") or noun.dep_ in (
        "nsubj",
        "csubj",
        "obj",
        "obl:agent",
    )


def _path(lower: Token, upper: Token) -> list[Token]:
    """Return the tokens from `lower` up to `upper`; a sibling's path is the two of them."""
    if upper not in lower.ancestors:
        return [lower, upper]
    return [lower, *takewhile(lambda t: t != upper, lower.ancestors), upper]


def _types_clash(a: Trigger, b: Trigger) -> bool:
    kinds = {a.frame.type, b.frame.type} - {"Attack", ""}
    return len(kinds) > 1 and kinds <= VIOLENT


def _shares_event(step: Token, lower: Trigger, upper: Trigger, both_places: bool) -> bool:
    """Tell whether a coordinated clause goes on with the same event: "hit X and killed five"."""
    if both_places:
        return False
    if not grammar.is_verb(step):
        return True
    own_subject = bool(grammar.subjects(step) or grammar.passive_subjects(step))
    if lower.is_harm or upper.is_harm:
        return True
    return not own_subject or not (grammar.objects(step) or grammar.agents(step))


def _clause_shares(step: Token, lower: Trigger, upper: Trigger) -> bool:
    """An adverbial clause belongs to its main clause unless it is set off in time or contrasted."""
    marks = {c.lower_ for c in step.children if c.dep_ in ("mark", "advmod", "case")}
    own_subject = bool(grammar.subjects(step) or grammar.passive_subjects(step))
    if marks & {"while", "whereas", "although", "though", "before", "since", "because"} and own_subject:
        return lower.is_harm != upper.is_harm and not (lower.is_harm and upper.is_harm) and "while" not in marks
    return True


INTERVALS = frozenset({"day", "week", "month", "year", "hour", "minute", "night", "shortly"})


def _is_set_off(step: Token) -> bool:
    """Tell whether a clause or noun stands at a distance in time: "hours after a bomb went off", "a day before"."""
    if step.i == 0:
        return False
    before = [c for c in step.children if c.lower_ in ("after", "before") and 0 < c.i < step.i]
    if any(c.nbor(-1).lemma_.lower() in INTERVALS for c in before):
        return True
    return any(
        c.dep_ in ("obl:npmod", "obl:tmod", "obl:unmarked", "npadvmod", "nmod:npmod", "obl") and c.lemma_ in INTERVALS
        for c in step.children
        if c.i < step.i and step.dep_ in ("advcl", "advcl:relcl")
    )


def _is_aside(step: Token, lower: Trigger) -> bool:
    """Tell whether a clause says who somebody is: "a commander credited with saving lives in the battle was killed"."""
    told = lower.is_harm or step == lower.token
    return step.dep_ == "acl" and not told and not frames_of(step.head) and not frames_of(step)


def is_sequel(verb: Token) -> bool:
    """Tell whether a verb only says what went before its subject or with it: "the strike came after", "follows"."""
    return verb.lemma_.lower() in role_words("sequel") and bool(grammar.subjects(verb))


def _is_sequel(lower: Token, upper: Token) -> bool:
    """Tell whether one event is told as coming after another: "the raid came a day after gunmen stormed …"."""
    verb = upper.head
    return upper.dep_ in grammar.SUBJECT and is_sequel(verb) and lower != upper and verb in lower.ancestors


def _is_background(step: Token, lower: Trigger) -> bool:
    """A clause on a person or body ("the group, which attacked a base in May"), or on what a place is, is another."""
    if step.head.ent_type_ in ("PER", "ORG", "PERSON"):
        return True
    return step.head.dep_ == "appos" and not lower.is_harm  # "in Jarablus, an area taken by an operation"
