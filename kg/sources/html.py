"""Reads a web page: its article text by trafilatura, its date by htmldate. Never in threads: trafilatura crashes."""

from __future__ import annotations

import logging
import re

import htmldate
import trafilatura

from kg.errors import InputError
from kg.ids import sha256
from kg.sources.captured import Captured
from kg.sources.charset import declared_charset, decode

# htmldate rejects days after "today" unless told: a fixed day keeps the clock out of the result.
LAST_DAY = "2099-12-31"
_LANGUAGE = re.compile(r"<html[^>]{0,500}?\blang\s{0,5}=\s{0,5}[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_BODY = re.compile(r"<[A-Za-z!]")

for _name in ("trafilatura", "htmldate"):  # they warn of every page that holds no article; that is said in `Rejected`
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read_page(data: bytes, *, key: str, origin: str) -> Captured:
    """Read one page; raises InputError ("no-text", "bad-page", "bad-encoding", "binary")."""
    page, charset = decode(data, declared=declared_charset(data))
    found = _extract(page) if _BODY.search(page) else None
    text = found.text if found else None
    if found is None or not text:
        raise InputError("the page holds no article text; save the article as .txt", reason="no-text")
    language = _LANGUAGE.search(page[:5000])
    return Captured(
        key=key,
        text=text,
        raw_sha256=sha256(data),
        origin=origin,
        media_type="text/html",
        charset=charset,
        title=found.title,
        published=_date(page, found.url),
        published_how="html:htmldate",
        publisher=found.sitename,
        url=found.url,
        language=language.group(1).lower() if language else None,
    )


def _extract(page: str) -> trafilatura.settings.Document | None:
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": LAST_DAY},
        )
    except (ValueError, RecursionError, TypeError, AttributeError, AssertionError) as error:
        # lxml and trafilatura raise these on pages that are cut off or nested without end
        raise InputError(f"the page cannot be read ({error}); save the article as .txt", reason="bad-page") from error
    return found if isinstance(found, trafilatura.settings.Document) else None


def _date(page: str, url: str | None) -> str | None:
    try:
        return htmldate.find_date(page, extensive_search=False, original_date=True, url=url, max_date=LAST_DAY)
    except (ValueError, RecursionError, TypeError, AttributeError):
        return None  # a date that cannot be read is a date that is not known
