"""What each lesson's own rule of thumb would have said: yes, no, or unclear where it cannot tell; and why.

The rules are written down as their lessons state them, so that a reader can set ours beside them;
they share no threshold with ours.  A word without a number is read at its lowest (hundreds from 100,
thousands from 1,000); where a lesson gives no number at all, the reading is ours and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ftdecide.model import Quantity, TaskProfile

REQUESTS_001 = 10_000
EXAMPLES_001 = 100
HUNDREDS, THOUSANDS = 100, 1_000
LARGE_SET_002 = 1_000
STABLE_MONTHS_002 = 6
NEEDED_QUALITY = 0.9
AT_SCALE_004 = 100_000  # its own example has millions of queries
NOT_PROMPTS = {"retrieval", "small_classifier", "caching", "lora"}  # every other rung is a way of prompting


@dataclass(frozen=True)
class Fact:
    """One thing that a rule of thumb asks for, and whether the profile has it (None: not stated).

    `name` is its sentence in `words.RIVAL_FACTS`, `field` the answer it reads; `value` was compared with
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


def rivals(profile: TaskProfile) -> Mapping[str, str]:
    """Every rival's answer by name; the number in a name is the lesson's."""
    return {name: said.answer for name, said in rulings(profile).items()}


def rulings(profile: TaskProfile) -> Mapping[str, Said]:
    """Every rival's answer with what decided it."""
    return {name: rule(profile) for name, rule in RIVALS.items()}


def _all(*parts: Fact | Said) -> Said:
    """Yes if all hold, no if one fails, else unclear."""
    failing = [part for part in parts if part.holds is False]
    unknown = [part for part in parts if part.holds is None]
    return Said(False if failing else None if unknown else True, _facts(failing or unknown or parts))


def _any(*parts: Fact | Said) -> Said:
    """Yes if one holds, no if none does, else unclear."""
    holding = [part for part in parts if part.holds]
    unknown = [part for part in parts if part.holds is None]
    return Said(True if holding else None if unknown else False, _facts(holding or unknown or parts))


def _facts(parts) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(fact for part in parts for fact in part.because))


def _at_least(field: str, quantity: Quantity | None, bar: float, reading: str = "") -> Fact:
    holds = None if quantity is None else quantity.value >= bar
    return Fact(field, field, holds, quantity and quantity.value, bar, reading)


def _requests(p: TaskProfile, bar: float, reading: str = "") -> Fact:
    if p.requests_per_month is None and p.volume:
        return Fact("volume", "requests_per_month", p.volume == "high")
    return _at_least("requests_per_month", p.requests_per_month, bar, reading)


def _flag(p: TaskProfile, field: str) -> Fact:
    return Fact(field, field, getattr(p, field))


def _beyond_words(p: TaskProfile) -> Fact:
    return Fact("beyond_words", "rule_expressible", None if p.rule_expressible is None else not p.rule_expressible)


def _gap_is(p: TaskProfile, gap: str, name: str) -> Fact:
    return Fact(name, "gap", None if p.gap is None else p.gap == gap, p.gap)


def _pass_rate_short(p: TaskProfile, name: str, rungs: list[str]) -> Fact:
    """Whether these rungs were tried and all stay under the quality that is needed; untried, it fails."""
    bar = p.target_pass_rate.value if p.target_pass_rate else NEEDED_QUALITY
    reading = "" if p.target_pass_rate else "enough"
    scored = [p.rungs[rung].pass_rate.value for rung in rungs if p.rungs[rung].pass_rate]
    if scored:
        return Fact(name, "rungs", max(scored) < bar, max(scored), bar, reading)
    return Fact(f"{name}_tried" if rungs else f"{name}_untried", "rungs", None if rungs or not p.rungs else False)


def three_conditions(p: TaskProfile) -> Said:
    """000: high volume of a repetitive task, a near miss, and hundreds to thousands of clean examples, together."""
    return _all(
        _requests(p, REQUESTS_001, "high volume"),  # no number there: 001's
        _flag(p, "repetitive"),
        _flag(p, "near_miss"),
        _at_least("clean_examples", p.clean_examples, HUNDREDS, "hundreds"),
    )


def three_questions(p: TaskProfile) -> Said:
    """001: enough labelled examples, and then a rule that is not verbal or 10,000 requests a month."""
    labelled = _at_least("clean_examples", p.clean_examples, EXAMPLES_001)
    if p.clean_examples is None:
        labelled = _at_least("total_examples", p.total_examples, EXAMPLES_001)
    return _all(labelled, _any(_beyond_words(p), _requests(p, REQUESTS_001)))


def write_it_down(p: TaskProfile) -> Said:
    """001: if the rule can be expressed in text, prompt; train where it cannot, or where thousands of items
    are to be processed and the price of each is the trouble."""
    priced = _all(_gap_is(p, "cost_latency", "priced"), _requests(p, THOUSANDS, "thousands"))
    return _any(_beyond_words(p), priced)


def stable_use(p: TaskProfile) -> Said:
    """002: a stable use case, a large labelled set, and latency or cost that prompting cannot solve."""
    pressed = _gap_is(p, "cost_latency", "pressed")
    if p.latency_target_seconds or p.on_device:
        pressed = Fact("pressed", "gap", True)
    return _all(
        _at_least("months_between_rule_changes", p.months_between_rule_changes, STABLE_MONTHS_002, "stable"),
        _at_least("clean_examples", p.clean_examples, LARGE_SET_002, "large"),
        pressed,
    )


def when_to_use(p: TaskProfile) -> Said:
    """003: a consistent style, or thousands of examples, or a pattern no prompt can express; never for facts."""
    if p.gap == "knowledge":
        return Said(False, (Fact("facts", "gap", False),))
    thousands = _at_least("clean_examples", p.clean_examples, THOUSANDS, "thousands")
    return _any(_gap_is(p, "style", "style"), thousands, _beyond_words(p))


def order_of_trying(p: TaskProfile) -> Said:
    """003: prompting first, then retrieval, and training where neither is enough; never for facts."""
    if p.gap == "knowledge":
        return Said(False, (Fact("facts", "gap", False),))
    prompts = [rung for rung in p.rungs if rung not in NOT_PROMPTS]
    retrieval = [rung for rung in p.rungs if rung == "retrieval"]
    return _all(_pass_rate_short(p, "prompts", prompts), _pass_rate_short(p, "retrieval", retrieval))


def quality_at_scale(p: TaskProfile) -> Said:
    """004: only where prompts, retrieved examples among them, cannot reach the quality that is needed, at scale."""
    prompts = [rung for rung in p.rungs if rung not in NOT_PROMPTS - {"retrieval"}]
    short = _pass_rate_short(p, "prompts", prompts)
    if short.name == "prompts_untried":
        short = Fact("prompts_unknown", "rungs", None)  # what nobody has tried may or may not reach it
    return _all(short, _requests(p, AT_SCALE_004, "at scale"))


def always_no(p: TaskProfile) -> Said:
    """The slogan: for individuals it is almost never worth it."""
    return Said(False)


RIVALS = {
    "three_conditions_000": three_conditions,
    "three_questions_001": three_questions,
    "write_it_down_001": write_it_down,
    "stable_use_002": stable_use,
    "when_to_use_003": when_to_use,
    "order_of_trying_003": order_of_trying,
    "quality_at_scale_004": quality_at_scale,
    "always_no": always_no,
}
