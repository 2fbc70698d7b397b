"""Writes the graph as files for a store's own bulk loader, with the script that runs it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from kg.errors import UsageError
from kg.store import Store

PART = 500_000  # quads in one file: a minute of work for the slowest of these loaders
_HEAD = '#!/bin/sh\n# Loads the files beside this script into {name}. {note}\nset -eu\ncd "$(dirname "$0")"\n'
_POST = """for file in part-*.nq.gz; do
  gunzip -c "$file" | curl --fail --silent --show-error --netrc-optional \\
    -H 'Content-Type: application/n-quads' --data-binary @- "$1/statements"
done
"""
# What to say first, and the commands; $1 is what the note names.
SCRIPTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "oxigraph": (
            "Usage: load.sh FOLDER, of a server that is not running.",
            'for file in part-*.nq.gz; do oxigraph load --location "$1" --file "$file"; done\n',
        ),
        "fuseki": (
            "Usage: load.sh FOLDER, of a TDB2 database that no server has open.",
            'tdb2.tdbloader --loc "$1" part-*.nq.gz\n',
        ),
        "virtuoso": (
            "Usage: load.sh HOST:PORT, of the SQL port; this folder must be under DirsAllowed.",
            'sed "s#FOLDER#$(pwd)#" load.sql | isql-vt "$1" "${KG_USER:-dba}" "$KG_PASSWORD"\n',
        ),
        "graphdb": (
            "Usage: load.sh REPOSITORY, of a server that is not running.",
            'importrdf load --force -i "$1" -m parallel part-*.nq.gz\n',
        ),
        "rdf4j": ("Usage: load.sh URL, of the repository.", _POST),
        "qlever": (
            "Usage: load.sh NAME, of the index that is made in this folder.",
            'gunzip -c part-*.nq.gz | IndexBuilderMain -i "$1" -F nq -f -\n',
        ),
        "neptune": (
            "Usage: load.sh URL s3://BUCKET/FOLDER ROLE REGION; the role may read the bucket.",
            """aws s3 cp . "$2" --recursive --exclude '*' --include 'part-*.nq.gz'
curl --fail --silent --show-error -H 'Content-Type: application/json' "$1/loader" --data \\
  "{\\"source\\": \\"$2\\", \\"format\\": \\"nquads\\", \\"failOnError\\": \\"TRUE\\", \\
    \\"iamRoleArn\\": \\"$3\\", \\"region\\": \\"$4\\"}"
""",
        ),
    }
)
_SQL = """log_enable(2, 1);
ld_dir('FOLDER', 'part-*.nq.gz', 'urn:conflict-kg:unnamed');
rdf_loader_run();
checkpoint;
select ll_file, ll_state, ll_error from DB.DBA.LOAD_LIST where ll_error is not null;
"""


def prepare(store: Store, kind: str, folder: Path, *, part: int = PART) -> Path:
    """Write gzipped N-Quads files of at most `part` quads and the script for `kind`; return the script."""
    if kind not in SCRIPTS:
        raise UsageError(f"no kind of store is called {kind!r}; there are: {', '.join(sorted(SCRIPTS))}")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; name a new folder with --output")
    note, commands = SCRIPTS[kind]
    script = folder / "load.sh"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, lines in enumerate(_parts(store.lines(), part), start=1):
            body = b"\n".join(lines) + b"\n"
            (folder / f"part-{number:04}.nq.gz").write_bytes(gzip.compress(body, mtime=0))
        if kind == "virtuoso":
            (folder / "load.sql").write_text(_SQL, encoding="utf-8")
        script.write_text(_HEAD.format(name=kind, note=note) + commands, encoding="utf-8")
        script.chmod(0o755)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}; name another folder with --output") from error
    return script


def _parts(lines: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    return (lines[at : at + size] for at in range(0, len(lines), size))
