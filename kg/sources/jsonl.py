"""Reads JSON lines one at a time, so that memory does not grow with the file."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.ids import digest, sha256
from kg.sources.captured import Captured
from kg.sources.charset import decode

ESCAPED = 6  # a character may take six bytes in JSON (a backslash, "u" and four digits)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_lines(stream: BinaryIO, *, max_chars: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of each line that is not blank; None stands for a line that is too long."""
    if isinstance(stream, io.BufferedReader) and stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        # Windows shells write UTF-16, whose line ends are not the single byte looked for below.
        stream = cast("BinaryIO", codecs.EncodedFile(stream, "utf-8", "utf-16"))
    limit = ESCAPED * max_chars + 10_000  # room for the other fields
    number = 0
    while line := stream.readline(limit):
        number += 1
        whole = len(line) < limit or line.endswith(b"\n")
        rest = line
        while not whole and rest and not rest.endswith(b"\n"):
            rest = stream.readline(limit)
        if line.strip():
            yield number, (line.rstrip(b"\r\n") if whole else None)


def read_record(line: bytes, *, origin: str) -> Captured:
    """Read one line; raises InputError ("bad-encoding", "bad-json", "no-text-field")."""
    source, charset = decode(line)
    record = _load(source)
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError("the record has no 'text' field that holds a string", reason="no-text-field")
    text = _SURROGATE.sub("\ufffd", text)  # half a character: no byte form exists; one for one keeps the offsets
    return Captured(
        key=_field(record, "id") or digest(text),
        text=text,
        raw_sha256=sha256(line),
        origin=origin,
        media_type="application/jsonl",
        charset=charset,
        title=_field(record, "title"),
        published=_field(record, "published"),
        publisher=_field(record, "publisher"),
        url=_field(record, "url"),
        language=_field(record, "language"),
    )


def _load(source: str) -> dict[str, object]:
    try:
        record = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line is not JSON ({error}); write one object per line", reason="bad-json") from error
    if not isinstance(record, dict):
        raise InputError("the line is not a JSON object with 'id' and 'text'", reason="bad-json")
    return record


def _field(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return _SURROGATE.sub("\ufffd", value).strip() or None
