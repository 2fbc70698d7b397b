"""Runs one query on a store on disk in a process of its own, so that it can be killed; see `Store.query`.

The request comes pickled on standard input from the parent process only; the answer goes to standard output.
"""

from __future__ import annotations

import pickle
import sys

import pyoxigraph as ox

SYNTAX, STORE = 2, 4
ATTEMPTS = 5


def main() -> int:
    """Answer the request on standard input; return the exit status."""
    path, text, substitutions, union = pickle.load(sys.stdin.buffer)
    try:
        found = open_to_read(path).query(text, substitutions=substitutions, use_default_graph_as_union=union)
        body = _serialised(found)
    except SyntaxError as error:
        sys.stderr.write(str(error))
        return SYNTAX
    except (OSError, RuntimeError) as error:
        sys.stderr.write(str(error))
        return STORE
    sys.stdout.buffer.write(body)
    return 0


def open_to_read(path: str) -> ox.Store:
    """Open a store that another process may be writing to, and tidying: a listed file may be gone when it is read."""
    for _ in range(ATTEMPTS - 1):
        try:
            return ox.Store.read_only(path)
        except (OSError, RuntimeError) as error:
            if "No such file" not in str(error):
                raise
    return ox.Store.read_only(path)


def _serialised(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> bytes:
    if isinstance(found, ox.QueryTriples):
        return b"T" + (found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    return b"R" + (found.serialize(format=ox.QueryResultsFormat.JSON) or b"")


if __name__ == "__main__":
    sys.exit(main())
