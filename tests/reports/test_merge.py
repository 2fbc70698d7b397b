"""Which sentences of an article tell one event: the judge, what it may not join, and the trees it is made of."""

import pytest

from kg.reports import forest
from kg.reports.forest import Forest
from tests.reports.test_reports import reading

STUMP = Forest(base=0.0, trees=((("gap", 1.5, 1, 2, 0.0), ("", 0.0, 0, 0, 2.0), ("", 0.0, 0, 0, -2.0)),))


@pytest.mark.parametrize(("gap", "expected"), [(0.0, 0.88), (1.5, 0.88), (2.0, 0.12)])
def test_a_tree_goes_left_up_to_its_limit(gap, expected):
    assert STUMP.probability({"gap": gap}) == pytest.approx(expected, abs=0.01)


def test_a_trait_that_is_not_told_is_zero():
    assert STUMP.probability({}) == STUMP.probability({"gap": 0.0})


def test_the_shipped_trees_are_whole():
    judge = forest.load("same_event")
    assert len(judge.trees) == 100
    for tree in judge.trees:
        below = {child for name, _, *children, _ in tree if name for child in children}
        assert below == set(range(1, len(tree)))  # every node but the first hangs on exactly one


TEXTS = [
    (
        "A car bomb exploded outside a police station in Baidoa on Monday. The blast killed four officers. "
        "Al-Shabaab claimed responsibility for the attack.",
        1,
    ),
    (
        "Shells hit a market in Kadugli on Monday, killing six people. The shelling also damaged a clinic in the town.",
        1,
    ),
    (
        "Shells hit a market in Kadugli on Monday, killing six people. "
        "Two weeks ago, an air strike killed nine people in El Obeid.",
        2,
    ),
    ("Gunmen killed three farmers in Jos. Another bomb exploded in Kano, wounding ten people.", 2),
]


@pytest.mark.parametrize(("text", "reports"), TEXTS)
def test_sentences_of_one_event_make_one_report(text, reports):
    assert len([r for r in reading(text).reports if r.type != "Statement"]) == reports
