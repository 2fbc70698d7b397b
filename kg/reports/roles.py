"""Who did what to what, where and with what: the arguments of one trigger, read off the tree."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.nlp import grammar
from kg.reports.carriers import add_carried, add_clauses, add_pitted
from kg.reports.frames import Frame, frame_of, is_event_noun
from kg.reports.harm import is_armed_word
from kg.reports.oblique import add_preps, add_under
from kg.reports.owners import owners
from kg.reports.subjects import role_words, subject_nouns, undergoer_nouns

__all__ = ["Arguments", "arguments", "role_words", "subject_nouns", "undergoer_nouns", "whole_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arguments:
    """The head nouns of a trigger's roles; `parties` are the two sides of a clash or a meeting."""

    agents: tuple[Token, ...] = ()
    patients: tuple[Token, ...] = ()
    tools: tuple[Token, ...] = ()
    places: tuple[Token, ...] = ()
    parties: tuple[Token, ...] = ()


def arguments(trigger: Token, frame: Frame) -> Arguments:
    """Return the arguments of a trigger as nouns, with coordination and relative pronouns resolved."""
    roles: dict[str, list[Token]] = {"agents": [], "patients": [], "tools": [], "places": [], "parties": []}
    if frame.pos == "VERB":
        _verb_roles(trigger, frame, roles)
    else:
        _noun_roles(trigger, frame, roles)
    return Arguments(**{n: tuple(_resolved(nouns, mutual=n == "parties")) for n, nouns in roles.items()})


def _resolved(nouns: list[Token], *, mutual: bool) -> list[Token]:
    out: list[Token] = []
    for noun in nouns:
        meant = grammar.antecedent(noun)
        if meant.dep_ == "conj" and (_is_tied(meant) or (mutual and meant != noun)):
            meant = grammar.first_conjunct(meant)
        for item in grammar.conjuncts(meant):
            if item not in out and item.pos_ not in ("VERB", "AUX"):
                out.append(item)
    return out


def _is_tied(noun: Token) -> bool:
    """Tell whether a conjunct belongs to the one before it: "the army and its allies, who"."""
    return any(c.dep_ in grammar.POSSESSIVE and c.lower_ in ("its", "their") for c in noun.children)


def whole_of(noun: Token) -> list[Token]:
    """Return the nouns behind a quantity ("dozens of fighters", "members of the SDF", "one of them")."""
    if noun.lemma_.lower() in role_words("quantity") or noun.pos_ == "NUM":
        return [
            c for prep, part in grammar.preps(noun) if prep in ("of", "from", "among") for c in grammar.conjuncts(part)
        ]
    return []


def _verb_roles(verb: Token, frame: Frame, roles: dict[str, list[Token]]) -> None:
    active = _is_perfect(verb) or _aims(verb, frame)
    passive = not active and (grammar.is_passive(verb) or _is_headline_passive(verb, frame))
    objects = grammar.objects(verb)
    if passive:
        subjects, undergoers = grammar.agents(verb), undergoer_nouns(verb)
        if verb.dep_ != "conj" and not subjects:
            subjects = [
                a for c in verb.children if c.dep_ == "conj" for a in grammar.agents(c) if grammar.is_passive(c)
            ]
        if not subjects and verb.dep_ == "conj":
            subjects = grammar.agents(verb.head)
    else:
        own = grammar.passive_subjects(verb) if active else []
        subjects, undergoers = own or subject_nouns(verb) or grammar.agents(verb), objects
    if verb.lemma_.lower() in role_words("repels"):
        roles["patients"] += subjects
        roles["agents"] += [u for u in undergoers if not is_event_noun(u)]
    elif verb.lemma_.lower() in role_words("mediates"):
        roles["parties"] += undergoers
    else:
        _assign(frame.scheme, subjects, undergoers, roles, passive=passive)
    for noun in [*objects, *subjects, *undergoers]:
        add_under(noun, roles)
    add_preps(verb, frame, roles)
    if frame.category == "detention" and not roles["agents"]:  # "was held at a checkpoint of the militia"
        jails = [n for prep, n in grammar.preps(verb) if prep in ("at", "in") and n.lemma_ in role_words("jail")]
        roles["agents"] += [owner for jail in jails for owner in owners(jail)]
    if frame.category == "agreement":  # "signed two truces, one with X and the other with Y"
        each = [a for o in objects for a in o.children if a.dep_ == "appos"]
        roles["parties"] += [n for a in each for c in grammar.conjuncts(a) for p, n in grammar.preps(c) if p == "with"]
    if frame.category == "meeting":  # the parser may take whom somebody met for a circumstance
        bare = [c for c in verb.children if grammar.base(c) == "obl" and c.i > verb.i and not grammar.case(c)]
        roles["parties"] += [c for c in bare if c.ent_type_ in ("PER", "PERSON")]
    if frame.scheme == "clash":  # "fought a war with Israel"
        roles["parties"] += [n for o in objects for prep, n in grammar.preps(o) if prep in ("with", "against")]
    for part in verb.children:
        if part.dep_ in ("advcl", "xcomp") and part.lemma_.lower() == "pit":
            add_pitted(part, roles)
        if part.dep_ == "xcomp" and part.lower_ == "targeting" and not grammar.is_passive(part):
            roles["patients"] += grammar.objects(part)


