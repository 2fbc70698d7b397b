"""Evens out the channels of the network's activations, so that eight bits are enough for all of them.

The runtime rounds the input of each matrix with one scale. A few channels of MiniLM lie far from the others and
leave them only a few of the 256 steps. Here each channel is centred and scaled, and the matrix behind it takes
the inverse: the network stays the same function, and its eight-bit form loses less.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.corpus import Sentence
from training.network import Network

SENTENCES = 200  # to see how far each channel goes
SHARE = 0.5  # how much of a channel's range the matrix takes over
# The matrices behind a layer norm; evening out what the others read gains nothing.
_GROUPS = (("query", "key", "value"), ("up",))


class Smoothed(nn.Module):
    """A linear layer that centres and scales its input first, and undoes it in its own weights."""

    centre: Tensor
    factor: Tensor

    def __init__(self, layer: nn.Linear, centre: Tensor, scale: Tensor) -> None:
        super().__init__()
        self.register_buffer("centre", centre)
        self.register_buffer("factor", 1 / scale)
        self.layer = nn.Linear(layer.in_features, layer.out_features)
        with torch.no_grad():
            self.layer.weight.copy_(layer.weight * scale)
            self.layer.bias.copy_(layer.bias + layer.weight @ centre)

    def forward(self, x: Tensor) -> Tensor:
        """Return what the plain layer returns."""
        out: Tensor = self.layer((x - self.centre) * self.factor)
        return out


class _Range:
    """The lowest and highest value that each channel of a layer's input takes."""

    def __init__(self, layer: nn.Linear) -> None:
        self.low = torch.full((layer.in_features,), torch.inf)
        self.high = -self.low
        self._hook = layer.register_forward_pre_hook(self._see)

    def _see(self, _: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        rows = inputs[0].reshape(-1, inputs[0].shape[-1])
        self.low, self.high = torch.minimum(self.low, rows.amin(0)), torch.maximum(self.high, rows.amax(0))

    def close(self) -> None:
        """Stop looking."""
        self._hook.remove()


@torch.no_grad()
def smooth(network: Network, sentences: Sequence[Sentence]) -> Network:
    """Put `Smoothed` layers in place of the plain ones; the ranges are those seen on `sentences`."""
    from training.train import encode

    network.eval()
    ranges = [{g: _Range(getattr(layer, g[0])) for g in _GROUPS} for layer in network.encoder.layers]
    for sentence in sentences:
        ids, case, _ = encode(sentence)
        network.encoder(torch.tensor([ids]), torch.tensor([case]), torch.ones(1, len(ids)))
    for layer, seen in zip(network.encoder.layers, ranges, strict=True):
        for group, span in seen.items():
            span.close()
            _replace(layer, group, span)
    return network


def _replace(layer: nn.Module, group: tuple[str, ...], span: _Range) -> None:
    centre, reach = (span.high + span.low) / 2, ((span.high - span.low) / 2).clamp(min=1e-4)
    plain = [getattr(layer, name) for name in group]
    weight = torch.stack([p.weight.abs().amax(0) for p in plain]).amax(0).clamp(min=1e-4)
    scale = reach**SHARE / weight ** (1 - SHARE)
    for name, old in zip(group, plain, strict=True):
        setattr(layer, name, Smoothed(old, centre, scale))
