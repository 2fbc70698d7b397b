"""`kg validate`: is the graph as it should be?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli import options
from kg.cli.console import say, write

FORMATS = ("table", "turtle", "json")
SHOWN = 100  # findings in a table on a terminal; a pipe or file gets all


@click.command()
@options.store
@options.base
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it."
)
@options.output
@options.quiet
def validate(store: Path, base: str, form: str, output: Path | None, quiet: bool) -> int:
    """Check the graph against the SHACL shapes and the check queries.

    Exit status: 0 no violations (there may be warnings), 1 violations, 2 wrong usage, 3 and above: it could not
    be checked.
    """
    from kg import validate as checking
    from kg.store import open_store

    held = open_store(store, read_only=True, base=base)
    damaged = held.damaged()
    for graph in damaged:
        say(f"error: {graph} is not what was written; build its article again")
    findings = checking.validate(held, base=held.base)
    limit = SHOWN if output is None and sys.stdout.isatty() else None
    if form == "table":
        text = checking.to_table(findings, limit=limit)
    else:
        text = checking.to_json(findings) if form == "json" else checking.to_turtle(findings, base=held.base)
    write(text.encode("utf-8"), output)
    say(f"checked {len(held.known())} articles in {store}", quiet=quiet)
    return 1 if damaged else checking.exit_code(findings)
