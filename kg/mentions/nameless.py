"""Finds actors without a name: "gunmen", "opposition fighters", "local sources"; and "regime forces", "the army".

Where the article's country fixes who is meant, the mention carries that body's id; else it has a name and no id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.lexicon import Body
from kg.mentions.scan import Hit, Scan
from kg.mentions.states import hit_of, qualifies, unnamed
from kg.mentions.tables import ARMED, bare_heads, bodies, definite, generic, group_words, heads, parts, typing_words
from kg.model import Mention, Span

_BEFORE = frozenset({"ADJ", "NOUN", "VERB"})
_MODIFIES = frozenset({"compound", "amod", "nmod", "nmod:desc", "nmod:unmarked", "flat"})
_MAX_BEFORE = 3
_LEADS = frozenset({"act", "arms", "asset"})  # what follows a group that acts or owns it: "rebel attack"
_ARMY_LEADS = _LEADS | {"force", "office"}  # "army planes", "a police spokesman"


@cache
def _state_of(country: str) -> Body | None:
    found = [body for body in lexicon.bodies() if body.kind == "state" and body.country == country]
    return found[0] if found else None


@cache
def _ids(cell: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in cell.split(";") if pair)


def find_bare_forces(scan: Scan) -> Iterator[Hit]:
    """Yield "regime forces", "the army", "government": the state of the country that the article is about."""
    state = _state_of(scan.country) if scan.country else None
    for i, taken, end, form in bare_heads().find(scan.text, scan.words):
        if qualifies(scan, i, taken) or not _heads_phrase(scan, i + taken - 1, leads=_ARMY_LEADS):
            continue
        if form == "military" and scan.tokens[i].dep_ in _MODIFIES and scan.joined(i, i + 1):
            continue  # "a military operation", "military aircraft" tell what it is, not whose
        if i and scan.words[i - 1].key in ("its", "their"):
            continue  # "Turkey said that its soldiers …": whose they are is told before
        if (first := _owner_start(scan, i)) < i:
            yield unnamed(scan, first, end, "state-forces", f"local:{form}", rank=1)
        elif state is not None:
            yield hit_of(scan, state, i, end, f"bare:{form}", rank=2)
        else:
            yield unnamed(scan, i, end, "state-forces", f"bare:{form}", rank=2)


def find_generic(scan: Scan) -> Iterator[Hit]:
    """Yield armed groups, witnesses, officials and sources that are told without a name."""
    for i, taken, end, row in generic().find(scan.text, scan.words):
        token = scan.tokens[i + taken - 1]
        if qualifies(scan, i, taken) or token.pos_ in ("VERB", "AUX", "ADV") or token.ent_type_ in ("PER", "PERSON"):
            continue
        known = _ids(row["ids"]).get(scan.country or "")
        leads = row["kind"] in ARMED and _leads_office(scan, i + taken)
        if not (leads or _heads_phrase(scan, i + taken - 1)) or (token.pos_ == "ADJ" and known is None):
            continue
        first = _phrase_start(scan, i)
        if known is not None and not _is_anothers(scan, first):
            yield hit_of(scan, bodies()[known], first, end, f"generic:{row['form']}", rank=1)
        else:
            yield unnamed(scan, first, end, row["kind"], f"generic:{row['form']}", rank=1)


def _is_anothers(scan: Scan, first: int) -> bool:
    """Tell whether a group is told as that of somebody named before: "the army and its factions"."""
    return first > 0 and scan.words[first - 1].key in ("its", "their")


def _heads_phrase(scan: Scan, last: int, *, leads: frozenset[str] = _LEADS) -> bool:
    """Tell whether a word heads its phrase, is told to act or owns a thing of war: not "rebel areas"."""
    token = scan.tokens[last]
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    nxt = last + 1
    if token.dep_ not in _MODIFIES or not scan.joined(last, nxt) or scan.words[last].stem != scan.words[last].key:
        return token.pos_ != "ADJ" or token.dep_ not in _MODIFIES
    for step in (nxt, nxt + 1):
        for _, _, kind in heads().at(scan.text, scan.words, step) if step < len(scan.words) else ():
            if kind in leads:
                return True
    return scan.tokens[nxt].pos_ not in ("NOUN", "PROPN", "ADJ")


def _leads_office(scan: Scan, i: int) -> bool:
    """Tell whether a word says whose man somebody is: "rebel commander"."""
    if i >= len(scan.words) or not scan.joined(i - 1, i):
        return False
    return any(kind == "office" for _, _, kind in heads().at(scan.text, scan.words, i))


def _owner_start(scan: Scan, i: int, *, marked: bool = True) -> int:
    """Return the first word of the proper name that owns a force: "Tokyo police" is not the article's country's."""
    first = i
    while first > 0 and scan.joined(first - 1, first):
        word, token = scan.words[first - 1], scan.tokens[first - 1]
        if not word.capital or token.pos_ != "PROPN" or token.is_sent_start or (marked and not token.ent_type_):
            break
        first -= 1
    return first


def find_backed(scan: Scan) -> Iterator[Hit]:
    """Yield groups told by whom they are with: "Turkish-backed factions", "PKK-affiliated news agencies"."""
    ties = parts("backer") | parts("linker")
    for i in range(len(scan.words) - 2):
        if not (scan.words[i].capital and scan.words[i + 1].key in ties and scan.hyphened(i, i + 1)):
            continue
        for k in range(i + 2, min(i + 2 + _MAX_BEFORE, len(scan.words))):
            if not scan.joined(k - 1, k) or scan.tokens[k].pos_ not in _BEFORE:
                break
            heads_here = [*generic().at(scan.text, scan.words, k), *group_words().at(scan.text, scan.words, k)]
            if heads_here:
                _, end, row = max(heads_here, key=lambda hit: hit[0])
                kind = row["kind"] if isinstance(row, dict) else "unknown"
                first = i - 1 if i and scan.words[i - 1].key == "al" and scan.hyphened(i - 1, i) else i
                yield unnamed(scan, first, end, kind, "backed", rank=0)
                break


def find_typed(scan: Scan) -> Iterator[Hit]:
    """Yield groups that no list knows, by the word that types them: "al-Mawali faction", "X Brigade"."""
    for i, _, end, row in typing_words().find(scan.text, scan.words):
        first = _owner_start(scan, i, marked=False)
        if first < i and scan.tokens[i].pos_ in ("NOUN", "PROPN"):
            first -= scan.words[first - 1].key in ("al", "el") and scan.hyphened(first - 1, first) if first else 0
            yield unnamed(scan, first, end, row, "typed", rank=0)


def find_units(scan: Scan) -> Iterator[Hit]:
    """Yield units of an army told by a number: "the 17th Division", "3rd Mechanized Brigade troops"."""
    for i, word in enumerate(scan.words):
        if not _is_number_of_unit(word.text, capital=word.capital):
            continue
        for k in range(i + 1, min(i + 2 + _MAX_BEFORE, len(scan.words))):
            if not scan.joined(k - 1, k):
                break
            if scan.words[k].stem in parts("unit"):
                hit = unnamed(scan, i, scan.words[k].stem_end, "state-forces", "unit", rank=3)
                span = Span(start=hit.span.start, end=_men_end(scan, k))
                yield Hit(mention=replace(hit.mention, span=span), rank=hit.rank)
                break


def _men_end(scan: Scan, last: int) -> int:
    """Return the end of a unit's name with its men: "3rd Brigade [soldiers]"."""
    ends = [scan.words[last].stem_end]
    if scan.joined(last, last + 1):
        ends += [stop for _, stop, _ in bare_heads().at(scan.text, scan.words, last + 1)]
    return max(ends)


