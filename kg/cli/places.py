"""`kg places` and `kg unresolved`: where articles say things are, and which names could not be put on a map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.console import progress, say, show_table, write

if TYPE_CHECKING:
    from kg.pipeline.placing import Unresolved


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES…")
@options.output
@options.gazetteers
@options.model
@options.quiet
def places(
    articles: tuple[str, ...], output: Path | None, gazetteers: Path | None, model: str | None, quiet: bool
) -> None:
    """Write every place that ARTICLES name, with what it was resolved to, as JSON lines.

    One line for each naming, with or without an event: article, mention, start, end, name, lat, lon, geonames,
    pcode, precision, score, candidates. A name that may be several places has candidates and no point; the point of
    a country is its middle.
    """
    rows = list(_rows(articles, gazetteers, model, quiet=quiet))
    write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(), output)
    placed = sum(row["lat"] is not None for row in rows)
    say(f"{len(rows)} places named, {placed} with coordinates", quiet=quiet)


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES…")
@click.option(
    "--csv",
    "listing",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all names to this CSV file, to be filled in, and list none.",
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Names to list.")
@options.gazetteers
@options.model
@options.quiet
def unresolved(
    articles: tuple[str, ...],
    listing: Path | None,
    limit: int,
    gazetteers: Path | None,
    model: str | None,
    quiet: bool,
) -> None:
    """List the places in ARTICLES that could not be resolved, the most frequent first.

    To give them coordinates: kg unresolved … --csv places.csv, fill in the columns lat and lon of the names that you
    know, then kg gazetteer add places.csv. Rows without them are passed over.
    """
    from kg.pipeline import placing

    found = placing.unresolved(_rows(articles, gazetteers, model, quiet=quiet))
    if listing:
        write(_to_fill_in(found), listing)
    else:
        rows = [(str(u.mentions), u.name, *_told(u, most=3)) for u in found[:limit]]
        show_table(("mentions", "name", "within", "candidates", "articles"), rows)
    say(f"{len(found)} names unresolved", quiet=quiet)


def _told(unresolved: Unresolved, most: int | None = None) -> tuple[str, str, str]:
    return (
        ", ".join(unresolved.within),
        " | ".join(unresolved.candidates[:most]),
        " ".join(unresolved.articles[:most]),
    )


def _to_fill_in(found: Sequence[Unresolved]) -> bytes:
    """Return a table with empty columns for coordinates; what the articles say stands behind them."""
    from kg.query import Table, render

    columns = ("name", "lat", "lon", "country", "mentions", "within", "candidates", "articles")
    rows = tuple((u.name, "", "", "", str(u.mentions), *_told(u)) for u in found)
    return render(Table(columns=columns, rows=rows), "csv").encode()


def _rows(
    inputs: tuple[str, ...], gazetteers: Path | None, model: str | None, *, quiet: bool
) -> Iterator[dict[str, Any]]:
    from kg import linking, nlp
    from kg.pipeline.building import take_in
    from kg.pipeline.placing import place_rows

    found, rejected = take_in(inputs)
    for item in rejected:
        say(f"rejected: {item.origin}: {item.message} [{item.reason}]", quiet=quiet)
    reader, places_known = nlp.load(model), linking.load_gazetteer(gazetteers)
    with progress("reading", quiet=quiet) as on_progress:
        for done, article in enumerate(found, start=1):
            yield from place_rows(article, reader, places_known)
            on_progress(done, len(found))
