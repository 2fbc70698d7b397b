"""A small corpus with invented places and bodies that has something for each question; `data.trig` is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from kg import rdf
from kg.ids import digest, sha256
from kg.model import (
    Actor,
    Article,
    Candidate,
    Casualty,
    Count,
    Facility,
    Known,
    Place,
    Reading,
    Refusal,
    Report,
    Run,
    Span,
    When,
)
from kg.store import Store, StoredRejection, memory_store

RUN = Run(version="0.0.0", model="none", model_hash="0" * 8, rules_hash="1" * 8)
ONE_DAY = date(2031, 3, 4)


def article(key: str, text: str, *, publisher: str | None = None, published: str | None = None) -> Article:
    return Article(
        id=digest(key, text),
        key=key,
        text=text,
        text_sha256=sha256(text.encode()),
        raw_sha256=sha256(text.encode()),
        origin=f"corpus/{key}.txt",
        language="en",
        url=f"https://news.example/{key}",
        headline=Known(value=text.split("\n")[0], how="text:first-line"),
        publisher=Known(value=publisher, how="metadata") if publisher else None,
        published=Known(value=published, how="text:dateline") if published else None,
    )


def at(source: Article, words: str) -> Span:
    start = source.text.index(words)
    return Span(start=start, end=start + len(words))


def days(first: date | None, last: date | None = None, text: str = "") -> When:
    return When(start=first, end=last or first, text=text)


def report(source: Article, type_: str, words: str, **rest: object) -> Report:
    span = at(source, words)
    return Report(id=digest(source.id, type_, span.start), type=type_, evidence=(span,), **rest)  # type: ignore[arg-type]


def number(least: int | None, most: int | None = None, text: str = "", *, approx: bool = False) -> Count:
    return Count(min=least, max=most, text=text, approx=approx)


VALLEY = article(
    "valley-1",
    "Clinic bombed in Tal Amrin\nValley Monitor, 5 March 2031\n"
    "Karsan jets dropped barrel bombs on the clinic of Tal Amrin on 4 March, killing at least nine civilians, "
    "among them three children and the nurse Lina Haddo, 34, the Blue Helpers said.\n"
    "Over 90 air raids hit Amrin in the last week of February, killing 28 people.\n"
    "No strike hit Hill Gate.",
    publisher="Valley Monitor",
    published="2031-03-05",
)
CAPITAL = article(
    "capital-1",
    "Ministry blames Red Front\nCapital Daily, 5 March 2031\n"
    "Red Front rockets killed four civilians in Tal Amrin on 4 March, the ministry of defence said.\n"
    "The ministry denied that its jets had struck the town.\n"
    "It condemned the Red Front.",
    publisher="Capital Daily",
    published="2031-03-05",
)
RIVER = article(
    "river-1",
    "Mill shelled\nKarsan guns and the Allied Corps shelled Red Front positions beside two schools at Old Mill, "
    "wounding several people, according to Karsa Watch. Up to 2,000 people fled Old Mill. "
    "Red Front took Hill Gate in March.",
    publisher="River Post",
)
NORTH = article(
    "north-1",
    "Camp burnt at Northford\nA drone hit the Northford camp, its bakery and its mosque on 1 April, "
    "killing two women.\n"
    "The Free Press Union says that Red Front holds two of its reporters.\n"
    "Karsa and the Red Front met and agreed on a truce on 1 April.\n"
    "The Blue Helpers cleared the road; residents of Northford marched against the Red Front, "
    "which fought Karsan troops near the village.\nA rocket hit the rescue centre. Perhaps more will come.",
    publisher="Valley Monitor",
    published="2031-04-02",
)
QUIET = article("quiet-1", "Weather\nRain is expected.", published="2031-04-03")

KARSA = Actor(name="Karsan government", id="karsan-government", kind="state", links=("https://news.example/karsa",))
FRONT = Actor(name="Red Front", id="red-front", kind="rebel-group")
ALLIES = Actor(name="Allied Corps", id="allied-corps", kind="rebel-group")
HELPERS = Actor(name="Blue Helpers", id="blue-helpers", kind="ngo")
WATCH = Actor(name="Karsa Watch", id="karsa-watch", kind="ngo")
UNION = Actor(name="Free Press Union")

TAL_AMRIN = Place(
    name="Tal Amrin",
    id="geonames-9900001",
    lat=35.6401,
    lon=36.79,
    precision="exact",
    country="ZZ",
    within=("Amrin",),
    geonames=9900001,
)
AMRIN = Place(
    name="Amrin", id="geonames-9900002", lat=35.5, lon=36.5, precision="admin", country="ZZ", geonames=9900002
)
NORTHFORD = Place(
    name="Northford", id="kg-northford", lat=36.25, lon=37.0, precision="exact", country="ZZ", within=("Amrin",)
)
MILL = Place(
    name="Old Mill",
    within=("Lower Karsa",),
    candidates=(
        Candidate(id="geonames-9900003", name="Old Mill", score=0.5, lat=34.0, lon=36.0, why="name"),
        Candidate(id="geonames-9900004", name="Mill", score=0.25, why="part of the name"),
    ),
)
GATE = Place(name="Hill Gate")


def called(who: Actor, source: Article, *forms: str) -> Actor:
    return Actor(name=who.name, id=who.id, kind=who.kind, links=who.links, spans=tuple(at(source, f) for f in forms))


def found(where: Place, source: Article) -> Place:
    spans = (at(source, where.name),)
    fields = {name: getattr(where, name) for name in Place.__dataclass_fields__}
    return Place(**{**fields, "spans": spans})


def valley() -> Reading:
    nine, three = at(VALLEY, "at least nine civilians"), at(VALLEY, "three children")
    strike = report(
        VALLEY,
        "Airstrike",
        "Karsan jets dropped barrel bombs on the clinic of Tal Amrin on 4 March, killing at least nine civilians",
        when=days(ONE_DAY, text="on 4 March"),
        places=(found(TAL_AMRIN, VALLEY),),
        perpetrators=(called(KARSA, VALLEY, "Karsan jets"),),
        facilities=(
            Facility(type="Hospital", place="Tal Amrin", damage="hit", span=at(VALLEY, "the clinic of Tal Amrin")),
        ),
        weapons=("barrel-bomb",),
        casualties=(
            Casualty(outcome="killed", group="civilians", count=number(9, None, "at least nine civilians"), span=nine),
            Casualty(
                outcome="killed", group="children", count=number(3, 3, "three children"), span=three, part_of=nine
            ),
            Casualty(
                outcome="killed",
                group="medics",
                count=number(1, 1, "the nurse Lina Haddo"),
                name="Lina Haddo",
                age="34",
                span=at(VALLEY, "the nurse Lina Haddo"),
                part_of=nine,
            ),
        ),
        sources=(called(HELPERS, VALLEY, "the Blue Helpers"),),
        rules=("frame:drop-bomb", "role:subject"),
    )
    total = report(
        VALLEY,
        "Airstrike",
        "Over 90 air raids hit Amrin in the last week of February, killing 28 people.",
        aggregate=True,
        count=number(91, None, "Over 90"),
        when=days(date(2031, 2, 24), date(2031, 3, 4), "in the last week of February"),
        places=(found(AMRIN, VALLEY),),
        casualties=(
            Casualty(outcome="killed", group="people", count=number(28, 28, "28 people"), span=at(VALLEY, "28 people")),
        ),
        rules=("frame:raid",),
    )
    refusal = Refusal(span=at(VALLEY, "No strike hit Hill Gate."), reason="negated", note="no")
    return Reading(article=VALLEY, reports=(strike, total), refusals=(refusal,))


def capital() -> Reading:
    blamed = report(
        CAPITAL,
        "Shelling",
        "Red Front rockets killed four civilians in Tal Amrin on 4 March, the ministry of defence said.",
        status="claimed",
        when=days(ONE_DAY, text="on 4 March"),
        places=(found(TAL_AMRIN, CAPITAL),),
        perpetrators=(called(FRONT, CAPITAL, "Red Front"),),
        weapons=("rocket",),
        casualties=(
            Casualty(
                outcome="killed",
                group="civilians",
                count=number(4, 4, "four civilians"),
                span=at(CAPITAL, "four civilians"),
            ),
        ),
        sources=(called(KARSA, CAPITAL, "the ministry of defence"),),
        rules=("frame:kill",),
    )
    denied = report(
        CAPITAL,
        "Airstrike",
        "The ministry denied that its jets had struck the town.",
        status="denied",
        when=days(ONE_DAY, text="on 4 March"),
        places=(found(TAL_AMRIN, CAPITAL),),
        perpetrators=(called(KARSA, CAPITAL, "The ministry"),),
        sources=(called(KARSA, CAPITAL, "The ministry"),),
        rules=("frame:strike",),
    )
    statement = report(
        CAPITAL,
        "Statement",
        "It condemned the Red Front.",
        when=days(date(2031, 3, 5)),
        perpetrators=(called(KARSA, CAPITAL, "The ministry"),),
        targets=(called(FRONT, CAPITAL, "the Red Front"),),
        rules=("frame:condemn",),
    )
    return Reading(article=CAPITAL, reports=(blamed, denied, statement))


def river() -> Reading:
    shelling = report(
        RIVER,
        "Shelling",
        "Karsan guns and the Allied Corps shelled Red Front positions beside two schools at Old Mill, "
        "wounding several people",
        status="claimed",
        places=(found(MILL, RIVER),),
        perpetrators=(called(ALLIES, RIVER, "the Allied Corps"), called(KARSA, RIVER, "Karsan guns")),
        targets=(called(FRONT, RIVER, "Red Front"),),
        facilities=(
            Facility(type="MilitarySite", place="Old Mill", span=at(RIVER, "Red Front positions")),
            Facility(
                type="School",
                place="Old Mill",
                damage="damaged",
                count=number(2, 2, "two"),
                span=at(RIVER, "two schools"),
            ),
        ),
        weapons=("artillery", "mortar"),
        casualties=(
            Casualty(
                outcome="injured",
                group="people",
                count=number(3, None, "several people"),
                span=at(RIVER, "several people"),
            ),
        ),
        sources=(called(WATCH, RIVER, "Karsa Watch"),),
        rules=("frame:shell",),
    )
    flight = report(
        RIVER,
        "Displacement",
        "Up to 2,000 people fled Old Mill.",
        places=(found(MILL, RIVER),),
        casualties=(
            Casualty(
                outcome="displaced",
                group="people",
                count=number(None, 2000, "Up to 2,000 people"),
                span=at(RIVER, "Up to 2,000 people"),
            ),
        ),
        rules=("frame:flee",),
    )
    taken = report(
        RIVER,
        "Capture",
        "Red Front took Hill Gate in March.",
        when=When(start=date(2031, 3, 1), end=date(2031, 3, 31), text="in March", edtf="2031-03"),
        places=(found(GATE, RIVER),),
        perpetrators=(called(FRONT, RIVER, "Red Front"),),
        sources=(called(FRONT, RIVER, "Red Front"),),
        rules=("frame:take",),
    )
    return Reading(article=RIVER, reports=(shelling, flight, taken))


def north() -> Reading:
    first = days(date(2031, 4, 1), text="on 1 April")
    sites = ("Camp", "Bakery", "Mosque")
    drone = report(
        NORTH,
        "DroneStrike",
        "A drone hit the Northford camp, its bakery and its mosque on 1 April, killing two women.",
        when=first,
        places=(found(NORTHFORD, NORTH),),
        facilities=tuple(
            Facility(type=t, place="Northford", damage="destroyed" if t == "Camp" else "hit") for t in sites
        ),
        weapons=("drone",),
        casualties=(
            Casualty(outcome="killed", group="women", count=number(2, 2, "two women"), span=at(NORTH, "two women")),
        ),
        rules=("frame:hit",),
    )
    held = report(
        NORTH,
        "Detention",
        "The Free Press Union says that Red Front holds two of its reporters.",
        status="claimed",
        when=When(end=date(2031, 4, 2), text="", edtf="../2031-04-02"),
        perpetrators=(called(FRONT, NORTH, "Red Front"),),
        targets=(called(UNION, NORTH, "The Free Press Union"),),
        casualties=(
            Casualty(
                outcome="detained",
                group="journalists",
                count=number(2, 2, "two of its reporters"),
                span=at(NORTH, "two of its reporters"),
            ),
        ),
        sources=(called(UNION, NORTH, "The Free Press Union"),),
        rules=("frame:hold",),
    )
    both = (called(KARSA, NORTH, "Karsa"), called(FRONT, NORTH, "the Red Front"))
    met = report(NORTH, "Meeting", "Karsa and the Red Front met", when=first, perpetrators=both, rules=("frame:meet",))
    truce = report(
        NORTH, "Agreement", "agreed on a truce on 1 April", when=first, perpetrators=both, rules=("frame:agree",)
    )
    relief = report(
        NORTH, "Relief", "The Blue Helpers cleared the road", perpetrators=(called(HELPERS, NORTH, "The Blue Helpers"),)
    )
    march = report(
        NORTH,
        "Protest",
        "residents of Northford marched against the Red Front",
        places=(found(NORTHFORD, NORTH),),
        targets=(called(FRONT, NORTH, "the Red Front"),),
    )
    fight = report(
        NORTH,
        "Clash",
        "which fought Karsan troops near the village",
        perpetrators=(called(FRONT, NORTH, "the Red Front"),),
        targets=(called(KARSA, NORTH, "Karsan troops"),),
    )
    centre = report(
        NORTH,
        "Shelling",
        "A rocket hit the rescue centre.",
        facilities=(Facility(type="CivilDefenceCentre", damage="hit"),),
        weapons=("rocket",),
    )
    more = Refusal(span=at(NORTH, "Perhaps more will come."), reason="hypothetical")
    return Reading(article=NORTH, reports=(drone, held, met, truce, relief, march, fight, centre), refusals=(more,))


def readings() -> list[Reading]:
    return [valley(), capital(), river(), north(), Reading(article=QUIET)]


def quads() -> Iterator[ox.Quad]:
    for reading in readings():
        yield from rdf.article_quads(reading, RUN)
    yield from rdf.run_quads(RUN)


def stocked() -> Store:
    store = memory_store()
    for reading in readings():
        store.put_article(reading.article.id, "f", rdf.article_quads(reading, RUN))
    store.raw.extend(rdf.run_quads(RUN))
    store.reject([StoredRejection(origin="corpus/empty.txt", reason="empty", message="the file is empty")])
    return store
