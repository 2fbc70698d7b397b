"""`kg gazetteer`, `kg places` and `kg unresolved` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import run_kg

TEXT = "Shelling hit the village of Al-Zeitoun in southern Idlib, Syria, on Monday. Canada condemned it.\n"
TABLE = "name_en,name_ar,pcode,lat,lon\nZaytun,زيتون,C9901,35.85,36.70\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "villages.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "a.txt"


def rows(article: Path, home: Path) -> dict[str, dict[str, object]]:
    done = run_kg("places", str(article), KG_HOME=str(home))
    assert done.returncode == 0, done.stderr
    return {row["mention"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_places_before_and_after_a_gazetteer_is_added(article: Path, tmp_path: Path) -> None:
    before = rows(article, tmp_path / "home")
    village = before["village of Al-Zeitoun"]
    assert (village["name"], village["lat"], village["pcode"]) == ("Al-Zeitoun", None, None)
    # A country that acts is named too, and stands at its middle.
    assert (before["Canada"]["precision"], before["Canada"]["lat"], before["Canada"]["lon"]) == (
        "country",
        57.79,
        -98.08,
    )
    assert before["southern Idlib"]["precision"] == "area"
    listed = run_kg("unresolved", str(article), KG_HOME=str(tmp_path / "home"))
    assert "Al-Zeitoun" in listed.stdout

    added = run_kg("gazetteer", "add", str(tmp_path / "villages.csv"), KG_HOME=str(tmp_path / "home"))
    assert (added.returncode, "1 places added" in added.stderr) == (0, True), added.stderr
    village = rows(article, tmp_path / "home")["village of Al-Zeitoun"]
    assert (village["id"], village["pcode"], village["precision"]) == ("pcode-c9901", "C9901", "exact")
    assert TEXT[village["start"] : village["end"]] == "village of Al-Zeitoun"  # type: ignore[misc]
    (candidate,) = village["candidates"]  # type: ignore[misc]
    assert village["score"] == candidate["score"]
    assert candidate["why"].startswith("SY; sound 0.97")


def test_an_added_gazetteer_makes_a_build_read_again_and_stands_in_the_graph(article: Path, tmp_path: Path) -> None:
    home, store = str(tmp_path / "home"), str(tmp_path / "graph")
    first = run_kg("build", str(article), "--store", store, KG_HOME=home)
    again = run_kg("build", str(article), "--store", store, KG_HOME=home)
    assert "1 unchanged" in again.stderr, first.stderr
    options = ("--licence", "CC BY 4.0", "--attribution", "Village Survey")
    run_kg("gazetteer", "add", str(tmp_path / "villages.csv"), *options, KG_HOME=home)
    third = run_kg("build", str(article), "--store", store, KG_HOME=home)
    assert "1 article read" in third.stderr
    graph = run_kg("export", "graph", "--store", store, "--format", "nq").stdout
    assert "/data/graph/gazetteer/villages>" in graph
    assert '"CC BY 4.0"' in graph
    assert '"Village Survey"' in graph
    assert '"C9901"' in graph
    assert run_kg("validate", "--store", store).returncode == 0


def test_gazetteers_are_listed_and_removed(article: Path, tmp_path: Path) -> None:
    folder = ("--gazetteers", str(tmp_path / "mine"))
    run_kg("gazetteer", "add", str(tmp_path / "villages.csv"), "--name", "My villages", *folder)
    assert "my-villages" in run_kg("gazetteer", "list", *folder).stdout
    assert run_kg("gazetteer", "remove", "my-villages", *folder).returncode == 0
    assert "my-villages" not in run_kg("gazetteer", "list", *folder).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gazetteer", "add", "no-such-file.csv"), "no such file"),
        (("gazetteer", "add", "README.md"), "--columns"),
        (("gazetteer", "add", "x.csv", "--columns", "name"), "FIELD=COLUMN"),
        (("gazetteer", "remove", "nothing"), "no gazetteer is called"),
        (("places", "no-such-file.txt"), "no such file"),
    ],
)
def test_mistakes(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run_kg(*arguments, KG_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("text", ["Syria condemned the attack in Syria on Monday.", "Shelling hit Aleppo, Syria."])
def test_a_build_places_countries_and_what_lies_in_them(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Army shelled Syria. {text}\n", encoding="utf-8")
    done = run_kg("build", str(tmp_path / "a.txt"), "--store", str(tmp_path / "graph"), KG_HOME=str(tmp_path / "home"))
    assert done.returncode == 0, done.stderr


def test_what_is_unresolved_can_be_filled_in_and_added(article: Path, tmp_path: Path) -> None:
    home, file = str(tmp_path / "home"), tmp_path / "mine.csv"
    listed = run_kg("unresolved", str(article), "--csv", str(file), KG_HOME=home)
    assert (listed.returncode, listed.stdout) == (0, ""), listed.stderr
    head, row = file.read_text(encoding="utf-8").splitlines()[:2]
    assert head == "name,lat,lon,country,mentions,within,candidates,articles"
    assert row.startswith("Al-Zeitoun,,,,1,")
    file.write_text("\n".join([head, row.replace(",,,", ",35.85,36.70,", 1)]), encoding="utf-8")
    added = run_kg("gazetteer", "add", str(file), KG_HOME=home)
    assert "1 places added" in added.stderr, added.stderr
    assert rows(article, tmp_path / "home")["village of Al-Zeitoun"]["lat"] == 35.85
