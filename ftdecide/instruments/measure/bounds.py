"""The one error of a measurement, and the checks that raise it: what was given, its bounds, the remedy."""

from __future__ import annotations

import math
import operator
from typing import Any

from ftdecide.fields import InOneLine


class InvalidMeasurement(InOneLine):
    """A number or a setting that nothing can be measured with; one line for people."""


COUNT_AGAIN = "Count it again"
SET_IT = "Give one within these bounds"  # where the number is a setting


def count(name: str, value: Any, least: int = 0, most: int | None = None, remedy: str = COUNT_AGAIN) -> int:
    """A whole number within bounds, ends included.

    >>> count("passes", 3, most=5)
    3
    """
    try:
        whole = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        whole = None
    if whole is None or whole < least or (most is not None and whole > most):
        upper = "or more" if most is None else f"to {most:,}"
        raise InvalidMeasurement(f"{name} is {value!r}, not a whole number, {least:,} {upper}. {remedy}")
    return whole


def share(name: str, value: Any, low: float = 0.0, high: float = 1.0, ends: bool = True) -> float:
    """A number from `low` to `high`; without `ends`, between them.

    >>> share("power", 0.8, ends=False)
    0.8
    """
    number = math.nan if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
    if not (low <= number <= high if ends else low < number < high):
        bounds = f"from {low:g} to {high:g}" if ends else f"between {low:g} and {high:g}"
        raise InvalidMeasurement(f"{name} is {value!r}, not a number {bounds}. Write it as a share: 0.95, not 95")
    return number
