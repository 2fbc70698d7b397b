"""Writes the reports and the graph in formats that other tools read; equal stores give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from kg.errors import UsageError
from kg.export.events import EVENT_FORMATS, events, one_event, write_events
from kg.export.graphs import GRAPH_FORMATS, graph
from kg.export.reports import reports
from kg.export.tabular import report_csv, report_geojson
from kg.store import Store

__all__ = [
    "EVENT_FORMATS",
    "GRAPH_FORMATS",
    "REPORT_FORMATS",
    "events",
    "graph",
    "one_event",
    "reports",
    "write_events",
    "write_reports",
]


def _jsonl(found: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(report, ensure_ascii=False) + "\n" for report in found)


REPORT_FORMATS: Mapping[str, Callable[[Iterable[dict[str, Any]]], str]] = MappingProxyType(
    {"jsonl": _jsonl, "csv": report_csv, "geojson": report_geojson}
)


def write_reports(store: Store, form: str = "jsonl") -> bytes:
    """Return all reports of the store in one of REPORT_FORMATS."""
    if form not in REPORT_FORMATS:
        raise UsageError(f"no format {form!r} for reports; choose one of {', '.join(REPORT_FORMATS)}")
    return REPORT_FORMATS[form](reports(store)).encode("utf-8")
