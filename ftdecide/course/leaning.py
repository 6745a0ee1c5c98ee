"""What a question leans to by the words of others: this book's subject or another one, and which of its sections.

Naive Bayes over the ways in which people ask for a section (``book/asked.toml``) and questions on other subjects
(``book/other_subjects.txt``). Little words count too: "will it get worse" leans, though each word of it is common.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

TOKEN = re.compile(r"[^\W_]+|\?")
SMOOTHING = 0.1  # Lidstone's: what is added to each count
TO_WHOLE = 10  # how many questions' worth of the whole book's habits each section is taken to have besides its own


class Leaning:
    """Learns which words, and which pairs of neighbours, occur in questions of which kind (Bernoulli's model).

    Args:
        asked_of: questions that a section answers, by its address.
        here: others on this book's subject, of no one section.
        elsewhere: questions on other subjects; both sides are equally likely at first.
        stems: gives each word's stem.

    >>> leaning = Leaning({"money": ["does tuning pay"], "data": ["tuning examples"]}, [], ["does the shop pay"], list)
    >>> leaning("tuning") > 0 > leaning("shop"), leaning("unheard of"), max(leaning.by_section("it should pay"))
    (True, 0.0, 'money')
    """

    def __init__(
        self,
        asked_of: Mapping[str, Sequence[str]],
        here: Sequence[str],
        elsewhere: Sequence[str],
        stems: Callable[[list[str]], Sequence[str]],
    ) -> None:
        self.stems = stems
        of_section = {url: self._counts(questions) for url, questions in asked_of.items()}
        asked = sum(of_section.values(), Counter[str]())
        self.known = asked + self._counts(here), self._counts(elsewhere)
        count = sum(map(len, asked_of.values()))
        sizes = count + len(here) + 2 * SMOOTHING, len(elsewhere) + 2 * SMOOTHING
        self.odds = {
            token: math.log(
                (self.known[0][token] + SMOOTHING) / sizes[0] * sizes[1] / (self.known[1][token] + SMOOTHING)
            )
            for token in self.known[0].keys() | self.known[1].keys()
        }
        self.tells: dict[str, dict[str, float]] = defaultdict(dict)
        for url, counts in of_section.items():
            for token, times in counts.items():
                usual = (asked[token] + SMOOTHING) / (count + 2 * SMOOTHING)
                share = (times + TO_WHOLE * SMOOTHING * usual) / (len(asked_of[url]) + TO_WHOLE * SMOOTHING)
                self.tells[token][url] = max(0.0, math.log(share / usual))

    def __call__(self, question: str) -> float:
        """The log-odds of this book's subject: above 0 it leans to it, 0 where no word is known."""
        return sum((self.odds.get(token, 0.0) for token in self._tokens(question)), 0.0)

    def by_section(self, question: str) -> dict[str, float]:
        """How much more often its words are asked for each section than for the book: sums of logarithms, 0 or more."""
        found: dict[str, float] = defaultdict(float)
        for token in self._tokens(question):
            for url, tells in self.tells.get(token, {}).items():
                found[url] += tells
        return found

    def _counts(self, questions: Iterable[str]) -> Counter[str]:
        return Counter(token for question in questions for token in self._tokens(question))

    def _tokens(self, question: str) -> list[str]:
        """Its words' stems and pairs of neighbours, each once; in one order, so that every sum is the same."""
        words = self.stems(TOKEN.findall(question.casefold()))
        return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))
