"""Fetches a file over HTTP: goes on where an earlier try broke off, checks what came, and unpacks it with care."""

from __future__ import annotations

import hashlib
import json
import os
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError

from kg.errors import StoreError, UsageError
from kg.store.web import AGENT, find_access

MEGABYTE = 1_000_000
CHUNK = 1 << 16
# A dump of one country is at most 80 MB packed and 5 times as much unpacked; far more than that is no dump.
MOST_PACKED, MOST_UNPACKED, MOST_RATIO = 500 * MEGABYTE, 4_000 * MEGABYTE, 100
TRIES = 5
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """A file as it came."""

    file: Path
    sha256: str
    resumed: bool  # whether a part of it had come before


def fetch(
    address: str,
    target: Path,
    *,
    sha256: str | None = None,
    most: int = MOST_PACKED,
    timeout: float = 60.0,
    tries: int = TRIES,
    on_progress: Progress = lambda done, total: None,
) -> Fetched:
    """Fetch `address` into `target`; what came before a break is kept beside it and not fetched again.

    StoreError where the server cannot be reached, the file is too long, or it has not the SHA-256 that was given.
    """
    find_access(address)  # refuses what is no web address, and passwords in it
    part = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    resumed = part.exists()
    for left in reversed(range(tries)):
        try:
            _go_on(address, part, most=most, timeout=timeout, on_progress=on_progress)
            break
        except _BrokenError as error:
            if left == 0:
                raise StoreError(f"{error}; run the same command again, it goes on where it broke off") from error
            resumed = True
    found = hashlib.sha256(part.read_bytes()).hexdigest()
    if sha256 is not None and found != sha256.strip().casefold():
        _forget(part)
        raise StoreError(f"{address} is not what was asked for: its SHA-256 is {found}; nothing was added")
    os.replace(part, target)
    _forget(part)
    return Fetched(file=target, sha256=found, resumed=resumed)


class _BrokenError(Exception):
    """The connection ended before the file did."""


def _go_on(address: str, part: Path, *, most: int, timeout: float, on_progress: Progress) -> None:
    """Fetch what is missing of a file."""
    held, mark = part.stat().st_size if part.exists() else 0, _mark(part)
    request = urllib.request.Request(address, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"})
    if held and mark is not None:
        request.add_header("Range", f"bytes={held}-")
        request.add_header("If-Range", mark)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            _keep(answer, address, part, held, most=most, on_progress=on_progress)
    except HTTPError as error:
        if error.code == 416:  # what is held does not fit what is there now
            _forget(part)
            raise _BrokenError(f"{address} has changed") from error
        raise StoreError(f"{address} answered {error.code} {error.reason}; is the address right?") from error
    except TimeoutError as error:
        raise _BrokenError(f"{address} gave no answer in {timeout:g} s") from error
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _BrokenError(f"{address} gave no answer in {timeout:g} s") from error
        raise StoreError(
            f"cannot reach {address}: {error.reason}; without a network, copy the file here and use kg gazetteer add"
        ) from error
    except (HTTPException, OSError) as error:
        raise _BrokenError(f"the connection to {address} broke: {error}") from error


def _keep(answer: HTTPResponse, address: str, part: Path, held: int, *, most: int, on_progress: Progress) -> None:
    goes_on = answer.status == 206 and str(answer.headers.get("Content-Range", "")).startswith(f"bytes {held}-")
    have = held if goes_on else 0
    length = answer.headers.get("Content-Length")
    total = have + int(length) if length is not None and length.isdecimal() else 0
    if max(total, have) > most:
        raise StoreError(f"{address} is larger than {most // MEGABYTE} MB; raise --limit if you trust it")
    if not goes_on:
        _write_mark(part, answer.headers.get("ETag") or answer.headers.get("Last-Modified"))
    with part.open("ab" if goes_on else "wb") as out:
        while chunk := answer.read(CHUNK):
            out.write(chunk)
            have += len(chunk)
            if have > most:
                raise StoreError(f"{address} is larger than {most // MEGABYTE} MB; raise --limit if you trust it")
            on_progress(have, total)
    if have < total:
        raise _BrokenError(f"{address} broke off after {have} of {total} bytes")


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _mark(part: Path) -> str | None:
    """Return what tells whether the file is still the one that was begun; a weak tag does not."""
    try:
        mark = json.loads(_note(part).read_text(encoding="utf-8")).get("mark")
    except (OSError, ValueError, AttributeError):
        return None
    return mark if isinstance(mark, str) and not mark.startswith("W/") else None


def _write_mark(part: Path, mark: str | None) -> None:
    _note(part).write_text(json.dumps({"mark": mark}), encoding="utf-8")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def unpack(archive: Path, member: str, target: Path, *, most: int = MOST_UNPACKED) -> Path:
    """Write one file of a zip archive to `target`; StoreError for what is broken or would fill the disk."""
    try:
        with zipfile.ZipFile(archive) as held:
            if member not in held.namelist():
                raise UsageError(f"{archive.name} has no file {member}; it has: {', '.join(held.namelist()[:5])}")
            packed = max(1, held.getinfo(member).compress_size)
            allowed = min(most, MOST_RATIO * packed)
            with held.open(member) as source, target.open("wb") as out:
                written = 0
                while chunk := source.read(CHUNK):
                    written += len(chunk)
                    if written > allowed:
                        raise StoreError(f"{archive.name} unpacks to far more than a dump of places holds; left alone")
                    out.write(chunk)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        target.unlink(missing_ok=True)
        raise StoreError(f"{archive.name} is no whole zip archive: {error}; fetch it again") from error
    except StoreError:
        target.unlink(missing_ok=True)
        raise
    return target
