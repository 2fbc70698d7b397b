"""Finds who was killed, hurt, displaced, detained or is missing: one `Toll` per word that says so.

The frames (passive, active, nominal, "left 12 dead", "claimed the lives of") come from the table
`casualty_triggers`; sub-counts ("including 5 children") hang on the count they are part of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from kg.model import SOME, Casualty, Count, Document, Span
from kg.nlp import grammar
from kg.reports import parts
from kg.reports.factuality import why_not
from kg.reports.harm import Trigger, cues, trigger_of, victim_nouns
from kg.reports.people import People
from kg.reports.running import toll_number
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
    anaphoric: bool = False
    refused: str | None = None


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
            victims = self._assign(found)
            for token, trigger in found:
                whole = [self._settle(p, index) for p in victims[token.i] if self._is_new(p, trigger.outcome)]
                outcome = self._outcome(token, trigger)
                joint = self._is_joint(token, trigger, victims, dict(found))
                drafts.append(parts.Draft(trigger=token, outcome=outcome, wholes=whole, joint=joint))
            for draft, subs in parts.attach(self.reader, sentence, drafts):
                if draft.wholes:
                    self.outcome = (index, draft.outcome)
                yield from self._toll(draft, subs)

    def _anaphoric(self, sentence: SpacySpan, index: int) -> Iterator[parts.Draft]:
        near = self.outcome is not None and index - self.outcome[0] == 1
        outcome = self.outcome[1] if near and self.outcome else None
        for draft in parts.anaphoric(self.reader, sentence, outcome=outcome):
            yield replace(draft, wholes=[p for p in draft.wholes if self._is_new(p, draft.outcome)])

    def _listed(self, sentence: SpacySpan) -> list[parts.Draft]:
        """Read the items of a list whose heading tells the harm: "The wounded:" and a name on each line."""
        tokens = [t for t in sentence if not t.is_space]
        if not tokens:
            return []
        item = parts.list_item(self.reader, tokens) if self.listing is not None else []
        if tokens[-1].text == ":":
            inner = [o.outcome for t in tokens if t.dep_ and (o := trigger_of(t)) is not None]
            self.listing = inner[0] if inner else None
        elif not item:
            self.listing = None
        if not item or self.listing is None or any(trigger_of(t) is not None for t in tokens):
            return []
        fresh = [p for p in item if self._is_new(p, self.listing)]
        return [parts.Draft(trigger=tokens[0], outcome=self.listing, wholes=fresh, anaphoric=True)] if fresh else []

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

    def _settle(self, people: People, sentence: int) -> People:
        """Give "four others" the group of the count before; remember a count for those to come."""
        if people.other and people.group == "people" and self.last is not None:
            before, earlier = self.last
            explicit = self.doc[people.head].lower_ not in _bare(people, self.doc)
            alike = earlier.group not in _DESCRIBED or people.count.max == earlier.count.max == 1
            if alike and sentence - before <= (1 if explicit else 0):
                people = replace(people, group=earlier.group)
        if people.name is None and (people.counted or people.count.max == 1):
            self.last = (sentence, people)
        return people

    def _assign(self, found: list[tuple[Token, Trigger]]) -> dict[int, list[People]]:
        """Give each trigger its victims; a phrase that another trigger names first hand is not taken over."""
        direct = {t.i: self._direct(t, trigger) for t, trigger in found}
        owners = {p.head: i for i, (people, _) in direct.items() for p in people}
        out: dict[int, list[People]] = {}
        for token, trigger in found:
            people, shared = direct[token.i]
            more = [p for p in shared if owners.get(p.head, token.i) == token.i]
            kept = {p.head: p for p in [*people, *more] if not p.none and self._may_count(p, token, trigger)}
            out[token.i] = list(kept.values())
        self._divide(found, out)
        for token, trigger in found:  # "33 dead and wounded"
            if not out[token.i] and token.dep_ == "conj" and trigger.frame in ("patient", "adjective"):
                out[token.i] = out.get(token.head.i, []) if not direct[token.i][0] else []
        return out

    def _divide(self, found: list[tuple[Token, Trigger]], victims: dict[int, list[People]]) -> None:
        """Give "8 men were killed and 14 others wounded" to one word each where the tree gives all to both."""
        for first, _ in found:
            for second, trigger in found:
                both = {p.head for p in victims[first.i]} & {p.head for p in victims[second.i]}
                if first.i >= second.i or not both or trigger.frame not in ("patient", "adjective"):
                    continue
                between = [p for p in victims[first.i] + victims[second.i] if first.i < p.start and p.end <= second.i]
                if not between:
                    between = self._between(first, second)
                if between:
                    victims[second.i] = list({p.head: p for p in between}.values())
                    later = {p.head for p in between}
                    victims[first.i] = [p for p in victims[first.i] if p.head not in later]

    def _between(self, first: Token, second: Token) -> list[People]:
        """Return the counted people told between "killed" and "wounded"."""
        for i in range(first.i + 1, second.i):
            if i in self.reader.numbers:
                people = self.reader.read(self.doc[self.reader.numbers[i].core_end - 1])
                return [people] if people is not None and people.end <= second.i else []
        return []

    def _direct(self, token: Token, trigger: Trigger) -> tuple[list[People], list[People]]:
        """Return whom a frame names first hand, and those coordinated with them."""
        if trigger.frame == "toll":
            return toll_number(self.reader, token), []
        strict = trigger.frame not in ("patient", "subject")
        heads = list(victim_nouns(token, trigger))
        if trigger.frame in ("patient", "subject"):
            heads += [noun for prep, noun in grammar.preps(token) if tuple(prep.split()) in cues("with")]
        direct = [p for h in heads if (p := self.reader.read(h, strict=strict)) is not None]
        shared = [p for h in heads for p in self._coordinated(h, strict=strict)]
        beside = self._left_beside(token) if trigger.frame in ("patient", "adjective") else None
        if beside is not None and beside.head not in {p.head for p in direct}:
            parsed = token.dep_ != "conj" and beside.head in {p.head for p in shared}
            if not parsed:
                return [beside], []
        claimed = self._right_beside(token) if trigger.frame == "patient" else None
        if claimed is not None:
            return self._pooled([claimed], self._mates([claimed]))
        if not direct and not shared:
            if trigger.frame == "count":
                direct = self._self_count(token)
            if not direct and not heads and trigger.frame in ("patient", "adjective", "count", "event"):
                direct = self._adjacent(token, trigger)
                shared = self._mates(direct)
        direct = [p for d in direct for p in self.reader.names_after(d) or [d]]
        return self._pooled(direct, shared)

    def _mates(self, direct: list[People]) -> list[People]:
        """Return who is coordinated with people that were found by their place."""
        firsts = [grammar.first_conjunct(self.doc[d.head]) for d in direct]
        found = [p for f in firsts for p in (self.reader.read(f), *self._coordinated(f, strict=True)) if p]
        return [p for p in found if p.head not in {d.head for d in direct}]

    def _right_beside(self, token: Token) -> People | None:
        """Read "and wounded [11 others]" where the tree hangs the phrase on an earlier verb."""
        active = token.tag_ in ("VBD", "VBG", "VBZ", "VBP") and not grammar.is_passive(token)
        if not active or grammar.objects(token) or token.i + 1 not in self.reader.numbers:
            return None
        number = self.reader.numbers[token.i + 1]
        people = self.reader.read(self.doc[number.core_end - 1])
        return people if people is not None and people.start == token.i + 1 else None

    def _coordinated(self, head: Token, *, strict: bool) -> Iterator[People]:
        for part in grammar.conjuncts(head):
            other = trigger_of(part) if part != head else None
            people = self.reader.read(part, strict=strict) if other is None or other.frame == "adjective" else None
            if part != head and people is not None:
                yield people
        for child in head.children:  # "Samir Haddad, his wife and their son"
            kin = child.dep_ == "appos" and child.i > head.i and any(c.tag_ == "PRP$" for c in child.children)
            if kin and head.i in self.reader.names and (people := self.reader.read(child)) is not None:
                yield people

    def _pooled(self, direct: list[People], shared: list[People]) -> tuple[list[People], list[People]]:
        """Read "20 women and children", "hundreds of A and B": one number for several groups tells none of them."""
        pooled: list[People] = []
        for people in direct:
            noun = self.doc[people.head]
            rest = [c for k in {noun.i, people.start} for c in grammar.conjuncts(self.doc[k]) if c.i > people.head]
            mates = [m for c in rest if (m := self.reader.read(c)) is not None and not m.counted]
            bare = people.end < len(self.doc) and self.doc[people.end].lower_ in ("and", "or")
            mates = [
                m for m in mates if bare and m.start == people.end + 1 and self.doc[m.start].tag_ not in ("PRP$", "DT")
            ]
            if people.counted and people.name is None and people.count.max != 1 and mates:
                pool = tuple(replace(p, count=SOME) for p in (people, *mates))
                groups = {p.group for p in pool}
                several = len(groups) > 1
                group = "people" if several else people.group
                end = max(p.end for p in pool)
                pooled.append(replace(people, group=group, end=end, pool=pool if several else ()))
            else:
                pooled.append(people)
        heads = {p.head for people in pooled for p in (people, *people.pool)}
        heads |= {c.i for p in pooled for c in self.doc[p.start : p.end]}
        return pooled, [p for p in shared if p.head not in heads]

    def _left_beside(self, token: Token) -> People | None:
        """Read "and [dozens more] wounded", "[12 people] hurt": the counted phrase right before a participle."""
        if token.tag_ not in ("VBN", "JJ", "NN", "NNS", "VBD") or grammar.objects(token) or token.i == token.sent.start:
            return None
        i = token.i - 1
        while i > token.sent.start and self.doc[i].tag_ in ("RB", "RBR") and self.doc[i].lower_ != "more":
            i -= 1
        number = self.reader.numbers.get(i)
        if number is not None and number.end == token.i:
            return self.reader.bare(number)  # "and several injured"
        more = self.reader.numbers.get(i - 1) if self.doc[i].lower_ == "more" else None
        if more is not None and more.end == i:
            return replace(self.reader.bare(more), head=i, end=i + 1)  # "and four more wounded"
        people = self.reader.read(self.doc[i])
        if people is None or not people.counted or people.name or people.end > token.i or people.end < i:
            return None
        return people if any(k in self.reader.numbers for k in range(people.start, people.end)) else None

    def _may_count(self, people: People, token: Token, trigger: Trigger) -> bool:
        """Refuse pronoun-like and generic phrases that tell no number of people."""
        verbal = trigger.frame in ("patient", "adjective")
        if (verbal and people.start <= token.i < people.end) or (token.dep_ == "amod" and token.i < people.head):
            return people.counted  # "a school that houses displaced people" tells no displacement
        return True

    def _self_count(self, token: Token) -> list[People]:
        """Read "12 deaths", "three civilian casualties", "causing injuries" as counts of people."""
        people = self.reader.read(token)
        if people is None or people.name is not None:
            return []
        told = any(i in self.reader.numbers for i in range(people.start, people.end))
        if people.count.max == 1 and not told:  # "a knee injury" counts nobody
            return []
        causes = {form[0] for form in cues("cause")}
        governor = token.head if token.dep_ != "conj" else grammar.first_conjunct(token).head
        caused = people.count == SOME and governor.lemma_.lower() in causes and not people.definite
        return [replace(people, other=False)] if (people.counted and not people.definite) or caused else []

    def _adjacent(self, token: Token, trigger: Trigger) -> list[People]:
        """Read headlines and broken trees by their order: "[civilian] killed", "wounding [5]", "injury [Rana]"."""
        i = token.i - 1
        while i > token.sent.start and (self.doc[i].tag_ == "RB" or self.doc[i].lemma_ in ("be", "have", "get")):
            i -= 1
        verbal = trigger.frame in ("patient", "adjective")
        if verbal and token.tag_ in ("VBN", "JJ", "VBD") and i >= token.sent.start:
            left = self.reader.read(self.doc[i])
            passive = any(c.dep_ in grammar.PASSIVE_AUX for c in token.children)
            if left is not None and left.end >= i and (passive or left.counted or left.count == SOME):
                return [left]
        if token.tag_ in ("VBG", "VBP", "VBZ", "VB") or not verbal:
            people = self._first_right(token.i + 1, token.sent.end)
            if people is not None and (verbal or people.counted):
                return [people]
        return []

    def _first_right(self, i: int, stop: int) -> People | None:
        for k in range(i, min(i + 5, stop)):
            people = self.reader.read(self.doc[k])
            if people is not None:
                return people if people.start <= i else None
        return None

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
        yield Toll(
            trigger=draft.trigger.i,
            outcome=draft.outcome,
            casualties=tuple(casualties),
            clause=_span(doc, clause[0].i, clause[-1].i + 1),
            cumulative=_has_cue(words, "cumulative"),
            anaphoric=draft.anaphoric or _goes_on(draft),
            refused=why_not(draft.trigger) or _averted(draft.trigger) or _untold(draft),
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


def _goes_on(draft: parts.Draft) -> bool:
    """Tell whether a toll speaks of people told before: "the three men died", "two medics were among the dead"."""
    before = [t.lower_ for t in draft.trigger.lefts] + [t.lower_ for t in draft.trigger.head.lefts]
    return any(w.definite for w in draft.wholes) or "among" in before or "amongst" in before


def _averted(trigger: Token) -> str | None:
    """Refuse "was almost killed"."""
    return "averted" if any((c.lower_,) in cues("averted") for c in trigger.lefts) else None


def _untold(draft: parts.Draft) -> str | None:
    """Refuse "the wounded died", "the civilians killed": people known from elsewhere, with no number."""
    bare = [w.count == SOME and not w.counted and not w.pool for w in draft.wholes]
    present = [c for c in draft.trigger.children if c.dep_ in grammar.PASSIVE_AUX and c.tag_ in ("VBP", "VBZ")]
    if bare and all(bare) and (present or draft.trigger.dep_ == "csubj"):
        return "generic"  # "journalists are often killed", "killing civilians is a crime"
    known = [w.definite and not w.counted and w.count == SOME for w in draft.wholes]
    return "definite" if known and all(known) else None


def _bare(people: People, doc: Doc) -> frozenset[str]:
    """Return the head's own word where a number stands alone, so that only its own sentence gives the group."""
    words = {t.lower_ for t in doc[people.start : people.end]}
    return frozenset() if words & {"other", "others", "more", "another"} else frozenset({doc[people.head].lower_})


def _has_cue(words: list[str], kind: str) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {' '.join(form)} " in text for form in cues(kind))


def _span(doc: Doc, start: int, end: int) -> Span:
    return Span(start=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1]))


def find_casualties(document: Document) -> list[Toll]:
    """Return the tolls of an article in text order, refused ones included with their reason."""
    return sorted(_Finder(document).tolls(), key=lambda t: (t.trigger, t.outcome))
