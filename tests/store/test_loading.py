"""Loading into real stores: what is sent, what is not sent again, what is left after a kill, and the same answers."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, UsageError
from kg.query import load_queries, run
from kg.rdf import vocabulary_quads
from kg.store import Store, memory_store
from kg.store.loading import KINDS, Loaded, Target, load, target
from kg.store.remote import Endpoint
from kg.store.web import Access, find_access
from kg.validate import CHECKS, check_endpoint, load_checks, validate
from tests.command import ROOT
from tests.queries.test_library import questions
from tests.queries.test_library import store as library_store
from tests.store.servers import ABSENT, free_port, is_there, running

WAYS = [("oxigraph", "put"), ("oxigraph", "update"), ("virtuoso", "put"), ("virtuoso", "update")]
XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = "https://w3id.org/conflict-kg/data/graph/article/g{}"


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    started: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_USER", "dba")
        patch.setenv("KG_PASSWORD", "dba")
        open_ones = [(kind, running(kind, tmp_path_factory.mktemp(kind))) for kind in ABSENT if is_there(kind)]
        try:
            for kind, manager in open_ones:
                started[kind] = manager.__enter__()
            yield started
        finally:
            for _, manager in open_ones:
                manager.__exit__(None, None, None)


@pytest.fixture(params=WAYS, ids=lambda p: " by ".join(p))
def to(request: pytest.FixtureRequest, addresses: dict[str, str]) -> Target:
    kind, way = request.param
    if kind not in addresses:
        pytest.skip(ABSENT[kind])
    found = target(addresses[kind], kind, way=way)
    load(memory_store(), found)  # deletions follow, so this empties it
    return found


def small(*numbers: int) -> Store:
    """A store of one graph per number, among them one with more triples than an update may have."""
    held = memory_store()
    for number in numbers:
        size = 1500 if number == 2 else 3
        text = "\n".join(
            f'<http://x/{number}> <http://x/p{n}> "é \\"{n}\\"\\n", {n}, "2031-03-04"^^<{XSD}date> .'
            for n in range(size)
        )
        held.raw.load(text.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH.format(number)))
    return held


def content(to: Target, number: int) -> set[tuple[str, ...]]:
    answer = Endpoint(address=to.query).query(f"SELECT ?s ?p ?o {{ GRAPH <{GRAPH.format(number)}> {{ ?s ?p ?o }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return {tuple(map(str, row)) for row in answer}


def here(store: Store, number: int) -> set[tuple[str, ...]]:
    quads = store.raw.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH.format(number)))
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


def names(*numbers: int) -> tuple[str, ...]:
    return tuple(GRAPH.format(n) for n in numbers)


def test_load_change_reload_remove(to: Target) -> None:
    first = small(1, 2, 3)
    assert load(first, to) == Loaded(sent=names(1, 2, 3), triples=4518)
    for number in (1, 2, 3):
        assert content(to, number) == here(first, number)
    assert load(first, to) == Loaded(unchanged=3, triples=4518)
    assert load(small(1, 3, 4), to) == Loaded(sent=names(4), unchanged=2, removed=names(2), triples=27)
    assert content(to, 2) == set()
    changed = small(1, 3)
    changed.raw.update(f"INSERT DATA {{ GRAPH <{GRAPH.format(3)}> {{ <http://x/new> <http://x/p> 1 }} }}")
    assert load(changed, to) == Loaded(sent=names(3), unchanged=1, removed=names(4), triples=19)
    assert content(to, 3) == here(changed, 3)


def test_a_broken_load_resumes(to: Target) -> None:
    class BreakError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise BreakError

    load(small(1), to)
    with pytest.raises(BreakError):
        load(small(1, 2, 3, 4), to, on_progress=stop)
    whole = small(1, 2, 3, 4)
    again = load(whole, to)
    assert (again.unchanged, again.triples) == (1, 4527)
    assert all(content(to, n) == here(whole, n) for n in (1, 2, 3, 4))
    assert load(whole, to).sent == ()


KILLED = """
import os, pickle, signal, sys
import pyoxigraph as ox
from kg.store import memory_store
from kg.store.loading import load
body, to = pickle.load(sys.stdin.buffer)
def kill(done, total):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)
load(memory_store(ox.parse(body, format=ox.RdfFormat.N_QUADS)), to, on_progress=kill)
"""


def test_a_killed_load_leaves_nothing_that_counts_as_whole(to: Target) -> None:
    whole = small(1, 2, 3, 4, 5)
    sent = pickle.dumps((b"\n".join(whole.lines()), to))
    done = subprocess.run([sys.executable, "-c", KILLED], input=sent, cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert load(whole, to).sent == names(1, 2, 3, 4, 5)
    assert all(content(to, n) == here(whole, n) for n in (1, 2, 3, 4, 5))


def test_what_was_altered_there_is_noticed_and_mended(to: Target) -> None:
    whole = small(1, 3)
    load(whole, to)
    from kg.store.web import send

    body = f"DELETE WHERE {{ GRAPH <{GRAPH.format(3)}> {{ ?s <http://x/p1> ?o }} }}".encode()
    send("POST", to.update, body, kind="application/sparql-update", access=find_access(to.update), timeout=30)
    with pytest.raises(StoreError, match=r"1 of 2 graphs did not arrive whole.*6 triples there, 9 here"):
        load(whole, to)
    assert load(whole, to).sent == names(3)


@pytest.mark.parametrize("kind", ABSENT)
def test_the_library_gives_the_same_answers(kind: str, addresses: dict[str, str]) -> None:
    if kind not in addresses:
        pytest.skip(ABSENT[kind])
    held, to = library_store(), target(addresses[kind], kind)
    load(held, to)
    there, wrong = Endpoint(address=to.query), []
    for name, query in load_queries().items():
        for asked in questions(query):
            try:
                same = run(there, query, asked) == run(held, query, asked)
            except StoreError as error:
                wrong.append(f"{name} {asked}: {error}")
                continue
            if not same:
                wrong.append(f"{name} {asked}")
    assert wrong == []


@pytest.mark.parametrize("kind", ABSENT)
def test_the_checks_find_the_same(kind: str, addresses: dict[str, str]) -> None:
    if kind not in addresses:
        pytest.skip(ABSENT[kind])
    held, to = memory_store(vocabulary_quads()), target(addresses[kind], kind)
    for file in sorted((ROOT / "tests" / "checks").glob("*.trig")):
        text = re.sub(r"(graph/article/(?:ok|bad))(?![\w-])", rf"\1-{file.stem}", file.read_text(encoding="utf-8"))
        held.raw.load(text.encode(), format=ox.RdfFormat.TRIG)
    load(held, to)
    here = [f for f in validate(held) if f.rule.startswith(CHECKS)]
    there = check_endpoint(Endpoint(address=to.query))
    assert {(f.rule, f.graph, f.focus) for f in there} == {(f.rule, f.graph, f.focus) for f in here}
    assert len({f.rule for f in there}) == len(load_checks())


class Guarded(BaseHTTPRequestHandler):
    seen: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        given = self.headers.get("Authorization", "")
        self.seen.append(given)
        body = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
        self.send_response(200 if given else 401)
        if not given:
            self.send_header("WWW-Authenticate", 'Basic realm="store"')
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def guarded() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Guarded)
    Guarded.seen.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_secrets_come_from_the_environment(guarded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    to = Target(query=guarded, update=guarded)
    for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", "/nowhere/netrc")
    with pytest.raises(StoreError, match="401: it wants to know who you are"):
        load(memory_store(), to)
    monkeypatch.setenv("KG_USER", "ann")
    monkeypatch.setenv("KG_PASSWORD", "secret")
    load(memory_store(), to)
    assert Guarded.seen[-1] == "Basic YW5uOnNlY3JldA=="
    monkeypatch.setenv("KG_TOKEN", "t0ken")
    load(memory_store(), to)
    assert Guarded.seen[-1] == "Bearer t0ken"


def test_secrets_come_from_a_netrc_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine graph.example login ann password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(file))
    for name in ("KG_USER", "KG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert find_access("https://graph.example/sparql") == Access(user="ann", password="secret")
    assert find_access("https://other.example/sparql") == Access()
    assert "secret" not in repr(find_access("https://graph.example/sparql"))


@pytest.mark.parametrize("address", ["http://ann:secret@x.example/", "file:///etc/passwd", "localhost:7878"])
def test_addresses_that_are_refused(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        target(address, "oxigraph")
    assert "secret" not in str(caught.value)


def test_every_kind_has_addresses() -> None:
    assert target("http://h:1/", "virtuoso").update == "http://h:1/sparql-auth"
    assert target("http://h:1/repositories/r", "graphdb").update == "http://h:1/repositories/r/statements"
    for kind in KINDS:
        assert target("http://h:1", kind).query.startswith("http://h:1")
    with pytest.raises(UsageError, match="no kind of store"):
        target("http://h:1", "stardust")
    with pytest.raises(UsageError, match="no graph store protocol"):
        target("http://h:1", "qlever", way="put")


def test_no_server_is_named() -> None:
    with pytest.raises(StoreError, match="is the server running"):
        load(memory_store(), target(f"http://127.0.0.1:{free_port()}", "oxigraph"))
