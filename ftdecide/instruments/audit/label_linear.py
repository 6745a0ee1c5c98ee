"""What a linear model says of each label, out of fold: logistic regression by stochastic gradient descent.

Naive Bayes counts every word as evidence of its own and so is misled where one word decides, or where words come in
company; this model weighs them against one another (`label_error` lets both have a say).
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Sequence
from operator import itemgetter, mul

from ftdecide.instruments.audit.label_model import FOLDS, Shares, Texts

EPOCHS = 5
FIRST_STEP, LAST_STEP = 2.0, 0.5
LEAST_SLOPE = 0.02  # a class whose probability is that near its share is left as it is
MOST_WORK = 3e6  # words of the texts times classes, in one round over them; beyond, fewer texts are learnt from

Weights = list["array[float]"]  # of each class, one for each word and, last, a constant


def scores(texts: Texts, shares: Shares, seed: int = 0) -> list[list[float]]:
    """Of each text, a score for each class, learnt from the texts of the other folds; higher fits better."""
    result: list[list[float]] = [[] for _ in texts.words]
    rows = learnt_from(texts, seed)
    for fold in range(FOLDS):
        weights = learn(texts, shares, [row for row in rows if texts.fold[row] != fold], seed)
        for row, of in enumerate(texts.fold):
            if of == fold:
                result[row] = score(texts.words[row], texts.weights[row], weights)
    return result


def learnt_from(texts: Texts, seed: int = 0) -> list[int]:
    """All texts, or as many as the work allows."""
    work = sum(map(len, texts.words)) * texts.classes
    rows = list(range(len(texts.words)))
    return rows if work <= MOST_WORK else sorted(random.Random(seed).sample(rows, int(len(rows) * MOST_WORK / work)))


def learn(texts: Texts, shares: Shares, rows: Sequence[int], seed: int = 0) -> Weights:
    """The weights after a few rounds over some texts in a drawn order."""
    weights: Weights = [array("d", [0.0]) * (texts.width + 1) for _ in range(texts.classes)]
    order, draw = list(rows), random.Random(seed)
    for epoch in range(EPOCHS):
        step = FIRST_STEP * (LAST_STEP / FIRST_STEP) ** (epoch / (EPOCHS - 1))
        draw.shuffle(order)
        for row in order:
            words, values = texts.words[row], texts.weights[row]
            slopes = _softmax(score(words, values, weights))
            for each, share in shares[row]:
                slopes[each] -= share
            for each, slope in enumerate(slopes):
                if abs(slope) < LEAST_SLOPE:
                    continue
                of_class, move = weights[each], step * slope
                of_class[-1] -= 0.1 * move
                for word, value in zip(words, values, strict=True):
                    of_class[word] -= move * value
    return weights


def score(words: Sequence[int], values: Sequence[float], weights: Weights) -> list[float]:
    """Of one text, the logarithm of its odds for each class, but for a constant."""
    if len(words) < 2:  # `itemgetter` gives one thing where it is asked for one
        return [of[-1] + sum(of[word] * value for word, value in zip(words, values, strict=True)) for of in weights]
    take = itemgetter(*words)
    return [of[-1] + sum(map(mul, take(of), values)) for of in weights]


def _softmax(values: Sequence[float]) -> list[float]:
    top = max(values)
    powers = [math.exp(value - top) for value in values]
    total = sum(powers)
    return [power / total for power in powers]
