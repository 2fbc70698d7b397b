"""What an article's graph says, and that it says it in the same bytes whoever writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from kg.ids import concept_iri, sha256
from kg.model import Actor, Facility, Place, Reading, When
from kg.rdf import article_quads, run_iri, run_quads
from kg.terms import CKG, DCTERMS, EDTF, FOAF, GEO, OA, PROV, RDF, RDFS, SCHEMA, SKOS, WGS, XSD
from kg.validate import validate
from tests.rdf.readings import GATE, NINE, NURSE, RAID, READING, RUN, TEXT, VALLEY, at, report, store_of

DATA = "https://w3id.org/conflict-kg/data/"


def written(reading: Reading = READING) -> list[ox.Quad]:
    return list(article_quads(reading, RUN))


def told(quads: Iterable[ox.Quad], subject: str, predicate: str) -> list[str]:
    """The values, in N-Triples, of one property of one node."""
    return sorted(str(q.object) for q in quads if q.subject.value == subject and q.predicate.value == predicate)


def of_class(quads: Iterable[ox.Quad], cls: str) -> list[str]:
    return sorted(q.subject.value for q in quads if q.predicate.value == RDF.type and q.object.value == cls)


def one(reading: Reading, cls: str, predicate: str) -> list[str]:
    quads = written(reading)
    (node,) = of_class(quads, cls)
    return told(quads, node, predicate)


def with_report(**rest: object) -> Reading:
    return Reading(article=VALLEY, reports=(report(**rest),))


ARTICLE = f"{DATA}article/{VALLEY.id}"
REPORT = f"{DATA}report/r1"
ARTICLE_FACTS = [
    (DCTERMS.identifier, '"valley-1"'),
    (DCTERMS.title, '"Clinic bombed in Tal Amrin"'),
    (CKG.titleFoundBy, '"text:first-line"'),
    (DCTERMS.issued, f'"2031-03-05"^^<{XSD.date}>'),
    (CKG.issuedFoundBy, '"text:dateline"'),
    (DCTERMS.publisher, f"<{DATA}source/valley-monitor>"),
    (CKG.publisherFoundBy, '"text:byline"'),
    (SCHEMA.url, "<https://news.example/valley%201?q=%C3%A4>"),
    (CKG.origin, '"valley/valley-1.txt"'),
    (CKG.textSha256, f'"{sha256(TEXT.encode())}"'),
]
REPORT_FACTS = [
    (RDF.type, [f"<{CKG.Attack}>", f"<{CKG.Report}>"]),
    (CKG.eventType, [f"<{concept_iri('event-type', 'Airstrike')}>"]),
    (CKG.toldIn, [f"<{ARTICLE}>"]),
    (CKG.status, [f"<{concept_iri('report-status', 'claimed')}>"]),
    (CKG.aggregate, [f'"false"^^<{XSD.boolean}>']),
    (CKG.incidentsMin, [f'"2"^^<{XSD.integer}>']),
    (CKG.incidentsMax, []),
    (CKG.incidentsText, ['"barrel bombs"']),
    (CKG.approximate, [f'"true"^^<{XSD.boolean}>']),
    (CKG.earliest, [f'"2031-03-04"^^<{XSD.date}>']),
    (CKG.latest, [f'"2031-03-04"^^<{XSD.date}>']),
    (CKG.edtf, [f'"2031-03-04"^^<{EDTF.EDTF}>']),
    (CKG.whenText, ['"on 4 March"']),
    (CKG.perpetrator, [f"<{DATA}actor/karsan>"]),
    (CKG.weapon, [f"<{concept_iri('weapon', 'barrel-bomb')}>"]),
    (CKG.rule, ['"frame:drop-bombs"']),
]
PLACE_FACTS = [
    (RDFS.label, ['"Tal Amrin"']),
    (WGS.lat, [f'"35.64"^^<{XSD.decimal}>']),
    (WGS.long, [f'"36.79"^^<{XSD.decimal}>']),
    (GEO.hasGeometry, [f"<{DATA}geometry/geonames-170063>"]),
    (CKG.precision, [f"<{concept_iri('precision', 'exact')}>"]),
    (CKG.countryCode, ['"SY"']),
    (CKG.geonamesId, [f'"170063"^^<{XSD.integer}>']),
    (CKG.wikidata, ['"Q858"']),
    (CKG.pcode, ['"SY0700"']),
    (CKG.within, ['"Karsan Province"']),
    (CKG.mentionedAs, ['"Tal Amrin"']),
    (SKOS.exactMatch, ["<http://www.wikidata.org/entity/Q858>", "<https://sws.geonames.org/170063/>"]),
]


@pytest.mark.parametrize(("predicate", "value"), ARTICLE_FACTS)
def test_article_has_its_metadata_and_how_they_were_found(predicate: str, value: str) -> None:
    assert told(written(), ARTICLE, predicate) == [value]


@pytest.mark.parametrize(("predicate", "values"), REPORT_FACTS)
def test_report_says_what_the_article_says(predicate: str, values: list[str]) -> None:
    assert told(written(), REPORT, predicate) == values


@pytest.mark.parametrize(("predicate", "values"), PLACE_FACTS)
def test_place_has_what_the_gazetteer_knows(predicate: str, values: list[str]) -> None:
    assert told(written(), f"{DATA}place/geonames-170063", predicate) == values


def test_graph_passes_every_shape_and_check() -> None:
    assert validate([*written(), *run_quads(RUN)]) == []


def test_graph_has_no_blank_node_and_one_name() -> None:
    quads = written()
    assert {q.graph_name for q in quads} == {ox.NamedNode(f"{DATA}graph/article/{VALLEY.id}")}
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_graph_names_the_run_that_made_it() -> None:
    graph = f"{DATA}graph/article/{VALLEY.id}"
    assert told(written(), graph, PROV.wasGeneratedBy) == [f"<{run_iri(RUN)}>"]
    assert told(written(), graph, PROV.wasDerivedFrom) == [f"<{ARTICLE}>"]


def test_order_of_what_was_read_changes_nothing() -> None:
    other = replace(RAID, id="r2", evidence=(at("No strike hit Hill Gate"),))
    reports = (RAID, other)
    forward = written(replace(READING, reports=reports))
    assert forward == written(replace(READING, reports=reports[::-1]))
    assert forward == sorted(set(forward), key=str)


def test_every_quote_is_the_text_at_its_offsets() -> None:
    query = (
        "PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?s ?e ?x WHERE { GRAPH ?g { ?q oa:hasSelector ?p, ?w ."
        " ?p oa:start ?s ; oa:end ?e . ?w oa:exact ?x } }"
    )
    rows = [(int(r["s"].value), int(r["e"].value), r["x"].value) for r in store_of(written()).query(query)]
    assert len(rows) == 5
    assert all(TEXT[start:end] == exact for start, end, exact in rows)


def test_quote_has_context_on_both_sides() -> None:
    node = f"{DATA}selector/quote/{VALLEY.id}-{at('clinic of Tal Amrin').start}-{at('clinic of Tal Amrin').end}"
    assert told(written(), node, OA.prefix) == ['"ets dropped barrel bombs on the "']
    assert told(written(), node, OA.suffix) == ['" on 4 March, killing at least ni"']


def test_part_points_to_its_whole_and_the_victim_is_named() -> None:
    quads = written()
    parts = [q for q in quads if q.predicate.value == CKG.partOf]
    assert len(parts) == 1
    assert told(quads, parts[0].object.value, CKG.countText) == ['"at least nine civilians"']
    (person,) = of_class(quads, CKG.Person)
    assert told(quads, person, FOAF.name) == ['"Lina Haddo"']
    assert told(quads, person, CKG.age) == ['"34"']
    assert told(quads, parts[0].subject.value, CKG.victim) == [f"<{person}>"]


def test_part_belongs_to_the_whole_of_its_own_outcome() -> None:
    hurt = replace(NINE, outcome="injured")  # "nine killed and wounded": one stretch, two counts
    part = replace(NURSE, outcome="injured")
    told = replace(READING, reports=(replace(RAID, casualties=(NINE, hurt, part)),))
    quads = [*article_quads(told, RUN), *run_quads(RUN)]
    assert [f.message for f in validate(quads) if f.severity == "violation"] == []
    assert sum(q.predicate.value == CKG.partOf for q in quads) == 1


def test_furniture_and_refusals_point_into_the_text() -> None:
    quads = written()
    (furniture,) = told(quads, ARTICLE, CKG.furniture)
    assert told(quads, furniture.strip("<>"), CKG.reason) == ['"reading-time"']
    (refusal,) = of_class(quads, CKG.Refusal)
    assert told(quads, refusal, CKG.reason) == ['"negated"']
    assert told(quads, refusal, CKG.evidence) == [
        f"<{DATA}quote/{VALLEY.id}-{at('No strike').start}-{at('Gate.').start + 4}>"
    ]


def test_unsettled_place_keeps_its_candidates_and_has_no_coordinates() -> None:
    quads = written(with_report(places=(GATE,)))
    (place,) = of_class(quads, CKG.Place)
    assert told(quads, place, WGS.lat) == []
    assert len(told(quads, place, CKG.candidate)) == 2
    assert sorted(v for c in of_class(quads, CKG.Candidate) for v in told(quads, c, CKG.score)) == [
        f'"0.25"^^<{XSD.decimal}>',
        f'"0.5"^^<{XSD.decimal}>',
    ]


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        (When(start=date(2031, 3, 1), end=date(2031, 3, 4)), "2031-03-01/2031-03-04"),
        (When(start=date(2031, 3, 1)), "2031-03-01/.."),
        (When(end=date(2031, 3, 4)), "../2031-03-04"),
        (When(start=date(2031, 3, 1), end=date(2031, 3, 31), edtf="2031-03"), "2031-03"),
    ],
)
def test_times_are_written_as_edtf(when: When, edtf: str) -> None:
    assert one(with_report(when=when), CKG.Report, CKG.edtf) == [f'"{edtf}"^^<{EDTF.EDTF}>']


def test_what_is_not_known_is_absent() -> None:
    quads = written(
        Reading(article=replace(VALLEY, published=None, publisher=None, headline=None, url=None, language=None))
    )
    used = {q.predicate.value for q in quads}
    assert used.isdisjoint({DCTERMS.issued, DCTERMS.publisher, DCTERMS.title, SCHEMA.url, DCTERMS.language})
    assert CKG.eventType not in used


@pytest.mark.parametrize(
    ("type_", "cls"),
    [
        ("Airstrike", CKG.Attack),
        ("Clash", CKG.ArmedClash),
        ("Relief", CKG.HumanitarianResponse),
        ("Capture", CKG.TerritoryChange),
    ],
)
def test_report_has_the_class_of_its_type(type_: str, cls: str) -> None:
    assert f"<{cls}>" in one(with_report(type=type_), CKG.Report, RDF.type)


def test_finer_concepts_roll_up_and_stay() -> None:
    reading = with_report(type="helicopter-strike", facilities=(Facility(type="Hospital"),))
    assert one(reading, CKG.Report, CKG.eventType) == [f"<{concept_iri('event-type', 'Airstrike')}>"]
    assert one(reading, CKG.Report, DCTERMS.type) == [f"<{concept_iri('event-type', 'helicopter-strike')}>"]
    assert f"<{CKG.Attack}>" in one(reading, CKG.Report, RDF.type)


def test_unknown_actor_is_kept_to_its_article() -> None:
    reading = with_report(sources=(Actor(name="local sources"),))
    other = replace(reading, article=replace(VALLEY, id="another"))
    assert of_class(written(reading), CKG.Actor) != of_class(written(other), CKG.Actor)


def test_thing_named_twice_has_one_label_and_its_best_score() -> None:
    sources = (Actor(name="Local residents", kind="civil"), Actor(name="local residents", kind="unknown"))
    better = replace(GATE, precision="area", candidates=(replace(GATE.candidates[0], score=1.25),))
    quads = written(with_report(sources=sources, places=(GATE, replace(GATE, precision="near"), better)))
    (actor,), (place,) = of_class(quads, CKG.Actor), of_class(quads, CKG.Place)
    assert told(quads, actor, RDFS.label) == ['"Local residents"']
    assert len(told(quads, actor, CKG.actorKind)) == len(told(quads, place, CKG.precision)) == 1
    scores = {told(quads, c, DCTERMS.identifier)[0]: told(quads, c, CKG.score) for c in of_class(quads, CKG.Candidate)}
    assert scores['"geonames-1"'] == [f'"1.25"^^<{XSD.decimal}>']
    assert [f for f in validate(quads) if f.severity == "violation"] == []


def test_unknown_place_is_one_place_by_name_and_parent() -> None:
    def nodes(*places: Place) -> list[str]:
        return of_class(written(with_report(places=places)), CKG.Place)

    assert nodes(Place(name="Hill Gate")) == nodes(Place(name="HILL-GATE"))
    assert len(nodes(Place(name="Hill Gate", within=("North",)), Place(name="Hill Gate", within=("South",)))) == 2


def test_equal_facilities_are_two_and_equal_reports_of_a_reading_are_one() -> None:
    same = Facility(type="School")
    assert len(of_class(written(with_report(facilities=(same, same))), CKG.Facility)) == 2
    assert written(replace(READING, reports=(RAID, RAID))) == written()


def test_facility_is_linked_to_the_place_of_its_report() -> None:
    assert one(READING, CKG.Facility, CKG.locatedIn) == [f"<{DATA}place/geonames-170063>"]
    assert one(with_report(facilities=(Facility(type="School", place="Elsewhere"),)), CKG.Facility, CKG.locatedIn) == []


def test_base_is_the_users() -> None:
    quads = list(article_quads(READING, RUN, base="https://desk.example/kg/"))
    ours = [q for q in quads if DATA in str(q)]
    assert ours == []


def test_equal_runs_are_one_and_others_are_not() -> None:
    assert list(run_quads(RUN)) == list(run_quads(replace(RUN, config=RUN.config[::-1])))
    for change in ({"version": "1"}, {"model_hash": "1"}, {"rules_hash": "2"}, {"config": ()}):
        assert run_iri(replace(RUN, **change)) != run_iri(RUN)


@pytest.mark.parametrize("url", ["not an address", "", "news.example/a", "http://[bad"])
def test_address_that_is_none_is_left_out(url: str) -> None:
    quads = written(Reading(article=replace(VALLEY, url=url)))
    assert [q.object.value for q in quads if q.predicate.value == SCHEMA.url] == []
