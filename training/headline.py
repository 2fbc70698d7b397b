"""Headlines: made from sentences with their trees repaired, and invented from templates."""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.corpus import HERE, Sentence, Tree, word_list
from training.draft import (
    FEATS,
    UPOS,
    Draft,
    Word,
    children,
    delete,
    demonyms,
    draft,
    finish,
    name_words,
    subtree,
    title,
    upper,
)
from training.names import NamePool

_PRUNED = ("parataxis", "acl:relcl", "appos", "advcl", "acl", "discourse", "vocative", "list")
_KEPT_MARKS = ("as", "after", "while", "before", "amid", "over")


def headline(sentence: Sentence, rng: random.Random) -> Sentence | None:
    """Return the sentence in headline style with its tree repaired, None where it makes no headline."""
    if not sentence.tree or not 5 <= len(sentence.words) <= 32 or "?" in sentence.words:
        return None
    words = draft(sentence)
    root = next(w for w in words if w.head is w)
    subjects = [w for w in children(words, root) if w.dep in ("nsubj", "nsubj:pass")]
    if root.upos != "VERB" or len(subjects) != 1 or subjects[0].upos == "PRON":
        return None
    words = _prune(words, root, rng)
    words = _present(words, root, subjects[0], rng)
    words = _telegraph(words, rng)
    if not 3 <= len(words) <= 16 or not any(w is subjects[0] for w in words):
        return None
    words[0].form = words[0].form[:1].upper() + words[0].form[1:]
    words[-1].space = True
    out = finish(words, sentence)
    style = rng.random()
    return title(out) if style < 0.35 else upper(out) if style < 0.42 else out


def _prune(words: Draft, root: Word, rng: random.Random) -> Draft:
    for word in list(words):
        if word is root or not any(word is w for w in words):
            continue
        marks = [c.form.lower() for c in children(words, word) if c.dep in ("mark", "case")]
        keep = word.dep == "advcl" and marks and marks[0] in _KEPT_MARKS
        dropped = word.dep in _PRUNED and rng.random() < (0.25 if keep else 0.7)
        if dropped or (word.dep == "conj" and word.head is root and rng.random() < 0.5):
            gone = subtree(words, word)
            words = [w for w in words if not any(w is g for g in gone)]
    if not any(w.dep == "conj" for w in words):
        words = delete(words, [w for w in words if w.dep == "cc" and w.head is root])
    return words


def _present(words: Draft, root: Word, subject: Word, rng: random.Random) -> Draft:
    """Drop auxiliaries; tell the past in the present and the future with "to"."""
    helpers = [w for w in children(words, root) if w.dep in ("aux", "aux:pass")]
    if any(w.lemma in ("can", "could", "may", "might", "must", "should", "would", "do") for w in helpers):
        return words
    if any(w.lemma == "will" for w in helpers):
        future = next(w for w in helpers if w.lemma == "will")
        future.form = future.lemma = "to"
        future.upos, future.xpos, future.feats, future.dep = "PART", "TO", "_", "mark"
        return words
    words = delete(words, helpers)
    verbs = [w for w in words if w.xpos == "VBD" and w.lemma not in ("be", "have", "do")]
    if rng.random() < 0.75:
        for verb in verbs:
            subjects = [w for w in children(words, verb) if w.dep == "nsubj"] or [subject]
            plural = "Number=Plur" in subjects[0].feats or any(w.dep == "conj" for w in children(words, subjects[0]))
            verb.xpos = "VBP" if plural else "VBZ"
            verb.form = verb.lemma if plural else third_person(verb.lemma)
            verb.feats = FEATS[verb.xpos]
    return words


