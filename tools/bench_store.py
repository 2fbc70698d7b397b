"""Measure the store, the questions and the checks on graphs of a size that matters (part of `make bench`).

    bench_store.py [--quads 1000000] [--articles 100] [--json out/bench-store.json]

Every figure is a ratio within this run, or seconds of processor time, which other programs on the machine disturb
less than the clock. The graph is made by varying the samples (tools/varied.py).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pyoxigraph as ox
import pyshacl

import kg.pipeline
import varied
from kg import validate
from kg.query import Query, load_queries, run
from kg.store import Store, memory_store, open_store
from kg.terms import CKG, DCTERMS, RDFS

ROOT = Path(__file__).resolve().parent.parent
SLOWEST = 60  # seconds after which a question is given up
BATCH = 20  # articles written at once: about what a build has read in a second or two
TRIED = 100_000  # quads that plain pyshacl is tried on: it is linear, and slow
ASKED = {"place": CKG.Place, "actor": CKG.Actor, "target": CKG.Actor, "source": CKG.Actor, "report": CKG.Attack}


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure with its aim."""

    name: str
    value: float
    aim: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        """Tell whether the aim is reached."""
        return self.value <= self.aim if self.at_most else self.value >= self.aim


def seconds(job: Callable[[], object], *, clock: Callable[[], float] = time.process_time) -> float:
    """Return how long a job takes."""
    start = clock()
    job()
    return clock() - start


def more_articles(folder: Path, count: int) -> list[Path]:
    """Write `count` articles: the samples, each copy with a line of its own."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "samples").glob("*.txt"))]
    folder.mkdir()
    for n in range(count):
        text = f"{texts[n % len(texts)]}\nThis was copy {n} of the report.\n"
        (folder / f"{n:05}.txt").write_text(text, encoding="utf-8")
    return [folder]


def build_figures(folder: Path, count: int) -> Iterator[Figure]:
    """Build, build again, and build with one article in a hundred changed."""
    paths = more_articles(folder / "articles", count)
    with open_store(folder / "built") as store:
        first = seconds(lambda: kg.pipeline.build(paths, store=store))
        again = seconds(lambda: kg.pipeline.build(paths, store=store))
        for n in range(max(1, count // 100)):
            file = folder / "articles" / f"{n:05}.txt"
            file.write_text(file.read_text(encoding="utf-8") + "One more line.\n", encoding="utf-8")
        changed = seconds(lambda: kg.pipeline.build(paths, store=store))
    yield Figure(
        name=f"rebuild, nothing changed / build ({count} articles)", value=again / first, aim=0.02, at_most=True
    )
    yield Figure(name="rebuild, 1 % changed / build", value=changed / first, aim=0.05, at_most=True)


def write_figures(folder: Path, source: Store, quads: int) -> Iterator[Figure]:
    """Write the same graphs as a build does, and with the engine's own bulk loader."""
    made, size = [], 0
    for article, held in varied.graphs(varied.article_lines(source)):
        if size >= quads:
            break
        made.append((article, held))
        size += len(held)
    with open_store(folder / "ours") as store:

        def put() -> None:
            for first in range(0, len(made), BATCH):
                store.put_articles((article, "f", held) for article, held in made[first : first + BATCH])

        ours = seconds(put)
    lines = "\n".join(
        f"{q.subject} {q.predicate} {q.object} {q.graph_name} ." for _, held in made for q in held
    ).encode()
    bulk = ox.Store(str(folder / "bulk"))
    other = seconds(lambda: bulk.bulk_load(lines, format=ox.RdfFormat.N_QUADS))
    yield Figure(name=f"writing: bulk_load / ours ({size} quads)", value=other / ours, aim=0.8)


def check_figures(store: Store) -> Iterator[Figure]:
    """Validate as we do, and with pyshacl alone on a part of the same graph."""
    names = [name for name in store.graphs() if "/graph/article/" in name]
    mine = seconds(lambda: validate.validate(store, graphs=set(names)))
    part: list[ox.Quad] = []
    for name in names:
        part += store.raw.quads_for_pattern(None, None, None, ox.NamedNode(name))
        if len(part) >= TRIED:
            break

    def plain() -> None:
        data = validate._as_rdflib(part)
        pyshacl.validate(data, shacl_graph=validate.load_shapes(), inference="none", meta_shacl=False)

    whole = sum(len(list(store.raw.quads_for_pattern(None, None, None, ox.NamedNode(name)))) for name in names)
    expected = seconds(plain) * whole / len(part)
    yield Figure(name=f"validation: pyshacl / ours, checks included ({whole} quads)", value=expected / mine, aim=2.0)


