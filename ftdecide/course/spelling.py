"""Misspelt words of a question, mended from the words of the book."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

SHORTEST = 5  # letters: below that, too many words are a letter away from another
SHORTEST_FOR_TWO = 8


class Spelling:
    """Finds the word that was meant, a letter or two away."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts = Counter(word for word in words if len(word) >= SHORTEST - 1 and word.isalpha())
        self.by_shorter: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            for shorter in _shorter(word):
                self.by_shorter[shorter].append(word)

    def mended(self, word: str) -> str:
        """The commonest known word that is one slip away (two for a long word), or the word as it is.

        >>> Spelling(["hallucination", "training"]).mended("halucinaton"), Spelling(["training"]).mended("marathon")
        ('hallucination', 'marathon')
        """
        if len(word) < SHORTEST or not word.isalpha():
            return word
        near = {known for shorter in _shorter(word) for known in self.by_shorter.get(shorter, ())}
        near = {known for known in near if _one_slip(word, known)}
        if near:
            return max(near, key=lambda known: (known[0] == word[0], self.counts[known], known))
        if len(word) >= SHORTEST_FOR_TWO:
            alike = [known for known in self.counts if known[0] == word[0] and abs(len(known) - len(word)) <= 2]
            return next(iter(get_close_matches(word, alike, 1, 0.86)), word)
        return word


def _shorter(word: str) -> Iterator[str]:
    """The word, and the word without any one of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_slip(word: str, known: str) -> bool:
    """Is it one letter too many, missing, changed or swapped with its neighbour?"""
    if abs(len(word) - len(known)) > 1 or (known[0] != word[0] and sorted(known[:2]) != sorted(word[:2])):
        return False
    if len(word) == len(known):
        wrong = [place for place, (a, b) in enumerate(zip(word, known, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == known[wrong[1]]
        return len(wrong) == 1 or (swapped and word[wrong[1]] == known[wrong[0]])
    return True
