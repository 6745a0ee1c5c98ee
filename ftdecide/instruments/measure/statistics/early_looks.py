"""How often two equals would seem to differ to somebody who looks early and stops at the first good news."""

from __future__ import annotations

from ftdecide.instruments.measure.bounds import count
from ftdecide.paired_test import wins_needed


def false_alarms(decided: int, every: int) -> float:
    """The share (0 to 1) of comparisons of equals in which some look finds a winner; worked out, not simulated.

    Every decided pair is the toss of a fair coin; a look asks the exact test at 5 %, two-sided.

    Args:
        decided: pairs with a winner that were planned, 1 or more.
        every: pairs from one look to the next, 1 or more; the last look is at the end.

    >>> round(false_alarms(100, 100), 3), round(false_alarms(100, 10), 3)
    (0.035, 0.143)
    """
    count("decided", decided, least=1)
    count("every", every, least=1)
    going_on, stopped = {0: 1}, 0  # ways to come to so many wins without having stopped; ways to have stopped
    for pairs in range(1, decided + 1):
        stopped *= 2
        going_on = {
            wins: going_on.get(wins, 0) + going_on.get(wins - 1, 0) for wins in range(min(going_on), max(going_on) + 2)
        }
        if pairs % every == 0 or pairs == decided:
            needed = wins_needed(pairs)
            found = [wins for wins in going_on if needed is not None and max(wins, pairs - wins) >= needed]
            stopped += sum(going_on.pop(wins) for wins in found)
    return stopped / 2**decided
