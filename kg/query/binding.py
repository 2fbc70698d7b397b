"""Puts what the user gave into a query: always as RDF terms, names only after the store was asked what they mean."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.ids import SCHEMES, concept_iri, fold, iri, slug
from kg.query.library import Parameter, Query, switch
from kg.store.asking import Asked

Given = str | int | date | Sequence[str] | None
Term = ox.NamedNode | ox.Literal

_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?")
# Names are stored as printed: these spellings are looked up by index before all names are compared.
_SPELLINGS = (str, str.lower, str.upper, str.title, str.capitalize)
_NAMES = {
    "place": """?x a ckg:Place .
        { ?x rdfs:label ?name } UNION { ?x ckg:mentionedAs ?name } UNION { ?x ckg:within ?name }""",
    "actor": "?x a ckg:Actor . { ?x rdfs:label ?name } UNION { ?x ckg:mentionedAs ?name }",
}
_CONCEPTS = """SELECT ?x ?name ?up WHERE { GRAPH ?g { ?x skos:inScheme ?s .
    { ?x skos:notation ?name } UNION { ?x skos:prefLabel ?name } OPTIONAL { ?x skos:broader ?up } } }"""
_KEYS = "SELECT ?x ?key WHERE { GRAPH ?g { ?x a ckg:Article ; dcterms:identifier ?key } }"
_PREFIXES = {
    "ckg": "https://w3id.org/conflict-kg/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
}


def bind(query: Query, given: Mapping[str, Given], store: Asked) -> str:
    """Return the text of `query` with the lines of the given parameters switched on."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise UsageError(_unknown_parameter(query, name, known))
    terms = {p.name: found for p in query.parameters if (found := _terms(query, p, given.get(p.name), store))}
    return "\n".join(_line(line, terms) for line in query.text.splitlines()) + "\n"


def _line(line: str, terms: Mapping[str, str]) -> str:
    name = switch(line)
    if name is None or name not in terms:
        return line
    return line.partition(": ")[2].replace("??", terms[name])


def _terms(query: Query, parameter: Parameter, given: Given, store: Asked) -> str:
    values = [parameter.default] if given is None else [given] if isinstance(given, str | int | date) else list(given)
    wanted = [value for value in values if value is not None]
    if not wanted:
        if parameter.required:
            raise UsageError(f"{query.name} needs --{parameter.name}: {parameter.description}")
        return ""
    if len(wanted) > 1 and parameter.kind in ("date", "integer"):
        raise UsageError(f"{query.name}: --{parameter.name} takes one value, not {len(wanted)}")
    found = [term for value in wanted for term in _resolved(query, parameter, value, store)]
    return " ".join(dict.fromkeys(map(_written, found)))


def _written(term: Term) -> str:
    # LIMIT takes bare digits only, and those mean the same xsd:integer elsewhere.
    return term.value if isinstance(term, ox.Literal) and term.datatype == _INTEGER else str(term)


def _resolved(query: Query, parameter: Parameter, value: str | int | date, store: Asked) -> Iterable[Term]:
    where = f"{query.name}: --{parameter.name}"
    match parameter.kind:
        case "integer":
            return [_integer(where, value)]
        case "date":
            return [_day(where, value, last=parameter.name in ("to", "until"))]
        case "text":
            return [ox.Literal(str(value))]
        case "concept":
            return _concepts(where, parameter.scheme or "", str(value), store)
        case "report":
            return [_report(where, str(value), store)]
        case "article":
            return _articles(where, str(value), store)
        case kind:
            return _named(where, kind, str(value), store)


def _integer(where: str, value: str | int | date) -> ox.Literal:
    if not re.fullmatch(r"-?\d+", str(value)):
        raise UsageError(f"{where} must be a whole number, not {value!r}")
    return ox.Literal(int(str(value)))


def _day(where: str, value: str | int | date, *, last: bool) -> ox.Literal:
    text = value.isoformat() if isinstance(value, date) else str(value)
    partial = _PARTIAL.fullmatch(text)
    try:
        if partial:
            year, month = int(partial[1]), int(partial[2] or (12 if last else 1))
            day = date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        else:
            day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{where} must be a day like 2017-09-26 (or 2017-09, or 2017), not {text!r}") from error
    return ox.Literal(day.isoformat(), datatype=_DATE)


