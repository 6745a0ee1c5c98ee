"""Makes the nbgrader source notebook of a chapter from its question file.

    python -m ftdecide.grading.assignment                    # three-conditions, in notebooks/assignments
    python -m ftdecide.grading.assignment ladder --course .  # another chapter, in another course folder

The notebook is the same to the byte whenever the bank is, so that a test can compare them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ftdecide.course.bank import InvalidBank, load_bank
from ftdecide.course.question import Chapter, Question
from ftdecide.grading.cells import answer_cell, markdown_text, marking_cell, prompt_cell

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "book" / "questions"
COURSE = ROOT / "notebooks" / "assignments"

INTRODUCTION = """# {title}

Put each answer in the place of `None` and run the cell; then run the cell below it, which tells you
whether the form of your answer will do. The answers are marked after you hand in.
A question left at `None` scores 0 and disturbs no other.

<!-- Generated from book/questions/{name}.toml by `python -m ftdecide.grading.assignment`: edit that file. -->"""


def assignment(chapter: Chapter) -> NotebookNode:
    """The source notebook of a chapter: for each question a prompt, an answer and a test cell."""
    introduction = INTRODUCTION.format(title=markdown_text(chapter.title), name=chapter.name)
    cells = [new_markdown_cell(introduction, id="introduction")]
    for n, question in enumerate(chapter.questions, 1):
        cells += _question_cells(question, n)
    notebook = new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata.language_info = {"name": "python"}
    nbformat.validate(notebook)
    return notebook


def _question_cells(question: Question, n: int) -> list[NotebookNode]:
    answer = new_code_cell(answer_cell(question, n), id=f"{question.id}-answer")
    answer.metadata.nbgrader = _graded(answer.id, solution=True)
    test = new_code_cell(marking_cell(question, n), id=f"{question.id}-test")
    test.metadata.nbgrader = {**_graded(test.id, solution=False), "points": question.points}
    # The prompt is no nbgrader cell: a test cell that a student deletes is put back after the nearest
    # nbgrader cell before it, which must be the answer.
    return [new_markdown_cell(prompt_cell(question, n), id=question.id), answer, test]


def _graded(grade_id: str, *, solution: bool) -> dict[str, object]:
    return {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": not solution,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }


def as_text(notebook: NotebookNode) -> str:
    """The notebook as it stands in its file."""
    return nbformat.writes(notebook) + "\n"


def write_assignment(chapter: Chapter, course: Path) -> Path:
    """Write the source notebook where nbgrader looks for it, and say where that is."""
    path = course / "source" / chapter.name / f"{chapter.name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(assignment(chapter)), encoding="utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0 when written, 2 when the bank or the chapter cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m ftdecide.grading.assignment", description=__doc__.split("\n")[0])
    parser.add_argument("chapter", nargs="*", default=["three-conditions"], help="question files, without .toml")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of the question bank")
    parser.add_argument("--course", type=Path, default=COURSE, help="nbgrader course folder")
    chosen = parser.parse_args(arguments)
    try:
        bank = load_bank(chosen.questions)
    except InvalidBank as broken:
        print(broken, file=sys.stderr)
        return 2
    for name in chosen.chapter:
        if name not in bank:
            known = ", ".join(bank)
            print(f"chapter: no question file {name}.toml in {chosen.questions}; there are {known}", file=sys.stderr)
            return 2
        print(write_assignment(bank[name], chosen.course))
    return 0


if __name__ == "__main__":
    sys.exit(main())
