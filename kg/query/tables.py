"""Rows of plain values, and the ways to write them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import UsageError
from kg.ids import DATA
from kg.store.embedded import Answer

Value = str | int | float | None

SEPARATOR = " | "  # what the queries put between the values of one cell
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FRACTIONS = frozenset({f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """An answer: named columns and rows of plain values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def table(answer: Answer, *, lists: frozenset[str] = frozenset()) -> Table:
    """Turn an answer of the engine into a table; the parts of `lists` columns are sorted and freed of empty ones."""
    if isinstance(answer, ox.QueryBoolean):
        return Table(columns=("answer",), rows=(("yes" if answer else "no",),))
    if isinstance(answer, ox.QueryTriples):
        rows = sorted((str(t.subject), str(t.predicate), str(t.object)) for t in answer)
        return Table(columns=("subject", "predicate", "object"), rows=tuple(rows))
    columns = tuple(variable.value for variable in answer.variables)
    marks = tuple(column in lists for column in columns)
    return Table(columns=columns, rows=tuple(tuple(map(_cell, row, marks)) for row in answer))


def plain_value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value:
    """Return an RDF term as a plain value: numbers as numbers, all else as text."""
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if not isinstance(term, ox.Literal):
        return term.value
    if term.datatype.value == f"{_XSD}integer":
        return int(term.value)
    return float(term.value) if term.datatype.value in _FRACTIONS else term.value


def sorted_list(cell: str) -> str | None:
    """Put the values of one cell in order: engines join them in any order. Leading numbers count as numbers."""
    parts = {part.strip() for part in cell.split(SEPARATOR)} - {""}
    return SEPARATOR.join(sorted(parts, key=_by_number)) or None


def _by_number(part: str) -> tuple[int, str]:
    found = re.match(r"\d+", part)
    return (int(found[0]) if found else -1, part)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, is_list: bool) -> Value:
    value = plain_value(term)
    return sorted_list(value) if is_list and isinstance(value, str) else value


def safe_cell(value: Value) -> Value:
    """Return a value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def cells(found: Table, *, base: str = DATA) -> list[list[str]]:
    """Return the rows as text for a reader: IRIs of the data without their common beginning."""
    return [["" if v is None else str(v).removeprefix(base) for v in row] for row in found.rows]


def render(found: Table, form: str) -> str:
    """Write a table in one of FORMATS."""
    if form not in FORMATS:
        raise UsageError(f"no format {form!r}; choose one of {', '.join(FORMATS)}")
    return FORMATS[form](found)


def _plain(found: Table) -> str:
    rows = [list(found.columns), *([" ".join(cell.split()) for cell in row] for row in cells(found))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(found.columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def _markdown(found: Table) -> str:
    body = ([" ".join(cell.replace("|", r"\|").split()) for cell in row] for row in cells(found))
    rows: list[Sequence[str]] = [found.columns, ["---"] * len(found.columns), *body]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _csv(found: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(found.columns)
    writer.writerows(map(safe_cell, row) for row in found.rows)
    return out.getvalue()


def _tsv(found: Table) -> str:
    rows = [found.columns, *(("" if v is None else str(safe_cell(v)) for v in row) for row in found.rows)]
    return "".join("\t".join(re.sub(r"[\t\r\n]+", " ", cell) for cell in row) + "\n" for row in rows)


def _objects(found: Table) -> list[dict[str, Value]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def _json(found: Table) -> str:
    return json.dumps(_objects(found), ensure_ascii=False, indent=2) + "\n"


def _jsonl(found: Table) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _objects(found))


FORMATS: Mapping[str, Callable[[Table], str]] = MappingProxyType(
    {"table": _plain, "csv": _csv, "tsv": _tsv, "json": _json, "jsonl": _jsonl, "markdown": _markdown}
)
