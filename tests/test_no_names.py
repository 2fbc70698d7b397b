"""`kg build --no-names`: no person's name is in the store, in any graph or in any export."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ids import fold
from tests.command import run_kg

TEXTS = {
    "one": "Shelling killed Halima Deghayes, a 9-year-old girl, and her teacher Yunis Barqawi in Taiz, Yemen, on 3 May "
    "2021. Commander Idris Walad of the Houthis denied it.",
    "two": "Gunmen shot dead nurse Abrehet Tesfalem, 34, at the Abrehet Tesfalem Clinic in Mekelle, Ethiopia, on "
    "9 June 2021.",
    "three": "An airstrike on Kharkiv, Ukraine, on 4 March 2022 wounded two children, Danylo Horbenko and Solomiya "
    "Horbenko.",
    "four": "Gunmen detained Salem Bawazir in Mukalla, Yemen, on 2 March 2021, and Bawazir is in custody. In Aden, "
    "Widad Yafai was killed when shells hit a street. Two men, Omar Kathiri and Hani Kathiri, were kidnapped in Marib.",
}
NAMES = {
    "halima",
    "deghayes",
    "yunis",
    "barqawi",
    "idris",
    "walad",
    "abrehet",
    "tesfalem",
    "danylo",
    "horbenko",
    "solomiya",
    "bawazir",
    "widad",
    "yafai",
    "kathiri",
}
EXPORTS = [
    ("graph", "nq"),
    ("graph", "jsonld"),
    ("reports", "jsonl"),
    ("reports", "csv"),
    ("reports", "geojson"),
    ("events", "jsonl"),
    ("events", "csv"),
    ("places", "lpf"),
]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, str]:
    folder: Path = tmp_path_factory.mktemp("names")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    out = {}
    for names in (True, False):
        out[names] = str(folder / f"graph-{names}")
        switch = [] if names else ["--no-names"]
        texts = [str(folder / f"{name}.txt") for name in TEXTS]
        done = run_kg("build", *texts, "--store", out[names], *switch, KG_HOME=str(folder / "home"))
        assert done.returncode == 0, done.stderr
    return out


@pytest.mark.parametrize(("what", "form"), EXPORTS)
def test_no_export_holds_a_name(stores: dict[bool, str], what: str, form: str) -> None:
    done = run_kg("export", what, "--store", stores[False], "--format", form)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert NAMES & set(fold(done.stdout).split()) == set()


def test_the_same_articles_have_names_without_the_switch(stores: dict[bool, str]) -> None:
    written = fold(run_kg("export", "graph", "--store", stores[True], "--format", "nq").stdout)
    assert set(written.split()) >= NAMES


def test_no_file_of_the_store_holds_a_name(stores: dict[bool, str]) -> None:
    held = b"".join(file.read_bytes() for file in Path(stores[False]).rglob("*") if file.is_file()).lower()
    assert [name for name in sorted(NAMES) if name.encode() in held] == []
