"""Finds the passages that answer a question, and says how much of the question they cover.

Each idea of the question is looked up by itself, with the words that the book has for it. A passage's score is the
sum over the ideas of how much each tells (rare ones more), how well it stands there, and a little for what its section
holds besides; two ideas that follow one another count more where they stand together, and a section that people ask
for in just these words counts more again.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from ftdecide.course.found import Found
from ftdecide.course.full_text import FullText
from ftdecide.course.leaning import Leaning
from ftdecide.course.passages import Book, load_book
from ftdecide.course.question_words import A_CARD, A_NUMBER, Idea, QuestionWords, neighbours
from ftdecide.course.ways_to_ask import WaysToAsk

COLUMNS = {"chapter": 1.0, "section": 3.0, "text": 1.0}
ALIKE = 0.5  # what a word of nearly the same meaning is worth
IN_SECTION = 0.35  # what the rest of the section adds
TOGETHER = 0.6  # what two neighbours add that stand together
AS_ASKED = 1.2  # what a section gains that people ask for in just these words
VERBATIM = 1.0  # what it gains for this very question, or for its heading
LEANS = 0.5  # what a section gains for words with which people ask for it rather than for others
BACKGROUND = 0.5  # how much a word of the asker's own circumstances tells
ASKS_MEANING = re.compile(r"\s*(?:what|whats|define|explain|describe)\b|.*\bmean(?:s|t|ing)?\b", re.I)
SHORT = 3  # words: a question as short as that asks what they mean
DEFINED, NAMED = 2.0, 0.25  # what the card of a word gains where its meaning is asked for, and where it is named
NUMBER_TELLS, CARD_TELLS = 1.5, 3.0
ASIDE, WORTH_ASIDE = re.compile(r"book/(about/(?!next)|index|journeys|sources)|#(try-it|the-trap)$"), 0.85
LEAST_TOLD = 2.5  # by a word of a way to ask, however common
MOST_PASSAGES = 5
MOST_OF_A_SECTION = 1
LEAST_OF_BEST = 0.45  # a passage that scores less than this share of the best is not shown


class Search:
    """One book's index and the words to ask it with."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.index = FullText(COLUMNS, ((each.chapter, each.section, each.text) for each in book.passages))
        on_cards = [phrase for card in book.cards for phrase in card.asked_as]
        self.leaning = Leaning(book.asked_of, on_cards, book.elsewhere, self.index.stems)
        self.words = QuestionWords(book, self.index, self.leaning.odds)
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        for row, passage in enumerate(book.passages):
            self.rows_of[passage.url].append(row)
        self.rows_of_card = {
            self.book.passages[rows[0]].section: rows for url, rows in self.rows_of.items() if "#term-" in url
        }
        headings = {(each.url, each.section) for each in book.passages}
        asked = [(url, phrase) for url, phrases in book.asked_of.items() for phrase in phrases]
        ways = ((url, self.words.content(phrase)) for url, phrase in (*asked, *sorted(headings)))
        self.as_asked = WaysToAsk(ways, self._weighs)
        self.verbatim: dict[str, set[str]] = defaultdict(set)
        for url, phrase in (*asked, *headings):
            self.verbatim[_bare(phrase)].add(url)

    def __call__(self, question: str) -> Found:
        """The passages that answer best."""
        ideas = self.words.ideas(question)
        held = {idea: self._where(idea) for idea in ideas}
        tells = {idea: self._tells(len(held[idea])) * (BACKGROUND if idea.background else 1) for idea in ideas}
        content = self.words.content(question)
        as_asked = self.as_asked(content) if content - {A_NUMBER} else {}
        pairs = {pair: self.index.near(pair[0].said, pair[1].said) for pair in neighbours(ideas)}
        verbatim = self.verbatim.get(_bare(question), frozenset())
        scores = self._scores(tells, held, pairs, as_asked, self.leaning.by_section(question))
        for url in verbatim:
            for row in self.rows_of[url]:
                scores[row] += VERBATIM * (1 + sum(tells.values()))
        meaning = bool(ASKS_MEANING.match(question)) or len(question.split()) <= SHORT
        self._raise_cards(scores, tells, DEFINED if meaning else NAMED)
        best = self._chosen(scores)
        return Found(
            tuple(self.book.passages[row] for row in best),
            tuple(round(scores[row], 3) for row in best),
            sum(idea.subject for idea in ideas),
            _share(tells, [idea for idea in ideas if not held[idea]]),
            max(as_asked.values(), default=0),
            self.leaning(question) / math.sqrt(len(question.split()) or 1),
            tuple(ideas),
            bool(verbatim),
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

    def _weighs(self, word: str) -> float:
        """How much a word of a question, or a card that it stands for, counts among ways to ask."""
        if word == A_NUMBER:
            return NUMBER_TELLS
        if word.startswith(A_CARD):
            return CARD_TELLS
        tells = max(LEAST_TOLD, self._tells(self.index.known_stems.get(word, 0)))
        return tells * (BACKGROUND if word in self.words.background else 1)

    def _scores(
        self,
        tells: Mapping[Idea, float],
        held: Mapping[Idea, Mapping[int, float]],
        pairs: Mapping[tuple[Idea, Idea], Collection[int]],
        as_asked: Mapping[str, float],
        leaning: Mapping[str, float],
    ) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for idea in tells:
            of_sections: dict[str, float] = defaultdict(float)
            for row, share in held[idea].items():
                scores[row] += tells[idea] * share
                url = self.book.passages[row].url
                of_sections[url] = max(of_sections[url], share)
            for url, share in of_sections.items():
                for row in self.rows_of[url]:
                    scores[row] += IN_SECTION * tells[idea] * share
        for (one, other), rows in pairs.items():
            for row in rows:
                scores[row] += TOGETHER * (tells[one] + tells[other]) / 2
        whole = sum(tells.values())
        for url, share in as_asked.items():
            for row in self.rows_of[url]:
                scores[row] += AS_ASKED * share**2 * whole
        for url, tells_of in leaning.items():
            for row in self.rows_of[url]:
                scores[row] += LEANS * tells_of
        for row in scores:
            if ASIDE.search(self.book.passages[row].url):
                scores[row] *= WORTH_ASIDE
        return scores

    def _raise_cards(self, scores: dict[int, float], tells: Mapping[Idea, float], gain: float) -> None:
        """A word that is named may always be looked up: its card stands higher, its definition highest."""
        for idea in tells:
            for place, row in enumerate(self.rows_of_card.get(idea.term, ())):
                scores[row] += gain * tells[idea] * (1 if place == 0 else 0.5)

    def _chosen(self, scores: Mapping[int, float]) -> list[int]:
        """The rows to show, best first, no section twice."""
        chosen: dict[str, int] = {}
        ranked = sorted(scores, key=lambda row: (-scores[row], row))
        for row in ranked:
            if len(chosen) < MOST_PASSAGES and scores[row] >= LEAST_OF_BEST * scores[ranked[0]]:
                chosen.setdefault(self.book.passages[row].url, row)
        return list(chosen.values())


def _bare(text: str) -> str:
    """Its words alone, as two spellings of one question share them."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("’", "'")))


def _share(tells: Mapping[Idea, float], ideas: Sequence[Idea]) -> float:
    """How much of the whole question these ideas are."""
    whole = sum(tells.values())
    return sum(tells[idea] for idea in ideas) / whole if whole else 0.0


def _shares(found: Mapping[int, float]) -> dict[int, float]:
    """Between a half, for having it at all, and 1, for the row that matches best."""
    most = max(found.values(), default=0)
    return {row: 0.5 + 0.5 * score / most if most > 0 else 0.5 for row, score in found.items()}


@cache
def the_search() -> Search:
    """The search over the book as it was last built, made once."""
    return Search(load_book())
