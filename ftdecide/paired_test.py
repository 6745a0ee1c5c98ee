"""Counting rules for pass rates, computed exactly: when one model beats another, and when one has slipped.

Two models answer the same held-out items.  Only the items on which they differ say which is better:
if they were equally good, each such item would be a coin toss (McNemar's exact test).  Everything is
whole-number arithmetic, so that every Python gives the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, islice

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
    tails, all_ways = _tails(differ, chance_per_mille)
    for losses, tail in enumerate(tails):
        if tail * 1000 > ALPHA_PER_MILLE * all_ways:
            return differ - losses + 1 if losses else None
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
    tails, all_ways = _tails(differ, win_per_mille)
    return next(islice(tails, differ - max(0, wins), None)) / all_ways if wins <= differ else 0.0


@lru_cache(maxsize=4096)
def slipped_at(items: int, pass_per_mille: int) -> int | None:
    """The most passes among `items` that a model this good (0 to 1000) would show only once in forty draws.

    None where even no pass at all would prove nothing.

    >>> slipped_at(100, 770)
    68
    """
    tails, all_ways = _tails(items, 1000 - pass_per_mille)
    for passes, tail in enumerate(tails):
        if tail * 1000 > ALPHA_PER_MILLE * all_ways:
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


def _tails(items: int, hit_per_mille: int) -> tuple[Iterator[int], int]:
    """In how many ways all of `items` are hits, all but one or more, and so on; and of how many ways in all."""
    common = math.gcd(hit_per_mille, 1000)
    hit, miss = hit_per_mille // common, (1000 - hit_per_mille) // common

    def ways() -> Iterator[int]:
        orders = 1
        for misses in range(items + 1):
            yield orders * hit ** (items - misses) * miss**misses
            orders = orders * (items - misses) // (misses + 1)

    return accumulate(ways()), (hit + miss) ** items
