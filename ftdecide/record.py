"""A verdict as a decision record: the question, what would prove it wrong, the way out, the plan behind a yes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ftdecide import record_words, words
from ftdecide.experiments import measure_template, rung_template
from ftdecide.findings import Finding, Reason, Verdict
from ftdecide.ladder import best_rung, untried
from ftdecide.paired_test import wins_needed
from ftdecide.plan import Plan, cited, points
from ftdecide.refutation import DEFAULT_ITEMS, MOST_ITEMS, slip, wrong_if
from ftdecide.sentences import next_step, sentence
from ftdecide.trial import FEWEST_DIFFERING


def record(verdict: Verdict) -> dict[str, Any]:
    """The parts of the record that the rest of the JSON does not hold, in words; `plan` is None unless it is a yes."""
    plan = Plan(verdict) if verdict.justified == "yes" else None
    return {
        "question": question(verdict),
        "wrong_if": wrong_if(verdict),
        "exit": way_out(verdict),
        "plan": plan and plan.parts(),
        "experiment": {**next_step(verdict), "template": _template(verdict)},
        "revisit": _revisit(verdict),
    }


def sources(written: Mapping[str, Any]) -> list[str]:
    """The source keys that the record's own sentences name."""
    parts = [item for part in written["plan"] or () for item in part["items"]]
    return cited([*parts, *written["exit"], *written["wrong_if"]])


def question(verdict: Verdict) -> str:
    """The question that the record answers, with the alternative at hand."""
    best = best_rung(verdict.profile)
    rung = (
        best.name if best else _last_tried(verdict) or (verdict.judgement.next_rung or verdict.evidence.rungs[0]).name
    )
    if rung == "lora":
        rung = verdict.evidence.rungs[0].name
    alternative = _title(verdict, rung) + (f" ({words.share(best.pass_rate)} right so far)" if best else "")
    return record_words.QUESTION.format(aim=record_words.AIMS[verdict.profile.gap], alternative=alternative)


def way_out(verdict: Verdict) -> list[str]:
    """What to keep, when to stop and how to go back, for this decision."""
    rung = verdict.judgement.next_rung
    match verdict.decision:
        case "fine_tune":
            best = best_rung(verdict.profile)
            keep, stop = record_words.EXIT_TRAINED
            return [sentence(verdict, keep, {"rung": best.name if best else "prompt"}), stop]
        case "good_enough":
            return _keep_it(verdict)
        case "fix_data":
            few = verdict.facts_of_too_few is not None
            return list(record_words.EXIT_COLLECT if few else record_words.EXIT_DATA)
        case "measure_first":
            return _while_measuring(verdict)
    return [record_words.EXITS[rung.name], _budget(verdict)] if rung else [record_words.EXITS["prompt"]]


def margin(finding: Finding) -> str:
    """How far a finding lies from its threshold, in the condition's own unit; empty where that is not known."""
    value, threshold = finding.value, finding.threshold
    if value is None or not threshold or finding.why == "volume_price_unknown":
        return ""
    if finding.condition == "volume":
        times = value / threshold
        said = f"{words.count(float(f'{times:.2g}'))} times" if times >= 1 else f"{words.share(times)} of"
        return f"{said if times >= 0.0005 else 'far under'} the break-even"
    distance, side = abs(value - threshold), "above" if value >= threshold else "below"
    if finding.condition == "near_miss":
        return f"{points(distance)} {side} {words.share(threshold)}"
    return f"{words.count(distance)} {'more than' if value >= threshold else 'short of'} {words.count(threshold)}"


def basis(verdict: Verdict, reason: Reason) -> str:
    """What a reason rests on: a measured number, an estimated one, or an answer as it was stated."""
    p, best = verdict.profile, best_rung(verdict.profile)
    if reason.name.startswith(RESTS_ON_RATE) and best:
        return best.basis
    for start, field in RESTS_ON.items():
        quantity = getattr(p, field)
        if reason.name.startswith(start) and quantity:
            return quantity.basis
    return "stated"


RESTS_ON_RATE = ("room", "near_miss", "not_near_miss", "lora")
RESTS_ON = {  # the beginning of a reason's name, and the number it rests on where one is given
    "volume": "requests_per_month",
    "cost_gap": "requests_per_month",
    "quality_worth": "requests_per_month",
    "errors_expensive_at_volume": "requests_per_month",
    "examples": "clean_examples",
    "rules_change": "months_between_rule_changes",
    "latency": "latency_target_seconds",
}


def _keep_it(verdict: Verdict) -> list[str]:
    best = best_rung(verdict.profile)
    if best is None:
        return [record_words.EXITS["prompt"]]
    graded = int(verdict.evidence.training["graded_items"].value)
    counted = f"{words.count(best.n)} items" if best.n else "items"
    keep, watch = record_words.EXIT_GOOD
    lines = [sentence(verdict, keep, {"rung": best.name, "counted": counted})]
    facts = slip(best, graded)
    return [*lines, sentence(verdict, watch, facts | {"graded": graded})] if facts else lines


def _while_measuring(verdict: Verdict) -> list[str]:
    best, measure = best_rung(verdict.profile), verdict.judgement.measure
    rung = best.name if best else _last_tried(verdict)
    stay = record_words.EXIT_MEASURE if rung else record_words.EXIT_MEASURE_NOTHING
    last = record_words.EXIT_BASE if measure == "another_base" else record_words.EXIT_MEASURED
    return [sentence(verdict, stay, {"rung": rung}), last]


def _budget(verdict: Verdict) -> str:
    rung, best = verdict.judgement.next_rung, best_rung(verdict.profile)
    after = [each for each in untried(verdict.profile, verdict.evidence) if each != rung]
    then = _title(verdict, after[0].name) if after else record_words.THEN_ASK
    hours = f"{words.count(rung.effort_hours)} hour{'' if rung.effort_hours == 1 else 's'}"
    facts = {"hours": hours, "then": then, "n": DEFAULT_ITEMS}
    if rung.name == "caching":  # its aim is the bill: no gain in passes is asked of it
        return sentence(verdict, record_words.BILL_BUDGET, facts)
    if best is None:
        target = verdict.target_pass_rate
        facts |= {"target": target, "passes": math.ceil(round(target * DEFAULT_ITEMS, 6))}
        return sentence(verdict, record_words.FIRST_BUDGET, facts)
    facts["n"] = min(best.n or DEFAULT_ITEMS, MOST_ITEMS)
    differ = max(FEWEST_DIFFERING, round(facts["n"] * (1 - best.pass_rate)))
    facts |= {"rival": best.name, "differ": differ, "wins": wins_needed(differ)}
    return sentence(verdict, record_words.RUNG_BUDGET, facts)


def _last_tried(verdict: Verdict) -> str | None:
    """The furthest of the cheap rungs that was tried."""
    names = [rung.name for rung in verdict.evidence.rungs if rung.name in verdict.profile.rungs and rung.name != "lora"]
    return names[-1] if names else None


def _title(verdict: Verdict, name: str) -> str:
    return words.lower_first(verdict.evidence.rung(name).title)


def _template(verdict: Verdict) -> str:
    if verdict.judgement.measure and verdict.decision == "measure_first":
        return measure_template(verdict)
    if verdict.decision in ("fix_data", "good_enough"):
        return measure_template(verdict)
    return rung_template(verdict, verdict.judgement.next_rung or verdict.evidence.rung("prompt"))


def _revisit(verdict: Verdict) -> str:
    return words.fill(record_words.REVISIT[verdict.revisit_why], {"days": verdict.evidence["revisit_days"]}, {})
