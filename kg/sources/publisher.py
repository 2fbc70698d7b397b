"""Finds who printed a text: from the metadata, else credits in the text, else the address of the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.ids import fold
from kg.model import Furniture, Known, Span
from kg.sources.captured import Captured
from kg.sources.lines import Line
from kg.sources.patterns import Pattern, publisher_patterns

HEAD_LINES = 12
MASTHEAD_CHARS = 30
CREDIT_CHARS = 200


def find_publisher(captured: Captured, lines: tuple[Line, ...], furniture: tuple[Furniture, ...]) -> Known | None:
    """Return the publisher with how it was found; None where nothing names one."""
    if captured.publisher:
        how = "html:meta" if captured.media_type == "text/html" else "metadata"
        return Known(value=captured.publisher, how=how)
    host = _host(captured.url)
    credit = publisher_in_text(lines)
    if credit is None and host:
        marked = {f.span for f in furniture}
        credit = _masthead([line for line in lines[:HEAD_LINES] if line.span not in marked], host)
        return credit or Known(value=host, how="url")
    return credit


def publisher_in_text(lines: tuple[Line, ...]) -> Known | None:
    """Return the publisher that the text itself names, by the first pattern of the table that fits."""
    for pattern in publisher_patterns():
        for line in lines[:HEAD_LINES] if pattern.scope == "head" else lines:
            found = _find(pattern, line.text)
            if found:
                return _known(line, found)
    return None


def _find(pattern: Pattern, text: str) -> re.Match[str] | None:
    if pattern.scope == "line":
        return pattern.regex.fullmatch(text) if len(text) <= CREDIT_CHARS else None
    return pattern.regex.match(text) if pattern.scope == "head" else pattern.regex.search(text)


def _known(line: Line, found: re.Match[str]) -> Known:
    span = Span(start=line.start + found.start("name"), end=line.start + found.end("name"))
    return Known(value=found["name"], how="text:credit", span=span)


def _masthead(lines: list[Line], host: str) -> Known | None:
    """Return a short line at the top that the page's address repeats: "ANF" on anfenglish.com."""
    bare = host.replace(".", "").replace("-", "")
    for line in lines:
        name = fold(line.text).replace(" ", "")
        if len(name) >= 3 and len(line.text) <= MASTHEAD_CHARS and bare.startswith(name):
            return Known(value=line.text, how="text:masthead", span=line.span)
    return None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None  # not an address
    return host.removeprefix("www.") if host else None
