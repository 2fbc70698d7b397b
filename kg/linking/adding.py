"""Adds a table of places to the user's gazetteers: records become entries, entries an index on disk."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import UsageError
from kg.ids import digest, slug
from kg.linking.entry import Entry
from kg.linking.index import SUFFIX, Index, Source, write_index
from kg.linking.names import bare, plain
from kg.linking.tables import Record, guess_format, read_table

HOME, FOLDER = "KG_HOME", "gazetteers"
# A table without a column for it belongs to one country if at least this share of its places does.
ONE_COUNTRY = 0.8
SAMPLE = 200
# What parts a larger place from one in it, in the names of some tables; a code that more rows have than this is shared.
WITHIN, SHARED = " : ", 2
# What GeoNames calls a part of a town.
SECTION = "PPLX"
_GEONAMES = re.compile(r"(?:^gn:|geonames\.org/)(\d+)")
_WIKIDATA = re.compile(r"(?:^wd:|wikidata\.org/(?:entity|wiki)/)(Q[1-9]\d*)")
_PREFIXES = {"gn:": "https://sws.geonames.org/", "wd:": "http://www.wikidata.org/entity/"}
CountryOf = Callable[[float, float], str | None]


def default_folder() -> Path:
    """Return where added gazetteers are kept: `$KG_HOME/gazetteers`, else in the user's data folder."""
    if home := os.environ.get(HOME):
        return Path(home) / FOLDER
    if sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    elif sys.platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "conflict-kg" / FOLDER


def added(folder: Path | None = None) -> list[Index]:
    """Return the gazetteers that were added, by name."""
    place = folder or default_folder()
    return [Index(file.resolve()) for file in sorted(place.glob(f"*{SUFFIX}"))] if place.is_dir() else []


def remove(name: str, folder: Path | None = None) -> None:
    """Take a gazetteer away again."""
    file = (folder or default_folder()) / f"{name}{SUFFIX}"
    if not file.exists():
        held = ", ".join(index.source.name for index in added(folder)) or "none"
        raise UsageError(f"no gazetteer is called '{name}'; there are: {held}")
    file.unlink()


def add(
    file: Path,
    *,
    folder: Path | None = None,
    name: str | None = None,
    form: str | None = None,
    columns: Mapping[str, str] | None = None,
    country: str | None = None,
    licence: str = "",
    attribution: str = "",
    country_of: CountryOf = lambda lat, lon: None,
) -> Source:
    """Read a table of places into an index and return what became of it; one of the same name is replaced."""
    records = list(read_table(file, form=form, columns=columns))
    form = form or guess_format(file, file.read_bytes()[:4096].decode("utf-8-sig", "ignore"))
    called = slug(name or file.name.partition(".")[0])
    entries = list(_entries(records, called, country, country_of))
    if not entries:
        raise UsageError(f"{file}: none of {len(records)} rows has a name and coordinates; see --columns")
    given = digest(form, country, *sorted((columns or {}).items()), length=64)
    source = Source(
        name=called,
        title=name or file.name,
        format=form,
        sha256=hashlib.sha256(file.read_bytes() + given.encode()).hexdigest(),
        licence=licence,
        attribution=attribution,
        places=len(entries),
        skipped=len(records) - len(entries),
    )
    write_index((folder or default_folder()) / f"{called}{SUFFIX}", source, entries)
    return source


def _entries(records: list[Record], gazetteer: str, country: str | None, country_of: CountryOf) -> Iterator[Entry]:
    named = [record for record in _codes_apart(map(_parted, records)) if _first(record, "name")]
    middles = _middles(named)
    usable = [record for record in (_located(record, middles) for record in named) if _place(record) is not None]
    only = country or _common(usable, country_of)
    for record in usable:
        point = _place(record)
        assert point is not None
        code = _code(record) or only or country_of(*point)
        if code is not None:
            yield _entry(record, point, code, gazetteer)


def _parted(record: Record) -> Record:
    """Return a row whose name says where it lies, "ALEPPO : Midan", with the place as name and the rest as parents."""
    *above, name = [part.strip() for part in _first(record, "name").split(WITHIN)]
    if not above or not name:
        return record
    others = [other.rpartition(WITHIN)[2].strip() for other in record.get("name_other", ())]
    parents = [p for p in (*reversed(above), *record.get("parent", ())) if p and plain(p) != plain(name)]
    kind = record.get("kind", []) or ([SECTION] if parents else [])
    return record | {"name": [name], "name_other": [o for o in others if o], "parent": parents, "kind": kind}


def _codes_apart(records: Iterable[Record]) -> list[Record]:
    """Return the rows with their own p-codes only: one that many rows share is the code of the unit they lie in."""
    held = list(records)
    times = Counter(_first(record, "pcode") for record in held)
    return [
        record | {"pcode": [], "country": [_code(record) or ""]} if times[_first(record, "pcode")] > SHARED else record
        for record in held
    ]


