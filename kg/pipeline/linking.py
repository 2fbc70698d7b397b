"""Makes the events of a store from its reports: only pairs with a new or changed report are compared.

A pair's score depends on its two reports alone, so keeping the old scores gives what a full rebuild would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from kg.ids import digest, tail
from kg.pipeline.compared import Compared, compared, keep_compared, linked_mark
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
    if linked_mark(store) == mark:
        return None
    found, old = tellings(store), compared(store)
    prints = {t.id: digest(linking_hash(), t.fingerprint) for t in found}
    fresh = {key for key, value in prints.items() if old.prints.get(key) != value}
    same = prints.keys() - fresh
    links = sorted([*(k for k in old.links if k.left in same and k.right in same), *find_links(found, fresh=fresh)])
    if len(fresh) > MOSTLY * len(found):
        # And with it the mark: whatever stops this build, the next one compares all again.
        store.delete_graph(rdf.links_graph(base=store.base))
    events = make_events(store, found, links, judged)
    keep_compared(store, Compared(links=tuple(links), prints=prints), mark)
    return Linked(
        events=len(events),
        told_by_many=sum(len(event.articles) > 1 for event in events),
        links=len(links),
        compared=len(fresh),
    )


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
                event, report = (tail(node.value) for node in (quad.subject, quad.object))
                found.setdefault(event, []).append(report)
    return found


def replaced(before: Iterable[Cluster], after: Iterable[Cluster]) -> list[tuple[str, str]]:
    """Return which events judgements have taken the place of which: those that share a report with them."""
    now = {member: c.id for c in after for member in c.members}
    ids = set(now.values())
    return sorted({(c.id, now[m]) for c in before if c.id not in ids for m in c.members})


def _judged(store: Store) -> tuple[Judgement, ...]:
    return () if store.place is None else read_judgements(judgements_file(store.place))
