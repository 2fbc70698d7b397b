"""Chooses among the candidates for a name as they were weighed, or leaves the choice open.

Two entries that score nearly alike and lie apart are both kept and nothing is chosen: no guess, no default place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.linking.entry import Entry, kilometres
from kg.linking.gazetteer import BY_EAR
from kg.linking.known import capitals
from kg.linking.told import is_stretch
from kg.linking.weigh import AREA_KM, LARGE, SMALL, Context, Told, Weighed, is_area, rank
from kg.model import Candidate

# An entry is chosen only if it leads the next by this much, on a scale where a perfect match in context is about 2.
MARGIN = 0.15
LEAD = 0.01  # what a town is put before the unit that is named after it by
# A place that nothing in the article speaks for needs to be a large city to be believed, or the only one of its name.
ENOUGH, ENOUGH_KNOWN, ENOUGH_SURE = 1.0, 0.8, 0.6
# A name that is only like another by ear needs more to speak for it.
DOUBTFUL, ENOUGH_DOUBTFUL = 0.83, 1.2
# So does a smaller city of a country that the article says nothing of.
ENOUGH_ABROAD = 1.1
# Entries nearer than this are one place for every purpose here; a town and its district of the same name may lie
# further apart than two villages.
SAME_KM, UNIT_KM = 5.0, 25.0
# A city is meant before a village at its gates of the same name.
OUTSHINES = 10
# A metropolis may lie at the far end of the state that has its name.
METROPOLIS, METROPOLIS_KM = 1_000_000, 350.0  # so may any town in the unit that is named after it
KEPT = 5


def choose(
    weighed: list[Weighed], told: Told, context: Context, margin: float = MARGIN
) -> tuple[Entry | None, tuple[Candidate, ...]]:
    """Return the entry chosen, None where two remain or none is believed, and the candidates, best first."""
    if not weighed:
        return None, ()
    if told.place.precision is None:
        weighed = _town_first(weighed, 2 * margin)
    best = weighed[0]
    # A town chosen before its own province speaks with the province's score.
    most = max(w.score for w in weighed if w is best or _together(w.entry, best.entry))
    rivals = [w for w in weighed[1:] if most - w.score < margin and not _together(w.entry, best.entry)]
    candidates = tuple(
        Candidate(
            id=w.entry.id, name=w.entry.name, score=round(w.score, 3), lat=w.entry.lat, lon=w.entry.lon, why=w.why
        )
        for w in _leading(weighed[:KEPT])
    )
    if rivals or best.score < _enough(best, context, only=len(weighed) == 1):
        return None, candidates
    return (best.entry if is_stretch(told.place.name) else _at_its_seat(best.entry, weighed)), candidates


def _enough(best: Weighed, context: Context, *, only: bool) -> float:
    """Return how much must speak for an entry to be believed."""
    alone = only and best.match.score == 1
    if alone and _is_sure(best.entry, context):
        return ENOUGH_SURE
    if context.weights and not context.weights.get(best.entry.country) and _is_small(best.entry):
        return ENOUGH if alone else ENOUGH_ABROAD
    if alone and (is_area(best.entry) or best.entry.population >= SMALL):
        return ENOUGH_KNOWN
    return ENOUGH_DOUBTFUL if best.match.score < DOUBTFUL else ENOUGH


def _is_small(entry: Entry) -> bool:
    return entry.precision == "exact" and entry.population < LARGE and capitals().get(entry.country) != entry.name


def _is_sure(entry: Entry, context: Context) -> bool:
    """Tell whether an entry lies where the article plays, in a country whose names are not written by ear."""
    return context.weights.get(entry.country, 0) >= 0.3 and entry.country not in BY_EAR


def _town_first(weighed: list[Weighed], margin: float) -> list[Weighed]:
    """Return the candidates with a town before the area named after it where an untyped name fits both alike."""
    best = weighed[0]
    for i, other in enumerate(weighed):
        seat = best.entry.name in other.entry.within  # a province mostly has the name of its own seat
        close = best.score - other.score < (2 * margin if seat else margin) and _together(other.entry, best.entry)
        if best.entry.precision != "exact" and other.entry.precision == "exact" and close:
            return [other, *weighed[:i], *weighed[i + 1 :]]
    return weighed


def _leading(weighed: list[Weighed]) -> list[Weighed]:
    """Return the candidates, one put before others that score as much with that told in its own score."""
    first, most = weighed[0], max(w.score for w in weighed)
    if len(weighed) == 1 or first.score - LEAD > max(w.score for w in weighed[1:]):
        return weighed
    return [replace(first, parts=(*first.parts, ("town first", most - first.score + LEAD))), *weighed[1:]]


def _at_its_seat(entry: Entry, weighed: Sequence[Weighed]) -> Entry:
    """Return a unit at the town that it is named after, as those who code events by hand place it."""
    if is_area(entry):
        towns = [w.entry for w in weighed if rank(w.entry) == 0 and kilometres(entry, w.entry) < AREA_KM]
        seats = [town for town in towns if _together(entry, town)]
        if seats:
            seat = min(seats, key=lambda town: (-town.population, kilometres(entry, town), town.id))
            return replace(entry, lat=seat.lat, lon=seat.lon)
    return entry


def _together(other: Entry, one: Entry) -> bool:
    """Tell whether two entries of one name are no rivals: one place twice, or places of which one lies in the other."""
    far = max(one.population, other.population) >= METROPOLIS or _lies_in(one, other) or _lies_in(other, one)
    reach = METROPOLIS_KM if far else AREA_KM
    nested = (one.country == other.country and rank(one) != rank(other)) or (is_area(one) and is_area(other))
    towns = not is_area(one) and not is_area(other) and one.population < OUTSHINES * max(1, other.population)
    return kilometres(one, other) < (reach if nested else SAME_KM if towns else UNIT_KM)


def _lies_in(town: Entry, unit: Entry) -> bool:
    """Tell whether the table itself says that a town lies in a unit, as far as its middle may be."""
    return not is_area(town) and rank(unit) == 1 and unit.name in town.within
