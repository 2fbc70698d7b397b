"""Tellings and links for tests, with invented places and bodies; what is not given is what most reports tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kg.events.model import Link, Spot, Telling, Toll
from kg.ids import digest

DAY = date(2031, 3, 4)
AMRIN = Spot(
    id="geonames-1", name="Tal Amrin", lat=35.0, lon=36.0, precision="exact", country="XX", within=("Norland",)
)
FORD = Spot(id="geonames-2", name="Northford", lat=36.5, lon=38.0, precision="exact", country="XX", within=("Norland",))
KILLED_NINE = (Toll(outcome="killed", group="civilians", least=9, most=9),)

STRIKE = Telling(
    id=digest("strike"),
    article=digest("a"),
    type="Airstrike",
    first=DAY,
    last=DAY,
    published=DAY + timedelta(days=1),
    publisher="valley-monitor",
    title="Clinic bombed in Tal Amrin",
    spots=(AMRIN,),
    perpetrators=("karsan-government",),
    sources=("blue-helpers",),
    weapons=("barrel-bomb",),
    facilities=("Hospital",),
    tolls=KILLED_NINE,
    quotes=("Karsan jets dropped barrel bombs on the clinic of Tal Amrin on 4 March, killing nine civilians.",),
)


def telling(name: str, **changes: Any) -> Telling:
    """The strike as another article by another publisher tells it, in words of its own."""
    other = {
        "id": digest(name),
        "article": digest("article", name),
        "publisher": f"publisher-of-{name}",
        "title": "Nine die as jets hit hospital, monitors say",
        "quotes": (f"According to {name}, warplanes struck a medical centre there and left nine people dead.",),
    }
    return replace(STRIKE, **{**other, **changes})


def killed(least: int, most: int | None = None, *, part: bool = False, group: str = "civilians") -> Toll:
    return Toll(outcome="killed", group=group, least=least, most=least if most is None else most, part=part)


def link(left: Telling, right: Telling, score: float = 0.9) -> Link:
    a, b = sorted((left.id, right.id))
    return Link(left=a, right=b, score=score)
