"""The `kg` command: errors a user can mend become one line and an exit status, never a traceback."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
from collections.abc import Sequence

import click

import kg
from kg.cli.ask import queries, query
from kg.cli.build import build
from kg.cli.check import validate
from kg.cli.console import say
from kg.cli.describe import verify
from kg.cli.events import diff, event, events, review
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.gazetteer import gazetteer
from kg.cli.load import load
from kg.cli.matching import link, reconcile
from kg.cli.parse import parse
from kg.cli.places import places, unresolved
from kg.cli.reason import reason
from kg.errors import KgError
from kg.garbage import search_seldom

USAGE, INTERRUPTED = 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg", message="%(prog)s %(version)s")
def app() -> None:
    """Turn articles on armed conflict into a graph that can be checked and questioned.

    Results go to standard output, all else to standard error. Exit status: 0 fine; 1 violations or a
    contradiction were found; 2 wrong usage; 3 and above, something else went wrong.
    """


for command in (build, query, queries, validate, verify, export, load, reason):
    app.add_command(command)
for command in (parse, explain, places, unresolved, gazetteer, events, event, review, diff):
    app.add_command(command)
for command in (link, reconcile):
    app.add_command(command)


def _keep() -> None:
    """Spare what stays the last search for garbage, up to a sixth of a short command; DuckDB would call it a leak."""
    if "duckdb" not in sys.modules:
        gc.freeze()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    search_seldom()
    atexit.register(_keep)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="warning: %(message)s")
    try:
        status = app.main(args=arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        status = _usage(error)
    except KgError as error:
        say(f"error: {error}")
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("interrupted; what was written so far is kept")
        status = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough: nothing went wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return USAGE
    path = context.command_path if context else "kg"
    say(f"error: {error.format_message()}")
    say(f"next: {path} --help")
    return USAGE
