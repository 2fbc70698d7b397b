"""Walks files, folders and standard input and yields articles; what cannot be read is yielded with the reason."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError, UsageError
from kg.ids import sha256
from kg.model import Article
from kg.sources.article import make_article
from kg.sources.captured import Captured
from kg.sources.charset import decode
from kg.sources.jsonl import read_lines, read_record

LOG = logging.getLogger(__name__)
STDIN = "-"
TEXT = frozenset({".txt"})
PAGES = frozenset({".html", ".htm"})
RECORDS = frozenset({".jsonl", ".ndjson"})
MAX_CHARS = 1_000_000  # a book, not an article; and spaCy refuses longer texts
WIDEST = 4  # bytes of a character in UTF-8, UTF-16 and UTF-32
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """An input that gave no article: where it is, a short reason that can be counted, and what to do about it."""

    origin: str
    reason: str
    message: str
    raw_sha256: str | None = None


def read_articles(
    paths: Iterable[str | Path], *, max_chars: int = MAX_CHARS, stdin: BinaryIO | None = None
) -> Iterator[Article | Rejected]:
    """Yield the articles of files, folders and "-", sorted, each text once; raises UsageError for a missing path."""
    names = sorted({str(path) for path in paths})
    for name in names:
        if name != STDIN and not os.path.lexists(name):
            raise UsageError(
                f"no such file or folder: {name}; give .txt, .html or .jsonl files, folders, or - for stdin"
            )
    return _once(_read_all(names, max_chars=max_chars, stdin=stdin))


def _once(items: Iterator[Article | Rejected]) -> Iterator[Article | Rejected]:
    """Pass each text with its key once; both are kept where one key names two texts.

    To keep only the first text of a key would make the result depend on the order of reading.
    """
    seen: dict[bytes, str] = {}
    keys: dict[str, str] = {}
    for item in items:
        if isinstance(item, Article):
            key = bytes.fromhex(item.id)
            if key in seen:
                if seen[key] != item.origin:  # a file that was given twice is no news
                    yield _duplicate(item, first=seen[key])
                continue
            if item.key in keys:
                LOG.warning("%s: the id '%s' also stands at %s; both are kept", item.origin, item.key, keys[item.key])
            seen[key] = keys[item.key] = item.origin
        yield item


def _duplicate(article: Article, *, first: str) -> Rejected:
    message = f"same id and text as {first}; read once"
    return Rejected(origin=article.origin, reason="duplicate-content", message=message, raw_sha256=article.raw_sha256)


def _read_all(names: list[str], *, max_chars: int, stdin: BinaryIO | None) -> Iterator[Article | Rejected]:
    for name in names:
        if name == STDIN:
            yield from _read_stdin(stdin or sys.stdin.buffer, max_chars=max_chars)
        elif Path(name).is_dir():
            for file in _walk(name):
                yield from _read_file(file, max_chars=max_chars)
        else:
            yield from _read_file(Path(name), max_chars=max_chars)


def _walk(folder: str) -> Iterator[Path]:
    """Yield the readable files of a folder in sorted order; hidden ones and links to folders are passed over."""
    for root, folders, files in os.walk(folder, onerror=lambda e: LOG.warning("%s: passed over: %s", e.filename, e)):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            file = Path(root, name)
            if name.startswith("."):
                continue
            if file.suffix.lower() in TEXT | PAGES | RECORDS:
                yield file
            else:
                LOG.info("%s: passed over: not .txt, .html or .jsonl", file)


def _read_file(file: Path, *, max_chars: int) -> Iterator[Article | Rejected]:
    origin, suffix = file.as_posix(), file.suffix.lower()
    if suffix not in TEXT | PAGES | RECORDS:
        message = f"'{suffix or file.name}' is no known kind of file; rename it to .txt, .html or .jsonl"
        yield Rejected(origin=origin, reason="unknown-suffix", message=message)
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        yield Rejected(origin=origin, reason="unreadable", message=f"cannot be opened: {error.strerror}")
        return
    with stream:
        if suffix in RECORDS:
            yield from _read_records(stream, origin, max_chars=max_chars)
        else:
            yield _read_whole(stream, origin, file.stem, page=suffix in PAGES, max_chars=max_chars)


def _read_stdin(stream: BinaryIO, *, max_chars: int) -> Iterator[Article | Rejected]:
    """Read standard input as JSON lines where its first line is an object, as a page or a plain text otherwise."""
    head = stream.readline(6 * max_chars)
    again = io.BufferedReader(_Rejoined(head, stream))
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"{"):
        yield from _read_records(again, "stdin", max_chars=max_chars)
    else:
        yield _read_whole(again, "stdin", "stdin", page=bool(_PAGE.match(head)), max_chars=max_chars)


class _Rejoined(io.RawIOBase):
    """A stream with its first line, which was read to see what it is, put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def _read_records(stream: BinaryIO, name: str, *, max_chars: int) -> Iterator[Article | Rejected]:
    empty = True
    for number, line in read_lines(stream, max_chars=max_chars):
        empty = False
        origin = f"{name}:{number}"
        if line is None:
            yield _too_large(origin, max_chars)
        else:
            yield _attempt(partial(read_record, line, origin=origin), origin, line, max_chars)
    if empty:
        yield Rejected(origin=name, reason="empty", message="the file is empty")


def _read_whole(stream: BinaryIO, origin: str, key: str, *, page: bool, max_chars: int) -> Article | Rejected:
    limit = WIDEST * (max_chars + 1)
    try:
        data = stream.read(limit + 1)
    except OSError as error:
        return Rejected(origin=origin, reason="unreadable", message=f"cannot be read: {error.strerror}")
    if len(data) > limit:
        return _too_large(origin, max_chars, raw_sha256=_hash_on(data, stream))
    if page:
        from kg.sources.html import read_page  # costly to import, and many collections hold no page

        return _attempt(partial(read_page, data, key=key, origin=origin), origin, data, max_chars)
    return _attempt(partial(_plain, data, key=key, origin=origin), origin, data, max_chars)


def _hash_on(data: bytes, stream: BinaryIO) -> str:
    """Hash what was read and the rest of the stream, piece by piece."""
    total = hashlib.sha256(data)
    while piece := stream.read(1 << 20):
        total.update(piece)
    return total.hexdigest()


def _plain(data: bytes, *, key: str, origin: str) -> Captured:
    text, charset = decode(data)
    return Captured(key=key, text=text, raw_sha256=sha256(data), origin=origin, charset=charset)


def _attempt(read: Callable[[], Captured], origin: str, data: bytes, max_chars: int) -> Article | Rejected:
    try:
        if not data.strip():
            raise InputError("the file is empty", reason="empty")
        captured = read()
        _check(captured.text, max_chars)
        return make_article(captured)
    except InputError as error:
        return Rejected(origin=origin, reason=error.reason, message=str(error), raw_sha256=sha256(data))


def _check(text: str, max_chars: int) -> None:
    if not text.strip():
        raise InputError("the text is empty", reason="empty")
    if "\0" in text:
        raise InputError("the text holds NUL characters; it is binary, not text", reason="binary")
    if len(text) > max_chars:
        raise InputError(f"the text is longer than {max_chars} characters; split it into articles", reason="too-large")
    if len(set(text)) < 5 or not _WORD.search(text):
        raise InputError("the text holds no words", reason="no-text")


def _too_large(origin: str, max_chars: int, *, raw_sha256: str | None = None) -> Rejected:
    message = f"the text is longer than {max_chars} characters; split it into articles"
    return Rejected(origin=origin, reason="too-large", message=message, raw_sha256=raw_sha256)
