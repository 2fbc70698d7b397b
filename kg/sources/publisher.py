"""Finds who printed a text: from the metadata, else credits in the text, else the address of the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.ids import fold
from kg.model import Known, Span
from kg.sources.captured import Captured
from kg.sources.lines import Line
from kg.sources.patterns import publisher_patterns

HEAD_LINES = 12
MASTHEAD_CHARS = 30


def find_publisher(captured: Captured, lines: tuple[Line, ...]) -> Known | None:
    """Return the publisher with how it was found; None where nothing names one."""
    if captured.publisher:
        how = "html:meta" if captured.media_type == "text/html" else "metadata"
        return Known(value=captured.publisher, how=how)
    host = _host(captured.url)
    credit = publisher_in_text(lines, host=host)
    if credit is not None:
        return credit
    return Known(value=host, how="url") if host else None


def publisher_in_text(lines: tuple[Line, ...], *, host: str | None = None) -> Known | None:
    """Return the publisher that the text itself names, by the first pattern of the table that fits."""
    for pattern in publisher_patterns():
        for i, line in enumerate(lines):
            if pattern.scope != "part" and (pattern.scope == "head" and i >= HEAD_LINES):
                continue
            regex, text = pattern.regex, line.text
            found = regex.fullmatch(text) if pattern.scope == "line" and len(text) <= 200 else None
            if pattern.scope != "line":
                found = regex.match(text) if pattern.scope == "head" else regex.search(text)
            if found:
                return _known(line, found)
    return _masthead(lines, host) if host else None


def _known(line: Line, found: re.Match[str]) -> Known:
    span = Span(start=line.start + found.start("name"), end=line.start + found.end("name"))
    return Known(value=found["name"], how="text:credit", span=span)


def _masthead(lines: tuple[Line, ...], host: str) -> Known | None:
    """Return a short line at the top that the page's address repeats: "ANF" on anfenglish.com."""
    bare = host.replace(".", "").replace("-", "")
    for line in lines[:HEAD_LINES]:
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
