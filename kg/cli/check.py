"""`kg validate`: is the graph as it should be?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.console import say, write

if TYPE_CHECKING:
    from kg.validate import Finding

FORMATS = ("table", "turtle", "json")
SHOWN = 100  # findings in a table on a terminal; a pipe or file gets all


@click.command()
@options.store
@options.endpoint
@options.base
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it."
)
@options.output
@options.timeout(60.0, help="Stop a check query at an endpoint after this time.")
@options.quiet
def validate(
    store: Path, endpoint: str | None, base: str, form: str, output: Path | None, timeout: float, quiet: bool
) -> int:
    """Check the graph against the SHACL shapes and the check queries; at an endpoint, the check queries only.

    Exit status: 0 no violations (there may be warnings), 1 violations, 2 wrong usage, 3 and above: it could not
    be checked.
    """
    from kg import validate as checking

    findings, damaged, what = _checked(store, endpoint, base, timeout)
    for graph in damaged:
        say(f"error: {graph} is not what was written; build its article again")
    limit = SHOWN if output is None and sys.stdout.isatty() else None
    if form == "table":
        text = checking.to_table(findings, limit=limit)
    else:
        text = checking.to_json(findings) if form == "json" else _turtle(findings, base)
    write(text.encode("utf-8"), output)
    say(f"checked {what}", quiet=quiet)
    return 1 if damaged else checking.exit_code(findings)


def _turtle(findings: list[Finding], base: str) -> str:
    from kg.validate.engine import to_turtle

    return to_turtle(findings, base=base)


def _checked(store: Path, endpoint: str | None, base: str, timeout: float) -> tuple[list[Finding], list[str], str]:
    """Return the findings, the graphs that are not what was written, and what was checked."""
    from kg import validate as checking

    if endpoint is not None:
        from kg.store.remote import Endpoint

        found = checking.check_endpoint(Endpoint(address=endpoint, base=base, timeout=timeout))
        return found, [], f"{endpoint} with {len(checking.load_checks())} check queries"
    from kg.store import open_store

    held = open_store(store, read_only=True, base=base)
    return checking.validate(held, base=base), held.damaged(), f"{len(held.known())} articles in {store}"
