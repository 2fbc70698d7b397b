"""What the user may give to a question, and what is said when it does not fit."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import corpus

from kg import rdf
from kg.errors import ResourceError, UsageError
from kg.query import Query, Table, bind, cells, load_queries, load_query, named_query, render, run, safe_cell
from kg.query.tables import sorted_list
from kg.store import Store, memory_store


@pytest.fixture(scope="module")
def store() -> Store:
    held = corpus.stocked()
    held.raw.extend(rdf.vocabulary_quads())
    return held


HEADER = """#+ title: Places of reports
#+ parameters:
#+   place: place; Where
#+   day: date; When
#+   many: integer = 5; How many
#+   word: text; Which word
#+   weapon: concept weapon; Which weapon
"""
BODY = """SELECT ?x WHERE { GRAPH ?g {
  #? place: VALUES ?x { ?? }
  #? day: VALUES ?day { ?? }
  #? word: VALUES ?word { ?? }
  #? weapon: VALUES ?weapon { ?? }
  ?r <https://w3id.org/conflict-kg/ontology#place> ?x } }
ORDER BY ?x
#? many: LIMIT ??
"""


@pytest.fixture
def query(tmp_path: Path) -> Query:
    file = tmp_path / "mine.rq"
    file.write_text(HEADER + BODY, encoding="utf-8")
    return load_query(file)


def test_only_what_was_given_is_switched_on(query: Query, store: Store) -> None:
    text = bind(query, {"day": "2031-03"}, store)
    assert '"2031-03-01"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert "#? place" in text
    assert "\nLIMIT 5" in text


@pytest.mark.parametrize(
    ("name", "given", "term"),
    [
        ("place", "Northford", "<https://w3id.org/conflict-kg/data/place/kg-northford>"),
        ("place", "northford", "<https://w3id.org/conflict-kg/data/place/kg-northford>"),
        ("place", "TAL-AMRIN", "<https://w3id.org/conflict-kg/data/place/geonames-9900001>"),
        ("place", "Amrin", "place/geonames-9900001> <https://w3id.org/conflict-kg/data/place/geonames-9900002>"),
        (
            "place",
            ["Northford", "Hill Gate"],
            "kg-northford> <https://w3id.org/conflict-kg/data/place/94be34f60f3ddb9c>",
        ),
        ("day", date(2031, 3, 4), '"2031-03-04"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("day", "2031", '"2031-01-01"^^'),
        ("word", 'a "b" \\ }', '"a \\"b\\" \\\\ }"'),
        ("many", 7, "LIMIT 7"),
        ("weapon", "barrel bomb", "<https://w3id.org/conflict-kg/scheme/weapon/barrel-bomb>"),
    ],
)
def test_what_is_given_becomes_terms(query: Query, store: Store, name: str, given: str, term: str) -> None:
    assert term in bind(query, {name: given}, store)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"colour": "red"}, "mine has no parameter --colour; it takes --place, --day"),
        ({"place": "Northfrod"}, "no place called 'Northfrod' in the store; did you mean Northford"),
        ({"place": "Qqqq"}, "no place called 'Qqqq' in the store$"),
        ({"day": "4 March"}, "must be a day like 2017-09-26"),
        ({"day": "2031-13"}, "must be a day"),
        ({"day": ["2031", "2032"]}, "takes one value, not 2"),
        ({"many": "few"}, "must be a whole number"),
        ({"weapon": "catapult"}, "no weapon is called 'catapult'; there are: .*barrel-bomb"),
    ],
)
def test_what_does_not_fit_is_named(query: Query, store: Store, given: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        bind(query, given, store)


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("reports-by-actor", {}, "reports-by-actor needs --actor: Who"),
        ("report-evidence", {"report": "0000000000000000"}, "no report 0000000000000000 in the store"),
        ("report-evidence", {"report": "not an iri://"}, "is no IRI"),
        ("reports-in-article", {"article": "valey-1"}, "no article 'valey-1' in the store; did you mean valley-1"),
        ("runs", {"place": "x"}, "takes no parameters"),
    ],
)
def test_the_library_says_what_it_needs(store: Store, name: str, given: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        run(store, named_query(name), given)


def test_a_report_may_be_given_short_or_long(store: Store) -> None:
    short = corpus.valley().reports[0].id
    asked = named_query("report-evidence")
    long = f"https://w3id.org/conflict-kg/data/report/{short}"
    found = [run(store, asked, report=given).rows for given in (short, f"report/{short}", long)]
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_a_finer_concept_counts_for_a_broader_one(store: Store) -> None:
    text = bind(named_query("reports"), {"type": "Airstrike"}, store)
    assert "<https://w3id.org/conflict-kg/scheme/event-type/Airstrike>" in text
    assert text.count("scheme/event-type/") > 1


def test_without_a_vocabulary_the_notation_must_do() -> None:
    assert "scheme/weapon/mortar>" in bind(named_query("attacks-by-weapon"), {"weapon": "mortar"}, memory_store())


def test_an_unknown_question_names_the_closest() -> None:
    with pytest.raises(UsageError, match=r"did you mean .*denials"):
        named_query("denial")
    with pytest.raises(UsageError, match="kg queries"):
        named_query("xyzzy")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#+title: x\nASK {}", r"mine.rq:1: write header lines as"),
        ("#+ parameters:\n#+   a: colour; x\nASK {}", r"mine.rq:2: write 'a: KIND"),
        ("#+ parameters:\n#+   a: concept; x\nASK {}", r"mine.rq:2: write 'a: KIND"),
        ("#+ stray:\n#+   a: b\nASK {}", r"mine.rq:2: 'a' stands under neither"),
        ("#+ parameters:\n#+   a: text; x\nASK {}", "needs a '#\\?' line.*: a"),
        ("ASK {\n#? b: FILTER(??)\n}", "needs a '#\\?' line.*: b"),
    ],
)
def test_a_broken_header_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=says):
        load_query(tmp_path / "mine.rq")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the query file"):
        load_query(tmp_path / "none.rq")


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("ASK { ?s ?p ?o }", ("answer",), (("yes",),)),
        ("SELECT (1 AS ?a) (2.5 AS ?b) (true AS ?c) ?d WHERE {}", ("a", "b", "c", "d"), ((1, 2.5, "true", None),)),
        ("CONSTRUCT { <a:a> <a:b> 1 } WHERE {}", ("subject", "predicate", "object"), None),
    ],
)
def test_queries_of_the_user_need_no_header(
    tmp_path: Path, store: Store, text: str, columns: tuple[str, ...], rows: tuple[object, ...] | None
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(text, encoding="utf-8")
    found = run(store, load_query(file))
    assert found.columns == columns
    assert found.rows == rows if rows is not None else len(found.rows) == 1


def test_queries_of_the_user_must_not_reach_out(tmp_path: Path, store: Store) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", encoding="utf-8")
    with pytest.raises(UsageError, match="another server"):
        run(store, load_query(file))


TABLE = Table(
    columns=("name", "n"),
    rows=(("=1+1", 1), ("a|b\n\tc", None), ("https://w3id.org/conflict-kg/data/report/ab", 2.5)),
)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("table", "name       n\n=1+1       1\na|b c\nreport/ab  2.5\n"),
        ("csv", 'name,n\r\n\'=1+1,1\r\n"a|b\n\tc",\r\nhttps://w3id.org/conflict-kg/data/report/ab,2.5\r\n'),
        ("tsv", "name\tn\n'=1+1\t1\na|b c\t\nhttps://w3id.org/conflict-kg/data/report/ab\t2.5\n"),
        ("markdown", "| name | n |\n| --- | --- |\n| =1+1 | 1 |\n| a\\|b c |  |\n| report/ab | 2.5 |\n"),
        (
            "jsonl",
            '{"name": "=1+1", "n": 1}\n{"name": "a|b\\n\\tc", "n": null}\n'
            '{"name": "https://w3id.org/conflict-kg/data/report/ab", "n": 2.5}\n',
        ),
    ],
)
def test_tables_are_written(form: str, text: str) -> None:
    assert render(TABLE, form) == text


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="choose one of table, csv"):
        render(TABLE, "xlsx")


def test_values_of_a_cell_are_sorted_by_number_then_word() -> None:
    assert sorted_list("10: b |  | 9: a | x | 9: a") == "x | 9: a | 10: b"
    assert sorted_list("") is None
    assert safe_cell(-5) == -5
    assert cells(TABLE)[2] == ["report/ab", "2.5"]


def test_files_hold_no_open_ends() -> None:
    for query in load_queries().values():
        live = "\n".join(line for line in query.text.splitlines() if not line.lstrip().startswith("#"))
        assert "??" not in live, query.name
        assert isinstance(ox.Store().query(live), ox.QuerySolutions)
