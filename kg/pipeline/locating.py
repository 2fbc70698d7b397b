"""Writes what gazetteers know of the places of a graph: the units they lie in up to the country, and their links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad

from kg import linking, rdf
from kg.ids import digest, iri, slug
from kg.linking import Gazetteer
from kg.linking.entry import Entry
from kg.linking.hierarchy import Hierarchy
from kg.linking.known import countries
from kg.linking.names import Match
from kg.rdf.facts import Fact
from kg.rdf.places import Matched, addresses, graph_quads, match_facts, places_graph, unit_facts
from kg.store import Store
from kg.store.places import HeldPlace, named_places
from kg.terms import GEO

# The id of a blurred naming ("near X") is that of X with one of these.
BLURS = ("-near", "-area", "-admin")


def locate(store: Store, gazetteers: Path | None = None) -> None:
    """Make the graph of units anew where the places of the store or the gazetteers have changed."""
    places = [place for place in named_places(store) if place.country is not None]
    gazetteer = linking.load_gazetteer(gazetteers)
    made_of = [index.source.sha256 for index in gazetteer.added]
    mark = digest("places 1", *made_of, *(f"{p.key} {p.country} {p.names}" for p in places), length=32)
    graph = places_graph(base=store.base)
    store.put_graph(graph, _quads(places, gazetteer, graph, store.base), fingerprint=mark)


def _quads(places: list[HeldPlace], gazetteer: Gazetteer, graph: str, base: str) -> Iterator[Quad]:
    # A generator: where nothing has changed, no gazetteer is opened.
    yield from graph_quads(_facts(places, gazetteer, base), graph)


def _facts(places: list[HeldPlace], gazetteer: Gazetteer, base: str) -> Iterator[Fact]:
    hierarchy = Hierarchy(gazetteer)
    units: dict[str, tuple[Entry, str | None]] = {}
    for place in places:
        found = _entry(place, gazetteer)
        chain = _chain(place, None if found is None else found[0], hierarchy)
        nodes = [iri("place", slug(unit.id), base=base) for unit in chain]
        for unit, above in zip(chain, [*nodes[1:], None][: len(nodes)], strict=True):
            units.setdefault(unit.id, (unit, above))
        if nodes:
            yield from rdf.link(place.iri, GEO.sfWithin, nodes[:1])
        if found is not None:
            for match in _matches(place, *found):
                yield from match_facts(match, base=base)
    for unit, above in units.values():
        yield from unit_facts(unit, above, base=base)


def _stem(key: str) -> str:
    return next((key.removesuffix(blur) for blur in BLURS if key.endswith(blur)), key)


def _entry(place: HeldPlace, gazetteer: Gazetteer) -> tuple[Entry, Match] | None:
    """Return the entry that a place was resolved to, or that a blurred naming is about."""
    for name in place.names:
        for entry, match in gazetteer.find(name, (place.country or "",)):
            if slug(entry.id) == _stem(place.key):
                return entry, match
    return None


def _chain(place: HeldPlace, entry: Entry | None, hierarchy: Hierarchy) -> list[Entry]:
    """Return the units that a place lies in, the smallest first and its country last; not the place itself."""
    blurred = entry is not None and slug(entry.id) != place.key and entry.precision != "exact"
    above = [
        *([entry] if blurred and entry is not None else []),
        *(hierarchy.units(entry) if entry is not None else ()),
    ]
    country = countries().get(place.country or "")
    chain = [*above, *([country] if country is not None else [])]
    return [unit for unit in chain if slug(unit.id) != place.key]


def _matches(place: HeldPlace, entry: Entry, match: Match) -> Iterator[Matched]:
    """Yield the links of a place that its gazetteer gives; those of a blurred naming are to something close."""
    exact = slug(entry.id) == place.key
    for address in addresses(entry):
        yield Matched(
            place=place.iri,
            address=address,
            name=entry.name,
            score=match.score,
            method=f"gazetteer {entry.gazetteer or 'of the package'}",
            why=str(match),
            accepted=True,
            exact=exact,
        )
