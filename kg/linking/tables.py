"""Reads tables of places that others publish: GeoNames dumps, p-code tables, Linked Places, Wikidata, any CSV.

Each reader yields records: the fields of `gazetteer_columns.tsv` with the texts the file gives. What a record lacks is
filled in by `kg.linking.adding`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg import lexicon
from kg.errors import InputError, UsageError

Record = dict[str, list[str]]
FORMATS = ("geonames", "csv", "tsv", "json", "linked-places", "linked-places-tsv", "wikidata")
_GEONAMES = ("geonames", "name", "ascii", "name_other", "lat", "lon", "class", "kind", "country", "cc2")
_UNIT = re.compile(r"adm(?:in)?(\d)_?(?:name)?_?(en|ar|fr|es|pcode|name)?\d?")
_POINT = re.compile(r"POINT\s*Z?\s*\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)", re.IGNORECASE)
_WIKIDATA = re.compile(r"(?:^|/)(Q[1-9]\d*)$")
# GeoNames classes of places that reports name; hotels, schools and wells would only be namesakes.
_WANTED = frozenset("APTLH")


def read_table(file: Path, *, form: str | None = None, columns: Mapping[str, str] | None = None) -> Iterator[Record]:
    """Yield the records of a table; `columns` says which column holds which field, where the header does not."""
    text = _text(file)
    form = form or guess_format(file, text)
    if form == "geonames":
        yield from _geonames(text)
    elif form in ("csv", "tsv", "linked-places-tsv") or (
        form == "wikidata" and not text.lstrip().startswith(("{", "["))
    ):
        yield from _cells(file, text, columns or {})
    else:
        yield from _json(file, text)


def guess_format(file: Path, text: str) -> str:
    """Return which format a table is in, by its first characters and its name."""
    head = text[:4096].lstrip()
    if head.startswith(("{", "[")):
        if "FeatureCollection" in head or '"Feature"' in head:
            return "linked-places"
        return "wikidata" if '"bindings"' in head or '"results"' in head else "json"
    first = head.split("\n", 1)[0]
    cells = first.split("\t")
    if len(cells) == 19 and cells[0].isdecimal():
        return "geonames"
    if "fclasses" in cells and "title" in cells:
        return "linked-places-tsv"
    return "tsv" if first.count("\t") > max(first.count(","), first.count(";")) or file.suffix == ".tsv" else "csv"


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"no such file: {file}") from error
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}; convert it first", reason="charset") from error


def _geonames(text: str) -> Iterator[Record]:
    rows = [line.split("\t") for line in text.splitlines()]
    units = {key: cells[1] for cells in rows if len(cells) > 13 and (key := _unit_key(cells)) is not None}
    for cells in rows:
        if (
            len(cells) < 15
            or cells[6] not in _WANTED
            or cells[7] in ("PPLQ", "PPLH", "ADMDH", "ADM1H", "ADM2H")
            or cells[7].startswith("PCL")  # a country is known already
        ):
            continue
        record = {field: [cell] for field, cell in zip(_GEONAMES, cells, strict=False) if cell}
        record["name_other"] = [cells[2], *cells[3].split(",")]
        record["population"] = [cells[14]]
        record["parent"] = _above(cells, units)
        yield record


def _unit_key(cells: list[str]) -> tuple[str, ...] | None:
    """Return the codes of an administrative unit, from the country downwards; None for any other place."""
    level = cells[7][3:4] if cells[6] == "A" and re.fullmatch("ADM[1-4]", cells[7]) else ""
    return (cells[8], *cells[10 : 10 + int(level)]) if level else None


def _above(cells: list[str], units: Mapping[tuple[str, ...], str]) -> list[str]:
    """Return the names of the units that a place lies in by its codes, the smallest first."""
    codes, own = (cells[8], *cells[10:14]), _unit_key(cells)
    keys = [codes[:n] for n in range(5, 1, -1) if codes[n - 1 : n] != ("",)]
    return [units[key] for key in keys if key in units and key != own]


def _cells(file: Path, text: str, columns: Mapping[str, str]) -> Iterator[Record]:
    first = text.split("\n", 1)[0]
    delimiter = max("\t,;|", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(rows, [])
    fields = _fields(file, header, columns)
    deepest = max((level for level, field in fields if field == "name"), default=0)
    if (0, "name") in fields:
        deepest += 1  # a place with a name of its own: all units are what it lies in
    for row in rows:
        yield _record(fields, row, deepest)


def _fields(file: Path, header: list[str], columns: Mapping[str, str]) -> list[tuple[int, str]]:
    """Return (administrative level or 0, field) of each column."""
    if unknown := sorted(set(columns.values()) - set(header)):
        raise UsageError(f"{file} has no column '{unknown[0]}'; it has: {', '.join(header)}")
    given = {column: field for field, column in columns.items()}
    fields = [(0, given[name]) if name in given else _field(name) for name in header]
    taken = set(columns)
    fields = [
        (level, "" if field in taken and header[i] not in given else field) for i, (level, field) in enumerate(fields)
    ]
    held = {field for _, field in fields}
    if "name" not in held or not ({"lat", "lon"} <= held or "point" in held):
        raise UsageError(
            f"{file}: no column is known to hold {'the name' if 'name' not in held else 'the coordinates'}; "
            f"say which with --columns name=…,lat=…,lon=… (it has: {', '.join(header)})"
        )
    return fields


@cache
def _known() -> dict[str, str]:
    return {row["form"]: row["field"] for row in lexicon.table("gazetteer_columns")}


def _field(name: str) -> tuple[int, str]:
    lowered = name.strip().lower()
    if unit := _UNIT.fullmatch(lowered):
        if unit[1] == "0":
            return 0, "country" if unit[2] == "pcode" else ""
        kind = {"pcode": "pcode", "en": "name", "name": "name", None: "name"}.get(unit[2], "name_other")
        return int(unit[1]), kind
    return 0, _known().get(re.sub(r"[^a-z0-9@]+", "", lowered), "")


def _record(fields: list[tuple[int, str]], row: list[str], deepest: int) -> Record:
    """Return one row by field; of columns for several administrative levels the deepest is the place."""
    record: Record = {}
    for (level, field), cell in zip(fields, row, strict=False):
        value = cell.strip()
        if not field or not value:
            continue
        if level and level < deepest:
            if field == "name":
                record.setdefault("parent", []).insert(0, value)
            continue
        if level and field == "pcode":
            record["level"] = [str(level)]
        record.setdefault(field, []).extend(_split(field, value))
    return _pointed(record)


def _split(field: str, value: str) -> list[str]:
    return (
        [part.strip() for part in re.split(r"[;|]", value) if part.strip()]
        if field in ("name_other", "links")
        else [value]
    )


def _pointed(record: Record) -> Record:
    """Return a record with the numbers of its point, and an item's number in place of its address."""
    if (point := record.pop("point", None)) and (found := _POINT.search(point[0])):
        record["lon"], record["lat"] = [found[1]], [found[2]]
    if wikidata := record.get("wikidata"):
        found = _WIKIDATA.search(wikidata[0])
        record["wikidata"] = [found[1]] if found else []
    return record


