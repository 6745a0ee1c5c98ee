"""nbgrader's own generate_assignment, autograde and generate_feedback on four submissions."""

from __future__ import annotations

import html
import re

import nbformat
import pytest

NAME = "three-conditions"
STUDENTS = ["right", "wrong", "blank", "odd"]


def test_every_step_of_nbgrader_succeeds(graded):
    failed = {step: result for step, result in graded.steps.items() if not result["success"]}
    assert failed == {}


@pytest.mark.parametrize("student, score", [("right", "all"), ("wrong", 0), ("blank", 0)])
def test_gradebook_has_the_score(graded, questions, student, score):
    points = sum(question.points for question in questions)
    got, most, scores = graded.submission(student)
    assert most == points
    assert got == (points if score == "all" else 0)
    assert set(scores) == {f"{question.id}-test" for question in questions}
    assert None not in scores.values()


def test_odd_answers_score_only_where_they_are_right(graded, questions):
    """A capital letter and a blank beside it count; a wrong type, a sentence and a deleted test cell do not."""
    assert questions[5].kind == questions[6].kind == "one"
    got, _, scores = graded.submission("odd")
    assert got == 1
    assert {name for name, score in scores.items() if score} == {f"{questions[5].id}-test"}
    assert scores["tc-together-test"] == 0  # this cell was deleted; nbgrader put it back


@pytest.mark.parametrize("student", STUDENTS)
def test_no_submission_raises_in_a_test_cell(graded, student):
    raised = [
        cell.metadata.nbgrader.grade_id
        for cell in graded.autograded(student).cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert raised == []


def test_the_class_gets_neither_solutions_nor_hidden_tests(graded, questions):
    released = nbformat.read(graded.folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in released.cells)
    assert "HIDDEN" not in text and "SOLUTION" not in text
    assert "Concept(" not in text
    assert [name for name in names_to_be_found(questions) if name in text] == []
    assert re.findall(r"^answer_\d+ = (.*)$", text, re.MULTILINE) == ["None"] * len(questions)
    assert "right =" not in text and "named" not in text


@pytest.mark.parametrize("student", ["wrong", "blank", "odd"])
def test_feedback_does_not_show_the_keys(graded, questions, student):
    text = _visible(graded.feedback(student))
    assert "HIDDEN TESTS" not in text and "right =" not in text and "match_answers" not in text
    assert "Concept(" not in text
    assert [name for name in names_to_be_found(questions) if name in text] == []


def test_feedback_names_call_expected_form_and_what_was_got(graded):
    odd, blank, wrong = (_visible(graded.feedback(student)) for student in ("odd", "blank", "wrong"))
    assert 'answer_1: expected a list of texts, such as answer_1 = ["first", "second", "third"]; got a dict' in odd
    assert "answer_3: expected one letter in quotes, such as answer_3 = \"a\"; got 'the volume'" in odd
    assert 'answer_3: expected one letter in quotes, such as answer_3 = "a"; got None' in blank
    assert "answer_3: not right." in wrong
    assert "answer_1: 0 of 3 named." in wrong
    assert "answer_3: right." in _visible(graded.feedback("right"))


def test_the_hidden_tests_were_there_when_it_was_marked(graded):
    """Otherwise the tests above would pass on a course that marks nothing."""
    sources = [cell.source for cell in graded.autograded("wrong").cells if "nbgrader" in cell.metadata]
    assert sum("BEGIN HIDDEN TESTS" in source for source in sources) == len(sources) // 2


def names_to_be_found(questions) -> set[str]:
    """What naming questions ask for, except where an option of another question says the same."""
    options = {option.text for question in questions for option in question.options}
    return {concept.name for question in questions for concept in question.concepts} - options


def _visible(page: str) -> str:
    """The words of the page, without the markup that colours code."""
    body = page[page.index("<body") :]
    return html.unescape(re.sub(r"<[^>]+>", "", body))
