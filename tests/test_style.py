"""The house rules that no linter knows: short functions, short modules, no words in code that belong in data."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(p for p in (ROOT / "kg").rglob("*.py") if p.name != "terms.py")
MAX_FUNCTION, MAX_MODULE = 40, 400


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last one: the signature is not counted."""
    body = function.body
    first = body[1] if ast.get_docstring(function) and len(body) > 1 else body[0]
    return (body[-1].end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("file", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE
    assert [f"{f.name}: {body_lines(f)}" for f in functions(file) if body_lines(f) > MAX_FUNCTION] == []


def test_nine_functions_in_ten_have_at_most_25_lines() -> None:
    lengths = sorted(body_lines(f) for file in MODULES for f in functions(file))
    assert lengths[int(len(lengths) * 0.9)] <= 25


@pytest.mark.parametrize("file", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_dataclasses_are_frozen_with_slots_and_keywords(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    wanted = {"frozen", "kw_only", "slots"}
    wrong = []
    for node in ast.walk(tree):
        for mark in node.decorator_list if isinstance(node, ast.ClassDef) else []:
            name = mark.func if isinstance(mark, ast.Call) else mark
            if ast.unparse(name).endswith("dataclass"):
                given = {k.arg for k in mark.keywords} if isinstance(mark, ast.Call) else set()
                wrong += [node.name] if not wanted <= given else []
    assert wrong == []
