"""What a reader hands on before anything is looked for in the text: the text and the metadata that came with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Captured:
    """One text as captured, with the metadata of its file, page or record as they were given."""

    key: str
    text: str
    raw_sha256: str
    origin: str
    media_type: str = "text/plain"
    charset: str | None = None
    title: str | None = None
    published: str | None = None
    published_how: str = "metadata"
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