def _report(where: str, value: str, store: Asked) -> ox.NamedNode:
    node = _node(where, value if "://" in value else iri("report", value.removeprefix("report/"), base=store.base))
    if not _rows(store, "SELECT ?g WHERE { GRAPH ?g { ?x ckg:toldIn ?article } } LIMIT 1", x=node):
        raise UsageError(f"{where}: no report {value} in the store; take one from the 'report' column of another query")
    return node


def _articles(where: str, value: str, store: Asked) -> list[Term]:
    found = [row[0] for row in _rows(store, _KEYS, key=ox.Literal(value))]
    if found:
        return sorted(found, key=str)
    keys = (_text(row[1]) for row in _rows(store, _KEYS))
    raise UsageError(f"{where}: no article {value!r} in the store{_closest(value, keys)}")


def _concepts(where: str, scheme: str, value: str, store: Asked) -> list[Term]:
    rows = _rows(store, _CONCEPTS, s=ox.NamedNode(f"{SCHEMES}{scheme}"))
    if not rows:  # a store without the vocabulary: the notation must do
        return [_node(where, concept_iri(scheme, value))]
    chosen: set[Term | None] = {row[0] for row in rows if fold(_text(row[1])) == fold(value)}
    if not chosen:
        tops = sorted({_text(row[1]) for row in rows if row[2] is None and _text(row[0]).endswith(f"/{_text(row[1])}")})
        raise UsageError(f"{where}: no {scheme} is called {value!r}; there are: {', '.join(tops)}")
    while finer := {row[0] for row in rows if row[2] in chosen} - chosen:
        chosen |= finer
    return sorted((term for term in chosen if term is not None), key=str)


def _named(where: str, kind: str, value: str, store: Asked) -> list[Term]:
    node = _node(where, value if "://" in value else iri(kind, slug(value), base=store.base))
    own = f"SELECT ?x WHERE {{ GRAPH ?g {{ ?x a ckg:{kind.capitalize()} }} }} LIMIT 1"
    found = {row[0] for row in _rows(store, own, x=node)}
    if found and kind == "actor":
        return list(found)
    # A place is also asked for by the name of an area it lies in, so its own IRI is not enough.
    spellings = " ".join(dict.fromkeys(str(ox.Literal(spell(value.strip()))) for spell in _SPELLINGS))
    every = f"SELECT DISTINCT ?x ?name WHERE {{ GRAPH ?g {{ {_NAMES[kind]} }} }}"
    found |= {row[0] for row in _rows(store, every.replace("WHERE {", f"WHERE {{ VALUES ?name {{ {spellings} }}"))}
    if not found:
        names = [(row[0], _text(row[1])) for row in _rows(store, every)]
        found = {node for node, name in names if fold(name) == fold(value)}
        if not found:
            raise UsageError(
                f"{where}: no {kind} called {value!r} in the store{_closest(value, (n for _, n in names))}"
            )
    return sorted(found, key=str)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value


def _rows(store: Asked, pattern: str, **values: Term) -> list[tuple[Any, ...]]:
    for name, term in values.items():
        pattern = pattern.replace("WHERE {", f"WHERE {{ VALUES ?{name} {{ {term} }}", 1)
    text = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in _PREFIXES.items()) + pattern
    found = store.query(text)
    return [tuple(row) for row in found] if isinstance(found, ox.QuerySolutions) else []


def _node(where: str, address: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(address)
    except ValueError as error:
        raise UsageError(f"{where}: {address!r} is no IRI") from error


def _closest(value: str, names: Iterable[str]) -> str:
    folded = {fold(name): name for name in sorted(names, reverse=True)}
    close = [folded[name] for name in difflib.get_close_matches(fold(value), folded, n=3, cutoff=0.6)]
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _unknown_parameter(query: Query, name: str, known: Mapping[str, Parameter]) -> str:
    if not known:
        return f"{query.name} takes no parameters, so not --{name}"
    return f"{query.name} has no parameter --{name}; it takes {', '.join(_options(known))}"


def _options(known: Mapping[str, Parameter]) -> Iterator[str]:
    return (f"--{name}" for name in known)
