"""The three conditions of the course, each met, unmet or unknown, with the basis of that finding.

They are what a reader carries away; the rules weigh more than them.  An unknown answer leaves a
condition unknown.
"""

from __future__ import annotations

from ftdecide.findings import Finding
from ftdecide.model import Quantity
from ftdecide.rules import Case


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
        return Finding("volume", "met" if p.volume == "high" else "unmet", "estimated", f"volume_said_{p.volume}")
    facts = {"requests": p.requests_per_month.value, "break_even": floor}
    met = p.requests_per_month.value >= floor
    return Finding(
        "volume",
        "met" if met else "unmet",
        p.requests_per_month.basis,
        "volume_reached" if met else "volume_short",
        facts,
    )


def near_miss(case: Case) -> Finding:
    """The base model almost does it: a pass rate between "nowhere near" and "does it already".

    A counted pass rate overrules what the reader thinks; an estimated one only fills in for no answer.
    """
    p, best, evidence = case.profile, case.best, case.evidence
    if best and (best.basis == "measured" or p.near_miss is None):
        facts = {"rung": best.name, "pass_rate": best.pass_rate, "target": case.target_pass_rate}
        if best.pass_rate >= case.target_pass_rate:
            return Finding("near_miss", "unmet", best.basis, "near_miss_already", facts)
        near = best.pass_rate >= evidence["near_miss_pass_rate"]
        return Finding(
            "near_miss", "met" if near else "unmet", best.basis, "near_miss_counted" if near else "near_miss_far", facts
        )
    if p.near_miss is None:
        return Finding("near_miss", "unknown", "unknown", "near_miss_unknown")
    return Finding(
        "near_miss",
        "met" if p.near_miss else "unmet",
        "estimated",
        "near_miss_said" if p.near_miss else "near_miss_denied",
    )


def clean_examples(case: Case) -> Finding:
    """Enough examples that a training script could use today, for this kind of gap."""
    count, floor = case.usable_examples, case.min_clean_examples
    if count is None:
        return Finding("clean_examples", "unknown", "unknown", "examples_unknown", {"floor": floor})
    counted: Quantity = case.profile.clean_examples or case.profile.total_examples
    met = count >= floor
    return Finding(
        "clean_examples",
        "met" if met else "unmet",
        counted.basis,
        "examples_reached" if met else "examples_short",
        {"count": count, "floor": floor},
    )
