"""Two small graphs per check query: in "ok" no check speaks, in "bad" only the one of that name."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ResourceError
from kg.ids import graph_iri
from kg.validate import CHECKS, Finding, load_checks, read_checks, validate

HERE = Path(__file__).parent
NAMES = [check.name for check in load_checks()]


def findings(name: str) -> list[Finding]:
    found = validate(ox.parse(path=str(HERE / f"{name}.trig"), format=ox.RdfFormat.TRIG))
    return [finding for finding in found if finding.rule.startswith(CHECKS)]


@pytest.mark.parametrize("name", NAMES)
def test_check_speaks_in_the_bad_graph_only(name: str) -> None:
    found = {(finding.graph, finding.rule.removeprefix(CHECKS)) for finding in findings(name)}
    assert found == {(graph_iri("article", "bad"), name)}


@pytest.mark.parametrize("name", NAMES)
def test_finding_says_all_that_a_reader_needs(name: str) -> None:
    (finding,) = findings(name)
    check = next(check for check in load_checks() if check.name == name)
    assert finding.message
    assert finding.path
    assert (finding.severity, finding.fix) == (check.severity, check.fix)


def test_every_check_has_its_graphs() -> None:
    assert sorted(p.stem for p in HERE.glob("*.trig")) == NAMES


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("#+ title: A\n#+ problem: B\n#+ severity: violation\n", "lacks fix"),
        ("#+ title: A\n#+ problem: B\n#+ severity: grave\n#+ fix: C\n", "'grave' is none of"),
        ("# no header\n", "lacks title, problem, severity, fix"),
    ],
)
def test_broken_header_is_named(tmp_path: Path, header: str, said: str) -> None:
    (tmp_path / "odd.rq").write_text(header + "SELECT * WHERE {}", encoding="utf-8")
    with pytest.raises(ResourceError, match=said):
        read_checks(tmp_path)
