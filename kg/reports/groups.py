"""Which group people belong to where their own noun tells none: by its modifiers, its complement, whose they are."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.nlp import grammar
from kg.reports.harm import cues, is_armed_word
from kg.reports.people import body_groups, lexical

_LONGEST_NAME = 5  # words of the longest name of a body that is looked up
_ACRONYM = 6  # letters of the longest initials of a body
_OWNERS = frozenset({"its", "their", "our"})
_DEEDS = frozenset({"advcl", "conj", "ccomp", "xcomp", "parataxis"})
_REACH = 5  # words from a number to "of them"
_HELPERS = frozenset({"aid-workers", "medics", "rescuers", "journalists"})
# What a word before the noun may add to a group that tells less: "female teachers", "elderly worshippers".
_FINER = {"civilians": frozenset({"women", "elderly"}), "men": frozenset({"elderly"}), "women": frozenset({"elderly"})}


def refined(token: Token, group: str, kind: str, *, start: int, word_start: int) -> str:
    """Return the group of the people [start, `token`], their own word at `word_start` telling `group`."""
    if group in _FINER:
        group = next((g for g in _before(token, start, word_start) if g in _FINER[group]), group)
    if group == "men" and token.lemma_.lower() == "man" and _is_armed(token, start):
        return "fighters"
    if group != "people":
        return group
    doc = token.doc
    wider = lexical(doc, token.i + 2, token.i) if token.i + 2 < len(doc) else None
    if wider is not None and wider[2] == token.i:  # "prisoners of war"
        return wider[0]
    told = next(iter(_before(token, start, word_start)), None)
    if told is not None:
        return told
    if kind in ("member", "other"):  # "54 more of their fighters"
        return _of_complement(token) or of_body(doc, start, token.i) or _of_members(token, start) or "people"
    if token.tag_ == "NNS" and (token.lemma_.lower(),) in cues("offspring"):
        return "children"
    helped = _of_complement(token) if (token.lemma_.lower(),) in cues("employed") else None
    return of_body(doc, start, token.i) or (helped if helped in _HELPERS else None) or "people"


def _before(token: Token, start: int, word_start: int) -> list[str]:
    """Return the groups that the words before the noun tell, the nearest first."""
    found = (lexical(token.doc, i, start) for i in range(word_start - 1, start - 1, -1))
    return [f[0] for f in found if f is not None and f[0] != "people" and f[1] != "other"]


def _is_armed(token: Token, start: int) -> bool:
    """Tell whether men are those of an army: "army men", "its men", "12 men of the brigade"."""
    doc = token.doc
    if any(doc[i].lower_ in (*_OWNERS, "his") for i in range(start, token.i)):
        return True
    named = any(doc[i].ent_type_ == "ORG" or _is_acronym(doc[i]) for i in range(start, token.i))
    told = [*_before(token, start, token.i), of_body(doc, start, token.i), _of_complement(token)]
    return named or "fighters" in told


def _is_acronym(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text.isupper() and 1 < len(token) <= _ACRONYM and not _is_capitals(token)


def _is_capitals(token: Token) -> bool:
    """Tell whether all is in capitals, as telex is."""
    return token.sent.text.isupper()


def _of_members(token: Token, start: int) -> str | None:
    """Read "its members", "two of its members" by the body told before, and bare "personnel"."""
    doc = token.doc
    if any(doc[i].lower_ in _OWNERS for i in range(start, token.i)):
        for i in range(start, token.sent.start, -1):
            owner = next((g for size in range(_LONGEST_NAME, 0, -1) if (g := of_body(doc, max(i - size, 0), i))), None)
            if owner is not None:
                return owner
            found = lexical(doc, i - 1, token.sent.start)
            if found is not None and found[0] == "fighters":
                return "fighters"
    plain = not any(t.pos_ in ("NOUN", "PROPN") for t in doc[start : token.i])
    return "fighters" if token.lower_ == "personnel" and plain else None


def _of_complement(token: Token) -> str | None:
    doc = token.doc
    for prep, noun in grammar.preps(token):
        if prep in ("of", "from", "in", "with"):
            left, right = noun.left_edge.i, noun.i + 1
            ends = (c.i + 1 for c in [noun, *noun.children] if c.dep_ == "flat" or c == noun)
            known = of_body(doc, left, max(right, *ends))
            if known:
                return known
            for i in range(noun.i, left - 1, -1):
                found = lexical(doc, i, left)
                if found is not None and found[1] in ("modifier", "person", "family"):
                    return "people" if found[1] == "family" else found[0]
            if any(t.ent_type_ == "ORG" or _is_acronym(t) for t in doc[left:right]):
                return "fighters"
    return None


def of_body(doc: Doc, start: int, end: int) -> str | None:
    """Return the group of the known body named in [start, end): "two White Helmets volunteers"."""
    table = body_groups()
    for size in range(min(_LONGEST_NAME, end - start), 0, -1):
        for i in range(start, end - size + 1):
            found = table.get(doc[i : i + size].text.lower())
            if found:
                return found
    return None


def of_bare_number(word: Token, start: int) -> str | None:
    """Return the group of a number that stands alone at `start` beside a word of harm, None where nothing tells it."""
    return _of_them(word.doc, start, word.sent.start) or _of_the_attacked(word) or _of_losses(word)


def _of_them(doc: Doc, start: int, first: int) -> str | None:
    """Read "killing 18 [of them]", "600 [of whom] fled" by the people told before."""
    after = [t.lower_ for t in doc[start : start + _REACH]]
    pairs = set(pairwise(after))
    if not pairs & {("of", "them"), ("of", "these"), ("of", "whom"), ("of", "those")}:
        return None
    found = (lexical(doc, i, first) for i in range(start - 1, first - 1, -1) if doc[i].tag_ in ("NNS", "NNPS"))
    told = next((f for f in found if f is not None and f[1] in ("person", "nominal")), None)
    return told[0] if told is not None and told[0] != "people" else None


def _of_the_attacked(verb: Token) -> str | None:
    """Read "struck their troops, [killing 16]": who was attacked fought."""
    if grammar.is_passive(verb) or not grammar.is_verb(verb):
        return None
    deeds = [a for a in verb.ancestors if a.dep_ in _DEEDS or a.dep_ == "ROOT"][:2]
    aims = [o for deed in deeds for o in grammar.objects(deed)]
    aims += [noun for o in (*aims, *deeds) for prep, noun in grammar.preps(o) if prep in ("on", "against", "at")]
    return "fighters" if any(is_armed_word(c) for noun in aims for c in grammar.conjuncts(noun)) else None


def _of_losses(word: Token) -> str | None:
    """Read "the attackers lost four killed and [six wounded]", "the enemy suffered 120 dead"."""
    above = next(
        (a for a in (word, *word.ancestors) if grammar.is_verb(a) and (a.lemma_.lower(),) in cues("loss")), None
    )
    armed = above is not None and any(
        is_armed_word(s) or (s.lemma_.lower(),) in cues("party") for s in grammar.subjects(above)
    )
    return "fighters" if armed else None
