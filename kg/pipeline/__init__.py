"""Puts the stages together: articles in, a graph in the store out."""

from kg.pipeline.building import Summary, build, describe_run
from kg.pipeline.linking import Linked, link_events
from kg.pipeline.reading import FAILED, read_article

__all__ = ["FAILED", "Linked", "Summary", "build", "describe_run", "link_events", "read_article"]
