"""The documentation cannot lie: sessions are run, links resolve, references are fresh, every command is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli import app
from kg.query import load_queries
from tests.command import ROOT
from tools import run_sessions

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").glob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", run_sessions.PAGES)
def test_sessions_run_and_print_what_is_shown(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert run_sessions.sessions(text)
    assert run_sessions.play(page) == text, "run python tools/run_sessions.py and read the diff"


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\n", "a\n", True),
        ("read in … s\n", "read in 3.1 s\n", True),
        ("a.c\n", "abc\n", False),
    ],
)
def test_what_a_page_may_leave_out(shown: str, printed: str, same: bool) -> None:
    assert run_sessions.agrees(shown, printed) is same


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
