"""Whether several raters say the same, beyond what chance would make them say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from ftdecide.instruments.measure.bounds import InvalidMeasurement


def cohens_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Cohen's kappa (1960) of two raters on the same pairs, in the same order: 1 for the same throughout, 0 for chance.

    None where nothing was rated, or where both said one and the same of all: then chance alone would agree as well.

    >>> cohens_kappa(["a", "a", "b", "tie"], ["a", "b", "b", "tie"])
    0.6363636363636364
    """
    if len(first) != len(second):
        raise InvalidMeasurement(
            f"one rater has {len(first):,} ratings, the other {len(second):,}. Keep the common ones"
        )
    rated = len(first)
    if not rated:
        return None
    seen = sum(one == other for one, other in zip(first, second, strict=True)) / rated
    of_first, of_second = Counter(first), Counter(second)
    chance = sum(times * of_second[choice] for choice, times in of_first.items()) / rated**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def krippendorffs_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for names (2011) of any number of raters, who need not have rated everything.

    None where no unit was rated twice, or where all ratings are one and the same.

    Args:
        units: of each pair rated, what its raters said, in any order.

    >>> krippendorffs_alpha([["a", "a", "a"], ["b", "b"], ["a", "b"], ["b"]])
    0.5
    """
    several = [Counter(unit) for unit in units if len(unit) > 1]
    totals: Counter[Hashable] = Counter()
    apart = 0.0
    for unit in several:
        totals += unit
        raters = unit.total()
        apart += sum(times * (raters - times) for times in unit.values()) / (raters - 1)
    rated = totals.total()
    by_chance = sum(times * (rated - times) for times in totals.values())
    return 1 - (rated - 1) * apart / by_chance if by_chance else None
