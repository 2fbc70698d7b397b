"""What a build keeps in the store beside the articles' graphs, and what it removes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kg import rdf
from kg.ids import graph_iri, tail
from kg.linking import Source
from kg.model import Article, Run
from kg.pipeline.tellings import note_tellings
from kg.query.tables import table
from kg.sources import Rejected
from kg.store import Store, StoredRejection
from kg.terms import CKG, DCTERMS

if TYPE_CHECKING:
    from kg.validate import Finding

PAUSE, FULL = 20.0, 60_000  # seconds and quads after which what was read is written: the more at once, the faster
STDIN = "stdin"  # two texts from a pipe are two articles, not a new version of one
_STORED = f"""
SELECT ?article ?origin ?key WHERE {{
  ?article a <{CKG.Article}> ; <{CKG.origin}> ?origin ; <{DCTERMS.identifier}> ?key
}} ORDER BY ?article
"""


class Writing:
    """Writes articles a few at a time: a kill loses the reading of seconds, and nothing that is in the store.

    With `check` it validates what it has written, and keeps the findings.
    """

    def __init__(self, store: Store, *, check: bool) -> None:
        self.findings: list[Finding] = []
        self._store, self._check = store, check
        self._held: list[tuple[str, str, Sequence[Quad]]] = []
        self._quads, self._since = 0, time.monotonic()

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, *_: object) -> None:
        self._write()

    def put(self, article: str, fingerprint: str, quads: Sequence[Quad]) -> None:
        """Take an article's graph, and write all that is held when it is time."""
        self._held.append((article, fingerprint, quads))
        self._quads += len(quads)
        if self._quads >= FULL or time.monotonic() - self._since >= PAUSE:
            self._write()

    def _write(self) -> None:
        if not self._held:
            return
        self._store.put_articles(self._held)
        graphs = {self._store.graph_of(article).value: quads for article, _, quads in self._held}
        note_tellings(self._store, graphs)
        if self._check:
            from kg import validate  # and with it the shapes, which nobody should wait for who does not check

            self.findings = sorted({*self.findings, *validate.check_graphs(graphs, base=self._store.base)})
        self._held, self._quads, self._since = [], 0, time.monotonic()


def put_shared_graphs(store: Store, run: Run, gazetteers: Iterable[Source] = ()) -> None:
    """Write the vocabulary, the run and what gazetteers it used, where they are not there already."""
    vocabulary = rdf.vocabulary_quads(base=store.base)  # told by the hash of the rules: the ontology is one of them
    store.put_graph(rdf.vocabulary_graph(base=store.base), vocabulary, fingerprint=f"{run.version} {run.rules_hash}")
    name = graph_iri("run", tail(rdf.run_iri(run, base=store.base)), base=store.base)
    store.put_graph(name, rdf.run_quads(run, base=store.base))
    for source in gazetteers:
        store.put_graph(rdf.gazetteer_graph(source, base=store.base), rdf.gazetteer_quads(source, base=store.base))


def keep_rejections(store: Store, articles: Iterable[Article], rejected: Iterable[Rejected]) -> None:
    """Write down which inputs gave no article and why, and forget those that are readable now."""
    failed = [
        StoredRejection(origin=r.origin, reason=r.reason, message=r.message, raw_sha256=r.raw_sha256) for r in rejected
    ]
    readable = {a.origin for a in articles} - {r.origin for r in failed}
    store.forget_rejections(r.origin for r in store.rejected() if r.origin in readable)
    store.reject(failed)


def drop_replaced(store: Store, articles: Iterable[Article]) -> tuple[str, ...]:
    """Remove what files said before they were altered: articles of the same file and key with another text."""
    given = list(articles)
    ids = {a.id for a in given}
    sources = {(_file(a.origin), a.key) for a in given if a.origin != STDIN}
    gone = [
        article for article, origin, key in _stored(store) if article not in ids and (_file(origin), key) in sources
    ]
    for article in gone:
        store.delete_article(article)
    return tuple(gone)


def _stored(store: Store) -> list[tuple[str, str, str]]:
    rows = table(store.query(_STORED)).rows
    return [(tail(str(article)), str(origin), str(key)) for article, origin, key in rows]


def _file(origin: str) -> str:
    return re.sub(r":\d+$", "", origin)
