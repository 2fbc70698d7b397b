"""Finds states: a nationality and what acts for it ("Turkish artillery"), a country or capital that acts.

No pair of nationality and force is listed anywhere: the two tables are joined by position in the noun phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.lexicon import Body
from kg.mentions.scan import Hit, Scan, is_continental
from kg.mentions.tables import ARMED, Naming, bodies, directions, generic, heads, names, namings, parts
from kg.mentions.words import key_of
from kg.model import Actor, Mention, Span
from kg.nlp import grammar

_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "VERB"})
# A force word further than this many words from its nationality belongs to another phrase.
WINDOW = 4


def find_states(scan: Scan) -> Iterator[Hit]:
    """Yield states as actors; a country's name that only says where is left to the places."""
    for i in range(len(scan.words)):
        for taken, end, naming in namings().at(scan.text, scan.words, i):
            if is_continental(scan.words, i):
                break
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
    adjective = naming.kind == "demonym" or (naming.kind == "country" and naming.form.replace(".", "").isupper())
    adjective = adjective or (naming.kind == "metonym" and _rules(scan, last + 1))
    following = list(after(scan, last)) if adjective or owned else []
    acting = ("force", "office") if owned else ("force", "office", "ally")
    force = [hit for hit in following if hit[2] in acting]
    outlet = next((h for h in outlets(scan, last + 1) if adjective or owned), None)
    if outlet is not None:  # "Russian state TV" is no word of the state itself
        ids = dict(pair.split(":") for pair in outlet[1]["ids"].split(";") if pair)
        known = bodies().get(ids.get(body.country or "", ""))
        if known is not None:
            yield hit_of(scan, known, i, outlet[0], "state:media", rank=6)
        else:
            yield unnamed(scan, i, outlet[0], "media", "state:media", rank=6)
    elif force:
        yield hit_of(scan, body, i, force[-1][1], f"state:{naming.kind}+{force[-1][2]}", rank=5)
    elif any(hit[2] != "ally" for hit in following) or (naming.kind == "demonym" and _shares_head(scan, i, taken)):
        yield hit_of(scan, body, i, end, f"state:{naming.kind}", rank=3)
    elif naming.kind == "demonym" and _is_whose(scan.tokens[last]):
        yield hit_of(scan, body, i, end, "state:predicate", rank=3)
    elif naming.kind == "demonym" and _people(scan.tokens[last]):
        yield unnamed(scan, i, end, "civil", "people", rank=1)
    elif naming.kind == "country" and not owned and not locative(scan, i, last):
        yield hit_of(scan, body, i, end, "state:country", rank=3)
    elif naming.kind == "metonym" and (spoken := [h for h in after(scan, last) if h[2] == "office"][:1]):
        # "a Pentagon spokesman"; "Moscow police" are the city's
        yield hit_of(scan, body, i, spoken[0][1], "state:capital+office", rank=5)
    elif naming.kind == "metonym" and not owned and _acts(scan.tokens[last]) and not locative(scan, i, last):
        yield hit_of(scan, body, i, end, "state:capital", rank=3)


def outlets(scan: Scan, i: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (end, row) of the words for a state's media that start at word `i`."""
    if i < len(scan.words) and scan.joined(i - 1, i):
        yield from ((end, row) for _, end, row in generic().at(scan.text, scan.words, i) if row["kind"] == "media")


def _rules(scan: Scan, i: int) -> bool:
    """Tell whether a word after a capital makes it the power that sits there: "the Kyiv regime"."""
    return i < len(scan.words) and scan.joined(i - 1, i) and scan.words[i].stem in parts("seat")


def _is_whose(token: Token) -> bool:
    """Tell whether a nationality is told of a thing: "jets believed to be Russian", "the shells were Serbian"."""
    if token.pos_ != "ADJ" or not any(c.dep_ == "cop" for c in token.children):
        return False
    holder = token if grammar.subjects(token) else token.head
    subjects = [*grammar.subjects(holder), *grammar.passive_subjects(holder)]
    things = [grammar.antecedent(s) for s in subjects] or ([holder.head] if holder.dep_ == "acl" else [])
    return any({thing.lemma_.lower(), thing.lower_.removesuffix("s")} & _machines() for thing in things)


@cache
def _machines() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("platforms"))


def lost_apostrophe(scan: Scan, last: int, form: str) -> int:
    """Return 1 where a text without its apostrophes has "Syrias" for "Syria's", else 0."""
    word = scan.words[last]
    return int(word.key == word.stem and word.key.endswith("s") and not key_of(form).endswith(("s", "'s")))


