"""Reads the words: tables, schemes and authority files under `ontology/`, each checked as it is read.

A broken file is our own mistake and raises `ResourceError` with file and line; it never passes half-read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.errors import ResourceError
from kg.ids import DATA, SCHEMES, VOCABULARY, slug

SKOS = "http://www.w3.org/2004/02/skos/core#"
SOURCE = "http://purl.org/dc/terms/source"
ORG = "http://www.w3.org/ns/org#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
LINKS = (SKOS + "exactMatch", SKOS + "closeMatch")
# Packages whose source decides what is read out of an article, beside the word files.
READERS = ("nlp", "mentions", "linking", "reports")

Properties = Mapping[str, tuple[NamedNode | Literal, ...]]
Values = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """A term of a scheme with its surface forms; `top` is the closed-list notation it rolls up to."""

    notation: str
    top: str
    label: str
    labels: tuple[str, ...]
    broader: str | None = None
    definition: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A known actor: preferred name, every spelling, and the loaded names that only some outlets use."""

    id: str
    name: str
    kind: str
    country: str | None = None
    names: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()
    parent: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPlace:
    """A place of the authority file; `precision` is what a point for it means ("admin" for a province)."""

    id: str
    name: str
    names: tuple[str, ...]
    country: str
    lat: float
    lon: float
    precision: str
    links: tuple[str, ...] = ()
    unit: str | None = None  # code of the first-level unit of GeoNames that it is: SY.12


@cache
def table(name: str, *, columns: tuple[str, ...] = (), values: Values = ()) -> tuple[dict[str, str], ...]:
    """Return the rows of `ontology/lexicon/<name>.tsv`; `columns` and `values` are what the caller relies on."""
    return read_table(resources.path("ontology/lexicon") / f"{name}.tsv", columns=columns, values=values)


