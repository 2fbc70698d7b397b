"""Averages two checkpoints: `python -m training.average A B --share 0.3 --out C` is 0.3 of A and 0.7 of B."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training import data
from training.corpus import say
from training.network import Network
from training.train import Vocabulary, watch


def average(first: Path, second: Path, share: float) -> tuple[Network, Vocabulary]:
    """Return the weighted mean of two networks that were trained from the same start."""
    saved = [torch.load(path, weights_only=True, map_location="cpu") for path in (first, second)]
    if saved[0]["labels"] != saved[1]["labels"]:
        raise SystemExit("the checkpoints have different labels")
    weights = {k: share * v + (1 - share) * saved[1]["weights"][k] for k, v in saved[0]["weights"].items()}
    labels: Vocabulary = saved[0]["labels"]
    network = Network({layer: len(values) for layer, values in labels.items()})
    network.load_state_dict(weights)
    return network, labels


def main() -> None:
    """Read the command line; without `--out` only print the scores on the development sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, nargs="+", default=[0.5], help="shares of the first to try")
    parser.add_argument("--data", type=Path, default=data.DEFAULT_FOLDER, help="folder of the treebanks")
    parser.add_argument("--out", type=Path, help="checkpoint to write (with one share)")
    options = parser.parse_args()
    for share in options.share:
        network, labels = average(options.first, options.second, share)
        if options.out:
            torch.save({"weights": network.state_dict(), "labels": labels}, options.out)
            continue
        index = {layer: {v: i for i, v in enumerate(values)} for layer, values in labels.items()}
        for name, sentences in data.development_sets(options.data).items():
            say(f"{share:.2f} {name} {watch(network, sentences, index, 'cpu')}")


if __name__ == "__main__":
    main()
