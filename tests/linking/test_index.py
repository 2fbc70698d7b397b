from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, ResourceError, UsageError
from kg.linking import Gazetteer, add_gazetteer, added_gazetteers, country_at, load_gazetteer, remove_gazetteer
from kg.linking.entry import Entry
from kg.linking.index import Index, Source, write_index

GEONAMES = (
    "101\tTall Zaytun\tTall Zaytun\tTel Zeitoun,Tell Zaitoun,تل زيتون\t35.91\t36.71\tP\tPPL\tSY\t"
    "\t12\t\t\t\t1200\t\t300\tAsia/Damascus\t2018-01-01"
)
CSV = "name_en,name_ar,subdistrict,pcode,lat,lon\nZeitun Saraqab,زيتون,Saraqab,C9901,35.85,36.80\nNowhere,,,C9902,,\n"
COD = (
    "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,center_lat,center_lon\n"
    "Syria,SY,Idleb,SY07,Ariha,SY0704,35.81,36.6\n"
)
UNITS = [
    {
        "id": "x-idlib",
        "name": {"en": "Idlib", "ar": "إدلب"},
        "aliases": [{"value": "Idleb", "language": "en"}],
        "iso31662": "SY-ID",
        "centroid": {"latitude": 35.8, "longitude": 36.6},
        "externalIds": {"wikidata": "Q111", "geonames": "222", "ochaPcode": "SY07"},
    }
]
PLACES = {
    "type": "FeatureCollection",
    "features": [
        {
            "@id": "https://example.org/p/1",
            "type": "Feature",
            "properties": {"title": "Zeitun", "ccodes": ["SY"], "fclasses": ["P"]},
            "names": [{"toponym": "Zaytoun"}],
            "geometry": {"type": "Point", "coordinates": [36.8, 35.85]},
            "links": [{"type": "exactMatch", "identifier": "gn:333"}, {"type": "closeMatch", "identifier": "wd:Q444"}],
            "relations": [{"relationType": "gvp:broaderPartitive", "label": "Saraqib"}],
        }
    ],
}
BINDINGS = {
    "head": {"vars": []},
    "results": {
        "bindings": [
            {
                "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q555"},
                "itemLabel": {"type": "literal", "value": "Zeitun"},
                "coord": {"type": "literal", "value": "Point(36.8 35.85)"},
                "country": {"type": "literal", "value": "SY"},
            }
        ]
    },
}
LP_TSV = (
    "id\ttitle\tccodes\tmatches\tvariants\tfclasses\tlon\tlat\n"
    "p1\tZeitun\tSY\tgn:333;wd:Q444\tZaytoun\tP\t36.8\t35.85\n"
)


def add(tmp_path: Path, file: str, text: str, **options: str) -> Entry:
    """Add one table and return its first place."""
    (tmp_path / file).write_text(text, encoding="utf-8")
    add_gazetteer(tmp_path / file, folder=tmp_path / "home", country_of=country_at, **options)  # type: ignore[arg-type]
    (index,) = added_gazetteers(tmp_path / "home")
    return next(index.places())


@pytest.mark.parametrize(
    ("file", "text", "name", "id", "country", "precision", "level"),
    [
        ("SY.txt", GEONAMES, "Tall Zaytun", "geonames-101", "SY", "exact", None),
        ("places.csv", CSV, "Zeitun Saraqab", "pcode-c9901", "SY", "exact", None),
        ("adm2.csv", COD, "Ariha", "pcode-sy0704", "SY", "admin", 2),
        ("units.json", json.dumps(UNITS), "Idlib", "geonames-222", "SY", "admin", 1),
        ("lp.json", json.dumps(PLACES), "Zeitun", "geonames-333", "SY", "exact", None),
        ("lp.tsv", LP_TSV, "Zeitun", "geonames-333", "SY", "exact", None),
        ("query.json", json.dumps(BINDINGS), "Zeitun", "wikidata-q555", "SY", "exact", None),
        ("query.csv", "item,itemLabel,coord\nhttp://www.wikidata.org/entity/Q555,Zeitun,Point(36.8 35.85)\n", "Zeitun",
         "wikidata-q555", "SY", "exact", None),
    ],
)  # fmt: skip
def test_each_format(
    tmp_path: Path, file: str, text: str, name: str, id: str, country: str, precision: str, level: int | None
) -> None:
    found = add(tmp_path, file, text)
    assert (found.name, found.id, found.country, found.precision, found.level) == (name, id, country, precision, level)
    assert (found.lat, found.lon) == pytest.approx((35.85, 36.7), abs=0.2)


