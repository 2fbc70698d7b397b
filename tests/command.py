"""Runs `kg` in a process of its own, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_kg(
    *arguments: str, cwd: Path | None = None, input: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Return how the command ended and what it wrote."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd or ROOT,
        input=input,
        env={**os.environ, **environment},
        check=False,
        timeout=300,
    )
