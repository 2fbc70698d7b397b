"""Writes articles over and over and announces each; `test_embedded` kills it.

    writer.py STORE ROUND one|many

`one` writes the same ten again and again, `many` writes new ones, enough at a time for the bulk loader.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pyoxigraph as ox

from kg.ids import VOCABULARY
from kg.store import Store, open_store

TEXT = ox.NamedNode(f"{VOCABULARY}text")


def content(store: Store, article: str, fingerprint: str) -> list[ox.Quad]:
    graph = store.graph_of(article)
    return [ox.Quad(graph, TEXT, ox.Literal(f"{fingerprint}:{n}"), graph) for n in range(200)]


def turns(round_: str, how: str) -> Iterator[list[tuple[str, str]]]:
    for turn in range(10_000):
        if how == "one":
            yield [(f"a{turn % 10}", f"{round_}-{turn}")]
        else:
            yield [(f"a{round_}-{turn}-{n}", f"{round_}-{turn}") for n in range(30)]


def main() -> None:
    store = open_store(sys.argv[1])
    for articles in turns(sys.argv[2], sys.argv[3]):
        store.put_articles((article, mark, content(store, article, mark)) for article, mark in articles)
        sys.stdout.write("".join(f"{article} {mark}\n" for article, mark in articles))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
