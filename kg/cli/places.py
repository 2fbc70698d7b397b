"""`kg places` and `kg unresolved`: where articles say things are, and which names could not be put on a map."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kg.cli import options
from kg.cli.console import progress, say, show_table, write


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
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Names to list.")
@options.gazetteers
@options.model
@options.quiet
def unresolved(articles: tuple[str, ...], limit: int, gazetteers: Path | None, model: str | None, quiet: bool) -> None:
    """List the places in ARTICLES that could not be resolved, the most frequent first.

    A table of these names with their coordinates can be added with kg gazetteer add.
    """
    from kg.pipeline import placing

    found = placing.unresolved(_rows(articles, gazetteers, model, quiet=quiet))
    columns = ("mentions", "name", "within", "candidates", "articles")
    show_table(
        columns,
        [
            (str(u.mentions), u.name, ", ".join(u.within), " | ".join(u.candidates[:3]), " ".join(u.articles[:3]))
            for u in found[:limit]
        ],
    )
    say(f"{len(found)} names unresolved", quiet=quiet)


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
