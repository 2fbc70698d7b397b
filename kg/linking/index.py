"""An added gazetteer on disk: one SQLite file, read without loading it, looked up by spelling and by sound."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.linking.entry import Entry
from kg.linking.names import bare, key, plain, sorted_key

VERSION = "3"
SUFFIX = ".gazetteer"
_SEPARATOR = "\x1f"
_TUPLES = ("links", "within", "names")
_COLUMNS = tuple(field.name for field in fields(Entry) if field.name != "gazetteer")
# Names that share a key with this many others say nothing by sound (one-letter keys of a large country).
_MOST_BY_SOUND = 400
_SCHEMA = f"""
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (n INTEGER PRIMARY KEY, {", ".join(_COLUMNS)});
CREATE TABLE spelling (key TEXT, n INTEGER, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE INDEX place_pcode ON place (pcode);
CREATE TABLE sound (key TEXT, country TEXT, n INTEGER, PRIMARY KEY (key, country, n)) WITHOUT ROWID;
"""

# Looking up numbers first and places after, without a join or a sort, is four times faster; where a table is small,
# reading all its keys at the first question is faster still.
_ALL = {"spelling": "SELECT key, n FROM spelling", "sound": "SELECT country || ' ' || key, n FROM sound"}
_ONE = {"spelling": f"{_ALL['spelling']} WHERE key = ?", "sound": f"{_ALL['sound']} WHERE country = ? AND key = ?"}
_SMALL = 20_000
_PLACE = f"SELECT {', '.join(_COLUMNS)} FROM place"  # noqa: S608


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an added gazetteer is from, and on what terms it may be used."""

    name: str
    title: str
    format: str
    sha256: str  # of the file and of the options it was read with
    licence: str = ""
    attribution: str = ""
    places: int = 0
    skipped: int = 0


class Index:
    """Reads one gazetteer file; what was looked up once is kept in memory."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._open: sqlite3.Connection | None = None
        self._spelled: dict[str, tuple[Entry, ...]] = {}
        self._heard: dict[tuple[str, str, str], tuple[Entry, ...]] = {}
        self._keys: dict[str, dict[str, list[int]]] = {}
        self._made: dict[int, Entry] = {}
        self.source = self._source()

    def spelled(self, name: str) -> tuple[Entry, ...]:
        """Return the places with a name of this spelling, articles and diacritics aside."""
        wanted = plain(bare(name))
        if wanted not in self._spelled:
            self._spelled[wanted] = self._numbered(self._numbers("spelling", wanted))
        return self._spelled[wanted]

    def heard(self, name: str, country: str) -> tuple[Entry, ...]:
        """Return the places of a country with a name of the same consonants, in any order of its words."""
        name = bare(name)
        wanted = (country, key(name), sorted_key(name))
        if wanted not in self._heard:
            numbers = {n for heard in wanted[1:] if heard for n in self._numbers("sound", country, heard)}
            self._heard[wanted] = self._numbered(sorted(numbers)) if len(numbers) <= _MOST_BY_SOUND else ()
        return self._heard[wanted]

    def _numbers(self, table: str, *wanted: str) -> list[int]:
        """Return the numbers of the places that a key leads to."""
        if self.source.places > _SMALL:
            return [n for _, n in self._rows(_ONE[table], wanted)]
        if table not in self._keys:
            found = self._keys[table] = {}
            for held, n in self._rows(_ALL[table], ()):
                found.setdefault(held, []).append(n)
        return self._keys[table].get(" ".join(wanted), [])

    def coded(self, pcode: str) -> tuple[Entry, ...]:
        """Return the places with a p-code."""
        return self._numbered(n for (n,) in self._rows("SELECT n FROM place WHERE pcode = ? ORDER BY n", (pcode,)))

    def places(self) -> Iterator[Entry]:
        """Yield every place, in the order of the file it was read from."""
        yield from map(self._entry, self._rows(f"{_PLACE} ORDER BY n", ()))

    def _numbered(self, numbers: Iterable[int]) -> tuple[Entry, ...]:
        """Return the places of some numbers: one that two names lead to is made once."""
        wanted = list(numbers)
        for n in wanted:
            if n not in self._made:
                self._made[n] = self._entry(self._rows(f"{_PLACE} WHERE n = ?", (n,))[0])
        return tuple(self._made[n] for n in wanted)

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        values = dict(zip(_COLUMNS, row, strict=True))
        for column in _TUPLES:
            values[column] = tuple(str(values[column]).split(_SEPARATOR)) if values[column] else ()
        return Entry(**values, gazetteer=self.source.name)

    def _rows(self, query: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        try:
            if self._open is None:
                self._open = sqlite3.connect(f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True)
            return self._open.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise ResourceError(f"{self.file}: no gazetteer ({error}); remove it and add the table again") from error

    def _source(self) -> Source:
        about = {str(name): str(value) for name, value in self._rows("SELECT key, value FROM about", ())}
        if about.pop("version", None) != VERSION:
            raise ResourceError(f"{self.file}: made by another version; add the table again with kg gazetteer add")
        numbers = {name: int(about.pop(name)) for name in ("places", "skipped")}
        return Source(**about, **numbers)  # type: ignore[arg-type]


def write_index(file: Path, source: Source, entries: Iterable[Entry]) -> None:
    """Write a gazetteer file in one go: a reader sees the old one or the new one, never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as base:
        base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA}")
        about = {field.name: str(getattr(source, field.name)) for field in fields(source)} | {"version": VERSION}
        base.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        for n, entry in enumerate(entries):
            _insert(base, n, entry)
        base.commit()
    os.replace(draft, file)


def _insert(base: sqlite3.Connection, n: int, entry: Entry) -> None:
    row = [getattr(entry, column) for column in _COLUMNS]
    cells = [_SEPARATOR.join(cell) if isinstance(cell, tuple) else cell for cell in row]
    base.execute(f"INSERT INTO place VALUES (?, {', '.join('?' * len(cells))})", (n, *cells))  # noqa: S608
    names = sorted({bare(name) for name in (entry.name, *entry.names)})
    base.executemany("INSERT OR IGNORE INTO spelling VALUES (?, ?)", [(plain(name), n) for name in names])
    heard = sorted({found for name in names for found in (key(name), sorted_key(name)) if found})
    base.executemany("INSERT OR IGNORE INTO sound VALUES (?, ?, ?)", [(found, entry.country, n) for found in heard])
