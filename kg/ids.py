"""Identifiers: short hashes of normalised keys, and the IRIs built from them.

No counter, clock or random number enters an identifier, so the same input always gives the same IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from kg.model import Actor

DATA = "https://w3id.org/conflict-kg/data/"
VOCABULARY = "https://w3id.org/conflict-kg/ontology#"
SCHEMES = "https://w3id.org/conflict-kg/scheme/"


def digest(*parts: object, length: int = 16) -> str:
    """Hash `parts` (their `str`, None kept apart from "") to `length` hexadecimal digits."""
    key = "\x1f".join("\x00" if p is None else str(p) for p in parts)
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def sha256(data: bytes) -> str:
    """Return the full SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=8192)  # one article asks for the same names again and again
def fold(text: str) -> str:
    """Casefold, drop diacritics and reduce everything but letters and digits to single spaces."""
    bare = text if text.isascii() else _bare(text)  # most text is ASCII, and has nothing to drop
    return _APART.sub(" ", bare.casefold().replace("’", "").replace("'", "")).strip()


_APART = re.compile(r"[\W_]+")


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """Return `text` as a short kebab-case slug; hashed where nothing of it is a letter or digit."""
    out = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return out[:60].strip("-") or digest(text, length=10)


def iri(kind: str, key: str, *, base: str = DATA) -> str:
    """Return the IRI of the `kind` of thing ("article", "report", "place" …) with `key`."""
    return f"{base}{kind}/{key}"


def tail(iri: str) -> str:
    """Return the end of an IRI: the key, id or notation behind its last slash."""
    return iri.rsplit("/", 1)[-1]


def graph_iri(kind: str, key: str, *, base: str = DATA) -> str:
    """Return the IRI of the named graph that belongs to one `kind` of thing ("article", "run")."""
    return f"{base}graph/{kind}/{key}"


def concept_iri(scheme: str, notation: str) -> str:
    """Return the IRI of a concept: `concept_iri("weapon", "barrel-bomb")`."""
    return f"{SCHEMES}{scheme}/{notation}"


def actor_key(actor: Actor) -> str:
    """Return the key under which two namings of one actor meet: its id, else its folded name."""
    return actor.id or fold(actor.name)
