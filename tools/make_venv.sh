#!/bin/sh
# Creates the virtual environment $1 with the first Python 3.11 or newer on the path.
set -eu
venv=$1
for candidate in "${PYTHON:-}" python3 python python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "creating $venv with $("$candidate" --version) ..." >&2
        if ! "$candidate" -m venv "$venv"; then
            echo "error: '$candidate -m venv' failed; on Debian or Ubuntu install the package python3-venv" >&2
            exit 1
        fi
        exit 0
    fi
done
echo "error: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3 demo" >&2
exit 1
