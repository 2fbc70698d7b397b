"""`kg build`: articles in, a graph out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kg.cli import options
from kg.cli.console import progress, say, show_table, write
from kg.errors import UsageError
from kg.ids import DATA

if TYPE_CHECKING:
    from kg.pipeline import Summary
    from kg.store import Store

SUFFIXES = {".nq": "nq", ".trig": "trig", ".ttl": "ttl"}


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES…")
@options.store
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the graph to FILE.nq, .trig or .ttl; without --store, nothing but this file is kept.",
)
@click.option("--format", "form", type=click.Choice(sorted(SUFFIXES.values())), help="Format of --output.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="one for each core, at most 8",
    help="Number of reading processes.",
)
@options.model
@click.option("--base", default=DATA, show_default=True, help="What the IRIs of the data begin with.")
@click.option("--explain", is_flag=True, help="List what was noticed in the articles but not coded, and why.")
@click.option("--no-validate", is_flag=True, help="Do not validate what was written.")
@options.quiet
@click.pass_context
def build(
    context: click.Context,
    articles: tuple[str, ...],
    store: Path,
    output: Path | None,
    form: str | None,
    workers: int,
    model: str | None,
    base: str,
    explain: bool,
    no_validate: bool,
    quiet: bool,
) -> int:
    """Read ARTICLES into a graph.

    ARTICLES are .txt, .html and .jsonl files, folders of them, or - for standard input. Only articles that are
    new or changed are read; each one's graph is replaced whole. Inputs that cannot be read are listed with the
    reason, and the run goes on.

    Exit status 1: something that was written breaks a shape or a check (kg validate tells what).
    """
    from kg import pipeline
    from kg.store import memory_store, open_store

    target = _format(output, form)
    keep = output is None or context.get_parameter_source("store") != ParameterSource.DEFAULT
    held = open_store(store, base=base) if keep else memory_store(base=base)
    with progress("reading", quiet=quiet) as on_progress:
        summary = pipeline.build(
            articles,
            store=held,
            workers=workers,
            model=model,
            base=base,
            check=not no_validate,
            on_progress=on_progress,
        )
    _report(summary, str(store) if keep else str(output), quiet=quiet)
    if explain:
        _explain(held, articles)
    if output and target:
        from kg import export

        write(export.graph(held, target), output)
    return 1 if any(f.severity == "violation" for f in summary.findings) else 0
