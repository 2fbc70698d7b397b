"""Finds who was killed, hurt, displaced, detained or is missing: one `Toll` per word that says so.

The frames (passive, active, nominal, "left 12 dead", "claimed the lives of") come from the table
`casualty_triggers`; sub-counts ("including 5 children") hang on the count they are part of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from kg.model import SOME, Casualty, Count, Document, Span
from kg.nlp import grammar
from kg.reports import parts
from kg.reports.assign import assign_victims
from kg.reports.enumerations import enumerated
from kg.reports.factuality import of_nature, why_not
from kg.reports.frames import frames_of
from kg.reports.groups import of_bare_number
from kg.reports.harm import Trigger, cues, cues_by_first, trigger_of
from kg.reports.people import People
from kg.reports.roles import arguments
from kg.reports.victims import VictimReader

# "A woman was killed and three others hurt" does not make the three women.
_DESCRIBED = frozenset({"children", "women", "men", "elderly"})
_JOINT = frozenset({"killed", "injured"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Toll:
    """The people that one word says were harmed, with sub-counts behind the count they are part of.

    `refused` says why nothing may be counted ("negated", "modal" …); `anaphoric` that it goes on with an
    earlier toll ("the victims included …"); `cumulative` that it is a running total ("since May", "rose to").
    """

    trigger: int  # index of the token
    outcome: str
    casualties: tuple[Casualty, ...]
    clause: Span
    cumulative: bool = False
    spanning: bool = False  # counted over a span of time ("since May", "this year"), not at one event
    anaphoric: bool = False
    stretch: Span | None = None  # an item of a list: what tells its own place or doer
    refused: str | None = None
    moving: bool = False  # who left or arrived: displaced where the sentence tells a displacement


class _Finder:
    """The state of one pass over a document: readers, and the count that "others" refer back to."""

    def __init__(self, document: Document) -> None:
        self.doc: Doc = document.doc
        self.reader = VictimReader(self.doc)
        self.last: tuple[int, People] | None = None  # (sentence index, the last whole)
        self.outcome: tuple[int, str] | None = None  # (sentence index, outcome of the last toll)
        self.listing: str | None = None  # what the list that is being read tells of its items
        self.used: set[tuple[int, str]] = set()

    def tolls(self) -> Iterator[Toll]:
        for index, sentence in enumerate(self.doc.sents):
            drafts = [d for d in self._anaphoric(sentence, index) if d.wholes]
            drafts += self._listed(sentence)
            found = [(t, trigger) for t in sentence if t.dep_ and (trigger := trigger_of(t)) is not None]
            inside = {d.i for t, trigger in found if trigger.lemma == "number" for d in t.subtree if d is not t}
            found = [(t, trigger) for t, trigger in found if t.i not in inside]
            victims = assign_victims(self.reader, found)
            for token, trigger in found:
                apart = _has_doer_of_its_own(token)
                new = [p for p in victims[token.i] if self._is_new(p, trigger.outcome)]
                new = [_grouped(p, token) for p in new]
                whole = [self._settle(p, index, apart=apart) for p in new]
                outcome = self._outcome(token, trigger)
                joint = self._is_joint(token, trigger, victims, dict(found))
                drafts.append(parts.Draft(trigger=token, outcome=outcome, wholes=whole, joint=joint))
            drafts = list(_told_apart(drafts))
            drafts += self._moving(sentence) if not any(d.wholes for d in drafts) else []
            drafts += list(enumerated(self.reader, sentence, drafts))
            for draft, subs in parts.attach(self.reader, sentence, drafts):
                if draft.wholes:
                    self.outcome = (index, draft.outcome)
                yield from self._toll(draft, subs)

    def _anaphoric(self, sentence: SpacySpan, index: int) -> Iterator[parts.Draft]:
        near = self.outcome is not None and index - self.outcome[0] == 1
        outcome = self.outcome[1] if near and self.outcome else None
        told = parts.anaphoric(self.reader, sentence, outcome=outcome)
        for draft in (*told, *parts.equated(self.reader, sentence, outcome=outcome)):
            yield replace(draft, wholes=[p for p in draft.wholes if self._is_new(p, draft.outcome)])

    def _listed(self, sentence: SpacySpan) -> list[parts.Draft]:
        """Read the items of a list whose heading tells the harm: "The wounded:" and a name on each line."""
        tokens = [t for t in sentence if not t.is_space]
        if not tokens:
            return []
        colon = parts.party_end(tokens) if self.listing is not None else 0
        item = parts.list_item(self.reader, tokens[colon:]) if self.listing is not None else []
        if tokens[-1].text == ":":
            inner = [o.outcome for t in tokens if t.dep_ and (o := trigger_of(t)) is not None]
            before = (
                self.outcome[1] if self.outcome is not None and _has_cue([t.lower_ for t in tokens], "list") else None
            )
            self.listing = inner[0] if inner else before
        elif not item:
            self.listing = None
        if not item or self.listing is None or any(trigger_of(t) is not None for t in tokens):
            return []
        fresh = [p for p in item if self._is_new(p, self.listing)]
        stretch = (tokens[0].i, tokens[-1].i + 1) if colon else None
        draft = parts.Draft(trigger=tokens[0], outcome=self.listing, wholes=fresh, anaphoric=True, stretch=stretch)
        return [draft] if fresh else []

    def _moving(self, sentence: SpacySpan) -> list[parts.Draft]:
        """Read who leaves or arrives: "52,000 people have left the district", "Some 600 families reached Gao"."""
        verbs = [(t, f) for t in sentence for f in frames_of(t) if f.scheme == "flee" and f.pos == "VERB"]
        roles = ((t, arguments(t, f)) for t, f in verbs)
        told = ((t, self.reader.read(n)) for t, a in roles for n in (*a.patients, *a.agents))
        return [
            parts.Draft(trigger=t, outcome="displaced", wholes=[p], moving=True)
            for t, p in told
            if p is not None and p.counted and p.name is None and p.count.max != 1 and p.group != "fighters"
        ][:1]

    def _is_new(self, people: People, outcome: str) -> bool:
        words = {(i, outcome) for i in (people.head, *range(people.start, people.end))}
        is_new = not words & self.used
        self.used |= words
        return is_new

    def _outcome(self, token: Token, trigger: Trigger) -> str:
        """Read what a toll or number counts: "the toll of injured", "the number of displaced people"."""
        if trigger.frame != "toll":
            return trigger.outcome
        inner = [o for t in token.subtree if t != token and (o := trigger_of(t)) is not None]
        return inner[0].outcome if inner else trigger.outcome

    def _is_joint(
        self, token: Token, trigger: Trigger, victims: dict[int, list[People]], found: dict[Token, Trigger]
    ) -> bool:
        """Tell whether the same people are said to be killed and (or) wounded: nobody knows how many of each."""
        heads = {p.head for p in victims[token.i]}
        return any(
            {trigger.outcome, other.outcome} == _JOINT and heads & {p.head for p in victims[t.i]}
            for t, other in found.items()
            if t != token
        )

    def _settle(self, people: People, sentence: int, *, apart: bool = False) -> People:
        """Give "four others" the group of the count before; remember a count for those to come.

        `apart`: the verb has a doer of its own, so that a bare number counts people anew ("shelling kills four").
        """
        fresh = apart and _bare(people, self.doc)
        if people.other and people.group == "people" and self.last is not None and not fresh:
            before, earlier = self.last
            explicit = self.doc[people.head].lower_ not in _bare(people, self.doc)
            alike = earlier.group not in _DESCRIBED or people.count.max == earlier.count.max == 1
            if alike and sentence - before <= (1 if explicit else 0):
                people = replace(people, group=earlier.group)
        # "five soldiers, four Cambodians and a Moroccan were killed, ten wounded"
        vague = people.group == "people" and self.last is not None and self.last[0] == sentence
        if people.name is None and (people.counted or people.count.max == 1) and not vague:
            self.last = (sentence, people)
        return people

    def _toll(self, draft: parts.Draft, subs: dict[int, list[parts.Part]]) -> Iterator[Toll]:
        doc = self.doc
        casualties: list[Casualty] = []
        for whole in draft.wholes:
            count = SOME if draft.joint and whole.count.max != 1 else whole.count
            entry = self._casualty(draft.outcome, whole, count)
            inner = [self._casualty(draft.outcome, p, SOME) for p in whole.pool]
            if draft.joint and inner:
                casualties += inner
                continue
            casualties += [entry, *(replace(c, part_of=entry.span) for c in inner)]
            for part in subs.get(whole.head, []):
                number = SOME if draft.joint else part.count
                casualties.append(replace(self._casualty(draft.outcome, part.people, number), part_of=entry.span))
        if not casualties:
            return
        clause = grammar.clause(draft.trigger)
        words = [t.lower_ for t in doc[draft.trigger.sent.start : draft.trigger.sent.end]]
        spanning = any(_is_spanned(draft.trigger, i) for i in _cue_starts(words, "span"))
        yield Toll(
            trigger=draft.trigger.i,
            outcome=draft.outcome,
            casualties=tuple(casualties),
            clause=_span(doc, clause[0].i, clause[-1].i + 1),
            cumulative=spanning or _has_cue(words, "cumulative"),
            spanning=spanning,
            stretch=_span(doc, *draft.stretch) if draft.stretch is not None else None,
            anaphoric=draft.anaphoric or _goes_on(draft),
            moving=draft.moving,
            refused=why_not(draft.trigger) or of_nature(draft.trigger) or _averted(draft.trigger) or _untold(draft),
        )

    def _casualty(self, outcome: str, people: People, count: Count) -> Casualty:
        span = _span(self.doc, people.start, people.end)
        return Casualty(
            outcome=outcome,
            group=people.group,
            count=replace(count, text=span.of(self.reader.text)),
            name=people.name,
            age=people.age,
            span=span,
        )


def _grouped(people: People, word: Token) -> People:
    """Give a bare number the group of those it is told of."""
    if not people.other or people.group != "people" or people.name is not None:
        return people
    return replace(people, group=of_bare_number(word, people.start) or "people")


def _told_apart(drafts: Sequence[parts.Draft]) -> Iterator[parts.Draft]:
    """Yield the drafts, "casualties" as what they are: a sum of the dead and hurt told with it, else both or either.

    "9,585 casualties: 4,339 killed and 5,246 injured" tells two counts, "12 casualties and 30 injured" too;
    nobody knows how many of "50 casualties" died.
    """
    for draft in drafts:
        if draft.trigger.lemma_.lower() != "casualty" or not draft.wholes:
            yield draft
            continue
        told = {d.outcome for d in drafts if d is not draft and d.wholes and d.trigger.i > draft.trigger.i}
        if not told & _JOINT:
            yield replace(draft, joint=True)
            yield replace(draft, outcome="injured", joint=True)
        elif "killed" not in told:
            yield draft


def _goes_on(draft: parts.Draft) -> bool:
    """Tell whether a toll speaks of people told before: "the three men died", "two medics were among the dead"."""
    before = [t.lower_ for t in draft.trigger.lefts] + [t.lower_ for t in draft.trigger.head.lefts]
    return any(w.definite for w in draft.wholes) or "among" in before or "amongst" in before


def _averted(trigger: Token) -> str | None:
    """Refuse "was almost killed" and "feared dead"."""
    if trigger.dep_ in ("xcomp", "ccomp", "advcl") and (trigger.head.lemma_.lower(),) in cues("feared"):
        return "modal"
    if trigger.dep_ == "xcomp" and (trigger.head.lemma_.lower(),) in cues("feigned"):
        return "averted"  # "played dead"
    return "averted" if any((c.lower_,) in cues("averted") for c in trigger.lefts) else None


def _untold(draft: parts.Draft) -> str | None:
    """Refuse "the wounded died", "the civilians killed": people known from elsewhere, with no number."""
    bare = [w.count == SOME and not w.counted and not w.pool for w in draft.wholes]
    present = [c for c in draft.trigger.children if c.dep_ in grammar.PASSIVE_AUX and c.tag_ in ("VBP", "VBZ")]
    if bare and all(bare) and (present or draft.trigger.dep_ == "csubj"):
        return "generic"  # "journalists are often killed", "killing civilians is a crime"
    known = [w.definite and not w.counted and w.count == SOME for w in draft.wholes]
    return "definite" if known and all(known) else None


def _has_doer_of_its_own(verb: Token) -> bool:
    return verb.dep_ == "parataxis" and bool(grammar.subjects(verb)) and not grammar.is_passive(verb)


def _bare(people: People, doc: Doc) -> frozenset[str]:
    """Return the head's own word where a number stands alone, so that only its own sentence gives the group."""
    words = {t.lower_ for t in doc[people.start : people.end]}
    return frozenset() if words & {"other", "others", "more", "another"} else frozenset({doc[people.head].lower_})


