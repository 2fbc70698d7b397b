"""Tells graphs that conform to the shapes from those that may not, ten times as fast as a SHACL engine.

Each shape becomes a few plain tests. What they pass is fine; what they do not pass is given to pyshacl, which words the
findings. A kind of constraint that is not known here passes nothing, so a mistake costs time and never a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.ids import SCHEMES, VOCABULARY
from kg.terms import RDF, RDFS, XSD
from kg.validate.shapes import SH, Node, Shapes, Term

Values = Sequence[Term]

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OURS = (VOCABULARY, SCHEMES)
_KIND, _SUBCLASS = RDF.type, RDFS.subClassOf
_FREE = "http://www.w3.org/2001/XMLSchema#"  # datatypes under it have a form of their own, all others are free text
_SILENT = frozenset({RDF.type, RDFS.label, "path", "message", "severity", "name", "description", "targetClass"})
_NUMBERS = frozenset({XSD.integer, XSD.decimal})


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What one graph says: the values of each property of each node, who points at a node, and the classes of nodes.

    `names` are the names of our ontology and schemes that stand anywhere but as a subject.
    """

    about: dict[str, dict[str, list[Term]]] = field(default_factory=dict)
    pointing: dict[tuple[str, str], list[Term]] = field(default_factory=dict)
    classes: dict[str, set[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


NodeTest = Callable[[Content, Term], bool]
ValueTest = Callable[[Content, Term, Values], bool]


class Screen:
    """The shapes, ready to be applied to many graphs."""

    def __init__(self, shapes: Shapes, superclasses: Mapping[str, Iterable[str]]) -> None:
        self._shapes = shapes
        self._superclasses = superclasses
        self._inverse = {path.value for _, path in shapes.having("inversePath")}
        self._known: dict[Term, NodeTest] = {}
        self._targets = [(cls.value, self._shape(shape)) for shape, cls in shapes.having("targetClass")]

    def passes(self, content: Content) -> bool:
        """Tell whether a graph surely conforms."""
        members: dict[str, list[str]] = defaultdict(list)
        for node, classes in content.classes.items():
            for cls in classes:
                members[cls].append(node)
        return all(test(content, ox.NamedNode(node)) for cls, test in self._targets for node in members.get(cls, ()))

    def read(self, quads: Iterable[ox.Quad]) -> Content | None:
        """Sort the quads of a graph; None where there is something that no graph of ours has."""
        content = Content()
        about, classes, used = content.about, content.classes, set[str]()
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, ox.NamedNode):
                return None
            node = subject.value
            about.setdefault(node, {}).setdefault(predicate, []).append(value)
            if isinstance(value, ox.NamedNode):
                other = value.value
                used.add(other)
                if predicate == _KIND:
                    classes.setdefault(node, set()).update((other, *self._superclasses.get(other, ())))
                elif predicate in self._inverse:
                    content.pointing.setdefault((other, predicate), []).append(subject)
            elif not isinstance(value, ox.Literal):
                return None
        used.update(*about.values())
        content.names.update(name for name in used if name.startswith(_OURS))
        return None if _SUBCLASS in used else content  # an engine would take a class of a class into account

    # ------------------------------------------------------------------ from shapes to tests

    def _shape(self, shape: Term) -> NodeTest:
        """Return the test of a node shape or a property shape on a focus node."""
        if shape not in self._known:
            self._known[shape] = _never  # a shape that refers to itself
            tests = list(self._value_tests(shape))
            path = self._shapes.one(shape, "path")
            values = None if path is None else self._path(path)
            if path is None:
                self._known[shape] = _on_node(tests)
            elif values is not None:
                self._known[shape] = _on_path(values, tests)
        return self._known[shape]

    def _value_tests(self, shape: Term) -> Iterator[ValueTest]:
        for name, value in self._shapes.about(shape):
            if name in _SILENT or name in ("qualifiedMinCount", "qualifiedMaxCount"):
                continue
            if name in ("property", "node"):
                yield _each_node(self._shape(value))
            elif name == "qualifiedValueShape":
                yield self._qualified(shape, value)
            elif name == "in":
                yield _each(_is_among({item.value for item in self._shapes.items(value)}))
            elif name == "languageIn":
                yield _each(_speaks({tag.value.casefold() for tag in self._shapes.items(value)}))
            else:
                yield _SIMPLE.get(name, _unknown)(value.value)

    def _qualified(self, shape: Term, inner: Term) -> ValueTest:
        least, most = self._shapes.one(shape, "qualifiedMinCount"), self._shapes.one(shape, "qualifiedMaxCount")
        low, high = int(least.value) if least is not None else 0, int(most.value) if most is not None else None
        test = self._shape(inner)

        def check(content: Content, focus: Term, values: Values) -> bool:
            count = sum(test(content, value) for value in values)
            return low <= count and (high is None or count <= high)

        return check

    def _path(self, path: Node) -> Callable[[Content, str], Values] | None:
        """Return how to find the values at the end of a path; None for a kind of path that is not known here."""
        if isinstance(path, ox.NamedNode):
            name = path.value
            return lambda content, node: content.about.get(node, _NOTHING).get(name, ())
        inverse, options = self._shapes.one(path, "inversePath"), self._shapes.one(path, "alternativePath")
        if isinstance(inverse, ox.NamedNode):
            back = inverse.value
            return lambda content, node: content.pointing.get((node, back), ())
        steps = list(self._shapes.items(options))
        if steps and all(isinstance(step, ox.NamedNode) for step in steps):
            names = [step.value for step in steps]
            return lambda content, node: _together(content.about.get(node, _NOTHING), names)
        return None


_NOTHING: dict[str, list[Term]] = {}


def _together(told: Mapping[str, list[Term]], names: Iterable[str]) -> Values:
    return list(dict.fromkeys(value for name in names for value in told.get(name, ())))


def _on_node(tests: Sequence[ValueTest]) -> NodeTest:
    return lambda content, node: _all_hold(tests, content, node, (node,))


def _on_path(path: Callable[[Content, str], Values], tests: Sequence[ValueTest]) -> NodeTest:
    # No test of a property's values looks at anything else where there are none.
    optional = _all_hold(tests, Content(), ox.NamedNode("urn:any"), ())

    def check(content: Content, node: Term) -> bool:
        if not isinstance(node, ox.NamedNode):
            return False
        values = path(content, node.value)
        return _all_hold(tests, content, node, values) if values else optional

    return check


def _all_hold(tests: Sequence[ValueTest], content: Content, node: Term, values: Values) -> bool:
    """Tell whether all tests hold; a plain loop, for this is most of the work."""
    for test in tests:  # noqa: SIM110
        if not test(content, node, values):
            return False
    return True


def _never(content: Content, node: Term) -> bool:
    return False


def _unknown(value: str) -> ValueTest:
    return lambda content, focus, values: False


def _each(test: Callable[[Term], bool]) -> ValueTest:
    return lambda content, focus, values: all(map(test, values))


def _each_node(test: NodeTest) -> ValueTest:
    return lambda content, focus, values: all(test(content, value) for value in values)


def _min_count(value: str) -> ValueTest:
    least = int(value)
    return lambda content, focus, values: len(values) >= least


def _max_count(value: str) -> ValueTest:
    most = int(value)
    return lambda content, focus, values: len(values) <= most


def _datatype(value: str) -> ValueTest:
    well_formed = _FORMS.get(value, _is_unknown if value.startswith(_FREE) else _is_free)
    return _each(lambda v: isinstance(v, ox.Literal) and v.datatype.value == value and well_formed(v.value))


def _class(value: str) -> ValueTest:
    nothing: frozenset[str] = frozenset()
    return lambda content, focus, values: all(
        isinstance(v, ox.NamedNode) and value in content.classes.get(v.value, nothing) for v in values
    )


def _node_kind(value: str) -> ValueTest:
    if value != f"{SH}IRI":
        return _unknown(value)
    return _each(lambda v: isinstance(v, ox.NamedNode))


def _pattern(value: str) -> ValueTest:
    search = re.compile(value).search
    return _each(lambda v: not isinstance(v, ox.Triple) and search(v.value) is not None)


def _min_length(value: str) -> ValueTest:
    least = int(value)
    return _each(lambda v: not isinstance(v, ox.Triple) and len(v.value) >= least)


def _least(value: str) -> ValueTest:
    bound = Decimal(value)
    return _each(lambda v: (number := _number(v)) is not None and number >= bound)


def _most(value: str) -> ValueTest:
    bound = Decimal(value)
    return _each(lambda v: (number := _number(v)) is not None and number <= bound)


def _less_than(value: str) -> ValueTest:
    return _compared(value, lambda one, other: one < other)


def _at_most(value: str) -> ValueTest:
    return _compared(value, lambda one, other: one <= other)


def _compared(name: str, holds: Callable[[Decimal, Decimal], bool]) -> ValueTest:
    """Return a test that every value stands so to every value of the property `name`; numbers and days only."""

    def check(content: Content, focus: Term, values: Values) -> bool:
        others = content.about.get(getattr(focus, "value", ""), _NOTHING).get(name, ())
        pairs = [(_rank(one), _rank(other)) for one in values for other in others]
        return all(one and other and one[0] == other[0] and holds(one[1], other[1]) for one, other in pairs)

    return check


def _rank(value: Term) -> tuple[str, Decimal] | None:
    """Return what to order a number or an xsd:date by, with which of the two it is; None for anything else."""
    if isinstance(value, ox.Literal) and value.datatype.value == XSD.date and _is_day(value.value):
        return "day", Decimal(date.fromisoformat(value.value).toordinal())
    number = _number(value)
    return None if number is None else ("number", number)


def _unique_language(value: str) -> ValueTest:
    def check(content: Content, focus: Term, values: Values) -> bool:
        tags = [v.language.casefold() for v in values if isinstance(v, ox.Literal) and v.language is not None]
        return len(tags) == len(set(tags))

    return check


def _is_among(texts: set[str]) -> Callable[[Term], bool]:
    """Return a test for plain strings; other terms are left to the engine."""

    def check(value: Term) -> bool:
        return isinstance(value, ox.Literal) and value.datatype.value == XSD.string and value.value in texts

    return check


def _speaks(wanted: set[str]) -> Callable[[Term], bool]:
    def check(value: Term) -> bool:
        tag = value.language.casefold() if isinstance(value, ox.Literal) and value.language is not None else ""
        return any(tag == one or tag.startswith(f"{one}-") for one in wanted)

    return check


def _number(value: Term) -> Decimal | None:
    if not isinstance(value, ox.Literal) or value.datatype.value not in _NUMBERS:
        return None
    try:
        return Decimal(value.value)
    except InvalidOperation:
        return None


def _is_unknown(text: str) -> bool:
    return False


def _is_free(text: str) -> bool:
    return True


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_FORMS: Mapping[str, Callable[[str], bool]] = {
    XSD.string: _is_free,
    XSD.integer: lambda text: _INTEGER.fullmatch(text) is not None,
    XSD.decimal: lambda text: _DECIMAL.fullmatch(text) is not None,
    XSD.boolean: lambda text: text in ("true", "false"),
    XSD.date: _is_day,
}
_SIMPLE: Mapping[str, Callable[[str], ValueTest]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "datatype": _datatype,
    "class": _class,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "minLength": _min_length,
    "minInclusive": _least,
    "maxInclusive": _most,
    "lessThan": _less_than,
    "lessThanOrEquals": _at_most,
    "uniqueLang": _unique_language,
}
