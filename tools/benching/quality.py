"""How well articles are read: the benchmark sets, places, known bodies, and the linking of made-up reports."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import actors_eval
import bench_events
import places_eval
from benching.figures import Figure, Options
from eval import read_articles

TARGETS = Path(__file__).resolve().parent.parent.parent / "eval" / "bench.json"
LINKED, LINKED_QUICK = (1000, 10_000), (1000,)  # reports


def missing(folder: Path) -> Iterator[Figure]:
    """Say loudly that something could not be measured."""
    print(f"bench: SKIPPED, NOTHING WAS MEASURED: {folder} is not there", file=sys.stderr)
    yield Figure(name=f"SKIPPED: {folder} is not there", value=None)


def set_figures(options: Options) -> Iterator[Figure]:
    """Run the benchmark sets that are asked for, or all that are there."""
    bench = options.shared / "bench"
    if not bench.is_dir():
        yield from missing(bench)
        return
    known = json.loads(TARGETS.read_text(encoding="utf-8"))
    for name in options.sets or [n for n in known if (bench / "data" / n / "dev").is_dir()]:
        found = score_set(name, bench, options.workers)
        for row in known[name]:
            yield Figure(
                name=f"{name}: {row['name']}",
                value=look_up(found, row["at"]),
                aim=row.get("aim"),
                at_most=bool(row.get("lower_is_better")),
            )


def score_set(name: str, bench: Path, workers: int) -> dict[str, Any]:
    """Build one set and run its scorer."""
    articles = bench / "data" / name / "dev" / "articles.jsonl"
    score = [sys.executable, str(bench / "score.py"), name]
    with tempfile.TemporaryDirectory() as folder:
        if name == "geoparsing":
            command = [*score, str(write_places(articles, Path(folder) / "places.jsonl"))]
        else:
            command = [*score, str(read_articles(articles, Path(folder), workers)), "--split", "dev"]
        if name == "re3d":
            command += ["--places", str(write_places(articles, Path(folder) / "places.jsonl"))]
        figures: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


def write_places(articles: Path, target: Path) -> Path:
    """Write the places of `articles` as JSON lines."""
    command = [sys.executable, "-m", "kg", "places", str(articles), "--output", str(target), "--quiet"]
    subprocess.run(command, check=True)
    return target


def look_up(figures: Any, path: str) -> float | None:
    """Return the figure at a dotted path, None where the scorer gave none."""
    for key in path.split("."):
        figures = figures.get(key) if isinstance(figures, dict) else None
    return figures if isinstance(figures, int | float) else None


def place_figures(options: Options) -> Iterator[Figure]:
    """Tell what became of the places of the annotated articles."""
    if not (options.shared / "gazetteer").is_dir():
        yield from missing(options.shared / "gazetteer")
        return
    with tempfile.TemporaryDirectory() as added, tempfile.TemporaryDirectory() as empty:
        places_eval.add_tables(options.shared, Path(added))
        for title, folder in (("tables added", added), ("shipped alone", empty)):
            for half, counts in places_eval.outcomes(options.shared, Path(folder)).items():
                for name in ("right", "wrong") if half != "all" else places_eval.OUTCOMES:
                    share = counts[name] / max(1, counts.total())
                    yield Figure(name=f"{title}, {half}: {name} (of {counts.total()})", value=share)


def actor_figures(options: Options) -> Iterator[Figure]:
    """Tell whether known bodies are one entity across the annotated articles."""
    dev = options.shared / "eval" / "dev"
    if not dev.is_dir():
        yield from missing(dev)
        return
    taken = actors_eval.entities(dev)
    usual = {slug: Counter(found.values()).most_common(1)[0][0] for slug, found in taken.items()}
    for half, name in ((True, "looked at"), (False, "only scored")):
        pairs, same = actors_eval.as_usual(taken, usual, looked_at=half)
        yield Figure(name=f"{name}: one entity (of {len(pairs)} namings)", value=len(same) / max(1, len(pairs)))


def event_figures(options: Options) -> Iterator[Figure]:
    """Link made-up reports: what is found, and what it costs."""
    for size in LINKED_QUICK if options.quick else LINKED:
        row = bench_events.measure(size)
        strict = size == LINKED[-1]
        for name, aim in (("seconds", bench_events.LIMIT_S), ("memory_gb", bench_events.LIMIT_GB)):
            label = f"{name.replace('_gb', ', GB')} ({size} reports)"
            yield Figure(name=label, value=row[name], aim=aim if strict else None, at_most=True)
        again = row["one_more_cpu_seconds"] / row["cpu_seconds"]
        yield Figure(name=f"one article more / all ({size} reports)", value=again)
        for name in ("pairs_precision", "pairs_recall"):
            yield Figure(name=f"{name.replace('_', ', ')} ({size} reports)", value=row[name])
