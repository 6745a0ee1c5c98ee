"""A sample of a file too long to be audited whole: how it is drawn, and what it says of all the records.

Copies hide from a sample (one of a tenth sees a hundredth of the pairs), so exact ones are counted over the whole file.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from ftdecide.paired_test import Z, wilson_interval

T = TypeVar("T")
KEYS_AT_ONCE = 2_000_000  # compared in one set, about 150 MB


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn of a file.

    Args:
        size: records drawn.
        rows: records of the file.
        seed: of the draw.
        copies: exact copies of an earlier record, in the whole file.
        firsts: records drawn that are no such copy.
        pairs: near copies and contradictions that were seen among those drawn.
    """

    size: int
    rows: int
    seed: int
    copies: int
    firsts: int
    pairs: int

    @property
    def share(self) -> float:
        return self.size / self.rows

    @property
    def pairs_in_file(self) -> tuple[int, int, int]:
        """How many such pairs the file may hold, with the ends of a 95 % interval (a score interval for Poisson)."""
        middle, half = self.pairs + Z * Z / 2, Z * math.sqrt(self.pairs + Z * Z / 4)
        counts = (self.pairs, max(0.0, middle - half), middle + half)
        best, low, high = (min(self.rows, round(count / self.share**2)) for count in counts)
        return best, low, high

    def to_json(self) -> dict[str, Any]:
        best, low, high = self.pairs_in_file
        near = {"seen": self.pairs, "in_file": best, "in_file_low": low, "in_file_high": high}
        return {
            "size": self.size,
            "of": self.rows,
            "seed": self.seed,
            "exact_copies_in_file": self.copies,
            "near_copies_and_contradictions": near,
        }


def reservoir(items: Iterable[T], size: int, seed: int) -> list[T]:
    """So many of the items, each set of them as likely as any other, in one pass (algorithm L: Li, 1994).

    Args:
        items: of any number; all of them where there are fewer.
        size: 1 or more.
        seed: the same one draws the same sample.

    >>> reservoir(range(1_000_000), 3, seed=0) == reservoir(range(1_000_000), 3, seed=0)
    True
    """
    draw = random.Random(seed)
    drawn: list[T] = []
    weight, next_taken = 1.0, size - 1
    for number, item in enumerate(items):
        if number < size:
            drawn.append(item)
        elif number == next_taken:
            drawn[draw.randrange(size)] = item
        if number == next_taken:
            weight *= (1 - draw.random()) ** (1 / size)
            # 1 - weight underflows to 1 only after more items than any file has
            next_taken += math.floor(math.log(1 - draw.random()) / math.log1p(-weight)) + 1 if weight < 1 else 1
    return drawn


def scaled(good: int, drawn: int, population: int) -> tuple[int, int]:
    """Between how many of a population are good, if this many of those drawn from it are: Wilson's interval, 95 %.

    A sample that holds much of its population says more of it, as if it were larger: by the factor
    (population - 1) / (population - drawn), that of drawing without putting back.

    Args:
        good: 0 to `drawn`.
        drawn: 0 to `population`.
        population: 0 or more.

    >>> scaled(80, 100, 100), scaled(80, 100, 10_000)
    ((80, 80), (7116, 8664))
    """
    if drawn >= population:
        return good, good
    if not drawn:
        return 0, population
    effective = drawn * (population - 1) / (population - drawn)
    low, high = wilson_interval(good / drawn, effective)
    return max(good, math.floor(population * low)), min(population - (drawn - good), math.ceil(population * high))


def different(keys: array[int]) -> int:
    """How many keys differ; a part of them is compared at a time."""
    parts = 1 + len(keys) // KEYS_AT_ONCE
    return sum(len({key for key in keys if key % parts == part}) for part in range(parts))


def firsts(keys: array[int], wanted: Iterable[int]) -> dict[int, int]:
    """Where each wanted key stands first."""
    looked_for, first = set(wanted), dict[int, int]()
    for place, key in enumerate(keys):
        if key in looked_for:
            first[key] = place
            looked_for.discard(key)
            if not looked_for:
                break
    return first


def noted(items: Iterable[tuple[T, int]], keys: array[int]) -> Iterator[T]:
    """The items; the key of each is added to `keys`."""
    for item, key in items:
        keys.append(key)
        yield item
