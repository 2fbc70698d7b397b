"""Scores a model as it is shipped: `python -m training.evaluate MODEL_FOLDER`; prints the table of the model card."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.nlp import grammar
from kg.nlp.component import NAME, ConflictReader, shipped_pipeline
from kg.nlp.engine import Engine, Parse
from kg.nlp.sentences import mark_sentences
from training import data
from training.corpus import HERE, KINDS, Block, Sentence, Tagged, read_conllu, say, tokenize
from training.tagged import RE3D_TEST, read_re3d, read_uner

ROLES = ("subject", "passive subject", "object", "agent", "place")
PLACE_PREPOSITIONS = frozenset({"in", "at", "on", "near", "inside", "outside"})
_PARSE_COLUMNS = {"subject": "nsubj", "passive subject": "nsubj:pass", "object": "obj"}


@dataclass(slots=True)
class Tally:
    """Right, predicted and gold items."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, gold: set[tuple[object, ...]], predicted: set[tuple[object, ...]]) -> None:
        """Count two sets of items."""
        self.right += len(gold & predicted)
        self.predicted += len(predicted)
        self.gold += len(gold)

    @property
    def f1(self) -> float:
        """Return F1 in per cent."""
        return 200 * self.right / max(1, self.predicted + self.gold)


@dataclass(frozen=True, slots=True)
class Model:
    """A model folder, loaded; parses of gold sentences are kept."""

    folder: Path
    engine: Engine
    pipeline: Language
    parses: dict[tuple[str, ...], Parse] = field(default_factory=dict)

    def parse(self, words: tuple[str, ...]) -> Parse:
        """Return the parse of one sentence."""
        if words not in self.parses:
            self.parses[words] = self.engine.parse(list(words))
        return self.parses[words]

    def read(self, text: str) -> Doc:
        """Read raw text as the product does."""
        doc = self.pipeline.make_doc(text)
        mark_sentences(doc)
        for _, component in self.pipeline.pipeline:
            doc = component(doc)
        return doc


def load(folder: Path) -> Model:
    """Load a model folder."""
    pipeline = shipped_pipeline(folder)
    reader = pipeline.get_pipe(NAME)
    assert isinstance(reader, ConflictReader)
    return Model(folder, reader.engine, pipeline)


# --- trees --------------------------------------------------------------------------------------------


def heads_of(parse: Parse) -> list[int]:
    """Return 1-based heads, 0 for the root."""
    return [0 if head == i else head + 1 for i, head in enumerate(parse.heads)]


def labels_of(parse: Parse) -> list[str]:
    """Return the labels, "root" for the root."""
    return ["root" if head == i else dep for i, (head, dep) in enumerate(zip(parse.heads, parse.deps, strict=True))]


