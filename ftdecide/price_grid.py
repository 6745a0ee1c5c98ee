"""The values of a price beside which a decision can change: three digits each, a thousandth to a thousandfold of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ftdecide.case import Case
from ftdecide.draws import is_ranged
from ftdecide.fields import ECONOMICS_FIELDS
from ftdecide.model import Quantity, TaskProfile
from ftdecide.priced_case import case_of

A_DECADE = 900  # numbers of three digits between one power of ten and the next
FARTHEST = 3  # powers of ten to each side
SMALLEST = 1e-12  # nothing is priced below it
FIELD = {field.key: field for field in ECONOMICS_FIELDS}


def turns(of: Callable[[int], Any], low: int, high: int) -> Iterator[int]:
    """The places above `low` at which a step function that never turns back has another value than just below.

    >>> list(turns(lambda place: place >= 4, 0, 9))
    [4]
    """
    if of(low) == of(high):
        return
    if high - low == 1:
        yield high
        return
    middle = (low + high) // 2
    yield from turns(of, low, middle)
    yield from turns(of, middle, high)


def at_place(place: int) -> float:
    """The number at a place on the grid of three digits.

    >>> at_place(0), at_place(450), at_place(-1), at_place(900)
    (1.0, 5.5, 0.999, 10.0)
    """
    decade, digits = divmod(place, A_DECADE)
    return float(f"{digits + 100}e{decade - 2}")


def place_of(number: float) -> int:
    """The place of the greatest number on the grid that is not above this one, which is more than 0."""
    decade = math.floor(math.log10(number))
    place = decade * A_DECADE + math.floor(number / 10.0**decade * 100) - 100
    while at_place(place) > number:
        place -= 1
    while at_place(place + 1) <= number:
        place += 1
    return place


def priced_keys(case: Case) -> list[str]:
    """The prices worth asking about: plain numbers that count, where a volume is stated and nothing is a range."""
    economics = case.profile.economics
    plain = all(isinstance(value, str) or not is_ranged(value) for value in economics.values())
    if not (case.own_break_even and case.profile.requests_per_month and plain) or case.own_break_even.draws > 1:
        return []
    stated = {key for key, value in economics.items() if isinstance(value, Quantity) and value.value >= SMALLEST}
    if case.own_break_even.costs.prompted_price_fall_per_year:
        stated.discard("months_of_use")  # longer use spreads the cost and meets lower prices: it can turn twice
    return [key for key in FIELD if key in stated - set(case.own_break_even.left_out)]


def prices_beside_turns(key: str, case: Case) -> list[float]:
    """The numbers on the grid on both sides of where the volume begins or ceases to pay, ascending."""
    stated, field = case.profile.economics[key].value, FIELD[key]

    def pays(place: int) -> tuple[bool, bool]:
        changed = case_of(with_price(case.profile, key, at_place(place)), case.evidence, case.as_of)
        volume = changed.break_even_requests_per_month
        return case.profile.requests_per_month.value >= volume, math.isinf(volume)

    here = place_of(stated)
    low, high = here - FARTHEST * A_DECADE, here + FARTHEST * A_DECADE
    while at_place(high) > field.high:
        high -= 1
    while at_place(low) < field.low:
        low += 1
    places = {place + side for place in turns(pays, low, high) for side in (-1, 0)} if low < high else set()
    return [at_place(place) for place in sorted(places)]


def with_price(profile: TaskProfile, key: str, value: float) -> TaskProfile:
    """The profile with another number for one of its prices."""
    changed = replace(profile.economics[key], value=value, low=None, high=None)
    return replace(profile, economics={**profile.economics, key: changed})
