"""What the shipped reader promises of every document, and which pipelines `--model` refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import nlp
from kg.errors import UsageError
from kg.nlp.reader import Reader
from tests.nlp.factories import article

TEXT = """Jets bomb market in Idlib

IDLIB, Syria (Reuters) – Russian warplanes bombed a market in the town of Maarat al-Numan on Monday, killing 12 people.
“We saw the jets,” said Ahmad Hassan. Nobody claimed the attack.
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return nlp.load()


def facts(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.pos_, t.tag_, t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_) for t in doc]


def test_the_text_is_kept_and_every_layer_is_there(reader: Reader) -> None:
    doc = reader.read(article(TEXT)).doc
    assert doc.text == TEXT
    for layer in ("TAG", "POS", "MORPH", "DEP", "LEMMA", "ENT_IOB", "SENT_START"):
        assert doc.has_annotation(layer), layer
    assert {t.dep_ for t in doc if t.is_space} == {""}
    assert all(t.head.sent == t.sent for t in doc)


def test_no_sentence_crosses_a_line_break(reader: Reader) -> None:
    doc = reader.read(article(TEXT)).doc
    assert all("\n" not in s.text.strip() for s in doc.sents)


def test_every_sentence_has_one_root(reader: Reader) -> None:
    doc = reader.read(article(TEXT)).doc
    for sentence in doc.sents:
        assert sum(t.dep_ == "ROOT" for t in sentence) == (1 if sentence.text.strip() else 0)


def test_reading_twice_gives_the_same(reader: Reader) -> None:
    assert facts(reader.read(article(TEXT)).doc) == facts(reader.read(article(TEXT)).doc)


def test_a_sentence_reads_the_same_in_any_company(reader: Reader) -> None:
    sentence = "Nobody claimed the attack."
    alone = reader.read(article(sentence)).doc
    inside = next(s for s in reader.read(article(TEXT)).doc.sents if s.text.strip() == sentence)
    assert [(t.pos_, t.dep_, t.lemma_, t.head.i - inside.start) for t in inside if not t.is_space] == [
        (t.pos_, t.dep_, t.lemma_, t.head.i) for t in alone
    ]


def test_furniture_is_not_parsed(reader: Reader) -> None:
    text = "Share this on Facebook\nJets hit Idlib."
    doc = reader.read(article(text, (0, 22))).doc
    unread = [t for t in doc if t.idx < 22]
    assert {(t.pos_, t.ent_type_) for t in unread} == {("X", "")}
    assert [t.dep_ for t in unread] == ["ROOT", "", "", ""]  # a sentence needs a root
    assert any(t.dep_ == "ROOT" for t in doc if t.idx > 22)
    assert doc.text == text


@pytest.mark.parametrize("text", ["", "\n", "   ", "…", "\N{GRINNING FACE}", "ا ل"])
def test_odd_texts_are_read(reader: Reader, text: str) -> None:
    assert reader.read(article(text)).doc.text == text


def test_a_sentence_longer_than_the_encoder_is_read_in_pieces(reader: Reader) -> None:
    text = "Rebels and soldiers " * 250 + "fought."
    doc = reader.read(article(text)).doc
    assert doc.text == text
    assert sum(t.dep_ == "ROOT" for t in doc) == len(list(doc.sents)) == 1


def test_a_long_url_is_one_word(reader: Reader) -> None:
    url = "https://example.org/" + "a-b_c/" * 400
    assert url in [t.text for t in reader.read(article(f"See {url} now.")).doc]


def test_name_and_hash_tell_which_model_read(reader: Reader) -> None:
    assert reader.name == "shipped"
    assert len(reader.hash) == 64
    assert nlp.load("shipped") is reader


def test_a_model_that_is_not_installed_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError, match="no spaCy pipeline 'en_no_such_model' is installed: install it"):
        nlp.load("en_no_such_model")


@Language.component("test_everything_but_names")
def _everything_but_names(doc: Doc) -> Doc:
    for token in doc:
        token.tag_, token.lemma_, token.dep_ = "NN", token.text, "dep"
    doc[0].dep_ = "ROOT"
    return doc


@Language.component("test_all")
def _all(doc: Doc) -> Doc:
    doc = _everything_but_names(doc)
    doc.ents = [Span(doc, 0, 1, label="ORG")]
    return doc


def _saved(folder: Path, *components: str, ner: bool = False) -> str:
    pipeline = spacy.blank("en")
    for name in components:
        pipeline.add_pipe(name)
    if ner:
        ruler = pipeline.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "GPE", "pattern": "Idlib"}])  # type: ignore[attr-defined]
    pipeline.to_disk(folder)
    return str(folder)


def test_an_empty_pipeline_is_refused_with_all_that_it_lacks(tmp_path: Path) -> None:
    lacks = "it lacks a tagger, a parser, a lemmatizer, a named-entity recogniser"
    with pytest.raises(UsageError, match=lacks):
        nlp.load(_saved(tmp_path / "blank"))


def test_a_pipeline_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it lacks a named-entity recogniser"):
        nlp.load(_saved(tmp_path / "nameless", "test_everything_but_names"))


def test_a_pipeline_that_has_all_is_read_with(tmp_path: Path) -> None:
    folder = _saved(tmp_path / "whole", "test_all", ner=True)
    other = nlp.load(folder)
    assert other.name == folder
    assert other.hash != nlp.load().hash
    assert other.read(article("Jets hit Idlib.\nNine died.")).doc.text == "Jets hit Idlib.\nNine died."
