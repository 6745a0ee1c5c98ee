"""`make book`: build the book into `_build/html`, when anything it is made from has changed."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.local import setup
from deploy.local.steps import BIN, ROOT, Refused, StepFailed, environment, one_at_a_time, program, run, say, step

MADE_FROM = (
    "book", "notebooks", "ftdecide", "_config.yml", "_toc.yml", "README.md", "pyproject.toml", "requirements.txt",
    "deploy/engine/bundle.py", "deploy/engine/package-lock.json", "deploy/engine/worker.js",
)  # fmt: skip
NOT_SOURCES = {"__pycache__", ".ipynb_checkpoints", "assignments"}  # a graded class writes into the last
HTML = ROOT / "_build" / "html"
STAMP = ROOT / "_build" / "built-from"  # written after a build that succeeded, never otherwise
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FAULT = re.compile(r"\b(WARNING|ERROR|CRITICAL|\w+Error|\w+Exception):")


def ensure() -> Path:
    """Build the book if it is stale; the folder with its pages."""
    with one_at_a_time():
        before = fingerprint(ROOT, MADE_FROM)
        if not (HTML / "index.html").exists() or not STAMP.exists() or STAMP.read_text() != before:
            build()
            STAMP.write_text(before)
    return HTML


def build() -> None:
    """Build all pages from nothing, with warnings as errors.

    From nothing, because a page that Sphinx does not read again cannot repeat its warning, and a page that
    was taken out would stay behind.
    """
    STAMP.unlink(missing_ok=True)
    for left_over in (HTML, ROOT / "_build" / ".doctrees"):
        shutil.rmtree(left_over, ignore_errors=True)
    command = [BIN / "jupyter-book", "build", ".", "--path-output", ".", "-W", "--keep-going"]
    try:
        with step("building the book"):
            run(command, env=environment(), timeout_seconds=900)
    except StepFailed as failure:
        raise Refused(f"The book was not built:\n{told(failure.output)}") from failure


def told(output: str) -> str:
    """What a person needs from a failed build: its warnings and errors, or its last lines."""
    lines = COLOUR.sub("", output).replace(f"{ROOT}/", "").strip().splitlines()
    faults = [line for line in lines if FAULT.search(line)]
    return "\n".join(dict.fromkeys(faults) or lines[-25:])


def fingerprint(root: Path, names: Iterable[str]) -> str:
    """A digest of the paths, sizes and times of all files under `names`, so that a deleted file counts too."""
    digest = hashlib.sha256()
    for path in sorted(files_under(root, names)):
        state = path.stat()
        digest.update(f"{path.relative_to(root)}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def files_under(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """Every source file that `names` stand for."""
    for name in names:
        path = root / name
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file() and not NOT_SOURCES & set(file.parts):
                yield file


def main() -> None:
    """Set up, then build."""
    setup.ensure()
    ensure()
    say(f"  the book is in {HTML.relative_to(ROOT)}/index.html")


if __name__ == "__main__":
    program(main)
