"""Adds to facilities what they were used as at the time, and who runs them: "a school used as a shelter"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.model import Actor, Facility, Mention, Reading, Report, Span

# A use or an operator stands in the facility's own sentence, soon after it.
NEAR = 120
_END = re.compile(r"[.!?;\n]")
_USE = re.compile(r"\s+(?:(?:an?|the|its|their)\s+)?((?:[a-z][a-z-]+\s+){0,2}[a-z][a-z-]{3,})\b")
# Words at which what a building is used as has ended.
_STOP = re.compile(r"\s(?:by|for|in|and|after|when|where|near|during|of|on|at|to|was|were|is|killing|wounding)\b")


@cache
def _words(kind: str) -> re.Pattern[str]:
    forms = sorted((row["form"] for row in lexicon.table("facility_uses") if row["class"] == kind), key=len)
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in reversed(forms)) + r")\b")


def with_uses(reading: Reading) -> Reading:
    """Return a reading whose facilities have their use and their operator, where the text tells them."""
    actors = [mention for mention in reading.mentions if isinstance(mention.value, Actor)]
    return replace(reading, reports=tuple(_described(report, reading, actors) for report in reading.reports))


def _described(report: Report, reading: Reading, actors: Sequence[Mention]) -> Report:
    spans = [facility.span for facility in report.facilities if facility.span is not None]
    found = tuple(_facility(facility, reading.article.text, actors, spans) for facility in report.facilities)
    return replace(report, facilities=found) if found != report.facilities else report


def _facility(facility: Facility, text: str, actors: Sequence[Mention], others: Sequence[Span]) -> Facility:
    if facility.span is None:
        return facility
    start = facility.span.end
    end = min([start + NEAR, len(text), *(span.start for span in others if span.start > start)])
    stop = _END.search(text, start, end)
    reach = Span(start=start, end=stop.start() if stop else end)
    use, operator = _use(text, reach), _operator(text, reach, actors)
    return replace(facility, use=use, operator=operator) if use is not None or operator is not None else facility


def _use(text: str, reach: Span) -> str | None:
    if _words("sheltering").search(text, reach.start, reach.end):
        return "shelter"
    cue = _words("use").search(text, reach.start, reach.end)
    told = _USE.match(text, cue.end(), reach.end) if cue else None
    return _STOP.split(told[1] + " ")[0].strip() if told else None


def _operator(text: str, reach: Span, actors: Sequence[Mention]) -> Actor | None:
    cue = _words("operator").search(text, reach.start, reach.end)
    if cue is None:
        return None
    for mention in actors:
        gap = text[cue.end() : mention.span.start] if mention.span.start >= cue.end() else "-"
        if gap.strip() in ("", "the") and isinstance(mention.value, Actor):
            return mention.value
    return None
