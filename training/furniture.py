"""What newspapers set around sentences: datelines before them, picture credits behind them."""

from __future__ import annotations

import random

from training.corpus import Sentence, word_list
from training.draft import Draft, Word, draft, finish, name_words
from training.names import NamePool

_DASHES = ("—", "–", "-", "--")
_DAYS = (("12", "May", "2021"), ("3", "October", "2019"), ("28", "January", "2015"), ("7", "June", "2023"))


def dateline(sentence: Sentence, pool: NamePool, rng: random.Random) -> Sentence:
    """Return the sentence behind a dateline: "KYIV, Ukraine (AP) —"; its place hangs on the root as parataxis."""
    words = draft(sentence)
    root = _root(words)
    place = _named(pool.pick("LOC", rng, with_article=None) or "Idlib", "LOC", root, "parataxis")
    city = _top(place)
    if rng.random() < 0.7:
        for word in place:
            word.form = word.form.upper()
    if rng.random() < 0.5:
        place[-1].space = False
        place += [_mark(",", city), *_named(rng.choice(pool.countries), "LOC", city, "appos")]
    in_brackets = rng.random()
    if in_brackets < 0.5:
        agency = _named(rng.choice(sorted(word_list("agency"))), "ORG", city, "appos")
        place += _bracketed(agency, _top(agency))
    elif in_brackets < 0.75:
        day = _date(city, rng)
        place += _bracketed(day, day[0])
    return finish([*place, _mark(rng.choice(_DASHES), city), *words], sentence)


def credit(sentence: Sentence, pool: NamePool, rng: random.Random) -> Sentence:
    """Return the sentence as a caption with its picture's credit: "(Photo: Amina Haddad/AFP)"."""
    words = draft(sentence)
    root = _root(words)
    words[-1].space = True
    photo = _word(rng.choice(("Photo", "Image", "File", "Picture")), "NOUN", "NN", "Number=Sing", root, "parataxis")
    photo.space = False
    who = _named(pool.pick("PER", rng, with_article=None) or "Amina", "PER", photo, "appos")
    tail = [photo, _mark(":", photo), *who]
    if rng.random() < 0.6:
        tail[-1].space = False
        agency = _named(rng.choice(sorted(word_list("agency"))), "ORG", _top(who), "conj")
        slash = _word("/", "SYM", "SYM", "_", _top(agency), "cc")
        slash.space = False
        tail += [slash, *agency]
    return finish([*words, *_bracketed(tail, photo)], sentence)


def _root(words: Draft) -> Word:
    return next(w for w in words if w.head is w)


def _top(words: Draft) -> Word:
    """Return the word that the others of a name hang on, all within the name."""
    return next(w for w in words if not any(w.head is o for o in words if o is not w))


def _named(name: str, kind: str, head: Word, dep: str) -> Draft:
    words = name_words(name, kind)
    top = _root(words)
    top.head, top.dep = head, dep
    words[-1].space = True
    return words


def _word(form: str, upos: str, xpos: str, feats: str, head: Word, dep: str) -> Word:
    return Word(form=form, space=True, upos=upos, xpos=xpos, feats=feats, dep=dep, lemma=form.lower(), head=head)


def _mark(form: str, head: Word) -> Word:
    xpos = {",": ",", "(": "-LRB-", ")": "-RRB-"}.get(form, ":")
    return _word(form, "PUNCT", xpos, "_", head, "punct")


def _bracketed(words: Draft, head: Word) -> Draft:
    opening, closing = _mark("(", head), _mark(")", head)
    opening.space = words[-1].space = False
    return [opening, *words, closing]


def _date(head: Word, rng: random.Random) -> Draft:
    number, month, year = rng.choice(_DAYS)
    day = _word(number, "NUM", "CD", "NumForm=Digit|NumType=Card", head, "parataxis")
    name = _word(month, "PROPN", "NNP", "Number=Sing", day, "nmod:unmarked")
    return [day, name, _word(year, "NUM", "CD", "NumForm=Digit|NumType=Card", day, "nmod:unmarked")]
