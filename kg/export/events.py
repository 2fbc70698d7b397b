"""Events with all their voices, rebuilt from the graph, and the formats they are written in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from kg import rdf
from kg.errors import UsageError
from kg.export.reports import Facts, reports
from kg.export.tabular import count_text, csv_table
from kg.ids import iri
from kg.query import named_query, run
from kg.store import Store
from kg.terms import CKG, DCTERMS, RDF

_JOIN = " | "
COLUMNS = (
    *("event", "type", "first", "last", "core_first", "core_last", "place", "lat", "lon", "precision", "articles"),
    *("publishers", "voices", "suggested_grade", "killed", "injured", "perpetrators", "statuses", "contradicts"),
    *("may_be_in", "reports"),
)


def events(store: Store) -> Iterator[dict[str, Any]]:
    """Yield every event, sorted by its first day; the suggested grade is asked for anew, since it is stored nowhere."""
    graph = Facts.of(store.raw.quads_for_pattern(None, None, None, _graph(store)))
    told = {report["iri"]: report for report in reports(store)}
    totals: dict[str, list[str]] = {}
    for report in sorted(graph.about):
        for event in graph.all(report, CKG.mayContain):
            totals.setdefault(event, []).append(report)
    grades = {row[0]: row[1] for row in run(store, named_query("event-grades"), limit=1_000_000_000).rows}
    found = (_event(graph, node, told, totals.get(node, []), grades.get(node)) for node in graph.kind(CKG.Event))
    yield from sorted(found, key=lambda event: (event["first"] or "9", event["iri"]))


def one_event(store: Store, name: str) -> dict[str, Any]:
    """Return the event called `name` (IRI, or the end of one), with its reports in full under "told"."""
    node = name if "://" in name else iri("event", name.removeprefix("event/"), base=store.base)
    graph = Facts.of(store.raw.quads_for_pattern(None, None, None, _graph(store)))
    gone = store.raw.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(DCTERMS.isReplacedBy), None, None)
    later = sorted({quad.object.value for quad in gone if isinstance(quad.object, ox.NamedNode)})
    if CKG.Event not in graph.all(node, RDF.type):
        hint = f"; it was replaced by {_JOIN.join(later)}" if later else "; list them with: kg events"
        raise UsageError(f"no event {name} in the store{hint}")
    found = next(event for event in events(store) if event["iri"] == node)
    told = {report["iri"]: report for report in reports(store)}
    keys = {iri("article", article, base=store.base): key for article, key in store.keys().items()}
    repeats = {
        keys.get(later, later): keys.get(first, first)
        for later in graph.about
        for first in graph.all(later, CKG.repeats)
    }
    voices = [told[report] | _known(repeats=repeats.get(told[report]["article"])) for report in found["reports"]]
    return found | {"told": sorted(voices, key=lambda voice: (voice["article"], voice["iri"]))}


def write_events(store: Store, form: str = "jsonl") -> bytes:
    """Return all events of the store in one of EVENT_FORMATS."""
    if form not in EVENT_FORMATS:
        raise UsageError(f"no format {form!r} for events; choose one of {', '.join(EVENT_FORMATS)}")
    return EVENT_FORMATS[form](events(store)).encode("utf-8")


def _graph(store: Store) -> ox.NamedNode:
    return ox.NamedNode(rdf.events_graph(base=store.base))


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _event(
    graph: Facts, node: str, told: Mapping[str, dict[str, Any]], totals: list[str], grade: Any
) -> dict[str, Any]:
    own = [told[report] for report in graph.all(node, CKG.hasReport) if report in told]
    return {
        "iri": node,
        "type": graph.notation(node, CKG.judgedType),
        "first": graph.one(node, CKG.hullFirst),
        "last": graph.one(node, CKG.hullLast),
        "core_first": graph.one(node, CKG.coreFirst),
        "core_last": graph.one(node, CKG.coreLast),
        "place": _place(own, graph.one(node, CKG.happenedAt)),
        "articles": sorted({report["article"] for report in own}),
        "publishers": graph.number(node, CKG.publisherCount),
        "voices": graph.number(node, CKG.voiceCount),
        "suggested_grade": grade,
        "tolls": [_toll(graph, toll) for toll in graph.all(node, CKG.tollRange)],
        "perpetrators": _accused(own),
        "statuses": sorted({report["status"] for report in own}),
        "contradicts": graph.all(node, CKG.contradicts),
        "may_be_in": totals,
        "reports": [report["iri"] for report in own],
    }


def _place(own: Iterable[dict[str, Any]], node: str | None) -> dict[str, Any] | None:
    keys = ("iri", "name", "lat", "lon", "precision")
    places = [place for report in own for place in report["places"] if place["iri"] == node]
    return next(({key: place[key] for key in keys} for place in sorted(places, key=lambda p: str(p["name"]))), None)


def _toll(graph: Facts, node: str) -> dict[str, Any]:
    return {
        "outcome": graph.notation(node, CKG.rangeOutcome),
        "lowest": graph.number(node, CKG.lowest),
        "highest": graph.number(node, CKG.highest),
        "open": graph.one(node, CKG.openRange) == "true",
        "lowest_in": graph.one(node, CKG.lowestIn),
        "highest_in": graph.one(node, CKG.highestIn),
    }


def _accused(own: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return who is told to have done it, each with who says so and in which articles; denials accuse nobody."""
    found: dict[str, dict[str, Any]] = {}
    for report in own:
        if report["status"] == "denied":
            continue
        for actor in report["perpetrators"]:
            entry = found.setdefault(
                actor["iri"], {"iri": actor["iri"], "name": actor["name"], "by": set(), "in": set()}
            )
            entry["by"] |= {source["name"] for source in report["sources"]}
            entry["in"].add(report["article"])
    plain = ({**entry, "by": sorted(entry["by"]), "in": sorted(entry["in"])} for entry in found.values())
    return sorted(plain, key=lambda entry: (-len(entry["in"]), entry["name"], entry["iri"]))


