"""Pairs of records whose inputs have nearly the same words.

Each input keeps the smallest hashes of its pairs of neighbouring words (a bottom-k sketch: Broder, 1997, On the
resemblance and containment of documents); two that share hashes are compared word by word.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from ftdecide.instruments.audit.index import Index

SKETCH = 14  # hashes kept of each record
SHARED = 4  # hashes that two records share before they are compared: half the words in common give about so many
MOST_PLACES_OF_A_HASH = 30  # beyond them only the first ones and the last are remembered
SIMILAR = 0.85  # share of words in common, from 8 words on
FEW_WORDS = 8
SPELT_ALIKE = 0.7  # of the words that differ, where there are few


@dataclass(frozen=True, slots=True)
class Near:
    """Two places, the earlier first, and the share of words that their inputs have in common."""

    places: tuple[int, int]
    similarity: float


def near_pairs(index: Index) -> list[Near]:
    """The pairs, in order of their places; a place of the hold-out file comes first in its pair."""
    same = _same_words(index)
    pairs = {(one, two): 1.0 for one, two in same}
    for one, two in _candidates(index):
        if (one, two) not in pairs and (similarity := _similar(index, one, two)):
            pairs[one, two] = similarity
    return [Near(places, similarity) for places, similarity in sorted(pairs.items())]


def _same_words(index: Index) -> Iterator[tuple[int, int]]:
    """Each input with the first and with the last one that has the same words in the same order."""
    seen: dict[int, tuple[int, int]] = {}
    for place in range(len(index)):
        key = index.shown[place]
        if key in seen:
            first, last = seen[key]
            yield first, place
            if last != first:
                yield last, place
            seen[key] = first, place
        else:
            seen[key] = place, place


def _candidates(index: Index) -> Iterator[tuple[int, int]]:
    """Pairs, the earlier place first, that share so many of their hashes that they may be near."""
    sketches = array("q")
    ends = array("Q")
    for place in range(len(index)):
        sketches.extend(_sketch(index.shown_words(place)))
        ends.append(len(sketches))
    repeated = _repeated(sketches)
    places_with: dict[int, list[int]] = {}
    begun = 0
    for place, end in enumerate(ends):
        sketch = sketches[begun:end]
        shared: Counter[int] = Counter()
        for each in filter(repeated.__contains__, sketch):
            others = places_with.setdefault(each, [])
            shared.update(others)
            if len(others) < MOST_PLACES_OF_A_HASH:
                others.append(place)
            else:
                others[-1] = place
        for other, count in shared.items():
            size = min(len(sketch), ends[other] - (ends[other - 1] if other else 0))
            if count >= min(SHARED, max(1, size // 2)):
                yield other, place
        begun = end


def _repeated(hashes: array[int]) -> set[int]:
    """The hashes that occur more than once."""
    ordered = sorted(hashes)
    return {one for one, two in pairwise(ordered) if one == two}


def _sketch(ids: array[int]) -> list[int]:
    """The smallest hashes of neighbouring words; of single words where there are few."""
    parts = zip(ids, ids[1:], strict=False) if len(ids) >= 4 else zip(ids)
    return sorted(set(map(hash, parts)))[:SKETCH]


def _similar(index: Index, one: int, two: int) -> float:
    """The share of words in common where it is enough, else 0."""
    first, second = index.shown_words(one), index.shown_words(two)
    total = len(first) + len(second)
    if not total or 2 * min(len(first), len(second)) < SIMILAR * total * 0.9:
        return 0.0
    different = set(first), set(second)
    if len(different[0] & different[1]) < 0.4 * max(map(len, different)):
        return 0.0
    mine, others = Counter(first), Counter(second)
    only_mine, only_others = mine - others, others - mine
    similarity = 1 - (only_mine.total() + only_others.total()) / total
    if similarity < 0.5:
        return 0.0
    left, right = _texts(index, only_mine), _texts(index, only_others)
    if _only_numbers(left, right):
        return 0.0
    if spelt_alike(left, right):
        return max(similarity, SIMILAR)
    return similarity if similarity >= SIMILAR and min(len(first), len(second)) >= FEW_WORDS else 0.0


def _texts(index: Index, counted: Counter[int]) -> list[str]:
    return sorted(index.word(number) for number in counted.elements())


def _only_numbers(left: list[str], right: list[str]) -> bool:
    """Whether two texts differ in amounts, dates or identifiers alone: those make them different examples."""
    return bool(left and right) and all(any(c.isdigit() for c in word) for word in left + right)


def spelt_alike(left: list[str], right: list[str]) -> bool:
    """Whether the words that differ are slips of one another.

    >>> spelt_alike(["recieve"], ["receive"]), spelt_alike(["france"], ["spain"])
    (True, False)
    """
    if not left or len(left) != len(right):
        return False
    return all(
        SequenceMatcher(None, one, two).ratio() >= SPELT_ALIKE
        and not any(c.isdigit() for c in one + two)
        and min(len(one), len(two)) > 3
        for one, two in zip(left, right, strict=True)
    )


def same_question(index: Index, pair: Near) -> bool:
    """Whether two inputs ask the same: the same words, slips of one another, or one word in ten added or changed."""
    if pair.similarity == 1:
        return True
    one, two = (Counter(index.shown_words(place)) for place in pair.places)
    left, right = _texts(index, one - two), _texts(index, two - one)
    if spelt_alike(left, right):
        return True
    changed = len(left) + len(right)
    return pair.similarity >= 0.9 and changed <= 0.1 * (one.total() + two.total()) and not _turns_meaning(left + right)


def _turns_meaning(differing: list[str]) -> bool:
    """Whether one of the words changes what is asked: a number, a refusal."""
    return any(any(c.isdigit() for c in word) or word in _REFUSALS for word in differing)


_REFUSALS = frozenset(
    [
        "no",
        "not",
        "never",
        "none",
        "without",
        "cannot",
        "cant",
        "dont",
        "doesnt",
        "didnt",
        "wont",
        "isnt",
        "arent",
        "wasnt",
        "nicht",
        "kein",
        "keine",
        "ne",
        "pas",
        "jamais",
        "before",
        "after",
        "first",
        "last",
        "more",
        "less",
        "most",
        "least",
        "over",
        "under",
        "above",
        "below",
        "all",
        "any",
        "only",
        "except",
    ]
)


def alike(index: Index, one: int, two: int) -> bool:
    """Whether two records give the same answer: the same label, the same words, or nearly all of them."""
    if index.label[one] >= 0 or index.label[two] >= 0:
        return index.label[one] == index.label[two]
    if index.answer[one] == index.answer[two]:
        return True
    first, second = index.answer_words(one), index.answer_words(two)
    if not first or not second:
        return False
    mine, others = Counter(first), Counter(second)
    only_mine, only_others = mine - others, others - mine
    differ = only_mine.total() + only_others.total()
    left, right = _texts(index, only_mine), _texts(index, only_others)
    if _turns_meaning(left + right):
        return False
    return spelt_alike(left, right) or (
        min(len(first), len(second)) >= FEW_WORDS and 1 - differ / (len(first) + len(second)) >= SIMILAR
    )
