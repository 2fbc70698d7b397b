"""One event or a total over many? Strikes over a window or several places, running counts, whole campaigns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from kg import lexicon
from kg.model import Count, Mention, Place, When
from kg.reports.expressions import words
from kg.reports.happenings import Happening
from kg.reports.incidents import is_repeated, is_spread
from kg.reports.links import Trigger
from kg.reports.scene import place_of

BREAKDOWN, CARRIED_WINDOW = "toll:breakdown", "carry:window"
WIDE = frozenset({"admin", "area", "country"})
# A month or more of deaths, no attack among them told, is a sum; so is a displacement of a whole population.
MONTH, EXODUS = 20, 10_000
# More dead than one attack leaves but seldom.
MASS_DEATH = 200
# So many towns are hit by several strikes, whatever the words say.
SEVERAL_PLACES = 3
_WEEK = 6  # days from the first to the last of a week
_MANY_A_DAY = 80  # more people than most attacks kill
_ACTS = frozenset({"agreement", "meeting"})  # each is one act, however long it holds


@lru_cache(maxsize=256)  # it is asked anew of each pair
def is_total(happening: Happening) -> bool:
    """Tell whether a happening is a total over many events: a running toll, strikes over a window or several places."""
    if happening.category in _ACTS:
        return False
    if is_sum(happening) or _is_exodus(happening) or BREAKDOWN in happening.rules or _is_mass_death(happening):
        return True
    if happening.category == "violence" and (_is_running(happening.when) or _is_repeated(happening)):
        return True
    if any(is_spread(t.token) for t in happening.triggers):
        return True
    many = (happening.count.min or 1) > 1
    wide = any(is_wide(p) for p in happening.places)
    return many and (is_window(happening.when) or wide or len(happening.places) > 1)


def _is_repeated(happening: Happening) -> bool:
    return any(is_repeated(t.token) for t in happening.triggers if not t.is_harm)


def is_sum(happening: Happening) -> bool:
    """Tell whether people are counted over a span of time: "261 died in August", "1,800 killed since April"."""
    if not _counts_several(happening):
        return False
    if _is_spanned(happening) or CARRIED_WINDOW in happening.rules or _is_told_stretch(happening.when):
        return True
    placed = not all(is_wide(p) for p in happening.places)
    rising = any(t.cumulative for t in happening.tolls) and bool(happening.places)
    return not placed and (rising or (_only_harm(happening) and _days(happening.when) >= MONTH))


def _counts_several(happening: Happening) -> bool:
    """Tell whether more than one is counted: "one has since died" sums up nothing."""
    return any(c.count.max != 1 for t in happening.tolls for c in t.casualties)


def _is_spanned(happening: Happening) -> bool:
    """Tell whether people are counted over a span, not at what happened on one day: "60 bodies were dug out since"."""
    spanning = [c for t in happening.tolls if t.spanning for c in t.casualties]
    if not _on_one_day(happening.when):
        return bool(spanning)
    return max((c.count.min or c.count.max or 0 for c in spanning), default=0) >= _MANY_A_DAY


def is_toll_of_a_war(happening: Happening) -> bool:
    """Tell whether people are counted over a stretch of time, or more than one attack kills."""
    return any(t.spanning for t in happening.tolls) or _is_mass_death(happening)


def is_wide(place: Mention) -> bool:
    """Tell whether a place is more than a town: an area, a province, a country."""
    return place_of(place).precision in WIDE


def _only_harm(happening: Happening) -> bool:
    return all(t.is_harm for t in happening.triggers)


def _is_exodus(happening: Happening) -> bool:
    if happening.category != "displacement":
        return False
    low = [c.count.min or c.count.max or 0 for t in happening.tolls for c in t.casualties]
    return max(low, default=0) >= EXODUS


def _is_mass_death(happening: Happening) -> bool:
    """Tell whether more were killed than one attack kills but seldom."""
    killed = [c for t in happening.tolls if t.outcome == "killed" for c in t.casualties]
    return max((c.count.min or c.count.max or 0 for c in killed), default=0) >= MASS_DEATH


def is_campaign(happening: Happening) -> bool:
    """Tell whether a happening is bombardment or fighting of a whole area on no one day, its dead not counted."""
    if happening.category != "violence" or not happening.places or not is_coarse(happening.places):
        return False
    if _on_one_day(happening.when):
        return False
    return _is_stretch(happening.when) or (not happening.tolls and any(_is_mass(t) for t in happening.triggers))


def is_aggregate(members: Sequence[Happening], *, count: Count, places: int) -> bool:
    """Tell whether a report is a total: a member is one, or its incidents lie in several places or in none told.

    "Shelling of the province" is a headline of one event where its sentences tell the town.
    """
    if any(is_total(m) for m in members):
        return True
    if any(is_campaign(m) for m in members) and all(is_coarse(m.places) for m in members):
        return True
    violent = all(m.category == "violence" for m in members)
    if violent and places >= SEVERAL_PLACES and not any(m.type == "Clash" for m in members):
        return True
    many = (count.min or 1) > 1 and not any(m.category in _ACTS for m in members)
    return many and places == 0 and not any(_on_one_day(m.when) for m in members)


def _on_one_day(when: When | None) -> bool:
    return when is not None and when.start is not None and when.start == when.end


def is_coarse(places: Sequence[Mention]) -> bool:
    """Tell whether places are all wide enough to hold a village told elsewhere."""
    return all(_may_hold_another(place_of(p)) for p in places)


def _may_hold_another(place: Place) -> bool:
    """Tell whether a place is wide enough to hold a village told elsewhere: a province, not "the Karma area"."""
    if place.precision != "area":
        return place.precision in ("admin", "country", "near")
    if place.id is None:
        return any(word.islower() for word in place.name.split())
    return re.fullmatch(r"geonames-\d+(-area)?", place.id) is None


def _days(when: When | None) -> int:
    if when is None or (when.start is None and when.end is None):
        return 0
    return MONTH if when.start is None or when.end is None else (when.end - when.start).days


def _is_stretch(when: When | None) -> bool:
    """Tell whether a time is told as a stretch ("since May"), not as a month or year that holds a day."""
    return is_window(when) and when is not None and (when.edtf is None or "/" in when.edtf)


def _is_running(when: When | None) -> bool:
    """Tell whether a time is told as one that goes on or went on: "since then", "for two months", "until May"."""
    if when is None or not (when.start or when.end):
        return False
    first = when.text.lower().split()[:1]
    since = bool(first and first[0] in words("since")) and not _on_one_day(when)
    return when.start is None or when.end is None or since


def _is_told_stretch(when: When | None) -> bool:
    """Tell whether a time is told from its first to its last day, or as weeks on end."""
    if when is None or when.start is None or when.end is None or (when.end - when.start).days < 2:
        return False
    told = when.text.lower().split()
    lately = bool(words("through").keys() & told[:1] and words("past").keys() & told)
    return told[:1] == ["between"] or (lately and (when.end - when.start).days >= _WEEK)


def is_window(when: When | None) -> bool:
    """Tell whether a time is a stretch of days, not one."""
    if when is None:
        return False
    if when.start is None and when.end is None:
        told = when.text.lower().split()
        return bool((words("since") | words("through")).keys() & told[:1] or words("recent").keys() & told)
    return when.start is None or when.end is None or (when.end - when.start).days >= 2


@cache
def _mass_words() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "mass")


def _is_mass(trigger: Trigger) -> bool:
    """Tell whether an event noun names no single act ("bombardment", "fighting")."""
    token = trigger.token
    counted = any(c.lower_ in ("a", "an", "one", "another") for c in token.children if c.dep_ == "det")
    return trigger.frame.pos == "NOUN" and token.lemma_.lower() in _mass_words() and not counted
