"""Label errors as a hurried annotator makes them.

A weak reader, naive Bayes on letters of a text's first words, says for which class it would take a text; texts that it
finds ambiguous are mislabelled more often, into what it takes them for, by five annotators of different care.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

CARE = (0.3, 0.6, 1.0, 1.5, 2.6)  # errors of each annotator, against the average
SLIPS = 0.15  # of the mean ambiguity, added to every text's: errors without a reason in the text
FIRST_WORDS = 15
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Bed:
    """Texts with the labels that they deserve and those that they were given."""

    name: str
    texts: list[str]
    truth: list[str]
    given: list[str]


def noisy(name: str, pairs: Pairs, rate: float, seed: int = 0) -> Bed:
    """A bed with that share of errors."""
    texts, truth = [text for text, _ in pairs], [label for _, label in pairs]
    names = sorted(set(truth))
    if not rate:
        return Bed(name, texts, truth, list(truth))
    draw = np.random.default_rng(seed)
    number = {label: n for n, label in enumerate(names)}
    right = np.array([number[label] for label in truth])
    taken = _taken_for(texts, right)
    rows = np.arange(len(texts))
    ambiguity = 1 - taken[rows, right]
    chance = (ambiguity + SLIPS * ambiguity.mean()) * np.array(CARE)[draw.integers(len(CARE), size=len(texts))]
    low, high = 0.0, 1e4
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if np.minimum(0.9, middle * chance).mean() < rate else (low, middle)
    wrong = draw.random(len(texts)) < np.minimum(0.9, low * chance)
    others = taken + 1e-3 / len(names)
    others[rows, right] = 0
    others /= others.sum(1, keepdims=True)
    given = [names[draw.choice(len(names), p=others[n])] if wrong[n] else truth[n] for n in rows]
    return Bed(name, texts, truth, given)


def _taken_for(texts: list[str], right: np.ndarray) -> np.ndarray:
    """How likely the weak reader takes each text for each class, learnt from the other half of the texts."""
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.naive_bayes import MultinomialNB

    letters = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 4), n_features=2**15, alternate_sign=False)
    seen = letters.transform([" ".join(text.split()[:FIRST_WORDS]) for text in texts])
    warnings.filterwarnings("ignore", module="sklearn")  # a class of one text is in no fold
    model = MultinomialNB(alpha=0.02, fit_prior=False)
    chances = cross_val_predict(
        model, seen, right, cv=StratifiedKFold(2, shuffle=True, random_state=1), method="predict_proba"
    )
    soft = chances**0.5
    return soft / soft.sum(1, keepdims=True)
