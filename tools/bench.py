"""Run the benchmark sets and measure speed (`make bench`).

    bench.py --shared ../shared [SET …]

Prints one line per figure with the aim of eval/bench.json, then words per second of the bare
language model and of the whole reading. Figures are shown, never compared with a floor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import kg.linking
import kg.mentions
import kg.nlp
import kg.pipeline
import kg.sources
from eval import read_articles
from kg.model import Article

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "eval" / "bench.json"


def articles_of(path: Path) -> list[Article]:
    """Return the readable articles of one file."""
    return [a for a in kg.sources.read_articles([path]) if isinstance(a, Article)]


def write_places(articles: Path, target: Path) -> Path:
    """Write the places of `articles` as JSON lines."""
    command = [sys.executable, "-m", "kg", "places", str(articles), "--output", str(target), "--quiet"]
    subprocess.run(command, check=True)
    return target


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


def look_up(figures: Any, path: str) -> float | None:
    """Return the figure at a dotted path, None where the scorer gave none."""
    for key in path.split("."):
        figures = figures.get(key) if isinstance(figures, dict) else None
    return figures if isinstance(figures, int | float) else None


def print_figures(name: str, figures: dict[str, Any]) -> None:
    """Print the figures of one set beside their aims."""
    for row in json.loads(FIGURES.read_text(encoding="utf-8"))[name]:
        value, aim = look_up(figures, row["at"]), row.get("aim")
        sign = "<=" if row.get("lower_is_better") else ">="
        reached = value is not None and aim is not None and (value <= aim if sign == "<=" else value >= aim)
        shown = "-" if value is None else f"{value:.3f}"
        aimed = "" if aim is None else f"{sign} {aim:<6} {'yes' if reached else 'no'}"
        print(f"{name:16}{row['name']:26}{shown:>9}   {aimed}", flush=True)


def measure_speed(articles: Path) -> None:
    """Print words per second of the bare language model and of the whole reading, one process."""
    reader, texts = kg.nlp.load(), articles_of(articles)[:60]
    for text in texts[:3]:
        kg.pipeline.read_article(text, reader)
    words, spent = sum(len(a.text.split()) for a in texts), []
    for read in (reader.read, lambda a: kg.pipeline.read_article(a, reader)):
        start = time.perf_counter()
        for article in texts:
            read(article)
        spent.append(time.perf_counter() - start)
    model, whole = spent
    print(f"speed: language model {words / model:.0f} words/s, whole reading {words / whole:.0f} words/s")
    print(f"speed: the whole reading takes {whole / model:.2f} times the language model")


def main() -> int:
    """Run the named sets, or all that are there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    bench = args.shared / "bench"
    if not bench.is_dir():
        print(f"bench: SKIPPED, NOTHING WAS MEASURED: {bench} is not there", file=sys.stderr)
        return 0
    known = json.loads(FIGURES.read_text(encoding="utf-8"))
    for name in args.sets or [n for n in known if (bench / "data" / n / "dev").is_dir()]:
        print_figures(name, score_set(name, bench, args.workers))
    measure_speed(args.shared / "eval" / "dev" / "articles.jsonl")
    return 0


if __name__ == "__main__":
    sys.exit(main())
