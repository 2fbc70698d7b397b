"""conflict-kg from Python: open a graph, ask it, read an article.

>>> import kg
>>> graph = kg.open("graph")
>>> for row in graph.query("attacks-by-weapon", weapon="barrel-bomb"):
...     print(row["weapon"], row["reports"])
barrel-bomb 1
>>> graph.query("articles", columns=["article", "issued"])[0]
{'article': '01-kafr-halun-hospital', 'issued': '2018-03-14'}
>>> for report in kg.read("Airstrikes hit a school in Zahra on 3 May 2018, killing two teachers."):
...     print(report["date"]["edtf"], report["facilities"][0]["type"], report["casualties"][0]["min"])
2018-05-03 School 2
>>> graph.close()
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from kg.errors import UsageError
from kg.ids import DATA

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.query import Given
    from kg.store import Store
    from kg.validate import Finding

Row = dict[str, str | int | float | None]
FRAMES = ("pandas", "polars")


class Rows(Sequence[Row]):
    """The answer to a question: a sequence of rows, each a dictionary by column."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str | int | float | None]]) -> None:
        self.columns = tuple(columns)
        self._rows = [dict(zip(columns, row, strict=True)) for row in rows]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def frame(self, library: str | None = None) -> Any:
        """Return the rows as a data frame of pandas or polars, whichever is installed."""
        wanted = [library] if library is not None else list(FRAMES)
        found = next((name for name in wanted if name in FRAMES and find_spec(name) is not None), None)
        if found is None:
            raise UsageError(f"{' and '.join(wanted)} not found; install pandas or polars, or use the rows as they are")
        columns = {name: [row[name] for row in self._rows] for name in self.columns}
        return import_module(found).DataFrame(columns)


class Graph:
    """A graph on disk, open for reading."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; the graph cannot be asked afterwards."""
        self.store.close()

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self.store)

    def query(
        self,
        question: str | Path,
        *,
        columns: Sequence[str] | None = None,
        timeout: float | None = None,
        **given: Given,
    ) -> Rows:
        """Ask a question of the library by name, or a `.rq` file; `given` are its parameters.

        A parameter whose name is a Python keyword gets an underscore: `from_="2017-09"`.
        """
        from kg.query import load_query, named_query, run

        own = isinstance(question, Path) or question.endswith(".rq")
        asked = load_query(question) if own else named_query(str(question))
        found = run(self.store, asked, {name.rstrip("_"): value for name, value in given.items()}, timeout=timeout)
        rows = Rows(found.columns, found.rows)
        return rows if columns is None else _chosen(rows, columns)

    def sparql(self, text: str, *, timeout: float | None = None) -> Rows:
        """Ask a SPARQL query that only reads."""
        from kg.query.tables import table

        found = table(self.store.query(text, timeout=timeout))
        return Rows(found.columns, found.rows)

    def reports(self) -> Iterator[dict[str, Any]]:
        """Yield all reports in their public shape, sorted by article and place in its text."""
        from kg.export import reports

        return reports(self.store)

    def validate(self) -> list[Finding]:
        """Return all that is wrong with the graph."""
        from kg.validate import validate

        return validate(self.store, base=self.store.base)

    def dataset(self) -> Dataset:
        """Return a copy in memory as an rdflib Dataset whose default graph is the union of all."""
        from rdflib import Dataset

        held = Dataset(default_union=True)
        held.parse(data=b"".join(line + b"\n" for line in self.store.lines()).decode("utf-8"), format="nquads")
        return held


def open(path: str | Path = "graph", *, base: str = DATA) -> Graph:
    """Open the graph in the folder `path`, as `kg build` made it, for reading."""
    from kg.store import open_store

    return Graph(open_store(path, read_only=True, base=base))


def read(article: str | Path | Mapping[str, Any], *, published: str | None = None) -> list[dict[str, Any]]:
    """Return the reports that one article tells, in their public shape.

    `article` is its text, the path of a file, or a mapping with `text` and what else a line of JSON may have.
    """
    from kg import nlp, rdf
    from kg.pipeline import read_article
    from kg.sources import Rejected, read_articles

    if isinstance(article, Path):
        items = list(read_articles([article]))
    else:
        record = {"text": article, "published": published} if isinstance(article, str) else dict(article)
        items = list(read_articles(["-"], stdin=BytesIO(json.dumps(record).encode("utf-8"))))
    made = []
    for item in items:
        if isinstance(item, Rejected):
            raise UsageError(f"{item.origin}: {item.message} [{item.reason}]")
        reading = read_article(item, nlp.load())
        made += [rdf.report_json(report, reading) for report in reading.reports]
    return made


def _chosen(rows: Rows, columns: Sequence[str]) -> Rows:
    unknown = [name for name in columns if name not in rows.columns]
    if unknown:
        raise UsageError(f"no column {', '.join(unknown)}; there are: {', '.join(rows.columns)}")
    return Rows(columns, [[row[name] for name in columns] for row in rows])
