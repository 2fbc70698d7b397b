"""What names a source without a verb of saying: "according to X", "citing X", "reports of …", "…: monitor"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kg.model import Actor
from kg.nlp import grammar
from kg.reports.said import RELAYS, Attribution, attribute, stretch_of, unique
from kg.reports.speakers import Speakers, speech_kind, words

_LONGEST_NAME = 7  # words of a speaker in a heading


def by_noun(token: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield what "according to", "per" and nouns like "reports" and "allegations" attribute."""
    if token.lower_ == "according" or (token.lower_ in words("preposition") and token.dep_ in ("case", "prep")):
        yield from _according(token, speakers, last)
    elif token.lower_ == "by" and token.dep_ == "case" and token.head.lemma_.lower() in words("reckoning"):
        yield from _reckoned(token, speakers, last)
    elif token.dep_ in grammar.SUBJECT and token.lemma_.lower() in words("reckoning"):
        yield from _counts(token, speakers, last)
    elif token.lemma_.lower() in words("told") and token.pos_ == "NOUN":
        yield from _told_noun(token, speakers, last)


def only_cites(verb: Token) -> bool:
    """Tell whether a verb of quoting only names who else says so: "…, quoting X", "X, quoted by Y, said"."""
    if verb.tag_ == "VBG":
        return not any(c.dep_ == "advcl" for c in verb.children)
    return verb.dep_ == "acl" and bool(grammar.agents(verb))


def witnessed(verb: Token, speakers: Speakers) -> Iterator[Attribution]:
    """Yield "an agency photographer saw …": what the people of a named outlet witnessed is its word."""
    nouns = [n for n in grammar.subjects(verb) if n.lemma_.lower() in words("staff") and not speakers.is_own_staff(n)]
    sources = unique(a for n in nouns for a in speakers.of(n) if a.kind in RELAYS)
    if sources and not grammar.is_negated(verb):
        yield attribute(stretch_of(verb), verb, sources, "witnessed")