def _middles(records: list[Record]) -> dict[str, tuple[float, float]]:
    """Return the middle of the places of each smallest unit that a table names."""
    points: dict[str, list[tuple[float, float]]] = {}
    for record in records:
        if (unit := _first(record, "parent")) and (point := _place(record)) is not None:
            points.setdefault(unit, []).append(point)
    return {unit: (_mean(lat for lat, _ in held), _mean(lon for _, lon in held)) for unit, held in points.items()}


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held)


def _located(record: Record, middles: Mapping[str, tuple[float, float]]) -> Record:
    """Return a row without coordinates at the middle of its unit's other places, told as near; others as they are."""
    point = middles.get(_first(record, "parent"))
    if point is None or _first(record, "lat") or _first(record, "lon"):
        return record
    return record | {"lat": [str(point[0])], "lon": [str(point[1])], "roughly": ["yes"]}


def _common(records: list[Record], country_of: CountryOf) -> str | None:
    """Return the country that nearly all places of a table lie in, by what they say or by the nearest cities."""
    sample = records[:: max(1, len(records) // SAMPLE)]
    points = ((_code(record), _place(record)) for record in sample)
    found = Counter(code for told, point in points if point and (code := told or country_of(*point)))
    code, count = found.most_common(1)[0] if found else ("", 0)
    return code if count >= ONE_COUNTRY * len(sample) else None


def _first(record: Record, field: str) -> str:
    for value in record.get(field, ()):  # asked for millions of times: no generator
        if value:
            return value
    return ""


def _place(record: Record) -> tuple[float, float] | None:
    try:
        lat, lon = float(_first(record, "lat").replace(",", ".")), float(_first(record, "lon").replace(",", "."))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0, 0) else None


def _code(record: Record) -> str | None:
    for value in (_first(record, "country"), _first(record, "pcode")[:2]):
        if re.fullmatch("[A-Z]{2}", value):
            return value
    return None


def _entry(record: Record, point: tuple[float, float], country: str, gazetteer: str) -> Entry:
    name, pcode, kind = _first(record, "name"), _first(record, "pcode"), _first(record, "kind")
    links = [*record.get("links", ()), *(f"https://www.openstreetmap.org/{osm}" for osm in record.get("osm", ()))]
    geonames = _first(record, "geonames") or _found(_GEONAMES, links)
    wikidata = _first(record, "wikidata") or _found(_WIKIDATA, links)
    level = _level(record, pcode, kind, country)
    # A town may have the name of its district; a unit is not its own part.
    parents = tuple(dict.fromkeys(p for p in record.get("parent", ()) if level is None or p != name))
    own = f"geonames-{geonames}" if geonames else f"wikidata-{wikidata.lower()}" if wikidata else ""
    key = _first(record, "id") or digest(name, *point)
    return Entry(
        id=own or (f"pcode-{slug(pcode)}" if pcode else f"{gazetteer}-{slug(key)}"),
        name=bare(name),
        country=country,
        lat=round(point[0], 5),
        lon=round(point[1], 5),
        population=_number(_first(record, "population")),
        precision=_precision(record, kind, level),
        level=level,
        geonames=int(geonames) if geonames.isdecimal() else None,
        wikidata=wikidata or None,
        pcode=pcode or None,
        links=tuple(sorted({_expanded(link) for link in links})),
        within=tuple(map(bare, parents)),
        part=int(kind == SECTION),
        names=tuple(sorted(_variants(name, record.get("name_other", ()), parents))),
    )


def _found(pattern: re.Pattern[str], links: Iterable[str]) -> str:
    return next((match[1] for link in links if (match := pattern.search(link))), "")


def _expanded(link: str) -> str:
    for prefix, address in _PREFIXES.items():
        if link.startswith(prefix):
            return address + link.removeprefix(prefix) + ("/" if prefix == "gn:" else "")
    return link


def _precision(record: Record, kind: str, level: int | None) -> str:
    if level is not None:
        return "admin"
    return "near" if _first(record, "roughly") else "area" if kind[:1] in ("T", "H", "L", "R") else "exact"


def _level(record: Record, pcode: str, kind: str, country: str) -> int | None:
    """Return which administrative level a unit is of, None for a place that is none."""
    if match := re.fullmatch(r"ADM([1-5])|[Aa]dm(?:in)?\s?([1-5])", kind):
        return int(match[1] or match[2])
    if (level := _first(record, "level")).isdecimal():
        return int(level) if int(level) < 4 else None
    digits = pcode.removeprefix(country)
    if pcode.startswith(country) and digits.isdecimal() and not _is_settlement(kind):
        return min(3, max(1, (len(digits) + 1) // 2))
    return 1 if kind == "A" else None


def _is_settlement(kind: str) -> bool:
    return kind.startswith(("P", "p"))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _variants(name: str, others: Iterable[str], parents: Iterable[str]) -> set[str]:
    """Return the other names, and each name without the unit it lies in: "Mreimin Afrin" in Afrin."""
    names = {bare(other) for other in others if other} | {bare(name)}
    for parent in map(plain, map(bare, parents)):
        for spelling in sorted(names):
            stem, _, last = spelling.rpartition(" ")
            if stem and plain(last) == parent:
                names.add(stem)
    return names - {bare(name)}
