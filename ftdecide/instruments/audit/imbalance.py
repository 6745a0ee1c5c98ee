"""Classes with too few examples beside the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.words import excerpt

SHARE_OF_THE_LARGEST = 0.1
FEWEST = 5  # examples; fewer leave nothing to hold out
KIND = Kind(
    "imbalance",
    "records of a class with too few examples",
    "Collect more of these classes before anything else, or merge them.",
    costs=False,
)


def imbalance(index: Index) -> Iterator[Suspect]:
    """The records of each class with less than a tenth of the largest one's, or too few to hold any out."""
    counts = Counter(index.label[place] for place in index.places() if index.label[place] >= 0)
    if len(counts) < 2:
        return
    labels, total = index.labels, counts.total()
    floor = max(SHARE_OF_THE_LARGEST * max(counts.values()), FEWEST if total >= 4 * FEWEST * len(counts) else 0)
    few = {label for label, count in counts.items() if count < floor}
    for place in index.places():
        label = index.label[place]
        if label in few:
            share = counts[label] / total
            name = excerpt(labels[label], 40)
            reason = f"of class {name!r}, which has {counts[label]:,} of {total:,} records ({share:.1%})"
            yield Suspect(index.row[place], index.line[place], min(1.0, 1 - share * len(counts)), reason)
