"""How nearly a question is one of the ways in which people ask for a section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from math import fsum


class WaysToAsk:
    """Compares a question's words with those of every known way, each weighed by how much it tells (Dice's measure).

    Args:
        ways: a section's address, and what a way to ask for it says, as `QuestionWords.content` gives it.
        weighs: how much a word counts, above 0.

    >>> ways = WaysToAsk([("money", frozenset({"price", "gpu"})), ("data", frozenset({"clean"}))], lambda word: 1.0)
    >>> ways(frozenset({"price", "gpu"})), ways(frozenset({"price", "tea"})), ways(frozenset({"tea"}))
    ({'money': 1.0}, {'money': 0.5}, {})
    """

    def __init__(self, ways: Iterable[tuple[str, frozenset[str]]], weighs: Callable[[str], float]) -> None:
        self.weighs = weighs
        self.ways = [(url, content, self._mass(content)) for url, content in ways]
        self.with_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, content, _) in enumerate(self.ways):
            for word in content:
                self.with_word[word].append(number)

    def __call__(self, content: frozenset[str]) -> dict[str, float]:
        """By section, how nearly the question is the likest of its ways, above 0 and at most 1."""
        found: dict[str, float] = {}
        whole = self._mass(content)
        for number in sorted({number for word in content for number in self.with_word.get(word, ())}):
            url, way, mass = self.ways[number]
            found[url] = max(found.get(url, 0.0), 2 * self._mass(way & content) / (whole + mass))
        return found

    def _mass(self, content: Collection[str]) -> float:
        return fsum(map(self.weighs, content))  # exact, so that the order of a set does not matter
