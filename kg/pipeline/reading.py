"""Reads articles one by one, in this process or in several, always handing them on in the order they came."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import Quad

from kg import linking, mentions, nlp, rdf, reports
from kg.errors import KgError
from kg.ids import DATA
from kg.model import Article, Reading, Run
from kg.nlp import Reader
from kg.sources import Rejected

LOG = logging.getLogger(__name__)
FAILED = "failed"  # the reason given where our own code broke on an article
SMALL = 10  # articles a worker: below that, starting another one (about two seconds) costs more than it saves
BATCH = 64  # articles in the hands of the workers at a time: bounds what is in memory


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
    except Exception as error:  # one article that breaks a rule of ours must not stop the others
        LOG.debug("%s", article.origin, exc_info=True)
        message = f"this article could not be read, please report it: {type(error).__name__}: {error}"
        return Rejected(origin=article.origin, reason=FAILED, message=message, raw_sha256=article.raw_sha256)
    return Made(article=article.id, quads=quads, reports=len(reading.reports), refusals=len(reading.refusals))


def make_graphs(articles: Sequence[Article], settings: Settings, *, workers: int = 1) -> Iterator[Made | Rejected]:
    """Yield one result for each article, in order, from at most `workers` processes."""
    workers = min(workers, -(-len(articles) // SMALL))
    make = partial(make_graph, settings=settings)
    if workers <= 1:
        yield from map(make, articles)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for start in range(0, len(articles), BATCH * workers):
            batch = articles[start : start + BATCH * workers]
            try:
                yield from pool.map(make, batch, chunksize=4)
            except BrokenProcessPool as error:
                raise KgError(
                    f"a reading process died after article {start} of {len(articles)}, perhaps for lack of memory; "
                    f"what was read is kept: run the same command again, with --workers 1"
                ) from error


@cache
def _reader(model: str | None) -> Reader:
    return nlp.load(model)
