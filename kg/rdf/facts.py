"""The smallest pieces: a fact is one triple; these make facts out of plain values, none out of what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.terms import RDF, XSD

Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]
Value = str | bool | int | float | Decimal | date

# Characters that may stand in an IRI as they are; all others of a user's address are percent-encoded.
IRI_SAFE = ":/?#[]@!$&'()*+,;=-._~%"


# Most IRIs are written many times in a row, and each is looked through for what an IRI may not hold.
_node = lru_cache(maxsize=4096)(NamedNode)


def link(subject: str, predicate: str, objects: Iterable[str | None]) -> Iterator[Fact]:
    """Yield one fact for each IRI that is known."""
    for other in objects:
        if other is not None:
            yield _node(subject), _node(predicate), _node(other)


def kinds(subject: str, *classes: str) -> Iterator[Fact]:
    """Yield the classes of `subject`."""
    return link(subject, RDF.type, classes)


def value(subject: str, predicate: str, known: Value | None, *, datatype: str | None = None) -> Iterator[Fact]:
    """Yield one fact with a literal, none where the value is not known or is the empty string."""
    if known is not None and known != "":
        yield _node(subject), _node(predicate), literal(known, datatype=datatype)


def literal(known: Value, *, datatype: str | None = None) -> Literal:
    """Return a literal: dates as xsd:date, fractions as xsd:decimal."""
    if datatype is not None:
        return Literal(str(known), datatype=_node(datatype))
    if isinstance(known, date):
        return Literal(known.isoformat(), datatype=_node(XSD.date))
    if isinstance(known, float | Decimal):
        return Literal(decimal(known), datatype=_node(XSD.decimal))
    return Literal(known)


def decimal(number: float | Decimal) -> str:
    """Return `number` in plain digits with a point, at most seven places (a centimetre, for coordinates)."""
    digits = f"{number:.7f}".rstrip("0")
    return digits + "0" if digits.endswith(".") else digits


def safe_iri(address: str | None) -> str | None:
    """Return a user's web address as an IRI that RDF accepts, None where it is no absolute address."""
    if address is None:
        return None
    iri = quote(address.strip(), safe=IRI_SAFE)
    try:
        NamedNode(iri)
    except ValueError:
        return None
    return iri