def hit_of(scan: Scan, body: Body, first: int, end: int, rule: str, *, rank: int) -> Hit:
    """Return the mention of a known body from word `first` to offset `end`."""
    span = Span(start=scan.words[first].start, end=end)
    actor = Actor(name=body.name, id=body.id, kind=body.kind, spans=(span,), links=body.links)
    return Hit(mention=Mention(kind="actor", span=span, ref=body.id, value=actor, rule=rule), rank=rank)


def after(scan: Scan, last: int) -> Iterator[tuple[int, int, str]]:
    """Yield (last word, end, class) of the head words that follow a nationality, through a few modifiers."""
    k, found = last + 1, False
    while k < len(scan.words) and k <= last + WINDOW and scan.joined(k - 1, k) and not _broken(scan, k):
        best = next(iter(heads().at(scan.text, scan.words, k)), None)
        if best is not None and not _is_verb(scan.tokens[k + best[0] - 1]):
            found = True
            yield k + best[0] - 1, best[1], best[2]
            k += best[0]
        elif found or _is_verb(scan.tokens[k]) or scan.tokens[k].pos_ not in _INSIDE:
            return
        else:
            k += 1


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in (
        "amod",
        "compound",
        "nmod",
        "obj",
        "obl",
        "nsubj",
        "conj",
    )


def _broken(scan: Scan, k: int) -> bool:
    """Tell whether word `k` opens a phrase of its own: "Turkish-backed", "Syrian rebel leader", "pro-government"."""
    if scan.hyphened(k - 1, k) and scan.words[k - 1].capital and scan.words[k - 1].key not in _PREFIXED:
        return True
    if scan.words[k].key in parts("barred") | parts("partisan"):  # "a Turkish union leader"
        return True
    if scan.tokens[k].ent_type_ in ("LOC", "GPE") and not _is_make(scan, k):
        return True
    longest = max((taken for taken, _, _ in heads().at(scan.text, scan.words, k)), default=0)
    groups = generic().at(scan.text, scan.words, k)
    return any(row["kind"] in ARMED and taken > longest for taken, _, row in groups)


def _is_make(scan: Scan, k: int) -> bool:
    """Tell whether a name that the model took for a place is the make of what follows ("Sukhoi jets")."""
    token = scan.tokens[k]
    known = any(True for _ in namings().at(scan.text, scan.words, k))
    return not known and token.dep_ in ("compound", "amod") and token.head.tag_ == "NNS"


# Letters and numbers of a model: "Su-25", "F-16" go on to "fighter jet".
_PREFIXED = frozenset({"su", "mig", "f", "tu", "mi", "mq", "an", "il"})


def _shares_head(scan: Scan, i: int, taken: int) -> bool:
    """Tell whether a nationality shares the head of the next: "Russian and Syrian jets"."""
    nxt = i + taken
    if nxt + 1 < len(scan.words) and scan.words[nxt].key in ("and", "or"):
        for more, _, naming in namings().at(scan.text, scan.words, nxt + 1):
            if naming.kind == "demonym":
                return any(True for _ in after(scan, nxt + more))
        return any(
            any(True for _ in after(scan, nxt + more)) for more, _, _ in names().at(scan.text, scan.words, nxt + 1)
        )
    return False


def _people(token: Token) -> bool:
    """Tell whether a nationality is a noun for people: "the Turks", "thousands of Syrians"."""
    return token.pos_ in ("NOUN", "PROPN") and token.tag_ in ("NNS", "NNPS") and token.dep_ not in ("compound", "amod")


def unnamed(scan: Scan, first: int, end: int, kind: str, rule: str, *, rank: int) -> Hit:
    """Return the mention of an actor that no list knows, under the name the text gives it."""
    span = Span(start=scan.words[first].start, end=end)
    name = " ".join(span.of(scan.text).split())
    return Hit(
        mention=Mention(kind="actor", span=span, value=Actor(name=name, kind=kind, spans=(span,)), rule=rule), rank=rank
    )


def locative(scan: Scan, first: int, last: int) -> bool:
    """Tell whether a name only says where: after "in", "from", "northern" …, also as the second of two so joined."""
    if first > 0 and scan.joined(first - 1, first) and scan.words[first - 1].key in directions():
        return True
    if first > 0 and scan.text[scan.words[first - 1].end : scan.words[first].start].strip() == ",":
        before = scan.tokens[first - 1]
        listed = last + 1 < len(scan.words) and scan.words[last + 1].key in ("and", "or")
        if (
            not listed
            and before.ent_type_ in ("LOC", "GPE")
            and (before.dep_ not in ("nsubj", "conj") or before.head is not before)
        ):
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
