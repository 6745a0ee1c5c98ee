"""Whether the answers of a file are classes, or texts of their own: one rule, with bounds for each use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClassBounds:
    """Within which answers count as classes.

    Args:
        longest: characters of a class's name.
        most: different classes.
        answers_each: answers for each class, on average, at least; but two classes pass where there is one's worth.
        fewest: classes, at least; with answers for so many.
        share_short: of the answers that have to be short, 0 to 1.
    """

    longest: int
    most: int
    answers_each: int
    fewest: int = 2
    share_short: float = 1.0


# A file of training records that names no label: one class is enough, and now and then an answer may be longer.
OF_RECORDS = ClassBounds(longest=60, most=300, answers_each=20, fewest=1, share_short=0.95)
# What a prompt may list.
OF_A_PROMPT = ClassBounds(longest=60, most=60, answers_each=2)
# What a report may cut the results by.
OF_A_REPORT = ClassBounds(longest=40, most=30, answers_each=3)


def are_classes(different: int, short: int, answers: int, bounds: ClassBounds) -> bool:
    """Whether answers are classes.

    Args:
        different: short answers that differ, 0 or more.
        short: answers no longer than a class's name.
        answers: all.
        bounds: of the use.

    >>> are_classes(2, 6, 6, OF_A_REPORT), are_classes(3, 6, 6, OF_A_REPORT), are_classes(2, 5, 6, OF_A_REPORT)
    (True, False, False)
    """
    most = max(2, min(bounds.most, answers // bounds.answers_each))
    enough = answers >= bounds.fewest * bounds.answers_each
    return enough and bounds.fewest <= different <= most and short >= bounds.share_short * answers
