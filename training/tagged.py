"""Reads text with names tagged in it: Universal NER, GUM's entities, wikigold, re3d."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from training.corpus import KINDS, Block, NameSpan, Tagged, word_list

# Licences that allow training; the seventh folder, BBC_Online, is non-commercial and only ever tested on.
RE3D_TRAIN = (
    "Australian_Department_of_Foreign_Affairs",
    "CENTCOM",
    "Delegation_of_the_European_Union_to_Syria",
    "UK_Government",
    "US_State_Department",
    "Wikipedia",
)
RE3D_TEST = ("BBC_Online",)
_GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_RE3D_KINDS = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}


def read_uner(path: Path) -> dict[str, Tagged]:
    """Return sentence id → text and names of a Universal NER file."""
    out = {}
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = dict(x[2:].split(" = ", 1) for x in lines if x.startswith("# ") and " = " in x)
        columns = [x.split("\t") for x in lines if x and x[0] != "#"]
        spans = _token_spans(comments["text"], [(c[1], c[2]) for c in columns])
        if spans is not None:
            out[comments["sent_id"]] = Tagged(source=path.stem, text=comments["text"], names=tuple(spans))
    return out


def _token_spans(text: str, tokens: Sequence[tuple[str, str]]) -> list[NameSpan] | None:
    """Return the text offsets of BIO-tagged tokens, None where a token is not found in the text."""
    spans: list[NameSpan] = []
    position = 0
    open_ = False
    for word, tag in tokens:
        start = text.find(word, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(word)
        if tag.startswith("B-"):
            spans.append((start, position, tag[2:]))
        elif tag.startswith("I-") and open_:
            spans[-1] = (spans[-1][0], position, spans[-1][2])
        open_ = tag != "O"
    return [s for s in spans if s[2] in KINDS]


def read_wikigold(path: Path) -> list[Tagged]:
    """Return wikigold's sentences with the text put back together."""
    out = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        tokens = [(c[0], c[-1]) for c in (line.split() for line in block.splitlines()) if len(c) > 1]
        text, last = "", "O"
        spans: list[NameSpan] = []
        for word, tag in tokens:
            if word in ".,;:?!)%" or word in ("'s", "n't") or word.startswith("'"):
                text = text.rstrip(" ")
            start, text = len(text), text + word
            kind = tag[2:] if tag != "O" else ""
            if kind and kind == last and not tag.startswith("B-"):
                spans[-1] = (spans[-1][0], len(text), kind)
            elif kind:
                spans.append((start, len(text), kind))
            last = kind or "O"
            text += "" if word in "($" else " "
        names = tuple(s for s in spans if s[2] in KINDS)
        if text and not text.startswith("-DOCSTART-"):
            out.append(Tagged(source="wikigold", text=text.rstrip(), names=names))
    return out


_LEADING = re.compile(r"^(the|a|an|this|its|their|some|his|her)\s+", re.IGNORECASE)


def read_re3d(folder: Path, sources: Sequence[str]) -> list[Tagged]:
    """Return the lines of re3d's documents with the proper names in their mentions."""
    out = []
    for source in sources:
        entities: dict[str, list[dict[str, object]]] = {}
        for entity in _json_lines(folder / source / "entities.json"):
            if entity["type"] in _RE3D_KINDS:
                entities.setdefault(str(entity["documentId"]), []).append(entity)
        for document in _json_lines(folder / source / "documents.json"):
            text = str(document["text"])
            names = _re3d_names(text, entities.get(str(document["_id"]), []))
            position = 0
            for line in text.split("\n"):
                end = position + len(line)
                inside = tuple((a - position, b - position, k) for a, b, k in names if a >= position and b <= end)
                if line.strip():
                    out.append(Tagged(source="re3d", text=line, names=inside))
                position = end + 1
    return out


def _json_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(x) for x in path.read_text(encoding="utf-8-sig").splitlines() if x.strip()]


def _re3d_names(text: str, entities: Sequence[dict[str, object]]) -> list[NameSpan]:
    found = []
    for entity in entities:
        start, end, value = int(str(entity["begin"])), int(str(entity["end"])), str(entity["value"])
        kind = _RE3D_KINDS[str(entity["type"])]
        core = name_core(value, kind)
        if text[start:end] != value or core is None:
            continue
        name = value[core[0] : core[1]]
        if kind == "ORG" and name in word_list("country"):
            kind = "LOC"  # a state that acts is a place in every other source
        found.append((start + core[0], start + core[1], kind, float(str(entity.get("confidence", 1)))))
    names: list[NameSpan] = []
    for a, b, kind, _ in sorted(set(found), key=lambda f: (-f[3], f[0] - f[1], f[0], f[2])):
        if all(b <= x or a >= y for x, y, _ in names):
            names.append((a, b, kind))
    return sorted(names)


