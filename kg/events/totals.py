"""Totals beside single events: which events a report of a total may contain. Nothing is ever added up from this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.events.features import is_wide, name_keys
from kg.events.model import Spot, Telling
from kg.events.summary import Event
from kg.events.words import lineages
from kg.ids import fold


def contained(
    tellings: Iterable[Telling], events: Iterable[Event], known: Mapping[str, Telling]
) -> dict[str, tuple[str, ...]]:
    """Return for each report of a total the events in its window and area, of its kind and by its perpetrators."""
    by_area: dict[str, set[str]] = defaultdict(set)
    found = {event.id: event for event in events if event.hull is not None}
    for event in found.values():
        for spot in sorted({spot for report in event.reports for spot in known[report].spots}, key=repr):
            for key in _keys(spot) | {fold(area) for area in spot.within}:
                by_area[key].add(event.id)
    out: dict[str, tuple[str, ...]] = {}
    for total in tellings:
        if total.aggregate and total.first is not None and total.last is not None:
            near = {key for spot in total.spots if not is_wide(spot.name) for key in _keys(spot)}
            inside = {event for key in near for event in by_area.get(key, ()) if _fits(total, found[event], known)}
            if inside:
                out[total.id] = tuple(sorted(inside))
    return dict(sorted(out.items()))


def _keys(spot: Spot) -> set[str]:
    return {spot.id, fold(spot.name)} | name_keys(spot.name)


def _fits(total: Telling, event: Event, known: Mapping[str, Telling]) -> bool:
    if event.hull is None or total.first is None or total.last is None:
        return False
    if not (total.first <= event.hull[0] and event.hull[1] <= total.last):
        return False
    steps = lineages().get(total.type, ())
    if not steps or steps[-1] not in lineages()[event.type]:
        return False
    doers = {doer for report in event.reports for doer in known[report].perpetrators}
    return not doers or not total.perpetrators or bool(doers & set(total.perpetrators))