def third_person(lemma: str) -> str:
    """Return the third person singular of a regular verb."""
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _telegraph(words: Draft, rng: random.Random) -> Draft:
    """Drop articles, the copula now and then and the final stop; turn "and" into a comma, "'s" into nothing."""
    parents = {id(w.head) for w in words if w.head is not w}
    leaf = [w for w in words if id(w) not in parents]
    gone = [w for w in leaf if w.form.lower() in ("the", "a", "an") and w.dep == "det"]
    helped = {id(w.head) for w in words if w.dep == "aux" or (w.dep == "mark" and w.xpos == "TO")}
    gone += [w for w in leaf if w.dep == "aux:pass" and id(w.head) not in helped]
    gone += [w for w in leaf if w.dep == "cop" and id(w.head) not in helped and rng.random() < 0.5]
    words = delete(words, gone)
    commas = rng.random() < 0.3
    for i, word in enumerate(list(words)):
        if word.form == "and" and word.dep == "cc" and commas and i:
            word.form, word.lemma, word.upos, word.xpos, word.feats, word.dep = ",", ",", "PUNCT", ",", "_", "punct"
            words[i - 1].space = False
        if word.form in ("'s", "’s") and word.dep == "case" and rng.random() < 0.3 and i:
            owner = word.head
            if owner is not None and owner is words[i - 1] and owner.upos == "PROPN" and owner.dep == "nmod:poss":
                owner.dep, owner.space = "compound", True
                word.form = ""
    words = delete(words, [w for w in words if not w.form])
    return _tidy(words)


def _tidy(words: Draft) -> Draft:
    """Take out commas and stops that pruning left at the edges or in pairs."""
    parents = {id(w.head) for w in words if w.head is not w}
    out: Draft = []
    for i, word in enumerate(words):
        loose = word.upos == "PUNCT" and word.form in (",", ".", ":", ";", "-", "--") and id(word) not in parents
        at_edge = i == 0 or i == len(words) - 1 or not out or out[-1].form in (",", ":", ";", "(")
        if loose and at_edge:
            continue
        out.append(word)
    return _drop_last(out, parents)


def _drop_last(words: Draft, parents: set[int]) -> Draft:
    while words and words[-1].form in (",", ".", ":", ";") and id(words[-1]) not in parents:
        words = words[:-1]
    return words


# --- headlines from templates --------------------------------------------------------------------------


def templates() -> list[list[tuple[str, str, str, int]]]:
    """Return the headline templates: form or {slot}, tag, label and head of each word."""
    out = []
    for line in (HERE / "headline_templates.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            cells = [cell.split("|") for cell in line.split()]
            out.append([(form, tag, dep, int(head)) for form, tag, dep, head in cells])
    return out


def from_template(template: Sequence[tuple[str, str, str, int]], pool: NamePool, rng: random.Random) -> Sentence:
    """Return an invented headline."""
    groups: list[Draft] = []
    tops: list[Word] = []
    for form, tag, dep, _ in template:
        slot = form[1:-1] if form[0] == "{" else ""
        if slot in ("PER", "ORG", "LOC"):
            group = name_words(pool.pick(slot, rng, with_article=None) or "Idlib", slot)
        else:
            text = rng.choice(sorted(demonyms() if slot == "demonym" else word_list(slot))) if slot else form
            text = str(rng.randint(2, 300)) if slot == "number" and rng.random() < 0.7 else text
            upos = "SCONJ" if tag == "IN" and dep == "mark" else UPOS[tag]
            group = [Word(form=text, space=True, upos=upos, xpos=tag, feats=FEATS.get(tag, "_"), lemma=text.lower())]
            group[0].head = group[0]
        top = next(w for w in group if w.head is w)
        top.dep = dep
        group[-1].space = True
        groups.append(group)
        tops.append(top)
    for top, (_, _, _, head) in zip(tops, template, strict=True):
        top.head = tops[head - 1] if head else top
    words = [w for g in groups for w in g]
    words[0].form = words[0].form[:1].upper() + words[0].form[1:]
    empty = Tree(upos=(), xpos=(), feats=(), heads=(), deps=(), lemmas=())
    base = Sentence(source="template", id="", words=(), spaces=(), tree=empty, names=())
    out = finish(words, base)
    style = rng.random()
    return title(out) if style < 0.3 else upper(out) if style < 0.37 else out
