"""The flow of one document: lay out, find happenings, place and attribute them, merge, assemble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.ids import actor_key
from kg.model import Actor, Document, Mention, Reading, Refusal, Report
from kg.reports import attribution, casualties, statements, when
from kg.reports.affinity import SAID_DAY, Cluster
from kg.reports.assemble import assemble
from kg.reports.carry import carry_means, carry_over, carry_places
from kg.reports.doers import name_once
from kg.reports.happenings import Happening, find_happenings
from kg.reports.headlines import join_headline
from kg.reports.merge import merge
from kg.reports.persons import with_persons
from kg.reports.relevance import is_conflict_article, is_reportable
from kg.reports.roles import role_words
from kg.reports.scene import Scene, lay_out
from kg.reports.tallies import carry_windows, with_tallies
from kg.reports.uses import with_uses


def find_reports(document: Document, mentions: Sequence[Mention]) -> Reading:
    """Return the reports of a document, the mentions they rest on and what was noticed but not coded."""
    scene, told, refusals = tell(document, mentions)
    clusters = join_headline(scene, merge(scene, told))
    kept = [c for c in clusters if is_reportable(scene, c, clusters)]
    refusals += [_refused(c) for c in clusters if c not in kept]
    reports = [assemble(scene, name_once(c)) for c in carry_means(carry_places(scene, kept))]
    if kept or is_conflict_article(scene, clusters):
        reports += statements.find_statements(document, mentions, whens=scene.whens, told=scene.attributions)
    reading = Reading(
        article=document.article,
        mentions=tuple(mentions),
        reports=tuple(sorted(_unique(reports), key=lambda r: (r.evidence, r.type, r.id))),
        refusals=tuple(sorted(refusals, key=lambda r: (r.span, r.reason, r.note))),
    )
    return with_persons(with_uses(reading), document)


def tell(document: Document, mentions: Sequence[Mention]) -> tuple[Scene, list[Happening], list[Refusal]]:
    """Return a document laid out, what its sentences tell one by one, and what was noticed but not coded."""
    scene = lay_out(
        document,
        mentions,
        casualties.find_casualties(document),
        when.find_whens(document),
        attribution.find_attributions(document, list(mentions)),
    )
    happenings, refusals = find_happenings(scene)
    told = [_sourced(scene, _attributed(scene, h)) for h in with_tallies(scene, happenings, refusals)]
    return scene, carry_over(scene, carry_windows(told)), refusals


def _attributed(scene: Scene, happening: Happening) -> Happening:
    """Add the time of a happening and who says so."""
    main = min(happening.triggers, key=lambda t: (len(list(t.token.ancestors)), t.token.i)).token
    status, sources = attribution.attribution_for(scene.document, main.i, scene.attributions)
    times = [when.date_of(scene.document, t.token.i, scene.whens) for t in happening.triggers]
    told = sorted((t for t in times if t is not None), key=lambda t: (not (t.when.start or t.when.end), t.said))
    found = told[0] if told else None
    rules = (*happening.rules, SAID_DAY) if found is not None and found.said else happening.rules
    day = found.when if found is not None else None
    told_of = replace(happening, when=day, status=status, sources=sources, rules=rules)
    if happening.perpetrators:
        return told_of
    if status == "claimed" and _is_arrest(happening) and [a.kind in _JAILERS for a in sources] == [True]:
        return _by_speaker(told_of, "said:self")  # "Police said five men were arrested"
    if status != "denied":
        return told_of
    # Who tells what others deny has not done it.
    denials = [a for a in scene.attributions if a.verdict == "denied"]
    deniers = attribution.attribution_for(scene.document, main.i, denials)[1]
    return replace(_by_speaker(replace(told_of, sources=deniers), "deny:self"), sources=sources)


def _sourced(scene: Scene, happening: Happening) -> Happening:
    """Add who says a part of a happening only: "shells hit the mill, and a medic said nine had died"."""
    parts = [t.token.i for t in happening.triggers] + [t.trigger for t in happening.tolls]
    sources = (*attribution.sources_of(scene.document, parts, scene.attributions), *_blamers(scene, happening))
    known = {actor_key(a) for a in happening.sources}
    return replace(happening, sources=(*happening.sources, *(a for a in sources if actor_key(a) not in known)))


def _blamers(scene: Scene, happening: Happening) -> list[Actor]:
    """Return who says that the doer did it: "the army blamed the rebels for the raid"."""
    if not any(rule.startswith("blame:") for rule in happening.rules):
        return []
    return [
        actor
        for a in scene.attributions
        if a.rule == "said:accuse" and a.verdict == "claimed" and happening.evidence.covers(a.cue)
        for actor in a.sources
    ]


_JAILERS = frozenset({"state", "state-forces", "police", "intelligence", "rebel-group", "militia", "coalition"})


def _is_arrest(happening: Happening) -> bool:
    """Tell whether people were detained in a way that those in power tell of as their own: not kidnapped."""
    forms = {word for trigger in happening.triggers for word in trigger.frame.form.split()}
    return happening.category == "detention" and not forms & role_words("unlawful")


def _by_speaker(happening: Happening, rule: str) -> Happening:
    """Who denies having done it, or tells of arrests, is who is said to have done it."""
    speakers = tuple(
        Mention(kind="actor", span=a.spans[0], ref=a.id, value=a, rule=rule) for a in happening.sources if a.spans
    )
    return replace(happening, perpetrators=speakers, rules=(*happening.rules, rule))


def _refused(cluster: Cluster) -> Refusal:
    first = cluster.members[0]
    return Refusal(span=first.evidence, reason="no-armed-event", note=" ".join(first.rules))


def _unique(reports: Sequence[Report]) -> list[Report]:
    return list({r.id: r for r in reports}.values())
