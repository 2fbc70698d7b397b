"""`kg parse`: what is read out of a few sentences, for whoever edits the word lists."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.console import show, show_table
from kg.errors import UsageError

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.model import Article, Mention, Reading


@click.command()
@click.argument("text")
@click.option(
    "--date", "published", metavar="YYYY-MM-DD", help="Publication day, from which relative days are counted."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to show it."
)
@options.gazetteers
@options.model
def parse(text: str, published: str | None, form: str, gazetteers: Path | None, model: str | None) -> None:
    """Show how TEXT (- for standard input) is read: words, mentions, reports, refusals."""
    from kg import linking, mentions, nlp, reports

    article = _article(sys.stdin.read() if text == "-" else text, published)
    document = nlp.load(model).read(article)
    found = linking.link_places(mentions.find_mentions(document), article, gazetteer=linking.load_gazetteer(gazetteers))
    reading = reports.find_reports(document, found)
    parts = {
        "words": _words(document.doc),
        "mentions": [_mention(mention, article) for mention in found],
        "reports": _reports(reading),
        "refusals": [{"words": r.span.of(article.text), "reason": r.reason, "note": r.note} for r in reading.refusals],
    }
    if form == "json":
        show(json.dumps(parts, ensure_ascii=False, indent=2))
        return
    for title, rows in parts.items():
        show(f"{title}: {len(rows)}")
        if title == "reports":
            show("\n".join(_lines(row) for row in rows))
        elif rows:
            show_table(tuple(rows[0]), [[str(value) for value in row.values()] for row in rows])
        show("\n")


def _article(text: str, published: str | None) -> Article:
    from kg.sources import Rejected, read_articles

    record = json.dumps({"id": "text", "text": text, "published": published}).encode()
    article = next(read_articles(["-"], stdin=BytesIO(record)))
    if isinstance(article, Rejected):
        raise UsageError(f"{article.message}; give a sentence in quotes")
    return article


def _words(doc: Doc) -> list[dict[str, Any]]:
    return [
        {"i": t.i, "word": t.text, "lemma": t.lemma_, "pos": t.pos_, "tag": t.tag_, "dep": t.dep_, "head": t.head.i}
        for t in doc
        if not t.is_space
    ]


def _mention(mention: Mention, article: Article) -> dict[str, Any]:
    return {
        "kind": mention.kind,
        "words": mention.span.of(article.text),
        "is": mention.ref or "",
        "candidates": ", ".join(c.id for c in mention.candidates),
        "rule": mention.rule,
    }


def _reports(reading: Reading) -> list[dict[str, Any]]:
    from kg import rdf

    return [rdf.report_json(report, reading) for report in reading.reports]


def _lines(report: dict[str, Any]) -> str:
    told = {key: value for key, value in report.items() if value not in (None, [], "", False)}
    return "\n".join(f"  {key:13} {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()) + "\n"
