"""The word tables as the finders use them, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.lexicon import Body
from kg.mentions.words import Phrases, phrases

ARMED = frozenset({"rebel-group", "militia", "mercenary", "criminal-group"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """How a form names a state: as a nationality, a country's own name, or a capital that stands for it."""

    form: str
    state: str
    kind: str


@cache
def bodies() -> dict[str, Body]:
    """Return the known bodies by id."""
    return {body.id: body for body in lexicon.bodies()}


@cache
def names() -> Phrases[tuple[Body, str, bool]]:
    """Return the bodies by name, with the name as listed and whether it is a loaded one; not countries' own names."""
    countries = {row["form"] for row in lexicon.table("country_names")}
    table: Phrases[tuple[Body, str, bool]] = Phrases()
    for body in lexicon.bodies():
        for name in body.names:
            if name not in countries:
                table.add(name, (body, name, False))
        for name in body.loaded:
            table.add(name, (body, name, True))
    return table


@cache
def namings() -> Phrases[Naming]:
    """Return every form that names a state; a country's name comes before a capital of the same name."""
    rows = [Naming(form=r["form"], state=r["state"], kind="country") for r in lexicon.table("country_names")]
    rows += [Naming(form=r["form"], state=r["state"], kind=r["kind"]) for r in lexicon.table("demonyms")]
    return phrases(((row.form, row) for row in rows), plural=True)


@cache
def nationalities() -> frozenset[str]:
    """Return the keys of the nationalities that are one word."""
    return frozenset(row["form"].casefold() for row in lexicon.table("demonyms") if row["kind"] == "demonym")


@cache
def heads() -> Phrases[str]:
    """Return what acts, speaks or is done for a state, with its class."""
    return phrases(((row["form"], row["class"]) for row in lexicon.table("force_words")), plural=True)


@cache
def bare_heads() -> Phrases[str]:
    """Return the forces that without a nationality are those of the article's country."""
    rows = [row for row in lexicon.table("force_words") if row["bare"] == "yes"]
    return phrases(((row["form"], row["form"]) for row in rows), plural=True)


@cache
def generic() -> Phrases[dict[str, str]]:
    """Return the actors without a name, by form."""
    return phrases(((row["form"], row) for row in lexicon.table("generic_actors")), plural=True)


@cache
def group_words() -> Phrases[str]:
    """Return the words that belong to a body's name where they follow it."""
    return phrases(((row["form"], "word") for row in lexicon.table("body_words")), plural=True)


@cache
def typing_words() -> Phrases[str]:
    """Return the words that make a body of the name before them, with the kind they give it."""
    return phrases(((row["form"], row["types"]) for row in lexicon.table("body_words") if row["types"]), plural=True)


@cache
def definite() -> Phrases[tuple[str, frozenset[str]]]:
    """Return the words that with "the" go back to a body named before, with the kinds it may be of."""
    rows = lexicon.table("definite_actors")
    return phrases(((row["form"], (row["form"], frozenset(row["kinds"].split()))) for row in rows), plural=True)


@cache
def parts(kind: str) -> frozenset[str]:
    """Return the words of one class of the table of name parts."""
    return frozenset(row["form"] for row in lexicon.table("name_parts") if row["class"] == kind)


@cache
def directions() -> frozenset[str]:
    """Return the words that make a place of what follows: "northern", "near"."""
    return frozenset(word for row in lexicon.table("place_modifiers") for word in row["form"].split("-"))


@cache
def place_verbs(kind: str) -> frozenset[str]:
    """Return the verbs of one kind of the table `place_verbs`."""
    return frozenset(row["form"] for row in lexicon.table("place_verbs") if row["kind"] == kind)
