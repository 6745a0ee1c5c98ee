"""How long the book takes to build: from nothing, with no cache; after a sentence in one chapter; after a new title.

    .venv/bin/python bench/build.py

Works in a copy of the repository. Both bars hold for a machine that does nothing else: 90 s from nothing (the labs'
JupyterLite, which is counted apart, left out) and 5 s for one changed chapter. Seconds of the clock, and of the
processor, which depend less on what else the machine does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from deploy.local import book  # noqa: E402
from deploy.local.steps import BIN, environment  # noqa: E402

CHAPTER = "book/ladder.md"
BUILD = "from deploy.local import book, steps\nsteps.program(lambda: book.ensure() and None)"
LABS = "from deploy.local import book, lite\nlite.ensure(book.states(book.ROOT, lite.MADE_FROM))"


def copied(home: Path) -> Path:
    """What the book is made from; the environment and the engine's parts are links to ours."""
    for name in (*book.MADE_FROM, "deploy/book", "deploy/local"):
        if not (home / name).exists():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, home / name)
    (home / ".venv").symlink_to(ROOT / ".venv")
    (home / "deploy/engine/node_modules").symlink_to(ROOT / "deploy/engine/node_modules")
    return home


def measure(what: str, home: Path, program: str = BUILD) -> None:
    """Run one build and say what it took."""
    began, before = time.perf_counter(), os.times()
    subprocess.run([BIN / "python", "-c", program], cwd=home, env=environment(), check=True, capture_output=True)
    after, seconds = os.times(), time.perf_counter() - began
    processor = sum(after[2:4]) - sum(before[2:4])
    print(f"{what:<44} {seconds:5.1f} s   {processor:5.1f} s of the processor", flush=True)


def edit(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> None:
    """Four builds in one copy."""
    with tempfile.TemporaryDirectory() as folder:
        home = copied(Path(folder))
        measure("the labs for the browser, from nothing", home, LABS)
        measure("the book, from nothing", home)
        edit(home / CHAPTER, lambda text: f"{text}\nA sentence more.\n")
        measure("one chapter with a sentence more", home)
        edit(home / CHAPTER, lambda text: re.sub(r"(?m)^# .*$", "# Another title", text, count=1))
        measure("one chapter with another title (all pages)", home)


if __name__ == "__main__":
    main()
