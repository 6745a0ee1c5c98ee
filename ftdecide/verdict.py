"""`assess`: from a profile and the evidence to a verdict.  It decides; `render` puts it into words."""

from __future__ import annotations

import math
from datetime import date, timedelta

from ftdecide import conditions, resource_rules, rules, task_rules
from ftdecide.case import Case
from ftdecide.evidence import Evidence, Rung, load_evidence
from ftdecide.findings import Finding, Judgement, Reason, Verdict
from ftdecide.flips import flips
from ftdecide.ladder import good_enough_rung
from ftdecide.model import TaskProfile
from ftdecide.priced_case import case_of, with_answers
from ftdecide.rivals import rivals

# The unknown answers that move a verdict most, in the order in which finding them out is worth it.
MEASURE_ORDER = (
    "gap",
    "near_miss",
    "has_eval_set",
    "clean_examples",
    "requests_per_month",
    "rule_expressible",
    "failure_cost",
)
WHERE_IT_COMMITS = 0.5  # the strength of an answer that is only just given
OF_AN_ESTIMATE = 0.8  # the strength of "good enough" where the pass rate was not counted


def assess(profile: TaskProfile, evidence: Evidence | None = None, as_of: date | None = None) -> Verdict:
    """The verdict on a task.

    Args:
        profile: what is known; missing answers are unknown, never no.
        evidence: the table of thresholds, weights, rungs and sources; as shipped where not given.
        as_of: the day of the verdict; today where not given.

    >>> from ftdecide.model import TaskProfile
    >>> assess(TaskProfile()).decision
    'measure_first'
    """
    evidence, as_of = evidence or load_evidence(), as_of or date.today()
    case = case_of(profile, evidence, as_of)
    judgement, (revisit, why) = judge_case(case), _revisit(case)
    cited = [key for reason in judgement.reasons for key in reason.source]
    if judgement.next_rung:
        cited += judgement.next_rung.source
    return Verdict(
        profile=profile,
        judgement=judgement,
        flips=flips(case, judgement, lambda changed: judge_case(with_answers(case, changed))),
        break_even=case.own_break_even,
        rivals=rivals(profile),
        evidence=evidence,
        sources=evidence.cite(cited),
        as_of=as_of,
        revisit=revisit,
        revisit_why=why,
    )


def judge(profile: TaskProfile, evidence: Evidence, as_of: date) -> Judgement:
    """The decision alone, without flips, rivals or sources: the part that is asked many times over."""
    return judge_case(case_of(profile, evidence, as_of))


def judge_case(case: Case) -> Judgement:
    """The decision on a case whose break-even is known already."""
    profile, evidence = case.profile, case.evidence
    found, reasons = conditions.findings(case), rules.reasons(case)
    points = round(sum(reason.points for reason in reasons), 6)  # tenths add up without binary crumbs
    enough = good_enough_rung(profile, case.target_pass_rate, evidence)
    if enough and profile.gap != "cost_latency":  # there, that it works is where the question begins
        certain = 1.0 if enough.basis == "measured" else OF_AN_ESTIMATE
        return Judgement("good_enough", "no", points, certain, reasons, found, next_rung=None, measure=None)
    justified = _justified(points, reasons, evidence["commit_points"])
    decision = _decision(case, justified, points, reasons, found)
    return Judgement(
        decision=decision,
        justified=justified,
        points=points,
        strength=_strength(points, justified, evidence["commit_points"]),
        reasons=reasons,
        conditions=found,
        next_rung=_next_rung(case, justified),
        measure=_measure(case, justified) if decision == "measure_first" else None,
    )


def _strength(points: float, justified: str, commit: float) -> float:
    """0 at balance, about a half where the verdict commits, towards 1 far beyond; an open verdict stays below."""
    distance = abs(points) if justified != "unclear" else min(abs(points), commit)
    return round(math.tanh(math.atanh(WHERE_IT_COMMITS) * distance / commit), 3)


def _justified(points: float, reasons: tuple[Reason, ...], commit: float) -> str:
    if points <= -commit:
        return "no"
    return "yes" if points >= commit and not any(reason.blocks for reason in reasons) else "unclear"


def _decision(
    case: Case, justified: str, points: float, reasons: tuple[Reason, ...], found: tuple[Finding, ...]
) -> str:
    """What to do next: facts by retrieval first, then the data, then the cheaper rungs, and only then training."""
    profile, evidence = case.profile, case.evidence
    against = {reason.name: reason.points for reason in reasons}
    waiting = case.waiting
    if profile.gap == "knowledge":
        return "use_retrieval" if "retrieval" not in profile.rungs else "measure_first"
    if case.base_is_lost and justified != "no":
        return "measure_first"
    if "examples_dirty" in against and justified != "yes":
        return "fix_data"
    all_but_examples = points - against.get("examples_too_few", 0) >= evidence["commit_points"]
    if "examples_too_few" in against and all_but_examples and not waiting:
        return "fix_data"  # a cheaper rung would be less work than collecting more
    if justified == "unclear" and not profile.rungs and _measure(case, justified):
        return "measure_first"
    if waiting:
        return "climb_ladder"
    enough_examples = all(finding.status == "met" for finding in found if finding.condition == "clean_examples")
    return "fine_tune" if justified == "yes" and profile.has_eval_set and enough_examples else "measure_first"


def _next_rung(case: Case, justified: str) -> Rung | None:
    """The cheapest untried rung that fits; LoRA where none is left and training is worth it."""
    if case.waiting:
        return case.waiting[0]
    return case.evidence.rung("lora") if justified == "yes" else None


def _measure(case: Case, justified: str) -> str | None:
    """What to find out first.  A yes lacks only what fine-tuning itself needs; otherwise the unknown that
    moves most, where an evaluation set that is not there counts as unknown."""
    profile = case.profile
    if profile.gap == "knowledge" and "retrieval" in profile.rungs:
        return "retrieval_hits"
    if any(reason.blocks for reason in (*resource_rules.availability(case), *resource_rules.base_model_life(case))):
        return "another_base"
    if case.best and any(reason.name == "lora_no_better" for reason in task_rules.training_tried(case)):
        return "why_training_failed"
    if any(reason.name == "cost_gap_price_unknown" for reason in task_rules.gap(case)):
        return "prices"
    unknown = {key for key in MEASURE_ORDER if getattr(profile, key) is None}
    if not profile.has_eval_set:
        unknown.add("has_eval_set")
    if profile.volume:
        unknown.discard("requests_per_month")
    if case.best:
        unknown.discard("near_miss")
    if justified == "yes":
        unknown &= {"gap", "has_eval_set", "clean_examples"}
    first = next((key for key in MEASURE_ORDER if key in unknown), None)
    return first or (None if case.best else "pass_rate" if profile.rungs else None)


def _revisit(case: Case) -> tuple[date, str]:
    """The day to look again, and why then: the base goes, its provider stops training, or the first of the facts
    that are still fresh has grown stale."""
    lasts = timedelta(days=case.evidence["revisit_days"])
    stale = [each.first_day + lasts for _name, each in case.facts_dated if each.first_day] + [case.as_of + lasts]
    days = [(day, "stale") for day in stale]
    days += [(case.retires, "retires")] if case.retires else []
    days += [(case.provider.new_jobs_until, "closes")] if case.provider and case.provider.new_jobs_until else []
    return min((day, why) for day, why in days if day > case.as_of)
