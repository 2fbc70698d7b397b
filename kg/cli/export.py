"""`kg export`: the reports or the graph in a format that other tools read."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.cli.console import say, write
from kg.errors import UsageError

GRAPH_FORMATS = ("nq", "trig", "ttl", "jsonld")
PLACE_FORMATS = ("lpf",)
REPORT_FORMATS = ("jsonl", "csv", "geojson")


@click.group()
def export() -> None:
    """Write the reports or the graph in a format that other tools read."""


@export.command()
@options.store
@options.base
@click.option(
    "--format", "form", type=click.Choice(REPORT_FORMATS), default="jsonl", show_default=True, help="What to write."
)
@options.output
@options.quiet
def reports(store: Path, base: str, form: str, output: Path | None, quiet: bool) -> None:
    """Write all reports: JSON lines in the public shape, CSV with one row each, or GeoJSON for a map."""
    from kg import export as exporting
    from kg.store import open_store

    written = exporting.write_reports(open_store(store, read_only=True, base=base), form)
    write(written, output)


@export.command()
@options.store
@options.base
@click.option(
    "--format", "form", type=click.Choice(REPORT_FORMATS), default="jsonl", show_default=True, help="What to write."
)
@options.output
def events(store: Path, base: str, form: str, output: Path | None) -> None:
    """Write all events: JSON lines with their tolls and who is accused by whom, CSV, or GeoJSON for a map."""
    from kg import export as exporting
    from kg.store import open_store

    write(exporting.write_events(open_store(store, read_only=True, base=base), form), output)


@export.command()
@options.store
@options.base
@click.option(
    "--format", "form", type=click.Choice(PLACE_FORMATS), default="lpf", show_default=True, help="What to write."
)
@options.output
def places(store: Path, base: str, form: str, output: Path | None) -> None:
    """Write all places with their ids and links, and the units they lie in: Linked Places (GeoJSON-LD)."""
    from kg.export.linked_places import write_places
    from kg.store import open_store

    write(write_places(open_store(store, read_only=True, base=base)), output)


@export.command()
@options.store
@options.base
@click.option("--format", "form", type=click.Choice(GRAPH_FORMATS), help="Default: what the name of --output says.")
@options.output
@options.quiet
def graph(store: Path, base: str, form: str | None, output: Path | None, quiet: bool) -> None:
    """Write the whole graph: N-Quads, TriG, JSON-LD, or Turtle without the graph names; all sorted."""
    from kg import export as exporting
    from kg.store import open_store

    target = graph_format(output, form)
    write(exporting.graph(open_store(store, read_only=True, base=base), target), output)
    say(f"wrote {output}", quiet=quiet or output is None)


def graph_format(output: Path | None, form: str | None) -> str:
    """Return the graph format that was asked for, or that the file's name says."""
    if form is not None:
        return form
    suffix = output.suffix.removeprefix(".") if output is not None else "nq"
    if suffix not in GRAPH_FORMATS:
        raise UsageError(f"cannot tell the format of {output} from its name; add --format {'|'.join(GRAPH_FORMATS)}")
    return suffix
