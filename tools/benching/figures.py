"""Figures, their targets and the table that shows both."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

NAME_WIDTH = 66


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of one part; without an aim it is only shown, without a value it could not be measured."""

    part: str = ""
    name: str
    value: float | None
    aim: float | None = None
    at_most: bool = False
    note: str = ""  # how it came about, where that is not plain

    @property
    def mark(self) -> str:
        """Tell whether the aim is reached: yes or NO; a dash where there is none."""
        if self.aim is None:
            return "-"
        if self.value is None:
            return "NO"
        return "yes" if (self.value <= self.aim if self.at_most else self.value >= self.aim) else "NO"


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a run of the bench is asked for."""

    shared: Path
    folder: Path  # where a part may write; removed afterwards
    sizes: tuple[int, ...]  # articles
    quads: int
    workers: int
    sets: tuple[str, ...] = ()  # benchmark sets; none: all that are there
    quick: bool = False
    seed: int = 0


def row(figure: Figure) -> str:
    """Return a figure as a line of the table."""
    value = "not measured" if figure.value is None else f"{figure.value:.3f}"
    aim = "" if figure.aim is None else f"{'<=' if figure.at_most else '>='} {figure.aim:g}"
    note = f"  {figure.note}" if figure.note else ""
    return f"{figure.part:9} {figure.name:{NAME_WIDTH}} {value:>12}  {aim:9} {figure.mark:>3}{note}"


def heading() -> str:
    """Return the first line of the table."""
    return f"{'part':9} {'figure':{NAME_WIDTH}} {'value':>12}  {'target':9} met"


def verdict(figures: Iterable[Figure]) -> str:
    """Return a line that says how many targets are met, and which are not."""
    aimed = [f for f in figures if f.aim is not None]
    missed = [f"{f.part}: {f.name}" for f in aimed if f.mark == "NO"]
    head = f"{len(aimed) - len(missed)} of {len(aimed)} targets met"
    return "\n  ".join([f"{head}; not met:", *missed]) if missed else head


def write_json(figures: Iterable[Figure], target: Path) -> None:
    """Write the figures as a list of objects."""
    target.parent.mkdir(parents=True, exist_ok=True)
    body = [{**asdict(figure), "met": {"yes": True, "NO": False}.get(figure.mark)} for figure in figures]
    target.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def seconds(job: Callable[[], object], *, clock: Callable[[], float] = time.process_time) -> float:
    """Return how long a job takes; of processor time, which other programs disturb less than the clock."""
    start = clock()
    job()
    return clock() - start


def peak_gb(process: int | str = "self") -> float:
    """Return the most memory a process has held, in GB; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024**2 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)
