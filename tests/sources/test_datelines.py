from __future__ import annotations

from datetime import date

import pytest

from kg.sources.datelines import read_date
from tests.sources.factories import BODY, article

HEADLINE = "Depot burns outside Northport"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tuesday, 26 September 2017 16:46", "2017-09-26"),
        ("01 October, 2017", "2017-10-01"),
        ("16 October، 2021", "2021-10-16"),  # with an Arabic comma
        ("Thursday, 4 Aug 2022, 15:01", "2022-08-04"),
        ("October 2, 2017", "2017-10-02"),
        ("Sept. 3rd, 2019 at 4:05 p.m. GMT", "2019-09-03"),
        ("Published October 2 2017", "2017-10-02"),
        ("Published: 2 October 2017 | Updated: 5 October 2017", "2017-10-02"),
        ("Updated 5 October 2017 | Published 2 October 2017", "2017-10-02"),
        ("Last updated at Jul 012016", "2016-07-01"),
        ("19.07.2016 (updated 14:57 19.07.2016)", "2016-07-19"),
        ("2016-07-19T10:30:00Z", "2016-07-19"),
        ("2016/07/19 10:30", "2016-07-19"),
        ("30-04-2016", "2016-04-30"),
        ("Thu 02-06-2016", "2016-06-02"),  # 6 February was a Saturday
        ("By Lena Arbid | 12 March 2019", "2019-03-12"),
        ("12 March 2019 | 3 min read", "2019-03-12"),
    ],
)
def test_a_dateline_of_its_own_gives_the_day(line: str, day: str) -> None:
    text = f"{HEADLINE}\n\n{line}\n\n{BODY}"
    found = article(text).published
    assert found is not None
    assert (found.value, found.how) == (day, "text:dateline")
    assert found.span is not None
    assert found.span.of(text) == line


@pytest.mark.parametrize(
    ("text", "day", "span"),
    [
        ("21 August 2016 Ten houses burned in Northport. " + BODY, "2016-08-21", "21 August 2016"),
        ("Thu Dec 14 2017 Ten houses burned. " + BODY, "2017-12-14", "Thu Dec 14 2017"),
        (
            "19.07.2016(updated 1457 19.07.2016) Get short URL 22 Ten houses burned. " + BODY,
            "2016-07-19",
            "19.07.2016(updated 1457 19.07.2016)",
        ),
        ("NORTHPORT, Sylvania, May 22, 2024 (Daily News) - A depot burned. " + BODY, "2024-05-22", None),
        ("NORTHPORT, 22 May 2024 — A depot burned. " + BODY, "2024-05-22", None),
    ],
)
def test_a_dateline_may_run_into_the_text(text: str, day: str, span: str | None) -> None:
    found = article(text).published
    assert found is not None
    assert found.value == day
    assert found.span is not None
    assert span is None or found.span.of(text) == span


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINE}\n\n02-06-2016\n\n{BODY}",  # June or February
        f"{HEADLINE}\n\n31-02-2016\n\n{BODY}",
        f"{HEADLINE}\n\nMay 22\n\n{BODY}",
        f"{HEADLINE}\n\nSeptember 2017\n\n{BODY}",
        "On 27 August 1975 a bomb exploded at an inn. " + BODY,
        "27 August 1975 was a quiet day in the port. " + BODY,
        f"{HEADLINE}\n\n{BODY}\n\n{BODY}\n\n3 May 2019",  # below the text: another story's
        "20 May, 2025\n\n" + "\n\n".join(f"Other story number {n} of the day" for n in range(12)) + f"\n\n{BODY}",
        BODY,
    ],
)
def test_a_day_that_is_not_told_stays_unknown(text: str) -> None:
    assert article(text).published is None


@pytest.mark.parametrize(
    ("line", "published", "day", "how"),
    [
        ("02-06-2016", "2016-06-02", "2016-06-02", "metadata"),
        ("02-06-2016", "2016-02-04", "2016-02-06", "text:dateline"),
        ("2 October 2017", "2017-10-02", "2017-10-02", "metadata"),
        ("2 October 2017", "2017-10-14", "2017-10-02", "text:dateline"),
        ("Published 2 October 2017", "2019-10-14", "2017-10-02", "text:dateline"),
        ("2 October 2017", "2019-10-14", "2019-10-14", "metadata"),
        ("Updated 20 May 2025", "2024-04-28", "2024-04-28", "metadata"),
        ("", "2024-04-28T23:59:00+03:00", "2024-04-28", "metadata"),
    ],
)
def test_the_printed_dateline_corrects_metadata_that_are_near(line: str, published: str, day: str, how: str) -> None:
    found = article(f"{HEADLINE}\n\n{line}\n\n{BODY}", published=published).published
    assert found is not None
    assert (found.value, found.how) == (day, how)


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    found = article(BODY, url="https://daily.example/news/2018/09/09/depot-burns").published
    assert found is not None
    assert (found.value, found.how, found.span) == ("2018-09-09", "url", None)
    assert article(BODY, url="https://daily.example/2018/13/40/depot").published is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2018-09-09", date(2018, 9, 9)),
        ("20180909", date(2018, 9, 9)),
        ("Sun, 09 Sep 2018 10:00:00 GMT", date(2018, 9, 9)),
        ("9 September 2018", date(2018, 9, 9)),
        ("2018-09", None),
        ("2018", None),
        ("03/04/2018", None),
        ("2018-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_metadata_dates_are_read_in_any_usual_form(value: str, day: date | None) -> None:
    assert read_date(value) == day
