"""From pairs to events: no silent chains, judgements count, and nothing depends on the order."""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from factory import AMRIN, DAY, FORD, STRIKE, killed, link, telling

from kg.events.clusters import cluster, contradiction
from kg.events.model import Judgement, Link, Spot, Telling
from kg.pipeline.linking import replaced

A, B, C = STRIKE, telling("b", first=DAY, last=DAY + timedelta(days=1)), telling("c")
LATER = telling("later", first=DAY + timedelta(days=1), last=DAY + timedelta(days=1))


def members(
    tellings: list[Telling], links: list[Link], judgements: list[Judgement] | None = None
) -> set[frozenset[str]]:
    return {frozenset(c.members) for c in cluster(tellings, links, judgements or ())}


def ids(*tellings: Telling) -> frozenset[str]:
    return frozenset(t.id for t in tellings)


def judged(left: Telling, right: Telling, verdict: str) -> Judgement:
    a, b = sorted((left.id, right.id))
    return Judgement(left=a, right=b, verdict=verdict)  # type: ignore[arg-type]


def test_linked_reports_are_one_event_and_each_other_report_is_its_own() -> None:
    assert members([A, B, C], [link(A, B)]) == {ids(A, B), ids(C)}
    assert members([A, B, C], [link(A, B), link(B, C)]) == {ids(A, B, C)}


def test_weak_links_join_nothing() -> None:
    assert members([A, B], [link(A, B, 0.4)]) == {ids(A), ids(B)}


def test_a_total_is_no_part_of_any_event() -> None:
    total = telling("total", aggregate=True)
    assert members([A, total], [link(A, total)]) == {ids(A)}


def test_a_chain_whose_ends_contradict_each_other_is_split_at_its_weakest_link_and_flagged() -> None:
    found = {c.members: c for c in cluster([A, B, LATER], [link(A, B, 0.95), link(B, LATER, 0.7)])}
    assert {frozenset(m) for m in found} == {ids(A, B), ids(LATER)}
    assert found[(LATER.id,)].refused == ((LATER.id, B.id, "days"),)
    assert found[tuple(sorted((A.id, B.id)))].refused == ((B.id, LATER.id, "days"),)


def test_ends_that_are_themselves_linked_do_not_contradict_each_other() -> None:
    links = [link(A, B), link(B, LATER), link(A, LATER, 0.7)]
    assert members([A, B, LATER], links) == {ids(A, B, LATER)}


def test_what_contradicts() -> None:
    far = telling("far", spots=(FORD,))
    assert contradiction(A, C) is None
    assert contradiction(A, LATER) == "days"
    assert contradiction(A, far) == "places"
    assert contradiction(A, telling("talks", type="Meeting")) == "kinds"
    assert contradiction(A, telling("second", article=A.article, tolls=(killed(2),))) == "told apart in one article"
    assert contradiction(A, telling("more", article=A.article, tolls=())) is None
    unresolved = Spot(id="place-z", name="Wadi Serif")
    assert contradiction(A, telling("there", article=A.article, spots=(unresolved,))) == "told apart in one article"
    spelling = Spot(id="place-t", name="Tel Emreen")
    assert contradiction(A, telling("here", article=A.article, spots=(spelling,), tolls=())) is None
    assert contradiction(A, telling("both", spots=(AMRIN, FORD))) is None


def test_last_friday_and_on_friday_may_be_one_day() -> None:
    one = telling("one", relative=True, published=DAY)
    other = telling("other", relative=True, published=DAY, first=DAY - timedelta(days=7), last=DAY - timedelta(days=7))
    assert contradiction(one, other) is None
    assert contradiction(A, other) == "days"


def test_judged_the_same_outweighs_scores_and_contradictions() -> None:
    assert members([A, B, LATER], [], [judged(A, LATER, "same")]) == {ids(A, LATER), ids(B)}


def test_judged_different_keeps_whole_groups_apart() -> None:
    links = [link(A, B, 0.99), link(B, C, 0.9)]
    assert members([A, B, C], links, [judged(A, C, "different")]) == {ids(A, B), ids(C)}
    assert members([A, B], [link(A, B)], [judged(A, B, "different")]) == {ids(A), ids(B)}


def test_unsure_takes_a_link_away_and_forbids_nothing() -> None:
    assert members([A, B], [link(A, B)], [judged(A, B, "unsure")]) == {ids(A), ids(B)}
    assert members([A, B, C], [link(A, C), link(C, B)], [judged(A, B, "unsure")]) == {ids(A, B, C)}


def test_judgements_on_reports_that_are_gone_do_no_harm() -> None:
    assert members([A], [], [judged(A, B, "same")]) == {ids(A)}


def test_order_changes_nothing() -> None:
    tellings = [A, B, C, LATER, *(telling(f"x{n}") for n in range(4))]
    links = [
        link(a, b, 0.6 + (n % 7) / 20)
        for n, (a, b) in enumerate((a, b) for a in tellings for b in tellings if a.id < b.id)
    ]
    expected = cluster(tellings, links)
    for seed in range(4):
        random.Random(seed).shuffle(tellings)
        random.Random(seed).shuffle(links)
        assert cluster(tellings, links) == expected


def test_an_events_id_is_a_hash_of_its_reports() -> None:
    alone, joined = cluster([A, B, C], []), cluster([A, B, C], [link(A, B)])
    assert {c.id for c in alone} & {c.id for c in joined} == {c.id for c in alone if c.members == (C.id,)}


def test_merged_and_split_events_name_what_took_their_place() -> None:
    before, after = cluster([A, B, C], []), cluster([A, B, C], [], [judged(A, B, "same")])
    (both,) = (c.id for c in after if len(c.members) == 2)
    assert replaced(before, after) == sorted((c.id, both) for c in before if c.members != (C.id,))
    assert replaced(after, before) == sorted((both, c.id) for c in before if c.members != (C.id,))
    assert replaced(before, before) == []
