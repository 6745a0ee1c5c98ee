"""The frozen values of an answer: findings on the conditions, reasons, flips, and the verdict that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ftdecide.evidence import Evidence, Rung, Source
from ftdecide.model import TaskProfile

SCHEMA = 1  # of everything that is written as JSON
DECISIONS = ("fine_tune", "climb_ladder", "use_retrieval", "fix_data", "measure_first", "good_enough")
JUSTIFIED = ("yes", "no", "unclear")
CONDITIONS = ("volume", "near_miss", "clean_examples")
STATUSES = ("met", "unmet", "unknown")


@dataclass(frozen=True)
class Reason:
    """A rule that applied: the points it adds for (+) or against (-) training, and the facts it saw.

    While a reason that `blocks` stands, training is no yes.
    """

    name: str
    points: float
    source: tuple[str, ...]
    blocks: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Whether one of the three conditions holds, on what basis, and the name of the sentence that says why.

    The margin is what lies between `value` and `threshold`, in the condition's own unit: requests a month,
    a share, or examples.  Either is None where it is not known.
    """

    condition: str
    status: str
    basis: str  # measured, estimated or unknown
    why: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    value: float | None = None
    threshold: float | None = None


@dataclass(frozen=True)
class Judgement:
    """What the rules conclude, before anything is put into words."""

    decision: str
    justified: str
    points: float
    strength: float  # 0..1, how far the points are from balance
    reasons: tuple[Reason, ...]
    conditions: tuple[Finding, ...]
    next_rung: Rung | None
    measure: str | None  # the unknown answer to find first


@dataclass(frozen=True)
class Flip:
    """One changed answer that changes the decision or whether training is justified."""

    field: str
    before: Any
    after: Any
    decision: str
    justified: str


@dataclass(frozen=True)
class BreakEven:
    """The volume above which the tuned model is the cheaper one, from the profile's own prices.

    `requests_per_month` holds p10, p50 and p90, infinite where it does not pay in that draw, or is None
    where it pays in none.  `paying_share` (0 to 1) is the share of draws in which it pays.
    """

    requests_per_month: Mapping[str, float] | None
    paying_share: float
    drivers: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """The answer to a profile on a day: everything that `render` needs to word it."""

    profile: TaskProfile
    judgement: Judgement
    flips: tuple[Flip, ...]
    break_even: BreakEven | None
    rivals: Mapping[str, str]
    evidence: Evidence
    sources: tuple[Source, ...]
    as_of: date
    revisit: date

    @property
    def decision(self) -> str:
        return self.judgement.decision

    @property
    def justified(self) -> str:
        return self.judgement.justified

    @property
    def strength(self) -> float:
        return self.judgement.strength

    @property
    def conditions(self) -> tuple[Finding, ...]:
        return self.judgement.conditions
