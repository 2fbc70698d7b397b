"""Where the command line speaks: results go to stdout, all else to stderr; colour and progress on terminals only."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UsageError


def say(text: str, *, quiet: bool = False) -> None:
    """Write a line for the user to stderr, unless `quiet`."""
    if not quiet:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def show(text: str) -> None:
    """Write a result to stdout."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def write(body: bytes, output: Path | None) -> None:
    """Write a result to the file `output`, or to stdout."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(body)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}; name another file with --output") from error


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: drawn for a terminal, in plain aligned columns for a pipe or file."""
    if not sys.stdout.isatty():
        show(_plain_table(columns, rows))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_escape(cell) for cell in row))
    Console(no_color=is_colourless(), highlight=False).print(table)


def is_colourless() -> bool:
    """Tell whether the user wants no colour (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on stderr while the block runs; nothing where stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True, no_color=is_colourless()), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = [list(columns), *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines) + "\n"


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _escape(cell: str) -> str:
    return cell.replace("[", r"\[")
