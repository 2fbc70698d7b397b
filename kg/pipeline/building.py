"""Builds the graph of a set of articles.

sources -> Article -> Document -> [Mention] -> Reading -> quads in one named graph per article -> store -> events
-> validate
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg import lexicon, linking, nlp, rdf, sources
from kg.garbage import seldom_searched
from kg.ids import digest
from kg.linking import Source
from kg.model import Article, Run
from kg.pipeline.keeping import Writing, drop_replaced, keep_rejections, put_shared_graphs
from kg.pipeline.linking import Linked, link_events
from kg.pipeline.locating import locate
from kg.pipeline.reading import Settings, make_graphs
from kg.sources import Rejected
from kg.store import Store

if TYPE_CHECKING:
    from kg.validate import Finding

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What one build did; articles are told by their ids."""

    run: Run
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()  # what altered files said before
    reports: int = 0
    refusals: int = 0
    rejected: tuple[Rejected, ...] = ()
    findings: tuple[Finding, ...] = ()
    linked: Linked | None = None  # None: nothing that the events depend on has changed


@seldom_searched()
def build(
    paths: Iterable[str | Path],
    *,
    store: Store,
    workers: int = 1,
    model: str | None = None,
    names: bool = True,
    check: bool = True,
    gazetteers: Path | None = None,
    on_progress: Progress = lambda done, total: None,
) -> Summary:
    """Make the store hold what the articles at `paths` say; only what is new or changed is read.

    With `names=False` no victim's name is written; with `check=False` what is written is not validated.
    `gazetteers` is the folder of added ones, by default the user's own; adding one makes all articles be read again.
    """
    articles, rejected = take_in(paths)
    added = [index.source for index in linking.added_gazetteers(gazetteers)]
    run = describe_run(model, names=names, gazetteers=added)
    settings = Settings(run=run, model=model, base=store.base, names=names, gazetteers=gazetteers)
    prints, known = {a.id: fingerprint(a, settings) for a in articles}, store.known()
    todo = [a for a in articles if known.get(a.id) != prints[a.id]]
    put_shared_graphs(store, settings.run, added)
    written, reports, refusals = [], 0, 0
    with Writing(store, check=check) as writing:
        for done, made in enumerate(make_graphs(todo, settings, workers=workers), start=1):
            if isinstance(made, Rejected):
                rejected.append(made)
            else:
                writing.put(made.article, prints[made.article], made.quads)
                written.append(made.article)
                reports, refusals = reports + made.reports, refusals + made.refusals
            on_progress(done, len(todo))
    keep_rejections(store, articles, rejected)
    replaced = drop_replaced(store, articles)
    locate(store, gazetteers)
    linked = link_events(store)
    return Summary(
        run=settings.run,
        written=tuple(written),
        unchanged=tuple(a.id for a in articles if known.get(a.id) == prints[a.id]),
        replaced=replaced,
        reports=reports,
        refusals=refusals,
        rejected=tuple(rejected),
        findings=tuple(writing.findings),
        linked=linked,
    )


def describe_run(model: str | None = None, *, names: bool = True, gazetteers: Iterable[Source] = ()) -> Run:
    """Return what a build is made with: software, rules, model, settings and added gazetteers."""
    reader = nlp.load(model)
    return Run(
        version=kg.__version__,
        model=reader.name,
        model_hash=reader.hash,
        rules_hash=lexicon.rules_hash(),
        config=(
            ("names", "yes" if names else "no"),
            *((f"gazetteer {source.name}", source.sha256[:16]) for source in gazetteers),
        ),
    )


def take_in(paths: Iterable[str | Path]) -> tuple[list[Article], list[Rejected]]:
    """Return the articles at `paths`, by id, and the inputs that gave none."""
    articles, rejected = [], []
    for item in sources.read_articles(paths):
        if isinstance(item, Article):
            articles.append(item)
        else:
            rejected.append(item)
    return sorted(articles, key=lambda a: a.id), rejected


def fingerprint(article: Article, settings: Settings) -> str:
    """Return what an article's graph depends on: its bytes, the software, the rules, the model, the settings."""
    return digest(article.id, article.raw_sha256, rdf.run_iri(settings.run, base=settings.base))
