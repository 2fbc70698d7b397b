"""Tells which administrative units a place lies in, nearest first: what gazetteers say, and what p-codes say."""

from __future__ import annotations

import re

from kg.linking.entry import Entry, kilometres
from kg.linking.gazetteer import Gazetteer

# A unit named beside a place that lies further away is another one of the name.
PLAUSIBLE_KM = 300.0
# P-codes nest: a country's two letters, then some digits for each level.
_CODE = re.compile(r"[A-Z]{2}\d{2,8}")


class Hierarchy:
    """Finds the units of places; what was found once is kept."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, tuple[Entry, ...]] = {}

    def units(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the units that an entry lies in, nearest first, its country left out."""
        if entry.id not in self._known:
            self._known[entry.id] = tuple(self._find(entry))
        return self._known[entry.id]

    def _find(self, entry: Entry) -> list[Entry]:
        found: list[Entry] = []
        for name in entry.within:
            last = found[-1] if found else entry
            if (unit := self._named(name, entry, last)) is not None:
                found.append(unit)
        return [*found, *self._by_code(found[-1] if found else entry)]

    def _named(self, name: str, entry: Entry, last: Entry) -> Entry | None:
        """Return the unit of a name that lies above `last`, the nearest where several do."""
        below = (last.level or 1) if last.precision == "admin" else 9
        units = [
            unit
            for unit, match in self._gazetteer.find(name, (entry.country,))
            if unit.precision == "admin" and unit.country == entry.country and match.score == 1
        ]
        fits = [u for u in units if (u.level or 1) < below and kilometres(u, entry) < PLAUSIBLE_KM]
        # The text of a table goes from the smaller to the larger unit, so the smallest that fits is meant.
        return min(fits, key=lambda u: (-(u.level or 1), kilometres(u, entry), u.id), default=None)

    def _by_code(self, unit: Entry) -> list[Entry]:
        """Return the units whose p-codes the p-code of a unit begins with."""
        code = unit.pcode or ""
        if unit.precision != "admin" or not _CODE.fullmatch(code):
            return []
        above = [self._gazetteer.coded(code[:end], unit.country) for end in range(len(code) - 1, 3, -1)]
        return [other for other in above if other is not None]