def cited(verb: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield "X, citing Y, said …": Y stands behind the whole sentence too."""
    passive = grammar.is_passive(verb)
    nouns = grammar.agents(verb) if passive else grammar.objects(verb)
    sources = unique(a for n in nouns for a in speakers.of(n, last=last))
    if sources and not passive:  # "state TV cited Y as saying" passes it on
        relays = (a for n in grammar.subjects(verb) for a in speakers.of(n, last=last) if a.kind in RELAYS)
        sources = unique([*relays, *sources])
    if sources:
        sentence = verb.sent
        yield attribute((sentence.start_char, sentence.end_char), verb, sources, "said:cite")


def spoken_of(verb: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield "the council spoke of twenty wounded": what is spoken of is the speaker's word."""
    told = _spoken_parts(verb)
    sources = unique(a for n in grammar.subjects(verb) for a in speakers.of(n, last=last)) if told else ()
    if sources and not grammar.is_negated(verb):
        edges = [stretch_of(t) for t in told]
        yield attribute((min(e[0] for e in edges), max(e[1] for e in edges)), verb, sources, "spoken-of")


def speaks_of(verb: Token) -> bool:
    """Tell whether a verb brings in what it tells by "of" and by no clause: "spoke of", "told of"."""
    mentions = verb.lemma_ in words("mentioning") and verb.pos_ == "VERB"
    return mentions and bool(_spoken_parts(verb)) and not any(c.dep_ == "ccomp" for c in verb.children)


def _spoken_parts(verb: Token) -> list[Token]:
    clauses = [c for c in verb.children if c.dep_ == "advcl" and any(m.lower_ == "of" for m in c.children)]
    return [n for prep, n in grammar.preps(verb) if prep == "of"] + clauses


def counted(verb: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield "medics put the toll at nine", "it raised the count": who counts says so."""
    tolls = [o for o in grammar.objects(verb) if o.lemma_.lower() in words("toll")]
    sources = unique(a for n in grammar.subjects(verb) for a in speakers.of(n, last=last)) if tolls else ()
    if sources and not grammar.is_negated(verb):
        edges = [stretch_of(c) for c in verb.children if grammar.base(c) in ("obj", "obl", "dobj")]
        yield attribute((min(e[0] for e in edges), max(e[1] for e in edges)), verb, sources, "counted")


def _according(cue: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    nouns = [cue.head] if cue.dep_ == "case" else [n for p in cue.children for n in p.children if n.dep_ == "pobj"]
    if not nouns:
        return
    sources = unique(a for n in nouns for a in speakers.of(n, last=last))
    told = any(n.lemma_.lower() in words("told") | words("medium") | words("reckoning") for n in nouns)
    if sources or told:
        yield attribute((cue.sent.start_char, cue.sent.end_char), cue, sources, "according-to")


def _reckoned(cue: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield "nine died, by the army's reckoning" and "by a count of the army"."""
    sources = _reckoners(cue.head, speakers, last)
    verb = grammar.governor(cue.head)
    if sources and verb is not None:
        yield attribute(stretch_of(verb), cue, sources, "reckoned")


def _counts(noun: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield "the ministry's count is nine dead"."""
    sources = _reckoners(noun, speakers, last)
    if sources and any(c.dep_ == "cop" for c in noun.head.children):
        yield attribute(stretch_of(noun.head), noun, sources, "reckoned")


def _reckoners(noun: Token, speakers: Speakers, last: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return whose reckoning it is: "the army's count", "a count of the army"."""
    owners = [*grammar.possessors(noun), *(n for prep, n in grammar.preps(noun) if prep in ("of", "by", "from"))]
    named = (n for n in owners if n in grammar.possessors(noun) or speakers.may_speak(n))
    return unique(a for n in named for a in speakers.of(n, last=last))


def _told_noun(noun: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield "reports that …", "allegations of …", "its claim that …"."""
    clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "acl:relcl") and has_that(c)]
    parts = [n for prep, n in grammar.preps(noun) if prep == "of"] if noun.lemma_.lower() != "account" else []
    told = clauses or parts
    if not told or speech_kind(noun.head) == "deny":
        return
    owners = [*grammar.possessors(noun), *(n for prep, n in grammar.preps(noun) if prep in ("by", "from"))]
    sources = unique(a for n in owners for a in speakers.of(n, last=last))
    edges = [stretch_of(t) for t in told]
    yield attribute((min(e[0] for e in edges), max(e[1] for e in edges)), noun, sources, "told-noun")


def has_that(verb: Token) -> bool:
    """Tell whether "that" opens a verb's clause."""
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children)


def as_said(verb: Token, speakers: Speakers, last: tuple[Actor, ...]) -> Attribution | None:
    """Return whom "…, as residents said" or "as reported by X" attributes its sentence to, None for any other verb."""
    led = any(c.lower_ == "as" and c.i < verb.i and c.dep_ in ("mark", "advmod") for c in verb.children)
    if not led or any(c.dep_ in ("ccomp", "xcomp", *grammar.OBJECT) for c in verb.children) or grammar.is_negated(verb):
        return None
    nouns = grammar.agents(verb) if grammar.is_passive(verb) else grammar.subjects(verb)
    sources = unique(a for n in nouns for a in speakers.of(n, last=last))
    whole = (verb.sent.start_char, verb.sent.end_char)
    return attribute(whole, verb, sources, "as-said") if sources else None


def by_heading(sentence: Sentence, speakers: Speakers) -> list[Attribution]:
    """Return what "Monitor: nine killed in raid" and "nine killed in raid: monitor" attribute."""
    marks = [t for t in sentence if t.text in (":", "-", "–", "—") and t.idx != sentence.start_char]
    for mark in marks[:1] + marks[-1:]:
        before, after = sentence.doc[sentence.start : mark.i], sentence.doc[mark.i + 1 : sentence.end]
        for name, told in ((before, after), (after, before)) if mark.text == ":" else ((after, before),):
            spaced = mark.text == ":" or mark.whitespace_ == " "
            sources = _named_alone(name, speakers)
            if spaced and sources and any(grammar.is_verb(t) for t in told):
                return [attribute((told.start_char, told.end_char), mark, sources, "heading")]
    return []


def _named_alone(name: Sentence, speakers: Speakers) -> tuple[Actor, ...]:
    """Return the speaker that a few words name, none where they hold anything else."""
    told = [t for t in name if not t.is_punct and not t.is_space]
    if not 0 < len(told) <= _LONGEST_NAME or any(grammar.is_verb(t) for t in told):
        return ()
    root = name.root
    mention = speakers.mention_at(root)
    kind = mention.value.kind if mention is not None and isinstance(mention.value, Actor) else None
    return speakers.of(root) if kind in words("heading") else ()
