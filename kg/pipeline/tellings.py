"""Reads the reports back from a store as tellings: all that linking compares, in a few passes over the quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from kg.events.model import Spot, Telling, Toll
from kg.ids import graph_iri
from kg.pipeline.notes import beside_each_other, packed, unpacked
from kg.store import Store
from kg.terms import CKG, DCTERMS, FOAF, OA, RDFS, WGS

_Key = tuple[str, str]  # graph, node: what one article says of a thing

_OF_REPORTS = (CKG.eventType, CKG.aggregate, CKG.status, CKG.earliest, CKG.latest, CKG.whenText, CKG.toldIn)
_LISTS = (
    *(CKG.place, CKG.perpetrator, CKG.target, CKG.source, CKG.weapon, CKG.facility, CKG.casualty, CKG.evidence),
    *(CKG.facilityType, CKG.outcome, CKG.victimGroup, CKG.countMin, CKG.countMax, CKG.partOf, CKG.victim, FOAF.name),
    *(RDFS.label, WGS.lat, WGS.long, CKG.precision, CKG.countryCode, CKG.within, OA.exact),
    *(DCTERMS.issued, DCTERMS.publisher, DCTERMS.title),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """The values of each property, by what one article says of a thing."""

    values: dict[str, dict[_Key, list[str]]] = field(default_factory=dict)

    def all(self, term: str, graph: str, node: str) -> list[str]:
        return self.values[term].get((graph, node), [])

    def one(self, term: str, graph: str, node: str) -> str | None:
        found = self.all(term, graph, node)
        return found[0] if found else None

    def day(self, term: str, graph: str, node: str) -> date | None:
        found = self.one(term, graph, node)
        return date.fromisoformat(found) if found else None

    def number(self, term: str, graph: str, node: str) -> int:
        found = self.one(term, graph, node)
        return -1 if found is None else int(found)

    def fraction(self, term: str, graph: str, node: str) -> float | None:
        found = self.one(term, graph, node)
        return None if found is None else float(found)


def tellings(store: Store) -> list[Telling]:
    """Return all reports of a store as tellings, sorted by article and place in its text.

    What an article tells is noted in the store until its graph changes: only new and changed graphs are read.
    """
    articles = graph_iri("article", "", base=store.base)
    graphs = [name for name in store.graphs() if name.startswith(articles)]
    told = {graph: found for graph, note in store.notes().items() if (found := unpacked(note)) is not None}
    fresh = _read(store, [graph for graph in graphs if graph not in told])
    if not store.read_only:
        store.note({graph: packed(found) for graph, found in fresh.items()})
    told |= fresh
    return [telling for graph in graphs for telling in told[graph]]


def _read(store: Store, graphs: Sequence[str]) -> dict[str, list[Telling]]:
    told = _Told(values={term: _values(store, term, graphs) for term in (*_OF_REPORTS, *_LISTS)})
    by_graph: dict[str, list[str]] = {graph: [] for graph in graphs}
    for graph, node in told.values[CKG.eventType]:
        by_graph[graph].append(node)
    return {graph: _of_article(told, graph, nodes) for graph, nodes in by_graph.items()}


def texts(store: Store, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield articles with their texts; without those that were written without names, which have none."""
    for article in sorted(set(articles)):
        for quad in store.raw.quads_for_pattern(None, ox.NamedNode(CKG.text), None, store.graph_of(article)):
            yield article, _text(quad.object)


def _values(store: Store, term: str, graphs: Iterable[str]) -> dict[_Key, list[str]]:
    out: dict[_Key, list[str]] = defaultdict(list)
    predicate = ox.NamedNode(term)
    for graph in graphs:
        for quad in store.raw.quads_for_pattern(None, predicate, None, ox.NamedNode(graph)):
            out[graph, _text(quad.subject)].append(_text(quad.object))
    for values in out.values():
        values.sort()
    return dict(out)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _tail(node: str) -> str:
    return node.rsplit("/", 1)[-1]


def _of_article(told: _Told, graph: str, nodes: Iterable[str]) -> list[Telling]:
    order = sorted(nodes, key=lambda node: (_start(told, graph, node), node))
    return beside_each_other([_telling(told, graph, node, rank) for rank, node in enumerate(order)])


def _start(told: _Told, graph: str, node: str) -> int:
    return min((int(_tail(quote).rsplit("-", 2)[1]) for quote in told.all(CKG.evidence, graph, node)), default=0)


def _quotes(told: _Told, graph: str, node: str) -> tuple[str, ...]:
    stems = [_tail(quote) for quote in told.all(CKG.evidence, graph, node)]
    selectors = [f"{graph[: graph.index('graph/')]}selector/quote/{stem}" for stem in stems]
    return tuple(text for selector in selectors for text in told.all(OA.exact, graph, selector))


def _spot(told: _Told, graph: str, node: str) -> Spot:
    precision = told.one(CKG.precision, graph, node)
    return Spot(
        id=_tail(node),
        name=told.one(RDFS.label, graph, node) or "",
        lat=told.fraction(WGS.lat, graph, node),
        lon=told.fraction(WGS.long, graph, node),
        precision=_tail(precision) if precision else None,
        country=told.one(CKG.countryCode, graph, node),
        within=tuple(told.all(CKG.within, graph, node)),
    )


def _telling(told: _Told, graph: str, node: str, rank: int) -> Telling:
    def tails(term: str, of: str = node) -> tuple[str, ...]:
        return tuple(sorted(_tail(value) for value in told.all(term, graph, of)))

    article = told.one(CKG.toldIn, graph, node) or ""
    casualties = told.all(CKG.casualty, graph, node)
    when = told.one(CKG.whenText, graph, node) or ""
    return Telling(
        id=_tail(node),
        article=_tail(article),
        type=tails(CKG.eventType)[0],
        aggregate=told.one(CKG.aggregate, graph, node) == "true",
        status=next(iter(tails(CKG.status)), "asserted"),
        first=told.day(CKG.earliest, graph, node),
        last=told.day(CKG.latest, graph, node),
        relative=not any(char.isdigit() for char in when),
        published=told.day(DCTERMS.issued, graph, article),
        publisher=next(iter(tails(DCTERMS.publisher, article)), ""),
        title=told.one(DCTERMS.title, graph, article) or "",
        rank=rank,
        spots=tuple(_spot(told, graph, place) for place in told.all(CKG.place, graph, node)),
        perpetrators=tails(CKG.perpetrator),
        targets=tails(CKG.target),
        sources=tails(CKG.source),
        weapons=tails(CKG.weapon),
        facilities=tuple(
            sorted(f for part in told.all(CKG.facility, graph, node) for f in tails(CKG.facilityType, part))
        ),
        tolls=tuple(sorted(_toll(told, graph, part) for part in casualties)),
        victims=tuple(
            sorted(n for c in casualties for v in told.all(CKG.victim, graph, c) for n in told.all(FOAF.name, graph, v))
        ),
        quotes=_quotes(told, graph, node),
    )


def _toll(told: _Told, graph: str, node: str) -> Toll:
    return Toll(
        outcome=_tail(told.one(CKG.outcome, graph, node) or "unknown"),
        group=_tail(told.one(CKG.victimGroup, graph, node) or "people"),
        least=told.number(CKG.countMin, graph, node),
        most=told.number(CKG.countMax, graph, node),
        part=bool(told.all(CKG.partOf, graph, node)),
        id=_tail(node),
    )
