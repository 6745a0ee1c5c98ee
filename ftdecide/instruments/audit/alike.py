"""Whether two records ask the same, and whether they answer the same, by the words in which they differ."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from ftdecide.instruments.audit.index import Index

SIMILAR = 0.85  # share of words in common, from 8 words on
SIMILAR_WITH_ANSWER = 0.75  # the same where both give the same answer, in the same words
FEW_WORDS, FEW_WITH_ANSWER = 8, 5
SHARED = 0.4  # of the different words of either, at least, where two inputs may be copies
MOST_SLIPS, SHORTEST_SLIP = 6, 4  # words, and letters of each
SPELT_ALIKE = 0.7  # of two words that differ, in their letters
# Words that a copy gains or loses without asking anything else.
_FILLERS = """
    a an the hi hello hey dear please kindly thanks thank you just really very quite so well ok okay now actually
    quickly simply also then there here sir madam team guys um uh oh yes regards cheers and bitte danke hallo merci
"""
# Words that turn the meaning round.
_TURNS = """
    no not never none without cannot cant dont doesnt didnt wont isnt arent wasnt nicht kein keine ne pas jamais before
    after first last more less most least over under above below all any only except
"""
FILLERS, TURNS = frozenset(_FILLERS.split()), frozenset(_TURNS.split())


@dataclass(frozen=True, slots=True)
class Difference:
    """The words that only one of two texts has.

    Args:
        left, right: those of the one and of the other.
        similarity: share of words in common (0 to 1).
        slips: whether the words that differ are misspellings of one another.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    similarity: float
    slips: bool

    @property
    def numbers(self) -> bool:
        """Whether both have amounts, dates or identifiers of their own: those make two texts different examples."""
        return any(map(_has_digit, self.left)) and any(map(_has_digit, self.right))

    @property
    def only_fillers(self) -> bool:
        return all(word in FILLERS for word in self.left + self.right)

    @property
    def turns_meaning(self) -> bool:
        return any(_has_digit(word) or word in TURNS for word in self.left + self.right)

    @property
    def replaces(self) -> bool:
        """Whether a word stands in the place of another: a name, a thing."""
        return bool(self.left and self.right) and not (self.slips or self.only_fillers)


def difference(index: Index, one: Sequence[int], two: Sequence[int]) -> Difference:
    """How two texts differ, given the numbers of their words."""
    mine, others = Counter(one), Counter(two)
    total = len(one) + len(two)
    left, right = _only_in(index, mine, others), _only_in(index, others, mine)
    mine_only, others_only = _without_split_numbers(left, right)
    similarity = 1 - (len(mine_only) + len(others_only)) / total if total else 1.0
    return Difference(mine_only, others_only, similarity, spelt_alike(mine_only, others_only))


def _without_split_numbers(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words without those that are the same number, written together or apart: 10,000 and 10000."""
    numbers = sum(map(_has_digit, left)), sum(map(_has_digit, right))
    if not all(numbers) or numbers[0] == numbers[1]:
        return left, right
    mine, others = (sorted(filter(str.isdigit, "".join(each))) for each in (left, right))
    if mine != others:
        return left, right
    return tuple(w for w in left if not w.isdigit()), tuple(w for w in right if not w.isdigit())


def _only_in(index: Index, mine: Counter[int], others: Counter[int]) -> tuple[str, ...]:
    """The words that one text has more often, as much as it does, in the order of the alphabet."""
    differ = mine.items() - others.items()
    return tuple(sorted(index.word(number) for number, count in differ for _ in range(count - others[number])))


@lru_cache(maxsize=100_000)
def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def spelt_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words are slips of one another, pair by pair; fillers aside.

    >>> spelt_alike(["recieve"], ["please", "receive"]), spelt_alike(["france"], ["spain"])
    (True, False)
    """
    mine = [word for word in left if word not in FILLERS]
    others = [word for word in right if word not in FILLERS]
    if not mine or len(mine) != len(others) or len(mine) > MOST_SLIPS:
        return False
    if any(len(word) < SHORTEST_SLIP or _has_digit(word) for word in mine + others):
        return False
    for word in mine:
        best = max(others, key=lambda other: _spelling(word, other))
        if not _spelling(word, best):
            return False
        others.remove(best)
    return True


@lru_cache(maxsize=100_000)  # a template has the same words stand against one another again and again
def _spelling(word: str, other: str) -> float:
    """How alike two words are in their letters (`SPELT_ALIKE` to 1); 0 for others, most told at a glance."""
    matcher = SequenceMatcher(None, word, other)
    if matcher.real_quick_ratio() < SPELT_ALIKE or matcher.quick_ratio() < SPELT_ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= SPELT_ALIKE else 0.0


def near_question(found: Difference, shortest: int, answers_the_same: bool = False) -> float:
    """How much one input is a copy of another (0 to 1), the shorter of which has so many words; 0 for no copy."""
    if found.numbers:
        return 0.0
    if found.slips or (found.only_fillers and found.similarity >= 0.5):
        return max(found.similarity, SIMILAR)
    if shortest < (FEW_WITH_ANSWER if answers_the_same else FEW_WORDS):
        return 0.0
    return found.similarity if found.similarity >= (SIMILAR_WITH_ANSWER if answers_the_same else SIMILAR) else 0.0


def same_question(found: Difference) -> bool:
    """Whether two inputs ask the same: slips and words of courtesy aside, they have the same words."""
    return not found.turns_meaning and (found.only_fillers or found.slips)


def same_answer(index: Index, one: int, two: int, other_words: bool = True) -> bool:
    """Whether two records give the same answer: the same label, the same words, or nearly all of them.

    Args:
        other_words: whether a word of one may stand where the other has another.
    """
    if index.label[one] >= 0 or index.label[two] >= 0:
        return index.label[one] == index.label[two]
    if index.answer[one] == index.answer[two]:
        return True
    first, second = index.answer_words(one), index.answer_words(two)
    if not first or not second:
        return False
    found = difference(index, first, second)
    if found.turns_meaning or (found.replaces and not other_words):
        return False
    return bool(near_question(found, min(len(first), len(second))))


def far_apart(one: array[int], different: frozenset[int], two: array[int]) -> bool:
    """Whether a quick look shows that two inputs are no copies.

    Args:
        one, two: the numbers of their words.
        different: those of the first, each once: one input is mostly compared with several.
    """
    total = len(one) + len(two)
    if not total or min(len(one), len(two)) * 4 < total:
        return True
    shared = len(different.intersection(two))
    return shared < SHARED * len(different) or shared < SHARED * len(set(two))
