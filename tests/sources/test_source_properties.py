from __future__ import annotations

import io
import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.sources import Rejected, read_articles
from kg.sources.lines import split_lines
from tests.sources.factories import BODY, article, captured

PIECES = st.sampled_from(
    [*BODY.split("\n"), "\r\n", "\n", "\r", "\n\n", "Tags", "Related Articles", "Show Comments", "12 May 2019",
     "Depot burns",
     "[AFP]", "(Source: X Y)", "NORTHPORT (AP) — ", " ", "\t", "…", "Read: Depot", "é", "\u2028", "\U0001f525", "عربي"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_lines_lie_in_the_text_in_order(text: str) -> None:
    lines = split_lines(text)
    assert all(line.span.of(text) == line.text.strip() == line.text != "" for line in lines)
    assert [line.start for line in lines] == sorted(line.start for line in lines)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(text.split())


@given(TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
@settings(max_examples=150, deadline=None)
def test_furniture_and_facts_lie_in_the_unaltered_text(text: str) -> None:
    found = article(text)
    assert found.text == text
    spans = [item.span for item in found.furniture]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for known in (found.headline, found.publisher):
        assert known is None or known.span is None or known.span.of(text) == known.value


FIELDS = st.sampled_from(["id", "text", "title", "published", "url", "publisher", "extra"])
VALUES = st.one_of(TEXTS, st.integers(), st.none(), st.lists(st.text(max_size=5), max_size=2))


@given(st.dictionaries(FIELDS, VALUES))
@settings(max_examples=150, deadline=None)
def test_any_record_gives_an_article_or_a_reason(fields: dict[str, object]) -> None:
    line = json.dumps(fields).encode()
    (first,) = read_articles(["-"], stdin=io.BytesIO(line))
    (second,) = read_articles(["-"], stdin=io.BytesIO(line + b"\n"))
    assert first == second
    assert isinstance(first, Rejected) or first.text_sha256


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_an_article_or_a_reason(data: bytes) -> None:
    for item in read_articles(["-"], stdin=io.BytesIO(data)):
        assert item.reason if isinstance(item, Rejected) else isinstance(item, Article)


def test_the_id_depends_on_text_and_key_alone() -> None:
    ids = {article(BODY, origin="x").id, article(BODY, url="https://d.example").id, article(BODY).id}
    assert len(ids) == 1
    assert ids.isdisjoint({article(BODY + " ").id, article(BODY, key="other").id})
    assert captured(BODY).text is BODY
