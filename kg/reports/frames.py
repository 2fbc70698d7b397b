"""Which words tell an event, and of what category and type: the table `ontology/lexicon/frames.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """One word or phrase that tells an event; `scheme` names how its arguments map to roles."""

    form: str
    pos: str
    category: str
    type: str
    scheme: str
    strength: str


@cache
def _frames(pos: str) -> dict[str, dict[str, Frame]]:
    """Return the frames of one part of speech: first (verb) or last (noun) word → form → frame."""
    out: dict[str, dict[str, Frame]] = {}
    for row in lexicon.table("frames"):
        if row["pos"] != pos:
            continue
        words = row["form"].split()
        key = words[0] if pos == "VERB" else words[-1]
        frame = Frame(**{k: row[k] for k in ("form", "pos", "category", "type", "scheme", "strength")})
        # One form may stand in several categories ("recover", "evacuate"): the first listed wins here.
        out.setdefault(key, {}).setdefault(row["form"], frame)
    return out


def frame_of(token: Token) -> Frame | None:
    """Return the frame that a token triggers, the longest form first; None where it tells no event."""
    if token.pos_ in ("NOUN", "PROPN") or (token.tag_ == "NN" and token.pos_ != "VERB"):
        return _noun_frame(token)
    if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
        return _verb_frame(token)
    return None


def _verb_frame(token: Token) -> Frame | None:
    forms = _frames("VERB").get(token.lemma_.lower())
    if not forms:
        return None
    beside = {c.lemma_.lower() for c in token.children} | {c.lower_ for c in token.children}
    beside |= {g.lower_ for c in token.children for g in c.children if g.dep_ == "case"}
    longer = [f for form, f in forms.items() if " " in form and set(form.split()[1:]) <= beside]
    if longer:
        return max(longer, key=lambda f: (len(f.form), f.form))
    return forms.get(token.lemma_.lower())


def _noun_frame(token: Token) -> Frame | None:
    word = token.lemma_.lower()
    forms = _frames("NOUN").get(word) or _frames("NOUN").get(token.lower_)
    hyphenated = word.rpartition("-")[2]
    if not forms:
        forms = _frames("NOUN").get(hyphenated) if "-" in word else None
    if not forms:
        return None
    start = max(token.i - 4, token.sent.start)
    before = [t.lemma_.lower() for t in token.doc[start : token.i] if t.text != "-"]
    for size in (3, 2, 1):
        form = " ".join([*before[-size:], word])
        if len(before) >= size and form in forms:
            return forms[form]
    if "-" in word and word.replace("-", " ") in forms:
        return forms[word.replace("-", " ")]
    return forms.get(word) or forms.get(hyphenated) or forms.get(token.lower_)


def is_event_noun(token: Token) -> bool:
    """Tell whether a token is a noun that names an event ("strike", "shelling")."""
    frame = frame_of(token)
    return frame is not None and frame.pos == "NOUN" and not grammar.is_verb(token)
