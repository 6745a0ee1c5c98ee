"""Pairs of records whose inputs have nearly the same words.

Each input keeps the smallest hashes of its pairs of neighbouring words (a bottom-k sketch: Broder, 1997, On the
resemblance and containment of documents); two that share hashes are compared word by word.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ftdecide.instruments.audit.alike import difference, far_apart, near_question, same_answer, same_question
from ftdecide.instruments.audit.index import Index

SKETCH = 14  # hashes kept of each record
SHARED = 4  # hashes that two records share before they are compared: half the words in common give about so many
MOST_PLACES_OF_A_HASH = 30  # beyond them only the first ones and the last are remembered
TEMPLATE = 4  # records that differ from one in a replaced word make a template


@dataclass(frozen=True, slots=True)
class Near:
    """Two records of which one asks what the other asks, nearly.

    Args:
        places: of both in the index, the earlier first; one of the hold-out file is always earlier.
        similarity: share of words that their inputs have in common (0 to 1).
        same_question: whether they ask the same, slips and courtesies aside.
        replaces: whether a word of one stands where the other has another.
    """

    places: tuple[int, int]
    similarity: float
    same_question: bool
    replaces: bool


def near_pairs(index: Index) -> list[Near]:
    """The pairs, in order of their places."""
    places = set(_same_words(index)) | set(_candidates(index))
    return [pair for one, two in sorted(places) if (pair := _pair(index, one, two))]


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
    sizes = bytearray()
    for place in range(len(index)):
        sketch = _sketch(index.shown_words(place))
        sketches.extend(array("q", sketch))
        sizes.append(len(sketch))
    repeated = _repeated(sketches)
    places_with: dict[int, list[int]] = {}
    begun = 0
    for place, size in enumerate(sizes):
        sketch = sketches[begun : begun + size]
        begun += size
        shared: Counter[int] = Counter()
        for each in filter(repeated.__contains__, sketch):
            others = places_with.setdefault(each, [])
            shared.update(others)
            if len(others) < MOST_PLACES_OF_A_HASH:
                others.append(place)
            else:
                others[-1] = place
        for other, count in shared.items():
            if count >= SHARED or (
                (size < 2 * SHARED or sizes[other] < 2 * SHARED) and count >= max(1, min(size, sizes[other]) // 2)
            ):
                yield other, place


def _repeated(hashes: array[int]) -> set[int]:
    """The hashes that occur more than once."""
    ordered = sorted(hashes)
    return {one for one, two in pairwise(ordered) if one == two}


def _sketch(ids: array[int]) -> list[int]:
    """The smallest hashes of neighbouring words; of single words where there are few."""
    parts = pairwise(ids) if len(ids) >= 4 else zip(ids)
    return sorted(set(map(hash, parts)))[:SKETCH]


def _pair(index: Index, one: int, two: int) -> Near | None:
    """The pair where one input is a copy of the other, else None."""
    first, second = index.shown_words(one), index.shown_words(two)
    if index.shown[one] == index.shown[two]:
        return Near((one, two), 1.0, True, False)
    if far_apart(first, second):
        return None
    found = difference(index, first, second)
    similarity = near_question(found, min(len(first), len(second)))
    if not similarity or (found.replaces and not same_answer(index, one, two)):
        return None  # another word and another answer: another question
    return Near((one, two), similarity, same_question(found), found.replaces)


def without_templates(pairs: list[Near]) -> list[Near]:
    """The pairs, without those of a template whose one word takes many values: such records are meant to be alike."""
    degree = Counter(place for pair in pairs if pair.replaces for place in pair.places)
    return [p for p in pairs if not p.replaces or max(degree[place] for place in p.places) < TEMPLATE]
