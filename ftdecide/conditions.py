"""The three conditions of the course, each met, unmet or unknown, with the basis of that finding.

They are what a reader carries away; the rules weigh more than them.  An unknown answer leaves a
condition unknown.
"""

from __future__ import annotations

import math

from ftdecide.case import Case
from ftdecide.findings import Finding
from ftdecide.ladder import BestRung, counted_enough
from ftdecide.model import Quantity


def findings(case: Case) -> tuple[Finding, ...]:
    """The three findings, in the order in which the course names them."""
    return volume(case), near_miss(case), clean_examples(case)


def volume(case: Case) -> Finding:
    """High volume of one repeated task: the break-even volume is reached and the task repeats."""
    p, floor = case.profile, case.break_even_requests_per_month
    if p.repetitive is False:
        return Finding("volume", "unmet", "estimated", "volume_not_repetitive")
    if p.requests_per_month is None:
        if p.volume is None:
            return Finding("volume", "unknown", "unknown", "volume_unknown")
        if p.volume == "high" and p.repetitive is None:
            return Finding("volume", "unknown", "estimated", "volume_repetition_unknown")
        return Finding("volume", "met" if p.volume == "high" else "unmet", "estimated", f"volume_said_{p.volume}")
    requests, basis = p.requests_per_month.value, p.requests_per_month.basis
    facts = {"requests": requests, **case.break_even_facts}
    if math.isinf(floor):
        share = 1 - case.own_break_even.paying_share
        why = "volume_never" if share == 1 else "volume_mostly_never"
        return Finding("volume", "unmet", basis, why, {**facts, "share": share}, requests)
    if requests < floor and (case.own_break_even or case.low_volume):
        why = "volume_short" if case.own_break_even else "volume_low"
        return Finding("volume", "unmet", basis, why, facts, requests, floor)
    if requests < floor:
        return Finding("volume", "unknown", basis, "volume_price_unknown", facts, requests, floor)
    if p.repetitive is None:
        return Finding("volume", "unknown", basis, "volume_repetition_unknown", facts, requests, floor)
    return Finding("volume", "met", basis, "volume_reached", facts, requests, floor)


def near_miss(case: Case) -> Finding:
    """The base model almost does it: a pass rate between "nowhere near" and "does it already".

    That it is done already any cheap rung can show; that it is near, only the model that would be trained.  A pass
    rate counted on a stated number of items overrules what the reader thinks; one without that number speaks only
    where the reader says nothing.
    """
    p, best, base, near_from = case.profile, case.best, case.of_the_base, case.evidence["near_miss_pass_rate"]
    if best and best.pass_rate >= case.target_pass_rate and p.gap != "cost_latency":
        done = counted_enough(best, case.evidence)
        why = "near_miss_already" if done else "near_miss_too_few_items"
        return _rate_found(case, best, "unmet" if done else "unknown", why, case.target_pass_rate)
    if base and (base.basis == "measured" or p.near_miss is None):
        near = base.pass_rate >= near_from
        why = "near_miss_counted" if near else "near_miss_far"
        if p.near_miss is not None and p.near_miss is not near:
            why += "_overrules"
        return _rate_found(case, base, "met" if near else "unmet", why, near_from)
    if p.near_miss is None:
        if best is None:
            return Finding("near_miss", "unknown", "unknown", "near_miss_unknown")
        return Finding("near_miss", "unknown", "unknown", "near_miss_of_another_model", {"rung": best.name})
    status, why = ("met", "near_miss_said") if p.near_miss else ("unmet", "near_miss_denied")
    if base:
        return _rate_found(case, base, status, f"{why}_beside_a_rate", near_from, "estimated")
    return Finding("near_miss", status, "estimated", why)


def _rate_found(case: Case, rung: BestRung, status: str, why: str, threshold: float, basis: str = "") -> Finding:
    """A finding that rests on a rung's pass rate."""
    asked = "you ask for" if case.profile.target_pass_rate else "our default asks for"
    facts = {"rung": rung.name, "pass_rate": rung.pass_rate, "n": rung.n, "asked": asked}
    facts["target"] = case.target_pass_rate
    return Finding("near_miss", status, basis or rung.basis, why, facts, rung.pass_rate, threshold)


def clean_examples(case: Case) -> Finding:
    """Enough examples that a training script could use today, for this kind of gap."""
    count, floor = case.usable_examples, case.min_clean_examples
    if count is None:
        return Finding("clean_examples", "unknown", "unknown", "examples_unknown", {"floor": floor}, None, floor)
    counted: Quantity = case.profile.clean_examples or case.profile.total_examples
    met = count >= floor
    return Finding(
        "clean_examples",
        "met" if met else "unmet",
        counted.basis,
        "examples_reached" if met else "examples_short",
        {"count": count, "floor": floor},
        count,
        floor,
    )
