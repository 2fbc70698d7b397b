"""The casualties of one event, told in several sentences: each once, as exactly as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.ids import fold
from kg.model import Casualty, Count, Span

# A person who is named may be told before as one of these.
_PLAIN = frozenset({"people", "civilians", "men", "women"})
_ANYBODY = frozenset({"people", "civilians"})
_FEW = 3  # "some" and "several" are no counts that others could contradict


def join_casualties(told: Sequence[Sequence[Casualty]]) -> tuple[Casualty, ...]:
    """Return the casualties that the members of an event tell, one list per member, each once."""
    out: list[Casualty] = []
    told = _named_once(told)
    for casualty in (c for member in told for c in member):
        if any(_holds(known, casualty) for known in out):
            continue
        same = [k for k, known in enumerate(out) if _comparable(known, casualty)]
        if not any(_says_no_more(casualty.count, out[k].count) for k in same):
            vaguer = [k for k in same if _says_no_more(out[k].count, casualty.count)]
            out = [c for k, c in enumerate(out) if k not in vaguer]
            out.append(casualty)
    out = [c for c in out if not any(_is_told_closer(c, other) for other in out)]
    out = _of_the_counted(_with_names(out, told))
    return tuple(sorted(out, key=lambda c: (c.span or Span(start=0, end=0), c.outcome, c.group, c.name or "")))


def _holds(known: Casualty, casualty: Casualty) -> bool:
    """Tell whether a range told before ("between 12 and 28 civilians") sums up what a source says after it ("22")."""
    count, inner = known.count, casualty.count
    if known.name or casualty.name or casualty.part_of or known.outcome != casualty.outcome:
        return False
    if known.group != casualty.group and not {known.group, casualty.group} <= _ANYBODY:
        return False
    if count.min is None or count.max is None or count.approx or count.min == count.max:
        return False
    low, high = (inner.min, inner.max) if inner.max is not None else (inner.min, inner.min)
    return low is not None and high is not None and count.min <= low and high <= count.max


def _named_once(told: Sequence[Sequence[Casualty]]) -> list[list[Casualty]]:
    """Return the casualties with each person under the longest of their names and the group that says most."""
    named = [[replace(c, name=_full_name(c, member, told)) if c.name else c for c in member] for member in told]
    groups: dict[tuple[str, str | None], str] = {}
    for c in (c for member in named for c in member):
        known = groups.setdefault((c.outcome, c.name), c.group)
        if known in _PLAIN and c.group != "people":
            groups[c.outcome, c.name] = c.group
    return [[replace(c, group=groups[c.outcome, c.name]) if c.name else c for c in member] for member in named]


def _full_name(casualty: Casualty, member: Sequence[Casualty], told: Sequence[Sequence[Casualty]]) -> str:
    """Return the longer name that a person bears in another sentence, their own where there is none or several."""
    own = casualty.name or ""
    if any(_is_part(own, c.name or "") for c in member):
        return own
    fuller = [c for other in told for c in other if _is_part(own, c.name or "")]
    full = max((c.name or "" for c in fuller), key=lambda name: (len(name), name), default=own)
    single = all(c.name == full or _is_part(c.name or "", full) for c in fuller)
    ages = {c.age for c in (casualty, *fuller) if c.age is not None}
    return full if single and len(ages) <= 1 else own


def _is_part(name: str, full: str) -> bool:
    """Tell whether a name is a longer one with words left out: "Samir Haddad" or "Samir" of "Samir Yusuf Haddad".

    Surnames may stand alone, too: "Mendez Prado" and "Mendez" of "Juan Carlos Mendez Prado".
    """
    short, long = fold(name).split(), fold(full).split()
    left = iter(long)
    within = 0 < len(short) < len(long) and all(word in left for word in short)
    return within and (short[0] == long[0] or short in (long[-len(short) :], long[2:][-2:-1]))


def _is_told_closer(casualty: Casualty, other: Casualty) -> bool:
    """Tell whether "two people" of the headline are the two civilians of the text."""
    vague = casualty.group == "people" != other.group and casualty.name is None and casualty.part_of is None
    count, exact = casualty.count, other.count
    alike = (count.min, count.max) == (exact.min, exact.max) or (
        count.min == count.max == exact.min and exact.max is None
    )
    return vague and alike and casualty.outcome == other.outcome and other.name is None and other.part_of is None


def _of_the_counted(casualties: list[Casualty]) -> list[Casualty]:
    """Return the casualties, a person of no told group in that of the one count of all: "three soldiers …: A, B, C"."""
    groups: dict[str, str] = {}
    for outcome in {c.outcome for c in casualties}:
        wholes = [c for c in casualties if c.outcome == outcome and c.name is None and c.part_of is None]
        named = sum(c.outcome == outcome and c.name is not None for c in casualties)
        several = len(wholes) == 1 and wholes[0].count.max != 1
        if several and 0 < named <= (wholes[0].count.max or wholes[0].count.min or 0):
            groups[outcome] = wholes[0].group
    return [
        replace(c, group=groups.get(c.outcome, "people")) if c.name and c.group == "people" else c for c in casualties
    ]


def _with_names(casualties: list[Casualty], told: Sequence[Sequence[Casualty]]) -> list[Casualty]:
    """Return the casualties, "a child was killed" as the one child who is named in another sentence."""
    out = casualties
    for outcome in sorted({c.outcome for c in casualties}):
        mine = [c for c in out if c.outcome == outcome and c.part_of is None]
        named, bare = [c for c in mine if c.name], [c for c in mine if not c.name]
        if len(named) != 1 or len(bare) != 1 or not _is_the_same(bare[0], named[0]):
            continue
        if any(named[0] in member and bare[0] in member for member in told):
            continue  # "a woman and Ali Hassan were killed"
        group = bare[0].group if named[0].group in _PLAIN and bare[0].group != "people" else named[0].group
        out = [replace(c, group=group) if c is named[0] else c for c in out if c is not bare[0]]
    return out


def _is_the_same(bare: Casualty, named: Casualty) -> bool:
    one = bare.count.min == 1 and bare.count.max in (1, None)
    return one and (bare.group == named.group or not {bare.group, named.group}.isdisjoint(_PLAIN))


def _comparable(a: Casualty, b: Casualty) -> bool:
    return (a.outcome, a.group, a.name) == (b.outcome, b.group, b.name)


def _says_no_more(vague: Count, exact: Count) -> bool:
    """Tell whether `vague` holds nothing that `exact` does not already say (its range covers the other's)."""
    if vague.min is not None and vague.min == exact.min and (vague.max is None) != (exact.max is None):
        return exact.max is None  # who says "at least 12" once may say "12" after that, as headlines do
    if vague.max is None and exact.min is not None and _FEW < (vague.min or 0) != exact.min:
        return False  # "at least 22" and "at least 24" are what two sources say
    low = vague.min is None or (exact.min is not None and vague.min <= exact.min)
    high = vague.max is None or (exact.max is not None and vague.max >= exact.max)
    return low and high
