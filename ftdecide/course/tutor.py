"""The tutor: quotes the passages of this book that answer a question, or says that the book does not cover it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.course import intents
from ftdecide.course.passages import Passage
from ftdecide.course.search import Found, the_search

MOST_CHARACTERS = 2_000
LEAST_COVERED = 0.6
FOUND = {True: "One passage of this book answers.", False: "These passages of the book answer best."}
DECLINED = (
    "This book does not cover that. It is about one decision: whether to fine-tune a language model or to prompt it."
)
NO_QUESTION = "Ask a question in words, for example: how many examples do I need?"


class NoQuestion(ValueError):
    """There is nothing to answer; the text says what to do."""


@dataclass(frozen=True)
class Reply:
    """What the tutor answers.

    Args:
        kind: "passages", "declined", "drill", "journey", "hint" or "answer_to_item".
        text: one plain sentence.
        passages: best first, at most five; none where the book does not cover the question.
        profile: for the drill, what the question already said.
        journey: the name of the way that fits.
        item: the id of the quiz item that was asked about.
    """

    kind: str
    text: str
    passages: tuple[Passage, ...] = ()
    profile: Mapping[str, Any] | None = None
    journey: str | None = None
    item: str | None = None

    @property
    def answered(self) -> bool:
        """Whether the book covers the question."""
        return self.kind != "declined"


def answer(question: str, context: Mapping[str, Any] | None = None) -> Reply:
    """The answer to one question.

    Args:
        context: what the page knows besides: "item", the id of a quiz item.

    Raises:
        NoQuestion: where it holds no word.

    >>> answer("What is LoRA?").passages[0].url
    'book/glossary.html#term-LoRA'
    """
    question = question[:MOST_CHARACTERS]
    if not any(letter.isalnum() for letter in question):
        raise NoQuestion(NO_QUESTION)
    found = the_search()(question)
    profile, journey = intents.drill_profile(question), intents.wanted_journey(question)
    passages = found.passages if covers(found) else ()
    if profile is not None:
        return Reply("drill", "The drill answers that for your own task.", passages, profile=profile)
    if journey is not None or intents.asks_what_next(question):
        return Reply("journey", "A way through the course that fits.", passages, journey=journey)
    if not passages:
        return Reply("declined", DECLINED)
    return Reply("passages", FOUND[len(passages) == 1], passages)


def covers(found: Found) -> bool:
    """Whether what was found answers the question, and not just some of its words."""
    return bool(found.passages) and found.of_the_subject > 0 and found.covered >= LEAST_COVERED
