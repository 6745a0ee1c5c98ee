"""Keys that the core works out, so that no question file can contradict a rule or a threshold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from ftdecide.economics import Costs, break_even_requests_per_month
from ftdecide.model import TaskProfile
from ftdecide.verdict import assess

Meaning = str | float | frozenset[str]
"""What an option stands for: a decision, a number, or a set of conditions."""

BREAK_EVEN_TOLERANCE = 0.01  # options show a rounded number; one within 1% of the computed one is it


def _conditions(profile: Mapping[str, Any], status: str) -> frozenset[str]:
    findings = assess(TaskProfile.from_json(profile)).conditions
    return frozenset(str(finding.condition) for finding in findings if finding.status == status)


def _break_even(costs: Mapping[str, Any]) -> str | float:
    requests = break_even_requests_per_month(Costs(**costs))
    return "never" if math.isinf(requests) else requests


FROM_PROFILE: dict[str, Callable[[Mapping[str, Any]], Meaning]] = {
    "decision": lambda profile: str(assess(TaskProfile.from_json(profile)).decision),
    "justified": lambda profile: str(assess(TaskProfile.from_json(profile)).justified),
    "conditions_met": lambda profile: _conditions(profile, "met"),
    "conditions_unmet": lambda profile: _conditions(profile, "unmet"),
    "conditions_unknown": lambda profile: _conditions(profile, "unknown"),
}
FROM_COSTS: dict[str, Callable[[Mapping[str, Any]], Meaning]] = {
    "break_even_requests_per_month": _break_even,
}


def same_meaning(computed: Meaning, means: Meaning) -> bool:
    """Whether an option that ``means`` this is the computed key."""
    if isinstance(computed, float) and isinstance(means, (int, float)):
        return math.isclose(computed, means, rel_tol=BREAK_EVEN_TOLERANCE)
    return computed == means
