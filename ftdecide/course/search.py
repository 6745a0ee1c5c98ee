"""Finds the passages that answer a question, and says how much of the question they cover.

Each idea of the question is looked up by itself, with the words that the book has for it. A passage's score is the
sum over the ideas of how much each tells (rare ones more), how well it stands there, and a little for what its section
holds besides; two ideas that follow one another count more where they stand together, and a section that people ask
for in just these words counts more again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ftdecide.course.full_text import FullText
from ftdecide.course.passages import Book, Passage, load_book
from ftdecide.course.question_words import Idea, QuestionWords, neighbours

COLUMNS = {"chapter": 1.0, "section": 3.0, "text": 1.0, "asked": 2.0}
ALIKE = 0.6  # what a word of nearly the same meaning is worth
IN_SECTION = 0.35  # what the rest of the section adds
TOGETHER = 0.3  # what two neighbours add that stand together
AS_ASKED = 0.8  # what a section gains that people ask for in just these words
BACKGROUND = 0.35  # how much a word of the asker's own circumstances tells
LEAST_TOLD = 2.5  # by a word of a way to ask, however common
MOST_PASSAGES = 5
MOST_OF_A_SECTION = 1
LEAST_OF_BEST = 0.45  # a passage that scores less than this share of the best is not shown


@dataclass(frozen=True)
class Found:
    """What a question found.

    Args:
        passages: best first, at most five.
        covered: 0 to 1, the share of what the question asks about that the best section holds.
        subject: how surely it belongs to the book's subject: 1 for each word of the subject, less for an everyday one.
        unknown: how many words the book does not have.
        as_asked: 0 to 1, how nearly it is a way in which people ask for a section.
    """

    passages: tuple[Passage, ...]
    scores: tuple[float, ...]
    covered: float
    subject: float
    unknown: int
    as_asked: float
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
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        for row, passage in enumerate(book.passages):
            self.rows_of[passage.url].append(row)
        self.asked = [
            (url, frozenset(self.words.content(phrase))) for url, phrases in book.asked_of.items() for phrase in phrases
        ]

    def __call__(self, question: str) -> Found:
        """The passages that answer best."""
        ideas = self.words.ideas(question)
        held = {idea: self._where(idea) for idea in ideas}
        tells = {idea: self._tells(len(held[idea])) * (BACKGROUND if idea.background else 1) for idea in ideas}
        as_asked = self._as_asked(frozenset(self.words.content(question)))
        scores = self._scores(ideas, tells, held, as_asked)
        best = self._chosen(scores)
        return Found(
            tuple(self.book.passages[row] for row in best),
            tuple(round(scores[row], 3) for row in best),
            self._covered(best, tells, held),
            sum(idea.subject for idea in ideas),
            sum(not held[idea] and not idea.background for idea in ideas),
            max(as_asked.values(), default=0),
            tuple(ideas),
        )

    def _tells(self, rows: int) -> float:
        """How much a word tells that stands in so many passages: the fewer, the more."""
        return math.log(1 + len(self.book.passages) / (rows + 0.5))

    def _where(self, idea: Idea) -> dict[int, float]:
        """How well the idea stands in each row that has it, 0 to 1."""
        found = _shares(self.index.find([idea.said]))
        for names, worth in ((idea.names, 0.9), (idea.alike, ALIKE)):
            for row, share in _shares(self.index.find(names)).items():
                found[row] = max(found.get(row, 0), worth * share)
        return found

    def _as_asked(self, stems: frozenset[str]) -> dict[str, float]:
        """By section, how nearly the question is one of the ways to ask for it, 0 to 1."""
        found: dict[str, float] = {}
        whole = self._mass(stems)
        for url, phrase in self.asked:
            shared = self._mass(phrase & stems)
            if shared:
                found[url] = max(found.get(url, 0), 2 * shared / (whole + self._mass(phrase)))
        return found

    def _mass(self, stems: frozenset[str]) -> float:
        return sum(
            max(LEAST_TOLD, self._tells(self.index.known_stems.get(stem, 0)))
            * (BACKGROUND if stem in self.words.background else 1)
            for stem in stems
        )

    def _scores(
        self,
        ideas: Sequence[Idea],
        tells: Mapping[Idea, float],
        held: Mapping[Idea, Mapping[int, float]],
        as_asked: Mapping[str, float],
    ) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for idea in ideas:
            of_sections: dict[str, float] = defaultdict(float)
            for row, share in held[idea].items():
                scores[row] += tells[idea] * share
                url = self.book.passages[row].url
                of_sections[url] = max(of_sections[url], share)
            for url, share in of_sections.items():
                for row in self.rows_of[url]:
                    scores[row] += IN_SECTION * tells[idea] * share
        for one, other in neighbours(ideas):
            for row in self.index.near(one.said, other.said):
                scores[row] += TOGETHER * (tells[one] + tells[other]) / 2
        whole = sum(tells.values())
        for url, share in as_asked.items():
            for row in self.rows_of[url]:
                scores[row] += AS_ASKED * share**2 * whole
        return scores

    def _chosen(self, scores: Mapping[int, float]) -> list[int]:
        """The rows to show, best first, no section twice."""
        chosen: dict[str, int] = {}
        ranked = sorted(scores, key=lambda row: (-scores[row], row))
        for row in ranked:
            if len(chosen) < MOST_PASSAGES and scores[row] >= LEAST_OF_BEST * scores[ranked[0]]:
                chosen.setdefault(self.book.passages[row].url, row)
        return list(chosen.values())

    def _covered(self, best: Sequence[int], tells: Mapping[Idea, float], held: Mapping[Idea, Mapping[int, float]]):
        """The share of the question that the best of the first three sections holds."""
        whole = sum(tells.values())
        sections = (self.rows_of[self.book.passages[row].url] for row in best[:3])
        most = max((sum(tells[i] for i in tells if any(n in held[i] for n in rows)) for rows in sections), default=0)
        return most / whole if whole else 0.0


def _shares(found: Mapping[int, float]) -> dict[int, float]:
    """Between a half, for having it at all, and 1, for the row that matches best."""
    most = max(found.values(), default=0)
    return {row: 0.5 + 0.5 * score / most if most > 0 else 0.5 for row, score in found.items()}


@cache
def the_search() -> Search:
    """The search over the book as it was last built, made once."""
    return Search(load_book())
