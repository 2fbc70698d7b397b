"""`kg load` and `--endpoint` from the command line, against a real server."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from kg.store import open_store
from tests.command import run_kg
from tests.queries import corpus
from tests.store.servers import ABSENT, is_there, running

needs_oxigraph = pytest.mark.skipif(not is_there("oxigraph"), reason=ABSENT["oxigraph"])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    place = tmp_path / "graph"
    with open_store(place) as held:
        held.raw.extend(corpus.stocked().raw)
    return place


@needs_oxigraph
def test_load_then_ask_there(tmp_path: Path, store: Path) -> None:
    with running("oxigraph", tmp_path) as address:
        first = run_kg("load", address, "--store", str(store))
        assert (first.returncode, first.stdout) == (0, "")
        assert "7 graphs sent, 0 unchanged" in first.stderr
        again = run_kg("load", address, "--store", str(store), "--by", "update")
        assert "0 graphs sent, 7 unchanged, 0 removed" in again.stderr
        asked = ("query", "tolls-by-event", "--place", "Tal Amrin", "--format", "json", "--quiet")
        there = run_kg(*asked, "--endpoint", f"{address}/query")
        assert json.loads(there.stdout) == json.loads(run_kg(*asked, "--store", str(store)).stdout)
        assert len(json.loads(there.stdout)) > 0


def test_wrong_use_is_named(tmp_path: Path, store: Path) -> None:
    nothing = run_kg("load", "--store", str(store))
    assert (nothing.returncode, "name the address" in nothing.stderr) == (2, True)
    nobody = run_kg("load", "http://127.0.0.1:9", "--store", str(store))
    assert (nobody.returncode, "is the server running" in nobody.stderr) == (4, True)
    secret = run_kg("load", "http://me:pass@127.0.0.1:9", "--store", str(store))
    assert (secret.returncode, "pass@" in secret.stderr) == (2, False)


@pytest.mark.parametrize("command", ["validate", "query"])
def test_a_server_that_does_not_answer_is_given_up(command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/query"
        asked = [command, *(["runs"] if command == "query" else []), "--endpoint", address, "--timeout", "1"]
        done = run_kg(*asked)
    assert (done.returncode, "gave no answer in 1 s" in done.stderr) == (4, True), done.stderr


def test_prepare_writes_files(tmp_path: Path, store: Path) -> None:
    done = run_kg("load", "--prepare", "fuseki", "--output", str(tmp_path / "bulk"), "--store", str(store))
    assert done.returncode == 0
    assert sorted(p.name for p in (tmp_path / "bulk").iterdir()) == ["load.sh", "part-0001.nq.gz"]
