"""What repeated runs of one rung on the same items say: whether it is steady."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.statistics.binomial import LEVEL, Interval, wilson


@dataclass(frozen=True)
class Consistency:
    """How many items come out alike in every run.

    Args:
        items: that were run.
        runs: of each item.
        always: items passed in every run.
        never: items passed in none.
        share: of items that are one or the other, 0 to 1; None without items.
        interval: Wilson, of the share.
    """

    items: int
    runs: int
    always: int
    never: int
    share: float | None
    interval: Interval


def consistency(results: Sequence[Sequence[bool]], level: float = LEVEL) -> Consistency:
    """The share of items that give the same pass or fail in all runs.

    More runs find more that waver, so compare only rungs with the same number of runs.

    Args:
        results: of each item, its runs: as many as of every other, 2 or more.
        level: of confidence, between 0 and 1.

    >>> found = consistency([[True, True], [True, False], [False, False]])
    >>> found.always, found.never, round(found.share, 3)
    (1, 1, 0.667)
    """
    runs = len(results[0]) if results else 0
    for item, its_runs in enumerate(results):
        if len(its_runs) < 2 or len(its_runs) != runs:
            raise InvalidMeasurement(
                f"item {item} was run {len(its_runs)} times, the first {runs}. Run every item equally often, "
                "2 times or more, or leave out the others"
            )
    always, never = sum(map(all, results)), sum(not any(its_runs) for its_runs in results)
    same = (always + never) / len(results) if results else None
    return Consistency(len(results), runs, always, never, same, wilson(always + never, len(results), level))
