"""Run the console sessions that the documentation shows, and write what they print into the pages.

`python tools/run_sessions.py` rewrites; `--check` only says which sessions differ (exit code 1 where one does).
In what a page shows, a line "…" stands for any lines and "…" in a line for anything; such output is not rewritten.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/tutorial.md", "docs/how-to.md")
SETUP = ("make", "git", "python", "pip", "cd")  # shown, not run
_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```)", re.MULTILINE | re.DOTALL)


def sessions(text: str) -> list[str]:
    """Return the console blocks of a page."""
    return _BLOCK.findall(text)


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with the output that the page shows for it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def run(command: str, folder: Path) -> str:
    """Return what a command prints to both streams; fails where it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(f"$ {command}\n{done.stdout}error: ended with {done.returncode}")
    return done.stdout


def agrees(shown: str, printed: str) -> bool:
    """Tell whether what a page shows is what was printed."""
    pieces = re.split(r"^…\n", shown, flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)*?".join(map(_pattern, pieces)), printed) is not None


def _pattern(piece: str) -> str:
    return "".join(".*".join(map(re.escape, line.split("…"))) + " *\n" for line in piece.splitlines())


def play(page: str) -> str:
    """Return the text of `page` with the output of its sessions as it is now."""
    text = (ROOT / page).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "samples", folder / "samples")
        return _BLOCK.sub(lambda block: "".join(_played(block[0], folder)), text)


def _played(block: str, folder: Path) -> Iterator[str]:
    for command, shown in steps(block):
        yield f"$ {command}\n"
        if command.startswith(SETUP):
            yield shown
            continue
        printed = "".join(f"{line.rstrip()}\n" for line in run(command, folder).splitlines())
        yield shown if "…" in shown and agrees(shown, printed) else printed


def main() -> int:
    """Rewrite the pages, or tell which are stale."""
    pages = [page for page in PAGES if (ROOT / page).exists()]
    stale = {page: text for page in pages if (text := play(page)) != (ROOT / page).read_text(encoding="utf-8")}
    for page, text in stale.items():
        if "--check" in sys.argv[1:]:
            print(f"{page} shows what is not printed any more: run python tools/run_sessions.py", file=sys.stderr)
        else:
            (ROOT / page).write_text(text, encoding="utf-8")
            print(f"wrote {page}")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
