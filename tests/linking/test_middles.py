"""The coordinates of the authority files are those that their sources give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import lexicon

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_middles_worked_out_from_towns_are_fresh() -> None:
    tool = ROOT / "tools" / "place_middles.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "stale: nothing\n")


def test_every_country_point_names_its_source() -> None:
    file = ROOT / "ontology" / "authority" / "countries.tsv"
    rows = lexicon.read_table(file, columns=("country", "lat", "lon", "source"))
    assert {row["source"] for row in rows} == {"factbook", "naturalearth", "towns"}
