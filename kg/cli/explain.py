"""`kg explain`: an article's text with all that was read out of it, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.console import is_colourless, say, show, show_table, write
from kg.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from kg.export.explained import Card, Explanation, Piece
    from kg.model import Article

SHOWN = 10  # articles that are named where one must be chosen
STYLES = {
    "actor": "red",
    "person": "red",
    "place": "green",
    "facility": "magenta",
    "weapon": "bright_red",
    "furniture": "dim",
    "refused": "italic underline",
}


@click.command()
@click.argument("article", metavar="ARTICLE")
@click.option("--id", "key", metavar="ID", help="Which article, where the file holds several.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one HTML page that needs nothing else.",
)
@options.gazetteers
@options.model
@click.option("--no-names", is_flag=True, help="Show no text of the article: victims may be named in it.")
@options.quiet
def explain(
    article: str,
    key: str | None,
    html: Path | None,
    gazetteers: Path | None,
    model: str | None,
    no_names: bool,
    quiet: bool,
) -> None:
    """Show how ARTICLE (a file) is read: its text with every mention, report, rule and refusal.

    The number behind a passage is that of the report it is evidence of. The same is written as one page with --html.
    """
    from kg import linking, nlp, pipeline
    from kg.export import explained

    chosen = _choose(article, key)
    reading = pipeline.read_article(chosen, nlp.load(model), gazetteers=gazetteers)
    run = pipeline.describe_run(
        model, names=not no_names, gazetteers=[index.source for index in linking.added_gazetteers(gazetteers)]
    )
    shown = explained.explain(reading, run, names=not no_names)
    if html is None:
        _show(shown)
    else:
        write(explained.page(shown).encode("utf-8"), html)
        say(f"{len(shown.reports)} reports explained in {html}", quiet=quiet)


def _choose(path: str, key: str | None) -> Article:
    from kg.pipeline.building import take_in

    found, rejected = take_in([path])
    for item in rejected:
        say(f"rejected: {item.origin}: {item.message} [{item.reason}]")
    fitting = [article for article in found if key in (None, article.key, article.id)]
    if len(fitting) == 1:
        return fitting[0]
    if not found:
        raise UsageError(f"no article could be read from {path}; give a text, HTML or JSONL file")
    keys = sorted(article.key for article in found)
    named = ", ".join(keys[:SHOWN]) + (f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else "")
    problem = f"{path} holds {len(found)} articles" if key is None else f"{path} holds no single article {key!r}"
    raise UsageError(f"{problem}; choose one with --id: {named}")


def _show(shown: Explanation) -> None:
    show(shown.title)
    show("\n".join(f"{label}: {value}" for label, value in shown.facts) + "\n")
    if sys.stdout.isatty() and not is_colourless():
        from rich.console import Console

        Console(highlight=False, soft_wrap=True).print(_painted(shown.pieces))
    else:
        show("".join(piece.text + _numbers(piece) for piece in shown.pieces))
    for card in shown.reports:
        show("\n" + "\n".join(_card(card)))
    for title, notes in (("noticed, not coded", shown.refusals), ("mentions", shown.mentions)):
        show(f"\n{title}: {len(notes)}")
        if notes:
            rows = [[f"{n.start}-{n.end}", n.words, n.name, n.rule, n.meaning] for n in notes]
            show_table(("offsets", "words", "taken for", "rule", "meaning"), rows)


def _painted(pieces: tuple[Piece, ...]) -> Text:
    from rich.text import Text

    text = Text()
    for piece in pieces:
        style = " ".join(dict.fromkeys(STYLES[mark] for mark in piece.marks if mark in STYLES))
        text.append(piece.text, style=style if style or not piece.reports else "bold")
        text.append(_numbers(piece), style="bold yellow")
    return text


def _numbers(piece: Piece) -> str:
    return "".join(f"[{number}]" for number in piece.ends)


def _card(card: Card) -> list[str]:
    lines = [f"[{card.number}] {card.title}"]
    lines += [f"    {label:13} {value}" for label, values in card.facts for value in values]
    lines += [f"    {'why':13} {rule}: {meaning}" for rule, meaning in card.rules]
    return lines + [f"    {start}-{end}  “{words}”" for start, end, words in card.quotes]
