"""Pairs of records whose inputs have nearly the same words.

A word that only few records have says most about which: each input is filed under every three of its rarest words,
words that no other record has left out, and compared word by word with those that stand beside it most often.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations, islice

from ftdecide.instruments.audit.alike import (
    FILLERS,
    difference,
    far_apart,
    near_question,
    same_answer,
    same_question,
)
from ftdecide.instruments.audit.index import Index

RAREST = 6  # words of an input; three of them are 20 threes, of which one has to be shared
LONG = 24  # words, from which on the first half is filed by itself too: a sentence added brings rare words of its own
MOST_PLACES_OF_A_KEY = 30  # beyond them only the first ones and the last are remembered
MOST_COMPARED = 12  # earlier records with which one is compared
_WORD = (1 << 32) - 1  # the part of a weight that is the word's number
OTHER_SIDES = 3  # that a word is replaced by, from which on it fills a gap of a template


@dataclass(frozen=True, slots=True)
class Near:
    """Two records of which one asks what the other asks, nearly.

    Args:
        places: of both in the index, the earlier first; one of the hold-out file is always earlier.
        similarity: share of words that their inputs have in common (0 to 1).
        same_question: whether they ask the same, slips and courtesies aside.
        replaced: the words of one, and of the other, where each has words of its own.
    """

    places: tuple[int, int]
    similarity: float
    same_question: bool
    replaced: tuple[frozenset[str], frozenset[str]] | None = None


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
    """Pairs, the earlier place first, that share so many of their keys that they may be near."""
    keys, sizes = array("q"), bytearray()
    weights = _weights(index)
    # One slot for about each second key, so that a key which stands alone is mostly known to.
    mask = (1 << max(16, (len(index) * 40).bit_length())) - 1
    filed = bytearray(mask + 1)
    for place in range(len(index)):
        own = _keys(index.shown_words(place), weights)
        sizes.append(len(own))
        keys.extend(array("q", own))
        for key in own:
            if filed[key & mask] < 2:
                filed[key & mask] += 1
    begun = 0
    places_with: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        shared: Counter[int] = Counter()
        for key in keys[begun : begun + size]:
            if filed[key & mask] < 2:
                continue
            others = places_with.setdefault(key, [])
            shared.update(others)
            if len(others) < MOST_PLACES_OF_A_KEY:
                others.append(place)
            else:
                others[-1] = place
        begun += size
        if len(shared) > MOST_COMPARED:
            yield from ((other, place) for other in nlargest(MOST_COMPARED, shared, key=shared.__getitem__))
        else:
            yield from ((other, place) for other in shared)


def _weights(index: Index) -> list[int]:
    """For each word's number what sorts the rarest words first; 0 for one of a single record, or of courtesy."""
    times = Counter[int]()
    for place in range(len(index)):
        times.update(set(index.shown_words(place)))
    weights = [0] * (max(times, default=0) + 1)
    for word, count in times.items():
        weights[word] = (count << 32) + word if count > 1 else 0
    for word in FILLERS:
        if (number := index.number(word)) is not None and number < len(weights):
            weights[number] = 0
    return weights


def _keys(ids: Sequence[int], weights: Sequence[int]) -> list[int]:
    """What a text is filed under: hashes of every three of its rarest words; of fewer where it has few."""
    ordered = sorted(filter(None, map(weights.__getitem__, set(ids))))
    rare = ordered[:RAREST]
    together = (1, 2) if len(rare) < 3 else (2, 3) if len(rare) < RAREST else (3,)
    groups = {group for size in together for group in combinations(rare, size)}
    if len(ids) >= LONG:
        front = set(ids[: len(ids) // 2])
        groups.update(combinations(islice((each for each in ordered if each & _WORD in front), RAREST - 1), 3))
    return list(map(hash, groups))


def _pair(index: Index, one: int, two: int) -> Near | None:
    """The pair where one input is a copy of the other, else None."""
    first, second = index.shown_words(one), index.shown_words(two)
    if index.shown[one] == index.shown[two]:
        return Near((one, two), 1.0, True)
    if far_apart(first, second):
        return None
    found = difference(index, first, second)
    answers_the_same = index.answer[one] == index.answer[two] and index.label[one] < 0
    similarity = near_question(found, min(len(first), len(second)), answers_the_same)
    if not similarity or (found.replaces and not same_answer(index, one, two)):
        return None  # another word and another answer: another question
    replaced = (frozenset(found.left) - FILLERS, frozenset(found.right) - FILLERS) if found.replaces else None
    return Near((one, two), similarity, same_question(found), replaced)


def without_templates(pairs: list[Near]) -> list[Near]:
    """The pairs, without those that fill a gap of a template with another word: such records are meant to be alike.

    A word fills a gap where it stands against several others, in pairs that have nothing else in common.
    """
    against: dict[str, set[frozenset[str]]] = {}
    for left, right in filter(None, (pair.replaced for pair in pairs)):
        for side, other in ((left, right), (right, left)):
            for word in side:
                against.setdefault(word, set()).add(other)
    gaps = {
        word for word, others in against.items() if len(others) >= OTHER_SIDES and not frozenset.intersection(*others)
    }
    return [pair for pair in pairs if not pair.replaced or any(side.isdisjoint(gaps) for side in pair.replaced)]
