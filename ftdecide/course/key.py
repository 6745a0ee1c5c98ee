"""Keys that the core works out, so that no question file can contradict a rule or a threshold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ftdecide.course.expressions import break_even
from ftdecide.evidence import load_evidence
from ftdecide.findings import Judgement
from ftdecide.model import TaskProfile
from ftdecide.verdict import judge

Meaning = str | float | frozenset[str]
"""What an option stands for: a decision, a number, or a set of conditions."""

ROUNDING = 0.01  # options show a rounded number; one within 1% of the computed one is it
NEAREST = 0.05  # two options whose numbers lie nearer than 5% to each other are no choice
VALUE = "value"  # the key is what the question's own `answer` comes to
LADDER = "ladder"  # the steps are rungs, in the order of the evidence


def _judged(profile: Mapping[str, Any]) -> Judgement:
    """The decision alone: a key needs no flips, and a template is drawn a thousand times."""
    return judge(TaskProfile.from_json(profile), load_evidence(), date.today())


def _conditions(profile: Mapping[str, Any], status: str) -> frozenset[str]:
    findings = _judged(profile).conditions
    return frozenset(str(finding.condition) for finding in findings if finding.status == status)


def _next_rung(profile: Mapping[str, Any]) -> str:
    rung = _judged(profile).next_rung
    return rung.name if rung else "none"


FROM_PROFILE: dict[str, Callable[[Mapping[str, Any]], Meaning]] = {
    "decision": lambda profile: str(_judged(profile).decision),
    "justified": lambda profile: str(_judged(profile).justified),
    "conditions_met": lambda profile: _conditions(profile, "met"),
    "conditions_unmet": lambda profile: _conditions(profile, "unmet"),
    "conditions_unknown": lambda profile: _conditions(profile, "unknown"),
    "next_rung": _next_rung,
}
FROM_COSTS: dict[str, Callable[[Mapping[str, Any]], Meaning]] = {
    "break_even_requests_per_month": lambda costs: break_even(**costs),
}


def same_meaning(computed: Meaning, means: Meaning) -> bool:
    """Whether an option that ``means`` this is the computed key."""
    if isinstance(computed, float) and isinstance(means, (int, float)):
        return math.isclose(computed, means, rel_tol=ROUNDING)
    return computed == means


def alike(one: float, other: float) -> bool:
    """Whether two numbers are so near each other that they are no choice.

    >>> alike(430_000, 440_000), alike(430_000, 500_000)
    (True, False)
    """
    return math.isclose(one, other, rel_tol=NEAREST)


def ladder_order(rungs: Sequence[str]) -> str | None:
    """Why these rungs do not stand in the order of the ladder; None where they do."""
    order = [rung.name for rung in load_evidence().rungs]
    unknown = [rung for rung in rungs if rung not in order]
    if unknown:
        return f"{unknown[0]!r} is no rung; known are {', '.join(order)}"
    right = sorted(rungs, key=order.index)
    return None if list(rungs) == right else f"the ladder's order is {', '.join(right)}; put them so"
