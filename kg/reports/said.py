"""What an attribution is: a stretch of text, who it is from, and how firmly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kg.ids import actor_key
from kg.model import Actor, Span

Verdict = Literal["claimed", "denied", "asserted-by-publisher"]
# Who passes on what somebody told it is a source too ("residents told the agency").
RELAYS = frozenset({"media", "monitor", "ngo", "un-body", "igo"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """A stretch of text and who the article says it is from."""

    scope: Span
    cue: Span
    sources: tuple[Actor, ...] = ()
    verdict: Verdict = "claimed"
    rule: str = ""


def attribute(
    stretch: tuple[int, int], cue: Token, sources: tuple[Actor, ...], rule: str, *, verdict: Verdict = "claimed"
) -> Attribution:
    """Return the attribution of a stretch of characters by the word `cue`."""
    return Attribution(
        scope=Span(start=stretch[0], end=stretch[1]),
        cue=Span(start=cue.idx, end=cue.idx + len(cue)),
        sources=sources,
        verdict=verdict,
        rule=rule,
    )


def stretch_of(token: Token) -> tuple[int, int]:
    """Return the characters of a token's subtree."""
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)


def unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return each actor once, the first of its kind."""
    out: dict[str, Actor] = {}
    for actor in actors:
        out.setdefault(actor_key(actor), actor)
    return tuple(out.values())
