"""Sentences with tags, trees and names: CoNLL-U files, and raw text cut as the shipped pipeline cuts it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.nlp.sentences import NewsEnglish, mark_sentences

HERE = Path(__file__).parent
KINDS = ("PER", "ORG", "LOC")

NameSpan = tuple[int, int, str]  # start and end offset in the text, kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """Tags and tree of a sentence; `heads` are 1-based, 0 is the root."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    lemmas: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence; `tree` and `names` are None where the source does not annotate them."""

    source: str
    id: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tree: Tree | None = None
    names: tuple[str, ...] | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tagged:
    """A piece of raw text with name spans, not tokenised."""

    source: str
    text: str
    names: tuple[NameSpan, ...]


def say(line: str) -> None:
    """Print a line at once: training is watched through a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@cache
def word_list(kind: str) -> frozenset[str]:
    """Return the forms of one class of `words.tsv`."""
    rows = (HERE / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(form for form, _, group in (r.partition("\t") for r in rows if r[0] != "#") if group == kind)


# --- CoNLL-U ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One CoNLL-U sentence as it stands in the file: its columns and its multi-word ranges."""

    id: str
    text: str
    rows: tuple[tuple[str, ...], ...]
    ranges: tuple[tuple[int, int, str], ...]  # first and last word (1-based), MISC
    starts_document: bool


def read_conllu(path: Path) -> Iterator[Block]:
    """Yield the sentences of a CoNLL-U file."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = dict(x[2:].split(" = ", 1) for x in lines if x.startswith("# ") and " = " in x)
        columns = [tuple(x.split("\t")) for x in lines if x and x[0] != "#"]
        ranges = [(*map(int, c[0].split("-")), c[9]) for c in columns if "-" in c[0]]
        yield Block(
            id=comments["sent_id"],
            text=comments["text"],
            rows=tuple(c for c in columns if c[0].isdigit()),
            ranges=tuple(ranges),  # type: ignore[arg-type]
            starts_document="newdoc id" in comments,
        )


def sentence(block: Block, source: str, tagged: Tagged | None = None) -> Sentence:
    """Return a treebank sentence with its tree, and with BIO tags where `tagged` holds the same text with names."""
    rows = block.rows
    words = tuple(c[1] for c in rows)
    spaces = ["SpaceAfter=No" not in c[9] for c in rows]
    for first, last, misc in block.ranges:
        spaces[first - 1 : last] = [False] * (last - first) + ["SpaceAfter=No" not in misc]
    tree = Tree(
        upos=tuple(c[3] for c in rows),
        xpos=tuple(c[4] for c in rows),
        feats=tuple(c[5] for c in rows),
        heads=tuple(int(c[6]) for c in rows),
        deps=tuple(c[7] for c in rows),
        lemmas=tuple(c[2] for c in rows),
    )
    tags = None if tagged is None else _align(words, tagged.text, tagged.names)
    return Sentence(
        source=source, id=block.id, words=words, spaces=tuple(spaces), tree=tree, names=tags, text=block.text
    )


def _align(words: Sequence[str], text: str, names: Sequence[NameSpan]) -> tuple[str, ...] | None:
    """Return BIO tags from text offsets, None where words and text differ in more than white space."""
    bare = ["".join(w.split()) for w in words]
    if "".join(bare) != "".join(text.split()):
        return None
    at = [0]
    for char in text:
        at.append(at[-1] + (not char.isspace()))
    ends = [0]
    for word in bare:
        ends.append(ends[-1] + len(word))
    return bio(list(pairwise(ends)), [(at[a], at[b], kind) for a, b, kind in names])


def bio(offsets: Sequence[tuple[int, int]], names: Sequence[NameSpan]) -> tuple[str, ...]:
    """Return the BIO tags of words at `offsets`; a name that cuts a word takes the whole word."""
    tags = ["O"] * len(offsets)
    for start, end, kind in names:
        inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start and tags[i] == "O"]
        for k, i in enumerate(inside):
            tags[i] = ("I-" if k else "B-") + kind
    return tuple(tags)


# --- the product's own tokens ----------------------------------------------------------------------


@cache
def _tokenizer() -> NewsEnglish:
    return NewsEnglish()


def tokenize(tagged: Tagged, *, split: bool = True) -> list[Sentence]:
    """Cut tagged text into words, and into sentences where `split`, as the shipped pipeline does."""
    doc = _tokenizer().make_doc(tagged.text)
    mark_sentences(doc)
    out = []
    for span in doc.sents if split else [doc[:]]:
        tokens = [t for t in span if not t.is_space]
        tags = bio([(t.idx, t.idx + len(t)) for t in tokens], tagged.names)
        if tokens:
            out.append(
                Sentence(
                    source=tagged.source,
                    id="",
                    words=tuple(t.text for t in tokens),
                    spaces=tuple(bool(t.whitespace_) for t in tokens),
                    names=tags,
                    text=span.text,
                )
            )
    return out


def tokenized_forms(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and form of every word of `text` as the shipped tokenizer cuts it."""
    return [(t.idx, t.idx + len(t), t.text) for t in _tokenizer().make_doc(text) if not t.is_space]
