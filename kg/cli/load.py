"""`kg load`: the graph in a triple store elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.console import progress, say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.store.loading import Way

KINDS = ("fuseki", "graphdb", "neptune", "oxigraph", "qlever", "rdf4j", "virtuoso")


@click.command()
@click.argument("url", required=False, metavar="[URL]")
@options.store
@options.base
@click.option("--kind", type=click.Choice(KINDS), default="oxigraph", show_default=True, help="What answers at URL.")
@click.option("--by", type=click.Choice(["put", "update"]), help="How graphs are sent. Default: what suits the store.")
@click.option("--prepare", type=click.Choice(KINDS), help="Send nothing: write files and a script for its bulk loader.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("bulk"),
    show_default=True,
    help="Where --prepare writes.",
)
@options.timeout(120.0, help="Give up a request after this time.")
@options.quiet
def load(
    url: str | None,
    store: Path,
    base: str,
    kind: str,
    by: str | None,
    prepare: str | None,
    output: Path,
    timeout: float,
    quiet: bool,
) -> None:
    """Put the graph into the triple store at URL: the address of the server, or of the repository on it.

    Only graphs that changed since the last load are sent, and those that are gone here are removed there. A load that
    broke off is resumed by the same command. A password or token is taken from KG_USER and KG_PASSWORD, KG_TOKEN, or
    a netrc file.
    """
    from kg.store import open_store

    held = open_store(store, read_only=True, base=base)
    if prepare is not None:
        from kg.export.bulk import prepare as write_files

        script = write_files(held, prepare, output)
        say(f"wrote {output}; next: read and run {script}", quiet=quiet)
        return
    if url is None:
        raise UsageError("name the address of a store, or --prepare files for one")
    from kg.store import loading

    to = loading.target(url, kind, way=_way(by), timeout=timeout)
    with progress("loading", quiet=quiet) as show:
        done = loading.load(held, to, on_progress=show)
    parts = [f"{len(done.sent)} graphs sent", f"{done.unchanged} unchanged", f"{len(done.removed)} removed"]
    say(f"{url}: {', '.join(parts)}; {done.triples} triples there, as many as here", quiet=quiet)


def _way(by: str | None) -> Way | None:
    return None if by is None else "put" if by == "put" else "update"
