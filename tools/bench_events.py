"""Measure how event linking grows: made-up reports at constant density (part of `make bench`).

    bench_events.py [--sizes 1000,10000] [--json out/bench-events.json]

Thirty events a day in two hundred towns, each told by one to six articles in words, tolls and days of their own, one
telling in eight a copy of an earlier article: the more reports, the more days. The articles are written into a store
on disk, as a build does; then the whole linking step of a build is measured (reading the reports back, comparing,
putting together, summing up, writing), and the same step after one more article. Which reports are of one event is
known, so wrong and missed links are counted as well. Each step runs in a process of its own; seconds are those of the
clock, and those of all processors beside them, since DuckDB works in two threads.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kg import rdf
from kg.ids import digest, sha256
from kg.model import Actor, Article, Casualty, Count, Facility, Known, Place, Reading, Report, Run, Span, When
from kg.pipeline import link_events
from kg.store import open_store
from kg.terms import CKG

SEED, TOWNS, EVENTS_A_DAY, TELLINGS = 7, 200, 30, (1, 1, 1, 2, 2, 3, 4, 6)
KINDS = {"Airstrike": "aerial-bomb", "Shelling": "artillery", "DroneStrike": "drone", "Bombing": "car-bomb"}
SIDES = ("northern-army", "hill-front", "river-brigades", "coast-guard")
SITES = ("School", "Hospital", "Market", "Mosque", "Residential", "Road")
WORDS = 250  # of an article besides its report
BATCH = 500  # articles written at once
LIMIT_S, LIMIT_GB = 30, 1.5  # for 10,000 reports on two cores
_T = TypeVar("_T")
RUN = Run(version="0", model="none", model_hash="0", rules_hash="0")


@cache
def towns() -> list[Place]:
    """Return made-up towns in a square of about 550 kilometres."""
    chance = random.Random(SEED)
    parts = [
        f"{a}{b}{c}"
        for a in ("Bar", "Dor", "Kel", "Mar", "Tal")
        for b in ("ab", "en", "is", "ou")
        for c in "adiknorstu"
    ]
    return [
        Place(
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


@cache
def vocabulary() -> list[str]:
    """Return made-up words of the length of English ones."""
    chance = random.Random(SEED)
    return ["".join(chance.choices("aeioubdklmnrst", k=chance.randint(2, 9))) for _ in range(3000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """What the articles of one event have in common."""

    number: int
    day: date
    kind: str
    side: str
    site: str
    town: Place
    killed: int


def readings(size: int) -> Iterator[tuple[int, Reading]]:
    """Yield as many articles with one report each, and which event each of them tells."""
    chance = random.Random(SEED)
    written = event = 0
    while written < size:
        happening = Happening(
            number=event,
            day=date(2020, 1, 1) + timedelta(days=event // EVENTS_A_DAY),
            kind=chance.choice(list(KINDS)),
            side=chance.choice(SIDES),
            site=chance.choice(SITES),
            town=chance.choice(towns()),
            killed=chance.choice((0, 1, 2, 3, 5, 9, 14, 27)),
        )
        body = ""
        for telling in range(chance.choice(TELLINGS)):
            if not body or chance.random() > 1 / 8:
                body = " ".join(chance.choices(vocabulary(), k=WORDS))
            yield event, reading(happening, telling, body, chance)
            written += 1
        event += 1


def reading(happening: Happening, telling: int, body: str, chance: random.Random) -> Reading:
    """Return one article with one report: later ones tell more dead, some name no side, some count days loosely."""
    toll = happening.killed + (telling if chance.random() < 0.3 else 0)
    title = f"{toll or 'Several'} reported killed in {happening.town.name}"
    said = f"{happening.kind} {happening.site} {happening.town.name} {toll} {telling} {chance.randrange(10**6)}."
    text = f"{title}\n\n{said}\n{body}\n"
    key = digest(str(happening.number), str(telling))
    article = Article(
        id=key,
        key=key,
        text=text,
        text_sha256=sha256(text.encode()),
        raw_sha256=sha256(text.encode()),
        origin="made-up",
        headline=Known(value=title, how="bench"),
        published=Known(value=(happening.day + timedelta(days=chance.choice((0, 1, 1, 2)))).isoformat(), how="bench"),
        publisher=Known(value=f"Publisher {chance.randrange(40)}", how="bench"),
    )
    start = text.index(said)
    span = Span(start=start, end=start + len(said))
    return Reading(article=article, reports=(report(key, happening, toll, span, chance),))


def report(key: str, happening: Happening, toll: int, span: Span, chance: random.Random) -> Report:
    """Return what one article reports."""
    first = happening.day if chance.random() < 0.9 else happening.day - timedelta(days=1)
    return Report(
        id=digest("report", key),
        type=happening.kind if chance.random() < 0.8 else "Attack",
        evidence=(span,),
        when=When(start=first, end=happening.day, text="yesterday", edtf=happening.day.isoformat(), span=span),
        places=(happening.town,),
        perpetrators=(Actor(name=happening.side, id=happening.side),) if chance.random() < 0.7 else (),
        weapons=(KINDS[happening.kind],) if chance.random() < 0.6 else (),
        facilities=(Facility(type=happening.site, span=span),) if chance.random() < 0.7 else (),
        casualties=(
            (Casualty(outcome="killed", group="people", count=Count(min=toll, max=toll, text=str(toll)), span=span),)
            if toll
            else ()
        ),
    )


def fill(folder: str, given: Iterable[Reading]) -> None:
    """Write articles into the store, many at once."""
    batch: list[tuple[str, str, list[ox.Quad]]] = []
    with open_store(Path(folder)) as store:
        for told in given:
            batch.append((told.article.id, "bench", list(rdf.article_quads(told, RUN))))
            if len(batch) == BATCH:
                store.put_articles(batch)
                batch = []
        store.put_articles(batch)
        store.optimise()


def prepare(folder: str, size: int) -> None:
    """Write all articles but the last one."""
    fill(folder, (told for _, told in list(readings(size))[:-1]))


def add_one(folder: str, size: int) -> None:
    """Write the last article."""
    fill(folder, [list(readings(size))[-1][1]])


def link_all(folder: str) -> dict[str, float]:
    """Do the linking step of a build; return seconds, seconds of all processors, gigabytes, and the links."""
    with open_store(Path(folder)) as store:
        start, worked = time.monotonic(), time.process_time()
        linked = link_events(store, ())
        spent, worked = time.monotonic() - start, time.process_time() - worked
    return {
        "seconds": round(spent, 2),
        "cpu_seconds": round(worked, 2),
        "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
        "links": 0 if linked is None else linked.links,
    }


def quality(folder: str, size: int) -> tuple[float, float]:
    """Return precision and recall of the pairs that were made one event."""
    truth = {told.reports[0].id: event for event, told in readings(size)}
    made: dict[str, list[str]] = defaultdict(list)
    with open_store(Path(folder), read_only=True) as store:
        for quad in store.raw.quads_for_pattern(None, ox.NamedNode(CKG.hasReport), None, None):
            made[str(quad.subject)].append(str(quad.object).strip("<>").rsplit("/", 1)[-1])
    own = [pair for members in made.values() for pair in combinations(members, 2)]
    right = sum(truth[a] == truth[b] for a, b in own)
    every = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return right / max(len(own), 1), right / max(every, 1)


def apart(job: Callable[..., _T], *arguments: object) -> _T:
    """Run a job in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(job, *arguments).result()


