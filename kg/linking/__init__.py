"""Resolves what was named to what is known: places to gazetteer entries, by the context of the article."""

from __future__ import annotations

from kg.linking.gazetteer import Gazetteer, load_gazetteer
from kg.linking.resolve import link_places

__all__ = ["Gazetteer", "link_places", "load_gazetteer"]
