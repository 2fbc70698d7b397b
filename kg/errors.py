"""The errors that a user can meet; every message names the place and the next step."""

from __future__ import annotations


class KgError(Exception):
    """Something the user can mend: the message says what, where and what to do next."""

    exit_code = 3


class UsageError(KgError):
    """A wrong argument or parameter."""

    exit_code = 2


class InputError(KgError):
    """An article that cannot be read; `reason` is a short slug that is stored with the file's name."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class ResourceError(KgError):
    """A broken file of our own (ontology, lexicon, shapes, queries): the message names file and line."""


class StoreError(KgError):
    """The store cannot be opened, is locked by another writer, or is damaged."""

    exit_code = 4


class JavaMissingError(KgError):
    """The OWL reasoner needs Java and none was found."""

    exit_code = 5


class InconsistentError(KgError):
    """The ontology or the data contradict themselves; the message names the classes or individuals."""

    exit_code = 1
