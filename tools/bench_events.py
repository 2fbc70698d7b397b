"""Measure how event linking grows: made-up reports at constant density (part of `make bench`).

    bench_events.py [--sizes 1000,10000] [--json out/bench-events.json]

Thirty events a day in two hundred towns, each told by one to six articles in words, tolls and days of their own: the
more reports, the more days. Which reports are of one event is known, so wrong and missed links are counted as well.
Each size runs in a process of its own; seconds are of the clock, since DuckDB works in two threads.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path

from kg.events.clusters import cluster
from kg.events.links import find_links
from kg.events.model import Spot, Telling, Toll
from kg.ids import digest

SEED, TOWNS, EVENTS_A_DAY, TELLINGS = 7, 200, 30, (1, 1, 1, 2, 2, 3, 4, 6)
KINDS = {"Airstrike": "aerial-bomb", "Shelling": "artillery", "DroneStrike": "drone", "Bombing": "car-bomb"}
SIDES = ("northern-army", "hill-front", "river-brigades", "coast-guard")
PLACES = ("School", "Hospital", "Market", "Mosque", "Residential", "Road")
LIMIT_S, LIMIT_GB = 30, 1.5  # for 10,000 reports on two cores


def towns(chance: random.Random) -> list[Spot]:
    """Return made-up towns in a square of about 550 kilometres."""
    parts = [
        f"{a}{b}{c}"
        for a in ("Bar", "Dor", "Kel", "Mar", "Tal")
        for b in ("ab", "en", "is", "ou")
        for c in "adiknorstu"
    ]
    return [
        Spot(
            id=f"town-{number}",
            name=name.title(),
            lat=round(chance.uniform(33, 38), 4),
            lon=round(chance.uniform(36, 42), 4),
            precision="exact",
            country="XX",
            within=(f"District {number // 20}",),
        )
        for number, name in enumerate(chance.sample(parts, TOWNS))
    ]


def corpus(size: int) -> tuple[list[Telling], dict[str, int]]:
    """Return about `size` reports and which event each of them is of."""
    chance = random.Random(SEED)
    places, event = towns(chance), 0
    found: list[Telling] = []
    truth: dict[str, int] = {}
    while len(found) < size:
        told = list(tellings(event, date(2020, 1, 1) + timedelta(days=event // EVENTS_A_DAY), places, chance))
        truth |= {telling.id: event for telling in told}
        found += told
        event += 1
    return found, truth


def tellings(event: int, day: date, places: list[Spot], chance: random.Random) -> Iterator[Telling]:
    """Yield the reports of one event: later ones tell more dead, some name no side, some count days loosely."""
    kind, side, site = (chance.choice(list(options)) for options in (KINDS, SIDES, PLACES))
    town = chance.choice(places)
    killed = chance.choice((0, 1, 2, 3, 5, 9, 14, 27))
    for number in range(chance.choice(TELLINGS)):
        toll = killed + (number if chance.random() < 0.3 else 0)
        words = f"{kind} {site} {town.name} {toll} {number} {chance.randrange(10**6)}"
        telling = Telling(
            id=digest(str(event), str(number)),
            article=digest("article", str(event), str(number)),
            type=kind if chance.random() < 0.8 else "Attack",
            first=day,
            last=day,
            relative=True,
            published=day + timedelta(days=chance.choice((0, 1, 1, 2))),
            publisher=f"publisher-{chance.randrange(40)}",
            title=f"{toll or 'Several'} reported killed in {town.name}",
            spots=(town,),
            perpetrators=(side,) if chance.random() < 0.7 else (),
            weapons=(KINDS[kind],) if chance.random() < 0.6 else (),
            facilities=(site,) if chance.random() < 0.7 else (),
            tolls=(Toll(outcome="killed", group="people", least=toll, most=toll),) if toll else (),
            quotes=(words,),
            context=(words,),
        )
        yield telling if chance.random() < 0.9 else replace(telling, first=day - timedelta(days=1))


def measure(size: int) -> dict[str, float]:
    """Link one corpus; return its figures. Pairs are counted within each event."""
    found, truth = corpus(size)
    start = time.monotonic()
    links = find_links(found)
    linked = time.monotonic()
    clusters = cluster(found, links)
    end = time.monotonic()
    own = {pair for c in clusters for pair in combinations(c.members, 2)}
    sizes = Counter(truth.values())
    right = sum(truth[a] == truth[b] for a, b in own)
    return {
        "reports": len(found),
        "links": len(links),
        "seconds": round(end - start, 2),
        "comparing": round(linked - start, 2),
        "ms_per_report": round(1000 * (end - start) / len(found), 3),
        "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
        "pairs_precision": round(right / max(len(own), 1), 3),
        "pairs_recall": round(right / max(sum(n * (n - 1) // 2 for n in sizes.values()), 1), 3),
    }


def main() -> None:
    """Read the command line, measure each size, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of reports, with commas (100000 takes minutes)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    rows = []
    for size in map(int, options.sizes.split(",")):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            rows.append(pool.submit(measure, size).result())
        print("  ".join(f"{name} {value:g}" for name, value in rows[-1].items()))
    for row in rows:
        if row["reports"] <= 11_000 and row["reports"] >= 10_000:
            met = row["seconds"] < LIMIT_S and row["memory_gb"] < LIMIT_GB
            print(f"10,000 reports in under {LIMIT_S} s and {LIMIT_GB} GB: {'reached' if met else 'NOT reached'}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
