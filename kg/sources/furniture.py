"""Marks page furniture: menus, teasers, share buttons, credits, forms; what is marked gives no statement.

Precision before recall: a real sentence must never be lost, a forgotten teaser costs less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.ids import fold
from kg.model import Furniture, Span
from kg.sources.lines import Line, is_wrapped
from kg.sources.patterns import any_line_pattern, furniture_patterns

LINE_CHARS = 400  # no menu entry or form is longer
MENU_WORDS = 4
MENU_LINES = 200  # no menu is longer
REPEAT_CHARS = 20  # shorter lines may repeat for good reason: "Two injured"
TEASER_CHARS = 15  # so much of a cut-off teaser must agree with the title that it cuts
HEADLINE_WORDS = 5
RUN_STORIES = 8  # no article has so many headings above its first sentence
RUN_LINES = 10  # a run of so many title-like lines of which half are marked is a menu
TRAILING_SHARE = 0.6  # the rest may be short: sections, dates
TRAILING = 3  # so many titles below the last sentence are a list of other stories
LONE_WORDS = range(4, 21)
LEAD_CHARS = 2_000  # a lead printed twice stands at the top
LEAD_MIN = 40
_BULLETS = "•*-–—·▪●"
_AGED = re.compile(r"\(\d")
_GLUE = re.compile(r"[a-z](?=[A-Z][a-z])")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_UNBROKEN = re.compile(r"[!-~]{300,}")  # encoded data: no word is so long

Marks = dict[int, str]  # number of the line in the tuple of lines -> reason


def mark_furniture(
    lines: tuple[Line, ...], *, datelines: tuple[Span, ...] = (), title: str | None = None
) -> tuple[Furniture, ...]:
    """Return the furniture of a text, sorted and without overlap, each with the rule that marked it."""
    marks = _by_table(lines)
    if not is_wrapped(lines):
        _mark_lists(lines, marks)
        _mark_trailing(lines, marks)
        _mark_repeats(lines, marks, title=title)
        _mark_teased(lines, marks)
        _mark_runs(lines, marks)
        _mark_unannounced(lines, marks)
        _mark_lone(lines, marks)
    whole = [Furniture(span=lines[i].span, reason=reason) for i, reason in marks.items()]
    parts = [
        part
        for i, line in enumerate(lines)
        if i not in marks
        for part in _parts(line, first=i == 0, last=i == len(lines) - 1)
    ]
    parts += [Furniture(span=span, reason="dateline") for span in datelines]
    return _without_overlap(whole + parts)


def _by_table(lines: tuple[Line, ...]) -> Marks:
    quick = any_line_pattern()
    marks: Marks = {}
    for i, line in enumerate(lines):
        if len(line.text) <= LINE_CHARS:
            reason = _table_reason(line.text, first=i == 0) if quick.fullmatch(line.text) else None
            if reason is not None or _is_glued_menu(line):
                marks[i] = reason or "line:glued-menu"
    return marks


@lru_cache(maxsize=4096)  # menu entries repeat
def _table_reason(text: str, *, first: bool) -> str | None:
    for pattern in furniture_patterns():
        if pattern.scope in ("part", "end") or (first and pattern.scope == "below"):
            continue
        if pattern.regex.fullmatch(text):
            return f"{pattern.scope}:{pattern.reason}"
    return None


def _is_glued_menu(line: Line) -> bool:
    """Tell whether a line is tags run together: "Europe & RussiaMiddle EastNews"."""
    if not line.is_title or len(_GLUE.findall(line.text)) < 2:
        return False
    words = [w for w in line.text.split() if w[0].isalpha()]
    return len(words) <= 12 and all(w[0].isupper() for w in words)


def _mark_lists(lines: tuple[Line, ...], marks: Marks) -> None:
    """Mark the titles under "Related articles" and the short entries under "Language", up to the next sentence."""
    kept = _headline_place(lines, marks)
    cue = ""
    for i, line in enumerate(lines):
        scope, _, reason = marks.get(i, "").partition(":")
        if scope == "list" or (scope == "menu" and not cue.startswith("list:")):
            cue = f"{scope}:{reason}"
        elif i not in marks and cue:
            listed = line.is_teaser and (cue.startswith("list:") or line.words <= MENU_WORDS)
            if listed and i != kept:
                marks[i] = f"after:{cue.partition(':')[2]}"
            else:
                cue = ""


def _mark_trailing(lines: tuple[Line, ...], marks: Marks) -> None:
    """Mark the titles of other stories that stand below the last sentence, where no word announces them."""
    last = max((i for i, line in enumerate(lines) if line.is_sentence and i not in marks), default=-1)
    if last < 1 or lines[last].text.endswith(":"):
        return
    rest = [i for i in range(last + 1, len(lines)) if i not in marks]
    titles = [i for i in rest if _is_story(lines[i])]
    listed = all(lines[i].is_teaser and lines[i].number > lines[i - 1].number + 1 for i in rest)
    if listed and len(titles) >= max(TRAILING, len(rest) * TRAILING_SHARE):
        marks.update(dict.fromkeys(rest, "structure:trailing"))


def _is_story(line: Line) -> bool:
    """Tell whether a line could be the title of another story: no bullet, no name with an age as victims have."""
    return (
        line.is_teaser and line.words >= HEADLINE_WORDS and line.text[0] not in _BULLETS and not _AGED.search(line.text)
    )


def _first_sentence(lines: tuple[Line, ...]) -> int:
    return next((i for i, line in enumerate(lines) if line.is_sentence), len(lines))


def _headline_place(lines: tuple[Line, ...], marks: Marks) -> int | None:
    """Return which line is the headline if the text has one: the first long title that opens it, else the last."""
    titles = [
        i
        for i in range(_first_sentence(lines))
        if i not in marks and lines[i].is_title and not lines[i].is_cut_off and lines[i].words >= HEADLINE_WORDS
    ]
    lists = [i for i, reason in marks.items() if reason.startswith("list:")]
    before = [i for i in titles if not lists or i < min(lists)]
    return before[0] if before and len(before) <= 3 else titles[-1] if titles else None


def _mark_repeats(lines: tuple[Line, ...], marks: Marks, *, title: str | None) -> None:
    """Mark a line that repeats an earlier one, or that is the headline with a trail of menu words before it."""
    seen: set[str] = set()
    place = _headline_place(lines, marks)
    headline = fold(title) if title else fold(lines[place].text) if place is not None else ""
    for i, line in enumerate(lines):
        if i in marks or len(line.text) < REPEAT_CHARS:
            continue
        key = fold(line.text)
        trail = line.is_title and len(headline) >= REPEAT_CHARS and key != headline and key.endswith(" " + headline)
        if key in seen or trail:
            marks[i] = "structure:repeat" if key in seen else "structure:breadcrumb"
        seen.add(key)


def _mark_teased(lines: tuple[Line, ...], marks: Marks) -> None:
    """Mark a title at the top that a list of other stories repeats, whole or cut off."""
    teasers = [fold(lines[i].text) for i, reason in marks.items() if reason.startswith("after:")]
    teasers = [t for t in teasers if len(t) >= TEASER_CHARS][:MENU_LINES]
    kept = _headline_place(lines, marks)
    for i in range(min(_first_sentence(lines), MENU_LINES)):
        if i not in marks and i != kept and lines[i].is_title:
            key = fold(lines[i].text)
            if any(key.startswith(t) for t in teasers):
                marks[i] = "structure:teased"


def _mark_runs(lines: tuple[Line, ...], marks: Marks) -> None:
    """Mark what is left of a long run of titles above the first sentence once half of it is known to be a menu."""
    run = range(_first_sentence(lines))
    marked = sum(1 for i in run if i in marks)
    stories = any(marks.get(i) == "structure:teased" for i in run)
    if len(run) < RUN_LINES or marked * 2 < len(run) or not stories:
        return  # share buttons alone do not make a headline a menu entry
    titles = [i for i in run if i not in marks and lines[i].words >= HEADLINE_WORDS]
    marks.update(dict.fromkeys(titles[:-1], "structure:run"))  # the last one is the headline


def _mark_unannounced(lines: tuple[Line, ...], marks: Marks) -> None:
    """Mark a long run of titles above the first sentence that stands next to a menu."""
    run: list[int] = []
    end = _first_sentence(lines)
    for i in range(end + 1):
        if i < end and i not in marks and _is_story(lines[i]) and lines[i].words >= LONE_WORDS.start:
            run.append(i)
            continue
        if len(run) >= RUN_STORIES and (run[0] - 1 in marks or run[-1] + 1 in marks):
            headline = run[-1] + 1 == end < len(lines)
            marks.update(dict.fromkeys(run[:-1] if headline else run, "structure:run"))
        run = []


def _mark_lone(lines: tuple[Line, ...], marks: Marks) -> None:
    """Mark a title-like line that stands alone between two paragraphs: a teaser or a subheading."""
    body = [line for i, line in enumerate(lines) if i not in marks]
    if not body or sum(line.is_sentence for line in body) < len(body) * 0.7:
        return  # where many lines lack their full stop, that says nothing
    for i in range(_first_sentence(lines) + 1, len(lines) - 1):
        before, line, after = lines[i - 1 : i + 2]
        spaced = line.number > before.number + 1 and after.number > line.number + 1
        if i not in marks and spaced and before.is_sentence and after.is_sentence and _is_lone_title(line):
            marks[i] = "structure:lone-title"


def _is_lone_title(line: Line) -> bool:
    starts = line.text[0].isupper() or line.text[0] in "'\"‘“"
    return line.is_title and starts and line.words in LONE_WORDS and not line.text.endswith((")", "]"))


def _parts(line: Line, *, first: bool, last: bool) -> Iterator[Furniture]:
    """Yield the furniture inside a line: credits, datelines of agencies, buttons that ran into the text."""
    for pattern in furniture_patterns():
        if pattern.scope == "part" or (pattern.scope == "end" and last):
            for found in pattern.regex.finditer(line.text):
                if pattern.scope == "part" or found.end() == len(line.text):
                    span = Span(start=line.start + found.start(), end=line.start + found.end())
                    yield Furniture(span=span, reason=f"{pattern.scope}:{pattern.reason}")
    for found in _UNBROKEN.finditer(line.text):
        span = Span(start=line.start + found.start(), end=line.start + found.end())
        yield Furniture(span=span, reason="structure:unbroken")
    if first:
        yield from _lead_again(line)


def _lead_again(line: Line) -> Iterator[Furniture]:
    """Yield the second print of a lead that some pages give as summary and again as first sentence."""
    start, previous = 0, ""
    for found in _SENTENCE.finditer(line.text[:LEAD_CHARS]):
        sentence = line.text[start : found.start()]
        if len(sentence) >= LEAD_MIN and sentence == previous:
            span = Span(start=line.start + start, end=line.start + found.start())
            yield Furniture(span=span, reason="structure:repeat")
        start, previous = found.end(), sentence


def _without_overlap(found: list[Furniture]) -> tuple[Furniture, ...]:
    out: list[Furniture] = []
    for item in sorted(found, key=lambda f: (f.span.start, -f.span.end, f.reason)):
        if not out or item.span.start >= out[-1].span.end:
            if item.span.start < item.span.end:
                out.append(item)
        elif item.span.end > out[-1].span.end:
            joined = Span(start=out[-1].span.start, end=item.span.end)
            out[-1] = Furniture(span=joined, reason=out[-1].reason)
    return tuple(out)
