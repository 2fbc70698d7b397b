"""The documentation cannot lie: sessions are run, links resolve, references are fresh, every command is named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli import app
from kg.query import load_queries
from tests.command import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").glob("*.md")])
SESSIONS = ["README.md", "docs/tutorial.md", "docs/how-to.md"]
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def commands_of(page: str) -> list[tuple[str, str]]:
    """Each `$ command` of the page's console blocks with the output that is shown for it."""
    found: list[tuple[str, str]] = []
    for block in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append((command, shown))
    return found


def shows(shown: str, printed: str) -> bool:
    """Whether what the page shows is what was printed; a line or a piece of a line "…" stands for anything."""
    pattern = "(?:.*\n)*?".join(
        "".join(".*".join(map(re.escape, line.split("…"))) + " *\n" for line in piece.splitlines())
        for piece in re.split(r"^…\n", shown, flags=re.MULTILINE)
    )
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize("page", SESSIONS)
def test_sessions_run_and_print_what_is_shown(page: str, tmp_path: Path, samples: Path) -> None:
    shutil.copytree(samples, tmp_path / "samples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    setup = ("make", "git", "python", "pip", "cd")
    commands = [(command, shown) for command, shown in commands_of(page) if not command.startswith(setup)]
    assert commands
    for command, shown in commands:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{page}: $ {command}\n{done.stdout}"
        assert not shown or shows(shown, done.stdout), f"{page}: $ {command}\nshown:\n{shown}\nprinted:\n{done.stdout}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    targets = _LINK.findall(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))
    inner = [t.partition("#")[0] for t in targets if "://" not in t and not t.startswith(("#", "mailto:"))]
    assert [t for t in inner if not (page.parent / t).exists()] == []


def test_reference_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "tools/generate_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in app.commands if f"`kg {name}" not in readme] == []


def test_every_option_has_help() -> None:
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in app.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def test_commands_that_the_docs_mention_exist() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in PAGES)
    named = set(re.findall(r"`kg ([a-z]+)[ `]", text)) - {"parse"}
    assert named <= set(app.commands)
    asked = set(re.findall(r"kg query ([a-z]+(?:-[a-z]+)*)[ `\n]", text))
    assert asked <= set(load_queries())


def test_make_targets_that_the_docs_mention_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    text = "\n".join(p.read_text(encoding="utf-8") for p in PAGES)
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= targets
