"""What a search over the book gives: its passages, and what speaks for and against them."""

from __future__ import annotations

from dataclasses import dataclass

from ftdecide.course.passages import Passage
from ftdecide.course.question_words import Idea


@dataclass(frozen=True)
class Found:
    """What a question found.

    Args:
        passages: best first, at most five.
        subject: how surely it belongs to the book's subject: 1 for each word of the subject, less for an everyday one.
        unknown: 0 to 1, the share of the question in words that the book does not have.
        as_asked: how nearly it is a way in which people ask for a section, 1 for just such a way.
        leaning: by its words and their neighbours, the log-odds that it is on this book's subject over the root of
            its length.
        verbatim: whether it is, word for word, a way in which people ask for a section.
    """

    passages: tuple[Passage, ...]
    scores: tuple[float, ...]
    subject: float
    unknown: float
    as_asked: float
    leaning: float
    ideas: tuple[Idea, ...]
    verbatim: bool
