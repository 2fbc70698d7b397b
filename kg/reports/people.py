"""What it takes to count people: their noun phrase as a value, the word lists, ages and shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from kg import lexicon
from kg.model import SOME, Count
from kg.reports.numbers import Number, find_numbers, read_count

_LONGEST = 5  # words of the longest entry of victim_words
_ADULT, _OLD = 18, 70
_OLDEST = 110
_UNITS = ("-", "–", "year", "years", "month", "months", "yr", "yrs")  # what stands before the "old" of an age
_NUMERAL = r"(?:\d{1,3}|[a-z]+(?:-[a-z]+)?)"
_AGE_BEFORE = re.compile(rf"\b({_NUMERAL})[-– ]?(year|month|week|day)s?[-– ]old\b", re.IGNORECASE)
_AGE_APART = re.compile(rf"\s*,\s*an?\s+({_NUMERAL})[-– ]?(year|month|week|day)s?[-– ]old\b", re.IGNORECASE)
_AGE_AFTER = re.compile(
    r"\s*(?:,\s*|\(\s*|\s)(?:(?:aged?(?: of)?\s+)(?P<a>\d{1,3})\b|(?P<b>\d{1,3})(?=\s*(?:[,);.]|\n|$))"
    r"|(?P<c>\d{1,3})[- ](?P<unit>year|month)s?(?:[- ](?:old|of age))?\b|(?:was|is) (?P<d>\d{1,3})\b)",
    re.IGNORECASE,
)
# Groups that a child's age and an old one overrule.
_PLAIN = frozenset({"people", "civilians", "women", "men"})


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """A noun phrase that stands for people: tokens [start, end) around `head`."""

    head: int
    start: int
    end: int
    count: Count
    group: str
    name: str | None = None
    age: str | None = None
    other: bool = False  # "four others", a bare "12": the group is that of the count before
    definite: bool = False
    counted: bool = False  # a number, "a" or a name tells how many
    none: bool = False  # "no casualties"
    pool: tuple[People, ...] = ()  # the groups that share one number: "20 women and children"


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[str, str]]:
    rows = lexicon.table("victim_words", columns=("word", "group", "kind"))
    return {tuple(r["word"].split()): (r["group"], r["kind"]) for r in rows}


@cache
def _last_words() -> frozenset[str]:
    return frozenset(words[-1] for words in _lexicon())


@cache
def demonyms() -> frozenset[str]:
    """Return the names of peoples in lower case."""
    return frozenset(r["form"].lower() for r in lexicon.table("demonyms") if r["kind"] == "demonym")


@cache
def body_groups() -> dict[str, str]:
    """Return the group that members of a known body belong to, by the body's names in lower case."""
    kinds = {r["kind"]: r["group"] for r in lexicon.table("victim_bodies", columns=("kind", "group"))}
    return {n.lower(): kinds[b.kind] for b in lexicon.bodies() if b.kind in kinds for n in (*b.names, *b.loaded)}


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(words[0][1:] for words, (_, kind) in _lexicon().items() if kind == "suffix")


def is_personal(token: Token) -> bool:
    """Tell whether a noun that no list knows is formed as nouns for people are ("smuggler", "herdswoman")."""
    return len(token.lemma_) > 4 and token.lemma_.lower().endswith(_suffixes())


def lexical(doc: Doc, i: int, first: int) -> tuple[str, str, int] | None:
    """Return (group, kind, start) of the longest entry of the word list that ends at token `i`."""
    if _last_words().isdisjoint((doc[i].lemma_.lower(), doc[i].lower_)):
        return None
    table = _lexicon()
    for size in range(min(_LONGEST, i - first + 1), 0, -1):
        words = doc[i - size + 1 : i + 1]
        if words[0].lower_ == "old" and i >= size and doc[i - size].lower_ in _UNITS:
            continue  # "a 30 year old man" is no old man
        for key in (tuple(t.lemma_.lower() for t in words), tuple(t.lower_ for t in words), _last_lemma(words)):
            if key in table:
                return (*table[key], i - size + 1)
    return None


def _last_lemma(words: Span) -> tuple[str, ...]:
    *rest, last = words
    return (*(t.lower_ for t in rest), last.lemma_.lower())


def sentence_numbers(doc: Doc) -> dict[int, Number]:
    """Return the numbers of a document by every token they cover, core and hedges, in document offsets."""
    out: dict[int, Number] = {}
    for sentence in doc.sents:
        for n in find_numbers([t.text for t in sentence]):
            shifted = _shift(n, sentence.start)
            if _is_age(doc, shifted):
                continue
            out |= dict.fromkeys(range(shifted.start, shifted.end), shifted)
    return out


def _is_age(doc: Doc, n: Number) -> bool:
    """Tell whether a bare number between commas or brackets behind a person is an age ("a man, 58, was killed")."""
    if n.end - n.start != 1 or n.start < 2 or n.end >= len(doc) or not doc[n.start].text.isdigit():
        return False
    apart = (doc[n.start - 1].text, doc[n.end].text) in ((",", ","), ("(", ")"), (",", "."), (",", ";"), (",", "and"))
    return apart and n.count.max is not None and n.count.max < _OLDEST and _is_one_person(doc[n.start - 2])


def _is_one_person(token: Token) -> bool:
    if token.ent_type_ in ("PER", "PERSON"):
        return True
    found = lexical(token.doc, token.i, token.i)
    return found is not None and found[1] == "person" and token.tag_ in ("NN", "NNP")


def _shift(n: Number, by: int) -> Number:
    return Number(
        start=n.start + by,
        end=n.end + by,
        core_start=n.core_start + by,
        core_end=n.core_end + by,
        count=n.count,
        vague=n.vague,
    )


def clean_name(name: Span) -> str:
    """Return a personal name without quotes and brackets around it."""
    return name.text.strip("“”\"'‘’() ")


def find_age(doc: Doc, start: int, end: int, *, text: str) -> str | None:
    """Return the age told in the phrase [start, end) or right behind it: "34", "8 months"; `text` is the document's."""
    before = _AGE_BEFORE.search(doc[start:end].text) or _AGE_APART.match(text, doc[end - 1].idx + len(doc[end - 1]))
    if before:
        return _age_text(before[1], before[2])
    after = _AGE_AFTER.match(text, doc[end - 1].idx + len(doc[end - 1]))
    return _age_text(after["a"] or after["b"] or after["c"] or after["d"], after["unit"] or "year") if after else None


def _age_text(number: str, unit: str) -> str:
    if not number.isdigit():  # "a sixty-year-old man"
        told = read_count(re.split(r"(-)", number))
        number = str(told.min) if told is not None and told.min is not None else number
    return number if unit.lower() == "year" else f"{number} {unit.lower()}s"


def by_age(group: str, age: str | None) -> str:
    """Call somebody of under 18 a child, of 70 or more elderly, where the words tell no other group."""
    if age is None or group not in _PLAIN:
        return group
    if not age.isdigit() or int(age) < _ADULT:
        return "children"
    return "elderly" if int(age) >= _OLD else group


def majority(count: Count) -> Count:
    """Return the smallest majority of a whole: "most of the 45" is 23 or more."""
    whole = count.min if count.min is not None else None
    return Count(min=whole // 2 + 1) if whole is not None and whole > 2 else SOME


def half(count: Count) -> Count:
    """Return half of a whole, rounded up where it is odd."""
    low = count.min if count.min is not None else count.max
    if low is None:
        return SOME
    exact = count.min == count.max
    return Count(min=(low + 1) // 2, max=(low + 1) // 2 if exact else None, approx=count.approx)
