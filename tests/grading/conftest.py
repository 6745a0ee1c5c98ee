"""One nbgrader course, as an instructor would run it: released, handed in three times, graded, fed back."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.warnings import MissingIDFieldWarning
from sqlalchemy.exc import SAWarning
from traitlets.config import PyFileConfigLoader

from ftdecide.course.bank import load_bank
from ftdecide.grading.assignment import COURSE, QUESTIONS

NAME = "three-conditions"


@dataclass(frozen=True)
class GradedCourse:
    """A course folder after grading, with nbgrader's own word on each step."""

    folder: Path
    api: object
    steps: dict[str, dict]

    def submission(self, student: str):
        """The student's graded notebook as the gradebook has it: score, max_score and the cells' scores."""
        with self.api.gradebook as gradebook:
            notebook = gradebook.find_submission_notebook(NAME, NAME, student)
            scores = {grade.name: grade.score for grade in notebook.grades}
            return notebook.score, notebook.max_score, scores

    def feedback(self, student: str) -> str:
        return (self.folder / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")

    def autograded(self, student: str) -> nbformat.NotebookNode:
        return nbformat.read(self.folder / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4)


@pytest.fixture(scope="session")
def questions():
    return load_bank(QUESTIONS)[NAME].questions


@pytest.fixture(scope="session")
def wrong_answer() -> Callable:
    """An answer of the right form that is not the key."""

    def wrong(question) -> object:
        if question.concepts:
            return ["money", "a faster computer", "patience"]
        if question.steps:
            return list(reversed(question.order))
        return next(letter for letter in "abcde" if letter not in question.key) if question.kind == "one" else ["b"]

    return wrong


@pytest.fixture(scope="session")
def graded(tmp_path_factory, questions, wrong_answer) -> GradedCourse:
    """The course after generate_assignment, autograde and generate_feedback of every submission."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(COURSE / "source", folder / "source")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    steps = {"release": api.generate_assignment(NAME)}

    released = folder / "release" / NAME / f"{NAME}.ipynb"
    right = {n: _key(question) for n, question in enumerate(questions, 1)}
    wrong = {n: wrong_answer(question) for n, question in enumerate(questions, 1)}
    odd = {1: {"not": "a list"}, 2: 3, 3: "the volume", 4: ["a", 7], 5: '"; import os', 8: "acd"}
    odd |= {6: f"{_key(questions[5]).upper()} ", 7: [_key(questions[6])]}
    for student, answers in {"right": right, "wrong": wrong, "blank": {}, "odd": odd}.items():
        handed_in = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        handed_in.parent.mkdir(parents=True)
        nbformat.write(_answered(nbformat.read(released, as_version=4), answers), handed_in)
    _drop_test_cell(folder / "submitted" / "odd" / NAME / f"{NAME}.ipynb", "tc-together-test")
    with warnings.catch_warnings():
        # nbgrader 0.9.6 makes Submitted... rows and lets a flush pass before it adds them; SQLAlchemy says so.
        warnings.filterwarnings("ignore", r"Object of type <Submitted\w+> not in session", SAWarning)
        # nbgrader puts a deleted test cell back without an id.
        warnings.filterwarnings("ignore", "Cell is missing an id field", MissingIDFieldWarning)
        for student in ("right", "wrong", "blank", "odd"):
            steps[f"autograde {student}"] = api.autograde(NAME, student)
            steps[f"feedback {student}"] = api.generate_feedback(NAME, student)
    yield GradedCourse(folder, api, steps)
    api.gradebook.close()


def _key(question) -> object:
    if question.concepts:
        return [concept.name for concept in question.concepts]
    if question.steps:
        return list(question.order)
    key = sorted(question.key)
    return key[0] if question.kind == "one" else key


def _answered(notebook: nbformat.NotebookNode, answers: dict[int, object]) -> nbformat.NotebookNode:
    for n, answer in answers.items():
        cell = next(cell for cell in notebook.cells if f"\nanswer_{n} = None" in cell.source)
        cell.source = cell.source.replace(f"\nanswer_{n} = None", f"\nanswer_{n} = {answer!r}")
    return notebook


def _drop_test_cell(path: Path, cell_id: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != cell_id]
    nbformat.write(notebook, path)
