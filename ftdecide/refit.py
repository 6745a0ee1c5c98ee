"""Our rules with the sizes of their points fitted anew, without the sources on which they are then tried.

What is fitted: how much each rule adds.  What is not: which rules there are, which way each points, which of
them rule out a yes, and the numbers they compare with.  All of these were set by people who knew the cases, so
leaving a source out removes only a part of that knowledge.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ftdecide.evidence import Evidence
from ftdecide.model import TaskProfile
from ftdecide.verdict import judge

# Fixed before the first run and not tuned: every rule counts alike, two that agree are enough to commit, and a
# size strays from that by about as much again.  A point stands for odds of three to one.
ALIKE_POINTS = 0.5
STRAY_POINTS = 0.5
LOG_ODDS_A_POINT = math.log(3)
SWEEPS, SMALLEST_STEP = 200, 1e-6


@dataclass(frozen=True)
class Outcome:
    """A case as the fit sees it: the rules that apply, and whether its source called training justified."""

    rules: tuple[str, ...]
    justified: bool


def direction_only(evidence: Evidence) -> Evidence:
    """The same rules, each as large as any other; a rule without points keeps none."""
    return _with_sizes(evidence, {})


def fitted(evidence: Evidence, outcomes: Collection[Outcome]) -> Evidence:
    """The same rules, their sizes a penalised logistic fit to these outcomes; no rule changes its direction."""
    return _with_sizes(evidence, sizes(evidence, outcomes))


def outcome(case: Mapping[str, Any], evidence: Evidence, as_of: date) -> Outcome:
    """A decisive case with the rules that apply to it, whatever their size."""
    reasons = judge(TaskProfile.from_json(case["profile"]), evidence, as_of).reasons
    pointed = tuple(dict.fromkeys(reason.name for reason in reasons if evidence.weights[reason.name].points))
    return Outcome(pointed, case["justified"] == "justified")


def sizes(evidence: Evidence, outcomes: Collection[Outcome]) -> dict[str, float]:
    """Points by rule, none below 0, at the least of misfit and squared straying from `ALIKE_POINTS`.

    One rule after the other is moved to where it fits best while the others stay, until none moves; the
    problem is convex, so the order does not matter.
    """
    outcomes = list(outcomes)
    sides = [1 if o.justified else -1 for o in outcomes]
    signs = {name: math.copysign(1, evidence.weights[name].points) for o in outcomes for name in o.rules}
    where = {name: [i for i, o in enumerate(outcomes) if name in o.rules] for name in signs}
    found = dict.fromkeys(signs, ALIKE_POINTS)
    points = [sum(signs[name] * found[name] for name in o.rules) for o in outcomes]
    penalty = 1 / STRAY_POINTS**2
    for _ in range(SWEEPS):
        moved = 0.0
        for name, rows in where.items():
            pull = sum(
                signs[name] * sides[i] * LOG_ODDS_A_POINT / (1 + math.exp(sides[i] * LOG_ODDS_A_POINT * points[i]))
                for i in rows
            )
            steepest = len(rows) * LOG_ODDS_A_POINT**2 / 4 + penalty  # so that no step goes too far
            size = max(0.0, found[name] + (pull - penalty * (found[name] - ALIKE_POINTS)) / steepest)
            step, found[name] = size - found[name], size
            moved = max(moved, abs(step))
            for i in rows:
                points[i] += signs[name] * step
        if moved < SMALLEST_STEP:
            break
    return found


def _with_sizes(evidence: Evidence, found: Mapping[str, float]) -> Evidence:
    weights = {
        name: replace(weight, points=math.copysign(found.get(name, ALIKE_POINTS), weight.points))
        if weight.points
        else weight
        for name, weight in evidence.weights.items()
    }
    return replace(evidence, weights=weights)
