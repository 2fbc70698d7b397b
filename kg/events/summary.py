"""What the tellings of one event have in common, where they differ, and how many voices they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kg.events.copies import Runs, copied
from kg.events.features import is_wide, window
from kg.events.model import Cluster, Spot, Telling, Toll
from kg.events.words import lineages

PRECISIONS = ("exact", "near", None, "area", "admin", "country")  # closest first


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class TollRange:
    """The lowest and highest number told for one outcome, and which report tells it."""

    outcome: str
    lowest: int
    highest: int | None  # None: some report leaves it open and none tells more
    lowest_in: str
    highest_in: str
    open: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What one or more reports are judged to be about."""

    id: str
    type: str
    reports: tuple[str, ...]
    articles: tuple[str, ...]
    publishers: int
    voices: int  # independent sources: copies and repeated sources count once
    core: tuple[date, date] | None = None  # days that every dated report allows
    hull: tuple[date, date] | None = None  # days that any report allows
    place: Spot | None = None
    tolls: tuple[TollRange, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()  # article, the earlier article it repeats
    growth: tuple[tuple[str, str], ...] = ()  # count, the lower and earlier count by the same source
    contested: tuple[tuple[str, str, str], ...] = ()  # own report, report of another event, why
    judged: bool = False


def summarise(cluster: Cluster, known: Mapping[str, Telling], runs: Mapping[str, Runs]) -> Event:
    """Return the event of a cluster; `runs` are the word runs of its articles, where their texts may be looked at."""
    tellings = [known[member] for member in cluster.members]
    copies = copied({t.article: t for t in tellings}.values(), runs)
    return Event(
        id=cluster.id,
        type=common_type(tellings),
        reports=cluster.members,
        articles=tuple(sorted({t.article for t in tellings})),
        publishers=len({t.publisher for t in tellings if t.publisher}),
        voices=len(voices(tellings, copies)),
        core=_core(tellings),
        hull=_hull(tellings),
        place=closest_place(tellings),
        tolls=toll_ranges(tellings),
        copies=tuple(sorted(copies.items())),
        growth=growing(tellings),
        contested=cluster.refused,
        judged=cluster.judged,
    )


def common_type(tellings: Iterable[Telling]) -> str:
    """Return the type most reports tell, where as many do the most particular one."""
    counts = Counter(t.type for t in tellings)
    general = {step for kind in counts for step in lineages()[kind][:-1]}
    # "Attack" beside "Shelling" is no rival of it: the more particular word is taken.
    particular = {kind: n for kind, n in counts.items() if lineages()[kind][-1] not in general} or counts
    return min(particular, key=lambda kind: (-particular[kind], -len(lineages()[kind]), kind))


def _days(tellings: Iterable[Telling]) -> list[tuple[date, date]]:
    windows = [w for t in tellings if (w := window(t)) is not None]
    told = [(first, last) for first, last, implied in windows if not implied]
    return told or [(first, last) for first, last, _ in windows]


def _core(tellings: Sequence[Telling]) -> tuple[date, date] | None:
    days = _days(tellings)
    if not days:
        return None
    first, last = max(a for a, _ in days), min(b for _, b in days)
    return (first, last) if first <= last else None


def _hull(tellings: Sequence[Telling]) -> tuple[date, date] | None:
    days = _days(tellings)
    return (min(a for a, _ in days), max(b for _, b in days)) if days else None


def closest_place(tellings: Iterable[Telling]) -> Spot | None:
    """Return the most precise place; of several the one most reports name, with coordinates before without."""
    spots = [spot for t in tellings for spot in sorted(set(t.spots), key=repr)]
    counts = Counter(spot.id for spot in spots)

    def rank(spot: Spot) -> tuple[bool, int, bool, int, str, str]:
        closeness = PRECISIONS.index(spot.precision) if spot.precision in PRECISIONS else len(PRECISIONS)
        return is_wide(spot.name), closeness, spot.lat is None, -counts[spot.id], spot.id, spot.name

    return min(spots, key=rank, default=None)


def toll_ranges(tellings: Iterable[Telling]) -> tuple[TollRange, ...]:
    """Return the range of each outcome over the reports that do not deny it; the figures of two are never added."""
    sums: dict[str, list[tuple[int, int | None, str]]] = {}
    for telling in tellings:
        if telling.status != "denied":
            for outcome in sorted({t.outcome for t in telling.tolls}):
                if (bounds := whole(telling.tolls, outcome)) is not None:
                    sums.setdefault(outcome, []).append((*bounds, telling.id))
    return tuple(_range(outcome, told) for outcome, told in sorted(sums.items()))


def _range(outcome: str, told: list[tuple[int, int | None, str]]) -> TollRange:
    lowest = min(told, key=lambda t: (t[0], t[2]))
    highest = max(told, key=lambda t: (t[0] if t[1] is None else t[1], t[2]))
    return TollRange(
        outcome=outcome,
        lowest=lowest[0],
        highest=highest[0] if highest[1] is None else highest[1],
        lowest_in=lowest[2],
        highest_in=highest[2],
        open=any(most is None for _, most, _ in told),
    )


def growing(tellings: Iterable[Telling]) -> tuple[tuple[str, str], ...]:
    """Return which count updates which earlier one: the same source tells more of the same harm on a later day."""
    told: dict[tuple[str, str, str, bool], list[tuple[date, int, str]]] = {}
    for telling in tellings:
        if telling.published is not None and telling.status != "denied":
            for source in telling.sources or (telling.publisher,):
                for toll in telling.tolls:
                    key = (source, toll.outcome, toll.group, toll.part)
                    told.setdefault(key, []).append((telling.published, toll.least, toll.id))
    pairs = (pair for (source, *_), counts in told.items() if source for pair in pairwise(sorted(counts)))
    return tuple(sorted({(b[2], a[2]) for a, b in pairs if a[0] < b[0] and 0 <= a[1] < b[1]}))


def whole(tolls: Iterable[Toll], outcome: str) -> tuple[int, int | None] | None:
    """Return the bounds of one report's whole for an outcome.

    Counts that are told to be parts are inside others, and counts of unlike groups may overlap ("12 people, five of
    them children"), so nothing is added up: the largest whole count stands for the report.
    """
    counts = [t for t in tolls if t.outcome == outcome and not t.part] or [t for t in tolls if t.outcome == outcome]
    if not counts:
        return None
    largest = max(counts, key=lambda t: (max(t.least, t.most, 0), t.least))
    return max(largest.least, 0), (largest.most if largest.most >= 0 else None)


def voices(tellings: Iterable[Telling], copies: Mapping[str, str]) -> set[str]:
    """Return the independent sources: those that articles cite, else the publisher; copies have no voice."""
    found: set[str] = set()
    for telling in tellings:
        if telling.article not in copies:
            own = f"publisher/{telling.publisher}" if telling.publisher else f"article/{telling.article}"
            found |= {f"actor/{source}" for source in telling.sources} or {own}
    cited = {voice for voice in found if voice.startswith("actor/")}
    # An article's later passages often name no source again; its publisher is then no second voice.
    bare = (
        {f"publisher/{t.publisher}" if t.publisher else f"article/{t.article}" for t in tellings if t.sources}
        if cited
        else set()
    )
    return found - bare
