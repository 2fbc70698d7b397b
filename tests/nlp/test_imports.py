"""What is loaded to answer: time at the start is mostly time to import, so the list of it is kept short."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# What takes long to import, and is for other commands or for nobody.
HEAVY = {"duckdb", "jinja2", "owlready2", "pandas", "pyarrow", "pyshacl", "rdflib", "scipy", "splink", "trafilatura"}
WEB = {"httpx", "requests", "rich", "typer", "urllib3", "weasel"}  # comes with spaCy's command line
LINKING = {"duckdb", "pyarrow", "splink"}
READING = {"numpy", "onnxruntime", "pydantic", "pyoxigraph", "spacy", "thinc"}
TEXT = "Shells hit a school in Taiz on 3 May 2018, killing two."
READ = f"import kg; assert len(kg.read({TEXT!r})) == 1"


def command(*arguments: object) -> str:
    """Return a program that runs one command of `kg`."""
    called = f"from kg.cli import main; main({[str(argument) for argument in arguments]})"
    return f"try:\n    {called}\nexcept SystemExit as end:\n    assert not end.code, end.code"


def loaded(program: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded at the end of `program`."""
    told = f"{program}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_version_is_told_without_anything_that_reads() -> None:
    assert loaded(command("--version")) & (READING | HEAVY | WEB) == set()


def test_an_article_is_read_without_what_other_commands_need() -> None:
    modules = loaded(READ)
    assert modules & (HEAVY | WEB | {"spacy.cli"}) == set()
    assert "spacy" in modules


def test_an_article_is_built_without_what_words_its_errors_and_asked_without_what_reads(tmp_path: Path) -> None:
    article, store = tmp_path / "taiz.txt", tmp_path / "graph"
    article.write_text(TEXT, encoding="utf-8")
    assert loaded(command("build", article, "--store", store)) & (HEAVY - LINKING | WEB) == set()
    asked = loaded(command("query", "attacks-by-weapon", "--format", "csv", "--store", store))
    assert asked & (HEAVY | WEB | READING) == {"pyoxigraph"}


@pytest.mark.parametrize(
    "use", ["import spacy.cli; spacy.cli.download", "from spacy.cli import download", "import spacy; spacy.info('en')"]
)
def test_the_command_line_of_spacy_is_there_for_who_wants_it(use: str) -> None:
    quiet = f"try:\n    {use}\nexcept SystemExit:\n    pass"
    assert "spacy.cli.info" in loaded(f"import kg.nlp.lean\n{quiet}")
