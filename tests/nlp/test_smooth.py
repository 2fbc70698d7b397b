"""Evening out the channels leaves the network the function that it was; needs PyTorch, as training does."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")


def test_a_smoothed_layer_returns_what_the_plain_one_returns() -> None:
    from training.smooth import Smoothed

    torch.manual_seed(1)
    plain = torch.nn.Linear(6, 4)
    smoothed = Smoothed(plain, torch.randn(6), torch.rand(6) + 0.1)
    x = torch.randn(3, 6) * 10
    assert torch.allclose(plain(x), smoothed(x), atol=1e-4)
