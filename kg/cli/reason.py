"""`kg reason`: what follows from the definitions of the ontology?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.console import say, show
from kg.errors import UsageError
from kg.ids import VOCABULARY, graph_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.query import Table
    from kg.reason import Inference
    from kg.store import Store

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")


@click.command()
@options.store
@options.base
@click.option("--check", "only_ontology", is_flag=True, help="Look at the ontology only, not at the data.")
@options.timeout(120.0, help="Stop the reasoner after this time.")
@click.option("--write", "writes", is_flag=True, help="Write what follows into the graph, by rules; needs no Java.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it."
)
@options.quiet
def reason(store: Path, base: str, only_ontology: bool, timeout: float, writes: bool, form: str, quiet: bool) -> int:
    """List what an OWL reasoner infers: attacks on health care, on education, on protected sites.

    With --write, all consequences go into a graph of their own, `…/graph/inferred`, which a later run replaces.

    Without it, Java is needed. Exit status: 0 consistent, 1 a contradiction or a class that nothing can belong to,
    5 no Java.
    """
    from kg import rdf
    from kg.query import render
    from kg.reason import infer
    from kg.store import open_store

    if writes:
        if only_ontology:
            raise UsageError("--check looks at the ontology only, and --write writes; give one of them")
        _write(store, base, quiet=quiet)
        return 0
    held = None if only_ontology else open_store(store, read_only=True, base=base)
    data = "" if held is None else rdf.reasoning_view(_article_quads(held))
    found = infer(data, time_limit=timeout)
    for name in found.unsatisfiable:
        say(f"error: nothing can be a {name}; look at its definition in ontology/conflict.ttl")
    if held is not None:
        show(render(_inferred(found, held), form))
    say("consistent" if not found.unsatisfiable else "consistent, but with empty classes", quiet=quiet)
    return 1 if found.unsatisfiable else 0


def _write(store: Path, base: str, *, quiet: bool) -> None:
    from kg.rdf.inference import consequences, inferred_graph
    from kg.store import open_store

    with open_store(store, read_only=True, base=base) as held:
        graph = inferred_graph(base=base)
        found = consequences((q for q in held.quads() if getattr(q.graph_name, "value", "") != graph), base=base)
    with open_store(store, base=base) as held:
        changed = held.put_graph(graph, found)
    say(f"{store}: {len(found)} consequences in {graph}{'' if changed else ', as before'}", quiet=quiet)


def _article_quads(store: Store) -> Iterator[Quad]:
    prefix = graph_iri("article", "", base=store.base)
    return (quad for quad in store.quads() if str(quad.graph_name).startswith(f"<{prefix}"))


def _inferred(found: Inference, store: Store) -> Table:
    """Return the members of the classes that nobody writes and only a reasoner can tell."""
    from kg.query import Table
    from kg.terms import RDF, SUPERCLASSES

    written = {str(q.object).strip("<>") for q in store.quads() if q.predicate.value == RDF.type}
    told = written | {above for name in written for above in SUPERCLASSES.get(name, ())}
    rows = sorted(
        (name.removeprefix(VOCABULARY), node) for node, classes in found.classes for name in classes if name not in told
    )
    return Table(columns=("class", "node"), rows=tuple(rows))
