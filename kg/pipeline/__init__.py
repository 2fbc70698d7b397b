"""Puts the stages together: articles in, a graph in the store out."""

from kg.pipeline.building import Summary, build, describe_run
from kg.pipeline.reading import FAILED, read_article

__all__ = ["FAILED", "Summary", "build", "describe_run", "read_article"]
