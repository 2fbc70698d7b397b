"""`load` finds a pipeline, `Reader.read` turns an article into a document."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import UsageError
from kg.model import Article, Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHIPPED = "shipped"
_MODEL_FILES = ("labels.json", "lemmas.json.gz", "model.onnx", "vocab.txt")
_NEEDED = (("TAG", "a tagger"), ("DEP", "a parser"), ("LEMMA", "a lemmatizer"))


class Reader:
    """A loaded pipeline; `name` and `hash` go into the provenance of every run."""

    def __init__(self, nlp: Language, *, name: str, digest: str) -> None:
        self.nlp = nlp
        self.name = name
        self.hash = digest

    def read(self, article: Article) -> Document:
        """Return the article as a `Doc` whose text is the article's own; furniture is not parsed."""
        return Document(article=article, doc=self._parse(article))

    def _parse(self, article: Article) -> Doc:
        from kg.nlp.sentences import mark_sentences

        doc = self.nlp.make_doc(article.text)
        spans = [f.span for f in article.furniture]
        doc.user_data["skip"] = frozenset(t.i for t in doc if any(s.start <= t.idx < s.end for s in spans))
        mark_sentences(doc, spans)
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return doc


def load(model: str | None = None) -> Reader:
    """Load the shipped pipeline, or the installed spaCy pipeline or folder `model`.

    Raises UsageError where the pipeline is missing or lacks a tagger, parser, lemmatizer or names.
    """
    return _shipped() if model in (None, SHIPPED) else _installed(str(model))


@cache
def _shipped() -> Reader:
    import kg.nlp.lean  # noqa: F401  (before anything else imports spaCy)
    from kg.nlp.component import shipped_pipeline

    return Reader(shipped_pipeline(), name=SHIPPED, digest=_folder_hash(resources.path("model")))


def _installed(model: str) -> Reader:
    import spacy

    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise UsageError(
            f"no spaCy pipeline '{model}' is installed: install it with pip, name a folder, "
            f"or leave --model out to read with the model that ships with conflict-kg"
        ) from error
    probe = nlp("Jets hit the town of Idlib on Monday.")
    missing = [what for attribute, what in _NEEDED if not probe.has_annotation(attribute)]
    if "ner" not in nlp.pipe_names and "entity_ruler" not in nlp.pipe_names:
        missing.append("a named-entity recogniser")
    if missing:
        raise UsageError(f"the spaCy pipeline '{model}' cannot be used: it lacks {', '.join(missing)}")
    meta = nlp.meta
    return Reader(nlp, name=model, digest=hashlib.sha256(f"{meta['name']} {meta['version']}".encode()).hexdigest())


def _folder_hash(folder: Path) -> str:
    """Return the hash of what decides how text is read; the licence beside it does not."""
    sums = (hashlib.sha256((folder / name).read_bytes()).hexdigest() + name for name in _MODEL_FILES)
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()
