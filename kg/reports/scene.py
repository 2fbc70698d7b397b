"""One document with everything found in it laid over its tokens, for the rules that combine them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.model import Actor, Article, Document, Mention, MentionKind, Place, Span, When
from kg.nlp import grammar
from kg.reports.attribution import Attribution
from kg.reports.casualties import Toll
from kg.reports.harm import is_armed_word
from kg.reports.pointing import point_back
from kg.reports.roles import role_words, whole_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """The document, its mentions by token, its tolls, times and attributions."""

    document: Document
    mentions: tuple[Mention, ...]
    tolls: tuple[Toll, ...]
    moves: tuple[Toll, ...]  # who left or arrived: the toll of a displacement, if that is what is told
    whens: tuple[When, ...]
    attributions: tuple[Attribution, ...]
    at: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    pointed: dict[int, Mention] = field(default_factory=dict)  # "the town", "there": what each such token stands for

    @property
    def doc(self) -> Doc:
        """The spaCy document."""
        return self.document.doc

    @property
    def article(self) -> Article:
        """The article that was read."""
        return self.document.article

    def of_kind(self, kind: MentionKind, tokens: Iterable[int]) -> list[Mention]:
        """Return the mentions of one kind that touch any of `tokens`, in text order, each once."""
        found = {m.span.start: m for i in tokens for m in self.at.get(i, ()) if m.kind == kind}
        return [found[key] for key in sorted(found)]

    def actors_at(self, noun: Token) -> list[Mention]:
        """Return the actor mentions that a noun phrase names: in the phrase itself, else behind a quantity."""
        start, end = grammar.phrase(noun)
        found = self.of_kind("actor", range(start, end))
        if all(actor_of(m).id is None or m.rule.startswith(("bare:", "generic:")) for m in found):
            # "fighters of the Syrian Democratic Forces", "dozens of rebels": whose they are says more.
            behind = [m for part in whole_of(noun) for m in self.loyal_to(part) or self.actors_at(part)]
            behind += [m for part in self._members(noun) for m in self.actors_at(part) if actor_of(m).id]
            return behind or self._better_named(noun, found)
        return found

    def _better_named(self, noun: Token, found: list[Mention]) -> list[Mention]:
        """Return the name that tells more than a common noun: "the separatist group X", "X fighters"."""
        apart = [m for c in noun.children if c.dep_ == "appos" for m in self.actors_at(c) if actor_of(m).id]
        named = [m for m in found if m.rule == "name:unknown"]
        return apart if found and apart else named if named and len(found) > len(named) else found

    def _members(self, noun: Token) -> list[Token]:
        """Return the body that people belong to ("soldiers of the army", "fighters from the group")."""
        start, end = grammar.phrase(noun)
        people = [m for m in self.of_kind("actor", range(start, end)) if actor_of(m).kind != "person"]
        parts = [part for prep, part in grammar.preps(noun) if prep in ("of", "from", "with")]
        parts += [part for prep, part in grammar.preps(noun.head) if prep == "from" and _is_beside(noun, part)]
        return [c for part in parts for c in _listed(part)] if people else []

    def loyal_to(self, noun: Token) -> list[Mention]:
        """Return whom forces serve: "soldiers loyal to X", "fighters belonging to X"."""
        ties = [c for c in noun.children if c.i > noun.i and c.lemma_.lower() in role_words("loyal")]
        ties += [c for c in noun.children if c.i > noun.i and c.lower_ in role_words("loyal")]
        parts = [part for tie in ties for prep, part in grammar.preps(tie) if prep in ("to", "with")]
        return [m for part in parts for c in _listed(part) for m in self.actors_at(c)]

    def _believed(self, noun: Token) -> list[Mention]:
        """Return whose a thing is thought to be: "jets believed to be Russian", "a drone thought to belong to X"."""
        verbs = [c for c in [*noun.children, noun.head] if c.lemma_.lower() in role_words("thought")]
        whose = [c for v in verbs for c in v.children if c.dep_ in ("xcomp", "ccomp", "obj", "obl", "advcl")]
        tied = role_words("loyal") | {"belong"}
        owners = [
            n for w in whose for prep, n in grammar.preps(w) if prep == "to" and tied & {w.lemma_.lower(), w.lower_}
        ]
        owners += [c for w in whose if w.lemma_.lower() == "belong" for c in w.children if c.dep_ == "flat"]
        return [m for part in [*whose, *owners] for m in self.actors_at(part)]

    def agents_at(self, noun: Token) -> list[Mention]:
        """Return the actors that act through a noun: its own, its owner's ("a drone of the army"), a pronoun's."""
        found = self.loyal_to(noun) or self.actors_at(noun) or self._believed(noun)
        if all(actor_of(m).id is None for m in found):  # "X said its fighters attacked"
            own = is_armed_word(noun) and noun.lemma_.lower() not in role_words("side")
            theirs = [p for p in grammar.possessors(noun) if own and p.lower_ in ("its", "their")]
            found = [m for p in theirs for m in self._antecedent(p) if actor_of(m).id] or found
        if not found and noun.pos_ == "PRON":
            return self._antecedent(noun)
        if not found:
            group = grammar.conjuncts(grammar.first_conjunct(noun))
            owners = [
                c for n in group for prep, part in grammar.preps(n) if prep == "of" for c in grammar.conjuncts(part)
            ]
            handled = [c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in role_words("handles")]
            owners += [n for verb in handled if grammar.is_passive(verb) for n in grammar.agents(verb)]
            found = [m for owner in [*grammar.possessors(noun), *owners] for m in self.agents_at(owner)]
        return found

    def _antecedent(self, pronoun: Token) -> list[Mention]:
        """Return whom "they" or "it" stands for: the subject of the last clause before it that names an actor."""
        if pronoun.lower_ not in ("they", "it", "their", "its"):
            return []
        if pronoun.dep_ in grammar.OBJECT:
            return self._other(pronoun)
        start = max(pronoun.sent.start - 80, 0)
        for token in reversed(self.doc[start : pronoun.i]):
            if token.dep_ in grammar.SUBJECT | grammar.PASSIVE_SUBJECT and token.pos_ != "PRON":
                if token.head.lemma_ in _SAYING and token.head not in pronoun.ancestors:
                    continue  # "…, the government said. They burned homes."
                found = self.actors_at(token)
                if found:
                    return [m for c in grammar.conjuncts(token) for m in self.actors_at(c)] or found
                thing = self.of_kind("weapon", [token.i])  # "Three rockets landed … They damaged a mosque"
                if token.tag_ == "NNS" and (thing or token.i >= pronoun.sent.start) and pronoun.lower_ == "they":
                    return []  # "two peasants were killed when they set off a mine": they are no body
        return []

    def _other(self, pronoun: Token) -> list[Mention]:
        """Return whom the object "it" or "them" stands for: the last actor of the sentence but who does the verb."""
        verbs = (pronoun.head, grammar.first_conjunct(pronoun.head))
        own = {t.i for v in verbs for s in grammar.subjects(v) for t in s.subtree}
        for token in reversed(self.doc[pronoun.sent.start : pronoun.i]):
            found = [] if token.i in own else self.of_kind("actor", [token.i])
            if found:
                return found
        return []

    def places_at(self, noun: Token) -> list[Mention]:
        """Return the place mentions that a noun phrase names, with "of"-complements ("the town of X")."""
        start, end = grammar.phrase(noun)
        found = self.of_kind("place", range(start, end))
        for prep, part in grammar.preps(noun):
            if prep == "of":
                for item in grammar.conjuncts(part):
                    found += [m for m in self.places_at(item) if m not in found]
        return found

    def span(self, tokens: Sequence[Token]) -> Span:
        """Return the character span from the first to the last of `tokens`."""
        return Span(start=tokens[0].idx, end=tokens[-1].idx + len(tokens[-1]))


def _listed(noun: Token) -> list[Token]:
    """Return what is coordinated with a noun, also where the parser takes it for an apposition: "of A, B and C"."""
    first = grammar.conjuncts(noun)
    lists = [c for n in first for c in n.children if c.dep_ == "appos" and c.i > n.i and grammar.conjuncts(c) != [c]]
    return [*first, *(n for c in lists for n in grammar.conjuncts(c))]


def _is_beside(noun: Token, part: Token) -> bool:
    """Tell whether a "from" stands right behind a noun: "killed fighters from X", "fighters, most of them from X"."""
    between = noun.doc[noun.i + 1 : part.left_edge.i]
    return part.i > noun.i and all(t.text == "," or t.lower_ in role_words("share") for t in between)


_SAYING = frozenset({"say", "add", "report", "tell", "confirm"})


def lay_out(
    document: Document,
    mentions: Sequence[Mention],
    tolls: Sequence[Toll],
    whens: Sequence[When],
    attributions: Sequence[Attribution],
) -> Scene:
    """Return the scene of a document."""
    at: dict[int, tuple[Mention, ...]] = {}
    for mention in mentions:
        span = document.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if span is None:
            continue
        for token in span:
            at[token.i] = (*at.get(token.i, ()), mention)
    return Scene(
        document=document,
        mentions=tuple(mentions),
        tolls=tuple(t for t in tolls if not t.moving),
        moves=tuple(t for t in tolls if t.moving),
        whens=tuple(whens),
        attributions=tuple(attributions),
        at=at,
        pointed=point_back(document, mentions),
    )


def actor_of(mention: Mention) -> Actor:
    """Return the actor of an actor mention."""
    assert isinstance(mention.value, Actor), mention
    return mention.value


def place_of(mention: Mention) -> Place:
    """Return the place of a place mention."""
    assert isinstance(mention.value, Place), mention
    return mention.value
