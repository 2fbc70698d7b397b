"""What changed between two stores: two builds, or one set of articles read by two versions of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.export.reports import reports
from kg.store import Store

COLUMNS = ("what", "change", "iri", "article", "type", "fields")
Row = tuple[str, str, str, str, str, str]


def diff(old: Store, new: Store) -> list[Row]:
    """Return one row for each report or event that was gained, lost or changed, and each report that moved."""
    before, after = ({report["iri"]: report for report in reports(store)} for store in (old, new))
    return sorted([*_reports(before, after), *_events(before, after)])


def counts(rows: list[Row]) -> dict[str, int]:
    """Return how many rows tell of each kind of change."""
    return dict(sorted(Counter(f"{what} {change}" for what, change, *_ in rows).items()))


def _reports(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterator[Row]:
    for iri in sorted(before.keys() | after.keys()):
        old, new = before.get(iri), after.get(iri)
        report = new or old or {}
        row = (iri, report["article"], report["type"])
        if old is None or new is None:
            yield "report", "gained" if old is None else "lost", *row, ""
            continue
        fields = sorted(key for key in old.keys() | new.keys() if key != "event" and old.get(key) != new.get(key))
        if fields:
            yield "report", "changed", *row, " ".join(fields)
        # An event's IRI is a hash of its reports, so it tells whether the company of this one has changed.
        if "event" in old and "event" in new and old["event"] != new["event"]:
            yield "report", "moved", *row, f"{_tail(old['event'])} to {_tail(new['event'])}"


def _events(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterator[Row]:
    old, new = (_members(told) for told in (before, after))
    for iri in sorted(old.keys() ^ new.keys()):
        members = old.get(iri) or new.get(iri) or []
        articles = " | ".join(sorted({report["article"] for report in members}))
        types = " | ".join(sorted({report["type"] for report in members}))
        yield "event", "lost" if iri in old else "gained", iri, articles, types, ""


def _members(told: dict[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {}
    for report in told.values():
        if "event" in report:
            out.setdefault(report["event"], []).append(report)
    return out


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
