"""How many items a measurement needs for the paired test to see a difference.

Notation: n items; on d of them two rungs differ, a count of coin tosses with the rate at which they differ; of these
the better one wins some, tosses with its share.  The test asks for w(d) wins.  The power is summed over both counts,
without an approximation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from statistics import NormalDist

from ftdecide.instruments.measure.bounds import InvalidMeasurement, share
from ftdecide.instruments.measure.statistics.binomial import coin_p
from ftdecide.instruments.measure.statistics.paired import Pairs

POWER = 0.8
ALPHA = 0.05
MOST = 100_000  # items; more are not looked for


def required_items(
    only_first_rate: float, only_second_rate: float, power: float = POWER, alpha: float = ALPHA, most: int = MOST
) -> int | None:
    """The fewest items with which, and with any more, the test has the power; None if it takes more than `most`.

    One item more can cost power, because w(d) goes up in steps.  A floor that never falls, the least chance of a win
    at d or any more, gives a count from which the power is safe: found by halving.  From there the true power is
    followed down to the first count that lacks it.

    Args:
        only_first_rate: share of items that only the first passes, 0 to 1.
        only_second_rate: share that only the second passes; the two together are at most 1.
        power: to be reached, between 0 and 1: how often the better one is found better.
        alpha: two-sided, between 0 and 1; a finding for the worse rung does not count as power.
        most: items to look as far as.

    >>> required_items(0.05, 0.2), required_items(0.05, 0.1), required_items(0.1, 0.1)
    (92, 498, None)
    """
    rate, wins = _rates(only_first_rate, only_second_rate)
    share("power", power, ends=False)
    share("alpha", alpha, ends=False)
    if wins == 0.5 or rate * most < 1:  # so many items would hardly hold one on which the two differ
        return None
    upper = min(most, _approximate(rate, wins, power, alpha))
    while True:
        chances = _win_chances(wins, alpha, _reach(upper, rate))
        floor = list(accumulate(reversed(chances), min))[::-1]
        if _mean(upper, rate, floor) >= power:
            break
        if upper >= most:
            return None
        upper = min(most, 2 * upper)
    lower = 0
    while upper - lower > 1:
        middle = (lower + upper) // 2
        lower, upper = (lower, middle) if _mean(middle, rate, floor) >= power else (middle, upper)
    while _mean(upper - 1, rate, chances) >= power:
        upper -= 1
    return upper


def more_needed(pairs: Pairs, power: float = POWER, alpha: float = ALPHA, most: int = MOST) -> int | None:
    """How many more items than now the test needs, should the two go on differing as they do; 0 if it has seen it.

    None where no difference is seen, or one that takes more than `most` items.  What was seen on few items may be far
    from the truth, so this plans the next round; it promises nothing.

    >>> more_needed(Pairs(both=30, only_first=2, only_second=7, neither=11)), more_needed(Pairs(30, 0, 9, 11))
    (101, 0)
    """
    if pairs.only_first == pairs.only_second:
        return None
    if coin_p(pairs.only_second, pairs.only_first) <= share("alpha", alpha, ends=False):
        return 0
    rates = pairs.only_first / pairs.items, pairs.only_second / pairs.items
    needed = required_items(*rates, power, alpha, most)
    return None if needed is None else max(1, needed - pairs.items)


def _rates(only_first_rate: float, only_second_rate: float) -> tuple[float, float]:
    """The rate at which the two differ, and the share of it that the better one wins."""
    first, second = share("only_first_rate", only_first_rate), share("only_second_rate", only_second_rate)
    differ = first + second
    if differ > 1 + 1e-9:
        raise InvalidMeasurement(
            f"only_first_rate and only_second_rate are together {differ:g}, at most 1. Divide both counts by all items"
        )
    return min(1.0, differ), max(first, second) / differ if differ else 0.5


def _approximate(rate: float, wins: float, power: float, alpha: float) -> int:
    """Where to begin to look: the normal approximation (Connor 1987), and a little more."""
    gain = rate * (2 * wins - 1)
    tail = NormalDist().inv_cdf(1 - alpha / 2) * math.sqrt(rate)
    seen = NormalDist().inv_cdf(power) * math.sqrt(max(0.0, rate - gain * gain))
    return math.ceil(1.1 * max(0.0, tail + seen) ** 2 / gain**2 + 10 / rate)


def _reach(items: int, rate: float) -> int:
    """More differing items than so many practically never show; some more, for the floor to be one."""
    return math.ceil(items * rate + 10 * math.sqrt(items * rate) + 64)


def _win_chances(wins: float, alpha: float, most: int) -> list[float]:
    """For 0 to `most` differing items, how often the better one wins as many as the test asks for.

    Each entry follows from the one before.  Of `needed` wins or more, `orders` of 2**d are counted in whole numbers,
    and `chance` is their probability; `edge` and `edge_chance` are those of one win less.
    """
    limit = Fraction(share("alpha", alpha, ends=False))
    needed, orders, edge, chance, edge_chance = 1, 0, 1, 0.0, 1.0
    chances = [0.0]
    for differ in range(1, most + 1):
        orders, chance = 2 * orders + edge, chance + wins * edge_chance
        if orders * limit.denominator > limit.numerator << (differ - 1):
            edge, edge_chance = edge * differ // needed, edge_chance * (differ / needed) * wins
            needed, orders, chance = needed + 1, orders - edge, chance - edge_chance
        else:
            losses = differ + 1 - needed
            edge, edge_chance = edge * differ // losses, edge_chance * (differ / losses) * (1 - wins)
        chances.append(chance)
    return chances


def _mean(items: int, rate: float, chances: Sequence[float]) -> float:
    """The mean chance over how many of `items` differ: weights from the commonest count outwards, until they vanish."""
    top = min(items, int((items + 1) * rate))
    if rate >= 1:
        return chances[items]
    total, summed, odds = 1.0, chances[top], rate / (1 - rate)
    for step in (1, -1):
        differ, weight = top, 1.0
        while weight > 1e-18 and 0 <= differ + step <= items:
            weight *= odds * (items - differ) / (differ + 1) if step > 0 else differ / (items - differ + 1) / odds
            differ += step
            total += weight
            summed += weight * chances[differ]
    return summed / total
