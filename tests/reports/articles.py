"""Factories: articles of one's own words, read with the shipped model."""

from __future__ import annotations

from functools import cache

from kg import nlp
from kg.model import Article, Document, Known


@cache
def read(text: str, *, published: str | None = None, publisher: str | None = None) -> Document:
    """Read a text as an article of the given day and outlet."""

    def known(value: str | None) -> Known | None:
        return Known(value=value, how="metadata") if value else None

    article = Article(
        id="a", key="a", text=text, text_sha256="", raw_sha256="", origin="test",
        published=known(published), publisher=known(publisher),
    )  # fmt: skip
    return nlp.load().read(article)
