"""`make book`: build the book into `_build/html`, when anything it is made from has changed."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.local import lite, setup
from deploy.local.steps import BIN, ROOT, Refused, StepFailed, environment, one_at_a_time, program, run, say, step

MADE_FROM = (
    "book", "notebooks", "ftdecide", "_config.yml", "_toc.yml", "README.md", "LICENSE", "pyproject.toml",
    "requirements.txt", "deploy/book/build.py", "deploy/engine/bundle.py", "deploy/engine/one_script.py",
    "deploy/engine/package-lock.json",
    "deploy/engine/worker.js", "deploy/lite/site.py", "deploy/lite/wheels.txt", "bench/label_errors.py",
)  # fmt: skip
MADE_HERE = {"ftdecide/course/passages.json", "ftdecide/course/guide.json"}  # by the build itself, from the rest
NOT_SOURCES = {"__pycache__", ".ipynb_checkpoints", "assignments"}  # a graded class writes into the last
HTML = ROOT / "_build" / "html"
# Pages whose text stands on no other page. The glossary does not: its definitions stand wherever a term is named.
OWN_TEXT = re.compile(r"book/(?!glossary)[\w/-]+\.md|notebooks/\w+\.ipynb|book/_static/[\w/.-]+\.(css|js|svg)")
ADDRESS = "BOOK_URL"  # where the book will be read, for the addresses that have to be whole
STAMP = ROOT / "_build" / "built-from"  # written after a build that succeeded, never otherwise
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
HEADING = re.compile(r"[A-Z][a-z]+( [a-z]+)*:")  # over what made Sphinx stop, as in “Extension error:”
CRASH = "Exception occurred:"  # the same over an error that nobody foresaw, with lines for its finder
TRACEBACK = "Traceback (most recent call last):"
FAULT = re.compile(r"\b(WARNING|ERROR|CRITICAL|\w+Error|\w+Exception):")


def ensure() -> Path:
    """Build the book if it is stale; the folder with its pages."""
    with one_at_a_time():
        now, before = states(ROOT, MADE_FROM), last_built()
        if before != now or not (HTML / "index.html").exists():
            build(from_nothing=not only_pages_changed(before, now))
            STAMP.write_text(json.dumps(now, indent=0))
    return HTML


def build(from_nothing: bool = True) -> None:
    """Build the pages, with warnings as errors: all of them from nothing, or those that changed since a good build.

    A page that Sphinx does not read again cannot repeat its warning, and a page that was taken out would stay
    behind. So what a good build left is built upon only where nothing but the text of pages has changed since.
    """
    STAMP.unlink(missing_ok=True)
    if from_nothing:
        # What the labs showed is kept by their text alone, whatever the package has come to draw since.
        for left_over in (HTML, ROOT / "_build" / ".doctrees", ROOT / "_build" / ".jupyter_cache"):
            shutil.rmtree(left_over, ignore_errors=True)
    lite.ensure(states(ROOT, lite.MADE_FROM))
    try:
        with step("building the book" if from_nothing else "building the book's changed pages"):
            run([BIN / "python", "-m", "deploy.book.build"], env=environment(), timeout_seconds=900)
    except StepFailed as failure:
        raise Refused(f"The book was not built:\n{told(failure.output)}") from failure


def last_built() -> dict[str, str]:
    """What the last build was made from, if it succeeded and is still whole; else nothing."""
    try:
        return json.loads(STAMP.read_text()) if (ROOT / "_build" / ".doctrees").is_dir() else {}
    except (OSError, ValueError):
        return {}


def only_pages_changed(before: dict[str, str], now: dict[str, str]) -> bool:
    """Are the same files there, and do those that differ speak for themselves alone?"""
    changed = {name for name in now if before.get(name) != now[name]}
    return before.keys() == now.keys() and all(OWN_TEXT.fullmatch(name) for name in changed)


def told(output: str) -> str:
    """What a person needs from a failed build: warnings, errors and all that it was stopped for, or its last lines."""
    lines = COLOUR.sub("", output).replace(f"{ROOT}/", "").strip().splitlines()
    said = lines[: lines.index(TRACEBACK)] if TRACEBACK in lines else lines
    headings = [place for place, line in enumerate(said) if HEADING.fullmatch(line)] if said != lines else []
    stopped = headings[-1] if headings and said[headings[-1]] != CRASH else len(said)
    faults = [line for line in said[:stopped] if FAULT.search(line)]
    faults += [line.strip() for line in said[stopped:] if line.strip()]
    return "\n".join(dict.fromkeys(faults) or lines[-25:])


def states(root: Path, names: Iterable[str]) -> dict[str, str]:
    """The size and time of every file under `names`, and the address that the book is built for."""
    found = {str(path.relative_to(root)): path.stat() for path in sorted(files_under(root, names))}
    return {name: f"{state.st_size} {state.st_mtime_ns}" for name, state in found.items()} | {
        ADDRESS: os.environ.get(ADDRESS, "")
    }


def files_under(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """Every source file that `names` stand for."""
    for name in names:
        path = root / name
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file() and not NOT_SOURCES & set(file.parts) and str(file.relative_to(root)) not in MADE_HERE:
                yield file


def main() -> None:
    """Set up, then build."""
    setup.ensure()
    ensure()
    say(f"  the book is in {HTML.relative_to(ROOT)}/index.html")


if __name__ == "__main__":
    program(main)
