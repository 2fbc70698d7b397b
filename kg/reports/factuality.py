"""Did it happen, as the sentence tells it? Negation, futures, threats and conditions make no report."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar


@cache
def _words(kind: str, pos: str) -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == kind and r["pos"] == pos)


def why_not(token: Token) -> str | None:
    """Return the reason why what `token` tells is no event that happened, None where it is one.

    Reasons: "negated", "modal", "conditional", "irrealis", "imperative".
    """
    return (
        _verb_reason(token) if grammar.is_verb(token) and token.pos_ in ("VERB", "AUX", "ADJ") else _noun_reason(token)
    )


def of_nature(token: Token) -> str | None:
    """Return "natural" where people died of cold, hunger or disease, None where the words tell no such cause."""
    if token.lemma_.lower() not in ("die", "perish", "death"):
        return None
    causes = _words("natural", "NOUN")
    told = any(prep in ("of", "from") and noun.lemma_.lower() in causes for prep, noun in grammar.preps(token))
    return "natural" if told else None


def _verb_reason(verb: Token) -> str | None:
    if grammar.is_negated(verb) or _is_of_none(verb):
        return "negated"
    head = grammar.first_conjunct(verb)
    if any(c.lower_ in _words("modal", "AUX") and c.dep_ == "aux" for v in {verb, head} for c in v.children):
        return "modal"
    marks = {_whole(c) for c in head.children if c.dep_ == "mark"}
    if marks & _words("negation", "SCONJ"):
        return "negated"  # "left without shelling the town"
    if marks & _words("condition", "SCONJ"):
        return "conditional"
    if marks & _words("irrealis", "ADJ") or (_is_infinitive(head) and not _happened_anyway(head)):
        return "irrealis"
    if head.dep_ in ("xcomp", "advcl", "ccomp", "acl") and head.head.pos_ in ("VERB", "NOUN", "ADJ"):
        return _governed(head)
    return None


def _whole(word: Token) -> str:
    """Return a word with what it stands fixed with: "in case"."""
    return " ".join([word.lower_, *(c.lower_ for c in word.children if c.dep_ == "fixed" and c.lower_ != "to")])


def _is_of_none(verb: Token) -> bool:
    """Tell whether nobody did it or it was done to nobody: "no one was hurt", "killed none of them"."""
    done = [noun for v in {verb, grammar.first_conjunct(verb)} for noun in grammar.passive_subjects(v)]
    beside = [c for c in verb.children if c.dep_ in grammar.INDIRECT or c.dep_ == "obl:unmarked"]
    return any(_is_none(noun) for noun in (*done, *grammar.subjects(verb), *grammar.objects(verb), *beside))


def _is_none(noun: Token) -> bool:
    """Tell whether a noun stands for nobody; "no fewer than ten people" are some."""
    if noun.lower_ in _words("negation", "PRON"):
        return True
    return any(c.lower_ in _words("negation", "DET") and c.head == noun and c.dep_ == "det" for c in noun.children)


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in verb.children)


def _happened_anyway(verb: Token) -> bool:
    """An infinitive tells a fact under an aspect or report verb: "continued to shell", "is believed to have hit"."""
    governor = verb.head
    if governor == verb or why_not(governor) is not None or any(c.lower_ in _ASKED for c in verb.children):
        return False
    if verb.dep_ == "advcl" and governor.lemma_.lower() in _words("means", "VERB"):
        return True  # "used mortars to shell the town"
    phrases = {
        f"{governor.lemma_.lower()} {c.lower_}" for c in governor.children if c.dep_ in ("advmod", "compound:prt")
    }
    if phrases & _words("aspect", "VERB"):
        return True  # "went on to shell"
    perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)
    return governor.lemma_.lower() in _words("aspect", "VERB") and (perfect or verb.dep_ in ("xcomp", "ccomp"))


_ASKED = frozenset({"how", "when", "where", "whether"})  # "knows how to shell"


def _governed(verb: Token) -> str | None:
    governor = verb.head
    pos = "VERB" if governor.pos_ in ("VERB", "AUX") else governor.pos_
    lemma = governor.lemma_.lower()
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
    beside = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i == governor.i + 1  # "mulls bombing"
    complement = (
        beside
        or (verb.dep_ == "advcl" and "from" in marks)
        or verb.dep_ in ("xcomp", "acl")
        or (verb.dep_ == "ccomp" and lemma not in ("warn", "suggest"))
    )
    if complement and verb.tag_ in ("VB", "VBG") and lemma in _words("irrealis", pos):
        return "irrealis"
    if verb.dep_ == "acl" and lemma in _words("irrealis", "NOUN"):
        return "irrealis"
    # "Did not succeed in capturing", "wants to keep shelling", "nobody saw them shell": as the verb above it.
    if (
        verb.dep_ == "acl"
        and governor.dep_ in grammar.OBJECT
        and governor.head.lemma_.lower() in _words("aspect", "VERB")
    ):
        return why_not(governor.head)  # "will send families fleeing"
    hangs = verb.dep_ in ("xcomp", "ccomp") or bool(marks & {"in", "of"})
    unfinished = verb.tag_ in ("VB", "VBG") or _is_infinitive(verb)
    if hangs and unfinished and pos == "VERB" and lemma in _words("aspect", "VERB"):
        return why_not(governor)
    return None


def _is_unknown(noun: Token) -> bool:
    """Tell whether there is no word of what hangs on a noun: "no information about …"."""
    named = noun.lemma_.lower() in _words("evidence", "NOUN")
    return named and any(c.lower_ in _words("negation", "DET") for c in noun.children)


def _noun_reason(noun: Token) -> str | None:
    for child in noun.children:
        if child.lower_ in _words("negation", "DET"):
            return "negated"
        if child.dep_ == "amod" and any(c.lower_ in _words("irrealis", "ADJ") for c in grammar.conjuncts(child)):
            return "irrealis"
    head = grammar.first_conjunct(noun)
    if any(c.dep_ == "mark" and c.lower_ in ("if", "whether") for c in head.children):
        return "conditional"  # "it is not known if it was an airstrike"
    governor = head.head
    if governor == head:
        return None
    told = [*grammar.subjects(governor), *grammar.passive_subjects(governor)]
    if _is_unknown(governor) or (grammar.case(head) == "about" and any(_is_unknown(s) for s in told)):
        return "negated"  # "no reports of casualties", "no information was given about casualties"
    if head.dep_ in grammar.SUBJECT and any(c.lower_ in _words("modal", "AUX") for c in governor.children):
        return "modal"
    pos = "VERB" if governor.pos_ in ("VERB", "AUX") else governor.pos_
    if pos == "VERB" and grammar.case(head) in ("against", "from") and _is_kept_off(governor):
        return "irrealis"
    if governor.lemma_.lower() in _words("irrealis", pos) and _is_complement(head, governor):
        return None if governor.lemma_ == "order" and _is_told_of(noun) else "irrealis"
    # "Talks are due to resume" may be read as "are, due to a resumption".
    hoped = {c.lower_ for c in governor.children if c.dep_ == "case"} & _words("irrealis", "ADJ")
    likely = governor.lemma_.lower() in _words("irrealis", "ADJ") and not grammar.objects(governor)  # no "set off"
    if head.dep_ in grammar.SUBJECT and (hoped or likely):
        return "irrealis"
    if hoped and head.dep_ in grammar.OBJECT:
        return "irrealis"  # "was due to chair talks"
    if pos == "VERB" and grammar.case(head) == "by" and not _is_told_of(noun) and _verb_reason(governor) == "modal":
        return "modal"
    if pos == "VERB" and (head.dep_ in grammar.OBJECT | grammar.SUBJECT | grammar.PASSIVE_SUBJECT):
        reason = _verb_reason(governor)
        return None if reason == "negated" and not _denies(governor, noun) else reason
    return None


def _is_kept_off(verb: Token) -> bool:
    """Tell whether a verb has what keeps an event off as its object: "took measures against" it."""
    return any(o.lemma_.lower() in _words("irrealis", "NOUN") for o in grammar.objects(verb))


def _denies(verb: Token, noun: Token) -> bool:
    """Tell whether a negated verb denies the event of its noun: "did not launch a raid", not "did not claim it"."""
    return verb.lemma_.lower() in _words("occurrence", "VERB") or any(c.lower_ == "any" for c in noun.children)


def _is_told_of(noun: Token) -> bool:
    """Tell whether an event noun is known to the reader: "ordered the murder of …"."""
    return any(c.lower_ in ("the", "this", "these", "those") for c in noun.children) or bool(grammar.possessors(noun))


def _is_complement(noun: Token, governor: Token) -> bool:
    if noun.dep_ in grammar.OBJECT | grammar.PASSIVE_SUBJECT:
        return True
    if noun.dep_ == "acl" and governor.pos_ == "NOUN" and any(c.dep_ == "mark" for c in noun.children):
        return True  # "the ban on shelling Goma"
    if grammar.base(noun) in ("nmod", "obl") and governor.pos_ == "NOUN":
        return grammar.case(noun) in ("of", "for", "to", "against", "on", "about", "over")
    return grammar.base(noun) == "obl" and grammar.case(noun) in ("for", "against", "from", "of")
