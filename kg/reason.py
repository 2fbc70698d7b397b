"""Reasons over ontology and data with HermiT: are they consistent, and which defined classes follow.

owlready2 keeps global state and HermiT can run for ever, so both work in a process of their own with a time limit.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InconsistentError, JavaMissingError, KgError
from kg.ids import VOCABULARY
from kg.rdf import ontology_triples

# Seconds; an ontology alone takes one, 20,000 events eight.
TIME_LIMIT = 120.0
# Megabytes of Java heap: enough for some 100,000 individuals.
MEMORY = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Inference:
    """What a reasoner found: classes that nothing can be in, and all our classes of each individual of the data."""

    unsatisfiable: tuple[str, ...] = ()
    classes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def members(self, cls: str) -> tuple[str, ...]:
        """Return the individuals that are in the class `cls`, sorted."""
        return tuple(node for node, classes in self.classes if cls in classes)


def infer(data: str = "", *, ontology: str | None = None, time_limit: float = TIME_LIMIT) -> Inference:
    """Reason over `data` (N-Triples, as `kg.rdf.reasoning_view` makes them) and the ontology.

    Raises JavaMissingError where there is no Java, InconsistentError where data or ontology contradict themselves.
    """
    java = find_java()
    base = ontology_triples() if ontology is None else ontology
    answer = _ask(base, data, java, time_limit)
    if answer["consistent"]:
        inferred = sorted((node, tuple(classes)) for node, classes in answer["classes"].items())
        return Inference(unsatisfiable=tuple(answer["unsatisfiable"]), classes=tuple(inferred))
    if not data.strip() or not _ask(base, "", java, time_limit)["consistent"]:
        raise InconsistentError("the ontology contradicts itself; undo the last change to ontology/conflict.ttl")
    clashes = answer["clashes"]
    shown = "; ".join(clashes[:5]) if clashes else "no single node stands out; check fewer graphs at a time"
    raise InconsistentError(f"the data contradict the ontology: {shown}")


def find_java() -> str:
    """Return the path of a Java that runs; JavaMissingError where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else None
    java = found or shutil.which("java")
    if java is not None:
        # macOS has a "java" that only asks to install one.
        started = subprocess.run([java, "-version"], capture_output=True, check=False)
        if started.returncode == 0:
            return java
    raise JavaMissingError("reasoning needs Java 8 or newer and none was found; install one, or set JAVA_HOME")


def _ask(ontology: str, data: str, java: str, time_limit: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="kg-reason-") as folder:
        for name, triples in (("ontology", ontology), ("data", data)):
            (Path(folder) / f"{name}.nt").write_text(triples, encoding="utf-8")
        command = [sys.executable, "-m", "kg.reason", folder, java]
        output, said, status = _run(command, time_limit)
    if status != 0:
        raise KgError(f"the reasoner failed: {said.strip().splitlines()[-1] if said.strip() else f'status {status}'}")
    answer: dict[str, Any] = json.loads(output)
    return answer


def _run(command: list[str], time_limit: float) -> tuple[str, str, int]:
    """Run `command` in a process group of its own, so that Java dies with it when its time is over."""
    root = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    try:
        output, said = child.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired as error:
        _kill(child)
        raise KgError(f"the reasoner was stopped after {time_limit:g} s; raise --timeout, or give it less") from error
    return output, said, child.returncode


def _kill(child: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


# ------------------------------------------------------------------ in the child


def _answer(folder: Path, java: str) -> dict[str, Any]:
    import owlready2  # only the child pays for it

    owlready2.JAVA_EXE = java
    owlready2.reasoning.JAVA_MEMORY = MEMORY
    world = owlready2.World()
    for name in ("ontology", "data"):
        file = folder / f"{name}.nt"
        if file.stat().st_size > 0:
            world.get_ontology(file.as_uri()).load(only_local=True, format="ntriples")
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "clashes": list(_clashes(world))}
    nothing = world.inconsistent_classes()
    return {
        "consistent": True,
        "unsatisfiable": sorted(cls.iri for cls in nothing if hasattr(cls, "iri") and cls is not owlready2.Nothing),
        "classes": _classes(world),
    }


def _told(world: Any) -> dict[Any, set[Any]]:
    """Return the named classes, those above them included, of each individual."""
    held: dict[Any, set[Any]] = defaultdict(set)
    for cls in world.classes():
        for node in cls.instances():
            held[node].update(c for c in cls.ancestors() if hasattr(c, "iri"))
    return held


def _classes(world: Any) -> dict[str, list[str]]:
    told = {
        node.iri: sorted({c.iri for c in held if c.iri.startswith(VOCABULARY)}) for node, held in _told(world).items()
    }
    return {node: classes for node, classes in sorted(told.items()) if classes}


def _clashes(world: Any) -> Iterator[str]:
    """Yield the individuals whose classes, domains and ranges are disjoint: most contradictions are of that kind."""
    held = _told(world)
    for role in world.object_properties():
        for one, other in role.get_relations():
            for node, classes in ((one, role.domain), (other, role.range)):
                for cls in classes:
                    held[node].update(c for c in cls.ancestors() if hasattr(c, "iri"))
    disjoint = [frozenset(group.entities) for group in world.disjoint_classes()]
    for node in sorted((n for n in held if hasattr(n, "iri")), key=lambda n: str(n.iri)):
        clash = {cls.name for group in disjoint if len(group & held[node]) > 1 for cls in group & held[node]}
        if clash:
            yield f"<{node.iri}> would be {' and '.join(sorted(clash))} at once"


if __name__ == "__main__":
    json.dump(_answer(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
