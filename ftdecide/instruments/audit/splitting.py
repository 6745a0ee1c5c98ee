"""A file parted into training, validation and test records, so that no part holds what was found in another.

Records that were found to ask nearly the same, once repaired, stay together; each label is parted in the same shares.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

PARTS = ("train", "validation", "test")
SHARES = (0.8, 0.1, 0.1)


def groups_of(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The group of each record that is in a pair: its lowest row (disjoint sets, Tarjan, 1975).

    >>> groups_of([(1, 4), (4, 7), (2, 3)])
    {1: 1, 4: 1, 7: 1, 2: 2, 3: 2}
    """
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        parent.setdefault(row, row)
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for one, two in pairs:
        low, high = sorted((root(one), root(two)))
        parent[high] = low
    return {row: root(row) for row in parent}


def split(
    rows: Sequence[int],
    label_of: Mapping[int, Hashable],
    group_of: Mapping[int, int],
    shares: Sequence[float] = SHARES,
    seed: int = 0,
) -> dict[int, str]:
    """The part of each row.

    Groups are dealt whole, the largest first, each to the part that is furthest below its share of the group's label;
    so a part may miss its share by part of a group.

    Args:
        rows: to be parted.
        label_of: the label of those that have one.
        group_of: the group of those that have to stay together.
        shares: of train, validation and test; they add up to 1.
        seed: of the order in which groups of a size are dealt.
    """
    together: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        together[group_of.get(row, row)].append(row)
    by_label: dict[Hashable, list[list[int]]] = defaultdict(list)
    for group in together.values():
        by_label[label_of.get(group[0])].append(group)
    draw = random.Random(seed)
    part_of: dict[int, str] = {}
    for groups in by_label.values():
        draw.shuffle(groups)
        groups.sort(key=len, reverse=True)
        total = sum(map(len, groups))
        missing = [share * total for share in shares]
        for group in groups:
            place = max(range(len(PARTS)), key=missing.__getitem__)
            missing[place] -= len(group)
            part_of.update(dict.fromkeys(group, PARTS[place]))
    return part_of
