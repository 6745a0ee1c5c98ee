"""The frozen values of an answer: findings on the conditions, reasons, flips, and the verdict that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ftdecide.economics import Costs
from ftdecide.evidence import Evidence, Rung, Source
from ftdecide.evidence.prices import Price
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
    """One changed answer that changes the decision or whether training is justified.

    `side` says which values do: "more", at least `after`, above what is stated; "fewer", at most `after`;
    "least", at least `after`, where nothing is stated.  It says nothing for answers without an order.
    Where values beyond `until` would change the outcome again it holds the last that does not.
    """

    field: str
    before: Any
    after: Any
    decision: str
    justified: str
    side: str = ""
    until: float | None = None
    basis: str = ""  # of a pass rate: as it is stated


@dataclass(frozen=True)
class Driver:
    """One input moved from `low` to `high`, all others at their value, and the break-even at each end.

    `input` is a key of the economics, or "prompted_price_halved" for the stress that is always asked about.
    """

    input: str
    low: float
    high: float
    at_low: float  # requests a month, infinite where it never pays
    at_high: float

    @property
    def swing(self) -> float:
        """How far the break-even moves between the two, in requests a month; 0 where it never pays at either."""
        return 0.0 if self.at_low == self.at_high else abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class AtVolume:
    """The stated volume at the profile's own prices.

    Args:
        requests_per_month: as stated.
        prompted_usd_per_month: the bill of the prompted model, on average over the months of use.
        tuned_usd_per_month: that of the tuned one: its fixed cost spread over its months of use, hosting, requests.
        fewer_errors_usd_per_month: what fewer errors save besides; below 0 where the tuned model makes more.
        prompted_usd_per_month_today: the same at today's price, which may fall.
        payback_months: until the saving has returned the fixed cost; infinite where it never does.
        lost_again_months: until a falling prompted price has undone that, within the months of use; else infinite.
        paying_share: 0 to 1, the share of draws in which the tuned model is the cheaper one at this volume.
    """

    requests_per_month: float
    prompted_usd_per_month: float
    tuned_usd_per_month: float
    fewer_errors_usd_per_month: float
    prompted_usd_per_month_today: float
    payback_months: float
    lost_again_months: float
    paying_share: float


@dataclass(frozen=True)
class BreakEven:
    """The volume above which the tuned model is the cheaper one, from the profile's own prices.

    Args:
        requests_per_month: p10, p50 and p90, infinite where it does not pay in that draw; None where it pays in none.
        paying_share: 0 to 1, the share of draws in which some volume pays: 0 where it never does, under a half
            where it does not in the middle draw.
        draws: how many there were; 1 where no input has a range.
        costs: with every input at its value.
        at_values: the break-even at these costs, infinite where it does not pay.
        drivers: what moves it, the largest swing first, the stress of a halved prompted price last, if that moves it.
        at_volume: the stated volume, where one is stated.
        uncounted_parts: parts of the costs for which nothing is stated, so that they count nothing.
        left_out: numbers that are stated and not used, for want of others or because another way goes first.
        prices: the rows of the price book that it rests on.
        rented: whether a machine by the hour carries the requests, so that no price by the token counts.
        months_assumed: whether the months of use are the evidence's own, none being stated.
        base_life_months: what the base model has left, where that cuts the months of use short; else None.
    """

    requests_per_month: Mapping[str, float] | None
    paying_share: float
    draws: int
    costs: Costs
    at_values: float
    drivers: tuple[Driver, ...]
    at_volume: AtVolume | None = None
    uncounted_parts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    rented: bool = False
    months_assumed: bool = False
    base_life_months: float | None = None


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
    revisit_why: str = "stale"  # or what happens on that day: retires, closes

    @property
    def target_pass_rate(self) -> float:
        """The pass rate that is asked for: as stated, else ours."""
        stated = self.profile.target_pass_rate
        return self.evidence.target_pass_rate(stated and stated.value)

    @property
    def facts_of_too_few(self) -> Mapping[str, Any] | None:
        """The facts of having too few examples, where that is held against training."""
        return next((reason.facts for reason in self.judgement.reasons if reason.name == "examples_too_few"), None)

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
