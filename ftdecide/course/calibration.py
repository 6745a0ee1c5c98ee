"""How sure a reader was against how often they were right, with what so few answers can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ftdecide.course.first_tries import first_tries
from ftdecide.course.progress_entry import CONFIDENCES, Entry
from ftdecide.paired_test import wilson_interval

FEWEST = 10  # answers; of fewer even all right and all wrong may be chance
TOO_FEW = "Too few first tries to tell: {n} of the {fewest} that it takes."
TOLD = "You said {said:.0f} % on average and were right in {right:.0f} % of {n} first tries: {gap}."
TOO_SURE = "{points} points too sure"
NOT_SURE_ENOUGH = "{points} points less sure than you could be"
NO_DIFFERENCE = "no difference that so many answers could show"


@dataclass(frozen=True)
class Level:
    """Answers given at one confidence (percent): how many were right of how many, with the 95 % Wilson interval."""

    said_percent: int
    right: int
    answers: int
    low_percent: float | None
    high_percent: float | None


@dataclass(frozen=True)
class Calibration:
    """Every level, and one sentence on all of them."""

    levels: tuple[Level, ...]
    sentence: str


def calibration(answers: Iterable[Entry], offset_minutes: int = 0) -> Calibration:
    """What the first tries of each day that were given with a confidence say of it.

    Args:
        answers: oldest first.
        offset_minutes: -840 to 840, what the reader's clock is ahead of UTC.
    """
    counted = [a for a in first_tries(answers, offset_minutes) if a.get("confidence_percent") is not None]
    levels = []
    for said in CONFIDENCES:
        at = [answer["right"] for answer in counted if answer["confidence_percent"] == said]
        low, high = wilson_interval(sum(at) / len(at), len(at)) if at else (None, None)
        levels.append(Level(said, sum(at), len(at), low and low * 100, high and high * 100))
    return Calibration(tuple(levels), _sentence(levels))


def _sentence(levels: list[Level]) -> str:
    """Too sure or not sure enough only where the interval of the share leaves out what was said.

    >>> _sentence([Level(75, 12, 20, None, None), Level(95, 10, 20, None, None)])
    'You said 85 % on average and were right in 55 % of 40 first tries: 30 points too sure.'
    """
    n = sum(level.answers for level in levels)
    if n < FEWEST:
        return TOO_FEW.format(n=n, fewest=FEWEST)
    said = sum(level.said_percent * level.answers for level in levels) / n
    share = sum(level.right for level in levels) / n
    low, high = wilson_interval(share, n)
    points = abs(round(said) - round(share * 100))
    if low <= said / 100 <= high:
        gap = NO_DIFFERENCE
    else:
        gap = (TOO_SURE if said / 100 > high else NOT_SURE_ENOUGH).format(points=points)
    return TOLD.format(said=said, right=share * 100, n=n, gap=gap)
