"""Reads lists of people: "two women, a child and the driver", "the children Ali (9), Omar (12) and Sara"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from spacy.tokens import Token

from kg import lexicon
from kg.model import SOME
from kg.nlp import grammar
from kg.reports.people import People, demonyms, lexical
from kg.reports.victims import VictimReader

_VERBAL = frozenset(("VBD", "VBZ", "VBP", "MD", "WRB", "WDT", "WP", "VBN", "VBG", "TO"))


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(r["lemma"] for r in lexicon.table("speech_verbs"))


def names_after(reader: VictimReader, people: People) -> list[People]:
    """Return the names right after a plural: "the children Ali (9), Omar (12) and Sara"."""
    if people.counted or people.name or people.count != SOME or people.end not in reader.names:
        return []
    stop = reader.doc[people.head].sent.end
    named = takewhile(lambda p: p.name is not None, heads_right(reader, people.end, stop))
    return [replace(p, group=people.group if p.group == "people" else p.group) for p in named]


def heads_right(reader: VictimReader, start: int, stop: int) -> Sequence[People]:
    """Return the people named in the list that starts at token `start`: "including two women and a child"."""
    out: list[People] = []
    i = start
    while i < stop:
        token = reader.doc[i]
        if _stops_list(reader, token):
            break
        people = reader.read(token) if _is_list_head(reader, token) and not _speaks(token) else None
        inside = bool(out) and grammar.case(token) == "of" and token.head.i == out[-1].head
        if people is not None and people.start >= start - 1 and not inside:  # "nine members of one family"
            out.append(people)
            i = people.end
        else:
            i += 1
    return out


def _speaks(token: Token) -> bool:
    """Tell whether people are those who say so ("…, including children, residents said")."""
    return token.dep_ in grammar.SUBJECT and token.head.lemma_.lower() in _speech_verbs()


def _is_list_head(reader: VictimReader, token: Token) -> bool:
    if token.i in reader.names:
        return True
    if token.i in reader.numbers:
        return False
    found = lexical(reader.doc, token.i, token.i)
    if found is None and token.lower_ not in demonyms():
        return False
    following = reader.doc[token.i + 1] if token.i + 1 < len(reader.doc) else None
    # "women fighters", "civil defence workers": the head is the last noun.
    inside = following is not None and following.pos_ in ("NOUN", "PROPN") and token.head.i == following.i
    return not inside and (token.pos_ in ("NOUN", "PROPN", "PRON", "ADJ") or token.lower_ == "elderly")


def _stops_list(reader: VictimReader, token: Token) -> bool:
    if token.text == ";" and token.i + 1 < len(reader.doc) and token.i + 1 in reader.names:
        return False  # a list of names may set them apart by semicolons
    if token.text in (";", ":", "—", "–", ".") or token.pos_ == "SCONJ" or token.tag_ in _VERBAL:
        return lexical(reader.doc, token.i, token.i) is None
    return token.pos_ == "ADP" and token.lower_ not in ("of", "as") and token.i not in reader.numbers
