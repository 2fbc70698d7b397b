from __future__ import annotations

import io
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from kg.errors import UsageError
from kg.ids import sha256
from kg.model import Article
from kg.sources import Rejected, read_articles
from tests.sources.factories import BODY

PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Depot burns outside Northport</title>
<meta property="og:site_name" content="Northport Daily">
<meta property="article:published_time" content="2019-05-03T10:00:00Z">
<link rel="canonical" href="https://daily.example/depot"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Depot burns outside Northport</h1>{"".join(f"<p>{line}</p>" for line in BODY.split(chr(10)) if line)}</article>
<footer>Cookie settings</footer></body></html>"""


def record(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def read(*paths: Path, **options: int) -> list[Article | Rejected]:
    return list(read_articles(paths, **options))


def outcome(item: Article | Rejected) -> str:
    return item.key if isinstance(item, Article) else item.reason


def write(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def test_a_text_file_becomes_an_article(tmp_path: Path) -> None:
    data = f"Depot burns\r\noutside Northport\r{BODY}".encode()
    (found,) = read(write(tmp_path, "depot.txt", data))
    assert isinstance(found, Article)
    assert found.text == data.decode()
    assert (found.key, found.charset, found.media_type) == ("depot", "utf-8", "text/plain")
    assert found.raw_sha256 == found.text_sha256 == sha256(data)


def test_a_page_becomes_an_article_with_the_metadata_of_its_head(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "depot.html", PAGE))
    assert isinstance(found, Article)
    assert BODY.split("\n")[0] in found.text
    assert "Cookie settings" not in found.text
    assert found.headline is not None
    assert (found.headline.value, found.headline.how) == ("Depot burns outside Northport", "html:meta")
    assert found.published is not None
    assert (found.published.value, found.published.how) == ("2019-05-03", "html:htmldate")
    assert found.publisher is not None
    assert (found.publisher.value, found.publisher.how) == ("Northport Daily", "html:meta")
    assert (found.url, found.language, found.media_type) == ("https://daily.example/depot", "en", "text/html")


def test_a_record_becomes_an_article_with_its_fields(tmp_path: Path) -> None:
    line = record(
        id=7, text=BODY, title="Depot burns", published="2019-05-03", url="https://d.example/1", publisher="NPD",
        language="en",
    )  # fmt: skip
    (found,) = read(write(tmp_path, "a.jsonl", line))
    assert isinstance(found, Article)
    assert (found.key, found.text, found.language) == ("7", BODY, "en")
    assert [known and (known.value, known.how) for known in (found.headline, found.published, found.publisher)] == [
        ("Depot burns", "metadata"),
        ("2019-05-03", "metadata"),
        ("NPD", "metadata"),
    ]
    assert found.raw_sha256 == sha256(line.rstrip(b"\n"))


def test_a_broken_line_is_told_by_file_and_line_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        record(id="a", text=BODY), b'{"id": "b", "text": \n', b"\n", b'["no object"]\n', record(id="c"),
        record(id="d", text=3), record(id="e", text="  "), b"[" * 100_000 + b"\n",
        b'{"id": 1e999, "text": "The quay"}\n',
        b'{"id": "f", "text": "Half \\ud83d a character fell"}\n', record(id="g", text="The quay\0burned"),
        b'{"id": "h", "text": "caf\xe9 \x81\x8d"}\n', record(id="z", text=BODY).rstrip(b"\n"),
    ]  # fmt: skip
    file = write(tmp_path, "a.jsonl", b"".join(lines))
    found = read(file)
    assert [outcome(item) for item in found] == [
        "a", "bad-json", "bad-json", "no-text-field", "no-text-field", "empty", "bad-json",
        found[7].key if isinstance(found[7], Article) else "", "f", "binary", "bad-encoding", "z",
    ]  # fmt: skip
    assert isinstance(found[1], Rejected)
    assert found[1].origin == f"{file.as_posix()}:2"
    assert isinstance(found[8], Article)
    assert found[8].text == "Half \ufffd a character fell"


def test_lines_in_utf16_are_read(tmp_path: Path) -> None:
    data = (record(id="a", text="Café Nord burned") + record(id="b", text="The quay burned")).decode().encode("utf-16")
    assert [outcome(item) for item in read(write(tmp_path, "a.jsonl", data))] == ["a", "b"]


def test_a_folder_is_read_in_sorted_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", ".hidden.txt", ".git/x.txt", "README.md", "c.HTM"):
        write(tmp_path, name, PAGE if name.endswith("HTM") else f"{name}: {BODY}")
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert [outcome(item) for item in read(tmp_path)] == ["a", "c", "unreadable", "1", "2"]


def test_the_order_of_the_paths_changes_nothing(tmp_path: Path) -> None:
    files = [write(tmp_path, f"{name}.txt", f"{name * 3}: {BODY}") for name in "cab"]
    assert read(*files) == read(*reversed(files)) == read(tmp_path)


def test_a_missing_path_is_the_users_mistake_and_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.txt"):
        read_articles([write(tmp_path, "a.txt", BODY), tmp_path / "nowhere.txt"])


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\r\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.html", b"", "empty"),
        ("a.txt", bytes(range(256)), "binary"),
        ("a.html", b"\x89PNG\0\0", "binary"),
        ("a.txt", bytes(range(0x80, 0xA0)) * 20, "bad-encoding"),
        ("a.txt", b"=" * 3_000, "no-text"),
        ("a.txt", b"12 34 56 78 90", "no-text"),
        ("a.html", b"<html><body></body></html>", "no-text"),
        ("a.html", b"just words, no element", "no-text"),
        ("a.html", b"<html><body>" + b"<div>" * 50_000, "no-text"),
        ("a.pdf", b"%PDF-1.4", "unknown-suffix"),
    ],
)
def test_a_hostile_file_is_recorded_with_its_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (found,) = read(write(tmp_path, name, data))
    assert isinstance(found, Rejected)
    assert found.reason == reason
    assert found.message
    assert found.origin.endswith(name)


@pytest.mark.parametrize("suffix", ["txt", "html", "jsonl"])
def test_twenty_megabytes_of_one_character_are_refused_at_once(tmp_path: Path, suffix: str) -> None:
    data = b'{"id": "a", "text": "' * (suffix == "jsonl") + b"a" * 20_000_000
    file = write(tmp_path, f"a.{suffix}", data)
    list(read_articles([write(tmp_path, "warm.html", PAGE)]))
    began = process_time()
    (found,) = read(file)
    assert isinstance(found, Rejected)
    assert found.reason in ("too-large", "no-text", "bad-json")
    assert process_time() - began < 1


def test_the_limit_counts_characters(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", "é" * 50 + " burned down")
    assert [outcome(item) for item in read(file, max_chars=62)] == ["a"]
    assert [outcome(item) for item in read(file, max_chars=61)] == ["too-large"]


def test_a_line_that_is_too_long_does_not_hide_the_next(tmp_path: Path) -> None:
    data = record(id="a", text="a" * 40_000) + record(id="b", text=BODY)
    assert [outcome(item) for item in read(write(tmp_path, "a.jsonl", data), max_chars=1_000)] == ["too-large", "b"]


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = PAGE.replace("<!DOCTYPE html>", f'<!DOCTYPE html [<!ENTITY e0 "boom">{entities}]>').replace(
        "<p>", "<p>&e11;"
    )
    began = process_time()
    for item in read(write(tmp_path, "a.html", data)):
        assert isinstance(item, Rejected) or len(item.text) < 2_000
    assert process_time() - began < 1


def test_a_file_without_permission_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "a.txt", BODY)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert [outcome(item) for item in read(file)] == ["unreadable"]


def test_the_same_text_under_one_id_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a/note.txt", BODY)
    write(tmp_path, "b/note.txt", BODY)
    found = read(tmp_path)
    assert [outcome(item) for item in found] == ["note", "duplicate-content"]
    assert isinstance(found[1], Rejected)
    assert "a/note.txt" in found[1].message
    assert [outcome(item) for item in read(tmp_path / "a", tmp_path / "a" / "note.txt")] == ["note"]


def test_two_outlets_with_one_text_and_two_texts_of_one_id_are_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [record(id="a", text=BODY), record(id="b", text=BODY), record(id="a", text=BODY + " It rained.")]
    found = read(write(tmp_path, "a.jsonl", b"".join(lines)))
    assert len({item.id for item in found if isinstance(item, Article)}) == 3
    assert "the id 'a' also stands at" in caplog.text


def test_metadata_do_not_change_the_id(tmp_path: Path) -> None:
    one = write(tmp_path, "1.jsonl", record(id="a", text=BODY))
    two = write(tmp_path, "2.jsonl", record(id="a", text=BODY, published="2019-05-03"))
    (first,), (second,) = read(one), read(two)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.id == second.id


@pytest.mark.parametrize(
    ("data", "outcomes", "media"),
    [
        (record(id="a", text=BODY) + record(id="b", text=BODY), ["a", "b"], "application/jsonl"),
        (record(id="a", text=BODY).decode().encode("utf-16"), ["a"], "application/jsonl"),
        (BODY.encode(), ["stdin"], "text/plain"),
        (PAGE.encode(), ["stdin"], "text/html"),
        (b"", ["empty"], None),
    ],
)
def test_standard_input_is_told_by_its_beginning(data: bytes, outcomes: list[str], media: str | None) -> None:
    found = list(read_articles(["-"], stdin=io.BytesIO(data)))
    assert [outcome(item) for item in found] == outcomes
    assert media is None or all(isinstance(item, Article) and item.media_type == media for item in found)


def test_memory_does_not_grow_with_a_file_of_records(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        file = write(tmp_path, "a.jsonl", b"".join(record(id=n, text=f"{n} {BODY}" * 20) for n in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in read_articles([file])) == count
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(1)
    assert peak(80) - peak(20) < 100_000  # the 60 records more hold over 300,000 characters


def test_reading_leaves_no_file_open(tmp_path: Path) -> None:
    open_files: Callable[[], int] = lambda: len(os.listdir("/proc/self/fd"))  # noqa: E731
    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc here")
    files = [write(tmp_path, f"{n}.txt", f"{n} {BODY}") for n in range(20)]
    before = open_files()
    assert len(read(*files)) == 20
    assert open_files() == before
