"""The answer stands in two places and says the same; the four tasks get the answer that the core gives them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ftdecide.evidence import load_cases
from ftdecide.model import TaskProfile
from ftdecide.render import to_json
from ftdecide.verdict import assess

BOOK = Path(__file__).resolve().parents[2] / "book"
CHAPTER = (BOOK / "one-answer.md").read_text(encoding="utf-8")
FIRST_PAGE = (BOOK / "index.md").read_text(encoding="utf-8")
TASKS = {"pirate": "S04", "five example outputs": "S03", "clinical notes": "S02", "exact format": "S01"}
ROWS = re.findall(r"^\* - (.+)\n  - (Yes|No|Unclear)\n", CHAPTER, re.M)


def answer(text: str) -> str:
    """The bold sentence that a page gives as the answer."""
    return re.search(r"^\*\*(Prompt first; .+)\*\*$", text, re.M)[1]


def test_the_first_page_gives_the_answer_of_the_chapter():
    """Word for word: two versions would be two answers."""
    assert answer(FIRST_PAGE) == answer(CHAPTER)


def test_the_answer_is_one_sentence():
    """As its heading promises."""
    assert re.findall(r"[.?]", answer(CHAPTER)) == ["."]


@pytest.mark.parametrize("named", TASKS)
def test_a_task_is_answered_as_the_core_answers_it(named):
    """When a rule moves the answer, the chapter moves with it."""
    said = [answer.lower() for task, answer in ROWS if named in task]
    assert said == [assess(TaskProfile.from_json(load_cases()[TASKS[named]]["profile"])).justified]


def test_even_the_yes_asks_for_the_prompt_first():
    """The paragraph below the table says so."""
    verdict = to_json(assess(TaskProfile.from_json(load_cases()["S01"]["profile"])))
    assert (verdict["decision"], verdict["next_rung"]) == ("climb_ladder", "prompt")
