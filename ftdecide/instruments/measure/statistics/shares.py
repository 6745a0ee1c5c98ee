"""Pass rates where items were run more than once: the items are what is counted, and runs of one item go together.

An item's share is the part of its runs that passed, 0 to 1; a pass rate is the mean of the shares.  Runs of one item
are alike, so they are no items of their own (Miller 2024, “Adding Error Bars to Evals”, arXiv:2411.00640, sections 2
and 4).  With one run each everything here is what `binomial` and `paired` say of counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ftdecide.instruments.measure.statistics.binomial import LEVEL, Interval, quantile, wilson
from ftdecide.instruments.measure.statistics.paired import gain_interval, pairs_of
from ftdecide.paired_test import wilson_interval


def mean(shares: Sequence[float]) -> float | None:
    return math.fsum(shares) / len(shares) if shares else None


def share_interval(shares: Sequence[float], runs: int = 1, level: float = LEVEL) -> Interval:
    """The Wilson interval of a pass rate, on as many items as single runs would take to know it as well.

    That number, the effective sample size (Kish 1965), is rate times (1 - rate) over the variance of the shares, times
    the items: all of them where runs always agree, items times runs where they are as good as independent.

    Args:
        shares: of each item, 0 to 1.
        runs: of each item, at most.
        level: of confidence, between 0 and 1.

    >>> [round(end, 3) for end in share_interval([1, 1, 0, 1])], [round(end, 3) for end in share_interval([0.5] * 4, 2)]
    ([0.301, 0.954], [0.215, 0.785])
    """
    rate = mean(shares)
    if rate is None or _whole(shares):
        return wilson(round(math.fsum(shares)), len(shares), level)
    variance = math.fsum((share - rate) ** 2 for share in shares) / len(shares)
    most = float(len(shares) * runs)
    items = min(most, len(shares) * rate * (1 - rate) / variance) if variance else most
    return Interval(*wilson_interval(rate, max(items, len(shares)), quantile(level)))


def share_gain_interval(
    first: Sequence[float], second: Sequence[float], runs: int = 1, level: float = LEVEL
) -> Interval:
    """The interval of the mean difference of the same items' shares, second less first; -1 to 1.

    With one run each, Newcombe's (1998, method 10); else his way of joining two intervals, with the correlation of the
    shares for phi (Zou and Donner 2008).

    >>> [round(end, 3) for end in share_gain_interval([0.0, 0.5, 1.0, 0.5], [1.0, 1.0, 1.0, 0.5], 2)]
    [-0.073, 0.678]
    """
    if not first or (_whole(first) and _whole(second)):
        return gain_interval(pairs_of([share == 1 for share in first], [share == 1 for share in second]), level)
    first_rate, second_rate = mean(first), mean(second)
    first_low, first_high = share_interval(first, runs, level)
    second_low, second_high = share_interval(second, runs, level)
    phi, gain = _correlation(first, second), second_rate - first_rate
    down = _join(second_rate - second_low, first_high - first_rate, phi)
    up = _join(second_high - second_rate, first_rate - first_low, phi)
    return Interval(max(-1.0, gain - down), min(1.0, gain + up))


def _join(one: float, other: float, phi: float) -> float:
    return math.sqrt(max(0.0, one**2 - 2 * phi * one * other + other**2))


def _correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Pearson's, -1 to 1; 0 where one of the two never varies."""
    first_mean, second_mean = mean(first), mean(second)
    across = math.fsum((x - first_mean) * (y - second_mean) for x, y in zip(first, second, strict=True))
    spread = math.fsum((x - first_mean) ** 2 for x in first) * math.fsum((y - second_mean) ** 2 for y in second)
    return across / math.sqrt(spread) if spread else 0.0


def _whole(shares: Sequence[float]) -> bool:
    """Whether every item passed in all of its runs or in none."""
    return all(share in (0, 1) for share in shares)
