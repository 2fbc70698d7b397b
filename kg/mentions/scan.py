"""One document laid out for the finders: its words, the token of each, and the country it is mostly about."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from kg import lexicon
from kg.mentions.tables import parts
from kg.mentions.words import Phrases, Word, phrases, touching, words_of
from kg.model import Document, Mention, Span

# How much one naming says about which country an article is about: a place in it says more than a nationality.
PLACE_WEIGHT, STATE_WEIGHT, DEMONYM_WEIGHT, BODY_WEIGHT, MEDIA_WEIGHT = 2.0, 1.0, 0.5, 0.5, 0.1
AREA_WEIGHT = 0.25  # breaks ties only: many provinces share their name with towns elsewhere
LOCATED_WEIGHT = 3.0  # where it happens says more than who is named


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A mention that may still lose to a longer or stronger one; `rank` breaks ties of length, higher wins."""

    mention: Mention
    rank: int = 0

    @property
    def span(self) -> Span:
        """The stretch of text it claims."""
        return self.mention.span


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """A document's words with their tokens; words in furniture are left out."""

    document: Document
    words: list[Word]
    tokens: list[Token]
    countries: tuple[str, ...] = ()
    starts: dict[int, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.document.article.text

    @property
    def doc(self) -> Doc:
        """The spaCy document."""
        return self.document.doc

    @property
    def country(self) -> str | None:
        """The country that the article is mostly about, None where it names none."""
        return self.countries[0] if self.countries else None

    def joined(self, left: int, right: int) -> bool:
        """Tell whether word `right` follows word `left` with nothing but a space or hyphen between."""
        if right >= len(self.words):
            return False
        return touching(self.text, self.words[left].stem_end, self.words[right].start) or touching(
            self.text, self.words[left].end, self.words[right].start
        )

    def hyphened(self, left: int, right: int) -> bool:
        """Tell whether a hyphen or slash without spaces parts two words."""
        if left < 0 or right >= len(self.words):
            return False
        return self.text[self.words[left].end : self.words[right].start] in {"-", "‑", "–"}


def scan(document: Document) -> Scan:
    """Lay a document out for the finders."""
    furniture = [item.span for item in document.article.furniture]
    words = [w for w in words_of(document.article.text) if not any(f.start <= w.start < f.end for f in furniture)]
    tokens = _tokens(document.doc, words)
    return Scan(
        document=document,
        words=words,
        tokens=tokens,
        countries=_countries(document.article.text, words),
        starts={word.start: i for i, word in enumerate(words)},
    )


def _tokens(doc: Doc, words: list[Word]) -> list[Token]:
    """Return for each word the token that it starts in."""
    tokens = list(doc)
    starts = [token.idx for token in tokens]
    return [tokens[max(0, bisect_right(starts, word.start) - 1)] for word in words]


@cache
def _country_cues() -> Phrases[tuple[str, float]]:
    states = {body.id: body.country for body in lexicon.bodies() if body.kind == "state" and body.country}
    return phrases(_country_pairs(states))


def _country_pairs(states: dict[str, str]) -> Iterable[tuple[str, tuple[str, float]]]:
    for place in lexicon.places():
        yield from ((name, (place.country, PLACE_WEIGHT)) for name in place.names)
    yield from ((name, (country, AREA_WEIGHT)) for name, country in _provinces())
    for body in lexicon.bodies():
        # Agencies of a few countries report on all.
        weight = {"state": STATE_WEIGHT, "media": MEDIA_WEIGHT}.get(body.kind or "", BODY_WEIGHT)
        if body.country:
            yield from ((name, (body.country, weight)) for name in body.names + body.loaded)
    for row in lexicon.table("demonyms"):
        if country := states.get(row["state"]):
            yield row["form"], (country, DEMONYM_WEIGHT)


def _provinces() -> Iterable[tuple[str, str]]:
    """Yield the provinces by name with their country, but those that are called as something else is."""
    others = {row["form"] for row in lexicon.table("country_names")} | {n for p in lexicon.places() for n in p.names}
    told: dict[str, set[str]] = {}
    for area in lexicon.areas():
        for name in area.names:
            told.setdefault(name, set()).add(area.country)
    for name, countries in told.items():
        plain = len(name) > _SHORT and not name.lower().startswith((*_COMPASS, "central", "centre"))
        if len(countries) == 1 and plain and name not in others:
            yield from ((name, country) for country in countries if country)


def _countries(text: str, words: list[Word]) -> tuple[str, ...]:
    score: Counter[str] = Counter()
    for i, _, _, (country, weight) in _country_cues().find(text, words):
        if words[i].capital and not is_continental(words, i):
            located = _is_located(words, i) and not (weight == DEMONYM_WEIGHT and _is_language(words, i))
            score[country] += weight + (LOCATED_WEIGHT if located else 0)  # type: ignore[assignment]
    return tuple(sorted(score, key=lambda code: (-score[code], code)))


def is_continental(words: list[Word], i: int) -> bool:
    """Tell whether a word is the second of a part of a continent: "Latin America", "Central American"."""
    return i > 0 and words[i].stem.startswith("america") and words[i - 1].key in parts("continental")


def _is_located(words: list[Word], i: int) -> bool:
    """Tell whether something is told to be in a country: "in Syria", "northern Syria", not "Syria said"."""
    return i > 0 and (words[i - 1].key in _INSIDE or words[i - 1].key.endswith(_COMPASS))


def _is_language(words: list[Word], i: int) -> bool:
    """Tell whether nothing follows a nationality that it could tell of: "in Spanish", not "in Syrian airspace"."""
    return i + 1 >= len(words) or not words[i + 1].text[0].islower() or words[i + 1].start > words[i].end + 1


_SHORT = 4  # letters of a province's name that may be another word
_INSIDE = frozenset({"in", "inside", "across", "throughout", "central", "rural"})
_COMPASS = ("north", "south", "east", "west", "northern", "southern", "eastern", "western")


def choose(hits: Iterable[Hit]) -> list[Mention]:
    """Keep, of hits that overlap, the longest, then the strongest, then the first."""
    taken: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.span.start - h.span.end, -h.rank, h.span, h.mention.rule)):
        if all(hit.span.end <= other.span.start or other.span.end <= hit.span.start for other in taken):
            taken.append(hit)
    return sorted((hit.mention for hit in taken), key=lambda m: m.span)
