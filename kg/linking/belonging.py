"""Reads "the X suburb of Y": Y lies in X where X is the larger, as in "the Kyiv suburb of Bucha"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.linking.gazetteer import Gazetteer
from kg.linking.weigh import SMALL
from kg.model import Article, Mention, Place, Span

_OF = re.compile(r"\s+of\s+(?:the\s+)?")


def turned(mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer) -> list[Mention]:
    """Return the mentions, with the word that types a city's name given to its part."""
    out = list(mentions)
    order = sorted((i for i, m in enumerate(out) if isinstance(m.value, Place)), key=lambda i: out[i].span)
    for i, j in pairwise(order):
        bare = _bare(out[i], article)
        between = article.text[out[i].span.end : out[j].span.start]
        if bare is None or not _OF.fullmatch(between) or not _is_larger(out[i], out[j], gazetteer):
            continue
        whole, part = out[i].value, out[j].value
        assert isinstance(whole, Place)
        assert isinstance(part, Place)
        rule = "place:" + out[i].rule.split(":")[1]
        within = (whole.name, *part.within)
        typed = out[j].rule + ":part" * (out[i].rule.endswith(":part") and not out[j].rule.endswith(":part"))
        out[i] = replace(out[i], span=bare, rule=rule, value=replace(whole, spans=(bare,), precision=None, within=()))
        span = Span(start=_past(bare, article), end=out[j].span.end)
        out[j] = replace(out[j], span=span, rule=typed, value=replace(part, spans=(span,), within=within))
    return out


def _bare(mention: Mention, article: Article) -> Span | None:
    """Return where the name stands alone in "X suburb"; None where no common noun behind it types it."""
    assert isinstance(mention.value, Place)
    words = mention.span.of(article.text)
    name = mention.value.name
    at = words.find(name)
    behind = words[at + len(name) :].strip() if at >= 0 else ""
    if ":typed" not in mention.rule or not behind.islower() or not behind.isalpha():
        return None
    return Span(start=mention.span.start + at, end=mention.span.start + at + len(name))


def _past(name: Span, article: Article) -> int:
    """Return where the word behind a name starts."""
    behind = article.text[name.end :]
    return name.end + len(behind) - len(behind.lstrip())


def _is_larger(one: Mention, other: Mention, gazetteer: Gazetteer) -> bool:
    """Tell whether the first is called like a city, the second like none as large."""
    sizes = [_size(m, gazetteer) for m in (one, other)]
    return sizes[0] >= SMALL and sizes[0] > sizes[1]


def _size(mention: Mention, gazetteer: Gazetteer) -> int:
    assert isinstance(mention.value, Place)
    return max((entry.population for entry in gazetteer.called(mention.value.name)), default=0)
