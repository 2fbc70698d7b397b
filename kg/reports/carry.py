"""Carries perpetrators and weapons on to sentences that go on with the same wave of attacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reports.happenings import Happening
from kg.reports.scene import Scene

MAX_GAP = 2  # sentences; further off "the attack" may be another side's


def carry_over(scene: Scene, happenings: Sequence[Happening]) -> list[Happening]:
    """Return the happenings with the perpetrator of the wave they go on with, where they name none."""
    out: list[Happening] = []
    for happening in happenings:
        earlier = next((h for h in reversed(out) if _goes_on(h, happening)), None)
        if earlier is not None and not happening.perpetrators:
            happening = replace(
                happening, perpetrators=earlier.perpetrators, rules=(*happening.rules, "carry:perpetrator")
            )
        out.append(happening)
    return out


def _goes_on(earlier: Happening, later: Happening) -> bool:
    if earlier.category != later.category or later.category != "violence" or not earlier.perpetrators:
        return False
    if later.order - earlier.order > MAX_GAP:
        return False
    same_kind = earlier.type == later.type or "Attack" in (earlier.type, later.type)
    return same_kind and (later.definite or _is_also(later))


def _is_also(happening: Happening) -> bool:
    return any(c.lower_ in ("also", "too") for t in happening.triggers for c in t.token.children)
