"""The smallest single changes of an answer that would change the verdict, found by asking again.

A flip is, for one answer and one other outcome (decision and justification), the nearest value on that
answer's grid that gives it.  Where nothing is stated yet there is no nearest: the flip is then the edge of
the lowest run of values that gives the outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from ftdecide.case import Case
from ftdecide.fields import FIELDS, PROVIDERS, RUNGS
from ftdecide.findings import Flip, Judgement
from ftdecide.grids import STEPS, dates, numbers, with_pass_rate
from ftdecide.model import Quantity, RungResult, TaskProfile
from ftdecide.price_grid import priced_keys, prices_beside_turns, with_price

Outcome = tuple[str, str]
Judge = Callable[[TaskProfile], Judgement]


def flips(case: Case, judgement: Judgement, judge: Judge) -> tuple[Flip, ...]:
    """For each answer, the nearest change for each other outcome; what would change the justification first.

    Args:
        case: the profile, the evidence and the day.
        judgement: what the profile is judged to be as it stands.
        judge: asks again, with a changed profile.
    """
    now = (judgement.decision, judgement.justified)

    def outcome(profile: TaskProfile) -> Outcome:
        other = judge(profile)
        return other.decision, other.justified

    found = [
        *_numeric_flips(case, now, outcome),
        *_other_flips(case, now, outcome),
        *_price_flips(case, now, outcome),
    ]
    return tuple(sorted(found, key=_Rank(judgement.justified)))


class _Rank:
    """Orders flips for reading: what would make it a yes, then other changed justifications, then the rest;
    within these each question once before any a second time, and training itself last."""

    def __init__(self, justified: str):
        self.justified, self.seen = justified, Counter()

    def __call__(self, flip: Flip) -> tuple[bool, bool, bool, int]:
        kind = (flip.justified == self.justified, flip.justified != "yes", "lora" in flip.field)
        question = (flip.field.split(".")[0], kind)
        self.seen[question] += 1
        return *kind, self.seen[question]


def _numeric_flips(case: Case, now: Outcome, outcome: Callable[[TaskProfile], Outcome]) -> Iterator[Flip]:
    """Flips of the answers that are numbers."""
    profile = case.profile
    for key in (spec.key for spec in FIELDS if spec.key in STEPS):
        stated = getattr(profile, key)
        outcomes = [(value, outcome(replace(profile, **{key: Quantity(value)}))) for value in numbers(key, case)]
        yield from _nearest(key, stated and stated.value, outcomes, now)
    for name in RUNGS:
        rate = profile.rungs[name].pass_rate if name in profile.rungs else None
        values = numbers("pass_rate", case, name)
        outcomes = [(value, outcome(with_pass_rate(profile, name, value))) for value in values]
        basis = rate.basis if rate else ""
        for flip in _nearest(f"rungs.{name}.pass_rate", rate and rate.value, outcomes, now):
            yield replace(flip, basis=basis)


def _price_flips(case: Case, now: Outcome, outcome: Callable[[TaskProfile], Outcome]) -> Iterator[Flip]:
    """Flips of the asker's own prices, to three digits."""
    for key in priced_keys(case):
        values = prices_beside_turns(key, case)
        outcomes = [(value, outcome(with_price(case.profile, key, value))) for value in values]
        if outcomes:
            yield from _nearest(f"economics.{key}", case.profile.economics[key].value, outcomes, now)


def _nearest(field: str, before: float | None, outcomes: list[tuple[float, Outcome]], now: Outcome) -> Iterator[Flip]:
    """For each other outcome the nearest run of values that gives it; `outcomes` ascend by value.

    Where nothing is stated the lowest run is the nearest.  A run is entered at the end that is nearer.
    """
    runs = [(found, [value for value, _ in run]) for found, run in groupby(outcomes, key=lambda each: each[1])]
    seen, lowest, highest = {now}, outcomes[0][0], outcomes[-1][0]
    for found, values in sorted(runs, key=lambda run: _distance(run[1], before)):
        low, high = values[0], values[-1]
        if found in seen:
            continue
        seen.add(found)
        if before is not None and low > before:
            yield Flip(field, before, low, *found, "more", high if high < highest else None)
        elif before is not None or (low == lowest and high < highest):
            yield Flip(field, before, high, *found, "fewer", low if low > lowest else None)
        else:
            yield Flip(field, None, low, *found, "least", high if high < highest else None)


def _distance(values: list[float], before: float | None) -> float:
    return values[0] if before is None else min(abs(value - before) for value in values)


def _other_flips(case: Case, now: Outcome, outcome: Callable[[TaskProfile], Outcome]) -> Iterator[Flip]:
    """Flips of the answers that are words, yes or no, or days: one for each other outcome."""
    for field, before, candidates in _choices(case):
        seen = {now}
        for after, changed in candidates:
            found = outcome(changed)
            if found not in seen:
                seen.add(found)
                # Days are written so that they compare as text.
                side = ("more" if after > _day(case.retires or date.max) else "fewer") if "retires" in field else ""
                yield Flip(field, before, after, *found, side)


def _choices(case: Case) -> Iterator[tuple[str, Any, list[tuple[Any, TaskProfile]]]]:
    """Each such answer with its present value and the profiles in which it is another."""
    profile, model = case.profile, case.profile.base_model
    for spec in FIELDS:
        values = spec.choices or ((True, False) if spec.kind == "flag" else ())
        if spec.key == "volume" and profile.requests_per_month:
            continue  # the number speaks
        before = getattr(profile, spec.key)
        yield spec.key, before, [(v, replace(profile, **{spec.key: v})) for v in values if v != before]
    for key, values in (("provider", PROVIDERS), ("tunable", (True, False))):
        before = getattr(model, key)
        others = [(v, replace(profile, base_model=replace(model, **{key: v}))) for v in values if v != before]
        yield f"base_model.{key}", before, others
    yield "base_model.retires", _day(model.retires), _retirements(case)
    for name in RUNGS:
        if name not in profile.rungs:
            yield f"rungs.{name}", None, [({}, _with_rung(profile, name, RungResult()))]


def _retirements(case: Case) -> list[tuple[str, TaskProfile]]:
    """Other days on which the base model might be retired, nearest first; one of unknown life is taken to stay."""
    profile, known = case.profile, case.retires
    days = sorted((day for day in dates(case) if day != known), key=lambda day: abs(day - (known or date.max)))
    return [(day.isoformat(), replace(profile, base_model=replace(profile.base_model, retires=day))) for day in days]


def _day(stated: date | None) -> str | None:
    return stated and stated.isoformat()


def _with_rung(profile: TaskProfile, name: str, result: RungResult) -> TaskProfile:
    return replace(profile, rungs={**profile.rungs, name: result})