def toll_text(event: Mapping[str, Any], outcome: str) -> str:
    """Return the range of one outcome in a few characters: "9-14+"."""
    for toll in event["tolls"]:
        if toll["outcome"] == outcome:
            return count_text(toll["lowest"], toll["highest"]) + ("+" if toll["open"] else "")
    return ""


def event_row(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event as one row of plain values, by COLUMNS."""
    place = event["place"] or {}
    plain = ("type", "first", "last", "core_first", "core_last", "publishers", "voices", "suggested_grade")
    return {
        "event": event["iri"],
        **{key: event[key] for key in plain},
        "place": place.get("name"),
        **{key: place.get(key) for key in ("lat", "lon", "precision")},
        **{key: _JOIN.join(event[key]) for key in ("articles", "statuses", "contradicts", "may_be_in", "reports")},
        "killed": toll_text(event, "killed"),
        "injured": toll_text(event, "injured"),
        "perpetrators": _JOIN.join(map(_accusation, event["perpetrators"])),
    }


def _accusation(actor: Mapping[str, Any]) -> str:
    return f"{actor['name']} (according to {', '.join(actor['by'])})" if actor["by"] else str(actor["name"])


def _csv(found: Iterable[dict[str, Any]]) -> str:
    return csv_table(COLUMNS, map(event_row, found))


def _jsonl(found: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in found)


def _geojson(found: Iterable[dict[str, Any]]) -> str:
    features = []
    for event in found:
        place = event["place"] or {}
        if place.get("lat") is not None and place.get("lon") is not None:
            point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
            properties = {key: value for key, value in event_row(event).items() if key not in ("lat", "lon")}
            features.append({"type": "Feature", "geometry": point, "properties": properties})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"


EVENT_FORMATS: Mapping[str, Callable[[Iterable[dict[str, Any]]], str]] = MappingProxyType(
    {"jsonl": _jsonl, "csv": _csv, "geojson": _geojson}
)
