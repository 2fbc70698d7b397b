"""What follows from the ontology, by rules: each definition becomes a SPARQL query that finds what is not yet said.

Covers what the ontology uses: sub-classes and sub-properties, inverse, symmetric and transitive properties, domains
and ranges, and classes defined by values, by enumeration, or by what they are linked to. An OWL reasoner is the oracle
in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.ids import DATA, VOCABULARY
from kg.rdf.vocabulary import ontology_quads
from kg.terms import RDF, RDFS

OWL = "http://www.w3.org/2002/07/owl#"
_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = NamedNode(RDF.type)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Where `pattern` holds of ?x (and ?y), ?x has `predicate` with `value` (or with ?y)."""

    pattern: str
    predicate: NamedNode
    value: NamedNode | Literal | None = None

    @property
    def query(self) -> str:
        """Return the query that finds the new facts."""
        value = "?y" if self.value is None else str(self.value)
        return (
            f"SELECT DISTINCT ?x {'?y ' if self.value is None else ''}WHERE {{ {self.pattern} "
            f"FILTER(ISIRI(?x)) FILTER NOT EXISTS {{ ?x {self.predicate} {value} }} }}"
        )


def inferred_graph(*, base: str = DATA) -> str:
    """Return the name of the graph that holds what was inferred."""
    return f"{base}graph/inferred"


def consequences(quads: Iterable[Quad], *, base: str = DATA) -> list[Quad]:
    """Return what follows from `quads` and the ontology and is not said in them, sorted, in a graph of its own."""
    held = Store()
    held.extend(Quad(q.subject, q.predicate, q.object) for q in quads if _matters(q))
    graph, found = NamedNode(inferred_graph(base=base)), set()
    while new := {fact for rule in rules() for fact in _apply(rule, held)}:
        held.extend(new)
        found |= new
    return sorted((Quad(q.subject, q.predicate, q.object, graph) for q in found), key=str)


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules that the ontology amounts to, in a fixed order."""
    about = _Ontology(ontology_quads())
    return tuple(sorted(set(about.rules()), key=lambda rule: (str(rule.predicate), rule.query)))


def _matters(quad: Quad) -> bool:
    """Tell whether a rule could use the quad: links between nodes in our own terms."""
    term = quad.object if quad.predicate == _TYPE else quad.predicate
    return isinstance(quad.object, NamedNode) and isinstance(term, NamedNode) and term.value.startswith(VOCABULARY)


def _apply(rule: Rule, held: Store) -> Iterator[Quad]:
    answer = held.query(rule.query)
    for row in answer if isinstance(answer, QuerySolutions) else ():
        value = rule.value if rule.value is not None else row["y"]
        if isinstance(row["x"], NamedNode) and isinstance(value, NamedNode | Literal):
            yield Quad(row["x"], rule.predicate, value)


class _Ontology:
    """The ontology as a list of statements, read as rules."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list(quads)
        self.about: dict[tuple[object, str], list[object]] = {}
        for quad in self.quads:
            self.about.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules."""
        for quad in self.quads:
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not subject.value.startswith(VOCABULARY):
                continue
            name = quad.predicate.value
            if name in (f"{OWL}equivalentClass", RDFS.subClassOf):
                yield from self._class_rules(subject, value, both=name != RDFS.subClassOf)
            elif isinstance(value, NamedNode):
                yield from self._property_rules(subject, name, value)

    def _class_rules(self, cls: NamedNode, expression: object, *, both: bool) -> Iterator[Rule]:
        member = f"?x {_TYPE} {cls} ."
        if both and (pattern := self._pattern(expression, "?x", 0)) is not None:
            yield Rule(pattern=pattern, predicate=_TYPE, value=cls)
        for part in self._parts(expression):
            if isinstance(part, NamedNode):
                yield Rule(pattern=member, predicate=_TYPE, value=part)
                continue
            predicate, value = self._one(part, f"{OWL}onProperty"), self._one(part, f"{OWL}hasValue")
            if isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
                yield Rule(pattern=member, predicate=predicate, value=value)

    def _property_rules(self, one: NamedNode, name: str, other: NamedNode) -> Iterator[Rule]:
        forward, backward = f"?x {one} ?y .", f"?y {one} ?x ."
        if name == f"{_RDFS}subPropertyOf" and other.value.startswith(VOCABULARY):
            yield Rule(pattern=forward, predicate=other)
        elif name == f"{OWL}inverseOf":
            yield Rule(pattern=backward, predicate=other)
            yield Rule(pattern=f"?y {other} ?x .", predicate=one)
        elif name == RDF.type and other.value == f"{OWL}SymmetricProperty":
            yield Rule(pattern=backward, predicate=one)
        elif name == RDF.type and other.value == f"{OWL}TransitiveProperty":
            yield Rule(pattern=f"?x {one} ?between . ?between {one} ?y .", predicate=one)
        elif name == f"{_RDFS}domain" and other.value.startswith(VOCABULARY):
            yield Rule(pattern=forward, predicate=_TYPE, value=other)
        elif name == f"{_RDFS}range" and other.value.startswith(VOCABULARY):
            yield Rule(pattern=backward, predicate=_TYPE, value=other)

    def _pattern(self, expression: object, node: str, depth: int) -> str | None:
        """Return the pattern of the members of a class expression; None where it is of a kind that is not known."""
        if isinstance(expression, NamedNode):
            return f"{node} {_TYPE} {expression} ."
        if (members := self._one(expression, f"{OWL}oneOf")) is not None:
            return f"VALUES {node} {{ {' '.join(map(str, self._list(members)))} }}"
        if self._one(expression, f"{OWL}intersectionOf") is not None:
            found = [self._pattern(part, node, depth + n + 1) for n, part in enumerate(self._parts(expression))]
            return None if None in found else " ".join(map(str, found))
        predicate = self._one(expression, f"{OWL}onProperty")
        if (value := self._one(expression, f"{OWL}hasValue")) is not None:
            return f"{node} {predicate} {value} ."
        if (other := self._one(expression, f"{OWL}someValuesFrom")) is not None:
            inner = self._pattern(other, f"{node}_{depth}", depth + 1)
            return None if inner is None else f"{node} {predicate} {node}_{depth} . {inner}"
        return None

    def _parts(self, expression: object) -> Sequence[object]:
        members = self._one(expression, f"{OWL}intersectionOf")
        return [expression] if members is None else self._list(members)

    def _list(self, node: object) -> list[object]:
        first, rest = self._one(node, f"{_RDF}first"), self._one(node, f"{_RDF}rest")
        return [] if first is None else [first, *self._list(rest)]

    def _one(self, node: object, term: str) -> object | None:
        return next(iter(self.about.get((node, term), ())), None)
