"""`kg build`: articles in, a graph out."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kg.cli import options
from kg.cli.console import progress, say, show_table, write
from kg.cli.export import GRAPH_FORMATS, graph_format

if TYPE_CHECKING:
    from kg.pipeline import Summary
    from kg.store import Store

SHOWN = 20  # rejected inputs that are listed; the rest is counted


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES…")
@options.store
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the graph to FILE.nq, .trig or .ttl; without --store, nothing but this file is kept.",
)
@click.option(
    "--format", "form", type=click.Choice(GRAPH_FORMATS), help="Format of --output, where its name does not say."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="one for each core, at most 8",
    help="Number of reading processes.",
)
@options.gazetteers
@options.model
@options.base
@click.option("--no-names", is_flag=True, help="Write no victim's name, and no text that could hold one.")
@click.option("--no-validate", is_flag=True, help="Do not validate what was written.")
@click.option("--explain", is_flag=True, help="List what was noticed in the articles but not coded, and why.")
@options.quiet
@click.pass_context
def build(
    context: click.Context,
    articles: tuple[str, ...],
    store: Path,
    output: Path | None,
    form: str | None,
    workers: int,
    gazetteers: Path | None,
    model: str | None,
    base: str,
    no_names: bool,
    no_validate: bool,
    explain: bool,
    quiet: bool,
) -> int:
    """Read ARTICLES into a graph.

    ARTICLES are .txt, .html and .jsonl files, folders of them, or - for standard input. Only articles that are
    new or changed are read; each one's graph is replaced whole. Inputs that cannot be read are listed with the
    reason, and the run goes on.

    Exit status 1: something that was written breaks a shape or a check; kg validate tells what.
    """
    from kg import export, pipeline
    from kg.store import memory_store, open_store

    target = graph_format(output, form) if output else None
    keep = output is None or context.get_parameter_source("store") != ParameterSource.DEFAULT
    held = open_store(store, base=base) if keep else memory_store(base=base)
    with progress("reading", quiet=quiet) as on_progress:
        summary = pipeline.build(
            articles,
            store=held,
            workers=workers,
            gazetteers=gazetteers,
            model=model,
            names=not no_names,
            check=not no_validate,
            on_progress=on_progress,
        )
    _say_summary(summary, str(store) if keep else str(output), quiet=quiet)
    if explain:
        _show_refusals(held, summary)
    if target is not None:
        write(export.graph(held, target), output)
    return 1 if any(f.severity == "violation" for f in summary.findings) else 0


def _say_summary(summary: Summary, where: str, *, quiet: bool) -> None:
    reasons = Counter(r.reason for r in summary.rejected)
    for rejected in summary.rejected[:SHOWN]:
        say(f"rejected: {rejected.origin}: {rejected.message} [{rejected.reason}]", quiet=quiet)
    if len(summary.rejected) > SHOWN:
        counts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        say(f"rejected: {len(summary.rejected)} inputs in all: {counts}", quiet=quiet)
    violations = sum(f.severity == "violation" for f in summary.findings)
    if violations:
        say(f"error: {violations} violations in what was written; list them with: kg validate --store {where}")
    parts = [
        _counted(len(summary.written), "article") + " read",
        f"{len(summary.unchanged)} unchanged",
        *([f"{len(summary.replaced)} replaced"] if summary.replaced else []),
        f"{len(summary.rejected)} rejected",
        _counted(summary.reports, "report"),
        _counted(summary.refusals, "passage") + " not coded",
    ]
    say(f"{where}: {', '.join(parts)}", quiet=quiet)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _show_refusals(store: Store, summary: Summary) -> None:
    from kg.query import cells, named_query, run

    keys, told = store.keys(), {*summary.written, *summary.unchanged}
    wanted = {key for article, key in keys.items() if article in told}
    found = run(store, named_query("refusals"), limit=1_000_000_000)
    at = found.columns.index("article")
    show_table(found.columns, [row for row in cells(found) if row[at] in wanted])
