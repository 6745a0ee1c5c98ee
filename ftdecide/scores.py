"""What answers score on cases, each share with its interval, and how far one rule is ahead of another case by case.

A case counts one point where the answer is the source's own conclusion, half a point where it is left open,
none where it is the opposite.  A case that its source leaves open itself counts only in how often it is left
open.  Shares have 95 % Wilson intervals; balanced accuracy combines the two of its halves (Newcombe 1998).
Two rules answer the same cases, so they are compared case by case, by a bootstrap (Efron 1979).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide import rival_words
from ftdecide.paired_test import wilson_interval

Cases = Mapping[str, Mapping[str, Any]]
POINTS = {
    "justified": {"yes": 1.0, "unclear": 0.5, "no": 0.0},
    "not_justified": {"yes": 0.0, "unclear": 0.5, "no": 1.0},
}
OURS = {
    "ours": "Our rules",
    "ours_first": "Our rules, as they first answered",
    "ours_source_left_out": "Ours, sizes fitted without the source",
    "ours_direction_only": "Ours, every rule the same size",
}
TITLES = OURS | rival_words.RIVALS
TAIL = 0.025  # of a 95 % interval


@dataclass(frozen=True)
class Share:
    """A share (0 to 1) with its 95 % interval, and the number of cases it rests on."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True)
class Score:
    """One rule's record on a set of cases; a share is None where no case bears on it."""

    name: str
    balanced_accuracy: Share | None
    sensitivity: Share | None  # of the cases whose source calls training justified
    specificity: Share | None  # of those whose source calls it not justified
    commitment: Share | None  # of both: how often the answer is yes or no
    left_open: Share | None  # of the cases that their source leaves open

    @property
    def title(self) -> str:
        return TITLES[self.name]


@dataclass(frozen=True)
class Difference:
    """How far one rule's balanced accuracy lies above another's on the same cases (-1 to 1), at 95 %."""

    value: float
    low: float
    high: float

    @property
    def side(self) -> str:
        """ahead or behind where the interval leaves out 0, else level."""
        return "ahead" if self.low > 0 else "behind" if self.high < 0 else "level"


def share(points: float, cases: int) -> Share | None:
    """Points earned on so many cases.

    Half points make the interval wider than it need be, never narrower: nothing between 0 and 1 varies more
    than a plain hit or miss of the same mean.

    >>> found = share(8.5, 10)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (0.85, 0.54, 0.96)
    """
    if not cases:
        return None
    low, high = wilson_interval(points / cases, cases)
    return Share(points / cases, max(0.0, low), min(1.0, high), cases)


def balanced(first: Share | None, second: Share | None) -> Share | None:
    """The mean of two shares of different cases; the distances to their limits add up as squares (MOVER)."""
    if first is None or second is None:
        return None
    middle = (first.value + second.value) / 2
    below = math.hypot(first.value - first.low, second.value - second.low) / 2
    above = math.hypot(first.high - first.value, second.high - second.value) / 2
    return Share(middle, max(0.0, middle - below), min(1.0, middle + above), first.cases + second.cases)


def score(name: str, answers: Mapping[str, str], cases: Cases) -> Score:
    """One rule's answers (yes, no or unclear, by case) against what the sources concluded."""
    earned: dict[str, list[float]] = {side: [] for side in POINTS}
    committed, left_open = [], []
    for number, case in cases.items():
        answer = answers[number]
        if case["justified"] in POINTS:
            earned[case["justified"]].append(POINTS[case["justified"]][answer])
            committed.append(answer != "unclear")
        else:
            left_open.append(answer == "unclear")
    halves = [share(sum(points), len(points)) for points in earned.values()]
    return Score(
        name, balanced(*halves), *halves, share(sum(committed), len(committed)), share(sum(left_open), len(left_open))
    )


def difference(mine: Mapping[str, str], theirs: Mapping[str, str], cases: Cases) -> Difference | None:
    """How far my answers are ahead of theirs; None where one kind of case is missing.

    The interval is the bootstrap's: cases are drawn anew with replacement, those of each conclusion among
    themselves.  Gains come in half points, so every such draw is counted out, and none is left to chance.

    >>> cases = {"a": {"justified": "justified"}, "b": {"justified": "justified"}, "c": {"justified": "not_justified"}}
    >>> difference({"a": "yes", "b": "yes", "c": "no"}, {"a": "yes", "b": "no", "c": "no"}, cases)
    Difference(value=0.25, low=0.0, high=0.5)
    """
    gains = [
        [round(2 * (points[mine[n]] - points[theirs[n]])) for n, case in cases.items() if case["justified"] == side]
        for side, points in POINTS.items()
    ]
    if not all(gains):
        return None
    (first, second), (many, few) = gains, map(len, gains)
    whole = 4 * many * few  # what the two sums below are shares of
    chances: Counter[int] = Counter()
    others = _sums(second)
    for total, chance in _sums(first).items():
        for other, its_chance in others.items():
            chances[total * few + other * many] += chance * its_chance
    low, high = (_quantile(chances, tail) / whole for tail in (TAIL, 1 - TAIL))
    return Difference((sum(first) * few + sum(second) * many) / whole, low, high)


def _sums(gains: Sequence[int]) -> Mapping[int, float]:
    """The chance of each sum of as many draws with replacement as there are gains."""
    once = {gain: count / len(gains) for gain, count in Counter(gains).items()}
    sums: Mapping[int, float] = {0: 1.0}
    for _ in gains:
        drawn: Counter[int] = Counter()
        for total, chance in sums.items():
            for gain, its_chance in once.items():
                drawn[total + gain] += chance * its_chance
        sums = drawn
    return sums


def _quantile(chances: Mapping[int, float], share_below: float) -> int:
    """The smallest value at or below which so large a share of the chances lies."""
    reached = 0.0
    for value in sorted(chances):
        reached += chances[value]
        if reached >= share_below:
            return value
    return max(chances)
