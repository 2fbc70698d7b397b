"""Which time expression belongs to which event: the nearest along the tree, the time of saying last of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from spacy.tokens import Span as Stretch
from spacy.tokens import Token

from kg import lexicon
from kg.model import Document, When
from kg.nlp import grammar
from kg.reports.expressions import words as expression_words
from kg.reports.frames import frame_of
from kg.reports.speakers import speech_kind, words

# What it costs to fetch a time from further away; the cheapest wins, a time of saying only where nothing else is.
_NEAR = 1
_INHERITED = 10
_SISTER = 15
_WHEN = 25  # "killed when a raid went wrong on Friday"
_VAGUE = 20  # a stretch that begins nobody knows when says less than a day beside it
FRONTED = 30
SAYING = 100
_BACK = 2  # sentences before one that may have set it in another time
FRESH = 3  # days
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_RELATIVE_WORDS = frozenset({"which", "that", "who", "whom", "whose", "where"})


def is_speech(token: Token) -> bool:
    """Tell whether a token is a verb of saying."""
    return speech_kind(token) is not None


def said_when(document: Document, verb: Token, whens: Sequence[When]) -> When | None:
    """Return the time at which something was said, told beside the verb of saying itself."""
    dated = [w for w in whens if (host := host_of(verb.sent, w)) is not None and _is_beside(verb, host)]
    return dated[0] if dated else None


def _is_beside(verb: Token, host: Token) -> bool:
    price = _descend(host, verb, verb)
    return price is not None and price < _INHERITED


def nearest(token: Token, whens: Sequence[When]) -> When | None:
    """Return the time that its own sentence tells of a word, None where it tells none."""
    found = priced(token, whens)
    return found[1] if found else None


def priced(token: Token, whens: Sequence[When]) -> tuple[int, When] | None:
    """Return the time that its own sentence tells of a word, and from how far away it was fetched."""
    sentence = token.sent
    best: tuple[int, int, When] | None = None
    for when in whens:
        host = host_of(sentence, when)
        if host is None or _is_record(sentence, when, host):
            continue
        price = cost(token, host)
        if price is not None and when.start is None:
            price += _VAGUE
        if price is not None and (best is None or (price, abs(host.i - token.i)) < best[:2]):
            best = (price, abs(host.i - token.i), when)
    return (best[0], best[2]) if best else None


def host_of(sentence: Stretch, when: When) -> Token | None:
    """Return the word of `sentence` that an expression hangs on, the expression's own head where it hangs on none."""
    if when.span is None or not sentence.start_char <= when.span.start < sentence.end_char:
        return None
    stretch = sentence.doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
    if stretch is None:
        return None
    clause = clause_after(sentence, when.span.end - sentence.start_char)
    if clause is not None:
        return clause
    root = stretch.root
    host = root if root.head == root else root.head
    # "the station located in the city on 3 May": what lies somewhere does not lie there on a day.
    return host.head if host.dep_ == "acl" and host.lemma_.lower() in expression_words("lies") else host


def _is_record(sentence: Stretch, when: When, host: Token) -> bool:
    """Tell whether a time only says how rare an event was: "the deadliest since 2019", "the third this week"."""
    if when.start is not None and when.start == when.end:
        return False
    first = next((t for t in sentence if t.idx >= (when.span.start if when.span else 0)), host)
    if first.lower_ not in expression_words("since") and first.lower_ != "this":
        return False
    named = [t for t in ([first.nbor(-1)] if first.i > sentence.start else []) if t.pos_ == "NOUN"]
    sums = [part for prep, part in grammar.preps(host) if prep == "of" and part.i < first.i]
    if any(c.dep_ == "nummod" for t in (host, *sums) if t.i < first.i for c in t.children):
        return False  # "the deadliest of 31 raids since May" tells when the raids were
    hosts = [host, *named, *(a for t in named for a in t.ancestors if a.pos_ == "NOUN")]
    near = [t for h in hosts for t in (h, *h.children)] + [
        g for c in host.children if c.dep_ == "amod" for g in c.children
    ]
    near = [t for t in near if t.i <= first.i]
    best = any(t.tag_ in ("JJS", "RBS") and t.lower_ != "least" for t in near)
    return best or any(t.lower_ in expression_words("nth") or t.lower_.lstrip("0123456789") in _ORDINAL for t in near)


