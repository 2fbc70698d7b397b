"""Asks a SPARQL endpoint; the one place that knows SPARQLWrapper."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg import __version__
from kg.errors import StoreError, UsageError
from kg.store.guard import check_query

_AGENT = f"conflict-kg/{__version__} (+https://w3id.org/conflict-kg/)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One value of a remote result: kind is "uri", "literal" or "bnode"."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """A SELECT result as an endpoint gave it; an unbound cell is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]


def select(endpoint: str, text: str, *, timeout: float = 60.0) -> Rows:
    """Run a SELECT at `endpoint` by POST; StoreError where it does not answer with SPARQL results."""
    check_query(text)
    client = SPARQLWrapper(endpoint, returnFormat=JSON, agent=_AGENT)
    client.setMethod(POST)  # a GET address is cut at about 2 kB by some servers
    client.setTimeout(max(1, round(timeout)))  # whole seconds only
    client.setQuery(text)
    return _rows(endpoint, _send(client, endpoint, timeout))


def _send(client: SPARQLWrapper, endpoint: str, timeout: float) -> bytes:
    try:
        answer = client.query().response
        kind = str(answer.headers.get("Content-Type", "")).split(";")[0].strip().casefold()
        body = bytes(answer.read())
    except TimeoutError as error:
        raise StoreError(f"{endpoint} gave no answer in {timeout:g} s; ask for less or raise --timeout") from error
    except URLError as error:
        raise _refused(endpoint, timeout, error) from error
    except (SPARQLWrapperException, OSError) as error:
        raise _unanswered(endpoint, error) from error
    if kind not in ("application/sparql-results+json", "application/json"):
        start = body[:120].decode("utf-8", "replace").strip()
        raise StoreError(
            f"{endpoint} answered {kind or 'without a type'}, not SPARQL results; is it the query address? {start!r}"
        )
    return body


def _refused(endpoint: str, timeout: float, error: URLError) -> StoreError:
    if isinstance(error, HTTPError):
        return StoreError(f"{endpoint} answered {error.code} {error.reason}; check the address and your rights there")
    if isinstance(error.reason, socket.timeout):
        return StoreError(f"{endpoint} gave no answer in {timeout:g} s; ask for less or raise --timeout")
    return StoreError(f"cannot reach {endpoint}: {error.reason}; is the server running?")


def _unanswered(endpoint: str, error: Exception) -> StoreError | UsageError:
    said = " ".join(str(error).split())[:300]
    if type(error).__name__ == "QueryBadFormed":
        return UsageError(f"{endpoint} cannot read the query: {said}")
    return StoreError(f"{endpoint} did not answer the query: {said}")


def _rows(endpoint: str, body: bytes) -> Rows:
    try:
        data: dict[str, Any] = json.loads(body)
        columns = tuple(data["head"]["vars"])
        found = data["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{endpoint} gave a result that is cut off or no SELECT result: {error}") from error
    return Rows(columns=columns, rows=tuple(tuple(_cell(row.get(name)) for name in columns) for row in found))


def _cell(found: dict[str, str] | None) -> Cell | None:
    if found is None:
        return None
    kind = "literal" if found["type"] == "typed-literal" else found["type"]  # Virtuoso's older name
    return Cell(kind=kind, value=found["value"], datatype=found.get("datatype"), language=found.get("xml:lang"))
