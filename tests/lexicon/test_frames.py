"""Every frame at work: a sentence in which it tells its event, and one with the same words in which it tells none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg import lexicon
from kg.linking import link_places
from kg.mentions import find_mentions
from kg.reports import attribution, casualties, when
from kg.reports.scene import lay_out
from kg.reports.triggers import find_triggers
from tests.reports.articles import read

Key = tuple[str, str, str]  # form, part of speech, type
COLUMNS = ("form", "pos", "type", "example", "counter")
EXAMPLES = lexicon.read_table(Path(__file__).parent / "frames.tsv", columns=COLUMNS)


@cache
def told(text: str) -> frozenset[Key]:
    """The frames that tell an event in a text."""
    document = read(text, published="2024-05-06")
    mentions = link_places(find_mentions(document), document.article)
    attributions = attribution.find_attributions(document, mentions)
    tolls, whens = casualties.find_casualties(document), when.find_whens(document)
    scene = lay_out(document, mentions, tolls, whens, attributions)
    found = [t.frame for sentence in document.doc.sents for t in find_triggers(scene, sentence, [])]
    return frozenset((frame.form, frame.pos, frame.type) for frame in found)


def test_every_frame_has_an_example() -> None:
    frames = {(r["form"], r["pos"], r["type"]) for r in lexicon.table("frames") if r["scheme"] != "light"}
    shown = {(r["form"], r["pos"], r["type"]) for r in EXAMPLES}
    assert (sorted(frames - shown), sorted(shown - frames)) == ([], [])


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['form']}-{row['type']}")
def test_a_frame_tells_its_event_and_no_other(row: dict[str, str]) -> None:
    key = (row["form"], row["pos"], row["type"])
    assert key in told(row["example"])
    assert key not in told(row["counter"])
