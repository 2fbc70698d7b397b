"""Who says so: finds what an article attributes to whom, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from kg.ids import actor_key
from kg.model import Actor, Document, Mention, Span, Status
from kg.nlp import grammar
from kg.reports.citing import (
    as_said,
    by_heading,
    by_noun,
    cited,
    counted,
    has_that,
    only_cites,
    speaks_of,
    spoken_of,
    witnessed,
)
from kg.reports.frames import is_event_noun
from kg.reports.roles import role_words
from kg.reports.said import RELAYS, Attribution, Verdict, attribute, stretch_of, unique
from kg.reports.speakers import Speakers, is_thing, speech_kind, words
from kg.reports.speeches import speeches, turns
from kg.reports.trailing import Trailing, inverted, trailing, trailing_bare

__all__ = ["Attribution", "attribution_for", "find_attributions", "sources_of"]

_QUOTE = re.compile(r"“[^“”]{1,4000}”|(?<!\w)\"[^\"\n]{1,1500}\"(?!\w)|(?<!\w)‘[^‘’\n]{20,600}’(?!\w)")
# A quotation of fewer words is a choice of words, not a report.
_QUOTED_WORDS = 5
_OBJECT_TOLD = frozenset({"record", "confirm", "announce", "claim", "deny"})
# Kinds whose passive is hearsay: "is said to have". What "is thought to be" the article thinks too.
_HEARSAY = frozenset({"report", "record", "claim", "accuse"})
_TRAILS = frozenset({"report", "record", "claim", "confirm", "announce", "opinion", "show"})
_SILENT = frozenset({"condemn", "demand", "threaten", "cite", "hold", "issue", "voice", "summon", "label"})


def find_attributions(document: Document, mentions: Sequence[Mention]) -> list[Attribution]:
    """Return the attributions of an article, sorted by scope."""
    speakers = Speakers(document, mentions)
    skip: frozenset[int] = document.doc.user_data.get("skip", frozenset())
    out: list[Attribution] = []
    last: tuple[Actor, ...] = ()
    for sentence in document.doc.sents:
        found = sorted(_in_sentence(sentence, speakers, last, skip), key=lambda a: a.cue)
        found += by_heading(sentence, speakers) if not found and sentence.start not in skip else []
        spoken = [a for a in found if a.sources]
        last = spoken[0].sources if spoken else last
        out += [_without_publisher(a, speakers) for a in found]
    out = _over_quotes(document, out)
    out += [_without_publisher(a, speakers) for a in (*speeches(document, speakers, out), *turns(document, speakers))]
    out += _between(document, out)
    return sorted(set(out), key=lambda a: (a.scope, a.cue, a.verdict, a.rule))


def attribution_for(
    document: Document, token_index: int, attributions: Sequence[Attribution]
) -> tuple[Status, tuple[Actor, ...]]:
    """Return the status of what the token at `token_index` tells and its sources, in text order."""
    token = document.doc[token_index]
    here = Span(start=token.idx, end=token.idx + len(token))
    covering = [a for a in attributions if a.scope.covers(here) and not a.cue.covers(here)]
    sources: dict[str, Actor] = {}
    for attribution in covering:
        for actor in attribution.sources:
            sources.setdefault(actor_key(actor), actor)
    verdicts = {a.verdict for a in covering}
    status: Status = "denied" if "denied" in verdicts else "claimed" if "claimed" in verdicts else "asserted"
    return status, tuple(sources.values())


def sources_of(
    document: Document, token_indices: Sequence[int], attributions: Sequence[Attribution]
) -> tuple[Actor, ...]:
    """Return who tells any of the tokens, those left out who only deny it."""
    told = [a for a in attributions if a.verdict != "denied"]
    return unique(actor for i in token_indices for actor in attribution_for(document, i, told)[1])


def _in_sentence(
    sentence: Sentence, speakers: Speakers, last: tuple[Actor, ...], skip: frozenset[int]
) -> Iterator[Attribution]:
    for token in sentence:
        if token.i in skip:
            continue
        kind = speech_kind(token)
        if kind == "cite" or (token.lemma_ in words("quoting") and only_cites(token)):
            yield from cited(token, speakers, last)
        elif token.lower_ in words("adjective") and token.dep_ == "amod":
            yield attribute(stretch_of(token.head), token, (), f"hearsay:{token.lower_}")
        elif token.lemma_ in words("counting") and token.pos_ == "VERB":
            yield from counted(token, speakers, last)
        elif speaks_of(token):
            yield from spoken_of(token, speakers, last)
        elif kind == "witness":
            yield from witnessed(token, speakers)
        elif kind is not None and kind not in _SILENT:
            yield from _says(token, kind, speakers, last)
        elif token.lower_ in words("adverb"):
            verb = grammar.governor(token)
            yield attribute(stretch_of(verb or sentence.root), token, (), f"hearsay:{token.lower_}")
        else:
            yield from by_noun(token, speakers, last)


def _said(verb: Token, kind: str, speakers: Speakers, last: tuple[Actor, ...]) -> Iterator[Attribution]:
    """Yield what a verb of saying attributes: its clause, its object, or the clause it trails."""
    if grammar.is_negated(verb) or _answers_by_deed(verb):
        return
    nouns = _speaker_nouns(verb) or _misread(verb, speakers)
    if verb.lemma_ in words("learning") and not any(a.kind in RELAYS for n in nouns for a in speakers.of(n, last=last)):
        return  # "ministers learned that" tells whom news reached
    if kind == "written" and not any(n.lemma_.lower() in words("medium") for n in nouns):
        return
    stretch = _content(verb, kind)
    if stretch is None:
        return
    passive = grammar.is_passive(verb) and not nouns
    if passive and kind not in _HEARSAY:
        return
    if not nouns and not passive:
        return
    named = nouns if kind != "show" else [n for n in nouns if speakers.mention_at(n) or is_thing(n)]
    sources = unique(a for n in named for a in speakers.of(n, last=last))
    sources = unique([*sources, *_hearers(verb, speakers)])
    own = bool(nouns) and all(speakers.is_own_staff(n, last) for n in nouns)
    # Who claims responsibility for a raid says whose it was: that it was is told by the article.
    happened = own or any(o.lemma_.lower() in words("owned") for o in grammar.objects(verb))
    verdict: Verdict = "asserted-by-publisher" if happened else "denied" if kind == "deny" else "claimed"
    back = any(speakers.refers_back(n) for n in nouns)
    yield attribute(stretch, verb, () if own else sources, f"said:{kind}" + (":back" if back else ""), verdict=verdict)


def _says(verb: Token, kind: str, speakers: Speakers, last: tuple[Actor, ...]) -> list[Attribution]:
    """Return what a verb of saying attributes: read off the words where a speaker trails, else off the tree."""
    trails = (kind in _TRAILS or verb.lemma_ in words("trails")) and not (
        grammar.is_negated(verb) or grammar.is_passive(verb) or _answers_by_deed(verb)
    )
    if kind in _TRAILS and (by := as_said(verb, speakers, last)) is not None:
        return [by]
    found = trailing(verb) if trails else None
    if found is not None:
        return [_trailed_by(verb, found, kind, speakers, last)]
    out = list(_said(verb, kind, speakers, last))
    if not out and trails and (found := inverted(verb) or trailing_bare(verb, speakers.may_speak)):
        out = [_trailed_by(verb, found, kind, speakers, last)]
    return out


def _answers_by_deed(verb: Token) -> bool:
    """Tell whether "responded with air strikes" is no word at all."""
    deeds = [n for prep, n in grammar.preps(verb) if prep in ("with", "by")]
    return verb.lemma_ in role_words("answers") and (bool(deeds) or bool(grammar.objects(verb)))


def _trailed_by(verb: Token, found: Trailing, kind: str, speakers: Speakers, last: tuple[Actor, ...]) -> Attribution:
    told = [a for n in found.heads for a in speakers.of(n, last=last)] or speakers.between(*found.speaker)
    sources = unique([*told, *_hearers(verb, speakers)])
    own = all(speakers.is_own_staff(n, last) for n in found.heads)
    back = ":back" if any(speakers.refers_back(n) for n in found.heads) else ""
    verdict: Verdict = "asserted-by-publisher" if own else "claimed"
    return attribute((found.start, found.end), verb, () if own else sources, f"trailing:{kind}{back}", verdict=verdict)


def _speaker_nouns(verb: Token) -> list[Token]:
    """Return the heads of who speaks: subject, agent, or what is quoted "as saying"."""
    node = grammar.first_conjunct(verb)
    for candidate in (verb, node):
        found = grammar.subjects(candidate)
        if found:  # "News agency X said" may give two subjects; the name is the speaker
            found = [n for n in found if not any(t.text in ("–", "—") for t in n.doc[n.i : found[-1].i])]
            edges = {o.left_edge.i for o in found}
            return [n for n in found if n.i + 1 not in edges and not (n.nbor().text == "," and n.i + 2 in edges)]
        if grammar.is_passive(candidate):
            return grammar.agents(candidate)
    governor = verb.head
    if verb.dep_ in ("advcl", "xcomp", "ccomp") and speech_kind(governor) is not None:
        return grammar.objects(governor) or (grammar.passive_subjects(governor))
    if verb.dep_ in ("xcomp", "advcl") and verb.tag_ == "VBG":
        return grammar.subjects(governor)
    return [governor] if verb.dep_ == "acl" and governor.pos_ in ("NOUN", "PROPN") and verb.tag_ == "VBG" else []


def _misread(verb: Token, speakers: Speakers) -> list[Token]:
    """Return a name in capitals that was read as a verb's auxiliary: "IS said"."""
    names = [t for t in verb.doc[max(verb.sent.start, verb.i - 1) : verb.i] if t.pos_ == "AUX" and t.is_upper]
    return [t for t in names if speakers.mention_at(t)]


