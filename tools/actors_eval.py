"""Measure whether known bodies of the annotated articles are one entity across articles (`make bench`).

    actors_eval.py --shared ../shared [--show]

Of the perpetrators and targets of the gold whose name an article uses and whose body the authority files know: the
share of (article, body) pairs that are resolved to the entity that most articles of that body give. `--show` lists the
others, of the half of the articles that is looked at only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import kg.linking
import kg.mentions
import kg.nlp
from eval import is_looked_at
from kg import lexicon
from kg.ids import fold
from kg.model import Actor, Article, Mention
from kg.sources import read_articles

Taken = dict[str, dict[str, str | None]]  # body, article, entity
Pair = tuple[str, str, str | None]


def gold_bodies(gold: Path) -> dict[str, dict[str, set[str]]]:
    """Return, for each article, the names of each body that does or suffers something in it."""
    found: dict[str, dict[str, set[str]]] = {}
    for file in sorted(gold.glob("*.json")):
        article = json.loads(file.read_text(encoding="utf-8"))
        bodies = found.setdefault(article["article"], defaultdict(set))
        for report in article["reports"]:
            for actor in [*report["perpetrators"], *report["targets"]]:
                bodies[actor["id"]].update(map(fold, actor["names"]))
    return found


def known_names() -> set[str]:
    """Return all names of the bodies that the authority files know."""
    return {fold(name) for body in lexicon.bodies() for name in (body.name, *body.names)}


def resolved(mentions: list[Mention], text: str, names: set[str]) -> str | None:
    """Return the entity that most mentions with one of the names were taken for."""
    ids = Counter(
        mention.value.id
        for mention in mentions
        if isinstance(mention.value, Actor) and mention.value.id is not None
        if {fold(mention.span.of(text)), fold(mention.value.name)} & names
    )
    return ids.most_common(1)[0][0] if ids else None


def entities(dev: Path) -> Taken:
    """Return, for each body, the entity that it was resolved to in each article that names it."""
    reader, gold, known = kg.nlp.load(), gold_bodies(dev / "gold"), known_names()
    taken: Taken = defaultdict(dict)
    for article in read_articles([dev / "articles.jsonl"]):
        if isinstance(article, Article):
            mentions = list(kg.mentions.find_mentions(reader.read(article)))
            for slug, names in gold.get(article.key, {}).items():
                if names & known and any(f" {name} " in f" {fold(article.text)} " for name in names & known):
                    taken[slug][article.key] = resolved(mentions, article.text, names)
    return taken


def as_usual(taken: Taken, usual: Mapping[str, str | None], *, looked_at: bool) -> tuple[list[Pair], list[Pair]]:
    """Return the namings of one half of the articles, and those that are resolved as usual."""
    pairs = [(s, a, e) for s, found in taken.items() for a, e in found.items() if is_looked_at(a) == looked_at]
    return pairs, [(s, a, e) for s, a, e in pairs if e is not None and e == usual[s]]


def main() -> int:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parent.parent.parent / "shared")
    parser.add_argument("--show", action="store_true", help="list what differs in the half that is looked at")
    args = parser.parse_args()
    dev = args.shared / "eval" / "dev"
    if not dev.is_dir():
        print(f"actors: SKIPPED, NOTHING WAS MEASURED: {dev} is not there", file=sys.stderr)
        return 0
    taken = entities(dev)
    usual = {slug: Counter(found.values()).most_common(1)[0][0] for slug, found in taken.items()}
    for half in (True, False):
        pairs, same = as_usual(taken, usual, looked_at=half)
        name = "looked at" if half else "only scored"
        share = len(same) / max(1, len(pairs))
        print(f"actors: half {name:12} {len(pairs):4} known bodies in articles, {share:.3f} as usual")
        for slug, article_id, entity in sorted(set(pairs) - set(same), key=str) if args.show and half else ():
            print(f"  {article_id} {slug}: {entity}, usually {usual[slug]}")
    shared = Counter(entity for entity in usual.values() if entity is not None)
    print(f"actors: {len(usual)} bodies, {sum(n > 1 for n in shared.values())} entities that two of them share")
    return 0


if __name__ == "__main__":
    sys.exit(main())
