"""One view over UD and ClearNLP trees: the same sentence in both schemes answers the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from kg.nlp import grammar
from tests.nlp.factories import doc, word

PASSIVE = {
    "ud": """
        Schools NOUN NNS 3 nsubj:pass
        were AUX VBD 3 aux:pass
        bombed VERB VBN 0 root
        by ADP IN 5 case
        jets NOUN NNS 3 obl:agent
        in ADP IN 7 case
        Idlib PROPN NNP 3 obl
        . PUNCT . 3 punct
    """,
    "clearnlp": """
        Schools NOUN NNS 3 nsubjpass
        were AUX VBD 3 auxpass
        bombed VERB VBN 0 ROOT
        by ADP IN 3 agent
        jets NOUN NNS 4 pobj
        in ADP IN 3 prep
        Idlib PROPN NNP 6 pobj
        . PUNCT . 3 punct
    """,
}
ACTIVE = {
    "ud": """
        Rebels NOUN NNS 5 nsubj
        and CCONJ CC 3 cc
        soldiers NOUN NNS 1 conj
        not PART RB 5 advmod
        shelled VERB VBD 0 root
        homes NOUN NNS 5 obj
        , PUNCT , 8 punct
        shops NOUN NNS 6 conj
        and CCONJ CC 10 cc
        farms NOUN NNS 6 conj
    """,
    "clearnlp": """
        Rebels NOUN NNS 5 nsubj
        and CCONJ CC 1 cc
        soldiers NOUN NNS 1 conj
        not PART RB 5 neg
        shelled VERB VBD 0 ROOT
        homes NOUN NNS 5 dobj
        , PUNCT , 6 punct
        shops NOUN NNS 6 conj
        and CCONJ CC 8 cc
        farms NOUN NNS 8 conj
    """,
}
RELATIVE = {
    "ud": """
        the DET DT 2 det
        rocket NOUN NN 0 root
        that PRON WDT 4 nsubj
        hit VERB VBD 2 acl:relcl
        Syria PROPN NNP 7 nmod:poss
        's PART POS 5 case
        coast NOUN NN 4 obj
    """,
    "clearnlp": """
        the DET DT 2 det
        rocket NOUN NN 0 ROOT
        that PRON WDT 4 nsubj
        hit VERB VBD 2 relcl
        Syria PROPN NNP 7 poss
        's PART POS 5 case
        coast NOUN NN 4 dobj
    """,
}
REDUCED = {
    "ud": """
        a DET DT 2 det
        clinic NOUN NN 0 root
        hit VERB VBN 2 acl
        by ADP IN 5 case
        shells NOUN NNS 3 obl
    """,
    "clearnlp": """
        a DET DT 2 det
        clinic NOUN NN 0 ROOT
        hit VERB VBN 2 acl
        by ADP IN 3 agent
        shells NOUN NNS 4 pobj
    """,
}
SCHEMES = ("ud", "clearnlp")


def forms(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("sentence", "verb", "view", "expected"),
    [
        (PASSIVE, "bombed", grammar.passive_subjects, ["Schools"]),
        (PASSIVE, "bombed", grammar.subjects, []),
        (PASSIVE, "bombed", grammar.agents, ["jets"]),
        (ACTIVE, "shelled", grammar.subjects, ["Rebels"]),
        (ACTIVE, "shelled", grammar.objects, ["homes"]),
        (ACTIVE, "homes", grammar.conjuncts, ["homes", "shops", "farms"]),
        (ACTIVE, "Rebels", grammar.conjuncts, ["Rebels", "soldiers"]),
        (RELATIVE, "coast", grammar.possessors, ["Syria"]),
        (REDUCED, "hit", grammar.agents, ["shells"]),
    ],
)
def test_arguments(
    sentence: dict[str, str], verb: str, view: Callable[[Token], list[Token]], expected: list[str], scheme: str
) -> None:
    assert forms(view(word(doc(sentence[scheme]), verb))) == expected


def test_prepositions(scheme: str) -> None:
    found = grammar.preps(word(doc(PASSIVE[scheme]), "bombed"))
    assert [(prep, noun.text) for prep, noun in found] == [("by", "jets"), ("in", "Idlib")]


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [(PASSIVE, "bombed", True), (ACTIVE, "shelled", False), (RELATIVE, "hit", False), (REDUCED, "hit", True)],
)
def test_passives(sentence: dict[str, str], verb: str, expected: bool, scheme: str) -> None:
    assert grammar.is_passive(word(doc(sentence[scheme]), verb)) is expected


@pytest.mark.parametrize(("sentence", "verb", "expected"), [(ACTIVE, "shelled", True), (PASSIVE, "bombed", False)])
def test_negation(sentence: dict[str, str], verb: str, expected: bool, scheme: str) -> None:
    assert grammar.is_negated(word(doc(sentence[scheme]), verb)) is expected


def test_a_relative_pronoun_stands_for_its_noun(scheme: str) -> None:
    assert grammar.antecedent(word(doc(RELATIVE[scheme]), "that")).text == "rocket"


def test_the_first_of_a_coordination(scheme: str) -> None:
    assert grammar.first_conjunct(word(doc(ACTIVE[scheme]), "farms")).text == "homes"


def test_a_noun_phrase_reaches_from_its_determiner_to_its_head(scheme: str) -> None:
    document: Doc = doc(RELATIVE[scheme])
    assert grammar.phrase(word(document, "rocket")) == (0, 2)
    assert grammar.phrase(word(document, "coast")) == (4, 7)


def test_a_clause_stops_at_the_clause_inside_it(scheme: str) -> None:
    assert forms(grammar.clause(word(doc(RELATIVE[scheme]), "rocket"))) == ["the", "rocket"]


def test_the_governor_is_the_verb_above(scheme: str) -> None:
    document = doc(PASSIVE[scheme])
    governor = grammar.governor(word(document, "Idlib"))
    assert governor is not None
    assert governor.text == "bombed"
    assert grammar.governor(word(doc(REDUCED[scheme]), "clinic")) is None
