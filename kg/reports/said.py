"""What an attribution is: a stretch of text, who it is from, and how firmly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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


def told_once(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return sources without those that a fuller phrase names too: "ministry" beside "defence ministry"."""
    found = list(actors)
    out: dict[int, Actor] = dict(enumerate(found))
    for k, actor in enumerate(found):
        fuller = next((j for j, other in out.items() if j != k and _says_more(other, actor)), None)
        if fuller is not None:
            spans = tuple(sorted({*out[fuller].spans, *actor.spans}))
            out[fuller] = replace(out[fuller], spans=spans)
            del out[k]
    return tuple(out.values())


def _says_more(fuller: Actor, bare: Actor) -> bool:
    """Tell whether a phrase is one word that another ends on, or starts with before "at" or "in"."""
    words, word = fuller.name.casefold().split(), bare.name.casefold()
    if bare.id is None and fuller.id is None and word != fuller.name.casefold() and _one(word) == _one(" ".join(words)):
        return True  # "eye witnesses said … the eye witness added"
    if bare.id is not None or " " in word or len(words) < 2:
        return False
    single = word.removesuffix("s")
    return single in (words[-1].removesuffix("s"), words[0].removesuffix("s") if words[1] in _SITS else None)


def _one(words: str) -> str:
    """Return a phrase with its last word as for one: "eye witnesses" → "eye witness"."""
    return words.removesuffix("es") if words.endswith("sses") else words.removesuffix("s" * (not words.endswith("ss")))


_SITS = frozenset({"at", "in", "from", "within", "inside", "of"})
