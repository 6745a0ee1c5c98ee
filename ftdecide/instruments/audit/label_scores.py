"""The scores of every text for every label, from two models that err differently: naive Bayes and a linear one.

Each is centred by text and brought to the same spread before they are added, in the mixture that makes the given labels
likeliest; where there are too many labels for the linear one, naive Bayes speaks alone.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from ftdecide.instruments.audit import label_linear, label_model, label_noise
from ftdecide.instruments.audit.index import Index

MOST_CLASSES_OF_BOTH = 60
SHARES_OF_BAYES = (1.0, 0.75, 0.5, 0.25, 0.0)
EVEN = 2  # place of the first that is tried
Scores = list[list[float]]


@dataclass(frozen=True)
class Read:
    """What the words say.

    Args:
        scores: of each text that was learnt from, out of fold, for each class; higher fits better.
        noise: what was fitted to them.
        mixture: the weight of naive Bayes, and of the linear model where it was asked; 1 together.
        spreads: of the scores of each as they were.
    """

    scores: Scores
    noise: label_noise.Noise
    mixture: tuple[float, ...]
    spreads: tuple[float, ...]


def by_bayes(texts: label_model.Texts, shares: label_model.Shares) -> Read:
    """What naive Bayes alone says."""
    scores, spread = _alike(label_model.scores(texts, shares))
    return Read(scores, label_noise.fit(scores, texts.given, texts.classes), (1.0,), (spread,))


def by_both(texts: label_model.Texts, shares: label_model.Shares) -> Read:
    """What both say; of the mixtures, the next to the best so far is tried until it is worse."""
    if texts.classes > MOST_CLASSES_OF_BOTH:
        return by_bayes(texts, shares)
    bayes, one = _alike(label_model.scores(texts, shares))
    linear, other = _alike(label_linear.scores(texts, shares))

    def mixed(share: float, near: float = 0.0) -> Read:
        scores = [_mixed((share, 1 - share), pair) for pair in zip(bayes, linear, strict=True)]
        noise = label_noise.fit(scores, texts.given, texts.classes, near)
        return Read(scores, noise, (share, 1 - share), (one, other))

    tried = {EVEN: mixed(SHARES_OF_BAYES[EVEN])}
    tried[EVEN + 1] = mixed(SHARES_OF_BAYES[EVEN + 1], tried[EVEN].noise.trust)
    step = 1 if tried[EVEN + 1].noise.likelihood > tried[EVEN].noise.likelihood else -1
    best = EVEN + max(step, 0)
    while 0 <= best + step < len(SHARES_OF_BAYES):
        tried[best + step] = mixed(SHARES_OF_BAYES[best + step], tried[best].noise.trust)
        if tried[best + step].noise.likelihood <= tried[best].noise.likelihood:
            break
        best += step
    return tried[best]


def of_all(
    texts: label_model.Texts,
    shares: label_model.Shares,
    read: Read,
    index: Index,
    places: Sequence[int],
    known: dict[int, list[float]],
) -> Scores:
    """The scores of the texts at `places`: those known by their number, the others by all that was learnt."""
    weights = _one_table(texts, shares, read)
    result = []
    for number, place in enumerate(places):
        if number in known:
            result.append(known[number])
        else:
            result.append(label_linear.score(*label_model.weighted(index, place, texts), weights))
    return result


def _one_table(texts: label_model.Texts, shares: label_model.Shares, read: Read) -> label_linear.Weights:
    """Both models in one: each adds up weights of words, so that their mixture does too, but for a constant by text."""
    gain, class_terms = label_model.tables(texts, shares)
    factor = read.mixture[0] / read.spreads[0]
    weights = [array("d", [factor * term]) * (texts.width + 1) for term in class_terms]
    for of_class in weights:
        of_class[-1] = 0.0
    for word, by_class in gain.items():
        for each, more in by_class:
            weights[each][word] += factor * more
    if len(read.mixture) > 1 and read.mixture[1]:
        factor = read.mixture[1] / read.spreads[1]
        linear = label_linear.learn(texts, shares, label_linear.learnt_from(texts))
        for of_class, of_linear in zip(weights, linear, strict=True):
            for word, weight in enumerate(of_linear):
                of_class[word] += factor * weight
    return weights


def _mixed(mixture: Sequence[float], of_text: Sequence[Sequence[float]]) -> list[float]:
    return [sum(map(mul, mixture, each)) for each in zip(*of_text, strict=True)]


def _alike(scores: Scores) -> tuple[Scores, float]:
    """The scores about the middle of each text's own, in units of their spread; and that spread."""
    squares = count = 0.0
    for score in scores:
        middle = sum(score) / len(score)
        squares += sum((each - middle) ** 2 for each in score)
        count += len(score)
    spread = math.sqrt(squares / count) or 1.0
    return [_scaled(score, spread) for score in scores], spread


def _scaled(score: Sequence[float], spread: float) -> list[float]:
    middle = sum(score) / len(score)
    return [(each - middle) / spread for each in score]
