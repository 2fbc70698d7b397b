"""Compares tellings pair by pair: the one place that knows Splink and DuckDB."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from kg.errors import ResourceError
from kg.events.features import Row, months, row, window
from kg.events.model import Link, Telling
from kg.events.words import Level, comparisons, lineages, thresholds

if TYPE_CHECKING:
    import duckdb

_TEXTS, _NUMBERS = (
    ("unique_id", "article", "type", "publisher"),
    ("first", "last", "issued", "killed_least", "killed_most"),
)
_MORE_NUMBERS = ("injured_least", "injured_most")
_FLAGS, _FRACTIONS = ("fresh", "implied", "relative"), ("lat", "lon")
_LISTS = (
    *("lineage", "points", "parts", "areas", "near", "perpetrators", "targets", "weapons", "facilities"),
    *("victims", "title", "blocks", "wide", "sites", "names", "names_near", "resolved"),
    *(f"{o}_{n}" for o in ("killed", "injured") for n in ("few", "many")),
)
_MACROS = """
CREATE MACRO shared(a, b) AS CASE WHEN least(len(a), len(b)) = 0 THEN 0
  ELSE len(list_intersect(a, b)) / least(len(a), len(b)) END;
CREATE MACRO km(a, b, c, d) AS CASE WHEN a IS NULL OR c IS NULL THEN NULL ELSE
  12742 * asin(sqrt(least(1.0, pow(sin(radians(c - a) / 2), 2)
  + cos(radians(a)) * cos(radians(c)) * pow(sin(radians(d - b) / 2), 2)))) END;
CREATE MACRO beyond(a, b) AS len(a) > len(list_intersect(a, b));
CREATE MACRO elsewhere(a, b) AS len(a) > 0 AND len(b) > 0 AND NOT list_has_any(a, b);
"""
DIGITS = 4  # of a stored score: floating point must not reach the bytes of a graph


def find_links(tellings: Iterable[Telling], *, fresh: Collection[str] | None = None) -> list[Link]:
    """Return all pairs worth keeping, sorted; with `fresh` only those that one of these tellings is in."""
    found = list(tellings)
    near = found if fresh is None else _in_reach(found, fresh)
    rows = [r for t in near if (r := row(t, fresh=fresh is None or t.id in fresh)) is not None]
    if len(rows) < 2 or not any(r["fresh"] for r in rows):
        return []
    rows.sort(key=lambda r: str(r["unique_id"]))
    return sorted(_predicted(rows))


def _in_reach(tellings: Iterable[Telling], fresh: Collection[str]) -> list[Telling]:
    """Return the tellings that may share a block with one of the fresh ones: of their kind, at about their time."""
    told = [(t, days, lineages()[t.type][0]) for t in tellings if t.type in lineages() and (days := window(t))]
    wanted = {(kind, month) for t, days, kind in told if t.id in fresh for month in months(days[0], days[1])}
    return [t for t, days, kind in told if any((kind, month) in wanted for month in months(days[0], days[1]))]


def _predicted(rows: list[Row]) -> list[Link]:
    import duckdb
    from splink import DuckDBAPI, Linker
    from splink.internals.exceptions import SplinkException

    logging.getLogger("splink").setLevel(logging.ERROR)  # it warns that nothing was estimated: weights are declared
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    connection.execute(_MACROS)
    try:
        api = DuckDBAPI(connection)
        linker = Linker(api.register(_arrow(rows)), _settings(), log_level=None, validate_settings=False)
        found = linker.inference.predict(threshold_match_probability=thresholds()["keep"])
    except SplinkException as error:  # it would print the whole statement, a thousand lines long
        raise ResourceError(f"ontology/events/weights.tsv: a condition cannot be read: {error.__cause__}") from None
    else:
        return _links(connection, found.physical_name)
    finally:
        connection.close()


def _arrow(rows: list[Row]) -> Any:
    import pyarrow as pa

    kinds = {
        **dict.fromkeys(_TEXTS, pa.string()),
        **dict.fromkeys((*_NUMBERS, *_MORE_NUMBERS), pa.int64()),
        **dict.fromkeys(_FLAGS, pa.bool_()),
        **dict.fromkeys(_FRACTIONS, pa.float64()),
        **dict.fromkeys(_LISTS, pa.list_(pa.string())),
        "shingles": pa.list_(pa.int64()),
    }
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _settings() -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": thresholds()["prior"],
        "retain_matching_columns": True,  # only so are the levels told
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [
            {
                "blocking_rule": "l.blocks = r.blocks and (l.fresh or r.fresh)",
                "arrays_to_explode": ["blocks"],
                "sql_dialect": "duckdb",
            }
        ],
        "comparisons": [_comparison(name, levels) for name, levels in comparisons().items()],
    }


def _comparison(name: str, levels: tuple[Level, ...]) -> dict[str, Any]:
    return {
        "output_column_name": name,
        "comparison_levels": [
            {
                "sql_condition": level.condition or "ELSE",
                "label_for_charts": level.name,
                "m_probability": level.m,
                "u_probability": level.u,
            }
            for level in levels
        ],
    }


def _links(connection: duckdb.DuckDBPyConnection, table: str) -> list[Link]:
    names = tuple(comparisons())
    columns = ", ".join(f'"gamma_{name}"' for name in names)
    found = connection.execute(
        f'SELECT unique_id_l, unique_id_r, match_probability, {columns} FROM "{table}"'  # noqa: S608
    )
    return [_link(found_row, names) for found_row in found.fetchall()]


def _link(found: tuple[Any, ...], names: tuple[str, ...]) -> Link:
    left, right, probability, *gammas = found
    parts = []
    for name, gamma in zip(names, gammas, strict=True):
        levels = comparisons()[name]
        level = levels[len(levels) - 1 - gamma]  # Splink numbers levels from the last one, 0
        if level.m != level.u:
            parts.append((name, level.name, round(level.weight, 2)))
    left, right = sorted((left, right))
    return Link(left=left, right=right, score=round(probability, DIGITS), parts=tuple(parts))
