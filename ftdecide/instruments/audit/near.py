"""Pairs of records whose inputs have nearly the same words.

A word that only few records have says most about which: each input is filed under every three of its rarest words,
words that no other record has left out, and compared word by word with those that stand beside it most often.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from ftdecide.instruments.audit.appended import with_a_sentence_more
from ftdecide.instruments.audit.index import Index

RAREST = 6  # words of an input; three of them are 20 threes, of which one has to be shared
LONG = 10  # words, from which on the first half is filed by itself too: a sentence added brings rare words of its own
MOST_WORDS_AT_ALL = 60  # of an input that is known by all its words together
MOST_PLACES_OF_A_KEY = 30  # beyond them only the first ones and the last are remembered
MOST_COMPARED = 20  # earlier records with which one is compared
BETWEEN_CALLS, TO_CANDIDATES = 500, 0.2  # records or pairs between words of progress; share of the time until the pairs
_WORD = (1 << 32) - 1  # the part of a weight that is the word's number
OTHER_SIDES = 3  # that a word is replaced by, from which on it fills a gap of a template
GAPS, LIKE_A_TEMPLATE = 3, 0.6  # words that two fillings of a template differ in at most; share of words in common

_Replaced = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Near:
    """Two records of which one asks what the other asks, nearly.

    Args:
        places: of both in the index, the earlier first; one of the hold-out file is always earlier.
        similarity: share of words that their inputs have in common (0 to 1).
        same_question: whether they ask the same, slips and courtesies aside.
        fills_gap: whether a word stands where the other has another, in a gap of a template.
    """

    places: tuple[int, int]
    similarity: float
    same_question: bool
    fills_gap: bool = False


def near_pairs(index: Index, progress: Callable[[float], None] = lambda share: None) -> list[Near]:
    """The pairs, in order of their places; `progress` is told the share of the work that is done (0 to 1)."""
    found: list[tuple[Near, _Replaced | None]] = []
    against: dict[str, set[frozenset[str]]] = {}
    longer = set(with_a_sentence_more(index))
    beside = sorted(set(_same_words(index)) | set(_candidates(index, progress)) | longer)
    for number, (one, two) in enumerate(beside):
        if number % BETWEEN_CALLS == 0:
            progress(TO_CANDIDATES + (1 - TO_CANDIDATES) * number / len(beside))
        pair, replaced = _compared(index, one, two, (one, two) in longer)
        if pair:
            found.append((pair, replaced))
        for left, right in (replaced, reversed(replaced)) if replaced else ():
            for word in left:
                against.setdefault(word, set()).add(right)
    gaps = {
        word for word, others in against.items() if len(others) >= OTHER_SIDES and not frozenset.intersection(*others)
    }
    return [
        replace(pair, fills_gap=True) if words and not any(map(gaps.isdisjoint, words)) else pair
        for pair, words in found
    ]


def without_templates(pairs: list[Near]) -> list[Near]:
    """The pairs, without those that fill a gap of a template with another word: such records are meant to be alike.

    A word fills a gap where it stands against several others, in pairs that have nothing else in common.
    """
    return [pair for pair in pairs if not pair.fills_gap]


def _same_words(index: Index) -> Iterator[tuple[int, int]]:
    """Each input with the first and with the last one that has the same words; in a short one, in any order."""
    courtesy = {number for word in FILLERS if (number := index.number(word)) is not None}
    for keys in (index.shown, [_words_at_all(index, place, courtesy) for place in range(len(index))]):
        seen: dict[int, tuple[int, int]] = {}
        for place, key in enumerate(keys):
            if key in seen:
                first, last = seen[key]
                yield first, place
                if last != first:
                    yield last, place
                seen[key] = first, place
            elif key:
                seen[key] = place, place


def _words_at_all(index: Index, place: int, courtesy: set[int]) -> int:
    """A hash of the words of a short input, words of courtesy left out; 0 for a long one, whose rare words tell."""
    ids = index.shown_words(place)
    said = [number for number in sorted(ids) if number not in courtesy] if len(ids) <= MOST_WORDS_AT_ALL else []
    return hash(tuple(said)) if said else 0


def _candidates(index: Index, progress: Callable[[float], None]) -> Iterator[tuple[int, int]]:
    """Pairs, the earlier place first, that share so many of their keys that they may be near."""
    keys, sizes = array("q"), bytearray()
    weights = _weights(index)
    # One slot for about each second key, so that a key which stands alone is mostly known to.
    mask = (1 << max(16, (len(index) * 40).bit_length())) - 1
    filed = bytearray(mask + 1)
    for place in range(len(index)):
        if place % BETWEEN_CALLS == 0:
            progress(TO_CANDIDATES / 2 * place / len(index))
        own = _keys(index.shown_words(place), weights)
        sizes.append(len(own))
        keys.extend(array("q", own))
        for key in own:
            if filed[key & mask] < 2:
                filed[key & mask] += 1
    begun = 0
    places_with: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        if place % BETWEEN_CALLS == 0:
            progress(TO_CANDIDATES / 2 * (1 + place / len(index)))
        sharing: list[int] = []
        for key in keys[begun : begun + size]:
            if filed[key & mask] < 2:
                continue
            others = places_with.setdefault(key, [])
            sharing += others
            if len(others) < MOST_PLACES_OF_A_KEY:
                others.append(place)
            else:
                others[-1] = place
        begun += size
        shared = Counter(sharing)
        if len(shared) > MOST_COMPARED:
            yield from ((other, place) for other in nlargest(MOST_COMPARED, shared, key=shared.__getitem__))
        else:
            yield from ((other, place) for other in shared)


def _weights(index: Index) -> list[int]:
    """For each word's number what sorts the rarest words first; 0 for one of a single record, or of courtesy."""
    times = index.shown_with
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


def _compared(index: Index, one: int, two: int, contained: bool) -> tuple[Near | None, _Replaced | None]:
    """The pair where one input is a copy of the other, and the few words that stand in the place of others.

    Args:
        index: of the records.
        one, two: their places, the earlier first.
        contained: whether one input is the other and a sentence more.
    """
    first, second = index.shown_words(one), index.shown_words(two)
    if index.shown[one] == index.shown[two]:
        return Near((one, two), 1.0, True), None
    if far_apart(first, second):
        return None, None
    found = difference(index, first, second)
    replaced = (frozenset(found.left) - FILLERS, frozenset(found.right) - FILLERS) if found.replaces else None
    few = replaced and found.similarity >= LIKE_A_TEMPLATE and max(map(len, replaced)) <= GAPS
    answers_the_same = index.answer[one] == index.answer[two] and index.label[one] < 0
    similarity = near_question(found, min(len(first), len(second)), answers_the_same)
    similarity = similarity or found.similarity * contained
    if not similarity or (replaced and not same_answer(index, one, two, other_words=False)):
        return None, replaced if few else None  # another word and another answer: another question
    return Near((one, two), similarity, same_question(found)), replaced if few or replaced is None else None
