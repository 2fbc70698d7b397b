"""Reads a noun phrase as people: how many, of which group, with name and age where they are told."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.model import ONE, SOME, Count
from kg.nlp import grammar
from kg.reports.groups import of_body, refined
from kg.reports.numbers import Number
from kg.reports.people import (
    People,
    by_age,
    clean_name,
    demonyms,
    find_age,
    is_personal,
    lexical,
    sentence_numbers,
)

_LEFT_TAGS = frozenset(
    ("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "VBN", "VBG", "HYPH", "POS", "PRP$", "DT", "PDT", "AFX")
) | {"``", "''", "RB", "RBS", "$"}
_SINGULAR = frozenset({"NN", "NNP"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def _is_participle(token: Token, noun: Token) -> bool:
    """Tell whether a word taken for a past tense modifies a noun: "15 identified members"."""
    return token.tag_ == "VBD" and token.pos_ == "VERB" and token.head == noun


def _is_range(count: Count) -> bool:
    return count.min is not None and count.max is not None and count.min < count.max


class VictimReader:
    """Reads the people of one document; holds what is looked up once: numbers and personal names."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text  # spaCy puts it together anew at each call
        self.numbers = sentence_numbers(doc)
        self.names = {i: e for e in doc.ents if e.label_ in ("PER", "PERSON") for i in range(e.start, e.end)}

    def read(self, token: Token, *, strict: bool = True) -> People | None:
        """Return the people that the noun phrase around `token` stands for; None where it is not about people.

        `strict=False` also takes common nouns that the word list lacks ("killed two shepherdesses").
        """
        number = self.numbers.get(token.i)
        if number is not None and number.end > token.i and not self._is_couple(token):
            return self._of_number(token, number, strict=strict)
        if token.i in self.names and not self._is_title(token):
            return self._of_people(self.names[token.i]) or self._named(self.names[token.i])
        found = lexical(self.doc, token.i, token.sent.start)
        if found is None:
            counted = token.tag_ in ("NNPS", "NNP") and token.i > 0 and token.i - 1 in self.numbers
            people = token.lower_ in demonyms() or (
                token.tag_ == "NNPS" and token.lower_.removesuffix("s") in demonyms()
            )
            body = of_body(self.doc, token.i, token.i + 1) if counted or token.i - 1 in self.numbers else None
            if body is not None or (people and token.lower_ != "us") or (counted and token.ent_type_ == ""):
                found = (body or "people", "person", token.i)  # "two FARC"
            elif strict or token.pos_ != "NOUN" or not is_personal(token):
                return None
            else:
                found = ("people", "person", token.i)
        if found[:2] == ("fighters", "modifier") and token.pos_ == "PROPN" and token.i - 1 in self.numbers:
            found = ("fighters", "person", found[2])  # "two Daesh"
        if found[1] in ("modifier", "title", "thing"):
            return None
        return self._phrase(token, *found)

    def _is_couple(self, token: Token) -> bool:
        """Tell whether "couple" stands for two people ("a couple and their son"), not for "two of"."""
        found = lexical(self.doc, token.i, token.i)
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        return found is not None and found[1] == "couple" and not (after is not None and after.lower_ == "of")

    def _is_title(self, token: Token) -> bool:
        """Tell whether a word inside a personal name is a common noun for a person ("policeman Ali")."""
        entity = self.names[token.i]
        return token.i < entity.end - 1 and token.pos_ == "NOUN"

    def _of_number(self, token: Token, number: Number, *, strict: bool) -> People | None:
        """Read "dozens of civilians", "two of its fighters", "23 wounded", or a bare "23"."""
        noun = self._counted_noun(number)
        if noun is not None and noun.i not in range(number.start, number.end):
            inner = self.read(noun, strict=strict)
            if inner is not None and inner.head != token.i:
                end = max(inner.end, number.end)
                return replace(inner, start=min(number.start, inner.start), end=end, count=number.count, counted=True)
            if noun.pos_ in ("NOUN", "PROPN") and inner is None:
                return None  # "12 houses"
        if token.lower_ == "some" and token.dep_ == "det":
            return None
        named = [c for c in token.children if c.dep_ == "appos" and c.i in self.names and number.count.max == 1]
        return self._named(self.names[named[0].i]) if named else self.bare(number)  # "one of them, Samir,"

    def bare(self, number: Number) -> People:
        """Return the people that a number stands for by itself: "killing 23"."""
        start, end = number.start, number.end
        return People(head=end - 1, start=start, end=end, count=number.count, group="people", other=True, counted=True)

    def _counted_noun(self, number: Number) -> Token | None:
        """Return the noun that a number counts: the head it modifies, or the noun after "of"."""
        core = self.doc[number.core_end - 1]
        if _is_range(number.count) and core.dep_ != "nummod" and number.end < len(self.doc):
            return self._head_after(number.end)  # "at least 12 and up to 15 civilians"
        if core.lower_ == "of" and number.core_end < len(self.doc):
            return self._head_after(number.core_end)
        end = number.end
        if end + 1 < len(self.doc) and self.doc[end].lower_ == "more" and self.doc[end + 1].lower_ == "of":
            return self._head_after(end + 2)  # "54 more of their fighters"
        following = self.doc[number.end] if number.end < len(self.doc) else None
        if following is not None and following.lower_ == "of":
            return self._head_after(number.end + 1)
        head = core.head
        if core.dep_ in ("nummod", "amod", "det", "compound", "nmod", "quantmod", "advmod") and head.i >= number.end:
            return head if head.pos_ not in ("VERB", "AUX") or lexical(self.doc, head.i, head.i) else None
        return None

    def _head_after(self, i: int) -> Token | None:
        """Return the head of the noun phrase that starts at token `i`."""
        sentence_end = self.doc[i - 1].sent.end
        while i < sentence_end and self.doc[i].tag_ in _LEFT_TAGS and not self._ends_phrase(i, sentence_end):
            i += 1
        return self.doc[i] if i < sentence_end else None

    def _ends_phrase(self, i: int, stop: int) -> bool:
        if i + 1 >= stop:
            return True
        following = self.doc[i + 1]
        if self.doc[i].pos_ not in ("NOUN", "PROPN") and lexical(self.doc, i, i) is None:
            return False
        return following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") and following.tag_ not in ("HYPH", "POS")

    def _of_people(self, entity: Span) -> People | None:
        """Read "eleven young Azande" where the name of a people or body is taken for that of a person."""
        start = self._left_edge(entity.start)
        number = self.numbers.get(start)
        if number is None or number.end > entity.start or number.count.max == 1 or len(entity) > 1:
            return None
        group = self._group_before(number.end, entity.start) or of_body(self.doc, entity.start, entity.end) or "people"
        end = entity.end
        return People(head=end - 1, start=number.start, end=end, count=number.count, group=group, counted=True)

    def _named(self, entity: Span) -> People:
        """Read a personal name with the titles before it and what is said after it."""
        doc, first = self.doc, entity.root.sent.start
        start = self._left_edge(entity.start)
        if start in self.numbers and self.numbers[start].end <= entity.start:
            start = entity.start
        group = self._group_before(start, entity.start) or self._group_after(entity) or self._elsewhere(entity)
        head = entity.end - 1
        while start < head and doc[start].is_quote:
            start += 1
        age = find_age(self.doc, start, entity.end, text=self.text)
        group = by_age(group or "people", age)
        start = max(start, first)
        return People(
            head=head,
            start=start,
            end=entity.end,
            count=Count(min=1, max=1, text=doc[start : entity.end].text),
            group=group,
            name=clean_name(entity),
            age=age,
            counted=True,
        )

    def _group_before(self, start: int, end: int) -> str | None:
        for i in range(end - 1, start - 1, -1):
            found = lexical(self.doc, i, start)
            if found is not None and found[1] in ("person", "title", "modifier", "nominal") and found[0] != "people":
                return found[0]
        return None

    def _group_after(self, entity: Span) -> str | None:
        """Read the apposition of a name: "X, a senior commander", "X (a 9-year-old girl)"."""
        for i in range(entity.start, entity.end):
            for child in self.doc[i].children:
                if child.dep_ == "appos" and child.i >= entity.end:
                    found = lexical(self.doc, child.i, entity.end)
                    if found is not None and found[1] == "person":
                        return found[0]
        return None

    def _elsewhere(self, entity: Span) -> str | None:
        """Take the group from another mention of the same name ("Emir Abu Omar … Omar was killed")."""
        last = entity[-1].lower_.strip("“”")
        for other in dict.fromkeys(self.names.values()):
            if other.start != entity.start and last in (t.lower_ for t in other):
                group = self._group_before(self._left_edge(other.start), other.start) or self._group_after(other)
                if group is not None:
                    return group
        return None

    def _left_edge(self, i: int) -> int:
        """Walk left from the head at `i` over what modifies it: adjectives, nouns, number and hedges."""
        doc, first = self.doc, self.doc[i].sent.start
        head = doc[i]
        while i > first:
            token = doc[i - 1]
            number = self.numbers.get(i - 1)
            if number is not None:
                before = doc[number.start - 1] if number.start > first else None
                # "that" opens a clause in "said that two peasants were killed".
                definite = before is not None and before.lower_ in _DEFINITE and before.pos_ != "SCONJ"
                return number.start - definite
            if not token.whitespace_ and token.is_alpha and doc[i].text.startswith("-"):  # "off-duty"
                i -= 1
                continue
            skipped = self._aside(i, head)
            if skipped < i:
                i = skipped
                continue
            if (
                (token.tag_ not in _LEFT_TAGS and not _is_participle(token, head))
                or token.dep_ == "case"
                or token.dep_ in grammar.SUBJECT | grammar.OBJECT | grammar.PASSIVE_SUBJECT
            ):
                break
            if not (head.is_ancestor(token) or token.head.i >= i - 1) or token.dep_ in ("ROOT", "conj"):
                break
            i -= 1
        return i

    def _aside(self, i: int, head: Token) -> int:
        """Step over "(IPS)" and over the "and" between two modifiers ("police and military officers")."""
        doc, token = self.doc, self.doc[i - 1]
        if token.text == ")":
            opening = next((k for k in range(i - 2, max(i - 5, head.sent.start), -1) if doc[k].text == "("), i)
            return min(opening, i)
        modifies = token.lower_ == "and" and i - 2 >= head.sent.start and head.is_ancestor(doc[i - 2])
        return i - 1 if modifies and doc[i - 2].dep_ in ("amod", "compound", "nmod", "nmod:unmarked") else i

    def _phrase(self, token: Token, group: str, kind: str, word_start: int) -> People | None:
        doc = self.doc
        start = min(self._left_edge(token.i), word_start)
        number = self.numbers.get(start) or (self.numbers.get(token.i - 1) if token.i else None)
        if number is not None and not (number.start >= start and number.end <= token.i):
            number = None
        lefts = doc[start : token.i]
        number = number or next((n for t in lefts if (n := self.numbers.get(t.i)) and n.end <= token.i), None)
        if number is None and (number := self._number_of_which(start)) is not None:
            start = number.start
        group = refined(token, group, kind, start=start, word_start=word_start)
        age = find_age(self.doc, start, token.i + 1, text=self.text)
        group = by_age(group, age)
        single = token.tag_ in _SINGULAR if number is None else number.count.max == 1
        age = age if single else None  # "two girls, aged 7 and 10"
        name = self._name_of(token) if single else None
        if name is not None:
            age = age or find_age(self.doc, name.start, name.end, text=self.text)
            group = by_age(group, age)
        words = {t.lower_ for t in lefts if t.i not in self.numbers or t.lower_ in ("another", "other")}
        other = kind == "other" or (bool(words & {"other", "others", "more", "another"}) and group == "people")
        count, counted = self._count(token, kind, number, words)
        inside = [n.i for p, n in grammar.preps(token) if p == "of" and kind == "family" and self._number_of(n)]
        end = max([token.i + 1, name.end if name else 0, number.end if number else 0, *(i + 1 for i in inside)])
        return People(
            head=token.i,
            start=start,
            end=end,
            count=count,
            group=group,
            name=clean_name(name) if name else None,
            age=age,
            other=other,
            definite=bool(words & _DEFINITE),
            counted=counted or name is not None,
            none=bool(words & {"no", "neither", "zero"}),
        )

    def _number_of_which(self, start: int) -> Number | None:
        """Return the number before "of" and a phrase: "[tens of thousands] of Syrians displaced …"."""
        if start < 2 or self.doc[start - 1].lower_ != "of":
            return None
        number = self.numbers.get(start - 1) or self.numbers.get(start - 2)
        return number if number is not None and number.end in (start - 1, start) else None

    def _number_of(self, noun: Token) -> Number | None:
        """Return the number of "of six", "of six members"."""
        counted = [self.numbers[c.i] for c in noun.children if c.dep_ == "nummod" and c.i in self.numbers]
        return self.numbers.get(noun.i) or (counted[0] if counted else None)

    def _count(self, token: Token, kind: str, number: Number | None, words: set[str]) -> tuple[Count, bool]:
        of_number = next((n for p, n in grammar.preps(token) if p == "of" and self._number_of(n) is not None), None)
        if kind in ("family", "couple"):
            if of_number is not None and kind == "family":
                told = self._number_of(of_number)
                return (told.count if told is not None else SOME), True
            if number is not None and number.count.min is not None:
                # How many a family has is not told: 46 families are 46 people or more; a couple is two.
                return Count(min=number.count.min * (2 if kind == "couple" or number.count.min == 1 else 1)), True
            return (Count(min=2, max=2), True) if kind == "couple" else (SOME, bool(words & {"a", "an", "one"}))
        if number is not None:
            return number.count, True
        if token.lower_ == "another" or words & {"another"}:
            return ONE, True
        if token.lower_ in ("others", "more", "rest"):
            return SOME, False
        plural = "Number=Plur" in str(token.morph) or token.tag_ in ("NNS", "NNPS")
        if plural or token.tag_ not in _SINGULAR or (kind == "member" and token.lower_ in ("personnel", "staff")):
            return (ONE, True) if words & {"a", "an"} and not plural else (SOME, False)
        return ONE, bool(words & {"a", "an", "one"})

    def _name_of(self, token: Token) -> Span | None:
        """Return the personal name right after a noun: "the child Hamza", "a teacher, Rana Saleh"."""
        i = token.i + 1
        while i < min(len(self.doc), token.i + 4) and self._leads_to_name(i):
            i += 1
        entity = self.names.get(i)
        if entity is None or entity.start != i or entity.root.sent != token.sent:
            apart = [
                self.names[c.i] for c in token.children if c.dep_ == "appos" and c.i in self.names and c.i > token.i
            ]
            return apart[0] if apart else None
        linked = any(t.head.i == token.i and t.dep_ in ("appos", "flat", "nmod:desc") for t in entity)
        closed = entity.end < len(self.doc) and self.doc[entity.end].text in (",", ".", ")", "(")
        return entity if linked or i == token.i + 1 or closed else None

    def _leads_to_name(self, i: int) -> bool:
        token = self.doc[i]
        if token.text in (",", "(", "“", '"', "named", "called"):
            return True
        found = lexical(self.doc, i, i)
        return i not in self.names and token.pos_ == "PROPN" and found is not None and found[1] in ("title", "person")
