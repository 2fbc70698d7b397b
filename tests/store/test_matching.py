"""`kg link` and `kg reconcile` against servers of this machine with a little data in Wikidata's form."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import jsonschema
import pytest

from kg.errors import StoreError
from kg.export.linked_places import place_quads
from kg.pipeline.matching import link_places, query, reconcile_places
from kg.store import Store, memory_store
from kg.store.places import HeldPlace, held_places
from kg.store.reconciling import describe
from kg.store.web import BusyError
from tests.store.servers import ABSENT, is_there, running

BASE = "https://w3id.org/conflict-kg/data/place/"
WD = "http://www.wikidata.org/entity/"


def held(key: str, name: str, lat: float, lon: float, **more: Any) -> HeldPlace:
    return HeldPlace(iri=BASE + key, names=(name,), country="YE", lat=lat, lon=lon, precision="exact", **more)


PLACES = [
    held("geonames-11", "Wadi Karsh", 14.15, 46.65, geonames=11),
    held("p2", "Beit Zahran", 15.21, 45.11),
    held("p3", "Dar Suwan", 14.2, 46.7),
    held("p4", 'Qasr "x\\y"', 14.2, 46.7),
    HeldPlace(iri=BASE + "p5-near", names=("Dar Suwan",), country="YE", lat=14.2, lon=46.7, precision="near"),
]
ITEMS = """
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
wd:Q805 wdt:P297 "YE" .
wd:Q1 rdfs:label "Karsh Valley"@en ; wdt:P1566 "11" ; wdt:P17 wd:Q805 ; wdt:P402 "777" ;
  wdt:P625 "Point(46.65 14.15)"^^geo:wktLiteral .
wd:Q2 rdfs:label "Wadi Karsh"@en ; wdt:P17 wd:Q805 ; wdt:P625 "Point(46.66 14.16)"^^geo:wktLiteral .
wd:Q3 rdfs:label "Bayt"@en ; skos:altLabel "Beit Zahran"@en ; wdt:P17 wd:Q805 ;
  wdt:P625 "Point(45.111 15.211)"^^geo:wktLiteral .
