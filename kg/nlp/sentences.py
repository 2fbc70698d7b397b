"""Tokens and sentence starts: names with al-/el- stay whole, a line break always ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from spacy.lang.char_classes import ALPHA
from spacy.lang.en import English, EnglishDefaults
from spacy.tokens import Doc, Token

from kg import lexicon
from kg.model import Span

# Arabic articles in transliteration: "al-Bab", "Ar-Raqqah", "Deir ez-Zor".
_ARTICLE = r"(?<!\b[Aa]l)(?<!\b[AEae][ldnhrstz])(?<!\bAL)(?<!\b[AEae][sdtk]h)(?<!\bul)(?<!\bAbu)(?<!\babu)"
_HYPHEN = rf"(?<=[{ALPHA}]){_ARTICLE}(?:-|–|—|--|---|——|~)(?=[{ALPHA}])"
_CLOSERS = "\"'”’)]»"
_OPENERS = "\"'“‘([«•"
_ENDERS = (".", "!", "?", "…", "...", "?!", "!!", "؟")


def _infixes() -> list[str]:
    """Return where a word is cut inside: "al-Bab" stays in one token, "17.07.2016(updated" is split."""
    kept = [i for i in EnglishDefaults.infixes if "(?:-|–|—|--|---|——|~)" not in i]
    return [*kept, _HYPHEN, r"(?<=\d)\((?=\w)", r"(?<=[a-z”’\"])\.(?=[A-Z“][a-z])", "—", "–"]


class _Defaults(EnglishDefaults):
    infixes = _infixes()


class NewsEnglish(English):  # type: ignore[no-untyped-call]
    """English as it is cut into words here; no word breaks the text."""

    Defaults = _Defaults


@cache
def _forms(kind: str) -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("sentence_ends") if row["class"] == kind)


def _ends_sentence(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the full stop (question mark …) at `i` of one line's tokens ends a sentence."""
    token = tokens[i]
    if not token.text.endswith(_ENDERS):
        return False
    rest = [t for t in tokens[i + 1 : i + 3] if not t.is_space]
    if not rest:
        return False
    following = rest[0]
    starts_new = following.text[0].isupper() or following.text[0].isdigit() or following.text[0] in _OPENERS
    if not starts_new or not _is_spaced(tokens, i):
        return False
    if token.text in _ENDERS:
        before = tokens[i - 1] if i else None
        word = (before.text + ".").lower() if before is not None and not before.whitespace_ else ""
    else:
        word = token.lower_
        if word not in _forms("always") | _forms("number") and re.fullmatch(r"(\w\.)+\w?\.?", word):
            # "U.S. Army" goes on, "in the U.S. The army" does not.
            return following.text[0] in _OPENERS or following.lower_ in _forms("opener")
    if word in _forms("always") or (len(word) == 2 and word[0].isalpha() and token.text == "."):
        return False
    return not (word in _forms("number") and following.text[0].isdigit())


def _is_spaced(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether white space, or a sentence glued on ("said.The"), follows the mark at `i`."""
    return bool(tokens[i].whitespace_) or tokens[i + 1].is_space or tokens[i + 1].text[:1].isupper()


def mark_sentences(doc: Doc, furniture: Iterable[Span] = ()) -> None:
    """Set `is_sent_start` on every token: at line breaks, sentence ends and the edges of furniture."""
    edges = {e for span in furniture for e in (span.start, span.end)}
    wrapped = _is_wrapped(doc.text)
    line: list[Token] = []
    lines = [line]
    before = -1
    for token in doc:
        crosses = any(before < e <= token.idx for e in edges) if edges else False
        before = token.idx
        if crosses and line:
            line = []
            lines.append(line)
        line.append(token)
        if token.is_space and _ends_line(token, wrapped=wrapped):
            line = []
            lines.append(line)
    for tokens in lines:
        _mark_line(tokens)


def _is_wrapped(text: str) -> bool:
    """Tell whether a text is broken at a column: several of its lines go on in lower case on the next."""
    return len(re.findall(r"[^\W\d_][^\S\n]*\n[^\S\n]*[a-z]", text)) >= 2


LONG_LINE = 90  # characters: longer than a headline, so the text is broken at a column


def _ends_line(space: Token, *, wrapped: bool) -> bool:
    """Tell whether white space ends a paragraph or list item; in a wrapped text a lone break may not."""
    if not re.search(r"[\n\u2028\u2029\v\f]", space.text):
        return False
    lone = len(re.findall(r"\n", space.text)) == 1
    if not lone or space.i == 0 or space.i + 1 >= len(space.doc):
        return True
    before, after = space.doc[space.i - 1], space.doc[space.i + 1]
    if before.text[-1] in ".!?…:;•":
        return True
    if before.idx - space.doc.text.rfind("\n", 0, before.idx) >= LONG_LINE:
        return False
    return not (wrapped or (after.text[0].islower() and before.text[-1].isalpha()))


_DASHES = ("-", "–", "—", "--")
_DATELINE_TOKENS = 20


def _after_dateline(tokens: Sequence[Token]) -> int:
    """Return where the text begins behind "KYIV, Ukraine (AP) —", 0 where a line has no such place and outlet."""
    words = [i for i, t in enumerate(tokens[:_DATELINE_TOKENS]) if not t.is_space]
    dash = next((i for i in words if tokens[i].text in _DASHES and tokens[i - 1].whitespace_), 0)
    if not dash or dash + 1 >= len(tokens) or not (tokens[dash].whitespace_ and tokens[dash + 1].text[0].isupper()):
        return 0
    before = [tokens[i] for i in words if i < dash]
    opened = next((k for k, t in enumerate(before) if t.text == "("), len(before))
    named = [t for t in before[:opened] if t.is_alpha]
    shouted = bool(named) and named[0].is_upper and len(named[0]) > 2
    told = bool(before) and before[-1].text == ")" and opened < len(before)
    return dash + 1 if (shouted or told) and named and all(t.text[0].isupper() for t in named) else 0


def _mark_line(tokens: list[Token]) -> None:
    starts = {0, _after_dateline(tokens)}
    for i, token in enumerate(tokens):
        if token.text == "•" and i:
            starts.add(i)
        if i + 1 < len(tokens) and _closes(tokens, i):
            starts.add(i + 1)
    first_word = next((k for k, t in enumerate(tokens) if not t.is_space), 0)
    for i, token in enumerate(tokens):
        token.is_sent_start = i in starts and (i == 0 or i > first_word)


def _closes(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether token `i` is the last of its sentence: an end mark, or the quote that closes after one."""
    text = tokens[i].text
    if text in _CLOSERS and i and tokens[i - 1].text.endswith(_ENDERS) and not tokens[i - 1].whitespace_:
        following = tokens[i + 1].text
        return bool(tokens[i].whitespace_) and (following[0].isupper() or following[0] in _OPENERS)
    if tokens[i + 1].text in _CLOSERS and not tokens[i].whitespace_:
        return False
    return _ends_sentence(tokens, i)
