"""Statements: a named party accuses, condemns, denies, demands, threatens or announces; one report a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.ids import actor_key, digest
from kg.model import Actor, Document, Mention, Place, Report, Span, When
from kg.nlp import grammar
from kg.reports.addressed import addressed
from kg.reports.attribution import Attribution, attribution_for, find_attributions
from kg.reports.positions import STRONG, is_dismayed, statement_kind
from kg.reports.speakers import Speakers, speech_kind, words
from kg.reports.timing import said_when
from kg.reports.when import find_whens

_OF_ANYBODY = frozenset({"accuse", "condemn", "deny", "demand"})
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
    spoken: list[tuple[Token, tuple[Actor, ...]]] = []
    last: tuple[Actor, ...] = ()
    for sentence in document.doc.sents:
        for token in sentence:
            if token.i in skip or not (speech_kind(token) or is_dismayed(token)):
                continue
            quoted = attribution_for(document, token.i, told)[1]
            found = speakers_of(token, speakers, last, quoted)
            last = found or last
            stated = list(_statements(document, token, found, speakers, whens, places))
            said += stated
            spoken += [(token, found)] if not stated else []
        if sentence.root.i not in skip and not any(speech_kind(t) for t in sentence):
            spoken.append((sentence.root, attribution_for(document, sentence.root.i, told)[1]))
    said += _further(spoken, {_key(s.speaker) for s in said}, speakers)
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
        suffers = grammar.is_passive(node) and not is_dismayed(node)
        nouns = grammar.agents(node) if suffers else [*grammar.subjects(node), *grammar.passive_subjects(node)]
        if nouns:
            if any(n.lower_ in words("speaker-self") for n in nouns):
                return tuple(quoted)
            return tuple(a for n in nouns for a in speakers.of(n, last=last))
        joined = node.dep_ == "conj" or (node.dep_ in ("advcl", "xcomp") and node.tag_ == "VBG")
        if not joined or steps >= _CLIMB:
            return ()
        node, steps = _shared(node), steps + 1


def _shared(participle: Token) -> Token:
    """Return the verb whose subject a participle shares: "X said Y bombed the town, calling it a crime" is X's call."""
    head = participle.head
    apart = participle.tag_ == "VBG" and participle.i > 0 and participle.nbor(-1).text == ","
    told = head.dep_ == "ccomp" and speech_kind(head) is None and speech_kind(head.head) is not None
    return head.head if apart and told else head


def _statements(
    document: Document,
    verb: Token,
    found: Sequence[Actor],
    speakers: Speakers,
    whens: Sequence[When],
    places: dict[int, Place],
) -> Iterator[_Said]:
    kind = statement_kind(verb)
    if kind is None:
        return
    targets = tuple(addressed(verb, kind, speakers))
    where = tuple(_places(verb, places))
    evidence = _evidence(verb)
    for speaker in found:
        if not _is_party(speaker, kind, document.article.text) or speakers.is_publisher(speaker):
            continue
        own = tuple(t for t in targets if _key(t) != _key(speaker))
        when = said_when(document, verb, whens)
        yield _Said(speaker=speaker, kind=kind, targets=own, evidence=evidence, when=when, places=where)


def _further(
    spoken: Sequence[tuple[Token, tuple[Actor, ...]]], parties: Set[str], speakers: Speakers
) -> Iterator[_Said]:
    """Yield what a party that makes a statement says besides, where it is aimed at somebody."""
    for token, found in spoken:
        whole = speech_kind(token) is None
        for speaker in (s for s in found if _key(s) in parties):
            aimed = addressed(token, "more", speakers, whole=whole)
            targets = tuple(t for t in aimed if _key(t) != _key(speaker))
            if targets:
                evidence = _evidence(token)
                yield _Said(speaker=speaker, kind="more", targets=targets, evidence=evidence, when=None, places=())


def _evidence(token: Token) -> Span:
    sentence = token.sent
    return Span(start=sentence.start_char, end=sentence.start_char + len(sentence.text.rstrip()))


def _is_party(actor: Actor, kind: str, text: str) -> bool:
    """Tell whether an actor is a party whose `kind` of saying is a statement.

    Whoever is known, bears a name or holds an office may accuse, condemn, deny or demand, people at arms whom nobody
    names no more than accuse, condemn or deny; to announce takes a power, an armed group, an international body or a
    person in office, merely to take a position no less: what monitors and rescuers say is their report.
    """
    anybody = kind in _OF_ANYBODY
    if anybody and actor.kind in (None, "person") and actor.name[:1].isupper():
        return True
    if kind in STRONG and (anybody or actor.kind == "person") and _holds_office(actor, text):
        return True
    named = actor.id is not None or any(word[:1].isupper() for word in actor.name.split()[1:])
    if anybody:
        return actor.kind in words("party") and (named or kind != "demand")
    return actor.kind in words("power") and named


def _holds_office(actor: Actor, text: str) -> bool:
    """Tell whether an actor that nobody knows takes sides by its office: "the ministry", "Prime Minister X"."""
    if actor.id is not None or actor.kind not in (None, "person"):
        return False
    told = [actor.name, *(span.of(text) for span in actor.spans)]
    heads = [name.casefold().split(" of ")[0].split() for name in told]
    if actor.kind is None:
        heads = [words_[-1:] for words_ in heads]
    return bool({form for head in heads for word in head for form in (word, word.removesuffix("s"))} & words("office"))


def _places(verb: Token, places: dict[int, Place]) -> Iterator[Place]:
    for prep, noun in grammar.preps(verb):
        if prep not in ("in", "at", "from"):
            continue
        for token in noun.subtree:
            if token.idx in places and (token.i == noun.i or noun.lemma_.lower() in words("medium")):
                yield places[token.idx]


def _key(actor: Actor) -> str:
    return actor_key(actor)


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
