"""One run as a PROV activity, in a named graph of its own; equal runs have equal graphs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.ids import DATA, digest, graph_iri, iri, slug
from kg.model import Run
from kg.rdf.facts import kinds, link, value
from kg.terms import CKG, PROV, RDFS


def _run_key(run: Run) -> str:
    return digest(run.version, run.model, run.model_hash, run.rules_hash, *(f"{k}={v}" for k, v in sorted(run.config)))


def run_iri(run: Run, *, base: str = DATA) -> str:
    """Return the IRI of a run: a hash of what it was made with."""
    return iri("run", _run_key(run), base=base)


def run_quads(run: Run, *, base: str = DATA) -> Iterator[Quad]:
    """Yield the quads of one run's graph, sorted."""
    node = run_iri(run, base=base)
    agent = iri("software", slug(f"conflict-kg-{run.version}"), base=base)
    facts = chain(
        kinds(node, PROV.Activity, CKG.Run),
        link(node, PROV.wasAssociatedWith, [agent]),
        value(node, CKG.softwareVersion, run.version),
        value(node, CKG.model, run.model),
        value(node, CKG.modelHash, run.model_hash),
        value(node, CKG.rulesHash, run.rules_hash),
        chain.from_iterable(value(node, CKG.config, f"{name}={setting}") for name, setting in run.config),
        kinds(agent, PROV.SoftwareAgent),
        value(agent, RDFS.label, f"conflict-kg {run.version}"),
    )
    graph = NamedNode(graph_iri("run", _run_key(run), base=base))
    yield from sorted({Quad(s, p, o, graph) for s, p, o in facts}, key=str)
