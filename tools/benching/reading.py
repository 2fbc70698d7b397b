"""How fast articles are read: beside the bare language model, in several processes, and in how much memory."""

from __future__ import annotations

import json
import resource
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import kg.pipeline
import varied
from benching.figures import Figure, Options, peak_gb, seconds
from kg.model import Article
from kg.nlp.reader import Reader
from kg.pipeline import reading
from kg.sources import read_articles
from kg.store import open_store

ARTICLES, QUICK = 1000, 60  # read in one process beside the language model, and with several workers
FEW = 400  # read with several workers too, to see that memory does not grow
POLL = 0.2  # seconds between two looks at the memory of the workers


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What one build took, by the clock and of processors, and the memory of the largest worker."""

    seconds: float
    longest: float  # processor seconds of the process that did most: on free cores the build takes about as long
    worker_gb: float
    own_gb: float


def figures(options: Options) -> Iterator[Figure]:
    """Measure the whole build."""
    count = QUICK if options.quick else ARTICLES
    texts = varied.write(options.folder / "texts", count, options.seed)
    few = varied.write(options.folder / "few", QUICK if options.quick else FEW, options.seed)
    warm(options.folder / "warm")
    yield from beside_model(texts, options.folder / "beside")
    yield from in_processes(texts, few, options)


def warm(place: Path) -> None:
    """Build the samples, so that what is loaded once is loaded before anything is measured."""
    with open_store(place) as store:
        kg.pipeline.build([varied.SAMPLES], store=store)


def beside_model(texts: Path, place: Path) -> Iterator[Figure]:
    """Build in this process; the language model is timed within the build: same text, same core, same minute."""
    words = sum(len(a.text.split()) for a in read_articles([texts]) if isinstance(a, Article))
    spent = {"model": 0.0, "reading": 0.0}
    model, whole = Reader.read, reading.read_article

    def timed_model(self: Reader, article: Article) -> object:
        start = time.process_time()
        document = model(self, article)
        spent["model"] += time.process_time() - start
        return document

    def timed_reading(article: Article, *args: object, **rest: object) -> object:
        start = time.process_time()
        found = whole(article, *args, **rest)  # type: ignore[arg-type]
        spent["reading"] += time.process_time() - start
        return found

    Reader.read, reading.read_article = timed_model, timed_reading  # type: ignore[assignment,method-assign]
    try:
        with open_store(place) as store:
            built = seconds(lambda: kg.pipeline.build([texts], store=store))
    finally:
        Reader.read, reading.read_article = model, whole  # type: ignore[method-assign]
    yield Figure(name="language model alone, words a second", value=words / spent["model"])
    yield Figure(name="reading (model and rules), words a second", value=words / spent["reading"])
    yield Figure(name="whole build (linked, checked, stored), words a second", value=words / built)
    yield Figure(name="whole build / language model, words a second", value=spent["model"] / built, aim=0.5)


def in_processes(texts: Path, few: Path, options: Options) -> Iterator[Figure]:
    """Build with one worker and with several, each in a process of its own."""
    small = apart(few, options.folder / "small", options.workers)
    one = apart(texts, options.folder / "one", 1)
    many = apart(texts, options.folder / "many", options.workers)
    aim = 1.7 if options.workers == 2 else None
    name = f"{options.workers} workers / one, by the processor time of the busier"
    yield Figure(name=name, value=one.longest / many.longest, aim=aim)
    yield Figure(
        name=f"{options.workers} workers / one, by the clock",
        value=one.seconds / many.seconds,
        aim=aim,
        note=f"two busy loops at once get {capacity():.2f} times the work of one on this machine now",
    )
    count = len(json_lines(texts))
    yield Figure(name=f"memory of a worker, GB ({count} articles)", value=many.worker_gb, aim=1.0, at_most=True)
    growth = many.worker_gb / small.worker_gb if small.worker_gb else None
    name = f"memory of a worker, {count} articles / {len(json_lines(few))}"
    yield Figure(name=name, value=growth, aim=None if options.quick else 1.1, at_most=True)
    yield Figure(name=f"memory of the process that stores, links and checks, GB ({count})", value=many.own_gb)


def json_lines(folder: Path) -> list[object]:
    """Return the records of a folder."""
    return [json.loads(line) for file in folder.glob("*.jsonl") for line in file.open(encoding="utf-8")]


def apart(texts: Path, place: Path, workers: int) -> Built:
    """Build in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(built, texts, place, workers).result()


def built(texts: Path, place: Path, workers: int) -> Built:
    """Build, and watch the memory of the workers."""
    warm(place.with_name(place.name + "-warm"))
    peaks: dict[str, float] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(POLL):
            for child in children():
                peaks[child] = max(peaks.get(child, 0.0), peak_gb(child))

    before, began = time.process_time(), of_children()
    watcher = threading.Thread(target=watch)
    watcher.start()
    with open_store(place) as store:
        spent = seconds(lambda: kg.pipeline.build([texts], store=store, workers=workers), clock=time.monotonic)
    own, theirs = time.process_time() - before, (of_children() - began) / max(1, workers - 1)
    over.set()
    watcher.join()
    return Built(seconds=spent, longest=max(own, theirs), worker_gb=max(peaks.values(), default=0.0), own_gb=peak_gb())


def of_children() -> float:
    """Return the processor seconds of the processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def children() -> list[str]:
    """Return the ids of the processes that this one has started."""
    found = [file.read_text() for file in Path("/proc/self/task").glob("*/children")]
    return " ".join(found).split()


def capacity() -> float:
    """Return how much more two processes get done than one: less than two where other programs are busy."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(spin, (0.2, 0.2)))
        alone = pool.submit(spin, 2.0).result()
        both = sum(pool.map(spin, (2.0, 2.0)))
    return both / alone


def spin(limit: float) -> int:
    """Count for some seconds by the clock."""
    end, count = time.monotonic() + limit, 0
    while time.monotonic() < end:
        count += sum(range(1000)) > 0
    return count
