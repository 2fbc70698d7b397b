"""Asking an endpoint: a real server where one is installed, and the wrong answers a server can give."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.errors import StoreError, UsageError
from kg.store import open_store
from kg.store.remote import Cell, select

SERVER = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
TRIPLE = "<http://example.org/a> <http://example.org/b>"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if SERVER is None:
        pytest.skip("NOT TESTED against a real server: install the `oxigraph` package")
    place, port = tmp_path_factory.mktemp("served") / "graph", free_port()
    with open_store(place) as store:
        store.raw.update(f'INSERT DATA {{ {TRIPLE} 1, "x"@en, <http://example.org/c> }}')
    command = [SERVER, "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/query"
    child.kill()
    child.wait()


def test_rows_come_with_their_kinds(endpoint: str) -> None:
    found = select(endpoint, f"SELECT ?o ?none WHERE {{ {TRIPLE} ?o }} ORDER BY ?o")
    assert found.columns == ("o", "none")
    assert {row[0] for row in found.rows} == {
        Cell(kind="uri", value="http://example.org/c"),
        Cell(kind="literal", value="x", language="en"),
        Cell(kind="literal", value="1", datatype="http://www.w3.org/2001/XMLSchema#integer"),
    }
    assert {row[1] for row in found.rows} == {None}


def test_long_queries_go_through(endpoint: str) -> None:
    many = " ".join(f"<http://example.org/{n}>" for n in range(3000))
    assert select(endpoint, f"SELECT ?o WHERE {{ VALUES ?o {{ {many} }} {TRIPLE} ?o }}").rows == ()


def test_a_broken_query_is_the_users_mistake(endpoint: str) -> None:
    with pytest.raises(UsageError, match="cannot read the query"):
        select(endpoint, "SELECT WHERE")


class Wrong(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/slow":
            time.sleep(3)
        status = 403 if self.path == "/forbidden" else 200
        kind = "text/html" if self.path == "/page" else "application/sparql-results+json"
        body = {"/page": b"<html>Welcome</html>", "/cut": b'{"head": {"vars": ["a"]}, "results": {"bind'}.get(
            self.path, b"{}"
        )
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if self.path == "/part":
            self.send_header("X-SPARQL-MaxRows", "10000")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def wrong() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Wrong)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/page", "not SPARQL results.*Welcome"),
        ("/cut", "cut off"),
        ("/other", "no SELECT result"),
        ("/part", "cut the result off .X-SPARQL-MaxRows."),
        ("/forbidden", "403"),
        ("/slow", "no answer in 1 s"),
    ],
)
def test_wrong_answers_are_named(wrong: str, path: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        select(wrong + path, "SELECT ?a WHERE { ?a ?b ?c }", timeout=1)


def test_no_server_is_named() -> None:
    with pytest.raises(StoreError, match="is the server running"):
        select(f"http://127.0.0.1:{free_port()}/query", "SELECT ?a WHERE { ?a ?b ?c }")


def test_nothing_dangerous_is_sent_on() -> None:
    with pytest.raises(UsageError, match="another server"):
        select("http://127.0.0.1:9/", "SELECT * WHERE { SERVICE <http://x/> { } }")
