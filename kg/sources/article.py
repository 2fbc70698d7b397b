"""Makes an article of a captured text: identity, furniture, headline, publisher, publication date."""

from __future__ import annotations

from kg.ids import digest, sha256
from kg.model import Article
from kg.sources.captured import Captured
from kg.sources.datelines import find_published
from kg.sources.furniture import mark_furniture
from kg.sources.headline import find_headline
from kg.sources.lines import split_lines
from kg.sources.publisher import find_publisher


def make_article(captured: Captured) -> Article:
    """Return the article of a captured text; its id is a hash of text and key.

    The key is part of it because two outlets that print the same words are two articles; metadata are not,
    so that a corrected date does not make another article.
    """
    text = captured.text
    lines = split_lines(text)
    published, datelines = find_published(captured, lines)
    furniture = mark_furniture(lines, datelines=datelines, title=captured.title)
    return Article(
        id=digest(text, captured.key),
        key=captured.key,
        text=text,
        text_sha256=sha256(text.encode("utf-8")),
        raw_sha256=captured.raw_sha256,
        origin=captured.origin,
        media_type=captured.media_type,
        charset=captured.charset,
        url=captured.url,
        language=captured.language,
        headline=find_headline(captured, lines, furniture),
        published=published,
        publisher=find_publisher(captured, lines, furniture),
        furniture=furniture,
    )
