"""What an article tells as one short text, from which its tellings are had without reading its graph."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kg.events.model import Spot, Telling, Toll
from kg.ids import digest

_OF_ARTICLE = ("near", "context")  # follow from the other tellings of the article
_FIELDS = tuple(f.name for f in fields(Telling) if f.name not in _OF_ARTICLE)
_SPOT, _TOLL = (tuple(f.name for f in fields(kind)) for kind in (Spot, Toll))
_DAYS = ("first", "last", "published")


def packed(tellings: Sequence[Telling]) -> str:
    """Return the tellings of one article as a text."""
    rows = [[getattr(telling, name) for name in _FIELDS] for telling in tellings]
    return json.dumps([_made_by(), rows], ensure_ascii=False, separators=(",", ":"), default=_plain)


def unpacked(note: str) -> list[Telling] | None:
    """Return the tellings of one article, None where another version of the software noted them."""
    made_by, rows = json.loads(note)
    return beside_each_other([_telling(row) for row in rows]) if made_by == _made_by() else None


def beside_each_other(tellings: Sequence[Telling]) -> list[Telling]:
    """Return the tellings of one article, in order, each with what the others tell."""
    near = tuple(sorted({spot for t in tellings for spot in t.spots}, key=repr))
    context = tuple(sorted({quote for t in tellings for quote in t.quotes}))
    return [replace(t, near=() if t.spots else near, context=context) for t in tellings]


@cache
def _made_by() -> str:
    """A hash of the code that reads tellings: what other code noted is not used."""
    folder = Path(__file__).parent
    files = (folder / "notes.py", folder / "tellings.py", folder.parent / "events" / "model.py")
    return digest(*(file.read_text(encoding="utf-8") for file in files), length=8)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Spot | Toll):
        return astuple(value)
    raise TypeError(f"a telling holds no {type(value).__name__}")


def _telling(row: Sequence[Any]) -> Telling:
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(_FIELDS, row, strict=True)
    }
    for name in _DAYS:
        told[name] = date.fromisoformat(told[name]) if told[name] is not None else None
    told["spots"] = tuple(map(_spot, told["spots"]))
    told["tolls"] = tuple(Toll(**dict(zip(_TOLL, toll, strict=True))) for toll in told["tolls"])
    return Telling(**told)


def _spot(row: Sequence[Any]) -> Spot:
    told = dict(zip(_SPOT, row, strict=True))
    return Spot(**told | {"within": tuple(told["within"])})
