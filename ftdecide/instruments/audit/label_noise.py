"""How likely each label is the one that the text deserves, given that annotators err.

Three things are fitted together to the labels as given, by maximum likelihood: how far the words are to be trusted (one
factor on their scores), how common each label is (one term on its score, so that a rare label is not called wrong for
being rare), and how often each label is given to texts of another (a confusion matrix, by expectation maximisation as
in Dawid and Skene, 1979).  An annotator's slip is thus told from a text whose words say little.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import add

TRUST = (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
MOST_CLASSES_OF_A_TEXT = 5  # the likeliest, and the given one
MOST_FITTED = 2000  # texts; the fit has few numbers to find
ROUNDS = 12
PSEUDO = 2.0  # imagined texts of each class and label that follow the common rate
FIRST_ERROR, LEAST_ERROR = 0.05, 1e-4
DAMPING = 10.0  # imagined texts of each class that deserve a label as often as their words say
LEAST_GAIN = 1e-4  # of log likelihood per text, in one round
# Of the log likelihood of all texts together: one standard error of the factor (half a unit).  Of factors that explain
# the labels as well as this, the one that trusts the words most is taken.
NEARLY_AS_LIKELY = 0.5


@dataclass(frozen=True)
class Noise:
    """The fitted model.

    Args:
        trust: factor on the scores.
        common: of each label, the term on its score times `trust`; 0 on average.
        error_rate: share of the given labels that are not the one deserved.
        confusion: how often a text that deserves the first label is given the second; other pairs by `error_rate`.
        frequency: of each label, as given.
        likelihood: the logarithm of it, per text.
    """

    trust: float
    common: Sequence[float]
    error_rate: float
    confusion: dict[tuple[int, int], float]
    frequency: Sequence[float]
    likelihood: float = -math.inf

    def given_if(self, deserved: int, given: int) -> float:
        if (deserved, given) in self.confusion:
            return self.confusion[deserved, given]
        return (1 - self.error_rate) * (deserved == given) + self.error_rate * self.frequency[given]

    def chosen(self, scores: Sequence[float]) -> int:
        """The label that the words alone choose."""
        terms = [self.trust * score + term for score, term in zip(scores, self.common, strict=True)]
        return max(range(len(terms)), key=terms.__getitem__)

    def shares(self, scores: Sequence[float], given: int) -> list[tuple[int, float]]:
        """The likely labels of a text with their probabilities, the given one among them."""
        weighed = [(each, p * self.given_if(each, given)) for each, p in likely(scores, given, self.trust, self.common)]
        total = sum(weight for _, weight in weighed)
        return [(each, weight / total) for each, weight in weighed]


def likely(scores: Sequence[float], given: int, trust: float, common: Sequence[float] = ()) -> list[tuple[int, float]]:
    """The likeliest labels by the words alone, and the given one, with their probabilities.

    >>> [(label, round(p, 2)) for label, p in likely([0.0, 1.0], 0, 1.0)]
    [(1, 0.73), (0, 0.27)]
    """
    terms = [trust * score for score in scores]
    if common:
        terms = list(map(add, terms, common))
    order = sorted(range(len(terms)), key=terms.__getitem__, reverse=True)[:MOST_CLASSES_OF_A_TEXT]
    top = terms[order[0]]
    if given not in order:
        order.append(given)
    powers = [math.exp(term - top) for term in terms]
    total = sum(powers)
    return [(each, max(1e-12, powers[each] / total)) for each in order]


def fit(
    scores: Sequence[Sequence[float]], given: Sequence[int], classes: int, near: float = 0.0, seed: int = 0
) -> Noise:
    """The model that makes the given labels likeliest; the factor is searched on a grid, or about `near` on it."""
    chosen = list(range(len(given)))
    if len(chosen) > MOST_FITTED:
        chosen = sorted(random.Random(seed).sample(chosen, MOST_FITTED))
    frequency = [0.0] * classes
    for label in given:
        frequency[label] += 1 / len(given)
    texts = [(scores[n], given[n]) for n in chosen]
    fits: list[Noise] = []
    nearly, top = NEARLY_AS_LIKELY / len(texts), -math.inf
    common: Sequence[float] = [0.0] * classes
    for trust in [each for each in TRUST if near / 2 <= each <= near * 2] if near else TRUST:
        fits.append(_fitted(texts, Noise(trust, common, FIRST_ERROR, {}, frequency)))
        common = fits[-1].common
        top = max(top, fits[-1].likelihood)
        if len(fits) > 2 and fits[-1].likelihood < fits[-2].likelihood < top - nearly:
            break  # the likelihood has one top
    return [noise for noise in fits if noise.likelihood >= top - nearly][-1]


def _fitted(texts: Sequence[tuple[Sequence[float], int]], noise: Noise) -> Noise:
    """The model for one factor, from a first guess."""
    before = -math.inf
    for _ in range(ROUNDS):
        likelihood, better = _round(texts, noise)
        if likelihood - before < LEAST_GAIN:
            break
        before, noise = likelihood, better
    return replace(noise, likelihood=before)


def _round(texts: Sequence[tuple[Sequence[float], int]], noise: Noise) -> tuple[float, Noise]:
    """The log likelihood per text of a model, and the model that one round makes of it."""
    counted: dict[tuple[int, int], float] = defaultdict(float)
    classes = len(noise.frequency)
    deserved, by_words = [0.0] * classes, [0.0] * classes
    right = likelihood = 0.0
    for scores, given in texts:
        by_label = likely(scores, given, noise.trust, noise.common)
        weighed = [(each, p * noise.given_if(each, given)) for each, p in by_label]
        total = sum(weight for _, weight in weighed)
        likelihood += math.log(total)
        for (each, p), (_, weight) in zip(by_label, weighed, strict=True):
            share = weight / total
            counted[each, given] += share
            deserved[each] += share
            by_words[each] += p
            right += share if each == given else 0.0
    pairs = zip(noise.common, deserved, by_words, strict=True)
    common = [term + math.log((is_so + DAMPING) / (said + DAMPING)) for term, is_so, said in pairs]
    middle = sum(common) / classes
    rate = max(LEAST_ERROR, 1 - right / len(texts))
    base = Noise(noise.trust, [], rate, {}, noise.frequency)
    imagined = PSEUDO * classes
    confusion = {
        (true, given): (count + imagined * base.given_if(true, given)) / (deserved[true] + imagined)
        for (true, given), count in counted.items()
    }
    return likelihood / len(texts), Noise(
        noise.trust, [term - middle for term in common], rate, confusion, noise.frequency
    )
