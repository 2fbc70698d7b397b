"""conflict-kg reads articles on armed conflict and turns them into a citable knowledge graph."""

__version__ = "0.1.0"
