"""Turns bytes into text and says by which character set: mark, declaration, UTF-8, then a guess from the bytes."""

from __future__ import annotations

import codecs
import re

import cchardet

from kg.errors import InputError

BOMS = (  # the longer marks first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A page may declare any codec that Python knows; only plain character sets are believed, not "idna" or "utf-7".
_PLAIN = re.compile(
    r"(?:utf-?8|utf-?16(?:le|be|-le|-be)?|(?:x-)?(?:windows|cp)-?\d{3,4}|iso-?8859-\d{1,2}(?:-[ei])?|koi8-?[ru]"
    r"|gb(?:2312|k|18030)|big5|shift[_-]?jis|euc-?(?:jp|kr)|x?-?mac-?\w{5,10}|us-ascii|ascii|latin-?\d)",
    re.IGNORECASE,
)
# What pages call Latin-1 or ASCII is read as Windows-1252, as browsers do (WHATWG Encoding Standard).
_BROWSER = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
}
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{2,30})", re.IGNORECASE)
# The guesser also knows code pages of DOS, Thai and more; texts that only they fit are noise here.
_GUESSED = re.compile(r"windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|gb2312|gb18030|big5|shift_jis|euc-(?:jp|kr)")
_HIGH = bytes(range(0x80, 0x100))
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
GUESS_BYTES = 1_000_000  # more does not make the guess better
MAX_CONTROL = 0.02  # damaged but readable texts stay under it, bytes read in the wrong way do not
MAX_HIGH = 0.1  # share of bytes beyond ASCII in a text that is English for the most part
REPAIR_RATIO = 4  # sound characters beyond ASCII for each broken one: chance gives far fewer
MIN_CONFIDENCE = 0.2  # under it the guesser is guessing


def declared_charset(page: bytes) -> str | None:
    """Return the character set that an HTML page declares in its head, None where it declares none."""
    found = _DECLARED.search(page[:4096])
    return found.group(1).decode("ascii").lower() if found else None


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text and its character set; raises InputError ("binary", "bad-encoding")."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name), name
    if b"\0" in data and not (declared or "").startswith("utf-16"):
        raise InputError("the file is binary, not text; give its text as .txt, .html or .jsonl", reason="binary")
    for candidate in (_believed(declared), "utf-8"):
        text = _try(data, candidate)
        if text is not None and candidate is not None:
            return text, candidate
    return _repaired(data) or _guessed(data)


def _believed(declared: str | None) -> str | None:
    if declared is None or not _PLAIN.fullmatch(declared):
        return None
    return _BROWSER.get(declared.lower(), declared.lower())


def _try(data: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _strict(data: bytes, name: str) -> str:
    text = _try(data, name)
    if text is None:
        raise InputError(f"the file is marked as {name} but is not; save it as UTF-8", reason="bad-encoding")
    return text


def _repaired(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-8 with a few broken bytes, as files have that were cut off; None where it was never UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(len(run) for run in _BEYOND_ASCII.findall(text)) - broken
    return (text, "utf-8 (repaired)") if sound >= REPAIR_RATIO * broken else None


def _guessed(data: bytes) -> tuple[str, str]:
    guess = cchardet.detect(data[:GUESS_BYTES])
    names = [guess["encoding"].lower()] if guess["encoding"] and (guess["confidence"] or 0) >= MIN_CONFIDENCE else []
    if len(data) - len(data.translate(None, _HIGH)) <= MAX_HIGH * len(data):
        names.append("windows-1252")  # a few odd quotation marks in English give the guesser too little to go by
    for name in names:
        text = _try(data, name) if _GUESSED.fullmatch(name) else None
        if text is not None and len(_CONTROL.findall(text)) <= MAX_CONTROL * len(text):
            return text, name
    raise InputError("the character set could not be told; save the file as UTF-8", reason="bad-encoding")
