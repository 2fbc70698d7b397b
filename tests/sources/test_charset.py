from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.sources.charset import declared_charset, decode

TEXT = "Émigrés fled the café “Nørd” in Łódź"
WESTERN = "Émigrés fled the café “Nord”; the naïve façade of the hôtel was destroyed"
RUSSIAN = "Жители города сообщили о взрывах на окраине, пострадавших нет, сообщил мэр города"


@pytest.mark.parametrize(
    ("data", "declared", "text", "charset"),
    [
        (TEXT.encode(), None, TEXT, "utf-8"),
        (TEXT.encode("utf-8-sig"), None, TEXT, "utf-8"),
        (TEXT.encode("utf-16"), None, TEXT, "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, TEXT, "utf-16-be"),
        (TEXT.encode("utf-32"), None, TEXT, "utf-32-le"),
        (RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, "koi8-r"),
        (WESTERN.encode("cp1252"), "iso-8859-1", WESTERN, "windows-1252"),
        (TEXT.encode(), "idna", TEXT, "utf-8"),
        (TEXT.encode(), "no-such-charset", TEXT, "utf-8"),
        (WESTERN.encode("cp1252"), "utf-8", WESTERN, "windows-1252"),
        (WESTERN.encode("cp1252"), None, WESTERN, "windows-1252"),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN, "windows-1251"),
        (TEXT.encode()[:-1], None, TEXT[:-1] + "\ufffd", "utf-8 (repaired)"),
        (b"a\r\nb\rc\n", None, "a\r\nb\rc\n", "utf-8"),
    ],
)
def test_text_is_decoded_by_mark_declaration_utf8_or_guess(
    data: bytes, declared: str | None, text: str, charset: str
) -> None:
    assert decode(data, declared=declared) == (text, charset)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"words\0words", "binary"),
        (b"\xff\xfea\x00b", "bad-encoding"),  # half a character of UTF-16
        (bytes(range(0x80, 0xA0)) * 20, "bad-encoding"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("page", "declared"),
    [
        (b'<html><meta charset="Windows-1256">', "windows-1256"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b"<html><p>charset=koi8-r</p>", None),
    ],
)
def test_a_page_declares_its_charset_in_a_meta_element(page: bytes, declared: str | None) -> None:
    assert declared_charset(page) == declared
