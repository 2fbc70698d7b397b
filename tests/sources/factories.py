"""Builds captured texts and lines for the tests of `kg.sources`; every text here is invented."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Article
from kg.sources.article import make_article
from kg.sources.captured import Captured

BODY = (
    "A depot outside Northport burned through the night after two explosions, the port authority said.\n\n"
    "Firemen brought the blaze under control at dawn, and nobody was hurt, according to the mayor.\n\n"
    "The cause is not known, but witnesses spoke of a drone that circled above the quay."
)


def captured(text: str, **metadata: str) -> Captured:
    return replace(Captured(key="note", text=text, raw_sha256="0" * 64, origin="note.txt"), **metadata)


def article(text: str, **metadata: str) -> Article:
    return make_article(captured(text, **metadata))


def marked(text: str, **metadata: str) -> list[str]:
    """The stretches of `text` that are marked as furniture."""
    return [item.span.of(text) for item in article(text, **metadata).furniture]


def left(text: str, **metadata: str) -> list[str]:
    """The lines of `text` that remain once its furniture is taken away."""
    kept, end = "", 0
    for item in article(text, **metadata).furniture:
        kept, end = kept + text[end : item.span.start], item.span.end
    return [line.strip() for line in (kept + text[end:]).splitlines() if line.strip()]