wd:Q4 rdfs:label "Dar Suwan"@en ; wdt:P17 wd:Q805 ; wdt:P625 "Point(46.70 14.20)"^^geo:wktLiteral .
wd:Q5 rdfs:label "Dar Suwan"@en ; wdt:P17 wd:Q805 ; wdt:P625 "Point(46.701 14.201)"^^geo:wktLiteral .
"""


@dataclass
class Front:
    """A server before the real one: it can be busy, and notes who asks for what."""

    busy: list[tuple[int, str]] = field(default_factory=list)  # the next answers: status and Retry-After
    agents: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)


def serve(answer: Any) -> tuple[ThreadingHTTPServer, str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, b"")

        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


def reply(handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, wait: str = "") -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    if wait:
        handler.send_header("Retry-After", wait)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not is_there("oxigraph"):
        pytest.skip(ABSENT["oxigraph"])
    with running("oxigraph", tmp_path_factory.mktemp("served")) as address:
        urlopen(Request(f"{address}/store?default", ITEMS.encode(), {"Content-Type": "text/turtle"})).close()
        yield address


@pytest.fixture
def front(oxigraph: str) -> Iterator[tuple[str, Front]]:
    state = Front()

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        state.agents.add(handler.headers["User-Agent"])
        state.asked.append(parse_qs(body.decode())["query"][0])
        if state.busy:
            status, wait = state.busy.pop(0)
            reply(handler, status, "text/plain", b"busy", wait)
            return
        headers = {name: handler.headers[name] for name in ("Content-Type", "Accept")}
        with urlopen(Request(f"{oxigraph}/query", body, headers)) as real:
            reply(handler, 200, real.headers["Content-Type"], real.read())

    server, address = serve(answer)
    yield address, state
    server.shutdown()
    server.server_close()


@pytest.fixture
def store() -> Store:
    return memory_store(place_quads(PLACES, BASE + "graph"))


def links(store: Store) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {place.key: (place.exact, place.close) for place in held_places(store)}


def test_places_are_linked_by_number_or_by_name_and_distance(front: tuple[str, Front], store: Store) -> None:
    found = link_places(store, front[0], page=2)
    assert (found.asked, found.linked) == (4, 2)
    assert links(store) == {
        "geonames-11": ((WD + "Q1", "https://www.openstreetmap.org/relation/777"), ()),
        "p2": ((WD + "Q3",), ()),
        "p3": ((), ()),  # two items fit alike
        "p4": ((), ()),
        "p5-near": ((), ()),
    }
    assert {p.key: p.wikidata for p in held_places(store) if p.wikidata} == {"geonames-11": "Q1", "p2": "Q3"}
    assert any("OFFSET 2" in text for text in front[1].asked)
    (agent,) = front[1].agents
    assert agent.startswith("conflict-kg/")


def test_rejected_candidates_are_kept_with_score_and_reason(front: tuple[str, Front], store: Store) -> None:
    link_places(store, front[0])
    graph = b"\n".join(store.lines()).decode()
    assert '"http://www.wikidata.org/entity/Q5"' in graph
    assert "km apart" in graph
    assert graph.count("ontology#accepted") == 6
    assert graph.count('"false"^^<http://www.w3.org/2001/XMLSchema#boolean>') == 3


def test_a_busy_server_is_waited_for(front: tuple[str, Front], store: Store) -> None:
    front[1].busy = [(429, "7"), (503, "")]
    waits: list[float] = []
    assert link_places(store, front[0], sleep=waits.append).linked == 2
    assert waits == [7.0, 4.0]


def test_a_server_that_stays_busy_is_left(front: tuple[str, Front], store: Store) -> None:
    front[1].busy = [(429, "86400")]
    with pytest.raises(BusyError, match="try again later"):
        link_places(store, front[0], sleep=lambda wait: None)


def test_the_next_run_goes_on_where_one_broke_off(front: tuple[str, Front], monkeypatch: pytest.MonkeyPatch) -> None:
    store = memory_store(place_quads(PLACES, BASE + "graph"))
    monkeypatch.setattr("kg.pipeline.matching.BATCH", 2)
    front[1].busy = []
    done: list[int] = []

    def broken(wait: float) -> None:
        raise KeyboardInterrupt

    def stop(asked: int, total: int) -> None:
        done.append(asked)
        front[1].busy = [(503, "1")]

    with pytest.raises(KeyboardInterrupt):
        link_places(store, front[0], sleep=broken, on_progress=stop)
    front[1].busy = []
    again = link_places(store, front[0])
    assert (done, again.asked, again.left) == ([2], 2, 2)
    assert link_places(store, front[0]).asked == 0
    assert link_places(store, front[0], again=True).asked == 4


# What the published JSON Schemas of version 0.2 ask of a batch of queries and of a manifest.
VALUE = {"anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "object", "required": ["id"]}]}
QUERIES = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "required": ["query"],
        "properties": {
            "query": {"type": "string"},
            "type": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "limit": {"type": "number"},
            "type_strict": {"enum": ["any", "should", "all"]},
            "properties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pid", "v"],
                    "properties": {
                        "pid": {"type": "string"},
                        "v": {"anyOf": [VALUE, {"type": "array", "items": VALUE}]},
                    },
                },
            },
        },
    },
}
MANIFEST: dict[str, Any] = {
    "versions": ["0.1", "0.2"],
    "name": "Places of the Test",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
}
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "Wadi Karsh": [
        {"id": "Q1", "name": "Karsh Valley", "score": 99.5, "match": True, "type": [{"id": "Q5", "name": "x"}]},
        {"id": "Q2", "name": "Wadi Karsh", "score": 60, "match": False, "type": ["Q5"], "features": []},
    ],
    "Beit Zahran": [{"id": "Q3", "name": "Bayt", "score": 80.0, "match": False}],
    "Dar Suwan": [
        {"id": "Q4", "name": "Dar", "score": 70, "match": True},
        {"id": "Q5", "name": "D", "score": 7, "match": True},
    ],
}


@dataclass
class Reconciler:
    """A service of the protocol, and what it was asked."""

    manifest: dict[str, Any] = field(default_factory=lambda: dict(MANIFEST))
    answers: dict[str, Any] = field(default_factory=lambda: dict(ANSWERS))
    batches: list[Any] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[tuple[str, Reconciler]]:
    state = Reconciler()

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        told: Any = state.manifest
        if body:
            batch = json.loads(parse_qs(body.decode())["queries"][0])
            state.batches.append(batch)
            told = {key: {"result": state.answers.get(one["query"], [])} for key, one in batch.items()}
        reply(handler, 200, "application/json", json.dumps(told).encode())

    server, address = serve(answer)
    yield address, state
    server.shutdown()
    server.server_close()


def test_what_a_service_is_sure_of_becomes_a_link(service: tuple[str, Reconciler], store: Store) -> None:
    found = reconcile_places(store, describe(service[0]), kind="Q486972")
    assert (found.asked, found.linked) == (4, 1)
    # Two sure candidates are none; a candidate that the service is not sure of is kept only.
    assert {key: both for key, both in links(store).items() if both != ((), ())} == {"geonames-11": ((WD + "Q1",), ())}
    for batch in service[1].batches:
        jsonschema.validate(batch, QUERIES)
    assert reconcile_places(store, describe(service[0])).asked == 0


def test_a_score_that_is_told_to_be_enough_makes_a_close_match(service: tuple[str, Reconciler], store: Store) -> None:
    reconcile_places(store, describe(service[0]), accept=75)
    assert links(store)["p2"] == ((), (WD + "Q3",))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"versions": ["1.0"]}, "not 0.2"),
        ({"identifierSpace": None}, "identifierSpace"),
        ({"versions": None}, "not 0.2"),
    ],
)
def test_a_service_of_another_kind_is_refused(
    service: tuple[str, Reconciler], change: dict[str, Any], error: str
) -> None:
    service[1].manifest |= change
    with pytest.raises(StoreError, match=error):
        describe(service[0])


@pytest.mark.parametrize("broken", [{"x": 1}, [{"id": "Q1"}], [{"id": "Q1", "name": "x", "score": "much"}], None])
def test_broken_answers_are_refused(service: tuple[str, Reconciler], store: Store, broken: object) -> None:
    service[1].answers = {"Wadi Karsh": broken}
    with pytest.raises(StoreError):
        reconcile_places(store, describe(service[0]))


def test_queries_of_all_places_hold_the_published_shape() -> None:
    jsonschema.validate({str(n): query(place, "Q5") for n, place in enumerate(PLACES)}, QUERIES)
