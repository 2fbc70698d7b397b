"""Statements: a named party accuses, condemns, denies, demands, threatens or announces; one report a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.ids import digest, fold
from kg.model import Actor, Document, Mention, Place, Report, Span, When
from kg.nlp import grammar
from kg.reports.addressed import addressed
from kg.reports.attribution import Attribution, attribution_for, find_attributions
from kg.reports.speakers import Speakers, speech_kind, words
from kg.reports.timing import said_when
from kg.reports.when import find_whens

_STRONG = frozenset({"accuse", "condemn", "deny", "demand", "threaten", "announce"})
_OF_ANYBODY = frozenset({"accuse", "condemn", "demand"})
_CLIMB = 3  # verbs between a participle and the subject it shares


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """One sentence in which a party states something."""

    speaker: Actor
    kind: str
    targets: tuple[Actor, ...]
    evidence: Span
    when: When | None
    places: tuple[Place, ...]


def find_statements(
    document: Document,
    mentions: Sequence[Mention],
    *,
    whens: Sequence[When] | None = None,
    told: Sequence[Attribution] | None = None,
) -> list[Report]:
    """Return one `Statement` report per named party of an article, sorted by evidence.

    `whens` and `told` are the times and attributions of the document where they have been found already.
    """
    speakers = Speakers(document, mentions)
    whens = find_whens(document) if whens is None else whens
    told = find_attributions(document, mentions) if told is None else told
    skip: frozenset[int] = document.doc.user_data.get("skip", frozenset())
    places = {m.span.start: m.value for m in mentions if m.kind == "place" and isinstance(m.value, Place)}
    said: list[_Said] = []
    last: tuple[Actor, ...] = ()
    for sentence in document.doc.sents:
        for token in sentence:
            if token.i in skip or speech_kind(token) is None:
                continue
            quoted = attribution_for(document, token.i, told)[1]
            found = speakers_of(token, speakers, last, quoted)
            last = found or last
            said += _statements(document, token, found, speakers, whens, places)
    parties = dict.fromkeys(_key(s.speaker) for s in said)
    reports = [_report(document, [s for s in said if _key(s.speaker) == party]) for party in parties]
    return sorted(reports, key=lambda r: (r.evidence, r.id))


def speakers_of(
    verb: Token, speakers: Speakers, last: tuple[Actor, ...], quoted: Sequence[Actor] = ()
) -> tuple[Actor, ...]:
    """Return who speaks by a verb of saying: its subject, that of the verb above it ("…, accusing …"), or its agent.

    "We" inside a quotation is whoever is quoted.
    """
    node, steps = verb, 0
    while True:
        nouns = grammar.agents(node) if grammar.is_passive(node) else grammar.subjects(node)
        if nouns:
            if any(n.lower_ in words("speaker-self") for n in nouns):
                return tuple(quoted)
            return tuple(a for n in nouns for a in speakers.of(n, last=last))
        joined = node.dep_ == "conj" or (node.dep_ in ("advcl", "xcomp") and node.tag_ == "VBG")
        if not joined or steps >= _CLIMB:
            return ()
        node, steps = node.head, steps + 1


def _statements(
    document: Document,
    verb: Token,
    found: Sequence[Actor],
    speakers: Speakers,
    whens: Sequence[When],
    places: dict[int, Place],
) -> Iterator[_Said]:
    kind = _statement_kind(verb)
    if kind is None:
        return
    targets = tuple(addressed(verb, kind, speakers))
    where = tuple(_places(verb, places))
    sentence = verb.sent
    text = sentence.text.rstrip()
    evidence = Span(start=sentence.start_char, end=sentence.start_char + len(text))
    for speaker in found:
        if not _is_party(speaker, kind) or speakers.is_publisher(speaker):
            continue
        own = tuple(t for t in targets if _key(t) != _key(speaker))
        when = said_when(document, verb, whens)
        yield _Said(speaker=speaker, kind=kind, targets=own, evidence=evidence, when=when, places=where)


def _statement_kind(verb: Token) -> str | None:
    """Return what a verb of saying states, None where it merely reports."""
    kind = speech_kind(verb)
    if kind is None or grammar.is_negated(verb) or _is_unreal(verb):
        return None
    if verb.lemma_ in ("call", "appeal") and not _calls(verb):
        return None
    if kind == "deny" and not (grammar.objects(verb) or _clauses(verb)):
        return None
    if kind == "hold":
        return "accuse" if any(c.lower_ in words("blamed") for c in verb.children) else None
    if kind == "issue":
        return "announce" if any(o.lemma_.lower() in words("medium") for o in grammar.objects(verb)) else None
    if kind == "voice":
        return "condemn" if any(o.lemma_.lower() in words("dismay") for o in grammar.objects(verb)) else None
    if kind == "announce" and verb.dep_ == "acl":
        return None
    return kind if kind in _STRONG else _said_kind(verb, kind)


def _said_kind(verb: Token, kind: str) -> str | None:
    """Return what a plain "say" states by its clause: a duty, a plan, a reproach or a position."""
    clauses = _clauses(verb) if kind in ("report", "confirm", "claim", "opinion") else []
    for clause in clauses:
        modals = {c.lower_ for c in clause.children if c.dep_ == "aux"}
        if modals & words("modal-demand"):
            return "demand"
        if modals & words("modal-announce"):
            return "announce"
        if any(t.lemma_.lower() in words("reproach") for t in grammar.clause(clause)):
            return "accuse"
        if not _tells_event(clause):
            return "position"
    return None


@cache
def _event_lemmas() -> frozenset[str]:
    return frozenset(row["form"].split()[0] for row in lexicon.table("frames") if row["category"] != "statement")


def _tells_event(clause: Token) -> bool:
    """Tell whether a clause tells a happening, with an event word or a number in it, rather than a position."""
    return any(t.lemma_.lower() in _event_lemmas() or t.pos_ == "NUM" for t in grammar.clause(clause))


def _is_unreal(verb: Token) -> bool:
    """Tell whether nothing was said: "could accuse", "refused to condemn", "if it denies"."""
    node = grammar.first_conjunct(verb)
    auxiliaries = {c.lower_ for v in (verb, node) for c in v.children if c.dep_ == "aux"}
    if auxiliaries & (
        words("modal-demand") | words("modal-announce") | {"would", "could", "may", "might", "can", "to"}
    ):
        return True
    marks = {c.lower_ for v in (verb, node) for c in v.children if c.dep_ == "mark"}
    joined = {c.lower_ for v in (verb, node) for c in v.children}
    return bool(marks & {"if", "unless", "to"} or joined & {"neither", "nor"})


def _calls(verb: Token) -> bool:
    return any(prep in ("on", "for", "upon", "to") for prep, _ in grammar.preps(verb)) or bool(
        [c for c in verb.children if c.dep_ == "xcomp" and verb.lemma_ == "appeal"]
    )


def _clauses(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("ccomp", "parataxis") or (c.dep_ == "xcomp" and c.tag_ == "VBG")]


def _is_party(actor: Actor, kind: str) -> bool:
    """Tell whether an actor is a named party whose `kind` of saying is a statement.

    Whoever is known or bears a name may accuse, condemn or demand; to announce, deny or merely say takes a
    power, an armed group or an international body: what monitors and rescuers say is their report.
    """
    kinds = words("party") if kind in _OF_ANYBODY else words("power")
    if actor.kind not in kinds:
        return False
    return actor.id is not None or any(word[:1].isupper() for word in actor.name.split()[1:])


def _places(verb: Token, places: dict[int, Place]) -> Iterator[Place]:
    for prep, noun in grammar.preps(verb):
        if prep not in ("in", "at", "from"):
            continue
        for token in noun.subtree:
            if token.idx in places and (token.i == noun.i or noun.lemma_.lower() in words("medium")):
                yield places[token.idx]


def _key(actor: Actor) -> str:
    return actor.id or fold(actor.name)


def _report(document: Document, said: Sequence[_Said]) -> Report:
    """Return the one report of a party, from all its statements."""
    evidence = tuple(sorted({s.evidence for s in said}))
    speaker = replace(said[0].speaker, spans=tuple(sorted({span for s in said for span in s.speaker.spans})))
    dated = [s.when for s in said if s.when is not None and s.when.start is not None] or [
        s.when for s in said if s.when
    ]
    return Report(
        id=digest(document.article.id, "Statement", _key(speaker), *(f"{e.start}-{e.end}" for e in evidence)),
        type="Statement",
        evidence=evidence,
        when=dated[0] if dated else None,
        places=tuple(dict.fromkeys(p for s in said for p in s.places)),
        perpetrators=(speaker,),
        targets=_merged(t for s in said for t in s.targets),
        rules=tuple(sorted({f"statement:{s.kind}" for s in said})),
    )


def _merged(actors: Iterator[Actor]) -> tuple[Actor, ...]:
    out: dict[str, Actor] = {}
    for actor in actors:
        known = out.get(_key(actor), actor)
        out[_key(actor)] = replace(known, spans=tuple(sorted({*known.spans, *actor.spans})))
    return tuple(out.values())
