"""The query files: SPARQL with a `#+` header, each readable and runnable by any other tool as it stands.

    #+ title: Reports that deny something
    #+ description: What it tells, and what to beware of.
    #+ parameters:
    #+   place: place; Only at this place or in this area
    #+   limit: integer = 200; At most so many rows
    #+ columns:
    #+   places: list; Where
    #+ example: --place Hama
    SELECT … WHERE { …
      #? place: VALUES ?wanted { ?? } ?report ckg:place ?wanted .
    }

A line `#? NAME: …` becomes part of the query when the parameter is given, with its terms in place of `??`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from kg import resources
from kg.errors import ResourceError, UsageError

Kind = Literal["place", "actor", "concept", "date", "integer", "text", "report", "article"]

_PARAMETER = re.compile(
    r"(?P<kind>[a-z]+)(?: (?P<scheme>[a-z-]+))?(?: = (?P<default>[^;,]+))?(?P<required>, required)?; (?P<text>\S.*)"
)
_HEADER = re.compile(r"#\+(?P<indent> +)(?P<key>[A-Za-z][\w-]*):(?: (?P<value>.*))?")
_SWITCH = re.compile(r"\s*#\? (?P<name>[\w-]+): \S")
_LIST = "list; "


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """Something the user may say about a question."""

    name: str
    kind: Kind
    description: str
    scheme: str | None = None  # of a concept
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One question and what its header says about it."""

    name: str
    title: str
    text: str
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()  # columns that hold several values in one cell
    example: str = ""


@cache
def load_queries() -> dict[str, Query]:
    """Return the questions that come with conflict-kg, by name."""
    found = (load_query(file) for file in sorted(resources.path("queries").glob("*.rq")))
    return {query.name: query for query in found}


def named_query(name: str) -> Query:
    """Return the question called `name`; UsageError names the closest ones."""
    known = load_queries()
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(close)}?" if close else "list them with: kg queries"
    raise UsageError(f"no query is called {name!r}; {advice}")


def load_query(path: str | Path) -> Query:
    """Read a query file, with or without a header."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the query file {file}: {error}") from error
    plain, parameters, columns = _header(file, text)
    query = Query(
        name=file.stem,
        title=plain.get("title", file.stem),
        text=text,
        description=plain.get("description", ""),
        parameters=tuple(parameters),
        columns={name: said.removeprefix(_LIST) for name, said in columns.items()},
        lists=frozenset(name for name, said in columns.items() if said.startswith(_LIST)),
        example=plain.get("example", ""),
    )
    _check_switches(file, query)
    return query


def switch(line: str) -> str | None:
    """Return the parameter that turns `line` on, None for a line that is always on."""
    found = _SWITCH.match(line)
    return found["name"] if found else None


def _header(file: Path, text: str) -> tuple[dict[str, str], list[Parameter], dict[str, str]]:
    plain: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: dict[str, str] = {}
    section = ""
    for number, indent, key, said in _header_lines(file, text):
        if indent == 1:
            section = key if not said else ""
            plain |= {key: said} if said else {}
        elif section == "parameters":
            parameters.append(_parameter(f"{file}:{number}", key, said))
        elif section == "columns":
            columns[key] = said
        else:
            raise ResourceError(f"{file}:{number}: '{key}' stands under neither parameters nor columns")
    return plain, parameters, columns


def _header_lines(file: Path, text: str) -> Iterator[tuple[int, int, str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        found = _HEADER.fullmatch(line.rstrip())
        if not found:
            raise ResourceError(f"{file}:{number}: write header lines as '#+ key: value'")
        yield number, len(found["indent"]), found["key"], (found["value"] or "").strip()


def _parameter(where: str, name: str, said: str) -> Parameter:
    found = _PARAMETER.fullmatch(said)
    if not found or found["kind"] not in get_args(Kind) or (found["kind"] == "concept") != bool(found["scheme"]):
        kinds = ", ".join(get_args(Kind))
        raise ResourceError(f"{where}: write '{name}: KIND; what it is' with KIND one of {kinds} (concept SCHEME)")
    return Parameter(
        name=name,
        kind=cast(Kind, found["kind"]),
        scheme=found["scheme"],
        default=found["default"],
        required=bool(found["required"]),
        description=found["text"],
    )


def _check_switches(file: Path, query: Query) -> None:
    names = {parameter.name for parameter in query.parameters}
    used = {name for line in query.text.splitlines() if (name := switch(line)) is not None}
    if names != used:
        odd = ", ".join(sorted(names ^ used))
        raise ResourceError(f"{file}: each parameter needs a '#?' line and each '#?' line a parameter; look at: {odd}")
