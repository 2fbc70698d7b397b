"""Looks the places of a graph up elsewhere: in any SPARQL endpoint that is shaped like Wikidata, or by a service.

What was found is written after every batch, with what was asked: a run that broke off goes on where it stopped.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.ids import slug
from kg.linking.matching import Found, Judged, Known, judge
from kg.rdf.facts import Fact, link
from kg.rdf.places import Matched, graph_quads, match_facts, matches_graph
from kg.store import Store
from kg.store.places import HeldPlace, held_places
from kg.store.reconciling import Offer, Service, reconcile
from kg.store.remote import Cell, select_all
from kg.terms import CKG

Progress = Callable[[int, int], None]
Sleep = Callable[[float], None]
# Places told only roughly ("near X") are no entries of any collection.
EXACT = ("exact", "admin", "country")
BATCH, PAGE = 40, 1000
_POINT = re.compile(r"Point\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_PREFIXES = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_COLUMNS = "?item ?name ?point ?number ?osm"
_REST = """  OPTIONAL { ?item wdt:P625 ?point }
  OPTIONAL { ?item wdt:P402 ?osm }
}
ORDER BY ?item ?name ?point ?number ?osm"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What one run of looking up did."""

    asked: int = 0
    linked: int = 0
    left: int = 0  # asked in an earlier run


def link_places(
    store: Store,
    endpoint: str,
    *,
    again: bool = False,
    page: int = PAGE,
    timeout: float = 60.0,
    sleep: Sleep = time.sleep,
    on_progress: Progress = lambda done, total: None,
) -> Looked:
    """Look up all places of a store in a SPARQL endpoint; those of an earlier run only `again`."""

    def look(batch: Sequence[HeldPlace]) -> Iterator[tuple[HeldPlace, list[Judged]]]:
        offered = list(_offered(endpoint, batch, page=page, timeout=timeout, sleep=sleep))
        for place in batch:
            yield place, judge(_known(place), [found for found in offered if _may_be(place, found)])

    return _look_up(store, endpoint, look, again=again, on_progress=on_progress)


def reconcile_places(
    store: Store,
    service: Service,
    *,
    kind: str | None = None,
    accept: float | None = None,
    again: bool = False,
    timeout: float = 60.0,
    sleep: Sleep = time.sleep,
    on_progress: Progress = lambda done, total: None,
) -> Looked:
    """Ask a reconciliation service for all places of a store; only what it is sure of, or scores enough, is linked."""

    def look(batch: Sequence[HeldPlace]) -> Iterator[tuple[HeldPlace, list[Judged]]]:
        queries = {f"q{n}": query(place, kind) for n, place in enumerate(batch)}
        answers = reconcile(service, queries, timeout=timeout, sleep=sleep)
        for n, place in enumerate(batch):
            yield place, _judged_offers(service, answers[f"q{n}"], accept)

    return _look_up(store, service.address, look, again=again, on_progress=on_progress)


Look = Callable[[Sequence[HeldPlace]], Iterable[tuple[HeldPlace, list[Judged]]]]


def _look_up(store: Store, source: str, look: Look, *, again: bool, on_progress: Progress) -> Looked:
    graph = ox.NamedNode(matches_graph(source, base=store.base))
    quads = set() if again else set(store.raw.quads_for_pattern(None, None, None, graph))
    done = {str(quad.subject) for quad in quads if quad.predicate.value == CKG.lookedUpIn}
    places = [p for p in held_places(store) if p.precision in EXACT]
    todo = iter(fresh := [place for place in places if f"<{place.iri}>" not in done])
    asked = linked = 0
    while batch := list(islice(todo, BATCH)):
        for place, judged in look(batch):
            quads |= set(graph_quads(_facts(place, judged, source, store.base), graph.value))
            asked, linked = asked + 1, linked + any(j.accepted for j in judged)
        store.put_graph(graph.value, sorted(quads, key=str))
        on_progress(asked, len(fresh))
    return Looked(asked=asked, linked=linked, left=len(places) - len(fresh))


def _facts(place: HeldPlace, judged: Iterable[Judged], source: str, base: str) -> Iterator[Fact]:
    yield from link(place.iri, CKG.lookedUpIn, [source])
    for one in judged:
        for address in [one.found.address, *(one.found.links if one.accepted else ())]:
            matched = Matched(
                place=place.iri,
                address=address,
                name=next(iter(one.found.names), ""),
                score=one.score,
                method=f"{one.method}, {source}",
                why=one.why,
                accepted=one.accepted,
                exact=one.exact,
            )
            yield from match_facts(matched, base=base)


