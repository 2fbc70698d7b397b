from __future__ import annotations

import pytest

from tests.sources.factories import BODY, article

HEADLINE = "Depot burns outside Northport"


@pytest.mark.parametrize(
    ("text", "headline", "how"),
    [
        (f"{HEADLINE}\n\n{BODY}", HEADLINE, "text:first-line"),
        (f"Portuguese / Spanish\n\n3 May 2019\n\n{HEADLINE}?\n\n{BODY}", f"{HEADLINE}?", "text:first-line"),
        (f"Analysis shows that drones hit the depotExperts from the port looked at {BODY}",
         "Analysis shows that drones hit the depot", "text:glued"),
        (f"30-04-2016 Drone Hits Northport Depot Again. A drone hit {BODY}", "Drone Hits Northport Depot Again",
         "text:title-case"),
        (f"Smoke rises over the depot [Lena Arbid/Agency]\n\n{BODY}", None, ""),
        (f"News\n\nPorts\n\nFires\n\n{BODY}", None, ""),
        (f"20 May, 2025\n\n{BODY}", None, ""),
        (f"A drone hit the depot today. {BODY}", None, ""),
        (BODY, None, ""),
    ],
)  # fmt: skip
def test_the_headline_is_found_in_the_text(text: str, headline: str | None, how: str) -> None:
    found = article(text).headline
    if headline is None:
        assert found is None
    else:
        assert found is not None
        assert (found.value, found.how) == (headline, how)
        assert found.span is not None
        assert found.span.of(text) == headline


def test_the_headline_of_the_metadata_comes_first() -> None:
    text = f"{HEADLINE}\n\n{BODY}"
    inside, outside = article(text, title=HEADLINE).headline, article(text, title="Fire  in\nNorthport").headline
    assert inside is not None
    assert outside is not None
    assert (inside.how, inside.span is not None and inside.span.of(text)) == ("metadata", HEADLINE)
    assert (outside.value, outside.span) == ("Fire in Northport", None)


@pytest.mark.parametrize(
    ("line", "url", "publisher", "how"),
    [
        ("Source: Northport Daily, Agencies", None, "Northport Daily", "text:credit"),
        ("The quay was quiet, he said. (Source: Northport Daily)", None, "Northport Daily", "text:credit"),
        ("NORTHPORT, Sylvania (Daily News) – The depot burned for a day.", None, "Daily News", "text:credit"),
        ("Associated Press writer Lena Arbid in Easton contributed to this report.", None, "Associated Press",
         "text:credit"),
        ("By Northport Daily staff", None, "Northport Daily", "text:credit"),
        ("© 2019 Northport Daily. All rights reserved.", None, "Northport Daily", "text:credit"),
        ("NPD correspondent reported that the depot burned.", None, "NPD", "text:credit"),
        ("NPD", "https://www.npdenglish.example/news/1", "NPD", "text:masthead"),
        ("", "https://www.northport.example/news/1", "northport.example", "url"),
        ("An AFP correspondent said that the depot burned.", None, None, ""),
        ("", "http://[broken", None, ""),
        ("", None, None, ""),
    ],
)  # fmt: skip
def test_the_publisher_is_found_in_the_text_or_the_address(
    line: str, url: str | None, publisher: str | None, how: str
) -> None:
    text = f"{HEADLINE}\n\n{line}\n\n{BODY}"
    found = article(text, **({"url": url} if url else {})).publisher
    assert (found.value if found else None, found.how if found else "") == (publisher, how)
    assert found is None or found.span is None or found.span.of(text) == found.value


def test_the_publisher_of_the_metadata_comes_first() -> None:
    found = article(f"{BODY}\n\nSource: Northport Daily", publisher="Quay Weekly").publisher
    assert found is not None
    assert (found.value, found.how) == ("Quay Weekly", "metadata")
