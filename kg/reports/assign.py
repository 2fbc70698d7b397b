"""Whose harm each word tells: the victims of every trigger of a sentence, each phrase given to one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.model import SOME
from kg.nlp import grammar
from kg.reports.harm import Trigger, cues, trigger_of, victim_nouns
from kg.reports.lists import names_after
from kg.reports.people import People
from kg.reports.running import number_put, toll_number
from kg.reports.victims import VictimReader


def assign_victims(reader: VictimReader, found: Sequence[tuple[Token, Trigger]]) -> dict[int, list[People]]:
    """Return the victims of each trigger by its index; a phrase that another trigger names first hand is its own."""
    return _Assigner(reader).assign(found)


def _of_the_army(people: list[People], trigger: Trigger) -> list[People]:
    """Return the people, the men that an army loses as fighters."""
    if trigger.lemma not in ("lose", "loss") or trigger.frame not in ("loss", "event"):
        return people
    return [replace(p, group="fighters") if p.group in ("men", "people") else p for p in people]


def _goes_with(prep: str, noun: Token) -> bool:
    """Tell whether a phrase names further victims: "along with 12 others", "with her two sons"."""
    theirs = any(c.tag_ == "PRP$" for c in noun.children)
    return tuple(prep.split()) in cues("with") or (prep == "with" and theirs)


class _Assigner:
    """Reads whom the triggers of one sentence harm."""

    def __init__(self, reader: VictimReader) -> None:
        self.doc = reader.doc
        self.reader = reader

    def assign(self, found: Sequence[tuple[Token, Trigger]]) -> dict[int, list[People]]:
        """Give each trigger its victims; a phrase that another trigger names first hand is not taken over."""
        direct = {t.i: self._direct(t, trigger) for t, trigger in found}
        owners = {p.head: i for i, (people, _) in direct.items() for p in people}
        out: dict[int, list[People]] = {}
        for token, trigger in found:
            people, shared = direct[token.i]
            more = [p for p in shared if owners.get(p.head, token.i) == token.i]
            kept = {p.head: p for p in [*people, *more] if not p.none and self._may_count(p, token, trigger)}
            out[token.i] = list(kept.values())
        self._drop_attributes(found, out)
        self._divide(found, out)
        for token, trigger in found:  # "33 dead and wounded", "dozens of deaths and injuries"
            own = [p for p in direct[token.i][0] if p.counted]
            if token.dep_ == "conj" and not own and trigger.frame in ("patient", "adjective", "count"):
                beside = token.i - token.head.i == 2 and trigger.frame == "count"
                shared = out.get(token.head.i, []) if beside or not direct[token.i][0] else []
                out[token.i] = shared if beside or not out[token.i] else out[token.i]
        return out

    def _drop_attributes(self, found: Sequence[tuple[Token, Trigger]], victims: dict[int, list[People]]) -> None:
        """Drop what only describes the victims of another word: "four displaced people were killed"."""
        for token, _ in found:
            if token.dep_ == "amod":
                told = {p.head for t, _ in found if t != token and t.dep_ != "amod" for p in victims[t.i]}
                victims[token.i] = [p for p in victims[token.i] if p.head not in told]

    def _divide(self, found: Sequence[tuple[Token, Trigger]], victims: dict[int, list[People]]) -> None:
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
        if trigger.frame in ("adjective", "count") and (put := number_put(self.reader, token)):
            return put, []
        strict = trigger.frame not in ("patient", "subject")
        heads = list(victim_nouns(token, trigger))
        if trigger.frame in ("patient", "subject"):
            heads += [noun for prep, noun in grammar.preps(token) if _goes_with(prep, noun)]
        direct = [p for h in heads if (p := self.reader.read(h, strict=strict) or self._meant(h, token)) is not None]
        # The tree may hang the rest of a coordination on the word itself: "the bodies of a man and two girls".
        hung = [c for c in grammar.conjuncts(token) if heads and c.i > heads[0].i and c.pos_ in ("NOUN", "PROPN")]
        shared = [p for h in [*heads, *hung] for p in self._coordinated(h, strict=strict)]
        shared += [p for c in hung if trigger_of(c) is None and (p := self.reader.read(c)) is not None]
        if not direct and trigger.frame in ("patient", "adjective") and (unnamed := self._left_unnamed(token)):
            return [unnamed], []
        share = self._of_whom(token)
        if share is not None:
            return [share], []
        beside = self._left_beside(token) if trigger.frame in ("patient", "adjective") else None
        if beside is not None and beside.head not in {p.head for p in direct}:
            parsed = token.dep_ != "conj" and beside.head in {p.head for p in shared}
            if not parsed:
                return [*self._before_comma(beside), beside], []
        claimed = self._right_beside(token) if trigger.frame == "patient" else None
        if claimed is not None:
            return self._pooled([claimed], self._mates([claimed]))
        if not direct and not shared:
            if trigger.frame == "count":
                direct = self._self_count(token)
            elif trigger.frame == "event" and (trigger.outcome == "detained" or (token.lemma_.lower(),) in cues("one")):
                direct = self._counted_acts(token)
            if not direct and not heads and trigger.frame in ("patient", "adjective", "count", "event"):
                direct = self._adjacent(token, trigger)
                shared = self._mates(direct)
            if not direct and heads and trigger.frame == "patient" and grammar.is_passive(token):
                # A broken tree: "In X, the capital of Y, 12 people were killed".
                direct = [p for p in self._adjacent(token, trigger) if p.counted]
        direct = [p for d in direct for p in names_after(self.reader, d) or [d]]
        return self._pooled(_of_the_army(direct, trigger), shared)

    def _meant(self, pronoun: Token, verb: Token) -> People | None:
        """Return whom "him", "her" or "them" stands for: the last people counted before, in the same sentence."""
        if pronoun.lower_ not in ("him", "her", "them") or pronoun.dep_ not in grammar.OBJECT:
            return None
        doers = {s.i for v in (verb, verb.head) for s in grammar.subjects(v)}
        for i in range(verb.i - 1, verb.sent.start - 1, -1):
            people = self.reader.read(self.doc[i]) if self.doc[i].pos_ in ("NOUN", "PROPN") else None
            single = people is not None and people.count.max == 1
            if people is not None and people.counted and i not in doers and single == (pronoun.lower_ != "them"):
                return people
        return None

    def _mates(self, direct: list[People]) -> list[People]:
        """Return who is coordinated with people that were found by their place."""
        firsts = [grammar.first_conjunct(self.doc[d.head]) for d in direct]
        found = [p for f in firsts for p in (self.reader.read(f), *self._coordinated(f, strict=True)) if p]
        return [p for p in found if p.head not in {d.head for d in direct}]

    def _right_beside(self, token: Token) -> People | None:
        """Read "and wounded [11 others]" where the tree hangs the phrase on an earlier verb."""
        if not self._is_active(token) or grammar.objects(token) or token.i + 1 not in self.reader.numbers:
            return None
        number = self.reader.numbers[token.i + 1]
        people = self.reader.read(self.doc[number.core_end - 1])
        return people if people is not None and people.start == token.i + 1 else None

    def _is_active(self, verb: Token) -> bool:
        """Tell whether a verb is active; the tree may call what kills its passive subject ("The blast killed 11")."""
        if verb.tag_ in ("VBD", "VBG", "VBZ", "VBP") and not grammar.is_passive(verb):
            return True
        if verb.tag_ not in ("VBD", "VBN") or any(c.dep_ in grammar.PASSIVE_AUX | {"aux"} for c in verb.children):
            return False
        doers = [*grammar.subjects(verb), *grammar.passive_subjects(verb)]
        if not doers and verb.dep_ == "conj":
            return self._is_active(verb.head)
        return bool(doers) and all(self.reader.read(d, strict=False) is None for d in doers)

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
            if child.dep_ == "appos" and child.i > head.i:
                yield from self._enumerated(head, child)

    def _enumerated(self, head: Token, apposed: Token) -> Iterator[People]:
        """Read "23 soldiers, eight policemen and 45 rebels", which the tree takes for an apposition."""
        first = self.reader.read(head)
        if first is None or first.name is not None or first.group in ("people", "civilians"):
            return
        for part in grammar.conjuncts(apposed):
            people = self.reader.read(part)
            if people is not None and any(i in self.reader.numbers for i in range(people.start, people.end)):
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

    def _left_unnamed(self, token: Token) -> People | None:
        """Read "left dead and wounded", "leaving dead among the soldiers": more than one, nobody says how many."""
        first = grammar.first_conjunct(token)
        verb = first.head
        if verb.lemma_.lower() != "leave" or first.dep_ not in ("xcomp", "obj", "ccomp") or first.i < verb.i:
            return None
        if any(t.pos_ not in ("DET", "ADV") for t in self.doc[verb.i + 1 : first.i]) or token.i in self.reader.numbers:
            return None  # "left five hurt", "left nobody hurt"
        if any(o != first for o in grammar.objects(verb)) or grammar.passive_subjects(verb):
            return None
        among = (
            self.reader.read(n) for head in (first, verb) for prep, n in grammar.preps(head) if prep in ("among", "in")
        )
        group = next((p.group for p in among if p is not None), "people")
        return People(head=token.i, start=token.i, end=token.i + 1, count=SOME, group=group, counted=True)

    def _of_whom(self, token: Token) -> People | None:
        """Read "[four of whom] later died", "500,000 of whom have fled"."""
        i = token.i - 1
        while i > token.sent.start and (self.doc[i].pos_ == "AUX" or self.doc[i].tag_ == "RB"):
            i -= 1
        near = i - 2 >= token.sent.start and self.doc[i].lower_ == "whom" and self.doc[i - 1].lower_ == "of"
        number = self.reader.numbers.get(i - 2) if near else None
        return self.reader.bare(number) if number is not None else None

    def _left_beside(self, token: Token) -> People | None:
        """Read "and [dozens more] wounded", "[12 people] hurt": the counted phrase right before a participle."""
        if token.tag_ not in ("VBN", "JJ", "NN", "NNS", "VBD") or grammar.objects(token) or token.i == token.sent.start:
            return None
        if token.dep_ == "amod" and token.head.i == token.i + 1:
            return None  # "two displaced women", "27 dead inhabitants"
        i = token.i - 1
        while i > token.sent.start and self._is_inside(self.doc[i], token):
            i -= 1
        number = self.reader.numbers.get(i)
        if number is not None and number.end == i + 1:
            return self.reader.bare(number)  # "and several injured"
        more = self.reader.numbers.get(i - 1) if self.doc[i].lower_ == "more" else None
        if more is not None and more.end == i:
            return replace(self.reader.bare(more), head=i, end=i + 1)  # "and four more wounded"
        people = self.reader.read(self.doc[i])
        if people is None or not people.counted or people.name or people.end > token.i or people.end < i:
            return None
        if grammar.case(grammar.first_conjunct(self.doc[people.head])) in ("including", "among"):
            return None  # "Family of four including [two children] killed"
        return people if any(k in self.reader.numbers for k in range(people.start, people.end)) else None

    def _is_inside(self, word: Token, verb: Token) -> bool:
        """Tell whether a word only stands between a participle and who is harmed: "12 [were badly] hurt"."""
        if word.tag_ in ("RB", "RBR"):
            return word.lower_ != "more"
        joined = verb.dep_ == "conj" and not grammar.passive_subjects(verb)
        return joined and word.head == verb and word.dep_ in grammar.PASSIVE_AUX | {"aux"}

    def _before_comma(self, people: People) -> list[People]:
        """Read the first of "[5 soldiers], 12 militants killed": a counted phrase coordinated with the one beside."""
        noun = self.doc[people.head]
        first = grammar.first_conjunct(noun)
        found = [p for c in grammar.conjuncts(first) if c.i < noun.i and (p := self.reader.read(c)) is not None]
        found = [p for p in found if p.counted and p.end <= people.start and p.head not in self.reader.numbers]
        return [p for p in found if trigger_of(self.doc[p.head]) is None]

    def _may_count(self, people: People, token: Token, trigger: Trigger) -> bool:
        """Refuse pronoun-like and generic phrases that tell no number of people."""
        verbal = trigger.frame in ("patient", "adjective")
        if (verbal and people.start <= token.i < people.end) or (token.dep_ == "amod" and token.i < people.head):
            return people.counted  # "a school that houses displaced people" tells no displacement
        return True

    def _self_count(self, token: Token) -> list[People]:
        """Read "12 deaths", "three civilian casualties", "causing injuries" as counts of people."""
        counted = grammar.case(token) == "of" and token.head.i in self.reader.numbers
        people = self.reader.read(token.head if counted else token)
        if people is None or people.name is not None or self._is_suffered(token):
            return []
        told = any(i in self.reader.numbers for i in range(people.start, people.end))
        if people.count.max == 1 and not told:  # "a knee injury" counts nobody
            return []
        causes = {form[0] for form in cues("cause")}
        governor = token.head if token.dep_ != "conj" else grammar.first_conjunct(token).head
        caused = people.count == SOME and governor.lemma_.lower() in causes and not people.definite
        return [replace(people, other=False)] if (people.counted and not people.definite) or caused else []

    def _counted_acts(self, token: Token) -> list[People]:
        """Read "211 arrests", "33 murders", "98 cases of arbitrary arrest": one person each."""
        case = grammar.case(token) == "of" and (token.head.lemma_.lower(),) in cues("case")
        i = (token.head if case else token).i - 1
        while i > token.sent.start and self.doc[i].pos_ in ("ADJ", "NOUN"):
            i -= 1
        number = self.reader.numbers.get(i)
        return [replace(self.reader.bare(number), other=False)] if number is not None and number.end == i + 1 else []

    def _is_suffered(self, token: Token) -> bool:
        """Tell whether "injuries" only says what people, who are told, suffered: "three men sustained injuries"."""
        other = trigger_of(token.head) if token.dep_ in grammar.OBJECT else None
        if other is None or other.frame != "suffer":
            return False
        return any(self.reader.read(s) is not None for s in victim_nouns(token.head, other))

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