def _is_perfect(verb: Token) -> bool:
    """Tell whether "had retaken the town" is active whatever the parser calls its subject."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", *grammar.PASSIVE_AUX)]
    told = bool(auxiliaries) or verb.tag_ == "VBD"
    return bool(told and grammar.objects(verb)) and all(c.lemma_ == "have" for c in auxiliaries)


def _aims(verb: Token, frame: Frame) -> bool:
    """Tell whether "gunmen shot at the house" is active whatever the parser calls its subject."""
    return frame.form.endswith(" at") and not any(c.dep_ in grammar.PASSIVE_AUX for c in verb.children)


def _is_headline_passive(verb: Token, frame: Frame) -> bool:
    """ "Soldier killed in north", "Khan Sheikhun bombed": a transitive verb with no object befell its subject."""
    if (
        verb.tag_ not in ("VBD", "VBN")
        or grammar.objects(verb)
        or frame.scheme not in ("attack", "harm", "detain", "damage")
    ):
        return False
    if any(c.dep_ in ("ccomp", "xcomp", "aux") for c in verb.children) or frame.form == "attack":
        return False
    own = grammar.subjects(verb)
    if frame.scheme in ("harm", "detain") or frame.form in ("bomb", "shell", "target", "bombard"):
        return bool(own)
    return any(s.ent_type_ in ("LOC", "GPE") for s in own)


def _assign(
    scheme: str, subjects: list[Token], undergoers: list[Token], roles: dict[str, list[Token]], *, passive: bool
) -> None:
    if scheme in ("fire", "drop"):
        roles["agents"] += subjects
        roles["tools"] += undergoers
    elif scheme == "explode" and not passive and _stepped_on(subjects, undergoers):
        roles["patients"] += subjects
        roles["tools"] += undergoers
    elif scheme == "explode":
        roles["tools"] += undergoers if passive or undergoers else subjects
        roles["agents"] += subjects if undergoers or passive else []
        roles["patients"] += undergoers
    elif scheme in ("attack", "land") and not passive and _ran_into(undergoers):
        roles["patients"] += subjects
        roles["tools"] += undergoers
    elif scheme == "lose":  # whoever loses a place is the other side's target; a place that falls is the place
        roles["patients"] += subjects
    elif scheme == "land":  # "their shells fell", "the army rained shells"
        roles["tools"] += subjects
        roles["agents"] += subjects
    elif scheme in ("come-under", "undergo"):
        roles["patients"] += subjects
    elif scheme in ("parties", "clash"):
        roles["parties"] += [*subjects, *undergoers]
    elif scheme == "flee":
        roles["patients"] += undergoers if undergoers else subjects
        roles["agents"] += subjects if undergoers else []
    else:
        subjects = [_event_of(s) for s in subjects] if scheme == "harm" else subjects
        roles["agents"] += [s for s in subjects if not is_event_noun(s)]
        roles["patients"] += undergoers
        for event in subjects + undergoers:
            if is_event_noun(event):
                _borrow(event, roles)


def _event_of(subject: Token) -> Token:
    """Return the event that "that" stands for in "an attack on a post that killed two", the subject of any other."""
    meant = grammar.antecedent(subject)
    apart = meant != subject and meant.pos_ == "NOUN" and grammar.case(meant) in ("on", "against", "at", "near", "in")
    return meant.head if apart and is_event_noun(meant.head) and not is_armed_word(meant) else subject


def _ran_into(objects: list[Token]) -> bool:
    """Tell whether what was hit lay in wait: "their vehicle hit a mine" befell those in the vehicle."""
    return any(o.lemma_.lower() in role_words("lies-in-wait") for o in objects)


def _stepped_on(subjects: list[Token], objects: list[Token]) -> bool:
    """Tell whether what lay buried befell who set it off: "a farmer set off a mine", not "rebels set off a mine"."""
    return any(o.lemma_.lower() in role_words("buried") for o in objects) and not any(map(is_armed_word, subjects))


def _borrow(event: Token, roles: dict[str, list[Token]]) -> None:
    frame = frame_of(event)
    if frame is not None:
        _noun_roles(event, frame, roles)


def _noun_roles(noun: Token, frame: Frame, roles: dict[str, list[Token]]) -> None:
    # "Their deaths", "the general's assassination": whose harm it is suffered it, unless whom else is told.
    suffered = frame.scheme == "harm" or (noun.lemma_.lower() in role_words("of-patient") and not _has_of(noun))
    roles["patients" if suffered else "agents"] += list(grammar.possessors(noun))
    roles["patients" if frame.scheme == "harm" else "agents"] += grammar.modifiers(noun)
    for prep, part in grammar.preps(noun):
        if prep == "of":
            roles[_role_of_genitive(noun, part)].append(part)
            # "the killing of X by the army": the parser hangs the doer on whom it befell.
            below = [part, *(c for c in part.children if c.dep_ in ("appos", "flat"))]
            roles["agents"] += [n for b in below for by, n in grammar.preps(b) if by == "by"]
    add_preps(noun, frame, roles)
    for counter in _counters(noun):  # "a series of strikes against X": the parser hangs whom they hit on what counts
        roles["patients"] += [n for prep, n in grammar.preps(counter) if prep in ("on", "against") and n.i > noun.i]
        roles["parties"] += [n for prep, n in grammar.preps(counter) if prep == "between" and n.i > noun.i]
        if counter.lemma_.lower() in role_words("befalls") and any(c.dep_ == "cop" for c in counter.children):
            roles["patients"] += grammar.subjects(counter)  # "X was the target of a strike"
    add_clauses(noun, frame, roles)
    if frame.category == "detention" and grammar.case(noun) in ("in", "under"):  # "X is in custody"
        roles["patients"] += grammar.subjects(noun)
    if grammar.case(noun) == "behind":
        roles["agents"] += grammar.subjects(noun)
    head = _host(noun)
    if noun.dep_ == "conj" and head != noun:  # "strikes and shelling by X on Y": shared modifiers
        for prep, part in [*grammar.preps(head), *(grammar.preps(head.head) if head.dep_ in grammar.OBJECT else [])]:
            if prep == "by" and part.i > noun.i:
                roles["agents"].append(part)
        if not roles["agents"]:
            roles["agents"] += grammar.modifiers(head)
    elif grammar.is_verb(head):
        add_carried(_below(noun, head), head, frame, roles)


def _role_of_genitive(noun: Token, part: Token) -> str:
    """Return what "of" tells of an event noun: "the bombing of the town" befell it, "the bombing of a drone" it did."""
    if noun.lemma_.lower() not in role_words("of-patient"):
        return "places"
    aims = any(c.dep_ == "acl" and c.lower_ in ("targeting", "hitting", "striking") for c in part.children)
    # "the bombing of X and its allies on Y"
    aims = aims or any(p in ("on", "against") for n in (noun, *grammar.conjuncts(part)) for p, _ in grammar.preps(n))
    return "agents" if aims else "patients"


def _has_of(noun: Token) -> bool:
    return any(prep == "of" for prep, _ in grammar.preps(noun))


def _host(noun: Token) -> Token:
    """Return the head of an event noun, past the words that only count it ("a campaign of raids", "the end of")."""
    return [noun, *_counters(noun)][-1].head


def _counters(noun: Token) -> list[Token]:
    """Return the nouns that an event noun hangs on by "of", the nearest first."""
    out: list[Token] = []
    token = noun
    while grammar.base(token) == "nmod" and grammar.case(token) == "of" and token.head.pos_ == "NOUN":
        token = token.head
        out.append(token)
    return out


def _below(noun: Token, verb: Token) -> Token:
    """Return the argument of `verb` that an event noun is or counts under."""
    token = noun
    while token.head != verb and token.head != token:
        token = token.head
    return token
