"""What each lesson's own rule of thumb would have said: yes, no, or unclear where it cannot tell; and why.

The rules are written down as their lessons state them, so that a reader can set ours beside them;
they share no threshold with ours.  A word without a number is read at its lowest (hundreds from 100,
thousands from 1,000); where a lesson gives no number at all, the reading is ours and says so.  Where a
lesson can be read in another way, that is in `OTHER_READINGS`, and the scoreboard scores it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ftdecide.model import TaskProfile
from ftdecide.rival_facts import (
    NOT_PROMPTS,
    Fact,
    Said,
    all_of,
    almost_does_it,
    any_of,
    at_least,
    beyond_words,
    flag,
    gap_is,
    pass_rate_short,
    pressed,
    requests,
)

REQUESTS_001 = 10_000
EXAMPLES_001 = 100
HUNDREDS, THOUSANDS = 100, 1_000
LARGE_SET_002 = 1_000
STABLE_MONTHS_002 = 6
AT_SCALE_004 = 100_000  # its own example has millions of queries


def rivals(profile: TaskProfile) -> Mapping[str, str]:
    """Every rival's answer by name; the number in a name is the lesson's."""
    return {name: said.answer for name, said in rulings(profile).items()}


def rulings(profile: TaskProfile) -> Mapping[str, Said]:
    """Every rival's answer with what decided it."""
    return {name: rule(profile) for name, rule in RIVALS.items()}


def three_conditions(p: TaskProfile, high_volume: float = REQUESTS_001) -> Said:
    """000: high volume of a repetitive task, a near miss, and hundreds to thousands of clean examples, together."""
    return all_of(
        requests(p, high_volume, "high volume"),  # no number there: 001's
        flag(p, "repetitive"),
        almost_does_it(p),
        at_least("clean_examples", p.clean_examples, HUNDREDS, "hundreds"),
    )


def three_questions(p: TaskProfile) -> Said:
    """001: enough labelled examples, and then a rule that is not verbal or 10,000 requests a month."""
    labelled = at_least("clean_examples", p.clean_examples, EXAMPLES_001)
    if p.clean_examples is None:
        labelled = at_least("total_examples", p.total_examples, EXAMPLES_001)
    return all_of(labelled, any_of(beyond_words(p), requests(p, REQUESTS_001)))


def write_it_down(p: TaskProfile, main_gap_decides: bool = True) -> Said:
    """001: if the rule can be expressed in text, prompt; train where it cannot, or where thousands of items
    are to be processed and the price of each is the trouble.

    The lesson prompts unless there is that trouble, so it is read as absent where another gap is the main one.
    """
    trouble = gap_is(p, "cost_latency", "priced")
    if not (main_gap_decides or trouble.holds):
        trouble = Fact("priced", "gap", None)
    return any_of(beyond_words(p), all_of(trouble, requests(p, THOUSANDS, "thousands")))


def stable_use(p: TaskProfile, listed: Callable[..., Said] = all_of) -> Said:
    """002: a stable use case, a large labelled set, and latency or cost that prompting cannot solve.

    The lesson gives a list without "and" or "or"; it is read as all of it.
    """
    return listed(
        at_least("months_between_rule_changes", p.months_between_rule_changes, STABLE_MONTHS_002, "stable"),
        at_least("clean_examples", p.clean_examples, LARGE_SET_002, "large"),
        pressed(p),
    )


def when_to_use(p: TaskProfile) -> Said:
    """003: a consistent style, or thousands of examples, or a pattern no prompt can express; never for facts."""
    if p.gap == "knowledge":
        return Said(False, (Fact("facts", "gap", False),))
    thousands = at_least("clean_examples", p.clean_examples, THOUSANDS, "thousands")
    return any_of(gap_is(p, "style", "style"), thousands, beyond_words(p))


def order_of_trying(p: TaskProfile) -> Said:
    """003: prompting first, then retrieval, and training where neither is enough; never for facts."""
    if p.gap == "knowledge":
        return Said(False, (Fact("facts", "gap", False),))
    prompts = [rung for rung in p.rungs if rung not in NOT_PROMPTS]
    retrieval = [rung for rung in p.rungs if rung == "retrieval"]
    return all_of(pass_rate_short(p, "prompts", prompts), pass_rate_short(p, "retrieval", retrieval))


def quality_at_scale(p: TaskProfile, at_scale: float | None = AT_SCALE_004) -> Said:
    """004: only where prompts, retrieved examples among them, cannot reach the quality that is needed, at scale."""
    prompts = [rung for rung in p.rungs if rung not in NOT_PROMPTS - {"retrieval"}]
    short = pass_rate_short(p, "prompts", prompts)
    if short.name == "prompts_untried":
        short = Fact("prompts_unknown", "rungs", None)  # what nobody has tried may or may not reach it
    return all_of(short) if at_scale is None else all_of(short, requests(p, at_scale, "at scale"))


def always_no(p: TaskProfile) -> Said:
    """No lesson's: 000 says "almost never", and of individuals only.  Never, whoever asks, is the bound of it."""
    return Said(False)


RIVALS: Mapping[str, Callable[[TaskProfile], Said]] = {
    "three_conditions_000": three_conditions,
    "three_questions_001": three_questions,
    "write_it_down_001": write_it_down,
    "stable_use_002": stable_use,
    "when_to_use_003": when_to_use,
    "order_of_trying_003": order_of_trying,
    "quality_at_scale_004": quality_at_scale,
    "always_no": always_no,
}
# By the name of their sentence in `rival_words.RIVAL_READINGS`: the rule that is read otherwise, and how.
OTHER_READINGS: Mapping[str, tuple[str, Callable[[TaskProfile], Said]]] = {
    "volume_from_thousands": ("three_conditions_000", partial(three_conditions, high_volume=THOUSANDS)),
    "cost_may_press": ("write_it_down_001", partial(write_it_down, main_gap_decides=False)),
    "any_of_the_list": ("stable_use_002", partial(stable_use, listed=any_of)),
    "without_scale": ("quality_at_scale_004", partial(quality_at_scale, at_scale=None)),
}
