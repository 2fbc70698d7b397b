"""Write `kg/terms.py`, the closed list of vocabulary terms, from `ontology/conflict.ttl`.

`python tools/generate_terms.py` writes it; `--check` only says whether it is fresh (exit code 1 where it is not).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "ontology" / "conflict.ttl"
TARGET = ROOT / "kg" / "terms.py"

CKG = "https://w3id.org/conflict-kg/ontology#"
SCHEMES = "https://w3id.org/conflict-kg/scheme/"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# Terms of the languages themselves, which an OWL 2 DL ontology must not declare again.
BUILT_IN = {
    "rdf": (str(RDF), ("type",)),
    "rdfs": (str(RDFS), ("comment", "label", "seeAlso", "subClassOf")),
    "xsd": ("http://www.w3.org/2001/XMLSchema#", ("boolean", "date", "decimal", "integer", "string")),
    "edtf": ("http://id.loc.gov/datatypes/edtf/", ("EDTF",)),
}
HEADER = '''"""The vocabulary as closed lists of constants: a misspelt term is an AttributeError and an error of mypy.

Generated from ontology/conflict.ttl by tools/generate_terms.py; do not edit.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final
'''


def declared(graph: Graph) -> dict[str, tuple[str, list[str]]]:
    """Return, for each prefix, its namespace and the local names of the terms that the ontology declares."""
    terms = {str(s) for kind in KINDS for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    found: dict[str, tuple[str, list[str]]] = {p: (ns, list(names)) for p, (ns, names) in BUILT_IN.items()}
    for prefix, namespace in sorted((p, str(ns)) for p, ns in graph.namespaces()):
        local = (t[len(namespace) :] for t in terms if t.startswith(namespace))
        names = sorted(name for name in local if name.isidentifier())
        if names:
            found[prefix] = (namespace, names)
            terms -= {namespace + n for n in names}
    if terms:
        sys.exit(f"{SOURCE}: no prefix for {', '.join(sorted(terms))}")
    found["geo"][1].append("wktLiteral")  # a datatype: OWL 2 has no place for its use, so it is not declared
    return found


def report_classes(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield (event type notation, local name of the report class), read from the defined classes."""
    for restriction in graph.subjects(OWL.onProperty, URIRef(CKG + "eventType")):
        members: list[Node] = list(graph.objects(restriction, OWL.hasValue))
        for union in graph.objects(restriction, OWL.someValuesFrom):
            for head in graph.objects(union, OWL.oneOf):
                members += list(Collection(graph, head))
        for cls in graph.subjects(OWL.equivalentClass, restriction):
            for member in members:
                yield str(member).removeprefix(f"{SCHEMES}event-type/"), str(cls).removeprefix(CKG)


def superclasses(graph: Graph) -> Iterator[tuple[str, list[str]]]:
    """Yield (class, all its named superclasses), as local names, for each of our classes that has one."""
    ours = sorted(str(s) for s in graph.subjects(RDF.type, OWL.Class) if str(s).startswith(CKG))
    for cls in ours:
        above = sorted({str(o) for o in graph.transitive_objects(URIRef(cls), RDFS.subClassOf)} - {cls})
        if above:
            yield cls.removeprefix(CKG), [a.removeprefix(CKG) for a in above]


def mapping(name: str, comment: str, kind: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return the source text of one read-only mapping; keys and values are source text already."""
    body = "".join(f"        {key}: {value},\n" for key, value in sorted(rows))
    return f"\n# {comment}\n{name}: Final[MappingProxyType[str, {kind}]] = MappingProxyType(\n    {{\n{body}    }}\n)\n"


def constants(names: Iterable[str]) -> str:
    """Return the source text of a tuple of our own terms."""
    inner = ", ".join(f"CKG.{name}" for name in names)
    return f"({inner},)" if inner.count("CKG.") == 1 else f"({inner})"


def source_text(graph: Graph) -> str:
    """Return the text of `kg/terms.py`."""
    found = declared(graph)
    out = [HEADER]
    for prefix, (namespace, names) in sorted(found.items()):
        out.append(f'\n\nclass {prefix.upper()}:\n    """Terms of <{namespace}>."""\n\n')
        out += [f'    {name}: Final = "{namespace}{name}"\n' for name in sorted(names)]
    prefixes = [(f'"{p}"', f'"{namespace}"') for p, (namespace, _) in found.items()]
    out.append("\n" + mapping("PREFIXES", "Prefix to namespace, as in every file of ours.", "str", prefixes))
    classes = [(f'"{notation}"', f"CKG.{name}") for notation, name in report_classes(graph)]
    out.append(mapping("REPORT_CLASS", "Notation of the event-type scheme to the class of the report.", "str", classes))
    above = [(f"CKG.{cls}", constants(up)) for cls, up in superclasses(graph)]
    out.append(mapping("SUPERCLASSES", "Class to all the classes above it.", "tuple[str, ...]", above))
    return "".join(out)


def main(arguments: list[str]) -> int:
    """Write or check the file; return the exit code."""
    text = source_text(Graph(bind_namespaces="none").parse(SOURCE))
    if "--check" in arguments:
        fresh = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        print(f"{TARGET.relative_to(ROOT)} is {'fresh' if fresh else 'stale: run python tools/generate_terms.py'}")
        return 0 if fresh else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
