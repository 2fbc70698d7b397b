"""Describes the graph as a data set in VoID and DCAT: what is in it, how much, under which licence, linked to what.

Every number is one that a count query gives.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyoxigraph as ox

import kg
from kg.ids import VOCABULARY, digest, iri
from kg.store import Store
from kg.terms import DCTERMS, PREFIXES, RDF, RDFS, SKOS

VOID, DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
_LINKS = (SKOS.exactMatch, SKOS.closeMatch, RDFS.seeAlso, "http://www.w3.org/2002/07/owl#sameAs")
# Kinds of graphs by what stands in their name after "graph/"; licences only where we can give one.
_SOFTWARE = "https://www.apache.org/licenses/LICENSE-2.0"
KINDS: dict[str, tuple[str, str | None]] = {
    "article": ("What the articles say. The texts and quotes in it belong to those who wrote them.", None),
    "run": ("How the graphs were made.", _SOFTWARE),
    "vocabulary": ("Ontology, schemes, alignments and authority files.", _SOFTWARE),
    "rejected": ("Inputs that could not be read.", None),
}
Fact = tuple[str, str, ox.NamedNode | ox.Literal]


def description(store: Store) -> bytes:
    """Return the description of the store as Turtle, sorted."""
    triples = sorted({ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in _facts(store)}, key=str)
    spaces = {**PREFIXES, "void": VOID, "dcat": DCAT}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=spaces) or b""


def _facts(store: Store) -> Iterator[Fact]:
    whole = _Counts()
    parts: dict[str, _Counts] = defaultdict(_Counts)
    start = f"{store.base}graph/"
    for quad in store.quads():
        name = getattr(quad.graph_name, "value", "")
        kind = name.removeprefix(start).partition("/")[0] if name.startswith(start) else "other"
        for counts in (whole, parts[kind]):
            counts.add(quad)
    node = f"{store.base}dataset"
    yield node, RDF.type, ox.NamedNode(f"{VOID}Dataset")
    yield node, RDF.type, ox.NamedNode(f"{DCAT}Dataset")
    yield node, DCTERMS.title, ox.Literal("conflict-kg: reports of armed conflict", language="en")
    yield node, DCTERMS.creator, ox.Literal(f"conflict-kg {kg.__version__}")
    yield node, f"{VOID}vocabulary", ox.NamedNode(VOCABULARY)
    yield node, f"{VOID}uriSpace", ox.Literal(store.base)
    yield from whole.facts(node)
    for kind, counts in sorted(parts.items()):
        part = iri("dataset", kind, base=store.base)
        text, licence = KINDS.get(kind, (f"Graphs of the kind '{kind}'.", None))
        yield node, f"{VOID}subset", ox.NamedNode(part)
        yield part, RDF.type, ox.NamedNode(f"{VOID}Dataset")
        yield part, DCTERMS.description, ox.Literal(text, language="en")
        yield part, f"{VOID}documents", ox.Literal(len(counts.graphs))
        if licence is not None:
            yield part, DCTERMS.license, ox.NamedNode(licence)
        yield from counts.facts(part)


class _Counts:
    """What is counted in a set of graphs: a triple that two graphs say counts twice, as in `GRAPH ?g { ?s ?p ?o }`."""

    def __init__(self) -> None:
        self.triples = 0
        self.graphs: set[str] = set()
        self.subjects: set[str] = set()
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.properties: Counter[str] = Counter()
        self.links: Counter[tuple[str, str]] = Counter()

    def add(self, quad: ox.Quad) -> None:
        """Count one quad."""
        self.graphs.add(getattr(quad.graph_name, "value", ""))
        self.triples += 1
        subject, predicate, value = str(quad.subject), quad.predicate.value, quad.object
        self.subjects.add(subject)
        self.properties[predicate] += 1
        if not isinstance(value, ox.NamedNode):
            return
        if predicate == RDF.type:
            self.classes[value.value].add(subject)
        if predicate in _LINKS:
            parts = urlsplit(value.value)
            self.links[predicate, f"{parts.scheme}://{parts.netloc}/"] += 1

    def facts(self, node: str) -> Iterator[Fact]:
        """Yield the counts as facts about the data set `node`."""
        yield node, f"{VOID}triples", ox.Literal(self.triples)
        yield node, f"{VOID}distinctSubjects", ox.Literal(len(self.subjects))
        yield node, f"{VOID}properties", ox.Literal(len(self.properties))
        yield node, f"{VOID}classes", ox.Literal(len(self.classes))
        for name, members in self.classes.items():
            part = f"{node}/class/{digest(name)}"
            yield node, f"{VOID}classPartition", ox.NamedNode(part)
            yield part, f"{VOID}class", ox.NamedNode(name)
            yield part, f"{VOID}entities", ox.Literal(len(members))
        for name, count in self.properties.items():
            part = f"{node}/property/{digest(name)}"
            yield node, f"{VOID}propertyPartition", ox.NamedNode(part)
            yield part, f"{VOID}property", ox.NamedNode(name)
            yield part, f"{VOID}triples", ox.Literal(count)
        for (name, space), count in self.links.items():
            part = f"{node}/links/{digest(name, space)}"
            yield part, RDF.type, ox.NamedNode(f"{VOID}Linkset")
            yield part, f"{VOID}subjectsTarget", ox.NamedNode(node)
            yield part, f"{VOID}objectsTarget", ox.NamedNode(space)
            yield part, f"{VOID}linkPredicate", ox.NamedNode(name)
            yield part, f"{VOID}triples", ox.Literal(count)
            yield node, f"{VOID}subset", ox.NamedNode(part)
