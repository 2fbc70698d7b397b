"""`kg export ontology`, `kg export description` and `kg verify`: the graph for archives and catalogues."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.cli.console import say, write
from kg.cli.export import export

ONTOLOGY_FORMATS = ("xml", "ttl", "nt")


@export.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(ONTOLOGY_FORMATS),
    default="xml",
    show_default=True,
    help="RDF/XML, Turtle or N-Triples.",
)
@options.output
def ontology(form: str, output: Path | None) -> None:
    """Write the vocabulary: ontology, schemes, alignments and authority files."""
    from kg.export.graphs import ontology as written

    write(written(form), output)


@export.command()
@options.store
@options.base
@options.output
def description(store: Path, base: str, output: Path | None) -> None:
    """Write a description of the graph for catalogues (VoID and DCAT, Turtle): counts, licences, links."""
    from kg.export.description import description as written
    from kg.store import open_store

    write(written(open_store(store, read_only=True, base=base)), output)


@click.command()
@options.store
@options.base
@options.quiet
def verify(store: Path, base: str, quiet: bool) -> int:
    """Recompute every hash in the graph, of articles, texts and whole graphs, and name what differs.

    Exit status: 0 all is as it was written, 1 something differs.
    """
    from kg.export.verify import verify as recompute
    from kg.store import open_store

    found = recompute(open_store(store, read_only=True, base=base))
    for difference in found.differences:
        say(f"error: {difference.graph} {difference.what}; build its article again")
    say(
        f"{found.graphs} graphs, {found.articles} articles and {found.texts} texts checked, "
        f"{len(found.differences)} differ",
        quiet=quiet,
    )
    return 1 if found.differences else 0
