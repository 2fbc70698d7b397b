"""The shipped model as a spaCy component: writes tags, tree, names and lemmas into the `Doc`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg import resources
from kg.nlp import lemmas
from kg.nlp.engine import Engine, Parse
from kg.nlp.sentences import NewsEnglish

NAME = "conflict_reader"
_COLUMNS = ["TAG", "POS", "MORPH", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE"]


class ConflictReader:
    """Parses every sentence of a `Doc` that is not marked as furniture (`doc.user_data["skip"]`)."""

    def __init__(self, folder: Path) -> None:
        self.engine = Engine(folder)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with TAG, POS, MORPH, HEAD, DEP and entities set."""
        skip: frozenset[int] = doc.user_data.get("skip", frozenset())
        rows = np.zeros((len(doc), len(_COLUMNS)), dtype=np.uint64)
        names = ["O"] * len(doc)
        for sentence in _sentences(doc):
            self._annotate(doc, [t for t in sentence if not t.is_space and t.i not in skip], sentence, rows, names)
        doc.from_array(_COLUMNS, rows)  # type: ignore[arg-type]
        doc.set_ents(_entities(doc, names), default="outside")
        return doc

    def _annotate(
        self, doc: Doc, words: list[Token], sentence: list[Token], rows: np.ndarray, names: list[str]
    ) -> None:
        strings = doc.vocab.strings
        parse = self.engine.parse([t.text for t in words]) if words else None
        first = sentence[0].i
        root = words[_root(parse)].i if parse else first
        for token in sentence:  # white space and furniture hang on the root, with no label
            rows[token.i, 3] = np.array(root - token.i, np.int64).astype(np.uint64)
            rows[token.i, 5] = np.array(1 if token.i == first else -1, np.int64).astype(np.uint64)
            rows[token.i, 1] = strings["SPACE" if token.is_space else "X"]
        if parse is None:  # spaCy keeps the start of a sentence only where its root has a label
            rows[first, 4] = strings.add("ROOT")
            return
        for k, token in enumerate(words):
            head = words[_head(parse, k)].i
            morph = "" if parse.feats[k] == "_" else parse.feats[k]
            rows[token.i, 0] = strings.add(parse.xpos[k])
            rows[token.i, 1] = strings[parse.upos[k]]
            rows[token.i, 2] = doc.vocab.morphology.add(morph)
            rows[token.i, 3] = np.array(head - token.i, np.int64).astype(np.uint64)
            rows[token.i, 4] = strings.add(_label(parse, k))
            names[token.i] = parse.names[k]


def _head(parse: Parse, k: int) -> int:
    """Return the head of a word; a preposition or article that hangs on part of a name belongs to the whole of it."""
    head = parse.heads[k]
    if parse.deps[k] in ("case", "det"):
        while head < parse.heads[head] and parse.deps[head] in _IN_NAME and parse.upos[head] in ("PROPN", "ADJ"):
            head = parse.heads[head]
    return head


def _label(parse: Parse, k: int) -> str:
    if parse.heads[k] == k:
        return "ROOT"
    # A repaired tree keeps the label of the greedy head, which may have been the root's.
    if parse.deps[k] == "root":
        return "parataxis"
    return _argument_label(parse, k) if _is_stray_name(parse, k) else parse.deps[k]


# How a noun hangs on a noun: where it hangs on a verb, the label lags behind the arc.
_NOUN_TO_NOUN = frozenset({"flat", "compound", "nmod:desc", "nmod:unmarked"})
_IN_NAME = frozenset({"compound", "flat", "amod"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def _is_stray_name(parse: Parse, k: int) -> bool:
    """Tell whether a noun hangs on a verb as if it were part of its name ("flat", "compound")."""
    verb = parse.heads[k]
    if parse.deps[k] == "flat" and k < verb and parse.upos[verb] in ("VERB", "AUX"):
        return True
    apart = k + 1 == len(parse.upos) or parse.upos[k + 1] not in ("PUNCT", "SYM")
    noun = parse.upos[k] in ("NOUN", "PROPN") and parse.deps[k] in _NOUN_TO_NOUN and (apart or k > verb)
    return noun and parse.upos[verb] == "VERB" and parse.deps[verb] not in ("amod", "compound")


def _argument_label(parse: Parse, k: int) -> str:
    """Return what a noun is to the verb it hangs on: an oblique behind a preposition, its subject, its object."""
    verb = parse.heads[k]
    if any(head == k and dep == "case" for head, dep in zip(parse.heads, parse.deps, strict=True)):
        return "obl"
    beside = {dep for head, dep in zip(parse.heads, parse.deps, strict=True) if head == verb}
    if k < verb:
        if parse.deps[k] != "flat" and (parse.xpos[verb] not in _FINITE or beside & {"nsubj", "nsubj:pass"}):
            return parse.deps[k] if "aux:pass" not in beside else "nsubj:pass"
        return "nsubj:pass" if "aux:pass" in beside else "nsubj"
    return parse.deps[k] if beside & {"obj", "ccomp"} else "obj"


def _root(parse: Parse) -> int:
    return next(i for i, head in enumerate(parse.heads) if head == i)


def _sentences(doc: Doc) -> list[list[Token]]:
    out: list[list[Token]] = []
    for token in doc:
        if token.is_sent_start or not out:
            out.append([])
        out[-1].append(token)
    return out


def _entities(doc: Doc, tags: list[str]) -> list[Span]:
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            spans.append((i, i + 1, tag[2:]))
        elif tag.startswith("I-") and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return [Span(doc, start, end, label=label) for start, end, label in spans]


@Language.factory(NAME, default_config={"folder": ""})
def make_conflict_reader(nlp: Language, name: str, folder: str) -> ConflictReader:
    """Create the component from a model folder, the package's own where none is named."""
    return ConflictReader(Path(folder) if folder else resources.path("model"))


def shipped_pipeline(folder: Path | None = None) -> Language:
    """Return the pipeline that ships with the package, or the same pipeline around another model folder."""
    nlp = NewsEnglish()
    nlp.add_pipe(NAME, config={"folder": str(folder or "")})
    lemmatizer = nlp.add_pipe(lemmas.NAME, name="lemmatizer")
    lemmatizer.initialize(lookups=lemmas.tables(folder or resources.path("model")))  # type: ignore[attr-defined]
    return nlp
