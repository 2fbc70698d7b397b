"""Shows why an article was read as it was: its text with every mention, report, rule and refusal marked.

`explain` lays one reading out as plain values; `page` draws them as one HTML page that needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from kg import resources
from kg.export.tabular import casualty_text
from kg.lexicon import table
from kg.model import Article, Known, Mention, Reading, Refusal, Run, Span
from kg.rdf import report_json

TEMPLATE = "explain.html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of the text with all that is said of it; `ends` are the reports whose evidence stops behind it."""

    start: int
    text: str
    marks: tuple[str, ...] = ()
    reports: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One report: its number, what it says by field, the rules it rests on and its quotes with their offsets."""

    number: int
    title: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[tuple[str, str], ...]
    quotes: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A mention or a refusal: where it stands, its words, what it was taken for and why."""

    start: int
    end: int
    words: str
    name: str
    rule: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """One article's reading, ready to be shown; without names neither text nor words are in it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    reports: tuple[Card, ...]
    mentions: tuple[Note, ...]
    refusals: tuple[Note, ...]


def explain(reading: Reading, run: Run, *, names: bool = True) -> Explanation:
    """Lay out what was read and why; with `names=False` no text of the article is handed on."""
    article = reading.article
    told = [report_json(report, reading, names=names) for report in reading.reports]
    return Explanation(
        title=(article.headline.value if article.headline else article.key) if names else article.id,
        facts=_article_facts(article, run, names=names),
        pieces=tuple(_pieces(reading)) if names else (),
        reports=tuple(_card(number, report) for number, report in enumerate(told, start=1)),
        mentions=tuple(_mention(mention, article.text, names=names) for mention in reading.mentions),
        refusals=tuple(_refusal(refusal, article.text, names=names) for refusal in reading.refusals),
    )


def page(explanation: Explanation) -> str:
    """Return the explanation as one HTML page: no script, no other file, nothing loaded."""
    return str(_template().render(shown=explanation))


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    source = resources.path(TEMPLATE).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        source
    )


def meaning(kind: str, rule: str) -> str:
    """Return what a rule's name means in words ("rule", "mention" or "refusal"); empty where no words are known."""
    known = [begin for of, begin in _words() if of == kind and f"{rule}:".startswith(f"{begin}:")]
    best = max(known, key=len, default=None)
    return "" if best is None else _words()[kind, best].replace("{}", rule[len(best) + 1 :])


@cache
def _words() -> Mapping[tuple[str, str], str]:
    return {(row["kind"], row["rule"]): row["words"] for row in table("rule_words")}


def _article_facts(article: Article, run: Run, *, names: bool) -> tuple[tuple[str, str], ...]:
    known = (("published", article.published), ("publisher", article.publisher))
    facts = [("article", article.key if names else article.id)]
    facts += [(label, f"{fact.value} (found by {fact.how})") for label, fact in known if isinstance(fact, Known)]
    facts += [("address", article.url)] if article.url and names else []
    facts += [("text sha256", article.text_sha256), ("model", f"{run.model} {run.model_hash[:12]}")]
    return (*facts, ("rules", run.rules_hash[:12]))


def _pieces(reading: Reading) -> Iterable[Piece]:
    """Cut the text wherever a mark begins or ends: marks overlap, pieces do not."""
    text = reading.article.text
    evidence = [(n, span) for n, r in enumerate(reading.reports, start=1) for span in r.evidence]
    marks = _marks(reading)
    cuts = {0, len(text), *(end for _, s in evidence for end in (s.start, s.end))}
    cuts |= {end for span, _, _ in marks for end in (span.start, span.end)}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        piece = Span(start=start, end=end)
        over = [mark for mark in marks if mark[0].covers(piece)]
        yield Piece(
            start=start,
            text=piece.of(text),
            marks=tuple(dict.fromkeys(kind for _, kind, _ in over)),
            reports=tuple(dict.fromkeys(n for n, span in evidence if span.covers(piece))),
            ends=tuple(dict.fromkeys(n for n, span in evidence if span.end == end)),
            notes=tuple(dict.fromkeys(note for _, _, note in over)),
        )


def _marks(reading: Reading) -> list[tuple[Span, str, str]]:
    """Return span, class and note of all that is marked in the text, beside the evidence."""
    article = reading.article
    facts = (("headline", article.headline), ("published", article.published), ("publisher", article.publisher))
    marks = [(f.span, "furniture", f"not read: page furniture ({f.reason})") for f in article.furniture]
    marks += [(fact.span, "known", f"{label} (found by {fact.how})") for label, fact in facts if fact and fact.span]
    marks += [(m.span, m.kind, f"{m.kind}: {_named(m)} [{m.rule}]") for m in reading.mentions]
    return marks + [(r.span, "refused", f"not coded: {_why(r)}") for r in reading.refusals]


