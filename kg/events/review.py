"""The pairs that a person should look at: uncertain ones, and those whose link was refused as a contradiction."""

from __future__ import annotations

from collections.abc import Iterable

from kg.events.model import Judgement, Link
from kg.events.words import thresholds


def uncertain(links: Iterable[Link], judgements: Iterable[Judgement]) -> list[Link]:
    """Return the pairs that were neither surely linked nor surely apart and that nobody has judged, best first."""
    judged = {(j.left, j.right) for j in judgements}
    least, most = thresholds()["review"], thresholds()["sure"]
    found = [k for k in links if least <= k.score < most and (k.left, k.right) not in judged]
    return sorted(found, key=lambda k: (-k.score, k.left, k.right))


def explain(link: Link) -> str:
    """Return what speaks for and against a pair in one line, the weightiest first."""
    parts = sorted(link.parts, key=lambda part: (-abs(part[2]), part[0]))
    return "; ".join(f"{name}: {level} {weight:+.1f}" for name, level, weight in parts)
