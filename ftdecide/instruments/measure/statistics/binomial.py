"""Counts of passes and of wins: the intervals of a share, and how often a fair coin does as well.

Coin tosses are counted in whole numbers, so that every Python gives the same answer.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

from ftdecide.instruments.measure.bounds import count, share
from ftdecide.paired_test import chance_of_wins, wilson_interval

LEVEL = 0.95


class Interval(NamedTuple):
    """Where a true value lies, at the level asked for."""

    low: float
    high: float


def quantile(level: float) -> float:
    """How many standard deviations hold this share (between 0 and 1) of a normal distribution.

    >>> round(quantile(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf((1 + share("level", level, ends=False)) / 2)


def wilson(passes: int, items: int, level: float = LEVEL) -> Interval:
    """The Wilson interval of a pass rate; from 0 to 1 where nothing was tried.

    Args:
        passes: 0 to `items`.
        items: 0 or more.
        level: of confidence, between 0 and 1.

    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    items = count("items", items)
    passes = count("passes", passes, most=items)
    z = quantile(level)
    if items == 0:
        return Interval(0.0, 1.0)
    low, high = wilson_interval(passes / items, items, z)
    return Interval(low if passes else 0.0, high if passes < items else 1.0)


def coin_p(wins: int, losses: int) -> float:
    """How often (0 to 1) tosses of a fair coin are at least this uneven, either way: the exact two-sided p-value.

    >>> coin_p(7, 1), coin_p(5, 0), coin_p(3, 3)
    (0.0703125, 0.0625, 1.0)
    """
    wins, losses = count("wins", wins), count("losses", losses)
    return min(1.0, 2 * chance_of_wins(wins + losses, max(wins, losses)))
