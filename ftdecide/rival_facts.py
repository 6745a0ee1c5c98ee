"""The facts that rules of thumb ask for, as a profile has them, and how a rule puts them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ftdecide.model import Quantity, TaskProfile

NEEDED_QUALITY = 0.9  # where no target is stated
ALMOST = 0.5
NOT_PROMPTS = {"retrieval", "small_classifier", "caching", "lora"}  # every other rung is a way of prompting
ANOTHER_MODEL = {"stronger_model", "small_classifier", "lora"}


@dataclass(frozen=True)
class Fact:
    """One thing that a rule of thumb asks for, and whether the profile has it (None: not stated).

    `name` is its sentence in `rival_words.RIVAL_FACTS`, `field` the answer it reads; `value` was compared with
    `bar`, and `reading` is the lesson's word where the bar is our reading of it.
    """

    name: str
    field: str
    holds: bool | None
    value: float | str | None = None
    bar: float | None = None
    reading: str = ""

    @property
    def because(self) -> tuple[Fact, ...]:
        return (self,)


@dataclass(frozen=True)
class Said:
    """What a rule says (None: it cannot tell) and the facts that decided it, or that it misses."""

    holds: bool | None
    because: tuple[Fact, ...] = ()

    @property
    def answer(self) -> str:
        return {True: "yes", False: "no", None: "unclear"}[self.holds]


def all_of(*parts: Fact | Said) -> Said:
    """Yes if all hold, no if one fails, else unclear."""
    failing = [part for part in parts if part.holds is False]
    unknown = [part for part in parts if part.holds is None]
    return Said(False if failing else None if unknown else True, _facts(failing or unknown or parts))


def any_of(*parts: Fact | Said) -> Said:
    """Yes if one holds, no if none does, else unclear."""
    holding = [part for part in parts if part.holds]
    unknown = [part for part in parts if part.holds is None]
    return Said(True if holding else None if unknown else False, _facts(holding or unknown or parts))


def _facts(parts: Iterable[Fact | Said]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(fact for part in parts for fact in part.because))


def at_least(field: str, quantity: Quantity | None, bar: float, reading: str = "") -> Fact:
    holds = None if quantity is None else quantity.value >= bar
    return Fact(field, field, holds, quantity and quantity.value, bar, reading)


def requests(p: TaskProfile, bar: float, reading: str = "") -> Fact:
    if p.requests_per_month is None and p.volume:
        return Fact("volume", "requests_per_month", p.volume == "high")
    return at_least("requests_per_month", p.requests_per_month, bar, reading)


def flag(p: TaskProfile, field: str) -> Fact:
    return Fact(field, field, getattr(p, field))


def beyond_words(p: TaskProfile) -> Fact:
    return Fact("beyond_words", "rule_expressible", None if p.rule_expressible is None else not p.rule_expressible)


def gap_is(p: TaskProfile, gap: str, name: str) -> Fact:
    return Fact(name, "gap", None if p.gap is None else p.gap == gap, p.gap)


def pressed(p: TaskProfile) -> Fact:
    """Whether cost or speed presses: that something else is the main gap does not say that they do not."""
    known = p.gap == "cost_latency" or p.latency_target_seconds is not None or p.on_device
    return Fact("pressed", "gap", True if known else None)


def almost_does_it(p: TaskProfile) -> Fact:
    """As stated, else as counted with the model itself: half or more, and less than is needed."""
    own = [result.pass_rate.value for rung, result in p.rungs.items() if result.pass_rate and rung not in ANOTHER_MODEL]
    if p.near_miss is not None or not own:
        return flag(p, "near_miss")
    if max(own) >= needed(p):
        return Fact("does_it", "rungs", False, max(own), needed(p), _enough(p))
    return Fact("almost", "rungs", max(own) >= ALMOST, max(own), ALMOST, "almost")


def pass_rate_short(p: TaskProfile, name: str, rungs: list[str]) -> Fact:
    """Whether these rungs were tried and all stay under the quality that is needed; untried, it fails."""
    scored = [p.rungs[rung].pass_rate.value for rung in rungs if p.rungs[rung].pass_rate]
    if scored:
        return Fact(name, "rungs", max(scored) < needed(p), max(scored), needed(p), _enough(p))
    return Fact(f"{name}_tried" if rungs else f"{name}_untried", "rungs", None if rungs or not p.rungs else False)


def needed(p: TaskProfile) -> float:
    """The pass rate to reach: the reader's target, else our reading of "enough"."""
    return p.target_pass_rate.value if p.target_pass_rate else NEEDED_QUALITY


def _enough(p: TaskProfile) -> str:
    return "" if p.target_pass_rate else "enough"
