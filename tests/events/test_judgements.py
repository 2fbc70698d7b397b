"""The judgements file: read with care, written sorted, and beside the store so that no rebuild loses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.events.judgements import judgements_file, read_judgements, write_judgements
from kg.events.model import Judgement

LEFT, RIGHT, THIRD = "0" * 16, "1" * 16, "2" * 16


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "judgements.csv"
    kept = (
        Judgement(left=LEFT, right=RIGHT, verdict="same", note='a "quoted", note'),
        Judgement(left=LEFT, right=THIRD, verdict="different"),
    )
    write_judgements(reversed(kept), file)
    assert read_judgements(file) == kept


def test_no_file_is_no_judgement(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "none.csv") == ()


def test_a_listing_with_some_rows_judged_can_be_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "filled-in.csv"
    base = "https://w3id.org/conflict-kg/data/report/"
    file.write_text(
        f"\ufeffscore,left,right,verdict\n0.5,{base}{RIGHT},{base}{LEFT}, Same \n0.4,{LEFT},{THIRD},\n",
        encoding="utf-8",
    )
    assert read_judgements(file) == (Judgement(left=LEFT, right=RIGHT, verdict="same"),)


def test_the_later_of_two_judgements_counts(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(f"left,right,verdict\n{LEFT},{RIGHT},same\n{RIGHT},{LEFT},different\n", encoding="utf-8")
    assert [j.verdict for j in read_judgements(file)] == ["different"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{LEFT},{RIGHT},maybe", "'maybe' is no verdict"),
        (f"{LEFT},{LEFT},same", "two reports"),
        ("a,b,same", "two reports"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(f"left,right,verdict\n{row}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"wrong.csv:2: .*{said}"):
        read_judgements(file)


def test_the_file_lies_beside_the_store(tmp_path: Path) -> None:
    assert judgements_file(tmp_path / "graph") == tmp_path / "graph.judgements.csv"
