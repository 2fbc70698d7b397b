"""Base forms of words: WordNet's rules, and verbs built with a prefix: "rearrested", "counter-attacked"."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path

from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Token

from kg import lexicon

NAME = "conflict_lemmatizer"
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")


class ConflictLemmatizer(EnglishLemmatizer):
    """The rule lemmatizer of spaCy; a verb that its list lacks is read as prefix and verb where that verb is listed."""

    def rule_lemmatize(self, token: Token) -> list[str]:
        """Return the base forms of a word, the best first."""
        key = (token.orth, token.pos, token.morph.key)  # type: ignore[attr-defined]
        if key in self.cache:
            found: list[str] = self.cache[key]
            return found
        forms: list[str] = super().rule_lemmatize(token)
        if token.pos_ == "VERB" and not self.is_base_form(token) and forms[0] not in self._table("lemma_index"):
            base = self._prefixed(token.lower_)
            forms = [base, *forms] if base else forms
            self.cache[key] = forms
        return forms

    def _table(self, name: str) -> dict[str, list[str]]:
        table: dict[str, list[str]] = self.lookups.get_table(name)["verb"]
        return table

    def _prefixed(self, form: str) -> str | None:
        """Return the base of a prefixed verb, None where what follows the prefix is no verb."""
        head, hyphen, tail = form.rpartition("-")
        splits = [(head + hyphen, tail)] if hyphen and head else []
        splits += [(p, form[len(p) :]) for p in _prefixes() if form.startswith(p) and len(form) > len(p) + 3]
        return next((prefix + base for prefix, rest in splits if (base := self._verb(rest))), None)

    def _verb(self, form: str) -> str | None:
        irregular = self._table("lemma_exc").get(form)
        if irregular:
            return irregular[0]
        rules: list[list[str]] = self.lookups.get_table("lemma_rules")["verb"]
        stems = [form[: len(form) - len(old)] + new for old, new in rules if form.endswith(old)]
        stems += [stem[:-1] for stem in stems if _DOUBLED.search(stem)]
        known = self._table("lemma_index")
        return next((s for s in reversed([form, *stems]) if s in known), None)


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(row["form"] for row in lexicon.table("verb_prefixes"))


@Language.factory(NAME)
def make_conflict_lemmatizer(nlp: Language, name: str) -> ConflictLemmatizer:
    """Create the component; its tables come with `initialize`."""
    return ConflictLemmatizer(nlp.vocab, None, name, mode="rule")


def tables(folder: Path) -> Lookups:
    """Return the tables of a model folder, put right for the verbs and nouns of the news."""
    tables = json.loads(gzip.decompress((folder / "lemmas.json.gz").read_bytes()))
    verbs = tables["lemma_exc"]["verb"]
    be = ("am", "is", "are", "was", "were", "been", "being", "be", "'s", "’s", "'re", "’re")
    auxiliaries = {form: ["be"] for form in be}
    auxiliaries |= {f: v for f, v in verbs.items() if v in (["have"], ["do"])}
    auxiliaries |= {"has": ["have"], "does": ["do"], "ca": ["can"], "wo": ["will"], "'ll": ["will"], "’ll": ["will"]}
    tables["lemma_exc"]["aux"] = auxiliaries
    # "Corpses" are no "corps", which is its own plural.
    tables["lemma_exc"]["noun"]["corps"] = ["corps"]
    tables["lemma_index"]["noun"] = [form for form in tables["lemma_index"]["noun"] if form != "corps"]
    tables["lemma_index"]["aux"] = []
    tables["lemma_rules"]["aux"] = []
    # A list would be searched from end to end for every word.
    tables["lemma_index"] = {word_class: frozenset(forms) for word_class, forms in tables["lemma_index"].items()}
    # A short verb doubles its last letter: "staged" is of "stage", never of "stag", "raped" of "rape".
    known = tables["lemma_index"]["verb"]
    for stem in (v for v in known if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", v) and f"{v}e" in known):
        # The last rule that fits comes first.
        tables["lemma_rules"]["verb"] += [[f"{stem}ed", f"{stem}e"], [f"{stem}ing", f"{stem}e"]]
    tables["lemma_exc"]["noun"]["bases"] = ["base"]  # soldiers have no basis
    lookups = Lookups()
    for name, table in tables.items():
        lookups.add_table(name, table)
    return lookups
