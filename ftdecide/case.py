"""A case: a profile with what the conditions and the rules both need of it, worked out once.

Where the two read the same fact they read it here, so that a verdict cannot contradict itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ftdecide.evidence import Evidence, Rung
from ftdecide.evidence.prices import Provider, SourceDate
from ftdecide.findings import BreakEven, Reason
from ftdecide.ladder import OTHER_MODELS, BestRung, best_rung, scored_rungs, untried
from ftdecide.model import TaskProfile

DAYS_PER_MONTH = 30.44


@dataclass(frozen=True)
class Case:
    """A profile on a day, under an evidence table."""

    profile: TaskProfile
    evidence: Evidence
    as_of: date
    own_break_even: BreakEven | None  # from the profile's own prices, where it states them

    @cached_property
    def best(self) -> BestRung | None:
        """The best pass rate known among the cheap rungs."""
        return best_rung(self.profile)

    @cached_property
    def of_the_base(self) -> BestRung | None:
        """The best pass rate known of the model that would be trained: not of a stronger one, nor of a classifier, nor,
        where price or speed is at stake, of the dear one that it would replace."""
        if self.profile.gap == "cost_latency":
            return None
        return next((rung for rung in scored_rungs(self.profile) if rung.name not in OTHER_MODELS), None)

    @cached_property
    def shown_examples(self) -> BestRung | None:
        """The best pass rate known with examples in the prompt, chosen by hand or retrieved."""
        return next((rung for rung in scored_rungs(self.profile) if rung.name in ("few_shot", "retrieval")), None)

    @cached_property
    def waiting(self) -> tuple[Rung, ...]:
        """The rungs that fit and were not tried, cheapest first."""
        return untried(self.profile, self.evidence)

    @cached_property
    def break_even_requests_per_month(self) -> float:
        """At the profile's own prices, else the lowest that was published; infinite where training never pays."""
        if self.own_break_even is None:
            return self.evidence["high_volume_requests_per_month"]
        volumes = self.own_break_even.requests_per_month
        return volumes["p50"] if volumes else math.inf

    def reason(self, name: str, **facts: object) -> Reason:
        weight = self.evidence.weights[name]
        return Reason(name, weight.points, weight.source, weight.blocks, facts)

    @property
    def break_even_facts(self) -> dict[str, object]:
        """The break-even and whose prices it rests on, for a sentence."""
        prices = "at your prices" if self.own_break_even else "in the one published comparison, E45"
        return {"break_even": self.break_even_requests_per_month, "prices": prices}

    @property
    def target_pass_rate(self) -> float:
        stated = self.profile.target_pass_rate
        return self.evidence.target_pass_rate(stated and stated.value)

    @property
    def min_clean_examples(self) -> float:
        """The floor for the stated gap; a gap without a floor of its own takes the general one."""
        thresholds = self.evidence.thresholds
        own = thresholds.get(f"min_clean_examples_{self.profile.gap}", thresholds["min_clean_examples"])
        return own.value

    @property
    def usable_examples(self) -> float | None:
        """Clean examples; where only a total is known and it is below the floor, the most there can be."""
        p = self.profile
        if p.clean_examples:
            return p.clean_examples.value
        few = p.total_examples and p.total_examples.value < self.min_clean_examples
        return p.total_examples.value if few else None

    @property
    def low_volume(self) -> bool:
        """So few requests that there is nothing to save."""
        p = self.profile
        if p.requests_per_month is None:
            return p.volume == "low"
        low = self.evidence["low_volume_requests_per_month"]
        return p.requests_per_month.value < min(low, self.break_even_requests_per_month)

    @property
    def near(self) -> bool | None:
        """Whether the base model almost does it: what was counted, where something was, else what is thought."""
        counted = self.of_the_base
        if counted and counted.basis == "measured":
            return counted.pass_rate >= self.evidence["near_miss_pass_rate"]
        return self.profile.near_miss

    @property
    def little_room(self) -> bool:
        """Whether the best cheap rung leaves little to gain; no matter where only price or speed is at stake."""
        if self.best is None or self.profile.gap == "cost_latency":
            return False
        return self.best.pass_rate >= self.evidence["little_room_pass_rate"]

    @property
    def base_is_lost(self) -> bool:
        """Whether this base model cannot be trained, or is gone: then another one is the question."""
        gone = self.retires is not None and self.retires <= self.as_of
        return self.profile.base_model.tunable is False or self.provider_is_closed or gone

    @property
    def provider(self) -> Provider | None:
        """Who would train it, where that is stated and is not the asker."""
        return self.evidence.providers.get(self.profile.base_model.provider or "")

    @property
    def provider_is_closed(self) -> bool:
        """Whether nobody can start a training job there, unless the asker says that they can."""
        if self.provider is None or self.profile.base_model.tunable:
            return False
        ends = self.provider.new_jobs_until
        return not self.provider.offered or (ends is not None and ends <= self.as_of)

    @property
    def retires(self) -> date | None:
        """When the base model goes: as stated, else when its provider takes down what was trained there."""
        return self.profile.base_model.retires or (self.provider.inference_until if self.provider else None)

    @property
    def months_of_base_life(self) -> float:
        """Months that the base model has left; without end where none is known, or where it is gone and another one
        is the question."""
        return self.months_until(self.retires) if self.retires and self.retires > self.as_of else math.inf

    @property
    def facts_dated(self) -> list[tuple[str, SourceDate]]:
        """The prices and provider facts that this case rests on, each with its date."""
        rows = [
            *([self.provider] if self.provider else []),
            *(self.own_break_even.prices if self.own_break_even else ()),
        ]
        facts = [(row.title, row.as_of) for row in rows]
        if self.own_break_even:
            return facts
        floor = self.evidence.thresholds["high_volume_requests_per_month"]
        dated = (", ".join(floor.source), SourceDate(floor.as_of.isoformat()))
        return [*facts, dated] if self.profile.requests_per_month else facts

    def months_until(self, day: date) -> float:
        """Months from the day of the verdict; negative for days gone by."""
        return (day - self.as_of).days / DAYS_PER_MONTH

    @property
    def narrow(self) -> bool | None:
        """A narrow task that training has lifted from far below: a behaviour with a writable rule (E47, E51, E63), or
        sorting into the same categories each time, which needs labels more than a model that half knows them (E42)."""
        p = self.profile
        match p.gap:
            case None:
                return None
            case "classification":
                return p.repetitive
            case "behaviour" if False not in (p.repetitive, p.rule_expressible):
                return True if p.repetitive and p.rule_expressible else None
        return False
