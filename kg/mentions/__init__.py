"""Finds what a document names: actors, places, facilities and weapons, each with the rule that found it."""

from __future__ import annotations

from collections.abc import Sequence

import kg.nlp.lean  # noqa: F401  (before anything else imports spaCy)
from kg.mentions.bodies import find_bodies
from kg.mentions.concepts import find_facilities, find_weapons
from kg.mentions.nameless import find_backed, find_bare_forces, find_definite, find_generic, find_typed, find_units
from kg.mentions.people import find_people, find_short
from kg.mentions.places import find_places, is_part_of_name
from kg.mentions.scan import Scan, choose, scan
from kg.mentions.states import find_states
from kg.model import Document, Mention

__all__ = ["find_mentions"]


def find_mentions(document: Document) -> list[Mention]:
    """Return the actors, places, facilities and weapons of a document, sorted by span; none lies in furniture.

    Mentions of one kind never overlap; those of different kinds may ("Mezzeh" the place in "Mezzeh airport").
    """
    laid = scan(document)
    finders = (find_bodies, find_states, find_bare_forces, find_generic, find_backed, find_typed, find_units)
    named = choose(hit for find in finders for hit in find(laid))
    places = find_places(laid, named)
    named = [m for m in named if not any(is_part_of_name(m, place) for place in places)]
    actors = _with_others(laid, named, places)
    objects = choose([*find_weapons(laid), *find_facilities(laid)])
    return sorted([*actors, *places, *objects], key=lambda m: (m.span, m.kind))


def _with_others(laid: Scan, named: Sequence[Mention], places: Sequence[Mention]) -> list[Mention]:
    """Add what refers back to a name, the persons and bodies that only the model knows, and their acronyms."""
    back = choose(find_definite(laid, named))
    actors = _longest([*named, *back])
    people = [hit.mention for hit in find_people(laid, actors, places)]
    short = [hit.mention for hit in find_short(laid, [*actors, *people])]
    return _longest([*actors, *short, *people])


def _longest(mentions: Sequence[Mention]) -> list[Mention]:
    """Drop a mention that lies inside a longer one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start - m.span.end, m.span)):
        if all(mention.span.end <= k.span.start or k.span.end <= mention.span.start for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.span)
