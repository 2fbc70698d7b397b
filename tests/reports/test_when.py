"""Time expressions: document day and sentence → text, first and last day, EDTF (of the last expression)."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import When
from kg.reports import expressions
from kg.reports.when import find_whens, when_for
from tests.reports.articles import read

# 9 September 2018 was a Sunday, 12 September a Wednesday.
ROWS: list[tuple[str | None, str, str | None, str | None, str | None, str | None]] = [
    (
        "2018-09-09",
        "Two shells fell on the market this morning.",
        "this morning",
        "2018-09-09",
        "2018-09-09",
        "2018-09-09",
    ),
    (
        "2018-09-09",
        "The valley has been mined since the 1980s.",
        "since the 1980s",
        "1980-01-01",
        "2018-09-09",
        "1980/2018-09-09",
    ),
    (
        "2018-09-09",
        "Exports fell in the first half of 2004.",
        "in the first half of 2004",
        "2004-01-01",
        "2004-06-30",
        "2004-01~/2004-06~",
    ),
    ("2018-09-09", "The dam was struck today.", "today", "2018-09-09", "2018-09-09", "2018-09-09"),
    ("2018-09-09", "The dam was struck earlier today.", "earlier today", "2018-09-09", "2018-09-09", "2018-09-09"),
    (
        "2018-09-09",
        "Gunmen stormed the depot yesterday afternoon.",
        "yesterday afternoon",
        "2018-09-08",
        "2018-09-08",
        "2018-09-08",
    ),
    ("2018-09-09", "Gunmen stormed the depot yesterday.", "yesterday", "2018-09-08", "2018-09-08", "2018-09-08"),
    ("2018-09-09", "A convoy was ambushed last night.", "last night", "2018-09-08", "2018-09-08", "2018-09-08"),
    (
        "2018-09-09",
        "A convoy was ambushed overnight.",
        "overnight",
        "2018-09-08",
        "2018-09-09",
        "2018-09-08/2018-09-09",
    ),
    (
        "2018-09-09",
        "A convoy was ambushed the day before yesterday.",
        "the day before yesterday",
        "2018-09-07",
        "2018-09-07",
        "2018-09-07",
    ),
    ("2018-09-09", "The mill burned down on Monday.", "on Monday", "2018-09-03", "2018-09-03", "2018-09-03"),
    ("2018-09-09", "The mill burned down on Sunday.", "on Sunday", "2018-09-09", "2018-09-09", "2018-09-09"),
    (
        "2018-09-09",
        "The mill burned down on Saturday evening.",
        "on Saturday evening",
        "2018-09-08",
        "2018-09-08",
        "2018-09-08",
    ),
    ("2018-09-09", "The mill burned down late Tuesday.", "late Tuesday", "2018-09-04", "2018-09-04", "2018-09-04"),
    (
        "2018-09-09",
        "The mill burned down early on Wednesday.",
        "early on Wednesday",
        "2018-09-05",
        "2018-09-05",
        "2018-09-05",
    ),
    ("2018-09-09", "The mill burned down last Friday.", "last Friday", "2018-09-07", "2018-09-07", "2018-09-07"),
    ("2018-09-09", "The mill burned down last Sunday.", "last Sunday", "2018-09-02", "2018-09-02", "2018-09-02"),
    (
        "2018-09-12",
        "Raids killed nine people last week.",
        "last week",
        "2018-09-03",
        "2018-09-09",
        "2018-09-03/2018-09-09",
    ),
    (
        "2018-09-12",
        "Raids killed nine people this week.",
        "this week",
        "2018-09-10",
        "2018-09-12",
        "2018-09-10/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people earlier this week.",
        "earlier this week",
        "2018-09-10",
        "2018-09-12",
        "2018-09-10/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people over the past week.",
        "over the past week",
        "2018-09-05",
        "2018-09-12",
        "2018-09-05/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people over the past 24 hours.",
        "over the past 24 hours",
        "2018-09-11",
        "2018-09-12",
        "2018-09-11/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people in the last 48 hours.",
        "in the last 48 hours",
        "2018-09-10",
        "2018-09-12",
        "2018-09-10/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people in the past three days.",
        "in the past three days",
        "2018-09-09",
        "2018-09-12",
        "2018-09-09/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people over the past two weeks.",
        "over the past two weeks",
        "2018-08-29",
        "2018-09-12",
        "2018-08-29/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people last weekend.",
        "last weekend",
        "2018-09-08",
        "2018-09-09",
        "2018-09-08/2018-09-09",
    ),
    ("2018-09-12", "Raids killed nine people last month.", "last month", "2018-08-01", "2018-08-31", "2018-08"),
    (
        "2018-09-12",
        "Raids killed nine people earlier last month.",
        "earlier last month",
        "2018-08-01",
        "2018-08-31",
        "2018-08",
    ),
    (
        "2018-09-12",
        "Raids killed nine people this month.",
        "this month",
        "2018-09-01",
        "2018-09-12",
        "2018-09/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people earlier this month.",
        "earlier this month",
        "2018-09-01",
        "2018-09-12",
        "2018-09/2018-09-12",
    ),
    (
        "2018-09-12",
        "Raids killed nine people earlier this year.",
        "earlier this year",
        "2018-01-01",
        "2018-09-12",
        "2018/2018-09-12",
    ),
    ("2018-09-12", "Raids killed nine people this year.", "this year", "2018-01-01", "2018-09-12", "2018/2018-09-12"),
    ("2018-09-12", "Raids killed nine people last year.", "last year", "2017-01-01", "2017-12-31", "2017"),
    ("2018-09-12", "Raids killed nine people two days ago.", "two days ago", "2018-09-10", "2018-09-10", "2018-09-10"),
    (
        "2018-09-12",
        "Raids killed nine people two weeks ago.",
        "two weeks ago",
        "2018-08-29",
        "2018-08-29",
        "2018-08-29~",
    ),
    (
        "2018-09-12",
        "Raids killed nine people three months ago.",
        "three months ago",
        "2018-06-01",
        "2018-06-30",
        "2018-06",
    ),
    ("2018-09-12", "Raids killed nine people five years ago.", "five years ago", "2013-01-01", "2013-12-31", "2013"),
    ("2018-09-12", "Raids killed nine people several days ago.", "several days ago", None, None, None),
    ("2018-09-12", "Raids killed nine people in recent weeks.", "in recent weeks", None, None, None),
    ("2018-09-12", "The ferry sank recently.", "recently", None, None, None),
    ("2018-09-12", "The ferry sank on 26 August 2017.", "on 26 August 2017", "2017-08-26", "2017-08-26", "2017-08-26"),
    (
        "2018-09-12",
        "The ferry sank on August 26, 2017.",
        "on August 26, 2017",
        "2017-08-26",
        "2017-08-26",
        "2017-08-26",
    ),
    ("2018-09-12", "The ferry sank on Aug. 26.", "on Aug. 26", "2018-08-26", "2018-08-26", "2018-08-26"),
    ("2018-09-12", "The ferry sank on 6 October.", "on 6 October", "2017-10-06", "2017-10-06", "2017-10-06"),
    (
        "2018-09-12",
        "The ferry sank on the 3rd of May 2015.",
        "on the 3rd of May 2015",
        "2015-05-03",
        "2015-05-03",
        "2015-05-03",
    ),
    (
        "2018-09-12",
        "The ferry sank on Saturday, 26 August 2017.",
        "on Saturday, 26 August 2017",
        "2017-08-26",
        "2017-08-26",
        "2017-08-26",
    ),
    ("2018-09-12", "The ferry sank on 2018-09-08.", "on 2018-09-08", "2018-09-08", "2018-09-08", "2018-09-08"),
    ("2018-09-12", "The ferry sank on 17/11/2016.", "on 17/11/2016", "2016-11-17", "2016-11-17", "2016-11-17"),
    ("2018-09-12", "The ferry sank on 9/11/2016.", "on 9/11/2016", None, None, None),
    ("2018-09-12", "The ferry sank on 11/25/2016.", "on 11/25/2016", "2016-11-25", "2016-11-25", "2016-11-25"),
    ("2018-09-12", "The ferry sank on 31 February 2016.", "on 31 February 2016", None, None, None),
    ("2018-09-12", "The ferry sank in February.", "in February", "2018-02-01", "2018-02-28", "2018-02"),
    ("2018-09-12", "The ferry sank in October.", "in October", "2017-10-01", "2017-10-31", "2017-10"),
    ("2018-09-12", "The ferry sank in September.", "in September", "2018-09-01", "2018-09-12", "2018-09/2018-09-12"),
    ("2018-09-12", "The ferry sank in April 2018.", "in April 2018", "2018-04-01", "2018-04-30", "2018-04"),
    ("2018-09-12", "The ferry sank in April last year.", "in April last year", "2017-04-01", "2017-04-30", "2017-04"),
    ("2018-09-12", "The ferry sank last April.", "last April", "2018-04-01", "2018-04-30", "2018-04"),
    ("2018-09-12", "The ferry sank last November.", "last November", "2017-11-01", "2017-11-30", "2017-11"),
    ("2018-09-12", "The ferry sank in 2016.", "in 2016", "2016-01-01", "2016-12-31", "2016"),
    ("2018-09-12", "The ferry sank in 2018.", "in 2018", "2018-01-01", "2018-09-12", "2018/2018-09-12"),
    ("2018-09-12", "The ferry sank around 2016.", "around 2016", "2016-01-01", "2016-12-31", "2016~"),
    ("2018-09-12", "The ferry sank before 2016.", "before 2016", None, "2015-12-31", "../2015-12-31"),
    (
        "2018-09-12",
        "The ferry sank in the summer of 2014.",
        "in the summer of 2014",
        "2014-06-01",
        "2014-08-31",
        "2014-06/2014-08",
    ),
    ("2018-09-12", "The ferry sank in autumn 2013.", "in autumn 2013", "2013-09-01", "2013-11-30", "2013-09/2013-11"),
    ("2018-09-12", "The ferry sank last winter.", "last winter", "2017-12-01", "2018-02-28", "2017-12/2018-02"),
    ("2018-09-12", "The ferry sank last summer.", "last summer", "2018-06-01", "2018-08-31", "2018-06/2018-08"),
    ("2018-09-12", "The ferry sank in the 1980s.", "in the 1980s", "1980-01-01", "1989-12-31", "198X"),
    (
        "2018-09-12",
        "The ferry sank in the early 1990s.",
        "in the early 1990s",
        "1990-01-01",
        "1993-12-31",
        "1990~/1993~",
    ),
    ("2018-09-12", "The ferry sank in early 2017.", "in early 2017", "2017-01-01", "2017-04-30", "2017-01~/2017-04~"),
    ("2018-09-12", "The ferry sank in late 2017.", "in late 2017", "2017-09-01", "2017-12-31", "2017-09~/2017-12~"),
    (
        "2018-09-12",
        "The ferry sank in mid-March.",
        "in mid-March",
        "2018-03-10",
        "2018-03-20",
        "2018-03-10~/2018-03-20~",
    ),
    ("2018-09-12", "The ferry sank in mid-2015.", "in mid-2015", "2015-05-01", "2015-08-31", "2015-05~/2015-08~"),
    (
        "2018-09-12",
        "The ferry sank at the end of April.",
        "at the end of April",
        "2018-04-20",
        "2018-04-30",
        "2018-04-20~/2018-04-30~",
    ),
    (
        "2018-09-12",
        "The ferry sank at the beginning of July.",
        "at the beginning of July",
        "2018-07-01",
        "2018-07-10",
        "2018-07-01~/2018-07-10~",
    ),
    (
        "2018-09-12",
        "The town has been shelled since Monday.",
        "since Monday",
        "2018-09-10",
        "2018-09-12",
        "2018-09-10/2018-09-12",
    ),
    (
        "2018-09-12",
        "The town has been shelled since yesterday afternoon.",
        "since yesterday afternoon",
        "2018-09-11",
        "2018-09-12",
        "2018-09-11/2018-09-12",
    ),
    (
        "2018-09-12",
        "The town has been shelled since the beginning of the month.",
        "since the beginning of the month",
        "2018-09-01",
        "2018-09-12",
        "2018-09-01~/2018-09-12",
    ),
    (
        "2018-09-12",
        "The town has been shelled since the start of the year.",
        "since the start of the year",
        "2018-01-01",
        "2018-09-12",
        "2018-01~/2018-09-12",
    ),
    (
        "2018-09-12",
        "The town has been shelled since 2011.",
        "since 2011",
        "2011-01-01",
        "2018-09-12",
        "2011/2018-09-12",
    ),
    (
        "2018-09-12",
        "The town has been shelled since June 2016.",
        "since June 2016",
        "2016-06-01",
        "2018-09-12",
        "2016-06/2018-09-12",
    ),
    (
        "2018-09-12",
        "The town has been shelled since early 2017.",
        "since early 2017",
        "2017-01-01",
        "2018-09-12",
        "2017-01~/2018-09-12",
    ),
    (
        "2018-09-12",
        "Many have fled since the war began in 2011.",
        "since the war began in 2011",
        "2011-01-01",
        "2018-09-12",
        "2011/2018-09-12",
    ),
    ("2018-09-12", "The siege lasted until December 2016.", "until December 2016", None, "2016-12-31", "../2016-12"),
    (
        "2018-09-12",
        "Fighting raged between 19 and 25 August.",
        "between 19 and 25 August",
        "2018-08-19",
        "2018-08-25",
        "2018-08-19/2018-08-25",
    ),
    (
        "2018-09-12",
        "Fighting raged on August 24-26.",
        "on August 24-26",
        "2018-08-24",
        "2018-08-26",
        "2018-08-24/2018-08-26",
    ),
    (
        "2018-09-12",
        "Fighting raged from Tuesday to Thursday.",
        "from Tuesday to Thursday",
        "2018-09-04",
        "2018-09-06",
        "2018-09-04/2018-09-06",
    ),
    (
        "2018-09-12",
        "Fighting raged from 3 August to 9 September.",
        "from 3 August to 9 September",
        "2018-08-03",
        "2018-09-09",
        "2018-08-03/2018-09-09",
    ),
    (
        "2018-09-12",
        "Fighting raged from 3 November to 9 December 2017.",
        "from 3 November to 9 December 2017",
        "2017-11-03",
        "2017-12-09",
        "2017-11-03/2017-12-09",
    ),
    (
        "2018-09-12",
        "Fighting raged between 2011 and 2013.",
        "between 2011 and 2013",
        "2011-01-01",
        "2013-12-31",
        "2011/2013",
    ),
    (
        "2018-09-12",
        "Fighting raged from January to March 2016.",
        "from January to March 2016",
        "2016-01-01",
        "2016-03-31",
        "2016-01/2016-03",
    ),
    (
        "2018-09-12",
        "The army has shelled the valley for more than two months.",
        "for more than two months",
        None,
        "2018-09-12",
        "../2018-09-12",
    ),
    (
        "2018-09-12",
        "For the past week planes have circled over the valley.",
        "For the past week",
        "2018-09-05",
        "2018-09-12",
        "2018-09-05/2018-09-12",
    ),
    ("2018-09-12", "In just eight days 714 shells fell.", "In just eight days", None, None, None),
    (
        "2018-09-12",
        "The blast came on Tuesday at 3 p.m. local time.",
        "on Tuesday at 3 p.m. local time",
        "2018-09-11",
        "2018-09-11",
        "2018-09-11",
    ),
    (
        "2018-09-12",
        "The mine was cleared on the night of 4 June.",
        "of 4 June",
        "2018-06-04",
        "2018-06-04",
        "2018-06-04",
    ),
    ("2018-09-12", "The 2014 siege starved many.", "2014", "2014-01-01", "2014-12-31", "2014"),
    ("2018-09-12", "Monday's raid killed two.", "Monday", "2018-09-10", "2018-09-10", "2018-09-10"),
    ("2018-09-12", "February’s offensive emptied the valley.", "February", "2018-02-01", "2018-02-28", "2018-02"),
    ("2018-09-12", "May: two raids.", "May", "2018-05-01", "2018-05-31", "2018-05"),
    ("2018-09-12", "In May the bridge fell.", "In May", "2018-05-01", "2018-05-31", "2018-05"),
    (None, "A bridge fell on Monday.", "on Monday", None, None, None),
    (None, "A bridge fell yesterday.", "yesterday", None, None, None),
    (None, "A bridge fell in February.", "in February", None, None, None),
    (None, "A bridge fell last year.", "last year", None, None, None),
    (None, "A bridge fell two days ago.", "two days ago", None, None, None),
    (None, "A bridge fell on 3 May 2014.", "on 3 May 2014", "2014-05-03", "2014-05-03", "2014-05-03"),
    (None, "A bridge fell in 2014.", "in 2014", "2014-01-01", "2014-12-31", "2014"),
    (None, "Nothing has moved since 2011.", "since 2011", "2011-01-01", None, "2011/.."),
    (None, "A bridge fell over the past week.", "over the past week", None, None, None),
    ("2018-09-12", "The talks will resume on Friday.", "on Friday", None, None, None),
    (
        "2018-09-12",
        "A bomb went off on 3 May 2014. The next day another did.",
        "The next day",
        "2014-05-04",
        "2014-05-04",
        "2014-05-04",
    ),
    (
        "2018-09-12",
        "A bomb went off on 3 May 2014. Two days later another did.",
        "Two days later",
        "2014-05-05",
        "2014-05-05",
        "2014-05-05",
    ),
    (
        "2018-09-12",
        "A bomb went off on 3 May 2014. A week earlier a depot was robbed.",
        "A week earlier",
        "2014-04-26",
        "2014-04-26",
        "2014-04-26~",
    ),
    (
        "2018-09-12",
        "A bomb went off on 3 May 2014. Minutes later another did.",
        "Minutes later",
        "2014-05-03",
        "2014-05-03",
        "2014-05-03",
    ),
    ("2018-09-12", "A bomb went off on 3 May 2014. Days later the town fell.", "Days later", None, None, None),
    (
        "2018-09-12",
        "A bomb went off on 3 May 2014. On the same day a depot was robbed.",
        "On the same day",
        "2014-05-03",
        "2014-05-03",
        "2014-05-03",
    ),
    (
        "2018-09-12",
        "The clash on 3 May 2014 came a day after gunmen robbed a depot.",
        "a day after",
        "2014-05-02",
        "2014-05-02",
        "2014-05-02",
    ),
    (
        "2018-09-12",
        "Fighting raged from November to February.",
        "from November to February",
        "2017-11-01",
        "2018-02-28",
        "2017-11/2018-02",
    ),
    (
        "2018-09-12",
        "Fighting raged between Friday and Sunday.",
        "between Friday and Sunday",
        "2018-09-07",
        "2018-09-09",
        "2018-09-07/2018-09-09",
    ),
    ("2018-09-12", "A 24-hour truce held.", None, None, None, None),
    (
        "2018-09-12",
        "In May of last year 33 guards were hurt.",
        "In May of last year",
        "2017-05-01",
        "2017-05-31",
        "2017-05",
    ),
    (
        "2018-09-12",
        "Guns fired all night into Thursday.",
        "all night into Thursday",
        "2018-09-05",
        "2018-09-06",
        "2018-09-05/2018-09-06",
    ),
    (
        "2018-09-12",
        "A shell fell in the night to Saturday.",
        "in the night to Saturday",
        "2018-09-07",
        "2018-09-08",
        "2018-09-07/2018-09-08",
    ),
    (
        "2018-09-12",
        "In the second quarter the mission counted nine raids.",
        "In the second quarter",
        "2018-04-01",
        "2018-06-30",
        "2018-04-01/2018-06-30",
    ),
    (
        "2018-09-12",
        "Jets bombed the mill on the 5th and 6th.",
        "on the 5th and 6th",
        "2018-09-05",
        "2018-09-06",
        "2018-09-05/2018-09-06",
    ),
    (
        "2018-09-12",
        "The fishermen seized on the 3rd were let go.",
        "on the 3rd",
        "2018-09-03",
        "2018-09-03",
        "2018-09-03",
    ),
    ("2018-09-12", "The fire began on the 3rd floor.", None, None, None, None),
    ("2018-09-12", "A 7-year-old boy was hurt.", None, None, None, None),
    ("2018-09-12", "They have waited for years.", None, None, None, None),
    ("2018-09-12", "The vote upheld resolution 2254 and resolution 1970.", None, None, None, None),
    ("2018-09-12", "At least 2014 people died.", None, None, None, None),
    ("2018-09-12", "Call 0090 532 2017 for help.", None, None, None, None),
    ("2018-09-12", "They may march to the gate.", None, None, None, None),
    ("2018-09-12", "April Jones was hurt.", None, None, None, None),
    ("2018-09-12", "HAVEN, Sept 11 (Agency) - Two boats sank.", None, None, None, None),
    ("2018-09-12", "Tuesday, 11 September 2018, 16:46", None, None, None, None),
    ("2018-09-12", "He is 34 and earned a second medal.", None, None, None, None),
    ("2018-09-12", "The 1100 pm (2000 GMT) raid hurt two.", None, None, None, None),
]


@pytest.mark.parametrize(("published", "sentence", "text", "start", "end", "edtf"), ROWS)
def test_expression_gives_days_and_edtf(
    published: str | None, sentence: str, text: str | None, start: str | None, end: str | None, edtf: str | None
) -> None:
    found = find_whens(read(sentence, published=published))
    assert (found[-1].text if found else None) == text
    if found:
        assert (_iso(found[-1].start), _iso(found[-1].end), found[-1].edtf) == (start, end, edtf)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("sentence", sorted({row[1] for row in ROWS}))
def test_the_search_for_starts_misses_none(sentence: str) -> None:
    for text in (sentence, sentence.lower(), sentence.upper()):
        starts = {match.start() for match in expressions._start().finditer(text)}
        assert starts >= {m.start() for _, pattern in expressions._patterns() for m in pattern.finditer(text)}


@pytest.mark.parametrize("edtf", sorted({row[5] for row in ROWS if row[5]}))
def test_edtf_is_valid(edtf: str) -> None:
    assert str(parse_edtf(edtf)) == edtf


WORDS = [
    "on",
    "since",
    "the",
    "last",
    "two",
    "days",
    "ago",
    "Monday",
    "May",
    "3",
    "2014",
    "early",
    "until",
    "week",
    "past",
    "and",
    "from",
    "to",
    "31",
    "February",
    "shells",
    "fell",
    "today",
    "later",
    "1980s",
    "mid-",
    "in",
    ".",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([None, "2018-09-12", "2020-02-29"]))
def test_any_words_give_sound_spans(tokens: list[str], published: str | None) -> None:
    document = read(" ".join(tokens), published=published)
    found = find_whens(document)
    assert found == sorted(found, key=lambda w: w.span.start if w.span else 0)
    for when in found:
        assert when.span is not None
        assert when.span.of(document.article.text) == when.text
        assert when.start is None or when.end is None or when.start <= when.end
        if when.edtf:
            parse_edtf(when.edtf)


# Sentence(s), the word that tells the event, the time that belongs to it.
FOR = [
    ("Jets hit the mill on Monday.", "hit", "on Monday"),
    ("On Monday, jets hit the mill.", "hit", "On Monday"),
    ("Nine people died in an attack on Monday.", "attack", "on Monday"),
    ("Jets hit the mill on Monday and the bridge fell on Tuesday.", "hit", "on Monday"),
    ("Jets hit the mill on Monday and the bridge fell on Tuesday.", "fell", "on Tuesday"),
    ("Police said on Tuesday that jets hit the mill on Monday.", "hit", "on Monday"),
    ("Police said on Tuesday that jets hit the mill.", "hit", "on Tuesday"),
    ("Jets hit the mill on Monday, police said on Tuesday.", "hit", "on Monday"),
    ("Jets hit the mill, police said on Tuesday.", "hit", "on Tuesday"),
    ("An attack that killed nine on Monday shook the town.", "attack", "on Monday"),
    ("The guard, who was killed in 2016, had met the mayor on Monday.", "killed", "in 2016"),
    ("Jets hit the mill on Monday, killing nine people.", "killing", "on Monday"),
    ("January: Three raids hurt nine people.", "hurt", "January"),
    ("Four guards were killed when a raid went wrong on Monday.", "killed", "on Monday"),
    ("Nine people were hurt after a bomb went off in the market on Monday.", "hurt", "on Monday"),
    ("It was the deadliest of 31 raids on the town since May.", "raids", "since May"),
    ("Jets hit the mill on 3 May 2014. They also bombed the bridge.", "bombed", "on 3 May 2014"),
    ("Jets hit the mill.", "hit", None),
    ("Jets hit the mill in 2016. A bridge fell.", "fell", None),
    ("The clash on 3 May 2014 came a day after gunmen robbed a depot.", "robbed", "a day after"),
    ("Jets hit the mill on Tuesday. Shells fell on the bridge.", "fell", "on Tuesday"),
    ("Jets hit the mill on Tuesday. Shells had destroyed the bridge.", "destroyed", None),
]


@pytest.mark.parametrize(("text", "word", "expected"), FOR)
def test_time_of_an_event(text: str, word: str, expected: str | None) -> None:
    document = read(text, published="2018-09-12")
    token = next(t for t in document.doc if t.text == word)
    found: When | None = when_for(document, token.i, find_whens(document))
    assert (found.text if found else None) == expected


def test_furniture_and_datelines_give_no_time() -> None:
    assert find_whens(read("HAVEN, Sept 11 (Agency) - Two boats sank.", published="2018-09-12")) == []