def given(query: Query, store: Store) -> dict[str, str]:
    """Return something to ask a question with: the most common thing of each kind."""
    found = {}
    for parameter in query.parameters:
        if not parameter.required:
            continue
        if parameter.name == "day":
            text = f"SELECT ?v (COUNT(*) AS ?n) {{ ?x <{CKG.earliest}> ?v }} GROUP BY ?v ORDER BY DESC(?n) LIMIT 1"
        elif parameter.name == "article":
            text = f"SELECT ?v {{ ?x a <{CKG.Article}> ; <{DCTERMS.identifier}> ?v }} LIMIT 1"
        elif parameter.name == "event":
            text = f"SELECT ?v {{ ?v <{CKG.hasReport}> ?x }} LIMIT 1"
        elif parameter.name == "report":
            text = f"SELECT ?v {{ ?v a <{CKG.Attack}> }} LIMIT 1"
        else:
            kind = ASKED[parameter.name]
            text = f"""SELECT ?v (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?x a <{kind}> ; <{RDFS.label}> ?v }} }}
                       GROUP BY ?v ORDER BY DESC(?n) LIMIT 1"""
        rows: Any = store.query(text)
        found[parameter.name] = next(iter(rows))[0].value
    return found


def _asked(place: str, name: str, answers: Any) -> None:
    store, query = open_store(place, read_only=True), load_queries()[name]
    what = given(query, store)
    answers.put(seconds(lambda: run(store, query, what)))


def query_figures(place: Path, memory: Store | None) -> Iterator[Figure]:
    """Ask each question on disk, in a process of its own, and in memory."""
    fork = multiprocessing.get_context("fork")
    for name, query in load_queries().items():
        answers = fork.Queue()
        child = fork.Process(target=_asked, args=(str(place), name, answers))
        child.start()
        child.join(SLOWEST)
        slow = child.is_alive()
        child.kill()
        disk = float(SLOWEST) if slow else answers.get(timeout=5)
        yield Figure(name=f"question {name}: seconds", value=disk, aim=1.0, at_most=True)
        if memory is not None and disk > 0.05:
            held = seconds(lambda asked=query: run(memory, asked, given(asked, memory)))  # type: ignore[misc]
            yield Figure(name=f"question {name}: disk / memory", value=disk / held, aim=3.0, at_most=True)


def cold_figure(place: Path) -> Figure:
    """Ask a question from the command line, the best of three."""
    command = [sys.executable, "-m", "kg", "query", "attacks-by-weapon", *shlex.split("--format csv --quiet --store")]
    ask = lambda: subprocess.run([*command, str(place)], check=True, capture_output=True, cwd=ROOT)  # noqa: E731
    best = min(seconds(ask, clock=time.perf_counter) for _ in range(3))
    return Figure(name="cold `kg query`: seconds by the clock", value=best, aim=0.5, at_most=True)


def figures(folder: Path, quads: int, articles: int) -> Iterator[Figure]:
    """Measure everything."""
    yield from build_figures(folder, articles)
    with open_store(folder / "samples") as store:
        kg.pipeline.build([ROOT / "samples"], store=store)
    with open_store(folder / "samples", read_only=True) as source:
        yield from write_figures(folder, source, min(quads, 200_000))
        with open_store(folder / "big") as big:
            varied.fill(source, big, quads)
            big.optimise()
    with open_store(folder / "big", read_only=True) as big:
        yield from check_figures(big)
        memory = memory_store(big.raw)
        yield from query_figures(folder / "big", memory)
    yield cold_figure(folder / "samples")


def main() -> int:
    """Print each figure beside its aim."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        for figure in figures(Path(folder), args.quads, args.articles):
            found.append(figure)
            sign, mark = "<=" if figure.at_most else ">=", "yes" if figure.reached else "NO"
            print(f"{figure.name:62}{figure.value:8.3f}   {sign} {figure.aim:<5} {mark}", flush=True)
    if args.json is not None:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps([asdict(f) | {"reached": f.reached} for f in found], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
