"""Writes the same ten articles over and over and announces each; `test_embedded` kills it."""

from __future__ import annotations

import sys

import pyoxigraph as ox

from kg.ids import VOCABULARY
from kg.store import open_store


def main() -> None:
    store, round_ = open_store(sys.argv[1]), sys.argv[2]
    text = ox.NamedNode(f"{VOCABULARY}text")
    for turn in range(10_000):
        article = f"a{turn % 10}"
        fingerprint = f"{round_}-{turn}"
        graph = store.graph_of(article)
        store.put_article(
            article, fingerprint, [ox.Quad(graph, text, ox.Literal(f"{fingerprint}:{n}"), graph) for n in range(200)]
        )
        sys.stdout.write(f"{article} {fingerprint}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
