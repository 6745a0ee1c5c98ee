"""The smallest single changes of an answer that would change the verdict, found by asking again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ftdecide.break_even import own_break_even
from ftdecide.evidence import Evidence
from ftdecide.fields import FIELDS, RUNGS
from ftdecide.findings import Flip, Judgement
from ftdecide.model import Quantity, RungResult, TaskProfile

COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000, 5_000_000)
SHARES = tuple(step / 20 for step in range(8, 21))  # below 0.4 nothing changes any more
GRIDS = {  # by field: the unit whose thresholds are added, and the values asked about
    "requests_per_month": ("requests a month", COUNTS),
    "clean_examples": ("examples", COUNTS),
    "months_between_rule_changes": ("months", (1, 3, 12, 24)),
    "latency_target_seconds": ("seconds", (0.2, 0.5, 2, 5)),
    "target_pass_rate": ("share", SHARES[6:]),
}
UNASKED = ("task", "total_examples", "volume")  # words, or another key's shadow
NO_ADVICE = {("has_eval_set", False)}  # nobody should give one up


def flips(
    profile: TaskProfile, judgement: Judgement, evidence: Evidence, judge: Callable[[TaskProfile], Judgement]
) -> tuple[Flip, ...]:
    """For each answer, the nearest other values that change decision or justification: one for each outcome.

    Changes of the justification come first, then those that only change what to do next.
    """
    now = (judgement.decision, judgement.justified)
    found = []
    for field, before, candidates in _alternatives(profile, evidence):
        outcomes = {now}
        for after, changed in candidates:
            other = judge(changed)
            outcome = (other.decision, other.justified)
            if outcome not in outcomes and (field, after) not in NO_ADVICE:
                outcomes.add(outcome)
                found.append(Flip(field, before, after, *outcome))
    return tuple(sorted(found, key=_Rank(judgement.justified)))


class _Rank:
    """Orders flips for reading: what would make it a yes, then other changed justifications, then the rest;
    within these each question once before any a second time."""

    def __init__(self, justified: str):
        self.justified, self.seen = justified, Counter()

    def __call__(self, flip: Flip) -> tuple[bool, bool, int]:
        kind = (flip.justified == self.justified, flip.justified != "yes")
        question = (flip.field.split(".")[0], kind)
        self.seen[question] += 1
        return *kind, self.seen[question]


def _alternatives(profile: TaskProfile, evidence: Evidence) -> Iterator[tuple[str, Any, list[tuple[Any, TaskProfile]]]]:
    """Each field with its present value and its other values, nearest first."""
    for spec in FIELDS:
        if spec.key in UNASKED:
            continue
        before = getattr(profile, spec.key)
        if spec.kind == "number":
            values = _nearest_first(_grid(spec.key, profile, evidence), before)
            ceiling = profile.total_examples if spec.key == "clean_examples" else None
            values = [v for v in values if ceiling is None or v <= ceiling.value]
            yield spec.key, _value(before), [(v, replace(profile, **{spec.key: Quantity(v)})) for v in values]
        else:
            values = spec.choices or (True, False)
            yield spec.key, before, [(v, replace(profile, **{spec.key: v})) for v in values if v != before]
    tunable = profile.base_model.tunable
    models = [(v, replace(profile.base_model, tunable=v)) for v in (True, False) if v is not tunable]
    yield "base_model.tunable", tunable, [(v, replace(profile, base_model=model)) for v, model in models]
    for name in RUNGS:
        if name != "lora":
            yield _rung_alternatives(profile, name, evidence)


def _grid(key: str, profile: TaskProfile, evidence: Evidence) -> set[float]:
    """The values asked about, with every threshold of that unit, so that a flip stands where the rule stands."""
    unit, values = GRIDS[key]
    own = own_break_even(profile) if key == "requests_per_month" else None
    volumes = own.requests_per_month.values() if own and own.requests_per_month else ()
    thresholds = (row.value for row in evidence.thresholds.values() if row.unit == unit and row.value >= min(values))
    return {*values, *thresholds, *(math.ceil(volume) for volume in volumes if volume < math.inf)}


def _rung_alternatives(profile: TaskProfile, name: str, evidence: Evidence):
    """A rung's pass rate, as if it were measured on the items already used."""
    result = profile.rungs.get(name)
    before = result.pass_rate if result else None
    shares = {
        *SHARES,
        *(row.value for row in evidence.thresholds.values() if row.unit == "share" and row.value >= SHARES[0]),
    }
    tried = [
        (share, replace(profile, rungs={**profile.rungs, name: RungResult(Quantity(share), result and result.n)}))
        for share in _nearest_first(shares, before)
    ]
    return f"rungs.{name}.pass_rate", _value(before), tried


def _value(quantity: Quantity | None) -> float | None:
    return quantity and quantity.value


def _nearest_first(grid: Iterable[float], before: Quantity | None) -> list[float]:
    """The grid without the present value, nearest first; upwards from the bottom where nothing is known."""
    if before is None:
        return sorted(grid)
    return sorted((value for value in grid if value != before.value), key=lambda value: abs(value - before.value))
