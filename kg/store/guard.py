"""Refuses queries that reach outside the store, before anything runs.

The embedded engine calls `SERVICE` addresses with no switch to turn it off. This reads the query token by token and
refuses whatever it cannot tell apart with certainty, so the mistakes it makes are refusals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import UsageError

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
              | \"(?:[^\"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.-]+)
  | (?P<name>(?P<prefix>\w[\w.-]*)?:(?:[\w.:%-]|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>@?[A-Za-z_][\w-]*)
  | (?P<number>[0-9][0-9.eE]*)
  | (?P<sign>[][{}().,;=!<>|&+*/^?-])
    """,
    re.VERBOSE | re.DOTALL,
)
# `?a <b:c#>` may also be "less than" and a comment: only "scheme://…" and plain IRIs can be nothing but an IRI.
_SURE_IRI = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://[^\s]*|[\w:/.%~@+-]*)>")
_UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"})
_FORMS = frozenset({"select", "ask", "construct", "describe"})


def check_query(text: str) -> None:
    """Raise UsageError unless `text` is a query that reads this store and nothing else."""
    words = []
    for kind, token in _tokens(text):
        word = token.casefold()
        if kind == "iri" and not _SURE_IRI.fullmatch(token):
            raise UsageError(f"cannot tell whether {token} is an IRI or a comparison; write spaces round '<' and '>'")
        if kind in ("word", "prefix") and "service" in word:
            raise UsageError("SERVICE would send the query to another server; load that data into the store instead")
        if kind == "word":
            words.append(word)
    form = next((w for w in words if w in _FORMS | _UPDATES), None)
    if form in _UPDATES:
        raise UsageError(f"{form.upper()} would change the store; here only SELECT, ASK, CONSTRUCT and DESCRIBE run")
    if form is None:
        raise UsageError("not a SPARQL query: no SELECT, ASK, CONSTRUCT or DESCRIBE in it")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            line = text.count("\n", 0, at) + 1
            raise UsageError(f"line {line} of the query cannot be read at {text[at : at + 20]!r}")
        if found.lastgroup == "prefix" or found["name"] is not None:
            yield "prefix", found["prefix"] or ""
        else:
            yield str(found.lastgroup), found[0]
        at = found.end()
