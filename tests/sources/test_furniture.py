from __future__ import annotations

import pytest

from tests.sources.factories import BODY, article, left, marked

HEADLINE = "Depot burns outside Northport after two explosions"
LINES = BODY.split("\n\n")


def page(*parts: str) -> str:
    return "\n\n".join(parts)


@pytest.mark.parametrize(
    "line",
    [
        "Show Comments",
        "2 min read",
        "Read: Minister says the depot was empty",
        "Facebook",
        "Link copied",
        "Portuguese / Spanish / English",
        "Please enter your comment!",
        "This website uses cookies to improve your experience.",
        "Europe & RussiaMiddle EastNewsRussia",
        "The website encountered an unexpected error. Please try again later.",
        "Source: Northport Daily, Agencies",
        "Reporting by Lena Arbid",
        "Advertisement",
        "Subscribe to our newsletter",
        "Loading recommendations...",
        "(Photo Credit: Quay Images)",
        "Contains graphic image",
        "© 2019 Northport Daily. All rights reserved.",
    ],
)
def test_a_line_of_the_page_is_marked(line: str) -> None:
    text = page(HEADLINE, LINES[0], line, *LINES[1:])
    assert marked(text) == [line]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("Prev Post", "Mayor visits the quay", "Next Post", "Port to reopen on Monday…"), "post navigation"),
        (("Related Articles", "Is the port safe at all?", "Mayor visits the quay", "Northport", "Fires"), "a question"),
        (("Tags", "Northport", "Fires", "More In News", "Talks on harbour dues fail"), "two cues in a row"),
        (("OPINION", "LATEST NEWS", "Ports", "Shipping", "LIFESTYLE", "Languages", "Kurdî"), "a menu"),
        (
            (
                "Mayor visits the quay once more",
                "Talks on harbour dues fail again",
                "Port to reopen on Monday, says mayor",
            ),
            "titles below the last sentence with no cue",
        ),
        (
            (
                "Mayor visits the quay once more",
                "Sep 8, 3:59 PM",
                "Talks on harbour dues fail again",
                "22 hours ago",
                "Port to reopen on Monday, says mayor",
                "Live blog",
            ),
            "titles with the hour of each",
        ),
        (("Read Next", "Mayor visits the quay " + "and another quay " * 12 + "and goes home"), "a very long title"),
    ],
)
def test_what_follows_a_cue_is_marked_to_the_end_of_the_list(lines: tuple[str, ...], why: str) -> None:
    text = page(HEADLINE, BODY, *lines)
    assert left(text) == [HEADLINE, *LINES], why


def test_a_list_inside_the_text_ends_at_the_next_sentence() -> None:
    text = page("Date:", HEADLINE, "Related News", "Mayor visits the quay", "Port to reopen on Monday", BODY)
    assert left(text) == [HEADLINE, *LINES]


def test_a_menu_above_the_headline_is_told_by_the_list_that_repeats_it() -> None:
    stories = [f"{name} asks for a new quay and a crane" for name in ("Easton", "Weston", "Norton", "Sutton", "Milton")]
    text = page(
        *stories, "Talks on harbour dues fail", "Language", "KURDÎ", "ENGLISH", "SPANISH", "RUSSIAN", HEADLINE, BODY,
        "Editors' Picks", *(story[:30] + "..." for story in stories),
    )  # fmt: skip
    assert left(text) == [HEADLINE, *LINES]


def test_a_long_run_of_titles_beside_a_menu_is_marked() -> None:
    stories = [
        f"{name} asks for a quay" for name in ("Easton", "Weston", "Norton", "Sutton", "Milton", "Hatton", "Acton")
    ]
    text = page(*stories, "Talks on harbour dues fail", "Language", "KURDÎ", "ENGLISH", HEADLINE, BODY)
    assert left(text) == [HEADLINE, *LINES]


def test_a_second_print_is_marked_and_the_first_is_kept() -> None:
    text = page(HEADLINE, HEADLINE, BODY, "Home News Ports " + HEADLINE, LINES[0])
    assert left(text) == [HEADLINE, *LINES]


def test_a_lead_that_runs_on_twice_is_kept_once() -> None:
    assert " ".join(left(f"{LINES[0]} {LINES[0]} {LINES[1]}")).split() == f"{LINES[0]} {LINES[1]}".split()


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Smoke rises over the depot [Lena Arbid/Northport Agency]", " [Lena Arbid/Northport Agency]"),
        ("Smoke rises over the depot [AFP]", " [AFP]"),
        ("The quay was quiet at noon, he said. (Source: Northport Daily)", " (Source: Northport Daily)"),
        ("NORTHPORT, Sylvania (Daily News) – The depot burned for a day.", "NORTHPORT, Sylvania (Daily News) – "),
        ("NORTHPORT — The depot burned for a whole day.", "NORTHPORT — "),
        ("NORTHPORT (AP) — The depot burned for a whole day.", "NORTHPORT (AP) — "),
    ],
)
def test_a_credit_is_marked_and_its_caption_stays(line: str, part: str) -> None:
    text = page(HEADLINE, line, BODY)
    assert marked(text) == [part]


@pytest.mark.parametrize(
    "line",
    [
        "SNHR – a monitor based in Northport – said the depot burned.",
        "Children among the dead: Lena, 6; Omar, 9",
        "• May: Two attacks.",
        "Dina Osman (6)",
        "US forces join the search for the crew of the tug",
        "The wounded, who were taken to the hospital in Easton, are as follows:",
        "“Read this letter to the town”, the mayor said.",
        "More than ten houses burned down.",
        "Share prices fell after the fire.",
        "“We will follow the case to the end,” he wrote on Twitter.",
        "World leaders condemned the attack on the port.",
        "The clash between them (PKK/YPG) and the others",
    ],
)
def test_a_sentence_of_the_article_is_never_marked(line: str) -> None:
    text = page(HEADLINE, LINES[0], line, *LINES[1:])
    assert line in left(text)


def test_a_list_of_victims_below_the_text_stays() -> None:
    victims = ("Dina Osman (6)", "Omar Said (7)", "Lena Arbid, a nurse from Easton town")
    assert left(page(HEADLINE, BODY, "The injured are as follows:", *victims))[-3:] == list(victims)


def test_wrapped_lines_are_not_taken_for_titles() -> None:
    text = "Fire broke out in the depot outside Northport\nafter two explosions and burned down nine houses\n" * 4
    assert marked(text) == []


def test_the_first_line_may_look_like_a_pointer() -> None:
    text = page("Video: Depot burns outside Northport", BODY)
    assert marked(text) == []
    headline = article(text).headline
    assert headline is not None
    assert headline.value == "Video: Depot burns outside Northport"


def test_encoded_data_are_marked() -> None:
    data = "A9+/" * 100
    assert marked(page(HEADLINE, BODY + " " + data)) == [data]


def test_each_mark_names_its_rule() -> None:
    text = page(HEADLINE, BODY, "Show Comments", "Related Articles", "Mayor visits the quay")
    assert [item.reason for item in article(text).furniture] == ["line:comment-form", "list:related", "after:related"]
