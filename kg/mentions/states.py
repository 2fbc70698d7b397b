"""Finds states: a nationality and what acts for it ("Turkish artillery"), a country or capital that acts ("Moscow said").

No pair of nationality and force is listed anywhere: the two tables are joined by position in the noun phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.lexicon import Body
from kg.mentions.scan import Hit, Scan
from kg.mentions.words import Phrases, key_of, phrases
from kg.model import Actor, Mention, Span
from kg.nlp import grammar

_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "VERB"})
# A force word further than this many words from its nationality belongs to another phrase.
WINDOW = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """How a form names a state: as a nationality, a country's own name, or a capital that stands for it."""

    form: str
    state: str
    kind: str


@cache
def bodies() -> dict[str, Body]:
    """Return the known bodies by id."""
    return {body.id: body for body in lexicon.bodies()}


@cache
def namings() -> Phrases[Naming]:
    """Return every form that names a state; a country's name comes before a capital of the same name."""
    rows = [Naming(r["form"], r["state"], "country") for r in lexicon.table("country_names")]
    rows += [Naming(r["form"], r["state"], r["kind"]) for r in lexicon.table("demonyms")]
    return phrases(((row.form, row) for row in rows), plural=True)


@cache
def heads() -> Phrases[str]:
    """Return what acts, speaks or is done for a state, with its class."""
    return phrases(((row["form"], row["class"]) for row in lexicon.table("force_words")), plural=True)


@cache
def parts(kind: str) -> frozenset[str]:
    """Return the words of one class of the table of name parts."""
    return frozenset(row["form"] for row in lexicon.table("name_parts") if row["class"] == kind)


@cache
def directions() -> frozenset[str]:
    """Return the words that make a place of what follows: "northern", "near"."""
    return frozenset(word for row in lexicon.table("place_modifiers") for word in row["form"].split("-"))


def find_states(scan: Scan) -> Iterator[Hit]:
    """Yield states as actors; a country's name that only says where is left to the places."""
    for i in range(len(scan.words)):
        for taken, end, naming in sorted(namings().at(scan.text, scan.words, i), key=lambda hit: -hit[0]):
            if _written_as(scan, i, taken, naming) and not qualifies(scan, i, taken):
                yield from _as_actor(scan, i, taken, end, naming)
                break


def _written_as(scan: Scan, i: int, taken: int, naming: Naming) -> bool:
    words = scan.words[i : i + taken]
    if len(naming.form.replace(".", "")) <= 3:
        return all(word.text.replace(".", "")[: len(word.stem)].isupper() for word in words)
    return words[0].capital


def qualifies(scan: Scan, i: int, taken: int) -> bool:
    """Tell whether a name is only part of a compound: "anti-ISIS", "SDF-held", "US-backed"."""
    if scan.hyphened(i - 1, i) and scan.words[i - 1].key in parts("barred"):
        return True
    after = i + taken
    return scan.hyphened(after - 1, after) and scan.words[after].key in parts("qualifier") | parts("backer")


def _as_actor(scan: Scan, i: int, taken: int, end: int, naming: Naming) -> Iterator[Hit]:
    body = bodies()[naming.state]
    last = i + taken - 1
    owned = scan.words[last].stem != scan.words[last].key and end == scan.words[last].stem_end
    if (lost := lost_apostrophe(scan, last, naming.form)) and naming.kind != "demonym":
        owned, end = True, end - lost
    following = list(after(scan, last)) if naming.kind == "demonym" or owned else []
    force = [hit for hit in following if hit[2] in ("force", "office")]
    if force:
        yield hit_of(scan, body, i, force[-1][1], f"state:{naming.kind}+{force[-1][2]}", rank=5)
    elif following or (naming.kind == "demonym" and _stands_alone(scan, i, taken)):
        yield hit_of(scan, body, i, end, f"state:{naming.kind}", rank=3)
    elif naming.kind == "country" and not owned and not locative(scan, i, last):
        yield hit_of(scan, body, i, end, "state:country", rank=3)
    elif naming.kind == "metonym" and not owned and _acts(scan.tokens[last]) and not locative(scan, i, last):
        yield hit_of(scan, body, i, end, "state:capital", rank=3)


