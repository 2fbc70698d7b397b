"""Which query texts are let through to the engine."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.store import check_query

GOOD = [
    "SELECT * WHERE { ?s ?p ?o }",
    "PREFIX schema: <https://schema.org/>\nASK { ?s a schema:Service }",
    "SELECT ?x WHERE { ?x <http://example.org/service#type> 'SERVICE <http://x/>' } # SERVICE",
    'SELECT ?x WHERE { ?x ?service """SERVICE\n"quoted" <http://x>""" }',
    "select ?a where { ?a ?b ?c filter(?c < 3 && ?b > 1 || ?c <= -2.5e3) }",
    "DESCRIBE <urn:a:b>",
    "SELECT ?insert WHERE { ?insert a <http://example.org/load> } ORDER BY DESC(?insert) LIMIT 5",
    "SELECT ?a WHERE { ?a ^(<http://x/p>|!<http://x/q>)+/<http://x/r>* ?b . ?b ?p 'x'@en-GB , '1'^^<http://x/d> }",
]

BAD = [
    ("SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "another server"),
    ("SELECT * WHERE { service?x { ?s ?p ?o } }", "another server"),
    ("SELECT * WHERE { ?s ?p trueSERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "another server"),
    ("PREFIX : <http://127.0.0.1/> SELECT * WHERE { SERVICE:x { ?s ?p ?o } }", "another server"),
    ("SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "cannot be read"),
    ("SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE?z#>\n { ?s ?p ?o } }", "comparison"),
    ("SELECT * { ?a ?b ?c FILTER(?a<?b&&?c='>') SERVICE <http://x/> { } FILTER(?a='') }", "comparison"),
    ("LOAD <http://127.0.0.1/x>", "change the store"),
    ("PREFIX a: <http://x/> DELETE WHERE { ?s ?p ?o }", "change the store"),
    ("INSERT DATA { <http://a> <http://b> 1 }", "change the store"),
    ("", "not a SPARQL query"),
    ('SELECT "unfinished', "cannot be read"),
]


@pytest.mark.parametrize("text", GOOD)
def test_queries_that_only_read_pass(text: str) -> None:
    assert check_query(text) is None


@pytest.mark.parametrize(("text", "says"), BAD)
def test_everything_else_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        check_query(text)