def _content(verb: Token, kind: str) -> tuple[int, int] | None:
    """Return the characters of what is said, None where the verb says nothing of a happening."""
    told = [c for c in verb.children if c.dep_ == "ccomp" or (c.dep_ == "parataxis" and speech_kind(c) is None)]
    told += [c for c in verb.children if c.dep_ == "advcl" and c.tag_ == "VBG" and speech_kind(c) is not None]
    if kind in ("claim", "deny", "accuse") or (grammar.is_passive(verb) and kind in _HEARSAY):
        told += [c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX", "NOUN", "ADJ")]
    media = [n for _, n in grammar.preps(verb) if n.lemma_.lower() in words("medium")]
    told += [c for n in media for c in n.children if c.dep_ == "acl" and has_that(c)]  # "said in a letter that …"
    if kind == "accuse":
        told += [c for c in verb.children if c.dep_ == "advcl" and c.tag_ == "VBG"]
        told += [noun for prep, noun in grammar.preps(verb) if prep in ("of", "for", "over", "in")]
        laid_on = any(prep in ("on", "to") for prep, _ in grammar.preps(verb))
        told += grammar.objects(verb) if laid_on else []  # "blamed the raid on the militia"
    if kind in _OBJECT_TOLD or verb.lemma_ in words("noting"):
        told += [o for o in grammar.objects(verb) if not _opposes(verb, o)]
        told += grammar.passive_subjects(verb) if grammar.agents(verb) else []
    if told:
        edges = [stretch_of(t) for t in told]
        # "monitored jets over the town, which then bombed it": a record goes on to the end of its clause.
        end = stretch_of(verb)[1] if kind == "record" else max(e[1] for e in edges)
        return min(e[0] for e in edges), min(_asides(told), default=end) if kind == "deny" else end
    that = next((t for t in verb.rights if t.lower_ == "that"), None) or _next_that(verb)
    if that is not None:
        return that.idx, verb.sent.end_char
    return (_trailed(verb) or _rest(verb)) if kind in _TRAILS else None


def _opposes(verb: Token, told: Token) -> bool:
    """Tell whether somebody is against what happened, and does not deny it: "rejected the use of violence"."""
    measured = told.lemma_.lower() in role_words("act-of")
    nouns = [told, *(noun for prep, noun in grammar.preps(told) if prep == "of" and measured)]
    return verb.lemma_ in role_words("opposes") and any(is_event_noun(n) for n in nouns)


def _asides(told: Sequence[Token]) -> list[int]:
    """Return where clauses after a comma start, that denying what stands before does not deny: "…, which killed"."""
    below = (t for head in told for t in head.subtree if t.dep_ in grammar.RELATIVE)
    edges = (t.left_edge for t in below)
    return [e.idx for e in edges if (e.i > 0 and e.nbor(-1).text == ",") or e.text == ","]


def _rest(verb: Token) -> tuple[int, int] | None:
    """Return what follows "he added" where the tree gives the verb no clause."""
    following = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    if following is None or following.pos_ not in ("DET", "PRON", "PROPN", "NOUN", "NUM", "ADJ", "SCONJ"):
        return None
    leads = grammar.subjects(verb) and not grammar.objects(verb) and grammar.subjects(verb)[0].i < verb.i
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in verb.doc[verb.i + 2 : verb.sent.end])
    return (following.idx, verb.sent.end_char) if leads and finite else None


