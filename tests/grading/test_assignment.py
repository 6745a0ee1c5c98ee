"""The assignment is generated: same bank, same file, and nothing of the bank becomes markup or code."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest

from ftdecide.course.bank import load_bank
from ftdecide.course.question import Kind
from ftdecide.grading.assignment import COURSE, QUESTIONS, as_text, assignment, main
from ftdecide.grading.cells import markdown_text, marking_cell, prompt_cell

NAME = "three-conditions"


def test_the_committed_notebook_is_what_the_bank_gives():
    """If this fails: python -m ftdecide.grading.assignment"""
    committed = (COURSE / "source" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert committed == as_text(assignment(load_bank(QUESTIONS)[NAME]))


def test_every_chapter_makes_a_valid_notebook_with_outputs_empty():
    for chapter in load_bank(QUESTIONS).values():
        notebook = nbformat.reads(as_text(assignment(chapter)), as_version=4)
        nbformat.validate(notebook)
        points = [cell.metadata.nbgrader.get("points") for cell in notebook.cells if "nbgrader" in cell.metadata]
        assert [p for p in points if p] == [question.points for question in chapter.questions]
        assert not any(cell.get("outputs") for cell in notebook.cells)


ANSWERS = {
    Kind.ONE: ['"z"', "1", "None", "10**5000"], Kind.SEVERAL: ['["z"]', '"a"', "[1]", "10**5000"],
    Kind.ORDER: ['"cba"', "[1]", "-(10**5000)", "{}"],
    Kind.NUMBER: ["-1", "1e-9", "True", "float('nan')", "float('inf')", "10**400", "10**5000", '"1200"', "[1]"],
    Kind.TEXT: ['""', '"  "', "10**5000", "[]"], Kind.NAME: ["[1]", '["a"]', "10**5000", '"volume"'],
}  # fmt: skip


def test_no_wrong_answer_earns_anything_or_raises(tmp_path):
    """Of every kind, each in its own cell; one that answers nothing either."""
    chapters, lines = load_bank(QUESTIONS).values(), []
    for question in {q.kind: q for chapter in chapters for q in chapter.questions}.values():
        test = marking_cell(question, 1)
        for answer in ANSWERS[question.kind]:
            lines += [f"answer_1 = {answer}", test, f"assert ({test.splitlines()[-2]}) == 0, {answer!r}"]
    (tmp_path / "answers.py").write_text("\n".join(lines), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", "-S", tmp_path / "answers.py"], capture_output=True, text=True, timeout=60
    )
    assert ran.stderr == "" and len(lines) > 80


def test_every_test_cell_runs_where_ftdecide_is_not_installed(tmp_path):
    """With the solutions in place every question earns its points; no import of ftdecide, no file."""
    for chapter in load_bank(QUESTIONS).values():
        cells = [cell.source for cell in assignment(chapter).cells if cell.cell_type == "code"]
        lines = ["earned = 0"]
        for answer, test in zip(cells[::2], cells[1::2], strict=True):
            value = test.splitlines()[-2]  # the last line before END HIDDEN TESTS
            lines += [answer, test, f"earned += {value}"]
        (tmp_path / "answers.py").write_text("\n".join([*lines, "print(earned)"]), encoding="utf-8")
        command = [sys.executable, "-I", "-S", "answers.py"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert ran.stderr == ""
        assert ran.stdout.split()[-1] == str(sum(question.points for question in chapter.questions))


@pytest.mark.parametrize("text, shown", [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("$384 and $0.9", r"\$384 and \$0.9"),
    ("*bold* _it_ [link](x)", r"\*bold\* \_it\_ \[link\](x)"),
    ("a `code_span` b_c", r"a `code_span` b\_c"),
])  # fmt: skip
def test_text_of_the_bank_never_becomes_markup(text, shown):
    assert markdown_text(text) == shown


def test_prompt_says_what_it_is_worth(questions):
    assert prompt_cell(questions[0], 1).startswith("### Question 1 (3 points)\n")
    assert prompt_cell(questions[1], 2).startswith("### Question 2 (1 point)\n")


def test_command_writes_into_the_course_it_is_told(tmp_path, capsys):
    assert main(["ladder", "--course", str(tmp_path)]) == 0
    assert (tmp_path / "source" / "ladder" / "ladder.ipynb").exists()
    assert capsys.readouterr().out.strip().endswith("ladder.ipynb")


def test_command_names_an_unknown_chapter(tmp_path, capsys):
    assert main(["lader", "--course", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("chapter: no question file lader.toml in ") and "ladder" in said


def test_command_names_the_fault_of_a_broken_bank(tmp_path, capsys):
    (tmp_path / "ladder.toml").write_text('title = "x"\n[[question]]\nid = ', encoding="utf-8")
    assert main(["--questions", str(tmp_path), "--course", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("ladder.toml: not TOML: Invalid value")
