"""Files for bulk loaders: what is in them, and that the loaders that are installed take them."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.export.bulk import SCRIPTS, prepare
from kg.store.loading import KINDS
from kg.store.remote import Endpoint
from tests.queries import corpus
from tests.store.servers import ABSENT, OXIGRAPH, is_there, running


def test_files_hold_the_whole_graph(tmp_path: Path) -> None:
    held = corpus.stocked()
    prepare(held, "fuseki", tmp_path / "bulk", part=100)
    parts = sorted((tmp_path / "bulk").glob("part-*.nq.gz"))
    lines = [line for part in parts for line in gzip.decompress(part.read_bytes()).splitlines()]
    assert len(parts) == -(-len(held.lines()) // 100)
    assert lines == held.lines()


@pytest.mark.parametrize("kind", SCRIPTS)
def test_scripts_are_valid_and_the_same_each_time(kind: str, tmp_path: Path) -> None:
    one, two = (prepare(corpus.stocked(), kind, tmp_path / name) for name in ("one", "two"))
    assert subprocess.run(["sh", "-n", one], check=False).returncode == 0
    for file in one.parent.iterdir():
        assert file.read_bytes() == (two.parent / file.name).read_bytes()


def test_every_kind_that_loads_has_a_script() -> None:
    assert set(SCRIPTS) == set(KINDS)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        prepare(corpus.stocked(), "qlever", tmp_path)


@pytest.mark.skipif(not is_there("oxigraph"), reason=ABSENT["oxigraph"])
def test_oxigraph_takes_its_files(tmp_path: Path) -> None:
    held = corpus.stocked()
    script = prepare(held, "oxigraph", tmp_path / "bulk", part=300)
    path = f"{Path(str(OXIGRAPH)).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([script, tmp_path / "loaded"], env={**os.environ, "PATH": path}, check=True, capture_output=True)
    loaded = ox.Store.read_only(str(tmp_path / "loaded"))
    assert {str(quad) for quad in loaded} == {str(quad) for quad in held.quads()}


@pytest.mark.skipif(not is_there("virtuoso") or not shutil.which("isql-vt"), reason=ABSENT["virtuoso"])
def test_virtuoso_takes_its_files(tmp_path: Path) -> None:
    held = corpus.stocked()
    script = prepare(held, "virtuoso", tmp_path / "bulk", part=300)
    with running("virtuoso", tmp_path) as address:
        text = (tmp_path / "virtuoso.ini").read_text(encoding="utf-8")
        sql = next(line.partition("=")[2] for line in text.splitlines() if line.startswith("ServerPort=127"))
        env = {**os.environ, "KG_PASSWORD": "dba"}
        done = subprocess.run([script, sql], env=env, check=True, capture_output=True, text=True)
        assert "Error" not in done.stdout + done.stderr
        counting = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        there = Endpoint(address=f"{address}/sparql").query(counting)
        assert isinstance(there, ox.QuerySolutions)
        counts = {row[0].value: int(row[1].value) for row in there}
    here: dict[str, int] = {}
    for quad in held.quads():
        here[quad.graph_name.value] = here.get(quad.graph_name.value, 0) + 1
    assert {name: counts.get(name) for name in here} == here
