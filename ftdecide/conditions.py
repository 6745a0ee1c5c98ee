"""The three conditions of the course, each met, unmet or unknown, with the basis of that finding.

They are what a reader carries away; the rules weigh more than them.  An unknown answer leaves a
condition unknown.
"""

from __future__ import annotations

import math

from ftdecide.case import Case
from ftdecide.findings import Finding
from ftdecide.ladder import counted_enough
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
        return Finding("volume", "unmet", basis, "volume_never", facts, requests)
    if requests < floor:
        return Finding("volume", "unmet", basis, "volume_short", facts, requests, floor)
    if p.repetitive is None:
        return Finding("volume", "unknown", basis, "volume_repetition_unknown", facts, requests, floor)
    return Finding("volume", "met", basis, "volume_reached", facts, requests, floor)


def near_miss(case: Case) -> Finding:
    """The base model almost does it: a pass rate between "nowhere near" and "does it already".

    A pass rate counted on a stated number of items overrules what the reader thinks; one without that
    number speaks only where the reader says nothing.
    """
    p, best, near_from = case.profile, case.best, case.evidence["near_miss_pass_rate"]
    if best is None:
        if p.near_miss is None:
            return Finding("near_miss", "unknown", "unknown", "near_miss_unknown")
        why = "near_miss_said" if p.near_miss else "near_miss_denied"
        return Finding("near_miss", "met" if p.near_miss else "unmet", "estimated", why)
    asked = "you ask for" if p.target_pass_rate else "our default asks for"
    facts = {"rung": best.name, "pass_rate": best.pass_rate, "n": best.n}
    facts |= {"asked": asked, "target": case.target_pass_rate}

    def found(status: str, why: str, threshold: float, basis: str = best.basis) -> Finding:
        return Finding("near_miss", status, basis, why, facts, best.pass_rate, threshold)

    if p.gap == "cost_latency" and best.pass_rate >= near_from:
        return found("met", "near_miss_does_it", near_from)
    if best.pass_rate >= case.target_pass_rate:
        if not counted_enough(best, case.evidence):
            return found("unknown", "near_miss_too_few_items", case.target_pass_rate)
        return found("unmet", "near_miss_already", case.target_pass_rate)
    if best.basis == "measured" or p.near_miss is None:
        near = best.pass_rate >= near_from
        why = "near_miss_counted" if near else "near_miss_far"
        if p.near_miss is not None and p.near_miss is not near:
            why += "_overrules"
        return found("met" if near else "unmet", why, near_from)
    why = "near_miss_said_beside_a_rate" if p.near_miss else "near_miss_denied_beside_a_rate"
    return found("met" if p.near_miss else "unmet", why, near_from, "estimated")


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
