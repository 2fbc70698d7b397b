"""What a build keeps in the store beside the articles' graphs, and what it removes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg import rdf
from kg.model import Article, Run
from kg.sources import Rejected
from kg.store import Store, StoredRejection
from kg.terms import CKG, DCTERMS, OA, RDFS

STDIN = "stdin"  # two texts from a pipe are two articles, not a new version of one
_STORED = f"""
SELECT ?article ?origin ?key WHERE {{
  ?article a <{CKG.Article}> ; <{CKG.origin}> ?origin ; <{DCTERMS.identifier}> ?key
}} ORDER BY ?article
"""
_REFUSALS = f"""
SELECT ?article ?key ?reason ?start ?end ?words ?note WHERE {{
  ?refusal a <{CKG.Refusal}> ; <{CKG.toldIn}> ?article ; <{CKG.reason}> ?reason ; <{CKG.evidence}> ?quote .
  ?article <{DCTERMS.identifier}> ?key .
  ?quote <{OA.hasSelector}> ?position .
  ?position <{OA.start}> ?start ; <{OA.end}> ?end .
  OPTIONAL {{ ?quote <{OA.hasSelector}> ?text . ?text <{OA.exact}> ?words }}
  OPTIONAL {{ ?refusal <{RDFS.comment}> ?note }}
}} ORDER BY ?key ?start ?end ?reason
"""


def put_shared_graphs(store: Store, run: Run) -> None:
    """Write the vocabulary and the run, where they are not there already."""
    store.put_graph(rdf.vocabulary_graph(base=store.base), rdf.vocabulary_quads(base=store.base))
    quads = list(rdf.run_quads(run, base=store.base))
    store.put_graph(quads[0].graph_name.value, quads)


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
        article
        for article, origin, key in _stored(store)
        if article not in ids and (_file(origin), key) in sources
    ]
    for article in gone:
        store.delete_article(article)
    return tuple(gone)


def _stored(store: Store) -> list[tuple[str, str, str]]:
    rows = store.query(_STORED)
    return [(row["article"].value.rsplit("/", 1)[1], row["origin"].value, row["key"].value) for row in rows]


def _file(origin: str) -> str:
    return re.sub(r":\d+$", "", origin)


def find_refusals(store: Store, articles: Iterable[str]) -> list[tuple[str, str, str, str, str, str]]:
    """Return what was noticed but not coded in these articles: key, reason, start, end, words, note."""
    wanted = set(articles)
    rows = [
        (row["article"].value.rsplit("/", 1)[1], tuple("" if v is None else v.value for v in list(row)[1:]))
        for row in store.query(_REFUSALS)
    ]
    return [row for article, row in rows if article in wanted]
