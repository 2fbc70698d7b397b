"""Fetching a dump from a server of this machine: whole, in pieces, changed, too long, wrong, not there."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import StoreError, UsageError
from kg.store.fetching import fetch, unpack
from tests.command import run_kg
from tests.store.servers import free_port

DUMP = "".join(
    "\t".join(cells) + "\n"
    for cells in [
        ["901", "North Dale", "North Dale", "", "35.9", "36.6", "A", "ADM1", "SY", "", "77", "", "", "", "9", "", "1"],
        [
            "902",
            "Upper Dale",
            "Upper Dale",
            "",
            "35.8",
            "36.7",
            "A",
            "ADM2",
            "SY",
            "",
            "77",
            "01",
            "",
            "",
            "5",
            "",
            "1",
        ],
        [
            "903",
            "Zarqul",
            "Zarqul",
            "Zarkoul",
            "35.85",
            "36.71",
            "P",
            "PPL",
            "SY",
            "",
            "77",
            "01",
            "",
            "",
            "0",
            "",
            "1",
        ],
    ]
)


@dataclass
class Served:
    """A file as a server gives it, and what was asked of it."""

    body: bytes
    tag: str = '"one"'
    breaks: list[int] = field(default_factory=list)  # bytes after which each of the next answers breaks off
    ranges: list[str | None] = field(default_factory=list)


@pytest.fixture
def served() -> Iterator[tuple[str, Served]]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "words " * 20_000)
        archive.writestr("SY.txt", DUMP)
    state = Served(body=buffer.getvalue())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.endswith("/SY.zip"):
                self.send_error(404)
                return
            asked, start = self.headers.get("Range"), 0
            state.ranges.append(asked)
            if asked and self.headers.get("If-Range") == state.tag:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(state.body) - 1}/{len(state.body)}")
            self.send_header("Content-Length", str(len(state.body) - start))
            self.send_header("ETag", state.tag)
            self.end_headers()
            end = start + state.breaks.pop(0) if state.breaks else len(state.body)
            self.wfile.write(state.body[start:end])

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", state
    server.shutdown()
    server.server_close()


def test_a_dump_is_fetched_and_its_places_added(served: tuple[str, Served], tmp_path: Path) -> None:
    address, state = served
    home = str(tmp_path)
    done = run_kg("gazetteer", "get", "sy", "--from", address, KG_HOME=home)
    assert done.returncode == 0, done.stderr
    assert "geonames-sy: 3 places added" in done.stderr
    assert hashlib.sha256(state.body).hexdigest() in done.stderr
    listed = run_kg("gazetteer", "list", KG_HOME=home).stdout
    assert "CC BY 4.0" in listed
    assert "GeoNames" in listed
    assert list((tmp_path / "gazetteers" / "fetched").iterdir()) == []


def test_what_broke_off_goes_on(served: tuple[str, Served], tmp_path: Path) -> None:
    address, state = served
    state.breaks = [100, 50]
    got = fetch(f"{address}/SY.zip", tmp_path / "SY.zip")
    assert got.file.read_bytes() == state.body
    assert state.ranges == [None, "bytes=100-", "bytes=150-"]


def test_the_next_run_goes_on_too(served: tuple[str, Served], tmp_path: Path) -> None:
    address, state = served
    state.breaks = [100]
    with pytest.raises(StoreError, match="run the same command again"):
        fetch(f"{address}/SY.zip", tmp_path / "SY.zip", tries=1)
    got = fetch(f"{address}/SY.zip", tmp_path / "SY.zip", tries=1)
    assert (got.resumed, got.file.read_bytes() == state.body, state.ranges[-1]) == (True, True, "bytes=100-")
    assert [file.name for file in tmp_path.iterdir()] == ["SY.zip"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(served: tuple[str, Served], tmp_path: Path) -> None:
    address, state = served
    state.breaks = [100]
    with pytest.raises(StoreError):
        fetch(f"{address}/SY.zip", tmp_path / "SY.zip", tries=1)
    state.tag, state.body = '"two"', state.body[::-1]
    assert fetch(f"{address}/SY.zip", tmp_path / "SY.zip").file.read_bytes() == state.body


def test_a_wrong_checksum_adds_nothing(served: tuple[str, Served], tmp_path: Path) -> None:
    done = run_kg("gazetteer", "get", "SY", "--from", served[0], "--sha256", "0" * 64, KG_HOME=str(tmp_path))
    assert (done.returncode, "nothing was added" in done.stderr) == (4, True)
    assert "geonames" not in run_kg("gazetteer", "list", KG_HOME=str(tmp_path)).stdout
    right = hashlib.sha256(served[1].body).hexdigest()
    assert fetch(f"{served[0]}/SY.zip", tmp_path / "x.zip", sha256=right.upper()).sha256 == right


def test_a_file_that_is_too_long_is_left(served: tuple[str, Served], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="larger than"):
        fetch(f"{served[0]}/SY.zip", tmp_path / "SY.zip", most=50)


def test_an_archive_that_unpacks_to_far_more_is_left(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SY.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", b"\0" * 10_000_000)
    with pytest.raises(StoreError, match="far more"):
        unpack(tmp_path / "SY.zip", "SY.txt", tmp_path / "SY.txt")
    assert not (tmp_path / "SY.txt").exists()


def test_an_archive_without_the_dump_or_cut_is_refused(served: tuple[str, Served], tmp_path: Path) -> None:
    (tmp_path / "SY.zip").write_bytes(served[1].body)
    with pytest.raises(UsageError, match="has no file IQ"):
        unpack(tmp_path / "SY.zip", "IQ.txt", tmp_path / "IQ.txt")
    (tmp_path / "SY.zip").write_bytes(served[1].body[:-30])
    with pytest.raises(StoreError, match="no whole zip archive"):
        unpack(tmp_path / "SY.zip", "SY.txt", tmp_path / "SY.txt")


def test_without_a_network_the_next_step_is_told(tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    done = run_kg("gazetteer", "get", "SY", "--from", nobody, KG_HOME=str(tmp_path))
    assert done.returncode == 4
    assert "cannot reach" in done.stderr
    assert "kg gazetteer add" in done.stderr


def test_an_unknown_country_or_address_is_wrong_usage(served: tuple[str, Served], tmp_path: Path) -> None:
    assert run_kg("gazetteer", "get", "XX", "--from", served[0], KG_HOME=str(tmp_path)).returncode == 2
    assert run_kg("gazetteer", "get", "SY", "--from", "ftp://x", KG_HOME=str(tmp_path)).returncode == 2
    assert run_kg("gazetteer", "get", "IQ", "--from", served[0], KG_HOME=str(tmp_path)).returncode == 4
