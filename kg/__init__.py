"""conflict-kg reads articles on armed conflict and turns them into a citable knowledge graph.

`kg.open` opens a graph, `kg.read` reads one article; see `kg.api`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph, Rows, open, read

__all__ = ["Graph", "Rows", "__version__", "open", "read"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Fetch the Python interface when it is first used: `import kg` stays cheap."""
    if name in ("Graph", "Rows", "open", "read"):
        return getattr(import_module("kg.api"), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