def _next_that(verb: Token) -> Token | None:
    """Return a "that" right behind the verb, wherever the tree hangs it."""
    following = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    return following if following is not None and following.lower_ == "that" else None


def _trailed(verb: Token) -> tuple[int, int] | None:
    """Return the clause that "…, residents said" trails (or stands inside of)."""
    sentence = verb.sent
    if verb.dep_ in ("parataxis", "conj", "advcl", "ccomp") and not _has_complement(verb):
        head = verb.head
        start, _ = stretch_of(head)
        apart = any(t.text == ";" for t in verb.doc[head.i : verb.i])
        acts = verb.lemma_ not in words("bidding") and bool(grammar.objects(verb))  # "the clerk posted letters"
        if verb.i > head.i and grammar.subjects(verb) and not apart and not acts:
            return start, verb.left_edge.idx
        return None
    quoted = _QUOTE.search(sentence.text)
    if quoted and len(quoted.group().split()) >= _QUOTED_WORDS:
        return sentence.start_char + quoted.start(), sentence.start_char + quoted.end()
    return None


def _has_complement(verb: Token) -> bool:
    return any(c.dep_ == "ccomp" for c in verb.children)


def _hearers(verb: Token, speakers: Speakers) -> list[Actor]:
    """Return who was told, where it passes things on: "told the agency", "speaking to X", "in an interview with X"."""
    nouns: list[Token] = []
    if verb.lemma_ == "tell":
        nouns += [c for c in verb.children if c.dep_ in grammar.OBJECT | grammar.INDIRECT]
        following = verb.doc[verb.i + 1 : verb.i + 3]
        nouns += [t for t in following if speakers.mention_at(t) and t.i < verb.sent.end] if not nouns else []
    for token in verb.children:
        if token.lemma_ in words("speaking") and token.tag_ == "VBG":
            nouns += [n for prep, n in grammar.preps(token) if prep in ("to", "with")]
    for _, noun in grammar.preps(verb):
        if noun.lemma_.lower() in words("medium"):
            nouns += [n for prep, n in grammar.preps(noun) if prep in ("to", "with")]
    found = [a for n in nouns if (n.pos_ == "PROPN" or speakers.mention_at(n)) for a in speakers.of(n)]
    return [a for a in found if a.kind in RELAYS or (a.kind is None and a.id is None)]


