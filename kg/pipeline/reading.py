"""Reads articles one by one, in this process or in several, always handing them on in the order they came."""

from __future__ import annotations

import gc
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg import linking, mentions, nlp, rdf, reports
from kg.errors import KgError
from kg.garbage import search_seldom
from kg.ids import DATA
from kg.model import Article, Reading, Run
from kg.nlp import Reader
from kg.sources import Rejected

LOG = logging.getLogger(__name__)
FAILED = "failed"  # the reason given where our own code broke on an article
SMALL = 10  # articles a worker: below that, starting another one (about two seconds) costs more than it saves
AHEAD = 16  # articles for each process that are handed out before the first of them is done: bounds memory


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a reading process has to know."""

    run: Run
    model: str | None = None
    base: str = DATA
    names: bool = True
    gazetteers: Path | None = None  # folder of added gazetteers; None: the user's own


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """One article's graph, and how much is in it."""

    article: str
    quads: tuple[Quad, ...]
    reports: int
    refusals: int

    def __reduce__(self) -> tuple[object, ...]:
        """Go from process to process as text: quads one by one take twenty times as long."""
        return _unpacked, (self.article, serialize(self.quads, format=RdfFormat.N_QUADS), self.reports, self.refusals)


def _unpacked(article: str, quads: bytes, reports: int, refusals: int) -> Made:
    held = tuple(parse(quads, format=RdfFormat.N_QUADS))
    return Made(article=article, quads=held, reports=reports, refusals=refusals)


def read_article(article: Article, reader: Reader, *, gazetteers: Path | None = None) -> Reading:
    """Take one article through all stages of reading."""
    document = reader.read(article)
    found = linking.link_places(mentions.find_mentions(document), article, gazetteer=linking.load_gazetteer(gazetteers))
    return reports.find_reports(document, found)


def make_graph(article: Article, settings: Settings) -> Made | Rejected:
    """Read one article and write down what it says as quads; a bug of ours costs that article only."""
    try:
        reading = read_article(article, _reader(settings.model), gazetteers=settings.gazetteers)
        quads = tuple(rdf.article_quads(reading, settings.run, base=settings.base, names=settings.names))
        _settle()
    except Exception as error:  # one article that breaks a rule of ours must not stop the others
        LOG.debug("%s", article.origin, exc_info=True)
        message = f"this article could not be read, please report it: {type(error).__name__}: {error}"
        return Rejected(origin=article.origin, reason=FAILED, message=message, raw_sha256=article.raw_sha256)
    return Made(article=article.id, quads=quads, reports=len(reading.reports), refusals=len(reading.refusals))


def make_graphs(articles: Sequence[Article], settings: Settings, *, workers: int = 1) -> Iterator[Made | Rejected]:
    """Yield one result for each article, in order, from at most `workers` processes, this one among them."""
    workers = min(workers, -(-len(articles) // SMALL))
    make = partial(make_graph, settings=settings)
    if workers <= 1:
        yield from map(make, articles)
        return
    pool = ProcessPoolExecutor(workers - 1, mp_context=get_context("spawn"), initializer=search_seldom)
    try:
        yield from _together(articles, make, pool, AHEAD * workers)
    except BrokenProcessPool as error:
        raise KgError(
            "a reading process died, perhaps for lack of memory; what was read is kept: run the same command again, "
            "with --workers 1"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _together(
    articles: Sequence[Article], make: Callable[[Article], Made | Rejected], pool: ProcessPoolExecutor, ahead: int
) -> Iterator[Made | Rejected]:
    """Yield the results in order; while the next one is awaited, read here what no other process has begun."""
    coming = iter(articles)
    handed: deque[tuple[Article, Future[Made | Rejected]]] = deque()
    while True:
        while len(handed) < ahead and (article := next(coming, None)) is not None:
            handed.append((article, pool.submit(make, article)))
        if not handed:
            return
        if handed[0][1].done():
            yield handed.popleft()[1].result()
            continue
        free = next((k for k, (_, future) in enumerate(handed) if not future.done() and future.cancel()), None)
        if free is None:
            wait([handed[0][1]])
        else:
            article, own = handed[free][0], Future[Made | Rejected]()
            own.set_result(make(article))
            handed[free] = article, own


@cache
def _settle() -> None:
    """Keep what the first article made be loaded out of all searches for garbage: it is large, and it stays."""
    gc.freeze()


@cache
def _reader(model: str | None) -> Reader:
    return nlp.load(model)
