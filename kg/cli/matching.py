"""`kg link` and `kg reconcile`: the places of the graph looked up in other collections."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.cli.console import progress, say

again = click.option("--again", is_flag=True, help="Ask for all places, also those of an earlier run.")
timeout = click.option(
    "--timeout", type=click.FloatRange(min=1), default=60.0, show_default=True, help="Seconds to wait for an answer."
)


@click.command()
@click.option("--endpoint", required=True, metavar="URL", help="Address of the SPARQL endpoint that is asked.")
@again
@click.option("--page", type=click.IntRange(min=1), default=1000, show_default=True, help="Rows asked for at a time.")
@timeout
@options.store
@options.base
@options.quiet
def link(endpoint: str, again: bool, page: int, timeout: float, store: Path, base: str, quiet: bool) -> None:
    """Add Wikidata ids to the places of the graph, from any SPARQL endpoint with data in Wikidata's form.

    A place is found by its number in GeoNames, else by name, country and distance. Each entry looked at is kept with
    its score and the reason, also where it was rejected. A run that broke off goes on where it stopped.
    """
    from kg.pipeline.matching import link_places
    from kg.store import open_store

    with open_store(store, base=base) as opened, progress("looking up", quiet=quiet) as shown:
        found = link_places(opened, endpoint, again=again, page=page, timeout=timeout, on_progress=shown)
    say(_told(found.asked, found.linked, found.left), quiet=quiet)


@click.command()
@click.option("--service", required=True, metavar="URL", help="Address of the reconciliation service (version 0.2).")
@click.option("--type", "kind", metavar="ID", help="Type of entity to ask for, such as Q486972 in Wikidata.")
@click.option(
    "--accept",
    type=float,
    metavar="SCORE",
    help="Take the best candidate as a close match from this score on, where the service itself is not sure.",
)
@again
@timeout
@options.store
@options.base
@options.quiet
def reconcile(
    service: str,
    kind: str | None,
    accept: float | None,
    again: bool,
    timeout: float,
    store: Path,
    base: str,
    quiet: bool,
) -> None:
    """Match the places of the graph by a reconciliation service, such as those that OpenRefine uses.

    What the service is sure of becomes a link; its other candidates are kept with their scores. A run that broke off
    goes on where it stopped.
    """
    from kg.pipeline.matching import reconcile_places
    from kg.store import open_store
    from kg.store.reconciling import describe

    asked = describe(service, timeout=timeout)
    with open_store(store, base=base) as opened, progress("asking", quiet=quiet) as shown:
        found = reconcile_places(
            opened, asked, kind=kind, accept=accept, again=again, timeout=timeout, on_progress=shown
        )
    say(f"{asked.name}: {_told(found.asked, found.linked, found.left)}", quiet=quiet)


def _told(asked: int, linked: int, left: int) -> str:
    earlier = f"; {left} were asked for earlier (--again asks anew)" if left else ""
    return f"{asked} places looked up, {linked} linked{earlier}"
