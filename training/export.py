"""Exports a checkpoint as the shipped model folder: `python -m training.export CHECKPOINT FOLDER`."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import tempfile
import warnings
from pathlib import Path

import torch

from training import data
from training.corpus import say
from training.network import Network, backbone_folder
from training.smooth import SENTENCES, smooth

INPUTS = ["ids", "case", "mask", "first", "wmask"]
OUTPUTS = ["upos", "xpos", "feats", "ner", "arc", "label", "head"]
OPSET = 17
LEMMA_TABLES = ("lemma_exc", "lemma_index", "lemma_rules")


def write_onnx(network: Network, path: Path) -> None:
    """Write the network in fp32."""
    batch, pieces, words = 3, 17, 11
    example = (
        torch.randint(5, 999, (batch, pieces)),
        torch.zeros(batch, pieces, dtype=torch.long),
        torch.ones(batch, pieces),
        torch.arange(words)[None].repeat(batch, 1),
        torch.ones(batch, words),
    )
    axes = {name: {0: "batch", 1: "pieces"} for name in INPUTS[:3]}
    axes |= {name: {0: "batch", 1: "words"} for name in [*INPUTS[3:], *OUTPUTS]}
    axes["arc"][2] = "words"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(), example, str(path), input_names=INPUTS, output_names=OUTPUTS,
            dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip


def quantize(source: Path, target: Path) -> None:
    """Write the int8 model; per channel, since one scale per matrix costs 0.6 LAS and up to 2.6 points of name F1."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True)


def write_lemmas(path: Path) -> None:
    """Write spaCy's rule lemmatizer tables (WordNet), the same bytes every time."""
    import spacy_lookups_data  # type: ignore[import-not-found]

    folder = Path(spacy_lookups_data.__file__).parent / "data"
    tables = {name: json.loads(gzip.decompress((folder / f"en_{name}.json.gz").read_bytes())) for name in LEMMA_TABLES}
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def export(checkpoint: Path, folder: Path, treebanks: Path) -> None:
    """Write model.onnx, labels.json, vocab.txt and, where the tables are installed, lemmas.json.gz."""
    folder.mkdir(parents=True, exist_ok=True)
    saved = torch.load(checkpoint, weights_only=True, map_location="cpu")
    network = Network({layer: len(values) for layer, values in saved["labels"].items()})
    network.load_state_dict(saved["weights"])
    sets = data.training_sets(treebanks)
    seen = random.Random(1).sample([s for name in sorted(sets) for s in sets[name]], SENTENCES)
    smooth(network, seen)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "fp32.onnx"
        write_onnx(network, full)
        quantize(full, folder / "model.onnx")
    (folder / "labels.json").write_text(json.dumps(saved["labels"], ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(backbone_folder() / "vocab.txt", folder / "vocab.txt")
    if not (folder / "lemmas.json.gz").exists():
        write_lemmas(folder / "lemmas.json.gz")


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=data.DEFAULT_FOLDER, help="folder of the treebanks")
    options = parser.parse_args()
    export(options.checkpoint, options.folder, options.data)
    for path in sorted(options.folder.iterdir()):
        say(f"{path.name} {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
