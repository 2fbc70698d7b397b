"""Trains the shipped language model: `python -m training.train --out CHECKPOINT`."""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, distributed
from torch.multiprocessing.spawn import spawn
from torch.nn import functional

from kg.nlp.wordpiece import END, START, WordPiece, case_id
from training import augment, data
from training.corpus import Sentence, say
from training.names import load_pool
from training.network import Network, backbone_folder, mask_arcs

IGNORE = -100
MASK_PIECE = 103
APART = 50  # steps that the processes of the second stage take on their own before their weights are averaged
LONGEST = 250  # sub-words; longer training sentences are left out
NER = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
WAYS = {"gum": 1, "wikigold": 2}  # these call other things names than Universal NER and re3d do
LAYERS = ("upos", "xpos", "feats", "dep")
WEIGHTS = {"upos": 0.5, "xpos": 0.5, "feats": 0.5, "arc": 1.0, "dep": 1.0, "ner": 1.0}

Vocabulary = dict[str, list[str]]
Batch = dict[str, Tensor]


@cache
def pieces() -> WordPiece:
    """Return the runtime's own sub-word splitter, over the backbone's vocabulary."""
    return WordPiece(backbone_folder() / "vocab.txt")


def vocabulary(sentences: Iterable[Sentence]) -> Vocabulary:
    """Return the labels of every layer, the most frequent first."""
    counts: dict[str, Counter[str]] = {layer: Counter() for layer in LAYERS}
    for tree in (s.tree for s in sentences if s.tree):
        for layer, values in zip(LAYERS, (tree.upos, tree.xpos, tree.feats, tree.deps), strict=True):
            counts[layer].update(values)
    out = {layer: sorted(c, key=lambda k, c=c: (-c[k], k)) for layer, c in counts.items()}  # type: ignore[misc]
    return {**out, "ner": list(NER)}


def encode(sentence: Sentence) -> tuple[list[int], list[int], list[int]]:
    """Return sub-word ids, case classes and the index of each word's first sub-word."""
    ids, case, first = [START], [0], [0]
    for word in sentence.words:
        parts = pieces().encode(word)
        first.append(len(ids))
        ids += parts
        case += [case_id(word)] * len(parts)
    return [*ids, END], [*case, 0], first


def _pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])


def tensors(
    batch: Sequence[Sentence], index: dict[str, dict[str, int]], rng: random.Random | None, *, ways: bool = False
) -> Batch:
    """Return a batch as tensors; with `rng`, some words are hidden behind [MASK]; with `ways`, who names how."""
    encoded = [encode(s) for s in batch]
    if rng:
        encoded = [
            (_hide(ids, first, s, rng), case, first) for s, (ids, case, first) in zip(batch, encoded, strict=True)
        ]
    out = {
        "ids": _pad([e[0] for e in encoded], 0),
        "case": _pad([e[1] for e in encoded], 0),
        "mask": _pad([[1] * len(e[0]) for e in encoded], 0).float(),
        "first": _pad([e[2] for e in encoded], 0),
        "wmask": _pad([[1] * len(e[2]) for e in encoded], 0).float(),
    }
    if ways and any(s.source in WAYS for s in batch):
        out["ways"] = torch.tensor([WAYS.get(s.source, 0) for s in batch])
    rows: dict[str, list[list[int]]] = {key: [] for key in (*LAYERS, "head", "ner")}
    for s in batch:
        nothing = [IGNORE] * (len(s.words) + 1)
        tree = s.tree
        for layer, values in zip(
            LAYERS, (tree.upos, tree.xpos, tree.feats, tree.deps) if tree else ((),) * 4, strict=True
        ):
            rows[layer].append([IGNORE, *[index[layer].get(v, IGNORE) for v in values]] if tree else nothing)
        rows["head"].append([IGNORE, *tree.heads] if tree else nothing)
        rows["ner"].append([IGNORE, *[index["ner"][t] for t in s.names]] if s.names is not None else nothing)
    return out | {key: _pad(value, IGNORE) for key, value in rows.items()}


