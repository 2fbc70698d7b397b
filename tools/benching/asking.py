"""How fast questions are answered: each of the library on disk and in memory, and one from the command line."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import kg.pipeline
import varied
import varied_graphs
from benching.figures import Figure, Options, seconds
from kg.query import Query, load_queries, run
from kg.store import Store, memory_store, open_store
from kg.terms import CKG, DCTERMS, RDFS

ROOT = Path(__file__).resolve().parent.parent.parent
SLOWEST = 60  # seconds after which a question is given up
INSTANT = 0.05  # seconds below which nobody asks whether memory would be faster
SENTENCE = "Shells hit a school in Taiz on 3 May 2018, killing two."
AGAIN = 3  # times that a question is asked again; the best counts, as other programs disturb the others
ASKED = {"place": CKG.Place, "actor": CKG.Actor, "target": CKG.Actor, "source": CKG.Actor, "report": CKG.Attack}
ONE = {
    "day": f"""SELECT ?v (COUNT(*) AS ?n) {{ ?x <{CKG.earliest}> ?v ; <{CKG.place}> ?p . ?p <{RDFS.label}> ?place }}
        GROUP BY ?v ORDER BY DESC(?n) LIMIT 1""",
    "article": f"SELECT ?v {{ ?x a <{CKG.Article}> ; <{DCTERMS.identifier}> ?v }} LIMIT 1",
    "event": f"SELECT ?v {{ ?v <{CKG.tollRange}> ?x }} LIMIT 1",
    "report": f"SELECT ?v {{ ?v a <{CKG.Attack}> }} LIMIT 1",
}


def figures(options: Options) -> Iterator[Figure]:
    """Measure the questions on a large store with its events, then the start of the command."""
    place = options.folder / "big"
    with open_store(options.folder / "samples") as source:
        kg.pipeline.build([varied.SAMPLES], store=source)
        with open_store(place) as big:
            varied_graphs.fill(source, big, options.quads)
            big.optimise()
    with open_store(place, read_only=True) as big:
        memory = memory_store(big.raw)
        values = {name: given(query, big) for name, query in load_queries().items()}
        size = len(big)
    yield Figure(name="quads on disk", value=size)
    yield from question_figures(place, memory, values)
    yield from cold_figures(options.folder)


def given(query: Query, store: Store) -> dict[str, str]:
    """Return something to ask a question with: the most common thing of each kind, of a place its most common day."""
    found: dict[str, str] = {}
    for parameter in query.parameters:
        if parameter.required:
            kind = ASKED.get(parameter.name)
            text = (
                ONE.get(parameter.name)
                or f"""
                SELECT ?v (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?x a <{kind}> ; <{RDFS.label}> ?v }} }}
                GROUP BY ?v ORDER BY DESC(?n) LIMIT 1"""
            )
            if "place" in found:
                text = text.replace("?place", str(ox.Literal(found["place"])))
            rows: Any = store.query(text)
            found[parameter.name] = next(iter(rows))[0].value
    return found


def _asked(place: str, name: str, values: dict[str, str], answers: Any) -> None:
    store, query = open_store(place, read_only=True), load_queries()[name]
    run(store, load_queries()["runs"])
    answers.put([seconds(lambda: run(store, query, values)) for _ in range(1 + AGAIN)])


def question_figures(place: Path, memory: Store, values: dict[str, dict[str, str]]) -> Iterator[Figure]:
    """Ask each question on disk, in a process of its own, and in memory.

    The seconds are those of the first time, when the store has just been opened and no block of it is unpacked; the
    comparison is of the best of several times each.
    """
    fork = multiprocessing.get_context("fork")
    for name, query in load_queries().items():
        answers = fork.Queue()
        child = fork.Process(target=_asked, args=(str(place), name, values[name], answers))
        child.start()
        child.join(SLOWEST)
        slow = child.is_alive()
        child.kill()
        first: list[float] = [] if slow else answers.get(timeout=5)
        disk = first[0] if first else None
        note = f"given up after {SLOWEST} s" if slow else ""
        yield Figure(name=f"{name}: seconds", value=disk, aim=1.0, at_most=True, note=note)
        if disk is not None and disk > INSTANT:
            held = [seconds(lambda query=query: run(memory, query, values[query.name])) for _ in first]  # type: ignore[misc]
            yield Figure(name=f"{name}: disk / memory", value=min(first[1:]) / min(held[1:]), aim=3.0, at_most=True)


def cold_figures(folder: Path) -> Iterator[Figure]:
    """Start commands anew: by the clock, which other programs disturb, and by processor time."""
    told = ["attacks-by-weapon", "--format", "csv", "--quiet", "--store", str(folder / "samples")]
    article = str(varied.SAMPLES / "01-kafr-halun-hospital.txt")
    starts = {
        "--version": (["--version"], 0.3),
        "query": (["query", *told], 0.5),
        "parse": (["parse", SENTENCE], 2.0),
        "explain": (["explain", article], 2.0),
        "build` of one article": (["build", article, "--quiet", "--store", str(folder / "one")], 2.0),
    }
    for name, (arguments, aim) in starts.items():
        clock, processor = (min(seen) for seen in zip(*(_started(folder, arguments) for _ in range(5)), strict=True))
        note = f"{processor:.2f} s of processor time"
        title = f"cold `kg {name}" + ("" if "`" in name else "`")
        yield Figure(name=f"{title}: seconds by the clock", value=clock, aim=aim, at_most=True, note=note)


def _started(folder: Path, arguments: list[str]) -> tuple[float, float]:
    """Return the seconds of one command, with an empty graph to build into: by the clock, and of processor time."""
    shutil.rmtree(folder / "one", ignore_errors=True)
    before, since = os.times(), time.perf_counter()
    # As users start it: Python may keep what it has compiled.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, capture_output=True, cwd=ROOT, env=environment)
    clock, after = time.perf_counter() - since, os.times()
    return clock, sum(after[2:4]) - sum(before[2:4])
