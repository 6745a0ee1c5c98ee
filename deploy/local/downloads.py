"""`make zip`, `make pdf`, `make epub`: the built book as one file in `dist/`."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.local import book, browser, setup
from deploy.local.steps import BIN, ROOT, Refused, StepFailed, environment, program, run, say, step

KINDS = {"zip": "archive", "pdf": "paper", "epub": "ebook"}  # and the program in deploy/book that writes it
NO_BROWSER = (
    "The PDF is printed by Chromium, and none is here. Install Chromium or Chrome, or name one: "
    f"make pdf {browser.VARIABLE}=/path/to/chromium"
)


def write(kind: str) -> Path:
    """Write one download of the book as it stands; its path."""
    setup.ensure()
    chromium = (browser.ensure() or "") if kind == "pdf" else ""
    if kind == "pdf" and not chromium:
        raise Refused(NO_BROWSER)
    book.ensure()
    try:
        with step(f"writing the {kind}"):
            said = run([BIN / "python", "-m", f"deploy.book.{KINDS[kind]}"], env=environment(CHROMIUM=chromium))
    except StepFailed as failure:
        raise Refused(f"The {kind} was not written:\n{failure.tail()}") from failure
    return Path(said.splitlines()[-1])


def main() -> None:
    """Write the kind that is asked for, and say where it is."""
    if sys.argv[1:2] == [] or sys.argv[1] not in KINDS:
        raise Refused(f"Say which download: {', '.join(f'make {kind}' for kind in KINDS)}.", 2)
    path = write(sys.argv[1])
    say(f"  {path.relative_to(ROOT)}, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    program(main)
