"""What people have said of pairs of reports: a CSV file beside the store, which every build reads and none writes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast, get_args

from kg.errors import UsageError
from kg.events.model import Judgement, Verdict

COLUMNS = ("left", "right", "verdict", "note")
_KEY = re.compile(r"[0-9a-f]{16}")


def judgements_file(store: Path) -> Path:
    """Return where the judgements on a store are kept: beside its folder, so that no rebuild can lose them."""
    return store.with_name(f"{store.name}.judgements.csv")


def read_judgements(file: Path) -> tuple[Judgement, ...]:
    """Return the judgements in `file`, none where there is no file; of two on one pair the later one counts."""
    if not file.exists():
        return ()
    try:
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the judgements in {file}: {error}") from error
    found: dict[tuple[str, str], Judgement] = {}
    for number, row in enumerate(rows, start=2):
        judgement = _judgement(f"{file}:{number}", row)
        if judgement is not None:
            found[judgement.left, judgement.right] = judgement
    return tuple(found[key] for key in sorted(found))


def _judgement(where: str, row: dict[str, str | None]) -> Judgement | None:
    verdict = (row.get("verdict") or "").strip().casefold()
    if not verdict:
        return None  # a row that was listed and not yet judged
    if verdict not in get_args(Verdict):
        raise UsageError(f"{where}: {verdict!r} is no verdict; write same, different or unsure, or leave it empty")
    keys = sorted((row.get(side) or "").strip().rsplit("/", 1)[-1] for side in ("left", "right"))
    if not all(_KEY.fullmatch(key) for key in keys) or keys[0] == keys[1]:
        raise UsageError(f"{where}: columns left and right must name two reports, as kg review lists them")
    return Judgement(left=keys[0], right=keys[1], verdict=cast(Verdict, verdict), note=(row.get("note") or "").strip())


def write_judgements(judgements: Iterable[Judgement], file: Path) -> None:
    """Write judgements to `file`, sorted by pair."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((j.left, j.right, j.verdict, j.note) for j in sorted(judgements))
    try:
        file.write_text(out.getvalue(), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from error
