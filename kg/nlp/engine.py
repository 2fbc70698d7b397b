"""One ONNX pass over one sentence: tags, features, tree and names. onnxruntime's only door.

Sentences run one at a time: dynamic int8 quantisation makes results depend on batch mates, and the
same text must always give the same graph.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.nlp import tree
from kg.nlp.wordpiece import END, START, WordPiece, case_id

MAX_PIECES = 510  # the encoder has 512 positions, two of them for the sentence's ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Parse:
    """One parsed sentence; `heads` are word indices, the root's head is itself."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    heads: list[int]
    deps: list[str]
    names: list[str]  # BIO tags


class Engine:
    """The shipped language model, loaded from a folder."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self._pieces = WordPiece(folder / "vocab.txt")
        tags: list[str] = self._labels["ner"]
        inside = [t.startswith("I-") for t in tags]
        self._start = np.array([-1e4 if i else 0.0 for i in inside])
        self._transitions = np.array(
            [[-1e4 if inside[j] and (a == "O" or a[2:] != b[2:]) else 0.0 for j, b in enumerate(tags)] for a in tags]
        )

    def parse(self, words: list[str]) -> Parse:
        """Parse one sentence; a sentence too long for the encoder is read in pieces, each under the first's root."""
        chunks = self._chunks(words)
        parses = [self._run(chunk) for chunk in chunks]
        return parses[0] if len(parses) == 1 else _join(parses)

    def _chunks(self, words: list[str]) -> list[list[str]]:
        chunks: list[list[str]] = [[]]
        room = MAX_PIECES
        for word in words:
            need = len(self._pieces.encode(word))
            if need > room:
                chunks.append([])
                room = MAX_PIECES
            chunks[-1].append(word)
            room -= need
        return chunks

    def _run(self, words: list[str]) -> Parse:
        ids, case, first = [START], [0], [0]
        for word in words:
            pieces = self._pieces.encode(word)
            first.append(len(ids))
            ids += pieces
            case += [case_id(word)] * len(pieces)
        ids.append(END)
        case.append(0)
        feed = {
            "ids": np.array([ids], np.int64),
            "case": np.array([case], np.int64),
            "mask": np.ones((1, len(ids)), np.float32),
            "first": np.array([first], np.int64),
            "wmask": np.ones((1, len(first)), np.float32),
        }
        upos, xpos, feats, ner, arc, label, _ = self._session.run(None, feed)
        heads = tree.best_tree(arc[0])[1:]
        names = tree.best_tags(ner[0, 1:].astype(np.float64), self._transitions, self._start)
        table = self._labels
        return Parse(
            upos=[table["upos"][k] for k in upos[0, 1:]],
            xpos=[table["xpos"][k] for k in xpos[0, 1:]],
            feats=[table["feats"][k] for k in feats[0, 1:]],
            heads=[h - 1 if h else i for i, h in enumerate(heads)],
            deps=[table["dep"][k] for k in label[0, 1:]],
            names=[table["ner"][k] for k in names],
        )


def _join(parses: list[Parse]) -> Parse:
    root = parses[0].heads.index(next(h for i, h in enumerate(parses[0].heads) if h == i))
    heads: list[int] = []
    deps: list[str] = []
    for k, parse in enumerate(parses):
        offset = len(heads)
        for i, head in enumerate(parse.heads):
            is_root = head == i
            heads.append(root if is_root and k else head + offset)
            deps.append("parataxis" if is_root and k else parse.deps[i])
    return Parse(
        upos=[t for p in parses for t in p.upos],
        xpos=[t for p in parses for t in p.xpos],
        feats=[t for p in parses for t in p.feats],
        heads=heads,
        deps=deps,
        names=[t for p in parses for t in p.names],
    )
