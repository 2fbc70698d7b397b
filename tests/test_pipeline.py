"""Building: same input, same bytes; nothing committed is lost; broken inputs cost only themselves."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import pipeline, sources
from kg.model import Article
from kg.pipeline import tellings as telling_reader
from kg.pipeline.compared import compared
from kg.pipeline.tellings import tellings
from kg.rdf import links_graph
from kg.store import LEDGER, memory_store, open_store
from tests.command import ROOT, run_kg

FAST = ("--quiet", "--no-validate")  # what is written is validated in tests/test_samples.py


def lines(folder: Path) -> list[bytes]:
    return open_store(folder, read_only=True).lines()


def many_articles(folder: Path, samples: Path, copies: int) -> Path:
    """The samples several times over, each copy a text of its own."""
    file = folder / "many.jsonl"
    texts = [a.text for a in sources.read_articles([samples]) if isinstance(a, Article)]
    rows = [{"id": f"copy-{n}-{i}", "text": f"{t}\n\nCopy {n}."} for n in range(copies) for i, t in enumerate(texts)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_same_bytes_whatever_the_workers_order_zone_locale_and_hash_seed(samples: Path, tmp_path: Path) -> None:
    many_articles(tmp_path, samples, 1)
    shutil.copytree(samples, tmp_path / "samples")
    files = [str(p.relative_to(tmp_path)) for p in sorted((tmp_path / "samples").iterdir()) if p.suffix != ".md"]
    shuffled = [*files, "many.jsonl"]
    random.Random(7).shuffle(shuffled)
    builds = [
        (["samples", "many.jsonl"], "1", {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}),
        (shuffled, "3", {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}),
    ]
    found = []
    for number, (inputs, workers, environment) in enumerate(builds):
        store = f"graph-{number}"
        done = run_kg("build", *inputs, "--store", store, "--workers", workers, *FAST, cwd=tmp_path, **environment)
        assert done.returncode == 0, done.stderr
        found.append(lines(tmp_path / store))
    assert len(found[0]) > 1000
    assert found[0] == found[1]


def test_an_unchanged_article_is_not_touched(samples: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    shutil.copytree(samples, inputs)
    store = open_store(tmp_path / "graph")
    first = pipeline.build([inputs], store=store, check=False)
    before = store.lines(ledger=True)
    second = pipeline.build([inputs], store=store, check=False)
    assert (len(first.written), len(first.unchanged)) == (10, 0)
    assert (len(second.written), len(second.unchanged)) == (0, 10)
    assert store.lines(ledger=True) == before


def test_an_altered_file_replaces_what_it_said_before(samples: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    shutil.copytree(samples, inputs)
    store = memory_store()
    pipeline.build([inputs], store=store, check=False)
    altered = inputs / "04-rebels-take-crossing.txt"
    altered.write_text(altered.read_text(encoding="utf-8").replace("17 soldiers", "18 soldiers"), encoding="utf-8")
    summary = pipeline.build([inputs], store=store, check=False)
    assert (len(summary.written), len(summary.replaced)) == (1, 1)
    assert len(store.known()) == 10
    assert store.lines() == built_alone(inputs)


def test_what_was_compared_is_noted_as_the_graph_of_pairs_tells_it(samples: Path) -> None:
    store = memory_store()
    pipeline.build([samples], store=store, check=False)
    noted = compared(store)
    assert (len(noted.links) > 0, len(noted.prints) > 10) == (True, True)
    store.raw.update(f"DELETE WHERE {{ GRAPH {LEDGER} {{ <{links_graph()}> <https://schema.org/text> ?note }} }}")
    assert compared(store) == noted


def test_linking_reads_only_what_has_changed_since(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = memory_store()
    read: list[str] = []
    whole = telling_reader.told_by
    monkeypatch.setattr(telling_reader, "told_by", lambda graph, quads: read.append(graph) or whole(graph, quads))
    pipeline.build([samples], store=store, check=False)
    assert len(read) == len(store.known())
    noted, read[:] = tellings(store), []
    assert (tellings(store), read) == (noted, [])
    one = store.graph_of(sorted(store.known())[0]).value
    store.raw.update(f"DELETE WHERE {{ GRAPH {LEDGER} {{ <{one}> <https://schema.org/text> ?note }} }}")
    assert (tellings(store), read) == (noted, [one])
    monkeypatch.setattr("kg.pipeline.notes._made_by", lambda: "other code")
    assert tellings(store) == noted
    assert len(read) == 1 + len(store.known())


def built_alone(inputs: Path) -> list[bytes]:
    store = memory_store()
    pipeline.build([inputs], store=store, check=False)
    return store.lines()


def test_changed_rules_lead_to_a_new_reading(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = memory_store()
    file = samples / "04-rebels-take-crossing.txt"
    pipeline.build([file], store=store, check=False)
    monkeypatch.setattr("kg.lexicon.rules_hash", lambda: "other")
    assert len(pipeline.build([file], store=store, check=False).written) == 1
    assert len(store.known()) == 1


def test_one_article_that_breaks_us_is_recorded_and_the_run_goes_on(
    samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = pipeline.read_article

    def break_on_one(article: Article, reader: object, **options: object) -> object:
        if article.key.startswith("04"):
            raise ZeroDivisionError("a bug")
        return read(article, reader, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.pipeline.reading.read_article", break_on_one)
    store = memory_store()
    summary = pipeline.build([samples], store=store, check=False)
    assert len(summary.written) == 9
    assert [(r.reason, r.origin.rsplit("/", 1)[1]) for r in summary.rejected] == [
        (pipeline.FAILED, "04-rebels-take-crossing.txt")
    ]
    assert "ZeroDivisionError" in summary.rejected[0].message
    assert [r.reason for r in store.rejected()] == [pipeline.FAILED]


def hostile_inputs(folder: Path) -> dict[str, bytes]:
    files = {
        "empty.txt": b"",
        "blank.txt": b" \n\n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "huge.txt": b"a" * 20_000_000,
        "latin1.txt": "Les forces ont bombardé la ville de Tell Zarrin près de l'été.".encode("latin-1"),
        "half.txt": b"Jets bombed Idlib on Monday, killing four people. " * 20 + b"\xff\xfe\x81\x8d",
        "broken.jsonl": b'{"id": "a", "text": "Jets hit Idlib."}\n{"id": "b", "text": \n[1]\n{"id": "c"}\n',
        "page.html": b"<html><head><title>x</title></head><body><script>1</script></body></html>",
        "deep.html": b"<div>" * 20_000 + b"Jets bombed Idlib." + b"</div>" * 20_000,
        "odd.docx": b"PK\x03\x04",
        "nul.txt": b"Jets bombed\x00 Idlib.",
        "control.txt": "Jets bombed \u202eIdlib\u202c \u200b on Monday. \ud83d\ude80".encode("utf-8", "surrogatepass"),
        "brackets.txt": b"(" * 3000 + b" Jets bombed Idlib. " + b"{}<>\"\\'" * 500,
    }
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return files


def test_hostile_inputs_are_recorded_and_nothing_stored_is_lost(samples: Path, tmp_path: Path) -> None:
    store, inputs = str(tmp_path / "graph"), tmp_path / "in"
    inputs.mkdir()
    good = str(samples / "06-car-bomb-market.txt")
    assert run_kg("build", good, "--store", store, *FAST).returncode == 0
    names = [str(inputs / name) for name in hostile_inputs(inputs)]
    done = run_kg("build", *names, "--store", store)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    held = open_store(store, read_only=True)
    reasons = {r.origin.rsplit("/", 1)[1]: r.reason for r in held.rejected()}
    assert reasons["empty.txt"] == reasons["blank.txt"] == "empty"
    assert reasons["huge.txt"] == "too-large"
    assert reasons["binary.txt"] == reasons["nul.txt"] == "binary"
    assert reasons["broken.jsonl:2"] == reasons["broken.jsonl:3"] == "bad-json"
    assert reasons["broken.jsonl:4"] == "no-text-field"
    assert {"page.html", "odd.docx"} <= set(reasons)
    assert pipeline.FAILED not in reasons.values()
    assert {"06-car-bomb-market", "a"} <= set(held.keys().values())
    assert held.damaged() == []


def test_kill_loses_nothing_committed_and_the_next_run_finishes(samples: Path, tmp_path: Path) -> None:
    articles, store = many_articles(tmp_path, samples, 20), tmp_path / "graph"  # more than are written at once
    command = [sys.executable, "-m", "kg", "build", str(articles), "--store", str(store), "--workers", "1", *FAST]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    held: dict[str, str] = {}
    deadline = time.monotonic() + 60
    while len(held) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
        held = peek(store)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    after = open_store(store, read_only=True)
    assert 3 <= len(after.known()) < 200
    assert held.items() <= after.known().items()
    assert after.damaged() == []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    finished = open_store(store, read_only=True)
    assert len(finished.known()) == 200
    assert finished.damaged() == []
    assert lines(store) == built_alone(articles)


def peek(store: Path) -> dict[str, str]:
    """What a reader beside the writer sees; nothing while the store is being made."""
    code = f"from kg.store import open_store; print(open_store({str(store)!r}, read_only=True).known())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    return dict(eval(done.stdout)) if done.returncode == 0 else {}


def test_a_second_writer_is_told_so(samples: Path, tmp_path: Path) -> None:
    held = open_store(tmp_path / "graph")
    done = run_kg("build", str(samples), "--store", str(tmp_path / "graph"))
    assert (done.returncode, done.stdout) == (4, "")
    assert "another program is writing" in done.stderr
    assert held.known() == {}


def test_every_quote_is_the_text_at_its_offsets(samples: Path) -> None:
    reader = pipeline.reading._reader(None)
    for article in sources.read_articles([samples]):
        assert isinstance(article, Article)
        reading = pipeline.read_article(article, reader)
        for report in reading.reports:
            assert report.evidence
            assert all(0 <= s.start < s.end <= len(article.text) for s in report.evidence)
        furniture = [f.span for f in article.furniture]
        quoted = [span for report in reading.reports for span in report.evidence]
        assert not any(f.covers(span) for f in furniture for span in quoted)