def gold_words(model: Model, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return UPOS, UAS and LAS on gold words, punctuation counted, and LAS without it."""
    count: Counter[str] = Counter()
    for s in sentences:
        parse = model.parse(s.words)
        assert s.tree
        predicted = zip(parse.upos, heads_of(parse), labels_of(parse), strict=True)
        gold = zip(s.tree.upos, s.tree.heads, s.tree.deps, strict=True)
        for (upos, head, dep), (gold_upos, gold_head, gold_dep) in zip(predicted, gold, strict=True):
            right = head == gold_head
            count["words"] += 1
            count["UPOS"] += upos == gold_upos
            count["UAS"] += right
            count["LAS"] += right and dep == gold_dep
            if gold_dep != "punct":
                count["no punctuation"] += 1
                count["LAS without punctuation"] += right and dep == gold_dep
    scores = {k: 100 * count[k] / count["words"] for k in ("UPOS", "UAS", "LAS")}
    return scores | {"LAS without punctuation": 100 * count["LAS without punctuation"] / count["no punctuation"]}


def raw_text(model: Model, path: Path) -> dict[str, float]:
    """Return F1 of sentences, words and labelled arcs, from nothing but the text of each document."""
    tallies = {"words": Tally(), "sentences": Tally(), "LAS": Tally()}
    for document in _documents(path):
        text = " ".join(b.text for b in document)
        doc = model.read(text)
        for name, gold, predicted in zip(tallies, _gold_items(document), _read_items(doc), strict=True):
            tallies[name].add(gold, predicted)
    return {k: t.f1 for k, t in tallies.items()}


def _documents(path: Path) -> list[list[Block]]:
    out: list[list[Block]] = []
    for block in read_conllu(path):
        if block.starts_document or not out:
            out.append([])
        out[-1].append(block)
    return out


Items = tuple[set[tuple[object, ...]], set[tuple[object, ...]], set[tuple[object, ...]]]


def _gold_items(document: Sequence[Block]) -> Items:
    """Return words, sentences and arcs of a gold document by their offsets without white space."""
    words: set[tuple[object, ...]] = set()
    sentences: set[tuple[object, ...]] = set()
    arcs: set[tuple[object, ...]] = set()
    position = 0
    for block in document:
        spans = []
        for row in block.rows:
            end = position + len("".join(row[1].split()))
            spans.append((position, end))
            position = end
        words |= set(spans)
        sentences.add((spans[0][0], spans[-1][1]))
        for span, row in zip(spans, block.rows, strict=True):
            arcs.add((span, spans[int(row[6]) - 1] if row[6] != "0" else None, row[7]))
    return words, sentences, arcs


def _read_items(doc: Doc) -> Items:
    position = 0
    spans: dict[int, tuple[int, int]] = {}
    for token in doc:
        if not token.is_space:
            spans[token.i] = (position, position + len("".join(token.text.split())))
            position = spans[token.i][1]
    sentences = set()
    for sentence in doc.sents:
        inside = [t.i for t in sentence if t.i in spans]
        if inside:
            sentences.add((spans[inside[0]][0], spans[inside[-1]][1]))
    arcs = {
        (spans[t.i], None if t.head.i == t.i else spans[t.head.i], "root" if t.head.i == t.i else t.dep_)
        for t in doc
        if t.i in spans
    }
    return set(spans.values()), sentences, arcs  # type: ignore[return-value]


# --- names --------------------------------------------------------------------------------------------


def names(model: Model, texts: Iterable[Tagged], *, split: bool) -> dict[str, float]:
    """Return F1 of exact name spans on the product's own words; gold names that cut a word take the whole word."""
    tallies = {kind: Tally() for kind in ("all", *KINDS)}
    for tagged in texts:
        for s in tokenize(tagged, split=split):
            gold = name_spans(s.names or ())
            predicted = name_spans(model.parse(s.words).names)
            for kind, tally in tallies.items():
                tally.add(*({x for x in spans if kind in ("all", x[2])} for spans in (gold, predicted)))
    return {kind: tally.f1 for kind, tally in tallies.items()}


def name_spans(tags: Sequence[str]) -> set[tuple[object, ...]]:
    """Return (first word, end, kind) of each name in BIO tags."""
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("I-") and spans and spans[-1][1] == i and spans[-1][2] == tag[2:]:
            spans[-1] = (spans[-1][0], i + 1, tag[2:])
        elif tag != "O":
            spans.append((i, i + 1, tag[2:]))
    return set(spans)


# --- arguments of verbs -------------------------------------------------------------------------------


def arguments(model: Model, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return F1 of the arguments of gold verbs."""
    tallies = {role: Tally() for role in ROLES}
    for s in sentences:
        assert s.tree
        parse = model.parse(s.words)
        predicted = (heads_of(parse), labels_of(parse))
        for verb in (i + 1 for i, upos in enumerate(s.tree.upos) if upos == "VERB"):
            gold = _roles(s.words, s.tree.heads, s.tree.deps, verb)
            found = _roles(s.words, *predicted, verb)
            for role, tally in tallies.items():
                tally.add(*({x for x in items if x[0] == role} for items in (gold, found)))
    total = Tally(*(sum(getattr(t, k) for t in tallies.values()) for k in ("right", "predicted", "gold")))
    return {role: t.f1 for role, t in tallies.items()} | {"all": total.f1}


def _roles(words: Sequence[str], heads: Sequence[int], deps: Sequence[str], verb: int) -> set[tuple[object, ...]]:
    children = [i + 1 for i, head in enumerate(heads) if head == verb]
    passive = any(deps[c - 1] == "aux:pass" for c in children)
    found: set[tuple[object, ...]] = set()
    for child in children:
        label = deps[child - 1]
        found |= {(role, child) for role, wanted in _PARSE_COLUMNS.items() if label == wanted}
        if not label.startswith("obl"):
            continue
        marks = [i for i in range(1, child) if heads[i - 1] == child and deps[i - 1] == "case"]
        preposition = [words[i - 1].lower() for i in marks]
        if label == "obl:agent" or (preposition == ["by"] and passive):
            found.add(("agent", child))
        elif preposition and preposition[0] in PLACE_PREPOSITIONS:
            found.add(("place", child))
    return found


# --- headlines ----------------------------------------------------------------------------------------


def headlines(model: Model, path: Path = HERE / "headlines.tsv") -> dict[str, float]:
    """Return F1 of the main verb and its arguments in headlines written for the purpose."""
    tallies = {role: Tally() for role in ("verb", *ROLES)}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        doc = model.read(row["headline"])
        root = next(iter(doc.sents)).root
        predicted = {"verb": [root], **_predicted_arguments(root)}
        for role, tally in tallies.items():
            phrases = [p for p in row[role.replace(" ", "_")].split(";") if p]
            _count_phrases(tally, phrases, predicted[role], row["headline"])
    total = Tally(*(sum(getattr(t, k) for t in tallies.values()) for k in ("right", "predicted", "gold")))
    return {role: t.f1 for role, t in tallies.items()} | {"all": total.f1}


def _predicted_arguments(verb: Token) -> dict[str, list[Token]]:
    getters: tuple[Callable[[Token], list[Token]], ...] = (
        grammar.subjects,
        grammar.passive_subjects,
        grammar.objects,
        grammar.agents,
    )
    found = {
        role: [c for t in get(verb) for c in grammar.conjuncts(t)] for role, get in zip(ROLES, getters, strict=False)
    }
    places = [n for t in grammar.clause(verb) for prep, n in grammar.preps(t) if prep in PLACE_PREPOSITIONS]
    return found | {"place": places}


def _count_phrases(tally: Tally, phrases: Sequence[str], tokens: Sequence[Token], text: str) -> None:
    """Count a predicted word as right where it stands in a gold phrase."""
    spans = [(text.index(p), text.index(p) + len(p)) for p in phrases]
    hit = {k for k, (a, b) in enumerate(spans) if any(a <= t.idx < b for t in tokens)}
    tally.right += len(hit)
    tally.gold += len(spans)
    tally.predicted += len(hit) + sum(not any(a <= t.idx < b for a, b in spans) for t in tokens)


# --- size, speed, memory ------------------------------------------------------------------------------


def measure(folder: Path, texts: Path) -> dict[str, float]:
    """Return what a fresh process measures (`--measure`)."""
    # spaCy loads PyTorch where it is installed; the product runs without it.
    start = "import sys; sys.modules['torch'] = None; from training.evaluate import main; main()"
    command = [sys.executable, "-c", start, str(folder), "--measure", str(texts)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {str(k): float(v) for k, v in json.loads(done.stdout).items()}


def _measure_here(folder: Path, texts: Path) -> dict[str, float]:
    start = time.process_time()
    model = load(folder)
    load_seconds = time.process_time() - start
    blocks = list(islice(read_conllu(texts), 400))
    sentences = [[r[1] for r in b.rows] for b in blocks]
    model.engine.parse(sentences[0])
    start = time.process_time()
    for words in sentences:
        model.engine.parse(words)
    engine = sum(map(len, sentences)) / (time.process_time() - start)
    start = time.process_time()
    count = sum(len(model.read(b.text)) for b in blocks)
    return {
        "MB": sum(p.stat().st_size for p in folder.iterdir()) / 1e6,
        "model MB": (folder / "model.onnx").stat().st_size / 1e6,
        "words/s, model": engine,
        "words/s, whole pipeline": count / (time.process_time() - start),
        "load s": load_seconds,
        "memory MB": _peak_memory(),
    }


def _peak_memory() -> float:
    """Return the peak of this process alone; `getrusage` would count the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


# --- the table ----------------------------------------------------------------------------------------


def table(folder: Path, treebanks: Path) -> dict[str, dict[str, float]]:
    """Return every figure of the model card."""
    model = load(folder)
    pud_file = treebanks / "UD_English-PUD" / "en_pud-ud-test.conllu"
    pud = data.treebank(pud_file, "pud")
    ewt = data.treebank(treebanks / "UD_English-EWT" / "en_ewt-ud-test.conllu", "ewt-test")
    gum = data.treebank(treebanks / "GUM-open-genres" / "gum-open-test.conllu", "gum-test")
    uner = treebanks / "UNER"
    return {
        "PUD, gold words": gold_words(model, pud),
        "PUD, raw text": raw_text(model, pud_file),
        "EWT test, gold words": gold_words(model, ewt),
        "GUM open genres test, gold words": gold_words(model, gum),
        "names, UNER-PUD": names(model, read_uner(uner / "uner-pud.iob2").values(), split=False),
        "names, UNER-EWT test": names(model, read_uner(uner / "uner-test.iob2").values(), split=False),
        "names, re3d BBC": names(model, read_re3d(treebanks / "re3d", RE3D_TEST), split=True),
        "arguments of verbs, PUD": arguments(model, pud),
        "60 headlines": headlines(model),
        "size and speed": measure(folder, pud_file),
    }


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE.parent / "kg" / "data" / "model")
    parser.add_argument("--data", type=Path, default=data.DEFAULT_FOLDER, help="folder of the treebanks")
    parser.add_argument("--measure", type=Path, help="only time the reading of this CoNLL-U file")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    if options.measure:
        say(json.dumps(_measure_here(options.folder, options.measure)))
        return
    figures = table(options.folder, options.data)
    for row, values in figures.items():
        shown = (f"{k} {v:.2f}" if k == "load s" else f"{k} {v:.1f}" for k, v in values.items())
        say(f"{row:34}" + "  ".join(shown))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
