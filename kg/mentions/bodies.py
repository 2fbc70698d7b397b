"""Finds known bodies by their names, spellings, acronyms and loaded names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import Body
from kg.mentions.scan import Hit, Scan
from kg.mentions.states import hit_of, qualifies
from kg.mentions.tables import ARMED, generic, group_words, heads, names
from kg.mentions.words import words_of

# Bodies that do no fighting: "Reuters forces" is no extension of Reuters.
_UNARMED = frozenset({"media", "monitor", "un-body", "igo", "ngo", "medical", "court", "company"})


def find_bodies(scan: Scan) -> Iterator[Hit]:
    """Yield known bodies by name, with the word that belongs to it ("ISIS fighters", "Reuters news agency")."""
    for i in range(len(scan.words)):
        for taken, end, (body, name, loaded) in names().at(scan.text, scan.words, i):
            if _written_as(scan, i, taken, name) and not qualifies(scan, i, taken):
                end, how = _extended(scan, body, i + taken - 1, end)
                rule = ("loaded:" if loaded else "name:") + body.id + how
                yield hit_of(scan, body, i, end, rule, rank=9)
                break


def _written_as(scan: Scan, i: int, taken: int, name: str) -> bool:
    """Tell whether capitals agree: "IS" is not "is", "The Times" is not "the times"; "Isis" may stand for "ISIS"."""
    for word, part in zip(scan.words[i : i + taken], words_of(name), strict=True):
        letters = part.text.replace(".", "")
        if letters.isupper() and len(letters) > 1:
            if not (word.text[: word.stem_end - word.start].isupper() or (len(letters) > 3 and word.capital)):
                return False
            if taken == 1 and len(letters) == 2 and _shouting(scan, i):
                return False
        elif part.capital and not word.capital and part.key not in {"al", "the", "el"}:
            return False
    return True


def _shouting(scan: Scan, i: int) -> bool:
    """Tell whether the words around are in capitals too, so that "IS" may be the plain word."""
    near = [scan.words[j].text for j in (i - 1, i + 1) if 0 <= j < len(scan.words)]
    return bool(near) and all(text.isupper() and len(text) > 3 for text in near)


def _extended(scan: Scan, body: Body, last: int, end: int) -> tuple[int, str]:
    """Return the end of a name with the group word that belongs to it, and a mark for the rule."""
    nxt = last + 1
    if not scan.joined(last, nxt) or scan.words[last].end != end:
        return end, ""
    ends = [(n, stop) for n, stop, _ in group_words().at(scan.text, scan.words, nxt)]
    if body.kind not in _UNARMED:
        ends += [(n, stop) for n, stop, kind in heads().at(scan.text, scan.words, nxt) if kind == "force"]
        ends += [(n, stop) for n, stop, row in generic().at(scan.text, scan.words, nxt) if row["kind"] in ARMED]
    for taken, stop in sorted(ends, reverse=True):
        if scan.tokens[nxt + taken - 1].pos_ not in ("VERB", "AUX"):
            return stop, "+word"
    return end, ""
