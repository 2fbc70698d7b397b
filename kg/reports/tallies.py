"""Makes reports of counts: items of a list each with its place or doer, and tolls that no event word tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as SpacySpan

from kg.model import ONE, Mention, Refusal, Span
from kg.reports import places
from kg.reports.casualties import Toll
from kg.reports.frames import Frame
from kg.reports.happenings import Group, Happening
from kg.reports.links import Trigger
from kg.reports.scene import Scene, actor_of
from kg.reports.totals import BREAKDOWN, CARRIED_WINDOW, is_sum, is_wide

MANY = 2  # "civilians", with no number, are two or more
MAX_WINDOW_GAP = 4  # sentences over which "in June" holds for the sums that follow
_CATEGORIES = {"detained": ("detention", "Detention"), "displaced": ("displacement", "Displacement")}
_BODILY = frozenset({"killed", "injured"})
_TELLERS = frozenset({"media", "monitor", "rescue", "medical"})


def with_tallies(scene: Scene, happenings: Sequence[Happening], refusals: Sequence[Refusal]) -> list[Happening]:
    """Return the happenings with one for each item of a list of counts and for each toll that none of them holds."""
    out = [item for happening in happenings for item in split_by_toll(scene, happening)]
    return sorted([*out, *_untold(scene, happenings, refusals)], key=lambda h: h.order)


def split_by_toll(scene: Scene, happening: Happening) -> list[Happening]:
    """Return one happening per count with a place or doer of its own, before them the rest of the happening."""
    items = [t for t in happening.tolls if t.stretch is not None]
    if not items:
        return [happening]
    stretches = [t.stretch for t in items if t.stretch is not None]
    kept = tuple(t for t in happening.tolls if t.stretch is None)
    broken = _is_breakdown(scene, kept, items)
    base = replace(
        happening,
        tolls=kept,
        places=happening.places if broken else _outside(happening.places, stretches),
        perpetrators=_outside(happening.perpetrators, stretches),
        rules=(*happening.rules, BREAKDOWN) if broken else happening.rules,
    )
    return [base, *(_item(scene, base, toll, k) for k, toll in enumerate(items))]


def _outside(mentions: Sequence[Mention], stretches: Sequence[Span]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if not any(s.covers(m.span) for s in stretches))


def _is_breakdown(scene: Scene, wholes: Sequence[Toll], items: Sequence[Toll]) -> bool:
    """Tell whether items are what a count is made of: told after a colon, as "of them", or adding up to it."""
    whole = [c for t in wholes for c in t.casualties if c.part_of is None and c.outcome == items[0].outcome]
    if not whole or whole[-1].span is None or items[0].stretch is None:
        return False
    between = scene.article.text[whole[-1].span.end : items[0].stretch.start]
    added = sum(t.casualties[0].count.min or 0 for t in items)
    of_them = any("of them" in (t.stretch.of(scene.article.text) if t.stretch else "") for t in items)
    return ":" in between or of_them or added == whole[-1].count.max


def _item(scene: Scene, base: Happening, toll: Toll, k: int) -> Happening:
    own = [t.i for t in scene.doc if toll.stretch and toll.stretch.start <= t.idx < toll.stretch.end]
    found = tuple(scene.of_kind("place", own))
    doers = tuple(m for m in scene.of_kind("actor", own) if actor_of(m).kind not in _TELLERS)
    named = {m.span.start for m in doers}
    found = tuple(m for m in found if m.span.start not in named)
    return replace(
        base,
        tolls=(toll,),
        places=found or base.places,
        perpetrators=doers or base.perpetrators,
        facilities=(),
        count=ONE,
        rules=(*(r for r in base.rules if r != BREAKDOWN), f"split:toll:{k}"),
    )


def _untold(scene: Scene, happenings: Sequence[Happening], refusals: Sequence[Refusal]) -> Iterator[Happening]:
    """Yield a happening for each toll whose word tells no event: an item of a list, "five were among the dead"."""
    told = {t.trigger for h in happenings for t in h.tolls}
    skip: frozenset[int] = scene.doc.user_data.get("skip", frozenset())
    for order, sentence in enumerate(scene.doc.sents):
        if sentence.start in skip:
            continue
        for toll in scene.tolls:
            if not sentence.start <= toll.trigger < sentence.end or toll.trigger in told or toll.refused is not None:
                continue
            at = scene.doc[toll.trigger].idx
            if _tells_alone(toll) and not any(r.span.start <= at < r.span.end for r in refusals):
                told.add(toll.trigger)
                yield from _tally(scene, sentence, order, toll)


def _tells_alone(toll: Toll) -> bool:
    """Tell whether a toll needs no event word: of the dead and hurt, what goes on with an earlier one, or a number."""
    if toll.anaphoric or toll.outcome in _BODILY:
        return True
    return any(c.count.max is not None or (c.count.min or 0) > MANY for c in toll.casualties)


def _tally(scene: Scene, sentence: SpacySpan, order: int, toll: Toll) -> list[Happening]:
    category, kind = _CATEGORIES.get(toll.outcome, ("violence", "Attack"))
    frame = Frame(form="toll", pos="TOLL", category=category, type=kind, scheme="harm", strength="weak")
    trigger = Trigger(token=scene.doc[toll.trigger], frame=frame)
    group = Group(triggers=(trigger,), tokens=tuple(sentence), roles=())
    happening = Happening(
        order=order,
        triggers=(trigger,),
        category=category,
        type=kind,
        strong=False,
        definite=toll.stretch is None,
        count=ONE,
        evidence=scene.span([t for t in sentence if not t.is_space]),
        places=places.find_places(scene, group, sentence),
        tolls=(toll,),
        rules=("toll:alone",),
    )
    return [_item(scene, happening, toll, 0)] if toll.stretch is not None else [happening]


def carry_windows(happenings: Sequence[Happening]) -> list[Happening]:
    """Return the happenings, a sum with no time of its own in the span of the sum before: "In June … X killed 62"."""
    out: list[Happening] = []
    for happening in happenings:
        earlier = next((h for h in reversed(out) if is_sum(h) and h.when is not None), None)
        if earlier is not None and _goes_on(earlier, happening):
            happening = replace(happening, when=earlier.when, rules=(*happening.rules, CARRIED_WINDOW))
        out.append(happening)
    return out


def _goes_on(earlier: Happening, later: Happening) -> bool:
    near = later.order - earlier.order <= MAX_WINDOW_GAP and earlier.category == later.category
    bare = later.when is None and bool(later.tolls) and all(t.is_harm for t in later.triggers)
    return near and bare and not later.definite and all(is_wide(p) for p in later.places)
