"""The nouns of the project: frozen values that one stage hands to the next.

All spans are half-open character offsets into `Article.text`, which is never altered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc

Status = Literal["asserted", "claimed", "denied"]
MentionKind = Literal["actor", "place", "facility", "weapon", "count", "time", "trigger", "person"]
Damage = Literal["hit", "damaged", "destroyed", "out-of-service"]

VIOLENT = frozenset(
    {"Airstrike", "Shelling", "DroneStrike", "Bombing", "ChemicalAttack", "Clash", "Shooting", "Attack"}
)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """A half-open stretch of an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A number as told: bounds, never a bare integer; `Count(min=12, max=None)` is "at least 12"."""

    min: int | None = None
    max: int | None = None
    approx: bool = False
    text: str = ""


ONE = Count(min=1, max=1)
SOME = Count(min=2, max=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """When something happened, as told: inclusive days, either side unknown, and the same as EDTF."""

    start: date | None = None
    end: date | None = None
    text: str = ""
    edtf: str | None = None
    span: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A fact about an article and how it was found ("metadata", "text:dateline", "html:meta" …)."""

    value: str
    how: str
    span: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Furniture:
    """A stretch of page furniture (menus, teasers, comment forms) and the pattern that marked it."""

    span: Span
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One captured text with its metadata; never altered. `id` is a hash of its content."""

    id: str
    key: str  # the user's own id: the file's stem, or `id` in JSONL
    text: str
    text_sha256: str
    raw_sha256: str
    origin: str  # where it came from: "folder/file.jsonl:12"
    media_type: str = "text/plain"
    charset: str | None = None
    url: str | None = None
    language: str | None = None
    headline: Known | None = None
    published: Known | None = None  # value: YYYY-MM-DD
    publisher: Known | None = None
    furniture: tuple[Furniture, ...] = ()

    @property
    def published_date(self) -> date | None:
        """The publication day, None where it is not known."""
        return date.fromisoformat(self.published.value) if self.published else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An article as read: `doc.text == article.text`, so token offsets are the article's offsets."""

    article: Article
    doc: Doc


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One thing that a mention may stand for, with the score it got and why."""

    id: str
    name: str
    score: float
    lat: float | None = None
    lon: float | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A body or person in a role; `id` is an authority slug, None where the body is not known."""

    name: str
    id: str | None = None
    kind: str | None = None  # notation of the actor-kind scheme
    spans: tuple[Span, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place as named in one article; coordinates only where exactly one candidate remains."""

    name: str
    id: str | None = None  # gazetteer or authority id, e.g. "geonames-170063"
    spans: tuple[Span, ...] = ()
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None  # exact | near | area | admin | country
    radius_km: float | None = None  # how far from the point it may lie; None: as its precision says
    country: str | None = None  # ISO 3166-1 alpha-2
    within: tuple[str, ...] = ()  # names of the areas the text puts it in, nearest first
    geonames: int | None = None
    wikidata: str | None = None
    pcode: str | None = None
    links: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Facility:
    """A facility that a report says was hit; `type` is a notation of the facility scheme."""

    type: str
    name: str | None = None
    place: str | None = None
    damage: Damage | None = None
    count: Count = ONE
    span: Span | None = None
    use: str | None = None  # what it was used as at the time: "shelter"
    operator: Actor | None = None  # who runs it


@dataclass(frozen=True, kw_only=True, slots=True)
class Casualty:
    """One count of people harmed; `part_of` is the span of the whole it is a sub-count of."""

    outcome: str  # notation of the outcome scheme
    group: str  # notation of the victim-group scheme
    count: Count
    name: str | None = None
    age: str | None = None
    span: Span | None = None
    part_of: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person whom the evidence of a report names: what the article says of them, no more."""

    name: str
    role: str | None = None  # "commander", "nurse"
    age: str | None = None
    body: Actor | None = None  # whom they belong to or speak for
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A span that names something, with what it was taken for."""

    kind: MentionKind
    span: Span
    ref: str | None = None  # concept notation or entity id
    value: Actor | Place | Count | When | str | None = None
    candidates: tuple[Candidate, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """An event as one article tells it: no more and no less than the evidence says."""

    id: str
    type: str  # notation of the event-type scheme
    evidence: tuple[Span, ...]
    aggregate: bool = False
    count: Count = ONE
    status: Status = "asserted"
    when: When | None = None
    places: tuple[Place, ...] = ()
    perpetrators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    facilities: tuple[Facility, ...] = ()
    weapons: tuple[str, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    sources: tuple[Actor, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Something noticed but not coded, and why."""

    span: Span
    reason: str  # short slug: "negated", "hypothetical", "no-event", "furniture" …
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """All that was read out of one article."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    reports: tuple[Report, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What made a graph: software, rules and model, as hashes; no clock, so equal runs are one run."""

    version: str
    model: str
    model_hash: str
    rules_hash: str
    config: tuple[tuple[str, str], ...] = field(default=())
