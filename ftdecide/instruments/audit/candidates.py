"""Pairs of records that may be near: those that share their rarest words, or all their words.

A word that only few records have says most about which: each input is filed under every three of its rarest words,
words that no other record has left out, and beside those with which it shares most of these threes.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from heapq import nlargest
from itertools import combinations, islice

from ftdecide.instruments.audit.alike import FILLERS
from ftdecide.instruments.audit.appended import with_a_sentence_more
from ftdecide.instruments.audit.index import Index

RAREST = 6  # words of an input; three of them are 20 threes, of which one has to be shared
LONG = 10  # words, from which on the first half is filed by itself too: a sentence added brings rare words of its own
MOST_WORDS_AT_ALL = 60  # of an input that is known by all its words together
MOST_PLACES_OF_A_KEY = 30  # beyond them only the first ones and the last are remembered
MOST_COMPARED = 20  # earlier records with which one is compared
BETWEEN_CALLS = 500  # records, or pairs of them, between words of progress
_WORD = (1 << 32) - 1  # the part of a weight that is the word's number


def candidates(index: Index, progress: Callable[[float], None]) -> dict[tuple[int, int], bool]:
    """The pairs, the earlier place first and in order, and whether one input is the other and a sentence more.

    Args:
        index: of the records.
        progress: told the share of the work that is done (0 to 1).
    """
    longer = set(with_a_sentence_more(index))
    pairs = longer.union(_same_words(index), _of_rare_words(index, progress))
    return {pair: pair in longer for pair in sorted(pairs)}


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


def _of_rare_words(index: Index, progress: Callable[[float], None]) -> Iterator[tuple[int, int]]:
    """Pairs, the earlier place first, that share so many of their keys that they may be near."""
    keys, sizes = array("q"), bytearray()
    weights = _weights(index)
    # One slot for about each second key, so that a key which stands alone is mostly known to.
    mask = (1 << max(16, (len(index) * 40).bit_length())) - 1
    filed = bytearray(mask + 1)
    for place in range(len(index)):
        if place % BETWEEN_CALLS == 0:
            progress(0.5 * place / len(index))
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
            progress(0.5 * (1 + place / len(index)))
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
    keys = {key for size in together for key in map(hash, combinations(rare, size))}
    if len(ids) >= LONG:
        front = set(ids[: len(ids) // 2])
        in_front = islice((each for each in ordered if each & _WORD in front), RAREST - 1)
        keys.update(map(hash, combinations(in_front, 3)))
    return list(keys)
