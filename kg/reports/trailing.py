"""Reads "…, residents said" off the words: a tree often hangs a trailing speaker on the clause before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.nlp import grammar

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_IN_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "CCONJ", "PART", "SYM", "X"})
_PERFECT = frozenset({"has", "have", "had"})
_NEAR = 8  # words between a speaker and its verb: "officials in the north said"
_LONGEST = 24  # words of a speaker with its apposition
_GOES_ON = frozenset({"as", "after", "while", "during"})
_LEADS = frozenset({"when", "where", "which", "whom", "who", "that", "because", "and", "but", "while", "although"})
_BREAKS = frozenset({",", "—", "–", "”", '"', "’", "''"})
_NOT_FIRST = frozenset({"and", "but", "or", "while", "as", "when", "after", "with", "including", "which"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Trailing:
    """A speaker phrase behind (or inside) what it says: its tokens, and the characters it attributes."""

    heads: tuple[Token, ...]
    speaker: tuple[int, int]
    start: int
    end: int


def trailing(verb: Token) -> Trailing | None:
    """Return the speaker phrase that ends at a verb of saying and the stretch it attributes, None where none does."""
    if not _is_finite(verb) or _says_on(verb):
        return None
    found = _phrase(verb)
    if found is None:
        return None
    start, end = found
    heads = tuple(t for t in verb.doc[start:end] if t.pos_ in ("NOUN", "PROPN", "PRON") and not start <= t.head.i < end)
    sentence = verb.sent
    told = any(t.tag_ in _FINITE for t in verb.doc[sentence.start : start])
    after = _after(verb)
    if not heads or not (told or after is not None):
        return None
    led = verb.doc[start - 2] if after is not None and start - 2 > sentence.start else None
    inside = led is not None and led.lower_ in _LEADS  # "soldiers came when, he said, it was dark"
    whole = inside or (after is not None and (not told or _goes_on(after)))
    return Trailing(
        heads=heads,
        speaker=(verb.doc[start].idx, verb.idx),
        start=led.idx if led is not None and inside else sentence.start_char,
        end=sentence.end_char if whole else verb.doc[start - 1].idx,
    )


def inverted(verb: Token) -> Trailing | None:
    """Return the same for "…," said X, where the tree gives the verb no subject."""
    sentence = verb.sent
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or grammar.subjects(verb) or verb.i <= sentence.start:
        return None
    if verb.doc[verb.i - 1].text not in _BREAKS:
        return None
    head, end = None, verb.i + 1
    while end < sentence.end and verb.doc[end].pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART"):
        head = verb.doc[end] if verb.doc[end].pos_ in ("NOUN", "PROPN") else head
        end += 1
    if head is None:
        return None
    speaker = (verb.idx, verb.doc[end - 1].idx + len(verb.doc[end - 1]))
    return Trailing(heads=(head,), speaker=speaker, start=sentence.start_char, end=verb.idx)


def trailing_bare(verb: Token, speaks: Callable[[Token], bool]) -> Trailing | None:
    """Return the same for "jets bombed the town residents said", a text that lost its commas.

    `speaks` tells whether a noun may be a speaker.
    """
    sentence = verb.sent
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or _says_on(verb):
        return None
    heads = [s for s in grammar.subjects(verb) if s.i < verb.i and speaks(s)]
    start = min((_phrase_start(s, sentence.start) for s in heads), default=verb.i)
    while not heads or (start > sentence.start and verb.doc[start - 1].lower_ == "and"):
        head = _speaker_before(verb.doc, start - bool(heads), sentence.start, speaks)
        if head is None:
            break
        heads.insert(0, head)
        start = _phrase_start(head, sentence.start)
    told = verb.doc[sentence.start : start]
    if not heads or not any(t.tag_ in _FINITE for t in told) or told[-1].pos_ in ("SCONJ", "PUNCT"):
        return None
    speaker = (verb.doc[start].idx, verb.idx)
    return Trailing(heads=tuple(heads), speaker=speaker, start=sentence.start_char, end=speaker[0])


def _speaker_before(doc: Doc, end: int, first: int, speaks: Callable[[Token], bool]) -> Token | None:
    for token in reversed(doc[max(first, end - _NEAR) : end]):
        if token.pos_ in ("NOUN", "PROPN", "PRON") and speaks(token):
            return token
        if token.pos_ not in _IN_PHRASE:
            return None
    return None


def _phrase_start(head: Token, first: int) -> int:
    """Return where a noun phrase starts, read off the classes of its words: a noun behind an adjective is another's."""
    i = head.i
    while i > first and (head.doc[i - 1].pos_ == "PROPN" or head.doc[i - 1].tag_ == "NN"):
        i -= 1
    while i > first and head.doc[i - 1].pos_ in ("ADJ", "NUM", "DET"):
        i -= 1
        if head.doc[i].pos_ == "DET":
            break
    # "in the west of the city news agency X": what a preposition governs is no part of the speaker.
    return i if i == first or head.doc[i - 1].pos_ != "ADP" else head.i


