"""`kg gazetteer`: tables of places that the user adds to those that come with conflict-kg."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from kg.cli import options
from kg.cli.console import progress, say, show_table
from kg.errors import UsageError

GEONAMES = "https://download.geonames.org/export/dump"
FORMATS = ("geonames", "csv", "tsv", "json", "linked-places", "linked-places-tsv", "wikidata")


@click.group()
def gazetteer() -> None:
    """Add tables of places: spellings, p-codes and villages that the shipped cities lack."""


@gazetteer.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="What to call it; one of the same name is replaced. By default the name of the file.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Format of the table, where its first lines do not tell."
)
@click.option(
    "--columns",
    metavar="FIELD=COLUMN,…",
    help="Which column holds which field: name, name_other, lat, lon, point, id, country, pcode, geonames, wikidata, "
    "population, level, parent.",
)
@click.option("--country", metavar="CODE", help="Two letters of the country, where no column says it.")
@click.option("--licence", default="", metavar="TEXT", help="Terms of use; kept in the graph.")
@click.option("--attribution", default="", metavar="TEXT", help="Whom to name as the source; kept in the graph.")
@options.gazetteers
@options.quiet
def add(
    file: Path,
    name: str | None,
    form: str | None,
    columns: str | None,
    country: str | None,
    licence: str,
    attribution: str,
    gazetteers: Path | None,
    quiet: bool,
) -> None:
    """Add the places of FILE.

    Read are GeoNames country dumps, p-code tables (CSV, TSV, JSON), Linked Places (JSON, TSV), Wikidata query results
    (JSON, CSV) and any CSV. The next kg build reads all articles again, since their places may now resolve.
    """
    from kg import linking

    source = linking.add_gazetteer(
        file,
        folder=gazetteers,
        name=name,
        form=form,
        columns=_columns(columns),
        country=country,
        licence=licence,
        attribution=attribution,
        country_of=linking.country_at,
    )
    left = f", {source.skipped} rows without name or coordinates left out" if source.skipped else ""
    say(f"{source.name}: {source.places} places added{left}", quiet=quiet)


@gazetteer.command()
@click.argument("country", metavar="CODE")
@click.option(
    "--from",
    "base",
    default=GEONAMES,
    show_default=True,
    metavar="URL",
    help="Folder on the web that holds CODE.zip.",
)
@click.option("--sha256", metavar="HEX", help="Add the places only if the file has this SHA-256.")
@click.option("--limit", type=click.IntRange(min=1), default=500, show_default=True, help="Megabytes to fetch at most.")
@click.option("--timeout", type=click.FloatRange(min=1), default=60.0, show_default=True, help="Seconds to wait.")
@options.gazetteers
@options.quiet
def get(
    country: str, base: str, sha256: str | None, limit: int, timeout: float, gazetteers: Path | None, quiet: bool
) -> None:
    """Fetch the GeoNames dump of a country and add its places.

    CODE is the two letters of the country, such as SY. What broke off goes on where it stopped when the command is run
    again. GeoNames may be used under CC BY 4.0; the graph says so.
    """
    from kg import linking

    code = country.upper()
    if code not in linking.country_names():
        raise UsageError(f"'{country}' is no code of a country; give two letters, such as SY for Syria")
    folder = (gazetteers or linking.default_folder()) / "fetched"
    address = f"{base.rstrip('/')}/{code}.zip"
    with progress(f"fetching {code}", quiet=quiet) as shown:
        table, digest = _fetched(address, folder / code, sha256=sha256, limit=limit, timeout=timeout, on_progress=shown)
    source = linking.add_gazetteer(
        table,
        folder=gazetteers,
        name=f"geonames-{code}",
        form="geonames",
        country=code,
        licence="CC BY 4.0",
        attribution=f"GeoNames (https://www.geonames.org/), {address}, SHA-256 {digest}",
    )
    table.unlink()
    say(f"{source.name}: {source.places} places added; SHA-256 of the file: {digest}", quiet=quiet)


def _fetched(
    address: str,
    target: Path,
    *,
    sha256: str | None,
    limit: int,
    timeout: float,
    on_progress: Callable[[int, int], None],
) -> tuple[Path, str]:
    """Fetch a zipped table, unpack it beside and return it with the digest of what was fetched."""
    from kg.store.fetching import MEGABYTE, fetch, unpack

    got = fetch(
        address,
        target.with_suffix(".zip"),
        sha256=sha256,
        most=limit * MEGABYTE,
        timeout=timeout,
        on_progress=on_progress,
    )
    table = unpack(got.file, f"{target.name}.txt", target.with_suffix(".txt"))
    got.file.unlink()
    return table, got.sha256


@gazetteer.command(name="list")
@options.gazetteers
def list_added(gazetteers: Path | None) -> None:
    """List the gazetteers that were added."""
    from kg import linking

    sources = [index.source for index in linking.added_gazetteers(gazetteers)]
    rows = [(s.name, str(s.places), s.format, s.licence, s.attribution) for s in sources]
    show_table(("name", "places", "format", "licence", "attribution"), rows)
    say(f"in {gazetteers or linking.default_folder()}")


@gazetteer.command()
@click.argument("name")
@options.gazetteers
@options.quiet
def remove(name: str, gazetteers: Path | None, quiet: bool) -> None:
    """Take the gazetteer NAME away again."""
    from kg import linking

    linking.remove_gazetteer(name, gazetteers)
    say(f"{name}: removed", quiet=quiet)


def _columns(given: str | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in (given or "").split(",") if pair]
    for field, sign, column in pairs:
        if not (sign and field.strip() and column.strip()):
            raise UsageError(f"--columns takes FIELD=COLUMN pairs, not '{field}'; for example name=place,lat=y,lon=x")
    return {field.strip(): column.strip() for field, _, column in pairs}
