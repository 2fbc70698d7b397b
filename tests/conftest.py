"""What several tests share: the samples as a folder, and a store built from them once per run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import resources
from tests.command import run_kg

# What the user of this machine has added must not change what the tests read.
os.environ["KG_HOME"] = str(Path(__file__).resolve().parent / "no-home")


@pytest.fixture(scope="session")
def samples() -> Path:
    return resources.path("samples")


@pytest.fixture(scope="session")
def sample_store(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the samples; tests read it and never write to it."""
    store = tmp_path_factory.mktemp("built") / "graph"
    done = run_kg("build", str(samples), "--store", str(store), "--workers", "1", "--quiet")
    assert done.returncode in (0, 1), done.stderr  # whether it is valid is a test of its own
    return store
