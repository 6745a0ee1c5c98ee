"""One rung against another on the items that both answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ftdecide.instruments.measure.marks import Mark
from ftdecide.instruments.measure.statistics.binomial import Interval
from ftdecide.instruments.measure.statistics.paired import Pairs, sign_test
from ftdecide.instruments.measure.statistics.required_n import ALPHA, more_needed
from ftdecide.instruments.measure.statistics.several_tests import holm
from ftdecide.instruments.measure.statistics.shares import mean, share_gain_interval

MOST_PLANNED = 60  # comparisons for which it is worked out how many items are missing
MOST_MORE = 20_000  # items that it is looked as far as


@dataclass(frozen=True)
class PairedComparison:
    """What a paired comparison found.

    Args:
        first, second: the rungs, in the order of the ladder.
        items: that both answered.
        wins: items of which the second passed more runs; with one run, those that it alone passed.
        losses: items of which the first did.
        ties: the others.
        first_rate, second_rate: on these items, 0 to 1; None without items.
        gain: the second less the first, -1 to 1.
        interval: of the gain, 95 %.
        p_value: exact, two-sided, of the sign test over items; with one run each that is McNemar's exact test.
        adjusted_p: the same for all comparisons made (Holm).
        more_items: how many more would show the difference four times in five; 0 where it is shown, None where no
            difference is seen, it takes more than `MOST_MORE`, or it was not worked out.
        planned: whether it was worked out.
    """

    first: str
    second: str
    items: int
    wins: int
    losses: int
    ties: int
    first_rate: float | None
    second_rate: float | None
    gain: float
    interval: Interval
    p_value: float
    adjusted_p: float = 1.0
    more_items: int | None = None
    planned: bool = False

    @property
    def better(self) -> str | None:
        """The rung that is better beyond doubt (adjusted p at most 0.05); None where nobody can tell yet."""
        if self.adjusted_p > ALPHA or (self.wins - self.losses) * self.gain <= 0:
            return None
        return self.second if self.gain > 0 else self.first


def compared(marks: Mapping[str, Mapping[str, Sequence[Mark]]]) -> tuple[PairedComparison, ...]:
    """Every pair of rungs compared, their p-values adjusted together.

    All pairs are tested, so that whichever a reader picks afterwards, the best against the rest or each against the
    next, was among those adjusted for.

    Args:
        marks: of each rung, of each item, its marks in the order of the runs.
    """
    found = [paired_comparison(first, second, marks[first], marks[second]) for first, second in combinations(marks, 2)]
    adjusted = holm([each.p_value for each in found])
    return tuple(
        replace(each, adjusted_p=p, more_items=_more(each, len(found), p), planned=len(found) <= MOST_PLANNED)
        for each, p in zip(found, adjusted, strict=True)
    )


def paired_comparison(
    first: str, second: str, of_first: Mapping[str, Sequence[Mark]], of_second: Mapping[str, Sequence[Mark]]
) -> PairedComparison:
    """Two rungs compared; of an item that was not run equally often, as many runs of each as both have."""
    both = [item for item in of_first if item in of_second]
    runs = [min(len(of_first[item]), len(of_second[item])) for item in both]
    one = [_share(of_first[item][:count]) for item, count in zip(both, runs, strict=True)]
    other = [_share(of_second[item][:count]) for item, count in zip(both, runs, strict=True)]
    wins = sum(y > x for x, y in zip(one, other, strict=True))
    losses = sum(y < x for x, y in zip(one, other, strict=True))
    first_rate, second_rate = mean(one), mean(other)
    return PairedComparison(
        first,
        second,
        len(both),
        wins,
        losses,
        len(both) - wins - losses,
        first_rate,
        second_rate,
        second_rate - first_rate if both else 0.0,
        share_gain_interval(one, other, max(runs, default=1)),
        sign_test(wins, losses).p_value,
    )


def _share(marks: Sequence[Mark]) -> float:
    return sum(mark.passed for mark in marks) / len(marks)


def _more(found: PairedComparison, comparisons: int, adjusted_p: float) -> int | None:
    """How many more items the test needs, at a level that leaves room for all comparisons."""
    if adjusted_p <= ALPHA:
        return 0
    if comparisons > MOST_PLANNED:
        return None
    return more_needed(
        Pairs(found.ties, found.losses, found.wins, 0), alpha=ALPHA / comparisons, most=found.items + MOST_MORE
    )
