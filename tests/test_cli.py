"""How the command behaves: streams, exit statuses, errors. Each test runs it as a user does, in its own process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from tests.command import ROOT, run_kg

ESCAPE = "\x1b["


def test_version_is_told_at_once() -> None:
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        done = run_kg("--version")
        spent.append(time.perf_counter() - start)
    assert done.stdout.strip() == f"kg {kg.__version__}"
    # Three tries: only the best says how long it takes on a machine that does other things, too.
    assert min(spent) < 0.6
    heavy = {"numpy", "owlready2", "pyoxigraph", "rdflib", "rich", "spacy"}
    code = f"import sys, kg.cli; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("build",), 2, "Missing argument"),
        (("build", "no-such-file.txt"), 2, "no such file or folder: no-such-file.txt"),
        (("build", "samples", "--workers", "0"), 2, "--workers"),
        (("build", "samples", "-o", "graph.xyz"), 2, "add --format"),
        (("build", "samples", "-o", "x.nq", "--model", "no_such_model"), 2, "no_such_model"),
        (("biuld",), 2, "biuld"),
        (("query", "no-such-question"), 2, "no-such-question"),
        (("query", "no-such-file.rq"), 2, "no-such-file.rq"),
        (("query", "x", "--store", "nowhere"), 2, "no query is called"),
        (("queries", "no-such-question"), 2, "no-such-question"),
        (("export", "reports", "--store", "nowhere"), 4, "kg build"),
        (("export", "graph", "--store", "nowhere", "-o", "graph.xyz"), 2, "--format"),
        (("validate", "--store", "nowhere"), 4, "nowhere"),
        (("parse", ""), 2, "empty"),
    ],
)
def test_mistakes_get_one_line_and_a_next_step(arguments: tuple[str, ...], status: int, said: str) -> None:
    done = run_kg(*arguments)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_store_must_be_a_store(tmp_path: Path, samples: Path) -> None:
    (tmp_path / "letter.txt").write_text("not a store")
    done = run_kg("build", str(samples), "--store", str(tmp_path))
    assert (done.returncode, done.stdout) == (4, "")
    assert "is not a store" in done.stderr
    assert (tmp_path / "letter.txt").read_text() == "not a store"


def test_results_go_to_stdout_and_all_else_to_stderr(sample_store: Path) -> None:
    done = run_kg("export", "reports", "--format", "jsonl", "--store", str(sample_store))
    assert done.returncode == 0
    assert all(json.loads(line)["iri"] for line in done.stdout.splitlines())
    assert len(done.stdout.splitlines()) > 20


def test_quiet_says_nothing(samples: Path, tmp_path: Path) -> None:
    loud = run_kg(
        "build", str(samples / "04-rebels-take-crossing.txt"), "--store", str(tmp_path / "a"), "--no-validate"
    )
    quiet = run_kg(
        "build",
        str(samples / "04-rebels-take-crossing.txt"),
        "--store",
        str(tmp_path / "b"),
        "--quiet",
        "--no-validate",
    )
    assert loud.stdout == quiet.stdout == quiet.stderr == ""
    assert "1 article read" in loud.stderr


def test_no_escape_sequences_outside_a_terminal(sample_store: Path) -> None:
    for environment in ({}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}):
        done = run_kg("queries", **environment)
        assert ESCAPE not in done.stdout + done.stderr


def test_a_closed_pipe_is_no_error(sample_store: Path) -> None:
    command = f"{sys.executable} -m kg export graph --store {sample_store} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "markdown"])
def test_every_format_of_an_answer(sample_store: Path, form: str, tmp_path: Path) -> None:
    question = tmp_path / "types.rq"
    question.write_text(
        "PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>\n"
        "SELECT ?type (COUNT(?r) AS ?n) WHERE { ?r ckg:eventType ?type } GROUP BY ?type ORDER BY ?type\n"
    )
    done = run_kg("query", str(question), "--format", form, "--store", str(sample_store))
    assert done.returncode == 0, done.stderr
    assert "Airstrike" in done.stdout
    assert re.search(r"\d+ rows?", done.stderr)


def test_output_to_a_file_leaves_no_store(samples: Path, tmp_path: Path) -> None:
    done = run_kg("build", str(samples / "04-rebels-take-crossing.txt"), "-o", "g.trig", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["g.trig"]
    assert "ckg:" in (tmp_path / "g.trig").read_text() or "conflict-kg/ontology#" in (tmp_path / "g.trig").read_text()


def test_explain_lists_what_was_not_coded(samples: Path, tmp_path: Path) -> None:
    done = run_kg("build", str(samples), "--store", str(tmp_path / "graph"), "--explain", "--quiet")
    assert done.returncode == 0, done.stderr
    header, *rows = done.stdout.splitlines()
    assert header.split() == ["reason", "article", "start", "quote", "note"]
    assert rows
    again = run_kg("build", str(samples), "--store", str(tmp_path / "graph"), "--explain", "--quiet")
    assert again.stdout == done.stdout, "an unchanged article is explained as well"


def test_stdin_is_an_input(tmp_path: Path) -> None:
    text = "Rebels captured the town of Idlib on Monday, killing four soldiers, activists said.\n"
    done = run_kg("build", "-", "--store", str(tmp_path / "graph"), input=text)
    assert done.returncode == 0, done.stderr
    assert "1 article read" in done.stderr
    assert "leaked" not in done.stderr, "what DuckDB says where Python ends without freeing it"


def test_parse_shows_words_and_reports() -> None:
    done = run_kg("parse", "Russian warplanes bombed a school in Idlib on 3 May 2019, killing four children.")
    assert done.returncode == 0, done.stderr
    assert "words:" in done.stdout
    told = json.loads(
        run_kg("parse", "Russian jets bombed a school in Idlib, killing two boys.", "--format", "json").stdout
    )
    assert told["reports"][0]["type"] == "Airstrike"
