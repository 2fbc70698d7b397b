"""What a verb of saying states: an accusation, a denial, a demand, a threat, a plan or a position; or a mere report."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.nlp import grammar
from kg.reports.factuality import why_not
from kg.reports.frames import frame_of
from kg.reports.speakers import speech_kind, words

STRONG = frozenset({"accuse", "condemn", "deny", "demand", "threaten", "announce"})
_SAYS = frozenset({"report", "confirm", "claim", "opinion", "show"})
_ENVOY = ("on", "for", "upon", "to")


def is_dismayed(token: Token) -> bool:
    """Tell whether a word says that its subject is appalled or shocked, which condemns what it is said of."""
    if words("dismayed").isdisjoint((token.lemma_.lower(), token.lower_)):
        return False
    copula = any(c.dep_ in ("cop", *grammar.PASSIVE_AUX) for c in token.children)
    return copula and token.tag_ not in ("NN", "NNS") and not grammar.is_negated(token)


def statement_kind(verb: Token) -> str | None:
    """Return what a verb of saying states, None where it merely reports."""
    if is_dismayed(verb):
        return None if _is_unreal(verb) else "condemn"
    kind = speech_kind(verb)
    if kind is None or grammar.is_negated(verb) or _is_unreal(verb) or _collides(verb):
        return None
    labelled = _label(verb) if verb.lemma_ in words("labelling") else None
    if labelled is not None:
        return labelled
    if verb.lemma_ in ("call", "appeal") and not _calls(verb):
        return None
    if kind == "announce" and (verb.dep_ == "acl" or _announces_event(verb)):
        return None
    if kind == "threaten" and {o.lemma_.lower() for o in grammar.objects(verb)} & words("loyalty"):
        return None  # "swore allegiance"
    if kind in STRONG:
        return kind
    return _by_object(verb, kind) if kind in ("hold", "issue", "voice", "summon") else _said_kind(verb, kind)


def _collides(verb: Token) -> bool:
    """Tell whether a thing hit another: "a drone slammed into the depot"."""
    return not grammar.objects(verb) and any(prep == "into" for prep, _ in grammar.preps(verb))


def _announces_event(verb: Token) -> bool:
    """Tell whether what is announced is only that something happened: "announced that a drone killed him"."""
    told = clauses(verb)
    modals = {c.lower_ for v in told for c in v.children if c.dep_ == "aux"}
    return bool(told) and not modals & words("modal-announce") and all(_tells_event(grammar.clause(v)) for v in told)


def _by_object(verb: Token, kind: str) -> str | None:
    """Return what verbs that need their object state: "hold … responsible", "issue a warning", "voice anger"."""
    nouns = {o.lemma_.lower() for o in grammar.objects(verb)}
    if kind == "hold":
        return "accuse" if any(t.lower_ in words("blamed") for t in verb.subtree) else None
    if kind == "issue":
        return "announce" if nouns & (words("medium") | words("issued")) else None
    if kind == "summon":
        return "condemn" if nouns & words("envoy") else None
    return "condemn" if nouns & words("dismay") else None


def _label(verb: Token) -> str | None:
    """Return what "called the strike a crime" and "described the report as fake" state."""
    if not grammar.objects(verb) and not grammar.passive_subjects(verb):
        return None
    held = [c for c in verb.children if c.i > verb.i and (c.dep_ == "xcomp" or grammar.case(c) == "as")]
    said = _forms(t for c in held for t in c.subtree if not _is_in_clause(t, c))
    if said & words("untrue"):
        return "deny"
    return "condemn" if said & (words("reproach") | words("dismayed") | words("slur")) else None


def _is_in_clause(token: Token, noun: Token) -> bool:
    """Tell whether a word stands in a clause about a noun: "called her a leader in the fight against a vile foe"."""
    above = [token, *(a for a in token.ancestors if noun in a.ancestors)]
    return token != noun and any(grammar.base(a) in ("acl", "relcl") for a in above)


def _said_kind(verb: Token, kind: str) -> str | None:
    """Return what a plain "say" states by its clause: a duty, a plan, a reproach, a denial or a position."""
    if kind not in _SAYS:
        return None
    if verb.lemma_ in words("bidding") and (_bids(verb) or (verb.lemma_ == "ask" and _asks_for(verb))):
        return "demand"
    for clause in clauses(verb):
        if speech_kind(clause) in STRONG:  # "we condemn it, X said": the inner verb states it
            continue
        stated = _stated(clause)
        if stated is not None:
            return stated
    return None


def _bids(verb: Token) -> bool:
    return any(c.dep_ == "xcomp" and _is_infinitive(c) for c in verb.children)


def _asks_for(verb: Token) -> bool:
    """Tell whether somebody asks for something: not "asked for comment"."""
    wanted = [n for prep, n in grammar.preps(verb) if prep == "for"]
    return any(n.lemma_.lower() not in words("medium") for n in wanted)


def _stated(clause: Token) -> str | None:
    own = grammar.clause(clause)
    if _denies(clause, own):
        return "deny"
    modals = {c.lower_ for v in (clause, *_joined(clause)) for c in v.children if c.dep_ == "aux"}
    said, under = _forms(own), _forms(clause.subtree)
    if _blames(clause):
        return "accuse"
    if modals & words("modal-demand"):
        return "demand"
    if modals & words("modal-announce"):
        return "announce"
    if said & words("untrue"):
        return "deny"
    if under & words("reproach"):
        return "accuse"
    if said & words("dismayed"):
        return "condemn"
    return None if _tells_event(own) and not _is_habit(clause) else "position"


def _blames(clause: Token) -> bool:
    """Tell whether a clause says who did it: "the rebels were responsible for the attack", "X was behind the raid"."""
    if not any(c.dep_ == "cop" for c in clause.children) or grammar.is_negated(clause):
        return False
    preps = {prep for prep, _ in grammar.preps(clause)}
    told = ("for" in preps and clause.lower_ in words("blamed")) or ("of" in preps and clause.lower_ in words("doing"))
    return told or (grammar.case(clause) == "behind" and frame_of(clause) is not None)


def _denies(clause: Token, own: list[Token]) -> bool:
    """Tell whether a clause says that violence did not happen: "no aircraft fired on X", "it made no strike"."""
    told = [t for t in own if (frame := frame_of(t)) is not None and frame.category == "violence"]
    meant = clause in told or any(o in told for o in grammar.objects(clause))
    return meant and all(why_not(t) == "negated" for t in told)


def _forms(tokens: Iterable[Token]) -> set[str]:
    """Return words as they are written and their lemmas: "appalling" is read as a verb or as an adjective."""
    return {form for t in tokens for form in (t.lemma_.lower(), t.lower_)}


def _joined(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "conj" and grammar.is_verb(c)]


def _tells_event(clause: list[Token]) -> bool:
    """Tell whether a clause tells a happening, or counts something, rather than a position."""
    return any(t.pos_ == "NUM" or (frame_of(t) is not None and why_not(t) is None) for t in clause)


def _is_habit(verb: Token) -> bool:
    """Tell whether a clause says what somebody does or is at all times: "its jets only strike fighters"."""
    finite = next((c for c in verb.children if c.dep_ in ("cop", "aux", *grammar.PASSIVE_AUX)), verb)
    present = finite.tag_ in ("VBZ", "VBP") and (finite == verb or finite.dep_ == "cop")
    return present and verb.tag_ != "VBG" and not any(t.pos_ == "NUM" for t in grammar.clause(verb))


def _is_unreal(verb: Token) -> bool:
    """Tell whether nothing was said: "could accuse", "refused to condemn", "if it denies"."""
    node = grammar.first_conjunct(verb)
    auxiliaries = {c.lower_ for v in (verb, node) for c in v.children if c.dep_ == "aux"}
    if auxiliaries & (words("modal-demand") | words("modal-announce") | {"could", "may", "might", "can", "to"}):
        return True
    marks = {c.lower_ for v in (verb, node) for c in v.children if c.dep_ == "mark"}
    joined = {c.lower_ for v in (verb, node) for c in v.children}
    return bool(marks & {"if", "unless", "to"} or joined & {"neither", "nor"})


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" for c in verb.children)


def _calls(verb: Token) -> bool:
    return any(prep in _ENVOY for prep, _ in grammar.preps(verb)) or bool(
        [c for c in verb.children if c.dep_ == "xcomp" and verb.lemma_ == "appeal"]
    )


def clauses(verb: Token) -> list[Token]:
    """Return the clauses that a verb of saying governs."""
    return [c for c in verb.children if c.dep_ in ("ccomp", "parataxis") or (c.dep_ == "xcomp" and c.tag_ == "VBG")]