def _hide(ids: list[int], first: list[int], sentence: Sentence, rng: random.Random) -> list[int]:
    """Hide 3 % of the words and 8 % of the names, so that a word unknown is read by its context."""
    out = list(ids)
    for k, start in enumerate(first[1:]):
        is_name = sentence.names is not None and sentence.names[k] != "O"
        if rng.random() < (0.08 if is_name else 0.03):
            end = first[k + 2] if k + 2 < len(first) else len(ids) - 1
            out[start:end] = [MASK_PIECE] * (end - start)
    return out


def batches(sentences: Sequence[Sentence], size: int, rng: random.Random | None) -> list[list[Sentence]]:
    """Return batches of at most `size` sub-words, each of sentences of like length."""
    lengths = [sum(len(pieces().encode(w)) for w in s.words) + 2 for s in sentences]
    noise = [rng.random() * 4 if rng else 0.0 for _ in sentences]
    order = sorted(range(len(sentences)), key=lambda i: (lengths[i] + noise[i], i))
    out: list[list[Sentence]] = [[]]
    for i in order:
        if rng and lengths[i] > LONGEST:
            continue
        if out[-1] and lengths[i] * (len(out[-1]) + 1) > size:
            out.append([])
        out[-1].append(sentences[i])
    if rng:
        rng.shuffle(out)
    return out


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    total = functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]).float(), gold.reshape(-1), ignore_index=IGNORE, reduction="sum"
    )
    return total / max(1, int((gold != IGNORE).sum()))


def loss_of(network: Network, batch: Batch, device: str) -> Tensor:
    """Return the weighted sum of the mean losses of every layer."""
    with torch.autocast(device, dtype=torch.bfloat16):
        scores = network.scores(*(batch[k] for k in ("ids", "case", "mask", "first")), batch.get("ways"))
        upos, xpos, feats, ner, arc, label_head, label_dep = scores
        dep = network.label_scores(label_head, label_dep, batch["head"].clamp(min=0))
    arc = mask_arcs(arc.float(), batch["wmask"])
    parts = (("upos", upos), ("xpos", xpos), ("feats", feats), ("dep", dep), ("ner", ner))
    total = WEIGHTS["arc"] * _cross_entropy(arc, batch["head"])
    for name, value in parts:
        total = total + WEIGHTS[name] * _cross_entropy(value, batch[name])
    return total


@torch.no_grad()
def watch(network: Network, sentences: Sequence[Sentence], index: dict[str, dict[str, int]], device: str) -> str:
    """Return greedy scores on a development set, to look at while training."""
    network.eval()
    count: Counter[str] = Counter()
    for chunk in batches(sentences, 4000, None):
        batch = {k: v.to(device) for k, v in tensors(chunk, index, None).items()}
        upos, xpos, _, ner, _, label, head = network(*(batch[k] for k in ("ids", "case", "mask", "first", "wmask")))
        real = batch["head"] != IGNORE
        right = (head == batch["head"]) & real
        count["words"] += int(real.sum())
        count["upos"] += int((upos == batch["upos"])[real].sum())
        count["xpos"] += int((xpos == batch["xpos"])[real].sum())
        count["uas"] += int(right.sum())
        count["las"] += int((right & (label == batch["dep"])).sum())
        tagged, guess = batch["ner"] != IGNORE, ner.argmax(-1)
        count["both"] += int(((guess == batch["ner"]) & (guess > 0) & tagged).sum())
        count["either"] += int(((guess > 0) & tagged).sum() + ((batch["ner"] > 0) & tagged).sum())
    network.train()
    shares = " ".join(f"{k} {100 * count[k] / count['words']:.2f}" for k in ("upos", "xpos", "uas", "las"))
    return f"{shares} names {200 * count['both'] / max(1, count['either']):.2f}"


