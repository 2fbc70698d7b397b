"""Imports spaCy without its command line, which nothing here uses and which takes two fifths of the time.

What imports spaCy imports this first: `spacy.info` comes from the command line, and takes a web client, a terminal
and a templating library with it. Whoever calls it gets it still.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_COMMAND_LINE = "spacy.cli.info"


def _info(*args: Any, **kwargs: Any) -> Any:
    from spacy.cli.info import info

    return info(*args, **kwargs)


def import_spacy() -> None:
    """Import spaCy, where nobody has yet, with a stand-in for the one name that it takes from its command line."""
    if "spacy" in sys.modules:
        return
    stand_in = ModuleType(_COMMAND_LINE)
    vars(stand_in)["info"] = _info
    sys.modules[_COMMAND_LINE] = stand_in
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules[_COMMAND_LINE]


import_spacy()
