"""The store on disk: atomic graphs, the ledger, locks, and what is refused."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, UsageError
from kg.ids import DATA, VOCABULARY
from kg.store import LEDGER, Store, StoredRejection, memory_store, open_store, writing

WRITER = Path(__file__).with_name("writer.py")


def quads(article: str, words: list[str]) -> list[ox.Quad]:
    graph = ox.NamedNode(f"{DATA}graph/article/{article}")
    subject = ox.NamedNode(f"{DATA}article/{article}")
    text = ox.NamedNode(f"{VOCABULARY}text")
    return [ox.Quad(subject, text, ox.Literal(word), graph) for word in words]


def words(store: Store, article: str) -> list[str]:
    found = store.raw.quads_for_pattern(None, None, None, store.graph_of(article))
    return sorted(str(q.object.value) for q in found if isinstance(q.object, ox.Literal))


def test_an_article_is_replaced_whole(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    store.put_article("a1", "f1", quads("a1", ["one", "two"]))
    store.put_article("a2", "f1", quads("a2", ["other"]))
    store.put_article("a1", "f2", quads("a1", ["three", 'say "é"\n\\u']))
    assert words(store, "a1") == ['say "é"\n\\u', "three"]
    assert store.known() == {"a1": "f2", "a2": "f1"}
    store.delete_article("a1")
    assert words(store, "a1") == []
    assert store.known() == {"a2": "f1"}
    assert store.damaged() == []


def test_an_empty_article_is_known(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    store.put_article("a1", "f1", [])
    assert store.known() == {"a1": "f1"}
    assert store.damaged() == []


def test_a_large_graph_is_altered_by_what_is_kept_packed_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LARGE", 3)
    name, label = "http://example.org/g", ox.NamedNode("http://example.org/label")
    graph = ox.NamedNode(name)

    def told(*texts: str) -> list[ox.Quad]:
        return [ox.Quad(graph, label, ox.Literal(text), graph) for text in texts]

    store = open_store(tmp_path / "graph")
    assert store.put_graph(name, told("one", 'two "2"\n', "three", "vier à"))
    monkeypatch.setattr(writing, "_stored_lines", lambda *_: pytest.fail("the graph was read"))
    assert store.put_graph(name, told("three", "vier à", "five", "6"))
    monkeypatch.undo()
    assert store.altered() == []
    assert {quad.object.value for quad in store.raw.quads_for_pattern(None, None, None, graph)} == {
        *("three", "vier à", "five", "6")
    }
    assert store.put_graph(name, told("alone"))
    assert list(store.raw.quads_for_pattern(graph, writing.PACKED, None, LEDGER)) == []


def test_what_stays_of_an_altered_graph_is_not_written_again(tmp_path: Path) -> None:
    store, name = open_store(tmp_path / "graph"), f"{DATA}graph/events"
    graph, score = ox.NamedNode(name), ox.NamedNode(f"{VOCABULARY}linkScore")
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    tricky = [ox.Literal('1"^^<x> .\n'), ox.Literal('"1"^^<http://www.w3.org/2001/XMLSchema#integer>')]
    first = [ox.Quad(graph, score, value, graph) for value in (ox.Literal("0.870", datatype=decimal), *tricky)]
    assert store.put_graph(name, first)
    assert not store.put_graph(name, [ox.Quad(graph, score, ox.Literal("0.87", datatype=decimal), graph), *first[1:]])
    assert store.put_graph(name, [*first[:2], ox.Quad(graph, score, ox.Literal("new"), graph)])
    held = {q.object.value for q in store.raw.quads_for_pattern(None, None, None, graph)}
    assert held == {"0.87", tricky[0].value, "new"}
    assert store.damaged() == store.altered() == []


def test_many_articles_are_written_at_once(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    store.put_article("a3", "f0", quads("a3", ["before"]))
    texts = {f"a{n}": [f"{n}-{k}" for k in range(400)] for n in range(20)}
    store.put_articles((article, "f1", quads(article, held)) for article, held in texts.items())
    assert store.known() == dict.fromkeys(sorted(texts), "f1")
    assert all(words(store, article) == sorted(held) for article, held in texts.items())
    assert store.damaged() == store.altered() == []


def test_a_quad_of_another_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="among those for"):
        memory_store().put_article("a1", "f1", quads("a2", ["x"]))


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    store.put_article("a1", "f1", quads("a1", ["one"]))
    del store
    again = open_store(tmp_path / "graph", read_only=True)
    assert again.known() == {"a1": "f1"}
    assert words(again, "a1") == ["one"]


def test_damage_is_found() -> None:
    store = memory_store()
    store.put_article("a1", "f1", quads("a1", ["one", "two"]))
    store.raw.remove(quads("a1", ["two"])[0])
    store.raw.extend(quads("a2", ["never put"]))
    assert store.damaged() == [f"{DATA}graph/article/a1", f"{DATA}graph/article/a2"]


def test_a_note_lasts_until_its_graph_changes() -> None:
    store = memory_store()
    store.put_articles((key, "f", quads(key, ["one"])) for key in ("a", "b", "c"))
    graphs = {key: store.graph_of(key).value for key in ("a", "b", "c")}
    store.note(dict.fromkeys(graphs.values(), "told"))
    store.put_article("a", "g", quads("a", ["two"]))
    store.delete_article("b")
    assert store.notes() == {graphs["c"]: "told"}


def test_a_graph_is_rewritten_only_when_it_differs() -> None:
    store, name = memory_store(), f"{DATA}graph/vocabulary"
    quad = ox.Quad(
        ox.NamedNode(f"{VOCABULARY}Report"), ox.NamedNode(f"{VOCABULARY}x"), ox.Literal(1), ox.NamedNode(name)
    )
    assert store.put_graph(name, [quad])
    assert not store.put_graph(name, [quad])
    assert store.put_graph(name, [])
    assert list(store.quads()) == []


def test_keys_are_the_users_own() -> None:
    store = memory_store()
    graph, node = store.graph_of("a1"), ox.NamedNode(f"{DATA}article/a1")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    key = ox.NamedNode("http://purl.org/dc/terms/identifier")
    held = [
        ox.Quad(node, kind, ox.NamedNode(f"{VOCABULARY}Article"), graph),
        ox.Quad(node, key, ox.Literal("my-file"), graph),
    ]
    store.put_article("a1", "f1", held)
    assert store.keys() == {"a1": "my-file"}


def test_rejected_inputs_are_remembered_once() -> None:
    store = memory_store()
    first = StoredRejection(origin="b.txt", reason="empty", message="no text", raw_sha256="00")
    second = StoredRejection(origin="a.jsonl:3", reason="broken-json", message="line 3: …")
    store.reject([first, second])
    store.reject([StoredRejection(origin="b.txt", reason="binary", message="not text")])
    assert [(r.origin, r.reason, r.raw_sha256) for r in store.rejected()] == [
        ("a.jsonl:3", "broken-json", None),
        ("b.txt", "binary", None),
    ]
    store.forget_rejections(["b.txt"])
    assert store.rejected() == [second]
    store.reject([])
    store.forget_rejections([])
    assert store.rejected() == [second]


def test_lines_do_not_depend_on_the_order_of_writing() -> None:
    one, two = memory_store(), memory_store()
    for store, order in ((one, ["a1", "a2"]), (two, ["a2", "a1"])):
        for article in order:
            store.put_article(article, "f", quads(article, ["x", "y\nz"]))
    assert one.lines() == two.lines()
    assert len(one.lines()) == 4
    assert not any(str(LEDGER).encode() in line for line in one.lines())
    assert len(one.lines(ledger=True)) == 12


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p.write_text("x"), "is a file, not a store"),
        (lambda p: (p.mkdir(), (p / "notes.txt").write_text("x")), "not a store: it holds other files"),
        (lambda p: None, "kg build"),
    ],
)
def test_what_is_no_store_is_named(tmp_path: Path, make: object, says: str) -> None:
    place = tmp_path / "graph"
    make(place)  # type: ignore[operator]
    with pytest.raises(StoreError, match=says):
        open_store(place, read_only=True)


def test_a_second_writer_gets_a_clear_message(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    with pytest.raises(StoreError, match="another program is writing"):
        open_store(tmp_path / "graph")
    code = "import sys; from kg.store import open_store; open_store(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "graph")], capture_output=True, text=True, check=False
    )
    assert "another program is writing" in done.stderr
    assert len(store) == 0


def test_a_damaged_folder_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    store.put_article("a1", "f1", quads("a1", ["one"]))
    store.flush()
    del store
    (tmp_path / "graph" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match=r"damaged|cannot be used"):
        open_store(tmp_path / "graph")


@pytest.mark.parametrize("how", ["one", "many"])
def test_kill_at_any_moment_leaves_each_article_whole_or_absent(tmp_path: Path, how: str) -> None:
    """Writers are killed at random moments; whatever they announced as written must be there, whole."""
    place, pick = tmp_path / "graph", random.Random(7)
    for round_ in range(6):
        command = [sys.executable, str(WRITER), str(place), str(round_), how]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(pick.uniform(0.0, 0.35))
        child.send_signal(signal.SIGKILL)
        announced = [first, *child.stdout.readlines()]
        child.wait()
        store = open_store(place)
        assert not list(place.glob("bulk-*"))
        assert store.damaged() == []
        known = store.known()
        for line in announced:
            if line.endswith("\n"):
                assert known[line.split()[0]].split("-")[0] == str(round_), line
        for article, fingerprint in known.items():
            assert words(store, article) == sorted(f"{fingerprint}:{n}" for n in range(200)), article
        del store


SELECT = f"SELECT ?w WHERE {{ ?a <{VOCABULARY}text> ?w }} ORDER BY ?w"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("store") / "graph")
    store.put_article("a1", "f1", quads("a1", [f"w{n:03}" for n in range(300)]))
    store.flush()
    return store


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_queries_give_the_same_in_a_process_of_their_own(stocked: Store, timeout: float | None) -> None:
    rows = stocked.query(SELECT, timeout=timeout)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row[0].value for row in rows][:2] == ["w000", "w001"]
    asked = stocked.query("ASK { ?s ?p ?o }", timeout=timeout)
    assert bool(asked)
    made = stocked.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", timeout=timeout)
    assert isinstance(made, ox.QueryTriples)
    assert len(list(made)) >= 300
    bound = stocked.query(SELECT, {ox.Variable("w"): ox.Literal("w007")}, timeout)
    assert isinstance(bound, ox.QuerySolutions)
    assert len(list(bound)) == 1


def test_a_runaway_query_is_stopped(stocked: Store) -> None:
    pairs = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
    started = time.monotonic()
    with pytest.raises(StoreError, match="stopped after 1 s"):
        stocked.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pairs} }}", timeout=1)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_a_syntax_error_is_a_usage_error(stocked: Store, timeout: float | None) -> None:
    with pytest.raises(UsageError, match="not valid SPARQL"):
        stocked.query("SELECT WHERE", timeout=timeout)
