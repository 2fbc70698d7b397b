"""Score the development articles and compare with the pinned floor (`make eval`).

eval.py --shared ../shared                 print the figures; fail where one fell below eval/floor.json
eval.py --shared ../shared --set-floor     raise the floor to today's figures
eval.py --shared ../shared --set-floor --allow-lower     also where a figure fell: say why in the commit
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "eval" / "config.json"
FLOOR = ROOT / "eval" / "floor.json"

Figures = dict[str, dict[str, float]]


def corpus_hash(dev: Path) -> str:
    """Hash the articles and their annotation, so that a floor is never compared over another corpus."""
    digest = hashlib.sha256((dev / "articles.jsonl").read_bytes())
    for file in sorted((dev / "gold").glob("*.json")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def read_articles(articles: Path, folder: Path, workers: int, *, valid: bool = False) -> Path:
    """Build `articles` into a fresh store under `folder` and export the reports; `valid` lets no violation pass."""
    kg, store, reports = [sys.executable, "-m", "kg"], folder / "graph", folder / "reports.jsonl"
    build = [*kg, "build", str(articles), "--store", str(store), "--workers", str(workers), "--quiet"]
    if (status := subprocess.run(build).returncode) not in ((0,) if valid else (0, 1)):
        raise SystemExit(f"error: kg build ended with {status}")
    with reports.open("wb") as out:
        subprocess.run([*kg, "export", "reports", "--format", "jsonl", "--store", str(store)], stdout=out, check=True)
    return reports


def score(shared: Path, gold: Path, reports: Path) -> Figures:
    """Run the scorer of the evaluation set and return its figures."""
    command = [sys.executable, str(shared / "eval" / "score.py"), str(gold), str(reports), "--json"]
    figures: Figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


def is_looked_at(article: str) -> bool:
    """Tell whether an article belongs to the half that is looked at while developing."""
    return int(hashlib.sha1(article.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def score_half(shared: Path, gold: Path, reports: Path, *, looked_at: bool) -> Figures:
    """Score one half of the articles only."""
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(gold.glob("*.json")):
            if is_looked_at(file.stem) == looked_at:
                (Path(folder) / file.name).write_bytes(file.read_bytes())
        return score(shared, Path(folder), reports)


def print_table(figures: Figures) -> None:
    """Print precision, recall and F1 of the reports and of each slot."""
    print(f"{'':14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'system':>8}")
    first = [name for name in ("report", "attack-report") if name in figures]
    for name in [*first, *sorted(set(figures) - {*first, "slots"}), "slots"]:
        v = figures[name]
        print(f"{name:14}{v['p']:7.3f}{v['r']:7.3f}{v['f1']:7.3f}{v['gold']:7.0f}{v['system']:8.0f}")


def compare(figures: Figures, corpus: str) -> list[str]:
    """Return what is wrong: figures under the pinned floor, or a floor of another corpus."""
    config = json.loads(CONFIG.read_text(encoding="utf-8"))
    if not FLOOR.exists():
        return [f"no floor yet: run tools/eval.py --set-floor and commit {FLOOR.name}"]
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))
    if floor["corpus_sha256"] != corpus:
        return ["the floor was pinned on another corpus: look at the figures, then run tools/eval.py --set-floor"]
    return [
        f"{name}: F1 {figures[name]['f1']:.4f} is under the floor {floor['f1'][name]:.4f}"
        for name in config["pinned"]
        if figures[name]["f1"] < floor["f1"][name] - config["tolerance"]
    ]


def set_floor(figures: Figures, corpus: str, *, allow_lower: bool) -> None:
    """Write today's figures as the floor; a lower one only where that is asked for."""
    config = json.loads(CONFIG.read_text(encoding="utf-8"))
    f1 = {name: round(figures[name]["f1"], 4) for name in config["pinned"]}
    if FLOOR.exists() and not allow_lower:
        old = json.loads(FLOOR.read_text(encoding="utf-8"))
        fallen = [n for n, v in f1.items() if v < old["f1"].get(n, 0.0)] if old["corpus_sha256"] == corpus else []
        if fallen:
            raise SystemExit(f"error: {', '.join(fallen)} would fall; add --allow-lower and say why in the commit")
    FLOOR.write_text(json.dumps({"corpus_sha256": corpus, "f1": f1}, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {FLOOR.relative_to(ROOT)}: {f1}")


def main() -> int:
    """Build, score, print and compare; exit 1 where a figure fell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--set-floor", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    args = parser.parse_args()
    dev = args.shared / "eval" / "dev"
    if not dev.is_dir():
        print(f"eval: SKIPPED, NOTHING WAS SCORED: {dev} is not there", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        reports = read_articles(dev / "articles.jsonl", Path(folder), args.workers, valid=True)
        figures = score(args.shared, dev / "gold", reports)
        halves = [score_half(args.shared, dev / "gold", reports, looked_at=flag) for flag in (True, False)]
    print_table(figures)
    for name, half in zip(("looked at", "only scored"), halves, strict=True):
        print(f"half {name:12} report F1 {half['report']['f1']:.3f}   slots F1 {half['slots']['f1']:.3f}")
    targets = json.loads(CONFIG.read_text(encoding="utf-8"))["targets"]
    for name, aim in targets.items():
        print(f"target {name:10} F1 {aim:.2f}: {'reached' if figures[name]['f1'] >= aim else 'NOT reached'}")
    if args.set_floor:
        set_floor(figures, corpus_hash(dev), allow_lower=args.allow_lower)
        return 0
    wrong = compare(figures, corpus_hash(dev))
    for line in wrong:
        print(f"eval: {line}", file=sys.stderr)
    print("eval: " + ("FAILED" if wrong else "at or above the floor"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
