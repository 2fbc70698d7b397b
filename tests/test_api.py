"""The Python interface: its documented session, and that importing it costs nothing."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import kg
import kg.api
from kg.errors import UsageError
from kg.query import named_query, run
from kg.store import memory_store, open_store
from tests.command import ROOT, run_kg
from tests.queries import corpus


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.Graph(corpus.stocked())


def test_the_documented_session_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_kg("build", str(ROOT / "samples"), "--store", str(tmp_path / "graph"), "--quiet").returncode == 0
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(kg.api).failed == 0


def test_rows_are_those_of_the_query(graph: kg.Graph) -> None:
    rows = graph.query("tolls-by-event", place="Amrin", from_="2031-03")
    table = run(graph.store, named_query("tolls-by-event"), {"place": "Amrin", "from": "2031-03"})
    assert rows.columns == table.columns
    assert [tuple(row.values()) for row in rows] == list(table.rows)
    assert len(rows) > 0
    assert rows[:1] == [rows[0]]
    assert repr(rows).startswith(f"<{len(rows)} rows: ")


def test_own_queries_and_columns(graph: kg.Graph, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("SELECT (COUNT(?a) AS ?n) { ?a a <https://w3id.org/conflict-kg/ontology#Article> }")
    assert list(graph.query(file)) == [{"n": 5}] == list(graph.sparql(file.read_text()))
    assert graph.query("articles", columns=["article"])[0] == {"article": "capital-1"}
    with pytest.raises(UsageError, match="no column day"):
        graph.query("articles", columns=["day"])


def test_reports_and_findings(graph: kg.Graph) -> None:
    assert [r["type"] for r in graph.reports() if r["article"] == "valley-1"] == ["Airstrike", "Airstrike"]
    assert isinstance(graph.validate(), list)


def test_frames_need_a_library(graph: kg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = graph.query("articles")
    monkeypatch.setattr(kg.api, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="install pandas or polars"):
        rows.frame()


@pytest.mark.parametrize("library", kg.api.FRAMES)
def test_frames_have_the_columns(library: str, graph: kg.Graph) -> None:
    pytest.importorskip(library)
    rows = graph.query("articles")
    frame = rows.frame(library)
    assert (list(frame.columns), len(frame)) == (list(rows.columns), len(rows))


def test_dataset_holds_every_quad(graph: kg.Graph) -> None:
    held = graph.dataset()
    assert sum(1 for _ in held.quads()) == len(graph.store.lines())
    assert len(list(held.query("SELECT ?r { ?r a <https://w3id.org/conflict-kg/ontology#Report> }"))) > 0


def test_files_and_mappings_can_be_read(tmp_path: Path) -> None:
    text = "Rebels shelled a market in Idlib, killing three civilians."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert [r["type"] for r in kg.read(tmp_path / "a.txt")] == ["Shelling"]
    assert kg.read({"text": text, "id": "mine"})[0]["article"] == "mine"
    with pytest.raises(UsageError, match="empty"):
        kg.read("")


def test_open_reads_what_is_on_disk(tmp_path: Path) -> None:
    with open_store(tmp_path / "g") as store:
        store.raw.extend(memory_store(corpus.quads()).raw)
    with kg.open(tmp_path / "g") as held:
        assert len(held) == len(set(corpus.quads()))


def test_importing_is_cheap() -> None:
    heavy = "{'spacy', 'rdflib', 'pyoxigraph', 'pyshacl', 'owlready2', 'onnxruntime', 'SPARQLWrapper', 'numpy'}"
    code = f"import sys, kg; kg.open; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'closed'"):
        _ = kg.closed  # type: ignore[attr-defined]
