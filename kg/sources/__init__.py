"""Reads files, folders, JSON lines and pages into articles: text, metadata and how each was found, furniture marked."""

from __future__ import annotations

from kg.sources.reading import MAX_CHARS, Rejected, read_articles

__all__ = ["MAX_CHARS", "Rejected", "read_articles"]
