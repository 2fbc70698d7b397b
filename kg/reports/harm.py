"""Which words tell harm to people, and which nouns of the clause they make the victims.

The words stand in the table `casualty_triggers`, each with a frame: passive and active verbs, nouns
("the killing of"), adjectives ("left 12 dead"), "claimed the lives of", "the death toll".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """A row of the table of words that tell harm to people."""

    lemma: str
    pos: str
    frame: str
    outcome: str


@cache
def _triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Return the triggers by (first word, part of speech), the longest first."""
    out: dict[tuple[str, str], tuple[Trigger, ...]] = {}
    for row in lexicon.table("casualty_triggers", columns=("lemma", "pos", "frame", "outcome")):
        key = (row["lemma"].split()[0], row["pos"])
        rows = (*out.get(key, ()), Trigger(**row))
        out[key] = tuple(sorted(rows, key=lambda t: (-len(t.lemma.split()), t.frame != "held")))
    return out


@cache
def cues(kind: str) -> frozenset[tuple[str, ...]]:
    """Return the words of the table `toll_cues` that are of one kind."""
    rows = lexicon.table("toll_cues", columns=("form", "kind"))
    return frozenset(tuple(r["form"].split()) for r in rows if r["kind"] == kind)


@cache
def cues_by_first(kind: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the words of one kind of the table `toll_cues` by the first of them."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(cues(kind)):
        out.setdefault(form[0], []).append(form)
    return out


def trigger_of(token: Token) -> Trigger | None:
    """Return what a token tells of harm to people, None where it tells nothing."""
    kinds = {
        "VERB": ("verb", "adjective"),
        "ADJ": ("adjective", "verb"),
        "NOUN": ("noun", "adjective"),
        "PROPN": ("noun",),
    }
    for kind in kinds.get(token.pos_, ()):
        for word in (token.lemma_.lower(), token.lower_):
            for trigger in _triggers().get((word, kind), ()):
                if _has_particles(token, trigger) and _fits(token, trigger):
                    return trigger
    return None


def _has_particles(token: Token, trigger: Trigger) -> bool:
    _, *rest = trigger.lemma.split()
    beside = {w for c in token.children for w in (c.lower_, c.lemma_.lower())}
    beside |= {c.lower_ for child in token.children for c in child.children if c.dep_ == "case"}  # "beaten to death"
    return all(word in beside for word in rest)


def _fits(token: Token, trigger: Trigger) -> bool:
    """Check what a frame or a word needs beside it: lives are lost or claimed, injuries and wounds suffered."""
    need = _NEEDS.get(trigger.lemma) or _NEEDS.get(trigger.frame)
    return need is None or need(token)


def _nouns(verb: Token, *prepositions: str) -> list[Token]:
    """Return the nouns that hang on a word by one of some prepositions, those coordinated with them too."""
    return [c for prep, n in grammar.preps(verb) if prep in prepositions for c in grammar.conjuncts(n)]


def _told(nouns: Iterable[Token], kind: str) -> bool:
    return any((n.lemma_.lower(),) in cues(kind) for n in nouns)


def _counts_the_harmed(noun: Token) -> bool:
    definite = any(c.lower_ == "the" for c in noun.children)
    return definite and any(trigger_of(t) is not None for t in noun.subtree if t != noun)


def _suffers_wounds(verb: Token) -> bool:
    return _told((c for o in grammar.objects(verb) for c in grammar.conjuncts(o)), "wound")


def _crosses_border(verb: Token) -> bool:
    """Tell whether people who are no soldiers cross into another country: "poured across the border"."""
    if any(is_armed_word(n) for n in _own_subjects(verb)):
        return False
    countries = (n for n in _nouns(verb, "into") if n.pos_ == "PROPN")
    return _told([*grammar.objects(verb), *(n for _, n in grammar.preps(verb))], "border") or any(countries)


def _is_treated(verb: Token) -> bool:
    return _told(_nouns(verb, "for", "with"), "wound") or _told(_nouns(verb, "in", "at"), "hospital")


def _gets_care(verb: Token) -> bool:
    """Tell whether people seek or get treatment for wounds or in a hospital."""
    care = [o for o in grammar.objects(verb) if (o.lemma_.lower(),) in cues("care")]
    return bool(care) and any(_is_treated(t) for t in (verb, *care))


def _is_held(noun: Token) -> bool:
    return grammar.case(noun) in ("in", "into") and grammar.base(noun) in ("obl", "nmod", "xcomp", "ROOT", "conj")


def _is_nursed(noun: Token) -> bool:
    """Tell whether somebody is "in intensive care"."""
    return _is_held(noun) and any(c.lower_ == "intensive" for c in noun.children)


def _is_brought_in(verb: Token) -> bool:
    """Tell whether the living are taken to a hospital: not bodies, nor the wounded, who are told as such."""
    dead = any(c.lower_ == "dead" for c in verb.children)
    return (
        not dead
        and _told(_nouns(verb, "to", "into"), "hospital")
        and all(trigger_of(n) is None for n in _patients(verb))
    )


def _is_shot_at(verb: Token) -> bool:
    """Tell whether a bullet hits, or something hits a part of the body."""
    doers = [] if grammar.is_passive(verb) else grammar.subjects(verb)
    return _told([*_nouns(verb, "by", "with"), *doers], "bullet") or _told(_nouns(verb, "in", "on"), "limb")


def _is_harmed_fighter(verb: Token) -> bool:
    """Tell whether soldiers are what is "destroyed", not their arms."""
    return any(_is_fighter(n) for n in [*grammar.objects(verb), *grammar.passive_subjects(verb)])


def _drives_people(verb: Token) -> bool:
    return not any(is_armed_word(n) for n in [*grammar.objects(verb), *grammar.passive_subjects(verb)])


def _falls(verb: Token) -> bool:
    """Tell whether fighters fall in battle: no object, and nowhere they fall to or from."""
    goals = [p for p, _ in grammar.preps(verb) if p not in ("in", "on", "at", "during", "near", "under", "by")]
    others = [c for c in verb.rights if c.dep_ in ("compound:prt", "advmod", "xcomp", "acomp") and c.i == verb.i + 1]
    plain = not goals and not others and not grammar.objects(verb)
    return plain and any(_is_fighter(n) for n in _own_subjects(verb))


def _holds_people(verb: Token) -> bool:
    """Tell whether nobody is only held to be something or held so ("held them responsible", "held us spellbound")."""
    described = [c for o in grammar.objects(verb) for c in o.rights if c.dep_ == "amod"]
    return not described and all(c.dep_ != "xcomp" for c in verb.children)


def _loss_of_men(noun: Token) -> bool:
    return any(_is_fighter(n) or n.lemma_.lower() == "man" for n in _nouns(noun, "of"))


def _is_organ(noun: Token) -> bool:
    """Tell whether a body is one that meets and decides: "legislative bodies", "two bodies of the United Nations"."""
    told = [*grammar.modifiers(noun), *(part for prep, part in grammar.preps(noun) if prep == "of")]
    return any(t.ent_type_ == "ORG" or (t.lemma_.lower(),) in cues("organ") for t in told)


def _ends_membership(verb: Token) -> bool:
    """Tell whether somebody is expelled from an office, a school or a party, not from home."""
    objects = [*grammar.objects(verb), *grammar.passive_subjects(verb)]
    origins = [noun for prep, noun in grammar.preps(verb) if prep == "from"]
    return any((t.lemma_.lower(),) in cues("membership") for t in (*objects, *origins))


def _loses_men(verb: Token) -> bool:
    """Tell whether an army loses soldiers ("lost 18 soldiers"), or men of its own ("the rebels lost nine men")."""
    armed = any(is_armed_word(s) or _told([s], "party") for s in grammar.subjects(verb))
    told = [o for o in grammar.objects(verb) if armed and (o.lemma_.lower() == "man" or o.tag_ == "CD")]
    return bool(told) or any(is_armed_word(o) for o in grammar.objects(verb))


@cache
def _armed_words() -> frozenset[str]:
    rows = lexicon.table("victim_words", columns=("word", "group", "kind"))
    return frozenset(r["word"] for r in rows if r["group"] == "fighters")


def is_armed_word(noun: Token) -> bool:
    """Tell whether a noun stands for soldiers, rebels or the body they belong to."""
    return noun.lemma_.lower() in _armed_words() or noun.lower_ in _armed_words()


@cache
def _fighters() -> frozenset[str]:
    rows = lexicon.table("victim_words", columns=("word", "group", "kind"))
    return frozenset(r["word"] for r in rows if r["group"] == "fighters" and r["kind"] == "person")


def _is_fighter(noun: Token) -> bool:
    """Tell whether a noun stands for a soldier or rebel, not for the body."""
    return noun.lemma_.lower() in _fighters() or noun.lower_ in _fighters()


def victim_nouns(token: Token, trigger: Trigger) -> Iterator[Token]:
    """Yield the nouns that a frame makes the victims of its word."""
    match trigger.frame:
        case "patient" | "drive" | "treat" | "person" | "armed" | "exile" | "hospital" | "bullet" | "found":
            yield from _patients(token)
        case "rubble":
            yield from list(_patients(token)) or _own_subjects(token)
        case "loss":
            yield from grammar.objects(token)
        case "subject" | "suffer" | "cared" | "home" | "fate" | "refuge" | "border" | "limb" | "escape" | "fall":
            yield from _own_subjects(token)
        case "held" | "nursed":
            yield from list(_own_subjects(token)) or _own_subjects(token.head)
        case "life":
            yield from _lives(token)
        case "adjective":
            yield from _described(token)
        case "event" | "count":
            for prep, noun in grammar.preps(token):
                if prep in ("of", "to") and not (prep == "to" and trigger.outcome != "injured"):
                    yield noun
            yield from (p for p in grammar.possessors(token) if p.tag_ != "PRP$")


def _own_subjects(verb: Token) -> Iterator[Token]:
    found = [*grammar.subjects(verb), *grammar.passive_subjects(verb)]
    if not found:  # "Up to 200,000 have fled"
        found = [c for c in verb.lefts if c.tag_ == "CD" and c.dep_ in ("obj", "obl") and not grammar.case(c)]
    if not found and verb.dep_ == "conj":
        found = list(_own_subjects(verb.head)) if verb.head != verb else []
    if not found and verb.dep_ == "xcomp":
        found = [*grammar.objects(verb.head), *grammar.passive_subjects(verb.head)] or grammar.subjects(verb.head)
    if not found and verb.dep_ in ("acl", "advcl"):
        found = [verb.head] if verb.dep_ == "acl" else grammar.subjects(verb.head)
    for noun in found:
        yield grammar.antecedent(noun)


def _patients(verb: Token) -> Iterator[Token]:
    """Yield whom a transitive verb harms, in the active, the passive, as a reduced relative and in headlines."""
    found = [*grammar.passive_subjects(verb), *grammar.objects(verb)]
    if found:
        yield from (grammar.antecedent(n) for n in found)
        return
    if verb.tag_ in ("VBN", "VBD", "JJ") and verb.dep_ in ("acl", "amod"):
        yield verb.head
        return
    if verb.tag_ == "VBN" and verb.dep_ in ("xcomp", "ccomp") and grammar.passive_subjects(verb.head):
        yield from (grammar.antecedent(n) for n in grammar.passive_subjects(verb.head))  # "were reported killed"
        return
    shared = _shared(verb) or _estimated(verb)
    if shared:
        yield from shared
    elif verb.tag_ in ("VBN", "VBD"):
        for noun in grammar.subjects(verb):
            yield grammar.antecedent(noun)


def _estimated(verb: Token) -> list[Token]:
    """Return the subject of a passive whose hedge the tree takes for a preposition: "between 3 and 5 were killed"."""
    if not any(c.dep_ in grammar.PASSIVE_AUX for c in verb.children):
        return []
    told = [c for c in verb.lefts if grammar.base(c) == "obl"]
    numbers = ((c, n) for c in told for n in (c, *c.children) if n.tag_ == "CD" and n.i <= c.i)
    return [c for c, n in numbers if (grammar.case(c),) in cues("estimate") or (grammar.case(n),) in cues("estimate")]


def _shared(verb: Token) -> list[Token]:
    """Return the victims that a verb has in common with one it is coordinated with.

    "Killed and wounded 20", "identified and killed two men", "were caught and executed".
    """
    head = verb.head
    if verb.dep_ == "conj" and head is not verb and not grammar.subjects(verb):
        after = [o for o in grammar.objects(head) if o.i > verb.i]
        if after or trigger_of(head) is not None:
            return after or list(_patients(head))
        if verb.tag_ == "VBN" and grammar.is_passive(head):
            return list(_patients(head))
    for child in verb.children:
        # "Killed and wounded 20": the object stands with the last verb only.
        adjacent = child.dep_ == "conj" and trigger_of(child) is not None and child.i - verb.i <= 3
        if adjacent and not grammar.passive_subjects(child):
            return [grammar.antecedent(n) for n in grammar.objects(child)]
    return []


def _lives_told(verb: Token) -> list[Token]:
    """Return the lives that are lost or taken: "claimed lives", "cost tens of thousands of lives"."""
    found = [o for o in grammar.objects(verb) if (o.lemma_.lower(),) in cues("life")]
    below = [n for o in grammar.objects(verb) for n in o.subtree if o.tag_ in ("NNS", "CD") and n != o]
    return found or [n for n in below if (n.lemma_.lower(),) in cues("life") and grammar.case(n) == "of"][:1]


def _lives(verb: Token) -> Iterator[Token]:
    lives = _lives_told(verb)
    owners = [n for o in lives for p, n in grammar.preps(o) if p == "of"]
    owners += [p for o in lives for p in grammar.possessors(o) if p.tag_ != "PRP$"]
    if owners:
        yield from owners
    elif verb.lemma_ in ("lose", "lay", "give", "sacrifice"):
        yield from _own_subjects(verb)
    else:
        yield from (c for o in lives for c in o.children if c.dep_ == "nummod")
        yield from (o for o in grammar.objects(verb) if o not in lives)  # "cost [tens] of thousands of lives"


def _left_so(adjective: Token) -> list[Token]:
    """Return whom a verb leaves dead, where "left 3 dead and 7 people hurt" is read as "dead people"."""
    if adjective.dep_ != "amod" or adjective.i + 2 > adjective.head.i or adjective.nbor(1).tag_ != "CC":
        return []
    verbs = (v for v in adjective.ancestors if v.lemma_.lower() in ("leave", "see") and grammar.is_verb(v))
    return next(([o for o in grammar.objects(v) if v.i < o.i < adjective.i] for v in verbs), [])


def _left_together(adjective: Token) -> Token:
    """Return the first of those that a verb leaves dead: "left 3 soldiers and 7 rebels dead"."""
    noun = adjective.head
    first = grammar.first_conjunct(noun)
    left = adjective.i > noun.i and first.dep_ in grammar.OBJECT and first.head.lemma_.lower() == "leave"
    return first if left else noun


def _described(adjective: Token) -> Iterator[Token]:
    """Yield whom "dead", "wounded" or "missing" describes: "left 12 dead", "12 dead", "two wounded men"."""
    left = _left_so(adjective)
    if left:
        yield from left
        return
    first = grammar.first_conjunct(adjective)
    numbers = [c for c in adjective.children if c.dep_ == "nummod"]
    if numbers or (
        adjective.dep_ not in ("amod", "xcomp", "acl", "conj")
        and any(c.lower_ in ("many", "several") for c in adjective.lefts)
    ):
        yield adjective
        return
    subjects = [*grammar.subjects(adjective), *grammar.passive_subjects(adjective)]
    if subjects:
        yield from (grammar.antecedent(n) for n in subjects)
    elif first.dep_ in ("amod", "acl", *grammar.RELATIVE):
        inside = first.i > first.head.i and grammar.case(first.head) in ("including", "among")
        yield first.head.head if inside else _left_together(first)  # "left three people, including a woman, dead"
    elif grammar.case(first) == "of" and first.dep_ == "nmod" and all(c.dep_ != "det" for c in first.children):
        yield first  # "dozens of dead and wounded"
    elif first.dep_ in ("xcomp", "advcl", "ccomp"):
        verb = first.head
        yield from grammar.objects(verb) or grammar.passive_subjects(verb) or grammar.subjects(verb)
    elif first != adjective:
        yield from _described(first)


# What must stand beside a word or the word of a frame.
_NEEDS: dict[str, Callable[[Token], bool]] = {
    "number": _counts_the_harmed,
    "body": lambda t: not _is_organ(t),
    "expel": lambda t: not _ends_membership(t),
    "wind": lambda t: t.lower_ == "wound",
    "life": lambda t: bool(_lives_told(t)),
    "suffer": _suffers_wounds,
    "escape": lambda t: _told(_nouns(t, "with"), "wound"),
    "limb": lambda t: _told(grammar.objects(t), "limb"),
    "border": _crosses_border,
    "home": lambda t: _told(grammar.objects(t), "home"),
    "fate": lambda t: _told(grammar.objects(t), "fate"),
    "refuge": lambda t: _told(grammar.objects(t), "refuge"),
    "treat": _is_treated,
    "cared": _gets_care,
    "hospital": _is_brought_in,
    "bullet": _is_shot_at,
    "hold": _holds_people,
    "loss": lambda t: _loss_of_men(t) if t.pos_ == "NOUN" else _loses_men(t),
    "held": _is_held,
    "nursed": _is_nursed,
    "drive": lambda t: _told(_nouns(t, "from", "out of"), "home"),
    "exile": _drives_people,
    "armed": _is_harmed_fighter,
    "fall": _falls,
    "rubble": lambda t: _told(_nouns(t, "under", "beneath", "underneath", "in"), "rubble"),
    "found": lambda t: t.head.lemma_ in ("find", "discover") and t.dep_ in ("xcomp", "ccomp", "acl", "advcl"),
}
