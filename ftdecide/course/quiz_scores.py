"""What a reader got right in the quizzes: the answers that a browser keeps, judged by the bank's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide.course.phrases import Concept, match_answers
from ftdecide.course.question import Chapter


@dataclass(frozen=True)
class ChapterScore:
    """One chapter's quiz: questions right, questions answered, questions there are."""

    title: str
    right: int
    answered: int
    total: int


def keys_of(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    """The keys of the bank as plain JSON, for the page that counts."""
    return [
        {"name": chapter.name, "title": chapter.title, "questions": {q.id: _key(q) for q in chapter.questions}}
        for chapter in chapters
    ]


def _key(question: Any) -> dict[str, Any]:
    if question.concepts:
        return {"concepts": [{"accepts": list(c.accepts), "rejects": list(c.rejects)} for c in question.concepts]}
    return {"letters": sorted(question.key)}


def scores(kept: Mapping[str, Any], keys: Iterable[Mapping[str, Any]]) -> tuple[ChapterScore, ...]:
    """The score of every chapter.

    Args:
        kept: for each chapter's name what `quiz.js` keeps: an object of question id and given answers, or its text.
            What is nothing of the kind counts as unanswered: somebody else may have written there.
        keys: as `keys_of` gives them.
    """
    counted = []
    for chapter in keys:
        given = kept.get(chapter["name"])
        given = given if isinstance(given, Mapping) else {}
        answers = {name: given[name] for name in chapter["questions"] if _is_answer(given.get(name))}
        right = sum(_right(chapter["questions"][name], answer) for name, answer in answers.items())
        counted.append(ChapterScore(chapter["title"], right, len(answers), len(chapter["questions"])))
    return tuple(counted)


def _is_answer(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) for each in given) and any(map(str.strip, given))


def _right(key: Mapping[str, Any], given: Sequence[str]) -> bool:
    if "letters" in key:
        return sorted(given) == list(key["letters"])
    concepts = [Concept("", "", tuple(c["accepts"]), tuple(c["rejects"])) for c in key["concepts"]]
    return None not in match_answers(concepts, given) and len(given) == len(concepts)
