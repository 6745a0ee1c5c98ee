"""What the cases in which training paid have in common, counted beside those in which it did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.case import Case
from ftdecide.evidence import Evidence, load_cases, load_evidence, load_later_cases
from ftdecide.model import TaskProfile
from ftdecide.priced_case import case_of

SIDES = ("justified", "not_justified")


def _stated(value: Any, holds: Callable[[Any], bool]) -> bool | None:
    return None if value is None else holds(value)


# A trait is true, false, or None where the case does not tell.
TRAITS: Mapping[str, tuple[str, Callable[[Case], bool | None]]] = {
    "room": (
        "The best cheaper rung was counted, and left something to gain",
        lambda case: _stated(case.best, lambda best: best.pass_rate < case.evidence["little_room_pass_rate"]),
    ),
    "no_facts": (
        "What was missing was not facts",
        lambda case: _stated(case.profile.gap, lambda gap: gap != "knowledge"),
    ),
    "volume": (
        "The volume reached the lowest published break-even",
        lambda case: _stated(
            case.profile.requests_per_month, lambda n: n.value >= case.evidence["high_volume_requests_per_month"]
        ),
    ),
    "near": ("The base model almost did it", lambda case: case.near),
    "examples": (
        "There were clean examples enough for such a gap",
        lambda case: _stated(case.usable_examples, lambda count: count >= case.min_clean_examples),
    ),
    "repetitive": ("It was the same kind of task each time", lambda case: case.profile.repetitive),
    "errors": (
        "A wrong answer was expensive",
        lambda case: _stated(case.profile.failure_cost, lambda cost: cost == "expensive"),
    ),
}


@dataclass(frozen=True)
class Trait:
    """How many of the cases that tell have a trait, where training was justified and where it was not."""

    name: str
    title: str
    having: Mapping[str, int]
    telling: Mapping[str, int]

    @property
    def difference(self) -> float:
        """How much larger the share is among the cases that were justified (-1 to 1)."""
        first, second = (self.having[side] / self.telling[side] if self.telling[side] else 0.0 for side in SIDES)
        return first - second


def studies() -> dict[str, dict[str, Any]]:
    """The published cases and those added later, without the examples that the lessons only state."""
    return {n: case for n, case in {**load_cases(), **load_later_cases()}.items() if not n.startswith("S")}


def counted(cases: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """How many cases there are on either side."""
    return {side: sum(case["justified"] == side for case in cases.values()) for side in SIDES}


def traits(cases: Mapping[str, Mapping[str, Any]], evidence: Evidence | None = None) -> list[Trait]:
    """Every trait, the one that parts the two kinds of case most first."""
    evidence = evidence or load_evidence()
    read = {
        side: [
            case_of(TaskProfile.from_json(case["profile"]), evidence, evidence.as_of)
            for case in cases.values()
            if case["justified"] == side
        ]
        for side in SIDES
    }
    found = []
    for name, (title, holds) in TRAITS.items():
        told = {side: [said for case in read[side] if (said := holds(case)) is not None] for side in SIDES}
        having, telling = ({side: f(told[side]) for side in SIDES} for f in (sum, len))
        found.append(Trait(name, title, having, telling))
    return sorted(found, key=lambda trait: -trait.difference)
