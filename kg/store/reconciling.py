"""Asks a reconciliation service (W3C Entity Reconciliation, OpenRefine), version 0.2, which entities names may be.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from kg.errors import StoreError
from kg.store.web import find_access, patiently, send

VERSION = "0.2"
FORM = "application/x-www-form-urlencoded"
Query = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A reconciliation service, as its manifest describes it."""

    address: str
    name: str
    space: str  # what its identifiers begin with
    view: str = ""  # address of an entity's page, with {{id}}

    def iri(self, key: str) -> str:
        """Return the IRI of an entity of the service."""
        if key.startswith(("http://", "https://")):
            return key
        if self.space.endswith(("/", "#", "=")):
            return self.space + quote(key, safe="/")
        return self.view.replace("{{id}}", quote(key, safe="")) if self.view else f"{self.space}/{quote(key, safe='')}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """An entity that a service offers for a query."""

    id: str
    name: str
    score: float
    match: bool = False  # whether the service itself is sure


def describe(address: str, *, timeout: float = 60.0) -> Service:
    """Return what a service says of itself; StoreError where it is none, or of another version."""
    told = _json(address, "GET", None, timeout, time.sleep)
    missing = [key for key in ("name", "identifierSpace", "schemaSpace") if not isinstance(told.get(key), str)]
    if missing:
        raise StoreError(f"{address} is no reconciliation service: its manifest has no {', '.join(missing)}")
    versions = told["versions"] if isinstance(told.get("versions"), list) else []
    if VERSION not in versions:
        shown = ", ".join(map(str, versions)) or "none"
        raise StoreError(f"{address} speaks versions {shown} of the reconciliation protocol, not {VERSION}")
    view = told.get("view")
    return Service(
        address=address,
        name=told["name"],
        space=told["identifierSpace"],
        view=str(view.get("url", "")) if isinstance(view, dict) else "",
    )


def reconcile(
    service: Service,
    queries: Mapping[str, Query],
    *,
    timeout: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, list[Offer]]:
    """Return what the service offers for each query of a batch, the best first."""
    body = urlencode({"queries": json.dumps(queries, ensure_ascii=False)}).encode("ascii")
    told = _json(service.address, "POST", body, timeout, sleep)
    if missing := sorted(set(queries) - set(told)):
        raise StoreError(f"{service.address} left {len(missing)} of {len(queries)} queries without an answer")
    return {key: _offers(service.address, told[key]) for key in queries}


def _json(
    address: str, method: str, body: bytes | None, timeout: float, sleep: Callable[[float], None]
) -> dict[str, Any]:
    ask = partial(
        send,
        method,
        address,
        body,
        kind=FORM,
        accept="application/json",
        access=find_access(address),
        timeout=timeout,
    )
    _, answer = patiently(ask, sleep=sleep)
    try:
        told = json.loads(answer)
    except ValueError as error:
        start = answer[:80].decode("utf-8", "replace")
        raise StoreError(f"{address} answered no JSON; is it the address of the service? {start!r}") from error
    if not isinstance(told, dict):
        raise StoreError(f"{address} answered JSON that is no object; is it a reconciliation service?")
    return told


def _offers(address: str, told: object) -> list[Offer]:
    found = told.get("result") if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise StoreError(f"{address} gave an answer without a result")
    try:
        offers = [
            Offer(id=str(o["id"]), name=str(o["name"]), score=float(o["score"]), match=o.get("match") is True)
            for o in found
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(f"{address} gave a candidate without id, name or score: {error!r}") from error
    return sorted(offers, key=lambda offer: (-offer.score, offer.id))
