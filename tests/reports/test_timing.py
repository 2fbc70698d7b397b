"""The time of an event: a sentence with its *event word*, read on one day → first and last day."""

from __future__ import annotations

from datetime import date

import pytest

from kg.reports.when import find_whens, when_for
from tests.reports.articles import read

_WEDNESDAY = "2022-03-16"

# None, None: no time, or one that nobody can reckon.
ROWS: list[tuple[str | None, str, str | None, str | None]] = [
    (_WEDNESDAY, "A shell *hit* a nine-storey building overnight on Sunday.", "2022-03-13", "2022-03-13"),
    (_WEDNESDAY, "A shell *hit* a nine-storey building overnight into Monday.", "2022-03-13", "2022-03-14"),
    (_WEDNESDAY, "A shell *hit* a nine-storey building overnight from Sunday to Monday.", "2022-03-13", "2022-03-14"),
    (_WEDNESDAY, "A shell *hit* a nine-storey building overnight Saturday to Sunday.", "2022-03-12", "2022-03-13"),
    (_WEDNESDAY, "A shell *hit* a nine-storey building overnight.", "2022-03-15", "2022-03-16"),
    (_WEDNESDAY, "Shells *hit* the town on Monday and Tuesday.", "2022-03-14", "2022-03-15"),
    (_WEDNESDAY, "Shells *hit* the town both on Monday and on Tuesday.", "2022-03-14", "2022-03-15"),
    (_WEDNESDAY, "Shells *hit* the town between 3 and 5 March.", "2022-03-03", "2022-03-05"),
    (_WEDNESDAY, "Between March 3 and 5, shells *hit* the town nine times.", "2022-03-03", "2022-03-05"),
    (_WEDNESDAY, "Between 28 February and 5 March, shells *hit* the town nine times.", "2022-02-28", "2022-03-05"),
    (_WEDNESDAY, "From March 12 through March 14, shells *hit* the town nine times.", "2022-03-12", "2022-03-14"),
    (_WEDNESDAY, "Between January and March, snipers *killed* eleven people.", "2022-01-01", "2022-03-16"),
    (_WEDNESDAY, "Between 2014 and 2021 shelling *killed* more than 3,000 civilians.", "2014-01-01", "2021-12-31"),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on Friday last week.",
        "2022-03-11",
        "2022-03-11",
    ),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on Wednesday last week.",
        "2022-03-09",
        "2022-03-09",
    ),
    (_WEDNESDAY, "A car bomb *exploded* outside the police headquarters on 13/02/2022.", "2022-02-13", "2022-02-13"),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on the 13th of February.",
        "2022-02-13",
        "2022-02-13",
    ),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on the 13th of this month.",
        "2022-03-13",
        "2022-03-13",
    ),
    (_WEDNESDAY, "A car bomb *exploded* outside the police headquarters on the 10th.", "2022-03-10", "2022-03-10"),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on the first day of February.",
        "2022-02-01",
        "2022-02-01",
    ),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on New Year's Eve.",
        "2021-12-31",
        "2021-12-31",
    ),
    (_WEDNESDAY, "A car bomb *exploded* outside the police headquarters on Christmas Day.", "2021-12-25", "2021-12-25"),
    (
        _WEDNESDAY,
        "A car bomb *exploded* outside the police headquarters on New Year's Day 2017.",
        "2017-01-01",
        "2017-01-01",
    ),
    (_WEDNESDAY, "The weekend *attack* killed nine people.", "2022-03-12", "2022-03-13"),
    (_WEDNESDAY, "Nine people were *killed* over the weekend.", "2022-03-12", "2022-03-13"),
    (_WEDNESDAY, "Nine people were *killed* at the weekend.", "2022-03-12", "2022-03-13"),
    (_WEDNESDAY, "Nine people were *killed* in the past 24 hours.", "2022-03-15", "2022-03-16"),
    (_WEDNESDAY, "Nine people were *killed* in the last week.", "2022-03-09", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* so far this year.", "2022-01-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* so far this month.", "2022-03-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since Monday.", "2022-03-14", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since last Monday.", "2022-03-14", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the beginning of the month.", "2022-03-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the start of the year.", "2022-01-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the start of 2022.", "2022-01-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since early February.", "2022-02-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since mid-February.", "2022-02-10", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the end of February.", "2022-02-20", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since last week.", "2022-03-07", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since last month.", "2022-02-01", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since yesterday.", "2022-03-15", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since Tuesday morning.", "2022-03-15", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since February 24.", "2022-02-24", "2022-03-16"),
    (
        _WEDNESDAY,
        "Nine people have been *killed* since Russia invaded Ukraine on February 24.",
        "2022-02-24",
        "2022-03-16",
    ),
    (_WEDNESDAY, "Nine people have been *killed* since the invasion began on February 24.", "2022-02-24", "2022-03-16"),
    (
        _WEDNESDAY,
        "Nine people have been *killed* since the start of the invasion on 24 February.",
        "2022-02-24",
        "2022-03-16",
    ),
    (_WEDNESDAY, "Nine people have been *killed* since the war began.", None, "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the start of the war.", None, "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the war began three weeks ago.", "2022-02-23", "2022-03-16"),
    (_WEDNESDAY, "Nine people have been *killed* since the war erupted in 2014.", "2014-01-01", "2022-03-16"),
    (_WEDNESDAY, "Since 2014, nine people have been *killed* there.", "2014-01-01", "2022-03-16"),
    (_WEDNESDAY, "Since then, nine people have been *killed* there.", None, "2022-03-16"),
    (
        _WEDNESDAY,
        "More than 10,000 people have *died* since fighting broke out in the region eight years ago.",
        "2014-01-01",
        "2022-03-16",
    ),
    (
        _WEDNESDAY,
        "More than 10,000 people have been *killed* in the conflict, which erupted in April 2014.",
        "2014-04-01",
        "2022-03-16",
    ),
    (
        _WEDNESDAY,
        "The conflict has *killed* more than 10,000 people since it erupted in April 2014.",
        "2014-04-01",
        "2022-03-16",
    ),
    (
        _WEDNESDAY,
        "Fighting has *killed* at least 40 people since Friday, the UN said on Wednesday.",
        "2022-03-11",
        "2022-03-16",
    ),
    (_WEDNESDAY, "As of Monday, at least 40 people had been *killed* in the fighting.", None, "2022-03-14"),
    (_WEDNESDAY, "As of March 14, the office had recorded 636 civilians *killed*.", None, "2022-03-14"),
    (
        _WEDNESDAY,
        "Between 24 February and midnight on 14 March, the office recorded 636 civilians *killed*.",
        "2022-02-24",
        "2022-03-14",
    ),
    (_WEDNESDAY, "Artillery *pounded* the town for a third straight day on Wednesday.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "Artillery has been *pounding* the town for weeks.", None, "2022-03-16"),
    (_WEDNESDAY, "The offensive, launched on 6 January, has *displaced* thousands.", "2022-01-06", "2022-03-16"),
    (_WEDNESDAY, "The governor said on Tuesday that nine people were *killed* on Monday.", "2022-03-14", "2022-03-14"),
    (
        _WEDNESDAY,
        "The governor said Tuesday that shelling overnight had *killed* nine people.",
        "2022-03-14",
        "2022-03-15",
    ),
    (
        _WEDNESDAY,
        '"Nine people were *killed* last night," the governor wrote on Telegram on Tuesday.',
        "2022-03-14",
        "2022-03-14",
    ),
    (_WEDNESDAY, "The drone *hit* the depot one day before the talks on 5 March.", "2022-03-04", "2022-03-04"),
    (_WEDNESDAY, "The man, who was arrested in 2019, was *killed* on Monday.", "2022-03-14", "2022-03-14"),
    (
        _WEDNESDAY,
        "The village, which was captured by separatists in 2014, was *shelled* on Monday.",
        "2022-03-14",
        "2022-03-14",
    ),
    (_WEDNESDAY, "During January and February, snipers *killed* 40 people.", "2022-01-01", "2022-02-28"),
    (_WEDNESDAY, "In January and February 2021 snipers *killed* 40 people.", "2021-01-01", "2021-02-28"),
    (_WEDNESDAY, "In the first quarter of 2019, snipers *killed* 40 people.", "2019-01-01", "2019-03-31"),
    (_WEDNESDAY, "In the last quarter of 2019, snipers *killed* 40 people.", "2019-10-01", "2019-12-31"),
    (_WEDNESDAY, "In the first three months of 2019, snipers *killed* 40 people.", "2019-01-01", "2019-03-31"),
    (_WEDNESDAY, "In the first two weeks of March, snipers *killed* 40 people.", "2022-03-01", "2022-03-14"),
    (_WEDNESDAY, "In the first week of March, snipers *killed* 40 people.", "2022-03-01", "2022-03-07"),
    (_WEDNESDAY, "In the last week of February, snipers *killed* 40 people.", "2022-02-22", "2022-02-28"),
    (_WEDNESDAY, "In the first 10 days of March, snipers *killed* 40 people.", "2022-03-01", "2022-03-10"),
    (_WEDNESDAY, "In the week ending 13 March, snipers *killed* 40 people.", "2022-03-07", "2022-03-13"),
    (_WEDNESDAY, "In the seven days to 13 March, snipers *killed* 40 people.", "2022-03-07", "2022-03-13"),
    (_WEDNESDAY, "On 30 May and 2 June 2014 the army *shelled* the airport.", "2014-05-30", "2014-06-02"),
    (_WEDNESDAY, "Since this morning, the army has been *shelling* the airport.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "A short while ago, the army *shelled* the airport.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "Minutes ago, the army *shelled* the airport.", "2022-03-16", "2022-03-16"),
    (
        _WEDNESDAY,
        "Pro-government forces *took* the town in the night from Monday to Tuesday.",
        "2022-03-14",
        "2022-03-15",
    ),
    (_WEDNESDAY, "Pro-government forces *took* the town on Monday night into Tuesday.", "2022-03-14", "2022-03-15"),
    (_WEDNESDAY, "The *blast*, the third since Sunday, killed nobody.", None, None),
    (_WEDNESDAY, "The mayor was *abducted* on March 11 and released five days later.", "2022-03-11", "2022-03-11"),
    (_WEDNESDAY, "The mayor was abducted on March 11 and *released* five days later.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "The mayor was abducted on March 11 and *released* the next day.", "2022-03-12", "2022-03-12"),
    (_WEDNESDAY, "On the first day of the invasion, troops *entered* the town.", None, None),
    (
        _WEDNESDAY,
        "On February 24, the first day of the invasion, troops *entered* the town.",
        "2022-02-24",
        "2022-02-24",
    ),
    (
        _WEDNESDAY,
        "The ceasefire, which took effect on 1 March, was violated when rebels *fired* at a post.",
        None,
        None,
    ),
    (_WEDNESDAY, "A video posted on Tuesday showed shells *hitting* the town.", "2022-03-15", "2022-03-15"),
    (_WEDNESDAY, "Clashes *erupted* Saturday between the army and the paramilitary force.", "2022-03-12", "2022-03-12"),
    (
        _WEDNESDAY,
        "Clashes have *continued* since Saturday between the army and the paramilitary force.",
        "2022-03-12",
        "2022-03-16",
    ),
    (
        _WEDNESDAY,
        "Clashes between the army and the paramilitary force *entered* a fifth day on Wednesday.",
        "2022-03-16",
        "2022-03-16",
    ),
    (_WEDNESDAY, "The 2008-2009 *war* killed hundreds.", "2008-01-01", "2009-12-31"),
    (_WEDNESDAY, "The 1992–95 *war* killed hundreds.", "1992-01-01", "1995-12-31"),
    (None, "Rockets have hit the mall since 2019, and one *killed* a guard in May 2020.", "2020-05-01", "2020-05-31"),
    (None, "Nine people have been *killed* since 2019.", "2019-01-01", None),
    (_WEDNESDAY, "Rebels *ambushed* a convoy on 03/04/2022.", "2022-03-04", "2022-03-04"),
    (
        _WEDNESDAY,
        "30 people were *killed* in an attack on a village on Thursday, the deadliest since 2019.",
        "2022-03-10",
        "2022-03-10",
    ),
    (_WEDNESDAY, "30 people were *killed* in the deadliest attack since 2019.", None, None),
    (_WEDNESDAY, "It was the deadliest *attack* in the province since January.", None, None),
    (_WEDNESDAY, "It was the second such *attack* this month.", None, None),
    (_WEDNESDAY, "It was the second such *attack* in three days.", None, None),
    (_WEDNESDAY, "Soldiers *arrested* 30 men between Friday and Sunday.", "2022-03-11", "2022-03-13"),
    (_WEDNESDAY, "Soldiers *arrested* 30 men on Friday, Saturday and Sunday.", "2022-03-11", "2022-03-13"),
    (_WEDNESDAY, "Soldiers *arrested* 30 men on 3, 4 and 5 March.", "2022-03-03", "2022-03-05"),
    (_WEDNESDAY, "Soldiers *arrested* 30 men on March 3, 4 and 5.", "2022-03-03", "2022-03-05"),
    (_WEDNESDAY, "Activists have just reported that shells *hit* Bardere.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "Residents reported heavy *shelling* of Kadugli since dawn.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "Two boys were *wounded* in Taiz in the past few hours.", "2022-03-16", "2022-03-16"),
    (_WEDNESDAY, "Following an offensive in October 2019, the sides *signed* two truces.", None, None),
    (_WEDNESDAY, "On March 17, 2022, the army *fired* two rockets at a house.", "2022-03-17", "2022-03-17"),
]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(("published", "marked", "start", "end"), ROWS)
def test_days_of_an_event(published: str | None, marked: str, start: str | None, end: str | None) -> None:
    document = read(marked.replace("*", ""), published=published)
    token = next(t for t in document.doc if t.idx <= marked.index("*") < t.idx + len(t))
    found = when_for(document, token.i, find_whens(document))
    assert (_iso(found.start if found else None), _iso(found.end if found else None)) == (start, end)


def test_since_then_begins_on_the_day_told_before() -> None:
    text = "Fighting erupted in Khartoum on Saturday. At least 330 people have been killed since then."
    document = read(text, published="2023-04-20")
    killed = next(t for t in document.doc if t.text == "killed")
    found = when_for(document, killed.i, find_whens(document))
    assert found is not None
    assert (_iso(found.start), _iso(found.end)) == ("2023-04-15", "2023-04-20")


def test_since_an_event_begins_on_its_day() -> None:
    text = "The army seized power in a coup on February 1. More than 860 people have been killed since the coup."
    document = read(text, published="2021-06-14")
    killed = next(t for t in document.doc if t.text == "killed")
    found = when_for(document, killed.i, find_whens(document))
    assert found is not None
    assert (_iso(found.start), _iso(found.end)) == ("2021-02-01", "2021-06-14")
