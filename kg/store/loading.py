"""Puts the graph into another store, sending only the graphs that changed since the last time.

The other store keeps, in a graph of its own, the hash and size of each graph that arrived whole. An entry is removed
before its graph is sent and written afterwards, so what broke off in the middle is sent again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.ids import sha256
from kg.store.embedded import Store
from kg.store.web import Access, find_access, send
from kg.store.writing import LEDGER

Way = Literal["put", "update"]
Progress = Callable[[int, int], None]

_HASH, _SIZE = "<https://schema.org/sha256>", "<http://rdfs.org/ns/void#triples>"
GROUP = 50  # graphs between two notes in the other store's ledger: what a broken load sends again
CHUNK = 800  # triples in one update: Virtuoso takes about 1,000
PAGE = 2000  # rows asked for at a time: servers cut long results without a word


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The addresses of a store, and how its graphs are sent."""

    query: str
    update: str
    graphs: str = ""  # of the graph store protocol; empty where there is none
    way: Way = "put"
    timeout: float = 120.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What one load did."""

    sent: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    triples: int = 0  # in all graphs of ours in the other store, as it counts them


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What is known of one graph: a hash of its content, and how many triples it has."""

    hash: str
    size: int


# What comes after the address of a server or repository: query, update, graph store, and what is best to use.
KINDS: Mapping[str, tuple[str, str, str, Way]] = MappingProxyType(
    {
        "oxigraph": ("/query", "/update", "/store", "put"),
        "virtuoso": ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "put"),
        "fuseki": ("/query", "/update", "/data", "put"),
        "graphdb": ("", "/statements", "/rdf-graphs/service", "put"),
        "rdf4j": ("", "/statements", "/rdf-graphs/service", "put"),
        "neptune": ("/sparql", "/sparql", "/sparql/gsp/", "put"),
        "qlever": ("", "", "", "update"),
    }
)


def target(address: str, kind: str, *, way: Way | None = None, timeout: float = 120.0) -> Target:
    """Return the addresses of a store of one of KINDS at `address`."""
    if kind not in KINDS:
        raise UsageError(f"no kind of store is called {kind!r}; there are: {', '.join(sorted(KINDS))}")
    find_access(address)  # refuses what is no web address, and passwords in it
    root = address.rstrip("/")
    query, update, graphs, best = KINDS[kind]
    chosen = way or best
    if chosen == "put" and not graphs:
        raise UsageError(f"{kind} has no graph store protocol; use --by update")
    return Target(
        query=root + query, update=root + update, graphs=graphs and root + graphs, way=chosen, timeout=timeout
    )


def load(store: Store, to: Target, *, on_progress: Progress = lambda done, total: None) -> Loaded:
    """Make the graphs of ours in the store at `to` equal to those of `store`; StoreError names what differs after."""
    door = _Door(to, f"<{store.base}graph/loaded>")
    here, there = {name: _note(store, name) for name in _names(store)}, door.notes()
    changed = [name for name, note in here.items() if there.get(name) != note]
    gone = sorted(there.keys() - here.keys())
    done = 0
    for at in range(0, len(changed), GROUP):
        group = changed[at : at + GROUP]
        door.forget(name for name in group if name in there)
        for name in group:
            door.replace(name, _triples(store, name))
            done += 1
            on_progress(done, len(changed))
        door.note({name: here[name] for name in group})
    for name in gone:
        door.remove(name)
    return Loaded(
        sent=tuple(changed),
        unchanged=len(here) - len(changed),
        removed=tuple(gone),
        triples=_verified(here, door),
    )


def _verified(here: Mapping[str, Note], door: _Door) -> int:
    counted = door.counts(list(here))
    wrong = sorted(name for name, note in here.items() if counted.get(name, 0) != note.size)
    if wrong:
        door.forget(wrong)  # so that the next load sends them again
        first = f"{wrong[0]}: {counted.get(wrong[0], 0)} triples there, {here[wrong[0]].size} here"
        raise StoreError(
            f"{len(wrong)} of {len(here)} graphs did not arrive whole ({first}); run the same command again"
        )
    return sum(counted.values())


def _names(store: Store) -> list[str]:
    return [name for name in store.graphs() if name != LEDGER.value]


