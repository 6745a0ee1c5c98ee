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
        value: records without an issue that costs one, less `hidden`.
        low: if every record that is only suspected is bad, and as many again as no word shows.
        high: if nothing is hidden and the doubtful suspects are good after all, or all where words are seen to mislead.
        by_class: of each label, the same as `value`.
        hidden: wrong labels to be expected among the records that no issue was found in.
    """

    value: int
    low: int
    high: int
    by_class: Mapping[str, int]
    hidden: int = 0


def clean_count(
    records: int,
    certain: set[int],
    suspected: Mapping[int, float],
    contradicted: int,
    label_of: Mapping[int, str],
    doubted: Mapping[int, float],
) -> CleanCount:
    """The count.

    A suspect counts as bad; of the labels that are not suspected, as many as their probabilities of being wrong add up
    to.  Upwards, the interval holds the suspects that may be good, each by its own probability (a sum of coin tosses,
    normal approximation, 95 %); all of them where the words also differ from many labels that are likely right, for
    then a file without one label error has suspects too.  Downwards, it takes every label that the words contradict for
    wrong, and adds `HIDDEN_PER_CONTRADICTED` for the errors that no word shows.

    Args:
        records: in the file, unreadable ones included.
        certain: rows that are not clean whatever a reader says: unreadable, copies, secrets.
        suspected: rows whose label is thought wrong, with the probability (0 to 1).
        contradicted: records, suspects left out, whose label is not the one that the words choose.
        label_of: the label of each row that has one.
        doubted: rows, suspects among them or not, with the probability (0 to 1) that their label is wrong.

    >>> count = clean_count(100, {1, 2}, {3: 0.9}, 0, {}, {})
    >>> count.value, count.low, count.high
    (97, 96, 98)
    >>> spam, doubted = dict.fromkeys(range(100), "spam"), dict.fromkeys(range(4, 34), 0.2)
    >>> clean_count(100, {1, 2}, {3: 0.9}, 12, spam, doubted).by_class
    {'spam': 91}
    """
    doubtful = {row: p for row, p in suspected.items() if row not in certain}
    bad = certain | doubtful.keys()
    unseen = records - len(bad)
    seen = Counter(label for row, label in label_of.items() if row not in bad)
    expected = {row: p for row, p in doubted.items() if row not in bad}
    hidden = min(unseen, round(sum(expected.values())))
    no_word_shows = math.ceil(HIDDEN_PER_CONTRADICTED * (len(doubtful) + contradicted))
    most = records - len(certain)
    may_be_good = len(doubtful) if contradicted > OFTEN * records else _toss(1 - p for p in doubtful.values())
    value = unseen - hidden
    low = min(value, max(0, unseen - contradicted - no_word_shows))
    high = min(most, math.ceil(unseen + may_be_good))
    return CleanCount(value, low, high, _less(seen, expected, label_of, hidden), hidden)


def _less(
    seen: Mapping[str, int], expected: Mapping[int, float], label_of: Mapping[int, str], hidden: int
) -> dict[str, int]:
    """The classes less their share of what is hidden, whole numbers by the largest remainder."""
    shares: Counter[str] = Counter()
    for row, p in expected.items():
        shares[label_of[row]] += p
    total = sum(shares.values())
    exact = {label: hidden * share / total for label, share in shares.items()} if total else {}
    less = {label: math.floor(share) for label, share in exact.items()}
    for label in sorted(exact, key=lambda label: less[label] - exact[label])[: hidden - sum(less.values())]:
        less[label] += 1
    return {label: max(0, count - less.get(label, 0)) for label, count in seen.items()}


def _toss(chances: Iterable[float]) -> float:
    """The most that so many coins come to, 39 times in 40."""
    mean = spread = 0.0
    for chance in chances:
        mean += chance
        spread += chance * (1 - chance)
    return round(mean + Z * math.sqrt(spread), 9) if mean > 1e-9 else 0.0
