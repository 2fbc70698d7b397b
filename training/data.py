"""The sets to train on and to watch, from a folder of treebanks."""

from __future__ import annotations

from pathlib import Path

from training.corpus import HERE, Sentence, Tagged, read_conllu, sentence, tokenize
from training.tagged import RE3D_TRAIN, gum_names, read_re3d, read_uner, read_wikigold

DEFAULT_FOLDER = HERE.parent.parent / "shared" / "treebanks"


def treebank(path: Path, source: str, names: Path | None = None) -> list[Sentence]:
    """Return a treebank's sentences; name tags come from the UNER file `names` where it is given."""
    tagged = read_uner(names) if names else {}
    return [sentence(block, source, tagged.get(block.id)) for block in read_conllu(path)]


def gum(path: Path) -> list[Sentence]:
    """Return GUM's sentences with the names that its entity layer holds."""
    return [
        sentence(block, "gum", Tagged(source="gum", text=block.text, names=tuple(gum_names(block))))
        for block in read_conllu(path)
    ]


def training_sets(folder: Path) -> dict[str, list[Sentence]]:
    """Return every set that may be trained on, by name."""
    ewt = folder / "UD_English-EWT" / "en_ewt-ud-train.conllu"
    wikigold = read_wikigold(folder / "wikigold" / "wikigold.conll.txt")
    return {
        "ewt": treebank(ewt, "ewt", folder / "UNER" / "uner-train.iob2"),
        "gum": gum(folder / "GUM-open-genres" / "gum-open-train.conllu"),
        "wikigold": [s for t in wikigold for s in tokenize(t)],
        "re3d": [s for t in read_re3d(folder / "re3d", RE3D_TRAIN) for s in tokenize(t)],
    }


def development_sets(folder: Path) -> dict[str, list[Sentence]]:
    """Return the sets that training watches."""
    ewt = folder / "UD_English-EWT" / "en_ewt-ud-dev.conllu"
    return {
        "ewt-dev": treebank(ewt, "ewt-dev", folder / "UNER" / "uner-dev.iob2"),
        "gum-dev": gum(folder / "GUM-open-genres" / "gum-open-dev.conllu"),
    }
