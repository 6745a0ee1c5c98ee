"""Counting rules for pass rates, computed exactly: when one model beats another, and when one has slipped.

Two models answer the same held-out items.  Only the items on which they differ say which is better:
if they were equally good, each such item would be a coin toss (McNemar's exact test).  Everything is
whole-number arithmetic, so that every Python gives the same answer.
"""

from __future__ import annotations

import math
from functools import lru_cache

Z = 1.96  # for 95 %
ALPHA_PER_MILLE = 25  # one side of a two-sided 5 %
Z_SEEN = 0.8416  # for four times in five


@lru_cache(maxsize=4096)
def wins_needed(differ: int, chance_per_mille: int = 500) -> int | None:
    """The fewest items that the new model must win of those on which the two differ; None if no count is enough.

    Args:
        differ: items that exactly one of the two gets right; 0 or more.
        chance_per_mille: what a win has to beat: 500 is a coin toss; less where a small loss is allowed.

    >>> wins_needed(20), wins_needed(6), wins_needed(5)
    (15, 6, None)
    """
    tail = 0
    for wins in range(differ, -1, -1):
        tail += _ways(differ, wins, chance_per_mille)
        if tail * 1000 > ALPHA_PER_MILLE * 1000**differ:
            return wins + 1 if wins < differ else None
    return 0


def gain_seen(items: int, pass_rate: float) -> float | None:
    """The smallest true gain over this pass rate, in whole points as a share, that passes the test four times in five.

    The two are taken to fail independently; normal approximation with continuity correction, within three
    points of the exact count from 20 items on.  None where even the whole rest is too small to show.

    >>> gain_seen(50, 0.7), gain_seen(500, 0.84), gain_seen(50, 0.9)
    (0.24, 0.07, None)
    """
    for points in range(1, math.floor(round((1 - pass_rate) * 100, 6)) + 1):
        gain = points / 100
        tuned = pass_rate + gain
        differ = (1 - pass_rate) * tuned + pass_rate * (1 - tuned)
        spread = math.sqrt(items * max(0.0, differ - gain * gain))
        if items * gain - 1 - Z * math.sqrt(items * differ) >= Z_SEEN * spread:
            return gain
    return None


@lru_cache(maxsize=4096)
def chance_of_wins(differ: int, wins: int, win_per_mille: int = 500) -> float:
    """How often (0 to 1) at least so many of `differ` are won by a model that wins each with this chance.

    >>> round(chance_of_wins(20, 15), 3), round(chance_of_wins(20, 10), 3)
    (0.021, 0.588)
    """
    tail = sum(_ways(differ, count, win_per_mille) for count in range(wins, differ + 1))
    return tail / 1000**differ


@lru_cache(maxsize=4096)
def slipped_at(items: int, pass_per_mille: int) -> int | None:
    """The most passes among `items` that a model this good (0 to 1000) would show only once in forty draws.

    None where even no pass at all would prove nothing.

    >>> slipped_at(100, 770)
    68
    """
    tail = 0
    for passes in range(items + 1):
        tail += _ways(items, passes, pass_per_mille)
        if tail * 1000 > ALPHA_PER_MILLE * 1000**items:
            return passes - 1 if passes else None
    return items


def wilson_interval(pass_rate: float, items: int, z: float = Z) -> tuple[float, float]:
    """Where the true pass rate lies if this share (0 to 1) of `items` (1 or more) passed (Wilson, 1927).

    `z` is the normal quantile of the confidence: 1.96 for 95 %.

    >>> [round(end, 2) for end in wilson_interval(0.8, 50)]
    [0.67, 0.89]
    """
    middle = (pass_rate + z * z / (2 * items)) / (1 + z * z / items)
    half = z * math.sqrt(pass_rate * (1 - pass_rate) / items + z * z / (4 * items * items)) / (1 + z * z / items)
    return max(0.0, middle - half), min(1.0, middle + half)


def _ways(items: int, hits: int, per_mille: int) -> int:
    """The probability of so many hits, times 1000 to the power of `items`."""
    return math.comb(items, hits) * per_mille**hits * (1000 - per_mille) ** (items - hits)
