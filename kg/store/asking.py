"""What a question is put to: a store of our own or one elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pyoxigraph as ox

from kg.store.embedded import Answer


class Asked(Protocol):
    """Something that answers SPARQL queries about our graphs."""

    @property
    def base(self) -> str:
        """What the IRIs of its data begin with."""
        ...

    def query(
        self,
        text: str,
        substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
        timeout: float | None = None,
        *,
        union: bool = True,
    ) -> Answer:
        """Run a query that only reads."""
        ...
