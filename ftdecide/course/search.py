"""Finds the passages that answer a question, and says how much of the question they cover.

    found = search("does training make it know our handbook?")
    found.passages[0].url, found.covered

Each idea of the question is looked up by itself, with the words that the book has for it. A passage's score is the
sum over the ideas of how much each tells (rare ones more), how well it stands there, and a little for what its section
holds besides; two ideas that follow one another count more where they stand together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from ftdecide.course.full_text import FullText
from ftdecide.course.passages import Book, Passage, load_book
from ftdecide.course.question_words import Idea, QuestionWords, neighbours

COLUMNS = {"chapter": 1.0, "section": 3.0, "text": 1.0, "asked": 3.0}
ALIKE = 0.6  # what a word of nearly the same meaning is worth
IN_SECTION = 0.35  # what the rest of the section adds
TOGETHER = 0.3  # what two neighbours add that stand together
MOST_PASSAGES = 5
MOST_OF_A_SECTION = 1
LEAST_OF_BEST = 0.45  # a passage that scores less than this share of the best is not shown


@dataclass(frozen=True)
class Found:
    """What a question found.

    Args:
        passages: best first, at most five.
        covered: 0 to 1, the share of what the question asks about that the best section holds.
        of_the_subject: how many ideas of the question belong to the book's subject.
    """

    passages: tuple[Passage, ...]
    scores: tuple[float, ...]
    covered: float
    of_the_subject: int
    ideas: tuple[Idea, ...]


class Search:
    """One book's index and the words to ask it with."""

    def __init__(self, book: Book) -> None:
        self.book = book
        rows = (
            (passage.chapter, passage.section, passage.text, "\n".join(book.asked_of.get(passage.url, ())))
            for passage in book.passages
        )
        self.index = FullText(COLUMNS, rows)
        self.words = QuestionWords(book, self.index)

    def __call__(self, question: str) -> Found:
        """The passages that answer best."""
        ideas = self.words.ideas(question)
        tells: dict[Idea, float] = {}
        held: dict[Idea, dict[int, float]] = {}
        for idea in ideas:
            held[idea] = self._where(idea)
            tells[idea] = math.log(1 + len(self.book.passages) / (len(held[idea]) + 0.5))
        scores = self._scores(ideas, tells, held)
        best = self._chosen(scores)
        return Found(
            tuple(self.book.passages[row] for row in best),
            tuple(round(scores[row], 3) for row in best),
            self._covered(best, ideas, tells, held),
            sum(idea.of_the_subject for idea in ideas),
            tuple(ideas),
        )

    def _where(self, idea: Idea) -> dict[int, float]:
        """How well the idea stands in each row that has it, 0 to 1."""
        found = _shares(self.index.find(idea.names[:1]))
        for row, share in _shares(self.index.find(idea.names)).items():
            found[row] = max(found.get(row, 0), 0.9 * share)
        for row, share in _shares(self.index.find(idea.alike)).items():
            found[row] = max(found.get(row, 0), ALIKE * share)
        return found

    def _scores(self, ideas, tells, held) -> dict[int, float]:
        scores: dict[int, float] = {}
        for idea in ideas:
            sections: dict[str, float] = {}
            for row, share in held[idea].items():
                scores[row] = scores.get(row, 0) + tells[idea] * share
                url = self.book.passages[row].url
                sections[url] = max(sections.get(url, 0), share)
            for row, passage in enumerate(self.book.passages):
                if passage.url in sections:
                    scores[row] = scores.get(row, 0) + IN_SECTION * tells[idea] * sections[passage.url]
        for one, other in neighbours(ideas):
            for row in self.index.near(one.said, other.said):
                scores[row] = scores.get(row, 0) + TOGETHER * (tells[one] + tells[other]) / 2
        return scores

    def _chosen(self, scores: dict[int, float]) -> list[int]:
        chosen: list[int] = []
        taken: dict[str, int] = {}
        ranked = sorted(scores, key=lambda row: (-scores[row], row))
        for row in ranked:
            url = self.book.passages[row].url
            if taken.get(url, 0) < MOST_OF_A_SECTION and scores[row] >= LEAST_OF_BEST * scores[ranked[0]]:
                taken[url] = taken.get(url, 0) + 1
                chosen.append(row)
            if len(chosen) == MOST_PASSAGES:
                break
        return chosen

    def _covered(self, best, ideas, tells, held) -> float:
        whole = sum(tells.values())
        if not best or not whole:
            return 0.0
        sections = {}
        for row in best[:3]:
            url = self.book.passages[row].url
            rows = [n for n, passage in enumerate(self.book.passages) if passage.url == url]
            sections[url] = sum(tells[idea] for idea in ideas if any(n in held[idea] for n in rows))
        return max(sections.values()) / whole


def _shares(found: dict[int, float]) -> dict[int, float]:
    """Between a half, for having it at all, and 1, for the row that matches best."""
    most = max(found.values(), default=0)
    return {row: 0.5 + 0.5 * score / most if most > 0 else 0.5 for row, score in found.items()}


@cache
def the_search() -> Search:
    """The search over the book as it was last built, made once."""
    return Search(load_book())