def measure(size: int) -> dict[str, float]:
    """Fill a store, link it, add an article, link again; return the figures. Pairs are counted within each event."""
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "graph")
        apart(prepare, folder, size)
        first = apart(link_all, folder)
        apart(add_one, folder, size)
        more = apart(link_all, folder)
        precision, recall = apart(quality, folder, size)
    return {
        "reports": size,
        **first,
        "ms_per_report": round(1000 * first["seconds"] / size, 3),
        "one_more_seconds": more["seconds"],
        "one_more_cpu_seconds": more["cpu_seconds"],
        "pairs_precision": round(precision, 3),
        "pairs_recall": round(recall, 3),
    }


def main() -> None:
    """Read the command line, measure each size, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of reports, with commas (100000 takes minutes)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    rows = []
    for size in map(int, options.sizes.split(",")):
        rows.append(measure(size))
        print("  ".join(f"{name} {value:g}" for name, value in rows[-1].items()), flush=True)
        if size == 10_000:
            # Other programs stretch the clock; the seconds of all processors bound what it shows on an idle machine.
            met = min(rows[-1]["seconds"], rows[-1]["cpu_seconds"]) < LIMIT_S and rows[-1]["memory_gb"] < LIMIT_GB
            print(f"10,000 reports in under {LIMIT_S} s and {LIMIT_GB} GB: {'reached' if met else 'NOT reached'}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
