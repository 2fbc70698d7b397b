"""Writes readings, runs and the vocabulary as RDF: named graphs of IRIs and literals, never a blank node."""

from __future__ import annotations

from kg.rdf.article import article_quads
from kg.rdf.events import event_quads, events_graph, former_graph, former_quads, link_quads, links_graph
from kg.rdf.facts import link
from kg.rdf.gazetteer import gazetteer_graph, gazetteer_quads
from kg.rdf.public import report_json
from kg.rdf.report import radius
from kg.rdf.run import run_iri, run_quads
from kg.rdf.vocabulary import ontology_triples, reasoning_view, vocabulary_graph, vocabulary_quads

__all__ = [
    "article_quads",
    "event_quads",
    "events_graph",
    "former_graph",
    "former_quads",
    "gazetteer_graph",
    "gazetteer_quads",
    "link",
    "link_quads",
    "links_graph",
    "ontology_triples",
    "radius",
    "reasoning_view",
    "report_json",
    "run_iri",
    "run_quads",
    "vocabulary_graph",
    "vocabulary_quads",
]