def _without_publisher(attribution: Attribution, speakers: Speakers) -> Attribution:
    """Drop the article's own outlet from the sources; what only it says, the article asserts."""
    kept = tuple(a for a in attribution.sources if not speakers.is_publisher(a))
    if kept or not attribution.sources:
        return replace(attribution, sources=kept)
    return replace(attribution, sources=(), verdict="asserted-by-publisher")


def _over_quotes(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Let an attribution reach over the whole quotation it belongs to, and give bare quotations to the last speaker."""
    out = list(found)
    for match in _QUOTE.finditer(document.article.text):
        quote = Span(start=match.start(), end=match.end())
        if len(match.group().split()) < _QUOTED_WORDS:
            continue
        touching = [
            a for a in found if a.scope.start < quote.end and quote.start < a.scope.end and not quote.covers(a.cue)
        ]
        before = [a for a in found if a.cue.end <= quote.start and a.sources]
        if touching:
            out += [replace(a, scope=_join(a.scope, quote), rule=a.rule + "+quote") for a in touching]
        elif before and quote.start - max(a.cue for a in before).end < _REACH:
            speaker = max(before, key=lambda a: a.cue)
            out.append(replace(speaker, scope=quote, verdict="claimed", rule="quote-after"))
    return out


# Characters between a speaker and the bare quotation after it.
_REACH = 400


def _join(a: Span, b: Span) -> Span:
    return Span(start=min(a.start, b.start), end=max(a.end, b.end))


def _between(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Attribute the sentence between two of the same speaker ("activists said … . … . They added …")."""
    sentences = [s for s in document.doc.sents if any(t.dep_ for t in s)]
    spoken = [[a for a in found if s.start_char <= a.cue.start < s.end_char and a.sources] for s in sentences]
    out = []
    for k in range(1, len(sentences) - 1):
        if spoken[k] or not spoken[k - 1] or not spoken[k + 1]:
            continue
        before, after = spoken[k - 1][-1], spoken[k + 1][0]
        same = {actor_key(a) for a in before.sources} == {actor_key(a) for a in after.sources}
        refers = sentences[k][0].lower_ in words("anaphor") or after.rule.endswith(":back")
        goes_on = refers and not any(speech_kind(t) for t in sentences[k])
        if same and goes_on and before.verdict == after.verdict == "claimed":
            scope = Span(start=sentences[k].start_char, end=sentences[k].end_char)
            out.append(replace(before, scope=scope, cue=after.cue, rule="between"))
    return out
