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
from kg.reports.speakers import speech_kind, words

# What it costs to fetch a time from further away; the cheapest wins, a time of saying only where nothing else is.
_NEAR = 1
_INHERITED = 10
_SISTER = 15
_FRONTED = 30
_SAYING = 100
_BACK = 2  # sentences before one that may have set it in another time
_LEAD = 3  # sentences that may tell the day of the news: the headline and the first two
_FRESH = 3  # days
_RELATIVE_WORDS = frozenset({"which", "that", "who", "whom", "whose", "where"})


def is_speech(token: Token) -> bool:
    """Tell whether a token is a verb of saying."""
    return speech_kind(token) is not None


def said_when(document: Document, verb: Token, whens: Sequence[When]) -> When | None:
    """Return the time at which something was said, told beside the verb of saying itself."""
    dated = [w for w in whens if (host := _host(verb.sent, w)) is not None and _is_beside(verb, host)]
    return dated[0] if dated else None


def _is_beside(verb: Token, host: Token) -> bool:
    cost = _descend(host, verb, verb)
    return cost is not None and cost < _INHERITED


def when_for(document: Document, token_index: int, whens: Sequence[When]) -> When | None:
    """Return the time expression that dates the event at a token, None where the article tells none."""
    token = document.doc[token_index]
    today = document.article.published_date
    past = [w for w in whens if w.start is None or today is None or w.start <= today]
    best = _nearest(token, past)
    return best or _heading(token.sent, past) or _carried(token, past) or _lead(document, token, past)


def _nearest(token: Token, whens: Sequence[When]) -> When | None:
    sentence = token.sent
    best: tuple[int, int, When] | None = None
    for when in whens:
        host = _host(sentence, when)
        if host is None:
            continue
        cost = _cost(token, host)
        if cost is not None and (best is None or (cost, abs(host.i - token.i)) < best[:2]):
            best = (cost, abs(host.i - token.i), when)
    return best[2] if best else None


def _carried(token: Token, whens: Sequence[When]) -> When | None:
    """Return the time of the sentence before, where this one goes on about it ("also", "the attack")."""
    sentence = token.sent
    if not _goes_on(sentence, token) or sentence.start == 0:
        return None
    previous = sentence.doc[sentence.start - 1].sent
    told = [w for w in whens if w.span is not None and previous.start_char <= w.span.start < previous.end_char]
    root = previous.root
    best = _nearest(root, told)
    return best if best is not None and (best.start or best.end) else None


def _goes_on(sentence: Stretch, token: Token) -> bool:
    first = next((t for t in sentence if not t.is_punct and not t.is_space), None)
    if first is None:
        return False
    verb = token if grammar.is_verb(token) else grammar.governor(token)
    also = verb is not None and any(c.lower_ in _also() for c in verb.children)
    return also or first.lower_ in _also()


@cache
def _also() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("time_words") if row["class"] == "goes-on")


def _lead(document: Document, token: Token, whens: Sequence[When]) -> When | None:
    """Return the day of the article's lead, for news told in the simple past of an article a day or two old."""
    today = document.article.published_date
    verb = token if grammar.is_verb(token) else grammar.governor(token)
    if today is None or verb is None or not _is_simple_past(verb):
        return None
    lead = [s for s in document.doc.sents if any(t.dep_ for t in s)][:_LEAD]
    for when in whens:
        if when.span is None or when.start is None or when.start != when.end or (today - when.start).days > _FRESH:
            continue
        home = next((s for s in lead if s.start_char <= when.span.start < s.end_char), None)
        if home is not None and token.i >= home.start and _dates_the_news(home, when):
            return None if is_looking_back(token.sent, when.start, whens) else when
    return None


def is_looking_back(sentence: Stretch, day: date, whens: Sequence[When]) -> bool:
    """Tell whether the sentences just before speak of another time: "in crisis since 2012. Later, rebels took …"."""
    first = sentence
    for _ in range(_BACK):
        first = first.doc[first.start - 1].sent if first.start else first
    told = [w for w in whens if w.span is not None and first.start_char <= w.span.start < sentence.start_char]
    last = max(told, key=lambda w: w.span.start if w.span else 0, default=None)
    return last is not None and last.start is not None and (day - last.start).days > _FRESH


def _dates_the_news(sentence: Stretch, when: When) -> bool:
    """Tell whether a time belongs to the main happening of a sentence, not to a statement or an aside."""
    host, root = _host(sentence, when), sentence.root
    if is_speech(root):
        told = [c for c in root.children if c.dep_ in ("ccomp", "parataxis")]
        root = told[0] if told else root
    cost = _cost(root, host) if host is not None else None
    return cost is not None and cost < _FRONTED and not is_speech(root)


def _is_simple_past(verb: Token) -> bool:
    if any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have") for c in verb.children):
        return False
    auxiliary = [c for c in verb.children if c.dep_ in grammar.PASSIVE_AUX]
    return (auxiliary[0].tag_ if auxiliary else verb.tag_) == "VBD"


def _host(sentence: Stretch, when: When) -> Token | None:
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
    return root if root.head == root else root.head


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
    previous: Token | None = None
    for node in _climb(event):
        if previous is not None and _crosses(previous):
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
    if child.dep_ == "conj" and grammar.is_verb(child):
        return _SISTER if not grammar.subjects(child) and not grammar.passive_subjects(child) else None
    if child.dep_ in grammar.RELATIVE or child.dep_ == "acl":
        if child.head.lemma_.lower() in words("medium"):  # "in a statement issued on Monday"
            return _NEAR
        # What is told of an event noun in its own relative clause is told of the event.
        return _INHERITED if child.head == event else None
    if child.dep_ in ("parataxis", "ccomp") and is_speech(child):
        return _SAYING
    if child.dep_ in grammar.CLAUSE:
        return _FRONTED if child.dep_ in ("xcomp", "advcl") and not _has_subject(child) else None
    return _NEAR


def _has_subject(verb: Token) -> bool:
    return bool(grammar.subjects(verb) or grammar.passive_subjects(verb))
