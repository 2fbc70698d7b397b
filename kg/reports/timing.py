"""Which time expression belongs to which event: the nearest along the tree, the time of saying last of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Span as Stretch
from spacy.tokens import Token

from kg import lexicon
from kg.model import Document, When
from kg.nlp import grammar

# What it costs to fetch a time from further away; the cheapest wins, a time of saying only where nothing else is.
_NEAR = 1
_INHERITED = 10
_SISTER = 15
_FRONTED = 30
_SAYING = 100


@cache
def speech_lemmas() -> frozenset[str]:
    """Return the verbs of saying."""
    return frozenset(row["lemma"] for row in lexicon.table("speech_verbs"))


def is_speech(token: Token) -> bool:
    """Tell whether a token is a verb of saying."""
    return token.lemma_.lower() in speech_lemmas() and token.pos_ in ("VERB", "AUX")


def when_for(document: Document, token_index: int, whens: Sequence[When]) -> When | None:
    """Return the time expression that dates the event at a token, None where the article tells none."""
    token = document.doc[token_index]
    sentence = token.sent
    best: tuple[int, int, When] | None = None
    for when in whens:
        host = _host(sentence, when)
        if host is None:
            continue
        cost = _cost(token, host)
        if cost is not None and (best is None or (cost, abs(host.i - token.i)) < best[:2]):
            best = (cost, abs(host.i - token.i), when)
    return best[2] if best else _heading(sentence, whens)


def _host(sentence: Stretch, when: When) -> Token | None:
    """Return the word of `sentence` that an expression hangs on, the expression's own head where it hangs on none."""
    if when.span is None or not sentence.start_char <= when.span.start < sentence.end_char:
        return None
    stretch = sentence.doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
    if stretch is None:
        return None
    root = stretch.root
    return root if root.head == root else root.head


def _heading(sentence: Stretch, whens: Sequence[When]) -> When | None:
    """Return the time that heads a sentence, as in a list: "January: three attacks"."""
    for when in whens:
        if when.span is not None and sentence.start_char <= when.span.start < sentence.start_char + 2:
            rest = sentence.text[when.span.end - sentence.start_char :]
            if rest.lstrip().startswith(":"):
                return when
    return None


def _cost(event: Token, host: Token) -> int | None:
    """Return how far the time on `host` is from the event, None where it cannot be its time."""
    best: int | None = None
    climbed = 0
    for step, node in enumerate(_climb(event)):
        if step and _crosses(previous):
            climbed += _INHERITED if not is_speech(node) else _SAYING
        down = _descend(host, node, event)
        if down is not None and (best is None or climbed + down < best):
            best = climbed + down
        if _is_closed(node):
            break
        previous = node
    return best


def _climb(token: Token) -> Iterator[Token]:
    yield token
    while token.head != token:
        token = token.head
        yield token


def _crosses(child: Token) -> bool:
    """Tell whether the step from a word to its head leaves a clause."""
    return child.dep_ in grammar.CLAUSE and child.dep_ not in ("acl",)


def _is_closed(node: Token) -> bool:
    """A clause about a person ("who was killed …") does not take the time of the clause around it."""
    if node.dep_ not in grammar.RELATIVE:
        return False
    words = {t.lower_ for t in node.children} | {t.lower_ for c in node.children for t in c.children}
    return bool(words & {"who", "whose", "whom"})


def _descend(host: Token, node: Token, event: Token) -> int | None:
    """Return the cost of reaching `host` downwards from `node` without leaving its clause, None where one must."""
    cost = 0
    current = host
    while current != node:
        if current.head == current:
            return None
        step = _step_down(current, node, event)
        if step is None:
            return None
        cost += step
        current = current.head
    return cost


def _step_down(child: Token, node: Token, event: Token) -> int | None:
    if child.dep_ == "conj" and grammar.is_verb(child):
        return _SISTER if not grammar.subjects(child) and not grammar.passive_subjects(child) else None
    if child.dep_ in grammar.RELATIVE or child.dep_ == "acl":
        # What is told of an event noun in its own relative clause is told of the event.
        return _INHERITED if child.head == event else None
    if child.dep_ in ("parataxis", "ccomp") and is_speech(child):
        return _SAYING
    if child.dep_ in grammar.CLAUSE:
        return _FRONTED if child.dep_ in ("xcomp", "advcl") and not _has_subject(child) else None
    return _NEAR


def _has_subject(verb: Token) -> bool:
    return bool(grammar.subjects(verb) or grammar.passive_subjects(verb))
