"""Statements: a named party accuses, condemns, denies, demands or announces."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Document, Mention, Report


def find_statements(document: Document, mentions: Sequence[Mention]) -> list[Report]:
    """Return one `Statement` report per named party of an article."""
    return []