def test_all_ids_of_a_place_are_kept(tmp_path: Path) -> None:
    found = add(tmp_path, "units.json", json.dumps(UNITS))
    assert (found.geonames, found.wikidata, found.pcode) == (222, "Q111", "SY07")
    assert set(found.names) == {"Idleb", "إدلب"}


def test_links_give_ids(tmp_path: Path) -> None:
    found = add(tmp_path, "lp.json", json.dumps(PLACES))
    assert (found.geonames, found.wikidata, found.within) == (333, "Q444", ("Saraqib",))
    assert found.links == ("http://www.wikidata.org/entity/Q444", "https://sws.geonames.org/333/")


def test_a_name_with_its_unit_is_found_without(tmp_path: Path) -> None:
    found = add(tmp_path, "places.csv", CSV)
    assert "Zeitun" in found.names


def test_columns_can_be_told(tmp_path: Path) -> None:
    text = "ort,breite,laenge\nZeitun,35.85,36.8\n"
    with pytest.raises(UsageError, match="--columns"):
        add(tmp_path, "orte.csv", text)
    columns = {"name": "ort", "lat": "breite", "lon": "laenge"}
    assert add(tmp_path, "orte.csv", text, columns=columns).name == "Zeitun"  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no column 'nord'"):
        add(tmp_path, "orte.csv", text, columns={"lat": "nord"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("file", "text", "error", "said"),
    [
        ("broken.json", "[{", InputError, "broken JSON"),
        ("empty.csv", "name,lat,lon\n", UsageError, "none of 0 rows"),
        ("no-points.csv", "name,lat,lon\nZeitun,,\n", UsageError, "none of 1 rows"),
        ("other.json", '{"a": 1}', InputError, "neither"),
    ],
)
def test_tables_that_cannot_be_used(tmp_path: Path, file: str, text: str, error: type[KgError], said: str) -> None:
    with pytest.raises(error, match=said):
        add(tmp_path, file, text)
    assert added_gazetteers(tmp_path / "home") == []


def test_found_by_spelling_sound_and_script(tmp_path: Path) -> None:
    add(tmp_path, "SY.txt", GEONAMES)
    gazetteer = load_gazetteer(tmp_path / "home")
    for name in ("Tall Zaytun", "Tal Zaitun", "Tell al-Zeitoun", "تل زيتون"):
        assert "geonames-101" in {entry.id for entry, _ in gazetteer.find(name, ("SY",))}, name


def test_one_place_of_two_gazetteers_has_all_ids(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for file, text in (("SY.txt", GEONAMES), ("p.csv", "name,pcode,lat,lon\nTall Zaytun,C9903,35.912,36.712\n")):
        (tmp_path / file).write_text(text, encoding="utf-8")
        add_gazetteer(tmp_path / file, folder=home, country="SY")
    (found,) = [entry for entry, _ in load_gazetteer(home).find("Tall Zaytun", ("SY",))]
    assert (found.id, found.geonames, found.pcode) == ("geonames-101", 101, "C9903")


def test_a_table_of_the_same_name_replaces_the_old_one(tmp_path: Path) -> None:
    add(tmp_path, "places.csv", CSV)
    first = added_gazetteers(tmp_path / "home")[0].source
    assert add(tmp_path, "places.csv", CSV.replace("C9901", "C9909")).pcode == "C9909"
    second = added_gazetteers(tmp_path / "home")[0].source
    assert (first.name, first.skipped) == (second.name, second.skipped) == ("places", 1)
    assert first.sha256 != second.sha256
    remove_gazetteer("places", tmp_path / "home")
    assert added_gazetteers(tmp_path / "home") == []
    with pytest.raises(UsageError, match="there are: none"):
        remove_gazetteer("places", tmp_path / "home")


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.gazetteer").write_text("not a database")
    with pytest.raises(ResourceError, match=r"x\.gazetteer"):
        added_gazetteers(tmp_path)
    with sqlite3.connect(tmp_path / "x2.gazetteer") as base:
        base.execute("CREATE TABLE about (key TEXT, value TEXT)")
    with pytest.raises(ResourceError, match="another version"):
        Index(tmp_path / "x2.gazetteer")


def test_large_tables_are_quick(tmp_path: Path) -> None:
    sounds = [
        "ba",
        "du",
        "fi",
        "ghar",
        "hal",
        "jib",
        "kaf",
        "lut",
        "min",
        "nab",
        "qus",
        "rim",
        "sha",
        "tel",
        "zai",
        "maz",
    ]
    names = [f"{a}{b} {c}{d}".title() for a in sounds for b in sounds for c in sounds for d in sounds[:5]]
    entries = [Entry(id=f"t-{n}", name=name, country="SY", lat=35 + n / 1e6, lon=36.0) for n, name in enumerate(names)]
    source = Source(name="t", title="t", format="csv", sha256="0", places=len(entries))
    start = time.perf_counter()
    write_index(tmp_path / "t.gazetteer", source, entries)
    built = time.perf_counter() - start
    start = time.perf_counter()
    index = Index(tmp_path / "t.gazetteer")
    opened = time.perf_counter() - start
    assert index.spelled(names[77])
    assert built / len(names) * 100_000 < 40  # seconds for 100,000 names; four times the goal, for a busy machine
    assert opened < 0.2


def test_the_package_alone_needs_no_folder(tmp_path: Path) -> None:
    gazetteer = load_gazetteer(tmp_path / "none")
    assert isinstance(gazetteer, Gazetteer)
    assert gazetteer.added == ()


@pytest.mark.parametrize(("lat", "lon", "code"), [(35.9, 36.6, "SY"), (50.0, 36.2, "UA"), (-40.0, -120.0, None)])
def test_country_at(lat: float, lon: float, code: str | None) -> None:
    assert country_at(lat, lon) == code


def test_places_of_a_geonames_dump_know_their_units(tmp_path: Path) -> None:
    rows = [
        ("1", "North Dale", "A", "ADM1", "77", ""),
        ("2", "Upper Dale", "A", "ADM2", "77", "01"),
        ("3", "Zarqul", "P", "PPL", "77", "01"),
    ]
    dump = "".join(
        "\t".join([n, name, name, "", "35.9", "36.6", kind, code, "SY", "", one, two, "", "", "0", "", "1", "", ""])
        + "\n"
        for n, name, kind, code, one, two in rows
    )
    (tmp_path / "SY.txt").write_text(dump, encoding="utf-8")
    add_gazetteer(tmp_path / "SY.txt", folder=tmp_path)
    within = {entry.name: entry.within for index in added_gazetteers(tmp_path) for entry in index.places()}
    assert within == {"North Dale": (), "Upper Dale": ("North Dale",), "Zarqul": ("Upper Dale", "North Dale")}


def test_a_row_without_coordinates_stands_near_the_places_of_its_unit(tmp_path: Path) -> None:
    table = "name,subdistrict,lat,lon\nAlpha,Dale,14.0,45.0\nBeta,Dale,14.2,45.2\nGamma,Dale,,\nDelta,Nowhere,,\n"
    (tmp_path / "v.csv").write_text(table, encoding="utf-8")
    source = add_gazetteer(tmp_path / "v.csv", folder=tmp_path, country="YE")
    places = {entry.name: entry for index in added_gazetteers(tmp_path) for entry in index.places()}
    assert (source.places, source.skipped, sorted(places)) == (3, 1, ["Alpha", "Beta", "Gamma"])
    assert (places["Gamma"].lat, places["Gamma"].lon, places["Gamma"].precision) == (14.1, 45.1, "near")


def test_names_that_tell_where_they_lie_and_codes_of_many_rows(tmp_path: Path) -> None:
    rows = ["NORTHTOWN : NORTHTOWN", "NORTHTOWN : Mill Quarter", "NORTHTOWN : Old Gate", "Farside"]
    table = "name,pcode,lat,lon\n" + "".join(
        f"{name},{'YE01' if ':' in name else 'P7'},{14 + n / 10},45.0\n" for n, name in enumerate(rows)
    )
    (tmp_path / "v.csv").write_text(table, encoding="utf-8")
    add_gazetteer(tmp_path / "v.csv", folder=tmp_path, country_of=country_at)
    places = {entry.name: entry for index in added_gazetteers(tmp_path) for entry in index.places()}
    assert {name: entry.within for name, entry in places.items()} == {
        "NORTHTOWN": (),
        "Mill Quarter": ("NORTHTOWN",),
        "Old Gate": ("NORTHTOWN",),
        "Farside": (),
    }
    assert {(e.country, e.precision, e.level) for e in places.values()} == {("YE", "exact", None)}
    assert [places[name].pcode for name in ("Old Gate", "Farside")] == [None, "P7"]
    assert len({entry.id for entry in places.values()}) == len(rows)


def test_villages_at_a_border_lie_in_the_country_of_their_table(tmp_path: Path) -> None:
    near_sanaa, near_najran = [(15.3 + n / 100, 44.2) for n in range(9)], [(17.5, 44.2)]
    rows = [f"Village {n},{lat},{lon}" for n, (lat, lon) in enumerate([*near_sanaa, *near_najran])]
    (tmp_path / "v.csv").write_text("\n".join(["name,lat,lon", *rows]) + "\n", encoding="utf-8")
    add_gazetteer(tmp_path / "v.csv", folder=tmp_path, country_of=country_at)
    assert country_at(*near_najran[0]) == "SA"
    assert {e.country for index in added_gazetteers(tmp_path) for e in index.places()} == {"YE"}
