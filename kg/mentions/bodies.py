"""Finds known bodies by their names, spellings, acronyms and loaded names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon import Body
from kg.mentions.scan import Hit, Scan
from kg.mentions.states import hit_of, qualifies
from kg.mentions.tables import ARMED, generic, group_words, heads, names, namings
from kg.mentions.words import Word, words_of

# Bodies that do no fighting: "Reuters forces" is no extension of Reuters.
_SHORT_WORD = 4  # letters of a first word that may be any: "The Army"
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
    """Tell whether capitals agree: "IS" is not "is", "The Times" is not "the times"; "Isis" may stand for "ISIS".

    A name of several words may lose those after the first: "the Shining path", "the Lord's resistance army".
    """
    parts = list(words_of(name))
    loose = _is_told_as_name(scan, i, taken, parts)
    for word, part in zip(scan.words[i : i + taken], parts, strict=True):
        letters = part.text.replace(".", "")
        if letters.isupper() and len(letters) > 1:
            if not (word.text[: word.stem_end - word.start].isupper() or (len(letters) > 3 and word.capital)):
                return False
            if taken == 1 and len(letters) == 2 and _shouting(scan, i):
                return False
        elif (
            part.capital
            and not (word.capital or (loose and word.start > scan.words[i].start))
            and part.key not in {"al", "the", "el"}
        ):
            return False
    return True


def _is_told_as_name(scan: Scan, i: int, taken: int, parts: Sequence[Word]) -> bool:
    """Tell whether the first word of a long name has its capital, and not because a sentence starts there."""
    first = scan.words[i]
    short = taken < 2 or len(first.key) < _SHORT_WORD
    plain = not first.capital or not parts[0].capital or scan.tokens[i].is_sent_start
    # "An Islamic state" is any; "Syrian army" tells whose it is.
    common = i > 0 and scan.words[i - 1].key in ("a", "an")
    common = common or any(True for _ in namings().at(scan.text, scan.words, i))
    return not (short or plain or (common and taken < 3))


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
