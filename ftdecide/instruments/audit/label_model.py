"""What the words of a text say of its label, learnt from the other records: Complement naive Bayes out of fold.

Complement naive Bayes (Rennie et al., 2003, Tackling the poor assumptions of naive Bayes text classifiers) over
TF-IDF weights of unit length.  Standard library only, so that it runs in a reader's browser.
"""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ftdecide.instruments.audit.index import Index

FOLDS = 5
SMOOTHING = 1.0
FEWEST_RECORDS_WITH_A_WORD = 2
LEAST_WEIGHT = 0.01  # of a class in a record's share-out; less is left out


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as weighted words, with the label each was given.

    Args:
        words: of each text, the numbers of its different words.
        weights: of each text, their TF-IDF weights, of unit length together.
        given: of each text, the number of its label, from 0.
        classes: how many labels there are.
        fold: of each text, the fold that it is left out with.
        width: how many different words there are.
        numbers, rarity: of each word of the index that is kept, its number here and its inverse document frequency.
    """

    words: list[array[int]]
    weights: list[array[float]]
    given: list[int]
    classes: int
    fold: list[int]
    width: int
    numbers: dict[int, int]
    rarity: dict[int, float]


def texts_of(index: Index, places: Sequence[int], given: Sequence[int], classes: int, seed: int = 0) -> Texts:
    """The texts at some places of the index, given their labels as numbers from 0."""
    counts = [Counter(index.shown_words(place)) for place in places]
    records_with: Counter[int] = Counter()
    for counted in counts:
        records_with.update(counted.keys())
    kept = [word for word, count in records_with.items() if count >= FEWEST_RECORDS_WITH_A_WORD]
    numbers = {word: number for number, word in enumerate(kept)}
    rarity = {word: math.log((1 + len(places)) / (1 + records_with[word])) + 1 for word in kept}
    pairs = [_weighted(counted, numbers, rarity) for counted in counts]
    fold = [place % FOLDS for place in range(len(places))]
    random.Random(seed).shuffle(fold)
    return Texts([w for w, _ in pairs], [x for _, x in pairs], list(given), classes, fold, len(kept), numbers, rarity)


def _weighted(
    counted: Counter[int], numbers: dict[int, int], rarity: dict[int, float]
) -> tuple[array[int], array[float]]:
    """The words of one text with their weights, of unit length together."""
    pairs = [(numbers[w], (1 + math.log(n)) * rarity[w]) for w, n in counted.items() if w in numbers]
    length = math.sqrt(sum(weight * weight for _, weight in pairs)) or 1.0
    return array("I", [number for number, _ in pairs]), array("f", [weight / length for _, weight in pairs])


# What a word adds for each class that it occurs in, and what each unit of weight adds for each class.
Tables = tuple[dict[int, list[tuple[int, float]]], list[float]]
# Of each text, the classes that it counts for, with their shares.
Shares = Sequence[Sequence[tuple[int, float]]]


def scores(texts: Texts, shares: Shares) -> list[list[float]]:
    """Of each text, a score for each class, learnt from the texts of the other folds; higher fits better.

    The score is the log of the words' share outside the class, turned round, less what all classes have in common;
    so that a word costs time only for the classes that it occurs in.
    """
    in_fold = [_counted(texts, shares, fold) for fold in range(FOLDS)]
    result: list[list[float]] = [[] for _ in texts.words]
    for fold in range(FOLDS):
        gain, class_terms = _tables(texts, _together(counted for n, counted in enumerate(in_fold) if n != fold))
        for number, place in enumerate(texts.fold):
            if place == fold:
                result[number] = score(texts.words[number], texts.weights[number], gain, class_terms)
    return result


def tables(texts: Texts, shares: Shares) -> Tables:
    """What all the texts teach, for `score`."""
    return _tables(texts, _together(_counted(texts, shares, fold) for fold in range(FOLDS)))


def weighted(index: Index, place: int, texts: Texts) -> tuple[array[int], array[float]]:
    """The words of a text that was not learnt from, with their weights."""
    return _weighted(Counter(index.shown_words(place)), texts.numbers, texts.rarity)


def _together(parts: Iterable[dict[int, dict[int, float]]]) -> dict[int, dict[int, float]]:
    """The sum of what was counted in several folds."""
    totals: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for part in parts:
        for word, by_class in part.items():
            into = totals[word]
            for each, weight in by_class.items():
                into[each] += weight
    return totals


def _counted(texts: Texts, shares: Shares, fold: int) -> dict[int, dict[int, float]]:
    """The weight of each word in each class, over the texts of one fold."""
    counted: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for number, place in enumerate(texts.fold):
        if place != fold:
            continue
        for each, share in shares[number]:
            for word, weight in zip(texts.words[number], texts.weights[number], strict=True):
                counted[word][each] += weight * share
    return counted


def _tables(texts: Texts, totals: dict[int, dict[int, float]]) -> Tables:
    """What a word adds for each class that it occurs in, and what each unit of weight adds for each class."""
    by_class = [0.0] * texts.classes
    gain: dict[int, list[tuple[int, float]]] = {}
    everything = 0.0
    for word, counted in totals.items():
        total = sum(counted.values())
        everything += total
        smoothed = total + SMOOTHING
        gain[word] = [(each, -math.log(max(1e-9, 1 - weight / smoothed))) for each, weight in counted.items()]
        for each, weight in counted.items():
            by_class[each] += weight
    outside = [everything - weight + SMOOTHING * texts.width for weight in by_class]
    return gain, [math.log(max(weight, 1e-9)) for weight in outside]


def score(
    words: array[int], weights: array[float], gain: dict[int, list[tuple[int, float]]], class_terms: list[float]
) -> list[float]:
    """Of one text, a score for each class."""
    total = sum(weights)
    result = [total * term for term in class_terms]
    for word, weight in zip(words, weights, strict=True):
        for each, more in gain.get(word, ()):
            result[each] += weight * more
    return result
