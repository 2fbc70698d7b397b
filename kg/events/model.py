"""The values of event linking: a telling is a report with all that the comparison needs, a link a judged pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.ids import digest

Verdict = Literal["same", "different", "unsure"]
POINTS = frozenset({"exact", "near", None})  # precisions whose name stands for one spot


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Spot:
    """A place of a telling."""

    id: str
    name: str
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    country: str | None = None
    within: tuple[str, ...] = ()

    @property
    def is_point(self) -> bool:
        """Tell whether the name stands for one spot, not for an area."""
        return self.precision in POINTS

    @property
    def is_local(self) -> bool:
        """Tell whether the name stands for one spot, or for the land around it ("the Karma area")."""
        return self.precision == "area" or self.is_point


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Toll:
    """One count of people harmed in a telling; a `part` is told to be within another count of it."""

    outcome: str
    group: str
    least: int = -1  # -1: open
    most: int = -1
    part: bool = False
    id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """A report as linking sees it: what one article tells of one event, or of a total of events."""

    id: str
    article: str
    type: str
    aggregate: bool = False
    status: str = "asserted"
    first: date | None = None
    last: date | None = None
    relative: bool = False  # the day is counted from the day of publication ("yesterday", "on Friday")
    published: date | None = None
    publisher: str = ""
    title: str = ""
    rank: int = 0  # place among the reports of its article, in the order of the text
    spots: tuple[Spot, ...] = ()
    near: tuple[Spot, ...] = ()  # places of the article's other reports, for a report that has none
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    tolls: tuple[Toll, ...] = ()
    victims: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()  # the quotes of all reports of the article

    @property
    def fingerprint(self) -> str:
        """A hash of all that a comparison can depend on."""
        return digest(*(repr(getattr(self, name)) for name in self.__slots__))


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Link:
    """Two tellings that were compared: how likely they are of one event, and what speaks for and against it."""

    left: str
    right: str
    score: float
    parts: tuple[tuple[str, str, float], ...] = ()  # comparison, level, weight in bits

    @property
    def id(self) -> str:
        """The key of the pair."""
        return digest(self.left, self.right)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Judgement:
    """What a person says of a pair of reports."""

    left: str
    right: str
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """The tellings of one event, and the links to tellings of other events that were refused as contradictions."""

    members: tuple[str, ...]
    refused: tuple[tuple[str, str, str], ...] = ()  # own member, other member, why
    judged: bool = False

    @property
    def id(self) -> str:
        """The event's key: its members, sorted, and nothing else."""
        return digest(*sorted(self.members))