def _is_number_of_unit(word: str, *, capital: bool) -> bool:
    if word[:1].isdigit():
        return word.lstrip("0123456789").lower() in ("st", "nd", "rd", "th", "d")
    return capital and word.lower() in _ordinals()


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("time_words") if row["class"] == "nth")


def _phrase_start(scan: Scan, i: int) -> int:
    """Return the first word of the modifiers before a head: "unidentified", "Kurdish", "opposition"."""
    first = i
    while first > 0 and i - first < _MAX_BEFORE and scan.joined(first - 1, first):
        token = scan.tokens[first - 1]
        if token.pos_ not in _BEFORE or scan.words[first - 1].stem != scan.words[first - 1].key or token.like_num:
            break
        if (token.pos_ == "VERB" and token.dep_ not in _MODIFIES) or (token.tag_ == "NNS" and token.lower_ != "rights"):
            break  # "… killed nine people medics said": a plural belongs to what stands before
        if scan.hyphened(first - 2, first - 1) or (token.pos_ == "NOUN" and scan.tokens[first].pos_ == "VERB"):
            break
        first -= 1
    while first < i and _is_hedge(scan, first):
        first += 1
    return first


def _is_hedge(scan: Scan, i: int) -> bool:
    """Tell whether a word before a group is no part of how it is told: "fleeing rebels", "suspected militants"."""
    key = scan.words[i].key
    return (scan.tokens[i].pos_ == "VERB" and key.endswith("ing")) or key in parts("hedge")


def find_definite(scan: Scan, chosen: Sequence[Mention]) -> Iterator[Hit]:
    """Yield "the group", "the Observatory", "coalition jets" as the nearest body named before that fits the word."""
    for i, taken, end, (form, kinds) in definite().find(scan.text, scan.words):
        start = scan.words[i].start
        pointed = i > 0 and scan.words[i - 1].key in ("the", "this", "its", "that", "same") and scan.joined(i - 1, i)
        if not (pointed or "coalition" in kinds) or not _heads_phrase(scan, i + taken - 1):
            continue
        before = [m for m in chosen if m.span.end <= start and m.ref is not None]
        body = _antecedent(before, form, kinds)
        if body is not None:
            yield hit_of(scan, body, i, end, f"definite:{form}", rank=2)
        elif "coalition" in kinds:
            yield unnamed(scan, i, end, "coalition", f"definite:{form}", rank=1)


def _antecedent(before: Sequence[Mention], form: str, kinds: frozenset[str]) -> Body | None:
    for mention in reversed(before):
        body = bodies()[str(mention.ref)]
        if body.name.casefold().endswith(f" {form}"):
            return body
    for mention in reversed(before):
        body = bodies()[str(mention.ref)]
        if body.kind in kinds:
            return body
    return None
