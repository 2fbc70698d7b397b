"""Measure how the places of the annotated articles are resolved (`make bench`).

    places_eval.py --shared ../shared [--show]

Of the gold places with coordinates: resolved within 5 km; told as near, an area, a unit or a metropolis whose radius
holds the gold point; resolved elsewhere (wrong); left open; not found at all; with the tables of SHARED/gazetteer
added, and with the shipped gazetteer alone. A place that the gold names as a province, countryside or region has no
point that two would agree on: an area whose radius holds the one given is right. `--show` lists what is not right,
of the half of the articles that is looked at only.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from eval import is_looked_at
from kg import lexicon
from kg.ids import fold
from kg.linking.names import plain

NEAR_KM = 5.0
EARTH_KM = 6371.0
TABLES = ("syria-populated-places.tsv", "governorates.json", "districts.json", "subdistricts.json")
OUTCOMES = ("right", "in radius", "wrong", "open", "not found")
AREAS = ("area", "admin")
Row = dict[str, Any]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def gold_places(gold: Path) -> Iterator[tuple[str, Row]]:
    """Yield (article, place) of each place with coordinates, each once an article."""
    for file in sorted(gold.glob("*.json")):
        article = json.loads(file.read_text(encoding="utf-8"))
        seen = set()
        for place in (place for report in article["reports"] for place in report["places"]):
            key = (tuple(place["names"]), place.get("lat"), place.get("lon"))
            if place.get("lat") is not None and key not in seen:
                seen.add(key)
                yield article["article"], place


def named(place: Row, rows: list[Row]) -> list[Row]:
    """Return the rows that name a gold place, those of its first name where there are any."""
    for name in place["names"]:
        if found := [r for r in rows if fold(name) in (fold(r["mention"]), fold(r["name"]))]:
            return found
    keys = {plain(name) for name in place["names"]}
    return [r for r in rows if {plain(r["mention"]), plain(r["name"])} & keys]


def is_area(place: Row) -> bool:
    """Tell whether the gold names a place as a unit or an area: "X province", "the X countryside", "southern X"."""
    areas = {row["form"] for row in lexicon.table("place_words") if row["precision"] in ("admin", "area")}
    areas |= {row["form"] for row in lexicon.table("place_modifiers") if row["precision"] == "area"}
    return any(word in areas for name in place["names"] for word in name.lower().split())


def outcome(place: Row, rows: list[Row]) -> str:
    """Return what became of a gold place; one wrong point among its namings makes it wrong."""
    found = named(place, rows)
    points = [((r["lat"], r["lon"]), r) for r in found if r["lat"] is not None]
    if not found:
        return "not found"
    if not points:
        return "open"
    apart = [(kilometres(point, (place["lat"], place["lon"])), r) for point, r in points]
    if all(km <= NEAR_KM for km, _ in apart):
        return "right"
    if not all(km <= max(NEAR_KM, r["radius_km"]) for km, r in apart):
        return "wrong"
    return "right" if is_area(place) and all(r["precision"] in AREAS for _, r in apart) else "in radius"


def read_places(articles: Path, folder: Path) -> dict[str, list[Row]]:
    """Return the rows of `kg places` by article."""
    target = folder / "places.jsonl"
    command = [sys.executable, "-m", "kg", "places", str(articles), "--gazetteers", str(folder), "--quiet"]
    subprocess.run([*command, "--output", str(target)], check=True)
    rows: dict[str, list[Row]] = {}
    for line in target.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["article"], []).append(row)
    return rows


def add_tables(shared: Path, folder: Path) -> None:
    """Add the shared tables of places to the gazetteers in `folder`."""
    for name in TABLES:
        table = shared / "gazetteer" / name
        subprocess.run(
            [sys.executable, "-m", "kg", "gazetteer", "add", str(table), "--gazetteers", str(folder), "--quiet"],
            check=True,
        )


def show(article: str, place: Row, became: str, rows: list[Row]) -> None:
    """Print one place that is not right, with what it was taken for."""
    taken = sorted({f"{r['mention']!r} -> {r['id']} {r['precision']} {_candidates(r)}" for r in named(place, rows)})
    print(f"  {became:9} {article} {place['names'][:3]} {place['lat']} {place['lon']}: {' / '.join(taken[:3])}")


def _candidates(row: Row) -> str:
    return ", ".join(f"{c['id']} {c['score']}" for c in row["candidates"][:3])


def outcomes(shared: Path, folder: Path, *, listed: bool = False) -> dict[str, Counter[str]]:
    """Return what became of the gold places of both halves with the gazetteers in `folder`."""
    dev = shared / "eval" / "dev"
    rows = read_places(dev / "articles.jsonl", folder)
    found: dict[str, Counter[str]] = {"looked at": Counter(), "only scored": Counter()}
    for article, place in gold_places(dev / "gold"):
        became = outcome(place, rows.get(article, []))
        found["looked at" if is_looked_at(article) else "only scored"][became] += 1
        if listed and became != "right" and is_looked_at(article):
            show(article, place, became, rows.get(article, []))
    found["all"] = found["looked at"] + found["only scored"]
    return found


def measure(title: str, shared: Path, folder: Path, *, listed: bool) -> None:
    """Print the figures of both halves with the gazetteers in `folder`."""
    for half, counts in outcomes(shared, folder, listed=listed).items():
        shares = "  ".join(f"{name} {counts[name] / max(1, counts.total()):.3f}" for name in OUTCOMES)
        print(f"places, {title:14} {half:12} {counts.total():4} with coordinates: {shares}", flush=True)


def main() -> int:
    """Measure with the shared tables and without."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parent.parent.parent / "shared")
    parser.add_argument("--show", action="store_true", help="list what is not right in the half that is looked at")
    args = parser.parse_args()
    if not (args.shared / "gazetteer").is_dir():
        print(f"places: SKIPPED, NOTHING WAS MEASURED: {args.shared / 'gazetteer'} is not there", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as added, tempfile.TemporaryDirectory() as empty:
        add_tables(args.shared, Path(added))
        measure("tables added", args.shared, Path(added), listed=args.show)
        measure("shipped alone", args.shared, Path(empty), listed=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
