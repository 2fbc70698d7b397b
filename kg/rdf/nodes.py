"""The IRIs of what one reading speaks of: the same thing always gets the same IRI, whoever asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.ids import DATA, concept_iri, digest, fold, graph_iri, iri, slug
from kg.model import Actor, Article, Casualty, Facility, Place, Report, Span
from kg.rdf.discretion import OPEN, Discretion


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Gives IRIs to the things of one article."""

    article: Article
    base: str = DATA
    discretion: Discretion = OPEN

    def of(self, kind: str, key: str) -> str:
        """Return the IRI of the `kind` of thing with `key`."""
        return iri(kind, key, base=self.base)

    @property
    def graph(self) -> str:
        """The named graph of the article."""
        return graph_iri("article", self.article.id, base=self.base)

    @property
    def told_in(self) -> str:
        """The article."""
        return self.of("article", self.article.id)

    def report(self, report: Report) -> str:
        """Return the IRI of a report."""
        return self.of("report", report.id)

    def stretch(self, kind: str, span: Span) -> str:
        """Return the IRI of a stretch of the text as a `kind` of thing ("quote", "selector/position" …)."""
        return self.of(kind, f"{self.article.id}-{span.start}-{span.end}")

    def actor(self, actor: Actor) -> str:
        """Return the IRI of an actor; one that no authority knows is kept to this article."""
        if self.discretion.hides(actor.name, known=actor.id is not None):
            return self.of("actor", digest(self.article.id, *(s.start for s in actor.spans[:1]), "withheld"))
        if actor.id is not None:
            return self.of("actor", slug(actor.id))
        return self.of("actor", digest(self.article.id, fold(actor.name) or actor.name))

    def place(self, place: Place) -> str:
        """Return the IRI of a place: the gazetteer's id, else its normalised name and what it lies in."""
        return self.of("place", slug(place.id) if place.id is not None else self._place_key(place))

    def _place_key(self, place: Place) -> str:
        within = tuple(map(fold, place.within[:1]))
        if self.discretion.hides(place.name, known=False):
            return digest(self.article.id, *(s.start for s in place.spans[:1]), "withheld")
        point = () if place.lat is None else (place.lat, place.lon)
        return digest(fold(place.name) or place.name, place.country, *within, *point)

    def person(self, name: str) -> str:
        """Return the IRI of a named victim: people are told apart by article, for namesakes are common."""
        return self.of("person", digest(self.article.id, fold(name) or name))

    def casualties(self, report: Report) -> list[tuple[str, Casualty]]:
        """Return each casualty of a report with its IRI; names do not enter it, so it is the same without them."""
        keys = [(c.outcome, c.group, c.count.min, c.count.max, c.span, c.part_of) for c in report.casualties]
        return list(zip(self._numbered("casualty", report, keys), report.casualties, strict=True))

    def facilities(self, report: Report) -> list[tuple[str, Facility]]:
        """Return each facility of a report with its IRI."""
        keys = [(f.type, f.damage, f.count.min, f.count.max, f.span, fold(f.place or "")) for f in report.facilities]
        return list(zip(self._numbered("facility", report, keys), report.facilities, strict=True))

    def site(self, facility: Facility, place: Place | None) -> str | None:
        """Return the IRI of a named facility: one across articles where its place is known, else of this article."""
        name = self.discretion.verbatim(facility.name)
        if name is None or not fold(name):
            return None
        where = self.place(place) if place is not None and place.id is not None else self.article.id
        return self.of("site", digest(top("facility", facility.type), fold(name), where))

    def _numbered(self, kind: str, report: Report, keys: Sequence[tuple[Hashable, ...]]) -> list[str]:
        # Equal keys (two unnamed schools in one sentence) are told apart by their order in the text.
        seen: Counter[tuple[Hashable, ...]] = Counter()
        out = []
        for key in keys:
            out.append(self.of(kind, digest(report.id, *key, seen[key])))
            seen[key] += 1
        return out


@cache
def _tops(scheme: str) -> dict[str, str]:
    return {concept.notation: concept.top for concept in lexicon.concepts(scheme)}


def top(scheme: str, notation: str) -> str:
    """Return the closed-list notation that `notation` rolls up to."""
    return _tops(scheme).get(notation, notation)


def top_iri(scheme: str, notation: str) -> str:
    """Return the IRI of the closed-list concept that `notation` rolls up to."""
    return concept_iri(scheme, top(scheme, notation))


def finer_iri(scheme: str, notation: str) -> str | None:
    """Return the IRI of the concept itself where it is finer than the closed list."""
    return concept_iri(scheme, notation) if top(scheme, notation) != notation else None
