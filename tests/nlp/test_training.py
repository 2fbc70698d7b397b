"""What the training recipe does to sentences keeps their trees and names whole."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from training.augment import join_article_names, requote, swap_names
from training.corpus import Sentence, Tagged, Tree, bio, tokenize
from training.draft import draft, finish, lower, title, upper
from training.furniture import credit, dateline
from training.headline import from_template, headline, templates
from training.names import NamePool
from training.tagged import name_core

POOL = NamePool(
    places=("Deir ez-Zor", "Hass"),
    countries=("Mali",),
    with_article=("Syrian Free Army", "Army of Conquest"),
    without_article=("Jaysh al-Islam", "SDF"),
    given=("Amina",),
    family=("al-Masri",),
)
TABLE = """
    The the DET DT _ 2 det O
    jets jet NOUN NNS Number=Plur 4 nsubj:pass O
    were be AUX VBD _ 4 aux:pass O
    seen see VERB VBN _ 0 root O
    by by ADP IN _ 7 case O
    Al Al PROPN NNP Number=Sing 7 compound B-PER
    Bashir Bashir PROPN NNP Number=Sing 4 obl:agent I-PER
    in in ADP IN _ 9 case O
    al al PROPN NNP Number=Sing 4 obl B-LOC
    - - PUNCT HYPH _ 11 punct I-LOC
    Bab Bab PROPN NNP Number=Sing 9 flat I-LOC
    . . PUNCT . _ 4 punct O
"""
PAST = """
    A a DET DT _ 2 det O
    soldier soldier NOUN NN Number=Sing 3 nsubj O
    killed kill VERB VBD Mood=Ind 0 root O
    the the DET DT _ 5 det O
    farmer farmer NOUN NN Number=Sing 3 obj O
    in in ADP IN _ 7 case O
    Hass Hass PROPN NNP Number=Sing 3 obl B-LOC
    . . PUNCT . _ 3 punct O
"""


def sentence(table: str) -> Sentence:
    rows = [line.split() for line in table.strip().splitlines()]
    columns = list(zip(*rows, strict=True))
    words = tuple(columns[0])
    tree = Tree(
        lemmas=tuple(columns[1]),
        upos=tuple(columns[2]),
        xpos=tuple(columns[3]),
        feats=tuple(columns[4]),
        heads=tuple(int(h) for h in columns[5]),
        deps=tuple(columns[6]),
    )
    glued = ("al", "-")
    spaces = tuple(w not in glued for w in words)
    return Sentence(source="test", id="1", words=words, spaces=spaces, tree=tree, names=tuple(columns[7]))


def is_whole(s: Sentence) -> bool:
    """One root, no loop, every I- tag after a tag of its kind."""
    assert s.tree
    assert s.names is not None
    heads = s.tree.heads
    for i in range(len(s.words)):
        seen = set()
        while heads[i]:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i] - 1
    pairs = zip(("O", *s.names), s.names, strict=False)
    follows = all(not b.startswith("I-") or a[2:] == b[2:] for a, b in pairs)
    return heads.count(0) == 1 and follows and len(s.words) == len(heads) == len(s.names) == len(s.spaces)


def test_a_draft_gives_back_its_sentence() -> None:
    assert finish(draft(sentence(TABLE)), sentence(TABLE)) == sentence(TABLE)


def test_an_article_name_becomes_one_word() -> None:
    joined = join_article_names(sentence(TABLE))
    assert joined.words[-2:] == ("al-Bab", ".")
    assert joined.tree is not None
    assert (joined.tree.upos[-2], joined.tree.heads[-2], joined.tree.deps[-2]) == ("PROPN", 4, "obl")
    assert joined.names is not None
    assert joined.names[-2:] == ("B-LOC", "O")
    assert is_whole(joined)


def test_a_headline_drops_articles_and_tells_the_past_in_the_present() -> None:
    made = {headline(sentence(PAST), random.Random(seed)) for seed in range(40)}
    forms = {" ".join(m.words).lower() for m in made if m}
    assert "soldier kills farmer in hass" in forms
    assert all(is_whole(m) for m in made if m)
    assert all("." not in m.words for m in made if m)


def test_a_headline_drops_the_auxiliary_of_a_passive() -> None:
    made = [m for seed in range(20) if (m := headline(sentence(TABLE), random.Random(seed)))]
    assert made
    for m in made:
        assert "were" not in [w.lower() for w in m.words]
        assert m.tree is not None
        assert "nsubj:pass" in m.tree.deps


@pytest.mark.parametrize("seed", range(12))
def test_swapped_names_keep_tree_and_tags_whole(seed: int) -> None:
    swapped = swap_names(sentence(TABLE), POOL, random.Random(seed), share=1.0)
    assert is_whole(swapped)
    assert swapped.names is not None
    assert {t[2:] for t in swapped.names if t != "O"} == {"PER", "LOC"}
    assert "Bashir" not in swapped.words


@pytest.mark.parametrize("number", range(len(templates())))
def test_every_headline_template_is_a_tree(number: int) -> None:
    made = from_template(templates()[number], POOL, random.Random(number))
    assert is_whole(made)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("change", [dateline, credit])
def test_furniture_hangs_on_the_root_and_leaves_the_sentence_alone(
    change: Callable[[Sentence, NamePool, random.Random], Sentence], seed: int
) -> None:
    before = sentence(PAST)
    after = change(before, POOL, random.Random(seed))
    assert is_whole(after)
    assert after.tree
    start = next(i for i in range(len(after.words)) if after.words[i : i + len(before.words)] == before.words)
    root = after.tree.heads.index(0)
    assert after.words[root] == "killed"
    outside = [i for i in range(len(after.words)) if not start <= i < start + len(before.words)]
    assert [after.tree.deps[i] for i in outside if after.tree.heads[i] == root + 1] == ["parataxis"]
    assert {after.names[i] for i in outside} & {"B-LOC", "B-PER"} if after.names else False


def test_case_and_quotes_leave_the_number_of_words() -> None:
    s = sentence(TABLE)
    for changed in (lower(s), upper(s), title(s), requote(s, random.Random(1))):
        assert len(changed.words) == len(s.words)
        assert changed.tree == s.tree


def test_tagged_text_is_cut_as_the_reader_cuts_it() -> None:
    tagged = Tagged(source="t", text="He left al-Bab. She stayed in Hass.", names=((8, 14, "LOC"), (30, 34, "LOC")))
    first, second = tokenize(tagged)
    assert (first.words, first.names) == (("He", "left", "al-Bab", "."), ("O", "O", "B-LOC", "O"))
    assert second.names == ("O", "O", "O", "B-LOC", "O")


def test_a_name_that_cuts_a_word_takes_the_whole_word() -> None:
    assert bio([(0, 11), (12, 18)], [(0, 4, "LOC")]) == ("B-LOC", "O")


@pytest.mark.parametrize(
    ("value", "kind", "core"),
    [
        ("the Syrian Democratic Forces", "ORG", "Syrian Democratic Forces"),
        ("President Assad", "PER", "Assad"),
        ("Foreign Secretary", "PER", None),
        ("U.S. service members", "ORG", None),
        ("al-Bab", "LOC", "al-Bab"),
        ("they", "PER", None),
        ("Assad's", "PER", "Assad"),
    ],
)
def test_mentions_are_trimmed_to_their_names(value: str, kind: str, core: str | None) -> None:
    span = name_core(value, kind)
    assert (value[span[0] : span[1]] if span else None) == core
