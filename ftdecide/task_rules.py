"""The rules on the task itself: what is missing, how near the model is, what the cheap rungs leave, what errors cost.

Each states its law before its code; see `rules`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ftdecide.case import Case
from ftdecide.findings import Reason


def gap(case: Case) -> Iterator[Reason]:
    """Training teaches behaviour and style.  It does not reliably add facts, and wrong facts told with
    confidence cost most where errors are expensive; retrieval closes that gap instead."""
    p = case.profile
    match p.gap:
        case None:
            yield case.reason("gap_unknown")
        case "knowledge":
            yield case.reason("knowledge_gap")
            if p.failure_cost == "expensive":
                yield case.reason("knowledge_errors_expensive")
            if "retrieval" in p.rungs:
                yield case.reason("knowledge_retrieval_in_hand")
            elif p.rungs:  # the climb has begun, and not with the rung that fits
                yield case.reason("knowledge_retrieval_untried")
        case "behaviour" | "style" | "classification":
            yield case.reason(f"{p.gap}_gap")
        case "cost_latency" if p.requests_per_month:
            yield from _cost_gap(case, p.requests_per_month.value)


def _cost_gap(case: Case, requests: float) -> Iterator[Reason]:
    """Whether the volume pays is a matter of the asker's own prices; without them only the extremes are plain."""
    if requests >= case.break_even_requests_per_month:
        yield case.reason("cost_gap_pays")
    elif case.profile.on_device:
        return  # there is no bill of another's to save on the user's own device
    elif case.own_break_even:
        never = math.isinf(case.break_even_requests_per_month)
        yield case.reason("cost_gap_never_pays" if never else "cost_gap_falls_short", **case.break_even_facts)
    elif case.low_volume:
        yield case.reason("cost_gap_nothing_to_save", requests=requests)
    else:
        yield case.reason("cost_gap_price_unknown", **case.break_even_facts)


def repetition(case: Case) -> Iterator[Reason]:
    """One narrow task, repeated often, is what a small tuned model learns well.  Repeated rarely it is
    no argument, nor where facts are missing."""
    if case.profile.repetitive is False:
        yield case.reason("not_repetitive")
    elif case.profile.repetitive and not case.low_volume and case.profile.gap != "knowledge":
        yield case.reason("repetitive")


def nearness(case: Case) -> Iterator[Reason]:
    """Training sharpens what the base model almost does, which is no argument for missing facts, nor where the
    best cheap rung already leaves little to gain.  Where the model is nowhere near, examples do not help, unless
    the task is narrow: see `Case.narrow`."""
    if case.near and case.profile.gap != "knowledge" and not case.little_room:
        yield case.reason("near_miss")
    elif case.near is False and case.narrow is False:
        yield case.reason("not_near_miss")
    elif case.near is False and case.narrow is None:
        yield case.reason("not_near_miss_unless_narrow")


def room(case: Case) -> Iterator[Reason]:
    """What the best cheap rung leaves to gain.  Where examples in the prompt pass most items training ties; where
    they stay in the middle training wins.  Any other rung shows less.  From far below, only narrow tasks have been
    lifted, and from how far is known.  For facts, and where only cost or speed is at stake, it says nothing."""
    p, best = case.profile, case.best
    if best is None:
        counted = [name for name in p.rungs if name != "lora"]
        if counted and p.gap != "knowledge":
            yield case.reason("tried_several_without_number" if len(counted) > 1 else "tried_without_number")
        return
    facts = {"rung": best.name, "pass_rate": best.pass_rate}
    if p.gap == "cost_latency":
        return  # that the model does it is where such a gap begins
    if case.little_room:
        yield case.reason("room_little", **facts)
    elif p.gap == "knowledge" or (case.near is False and not case.narrow):
        return
    elif best.pass_rate < case.evidence["near_miss_pass_rate"] and not case.near:
        lowest = case.evidence["lowest_lifted_pass_rate"]
        narrow = "room_narrow" if best.pass_rate >= lowest else "room_unexplored"
        yield case.reason(narrow if case.narrow else "room_far", lowest=lowest, **facts)
    else:
        yield _room_in_the_middle(case, facts)


def _room_in_the_middle(case: Case, facts: dict[str, object]) -> Reason:
    """Some room, and clear room where it is examples in the prompt that stay in the middle."""
    shown, low, high = case.shown_examples, "near_miss_pass_rate", "clear_room_pass_rate"
    if shown and case.evidence[low] <= shown.pass_rate <= case.evidence[high]:
        return case.reason("room_clear", rung=shown.name, pass_rate=shown.pass_rate)
    return case.reason("room_some", **facts)


def training_tried(case: Case) -> Iterator[Reason]:
    """A training run that was counted is worth more than every argument about one."""
    result = case.profile.rungs.get("lora")
    if result and result.pass_rate and case.best:
        better = result.pass_rate.value > case.best.pass_rate
        facts = {"tuned": result.pass_rate.value, "rung": case.best.name, "pass_rate": case.best.pass_rate}
        yield case.reason("lora_better" if better else "lora_no_better", **facts)


def rule_in_words(case: Case) -> Iterator[Reason]:
    """Two questions, not one: can the rule be written, and does the model you can afford follow it then?
    A measured no to the second outweighs a yes to the first.  Cost gaps turn on neither."""
    p = case.profile
    if p.gap in ("knowledge", "cost_latency"):
        return
    if p.follows_written_rule is not None:
        yield case.reason("rule_written_followed" if p.follows_written_rule else "rule_written_not_followed")
    elif p.rule_expressible is not None:
        yield case.reason("rule_written" if p.rule_expressible else "rule_implicit")


def errors(case: Case) -> Iterator[Reason]:
    """An expensive error that repeats all month pays for quality that a rare or trivial one does not."""
    p = case.profile
    if p.failure_cost == "trivial":
        yield case.reason("errors_cheap")
    elif p.failure_cost == "expensive" and p.gap != "knowledge":
        often = (
            p.requests_per_month and p.requests_per_month.value >= case.evidence["errors_at_volume_requests_per_month"]
        )
        yield case.reason("errors_expensive_at_volume" if often and p.repetitive else "errors_expensive")


def waiting_rungs(case: Case) -> Iterator[Reason]:
    """Rungs that have matched training where they were tried, and that have not been tried here."""
    waiting = {rung.name for rung in case.waiting}
    if "prompt_optimisation" in waiting:
        yield case.reason("prompt_optimisation_untried")
    count = case.usable_examples
    if "small_classifier" in waiting and count is not None and count >= case.min_clean_examples:
        yield case.reason("small_classifier_untried")
    p = case.profile
    if p.gap == "style" and "retrieval" in p.rungs and not p.rungs["retrieval"].pass_rate:
        yield case.reason("own_examples_retrievable")