def _json(file: Path, text: str) -> Iterator[Record]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(f"{file}: broken JSON: {error}", reason="json") from error
    if isinstance(data, dict) and "bindings" in (data.get("results") or {}):
        for row in data["results"]["bindings"]:
            yield _flat({name: cell.get("value") for name, cell in row.items()})
    elif isinstance(data, dict) and isinstance(data.get("features"), list):
        for feature in data["features"]:
            yield _feature(feature)
    elif isinstance(data, list):
        for row in data:
            yield _feature(row) if row.get("type") == "Feature" else _nested(row)
    else:
        raise InputError(f"{file}: neither a list of places, Linked Places nor SPARQL results", reason="json")


def _flat(row: Mapping[str, Any]) -> Record:
    record: Record = {}
    for name, cell in row.items():
        level, field = _field(name)
        if field and not level and cell not in (None, ""):
            record.setdefault(field, []).extend(_split(field, str(cell)))
    return _pointed(record)


def _nested(row: Mapping[str, Any]) -> Record:
    """Return a place of a list of objects, with names by language, a centroid and ids of other gazetteers."""
    simple = {key: value for key, value in row.items() if isinstance(value, str | int | float)}
    for part in ("centroid", "externalIds", "location", "coordinates", "ids"):
        if isinstance(row.get(part), Mapping):
            simple |= {key: value for key, value in row[part].items() if isinstance(value, str | int | float)}
    record = _flat(simple)
    name = row.get("name")
    if isinstance(name, Mapping):
        spoken = [str(value) for language, value in sorted(name.items()) if language != "en" and value]
        record["name"] = [str(name["en"])] if name.get("en") else spoken[:1]
        record.setdefault("name_other", []).extend(spoken)
    aliases = [alias.get("value") if isinstance(alias, Mapping) else alias for alias in row.get("aliases") or []]
    record.setdefault("name_other", []).extend(str(alias) for alias in aliases if alias)
    if population := row.get("population"):
        record["population"] = [str(population.get("value") if isinstance(population, Mapping) else population)]
    if iso := row.get("iso31662"):
        record.setdefault("country", [str(iso)[:2]])
    return record


def _feature(feature: Mapping[str, Any]) -> Record:
    """Return one Linked Places feature."""
    about = feature.get("properties") or {}
    record: Record = {"id": [str(feature.get("@id") or feature.get("id") or about.get("id") or "")]}
    record["name"] = [str(about.get("title") or about.get("name") or "")]
    record["name_other"] = [str(name["toponym"]) for name in feature.get("names") or [] if name.get("toponym")]
    record["country"] = [str(code) for code in about.get("ccodes") or []][:1]
    for field in ("pcode", "wikidata", "geonames"):
        record[field] = [str(about[field])] if about.get(field) else []
    record["kind"] = [str(kind) for kind in about.get("fclasses") or []][:1]
    record["links"] = [
        str(link["identifier"])
        for link in feature.get("links") or []
        if link.get("type") in ("exactMatch", "closeMatch")
    ]
    record["parent"] = [
        str(relation["label"])
        for relation in feature.get("relations") or []
        if "broader" in str(relation.get("relationType", "")) and relation.get("label")
    ]
    for point in _points(feature.get("geometry") or {}):
        record["lon"], record["lat"] = [str(point[0])], [str(point[1])]
    return {field: values for field, values in record.items() if values}


def _points(geometry: Mapping[str, Any]) -> Iterator[list[float]]:
    if geometry.get("type") == "Point" and len(geometry.get("coordinates") or []) >= 2:
        yield geometry["coordinates"]
    elif found := _POINT.search(str(geometry.get("geowkt") or "")):
        yield [float(found[1]), float(found[2])]
    for part in (geometry.get("geometries") or [])[:1]:
        yield from _points(part)
