"""Words that no language has, and texts that say one thing over and over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

FEWEST_WORDS_KNOWN = 100  # of the file, before its letters are known
USUAL_PAIR = 0.002  # share of the file's words that have a pair of letters, for the pair to be usual
LEAST_LETTERS = 6
SAID_AGAIN = 6  # words, from which on a text of few different ones is repetition
ONE_WORD = 4  # times
FEW_DIFFERENT = 0.25  # of the words of a text; of a long one, a tenth
LONG = 100  # words


def usual_pairs(known: Iterable[str]) -> frozenset[str]:
    """The pairs of neighbouring letters of a file's words; nothing where it has too few words to tell."""
    words = [word for word in known if len(word) > 1]
    counted = Counter(pair for word in words for pair in {one + two for one, two in pairwise(word)})
    if len(words) < FEWEST_WORDS_KNOWN:
        return frozenset()
    return frozenset(pair for pair, count in counted.items() if count >= max(2, USUAL_PAIR * len(words)))


def is_noise(word: str, usual: frozenset[str]) -> bool:
    """Whether most pairs of letters of a longer word are unheard of in the file.

    >>> usual = usual_pairs(["reading", "writing", "nearest", "waiting"] * 30)
    >>> is_noise("asdfghjkl", usual), is_noise("training", usual)
    (True, False)
    """
    if not usual or len(word) < LEAST_LETTERS or not word.isascii():
        return False
    pairs = [one + two for one, two in pairwise(word)]
    return sum(pair not in usual for pair in pairs) > 0.5 * len(pairs)


def repeats_itself(words: int, different: int) -> bool:
    """Whether a text has few different words for its length.

    >>> repeats_itself(8, different=1), repeats_itself(6, different=6)
    (True, False)
    """
    if words < SAID_AGAIN:
        return words >= ONE_WORD and different == 1
    return different <= (0.1 if words >= LONG else FEW_DIFFERENT) * words
