"""Finds `ontology/`, `shapes/`, `queries/` and `samples/` in a checkout or in an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


@cache
def path(name: str) -> Path:
    """Return the folder or file `name` ("ontology/schemes", "queries") of this installation."""
    for root in (_PACKAGE / "data", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise ResourceError(f"conflict-kg's own files are incomplete: no '{name}' beside {_PACKAGE}; reinstall the package")
