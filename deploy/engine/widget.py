"""Bundles the notebook's widget of review and progress from the modules that the book's pages use.

A widget takes one script and one sheet, and needs no build where the course runs: both are committed, and a test makes
them anew and compares.  `python -m deploy.engine.widget` writes them.
"""

from __future__ import annotations

from pathlib import Path

from deploy.engine.one_script import one_script

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "book" / "_static"
SCRIPT = ROOT / "ftdecide" / "doors" / "review_widget.js"
SHEET = SCRIPT.with_suffix(".css")
SHEETS = ("before/before.css", "quiz/quiz.css", "progress/progress.css", "progress/widget.css")
MADE = "Made by `python -m deploy.engine.widget` from book/_static: edit there."


def script() -> str:
    """The widget's one module."""
    return f"// {MADE}\n" + one_script(STATIC / "progress" / "widget.js", module=True)


def sheet() -> str:
    """The widget's one style sheet: the pages' own, and what a notebook has to lend."""
    return f"/* {MADE} */\n" + "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SHEETS)


if __name__ == "__main__":
    SCRIPT.write_text(script(), encoding="utf-8")
    SHEET.write_text(sheet(), encoding="utf-8")
