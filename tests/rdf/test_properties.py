"""What must hold for any text and any spans: quotes are the text, identity is content, the bytes are the same."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Actor, Casualty, Count, Facility, Place, Reading, Refusal, Report, Span, When
from kg.rdf import article_quads, report_json
from kg.rdf.facts import decimal, safe_iri
from kg.terms import OA
from kg.validate import validate
from tests.rdf.readings import RUN, article, store_of

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda t: t.strip() != ""
)
BOUNDS = st.none() | st.integers(0, 10**6)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high = sorted(draw(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))))
    return Count(min=draw(st.sampled_from([low, None])), max=draw(st.sampled_from([high, None])), text=draw(TEXTS))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(TEXTS)

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start=start, end=draw(st.integers(start + 1, len(text))))

    def actor() -> Actor:
        return Actor(name=draw(NAMES), id=draw(st.none() | NAMES), spans=(span(),))

    def casualty() -> Casualty:
        group = draw(st.sampled_from(["people", "children"]))
        return Casualty(outcome="killed", group=group, count=draw(counts()), span=span())

    def report(key: int) -> Report:
        return Report(
            id=f"r{key}",
            type=draw(st.sampled_from(["Airstrike", "Clash", "Relief"])),
            evidence=(span(),),
            count=draw(counts()),
            when=When(start=draw(st.dates()), text=draw(TEXTS)),
            places=(Place(name=draw(NAMES), lat=draw(st.floats(-90, 90)), lon=draw(st.floats(-180, 180))),),
            perpetrators=(actor(),),
            facilities=(Facility(type="School", name=draw(st.none() | NAMES), span=span()),),
            casualties=(casualty(), casualty()),
            rules=("frame:any",),
        )

    refusals = (Refusal(span=span(), reason="no-event"),)
    return Reading(article=article(text), reports=tuple(map(report, range(draw(st.integers(0, 2))))), refusals=refusals)


@settings(max_examples=40, deadline=None)
@given(readings())
def test_each_quote_is_the_text_at_its_offsets(reading: Reading) -> None:
    quads = list(article_quads(reading, RUN))
    at = {(q.subject.value, q.predicate.value): q.object.value for q in quads}
    quotes = [q for q in quads if q.predicate.value == OA.exact]
    assert len(quotes) >= 1
    for quote in quotes:
        place = quote.subject.value.replace("/selector/quote/", "/selector/position/")
        start, end = int(at[place, OA.start]), int(at[place, OA.end])
        assert reading.article.text[start:end] == quote.object.value
    for report in reading.reports:
        for told in report_json(report, reading)["evidence"]:
            assert reading.article.text[told["start"] : told["end"]] == told["exact"]


@settings(max_examples=25, deadline=None)
@given(readings(), st.randoms(use_true_random=False))
def test_same_reading_same_bytes_in_any_order(reading: Reading, chance: random.Random) -> None:
    reports = list(reading.reports)
    chance.shuffle(reports)
    shuffled = Reading(article=reading.article, reports=tuple(reports), refusals=reading.refusals)
    assert list(map(str, article_quads(reading, RUN))) == list(map(str, article_quads(shuffled, RUN)))


@settings(max_examples=15, deadline=None)
@given(readings(), st.booleans())
def test_any_reading_passes_the_shapes_and_survives_the_store(reading: Reading, names: bool) -> None:
    quads = list(article_quads(reading, RUN, names=names))
    assert len(store_of(quads)) == len(quads)
    assert [f for f in validate(quads) if f.severity == "violation"] == []


@given(st.floats(-180, 180))
def test_coordinates_are_plain_decimals(number: float) -> None:
    text = decimal(number)
    assert "e" not in text
    assert abs(float(text) - number) < 1e-7


@given(st.text(max_size=40))
def test_any_address_is_an_iri_or_nothing(text: str) -> None:
    iri = safe_iri(text)
    assert iri is None or ":" in iri
