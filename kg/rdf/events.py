"""Events and the links they rest on, in two named graphs that are made anew from the reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.events.model import Judgement, Link
from kg.events.summary import Event, TollRange
from kg.ids import DATA, concept_iri, digest, iri
from kg.rdf.facts import Fact, kinds, link, value
from kg.terms import CKG, DCTERMS, RDFS


def events_graph(*, base: str = DATA) -> str:
    """Return the name of the graph that holds the events."""
    return f"{base}graph/events"


def links_graph(*, base: str = DATA) -> str:
    """Return the name of the graph that holds the compared pairs."""
    return f"{base}graph/links"


def former_graph(*, base: str = DATA) -> str:
    """Return the name of the graph that tells what became of events that are no more."""
    return f"{base}graph/former-events"


def former_quads(former: Mapping[str, tuple[Iterable[str], Iterable[str]]], *, base: str = DATA) -> Iterator[Quad]:
    """Yield the quads of former events: for each its reports then, and the events they are in now."""
    facts: list[Fact] = []
    for key, (reports, now) in former.items():
        node = iri("event", key, base=base)
        facts += kinds(node, CKG.FormerEvent)
        facts += link(node, CKG.hadReport, [iri("report", report, base=base) for report in reports])
        facts += link(node, DCTERMS.isReplacedBy, [iri("event", event, base=base) for event in now])
    yield from _quads(facts, former_graph(base=base))


def event_quads(
    events: Iterable[Event],
    *,
    contained: Mapping[str, Iterable[str]],
    judgements: Iterable[Judgement] = (),
    replaced: Iterable[tuple[str, str]] = (),
    base: str = DATA,
) -> Iterator[Quad]:
    """Yield the quads of the events; `contained` are the events that each report of a total may contain."""
    found = list(events)
    home = {report: event.id for event in found for report in event.reports}
    facts = chain(
        chain.from_iterable(_event(event, home, base) for event in found),
        chain.from_iterable(_contained(report, inside, base) for report, inside in contained.items()),
        chain.from_iterable(_judgement(judgement, base) for judgement in judgements),
        chain.from_iterable(_replaced(old, new, base) for old, new in replaced),
    )
    yield from _quads(facts, events_graph(base=base))


def link_quads(links: Iterable[Link], prints: Mapping[str, str], *, base: str = DATA) -> Iterator[Quad]:
    """Yield the quads of the compared pairs; `prints` tell what each report was when it was compared."""
    facts = chain(
        chain.from_iterable(_link(pair, base) for pair in links),
        chain.from_iterable(value(iri("report", key, base=base), CKG.fingerprint, p) for key, p in prints.items()),
    )
    yield from _quads(facts, links_graph(base=base))


def _quads(facts: Iterable[Fact], graph: str) -> Iterator[Quad]:
    """Yield each fact once, in the order of the facts: to sort millions costs more than to make them."""
    node = NamedNode(graph)
    yield from dict.fromkeys(Quad(s, p, o, node) for s, p, o in facts)


def _event(event: Event, home: Mapping[str, str], base: str) -> Iterator[Fact]:
    node = iri("event", event.id, base=base)
    yield from kinds(node, CKG.Event)
    yield from link(node, CKG.hasReport, [iri("report", key, base=base) for key in event.reports])
    yield from link(node, CKG.judgedType, [concept_iri("event-type", event.type)])
    if event.core is not None:
        yield from value(node, CKG.coreFirst, event.core[0])
        yield from value(node, CKG.coreLast, event.core[1])
    if event.hull is not None:
        yield from value(node, CKG.hullFirst, event.hull[0])
        yield from value(node, CKG.hullLast, event.hull[1])
    if event.place is not None:
        yield from link(node, CKG.happenedAt, [iri("place", event.place.id, base=base)])
    yield from value(node, CKG.articleCount, len(event.articles))
    yield from value(node, CKG.publisherCount, event.publishers)
    yield from value(node, CKG.voiceCount, event.voices)
    for toll in event.tolls:
        yield from _toll(node, event.id, toll, base)
    for later, earlier in event.copies:
        yield from link(iri("article", later, base=base), CKG.repeats, [iri("article", earlier, base=base)])
    for later, earlier in event.growth:
        yield from link(iri("casualty", later, base=base), CKG.updates, [iri("casualty", earlier, base=base)])
    for _, other, why in event.contested:
        yield from link(node, CKG.contradicts, [iri("event", home[other], base=base)])
        yield from value(node, CKG.contradiction, why)


def _toll(event: str, key: str, toll: TollRange, base: str) -> Iterator[Fact]:
    node = iri("toll", digest(key, toll.outcome), base=base)
    yield from link(event, CKG.tollRange, [node])
    yield from kinds(node, CKG.TollRange)
    yield from link(node, CKG.rangeOutcome, [concept_iri("outcome", toll.outcome)])
    yield from value(node, CKG.lowest, toll.lowest)
    yield from value(node, CKG.highest, toll.highest)
    yield from value(node, CKG.openRange, toll.open or None)
    yield from link(node, CKG.lowestIn, [iri("report", toll.lowest_in, base=base)])
    yield from link(node, CKG.highestIn, [iri("report", toll.highest_in, base=base)])


def _contained(report: str, inside: Iterable[str], base: str) -> Iterator[Fact]:
    yield from link(iri("report", report, base=base), CKG.mayContain, [iri("event", key, base=base) for key in inside])


def _judgement(judgement: Judgement, base: str) -> Iterator[Fact]:
    node = iri("judgement", digest(judgement.left, judgement.right), base=base)
    yield from kinds(node, CKG.Judgement)
    yield from link(node, CKG.between, [iri("report", key, base=base) for key in (judgement.left, judgement.right)])
    yield from value(node, CKG.verdict, judgement.verdict)
    yield from value(node, RDFS.comment, judgement.note)


def _replaced(old: str, new: str, base: str) -> Iterator[Fact]:
    yield from link(iri("event", old, base=base), DCTERMS.isReplacedBy, [iri("event", new, base=base)])


def _link(pair: Link, base: str) -> Iterator[Fact]:
    node = iri("link", pair.id, base=base)
    yield from kinds(node, CKG.Link)
    yield from link(node, CKG.between, [iri("report", key, base=base) for key in (pair.left, pair.right)])
    yield from value(node, CKG.linkScore, Decimal(str(pair.score)))
    for name, level, weight in pair.parts:
        yield from value(node, CKG.linkPart, f"{name}: {level} {weight:+.2f}")
