"""Who did what an event noun names, read off the verbs that carry it or hang on it: "carried out strikes on Y"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp import grammar
from kg.reports.frames import Frame, frame_of, is_event_noun
from kg.reports.oblique import add_preps, add_under
from kg.reports.subjects import role_words, shared_subjects, subject_nouns, undergoer_nouns


def add_clauses(noun: Token, frame: Frame, roles: dict[str, list[Token]]) -> None:
    """Clauses on an event noun: "raids carried out by X", "a strike targeting Y"."""
    for verb in noun.children:
        if verb.dep_ not in ("acl", *grammar.RELATIVE):
            continue
        if verb.lemma_.lower() == "pit":
            add_pitted(verb, roles)
        if verb.lemma_.lower() in role_words("holds"):
            continue  # "raids on areas held by X": the parser hangs "held" on the raids
        if verb.lemma_.lower() in role_words("mediates"):
            continue  # "a truce brokered by X" is the others'
        if _tells_doer(verb):  # "the truce that the two sides signed"
            roles["parties" if frame.category == "agreement" else "agents"] += grammar.subjects(verb)
        elif grammar.is_passive(verb):
            roles["agents"] += grammar.agents(verb)
            add_preps(verb, frame, roles)
        elif verb.lemma_.lower() in role_words("retakes"):
            # The parser may take a name after "from" for part of the verb.
            roles["patients"] += [n for prep, n in grammar.preps(verb) if prep == "from"]
            roles["patients"] += [c for c in verb.children if c.dep_ == "compound" and grammar.case(c) == "from"]
        elif verb.lemma_.lower() in ("target", "hit", "strike", "involve"):
            roles["patients"] += grammar.objects(verb)
            for item in grammar.objects(verb):
                add_under(item, roles)


def _tells_doer(verb: Token) -> bool:
    """Tell whether a clause on an event noun has who did it as its subject: "the strike that the army claimed"."""
    subjects = grammar.subjects(verb)
    told = any(grammar.antecedent(s) == s for s in subjects) and not grammar.is_negated(verb)
    carrier = frame_of(verb)
    light = carrier is not None and carrier.scheme == "light" and verb.lemma_.lower() not in role_words("suffers")
    return told and not grammar.is_passive(verb) and (light or verb.lemma_.lower() in role_words("owns-up"))


def add_pitted(verb: Token, roles: dict[str, list[Token]]) -> None:
    """ "pitting the army against rebels": the two sides of a clash."""
    roles["parties"] += grammar.objects(verb)
    roles["parties"] += [noun for prep, noun in grammar.preps(verb) if prep == "against"]


def _results_of(verb: Token, roles: dict[str, list[Token]]) -> None:
    """ "The army's operation, which led to the capture of the town": who did the one did the other."""
    for event in (grammar.antecedent(s) for s in subject_nouns(verb)):
        frame = frame_of(event)
        if frame is not None and frame.pos == "NOUN":
            told = [m for m in grammar.modifiers(event) if m.lower_ not in frame.form]
            roles["agents"] += [*grammar.possessors(event), *told, *grammar.agents(event)]


def _takes_part(verb: Token) -> bool:
    part = any(o.lemma_.lower() in ("part", "role") for o in grammar.objects(verb))
    return part or verb.lemma_.lower() in role_words("takes-part")


def _add_subjected(verb: Token, roles: dict[str, list[Token]]) -> None:
    """ "The army subjected the town to shelling": its subject did it to its object."""
    passive = grammar.is_passive(verb)
    roles["agents"] += grammar.agents(verb) if passive else subject_nouns(verb)
    roles["patients"] += undergoer_nouns(verb) if passive else grammar.objects(verb)


def _add_fought(noun: Token, verb: Token, roles: dict[str, list[Token]]) -> None:
    """Add the sides of a clash that a clause is set in: "killed in clashes with X", "took it after clashes with X"."""
    if not roles["parties"]:  # the parser hangs the other side on the verb
        roles["parties"] += [n for prep, n in grammar.preps(verb) if prep in ("with", "between") and n.i > noun.i]
        return
    with_a_side = any(prep == "with" for prep, _ in grammar.preps(noun))
    if with_a_side and grammar.case(noun) in ("after", "following") and not grammar.is_passive(verb):
        roles["parties"][:0] = subject_nouns(verb)


def add_carried(noun: Token, verb: Token, frame: Frame, roles: dict[str, list[Token]]) -> None:
    """The verb that carries an event noun: "Jets carried out strikes on Y", "strikes were launched by X in Y"."""
    carrier = frame_of(verb)
    if (
        noun.dep_ in grammar.OBJECT
        and carrier is not None
        and carrier.scheme == "light"
        and not grammar.is_passive(verb)
        and not grammar.is_negated(verb)  # "Israel has not claimed the strike"
    ):
        suffers = verb.lemma_.lower() in role_words("suffers")
        roles["patients" if suffers else "agents"] += [s for s in subject_nouns(verb) if not is_event_noun(s)]
        add_preps(verb, frame, roles)
    elif noun.dep_ in grammar.OBJECT and not grammar.is_passive(verb):
        # "reported fire by the army": the parser hangs the doer on the verb.
        roles["agents"] += [n for prep, n in grammar.preps(verb) if prep == "by" and n.i > noun.i]
    elif noun.dep_ in grammar.PASSIVE_SUBJECT:
        roles["agents"] += [] if verb.lemma_.lower() in role_words("mediates") else grammar.agents(verb)
        add_preps(verb, frame, roles)
    elif noun.dep_ in grammar.SUBJECT and verb.lemma_.lower() == "pit":
        add_pitted(verb, roles)
    elif noun.dep_ in grammar.SUBJECT and (carrier is None or carrier.scheme == "light"):
        add_preps(verb, frame, roles)
    elif grammar.case(noun) == "in" and _takes_part(verb):
        roles["agents"] += undergoer_nouns(verb) if grammar.is_passive(verb) else shared_subjects(verb)
    elif verb.lemma_.lower() in role_words("subjects") and grammar.case(noun) == "to":
        _add_subjected(verb, roles)
    elif verb.lemma_.lower() in role_words("answers") and grammar.case(noun) == "with":
        roles["agents"] += subject_nouns(verb)  # "the army responded with air strikes"
    elif grammar.base(noun) in ("obl", "obj") and verb.lemma_.lower() in role_words("results"):
        _results_of(verb, roles)
    elif grammar.base(noun) == "obl" and frame.category == "agreement" and grammar.case(noun) in role_words("under"):
        # "withdrew under a deal with the rebels": who acts on a deal has made it.
        if any(prep == "with" for prep, _ in grammar.preps(noun)):
            roles["parties"] += undergoer_nouns(verb) if grammar.is_passive(verb) else subject_nouns(verb)
    elif grammar.base(noun) == "obl" and frame.type == "Clash":
        _add_fought(noun, verb, roles)
    elif grammar.case(noun) == "under" and carrier is not None and carrier.scheme == "come-under":
        roles["patients"] += grammar.subjects(verb)
        roles["agents"] += [part for head in (noun, verb) for prep, part in grammar.preps(head) if prep == "from"]
        add_preps(verb, frame, roles)
