"""Varies training sentences: headlines, case, quotes, al-/el- names in one word, names swapped for unknown ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from training.corpus import Sentence, tokenized_forms, word_list
from training.draft import Draft, draft, finish, lower, name_words, title, upper
from training.furniture import credit, dateline
from training.headline import from_template, headline, templates
from training.names import NamePool

_ARTICLE_NAME = re.compile(r"[A-Za-z]{2,3}-[^\W\d_].*")
_QUOTES = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("``", "''"))


def join_article_names(sentence: Sentence) -> Sentence:
    """Join "al - Bab" into one word where the shipped tokenizer keeps it whole."""
    if "-" not in sentence.words:
        return sentence
    words = draft(sentence)
    text = "".join(w.form + " " * w.space for w in words)
    ranges = [r for r in tokenized_forms(text) if _ARTICLE_NAME.fullmatch(r[2])]
    position, starts = 0, {}
    for i, word in enumerate(words):
        starts[position] = i
        position += len(word.form) + word.space
    for start, end, form in reversed(ranges):
        first, after = starts.get(start), starts.get(end, starts.get(end + 1, len(words)))
        if first is not None and after - first >= 3:
            words = _join(words, first, after, form)
    return finish(words, sentence)


def _join(words: Draft, first: int, after: int, form: str) -> Draft:
    part = words[first:after]
    tops = [w for w in part if w.head is w or not any(w.head is p for p in part)] if part[0].head else part[:1]
    if len(tops) != 1:
        return words
    top = tops[0]
    for word in words:
        if any(word.head is p for p in part) and not any(word is p for p in part):
            word.head = top
    top.form, top.space, top.name = form, part[-1].space, part[0].name
    if top.upos:
        top.upos, top.xpos, top.feats = "PROPN", "NNP", "Number=Sing"
    return [*words[:first], top, *words[after:]]


# --- case and quotes ---------------------------------------------------------------------------------


def requote(sentence: Sentence, rng: random.Random) -> Sentence:
    """Return the sentence with another style of quotation marks and apostrophes."""
    opening, closing = rng.choice(_QUOTES)
    curly = rng.random() < 0.5
    forms, open_ = [], False
    for form in sentence.words:
        if form in ('"', "“", "”", "``", "''"):
            forms.append(closing if open_ or form == "”" else opening)
            open_ = not open_
        elif form != "'" and "'" in form and curly:
            forms.append(form.replace("'", "’"))
        else:
            forms.append(form)
    return replace(sentence, words=tuple(forms))


def swap_names(sentence: Sentence, pool: NamePool, rng: random.Random, share: float = 0.7) -> Sentence:
    """Return the sentence with most of its names replaced by others of the same kind."""
    words = draft(sentence)
    for start, end, kind in reversed(_spans(words)):
        if rng.random() > share:
            continue
        has_article = start > 0 and words[start - 1].form.lower() == "the"
        new = pool.pick(kind, rng, with_article=has_article, long=end - start > 1)
        keep = any(w.form in word_list("place-part") for w in words[start:end])
        if new and not keep:
            words = _put_name(words, start, end, new, kind)
    return finish(words, sentence)


def _spans(words: Draft) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for i, word in enumerate(words):
        if word.name.startswith("B-"):
            spans.append((i, i + 1, word.name[2:]))
        elif word.name.startswith("I-") and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return spans


def _put_name(words: Draft, start: int, end: int, name: str, kind: str) -> Draft:
    """Replace words[start:end] by a name; left as it is where the old name is no unit of the tree."""
    old = words[start:end]
    has_tree = old[0].head is not None
    tops = [w for w in old if w.head is w or not any(w.head is o for o in old)] if has_tree else old[:1]
    if len(tops) != 1:
        return words
    new = name_words(name, kind)
    top = next(w for w in new if w.head is w)
    top.dep = tops[0].dep
    top.head = top if tops[0].head is tops[0] else tops[0].head
    new[-1].space = old[-1].space
    if not has_tree:
        for word in new:
            word.head, word.dep, word.upos, word.xpos, word.feats = None, "", "", "", "_"
    for word in words:
        if any(word.head is o for o in old):
            word.head = top
    return [*words[:start], *new, *words[end:]]


def epoch(
    sets: dict[str, list[Sentence]], pool: NamePool, rng: random.Random, *, second: bool = False
) -> list[Sentence]:
    """Return the sentences of one epoch: every original once, and fresh variants of a part of them.

    The second stage has half as many headlines, which are learnt by then, and datelines and picture credits.
    """
    base = [s for name in sorted(sets) for s in sets[name]]
    named = [s for s in base if s.names and any(t != "O" for t in s.names)]
    treed = [s for s in base if s.tree]
    out = [join_article_names(s) if rng.random() < 0.85 else s for s in base]
    out = [requote(s, rng) if rng.random() < 0.25 else s for s in out]
    out += [swap_names(join_article_names(s), pool, rng) for s in rng.sample(named, len(named) // 3)]
    out += [swap_names(s, pool, rng) for s in sets["re3d"] if rng.random() < 0.7]
    changes: tuple[tuple[Callable[[Sentence], Sentence], int], ...] = ((lower, 350), (upper, 350), (title, 300))
    for change, count in changes:
        out += [change(s) for s in rng.sample(named + treed, min(count, len(base)))]
    made = [h for s in rng.sample(treed, len(treed) * 2 // 3) if (h := headline(s, rng))][: 1100 if second else 2200]
    out += [swap_names(h, pool, rng) if rng.random() < 0.5 else h for h in made]
    frames = templates()
    out += [from_template(rng.choice(frames), pool, rng) for _ in range(350 if second else 700)]
    if second:
        told = [s for s in treed if s.names is not None and len(s.words) > 4]
        out += [dateline(s, pool, rng) for s in rng.sample(told, 300)]
        out += [credit(s, pool, rng) for s in rng.sample(told, 200)]
    rng.shuffle(out)
    return out
