"""A sentence under change: words that know their heads, and what keeps the tree whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kg import lexicon
from training.corpus import Sentence, Tree, tokenized_forms, word_list

FEATS = {
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VBP": "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
    "VBN": "Tense=Past|VerbForm=Part|Voice=Pass",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VB": "VerbForm=Inf",
    "NN": "Number=Sing",
    "NNS": "Number=Plur",
    "NNP": "Number=Sing",
    "JJ": "Degree=Pos",
    "CD": "NumForm=Digit|NumType=Card",
}
UPOS = {
    "VBZ": "VERB", "VBP": "VERB", "VBN": "VERB", "VBG": "VERB", "VB": "VERB", "NN": "NOUN", "NNS": "NOUN",
    "NNP": "PROPN", "JJ": "ADJ", "CD": "NUM", "IN": "ADP", "TO": "PART", "CC": "CCONJ", "RP": "ADP", "RB": "ADV",
    ",": "PUNCT", ":": "PUNCT", "POS": "PART", "PRP$": "PRON",
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Word:
    """One word of a sentence under change; `head` is the word itself for the root, None where there is no tree."""

    form: str
    space: bool
    name: str = "O"
    upos: str = ""
    xpos: str = ""
    feats: str = "_"
    dep: str = ""
    lemma: str = ""
    head: Word | None = field(default=None, repr=False)


Draft = list[Word]


def draft(sentence: Sentence) -> Draft:
    """Return a changeable copy of a sentence."""
    names = sentence.names or ("",) * len(sentence.words)
    out = [
        Word(form=form, space=space, name=name)
        for form, space, name in zip(sentence.words, sentence.spaces, names, strict=True)
    ]
    tree = sentence.tree
    for i, word in enumerate(out if tree else []):
        assert tree
        word.upos, word.xpos, word.feats = tree.upos[i], tree.xpos[i], tree.feats[i]
        word.dep, word.lemma = tree.deps[i], tree.lemmas[i]
        word.head = out[tree.heads[i] - 1] if tree.heads[i] else word
    return out


def finish(words: Draft, sentence: Sentence) -> Sentence:
    """Return a sentence of `words`, with `sentence`'s source."""
    place = {id(w): i for i, w in enumerate(words)}
    names: list[str] = []
    for i, word in enumerate(words):
        follows = i and names[i - 1][1:] in ("-" + word.name[2:],) and names[i - 1] != "O"
        names.append("B-" + word.name[2:] if word.name.startswith("I-") and not follows else word.name)
    tree = None
    if sentence.tree:
        tree = Tree(
            upos=tuple(w.upos for w in words),
            xpos=tuple(w.xpos for w in words),
            feats=tuple(w.feats for w in words),
            heads=tuple(0 if w.head is w else place[id(w.head)] + 1 for w in words),
            deps=tuple(w.dep for w in words),
            lemmas=tuple(w.lemma for w in words),
        )
    return replace(
        sentence,
        words=tuple(w.form for w in words),
        spaces=tuple(w.space for w in words),
        tree=tree,
        names=tuple(names) if sentence.names is not None else None,
    )


def delete(words: Draft, gone: Sequence[Word]) -> Draft:
    """Take words out; what hung on them hangs on their heads."""
    out = {id(w) for w in gone}
    for word in words:
        while word.head is not None and id(word.head) in out and word.head.head is not word.head:
            word.head = word.head.head
    return [w for w in words if id(w) not in out]


def subtree(words: Draft, top: Word) -> Draft:
    """Return a word and everything under it."""

    def under(word: Word) -> bool:
        while word is not top:
            if word.head is word or word.head is None:
                return False
            word = word.head
        return True

    return [w for w in words if under(w)]


def children(words: Draft, head: Word) -> Draft:
    """Return the words that hang on `head`."""
    return [w for w in words if w.head is head and w is not head]


@cache
def demonyms() -> frozenset[str]:
    """Return the adjectives of countries: "Syrian", not "Syrians"."""
    rows = lexicon.table("demonyms")
    return frozenset(r["form"] for r in rows if r["kind"] == "demonym" and not r["form"].endswith("s"))


def name_words(name: str, kind: str) -> Draft:
    """Return a name as words with their tree: "Syrian Free Army" hangs on its last word, others on the first."""
    pieces = tokenized_forms(name)
    words = []
    for i, (_, end, form) in enumerate(pieces):
        space = i + 1 < len(pieces) and pieces[i + 1][0] > end
        words.append(
            Word(
                form=form,
                space=space,
                name=("I-" if i else "B-") + kind,
                upos="PROPN",
                xpos="NNP",
                feats="Number=Sing",
                lemma=form,
            )
        )
    cut = next((i for i, w in enumerate(words) if w.form in ("of", "for") and 0 < i < len(words) - 1), len(words))
    english = words[cut - 1].form in word_list("name-head")
    top = words[cut - 1] if english else words[0]
    for i, word in enumerate(words):
        if i < cut or not english:
            word.head, word.dep = top, "compound" if english else "flat"
        if word.form == "-":
            word.upos, word.xpos, word.feats, word.dep = "PUNCT", "HYPH", "_", "punct"
        elif word.form in demonyms() and word is not top and english:
            word.upos, word.xpos, word.feats, word.dep = "ADJ", "JJ", "Degree=Pos", "amod"
    if cut < len(words) and english:
        tail = words[cut + 1 :]
        inner = tail[-1]
        words[cut].upos, words[cut].xpos, words[cut].feats = "ADP", "IN", "_"
        words[cut].head, words[cut].dep = inner, "case"
        for word in tail:
            word.head, word.dep = inner, "compound"
        inner.head, inner.dep = top, "nmod"
    top.head, top.dep = top, "root"
    return words


def lower(sentence: Sentence) -> Sentence:
    """Return the sentence in lower case."""
    return replace(sentence, words=tuple(w.lower() for w in sentence.words))


def upper(sentence: Sentence) -> Sentence:
    """Return the sentence in capitals."""
    return replace(sentence, words=tuple(w.upper() for w in sentence.words))


def title(sentence: Sentence) -> Sentence:
    """Return the sentence In Title Case, Short Words in Lower Case."""
    small = word_list("title-case-small")
    words = [w if i and w.lower() in small else w[:1].upper() + w[1:] for i, w in enumerate(sentence.words)]
    return replace(sentence, words=tuple(words))