def _says_on(verb: Token) -> bool:
    """Tell whether what is said follows the verb: "officials said rebels attacked"."""
    told = (c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and c.left_edge.text not in (";", ","))
    if any(verb.lemma_ != "tell" or any(t.tag_ in _FINITE for t in c.subtree) for c in told):
        return True
    following = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    if following is None or verb.lemma_ == "tell":
        return False
    goes_on = not following.is_alpha or following.pos_ in ("ADP", "ADV", "CCONJ") or following.lower_ in _GOES_ON
    return following.text in (":", '"', "“") or not (goes_on or _is_day(following))


def _is_finite(verb: Token) -> bool:
    """Tell whether a verb tells by itself or behind "has": "…, the ministry has said"."""
    return verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and _behind(verb).lower_ in _PERFECT)


def _behind(verb: Token) -> Token:
    """Return the last word before a verb that is no adverb."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ == "ADV":
        i -= 1
    return verb.doc[max(i, verb.sent.start)]


def _is_day(token: Token) -> bool:
    return token.lower_.endswith("day")


def _phrase(verb: Token) -> tuple[int, int] | None:
    """Return the tokens of the speaker: from the comma before, or from the comma before the name and its apposition."""
    end = verb.i
    while end > verb.sent.start and (verb.doc[end - 1].pos_ == "ADV" or verb.doc[end - 1].lower_ in _PERFECT):
        end -= 1
    closing = end > verb.sent.start and verb.doc[end - 1].text == ","
    described = None if closing else _described(verb)
    if described is not None:
        return described, end
    start = _back(verb, end - closing) or (_apposition(verb, end - 1) if closing else None)
    if start is None or start == end - closing:
        return None
    if closing:
        first = _back(verb, start - 1)
        if first is None or first == start - 1:
            return None
        return first, end - 1
    first = _back(verb, start - 1) if verb.doc[start].lower_ in ("a", "an", "the") else None
    if first is not None and first < start - 1 and all(_is_name(t) for t in verb.doc[first : start - 1]):
        return first, end  # a name and what it is, with no comma behind it
    return None if verb.doc[start].lower_ in _NOT_FIRST else (start, end)


def _is_name(token: Token) -> bool:
    """Tell whether a word may be of a speaker's name: not "Goma" in "in Goma, a nurse said"."""
    return token.pos_ == "PROPN" and token.ent_type_ not in grammar.SPOTS


def _described(verb: Token) -> int | None:
    """Return where a speaker starts whom a clause describes: "…, an official who asked not to be named said"."""
    first = max(verb.sent.start, verb.i - _LONGEST)
    pronouns = [
        t.i for t in verb.doc[first : verb.i] if t.tag_ in ("WP", "WDT") and t.lower_ in ("who", "which", "that")
    ]
    if not pronouns or any(t.text in _BREAKS for t in verb.doc[pronouns[-1] : verb.i]):
        return None
    start = _back(verb, pronouns[-1])
    return start if start is not None and start < pronouns[-1] else None


def _apposition(verb: Token, end: int) -> int | None:
    """Return where what stands between a name and its verb starts: "the SDF, the force that holds the town, said"."""
    commas = [t.i for t in verb.doc[max(verb.sent.start, end - _NEAR * 2) : end] if t.text == ","]
    start = commas[-1] + 1 if commas else None
    return start if start is not None and verb.doc[start].pos_ in ("DET", "NOUN", "PRON") else None


def _back(verb: Token, end: int) -> int | None:
    """Return the first token after the comma or closing quote before `end`, None where other words stand between."""
    i = end
    while i > verb.sent.start and verb.doc[i - 1].text not in _BREAKS:
        token = verb.doc[i - 1]
        participle = token.pos_ == "VERB" and token.dep_ in ("amod", "compound")
        if not (token.pos_ in _IN_PHRASE or token.tag_ in ("PRP", "PRP$", "HYPH", "-LRB-", "-RRB-") or participle):
            return None
        if verb.i - i > _LONGEST:
            return None
        i -= 1
    return i if i > verb.sent.start else None


def _after(verb: Token) -> Token | None:
    """Return the token behind the comma that closes "…, officials said on Friday, …"."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.text == ",":
            return verb.doc[token.i + 1] if token.i + 2 < verb.sent.end else None
        if token.tag_ in _FINITE or token.text in (":", ";"):
            return None
    return None


def _goes_on(token: Token) -> bool:
    """Tell whether what is told goes on behind the speaker: "…, and wounded 20", "…, in the latest raid"."""
    return token.lower_ in ("and", "but", "in", "as", "during", "while", "after", "when") or token.tag_ in _FINITE
