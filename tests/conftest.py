"""What several tests share: the samples as a folder, and a store built from them once per run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import resources

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def samples() -> Path:
    return resources.path("samples")


@pytest.fixture(scope="session")
def sample_store(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the samples; tests read it and never write to it."""
    store = tmp_path_factory.mktemp("built") / "graph"
    done = run_kg("build", str(samples), "--store", str(store), "--workers", "1", "--quiet")
    assert done.returncode == 0, done.stderr
    return store


def run_kg(
    *arguments: str, cwd: Path | None = None, input: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
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
