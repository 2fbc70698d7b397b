"""Reads only the places out of articles: every naming of one, with what it was resolved to and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg import linking, mentions, rdf
from kg.linking import Gazetteer
from kg.model import Actor, Article, Mention, Place, Span
from kg.nlp import Reader

# A state that acts is named by its country: "China said", "U.S. officials".
STATE = "state:country"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unresolved:
    """A name that was not resolved: how often it stands in how many articles, and what it may be."""

    name: str
    mentions: int
    articles: tuple[str, ...]
    within: tuple[str, ...]
    candidates: tuple[str, ...]


def place_rows(article: Article, reader: Reader, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Return each naming of a place in an article, in order, as a row for a table; a country's point is its middle."""
    found = mentions.find_mentions(reader.read(article))
    linked = linking.link_places([*found, *_states(found, article, gazetteer)], article, gazetteer=gazetteer)
    places = [(mention.span, mention.value) for mention in linked if isinstance(mention.value, Place)]
    return [_row(article, span, linking.middle(place)) for span, place in sorted(places, key=lambda pair: pair[0])]


def _states(found: Sequence[Mention], article: Article, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the countries that states are named by, where no place stands there already."""
    taken = [mention.span for mention in found if mention.kind == "place"]
    for mention in found:
        if not (isinstance(mention.value, Actor) and mention.rule.startswith(STATE)):
            continue
        span = _country_span(mention.span, article.text)
        if span and all(span.end <= other.start or other.end <= span.start for other in taken):
            wider = _wider(span, article.text, gazetteer)
            name = " ".join((wider or span).of(article.text).split())
            place = Place(name=name, spans=(wider or span,), precision=None if wider else "country")
            span = wider or span
            yield Mention(kind="place", span=span, value=place, rule="place:state")


def _wider(span: Span, text: str, gazetteer: Gazetteer) -> Span | None:
    """Return the name that a country's name is only part of: "New Mexico", "Mexico City"."""
    before, after = re.search(r"[A-Z]\w+ $", text[: span.start]), re.match(r" [A-Z]\w+", text[span.end :])
    spans = [Span(start=before.start(), end=span.end)] if before else []
    spans += [Span(start=span.start, end=span.end + after.end())] if after else []
    return next((wide for wide in spans if linking.is_name(wide.of(text), gazetteer)), None)


def _country_span(span: Span, text: str) -> Span | None:
    """Return the longest stretch of words at the start of an actor's name that is a country's: "U.S." officials."""
    ends = [match.end() for match in re.finditer(r"[^\s'’]+", span.of(text))]
    for end in reversed(ends):
        for stop in (end, end - 1):
            part = Span(start=span.start, end=span.start + stop)
            if linking.country_in(part.of(text)) is not None and not part.of(text).endswith((" ", "-")):
                return part
    return None


def _row(article: Article, span: Span, place: Place) -> dict[str, Any]:
    best = max((candidate.score for candidate in place.candidates), default=None)
    return {
        "article": article.key,
        "mention": span.of(article.text),
        "start": span.start,
        "end": span.end,
        "name": place.name,
        "id": place.id,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "geonames": place.geonames,
        "wikidata": place.wikidata,
        "pcode": place.pcode,
        "precision": place.precision,
        "radius_km": rdf.radius(place),
        "within": list(place.within),
        "score": best,
        "candidates": [
            {"id": c.id, "name": c.name, "score": c.score, "lat": c.lat, "lon": c.lon, "why": c.why}
            for c in place.candidates
        ],
    }


def unresolved(rows: Iterable[dict[str, Any]]) -> list[Unresolved]:
    """Return the names without a point, the most frequent first."""
    held: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["lat"] is None:
            held.setdefault(row["name"], []).append(row)
    found = [
        Unresolved(
            name=name,
            mentions=len(group),
            articles=tuple(sorted({row["article"] for row in group})),
            within=tuple(sorted({area for row in group for area in row["within"]})),
            candidates=tuple(dict.fromkeys(f"{c['name']} [{c['id']}]" for row in group for c in row["candidates"])),
        )
        for name, group in held.items()
    ]
    return sorted(found, key=lambda entry: (-entry.mentions, entry.name))
