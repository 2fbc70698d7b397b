"""The embedded store: pyoxigraph on disk with a ledger of what is in it.

Each write is one transaction that changes a graph and its ledger entry together, so after a crash a graph is there
whole, with its fingerprint, or not at all.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.ids import DATA, VOCABULARY, digest, graph_iri, iri
from kg.store import worker, writing
from kg.store.guard import check_query
from kg.store.writing import LEDGER

REJECTED = ox.NamedNode(f"{DATA}graph/rejected")

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ARTICLE = ox.NamedNode(f"{VOCABULARY}Article")
_REJECTION = ox.NamedNode("http://www.w3.org/ns/prov#Entity")
_ORIGIN, _REASON = ox.NamedNode("http://purl.org/dc/terms/source"), ox.NamedNode(f"{VOCABULARY}reason")
_MESSAGE, _RAW = ox.NamedNode("http://purl.org/dc/terms/description"), writing.IDENTIFIER
_ROCKSDB = re.compile(
    r"CURRENT|LOCK|IDENTITY|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+(\.dbtmp)?|.*\.(sst|log|dbtmp|blob)"
)

_Values = dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class StoredRejection:
    """An input that could not be read, as the store remembers it."""

    origin: str
    reason: str
    message: str
    raw_sha256: str | None = None


def open_store(path: str | Path, *, read_only: bool = False, base: str = DATA) -> Store:
    """Open the store in folder `path`, making it if needed; StoreError says what to do when that cannot be."""
    place = Path(path)
    if place.exists() and not place.is_dir():
        raise StoreError(f"{place} is a file, not a store; name a folder with --store")
    if place.is_dir() and any(not _ROCKSDB.fullmatch(entry.name) for entry in place.iterdir()):
        raise StoreError(f"{place} is not a store: it holds other files; name a new or empty folder with --store")
    if read_only and not (place / "CURRENT").exists():
        raise StoreError(f"no store at {place}; make one with: kg build ARTICLES… --store {place}")
    with _storing(place):
        if read_only:
            return Store(worker.open_to_read(str(place)), place=place, base=base, read_only=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        raw = ox.Store(str(place))
        for left in place.glob("bulk-*.sst"):  # of a bulk load that was killed: the lock is ours, so nobody writes it
            left.unlink()
        return Store(raw, place=place, base=base)


def memory_store(quads: Iterable[ox.Quad] = (), *, base: str = DATA) -> Store:
    """Return a store in memory that holds `quads`."""
    raw = ox.Store()
    raw.bulk_extend(quads)
    return Store(raw, place=None, base=base)


class Store:
    """A set of named graphs and the ledger that says which are whole."""

    def __init__(self, raw: ox.Store, *, place: Path | None, base: str = DATA, read_only: bool = False) -> None:
        self.raw = raw
        self.place = place
        self.base = base
        self.read_only = read_only

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write everything to disk and let other programs in; the store cannot be used afterwards."""
        if self.place is not None and not self.read_only:
            self.flush()
        self.raw = ox.Store()

    def __len__(self) -> int:
        """Return the number of quads, the ledger's own included."""
        return len(self.raw)

    def known(self) -> dict[str, str]:
        """Return the fingerprint of each article in the store, by article id."""
        ids = {q.subject: _value(q) for q in self.raw.quads_for_pattern(None, writing.IDENTIFIER, None, LEDGER)}
        found = self.raw.quads_for_pattern(None, writing.FINGERPRINT, None, LEDGER)
        return dict(sorted((ids[q.subject], _value(q)) for q in found if q.subject in ids))

    def keys(self) -> dict[str, str]:
        """Return the user's own key of each article in the store, by article id."""
        prefix = iri("article", "", base=self.base)
        articles = {q.subject for q in self.raw.quads_for_pattern(None, _TYPE, _ARTICLE, None)}
        found = self.raw.quads_for_pattern(None, writing.IDENTIFIER, None, None)
        return dict(
            sorted(
                (q.subject.value.removeprefix(prefix), _value(q))
                for q in found
                if q.graph_name != LEDGER and q.subject in articles and isinstance(q.subject, ox.NamedNode)
            )
        )

    def graph_of(self, article_id: str) -> ox.NamedNode:
        """Return the name of the graph that holds what one article says."""
        return ox.NamedNode(graph_iri("article", article_id, base=self.base))

    def put_article(self, article_id: str, fingerprint: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads` the whole content of one article's graph, as a whole or not at all."""
        self.put_articles([(article_id, fingerprint, quads)])

    def put_articles(self, articles: Iterable[tuple[str, str, Iterable[ox.Quad]]]) -> None:
        """Write articles by id, fingerprint and quads: each as a whole or not at all, and many faster than one."""
        made = [
            writing.written(self.graph_of(article), quads, fingerprint=fingerprint, article=article)
            for article, fingerprint, quads in articles
        ]
        with _storing(self.place):
            writing.write(self.raw, made)

    def delete_article(self, article_id: str) -> None:
        """Remove one article's graph and its ledger entry, in one transaction."""
        self.delete_graph(self.graph_of(article_id))

    def put_graph(self, name: str, quads: Iterable[ox.Quad], *, fingerprint: str = "") -> bool:
        """Make `quads` the whole content of the graph `name`; return False where nothing had to change.

        A `fingerprint` says what the quads are made of: where the graph has it already they are not even looked at.
        """
        if fingerprint and self._has_fingerprint(name, fingerprint):
            return False
        made = writing.written(ox.NamedNode(name), quads, fingerprint=fingerprint)
        if not fingerprint and self._has_fingerprint(name, made.content):
            return False
        with _storing(self.place):
            writing.write(self.raw, [made])
        return True

    def _has_fingerprint(self, name: str, fingerprint: str) -> bool:
        return ox.Quad(ox.NamedNode(name), writing.FINGERPRINT, ox.Literal(fingerprint), LEDGER) in self.raw

    def delete_graph(self, name: str | ox.NamedNode) -> None:
        """Remove a graph and its ledger entry, in one transaction."""
        graph = ox.NamedNode(name) if isinstance(name, str) else name
        with _storing(self.place):
            self.raw.update(writing.removal(graph))

    def note(self, notes: Mapping[str, str]) -> None:
        """Remember a text about each graph until the graph is changed or removed."""
        with _storing(self.place):
            self.raw.extend(
                ox.Quad(ox.NamedNode(g), writing.NOTE, ox.Literal(text), LEDGER) for g, text in notes.items()
            )

    def notes(self) -> dict[str, str]:
        """Return the text that is remembered about each graph."""
        return {_name(q): _value(q) for q in self.raw.quads_for_pattern(None, writing.NOTE, None, LEDGER)}

    def noted(self, graph: str) -> str | None:
        """Return the text that is remembered about one graph, None where there is none."""
        found = self.raw.quads_for_pattern(ox.NamedNode(graph), writing.NOTE, None, LEDGER)
        return next(map(_value, found), None)

    def graphs(self) -> list[str]:
        """Return the names of all graphs, sorted."""
        return sorted(g.value for g in self.raw.named_graphs())

    def damaged(self) -> list[str]:
        """Return the graphs whose content is not what the ledger says: always empty unless the folder was altered."""
        promised = {_name(q): int(_value(q)) for q in self.raw.quads_for_pattern(None, writing.QUADS, None, LEDGER)}
        held = {name: len(list(self.raw.quads_for_pattern(None, None, None, ox.NamedNode(name)))) for name in promised}
        articles = graph_iri("article", "", base=self.base)
        strays = {name for name in self.graphs() if name.startswith(articles) and name not in promised}
        return sorted({name for name, count in promised.items() if held[name] != count} | strays)

    def content_hashes(self) -> dict[str, str]:
        """Return the hash of what was written into each graph."""
        return {_name(q): _value(q) for q in self.raw.quads_for_pattern(None, writing.CONTENT, None, LEDGER)}

    def altered(self) -> list[str]:
        """Return the graphs whose content does not have the hash of what was written, sorted."""
        return sorted(
            name
            for name, promised in self.content_hashes().items()
            if writing.stored_hash(self.raw, ox.NamedNode(name)) != promised
        )

    def reject(self, rejections: Iterable[StoredRejection]) -> None:
        """Remember inputs that could not be read, each once by origin, in one transaction."""
        parts = []
        for found in rejections:
            node = ox.NamedNode(iri("rejected", digest(found.origin)))
            parts.append(f"DELETE WHERE {{ GRAPH {REJECTED} {{ {node} ?p ?o }} }}")
            parts.append(
                f"INSERT DATA {{ GRAPH {REJECTED} {{ {writing.statements(_rejection_quads(node, found))} }} }}"
            )
        with _storing(self.place):
            self.raw.update(" ;\n".join(parts))

    def forget_rejections(self, origins: Iterable[str]) -> None:
        """Forget inputs that are readable now or gone."""
        nodes = [ox.NamedNode(iri("rejected", digest(origin))) for origin in origins]
        with _storing(self.place):
            self.raw.update(" ;\n".join(f"DELETE WHERE {{ GRAPH {REJECTED} {{ {n} ?p ?o }} }}" for n in nodes))

    def rejected(self) -> list[StoredRejection]:
        """Return the inputs that could not be read, sorted by origin."""
        facts: dict[str, dict[ox.NamedNode, str]] = {}
        for quad in self.raw.quads_for_pattern(None, None, None, REJECTED):
            facts.setdefault(_name(quad), {})[quad.predicate] = _value(quad)
        return sorted(
            StoredRejection(origin=f[_ORIGIN], reason=f[_REASON], message=f[_MESSAGE], raw_sha256=f.get(_RAW))
            for f in facts.values()
        )

    def query(
        self,
        text: str,
        substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
        timeout: float | None = None,
        *,
        union: bool = True,
    ) -> Answer:
        """Run a query that only reads; with `timeout` (seconds) in a process that is killed when it is over."""
        check_query(text)
        values: _Values = dict(substitutions or {})
        if timeout is not None and self.place is not None:
            return self._query_apart(text, values, timeout, union)
        try:
            return self.raw.query(text, substitutions=values, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise UsageError(f"the query is not valid SPARQL 1.1: {error}") from error

    def quads(self, *, ledger: bool = False) -> Iterator[ox.Quad]:
        """Yield all quads in the store's own order, without the ledger unless asked for."""
        return (q for q in self.raw if ledger or q.graph_name != LEDGER)

    def lines(self, *, ledger: bool = False) -> list[bytes]:
        """Return the content as sorted canonical N-Quads lines: equal content gives equal bytes."""
        body = self.raw.dump(format=ox.RdfFormat.N_QUADS) or b""
        mark = f" {LEDGER} .".encode()
        return sorted(line for line in body.split(b"\n") if line and (ledger or not line.endswith(mark)))

    def flush(self) -> None:
        """Write all that is still in memory to disk."""
        with _storing(self.place):
            self.raw.flush()

    def optimise(self) -> None:
        """Compact the folder after many writes."""
        with _storing(self.place):
            self.raw.optimize()

    def _query_apart(self, text: str, values: _Values, timeout: float, union: bool) -> Answer:
        request = pickle.dumps((str(self.place), text, values, union))
        command = [sys.executable, "-m", worker.__name__]
        try:
            done = subprocess.run(command, input=request, capture_output=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired as error:
            raise StoreError(f"the query was stopped after {timeout:g} s; ask for less or raise --timeout") from error
        said = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode == worker.SYNTAX:
            raise UsageError(f"the query is not valid SPARQL 1.1: {said}")
        if done.returncode:
            raise StoreError(f"the query failed on {self.place}: {said or f'status {done.returncode}'}")
        body = done.stdout[1:]
        if done.stdout[:1] == b"T":
            held = ox.Store()
            held.load(body, format=ox.RdfFormat.N_TRIPLES)
            return held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)


def _value(quad: ox.Quad) -> str:
    return "" if isinstance(quad.object, ox.Triple) else quad.object.value


def _name(quad: ox.Quad) -> str:
    return "" if isinstance(quad.subject, ox.Triple) else quad.subject.value


def _rejection_quads(node: ox.NamedNode, found: StoredRejection) -> Iterator[ox.Quad]:
    yield ox.Quad(node, _TYPE, _REJECTION, REJECTED)
    yield ox.Quad(node, _ORIGIN, ox.Literal(found.origin), REJECTED)
    yield ox.Quad(node, _REASON, ox.Literal(found.reason), REJECTED)
    yield ox.Quad(node, _MESSAGE, ox.Literal(found.message), REJECTED)
    if found.raw_sha256 is not None:
        yield ox.Quad(node, _RAW, ox.Literal(found.raw_sha256), REJECTED)


@contextmanager
def _storing(place: Path | None) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: what RocksDB calls corruption
        raise StoreError(_advice(place, str(error))) from error


def _advice(place: Path | None, said: str) -> str:
    if "lock" in said.casefold():
        return f"another program is writing to {place}; wait for it to end, or build into another --store"
    if "corruption" in said.casefold():
        return f"the store at {place} is damaged ({said}); build it again into a new folder"
    if "no space" in said.casefold():
        return f"no space left on the disk for {place}; what was committed before is kept"
    return f"the store at {place} cannot be used: {said}"
