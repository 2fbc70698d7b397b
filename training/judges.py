"""Trains the judges that ship as `kg/data/judges`: `python -m training.judges`.

Whether a sentence goes on with an event told before is learnt from the articles in `training/written`, which were
invented and annotated for it; needs scikit-learn, which nothing else does.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier  # type: ignore[import-not-found]

from kg import linking, mentions, nlp
from kg.ids import fold
from kg.model import VIOLENT
from kg.reports import alike, reading
from kg.reports.affinity import Cluster, casualties_of, paragraph_starts
from kg.reports.happenings import Happening
from kg.reports.merge import is_blame, may_join, told_since
from kg.reports.scene import Scene, actor_of, place_of
from kg.reports.totals import is_total
from kg.sources import Rejected, read_articles
from training.corpus import HERE, say

WRITTEN = HERE / "written"
LEAST = 15  # examples in which a trait must be told
ENOUGH = 1.2  # how well a happening must fit an annotated report to be counted as telling it
Gold = dict[str, Any]
Example = tuple[alike.Traits, bool]


def examples(folder: Path) -> Iterator[Example]:
    """Yield what a later sentence tells beside an event told so far, and whether the annotation makes them one."""
    lines = (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {row["article"]: row["reports"] for row in map(json.loads, lines)}
    reader, gazetteer = nlp.load(), linking.load_gazetteer()
    for article in read_articles([folder / "articles.jsonl"]):
        if isinstance(article, Rejected):
            continue
        document = reader.read(article)
        found = linking.link_places(mentions.find_mentions(document), article, gazetteer=gazetteer)
        scene, told, _ = reading.tell(document, found)
        yield from _pairs(scene, told, [label(scene, h, gold[article.key]) for h in told])


def _pairs(scene: Scene, told: Sequence[Happening], labels: Sequence[int | None]) -> Iterator[Example]:
    """Follow the annotated clusters through an article; what no annotation tells stands for itself."""
    starts = paragraph_starts(scene)
    clusters: dict[int, Cluster] = {}
    for happening, labelled in zip(told, labels, strict=True):
        if labelled is None or is_blame(happening):
            continue
        for key, cluster in clusters.items():
            if may_join(cluster, happening):
                between = told_since(list(clusters.values()), cluster)
                scores = alike.scores(cluster, happening, starts=starts)
                yield alike.compare(cluster, happening, scores, starts=starts, between=between), key == labelled
        old = clusters[labelled].members if labelled in clusters else ()
        clusters[labelled] = Cluster(members=(*old, happening))


def label(scene: Scene, happening: Happening, gold: Sequence[Gold]) -> int | None:
    """Return the number of the annotated report that a happening tells, None where none fits."""
    scored = [(_fit(scene, happening, report), -k) for k, report in enumerate(gold)]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] > ENOUGH else None


def _fit(scene: Scene, happening: Happening, report: Gold) -> float:
    text = scene.article.text
    spans = [(at, at + len(e)) for e in report["evidence"] if (at := text.find(e)) >= 0]
    if not any(a < happening.evidence.end and happening.evidence.start < b for a, b in spans):
        return 0.0
    kind = 1.0 if report["type"] == happening.type else 0.6 if {report["type"], happening.type} <= VIOLENT else 0.0
    if not kind:
        return 0.0
    words = [t.token.idx for t in happening.triggers]
    inside = sum(any(a <= i < b for a, b in spans) for i in words) / len(words)
    places = {fold(place_of(p).name) for p in happening.places}
    sides = {fold(n) for a in happening.perpetrators for n in (actor_of(a).name, a.span.of(text))}
    tolls = {(c.outcome, c.count.min, c.count.max) for c in casualties_of(happening)}
    told = {(c["outcome"], c["min"], c["max"]) for c in report["casualties"]}
    return (
        0.4
        + 1.5 * inside
        + kind
        + _agreement(places, _names(report["places"]))
        + _agreement(sides, _names(report["perpetrators"])) / 2
        + (0.0 if not tolls else 1.0 if tolls & told else -0.5)
        + (0.4 if report["aggregate"] == is_total(happening) else -0.4)
    )


def _names(entities: Sequence[Mapping[str, Any]]) -> set[str]:
    return {fold(name) for entity in entities for name in entity["names"]}


def _agreement(a: set[str], b: set[str]) -> float:
    return 0.0 if not a or not b else 1.0 if a & b else -1.0


def train(found: Sequence[Example]) -> dict[str, Any]:
    """Return the forest that separates the examples, as `kg.reports.forest` reads it."""
    names = sorted({n for traits, _ in found for n in traits})
    names = [n for n in names if sum(bool(traits.get(n)) for traits, _ in found) >= LEAST]
    rows: NDArray[np.float64] = np.array([[traits.get(n, 0.0) for n in names] for traits, _ in found])
    answers = np.array([int(yes) for _, yes in found])
    model = GradientBoostingClassifier(
        n_estimators=100, max_depth=3, learning_rate=0.07, subsample=0.6, max_features=0.3, min_samples_leaf=10,
        random_state=1,
    ).fit(rows, answers)  # fmt: skip
    share = float(answers.mean())
    trees = [_nodes(t.tree_, names, model.learning_rate) for t in model.estimators_[:, 0]]
    return {"base": round(math.log(share / (1 - share)), 5), "trees": trees}


def _nodes(tree: Any, names: Sequence[str], rate: float) -> list[list[Any]]:
    return [
        [names[feature], round(float(limit), 4), int(left), int(right), 0.0]
        if left >= 0
        else ["", 0.0, 0, 0, round(float(rate * value[0][0]), 5)]
        for feature, limit, left, right, value in zip(
            tree.feature, tree.threshold, tree.children_left, tree.children_right, tree.value, strict=True
        )
    ]


def main() -> None:
    """Read the command line, train and write `same_event.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written", type=Path, default=WRITTEN, help="folder of articles.jsonl and reports.jsonl")
    parser.add_argument("--out", type=Path, default=HERE.parent / "kg" / "data" / "judges")
    options = parser.parse_args()
    found = list(examples(options.written))
    say(f"{len(found)} pairs, {sum(yes for _, yes in found)} of one event")
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(train(found), separators=(",", ":")).replace("]],[[", "]],\n[[")
    (options.out / "same_event.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
