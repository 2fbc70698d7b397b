"""Real triple stores, started for the tests on free ports of this machine and stopped after them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
ABSENT = {
    "oxigraph": "NOT TESTED on oxigraph: install the `oxigraph` package",
    "virtuoso": "NOT TESTED on Virtuoso: install the Debian package virtuoso-opensource",
}
INI = """[Database]
DatabaseFile=virtuoso.db
ErrorLogFile=virtuoso.log
LockFile=virtuoso.lck
TransactionFile=virtuoso.trx
xa_persistent_file=virtuoso.pxa
[TempDatabase]
DatabaseFile=virtuoso-temp.db
TransactionFile=virtuoso-temp.trx
[Parameters]
ServerPort=127.0.0.1:{sql}
DirsAllowed=., /usr/share/virtuoso-opensource-7, {folder}
NumberOfBuffers=10000
MaxDirtyBuffers=6000
[HTTPServer]
ServerPort=127.0.0.1:{http}
ServerThreads=4
[SPARQL]
ResultSetMaxRows=10000
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_there(kind: str) -> bool:
    return (OXIGRAPH if kind == "oxigraph" else VIRTUOSO) is not None


@contextmanager
def running(kind: str, folder: Path) -> Iterator[str]:
    """Start a store with nothing in it and give its address."""
    start = _oxigraph if kind == "oxigraph" else _virtuoso
    with start(folder) as (address, child, port):
        try:
            _wait(port, child)
            yield address
        finally:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextmanager
def _oxigraph(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], int]]:
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--location", str(folder / "served"), "--bind", f"127.0.0.1:{port}"]
    yield f"http://127.0.0.1:{port}", _child(command, folder), port


@contextmanager
def _virtuoso(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], int]]:
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(http=http, sql=sql, folder=folder), encoding="utf-8")
    command = [str(VIRTUOSO), "+configfile", "virtuoso.ini", "+foreground"]
    yield f"http://127.0.0.1:{http}", _child(command, folder), http


def _child(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, start_new_session=True)


def _wait(port: int, child: subprocess.Popen[bytes], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
