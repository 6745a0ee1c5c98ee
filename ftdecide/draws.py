"""Draws of uncertain numbers: a Latin hypercube of triangles, the same in every Python.

Each number is cut into as many equally likely strata as there are draws and gives the middle of each once, in
an order of its own (McKay, Beckman & Conover 1979).  So a quantile of the result settles with far fewer draws
than by plain chance.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import lru_cache
from itertools import repeat

from ftdecide.model import Quantity

SEED = 38
Spread = float | list[float]  # a number that stands still, or its draws


def over(function: Callable[..., float], *inputs: Spread) -> Spread:
    """The function of the inputs: once where none is drawn, else draw by draw.

    >>> over(max, 2.0, 3.0), over(max, 2.0, [1.0, 3.0])
    (3.0, [2.0, 3.0])
    """
    if not any(type(each) is list for each in inputs):
        return function(*inputs)
    return list(map(function, *(each if type(each) is list else repeat(each) for each in inputs)))


def ends(quantity: Quantity) -> tuple[float, float]:
    """The lowest and the highest that it may be; its value where no end is stated."""
    low = quantity.value if quantity.low is None else quantity.low
    return low, quantity.value if quantity.high is None else quantity.high


def is_ranged(quantity: Quantity) -> bool:
    low, high = ends(quantity)
    return low < high


def column(quantity: Quantity, place: int, draws: int) -> list[float]:
    """The draws of one number in the order of its place among the drawn ones, 0 for the first."""
    strata = triangular(quantity, draws)
    return list(map(strata.__getitem__, _order(place, draws)))


def triangular(quantity: Quantity, draws: int) -> list[float]:
    """The middles of equally likely strata, ascending, of a triangle over the range with its peak at the value.

    >>> [round(number, 3) for number in triangular(Quantity(1, 0, 2), 4)]
    [0.5, 0.866, 1.134, 1.5]
    """
    low, high = ends(quantity)
    below, above, width, roots = quantity.value - low, high - quantity.value, high - low, _roots(draws)
    split = math.ceil(draws * below / width - 0.5)  # strata whose middle lies below the peak
    rising, falling = math.sqrt(width * below / draws), math.sqrt(width * above / draws)
    return [low + rising * root for root in roots[:split]] + [
        high - falling * root for root in reversed(roots[: draws - split])
    ]


@lru_cache(maxsize=4)
def _roots(draws: int) -> tuple[float, ...]:
    """Square roots of the middles of this many strata, counted from an end of the range."""
    return tuple(math.sqrt(stratum + 0.5) for stratum in range(draws))


@lru_cache(maxsize=64)
def _order(place: int, draws: int) -> tuple[int, ...]:
    """An order of the strata: one seeded shuffle, applied once more for each further place."""
    if place == 0:
        return tuple(range(draws))
    shuffled = _shuffled(draws)
    return tuple(map(shuffled.__getitem__, _order(place - 1, draws)))


@lru_cache(maxsize=4)
def _shuffled(draws: int) -> tuple[int, ...]:
    strata = list(range(draws))
    random.Random(SEED).shuffle(strata)
    return tuple(strata)
