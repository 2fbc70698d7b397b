"""Turns a matrix of arc scores into one well-formed dependency tree, and tag scores into names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
_NEVER = -1e9


def is_tree(heads: Sequence[int]) -> bool:
    """Tell whether `heads` (heads[0] is the artificial root) form a tree with exactly one root word."""
    n = len(heads)
    if sum(heads[i] == 0 for i in range(1, n)) != 1:
        return False
    reaches_root = [True] + [False] * (n - 1)
    for i in range(1, n):
        path = []
        j = i
        while not reaches_root[j]:
            if j in path:
                return False
            path.append(j)
            j = heads[j]
        for k in path:
            reaches_root[k] = True
    return True


def _find_cycle(heads: NDArray[np.intp]) -> list[int] | None:
    seen = [0] * len(heads)
    for i in range(1, len(heads)):
        path = []
        j = i
        while j and not seen[j]:
            seen[j] = i
            path.append(j)
            j = int(heads[j])
        if j and seen[j] == i:
            return path[path.index(j) :]
    return None


def maximum_arborescence(scores: Scores) -> NDArray[np.intp]:
    """Return the best heads for `scores[dependent, head]` with root 0 (Chu-Liu-Edmonds)."""
    heads: NDArray[np.intp] = scores.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    inside = np.array(cycle)
    outside = np.array([i for i in range(len(scores)) if i not in set(cycle)])
    m = len(outside)
    merged = np.full((m + 1, m + 1), _NEVER)
    merged[:m, :m] = scores[np.ix_(outside, outside)]
    entering = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    merged[m, :m] = entering.max(0)
    leaving = scores[np.ix_(outside, inside)]
    merged[:m, m] = leaving.max(1)
    merged[m, m] = _NEVER
    best = maximum_arborescence(merged)
    out = heads.copy()
    for a in range(1, m):
        out[outside[a]] = inside[leaving[a].argmax()] if best[a] == m else outside[best[a]]
    broken = inside[entering[:, best[m]].argmax()]
    out[broken] = outside[best[m]]
    return out


def best_tree(arcs: NDArray[np.float32]) -> list[int]:
    """Return the heads of the best tree with one root word: `arcs[dependent, head]`, index 0 is the root."""
    scores = arcs.astype(np.float64)
    scores[0] = _NEVER
    np.fill_diagonal(scores, _NEVER)
    heads = scores.argmax(1)
    heads[0] = 0
    if is_tree(heads.tolist()):
        return [int(h) for h in heads]
    heads = maximum_arborescence(scores.copy())
    if is_tree(heads.tolist()):
        return [int(h) for h in heads]
    n = len(scores)
    options = sorted(range(1, n), key=lambda i: -scores[i, 0])[:5]
    trees = [_with_root(scores, i) for i in options]
    best = max(trees, key=lambda t: float(scores[np.arange(1, n), t[1:]].sum()))
    return [int(h) for h in best]


def _with_root(scores: Scores, root: int) -> NDArray[np.intp]:
    forced = scores.copy()
    forced[:, 0] = _NEVER
    forced[root, :] = _NEVER
    forced[root, 0] = 0.0
    return maximum_arborescence(forced)


def best_tags(scores: Scores, transitions: Scores, start: Scores) -> list[int]:
    """Return the best tag sequence (Viterbi) for `scores[word, tag]`."""
    greedy = scores.argmax(1)
    if start[greedy[0]] == 0 and not transitions[greedy[:-1], greedy[1:]].any():
        return [int(k) for k in greedy]  # nothing forbidden in it: no other sequence can score more
    value = scores[0] + start
    back = []
    for row in scores[1:]:
        step = value[:, None] + transitions
        back.append(step.argmax(0))
        value = step.max(0) + row
    tags = [int(value.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return tags[::-1]
