"""Which words tell an event, and of what category and type: the table `ontology/lexicon/frames.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

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
    needs: tuple[str, ...] = ()  # what its clause must hold to be used in this sense (kg/reports/senses.py)


_COLUMNS = ("form", "pos", "category", "type", "scheme", "strength", "needs")


@cache
def _frames(pos: str) -> dict[str, dict[str, list[Frame]]]:
    """Return the frames of one part of speech: first (verb) or last (noun) word → form → its senses.

    A form may have several senses ("recover", "expel"): those that need something stand before the one that does not.
    """
    out: dict[str, dict[str, list[Frame]]] = {}
    for row in lexicon.table("frames", columns=_COLUMNS):
        if row["pos"] != pos:
            continue
        words = row["form"].split()
        frame = Frame(**{k: row[k] for k in _COLUMNS[:-1]}, needs=tuple(row["needs"].split()))
        # "Counter-terrorism operation" is read as three words and a hyphen, "airstrike" as one word.
        for form in {row["form"], row["form"].replace("-", " ") if pos == "NOUN" else row["form"]}:
            senses = out.setdefault(words[0] if pos == "VERB" else form.split()[-1], {}).setdefault(form, [])
            senses.append(frame)
            senses.sort(key=lambda f: -len(f.needs))
    return out


@lru_cache(maxsize=1024)  # each rule asks it anew
def frames_of(token: Token) -> tuple[Frame, ...]:
    """Return the frames that a token may trigger: the longest form first, the most demanding sense first."""
    if token.pos_ in ("NOUN", "PROPN") or (token.tag_ == "NN" and token.pos_ != "VERB"):
        return tuple(_noun_frames(token))
    if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
        return tuple(_verb_frames(token))
    return ()


def frame_of(token: Token) -> Frame | None:
    """Return the frame that a token triggers whatever stands around it; None where it tells no event by itself."""
    return next((f for f in frames_of(token) if not f.needs), None)


def _verb_frames(token: Token) -> list[Frame]:
    forms = _frames("VERB").get(_with_prefix(token)) or _frames("VERB").get(token.lemma_.lower())
    if not forms:
        return []
    # "Held the rebels responsible and called it a crime" holds no call.
    parts = [c for c in token.children if c.dep_ != "conj"]
    beside = {c.lemma_.lower() for c in parts} | {c.lower_ for c in parts}
    beside |= {g.lower_ for c in token.children for g in c.children if g.dep_ == "case"}
    told = [form for form in forms if set(form.split()[1:]) <= beside]
    return [f for form in sorted(told, key=lambda f: (-len(f), f)) for f in forms[form]]


def _with_prefix(token: Token) -> str:
    """Return the lemma with what a hyphen puts before it: "carpet-bomb", which is read as two words and a hyphen."""
    if token.i < 2 or token.nbor(-1).text != "-":
        return ""
    before = token.doc[token.i - 2 : token.i]
    return "" if any(t.whitespace_ for t in before) else f"{before[0].lower_}-{token.lemma_.lower()}"


def _noun_frames(token: Token) -> list[Frame]:
    word, text, last = token.lemma_.lower(), token.lower_, _frames("NOUN")
    hyphenated = word.rpartition("-")[2]
    if word not in last and text not in last and hyphenated not in last:
        return []
    forms = last.get(hyphenated, {}) | last.get(text, {}) | last.get(word, {})
    start = max(token.i - 4, token.sent.start)
    words = [t for t in token.doc[start : token.i] if t.text != "-"]
    told = [
        " ".join([*before[-size:], word])
        for size in (3, 2, 1)
        for before in ([t.lemma_.lower() for t in words], [t.lower_ for t in words])
        if len(before) >= size
    ]
    told += [word.replace("-", " "), word, hyphenated, text]
    return [f for form in dict.fromkeys(told) for f in forms.get(form, ())]


def is_event_noun(token: Token) -> bool:
    """Tell whether a token is a noun that names an event ("strike", "shelling")."""
    frame = frame_of(token)
    return frame is not None and frame.pos == "NOUN" and not grammar.is_verb(token)
