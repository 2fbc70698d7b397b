"""Reads an article's text into a spaCy `Doc`: the only door to spaCy pipelines.

By default the model that ships with the package; `load("en_core_web_trf")` takes any installed
spaCy pipeline that tags, parses, lemmatises and names.
"""

from kg.nlp.reader import Reader, load

__all__ = ["Reader", "load"]
