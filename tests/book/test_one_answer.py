"""The answer of the course stands in two places and says the same."""

from __future__ import annotations

import re
from pathlib import Path

BOOK = Path(__file__).resolve().parents[2] / "book"
CHAPTER = (BOOK / "one-answer.md").read_text(encoding="utf-8")
FIRST_PAGE = (BOOK / "index.md").read_text(encoding="utf-8")


def answer(text: str) -> str:
    """The bold sentence that a page gives as the answer."""
    return re.search(r"^\*\*(Prompt first; .+)\*\*$", text, re.M)[1]


def test_the_first_page_gives_the_answer_of_the_chapter():
    """Word for word: two versions would be two answers."""
    assert answer(FIRST_PAGE) == answer(CHAPTER)


def test_the_answer_is_one_sentence():
    """As its heading promises."""
    assert re.findall(r"[.?]", answer(CHAPTER)) == ["."]


def test_each_of_its_four_counts_leads_to_a_chapter():
    """The heading promises four, and a count that leads nowhere could not be made."""
    counts = re.findall(r"^(?!:).+\?\n: .*?\]\(([\w-]+)\.md\)", CHAPTER, re.M)
    assert counts == ["ladder", "money", "curation", "three-conditions"]
