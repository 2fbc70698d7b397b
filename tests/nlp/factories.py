"""Small documents with trees, written by hand in the labels of either scheme."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Token

from kg.model import Article, Furniture, Span

_VOCABULARY = spacy.blank("en").vocab


def article(text: str, *furniture: tuple[int, int]) -> Article:
    """An article of `text`; each pair of offsets is furniture."""
    marks = tuple(Furniture(span=Span(start=a, end=b), reason="test") for a, b in furniture)
    return Article(id="a", key="a", text=text, text_sha256="", raw_sha256="", origin="test", furniture=marks)


def doc(rows: str) -> Doc:
    """A `Doc` of one sentence: each line holds form, UPOS, tag, head (1-based, 0 is the root) and label."""
    cells = [line.split() for line in rows.strip().splitlines()]
    heads = [int(head) - 1 if head != "0" else i for i, (*_, head, _) in enumerate(cells)]
    return Doc(
        _VOCABULARY,
        words=[c[0] for c in cells],
        pos=[c[1] for c in cells],
        tags=[c[2] for c in cells],
        lemmas=[c[0].lower() for c in cells],
        heads=heads,
        deps=[c[4] if c[3] != "0" else "ROOT" for c in cells],
    )


def word(document: Doc, form: str) -> Token:
    """The first token of this form."""
    return next(t for t in document if t.text == form)
