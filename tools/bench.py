"""Measure quality and speed, and print one table of figures beside their targets (`make bench`).

    bench.py [--quick] [--only PART,…] [--sizes 1000,10000] [--json out/bench.json] [SET …]

Speed is told as ratios within this run, of processor time where that can be: other programs on the machine disturb
those least. Nothing is compared with a floor, and the exit status is 0 whatever is missed. `--quick` measures less of
everything in about ten minutes, and no benchmark set; 100000 articles are in reach of --sizes, and take hours.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching import asking, building, quality, reading, storing
from benching.figures import Figure, Options, heading, row, verdict, write_json

ROOT = Path(__file__).resolve().parent.parent
PARTS: dict[str, Callable[[Options], Iterator[Figure]]] = {
    "reading": reading.figures,
    "building": building.figures,
    "storing": storing.figures,
    "asking": asking.figures,
    "linking": quality.event_figures,
    "actors": quality.actor_figures,
    "places": quality.place_figures,
    "sets": quality.set_figures,
}
SLOW = ("actors", "places", "sets")  # not in a quick run
SIZES, QUICK_SIZES = (1000, 10_000), (200,)  # articles
QUADS, QUICK_QUADS = 1_000_000, 100_000


def run(part: str, options: Options) -> Iterator[Figure]:
    """Yield the figures of one part, which runs in a process of its own: what it holds in memory is its own."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_measure, args=(part, options, there))
    child.start()
    there.close()
    while True:
        try:
            yield here.recv()
        except EOFError:
            break
    child.join()
    if child.exitcode:
        yield Figure(part=part, name=f"FAILED: ended with {child.exitcode}", value=None)


def _measure(part: str, options: Options, told: Any) -> None:
    folder = options.folder / part
    folder.mkdir()
    start = time.monotonic()
    try:
        for figure in PARTS[part](replace(options, folder=folder)):
            told.send(replace(figure, part=part))
    except Exception as error:  # noqa: BLE001 - the other parts are still worth measuring
        traceback.print_exc()
        told.send(Figure(part=part, name=f"FAILED: {type(error).__name__}: {error}", value=None))
    shutil.rmtree(folder, ignore_errors=True)
    told.send(Figure(part=part, name="minutes by the clock", value=(time.monotonic() - start) / 60))


def asked() -> tuple[Options, list[str], Path | None]:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("sets", nargs="*", metavar="SET", help="benchmark sets; none: all that are there")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where they and the articles are")
    parser.add_argument("--quick", action="store_true", help="measure less of everything")
    parser.add_argument("--only", help=f"parts to measure, with commas: {', '.join(PARTS)}")
    parser.add_argument("--sizes", help=f"numbers of articles, with commas (default: {','.join(map(str, SIZES))})")
    parser.add_argument("--quads", type=int, help=f"quads that are asked and checked (default: {QUADS})")
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    parser.add_argument("--seed", type=int, default=0, help="of the varied corpus")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    args = parser.parse_args()
    parts = args.only.split(",") if args.only else [p for p in PARTS if not (args.quick and p in SLOW)]
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    sizes = tuple(map(int, args.sizes.split(","))) if args.sizes else QUICK_SIZES if args.quick else SIZES
    options = Options(
        shared=args.shared,
        folder=Path(),
        sizes=sizes,
        quads=args.quads or (QUICK_QUADS if args.quick else QUADS),
        workers=args.workers,
        sets=tuple(args.sets),
        quick=args.quick,
        seed=args.seed,
    )
    return options, parts, args.json


def main() -> int:
    """Print each figure as it is measured, then which targets are missed."""
    options, parts, target = asked()
    found = []
    print(heading(), flush=True)
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        for part in parts:
            for figure in run(part, replace(options, folder=Path(folder))):
                found.append(figure)
                print(row(figure), flush=True)
    print(verdict(found))
    if target is not None:
        write_json(found, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