def name_core(value: str, kind: str) -> tuple[int, int] | None:
    """Return the part of a mention that is a name ("President Assad" → "Assad"), None if it is not one."""
    start = 0
    while True:
        rest = value[start:]
        title = max((t for t in word_list("title") if rest.startswith(t + " ")), key=len, default=None)
        match = _LEADING.match(rest)
        if match:
            start += match.end()
        elif kind == "PER" and title:
            start += len(title) + 1
        else:
            break
    core = re.sub(r"[’']s$", "", value[start:].rstrip(" .,'’\""))
    words = core.split()
    if not words or len(words) > 8 or core.lower() in word_list("pronoun") or core in word_list("title"):
        return None
    if not (words[0][0].isupper() or words[0].lower().startswith(("al-", "el-"))):
        return None
    if not all(w[0].isupper() or w in word_list("name-particle") or w.startswith(("al-", "el-")) for w in words):
        return None
    return start, start + len(core)


def gum_names(block: Block) -> list[NameSpan]:
    """Return the proper names among GUM's nested entity mentions."""
    rows = block.rows
    offsets = _word_offsets(block)
    if offsets is None:
        return []
    found = []
    for first, last, label in _gum_mentions(rows):
        if label in _GUM_KINDS and (part := _name_in(rows, first, last, label)):
            found.append((offsets[part[0]][0], offsets[part[1]][1], _GUM_KINDS[label]))
    names: list[NameSpan] = []
    for a, b, kind in sorted(set(found), key=lambda f: (f[0] - f[1], f[0], f[2])):
        if all(b <= x or a >= y for x, y, _ in names):
            names.append((a, b, kind))
    return sorted(names)


def _word_offsets(block: Block) -> list[tuple[int, int]] | None:
    out = []
    position = 0
    for row in block.rows:
        start = block.text.find(row[1], position)
        if start < 0 or block.text[position:start].strip():
            return None
        position = start + len(row[1])
        out.append((start, position))
    return out


def _gum_mentions(rows: Sequence[Sequence[str]]) -> list[tuple[int, int, str]]:
    mentions = []
    open_: list[tuple[str, str, int]] = []
    for i, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", found[1]) if found else []:
            if part.startswith("("):
                entity, label = part.strip("()").split("-")[:2]
                open_.append((entity, label, i))
                if not part.endswith(")"):
                    continue
                part = entity + ")"
            k = next((k for k in reversed(range(len(open_))) if open_[k][0] == part[:-1]), None)
            if k is not None:
                _, label, start = open_.pop(k)
                mentions.append((start, i, label))
    return mentions


def _name_in(rows: Sequence[Sequence[str]], first: int, last: int, label: str) -> tuple[int, int] | None:
    """Return first and last word of the proper name that heads a mention, None where a common noun does."""
    heads = [int(r[6]) - 1 for r in rows]
    top = next((i for i in range(first, last + 1) if not first <= heads[i] <= last), None)
    if top is None or rows[top][3] != "PROPN":
        return None
    inside = {top}
    while True:
        more = {
            i
            for i in range(first, last + 1)
            if i not in inside and heads[i] in inside and _in_name(rows, i, top, label)
        }
        if not more:
            break
        inside |= more
    low = high = top
    while low - 1 in inside:
        low -= 1
    while high + 1 in inside:
        high += 1
    while low < top and _is_outside(rows[low], label):
        low += 1
    while high > top and rows[high][3] in ("ADP", "PUNCT"):
        high -= 1
    return low, high


def _is_outside(row: Sequence[str], label: str) -> bool:
    return row[3] in ("DET", "ADP", "PUNCT") or (label == "person" and row[1] in word_list("title"))


def _in_name(rows: Sequence[Sequence[str]], i: int, top: int, label: str) -> bool:
    row = rows[i]
    head = int(row[6]) - 1
    relation = row[7].split(":")[0]
    if row[7] == "nmod:poss" or (relation == "nmod" and label == "person"):
        return False
    if relation == "conj" and label != "organization":
        return False
    if row[3] == "PROPN" and relation in ("flat", "compound", "nmod", "conj", "list", "nummod"):
        return True
    if relation in ("flat", "compound", "amod", "nummod") and row[1][0].isupper():
        return True
    if relation in ("case", "cc"):
        return head != top and rows[head][3] == "PROPN"
    return relation == "punct" and row[1] in "-.&'’"
