"""What is known of places beside what articles say: the units they lie in, and what they are elsewhere.

These facts stand in graphs of their own: they come from gazetteers and services, not from any article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.ids import DATA, concept_iri, digest, graph_iri, iri, slug
from kg.linking.entry import Entry
from kg.rdf.facts import Fact, kinds, link, safe_iri, value
from kg.terms import CKG, DCTERMS, GEO, RDFS, SKOS

GEONAMES, WIKIDATA = "https://sws.geonames.org/{}/", "http://www.wikidata.org/entity/{}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Matched:
    """An entry of another collection that a place was compared with."""

    place: str  # IRI
    address: str  # IRI of the entry
    name: str
    score: float
    method: str
    why: str = ""
    accepted: bool = False
    exact: bool = True  # the same place; else a place close to it


def places_graph(*, base: str = DATA) -> str:
    """Return the name of the graph that says which units places lie in."""
    return f"{base}graph/places"


def matches_graph(source: str, *, base: str = DATA) -> str:
    """Return the name of the graph of the links that one endpoint or service gave."""
    return graph_iri("matches", slug(source), base=base)


def unit_facts(unit: Entry, above: str | None, *, base: str = DATA) -> Iterator[Fact]:
    """Yield what a gazetteer says of a unit that places lie in; `above` is the IRI of the next larger one.

    It has no point here: where an article names the unit, its point stands in that article's graph.
    """
    node = iri("place", slug(unit.id), base=base)
    yield from kinds(node, GEO.Feature)
    yield from value(node, SKOS.prefLabel, unit.name)
    yield from value(node, CKG.countryCode, unit.country)
    yield from link(node, CKG.precision, [concept_iri("precision", unit.precision)])
    yield from value(node, CKG.geonamesId, unit.geonames)
    yield from value(node, CKG.wikidata, unit.wikidata)
    yield from value(node, CKG.pcode, unit.pcode)
    yield from link(node, SKOS.exactMatch, map(safe_iri, addresses(unit)))
    yield from link(node, GEO.sfWithin, [above])


def addresses(entry: Entry) -> list[str]:
    """Return the addresses of an entry in the collections that it has a number or a link of."""
    found = [link for link in entry.links if link.startswith(("http://", "https://"))]
    found += [GEONAMES.format(entry.geonames)] if entry.geonames is not None else []
    found += [WIKIDATA.format(entry.wikidata)] if entry.wikidata is not None else []
    return sorted(set(found))


def match_facts(match: Matched, *, base: str = DATA) -> Iterator[Fact]:
    """Yield a match with how it was found; the link itself only where it was accepted."""
    address = safe_iri(match.address)
    if address is None:
        return
    node = iri("match", digest(match.place, match.address, match.method), base=base)
    yield from link(match.place, CKG.match, [node])
    yield from kinds(node, CKG.Candidate)
    yield from value(node, DCTERMS.identifier, match.address)
    yield from value(node, RDFS.label, match.name or match.address)
    yield from value(node, CKG.score, float(match.score))
    yield from value(node, CKG.method, match.method)
    yield from value(node, CKG.reason, match.why)
    yield from value(node, CKG.accepted, match.accepted)
    yield from link(node, RDFS.seeAlso, [address])
    if match.accepted:
        yield from link(match.place, SKOS.exactMatch if match.exact else SKOS.closeMatch, [address])
        number = address.rsplit("/", 1)[-1]
        known = match.exact and address.startswith(WIKIDATA.format(""))
        yield from value(match.place, CKG.wikidata, number if known else None)


def graph_quads(facts: Iterable[Fact], graph: str) -> list[Quad]:
    """Return facts as the sorted quads of one graph."""
    name = NamedNode(graph)
    return sorted({Quad(s, p, o, name) for s, p, o in facts}, key=str)
