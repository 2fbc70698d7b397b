"""One report as facts: its roles, counts and times, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kg import lexicon
from kg.ids import concept_iri, digest
from kg.model import Actor, Candidate, Casualty, Count, Facility, Person, Place, Report, Span, When
from kg.rdf.discretion import WITHHELD
from kg.rdf.facts import Fact, decimal, kinds, link, value
from kg.rdf.nodes import Names, finer_iri, top_iri
from kg.terms import CKG, DCTERMS, EDTF, FOAF, GEO, OA, RDFS, REPORT_CLASS, SKOS, WGS

# Characters of context beside a quote: enough to find it again in a slightly altered copy of the text.
CONTEXT = 32
# Links to these are to the same thing; any other address is only about it.
SAME = ("https://sws.geonames.org/", "http://www.wikidata.org/entity/", "https://www.wikidata.org/entity/")


def report_facts(report: Report, names: Names) -> Iterator[Fact]:
    """Yield all that one report says."""
    node = names.report(report)
    yield from _core(node, report, names)
    yield from _incidents(node, report.count, names)
    if report.when is not None:
        yield from _when(node, report.when, names)
    for role, actors in (
        (CKG.perpetrator, report.perpetrators),
        (CKG.target, report.targets),
        (CKG.source, report.sources),
    ):
        yield from link(node, role, map(names.actor, actors))
        yield from chain.from_iterable(actor_facts(actor, names) for actor in actors)
    yield from link(node, CKG.place, map(names.place, report.places))
    yield from chain.from_iterable(place_facts(place, names) for place in report.places)
    yield from _facilities(node, report, names)
    yield from _casualties(node, report, names)
    yield from evidence_facts(node, report.evidence, names)


def _core(node: str, report: Report, names: Names) -> Iterator[Fact]:
    event_type = top_iri("event-type", report.type)
    own = REPORT_CLASS.get(event_type.rsplit("/", 1)[-1])
    yield from kinds(node, CKG.Report, *([own] if own is not None else []))
    yield from link(node, CKG.eventType, [event_type])
    yield from link(node, DCTERMS.type, [finer_iri("event-type", report.type)])
    yield from link(node, CKG.toldIn, [names.told_in])
    yield from link(node, CKG.status, [concept_iri("report-status", report.status)])
    yield from value(node, CKG.aggregate, report.aggregate)
    for weapon in report.weapons:
        yield from link(node, CKG.weapon, [top_iri("weapon", weapon)])
        yield from link(node, DCTERMS.type, [finer_iri("weapon", weapon)])
    for rule in report.rules:
        yield from value(node, CKG.rule, rule)


def _incidents(node: str, count: Count, names: Names) -> Iterator[Fact]:
    yield from value(node, CKG.incidentsMin, count.min)
    yield from value(node, CKG.incidentsMax, count.max)
    yield from value(node, CKG.incidentsText, names.discretion.verbatim(count.text))
    yield from value(node, CKG.approximate, count.approx or None)


def _when(node: str, when: When, names: Names) -> Iterator[Fact]:
    yield from value(node, CKG.earliest, when.start)
    yield from value(node, CKG.latest, when.end)
    yield from value(node, CKG.edtf, edtf(when), datatype=EDTF.EDTF)
    yield from value(node, CKG.whenText, names.discretion.verbatim(when.text))


def edtf(when: When) -> str | None:
    """Return `when` in the Extended Date/Time Format, with ".." for an open side; None where nothing is known."""
    if when.edtf is not None or (when.start is None and when.end is None):
        return when.edtf
    if when.start == when.end and when.start is not None:
        return when.start.isoformat()
    first, last = (day.isoformat() if day is not None else ".." for day in (when.start, when.end))
    return f"{first}/{last}"


def actor_facts(actor: Actor, names: Names) -> Iterator[Fact]:
    """Yield who an actor is and how this article names it."""
    node = names.actor(actor)
    hidden = names.discretion.hides(actor.name, known=actor.id is not None)
    yield from kinds(node, CKG.Actor)
    yield from value(node, RDFS.label, WITHHELD if hidden else actor.name)
    if actor.kind is not None:
        yield from link(node, CKG.actorKind, [concept_iri("actor-kind", actor.kind)])
    yield from _mentions(node, actor.spans, names)
    if not hidden:
        yield from _links(node, actor.links)


def _mentions(node: str, spans: Iterable[Span], names: Names) -> Iterator[Fact]:
    for span in spans:
        yield from value(node, CKG.mentionedAs, names.discretion.verbatim(span.of(names.article.text)))


def _links(node: str, links: Iterable[str]) -> Iterator[Fact]:
    for address in links:
        yield from link(node, SKOS.exactMatch if address.startswith(SAME) else RDFS.seeAlso, [address])


def place_facts(place: Place, names: Names) -> Iterator[Fact]:
    """Yield what is known of a place, and what else its name may stand for."""
    node = names.place(place)
    hidden = place.id is None and names.discretion.hides(place.name, known=False)
    yield from kinds(node, CKG.Place)
    yield from value(node, RDFS.label, WITHHELD if hidden else place.name)
    yield from _mentions(node, place.spans, names)
    yield from _point(node, place.lat, place.lon)
    if place.lat is not None and place.lon is not None:
        shape = names.of("geometry", node.rsplit("/", 1)[-1])
        yield from kinds(shape, GEO.Geometry)
        yield from link(node, GEO.hasGeometry, [shape])
        point = f"POINT({decimal(place.lon)} {decimal(place.lat)})"
        yield from value(shape, GEO.asWKT, point, datatype=GEO.wktLiteral)
        yield from value(shape, CKG.radius, radius(place))
    if place.precision is not None:
        yield from link(node, CKG.precision, [concept_iri("precision", place.precision)])
    yield from value(node, CKG.countryCode, place.country)
    yield from value(node, CKG.geonamesId, place.geonames)
    yield from value(node, CKG.wikidata, place.wikidata)
    yield from value(node, CKG.pcode, place.pcode)
    for area in place.within:
        yield from value(node, CKG.within, names.discretion.verbatim(area))
    yield from _links(node, place_links(place))
    for candidate in place.candidates:
        yield from _candidate(node, candidate, names)


def radius(place: Place) -> float | None:
    """Return how far from its point a place may lie, in kilometres; None without a point."""
    if place.lat is None or place.radius_km is not None:
        return None if place.lat is None else place.radius_km
    return lexicon.radii().get(place.precision or "")


def place_links(place: Place) -> list[str]:
    """Return the addresses of a place in other gazetteers, those that follow from its numbers too."""
    found = list(place.links)
    if place.geonames is not None:
        found.append(f"https://sws.geonames.org/{place.geonames}/")
    if place.wikidata is not None:
        found.append(f"http://www.wikidata.org/entity/{place.wikidata}")
    return sorted(set(found))


def _point(node: str, lat: float | None, lon: float | None) -> Iterator[Fact]:
    if lat is not None and lon is not None:
        yield from value(node, WGS.lat, float(lat))
        yield from value(node, WGS.long, float(lon))


def _candidate(place: str, candidate: Candidate, names: Names) -> Iterator[Fact]:
    node = names.of("candidate", digest(names.article.id, place, candidate.id))
    yield from link(place, CKG.candidate, [node])
    yield from kinds(node, CKG.Candidate)
    yield from value(node, DCTERMS.identifier, candidate.id)
    yield from value(node, RDFS.label, candidate.name)
    yield from value(node, CKG.score, float(candidate.score))
    yield from value(node, CKG.reason, candidate.why)
    yield from _point(node, candidate.lat, candidate.lon)


def _facilities(report_node: str, report: Report, names: Names) -> Iterator[Fact]:
    where = {place.name: names.place(place) for place in report.places}
    for node, facility in names.facilities(report):
        yield from link(report_node, CKG.facility, [node])
        yield from _facility(node, facility, names)
        if facility.place is not None:
            yield from link(node, CKG.locatedIn, [where.get(facility.place)])
        yield from _site(node, facility, report, names)
        if facility.operator is not None:
            yield from link(node, CKG.operator, [names.actor(facility.operator)])
            yield from actor_facts(facility.operator, names)


def _site(node: str, facility: Facility, report: Report, names: Names) -> Iterator[Fact]:
    """Yield the named building that a facility is, in the place it is told to be in or the only one of the report."""
    told = [place for place in report.places if facility.place in (None, place.name)]
    place = told[0] if len(told) == 1 else None
    site = names.site(facility, place)
    if site is not None:
        yield from link(node, CKG.site, [site])
        yield from kinds(site, GEO.Feature)
        yield from value(site, SKOS.prefLabel, facility.name)
        yield from link(site, DCTERMS.type, [top_iri("facility", facility.type)])
        yield from link(site, GEO.sfWithin, [names.place(place)] if place is not None else [])


def _facility(node: str, facility: Facility, names: Names) -> Iterator[Fact]:
    yield from kinds(node, CKG.Facility)
    yield from link(node, CKG.facilityType, [top_iri("facility", facility.type)])
    yield from link(node, DCTERMS.type, [finer_iri("facility", facility.type)])
    yield from value(node, RDFS.label, names.discretion.verbatim(facility.name))
    yield from value(node, CKG.placeName, names.discretion.verbatim(facility.place))
    if facility.damage is not None:
        yield from link(node, CKG.damage, [concept_iri("damage", facility.damage)])
    yield from _count(node, facility.count, names)
    yield from value(node, CKG.use, names.discretion.verbatim(facility.use))
    yield from evidence_facts(node, [facility.span] if facility.span is not None else [], names)


def _count(node: str, count: Count, names: Names) -> Iterator[Fact]:
    yield from value(node, CKG.countMin, count.min)
    yield from value(node, CKG.countMax, count.max)
    yield from value(node, CKG.countText, names.discretion.verbatim(count.text))
    yield from value(node, CKG.approximate, count.approx or None)


def _casualties(report_node: str, report: Report, names: Names) -> Iterator[Fact]:
    counted = names.casualties(report)
    # "Ten killed and wounded" is one stretch with two counts: a part belongs to the whole of its own outcome.
    wholes = {(c.span, c.outcome): node for node, c in reversed(counted) if c.span is not None}
    for node, casualty in counted:
        yield from link(report_node, CKG.casualty, [node])
        yield from _casualty(node, casualty, names)
        whole = wholes.get((casualty.part_of, casualty.outcome)) if casualty.part_of is not None else None
        if whole != node:
            yield from link(node, CKG.partOf, [whole])


def _casualty(node: str, casualty: Casualty, names: Names) -> Iterator[Fact]:
    yield from kinds(node, CKG.CasualtyCount)
    yield from link(node, CKG.outcome, [top_iri("outcome", casualty.outcome)])
    yield from link(node, CKG.victimGroup, [top_iri("victim-group", casualty.group)])
    yield from link(node, DCTERMS.type, [finer_iri("victim-group", casualty.group)])
    yield from _count(node, casualty.count, names)
    yield from evidence_facts(node, [casualty.span] if casualty.span is not None else [], names)
    if casualty.name is not None and names.discretion.names:
        person = names.person(casualty.name)
        yield from link(node, CKG.victim, [person])
        yield from kinds(person, CKG.Person)
        yield from value(person, FOAF.name, casualty.name)
        yield from value(person, CKG.age, casualty.age)


def person_facts(person: Person, reports: Iterable[Report], names: Names) -> Iterator[Fact]:
    """Yield a person whom reports name, nothing where no names may be written."""
    if not names.discretion.names:
        return
    node = names.person(person.name)
    yield from kinds(node, CKG.Person)
    yield from value(node, FOAF.name, person.name)
    yield from value(node, CKG.role, person.role)
    yield from value(node, CKG.age, person.age)
    for report in reports:
        if any(told.covers(span) for told in report.evidence for span in person.spans):
            yield from link(node, CKG.namedIn, [names.report(report)])
    if person.body is not None:
        yield from link(node, CKG.memberOf, [names.actor(person.body)])
        yield from actor_facts(person.body, names)


def evidence_facts(node: str, spans: Iterable[Span], names: Names) -> Iterator[Fact]:
    """Yield the stretches of text that speak for `node`, each by position and by quote."""
    for span in spans:
        yield from link(node, CKG.evidence, [names.stretch("quote", span)])
        yield from stretch_facts("quote", span, names, quoted=names.discretion.names)


def stretch_facts(kind: str, span: Span, names: Names, *, quoted: bool) -> Iterator[Fact]:
    """Yield one stretch of the text as a Web Annotation resource; with its words where `quoted`."""
    node, place = names.stretch(kind, span), names.stretch("selector/position", span)
    yield from kinds(node, OA.SpecificResource)
    yield from link(node, OA.hasSource, [names.told_in])
    yield from link(node, OA.hasSelector, [place])
    yield from kinds(place, OA.TextPositionSelector)
    yield from value(place, OA.start, span.start)
    yield from value(place, OA.end, span.end)
    if quoted:
        text, words = names.article.text, names.stretch("selector/quote", span)
        yield from link(node, OA.hasSelector, [words])
        yield from kinds(words, OA.TextQuoteSelector)
        yield from value(words, OA.exact, span.of(text))
        yield from value(words, OA.prefix, text[max(0, span.start - CONTEXT) : span.start])
        yield from value(words, OA.suffix, text[span.end : span.end + CONTEXT])
