"""Places in Linked Places Format: what a user gets, and that no id is lost on the way there and back."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.linked_places import collection, place_quads, read_places
from kg.linking import Gazetteer, add_gazetteer, added_gazetteers, load_gazetteer
from kg.store import memory_store
from kg.store.places import HeldPlace, held_places
from tests.command import run_kg

BASE = "https://w3id.org/conflict-kg/data/place/"
WORD = st.text("abcdefghijklmnopqrstuvwxyzäعب", min_size=1, max_size=8)
ADDRESS = st.builds("https://example.org/{}".format, st.from_regex("[a-z0-9]{1,6}", fullmatch=True))
ADDRESSES = st.frozensets(ADDRESS, max_size=3).map(lambda found: tuple(sorted(found)))
DAYS = st.one_of(st.just(()), st.dates().map(lambda day: (day.isoformat(), day.isoformat())))
PRECISIONS = st.sampled_from(["exact", "near", "area", "admin", "country"])


@st.composite
def held(draw: st.DrawFn, key: str) -> HeldPlace:
    point = draw(st.one_of(st.none(), st.tuples(st.integers(-89, 89), st.integers(-179, 179))))
    return HeldPlace(
        iri=BASE + key,
        names=tuple(draw(st.lists(WORD, min_size=1, max_size=3, unique=True))),
        named=draw(st.booleans()),
        country=draw(st.sampled_from([None, "SY", "YE"])),
        lat=None if point is None else point[0] + 0.25,
        lon=None if point is None else point[1] + 0.5,
        precision=draw(PRECISIONS),
        radius=None if point is None else 10.0,
        geonames=draw(st.one_of(st.none(), st.integers(1, 10**8))),
        wikidata=draw(st.one_of(st.none(), st.integers(1, 10**7).map("Q{}".format))),
        pcode=draw(st.one_of(st.none(), st.from_regex("[A-Z]{1,2}[0-9]{2,6}", fullmatch=True))),
        exact=draw(ADDRESSES),
        close=draw(ADDRESSES),
        related=draw(ADDRESSES),
        inside=draw(st.sampled_from([(), (BASE + "sy-idlib",)])),
        days=draw(DAYS),
    )


PLACES = st.lists(st.integers(0, 99), max_size=4, unique=True).flatmap(
    lambda keys: st.tuples(*(held(f"geonames-{key}") for key in sorted(keys)))
)


def sorted_names(place: HeldPlace) -> tuple[str, ...]:
    return (place.names[0], *sorted(place.names[1:]))


@settings(deadline=None, max_examples=60)
@given(PLACES)
def test_format_to_graph_to_format_keeps_every_id(places: tuple[HeldPlace, ...]) -> None:
    by_iri = sorted(places, key=lambda place: place.iri)
    read = read_places(json.dumps(collection(places)))
    assert read == by_iri
    back = held_places(memory_store(place_quads(read, BASE + "graph")))
    for one, other in zip(by_iri, back, strict=True):
        for field in ("iri", "geonames", "wikidata", "pcode", "exact", "close", "related", "inside", "lat", "lon"):
            assert getattr(one, field) == getattr(other, field), field
        assert sorted_names(one) == other.names
        assert (one.precision, one.country, one.named) == (other.precision, other.country, other.named)


TEXT = "Shelling hit the village of Wadi Karsh near Aden in Yemen on 3 May 2021, killing two people."
TABLE = "name_en,pcode,lat,lon,wikidata,geonames,osm_id\nWadi Karsh,YE2417001,12.9,45.1,Q987654,99887,relation/77\n"


def test_export_of_a_graph_and_the_same_as_a_gazetteer(tmp_path: Path) -> None:
    home, store = str(tmp_path / "home"), str(tmp_path / "graph")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "villages.csv").write_text(TABLE, encoding="utf-8")
    run_kg("gazetteer", "add", str(tmp_path / "villages.csv"), KG_HOME=home)
    built = run_kg("build", str(tmp_path / "a.txt"), "--store", store, KG_HOME=home)
    assert built.returncode == 0, built.stderr
    written = run_kg("export", "places", "--store", store, "--format", "lpf")
    assert written.returncode == 0, written.stderr
    features = {f["properties"]["title"]: f for f in json.loads(written.stdout)["features"]}
    village = features["Wadi Karsh"]
    assert village["geometry"]["coordinates"] == [45.1, 12.9]
    assert (village["properties"]["pcode"], village["properties"]["wikidata"]) == ("YE2417001", "Q987654")
    assert village["when"]["timespans"] == [{"start": {"in": "2021-05-03"}, "end": {"in": "2021-05-03"}}]
    assert {"type": "exactMatch", "identifier": "http://www.wikidata.org/entity/Q987654"} in village["links"]
    assert village["relations"] == [
        {"relationType": "gvp:broaderPartitive", "relationTo": BASE + "geonames-69543", "label": "Yemen"}
    ]
    assert all(feature["when"] and feature["properties"]["fclasses"] for feature in features.values())

    (tmp_path / "places.json").write_text(written.stdout, encoding="utf-8")
    add_gazetteer(tmp_path / "places.json", folder=tmp_path / "other")
    gazetteer = Gazetteer(folder=load_gazetteer().folder, added=tuple(added_gazetteers(tmp_path / "other")))
    (entry, _), *_ = gazetteer.find("Wadi Karsh", ("YE",))
    assert (entry.id, entry.pcode, entry.wikidata, entry.geonames) == (
        "geonames-99887",
        "YE2417001",
        "Q987654",
        99887,
    )
    assert entry.within == ("Yemen",)
