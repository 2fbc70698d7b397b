"""`kg query` and `kg queries`: questions and answers."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.console import say, show, show_table, write
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import Query, Table
    from kg.store.asking import Asked

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")
_OPTION = re.compile(r"--(?P<name>[A-Za-z][\w-]*)(?:=(?P<value>.*))?", re.DOTALL)


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", metavar="NAME|FILE.rq")
@options.store
@options.endpoint
@options.base
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it."
)
@click.option("--columns", metavar="NAME,NAME…", help="Show only these columns, in this order.")
@options.output
@click.option("--timeout", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Stop the query after this time.")
@options.quiet
@click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]…")
def query(
    name: str,
    store: Path,
    endpoint: str | None,
    base: str,
    form: str,
    columns: str | None,
    output: Path | None,
    timeout: float | None,
    quiet: bool,
    given: tuple[str, ...],
) -> None:
    """Ask the graph a question: one of the library by NAME, or a SPARQL file of your own.

    Each question has its own parameters (kg queries NAME lists them), for example
    --place Idlib --from 2018-03 --to 2018-04; a parameter that is given twice means either value.
    """
    from kg.query import load_query, named_query, render, run

    asked = load_query(name) if _is_file(name) else named_query(name)
    parameters = dict(_grouped(read_parameters(given)))
    found = run(_asked(store, endpoint, base), asked, parameters, timeout=timeout)
    found = found if columns is None else _chosen(found, columns)
    if output is not None:
        write(render(found, form).encode("utf-8"), output)
    elif form == "table" and sys.stdout.isatty():
        _show_on_terminal(found)
    else:
        show(render(found, form))
    say(f"{len(found.rows)} row{'s' if len(found.rows) != 1 else ''}", quiet=quiet)


@click.command()
@click.argument("name", required=False)
def queries(name: str | None) -> None:
    """List the questions of the library, or what one of them asks and takes."""
    from kg.query import load_queries, named_query

    if name is None:
        found = load_queries()
        show_table(("name", "question"), [(key, found[key].title) for key in sorted(found)])
        say("next: kg queries NAME for its parameters, kg query NAME to run it")
    else:
        show(_described(named_query(name)))


def read_parameters(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield name and value of each `--name value` and `--name=value`."""
    words = iter(given)
    for word in words:
        found = _OPTION.fullmatch(word)
        if not found:
            raise UsageError(f"'{word}' is no parameter; write --NAME VALUE, as in --place Idlib")
        value = found["value"] if found["value"] is not None else next(words, None)
        if value is None:
            raise UsageError(f"--{found['name']} needs a value")
        yield found["name"], value


def _grouped(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return iter(values.items())


def _asked(store: Path, endpoint: str | None, base: str) -> Asked:
    if endpoint is not None:
        from kg.store.remote import Endpoint

        return Endpoint(address=endpoint, base=base)
    from kg.store import open_store

    return open_store(store, read_only=True, base=base)


def _is_file(name: str) -> bool:
    return name.endswith((".rq", ".sparql")) or "/" in name


def _described(asked: Query) -> str:
    lines = [asked.title, "", asked.description, ""] if asked.description else [asked.title, ""]
    for parameter in asked.parameters:
        kind = f"{parameter.scheme} concept" if parameter.scheme else parameter.kind
        extra = ", required" if parameter.required else f", default {parameter.default}" if parameter.default else ""
        lines.append(f"  --{parameter.name:12} {parameter.description} ({kind}{extra})")
    if asked.columns:
        lines += ["", "columns:", *(f"  {column:14} {said}" for column, said in asked.columns.items())]
    lines += ["", f"example: kg query {asked.name} {asked.example}".rstrip()]
    return "\n".join(lines)


def _chosen(found: Table, columns: str) -> Table:
    names = [name.strip() for name in columns.split(",")]
    unknown = [name for name in names if name not in found.columns]
    if unknown:
        raise UsageError(f"no column {', '.join(unknown)}; there are: {', '.join(found.columns)}")
    places = [found.columns.index(name) for name in names]
    return replace(found, columns=tuple(names), rows=tuple(tuple(row[at] for at in places) for row in found.rows))


def _show_on_terminal(found: Table) -> None:
    from kg.query import cells

    show_table(found.columns, cells(found))
