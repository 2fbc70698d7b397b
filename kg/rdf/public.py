"""One report in its public shape, as `ontology/reports.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.ids import DATA
from kg.model import Actor, Candidate, Casualty, Count, Facility, Place, Reading, Report, Span, When
from kg.rdf.discretion import WITHHELD, discretion
from kg.rdf.nodes import Names, top
from kg.rdf.report import edtf, place_links


def report_json(report: Report, reading: Reading, *, base: str = DATA, names: bool = True) -> dict[str, Any]:
    """Return one report as a JSON object; with `names=False` no victim's name and no quote is in it."""
    call = Names(article=reading.article, base=base, discretion=discretion(reading, names=names))
    return {
        "iri": call.report(report),
        "article": call.discretion.verbatim(reading.article.key) or reading.article.id,
        "type": top("event-type", report.type),
        "aggregate": report.aggregate,
        "count": _count(report.count, call),
        "status": report.status,
        "date": _date(report.when, call) if report.when is not None else None,
        "places": [_place(place, call) for place in report.places],
        "perpetrators": [_actor(actor, call) for actor in report.perpetrators],
        "targets": [_actor(actor, call) for actor in report.targets],
        "facilities": [_facility(facility, call) for facility in report.facilities],
        "weapons": sorted({top("weapon", weapon) for weapon in report.weapons}),
        "casualties": [_casualty(casualty, call) for casualty in report.casualties],
        "sources": [_actor(actor, call) for actor in report.sources],
        "evidence": [_quote(span, call) for span in report.evidence],
        "rules": list(report.rules),
    }


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value != ""}


def _count(count: Count, names: Names) -> dict[str, Any]:
    told = {"approx": count.approx or None, "text": names.discretion.verbatim(count.text)}
    return {"min": count.min, "max": count.max} | _known(told)


def _date(when: When, names: Names) -> dict[str, Any]:
    start, end = (day.isoformat() if day is not None else None for day in (when.start, when.end))
    return {"start": start, "end": end, "text": names.discretion.verbatim(when.text) or "", "edtf": edtf(when)}


def _mentions(spans: Iterable[Span], names: Names) -> list[str]:
    forms = (names.discretion.verbatim(span.of(names.article.text)) for span in spans)
    return list(dict.fromkeys(form for form in forms if form is not None))


def _actor(actor: Actor, names: Names) -> dict[str, Any]:
    hidden = names.discretion.hides(actor.name, known=actor.id is not None)
    return {
        "id": None if hidden else actor.id,
        "iri": names.actor(actor),
        "name": WITHHELD if hidden else actor.name,
        "mentions": _mentions(actor.spans, names),
        "links": [] if hidden else list(actor.links),
    }


def _place(place: Place, names: Names) -> dict[str, Any]:
    hidden = place.id is None and names.discretion.hides(place.name, known=False)
    return {
        "id": place.id,
        "iri": names.place(place),
        "name": WITHHELD if hidden else place.name,
        "mentions": _mentions(place.spans, names),
        "links": place_links(place),
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "pcode": place.pcode,
        "geonames": place.geonames,
        "wikidata": place.wikidata,
        "candidates": [_candidate(candidate) for candidate in place.candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    told = {"lat": candidate.lat, "lon": candidate.lon, "why": candidate.why}
    return {"id": candidate.id, "name": candidate.name, "score": candidate.score} | _known(told)


def _facility(facility: Facility, names: Names) -> dict[str, Any]:
    return {
        "type": top("facility", facility.type),
        "name": names.discretion.verbatim(facility.name),
        "place": names.discretion.verbatim(facility.place),
        "damage": facility.damage,
        "count": _count(facility.count, names),
    }


def _casualty(casualty: Casualty, names: Names) -> dict[str, Any]:
    base = {"outcome": top("outcome", casualty.outcome), "group": top("victim-group", casualty.group)}
    out = base | _count(casualty.count, names)
    if names.discretion.names:
        out |= _known({"name": casualty.name, "age": _age(casualty.age)})
    return out


def _age(age: str | None) -> int | str | None:
    return int(age) if age is not None and age.isdecimal() else age


def _quote(span: Span, names: Names) -> dict[str, Any]:
    # The words are left out with the names: people whom the reader did not notice may be in them, too.
    exact = span.of(names.article.text) if names.discretion.names else ""
    return {"exact": exact, "start": span.start, "end": span.end}
