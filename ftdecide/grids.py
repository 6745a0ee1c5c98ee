"""The values that a flip is looked for among: each side of every number that an answer is compared with.

Between two such numbers no rule can change its mind, so looking at the steps of the grid just beside them
finds what looking at every step would find; `tests/core/test_flips.py` does look at every step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ftdecide.case import DAYS_PER_MONTH, Case
from ftdecide.fields import FIELDS
from ftdecide.model import Quantity, RungResult, TaskProfile
from ftdecide.price_grid import turns
from ftdecide.priced_case import with_answers

STEPS = {  # by numeric field: the step of its grid, and the unit of the thresholds it is compared with
    "requests_per_month": (1, "requests a month"),
    "clean_examples": (1, "examples"),
    "total_examples": (1, "examples"),
    "months_between_rule_changes": (1, "months"),
    "latency_target_seconds": (0.1, "seconds"),
    "target_pass_rate": (0.01, "share"),
    "pass_rate": (0.01, "share"),
}
BOUNDS = {field.key: (field.low, field.high) for field in FIELDS} | {"pass_rate": (0, 1)}


def numbers(key: str, case: Case, rung: str = "") -> list[float]:
    """The candidate values of a numeric field, ascending: one or two steps to each side of every comparison.

    Args:
        key: a numeric field of the profile, or "pass_rate" of `rung`.
        case: the profile, the evidence and the day.
    """
    step, _unit = STEPS[key]
    low, high = BOUNDS[key]
    low, high = _held_together(key, case.profile, low, high)
    beside = (math.floor(compared / step) + side for compared in _compared(key, case, rung) for side in (-1, 0, 1, 2))
    # Counted in steps and rounded once, so that 0.57 is 0.57 and not 0.5700000000000001.
    values = {round(count * step, 6) for count in (*beside, math.ceil(low / step)) if low <= count * step <= high}
    return sorted(values)


def _held_together(key: str, profile: TaskProfile, low: float, high: float) -> tuple[float, float]:
    """The bounds, given that the clean examples are some of all."""
    clean, total = profile.clean_examples, profile.total_examples
    if key == "clean_examples" and total:
        high = total.value
    if key == "total_examples" and clean:
        low = clean.value
    return low, high


def _compared(key: str, case: Case, rung: str) -> Iterator[float]:
    """Every number that the rules compare this field with."""
    profile, evidence = case.profile, case.evidence
    unit = STEPS[key][1]
    yield from (row.value for row in evidence.thresholds.values() if row.unit == unit)
    clean_share = 1 - evidence["max_dirty_share"]
    match key:
        case "requests_per_month" if not math.isinf(case.break_even_requests_per_month):
            yield case.break_even_requests_per_month
        case "clean_examples" if profile.total_examples:
            yield profile.total_examples.value * clean_share
        case "total_examples" if profile.clean_examples:
            yield profile.clean_examples.value / clean_share
        case "pass_rate" | "target_pass_rate":
            rates = {name: result.pass_rate for name, result in profile.rungs.items() if name != rung}
            yield from (rate.value for rate in rates.values() if rate)
            if key == "pass_rate" and profile.target_pass_rate:
                yield profile.target_pass_rate.value
            if key == "pass_rate" and "usd_per_error" in profile.economics and profile.requests_per_month:
                step = STEPS[key][0]  # a better rung makes training pay less, a better trained model more, all the way
                places = turns(lambda place: _pays(case, rung, place * step), 0, round(1 / step))
                yield from (place * step for place in places)


def _pays(case: Case, rung: str, rate: float) -> tuple[bool, bool]:
    """Whether the stated volume pays with this pass rate, and whether any volume does."""
    changed = with_answers(case, with_pass_rate(case.profile, rung, rate))
    volume = changed.break_even_requests_per_month
    return case.profile.requests_per_month.value >= volume, math.isinf(volume)


def with_pass_rate(profile: TaskProfile, rung: str, rate: float) -> TaskProfile:
    """The profile with another pass rate of a rung, on the same items and the same basis."""
    result = profile.rungs.get(rung) or RungResult()
    stated = result.pass_rate or Quantity(rate)
    changed = replace(result, pass_rate=replace(stated, value=rate, low=None, high=None))
    return replace(profile, rungs={**profile.rungs, rung: changed})


def dates(case: Case) -> list[date]:
    """The days on which a base model's retirement would start or cease to count, and those beside them."""
    life = case.evidence["min_months_of_base_model_life"] * DAYS_PER_MONTH
    days = {math.floor(edge) + side for edge in (0, life) for side in (-1, 0, 1)}
    return [case.as_of + timedelta(day) for day in sorted(days)]
