"""What each lesson's own rule of thumb would have said: yes, no, or unclear where it cannot tell.

The rules are written down as their lessons state them, so that a reader can set ours beside them;
they share no threshold with ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from ftdecide.model import TaskProfile

HIGH_VOLUME_000 = 10_000  # "high-volume": no number is given there; 001's is taken
HUNDREDS_000 = 200
EXAMPLES_001, REQUESTS_001 = 100, 10_000
LARGE_LABELLED_SET_002 = 1_000  # "large": no number is given there
STABLE_MONTHS_002 = 6  # "stable": no number is given there
THOUSANDS_003 = 1_000
NEEDED_QUALITY_004 = 0.9  # "the quality you need": no number is given there
AT_SCALE_004 = 100_000  # "millions of queries" is its example


def rivals(profile: TaskProfile) -> Mapping[str, str]:
    """Every rival's answer by name; the number in a name is the lesson's."""
    return {name: rule(profile) for name, rule in RIVALS.items()}


def _at_least(quantity, floor: float) -> bool | None:
    return None if quantity is None else quantity.value >= floor


def _requests(profile: TaskProfile, floor: float) -> bool | None:
    if profile.requests_per_month is None and profile.volume:
        return profile.volume == "high"
    return _at_least(profile.requests_per_month, floor)


def _all(*facts: bool | None) -> str:
    """Yes if all hold, no if one fails, else unclear."""
    return "no" if False in facts else "unclear" if None in facts else "yes"


def _any(*facts: bool | None) -> str:
    """Yes if one holds, no if none does, else unclear."""
    return "yes" if True in facts else "unclear" if None in facts else "no"


def _not(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


def three_conditions(p: TaskProfile) -> str:
    """000: high volume of a repetitive task, a near miss, and hundreds to thousands of clean examples, together."""
    return _all(_requests(p, HIGH_VOLUME_000), p.repetitive, p.near_miss, _at_least(p.clean_examples, HUNDREDS_000))


def three_questions(p: TaskProfile) -> str:
    """001: enough labelled examples, and then a rule that is not verbal or 10,000 requests a month."""
    reason = _any(_not(p.rule_expressible), _requests(p, REQUESTS_001))
    enough = _at_least(p.clean_examples or p.total_examples, EXAMPLES_001)
    return _all(enough, {"yes": True, "no": False, "unclear": None}[reason])


def write_it_down(p: TaskProfile) -> str:
    """001: if the rule can be expressed in text, prompt; if not, fine-tune."""
    return _all(_not(p.rule_expressible))


def stable_use(p: TaskProfile) -> str:
    """002: a stable use case, a large labelled set, and latency or cost that prompting cannot solve."""
    stable = _at_least(p.months_between_rule_changes, STABLE_MONTHS_002)
    pressed = (
        True if p.gap == "cost_latency" or p.latency_target_seconds or p.on_device else None if p.gap is None else False
    )
    return _all(stable, _at_least(p.clean_examples, LARGE_LABELLED_SET_002), pressed)


def when_to_use(p: TaskProfile) -> str:
    """003: a consistent style, or thousands of examples, or a pattern no prompt can express; never for facts."""
    if p.gap == "knowledge":
        return "no"
    style = None if p.gap is None else p.gap == "style"
    return _any(style, _at_least(p.clean_examples, THOUSANDS_003), _not(p.rule_expressible))


def quality_at_scale(p: TaskProfile) -> str:
    """004: only where prompts cannot reach the quality that is needed, at scale."""
    scored = [result.pass_rate.value for name, result in p.rungs.items() if result.pass_rate and name != "lora"]
    target = p.target_pass_rate.value if p.target_pass_rate else NEEDED_QUALITY_004
    out_of_reach = max(scored) < target if scored else None
    return _all(out_of_reach, _requests(p, AT_SCALE_004))


def always_no(p: TaskProfile) -> str:
    """The slogan: for individuals it is almost never worth it."""
    return "no"


RIVALS = {
    "three_conditions_000": three_conditions,
    "three_questions_001": three_questions,
    "write_it_down_001": write_it_down,
    "stable_use_002": stable_use,
    "when_to_use_003": when_to_use,
    "quality_at_scale_004": quality_at_scale,
    "always_no": always_no,
}