def _optimizer(network: Network, rate: float, head_rate: float) -> torch.optim.Optimizer:
    encoder = [p for n, p in network.encoder.named_parameters() if p.requires_grad and n != "case.weight"]
    ids = {id(p) for p in encoder}
    rest = [p for p in network.parameters() if p.requires_grad and id(p) not in ids]
    groups = [{"params": encoder, "lr": rate, "base": rate}, {"params": rest, "lr": head_rate, "base": head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crew:
    """The processes that train together: each takes its share of the batches."""

    rank: int
    size: int

    def average_gradients(self, parameters: Sequence[Tensor], seconds: float) -> float:
        """Average the gradients over the crew; returns the average of `seconds`, so that all agree on the time."""
        gradients = [p.grad if p.grad is not None else torch.zeros_like(p) for p in parameters]
        means, seconds = self._mean(gradients, seconds)
        for parameter, mean in zip(parameters, means, strict=True):
            parameter.grad = mean
        return seconds

    def average_weights(self, parameters: Sequence[Tensor], seconds: float) -> float:
        """Average the weights over the crew, where each process has trained on its own; returns as above."""
        means, seconds = self._mean([p.detach() for p in parameters], seconds)
        for parameter, mean in zip(parameters, means, strict=True):
            parameter.data.copy_(mean)
        return seconds

    def _mean(self, values: Sequence[Tensor], seconds: float) -> tuple[list[Tensor], float]:
        if self.size == 1:
            return list(values), seconds
        flat = torch.cat([*(v.reshape(-1) for v in values), torch.tensor([seconds])])
        distributed.all_reduce(flat)
        flat /= self.size
        *means, last = flat.split([*(v.numel() for v in values), 1])
        return [mean.view_as(v) for mean, v in zip(means, values, strict=True)], float(last)


def _join_crew(options: argparse.Namespace, rank: int) -> Crew:
    if options.workers > 1:
        address = f"file://{options.out.resolve()}.meet"
        distributed.init_process_group("gloo", init_method=address, rank=rank, world_size=options.workers)
    return Crew(rank=rank, size=options.workers)


def _network(options: argparse.Namespace, sets: dict[str, list[Sentence]]) -> tuple[Network, Vocabulary]:
    if options.start:
        start = torch.load(options.start, weights_only=True)
        labels: Vocabulary = start["labels"]
    else:
        labels = vocabulary(s for name in sorted(sets) for s in sets[name])
    network = Network({layer: len(values) for layer, values in labels.items()})
    if options.start:
        network.load_state_dict(start["weights"])
    else:
        network.encoder.load_backbone()
    # The embeddings stay as they were pre-trained: words that training never shows keep their place beside the others.
    for parameter in (network.encoder.words.weight, network.encoder.positions.weight, network.encoder.segment):
        parameter.requires_grad = False
    return network, labels


@dataclass(frozen=True, kw_only=True, slots=True)
class Training:
    """What one process trains with."""

    network: Network
    labels: Vocabulary
    optimizer: torch.optim.Optimizer
    crew: Crew
    device: str
    options: argparse.Namespace

    @property
    def index(self) -> dict[str, dict[str, int]]:
        """Return the number of each label."""
        return {layer: {v: i for i, v in enumerate(values)} for layer, values in self.labels.items()}

    def set_rate(self, steps: int, progress: float) -> None:
        """Let the learning rates rise over the first hundred steps and fall to almost nothing."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * min(1.0, (steps + 1) / 100) * max(0.005, 1 - progress)

    def step(self, batch: Batch, seconds: float, *, meet: bool) -> tuple[float, float | None]:
        """Take one step; returns the loss and, where the crew met, the time it agreed on.

        The first stage meets at every step, over the gradients; the second where `meet` says so, over the weights.
        """
        trained = [p for p in self.network.parameters() if p.requires_grad]
        loss = loss_of(self.network, batch, self.device)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        agreed = None if self.options.second else self.crew.average_gradients(trained, seconds)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self.optimizer.step()
        if self.options.second and meet:
            agreed = self.crew.average_weights(trained, seconds)
        return loss.item(), agreed

    def report(self, epoch: int) -> None:
        """Write the checkpoint and print the scores on the development sets."""
        saved = {"weights": self.network.state_dict(), "labels": self.labels, "epoch": epoch, "seed": self.options.seed}
        torch.save(saved, self.options.out)
        if epoch % self.options.watch_every == 0:
            for name, sentences in data.development_sets(self.options.data).items():
                say(f"epoch {epoch} {name} {watch(self.network, sentences, self.index, self.device)}")


def _training(rank: int, options: argparse.Namespace, sets: dict[str, list[Sentence]]) -> Training:
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    crew = _join_crew(options, rank)
    torch.manual_seed(options.seed)
    network, labels = _network(options, sets)
    torch.manual_seed(options.seed + rank)
    network.to(device).train()
    optimizer = _optimizer(network, options.rate, options.head_rate)
    return Training(network=network, labels=labels, optimizer=optimizer, crew=crew, device=device, options=options)


def train(rank: int, options: argparse.Namespace) -> None:
    """Train for the epochs asked for; the first process writes a checkpoint after each."""
    rng, hiding = random.Random(options.seed), random.Random(options.seed + rank)
    sets, pool = data.training_sets(options.data), load_pool()
    training = _training(rank, options, sets)
    index, crew = training.index, training.crew
    steps, start, total, elapsed, progress = 0, time.monotonic(), 0, 0.0, 0.0
    for epoch in range(options.epochs):
        chunks = batches(augment.epoch(sets, pool, rng, second=options.second), options.batch, rng)
        mine = chunks[: len(chunks) // crew.size * crew.size][rank :: crew.size]
        total = total or len(mine) * options.epochs
        running = 0.0
        for chunk in mine:
            progress = min(1.0, max(steps / total, elapsed / 60 / options.minutes))
            training.set_rate(steps, progress)
            made = tensors(chunk, index, hiding, ways=options.second)
            batch = {k: v.to(training.device) for k, v in made.items()}
            steps += 1
            meet = steps % APART == 0 or chunk is mine[-1]
            loss, agreed = training.step(batch, time.monotonic() - start, meet=meet)
            elapsed = elapsed if agreed is None else agreed
            running = loss if running == 0 else 0.98 * running + 0.02 * loss
            if rank == 0 and steps % 50 == 0:
                say(f"epoch {epoch} step {steps}/{total} {progress:.2f} loss {running:.3f} {elapsed:.0f} s")
            if progress >= 1:
                break
        if rank == 0:
            training.report(epoch)
        if progress >= 1:
            break


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=data.DEFAULT_FOLDER, help="folder of the treebanks")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--batch", type=int, default=1500, help="sub-words in a batch")
    parser.add_argument("--rate", type=float, default=2.5e-4, help="learning rate of the backbone")
    parser.add_argument("--head-rate", type=float, default=2e-3, help="learning rate of everything else")
    parser.add_argument("--minutes", type=float, default=1e9, help="let the learning rate reach zero within this time")
    parser.add_argument("--workers", type=int, default=2, help="processes; one thread each is fastest on few cores")
    parser.add_argument("--threads", type=int, default=1, help="threads of each process")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from, in place of the backbone")
    parser.add_argument("--watch-every", type=int, default=1, help="epochs between looks at the development sets")
    parser.add_argument(
        "--second",
        action="store_true",
        help="second stage: each process on its own between averages, more furniture, fewer headlines",
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    if options.workers == 1:
        train(0, options)
    else:
        Path(f"{options.out}.meet").unlink(missing_ok=True)
        spawn(train, args=(options,), nprocs=options.workers)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
