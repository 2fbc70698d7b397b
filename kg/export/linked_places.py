"""The places of the graph in Linked Places Format (GeoJSON-LD), and the same read back: no id is lost either way.

https://github.com/LinkedPasts/linked-places-format, version 1.3
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.ids import concept_iri, digest
from kg.rdf.facts import Fact, decimal, kinds, link, value
from kg.rdf.places import graph_quads
from kg.store import Store
from kg.store.places import HeldPlace, held_places
from kg.terms import CKG, GEO, RDFS, SKOS, WGS

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
PART_OF = "gvp:broaderPartitive"
# GeoNames' classes of what a precision says: a settlement, a unit, an area.
CLASSES = {"exact": "P", "near": "P", "admin": "A", "country": "A", "area": "L"}
CERTAIN = {"exact": "certain", "near": "less-certain", "admin": "less-certain"}
LINKS = (("exactMatch", "exact"), ("closeMatch", "close"), ("seeAlso", "related"))


def write_places(store: Store) -> bytes:
    """Return the places of a store, and the units they lie in, as one collection."""
    return json.dumps(collection(held_places(store)), ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def collection(places: Iterable[HeldPlace]) -> dict[str, Any]:
    """Return places as a collection of features, by IRI."""
    known = sorted(places, key=lambda place: place.iri)
    titles = {place.iri: place.names[0] for place in known}
    days = sorted(day for place in known for day in place.days)
    span = (days[0], days[-1]) if days else None
    return {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "features": [_feature(place, titles, span) for place in known],
    }


def _feature(place: HeldPlace, titles: Mapping[str, str], span: tuple[str, str] | None) -> dict[str, Any]:
    about = {
        "title": place.names[0],
        "ccodes": [place.country] if place.country is not None else [],
        "fclasses": [CLASSES.get(place.precision or "", "P")],
        "named": place.named,
        "precision": place.precision,
        "radius_km": place.radius,
        "geonames": place.geonames,
        "wikidata": place.wikidata,
        "pcode": place.pcode,
    }
    return {
        "@id": place.iri,
        "type": "Feature",
        "properties": {key: known for key, known in about.items() if known is not None},
        "when": _when(place.days, span),
        "names": [{"toponym": name} for name in place.names],
        "types": [_type(place.precision)] if place.precision is not None else [],
        "geometry": _geometry(place),
        "links": [{"type": kind, "identifier": i} for kind, field in LINKS for i in getattr(place, field)],
        "relations": [_relation(iri, titles) for iri in place.inside],
    }


def _when(days: tuple[str, ...], span: tuple[str, str] | None) -> dict[str, Any]:
    """Return when reports tell of a place; of a unit that none names, the time of all reports, marked as uncertain."""
    if days:
        return {"timespans": [{"start": {"in": days[0]}, "end": {"in": days[-1]}}], "certainty": "certain"}
    if span is not None:
        return {"timespans": [{"start": {"earliest": span[0]}, "end": {"latest": span[1]}}], "certainty": "uncertain"}
    return {"timespans": [], "label": "no day is told", "certainty": "uncertain"}


def _type(precision: str) -> dict[str, Any]:
    return {"identifier": concept_iri("precision", precision), "label": precision}


def _geometry(place: HeldPlace) -> dict[str, Any] | None:
    if place.lat is None or place.lon is None:
        return None
    return {
        "type": "Point",
        "coordinates": [place.lon, place.lat],
        "geowkt": f"POINT({decimal(place.lon)} {decimal(place.lat)})",
        "certainty": CERTAIN.get(place.precision or "", "uncertain"),
    }


def _relation(iri: str, titles: Mapping[str, str]) -> dict[str, Any]:
    label = {"label": titles[iri]} if iri in titles else {}
    return {"relationType": PART_OF, "relationTo": iri, **label}


def read_places(text: str, origin: str = "the collection") -> list[HeldPlace]:
    """Return the places of a collection that `write_places` wrote."""
    try:
        features = json.loads(text)["features"]
        return [_place(feature) for feature in features]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(f"{origin}: no Linked Places of this program: {error!r}", reason="json") from error


def _place(feature: Mapping[str, Any]) -> HeldPlace:
    about, point = feature["properties"], (feature.get("geometry") or {}).get("coordinates") or (None, None)
    links = {
        field: tuple(sorted(i["identifier"] for i in feature["links"] if i["type"] == kind)) for kind, field in LINKS
    }
    return HeldPlace(
        iri=feature["@id"],
        names=tuple(name["toponym"] for name in feature["names"]),
        named=about["named"],
        country=next(iter(about["ccodes"]), None),
        lat=point[1],
        lon=point[0],
        precision=about.get("precision"),
        radius=about.get("radius_km"),
        geonames=about.get("geonames"),
        wikidata=about.get("wikidata"),
        pcode=about.get("pcode"),
        exact=links["exact"],
        close=links["close"],
        related=links["related"],
        inside=tuple(sorted(r["relationTo"] for r in feature["relations"] if r["relationType"] == PART_OF)),
        days=_days(feature["when"]),
    )


def _days(when: Mapping[str, Any]) -> tuple[str, ...]:
    spans = when["timespans"] if when.get("certainty") == "certain" else []
    return tuple(spans[0][side]["in"] for side in ("start", "end")) if spans else ()


def place_quads(places: Iterable[HeldPlace], graph: str) -> list[ox.Quad]:
    """Return places that were read back as the quads of one graph."""
    return graph_quads((fact for place in places for fact in _facts(place)), graph)


def _facts(place: HeldPlace) -> Iterator[Fact]:
    node = place.iri
    yield from kinds(node, CKG.Place if place.named else GEO.Feature)
    yield from value(node, SKOS.prefLabel, place.names[0])
    for name in place.names[1:]:
        yield from value(node, CKG.mentionedAs, name)
    yield from value(node, CKG.countryCode, place.country)
    yield from value(node, WGS.lat, place.lat)
    yield from value(node, WGS.long, place.lon)
    yield from link(node, CKG.precision, [concept_iri("precision", place.precision)] if place.precision else [])
    yield from value(node, CKG.geonamesId, place.geonames)
    yield from value(node, CKG.wikidata, place.wikidata)
    yield from value(node, CKG.pcode, place.pcode)
    yield from link(node, SKOS.exactMatch, place.exact)
    yield from link(node, SKOS.closeMatch, place.close)
    yield from link(node, RDFS.seeAlso, place.related)
    yield from link(node, GEO.sfWithin, place.inside)
    if place.radius is not None:
        shape = f"{node}/geometry-{digest(node)}"
        yield from link(node, GEO.hasGeometry, [shape])
        yield from kinds(shape, GEO.Geometry)
        yield from value(shape, CKG.radius, place.radius)
