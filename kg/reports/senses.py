"""Is a word used in the sense of its frame: "took the town" or "took part", "fired rockets" or "fired the minister"?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.nlp import grammar
from kg.reports import kinds
from kg.reports.frames import Frame, frames_of, is_event_noun
from kg.reports.numbers import read_count
from kg.reports.people import is_personal, lexical
from kg.reports.roles import role_words, subject_nouns, undergoer_nouns, whole_of
from kg.reports.scene import Scene, actor_of, place_of

Test = Callable[[Scene, Token], bool]


def sense_of(scene: Scene, token: Token) -> Frame | None:
    """Return the first frame of a token whose needs its clause meets, None where it tells no event."""
    frames = frames_of(token)
    return None if not frames or _is_search(token) else next((f for f in frames if _fits(scene, token, f)), None)


def _fits(scene: Scene, token: Token, frame: Frame) -> bool:
    return all(_meets(scene, token, need) for need in frame.needs)


def _meets(scene: Scene, token: Token, need: str) -> bool:
    """Tell whether one need is met: a named test, or a noun of a kind among the arguments ("takes-": acted on)."""
    negated, name = need.startswith("no-"), need.removeprefix("no-")
    test = _TESTS.get(name)
    if test is not None:
        return test(scene, token) is not negated
    kind = name.removeprefix("takes-")
    return _has_noun(undergoers(token) if kind != name else _around(token), kind) is not negated


@cache
def nouns_of(kind: str) -> frozenset[str]:
    """Return the nouns of one kind of the table `frame_nouns`."""
    return frozenset(r["form"] for r in lexicon.table("frame_nouns", columns=("form", "kind")) if r["kind"] == kind)


def doers(token: Token) -> list[Token]:
    """Return who acts: the subject, the agent of a passive, whose or by whom an event noun is."""
    if not grammar.is_verb(token):
        found = [*grammar.possessors(token), *grammar.modifiers(token), *grammar.agents(token)]
    else:
        found = grammar.agents(token) if grammar.is_passive(token) else subject_nouns(token)
    return _all(found)


def undergoers(token: Token) -> list[Token]:
    """Return what is acted on: the object, the subject of a passive, what follows the "of" of an event noun."""
    if not grammar.is_verb(token):
        return _all(part for prep, part in grammar.preps(token) if prep in ("of", "on", "against"))
    return _all(undergoer_nouns(token) if grammar.is_passive(token) else grammar.objects(token))


def _all(nouns: Iterable[Token]) -> list[Token]:
    return [c for n in nouns for c in grammar.conjuncts(grammar.antecedent(n))]


def _around(token: Token) -> list[Token]:
    """Return all nouns that hang on a word, with what their "of" names."""
    found = [*doers(token), *undergoers(token), *_all(n for _, n in grammar.preps(token))]
    found += [*_all(grammar.subjects(token)), *_all(grammar.passive_subjects(token))]
    return found + [part for n in found for prep, part in grammar.preps(n) if prep in ("of", "over", "with", "from")]


def _has_noun(nouns: list[Token], kind: str) -> bool:
    words = nouns_of(kind)
    near = [w for n in nouns for w in [n, *n.children] if w.tag_ not in ("VBG", "IN")]
    return any({w.lemma_.lower(), w.lower_, w.lower_.removesuffix("s")} & words for w in near)


def _is_place(scene: Scene, noun: Token) -> bool:
    found = scene.of_kind("place", range(*grammar.phrase(noun))) or scene.of_kind("facility", [noun.i])
    return bool(found) or noun.lemma_.lower() in role_words("place-part") | nouns_of("ground")


def _takes_place(scene: Scene, token: Token) -> bool:
    """Tell whether what is acted on is a place, or a part or most of one."""
    nouns = undergoers(token)
    heads = [*nouns, token] if any(n.lemma_.lower() in nouns_of("hold") for n in nouns) else nouns
    nouns = nouns + [p for n in heads for prep, p in grammar.preps(n) if prep in ("of", "over", "on")]
    return any(_is_place(scene, n) or _is_unknown_name(scene, n) for n in nouns)


def _is_unknown_name(scene: Scene, noun: Token) -> bool:
    """Tell whether a noun is a name that nobody knows: of a village, as likely as not."""
    bodies = [actor_of(m) for m in scene.of_kind("actor", [noun.i])]
    return noun.pos_ == "PROPN" and all(b.id is None and b.kind is None for b in bodies)


def _takes_thing(scene: Scene, token: Token) -> bool:
    """Tell whether what is acted on can be broken: a place, a building, a vehicle, somebody's arms."""
    found = undergoers(token)
    words = nouns_of("thing")
    return not found or any(
        _is_place(scene, n) or n.lemma_.lower() in words or n.pos_ in ("PROPN", "PRON", "NUM") or scene.actors_at(n)
        for n in found
    )


def _is_held(scene: Scene, noun: Token) -> bool:
    """Tell whether somebody is said to be in prison."""
    return grammar.case(noun) in ("in", "behind") and any(c.dep_ == "cop" for c in noun.children)