def _known(place: HeldPlace) -> Known:
    return Known(names=place.names, lat=place.lat, lon=place.lon, geonames=place.geonames)


def _may_be(place: HeldPlace, found: Found) -> bool:
    """Tell whether an entry was found for this place: by its number, or by one of its names."""
    return (found.geonames is not None and found.geonames == place.geonames) or bool({*place.names} & {*found.names})


def _offered(endpoint: str, batch: Sequence[HeldPlace], *, page: int, timeout: float, sleep: Sleep) -> Iterator[Found]:
    """Yield what the endpoint has by the numbers and by the names of places, each entry once."""
    entries: dict[str, dict[str, set[str]]] = {}
    for text in (_by_number(batch), _by_name(batch)):
        for row in select_all(endpoint, text, page=page, timeout=timeout, sleep=sleep) if text else ():
            item, *cells = row
            if item is not None and item.kind == "uri":
                told = entries.setdefault(item.value, {})
                for field, cell in zip(("name", "point", "number", "osm"), cells, strict=True):
                    told.setdefault(field, set()).update([cell.value] if isinstance(cell, Cell) else [])
    for address, told in sorted(entries.items()):
        yield _found(address, told)


def _found(address: str, told: Mapping[str, set[str]]) -> Found:
    point = next((m for text in sorted(told["point"]) if (m := _POINT.search(text))), None)
    number = next((text for text in sorted(told["number"]) if text.isdecimal()), None)
    return Found(
        address=address,
        names=tuple(sorted(told["name"])) or (address.rsplit("/", 1)[-1],),
        lat=float(point[2]) if point else None,
        lon=float(point[1]) if point else None,
        geonames=int(number) if number is not None else None,
        links=tuple(f"https://www.openstreetmap.org/relation/{n}" for n in sorted(told["osm"]) if n.isdecimal()),
    )


def _by_number(batch: Iterable[HeldPlace]) -> str | None:
    numbers = sorted({str(place.geonames) for place in batch if place.geonames is not None})
    values = " ".join(str(ox.Literal(number)) for number in numbers)
    if not numbers:
        return None
    return (
        f"{_PREFIXES}SELECT {_COLUMNS} WHERE {{\n  VALUES ?number {{ {values} }}\n  ?item wdt:P1566 ?number .\n"
        f'  OPTIONAL {{ ?item rdfs:label ?name FILTER(LANG(?name) = "en") }}\n{_REST}'
    )


def _by_name(batch: Iterable[HeldPlace]) -> str | None:
    """Return the query for entries of the country that are called as a place is, in English or in Arabic."""
    pairs = sorted({(name, place.country) for place in batch if place.country is not None for name in place.names})
    rows = " ".join(
        f"({ox.Literal(name, language=tongue)} {ox.Literal(code)})" for name, code in pairs for tongue in ("en", "ar")
    )
    if not pairs:
        return None
    return (
        f"{_PREFIXES}SELECT {_COLUMNS} WHERE {{\n  VALUES (?name ?code) {{ {rows} }}\n"
        "  ?item rdfs:label|skos:altLabel ?name ; wdt:P17/wdt:P297 ?code .\n"
        f"  OPTIONAL {{ ?item wdt:P1566 ?number }}\n{_REST}"
    )


def query(place: HeldPlace, kind: str | None = None) -> dict[str, object]:
    """Return the query for a place in the form of the reconciliation protocol."""
    known = {"P17/P297": place.country, "P1566": None if place.geonames is None else str(place.geonames)}
    told = [{"pid": pid, "v": value} for pid, value in known.items() if value is not None]
    return {
        "query": place.names[0],
        "limit": 5,
        **({"type": kind, "type_strict": "should"} if kind is not None else {}),
        **({"properties": told} if told else {}),
    }


def _judged_offers(service: Service, offers: Sequence[Offer], accept: float | None) -> list[Judged]:
    sure = [offer.id for offer in offers if offer.match]
    first, second = (offers[n].score if len(offers) > n else None for n in (0, 1))
    enough = accept is not None and first is not None and first >= accept and first != second
    chosen = sure[0] if len(sure) == 1 else offers[0].id if enough and not sure else None
    return [
        Judged(
            found=Found(address=service.iri(offer.id), names=(offer.name,)),
            score=offer.score,
            method=f"reconciliation ({slug(service.name)})",
            why="the service is sure of it" if offer.match else "offered by the service",
            accepted=offer.id == chosen,
            exact=offer.match and offer.id == chosen,
        )
        for offer in offers
    ]
