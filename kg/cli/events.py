"""`kg events`, `kg event`, `kg review` and `kg diff`: what reports are judged to be about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.console import say, show, show_table, write
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.events.model import Judgement
    from kg.store import Store

SHOWN = ("event", "type", "first", "last", "place", "articles", "voices", "suggested_grade", "killed", "injured")
REVIEW = (
    *("score", "left", "right", "verdict", "note", "left_article", "left_quote", "right_article", "right_quote"),
    "why",
)
FORMATS = ("table", "csv", "jsonl", "geojson")
SOME = 2  # articles named in a listing on the terminal


@click.command()
@options.store
@options.base
@click.option("--many", is_flag=True, help="Only events that more than one article tells.")
@click.option("--place", metavar="NAME", help="Only events at a place of this name.")
@click.option("--from", "since", metavar="DATE", help="Only events on or after this day (YYYY-MM-DD).")
@click.option("--to", "until", metavar="DATE", help="Only events on or before this day (YYYY-MM-DD).")
@options.quiet
def events(
    store: Path, base: str, many: bool, place: str | None, since: str | None, until: str | None, quiet: bool
) -> None:
    """List the events: what one or more reports are judged to be about.

    Tolls are the lowest and highest that a report tells, never a sum. The grade is a suggestion that is worked out
    anew each time; kg queries event-grades says how. All columns: kg export events --format csv.
    """
    from kg import export
    from kg.export.events import event_row
    from kg.store import open_store

    held = open_store(store, read_only=True, base=base)
    found = [
        event
        for event in export.events(held)
        if (not many or len(event["articles"]) > 1) and _is_at(event, place) and _is_within(event, since, until)
    ]
    rows = [
        event_row(event) | {"event": event["iri"].removeprefix(held.base), "articles": _some(event["articles"])}
        for event in found
    ]
    show_table(SHOWN, [[_cell(row[column]) for column in SHOWN] for row in rows])
    say(f"{len(found)} events", quiet=quiet)


def _some(articles: list[str]) -> str:
    """Return the first articles and how many more there are: a row must fit a screen."""
    more = len(articles) - SOME
    return " | ".join(articles[:SOME]) + (f" and {more} more" if more > 0 else "")


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _is_at(event: dict[str, Any], place: str | None) -> bool:
    from kg.ids import fold

    return place is None or fold((event["place"] or {}).get("name") or "") == fold(place)


def _is_within(event: dict[str, Any], since: str | None, until: str | None) -> bool:
    if (since or until) and event["first"] is None:
        return False
    return (since is None or event["last"] >= since) and (until is None or event["first"] <= until)


@click.command()
@click.argument("name", metavar="EVENT")
@options.store
@options.base
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to show it."
)
def event(name: str, store: Path, base: str, form: str) -> None:
    """Show one EVENT (its IRI, or the end of it) with all its voices: who tells what, in which words."""
    from kg import export
    from kg.store import open_store

    found = export.one_event(open_store(store, read_only=True, base=base), name)
    show(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else "\n".join(_lines(found)))


def _lines(found: dict[str, Any]) -> list[str]:
    from kg.export.events import event_row

    row, place = event_row(found), found["place"] or {}
    keys = ("event", "type", "first", "last", "core_first", "core_last", "place", "precision", "killed", "injured")
    facts = {key: row[key] for key in (*keys, "publishers", "voices", "suggested_grade", "contradicts", "may_be_in")}
    if place.get("lat") is not None:
        spot = f"{place['lat']}/{place['lon']}"
        query = f"mlat={place['lat']}&mlon={place['lon']}"
        facts["map"] = f"https://www.openstreetmap.org/?{query}#map=12/{spot}"
    lines = [f"{key:16} {value}" for key, value in facts.items() if value not in (None, "")]
    lines += [
        f"{'accused':16} {actor['name']}, according to {', '.join(actor['by']) or 'the articles'}"
        for actor in found["perpetrators"]
    ]
    return lines + [line for voice in found["told"] for line in _voice(voice)]


def _voice(voice: dict[str, Any]) -> list[str]:
    from kg.export.tabular import casualty_text

    when = (voice["date"] or {}).get("edtf") or "no day"
    sources = ", ".join(source["name"] for source in voice["sources"])
    head = [voice["type"], voice["status"], when, *(p["name"] for p in voice["places"])]
    head += [f"according to {sources}"] if sources else []
    head += [f"repeats {voice['repeats']}"] if "repeats" in voice else []
    lines = ["", f"{voice['article']}: {', '.join(head)}"]
    lines += [f"  {casualty_text(casualty)}" for casualty in voice["casualties"]]
    return lines + [f"  “{' '.join(quote['exact'].split())}”" for quote in voice["evidence"]]


@click.command()
@options.store
@options.base
@click.option("--same", nargs=2, multiple=True, metavar="LEFT RIGHT", help="Judge two reports to be of one event.")
@click.option(
    "--different", nargs=2, multiple=True, metavar="LEFT RIGHT", help="Judge two reports to be of two events."
)
@click.option("--unsure", nargs=2, multiple=True, metavar="LEFT RIGHT", help="Say that it cannot be told.")
@click.option(
    "--take", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Take the filled-in verdicts of a CSV."
)
@click.option(
    "--csv", "listing", type=click.Path(path_type=Path, dir_okay=False), help="Write the pairs to this CSV file."
)
@options.quiet
def review(
    store: Path,
    base: str,
    same: tuple[tuple[str, str], ...],
    different: tuple[tuple[str, str], ...],
    unsure: tuple[tuple[str, str], ...],
    take: Path | None,
    listing: Path | None,
    quiet: bool,
) -> None:
    """List pairs of reports that may be of one event, and judge them.

    To judge many: kg review --csv pairs.csv, fill in the column verdict (same, different or unsure), then
    kg review --take pairs.csv. Judgements are kept in STORE.judgements.csv beside the store; every later build
    applies them.
    """
    from kg.events.judgements import judgements_file, read_judgements
    from kg.store import open_store

    file = judgements_file(store)
    given = [*_given("same", same), *_given("different", different), *_given("unsure", unsure)]
    given += list(read_judgements(take)) if take is not None else []
    if given:
        _judge(store, base, file, given, quiet=quiet)
        return
    held = open_store(store, read_only=True, base=base)
    rows = _review_rows(held, read_judgements(file))
    if listing is not None:
        write(_review_csv(rows), listing)
        say(f"wrote {len(rows)} pairs to {listing}; fill in verdict, then: kg review --take {listing}", quiet=quiet)
        return
    for row in rows:
        show("\n".join(_pair(row)))
    say(f"{len(rows)} pairs; judge one with: kg review --same LEFT RIGHT", quiet=quiet)


def _given(verdict: str, pairs: tuple[tuple[str, str], ...]) -> list[Judgement]:
    from kg.events.model import Judgement

    found = []
    for pair in pairs:
        left, right = sorted(name.rsplit("/", 1)[-1] for name in pair)
        found.append(Judgement(left=left, right=right, verdict=verdict))  # type: ignore[arg-type]
    return found


def _judge(store: Path, base: str, file: Path, given: list[Judgement], *, quiet: bool) -> None:
    from kg.events.judgements import read_judgements, write_judgements
    from kg.pipeline import link_events
    from kg.pipeline.tellings import tellings
    from kg.store import open_store

    if not store.exists():
        raise UsageError(f"no store at {store}; make one with: kg build ARTICLES… --store {store}")
    with open_store(store, base=base) as held:
        known = {telling.id for telling in tellings(held)}
        strange = sorted({key for j in given for key in (j.left, j.right)} - known)
        if strange:
            raise UsageError(f"no report {strange[0]} in {store}; kg review lists the reports to name")
        kept = {(j.left, j.right): j for j in (*read_judgements(file), *given)}
        write_judgements(kept.values(), file)
        link_events(held)
    say(f"{len(given)} judgements taken, {len(kept)} in {file}; the events are made anew", quiet=quiet)


def _review_rows(store: Store, judged: tuple[Judgement, ...]) -> list[dict[str, str]]:
    from kg import export
    from kg.events.review import explain, uncertain
    from kg.pipeline.compared import compared

    told = {report["iri"].rsplit("/", 1)[-1]: report for report in export.reports(store)}
    rows = []
    for pair in uncertain(compared(store).links, judged):
        left, right = told[pair.left], told[pair.right]
        rows.append(
            {
                "score": f"{pair.score:.2f}",
                "left": pair.left,
                "right": pair.right,
                "verdict": "",
                "note": "",
                **_side("left", left),
                **_side("right", right),
                "why": explain(pair),
            }
        )
    return rows


def _side(name: str, report: dict[str, Any]) -> dict[str, str]:
    quote = report["evidence"][0]["exact"] if report["evidence"] else ""
    return {f"{name}_article": report["article"], f"{name}_quote": " ".join(quote.split())}


def _pair(row: dict[str, str]) -> list[str]:
    sides = [f"  {row[side]}  {row[f'{side}_article']}: “{row[f'{side}_quote']}”" for side in ("left", "right")]
    return [f"{row['score']}  {row['why']}", *sides, ""]


def _review_csv(rows: list[dict[str, str]]) -> bytes:
    from kg.query import Table, render

    return render(Table(columns=REVIEW, rows=tuple(tuple(row[c] for c in REVIEW) for row in rows)), "csv").encode(
        "utf-8"
    )


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="NEW")
@options.base
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="How to show it.",
)
@options.quiet
def diff(old: Path, new: Path, base: str, form: str, quiet: bool) -> None:
    """Tell what changed from the store OLD to the store NEW: two builds, or two versions of the rules.

    Reports are gained, lost, changed (with the fields) or moved to another event; events are gained or lost.
    """
    from kg.export.diff import COLUMNS, counts
    from kg.export.diff import diff as compare
    from kg.query import Table, render
    from kg.store import open_store

    rows = compare(open_store(old, read_only=True, base=base), open_store(new, read_only=True, base=base))
    show(render(Table(columns=COLUMNS, rows=tuple(rows)), form))
    told = ", ".join(f"{what}: {count}" for what, count in counts(rows).items())
    say(told or "nothing changed", quiet=quiet)
