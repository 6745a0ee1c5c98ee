"""What repeated runs of one rung on the same items say: whether it is steady, and what several tries would reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.binomial import LEVEL, Interval, wilson
from ftdecide.instruments.measure.bounds import InvalidMeasurement, count


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


def pass_at_k(runs: int, passes: int, k: int) -> float:
    """The chance (0 to 1) that at least one of `k` tries passes, estimated without bias (Chen et al. 2021, pass@k).

    Args:
        runs: of the item, 1 or more.
        passes: among them, 0 to `runs`.
        k: tries, 1 to `runs`.

    >>> pass_at_k(5, 2, 1), pass_at_k(5, 2, 3)
    (0.4, 0.9)
    """
    _check(runs, passes, k)
    return (math.comb(runs, k) - math.comb(runs - passes, k)) / math.comb(runs, k)


def pass_every_k(runs: int, passes: int, k: int) -> float:
    """The chance (0 to 1) that all of `k` tries pass, estimated without bias (Yao et al. 2024, pass^k).

    >>> pass_every_k(5, 4, 1), pass_every_k(5, 4, 3)
    (0.8, 0.4)
    """
    _check(runs, passes, k)
    return math.comb(passes, k) / math.comb(runs, k)


def _check(runs: int, passes: int, k: int) -> None:
    count("runs", runs, least=1)
    count("passes", passes, most=runs)
    count("k", k, least=1, most=runs)
