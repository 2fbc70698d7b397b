"""A reader shared by the tests of what a text names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg import nlp
from kg.mentions import find_mentions
from kg.model import Article, Furniture, Mention

Find = Callable[..., list[Mention]]


@pytest.fixture(scope="session")
def find() -> Find:
    """Read a text and return what it names."""
    reader = nlp.load()

    def found(text: str, furniture: tuple[Furniture, ...] = ()) -> list[Mention]:
        article = Article(id="a", key="a", text=text, text_sha256="", raw_sha256="", origin="test", furniture=furniture)
        return find_mentions(reader.read(article))

    return found
