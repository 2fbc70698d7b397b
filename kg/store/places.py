"""Reads the places back from a store: what all graphs together say of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.store.embedded import Store
from kg.terms import CKG, DCTERMS, GEO, RDF, RDFS, SKOS, WGS


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldPlace:
    """A place of the graph, or a unit that places lie in, with all its ids."""

    iri: str
    names: tuple[str, ...] = ()
    named: bool = True  # whether an article names it; else it is known as a unit only
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    radius: float | None = None
    geonames: int | None = None
    wikidata: str | None = None
    pcode: str | None = None
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()  # the next larger unit
    days: tuple[str, ...] = ()  # first and last day that reports tell of it

    @property
    def key(self) -> str:
        """The id of the place: the end of its IRI."""
        return self.iri.rsplit("/", 1)[-1]


_OF_PLACES = (
    *(RDFS.label, SKOS.prefLabel, CKG.mentionedAs, CKG.countryCode, CKG.precision, WGS.lat, WGS.long),
    *(CKG.geonamesId, CKG.wikidata, CKG.pcode, SKOS.exactMatch, SKOS.closeMatch, RDFS.seeAlso),
    *(GEO.sfWithin, GEO.hasGeometry),
)
_OF_NAMES = (RDFS.label, SKOS.prefLabel, CKG.mentionedAs, CKG.countryCode)
_Values = Mapping[str, list[str]]


def held_places(store: Store) -> list[HeldPlace]:
    """Return every place that articles name and every unit above them, by IRI; authority files are left out."""
    named, units = _of_class(store, CKG.Place), _of_class(store, GEO.Feature)
    told = _told(store, named | units)
    radius = {_text(quad.subject): float(_text(quad.object)) for quad in _all(store, CKG.radius)}
    told_on = _days(store)
    return [
        _held(iri, told[iri], named=iri in named, radius=radius, days=told_on.get(iri, ()))
        for iri in sorted(named | units)
    ]


def named_places(store: Store) -> list[HeldPlace]:
    """Return every place that articles name with its names and its country only, by IRI: all the rest takes longer."""
    return [_held(iri, _named_by(store, iri), named=True) for iri in sorted(_of_class(store, CKG.Place))]


def _all(store: Store, predicate: str) -> Iterable[ox.Quad]:
    return store.raw.quads_for_pattern(None, ox.NamedNode(predicate), None, None)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _of_class(store: Store, cls: str) -> set[str]:
    vocabulary = ox.NamedNode(f"{store.base}graph/vocabulary")
    found = store.raw.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(cls), None)
    return {_text(quad.subject) for quad in found if quad.graph_name != vocabulary}


def _told(store: Store, nodes: set[str]) -> Mapping[str, _Values]:
    told: dict[str, dict[str, list[str]]] = {node: defaultdict(list) for node in nodes}
    for term in _OF_PLACES:
        for quad in _all(store, term):
            node, known = quad.subject, quad.object
            if isinstance(node, ox.NamedNode) and node.value in told and not isinstance(known, ox.Triple):
                told[node.value][term].append(known.value)
    return told


def _named_by(store: Store, node: str) -> _Values:
    subject = ox.NamedNode(node)
    return {
        term: [_text(quad.object) for quad in store.raw.quads_for_pattern(subject, ox.NamedNode(term), None, None)]
        for term in _OF_NAMES
    }


def _days(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the first and last day that reports tell of each place."""
    days: dict[str, list[str]] = defaultdict(list)
    for term in (CKG.earliest, CKG.latest):
        for quad in _all(store, term):
            days[_text(quad.subject)].append(_text(quad.object))
    found: dict[str, set[str]] = defaultdict(set)
    for quad in _all(store, CKG.place):
        found[_text(quad.object)].update(days.get(_text(quad.subject), ()))
    issued = {_text(q.subject): _text(q.object)[:10] for q in _all(store, DCTERMS.issued)}
    for quad in _all(store, CKG.toldIn):
        if (day := issued.get(_text(quad.object))) is not None:
            for place in store.raw.quads_for_pattern(quad.subject, ox.NamedNode(CKG.place), None, None):
                node = _text(place.object)
                if not found[node]:
                    found[node].add(day)
    return {node: (min(told), max(told)) for node, told in found.items() if told}


def _held(
    iri: str, told: _Values, *, named: bool, radius: Mapping[str, float] | None = None, days: tuple[str, ...] = ()
) -> HeldPlace:
    def one(term: str) -> str | None:
        return min(told.get(term, ()), default=None)

    lat, lon, geonames = one(WGS.lat), one(WGS.long), one(CKG.geonamesId)
    label = [one(SKOS.prefLabel) or one(RDFS.label) or iri.rsplit("/", 1)[-1]]
    others = {*told.get(RDFS.label, ()), *told.get(SKOS.prefLabel, ()), *told.get(CKG.mentionedAs, ())}
    known = radius or {}
    shapes = [known[shape] for shape in told.get(GEO.hasGeometry, ()) if shape in known]
    precision = one(CKG.precision)
    return HeldPlace(
        iri=iri,
        names=tuple(dict.fromkeys([*label, *sorted(others)])),
        named=named,
        country=one(CKG.countryCode),
        lat=None if lat is None or lon is None else float(lat),
        lon=None if lat is None or lon is None else float(lon),
        precision=None if precision is None else precision.rsplit("/", 1)[-1],
        radius=min(shapes, default=None),
        geonames=None if geonames is None else int(geonames),
        wikidata=one(CKG.wikidata),
        pcode=one(CKG.pcode),
        exact=tuple(sorted(set(told.get(SKOS.exactMatch, ())))),
        close=tuple(sorted(set(told.get(SKOS.closeMatch, ())))),
        related=tuple(sorted(set(told.get(RDFS.seeAlso, ())))),
        inside=tuple(sorted(set(told.get(GEO.sfWithin, ())))),
        days=days,
    )
