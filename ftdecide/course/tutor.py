"""The tutor: quotes the passages of this book that answer a question, or says that the book does not cover it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.course.covered import covers, leans_elsewhere, standing
from ftdecide.course.guidance import Guidance, Link, guidance
from ftdecide.course.passages import Passage, load_book
from ftdecide.course.said_aside import in_distress, matter, not_english
from ftdecide.course.search import the_search

MOST_CHARACTERS = 2_000
SENTENCE_END = re.compile(r"[.?!;\n]+\s*|, (?=and |but |so )")
MOST_SENTENCES = 12
FOR_THE_READER = {"drill", "journey"}  # "where do I begin?" is about this course, "where do I begin with yoga?" is not
LEAST_SUBJECT = 1.0  # of a sentence that is answered alone
FOUND = {True: "One passage of this book answers.", False: "These passages of the book answer best."}
DECLINED = (
    "This book does not cover that. It is about one decision: whether to fine-tune a language model or to prompt it."
)
NOT_ENGLISH = "This tutor reads English only. Please ask in English."
IN_DISTRESS = (
    "This book cannot help with that. If you may harm yourself, please talk to somebody now: the emergency number "
    "where you are, a crisis line, or a person near you."
)
NO_QUESTION = "Ask a question in words, for example: how many examples do I need?"


class NoQuestion(ValueError):
    """There is nothing to answer; the text says what to do."""


@dataclass(frozen=True)
class Reply:
    """What the tutor answers.

    Args:
        kind: "passages", "declined", "drill", "journey", "hint" or "answer_to_item"; "aside" where no book will do.
        text: one plain sentence.
        passages: best first, at most five; none where the book does not cover the question.
        links: where else the answer leads: the drill, the next page, the section to read.
        profile: for the drill, what the question already said.
        journey: the name of the way that fits.
        item: the id of the quiz item that was asked about.
    """

    kind: str
    text: str
    passages: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
    profile: Mapping[str, Any] | None = None
    journey: str | None = None
    item: str | None = None

    @property
    def answered(self) -> bool:
        """Whether the book covers the question."""
        return self.kind not in ("declined", "aside")


def answer(question: str, context: Mapping[str, Any] | None = None) -> Reply:
    """The answer to one question.

    Args:
        context: what the page knows besides, as `guidance` takes it.

    Raises:
        NoQuestion: where it holds no word.

    >>> answer("What is LoRA?").kind, answer("Which laptop should I buy?").kind
    ('passages', 'declined')
    """
    question = question[:MOST_CHARACTERS]
    if not any(letter.isalnum() for letter in question):
        raise NoQuestion(NO_QUESTION)
    if in_distress(question):
        return Reply("aside", IN_DISTRESS)
    if not_english(question):
        return Reply("aside", NOT_ENGLISH)
    question = matter(question)
    offered = guidance(question, context)
    if offered and not (offered.kind in FOR_THE_READER and leans_elsewhere(question)):
        return Reply(
            offered.kind,
            offered.text,
            _beside(offered, question, context is None),
            offered.links,
            offered.profile,
            offered.journey,
            offered.item,
        )
    passages = _found(question)
    if not passages:
        return Reply("declined", DECLINED)
    return Reply("passages", FOUND[len(passages) == 1], passages)


def _beside(offered: Guidance, question: str, alone: bool) -> tuple[Passage, ...]:
    """The passages that go with what is offered; where no page shows it, a way through the course is quoted too."""
    if offered.with_passages:
        return _found(question)
    if not (alone and offered.journey):
        return ()
    way = [passage for passage in load_book().passages if passage.url.endswith(f"#journey-{offered.journey}")]
    return _found(question) or tuple(way[:1])


def _found(question: str) -> tuple[Passage, ...]:
    """The passages on the question; where it is about too much as a whole, on its sentence that is best covered."""
    search = the_search()
    whole = search(question)
    if covers(whole):
        return whole.passages
    sentences = [sentence for sentence in SENTENCE_END.split(question) if len(sentence.split()) > 2]
    if sentences == [question]:
        return ()
    found = [search(sentence) for sentence in sentences[:MOST_SENTENCES]]
    good = [each for each in found if each.subject >= LEAST_SUBJECT and covers(each)]
    return max(good, key=standing).passages if good else ()
