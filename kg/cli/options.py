"""Options that several commands share, so that they are called and documented alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.ids import DATA

STORE = "graph"
F = TypeVar("F", bound=Callable[..., Any])

store = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path(STORE),
    show_default=True,
    envvar="KG_STORE",
    show_envvar=True,
    help="Folder that holds the graph.",
)
endpoint = click.option(
    "--endpoint",
    metavar="URL",
    envvar="KG_ENDPOINT",
    show_envvar=True,
    help="Ask the SPARQL endpoint at this address, not a store here.",
)
base = click.option(
    "--base",
    default=DATA,
    show_default=True,
    envvar="KG_BASE",
    show_envvar=True,
    metavar="IRI",
    help="What the IRIs of the data begin with: the same for all commands on one store.",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, not to standard output.",
)
model = click.option(
    "--model",
    metavar="NAME|PATH",
    help="Read with this installed spaCy pipeline, not with the model that ships with conflict-kg.",
)
gazetteers = click.option(
    "--gazetteers",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KG_GAZETTEERS",
    show_envvar=True,
    help="Folder of added gazetteers; by default `gazetteers` under $KG_HOME or in the user's data folder.",
)


def timeout(seconds: float, *, help: str) -> Callable[[F], F]:
    """Return the option of a command that stops by itself, `seconds` being its default."""
    return click.option(
        "--timeout", type=click.FloatRange(min=1), default=seconds, show_default=True, metavar="SECONDS", help=help
    )
