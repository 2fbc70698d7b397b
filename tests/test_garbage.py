"""How often garbage is searched for."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from kg.garbage import SELDOM, search_seldom, seldom_searched


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(("before", "during"), [(700, SELDOM), (SELDOM * 2, SELDOM * 2), (0, 0)])
def test_a_search_is_never_made_more_frequent(before: int, during: int) -> None:
    gc.set_threshold(before, 10, 10)
    search_seldom()
    assert gc.get_threshold() == (during, 10, 10)


def _fail() -> None:
    assert gc.get_threshold()[0] == SELDOM
    raise ValueError("inside")


def test_the_caller_keeps_its_own_setting_even_after_an_error() -> None:
    gc.set_threshold(701, 11, 12)
    with pytest.raises(ValueError, match="inside"):
        seldom_searched()(_fail)()
    assert gc.get_threshold() == (701, 11, 12)
