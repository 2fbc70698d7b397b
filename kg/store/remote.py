"""Asks a SPARQL endpoint: the only module that knows SPARQLWrapper."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import DIGEST, JSON, POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException, Unauthorized

from kg.errors import StoreError, UsageError
from kg.ids import DATA
from kg.store.embedded import Answer
from kg.store.guard import check_query
from kg.store.web import AGENT, Access, busy, find_access, patiently

_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")  # what Virtuoso adds to a result that is not the whole one


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """A store elsewhere that can be asked like one of our own."""

    address: str
    base: str = DATA
    timeout: float = 60.0

    def query(
        self,
        text: str,
        substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
        timeout: float | None = None,
        *,
        union: bool = True,
    ) -> Answer:
        """Ask a SELECT or ASK; StoreError where the answer is none, or was cut."""
        if substitutions:
            raise UsageError("values cannot be put into a query that another server answers; write them into it")
        found = _parsed(self.address, _ask(self.address, text, timeout or self.timeout))
        rows = found.get("results", {}).get("bindings", [])
        for row in rows:
            for cell in row.values():
                cell["type"] = "literal" if cell["type"] == "typed-literal" else cell["type"]
        body = json.dumps({"head": {"vars": found["head"].get("vars", [])}} | _answer(found)).encode("utf-8")
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)


def _answer(found: dict[str, Any]) -> dict[str, Any]:
    if "boolean" in found:
        return {"boolean": found["boolean"]}
    return {"results": {"bindings": found["results"]["bindings"]}}


def select(endpoint: str, text: str, *, timeout: float = 60.0) -> Rows:
    """Run a SELECT at `endpoint` by POST; StoreError where it does not answer with SPARQL results."""
    return _rows(endpoint, _ask(endpoint, text, timeout))


def select_all(
    endpoint: str, text: str, *, page: int = 1000, timeout: float = 60.0, sleep: Callable[[float], None] = time.sleep
) -> Iterator[tuple[Cell | None, ...]]:
    """Yield all rows of an ordered SELECT without a limit, a page at a time; a busy server is waited for."""
    offset = 0
    while True:
        asked = f"{text}\nLIMIT {page:d} OFFSET {offset:d}"
        rows = patiently(partial(select, endpoint, asked, timeout=timeout), sleep=sleep).rows
        yield from rows
        if len(rows) < page:
            return
        offset += page


def _ask(endpoint: str, text: str, timeout: float) -> bytes:
    check_query(text)
    access = find_access(endpoint)
    try:
        return _send(_client(endpoint, text, timeout, access), endpoint, timeout)
    except Unauthorized:
        if access.user is None:
            raise StoreError(
                f"{endpoint} wants to know who you are; set KG_USER and KG_PASSWORD, or KG_TOKEN"
            ) from None
    digest = _client(endpoint, text, timeout, access)
    digest.setHTTPAuth(DIGEST)  # Virtuoso knows no other
    try:
        return _send(digest, endpoint, timeout)
    except Unauthorized:
        raise StoreError(f"{endpoint} does not accept what KG_USER and KG_PASSWORD, or the netrc file, say") from None


def _client(endpoint: str, text: str, timeout: float, access: Access) -> SPARQLWrapper:
    client = SPARQLWrapper(endpoint, returnFormat=JSON, agent=AGENT)
    client.setMethod(POST)  # a GET address is cut at about 2 kB by some servers
    client.setTimeout(max(1, round(timeout)))  # whole seconds only
    client.setQuery(text)
    client.queryType = SELECT  # its own guess takes some queries for updates; `check_query` has looked better
    if access.user is not None:
        client.setCredentials(access.user, access.password)
    if access.token is not None:
        client.addCustomHttpHeader("Authorization", f"Bearer {access.token}")
    return client


def _send(client: SPARQLWrapper, endpoint: str, timeout: float) -> bytes:
    try:
        answer = client.query().response
        kind = str(answer.headers.get("Content-Type", "")).split(";")[0].strip().casefold()
        cut = next((name for name in _CUT if answer.headers.get(name)), None)
        body = bytes(answer.read())
    except Unauthorized:
        raise
    except TimeoutError as error:
        raise StoreError(f"{endpoint} gave no answer in {timeout:g} s; ask for less or raise --timeout") from error
    except URLError as error:
        raise _refused(endpoint, timeout, error) from error
    except (SPARQLWrapperException, OSError) as error:
        raise _unanswered(endpoint, error) from error
    if cut is not None:
        raise StoreError(f"{endpoint} cut the result off ({cut}); ask for less, or raise the limit of that server")
    if kind not in ("application/sparql-results+json", "application/json"):
        start = body[:120].decode("utf-8", "replace").strip()
        raise StoreError(
            f"{endpoint} answered {kind or 'without a type'}, not SPARQL results; is it the query address? {start!r}"
        )
    return body


def _refused(endpoint: str, timeout: float, error: URLError) -> StoreError:
    if isinstance(error, HTTPError):
        return busy(endpoint, error) or StoreError(
            f"{endpoint} answered {error.code} {error.reason}; check the address and your rights there"
        )
    if isinstance(error.reason, socket.timeout):
        return StoreError(f"{endpoint} gave no answer in {timeout:g} s; ask for less or raise --timeout")
    return StoreError(f"cannot reach {endpoint}: {error.reason}; is the server running?")


def _unanswered(endpoint: str, error: Exception) -> StoreError | UsageError:
    said = " ".join(str(error).split())[:300]
    if type(error).__name__ == "QueryBadFormed":
        return UsageError(f"{endpoint} cannot read the query: {said}")
    return StoreError(f"{endpoint} did not answer the query: {said}")


def _parsed(endpoint: str, body: bytes) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(body)
        if "boolean" not in data:
            data["head"]["vars"], data["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{endpoint} gave a result that is cut off or no SELECT result: {error}") from error
    return data


def _rows(endpoint: str, body: bytes) -> Rows:
    data = _parsed(endpoint, body)
    columns = tuple(data["head"].get("vars", ()))
    found = data.get("results", {}).get("bindings", ())
    return Rows(columns=columns, rows=tuple(tuple(_cell(row.get(name)) for name in columns) for row in found))


def _cell(found: dict[str, str] | None) -> Cell | None:
    if found is None:
        return None
    kind = "literal" if found["type"] == "typed-literal" else found["type"]  # Virtuoso's older name
    return Cell(kind=kind, value=found["value"], datatype=found.get("datatype"), language=found.get("xml:lang"))
