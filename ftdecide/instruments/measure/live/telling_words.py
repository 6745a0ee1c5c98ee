"""A primer made from labelled examples: the words of each label that tell it from the others, counted, not invented."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from ftdecide.instruments.audit.words import words
from ftdecide.instruments.measure.live.pool import Pool

WORDS_PER_LABEL = 12
FEWEST_EXAMPLES = 2  # of a label that have the word
SUREST = 1.0  # standard errors from 0, at least
PRIOR = 0.05  # of each word's count everywhere: draws what was seen seldom towards what all labels have in common


def telling_words(pool: Pool, labels: Sequence[str], most: int = WORDS_PER_LABEL) -> dict[str, tuple[str, ...]]:
    """The words of each label that tell it best from the others, the surest first.

    The log-odds of a word in the label's examples against all others, with an informative prior, over its standard
    error (Monroe, Colaresi and Quinn, 2008, Fightin' words).  An example counts a word once.

    Args:
        labels: of the task; one without examples has no words.
        most: for each label, 1 or more.
    """
    counted: dict[str, Counter[str]] = {label: Counter() for label in labels}
    for each in pool.examples:
        counted.setdefault(each.output, Counter()).update(set(words(each.input)))
    everywhere = sum(counted.values(), Counter[str]())
    total = everywhere.total()
    result = {}
    for label in labels:
        inside = counted[label]
        scores = {
            word: _score(number, inside.total(), everywhere[word], total)
            for word, number in inside.items()
            if number >= FEWEST_EXAMPLES
        }
        sure = [word for word in sorted(scores, key=lambda word: (-scores[word], word)) if scores[word] >= SUREST]
        result[label] = tuple(sure[:most])
    return result


def _score(inside: int, inside_total: int, everywhere: int, total: int) -> float:
    """How many standard errors the word lies above its share in the other labels."""
    prior, prior_total = PRIOR * everywhere, PRIOR * total
    outside, outside_total = everywhere - inside, total - inside_total

    def log_odds(number: float, of: float) -> float:
        return math.log((number + prior) / max(of + prior_total - number - prior, prior))

    error = math.sqrt(1 / (inside + prior) + 1 / (outside + prior))
    return (log_odds(inside, inside_total) - log_odds(outside, outside_total)) / error


def built_primer(pool: Pool, labels: Sequence[str]) -> str:
    """What the pool teaches of each label, as text for a prompt; empty where no label has a telling word."""
    telling = telling_words(pool, labels)
    if not any(telling.values()):
        return ""
    numbers = Counter(each.output for each in pool.examples)
    lines = (f"- {label}: {', '.join(telling[label])}" for label in labels if telling[label])
    head = f"Words that tell each label from the others, counted in {numbers.total():,} past cases:"
    return "\n".join(chain([head], lines))
