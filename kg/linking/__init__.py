"""Resolves what was named to what is known: places to gazetteer entries, by the context of the article."""

from __future__ import annotations

from kg.linking.adding import add as add_gazetteer
from kg.linking.adding import added as added_gazetteers
from kg.linking.adding import default_folder
from kg.linking.adding import remove as remove_gazetteer
from kg.linking.extent import middle
from kg.linking.gazetteer import Gazetteer, country_at, load_gazetteer
from kg.linking.index import Source
from kg.linking.known import country_names
from kg.linking.resolve import link_places
from kg.linking.tables import FORMATS
from kg.linking.told import country_in, is_name

__all__ = [
    "FORMATS",
    "Gazetteer",
    "Source",
    "add_gazetteer",
    "added_gazetteers",
    "country_at",
    "country_in",
    "country_names",
    "default_folder",
    "is_name",
    "link_places",
    "load_gazetteer",
    "middle",
    "remove_gazetteer",
]
