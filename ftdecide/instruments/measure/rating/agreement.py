"""Whether several raters say the same, beyond what chance would make them say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.rating.votes import IDENTICAL, RatedSheet


@dataclass(frozen=True)
class Agreement:
    """Between raters.

    Args:
        measure: "Cohen's kappa" of two, "Krippendorff's alpha" of more.
        common: pairs that two or more rated.
        alike: of them, those of which all said the same.
        value: 1 for the same throughout, 0 for chance; None where it cannot be worked out.
    """

    measure: str
    common: int
    alike: int
    value: float | None


def agreement_of(sheets: Sequence[RatedSheet]) -> Agreement | None:
    """How far the raters agree on the pairs that two or more of them rated; None for one rater."""
    if len(sheets) < 2:
        return None
    said: dict[object, list[str | None]] = {}
    for sheet in sheets:
        for vote in sheet.votes:
            if not vote.repeat and vote.choice != IDENTICAL:
                said.setdefault(vote.about, []).append(vote.winner)
    common = [winners for winners in said.values() if len(winners) > 1]
    alike = sum(len(set(winners)) == 1 for winners in common)
    if len(sheets) > 2:
        return Agreement("Krippendorff's alpha", len(common), alike, krippendorffs_alpha(common))
    kappa = cohens_kappa(*zip(*common, strict=True)) if common else None
    return Agreement("Cohen's kappa", len(common), alike, kappa)


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
