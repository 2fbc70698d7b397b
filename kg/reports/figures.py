"""Is a word of violence meant of words, films or drills: "blasted the budget", "shot a video", "fired in a drill"?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar
from kg.reports.frames import Frame, frame_of
from kg.reports.people import is_personal
from kg.reports.roles import role_words
from kg.reports.scene import Scene, actor_of
from kg.reports.senses import doers, nouns_of, undergoers

_CRITICS = frozenset({"ngo", "monitor", "un-body", "igo", "media", "civil"})


LABEL_WORDS = 6  # a label is shorter than a headline


@cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("figure_nouns", columns=("form", "kind")) if r["kind"] == kind)


def is_figure(scene: Scene, token: Token, frame: Frame) -> bool:
    """Tell whether a word that can tell violence tells criticism, filming or an exercise here."""
    if _is_space(token):
        return True
    if frame.category in ("agreement", "meeting"):
        return frame.pos == "NOUN" and _is_reference(token)
    if frame.category == "capture":
        return _is_passage(token) or _is_idiom(token)
    if frame.category != "violence":
        return False
    if _is_label(token, frame):
        return True
    if _is_drill(token) or _is_cause(scene, token, frame):
        return True
    return grammar.is_verb(token) and (_is_of_words(scene, token) or _is_criticism(scene, token, frame))


def _is_label(token: Token, frame: Frame) -> bool:
    """Tell whether a word stands in the label of a headline that tells the event itself: "Turkish offensive | …"."""
    sentence = token.sent
    bar = next((t.i for t in token.doc[token.i : sentence.end] if t.text == "|"), None)
    if bar is None or token.i - sentence.start > LABEL_WORDS:
        return False
    told = [frame_of(t) for t in token.doc[bar : sentence.end]]
    kinds = {f.type for f in told if f is not None and f.category == "violence" and f.scheme != "light"} - {"Attack"}
    return bool(kinds) and (frame.type not in kinds or frame.pos == "NOUN")


def _is_reference(noun: Token) -> bool:
    """Tell whether a noun only sets the time or the frame of something else: "a day before the deal"."""
    known = any(c.lower_ in ("the", "this", "that") for c in noun.children)
    return known and grammar.case(noun) in (
        "before",
        "after",
        "since",
        "during",
        "under",
        "despite",
        "amid",
        "following",
    )


def _is_passage(token: Token) -> bool:
    """Tell whether only a convoy, a patrol or an aircraft went in: nobody took the place."""
    found = doers(token)
    return bool(found) and all(_lemma(n) in _nouns("convoy") for n in found)


def _is_idiom(verb: Token) -> bool:
    """Tell whether somebody took part or took care, not part of a place."""
    taken = grammar.objects(verb)
    whole = [noun for thing in taken for prep, noun in grammar.preps(thing) if prep == "of"]
    return bool(taken) and not whole and all(_lemma(n) in _nouns("taken") for n in taken)


def _is_of_words(scene: Scene, verb: Token) -> bool:
    """Tell whether all that is acted on is thought, said or filmed: no place, body or thing of war."""
    nouns = undergoers(verb)
    if not nouns and verb.lemma_ == "clash":
        nouns = [noun for prep, noun in grammar.preps(verb) if prep in ("over", "about")]
    if verb.lemma_ == "fire" and any(_is_employee(n) for n in nouns):
        return True  # dismissed
    words = _nouns("abstract") | (_nouns("film") if verb.lemma_ == "shoot" else frozenset())
    return bool(nouns) and all(_lemma(n) in words and not scene.of_kind("weapon", [n.i]) for n in nouns)


def _is_employee(noun: Token) -> bool:
    no_person = role_words("quantity") | nouns_of("thing")  # "a number of missiles", "rocket launchers"
    return (is_personal(noun) and _lemma(noun) not in no_person) or noun.ent_type_ in ("PER", "PERSON")


def _is_criticism(scene: Scene, verb: Token, frame: Frame) -> bool:
    """Tell whether somebody came under criticism, or under fire from critics."""
    if frame.scheme != "come-under":
        return False
    below = [noun for prep, noun in grammar.preps(verb) if prep == "under"]
    senders = [noun for head in (verb, *below) for prep, noun in grammar.preps(head) if prep == "from"]
    criticised = any(_lemma(noun) in _nouns("abstract") for noun in below)
    return criticised or any(_is_critic(scene, noun) for noun in _with_conjuncts(senders))


def _is_critic(scene: Scene, noun: Token) -> bool:
    found = scene.actors_at(noun)
    return _lemma(noun) in _nouns("critic") or any(actor_of(m).kind in _CRITICS for m in found)


def _is_space(token: Token) -> bool:
    """Tell whether a noun only says what an area or a room is for: "area of operations", "operations room"."""
    return token.dep_.startswith(("nmod", "compound", "flat")) and _lemma(token.head) in _nouns("space")


def _is_drill(token: Token) -> bool:
    """Tell whether a word hangs on an exercise or a parade: "held drills, firing live rounds"."""
    for holder in (token, *token.ancestors):
        nouns = [*grammar.objects(holder), *grammar.passive_subjects(holder), *(n for _, n in grammar.preps(holder))]
        if any(_lemma(n) in _nouns("drill") for n in nouns if n != token):
            return True
        if holder.dep_ not in ("advcl", "xcomp", "obl", "conj", "acl"):
            return False
    return False


def _is_cause(scene: Scene, noun: Token, frame: Frame) -> bool:
    """Tell whether a fight is only what somebody stands for: "a partner in the war against the group"."""
    if frame.pos != "NOUN" or _lemma(noun) not in _nouns("cause") or noun.tag_ == "NNS" or not grammar.case(noun):
        return False
    against = any(prep in ("against", "versus", "vs", "on") for prep, _ in grammar.preps(noun))
    hosts = [noun.head, *(a for a in noun.ancestors if grammar.is_verb(a))][:2]
    violent = any((f := frame_of(h)) is not None and f.category == "violence" for h in hosts)
    return against and not violent and not scene.of_kind("place", [t.i for t in noun.subtree])


def _with_conjuncts(nouns: Iterable[Token]) -> list[Token]:
    return [c for noun in nouns for c in grammar.conjuncts(noun)]


def _lemma(noun: Token) -> str:
    return noun.lemma_.lower()
