"""What a reader got right in the quizzes: the answers that a browser keeps, as the cards judged them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.course.question import Chapter


@dataclass(frozen=True)
class ChapterScore:
    """One chapter's quiz: questions right, questions answered, questions there are."""

    title: str
    right: int
    answered: int
    total: int


def keys_of(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    """The questions of the bank by chapter as plain JSON, for the page that counts."""
    return [
        {"name": chapter.name, "title": chapter.title, "questions": [question.id for question in chapter.questions]}
        for chapter in chapters
    ]


def scores(kept: Mapping[str, Any], keys: Iterable[Mapping[str, Any]]) -> tuple[ChapterScore, ...]:
    """The score of every chapter.

    Args:
        kept: for each chapter's name what the reader's progress holds: for each question's id its latest answer, an
            object with "right". What is nothing of the kind counts as unanswered.
        keys: as `keys_of` gives them.
    """
    counted = []
    for chapter in keys:
        given = kept.get(chapter["name"])
        given = given if isinstance(given, Mapping) else {}
        answers = [given[name] for name in chapter["questions"] if isinstance(given.get(name), Mapping)]
        right = sum(answer.get("right") is True for answer in answers)
        counted.append(ChapterScore(chapter["title"], right, len(answers), len(chapter["questions"])))
    return tuple(counted)
