"""The best tree and the best tags, against trying everything."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.nlp.tree import best_tags, best_tree, is_tree

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")
START = np.array([-1e4 if t.startswith("I-") else 0.0 for t in TAGS])
TRANSITIONS = np.array(
    [[-1e4 if b.startswith("I-") and (a == "O" or a[2:] != b[2:]) else 0.0 for b in TAGS] for a in TAGS]
)


def total(scores: NDArray[np.float64], heads: list[int]) -> float:
    return float(sum(scores[i, heads[i]] for i in range(1, len(heads))))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([0, 0], True),
        ([0, 2, 0, 2], True),
        ([0, 0, 0], False),  # two roots
        ([0, 2, 1], False),  # a loop and no root
        ([0, 0, 3, 2], False),  # a loop beside the root
    ],
)
def test_what_a_tree_is(heads: list[int], expected: bool) -> None:
    assert is_tree(heads) is expected


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_the_best_tree_is_the_best_of_all_trees(words: int) -> None:
    random = np.random.default_rng(words)
    for _ in range(40):
        scores = random.normal(size=(words + 1, words + 1)).astype(np.float32)
        heads = best_tree(scores)
        options = ([0, *tail] for tail in product(range(words + 1), repeat=words))
        best = max(total(scores.astype(np.float64), h) for h in options if is_tree(h))
        assert is_tree(heads)
        assert total(scores.astype(np.float64), heads) == pytest.approx(best)


def test_a_greedy_loop_is_broken() -> None:
    scores = np.full((3, 3), -10.0, np.float32)
    scores[1, 2] = scores[2, 1] = 5.0
    scores[1, 0], scores[2, 0] = 1.0, 0.0
    assert best_tree(scores) == [0, 0, 1]


def test_two_greedy_roots_become_one() -> None:
    scores = np.full((3, 3), -10.0, np.float32)
    scores[1, 0], scores[2, 0] = 4.0, 5.0
    scores[1, 2], scores[2, 1] = 1.0, 3.0
    assert best_tree(scores) == [0, 0, 1]


@pytest.mark.parametrize("words", [1, 2, 4])
def test_the_best_tags_are_the_best_of_all_well_formed_tags(words: int) -> None:
    random = np.random.default_rng(words)
    for _ in range(60):
        scores = random.normal(size=(words, len(TAGS)))

        def value(tags: tuple[int, ...], scores: NDArray[np.float64] = scores) -> float:
            steps = sum(TRANSITIONS[a, b] for a, b in pairwise(tags))
            return float(START[tags[0]] + steps + sum(scores[i, t] for i, t in enumerate(tags)))

        best = max(product(range(len(TAGS)), repeat=words), key=value)
        assert best_tags(scores, TRANSITIONS, START) == list(best)
