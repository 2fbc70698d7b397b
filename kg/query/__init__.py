"""Named questions: find them, bind what the user gave as RDF terms, run them, show the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.query.binding import Given, bind
from kg.query.library import Parameter, Query, load_queries, load_query, named_query
from kg.query.tables import FORMATS, Table, cells, render, safe_cell, table
from kg.store.asking import Asked

__all__ = [
    "FORMATS",
    "Given",
    "Parameter",
    "Query",
    "Table",
    "bind",
    "cells",
    "load_queries",
    "load_query",
    "named_query",
    "render",
    "run",
    "safe_cell",
]


def run(
    store: Asked,
    query: Query,
    given: Mapping[str, Given] | None = None,
    /,
    *,
    timeout: float | None = None,
    **named: Any,
) -> Table:
    """Answer `query` with the parameters in `given` and `named`; a `timeout` in seconds stops it."""
    text = bind(query, {**(given or {}), **named}, store)
    return table(store.query(text, timeout=timeout), lists=query.lists)
