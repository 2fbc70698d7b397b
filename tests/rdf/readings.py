"""Readings made by hand, of invented articles, for the tests of what is written about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyoxigraph as ox

from kg.ids import digest, sha256
from kg.model import (
    ONE,
    Actor,
    Article,
    Candidate,
    Casualty,
    Count,
    Facility,
    Furniture,
    Known,
    Place,
    Reading,
    Refusal,
    Report,
    Run,
    Span,
    When,
)

RUN = Run(version="0.0.0", model="none", model_hash="0" * 8, rules_hash="1" * 8, config=(("names", "yes"), ("a", "b")))
TEXT = (
    "Clinic bombed in Tal Amrin\n"
    "Valley Monitor, 5 March 2031\n"
    "Karsan jets dropped barrel bombs on the clinic of Tal Amrin on 4 March, killing at least nine civilians, "
    "among them the nurse Lina Haddo, 34, the Blue Helpers said.\n"
    "No strike hit Hill Gate.\n"
    "2 min read"
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def article(text: str = TEXT, **rest: Any) -> Article:
    known: dict[str, Any] = {
        "id": digest(text),
        "key": "valley-1",
        "text": text,
        "text_sha256": sha256(text.encode("utf-8", "surrogatepass")),
        "raw_sha256": sha256(text.encode("utf-8", "surrogatepass")),
        "origin": "valley/valley-1.txt",
        "language": "en",
    }
    return Article(**(known | rest))


def report(**rest: Any) -> Report:
    known: dict[str, Any] = {"id": "r1", "type": "Airstrike", "evidence": (at(TEXT.split("\n")[2]),)}
    return Report(**(known | rest))


VALLEY = article(
    headline=Known(value="Clinic bombed in Tal Amrin", how="text:first-line"),
    published=Known(value="2031-03-05", how="text:dateline"),
    publisher=Known(value="Valley Monitor", how="text:byline"),
    url="https://news.example/valley 1?q=ä",
    furniture=(Furniture(span=at("2 min read"), reason="reading-time"),),
)
KARSAN = Actor(name="Karsan", id="karsan", kind="state", spans=(at("Karsan"),), links=("https://karsan.example/",))
HELPERS = Actor(name="Blue Helpers", kind="rescue", spans=(at("Blue Helpers"),))
AMRIN = Place(
    name="Tal Amrin",
    id="geonames-170063",
    spans=(at("Tal Amrin"),),
    lat=35.64,
    lon=36.79,
    precision="exact",
    country="SY",
    within=("Karsan Province",),
    geonames=170063,
    wikidata="Q858",
    pcode="SY0700",
)
GATE = Place(
    name="Hill Gate",
    spans=(at("Hill Gate"),),
    candidates=(
        Candidate(id="geonames-1", name="Hill Gate", score=0.5, lat=1.0, lon=2.0, why="name"),
        Candidate(id="geonames-2", name="Hillgate", score=0.25),
    ),
)
NINE = Casualty(
    outcome="killed",
    group="civilians",
    count=Count(min=9, text="at least nine civilians"),
    span=at("at least nine civilians"),
)
NURSE = Casualty(
    outcome="killed",
    group="medics",
    count=replace(ONE, text="the nurse Lina Haddo"),
    name="Lina Haddo",
    age="34",
    span=at("the nurse Lina Haddo"),
    part_of=NINE.span,
)
RAID = report(
    count=Count(min=2, approx=True, text="barrel bombs"),
    status="claimed",
    when=When(start=date(2031, 3, 4), end=date(2031, 3, 4), text="on 4 March"),
    places=(AMRIN, GATE),
    perpetrators=(KARSAN,),
    targets=(Actor(name="Lina Haddo", spans=(at("Lina Haddo"),)),),
    facilities=(Facility(type="Hospital", place="Tal Amrin", damage="hit", span=at("clinic of Tal Amrin")),),
    weapons=("barrel-bomb",),
    casualties=(NINE, NURSE),
    sources=(HELPERS,),
    rules=("frame:drop-bombs",),
)
READING = Reading(
    article=VALLEY,
    reports=(RAID,),
    refusals=(Refusal(span=at("No strike hit Hill Gate"), reason="negated", note="No"),),
)


def store_of(quads: Any) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store
