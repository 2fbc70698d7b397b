"""Reports in their public shape, rebuilt from the graph: the same as `kg.rdf.report_json` gives from the reading.

What the graph does not keep is put in a fixed order: actors and places by name, all that has a passage in the text
by its place there. The surface forms are those of the whole article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg import rdf
from kg.store import Store
from kg.terms import CKG, DCTERMS, FOAF, OA, RDF, RDFS, SKOS, WGS

_HASH = re.compile(r"[0-9a-f]{16}")
_NOWHERE = 1 << 60  # sorts what has no passage of its own after what has


def reports(store: Store) -> Iterator[dict[str, Any]]:
    """Yield every report, sorted by the article's key and the place in its text."""
    events = _events(store)
    keyed = ((key, store.graph_of(article_id)) for article_id, key in store.keys().items())
    for key, graph in sorted(keyed, key=lambda pair: (pair[0], pair[1].value)):
        facts = Facts.of(store.raw.quads_for_pattern(None, None, None, graph))
        found = (_report(facts, node, key) | _known(event=events.get(node)) for node in facts.kind(CKG.Report))
        yield from sorted(found, key=_place_in_text)


def _events(store: Store) -> dict[str, str]:
    """Return the event that each report is judged to be about; a report of a total is about none."""
    graph = ox.NamedNode(rdf.events_graph(base=store.base))
    found = store.raw.quads_for_pattern(None, ox.NamedNode(CKG.hasReport), None, graph)
    return {str(q.object).strip("<>"): str(q.subject).strip("<>") for q in found}


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What one graph says, by subject and predicate."""

    about: dict[str, dict[str, list[str]]]

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> Facts:
        """Sort quads by what they are about."""
        about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            subject, other = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and not isinstance(other, ox.Triple):
                about[subject.value][quad.predicate.value].append(other.value)
        return cls(about=about)

    def kind(self, term: str) -> list[str]:
        """Return the things of a class."""
        return sorted(node for node, told in self.about.items() if term in told.get(RDF.type, ()))

    def all(self, node: str, term: str) -> list[str]:
        """Return all values of a property, sorted."""
        return sorted(self.about.get(node, {}).get(term, ()))

    def one(self, node: str, term: str) -> str | None:
        """Return the first value of a property, None where there is none."""
        return next(iter(self.all(node, term)), None)

    def number(self, node: str, term: str) -> int | None:
        """Return a whole number."""
        value = self.one(node, term)
        return None if value is None else int(value)

    def fraction(self, node: str, term: str) -> float | None:
        """Return a fraction."""
        value = self.one(node, term)
        return None if value is None else float(value)

    def notation(self, node: str, term: str) -> str | None:
        """Return the notation of a concept: the end of its IRI."""
        value = self.one(node, term)
        return None if value is None else value.rsplit("/", 1)[-1]


def _report(facts: Facts, node: str, key: str) -> dict[str, Any]:
    places = [_place(facts, place) for place in facts.all(node, CKG.place)]
    return {
        "iri": node,
        "article": key,
        "type": facts.notation(node, CKG.eventType),
        "aggregate": facts.one(node, CKG.aggregate) == "true",
        "count": _count(facts, node, CKG.incidentsMin, CKG.incidentsMax, CKG.incidentsText),
        "status": facts.notation(node, CKG.status),
        "date": _date(facts, node),
        "places": sorted(places, key=_name),
        "perpetrators": _actors(facts, node, CKG.perpetrator),
        "targets": _actors(facts, node, CKG.target),
        "facilities": [_facility(facts, part) for part in _in_text_order(facts, node, CKG.facility)],
        "weapons": [weapon.rsplit("/", 1)[-1] for weapon in facts.all(node, CKG.weapon)],
        "casualties": [_casualty(facts, part) for part in _in_text_order(facts, node, CKG.casualty)],
        "sources": _actors(facts, node, CKG.source),
        "evidence": _evidence(facts, node),
        "rules": facts.all(node, CKG.rule),
    }


def _place_in_text(report: dict[str, Any]) -> tuple[int, int, str]:
    first = report["evidence"][0] if report["evidence"] else {"start": _NOWHERE, "end": _NOWHERE}
    return first["start"], first["end"], report["iri"]


def _name(entity: dict[str, Any]) -> tuple[str, str]:
    return entity["name"], entity["iri"]


def _in_text_order(facts: Facts, node: str, term: str) -> list[str]:
    def position(part: str) -> tuple[int, int, str]:
        spans = [(quote["start"], quote["end"]) for quote in _evidence(facts, part)]
        return (*(spans[0] if spans else (_NOWHERE, _NOWHERE)), part)

    return sorted(facts.all(node, term), key=position)


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _count(facts: Facts, node: str, least: str, most: str, text: str) -> dict[str, Any]:
    approx = True if facts.one(node, CKG.approximate) == "true" else None
    bounds = {"min": facts.number(node, least), "max": facts.number(node, most)}
    return bounds | _known(approx=approx, text=facts.one(node, text))


def _counted(facts: Facts, node: str) -> dict[str, Any]:
    return _count(facts, node, CKG.countMin, CKG.countMax, CKG.countText)


def _date(facts: Facts, node: str) -> dict[str, Any] | None:
    start, end = facts.one(node, CKG.earliest), facts.one(node, CKG.latest)
    text, edtf = facts.one(node, CKG.whenText), facts.one(node, CKG.edtf)
    if all(value is None for value in (start, end, text, edtf)):
        return None
    return {"start": start, "end": end, "text": text or "", "edtf": edtf}


def _entity(facts: Facts, node: str) -> dict[str, Any]:
    own = node.rsplit("/", 1)[-1]
    return {
        "id": None if _HASH.fullmatch(own) else own,
        "iri": node,
        "name": facts.one(node, RDFS.label) or own,
        "mentions": facts.all(node, CKG.mentionedAs),
        "links": sorted(facts.all(node, SKOS.exactMatch) + facts.all(node, RDFS.seeAlso)),
    }


def _actors(facts: Facts, node: str, role: str) -> list[dict[str, Any]]:
    return sorted((_entity(facts, actor) for actor in facts.all(node, role)), key=_name)


def _place(facts: Facts, node: str) -> dict[str, Any]:
    candidates = [_candidate(facts, option) for option in facts.all(node, CKG.candidate)]
    return _entity(facts, node) | {
        "lat": facts.fraction(node, WGS.lat),
        "lon": facts.fraction(node, WGS.long),
        "precision": facts.notation(node, CKG.precision),
        "pcode": facts.one(node, CKG.pcode),
        "geonames": facts.number(node, CKG.geonamesId),
        "wikidata": facts.one(node, CKG.wikidata),
        "candidates": sorted(candidates, key=lambda option: (-option["score"], option["id"])),
    }


def _candidate(facts: Facts, node: str) -> dict[str, Any]:
    lat, lon = facts.fraction(node, WGS.lat), facts.fraction(node, WGS.long)
    out = {
        "id": facts.one(node, DCTERMS.identifier) or "",
        "name": facts.one(node, RDFS.label) or "",
        "score": facts.fraction(node, CKG.score) or 0.0,
    }
    return out | _known(lat=lat, lon=lon, why=facts.one(node, CKG.reason))


def _facility(facts: Facts, node: str) -> dict[str, Any]:
    return {
        "type": facts.notation(node, CKG.facilityType),
        "name": facts.one(node, RDFS.label),
        "place": facts.one(node, CKG.placeName),
        "damage": facts.notation(node, CKG.damage),
        "count": _counted(facts, node),
    }


def _casualty(facts: Facts, node: str) -> dict[str, Any]:
    victim = facts.one(node, CKG.victim)
    name = facts.one(victim, FOAF.name) if victim is not None else None
    age = facts.one(victim, CKG.age) if victim is not None else None
    number = int(age) if age is not None and age.isdecimal() else age
    what = {"outcome": facts.notation(node, CKG.outcome), "group": facts.notation(node, CKG.victimGroup)}
    return what | _counted(facts, node) | _known(name=name, age=number)


def _evidence(facts: Facts, node: str) -> list[dict[str, Any]]:
    quotes = []
    for resource in facts.all(node, CKG.evidence):
        selectors = facts.all(resource, OA.hasSelector)
        exact = next((words for s in selectors if (words := facts.one(s, OA.exact)) is not None), "")
        bounds = next(
            (
                (s, e)
                for p in selectors
                if (s := facts.number(p, OA.start)) is not None and (e := facts.number(p, OA.end)) is not None
            ),
            None,
        )
        if bounds is not None:
            quotes.append({"exact": exact, "start": bounds[0], "end": bounds[1]})
    return sorted(quotes, key=lambda quote: (quote["start"], quote["end"]))
