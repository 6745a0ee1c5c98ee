"""How many clean examples a file holds, with an interval: what the findings come to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ftdecide.paired_test import Z

# Wrong labels that the words agree with, for each label that they contradict: 0.8 on 4,000 news texts labelled by
# people (bench/label_errors.py).  People err where the words mislead.
HIDDEN_PER_CONTRADICTED = 0.8
OFTEN = 0.02  # of the records; where the words differ from more labels that are not suspected, they mislead at times


@dataclass(frozen=True)
class CleanCount:
    """Clean examples, the best estimate first.

    Args:
        value: records without an issue that costs one.
        low: if every record that is only suspected is bad.
        high: if the doubtful suspects are good after all, or all of them where words are seen to mislead.
        by_class: of each label, records without such an issue.
    """

    value: int
    low: int
    high: int
    by_class: Mapping[str, int]


def clean_count(
    records: int,
    certain: set[int],
    suspected: Mapping[int, float],
    contradicted: int,
    classes: Iterable[tuple[int, str]],
) -> CleanCount:
    """The count.

    A suspect counts as bad.  Upwards, the interval holds the suspects that may be good, each by its own probability
    (a sum of coin tosses, normal approximation, 95 %); all of them where the words also differ from many labels that
    are likely right, for then a file without one label error has suspects too.  Downwards, it takes every label that
    the words contradict for wrong, and adds `HIDDEN_PER_CONTRADICTED` for the errors that no word shows.

    Args:
        records: in the file, unreadable ones included.
        certain: rows that are not clean whatever a reader says: unreadable, copies, secrets.
        suspected: rows whose label is thought wrong, with the probability (0 to 1).
        contradicted: records, suspects left out, whose label is not the one that the words choose.
        classes: row and label of each record that has one.

    >>> count = clean_count(100, {1, 2}, {3: 0.9}, 0, [])
    >>> count.value, count.low, count.high
    (97, 96, 98)
    """
    doubtful = {row: p for row, p in suspected.items() if row not in certain}
    bad = certain | doubtful.keys()
    value = records - len(bad)
    hidden = math.ceil(HIDDEN_PER_CONTRADICTED * (len(doubtful) + contradicted))
    by_class = Counter(label for row, label in classes if row not in bad)
    most = records - len(certain)
    may_be_good = len(doubtful) if contradicted > OFTEN * records else _toss(1 - p for p in doubtful.values())
    high = min(most, math.ceil(value + may_be_good))
    return CleanCount(value, max(0, value - contradicted - hidden), high, dict(by_class))


def _toss(chances: Iterable[float]) -> float:
    """The most that so many coins come to, 39 times in 40."""
    mean = spread = 0.0
    for chance in chances:
        mean += chance
        spread += chance * (1 - chance)
    return round(mean + Z * math.sqrt(spread), 9) if mean > 1e-9 else 0.0