_BACKDROP = ("since", "during", "after", "before", "amid", "throughout", "despite")


def _is_backdrop(scene: Scene, noun: Token) -> bool:
    """Tell whether a war only sets the time of something else: "since the war began", "during the war"."""
    marks = {c.lower_ for c in noun.head.children if c.dep_ == "mark"}
    return grammar.case(noun) in _BACKDROP or bool(marks & set(_BACKDROP))


def _names_place(scene: Scene, token: Token) -> bool:
    """Tell whether any argument is a place."""
    nouns = [*undergoers(token), *_all(n for _, n in grammar.preps(token))]
    nouns += [p for n in nouns for prep, p in grammar.preps(n) if prep in ("of", "over", "on", "in")]
    return any(_is_place(scene, n) for n in nouns)


def _from_place(scene: Scene, token: Token) -> bool:
    """Tell whether a place is left: who only falls back on one, or goes off towards it, has lost none."""
    nouns = [*_all(n for prep, n in grammar.preps(token) if prep in ("from", "out of")), *grammar.objects(token)]
    nouns += [p for n in nouns for prep, p in grammar.preps(n) if prep in ("of", "in", "around")]
    return any(_is_place(scene, n) or _is_unknown_name(scene, n) for n in nouns)


def _in_country(scene: Scene, token: Token) -> bool:
    """Tell whether the only place named is a whole country: who enters it has not taken it."""
    found = scene.of_kind("place", [t.i for t in token.subtree])
    return bool(found) and all(place_of(m).precision == "country" for m in found)


def _is_people(scene: Scene, noun: Token) -> bool:
    """Tell whether a noun stands for people: by the list of victims, a name, a number or a pronoun."""
    if noun.pos_ == "PRON":
        return noun.lower_ in ("he", "she", "him", "her", "they", "them", "who", "whom", "others", "many")
    if any(actor_of(m).kind == "person" for m in scene.actors_at(noun)) or noun.ent_type_ in ("PER", "PERSON"):
        return True
    if noun.lemma_.lower() in nouns_of("people"):
        return True
    found = lexical(noun.doc, noun.i, noun.sent.start)
    if found is not None:
        return found[1] not in ("modifier", "title", "thing", "suffix")
    return (
        any(n != noun and _is_people(scene, n) for n in whole_of(noun))
        or (noun.pos_ == "NUM" and not grammar.case(noun))
        or (is_personal(noun) and any(c.pos_ == "NUM" for c in noun.children))
    )


def _on_people(scene: Scene, token: Token) -> bool:
    harmed = any(t.trigger == token.i and t.refused is None for t in scene.tolls)
    return harmed or any(_is_people(scene, n) for n in undergoers(token))


def _by_people(scene: Scene, token: Token) -> bool:
    harmed = any(t.trigger == token.i and t.refused is None for t in scene.tolls)
    return harmed or any(_is_people(scene, n) for n in doers(token))


CROWD = 20  # people; three envoys who leave a town are not driven out


def _by_many(scene: Scene, token: Token) -> bool:
    """Tell whether a crowd of people moves, told by a number or a word for the people of a place."""
    found = [w for n in doers(token) if _is_people(scene, n) for w in (n, *whole_of(n))]
    return any(_is_crowd(n) or any(_is_large(w) for w in (n, *n.children)) for n in found)


def _is_crowd(noun: Token) -> bool:
    return noun.lemma_.lower() in nouns_of("crowd") and (noun.tag_ == "NNS" or noun.lower_ in nouns_of("crowd-as-one"))


def _is_large(word: Token) -> bool:
    if word.pos_ != "NUM":
        return False
    count = read_count([word.lower_])
    return count is None or (count.min or CROWD) >= CROWD


def _by_aid_lorry(scene: Scene, token: Token) -> bool:
    """Tell whether a convoy or lorries with aid come in."""
    carriers = [n for n in doers(token) if n.lemma_.lower() in ("truck", "lorry", "convoy", "shipment", "ship")]
    return any(t.lemma_.lower() in nouns_of("aid") for n in carriers for t in n.subtree)


def _is_fighting(scene: Scene, noun: Token) -> bool:
    if any(c.lower_ == "armed" for c in noun.children):
        return True
    return any(kinds.is_armed(m) or actor_of(m).kind == "state" for m in scene.agents_at(noun))


def _by_armed(scene: Scene, token: Token) -> bool:
    """Tell whether an armed body acts, or a passive leaves open who did."""
    found = doers(token)
    return any(_is_fighting(scene, n) for n in found) or (not found and grammar.is_passive(token))


def _by_fighters(scene: Scene, token: Token) -> bool:
    """Tell whether forces act, not merely a government."""
    found = doers(token)
    named = any(kinds.is_armed(m) or n.pos_ == "PRON" for n in found for m in scene.agents_at(n))
    return named or any(n.lemma_.lower() in nouns_of("force") for n in found)


