"""The time of an event: told of it, of the war it is a toll of, of the sentence before, or of the news itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from spacy.tokens import Span as Stretch
from spacy.tokens import Token

from kg import lexicon
from kg.model import Document, When
from kg.nlp import grammar
from kg.reports.since import since_it_began
from kg.reports.timing import FRESH, FRONTED, SAYING, cost, host_of, is_looking_back, is_speech, nearest, priced

_SENT = timedelta(days=2)  # so much later than its page says an article may have been sent
_LEAD = 3  # sentences that may tell the day of the news: the headline and the first two


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """The time of an event, and whether it is only the time at which somebody told of it."""

    when: When
    said: bool = False


def when_for(document: Document, token_index: int, whens: Sequence[When]) -> When | None:
    """Return the time expression that dates the event at a token, None where the article tells none."""
    found = date_of(document, token_index, whens)
    return found.when if found else None


def date_of(document: Document, token_index: int, whens: Sequence[When]) -> Dated | None:
    """Return the time of the event at a token and how it was told, None where the article tells none."""
    token = document.doc[token_index]
    today = document.article.published_date
    past = [w for w in whens if w.start is None or today is None or w.start <= today + _SENT]
    own = priced(token, past)
    if own is not None:
        return Dated(when=own[1], said=own[0] >= SAYING)
    other = since_it_began(document, token, past) or _heading(token.sent, past) or _carried(token, past)
    other = other or _lead(document, token, past)
    return Dated(when=other) if other else None


def _heading(sentence: Stretch, whens: Sequence[When]) -> When | None:
    """Return the time that heads a sentence, as in a list: "January: three attacks"."""
    for when in whens:
        if when.span is not None and sentence.start_char <= when.span.start < sentence.start_char + 2:
            rest = sentence.text[when.span.end - sentence.start_char :]
            if rest.lstrip().startswith(":"):
                return when
    return None


def _carried(token: Token, whens: Sequence[When]) -> When | None:
    """Return the time of the sentence before, where this one goes on about it ("also", "the attack")."""
    sentence = token.sent
    if not _goes_on(sentence, token) or sentence.start == 0:
        return None
    previous = sentence.doc[sentence.start - 1].sent
    told = [w for w in whens if w.span is not None and previous.start_char <= w.span.start < previous.end_char]
    root = previous.root
    best = nearest(root, told)
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
    if today is None or not tells_past(token):
        return None
    lead = [s for s in document.doc.sents if any(t.dep_ for t in s)][:_LEAD]
    for when in whens:
        if when.span is None or when.start is None or when.start != when.end or (today - when.start).days > FRESH:
            continue
        home = next((s for s in lead if s.start_char <= when.span.start < s.end_char), None)
        if home is not None and token.i >= home.start and _dates_the_news(home, when):
            return None if is_looking_back(token.sent, when.start, whens) else when
    return None


def _dates_the_news(sentence: Stretch, when: When) -> bool:
    """Tell whether a time belongs to the main happening of a sentence, not to a statement or an aside."""
    host, root = host_of(sentence, when), sentence.root
    if is_speech(root):
        told = [c for c in root.children if c.dep_ in ("ccomp", "parataxis")]
        root = told[0] if told else root
    distance = cost(root, host) if host is not None else None
    return distance is not None and distance < FRONTED and not is_speech(root)


def tells_past(token: Token) -> bool:
    """Tell whether a word of an event stands in the simple past, as news of a day is told."""
    verb = token if grammar.is_verb(token) else grammar.governor(token)
    if verb is None or any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have") for c in verb.children):
        return False
    auxiliary = [c for c in verb.children if c.dep_ in grammar.PASSIVE_AUX]
    return (auxiliary[0].tag_ if auxiliary else verb.tag_) == "VBD"
