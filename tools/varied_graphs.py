"""Make a store of any size by varying what the samples say, so that speed can be measured without reading for hours.

    varied_graphs.py SAMPLES-STORE TARGET-STORE --quads 1000000

Copy number n of an article has ids, key, years and place names of its own; actors, words and quotes stay.
"""

from __future__ import annotations

import argparse
import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.ids import DATA, digest
from kg.rdf import events_graph, links_graph
from kg.store import Store, open_store

# Spellings of a place; years that are told of. Without a common factor, and so many that a store ten times as large
# tells ten times as many events, not of each event ten times as often.
SPREAD, YEARS, FIRST_YEAR = 25, 401, 1664
APART = 1.3  # degrees between two spellings of a place, towards the equator
ENTRY = 4  # quads of an article's ledger entry
BATCH = 100  # articles that are written at a time
_ARTICLE = re.compile(rf"<{DATA}graph/article/([0-9a-f]{{16}})>")
_PLACE = re.compile(rf"<({DATA}(?:place|geometry)/[^>]+)>")
_ID = re.compile(rf"(<{DATA}(?!place/|geometry/|run/)[^>]*?/)([0-9a-f]{{16}})(?=[>-])")
_DATE = re.compile(r'"[^"]*"(?=\^\^<(?:http://www\.w3\.org/2001/XMLSchema#date|[^>]*/EDTF)>)')
_YEAR = re.compile(r"\b(20\d\d)(?=-|\b)")
_POINT = re.compile(r'(<http://www\.w3\.org/2003/01/geo/wgs84_pos#(?:lat|long)> ")(-?[0-9.]+)(")')
_KEY = re.compile(rf'(<{DATA}article/[^>]+> <http://purl\.org/dc/terms/identifier> "[^"]*)(")')
_LABEL = re.compile(r'( <(?:[^>]*#label|[^>]*#mentionedAs|[^>]*#within)> "[^"\\]*)(")')


def article_lines(store: Store) -> dict[str, list[str]]:
    """Return the N-Quads lines of each article graph of `store`, by article id."""
    found: dict[str, list[str]] = {}
    for line in store.lines():
        text = line.decode()
        graph = _ARTICLE.search(text, max(0, len(text) - len(DATA) - 60))
        if graph:
            found.setdefault(graph[1], []).append(text)
    return found


def copy_of(lines: list[str], n: int, known: Mapping[str, str] = MappingProxyType({})) -> list[ox.Quad]:
    """Return copy number `n` of an article's graph; number 0 is the article itself.

    Ids that are `known` become what it says, all others are made anew.
    """
    if n == 0:
        return list(ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS))
    made = "\n".join(_varied(line, n, known) for line in lines)
    return list(ox.parse(made, format=ox.RdfFormat.N_QUADS))


def _varied(line: str, n: int, known: Mapping[str, str]) -> str:
    place, year = n % SPREAD, n % YEARS
    out = _ID.sub(lambda m: m[1] + (known.get(m[2]) or digest(m[2], n)), line)
    out = _KEY.sub(rf"\g<1>-{n}\g<2>", out)
    out = _DATE.sub(lambda m: _YEAR.sub(lambda y: str(FIRST_YEAR + (int(y[1]) - FIRST_YEAR + year) % YEARS), m[0]), out)
    if place and ("/place/" in out or "/geometry/" in out):
        out = _PLACE.sub(rf"<\g<1>-{place}>", out)
        if out.startswith(f"<{DATA}place/"):
            out = _LABEL.sub(rf"\g<1> {place}\g<2>", out)
            out = _POINT.sub(lambda m: f"{m[1]}{_farther(float(m[2]), place)}{m[3]}", out)
    return out


def _farther(degrees: float, place: int) -> str:
    """Return a coordinate so far from the first that no two spellings of a place are near each other."""
    return f"{degrees + APART * place * (1 if degrees < 0 else -1):.4f}".rstrip("0").rstrip(".")


def graphs(lines: dict[str, list[str]]) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield article ids and graphs without end, all articles of a copy before those of the next."""
    for n in itertools.count():
        for article, held in sorted(lines.items()):
            yield (digest(article, n) if n else article), copy_of(held, n)


def other_lines(store: Store) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the N-Quads lines of what is in no article's graph: what is said of reports, and all other graphs."""
    ours = {events_graph(base=store.base), links_graph(base=store.base)}
    of_reports: dict[str, list[str]] = {name: [] for name in sorted(ours)}
    shared: dict[str, list[str]] = {}
    for line in store.lines():
        name = line.decode().rstrip(" .").rpartition("<")[2].rstrip(">")
        if not _ARTICLE.fullmatch(f"<{name}>"):
            (of_reports if name in ours else shared).setdefault(name, []).append(line.decode())
    return of_reports, shared


def fill(source: Store, target: Store, quads: int) -> int:
    """Write copies of a store's graphs, its events and links to `target` until it holds `quads` quads.

    Return the number of articles. No report is linked to one of another copy.
    """
    of_reports, shared = other_lines(source)
    for name, lines in shared.items():
        target.put_graph(name, copy_of(lines, 0))
    articles = sorted(article_lines(source).items())
    told: dict[str, list[ox.Quad]] = {name: [] for name in of_reports}
    copies, size = 0, len(target)
    batch: list[tuple[str, str, list[ox.Quad]]] = []
    while size < quads:
        for article, lines in articles:
            batch.append((digest(article, copies) if copies else article, "varied", copy_of(lines, copies)))
            size += len(lines) + ENTRY
        for name, lines in of_reports.items():
            told[name] += copy_of(lines, copies)
            size += len(lines)
        copies += 1
        if len(batch) >= BATCH:
            target.put_articles(batch)
            batch = []
    target.put_articles(batch)
    for name, held in told.items():
        target.put_graph(name, held)
    return copies * len(articles)


def main() -> int:
    """Fill the target store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    args = parser.parse_args()
    with open_store(args.source, read_only=True) as source, open_store(args.target) as target:
        articles = fill(source, target, args.quads)
        target.optimise()
        print(f"{articles} articles, {len(target)} quads in {args.target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