def _triples(store: Store, name: str) -> list[str]:
    found = store.raw.quads_for_pattern(None, None, None, ox.NamedNode(name))
    return sorted(f"{q.subject} {q.predicate} {q.object} ." for q in found)


def _note(store: Store, name: str) -> Note:
    triples = _triples(store, name)
    return Note(hash=sha256("\n".join(triples).encode("utf-8"))[:32], size=len(triples))


class _Door:
    """The requests to one store."""

    def __init__(self, to: Target, ledger: str) -> None:
        self.to = to
        self.ledger = ledger
        self.access: Access = find_access(to.update)

    def notes(self) -> dict[str, Note]:
        """Return what the other store's ledger says, by graph."""
        found: dict[str, Note] = {}
        last = ""
        while True:
            rows = self._rows(
                f"SELECT ?g ?hash ?size WHERE {{ GRAPH {self.ledger} {{ ?g {_HASH} ?hash ; {_SIZE} ?size }} "
                f"FILTER(STR(?g) > {ox.Literal(last)}) }} ORDER BY STR(?g) LIMIT {PAGE}"
            )
            found |= {row["g"]: Note(hash=row["hash"], size=int(row["size"])) for row in rows}
            if len(rows) < PAGE:
                return found
            last = rows[-1]["g"]

    def counts(self, names: Sequence[str]) -> dict[str, int]:
        """Return how many triples the other store holds in each graph."""
        found: dict[str, int] = {}
        for at in range(0, len(names), GROUP):
            wanted = " ".join(f"<{name}>" for name in names[at : at + GROUP])
            rows = self._rows(
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {wanted} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            )
            found |= {row["g"]: int(row["n"]) for row in rows if "g" in row}
        return found

    def forget(self, names: Iterable[str]) -> None:
        """Remove the ledger's entries."""
        self._update([f"DELETE WHERE {{ GRAPH {self.ledger} {{ <{name}> ?p ?o }} }}" for name in names])

    def note(self, notes: Mapping[str, Note]) -> None:
        """Write the ledger's entries."""
        lines = [f'<{name}> {_HASH} "{note.hash}" ; {_SIZE} {note.size} .' for name, note in notes.items()]
        self._update([f"INSERT DATA {{ GRAPH {self.ledger} {{ {' '.join(lines)} }} }}"] if lines else [])

    def replace(self, name: str, triples: Sequence[str]) -> None:
        """Make `triples` the whole content of a graph."""
        if self.to.way == "put":
            body = "\n".join(triples).encode("utf-8") + b"\n"
            address = f"{self.to.graphs}?{urlencode({'graph': name}, quote_via=quote)}"
            send("PUT", address, body, kind="text/turtle", access=self.access, timeout=self.to.timeout)
            return
        drop = f"DROP SILENT GRAPH <{name}>"
        for first, chunk in _chunks(triples):
            insert = f"INSERT DATA {{ GRAPH <{name}> {{ {' '.join(chunk)} }} }}"
            self._update([drop, insert] if first else [insert])

    def remove(self, name: str) -> None:
        """Remove a graph, then its entry."""
        self._update([f"DROP SILENT GRAPH <{name}>"])
        self.forget([name])

    def _update(self, operations: Sequence[str]) -> None:
        if operations:
            body = " ;\n".join(operations).encode("utf-8")
            kind = "application/sparql-update"
            send("POST", self.to.update, body, kind=kind, access=self.access, timeout=self.to.timeout)

    def _rows(self, query: str) -> list[dict[str, str]]:
        kind, body = send(
            "POST",
            self.to.query,
            urlencode({"query": query}).encode("utf-8"),
            kind="application/x-www-form-urlencoded",
            accept="application/sparql-results+json",
            access=self.access,
            timeout=self.to.timeout,
        )
        try:
            found = json.loads(body)["results"]["bindings"]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{self.to.query} answered {kind or 'nothing'}, not SPARQL results; is --kind right?"
            ) from error
        return [{name: cell["value"] for name, cell in row.items()} for row in found]


def _chunks(triples: Sequence[str]) -> Iterator[tuple[bool, Sequence[str]]]:
    return ((at == 0, triples[at : at + CHUNK]) for at in range(0, len(triples), CHUNK))
