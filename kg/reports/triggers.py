"""Which words of a sentence tell an event that happened: frames in their sense, facts and no threats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.model import Refusal
from kg.nlp import grammar
from kg.reports import factuality
from kg.reports.figures import is_figure
from kg.reports.frames import Frame, frame_of
from kg.reports.links import INTERVALS, Trigger
from kg.reports.roles import role_words
from kg.reports.scene import Scene
from kg.reports.senses import doers, nouns_of, sense_of


def find_triggers(scene: Scene, sentence: SpacySpan, refusals: list[Refusal]) -> Iterator[Trigger]:
    """Yield the triggers of a sentence that tell what happened; those that do not add to `refusals`."""
    for token in sentence:
        frame = _frame(scene, token)
        if frame is None:
            continue
        # "No exchange of fire", "a cessation of hostilities": what is said of the first noun counts.
        reason = factuality.why_not(token.head if " of " in frame.form else token)
        reason = reason or ("negated" if _is_called_off(token, frame) else None)
        if reason is None:
            yield Trigger(token=token, frame=_by_outcome(scene, token, frame))
        else:
            refusals.append(Refusal(span=scene.span([token]), reason=reason, note=frame.form))


def _is_called_off(token: Token, frame: Frame) -> bool:
    """Tell whether a meeting is told as none that takes place: "talks were suspended", "cancelled the summit"."""
    if frame.category != "meeting" or frame.pos != "NOUN":
        return False
    noun = grammar.first_conjunct(token)
    return noun.dep_ in grammar.OBJECT | grammar.PASSIVE_SUBJECT and noun.head.lemma_.lower() in role_words("calls-off")


def _frame(scene: Scene, token: Token) -> Frame | None:
    """Return the frame of a token that is used in the sense of its frame, None where it is not."""
    frame = sense_of(scene, token)
    if frame is not None and frame.scheme == "light":
        return None
    if (
        frame is None
        or _only_describes(scene, token, frame)
        or _is_month(token)
        or _is_natural(token)
        or _is_part_of_name(scene, token)
    ):
        return None
    if is_figure(scene, token, frame):
        return None
    return None if frame.pos == "NOUN" and _is_figurative(scene, token) else frame


def _only_describes(scene: Scene, token: Token, frame: Frame) -> bool:
    """Tell whether a participle only says what a thing is like: "displaced families", "areas occupied by …"."""
    if frame.pos != "VERB" or token.tag_ not in ("VBN", "JJ", "VBD", "VBG"):
        return False
    if token.tag_ == "VBG":  # "the coalition fighting the rebels"
        where = [n for _, n in grammar.preps(token) if scene.of_kind("place", [n.i])]
        return token.dep_ == "acl" and frame.scheme == "clash" and bool(scene.actors_at(token.head)) and not where
    if token.dep_ == "acl" and frame.form in ("occupy", "besiege"):
        return True
    killed = any(t.trigger == token.i and t.outcome in ("killed", "injured") for t in scene.tolls)
    # "The besieged town", not "the group targeted positions": long subjects are misread.
    attacked = frame.scheme == "attack" and token.i > 0 and token.nbor(-1).tag_ in ("DT", "PRP$", "POS", "HYPH", "IN")
    state = frame.category in ("displacement", "capture") or attacked
    described = token.dep_ == "amod" or (token.dep_ == "conj" and token.head.dep_ == "amod")
    return described and state and not killed


_BY_OUTCOME = {"detained": ("detention", "Detention"), "displaced": ("displacement", "Displacement")}


def _by_outcome(scene: Scene, token: Token, frame: Frame) -> Frame:
    """People captured are a detention, people driven out a displacement, whatever else the verb can tell."""
    for toll in scene.tolls:
        counted = toll.trigger == token.i and toll.outcome in _BY_OUTCOME and "takes-place" not in frame.needs
        if counted and frame.category in ("capture", "relief"):
            category, kind = _BY_OUTCOME[toll.outcome]
            return replace(frame, category=category, type=kind, scheme="detain")
    return frame


def _is_natural(token: Token) -> bool:
    """Tell whether people died of cold, hunger or disease, or a storm did it."""
    if any(n.lemma_.lower() in nouns_of("natural") for n in doers(token)):
        return True
    return factuality.of_nature(token) is not None


def _is_figurative(scene: Scene, token: Token) -> bool:
    """ "The execution of this operation": a killing word whose object is no person, "a blast of cold air"."""
    parts = [noun for prep, noun in grammar.preps(token) if prep == "of"]
    if token.lemma_.lower() == "blast":
        real = INTERVALS | nouns_of("munition")
        return any(n.is_lower and not scene.at.get(n.i) and n.lemma_ not in real for n in parts)
    if token.lemma_.lower() not in ("execution", "capture", "seizure", "arrest", "fall", "loss"):
        return False
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
