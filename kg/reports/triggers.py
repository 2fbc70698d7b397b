"""Which words of a sentence tell an event that happened: frames in their sense, facts and no threats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg import lexicon
from kg.model import Refusal
from kg.nlp import grammar
from kg.reports import factuality
from kg.reports.frames import Frame, frame_of
from kg.reports.links import Trigger
from kg.reports.roles import role_words, subject_nouns, undergoer_nouns
from kg.reports.scene import Scene, actor_of


def find_triggers(scene: Scene, sentence: SpacySpan, refusals: list[Refusal]) -> Iterator[Trigger]:
    """Yield the triggers of a sentence that tell what happened; those that do not add to `refusals`."""
    for token in sentence:
        frame = _frame(scene, token)
        if frame is None:
            continue
        reason = factuality.why_not(token)
        if reason is None:
            yield Trigger(token=token, frame=_by_outcome(scene, token, frame))
        else:
            refusals.append(Refusal(span=scene.span([token]), reason=reason, note=frame.form))


def _frame(scene: Scene, token: Token) -> Frame | None:
    """Return the frame of a token that is used in the sense of its frame, None where it is not."""
    frame = frame_of(token)
    if frame is not None and frame.scheme == "light":
        frame = _launch(scene, token, frame)
    if frame is None or _is_month(token) or _is_natural(token) or _is_part_of_name(scene, token):
        return None
    if _needs_toll(frame) and not _has_toll(scene, token):
        return None
    if _takes_no_place(scene, token, frame) and not _captures_person(scene, token):
        return None
    return None if frame.pos == "NOUN" and _is_figurative(scene, token) else frame


def _launch(scene: Scene, verb: Token, frame: Frame) -> Frame | None:
    """ "Launched rockets" tells an attack by itself; "launched an attack" only carries the noun."""
    arguments = [*grammar.objects(verb), *grammar.passive_subjects(verb)]
    if any(scene.of_kind("weapon", [o.i]) and frame_of(o) is None for o in arguments):
        return replace(frame, category="violence", type="Attack", scheme="fire")
    return None


_BY_OUTCOME = {"detained": ("detention", "Detention"), "displaced": ("displacement", "Displacement")}


def _by_outcome(scene: Scene, token: Token, frame: Frame) -> Frame:
    """People captured are a detention, people driven out a displacement, whatever else the verb can tell."""
    if frame.form == "fall" and frame.pos == "VERB" and not _changes_hands(scene, token):
        return replace(frame, category="violence", type="Attack", scheme="land")
    if frame.form == "capture" and _captures_person(scene, token):
        return replace(frame, category="detention", type="Detention", scheme="detain", strength="strong")
    for toll in scene.tolls:
        if toll.trigger == token.i and toll.outcome in _BY_OUTCOME and frame.category in ("capture", "relief"):
            category, kind = _BY_OUTCOME[toll.outcome]
            return replace(frame, category=category, type=kind, scheme="detain")
    return frame


def _changes_hands(scene: Scene, verb: Token) -> bool:
    """Tell whether what falls is a place, or falls to somebody; rockets fall too."""
    subjects = [grammar.antecedent(s) for s in subject_nouns(verb)]
    places = any(scene.of_kind("place", [s.i]) or s.lemma_.lower() in role_words("place-part") for s in subjects)
    return places or any(prep == "to" and scene.actors_at(noun) for prep, noun in grammar.preps(verb))


def _needs_toll(frame: Frame) -> bool:
    """ "Left", "lost" and the like tell harm only where people or buildings are said to be the worse for it."""
    return frame.form in ("leave", "claim life", "lose") and frame.category == "violence"


def _has_toll(scene: Scene, token: Token) -> bool:
    below = {t.i for t in token.subtree}
    return any(t.trigger in below and t.refused is None and t.outcome in ("killed", "injured") for t in scene.tolls)


def _takes_no_place(scene: Scene, token: Token, frame: Frame) -> bool:
    """Tell whether a weak word for a change of hands is about something else than a place ("lost their legs")."""
    if frame.category != "capture" or frame.pos != "VERB" or frame.strength != "weak" or frame.scheme == "oust":
        return False
    nouns = [*grammar.objects(token), *undergoer_nouns(token), *(n for _, n in grammar.preps(token))]
    nouns += [part for n in nouns for prep, part in grammar.preps(n) if prep in ("of", "over")]
    words = role_words("place-part") | {"control", "territory", "ground", "land", "position"}
    return not any(
        scene.of_kind("place", range(*grammar.phrase(n)))
        or scene.of_kind("facility", [n.i])
        or n.lemma_.lower() in words
        for noun in nouns
        for n in grammar.conjuncts(grammar.antecedent(noun))
    )


@cache
def _natural_causes() -> frozenset[str]:
    return frozenset(r["form"] for r in lexicon.table("factuality") if r["kind"] == "natural")


def _is_natural(token: Token) -> bool:
    """Tell whether people died of cold, hunger or disease."""
    if token.lemma_.lower() not in ("die", "perish", "death"):
        return False
    return any(p in ("of", "from") and n.lemma_.lower() in _natural_causes() for p, n in grammar.preps(token))


def _captures_person(scene: Scene, verb: Token) -> bool:
    nouns = undergoer_nouns(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    return any(actor_of(m).kind == "person" for n in nouns for m in scene.actors_at(grammar.antecedent(n)))


def _is_figurative(scene: Scene, token: Token) -> bool:
    """ "The execution of this operation": a killing word whose object is no person."""
    if token.lemma_.lower() not in ("execution", "capture", "seizure", "arrest", "fall", "loss"):
        return False
    parts = [noun for prep, noun in grammar.preps(token) if prep == "of"]
    return any(frame_of(n) is not None or (n.pos_ == "NOUN" and not scene.at.get(n.i)) for n in parts) and not any(
        toll.trigger == token.i for toll in scene.tolls
    )


def _is_month(token: Token) -> bool:
    """ "March 2020" is no demonstration."""
    return token.text == "March" and (token.i == 0 or token.pos_ == "PROPN")


def _is_part_of_name(scene: Scene, token: Token) -> bool:
    """Tell whether a trigger word only modifies another noun ("attack helicopter") or stands in a name."""
    if token.ent_type_ in ("ORG", "PER", "PERSON") or (token.pos_ == "PROPN" and token.ent_type_):
        return True
    if token.dep_ in ("compound", "nmod:unmarked", "nmod:desc") and token.head != token:
        return frame_of(token.head) is None or token.i + 1 == token.head.i
    covering = [m for m in scene.at.get(token.i, ()) if m.kind in ("actor", "place", "facility") and m.ref]
    return any(m.span.end - m.span.start > len(token) for m in covering)
