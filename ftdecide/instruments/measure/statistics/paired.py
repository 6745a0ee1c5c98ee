"""What the counts of two rungs on the same items say, and what preferences between them say.

Only the items on which the two differ say which is better: if they were equally good, each would be a coin toss
(McNemar 1947, exact).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.bounds import InvalidMeasurement, count
from ftdecide.instruments.measure.statistics.binomial import LEVEL, Interval, coin_p, wilson


@dataclass(frozen=True)
class Pairs:
    """Two rungs on the same items, counted.

    Args:
        both: items that both pass; each count is 0 or more.
        only_first: that only the first passes.
        only_second: that only the second passes.
        neither: that neither passes.
    """

    both: int
    only_first: int
    only_second: int
    neither: int

    def __post_init__(self) -> None:
        for name in ("both", "only_first", "only_second", "neither"):
            count(name, getattr(self, name))

    @property
    def items(self) -> int:
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def gain(self) -> float:
        """The pass rate of the second less that of the first, -1 to 1; 0 without items."""
        return (self.only_second - self.only_first) / self.items if self.items else 0.0


def pairs_of(first: Sequence[bool], second: Sequence[bool]) -> Pairs:
    """The counts of two rungs' passes, in the same order of items.

    >>> pairs_of([True, True, False, False], [True, False, True, True])
    Pairs(both=1, only_first=1, only_second=2, neither=0)
    """
    if len(first) != len(second):
        raise InvalidMeasurement(
            f"the first rung has {len(first):,} results, the second {len(second):,}. A paired test needs both on the "
            "same items: keep those that both answered"
        )
    seen = [(bool(one), bool(other)) for one, other in zip(first, second, strict=True)]
    return Pairs(*(seen.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))))


def gain_interval(pairs: Pairs, level: float = LEVEL) -> Interval:
    """The interval of the gain: the Wilson intervals of both pass rates, squared and added (Newcombe 1998, method 10).

    The correlation of the two, with Newcombe's correction for continuity, makes it narrower where they agree.
    From -1 to 1 without items.

    >>> [round(end, 4) for end in gain_interval(Pairs(both=20, only_first=2, only_second=12, neither=16))]
    [0.0562, 0.3292]
    """
    if pairs.items == 0:
        return Interval(-1.0, 1.0)
    first, second = pairs.both + pairs.only_first, pairs.both + pairs.only_second
    first_down, first_up = _reach(first, pairs.items, level)
    second_down, second_up = _reach(second, pairs.items, level)
    phi = _correlation(pairs)
    down = math.sqrt(max(0.0, second_down**2 - 2 * phi * second_down * first_up + first_up**2))
    up = math.sqrt(max(0.0, second_up**2 - 2 * phi * second_up * first_down + first_down**2))
    return Interval(max(-1.0, pairs.gain - down), min(1.0, pairs.gain + up))


def _reach(passes: int, items: int, level: float) -> tuple[float, float]:
    """How far the Wilson interval goes down and up from the pass rate."""
    low, high = wilson(passes, items, level)
    return passes / items - low, high - passes / items


def _correlation(pairs: Pairs) -> float:
    """Phi of the four counts, -1 to 1; drawn towards 0 where it is positive, 0 where a margin is empty."""
    first, second = pairs.both + pairs.only_first, pairs.both + pairs.only_second
    margins = first * (pairs.items - first) * second * (pairs.items - second)
    agree = pairs.both * pairs.neither - pairs.only_first * pairs.only_second
    if agree > 0:
        agree = max(0.0, agree - pairs.items / 2)
    return agree / math.sqrt(margins) if margins else 0.0


@dataclass(frozen=True)
class Preference:
    """Pairwise preferences, ties left out.

    Args:
        decided: pairs with a winner.
        ties: pairs without; they say nothing about who is better, and are in neither rate nor test.
        win_rate: wins over `decided`, 0 to 1; None where nothing was decided.
        win_rate_interval: Wilson.
        p_value: exact, two-sided.
    """

    decided: int
    ties: int
    win_rate: float | None
    win_rate_interval: Interval
    p_value: float


def sign_test(wins: int, losses: int, ties: int = 0, level: float = LEVEL) -> Preference:
    """The exact sign test (Dixon and Mood 1946) of wins against losses, each 0 or more; ties are left out.

    >>> found = sign_test(wins=15, losses=5, ties=30)
    >>> found.decided, found.win_rate, round(found.p_value, 4)
    (20, 0.75, 0.0414)
    """
    decided = count("wins", wins) + count("losses", losses)
    rate = wins / decided if decided else None
    return Preference(decided, count("ties", ties), rate, wilson(wins, decided, level), coin_p(wins, losses))
