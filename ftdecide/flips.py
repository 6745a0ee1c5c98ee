"""The smallest single changes of an answer that would change the verdict, found by asking again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ftdecide.fields import FIELDS, RUNGS
from ftdecide.findings import Flip, Judgement
from ftdecide.model import Quantity, RungResult, TaskProfile

COUNTS = (0, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 430_000, 1_000_000, 5_000_000)
SHARES = tuple(step / 20 for step in range(8, 21))  # below 0.4 nothing changes any more
MONTHS = (1, 3, 6, 12, 24)
SECONDS = (0.2, 0.5, 1, 2, 5)
GRIDS = {
    "requests_per_month": COUNTS,
    "clean_examples": COUNTS,
    "months_between_rule_changes": MONTHS,
    "latency_target_seconds": SECONDS,
    "target_pass_rate": SHARES,
}
UNASKED = ("task", "total_examples", "volume")  # words, or another key's shadow


def flips(profile: TaskProfile, judgement: Judgement, judge: Callable[[TaskProfile], Judgement]) -> tuple[Flip, ...]:
    """For each answer, the nearest other values that change decision or justification: one for each outcome.

    Changes of the justification come first, then those that only change what to do next.
    """
    now = (judgement.decision, judgement.justified)
    found = []
    for field, before, candidates in _alternatives(profile):
        outcomes = {now}
        for after, changed in candidates:
            other = judge(changed)
            outcome = (other.decision, other.justified)
            if outcome not in outcomes:
                outcomes.add(outcome)
                found.append(Flip(field, before, after, *outcome))
    return tuple(sorted(found, key=_Rank(judgement.justified)))


class _Rank:
    """Orders flips for reading: changed justification first, and each question once before any a second time."""

    def __init__(self, justified: str):
        self.justified, self.seen = justified, Counter()

    def __call__(self, flip: Flip) -> tuple[bool, int]:
        question = (flip.field.split(".")[0], flip.justified == self.justified)
        self.seen[question] += 1
        return question[1], self.seen[question]


def _alternatives(profile: TaskProfile) -> Iterator[tuple[str, Any, list[tuple[Any, TaskProfile]]]]:
    """Each field with its present value and its other values, nearest first."""
    for spec in FIELDS:
        if spec.key in UNASKED:
            continue
        before = getattr(profile, spec.key)
        if spec.kind == "number":
            values = _nearest_first(GRIDS[spec.key], before)
            ceiling = profile.total_examples if spec.key == "clean_examples" else None
            values = [v for v in values if ceiling is None or v <= ceiling.value]
            yield spec.key, _value(before), [(v, replace(profile, **{spec.key: Quantity(v)})) for v in values]
        else:
            values = spec.choices or (True, False)
            yield spec.key, before, [(v, replace(profile, **{spec.key: v})) for v in values if v != before]
    for name in RUNGS:
        if name != "lora":
            yield _rung_alternatives(profile, name)


def _rung_alternatives(profile: TaskProfile, name: str):
    """A rung's pass rate, as if it were measured on the items already used."""
    result = profile.rungs.get(name)
    before = result.pass_rate if result else None
    tried = [
        (share, replace(profile, rungs={**profile.rungs, name: RungResult(Quantity(share), result and result.n)}))
        for share in _nearest_first(SHARES, before)
    ]
    return f"rungs.{name}.pass_rate", _value(before), tried


def _value(quantity: Quantity | None) -> float | None:
    return quantity and quantity.value


def _nearest_first(grid: tuple[float, ...], before: Quantity | None) -> list[float]:
    """The grid without the present value, nearest first; upwards from the bottom where nothing is known."""
    if before is None:
        return sorted(grid)
    return sorted((value for value in grid if value != before.value), key=lambda value: abs(value - before.value))