def is_looking_back(sentence: Stretch, day: date, whens: Sequence[When]) -> bool:
    """Tell whether the sentences just before speak of another time: "in crisis since 2012. Later, rebels took …"."""
    first = sentence
    for _ in range(_BACK):
        first = first.doc[first.start - 1].sent if first.start else first
    told = [w for w in whens if w.span is not None and first.start_char <= w.span.start < sentence.start_char]
    last = max(told, key=lambda w: w.span.start if w.span else 0, default=None)
    return last is not None and last.start is not None and (day - last.start).days > FRESH


def clause_after(sentence: Stretch, offset: int) -> Token | None:
    """Return the verb behind "a day after", whose time is told so ("a day after rebels took the town")."""
    rest = [t for t in sentence if t.idx - sentence.start_char >= offset - len("after")]
    if not rest or rest[0].lower_ != "after" or rest[0].i == sentence.start:
        return None
    if rest[0].nbor(-1).lemma_.lower() not in _units():
        return None
    for token in rest[1:]:
        if token.is_punct or token.lower_ in _RELATIVE_WORDS:
            return None
        if token.tag_ in ("VBD", "VBZ", "VBP") and token.i > rest[0].i + 1:
            passive = token.pos_ == "AUX" and token.head.i > token.i
            return token.head if passive else token
    return None


@cache
def _units() -> frozenset[str]:
    return frozenset(row["value"] for row in lexicon.table("time_words") if row["class"] == "unit")


def cost(event: Token, host: Token) -> int | None:
    """Return how far the time on `host` is from the event, None where it cannot be its time."""
    best: int | None = None
    climbed = 0
    previous: Token | None = None
    for node in _climb(event):
        if previous is not None and (_crosses(previous) or _is_owned(previous, node)):
            climbed += _INHERITED if not is_speech(node) else SAYING
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


def _is_owned(child: Token, verb: Token) -> bool:
    """Tell whether somebody owns up to what a word tells: the day of "claimed responsibility for" is that of saying."""
    return is_speech(verb) and child.lemma_.lower() in ("responsibility", "credit") and child.dep_ in grammar.OBJECT


def _is_closed(node: Token) -> bool:
    """A clause about a person ("who was killed …") does not take the time of the clause around it."""
    if node.dep_ not in grammar.RELATIVE:
        return False
    near = {t.lower_ for t in node.children} | {t.lower_ for c in node.children for t in c.children}
    return bool(near & {"who", "whose", "whom"})


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
    if _is_reference(child) and child != event:
        return None
    if child.dep_ == "conj" and grammar.is_verb(child):
        return _SISTER if not grammar.subjects(child) and not grammar.passive_subjects(child) else None
    if child.dep_ in grammar.RELATIVE or child.dep_ == "acl":
        if child.head.lemma_.lower() in words("medium"):  # "in a statement issued on Monday"
            return _NEAR
        # What is told of an event noun in its own relative clause is told of the event.
        return _INHERITED if child.head == event else None
    if child.dep_ in ("parataxis", "ccomp") and is_speech(child):
        return SAYING
    if child.dep_ == "advcl" and any(c.lower_ in expression_words("while") for c in child.children):
        return _WHEN if _is_single(child) else None
    if child.dep_ in grammar.CLAUSE:
        return FRONTED if child.dep_ in ("xcomp", "advcl") and not _has_subject(child) else None
    return _NEAR


def _is_single(verb: Token) -> bool:
    """Tell whether a clause tells what happened then, not what had happened before it or goes on."""
    return _is_past(verb) and not any(c.dep_ == "aux" and c.lemma_ in ("have", "be") for c in verb.children)


def _is_past(verb: Token) -> bool:
    passive = [c for c in verb.children if c.dep_ in grammar.PASSIVE_AUX]
    return (passive[0] if passive else verb).tag_ in ("VBD", "VBN")


def _is_reference(noun: Token) -> bool:
    """Tell whether a noun is an event that another is only told to follow: "after the offensive in October"."""
    if noun.pos_ != "NOUN" or grammar.case(noun) not in expression_words("reference"):
        return False
    return _is_event(noun) and not any(c.lemma_.lower() in _units() for c in noun.children)


def _is_event(noun: Token) -> bool:
    frame = frame_of(noun)
    return frame is not None and frame.pos == "NOUN"


def _has_subject(verb: Token) -> bool:
    return bool(grammar.subjects(verb) or grammar.passive_subjects(verb))
