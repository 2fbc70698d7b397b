"""Reads reports back from graphs as tellings: all that linking compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import pyoxigraph as ox

from kg.events.model import Spot, Telling, Toll
from kg.ids import graph_iri, tail
from kg.pipeline.notes import beside_each_other, packed, unpacked
from kg.store import Store
from kg.terms import CKG, DCTERMS, FOAF, OA, RDFS, WGS

_OF_REPORTS = (CKG.eventType, CKG.aggregate, CKG.status, CKG.earliest, CKG.latest, CKG.whenText, CKG.toldIn)
_LISTS = (
    *(CKG.place, CKG.perpetrator, CKG.target, CKG.source, CKG.weapon, CKG.facility, CKG.casualty, CKG.evidence),
    *(CKG.facilityType, CKG.outcome, CKG.victimGroup, CKG.countMin, CKG.countMax, CKG.partOf, CKG.victim, FOAF.name),
    *(RDFS.label, WGS.lat, WGS.long, CKG.precision, CKG.countryCode, CKG.within, OA.exact),
    *(DCTERMS.issued, DCTERMS.publisher, DCTERMS.title),
)


_WANTED = frozenset({*_OF_REPORTS, *_LISTS})


class _Told:
    """The sorted values of each property of each thing, as the quads of one article's graph tell them."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.values: dict[str, dict[str, list[str]]] = {term: {} for term in _WANTED}
        for quad in quads:
            about = self.values.get(quad.predicate.value)
            if about is not None:
                about.setdefault(_text(quad.subject), []).append(_text(quad.object))
        for about in self.values.values():
            for values in about.values():
                values.sort()

    def all(self, term: str, node: str) -> list[str]:
        return self.values[term].get(node, [])

    def one(self, term: str, node: str) -> str | None:
        found = self.all(term, node)
        return found[0] if found else None

    def day(self, term: str, node: str) -> date | None:
        found = self.one(term, node)
        return date.fromisoformat(found) if found else None

    def number(self, term: str, node: str) -> int:
        found = self.one(term, node)
        return -1 if found is None else int(found)

    def fraction(self, term: str, node: str) -> float | None:
        found = self.one(term, node)
        return None if found is None else float(found)


def tellings(store: Store) -> list[Telling]:
    """Return all reports of a store as tellings, sorted by article and place in its text.

    What an article tells is noted in the store until its graph changes: a graph is read only where its note is missing.
    """
    articles = graph_iri("article", "", base=store.base)
    graphs = [name for name in store.graphs() if name.startswith(articles)]
    notes = ((graph, note) for graph, note in store.notes().items() if graph.startswith(articles))
    told = {graph: found for graph, note in notes if (found := unpacked(note)) is not None}
    fresh = {
        graph: told_by(graph, store.raw.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        for graph in graphs
        if graph not in told
    }
    if fresh and not store.read_only:
        store.note({graph: packed(found) for graph, found in fresh.items()})
    told |= fresh
    return [telling for graph in graphs for telling in told[graph]]


def note_tellings(store: Store, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
    """Note in the store what graphs tell that were just written, so that they need not be read again."""
    store.note({graph: packed(told_by(graph, quads)) for graph, quads in graphs.items()})


def told_by(graph: str, quads: Iterable[ox.Quad]) -> list[Telling]:
    """Return what an article's graph tells, in the order of its text."""
    told = _Told(quads)
    order = sorted(told.values[CKG.eventType], key=lambda node: (_start(told, node), node))
    return beside_each_other([_telling(told, graph, node, rank) for rank, node in enumerate(order)])


def texts(store: Store, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield articles with their texts; without those that were written without names, which have none."""
    for article in sorted(set(articles)):
        for quad in store.raw.quads_for_pattern(None, ox.NamedNode(CKG.text), None, store.graph_of(article)):
            yield article, _text(quad.object)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _start(told: _Told, node: str) -> int:
    return min((int(tail(quote).rsplit("-", 2)[1]) for quote in told.all(CKG.evidence, node)), default=0)


def _quotes(told: _Told, graph: str, node: str) -> tuple[str, ...]:
    stems = [tail(quote) for quote in told.all(CKG.evidence, node)]
    selectors = [f"{graph[: graph.index('graph/')]}selector/quote/{stem}" for stem in stems]
    return tuple(text for selector in selectors for text in told.all(OA.exact, selector))


def _spot(told: _Told, node: str) -> Spot:
    precision = told.one(CKG.precision, node)
    return Spot(
        id=tail(node),
        name=told.one(RDFS.label, node) or "",
        lat=told.fraction(WGS.lat, node),
        lon=told.fraction(WGS.long, node),
        precision=tail(precision) if precision else None,
        country=told.one(CKG.countryCode, node),
        within=tuple(told.all(CKG.within, node)),
    )


def _telling(told: _Told, graph: str, node: str, rank: int) -> Telling:
    def tails(term: str, of: str = node) -> tuple[str, ...]:
        return tuple(sorted(tail(value) for value in told.all(term, of)))

    article = told.one(CKG.toldIn, node) or ""
    casualties = told.all(CKG.casualty, node)
    when = told.one(CKG.whenText, node) or ""
    return Telling(
        id=tail(node),
        article=tail(article),
        type=tails(CKG.eventType)[0],
        aggregate=told.one(CKG.aggregate, node) == "true",
        status=next(iter(tails(CKG.status)), "asserted"),
        first=told.day(CKG.earliest, node),
        last=told.day(CKG.latest, node),
        relative=not any(char.isdigit() for char in when),
        published=told.day(DCTERMS.issued, article),
        publisher=next(iter(tails(DCTERMS.publisher, article)), ""),
        title=told.one(DCTERMS.title, article) or "",
        rank=rank,
        spots=tuple(_spot(told, place) for place in told.all(CKG.place, node)),
        perpetrators=tails(CKG.perpetrator),
        targets=tails(CKG.target),
        sources=tails(CKG.source),
        weapons=tails(CKG.weapon),
        facilities=tuple(sorted(f for part in told.all(CKG.facility, node) for f in tails(CKG.facilityType, part))),
        tolls=tuple(sorted(_toll(told, part) for part in casualties)),
        victims=tuple(sorted(n for c in casualties for v in told.all(CKG.victim, c) for n in told.all(FOAF.name, v))),
        quotes=_quotes(told, graph, node),
    )


def _toll(told: _Told, node: str) -> Toll:
    return Toll(
        outcome=tail(told.one(CKG.outcome, node) or "unknown"),
        group=tail(told.one(CKG.victimGroup, node) or "people"),
        least=told.number(CKG.countMin, node),
        most=told.number(CKG.countMax, node),
        part=bool(told.all(CKG.partOf, node)),
        id=tail(node),
    )
