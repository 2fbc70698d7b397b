"""What `kg explain` shows: all of the text once, every mark on it, a meaning for every rule, and no name unasked."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg import nlp, pipeline
from kg.export.explained import Explanation, explain, meaning, page
from kg.model import Article, Casualty, Count, Mention, Reading, Refusal, Report, Run, Span
from kg.sources import read_articles
from tests.command import run_kg

RUN = Run(version="0", model="shipped", model_hash="a" * 64, rules_hash="b" * 64)
HOSTILE = '<script>alert(1)</script> & "Ali Hassan" was killed in Dor.'


def reading(text: str, **fields: object) -> Reading:
    article = Article(id="i", key="k", text=text, text_sha256="s", raw_sha256="r", origin="o.txt")
    return Reading(article=article, **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def readings(samples: Path) -> list[Reading]:
    reader = nlp.load()
    found = [article for article in read_articles([samples]) if isinstance(article, Article)]
    return [pipeline.read_article(article, reader) for article in found]


@pytest.fixture(scope="module")
def shown(readings: list[Reading]) -> list[Explanation]:
    return [explain(reading, RUN) for reading in readings]


def test_the_pieces_are_the_text(readings: list[Reading], shown: list[Explanation]) -> None:
    for read, explanation in zip(readings, shown, strict=True):
        text = read.article.text
        assert "".join(piece.text for piece in explanation.pieces) == text
        assert all(text[p.start : p.start + len(p.text)] == p.text for p in explanation.pieces)
        for number, report in enumerate(read.reports, start=1):
            told = [p for p in explanation.pieces if number in p.reports]
            assert {p.start for p in told} >= {span.start for span in report.evidence}
            assert sum(number in p.ends for p in told) == len({span.end for span in report.evidence})


def test_every_rule_has_a_meaning(readings: list[Reading]) -> None:
    rules = {("rule", rule) for read in readings for report in read.reports for rule in report.rules}
    rules |= {("mention", mention.rule) for read in readings for mention in read.mentions}
    rules |= {("refusal", refusal.reason) for read in readings for refusal in read.refusals}
    assert len(rules) > 50
    assert [rule for rule in sorted(rules) if not meaning(*rule)] == []


@pytest.mark.parametrize(
    ("kind", "rule", "words"),
    [
        ("rule", "verb:bomb", "the verb “bomb” tells of the event"),
        ("rule", "carry:day", "the day is that of the sentence before"),
        ("rule", "carriage:day", ""),
        ("refusal", "negated", "said not to have happened"),
    ],
)
def test_the_longest_beginning_of_a_rule_is_what_it_means(kind: str, rule: str, words: str) -> None:
    assert meaning(kind, rule) == words


class Tags(HTMLParser):
    """Collects the elements of a page, and whatever one of them would load."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.loads += [
            value or "" for name, value in attrs if name in ("src", "href") and not f"{value}".startswith("#")
        ]


def test_the_page_needs_nothing_and_runs_nothing(shown: list[Explanation]) -> None:
    for explanation in shown:
        tags = Tags()
        tags.feed(page(explanation))
        assert tags.names.count("article") == len(explanation.reports)
        assert (tags.loads, "script" in tags.names) == ([], False)


def test_an_article_cannot_write_into_the_page() -> None:
    mark = Mention(kind="place", span=Span(start=0, end=8), ref='"><script>', rule="place:model")
    written = page(explain(reading(HOSTILE, mentions=(mark,)), RUN))
    assert "<script>" not in written
    assert "&lt;script&gt;</span>" in written


def test_no_word_of_the_text_is_shown_without_names() -> None:
    everything = Span(start=0, end=len(HOSTILE))
    victim = Casualty(outcome="killed", group="people", count=Count(min=1, max=1, text="Ali Hassan"), name="Ali Hassan")
    report = Report(id="x", type="Attack", evidence=(everything,), casualties=(victim,), rules=("verb:kill",))
    read = reading(
        HOSTILE,
        reports=(report,),
        mentions=(Mention(kind="person", span=Span(start=31, end=41), ref="Ali Hassan", rule="person:Ali Hassan"),),
        refusals=(Refusal(span=everything, reason="negated", note="kill"),),
    )
    assert "Ali Hassan" in page(explain(read, RUN))
    withheld = page(explain(read, RUN, names=False))
    assert "verb:kill" in withheld
    assert [word for word in ("Ali", "Hassan", "Dor") if word in withheld] == []


@pytest.fixture
def two(tmp_path: Path) -> Path:
    rows = [{"id": name, "text": f"Shelling killed two people in {name}."} for name in ("Arda", "Bora")]
    (tmp_path / "two.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path / "two.jsonl"


def test_the_command(two: Path, tmp_path: Path) -> None:
    several = run_kg("explain", str(two))
    assert (several.returncode, "holds 2 articles; choose one with --id: Arda, Bora" in several.stderr) == (2, True)
    plain = run_kg("explain", str(two), "--id", "Bora")
    assert plain.returncode == 0, plain.stderr
    assert "Shelling killed two people in Bora.[1]" in plain.stdout
    assert "[1] Shelling, asserted" in plain.stdout
    written = run_kg("explain", str(two), "--id", "Bora", "--html", str(tmp_path / "b.html"))
    assert (written.returncode, written.stdout) == (0, "")
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = run_kg("explain", str(tmp_path / "empty.txt"))
    assert (done.returncode, "no article could be read" in done.stderr) == (2, True)