def _named(mention: Mention) -> str:
    if mention.ref:
        return mention.ref
    if mention.candidates:
        return f"one of {len(mention.candidates)}"
    return "not known"


def _why(refusal: Refusal) -> str:
    return meaning("refusal", f"{refusal.reason}:{refusal.note}") or refusal.reason


def _mention(mention: Mention, text: str, *, names: bool) -> Note:
    candidates = "; ".join(f"{c.name} [{c.id}] {c.score:g} {c.why}".strip() for c in mention.candidates)
    return Note(
        start=mention.span.start,
        end=mention.span.end,
        words=" ".join(mention.span.of(text).split()) if names else "",
        name=f"{mention.kind}: {mention.ref or 'not known'}" if names else mention.kind,
        rule=mention.rule if names else "",
        meaning="; ".join(filter(None, (meaning("mention", mention.rule), candidates))) if names else "",
    )


def _refusal(refusal: Refusal, text: str, *, names: bool) -> Note:
    return Note(
        start=refusal.span.start,
        end=refusal.span.end,
        words=" ".join(refusal.span.of(text).split()) if names else "",
        name=refusal.reason,
        rule=refusal.note,
        meaning=_why(refusal),
    )


def _card(number: int, report: Mapping[str, Any]) -> Card:
    return Card(
        number=number,
        title=f"{report['type']}, {report['status']}",
        facts=tuple((label, values) for label, values in _facts(report) if values),
        rules=tuple((rule, meaning("rule", rule)) for rule in report["rules"]),
        quotes=tuple((quote["start"], quote["end"], " ".join(quote["exact"].split())) for quote in report["evidence"]),
    )


def _facts(report: Mapping[str, Any]) -> Iterable[tuple[str, tuple[str, ...]]]:
    date = report["date"]
    if report["aggregate"] or report["count"]["min"] != 1 or report["count"]["max"] != 1:
        yield "how many", (("several events: " if report["aggregate"] else "") + _bounds(report["count"]),)
    yield "when", (f"{date['edtf'] or 'unknown day'} (“{date['text']}”)",) if date else ()
    yield "where", tuple(_place(place) for place in report["places"])
    yield "perpetrators", _actors(report["perpetrators"])
    yield "targets", _actors(report["targets"])
    yield "facilities", tuple(_facility(facility) for facility in report["facilities"])
    yield "weapons", tuple(report["weapons"])
    yield "casualties", tuple(casualty_text(casualty) for casualty in report["casualties"])
    yield "according to", _actors(report["sources"])


def _bounds(count: Mapping[str, Any]) -> str:
    low, high = count["min"], count["max"]
    if low is None and high is None:
        return "unknown number"
    if low == high:
        return str(low)
    return f"{low} or more" if high is None else f"up to {high}" if low is None else f"{low} to {high}"


def _place(place: Mapping[str, Any]) -> str:
    if place["lat"] is not None:
        return f"{_with_id(place)} {place['lat']}, {place['lon']} ({place['precision']})"
    tried = "; ".join(f"{c['name']} [{c['id']}] {c['score']:g}" for c in place["candidates"][:3])
    return f"{_with_id(place)}, no coordinates" + (f"; candidates: {tried}" if tried else "")


def _with_id(entity: Mapping[str, Any]) -> str:
    return f"{entity['name']} [{entity['id']}]" if entity["id"] else str(entity["name"])


def _actors(actors: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(_with_id(actor) + _as_told(actor["mentions"], actor["name"]) for actor in actors)


def _as_told(mentions: Sequence[str], name: str) -> str:
    others = [f"“{' '.join(words.split())}”" for words in mentions if words != name]
    return f" as {', '.join(others)}" if others else ""


def _facility(facility: Mapping[str, Any]) -> str:
    parts = [facility["type"]]
    parts += [f"“{facility['name']}”"] if facility["name"] else []
    parts += [f"in {facility['place']}"] if facility["place"] else []
    parts += [f"({_bounds(facility['count'])})"] if facility["count"] != {"min": 1, "max": 1} else []
    return " ".join(parts) + (f", {facility['damage']}" if facility["damage"] else "")
