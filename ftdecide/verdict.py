"""`assess`: from a profile and the evidence to a verdict.  It decides; `render` puts it into words."""

from __future__ import annotations

import math
from datetime import date, timedelta

from ftdecide import conditions, rules
from ftdecide.break_even import own_break_even
from ftdecide.evidence import Evidence, load_evidence
from ftdecide.fields import Fault
from ftdecide.findings import Finding, Judgement, Reason, Verdict
from ftdecide.flips import flips
from ftdecide.ladder import best_rung, tried, untried
from ftdecide.model import TaskProfile
from ftdecide.rivals import rivals

# The unknown answers that move a verdict most, in the order in which finding them out is worth it.
MEASURE_ORDER = ("gap", "near_miss", "clean_examples", "requests_per_month", "rule_expressible", "failure_cost")


def assess(
    profile: TaskProfile,
    evidence: Evidence | None = None,
    as_of: date | None = None,
    faults: tuple[Fault, ...] = (),
) -> Verdict:
    """The verdict on a task.

    Args:
        profile: what is known; missing answers are unknown, never no.
        evidence: the table of thresholds, weights, rungs and sources; as shipped where not given.
        as_of: the day of the verdict; today where not given.
        faults: what could not be read of the profile, to be carried along.

    >>> from ftdecide.model import TaskProfile
    >>> assess(TaskProfile()).decision
    'measure_first'
    """
    evidence, as_of = evidence or load_evidence(), as_of or date.today()
    judgement = judge(profile, evidence, as_of)
    cited = [key for reason in judgement.reasons for key in reason.source]
    if judgement.next_rung:
        cited += judgement.next_rung.source
    return Verdict(
        profile=profile,
        judgement=judgement,
        flips=flips(profile, judgement, lambda changed: judge(changed, evidence, as_of)),
        break_even=own_break_even(profile),
        rivals=rivals(profile),
        sources=evidence.cite(cited),
        as_of=as_of,
        revisit=_revisit(profile, evidence, as_of),
        faults=faults,
    )


def judge(profile: TaskProfile, evidence: Evidence, as_of: date) -> Judgement:
    """The decision alone, without flips, rivals or sources: the part that is asked many times over."""
    own = own_break_even(profile)
    if own is None:
        volume_floor = evidence["high_volume_requests_per_month"]
    else:
        volume_floor = own.requests_per_month["p50"] if own.requests_per_month else math.inf
    case = rules.Case(profile, evidence, as_of, best_rung(profile), volume_floor)
    found, reasons = conditions.findings(case), rules.reasons(case)
    points = round(sum(reason.points for reason in reasons), 6)  # tenths add up without binary crumbs
    enough = _good_enough(case)
    justified = "no" if enough else _justified(points, reasons, evidence["commit_points"])
    measure = _measure(profile)
    decision = "good_enough" if enough else _decision(case, justified, points, reasons, found, measure)
    return Judgement(
        decision=decision,
        justified=justified,
        points=points,
        strength=1.0 if enough else _strength(points, justified, evidence["commit_points"]),
        reasons=reasons,
        conditions=found,
        next_rung=_next_rung(case, decision, justified),
        measure=measure if decision == "measure_first" else None,
    )


def _strength(points: float, justified: str, commit: float) -> float:
    """0 at balance, about a half where the verdict commits, towards 1 far beyond; an open verdict stays below."""
    distance = abs(points) if justified != "unclear" else min(abs(points), commit)
    return round(math.tanh(0.55 * distance / commit), 3)


def _good_enough(case: rules.Case) -> bool:
    """A cheap rung reaches the target, on enough items to say so where their number is known."""
    best = case.best
    if best is None or best.pass_rate < case.target_pass_rate:
        return False
    return best.n is None or best.n >= case.evidence["min_rung_items"]


def _justified(points: float, reasons: tuple[Reason, ...], commit: float) -> str:
    if points <= -commit:
        return "no"
    return "yes" if points >= commit and not any(reason.blocks for reason in reasons) else "unclear"


def _decision(
    case: rules.Case,
    justified: str,
    points: float,
    reasons: tuple[Reason, ...],
    found: tuple[Finding, ...],
    measure: str | None,
) -> str:
    """What to do next: facts by retrieval first, then the data, then the cheaper rungs, and only then training."""
    profile, evidence = case.profile, case.evidence
    against = {reason.name: reason.points for reason in reasons}
    waiting = untried(profile, evidence)
    if profile.gap == "knowledge":
        if "retrieval" not in tried(profile, evidence):
            return "use_retrieval"
        return "climb_ladder" if waiting else "measure_first"
    if "examples_dirty" in against:
        return "fix_data"
    if "examples_too_few" in against and points - against["examples_too_few"] >= evidence["commit_points"]:
        return "fix_data"  # all but the examples speaks for it
    if justified == "unclear" and (not profile.rungs and measure):
        return "measure_first"
    if waiting:
        return "climb_ladder"
    if justified != "yes" or not profile.has_eval_set or found[2].status != "met":
        return "measure_first"
    return "fine_tune"


def _next_rung(case: rules.Case, decision: str, justified: str):
    if decision == "good_enough":
        return None
    waiting = untried(case.profile, case.evidence)
    if waiting:
        return waiting[0]
    return case.evidence.rung("lora") if justified == "yes" else None


def _measure(profile: TaskProfile) -> str | None:
    """The unknown answer to find out first; the evaluation set comes before training where all else is known."""
    unknown = [key for key in MEASURE_ORDER if getattr(profile, key) is None]
    if "requests_per_month" in unknown and profile.volume:
        unknown.remove("requests_per_month")
    if "near_miss" in unknown and any(result.pass_rate for result in profile.rungs.values()):
        unknown.remove("near_miss")
    return unknown[0] if unknown else None if profile.has_eval_set else "has_eval_set"


def _revisit(profile: TaskProfile, evidence: Evidence, as_of: date) -> date:
    """When the prices and provider facts are stale, or the base model goes, whichever is first."""
    stale = as_of + timedelta(days=evidence["revisit_days"])
    retires = profile.base_model.retires
    return min(stale, retires) if retires and retires > as_of else stale
