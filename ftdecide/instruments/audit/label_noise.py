"""How likely each label is the one that the text deserves, given that annotators err.

Two things are fitted together to the labels as given, by maximum likelihood: how far the words are to be trusted (one
factor on their scores), and how often each label is given to texts of another (a confusion matrix, by expectation
maximisation as in Dawid and Skene, 1979).  An annotator's slip is thus told from a text whose words say little.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

TRUST = (0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
MOST_CLASSES_OF_A_TEXT = 5  # the likeliest, and the given one
MOST_FITTED = 3000  # texts; the fit has few numbers to find
ROUNDS = 12
PSEUDO = 2.0  # imagined texts of each class and label that follow the common rate
LEAST_ERROR = 1e-4
NEARLY_AS_LIKELY = 0.0005  # per text: of factors that explain the labels as well, the one that trusts the words most


@dataclass(frozen=True)
class Noise:
    """The fitted model.

    Args:
        trust: factor on the scores.
        error_rate: share of the given labels that are not the one deserved.
        confusion: how often a text that deserves the first label is given the second; other pairs by `error_rate`.
        frequency: of each label, as given.
    """

    trust: float
    error_rate: float
    confusion: dict[tuple[int, int], float]
    frequency: Sequence[float]

    def given_if(self, deserved: int, given: int) -> float:
        if (deserved, given) in self.confusion:
            return self.confusion[deserved, given]
        return (1 - self.error_rate) * (deserved == given) + self.error_rate * self.frequency[given]

    def shares(self, scores: Sequence[float], given: int) -> list[tuple[int, float]]:
        """The likely labels of a text with their probabilities, the given one among them."""
        weighed = [(each, p * self.given_if(each, given)) for each, p in likely(scores, given, self.trust)]
        total = sum(weight for _, weight in weighed)
        return [(each, weight / total) for each, weight in weighed]


def likely(scores: Sequence[float], given: int, trust: float) -> list[tuple[int, float]]:
    """The likeliest labels by the words alone, and the given one, with their probabilities.

    >>> [(label, round(p, 2)) for label, p in likely([0.0, 1.0], 0, 1.0)]
    [(1, 0.73), (0, 0.27)]
    """
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:MOST_CLASSES_OF_A_TEXT]
    top = scores[order[0]]
    if given not in order:
        order.append(given)
    total = sum(math.exp(trust * (score - top)) for score in scores)
    return [(each, max(1e-12, math.exp(trust * (scores[each] - top)) / total)) for each in order]


def fit(scores: Sequence[Sequence[float]], given: Sequence[int], classes: int, seed: int = 0) -> Noise:
    """The model that makes the given labels likeliest; the factor is searched on a grid."""
    chosen = list(range(len(given)))
    if len(chosen) > MOST_FITTED:
        chosen = sorted(random.Random(seed).sample(chosen, MOST_FITTED))
    frequency = [0.0] * classes
    for label in given:
        frequency[label] += 1 / len(given)
    fits: list[tuple[float, Noise]] = []
    top = -math.inf
    for trust in TRUST:
        texts = [(likely(scores[n], given[n], trust), given[n]) for n in chosen]
        fits.append(_confusion(texts, frequency, trust))
        top = max(top, fits[-1][0])
        if len(fits) > 2 and fits[-1][0] < fits[-2][0] < top - NEARLY_AS_LIKELY:
            break  # the likelihood has one top
    return [noise for likelihood, noise in fits if likelihood >= top - NEARLY_AS_LIKELY][-1]


def _confusion(
    texts: list[tuple[list[tuple[int, float]], int]], frequency: list[float], trust: float
) -> tuple[float, Noise]:
    """The log likelihood per text, and the model, for one factor."""
    noise = Noise(trust, 0.05, {}, frequency)
    before = -math.inf
    for _ in range(ROUNDS):
        counted: dict[tuple[int, int], float] = defaultdict(float)
        rows: dict[int, float] = defaultdict(float)
        right = likelihood = 0.0
        for text, given in texts:
            weighed = [(each, p * noise.given_if(each, given)) for each, p in text]
            total = sum(weight for _, weight in weighed)
            likelihood += math.log(total)
            for each, weight in weighed:
                counted[each, given] += weight / total
                rows[each] += weight / total
                right += weight / total if each == given else 0.0
        rate = max(LEAST_ERROR, 1 - right / len(texts))
        common = Noise(trust, rate, {}, frequency)
        imagined = PSEUDO * len(frequency)
        confusion = {
            (true, given): (count + imagined * common.given_if(true, given)) / (rows[true] + imagined)
            for (true, given), count in counted.items()
        }
        noise = Noise(trust, rate, confusion, frequency)
        likelihood /= len(texts)
        if likelihood - before < 1e-5:
            break
        before = likelihood
    return likelihood, noise
