"""Boosted trees: a small learned answer to a question that hand-set weights answer badly, kept as data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import resources

Node = tuple[
    str, float, int, int, float
]  # what is asked ("" at a leaf), up to what value left, left, right, what it adds


@dataclass(frozen=True, kw_only=True, slots=True)
class Forest:
    """Trees whose leaves add up to the logit of a yes."""

    base: float
    trees: tuple[tuple[Node, ...], ...]

    def probability(self, traits: Mapping[str, float]) -> float:
        """Return the probability of a yes; a trait that is not told is 0."""
        return 1 / (1 + math.exp(-self.base - sum(_leaf(tree, traits) for tree in self.trees)))


def _leaf(tree: tuple[Node, ...], traits: Mapping[str, float]) -> float:
    k = 0
    while tree[k][0]:
        name, limit, left, right, _ = tree[k]
        k = left if traits.get(name, 0.0) <= limit else right
    return tree[k][4]


@cache
def load(name: str) -> Forest:
    """Return the forest that ships as `judges/<name>.json`."""
    told = json.loads(resources.path(f"judges/{name}.json").read_text(encoding="utf-8"))
    trees = tuple(tuple((str(n[0]), n[1], n[2], n[3], n[4]) for n in tree) for tree in told["trees"])
    return Forest(base=told["base"], trees=trees)
