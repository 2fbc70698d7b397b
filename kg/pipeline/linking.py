"""Makes the events of a store from its reports: only pairs with a new or changed report are compared.

A pair's score depends on its two reports alone, so keeping the old scores gives what a full rebuild would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import rdf
from kg.events.clusters import cluster
from kg.events.copies import word_runs
from kg.events.judgements import judgements_file, read_judgements
from kg.events.links import find_links
from kg.events.model import Cluster, Judgement, Link, Telling
from kg.events.summary import Event, summarise
from kg.events.totals import contained
from kg.events.words import linking_hash
from kg.ids import digest
from kg.pipeline.tellings import tellings, texts
from kg.store import Store
from kg.terms import CKG

MOSTLY = 0.3  # share of new reports above which the old links are dropped: taking differences costs more than writing


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """What linking made of a store."""

    events: int = 0
    told_by_many: int = 0  # events that more than one article tells
    links: int = 0
    compared: int = 0  # reports that were new or changed


def link_events(store: Store, judgements: Iterable[Judgement] | None = None) -> Linked | None:
    """Make the events of `store` anew; None where nothing it depends on has changed.

    `judgements` are those of the file beside the store where none are given.
    """
    judged = _judged(store) if judgements is None else tuple(sorted(judgements))
    mark = digest(linking_hash(), *sorted(store.known().items()), *judged)
    graph, old = ox.NamedNode(rdf.links_graph(base=store.base)), _stored(store)
    if old.get(graph.value) == mark:
        return None
    found = tellings(store)
    prints = {t.id: digest(linking_hash(), t.fingerprint) for t in found}
    fresh = {key for key, value in prints.items() if old.get(key) != value}
    known = {t.id: t for t in found}
    kept = [k for k in stored_links(store) if k.left in known and k.right in known and not {k.left, k.right} & fresh]
    links = sorted([*kept, *find_links(found, fresh=fresh)])
    if len(fresh) > MOSTLY * len(found):
        store.delete_graph(graph)  # and with it the mark: whatever stops this build, the next one compares all again
    events = make_events(store, found, links, judged)
    store.put_graph(graph.value, _written(links, prints, mark, graph, base=store.base))
    return Linked(
        events=len(events),
        told_by_many=sum(len(event.articles) > 1 for event in events),
        links=len(links),
        compared=len(fresh),
    )


def _written(
    links: Iterable[Link], prints: Mapping[str, str], mark: str, graph: ox.NamedNode, *, base: str
) -> Iterator[ox.Quad]:
    yield from rdf.link_quads(links, prints, base=base)
    yield ox.Quad(graph, ox.NamedNode(CKG.fingerprint), ox.Literal(mark), graph)


def make_events(
    store: Store, found: list[Telling], links: list[Link], judgements: tuple[Judgement, ...]
) -> list[Event]:
    """Write the graph of events and return them."""
    known = {t.id: t for t in found}
    clusters = cluster(found, links, judgements)
    many = {known[m].article for c in clusters if len({known[m].article for m in c.members}) > 1 for m in c.members}
    runs = {article: word_runs(text) for article, text in texts(store, many)}
    events = [summarise(c, known, runs) for c in clusters]
    quads = rdf.event_quads(
        events,
        contained=contained(found, events, known),
        judgements=judgements,
        replaced=replaced(cluster(found, links), clusters) if judgements else (),
        base=store.base,
    )
    gone = former(_members(store), clusters)
    store.put_graph(rdf.events_graph(base=store.base), quads)
    store.put_graph(rdf.former_graph(base=store.base), rdf.former_quads(gone, base=store.base))
    return events


def former(
    before: Mapping[str, Iterable[str]], after: Iterable[Cluster]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the events that are no more: what they were about, and the events that some of it is in now."""
    clusters = list(after)
    ids, now = {c.id for c in clusters}, {member: c.id for c in clusters for member in c.members}
    gone = {
        key: (tuple(sorted(members)), tuple(sorted({now[m] for m in members if m in now})))
        for key, members in sorted(before.items())
        if key not in ids
    }
    return {key: told for key, told in gone.items() if told[1]}


def _members(store: Store) -> dict[str, list[str]]:
    """Return the reports of each event that the store has ever named."""
    found: dict[str, list[str]] = {}
    for term in (CKG.hadReport, CKG.hasReport):
        for quad in store.raw.quads_for_pattern(None, ox.NamedNode(term), None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                event, report = (node.value.rsplit("/", 1)[-1] for node in (quad.subject, quad.object))
                found.setdefault(event, []).append(report)
    return found


def replaced(before: Iterable[Cluster], after: Iterable[Cluster]) -> list[tuple[str, str]]:
    """Return which events judgements have taken the place of which: those that share a report with them."""
    now = {member: c.id for c in after for member in c.members}
    ids = set(now.values())
    return sorted({(c.id, now[m]) for c in before if c.id not in ids for m in c.members})


def stored_links(store: Store) -> list[Link]:
    """Return the pairs that were compared before, sorted."""
    graph = ox.NamedNode(rdf.links_graph(base=store.base))
    told: dict[str, dict[str, list[str]]] = {}
    for quad in store.raw.quads_for_pattern(None, None, None, graph):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            about = told.setdefault(quad.subject.value, {})
            about.setdefault(quad.predicate.value, []).append(quad.object.value)
    return sorted(_link(about) for about in told.values() if CKG.linkScore in about)


def _link(about: dict[str, list[str]]) -> Link:
    left, right = sorted(node.rsplit("/", 1)[-1] for node in about[CKG.between])
    parts = sorted(map(_part, about.get(CKG.linkPart, [])))
    return Link(left=left, right=right, score=float(about[CKG.linkScore][0]), parts=tuple(parts))


def _part(text: str) -> tuple[str, str, float]:
    name, rest = text.split(": ", 1)
    level, weight = rest.rsplit(" ", 1)
    return name, level, float(weight)


def _stored(store: Store) -> dict[str, str]:
    graph = ox.NamedNode(rdf.links_graph(base=store.base))
    found = store.raw.quads_for_pattern(None, ox.NamedNode(CKG.fingerprint), None, graph)
    marks = {
        q.subject.value: q.object.value
        for q in found
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.Literal)
    }
    return {node if node == graph.value else node.rsplit("/", 1)[-1]: mark for node, mark in marks.items()}


def _judged(store: Store) -> tuple[Judgement, ...]:
    return () if store.place is None else read_judgements(judgements_file(store.place))
