"""What a build costs that finds little to do, at sizes that would take hours to read.

Everything is done as in any build, but the first reading: the graphs of the first build are the samples' own with ids,
places and days of their own, and the time that reading would have taken is reckoned from some articles that are read.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from unittest import mock

import pyoxigraph as ox

import kg.nlp
import kg.pipeline
import varied
import varied_graphs
from benching.figures import Figure, Options, peak_gb, seconds
from benching.reading import warm
from kg.model import Article
from kg.pipeline import building, reading
from kg.pipeline.reading import Made, Settings
from kg.store import Store, open_store
from kg.terms import CKG, DCTERMS

READ = 60  # articles that are read to know how long reading takes
CHANGED = 0.01


class StandIn:
    """Stands in for the reading of articles: hands on varied graphs, and knows how long making them took."""

    def __init__(self, store: Store) -> None:
        self._ids = {key.rpartition("-")[0]: article for article, key in store.keys().items()}
        self._lines = varied_graphs.article_lines(store)
        self.seconds = 0.0

    def make_graphs(self, articles: Sequence[Article], settings: Settings, *, workers: int = 1) -> Iterator[Made]:
        """Yield a graph for each article."""
        for article in articles:
            start = time.process_time()
            key, _, copy = article.key.rpartition("-")
            base = self._ids[key]
            quads = varied_graphs.copy_of(self._lines[base], int(copy) + 1, {base: article.id})
            quads = [own(quad, article) for quad in quads]
            self.seconds += time.process_time() - start
            yield Made(article=article.id, quads=tuple(quads), reports=0, refusals=0)


def own(quad: ox.Quad, article: Article) -> ox.Quad:
    """Return a quad of an article's graph with the article's own key and origin."""
    told = {CKG.origin: article.origin, DCTERMS.identifier: article.key}.get(quad.predicate.value)
    return quad if told is None else ox.Quad(quad.subject, quad.predicate, ox.Literal(told), quad.graph_name)


def figures(options: Options) -> Iterator[Figure]:
    """Build each size, build it again, and build it with one article in a hundred changed."""
    warm(options.folder / "warm")
    samples = varied.write(options.folder / "samples", len(varied.samples()), options.seed)
    with open_store(options.folder / "samples-store") as store:
        kg.pipeline.build([samples], store=store)
        stand_in = StandIn(store)
    each = reading_seconds(options)
    for size in options.sizes:
        yield from of_size(size, options, stand_in, each)


def reading_seconds(options: Options) -> float:
    """Return how long reading one article takes, its graph included."""
    texts = varied.write(options.folder / "read", READ, options.seed)
    with open_store(options.folder / "read-store") as store:
        spent = 0.0
        real = reading.make_graphs

        def timed(*args: object, **rest: object) -> Iterator[object]:
            nonlocal spent
            made = iter(real(*args, **rest))  # type: ignore[arg-type]
            while True:
                start = time.process_time()
                one = next(made, None)
                spent += time.process_time() - start
                if one is None:
                    return
                yield one

        with mock.patch.object(building, "make_graphs", timed):
            kg.pipeline.build([texts], store=store)
    return spent / READ


def of_size(size: int, options: Options, stand_in: StandIn, each: float) -> Iterator[Figure]:
    """Yield the figures of one size."""
    texts = varied.write(options.folder / f"texts-{size}", size, options.seed)
    with open_store(options.folder / f"store-{size}") as store:
        before = stand_in.seconds
        with mock.patch.object(building, "make_graphs", stand_in.make_graphs):
            made = seconds(lambda: kg.pipeline.build([texts], store=store)) - (stand_in.seconds - before)
        whole = made + each * size
        again = seconds(lambda: kg.pipeline.build([texts], store=store))
        count = varied.alter(texts, CHANGED)
        changed = seconds(lambda: kg.pipeline.build([texts], store=store))
        quads = len(store)
    yield Figure(name=f"build, ms an article ({size} articles, {quads} quads)", value=1000 * whole / size)
    yield Figure(name=f"  of it storing, linking and checking ({size})", value=1000 * made / size)
    yield Figure(name=f"nothing changed / build ({size})", value=again / whole, aim=0.02, at_most=True)
    yield Figure(name=f"{count} changed / build ({size})", value=changed / whole, aim=0.05, at_most=True)
    yield Figure(name=f"memory of the building process, GB ({size})", value=peak_gb())