def lost_apostrophe(scan: Scan, last: int, form: str) -> int:
    """Return 1 where a text without its apostrophes has "Syrias" for "Syria's", else 0."""
    word = scan.words[last]
    return int(word.key == word.stem and word.key.endswith("s") and not key_of(form).endswith(("s", "'s")))


def hit_of(scan: Scan, body: Body, first: int, end: int, rule: str, *, rank: int) -> Hit:
    """Return the mention of a known body from word `first` to offset `end`."""
    span = Span(start=scan.words[first].start, end=end)
    actor = Actor(name=body.name, id=body.id, kind=body.kind, spans=(span,), links=body.links)
    return Hit(Mention(kind="actor", span=span, ref=body.id, value=actor, rule=rule), rank=rank)


def after(scan: Scan, last: int) -> Iterator[tuple[int, int, str]]:
    """Yield (last word, end, class) of the head words that follow a nationality, through a few modifiers."""
    k, found = last + 1, False
    while k < len(scan.words) and k <= last + WINDOW and scan.joined(k - 1, k):
        best = max(heads().at(scan.text, scan.words, k), key=lambda hit: hit[0], default=None)
        if best is not None and not _is_verb(scan.tokens[k + best[0] - 1]):
            found = True
            yield k + best[0] - 1, best[1], best[2]
            k += best[0]
        elif found or _is_verb(scan.tokens[k]) or scan.tokens[k].pos_ not in _INSIDE:
            return
        else:
            k += 1


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound", "nmod", "obj", "obl", "nsubj", "conj")


def _stands_alone(scan: Scan, i: int, taken: int) -> bool:
    """Tell whether a nationality shares the head of the next ("Russian and Syrian jets") or is a noun ("the Turks")."""
    nxt = i + taken
    if nxt < len(scan.words) and scan.words[nxt].key in ("and", "or") and nxt + 1 < len(scan.words):
        for more, _, naming in namings().at(scan.text, scan.words, nxt + 1):
            return naming.kind == "demonym" and any(True for _ in after(scan, nxt + more))
    token = scan.tokens[nxt - 1]
    return token.pos_ in ("NOUN", "PROPN") and token.tag_ in ("NNS", "NNPS") and token.dep_ not in ("compound", "amod")


def locative(scan: Scan, first: int, last: int) -> bool:
    """Tell whether a name only says where: after "in", "from", "northern" …, also as the second of two so joined."""
    if first > 0 and scan.joined(first - 1, first) and scan.words[first - 1].key in directions():
        return True
    if first > 0 and scan.text[scan.words[first - 1].end : scan.words[first].start].strip() == ",":
        before = scan.tokens[first - 1]
        if before.ent_type_ in ("LOC", "GPE") and (before.dep_ not in ("nsubj", "conj") or before.head is not before):
            return True
    token = scan.tokens[last]
    while token.dep_ in ("flat", "compound", "conj", "appos") and token.head != token:
        token = token.head
    return any(prep in parts("locative") for prep in _prepositions(token))


def _prepositions(token: Token) -> Iterator[str]:
    if token.dep_ == "pobj":
        yield token.head.lower_
    yield from (child.lower_ for child in token.children if child.dep_ == "case")


def _acts(token: Token) -> bool:
    """Tell whether a capital stands where only somebody who acts can stand: "Moscow said", "denied by Damascus"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    if token.dep_ in grammar.SUBJECT:
        return True
    if token.dep_ in grammar.OBJECT and token.head.lemma_ in parts("addressed"):
        return True
    return any(prep in ("by", "with", "against") for prep in _prepositions(token))