def _on_armed(scene: Scene, token: Token) -> bool:
    return any(_is_fighting(scene, n) for n in undergoers(token))


def _by_party(scene: Scene, token: Token) -> bool:
    return any(scene.agents_at(n) or n.lemma_.lower() in nouns_of("envoy") for n in doers(token))


def _with_party(scene: Scene, token: Token) -> bool:
    """Tell whether a second side is named: whom somebody meets, receives or visits."""
    met = [*undergoers(token), *(n for prep, n in grammar.preps(token) if prep in ("with", "between", "to"))]
    return any(scene.agents_at(n) or scene.of_kind("place", [n.i]) for n in met)


def _on_guest(scene: Scene, token: Token) -> bool:
    return any(scene.agents_at(n) and not any(c.pos_ == "NUM" for c in n.children) for n in undergoers(token))


def _is_against(scene: Scene, token: Token) -> bool:
    return any(prep in ("against", "on") for prep, _ in grammar.preps(token))


def _shoots_people(scene: Scene, verb: Token) -> bool:
    """Tell whether shots go at people: "fired on the marchers"."""
    at = [n for prep, n in grammar.preps(verb) if prep in ("at", "on", "upon", "toward", "towards", "into")]
    return any(_is_people(scene, n) for n in _all(at))


def _between_sides(scene: Scene, noun: Token) -> bool:
    """Tell whether a war is told with who wages it or against whom: "the Saudi war in Yemen", "a war with Israel"."""
    against = [n for prep, n in grammar.preps(noun) if prep in ("between", "against", "with", "on")]
    sides = [*doers(noun), *against]
    led = any(c.lemma_ in ("lead", "back") for c in noun.children if c.dep_ == "amod")  # "the Saudi-led war"
    return led or any(scene.agents_at(n) or scene.of_kind("place", [n.i]) for n in sides)


def _with_toll(scene: Scene, token: Token) -> bool:
    below = {t.i for t in token.subtree}
    return any(t.trigger in below and t.refused is None and t.outcome in ("killed", "injured") for t in scene.tolls)


def _with_weapon(scene: Scene, token: Token) -> bool:
    nouns = [*undergoers(token), *doers(token), *(n for prep, n in grammar.preps(token) if prep in ("with", "by"))]
    return _is_weapon(scene, nouns)


def _takes_weapon(scene: Scene, token: Token) -> bool:
    return _is_weapon(scene, undergoers(token))


def _is_weapon(scene: Scene, nouns: list[Token]) -> bool:
    parts = [p for n in nouns for prep, p in grammar.preps(n) if prep in ("of", "with")]
    words = nouns_of("munition")
    things = [n for n in nouns + parts if not is_event_noun(n)]
    return any(scene.of_kind("weapon", [n.i]) or {n.lemma_.lower(), n.lower_} & words for n in things)


def _falls_to(scene: Scene, verb: Token) -> bool:
    """Tell whether what falls is a place, or falls to somebody; rockets fall too."""
    falling = _all(grammar.subjects(verb)) if grammar.is_verb(verb) else doers(verb)
    places = any(scene.of_kind("place", [n.i]) or n.lemma_.lower() in role_words("place-part") for n in falling)
    return places or any(prep in ("to", "into") and scene.actors_at(noun) for prep, noun in grammar.preps(verb))


def _by_labour(scene: Scene, token: Token) -> bool:
    """Tell whether those who work for a living act: "a strike by bus drivers", "the miners' strike"."""
    whose = [noun for prep, noun in grammar.preps(token) if prep in ("of", "by")]
    return _has_noun([*doers(token), *_all(whose)], "labour")


def _is_search(token: Token) -> bool:
    """Tell whether somebody is to be found or caught by it: "an operation to arrest those responsible"."""
    if token.lemma_.lower() not in role_words("search"):
        return False
    carrier = [token.head] if token.dep_ in grammar.OBJECT else []
    below = [c for t in [token, *carrier] for c in t.children if c.i > token.i]
    aims = [c for c in below if c.dep_ in ("acl", "advcl", "xcomp") and c.tag_ == "VB"]
    return any(c.lemma_.lower() in role_words("seeks") for c in aims)


_TESTS: dict[str, Test] = {
    "aid-lorry": _by_aid_lorry,
    "against": _is_against,
    "armed": _by_armed,
    "backdrop": _is_backdrop,
    "country": _in_country,
    "falls-to": _falls_to,
    "fighters": _by_fighters,
    "foe": _on_armed,
    "from-place": _from_place,
    "guest": _on_guest,
    "held": _is_held,
    "labour": _by_labour,
    "many": _by_many,
    "on-people": _on_people,
    "party": _by_party,
    "people": _by_people,
    "place": _names_place,
    "second-party": _with_party,
    "shoots-people": _shoots_people,
    "sides": _between_sides,
    "takes-place": _takes_place,
    "takes-thing": _takes_thing,
    "takes-weapon": _takes_weapon,
    "toll": _with_toll,
    "weapon": _with_weapon,
}
