"""Python's searches for garbage: a tenth of the time of a command that loads tables and models, for next to nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000  # objects that are made between two searches: an article makes several times as many


def search_seldom() -> None:
    """Let this process search for garbage seldom from now on; one that does not search at all is left so."""
    often = gc.get_threshold()[0]
    if often:
        gc.set_threshold(max(SELDOM, often))


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search for garbage seldom for as long as something is done."""
    before = gc.get_threshold()
    search_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
