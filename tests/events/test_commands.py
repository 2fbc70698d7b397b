"""`kg events`, `kg event`, `kg review`, `kg diff` and `kg export events` on two samples that tell one strike."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import UsageError
from kg.events.judgements import judgements_file
from kg.export import events, one_event
from kg.store import Store, open_store
from tests.command import run_kg

PAIR = ("01-kafr-halun-hospital", "02-kafr-halun-denial")


@pytest.fixture(scope="module")
def built(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "graph"
    with open_store(folder) as store:
        pipeline.build([samples / f"{name}.txt" for name in PAIR], store=store, check=False)
    return folder


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "graph"))


def many(folder: Path) -> dict[str, object]:
    (found,) = [e for e in events(open_store(folder, read_only=True)) if len(e["articles"]) > 1]
    return found


def run(*arguments: object, ok: bool = True) -> str:
    done = run_kg(*map(str, arguments))
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout if ok else done.stderr


def test_one_strike_that_two_articles_tell_is_one_event_with_all_its_voices(store: Path) -> None:
    listed = run("events", "--store", store, "--many", "--place", "kafr halun", "--from", "2018-03-13")
    assert "Kafr Halun" in listed
    assert "contested" in listed
    shown = run("event", str(many(store)["iri"]), "--store", store)
    assert "killed           9-14+" in shown
    assert "denied" in shown
    assert "according to" in shown
    assert all(name in shown for name in PAIR)
    assert "“Barrel bombs put hospital in Kafr Halun out of service”" in shown


def test_no_event_is_listed_outside_the_days_asked_for(store: Path) -> None:
    assert run("events", "--store", store, "--to", "2017-01-01").splitlines()[1:] == []


def test_an_unknown_event_is_refused_with_advice(store: Path) -> None:
    assert "no event nosuch in the store; list them with: kg events" in run(
        "event", "nosuch", "--store", store, ok=False
    )


def test_events_are_exported_in_three_formats(store: Path) -> None:
    rows = [json.loads(line) for line in run("export", "events", "--store", store).splitlines()]
    table = list(csv.DictReader(io.StringIO(run("export", "events", "--store", store, "--format", "csv"))))
    assert [row["iri"] for row in rows] == [row["event"] for row in table]
    features = json.loads(run("export", "events", "--store", store, "--format", "geojson"))["features"]
    assert len(features) == sum(row["place"] is not None and row["place"]["lat"] is not None for row in rows)
    reports = [json.loads(line) for line in run("export", "reports", "--store", store).splitlines()]
    assert {r["event"] for r in reports if "event" in r} == {row["iri"] for row in rows}
    assert all("event" in r for r in reports if not r["aggregate"])


def present(store: Store) -> list[bytes]:
    """All that the store says but for what it once said: which names it gave before is no matter of the articles."""
    return [line for line in store.lines() if b"former-events>" not in line]


def test_a_judgement_splits_an_event_and_survives_a_rebuild(store: Path, samples: Path) -> None:
    before = many(store)
    told = one_event(open_store(store, read_only=True), str(before["iri"]))["told"]
    left = next(v["iri"] for v in told if v["article"] == PAIR[0])
    rights = [v["iri"] for v in told if v["article"] == PAIR[1]]
    lefts = [v["iri"] for v in told if v["article"] == PAIR[0]]
    pairs = [word for a in lefts for b in rights for word in ("--different", a, b)]
    run("review", "--store", store, *pairs)
    with open_store(store) as held:
        assert [e for e in events(held) if len(e["articles"]) > 1] == []
        with pytest.raises(UsageError, match="it was replaced by http"):
            one_event(held, str(before["iri"]))
        pipeline.build([samples / f"{name}.txt" for name in PAIR], store=held, check=False)
        assert [e for e in events(held) if len(e["articles"]) > 1] == []
    fresh = store.with_name("fresh")
    shutil.copy(judgements_file(store), judgements_file(fresh))
    with open_store(fresh) as held:
        pipeline.build([samples / f"{name}.txt" for name in PAIR], store=held, check=False)
        with open_store(store, read_only=True) as other:
            assert present(held) == present(other)
    judgements_file(fresh).unlink()
    with open_store(fresh) as held:
        pipeline.build([samples / f"{name}.txt" for name in PAIR], store=held, check=False)
    assert many(fresh)["iri"] == before["iri"]
    assert left in str(many(fresh)["reports"])


def test_uncertain_pairs_go_out_as_csv_and_come_back_judged(store: Path, tmp_path: Path) -> None:
    listing = tmp_path / "pairs.csv"
    run("review", "--store", store, "--csv", listing)
    rows = list(csv.DictReader(io.StringIO(listing.read_text(encoding="utf-8"))))
    assert rows
    assert all(0.2 <= float(row["score"]) < 0.9 and row["why"] and row["left_quote"] for row in rows)
    judged = listing.read_text(encoding="utf-8").replace(f"{rows[0]['right']},,", f"{rows[0]['right']},unsure,", 1)
    listing.write_text(judged, encoding="utf-8")
    run("review", "--store", store, "--take", listing)
    assert len(judgements_file(store).read_text(encoding="utf-8").splitlines()) == 2
    again = run("review", "--store", store)
    assert again.count("“") == 2 * (len(rows) - 1)
    assert all(row["left"] in again and row["right_quote"] in again for row in rows[1:])


def test_a_judgement_on_an_unknown_report_is_refused(store: Path) -> None:
    assert "no report nosuch" in run("review", "--store", store, "--same", "nosuch", "nosuchtoo", ok=False)
    assert not judgements_file(store).exists()


def test_diff_tells_what_was_gained_lost_and_moved(store: Path, samples: Path, tmp_path: Path) -> None:
    assert run("diff", store, store).splitlines()[1:] == []
    less = tmp_path / "less"
    with open_store(less) as held:
        pipeline.build([samples / f"{PAIR[0]}.txt"], store=held, check=False)
    rows = list(csv.DictReader(io.StringIO(run("diff", less, store, "--format", "csv"))))
    kinds = {(row["what"], row["change"]) for row in rows}
    assert kinds == {("report", "gained"), ("report", "moved"), ("event", "gained"), ("event", "lost")}
    assert {row["article"] for row in rows if (row["what"], row["change"]) == ("report", "gained")} == {PAIR[1]}