def read_table(file: Path, *, columns: tuple[str, ...] = (), values: Values = ()) -> tuple[dict[str, str], ...]:
    """Read one tab-separated table: header first, `#` comments, sorted by the first column, no row twice."""
    if not file.exists():
        raise ResourceError(f"{file}: no such table; reinstall the package or add the file")
    lines = [
        (number, tuple(line.split("\t")))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise ResourceError(f"{file}:1: empty table; the first line must name the columns")
    (first, header), body = lines[0], lines[1:]
    if columns and header != columns:
        raise ResourceError(f"{file}:{first}: columns {list(header)}, expected {list(columns)}")
    seen: dict[tuple[str, ...], int] = {}
    last = ""
    for number, cells in body:
        _check_row(f"{file}:{number}", header, cells, values)
        if cells in seen:
            raise ResourceError(f"{file}:{number}: repeats line {seen[cells]}")
        if cells[0] < last:
            raise ResourceError(f"{file}:{number}: '{cells[0]}' sorts before '{last}'; keep the file sorted")
        seen[cells], last = number, cells[0]
    return tuple(dict(zip(header, cells, strict=True)) for _, cells in body)


def _check_row(where: str, header: tuple[str, ...], cells: tuple[str, ...], values: Values) -> None:
    if len(cells) != len(header):
        raise ResourceError(f"{where}: {len(cells)} cells, the header has {len(header)}")
    for column, permitted in values:
        found = cells[header.index(column)]
        if found not in permitted:
            raise ResourceError(f"{where}: '{found}' is no {column}; use one of {sorted(permitted)}")


@cache
def concepts(scheme: str) -> tuple[Concept, ...]:
    """Return the concepts of `ontology/schemes/<scheme>.ttl`, sorted by notation."""
    return read_concepts(resources.path("ontology/schemes") / f"{scheme}.ttl", scheme)


def read_concepts(file: Path, scheme: str) -> tuple[Concept, ...]:
    """Read and check one scheme: notation, label and definition on each concept, one broader at most, no loop."""
    graph = _read_graph(file)
    base = f"{SCHEMES}{scheme}/"
    broader: dict[str, str | None] = {}
    for subject, properties in graph.items():
        if subject.startswith(base):
            above = _iris(properties, SKOS + "broader")
            if len(above) > 1:
                raise _error(file, subject, "more than one skos:broader")
            broader[subject] = above[0] if above else None
    out = [_concept(file, base, iri, graph[iri], broader) for iri in sorted(broader)]
    _check_labels(file, base, out)
    return tuple(out)


def _concept(file: Path, base: str, iri: str, properties: Properties, broader: Mapping[str, str | None]) -> Concept:
    notation = _text(file, iri, properties, SKOS + "notation")
    if iri != base + notation:
        raise _error(file, iri, f"notation '{notation}' is not the end of the concept's IRI")
    label = _labels(properties, SKOS + "prefLabel")
    definition = _labels(properties, SKOS + "definition")
    if len(label) != 1 or len(definition) != 1:
        raise _error(file, iri, "needs one skos:prefLabel@en and one skos:definition@en")
    top, steps = iri, 0
    while (above := broader.get(top)) is not None:
        top, steps = above, steps + 1
        if above not in broader or steps > len(broader):
            raise _error(file, iri, f"skos:broader leads to '{above}', which is no concept of this scheme or a loop")
    labels = label + _labels(properties, SKOS + "altLabel") + _labels(properties, SKOS + "hiddenLabel")
    parent = broader[iri]
    return Concept(
        notation=notation,
        top=top.removeprefix(base),
        label=label[0],
        labels=tuple(dict.fromkeys(labels)),
        broader=parent.removeprefix(base) if parent else None,
        definition=definition[0],
    )


def _check_labels(file: Path, base: str, found: list[Concept]) -> None:
    owner: dict[str, Concept] = {}
    for concept in found:
        for text in concept.labels:
            other = owner.setdefault(text.casefold(), concept)
            if other.top != concept.top:
                why = f"label '{text}' also stands on '{other.notation}'; keep it on one of them"
                raise _error(file, base + concept.notation, why)


@cache
def bodies() -> tuple[Body, ...]:
    """Return the known actors of `ontology/authority/actors*.ttl`, sorted by id."""
    return read_bodies(_authority_files("actors"))


def read_bodies(files: tuple[Path, ...]) -> tuple[Body, ...]:
    """Read and check actor files: name and known kind on each, parents that exist, no body twice."""
    base = f"{DATA}actor/"
    kinds = frozenset(concept.notation for concept in concepts("actor-kind"))
    found: dict[str, Body] = {}
    home: dict[str, Path] = {}
    for file in files:
        for iri, properties in _read_graph(file).items():
            if not iri.startswith(base):
                continue
            body = _body(file, iri, iri.removeprefix(base), properties, kinds)
            if body.id in found:
                raise _error(file, iri, f"'{body.id}' is already described in {home[body.id].name}")
            found[body.id], home[body.id] = body, file
    for body in found.values():
        if body.parent is not None and body.parent not in found:
            raise _error(home[body.id], base + body.id, f"parent '{body.parent}' is no known actor")
    _check_names(found, home)
    return tuple(found[key] for key in sorted(found))


def _check_names(found: Mapping[str, Body], home: Mapping[str, Path]) -> None:
    owner: dict[str, str] = {}
    for body in found.values():
        for name in body.names + body.loaded:
            if owner.setdefault(name, body.id) != body.id:
                why = f"name '{name}' also stands on '{owner[name]}'; keep it on the better known of the two"
                raise _error(home[body.id], f"{DATA}actor/{body.id}", why)


def _body(file: Path, iri: str, key: str, properties: Properties, kinds: frozenset[str]) -> Body:
    name = _labels(properties, SKOS + "prefLabel")
    kind = [value.removeprefix(f"{SCHEMES}actor-kind/") for value in _iris(properties, VOCABULARY + "actorKind")]
    if len(name) != 1 or len(kind) != 1:
        raise _error(file, iri, "needs one skos:prefLabel@en and one ckg:actorKind")
    if kind[0] not in kinds:
        raise _error(file, iri, f"'{kind[0]}' is no actor-kind; use one of {sorted(kinds)}")
    parents = [value.removeprefix(f"{DATA}actor/") for value in _iris(properties, ORG + "subOrganizationOf")]
    country = _literals(properties, VOCABULARY + "countryCode")
    return Body(
        id=key,
        name=name[0],
        kind=kind[0],
        country=country[0] if country else None,
        names=tuple(dict.fromkeys(name + _labels(properties, SKOS + "altLabel"))),
        loaded=_labels(properties, VOCABULARY + "loadedName"),
        parent=min(parents) if parents else None,
        links=_links(properties),
    )


@cache
def places() -> tuple[KnownPlace, ...]:
    """Return the known places of `ontology/authority/places*.ttl`, sorted by id."""
    return read_places(_authority_files("places"))


def read_places(files: tuple[Path, ...]) -> tuple[KnownPlace, ...]:
    """Read and check place files: name, country, coordinates and precision on each."""
    base = f"{DATA}place/"
    precisions = frozenset(concept.notation for concept in concepts("precision"))
    found: dict[str, KnownPlace] = {}
    for file in files:
        for iri, properties in _read_graph(file).items():
            if not iri.startswith(base):
                continue
            key = iri.removeprefix(base)
            if key in found:
                raise _error(file, iri, f"'{key}' is described twice")
            found[key] = _place(file, iri, key, properties, precisions)
    return tuple(found[key] for key in sorted(found))


def _place(file: Path, iri: str, key: str, properties: Properties, precisions: frozenset[str]) -> KnownPlace:
    names = _labels(properties, SKOS + "prefLabel")
    precision = [value.removeprefix(f"{SCHEMES}precision/") for value in _iris(properties, VOCABULARY + "precision")]
    if len(names) != 1 or len(precision) != 1 or precision[0] not in precisions:
        raise _error(file, iri, f"needs one skos:prefLabel@en and one ckg:precision of {sorted(precisions)}")
    return KnownPlace(
        id=key,
        name=names[0],
        names=tuple(dict.fromkeys(names + _labels(properties, SKOS + "altLabel"))),
        country=_text(file, iri, properties, VOCABULARY + "countryCode"),
        lat=float(_text(file, iri, properties, WGS84 + "lat")),
        lon=float(_text(file, iri, properties, WGS84 + "long")),
        precision=precision[0],
        links=_links(properties),
        unit=_unit(next(iter(_literals(properties, SOURCE)), "")),
    )


AREA_COLUMNS = ("name", "country", "lat", "lon", "precision", "other", "made_of")


@cache
def areas() -> tuple[KnownPlace, ...]:
    """Return the states, provinces and regions of `ontology/authority/areas.tsv`; of none or several countries: ""."""
    found = read_table(resources.path("ontology/authority") / "areas.tsv", columns=AREA_COLUMNS)
    return tuple(_area(row) for row in found)


def _area(row: Mapping[str, str]) -> KnownPlace:
    country = "" if row["country"] == "-" else row["country"]
    others = () if row["other"] == "-" else tuple(row["other"].split("|"))
    return KnownPlace(
        id=slug(f"{country or 'world'} {row['name']}"),
        name=row["name"],
        names=(row["name"], *others),
        country=country,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        precision=row["precision"],
        unit=_unit(row["made_of"]),
    )


def _unit(made_of: str) -> str | None:
    """Return the code of the one first-level unit of GeoNames that a place is, such as SY.12."""
    return made_of if re.fullmatch(r"[A-Z]{2}\.\w+", made_of) else None


@cache
def radii() -> dict[str, float]:
    """Return how far from its point a place of each precision may lie, as a rule, in kilometres."""
    return {row["precision"]: float(row["km"]) for row in table("precision_radius")}


@cache
def areas_told() -> dict[str, str]:
    """Return how exact the areas are that words at the end of their names tell: "Strip", "Province"."""
    rows = [row for row in table("place_words") if row["scale"] in ("whole", "own")]
    return {row["form"]: row["precision"] for row in rows if row["precision"] in ("admin", "area")}


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude of the middle of each country, by code."""
    columns = ("country", "lat", "lon", "source")
    found = read_table(resources.path("ontology/authority") / "countries.tsv", columns=columns)
    return {row["country"]: (float(row["lat"]), float(row["lon"])) for row in found}


def _authority_files(prefix: str) -> tuple[Path, ...]:
    return tuple(sorted(resources.path("ontology/authority").glob(f"{prefix}*.ttl")))


@cache
def rules_hash() -> str:
    """Return one hash over every word file and every source file that decides what is read out of an article."""
    total = hashlib.sha256()
    for name, file in sorted(_rule_files()):
        total.update(name.encode("utf-8") + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _rule_files() -> Iterator[tuple[str, Path]]:
    ontology = resources.path("ontology")
    for file in ontology.rglob("*"):
        # What judges reports to be of one event reads nothing: with other weights no article has to be read again.
        if file.suffix in {".ttl", ".tsv"} and file.parent.name != "events":
            yield f"ontology/{file.relative_to(ontology).as_posix()}", file
    package = Path(__file__).resolve().parent
    for reader in READERS:
        for file in (*package.glob(f"{reader}.py"), *package.glob(f"{reader}/**/*.py")):
            yield f"kg/{file.relative_to(package).as_posix()}", file
    for file in resources.path("judges").glob("*.json"):
        yield f"judges/{file.name}", file


def _read_graph(file: Path) -> dict[str, dict[str, tuple[NamedNode | Literal, ...]]]:
    try:
        quads = list(parse(path=str(file), format=RdfFormat.TURTLE))
    except FileNotFoundError as error:
        raise ResourceError(f"{file}: no such file; reinstall the package or add the file") from error
    except SyntaxError as error:
        raise ResourceError(f"{file}:{error.lineno or 1}: no valid Turtle: {error.msg}") from error
    graph: dict[str, dict[str, tuple[NamedNode | Literal, ...]]] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            properties = graph.setdefault(subject.value, {})
            properties[quad.predicate.value] = (*properties.get(quad.predicate.value, ()), value)
    return graph


def _labels(properties: Properties, predicate: str, *, language: str = "en") -> tuple[str, ...]:
    return tuple(v.value for v in properties.get(predicate, ()) if isinstance(v, Literal) and v.language == language)


def _literals(properties: Properties, predicate: str) -> tuple[str, ...]:
    return tuple(v.value for v in properties.get(predicate, ()) if isinstance(v, Literal))


def _iris(properties: Properties, predicate: str) -> tuple[str, ...]:
    return tuple(v.value for v in properties.get(predicate, ()) if isinstance(v, NamedNode))


def _links(properties: Properties) -> tuple[str, ...]:
    return tuple(sorted(iri for link in LINKS for iri in _iris(properties, link)))


def _text(file: Path, iri: str, properties: Properties, predicate: str) -> str:
    found = _literals(properties, predicate)
    if len(found) != 1:
        raise _error(file, iri, f"needs one {predicate.rsplit('#')[-1]}, has {len(found)}")
    return found[0]


def _error(file: Path, iri: str, message: str) -> ResourceError:
    """Return an error that names the line on which the description of `iri` opens."""
    ending = iri.rstrip("/").rsplit("/", 1)[-1]
    lines = file.read_text(encoding="utf-8").splitlines()
    opening = (n for n, line in enumerate(lines, 1) if line.partition(" ")[0].endswith((f":{ending}", f"<{iri}>")))
    return ResourceError(f"{file}:{next(opening, 1)}: {message}")
