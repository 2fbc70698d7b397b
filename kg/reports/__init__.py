"""Reads reports out of a document: who did what to whom, where, when, with what toll, according to whom."""

import kg.nlp.lean  # noqa: F401  (before anything else imports spaCy)
from kg.reports.reading import find_reports

__all__ = ["find_reports"]
