"""Counts of passes and of wins: the intervals of a share, and how often a fair coin does as well.

Coin tosses are counted in whole numbers, so that every Python gives the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

from ftdecide.instruments.measure.bounds import count, share
from ftdecide.paired_test import wilson_interval

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


def clopper_pearson(passes: int, items: int, level: float = LEVEL) -> Interval:
    """The exact interval of a share (Clopper and Pearson 1934): each end leaves half of 1 - level beyond what was seen.

    >>> [round(end, 4) for end in clopper_pearson(13, 16)]
    [0.5435, 0.9595]
    """
    items = count("items", items)
    passes = count("passes", passes, most=items)
    each = (1 - share("level", level, ends=False)) / 2
    return Interval(_lowest(passes, items, each), 1 - _lowest(items - passes, items, each))


def odds_interval(wins: int, losses: int, level: float = LEVEL) -> Interval:
    """The exact interval of the odds of a win, 0 to infinity: those at the two ends of `clopper_pearson`.

    >>> [round(end, 3) for end in odds_interval(13, 3)]
    [1.191, 23.707]
    """
    items = count("wins", wins) + count("losses", losses)
    each = (1 - share("level", level, ends=False)) / 2
    low, loses = _lowest(wins, items, each), _lowest(losses, items, each)
    return Interval(low / (1 - low), (1 - loses) / loses if loses else math.inf)


def coin_p(wins: int, losses: int) -> float:
    """How often (0 to 1) tosses of a fair coin are at least this uneven, either way: the exact two-sided p-value.

    >>> coin_p(7, 1), coin_p(5, 0), coin_p(3, 3)
    (0.0703125, 0.0625, 1.0)
    """
    fewer, tosses = _uneven(wins, losses)
    return 1.0 if 2 * fewer == tosses else _ratio(2 * _ways_up_to(tosses, fewer), tosses)


def coin_mid_p(wins: int, losses: int) -> float:
    """The same, but counts what was seen itself only half (mid-p: Fagerland, Lydersen and Laake 2013).

    >>> coin_mid_p(7, 1), coin_mid_p(3, 3)
    (0.0390625, 0.84375)
    """
    fewer, tosses = _uneven(wins, losses)
    seen = math.comb(tosses, fewer)
    if 2 * fewer == tosses:
        return 1.0 if tosses == 0 else 1 - _ratio(seen, tosses) / 2
    return _ratio(2 * _ways_up_to(tosses, fewer) - seen, tosses)


def _uneven(wins: int, losses: int) -> tuple[int, int]:
    wins, losses = count("wins", wins), count("losses", losses)
    return min(wins, losses), wins + losses


def _ways_up_to(tosses: int, wins: int) -> int:
    """In how many orders the coin gives at most so many wins."""
    total = ways = 1
    for win in range(wins):
        ways = ways * (tosses - win) // (win + 1)
        total += ways
    return total


def _ratio(ways: int, tosses: int) -> float:
    return ways / (1 << tosses)


def _lowest(passes: int, items: int, tail: float) -> float:
    """The pass rate with which so many passes or more come as seldom as `tail`; 0 where none passed."""
    return _rate_where(lambda rate: _at_least(passes, items, rate) > tail) if passes else 0.0


def _rate_where(exceeds: Callable[[float], bool]) -> float:
    """Where a condition on a rate (0 to 1) turns true, by halving until two neighbouring floats are left."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if exceeds(middle) else (middle, high)
    return high


def _at_least(passes: int, items: int, rate: float) -> float:
    """How often (0 to 1) so many of `items` pass or more, at this pass rate.

    Every count is weighed against `passes` itself, so that no factorial is needed.
    """
    odds = rate / (1 - rate)
    more = _weights(1.0, (odds * (items - n) / (n + 1) for n in range(passes, items)))
    fewer = _weights(1.0, (n / (items - n + 1) / odds for n in range(passes, 0, -1)))
    return 0.0 if math.isinf(fewer) else 1.0 if math.isinf(more) else (1 + more) / (1 + more + fewer)


def _weights(weight: float, ratios) -> float:
    """The sum of weights, each the one before times a ratio, until they no longer count."""
    total = 0.0
    for ratio in ratios:
        weight *= ratio
        total += weight
        if math.isinf(total) or (ratio < 1 and weight < total * 1e-18):
            break
    return total