def _has_cue(words: list[str], kind: str) -> bool:
    return bool(_cue_starts(words, kind))


def _cue_starts(words: list[str], kind: str) -> list[int]:
    forms = cues_by_first(kind)
    return [
        i
        for i, word in enumerate(words)
        for form in forms.get(word, ())
        if len(form) == 1 or tuple(words[i : i + len(form)]) == form
    ]


def _is_spanned(trigger: Token, i: int) -> bool:
    """Tell whether the span of time at word `i` of the sentence is that of a toll, not of another clause.

    "The deadliest attack since 2003" and "X, where war has raged since 2014" sum up nothing.
    """
    token = trigger.sent[i]
    above = {trigger.i, *(a.i for a in trigger.ancestors)}
    while token.i not in above:
        if token.dep_ in grammar.RELATIVE | {"appos", "acl"} or any(c.tag_ in ("JJS", "RBS") for c in token.children):
            return False
        token = token.head
    return not any(c.tag_ in ("JJS", "RBS") or c.lower_ == "first" for c in token.children)


def _span(doc: Doc, start: int, end: int) -> Span:
    return Span(start=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1]))


def find_casualties(document: Document) -> list[Toll]:
    """Return the tolls of an article in text order, refused ones included with their reason."""
    return sorted(_Finder(document).tolls(), key=lambda t: (t.trigger, t.outcome))
