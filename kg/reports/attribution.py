"""Who says so: finds what an article attributes to whom, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.model import Actor, Document, Mention, Span, Status

Verdict = Literal["claimed", "denied", "asserted-by-publisher"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """A stretch of text and who the article says it is from."""

    scope: Span
    cue: Span
    sources: tuple[Actor, ...] = ()
    verdict: Verdict = "claimed"
    rule: str = ""


def find_attributions(document: Document, mentions: Sequence[Mention]) -> list[Attribution]:
    """Return the attributions of an article, sorted by scope."""
    return []


def attribution_for(
    document: Document, token_index: int, attributions: Sequence[Attribution]
) -> tuple[Status, tuple[Actor, ...]]:
    """Return the status of what the token at `token_index` tells and its sources."""
    return "asserted", ()
