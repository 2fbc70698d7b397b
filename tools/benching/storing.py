"""How fast graphs are written and checked, each beside what does the same without us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl

import kg.pipeline
import varied
import varied_graphs
from benching.figures import Figure, Options, seconds
from kg import validate
from kg.pipeline.keeping import FULL
from kg.store import Store, open_store
from kg.validate import engine

WRITTEN = 200_000  # quads that are written both ways
TIMES = 3  # each way is tried so often, in turn, and the best counts
TRIED = 60_000  # quads that plain pyshacl is given: it is linear, and slow


def figures(options: Options) -> Iterator[Figure]:
    """Measure writing, then checking."""
    with open_store(options.folder / "samples") as source:
        kg.pipeline.build([varied.SAMPLES], store=source)
        yield from writing_figures(options.folder, source, min(options.quads, WRITTEN))
        with open_store(options.folder / "big") as big:
            varied_graphs.fill(source, big, options.quads)
            yield from checking_figures(big)


def writing_figures(folder: Path, source: Store, quads: int) -> Iterator[Figure]:
    """Write the same graphs as a build does, and with the engine's own bulk loader."""
    made, size = [], 0
    for article, held in varied_graphs.graphs(varied_graphs.article_lines(source)):
        if size >= quads:
            break
        made.append((article, "f", held))
        size += len(held)
    lines = ox.serialize([q for _, _, held in made for q in held], format=ox.RdfFormat.N_QUADS) or b""
    ours, other = [], []
    for n in range(TIMES):
        bulk = ox.Store(str(folder / f"bulk-{n}"))
        other.append(seconds(lambda bulk=bulk: bulk.bulk_load(lines, format=ox.RdfFormat.N_QUADS)))  # type: ignore[misc]
        with open_store(folder / f"ours-{n}") as store:
            ours.append(seconds(lambda store=store: put(store, made)))  # type: ignore[misc]
    yield Figure(name=f"writing: pyoxigraph's bulk_load / ours ({size} quads)", value=min(other) / min(ours), aim=0.8)


def put(store: Store, made: list[tuple[str, str, list[ox.Quad]]]) -> None:
    """Write graphs in batches as large as those of a build."""
    batch: list[tuple[str, str, list[ox.Quad]]] = []
    size = 0
    for graph in made:
        batch.append(graph)
        size += len(graph[2])
        if size >= FULL:
            store.put_articles(batch)
            batch, size = [], 0
    store.put_articles(batch)


def checking_figures(store: Store) -> Iterator[Figure]:
    """Validate as we do, and with pyshacl alone on a part of the same graph."""
    names = [name for name in store.graphs() if "/graph/article/" in name]
    whole = sum(len(list(graph_of(store, name))) for name in names)
    mine = seconds(lambda: validate.validate(store, graphs=set(names)))
    part: list[ox.Quad] = []
    for name in names:
        part += graph_of(store, name)
        if len(part) >= TRIED:
            break

    def plain() -> None:
        pyshacl.validate(engine.as_rdflib(part), shacl_graph=engine.shapes_graph(), inference="none", meta_shacl=False)

    expected = seconds(plain) * whole / len(part)
    yield Figure(name=f"validation: plain pyshacl / ours ({whole} quads)", value=expected / mine, aim=2.0)
    few = set(names[:: max(1, len(names) // 20)])
    again = seconds(lambda: validate.validate(store, graphs=few))
    yield Figure(name=f"validation of {len(few)} changed graphs / of {len(names)}", value=again / mine)


def graph_of(store: Store, name: str) -> Iterator[ox.Quad]:
    """Yield the quads of one graph."""
    return store.raw.quads_for_pattern(None, None, None, ox.NamedNode(name))
