"""Reports as a table for spreadsheets and as features for a map."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.query import safe_cell

_JOIN = " | "

COLUMNS = (
    "report",
    "event",
    "article",
    "type",
    "aggregate",
    "count_min",
    "count_max",
    "status",
    "date_start",
    "date_end",
    "date_text",
    "date_edtf",
    "places",
    "lat",
    "lon",
    "precision",
    "perpetrators",
    "targets",
    "facilities",
    "weapons",
    "casualties",
    "sources",
    "evidence",
    "rules",
)


def report_csv(found: Iterable[dict[str, Any]]) -> str:
    """Return a CSV table with one row for each report; several values of a cell are joined by " | "."""
    return csv_table(COLUMNS, map(_row, found))


def csv_table(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180), no cell of which a spreadsheet takes for a formula."""
    columns = tuple(columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def report_geojson(found: Iterable[dict[str, Any]]) -> str:
    """Return a GeoJSON FeatureCollection with one feature for each place of a report that has coordinates."""
    features = [
        _feature(report, place)
        for report in found
        for place in report["places"]
        if place["lat"] is not None and place["lon"] is not None
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"


def casualty_text(casualty: dict[str, Any]) -> str:
    """Return a count in a few words: "killed civilians 9+"."""
    words = [casualty["outcome"], casualty["group"], count_text(casualty["min"], casualty["max"])]
    if "name" in casualty:
        words.append(f"({casualty['name']})")
    return " ".join(words)


def count_text(least: int | None, most: int | None) -> str:
    """Return bounds in a few characters: "9", "9+", "up to 9", "9-12", "some"."""
    if least is None:
        return "some" if most is None else f"up to {most}"
    if most is None:
        return f"{least}+"
    return str(least) if least == most else f"{least}-{most}"


def _facility_text(facility: dict[str, Any]) -> str:
    parts = (facility["type"], facility["name"], facility["place"] and f"in {facility['place']}", facility["damage"])
    return " ".join(part for part in parts if part)


def _row(report: dict[str, Any]) -> dict[str, Any]:
    when = report["date"] or {}
    located: dict[str, Any] = next((place for place in report["places"] if place["lat"] is not None), {})
    return {
        "report": report["iri"],
        "event": report.get("event"),
        "article": report["article"],
        "type": report["type"],
        "aggregate": "yes" if report["aggregate"] else "no",
        "count_min": report["count"]["min"],
        "count_max": report["count"]["max"],
        "status": report["status"],
        **{f"date_{part}": when.get(part) for part in ("start", "end", "text", "edtf")},
        **{part: located.get(part) for part in ("lat", "lon", "precision")},
        **_texts(report),
        "evidence": _JOIN.join(quote["exact"] for quote in report["evidence"]),
        "rules": _JOIN.join(report["rules"]),
    }


def _texts(report: dict[str, Any]) -> dict[str, str]:
    names = {
        role: _JOIN.join(e["name"] for e in report[role]) for role in ("places", "perpetrators", "targets", "sources")
    }
    return names | {
        "facilities": _JOIN.join(map(_facility_text, report["facilities"])),
        "weapons": _JOIN.join(report["weapons"]),
        "casualties": _JOIN.join(map(casualty_text, report["casualties"])),
    }


def _feature(report: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    when = report["date"] or {}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
        "properties": {
            "report": report["iri"],
            "event": report.get("event"),
            "article": report["article"],
            "type": report["type"],
            "aggregate": report["aggregate"],
            "status": report["status"],
            "start": when.get("start"),
            "end": when.get("end"),
            "place": place["name"],
            "place_iri": place["iri"],
            "precision": place["precision"],
            **{name: text for name, text in _texts(report).items() if name != "places"},
            "quote": report["evidence"][0]["exact"] if report["evidence"] else "",
        },
    }
