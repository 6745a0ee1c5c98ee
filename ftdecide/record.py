"""A verdict as a decision record: the question, what would prove it wrong, the way out, the plan behind a yes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ftdecide import record_words, words
from ftdecide.experiments import measure_template, rung_template
from ftdecide.findings import Finding, Flip, Reason, Verdict
from ftdecide.ladder import BestRung, best_rung, untried
from ftdecide.paired_test import slipped_at, wilson_interval, wins_needed
from ftdecide.plan import FEWEST_DIFFERING, Plan, cited, points, target_pass_rate
from ftdecide.sentences import flip_text, next_step, sentence, telling_flips

MOST_CHECKS = 4
MOST_ITEMS = 500  # the exact counts stay quick, and more say little more
DEFAULT_ITEMS = 50  # the experiments of the ladder count on as many


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


def checked_flips(verdict: Verdict) -> list[Flip]:
    """The flips that a count or a look can bring about: what would prove the verdict wrong."""
    checked = [flip for flip in telling_flips(verdict) if _check(flip, verdict)]
    turning = [flip for flip in checked if flip.justified != verdict.justified]
    return (turning or checked)[:MOST_CHECKS]


def wrong_if(verdict: Verdict) -> list[str]:
    """What would prove this verdict wrong: each line a finding with the number at which it turns."""
    lines, said = [], set()
    for flip in checked_flips(verdict):
        check = _check(flip, verdict)
        lines.append(flip_text(flip, verdict) if check in said else f"{flip_text(flip, verdict)} {check}")
        said.add(check)
    best = best_rung(verdict.profile)
    if verdict.decision == "fine_tune":
        differ, wins = Plan(verdict).gate_counts()
        lines.insert(0, sentence(verdict, record_words.WRONG_GATE, {"differ": differ, "wins": wins}))
    elif verdict.profile.gap == "knowledge":
        lines.insert(0, record_words.WRONG_KNOWLEDGE)
    elif verdict.decision == "good_enough" and best and (facts := _slip(best, best.n or DEFAULT_ITEMS)):
        lines.insert(0, sentence(verdict, record_words.WRONG_GOOD, facts))
    elif weightiest := _without_the_weightiest(verdict):
        lines.insert(0, weightiest)
    return lines or [record_words.NO_SINGLE]


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
            few = any(reason.name == "examples_too_few" for reason in verdict.judgement.reasons)
            return list(record_words.EXIT_COLLECT if few else record_words.EXIT_DATA)
        case "measure_first":
            return _while_measuring(verdict)
    return [record_words.EXITS[rung.name], _budget(verdict)] if rung else [record_words.EXITS["prompt"]]


def margin(finding: Finding) -> str:
    """How far a finding lies from its threshold, in the condition's own unit; empty where that is not known."""
    value, threshold = finding.value, finding.threshold
    if value is None or not threshold:
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


def _check(flip: Flip, verdict: Verdict) -> str:
    """How to find out whether this flip holds; empty where it is a choice and no finding."""
    group, _, key = flip.field.rpartition(".")
    if key == "pass_rate":
        result = verdict.profile.rungs.get(group.split(".")[1])
        n = (result and result.n) or DEFAULT_ITEMS
        ends = sorted({flip.after, flip.after if flip.until is None else flip.until})
        low, high = math.ceil(round(ends[0] * n, 6)), math.floor(round(ends[-1] * n, 6))
        passes = words.count(high if flip.side == "fewer" else low)
        if len(ends) > 1 and flip.side != "more":
            passes = f"{words.count(low)} to {words.count(high)}"
        return sentence(verdict, record_words.CHECK_RATE, {"n": n, "passes": passes})
    if group == "economics":
        return record_words.CHECK_PRICES
    return record_words.CHECKS.get(flip.field, "")


def _without_the_weightiest(verdict: Verdict) -> str:
    """The count that would take away the weightiest reason on the side of the answer; empty where a flip says it."""
    side = -1 if verdict.justified == "no" else 1
    reason = next((r for r in verdict.judgement.reasons if r.points * side > 0), None)
    if reason is None:
        return ""
    evidence, best = verdict.evidence, best_rung(verdict.profile)
    if reason.name.startswith("room") and best:
        low, high = wilson_interval(best.pass_rate, best.n or DEFAULT_ITEMS)
        facts = {"rung": best.name, "pass_rate": best.pass_rate, "n": best.n or DEFAULT_ITEMS, "low": low, "high": high}
        facts |= {"turn": record_words.TURNS[side > 0], "little": evidence["little_room_pass_rate"]}
        template = record_words.WRONG_RATE if best.n else record_words.WRONG_RATE_UNCOUNTED
        return sentence(verdict, template, facts)
    target = target_pass_rate(verdict)
    facts = {
        **reason.facts,
        "target_of_50": math.ceil(round(target * DEFAULT_ITEMS, 6)),
        "misses_of_50": math.floor(round((1 - target) * DEFAULT_ITEMS, 6)) + 1,
        "little_of_50": math.ceil(round(evidence["little_room_pass_rate"] * DEFAULT_ITEMS, 6)),
        "dirty_of_50": math.floor(round(evidence["max_dirty_share"] * DEFAULT_ITEMS, 6)),
    }
    template = record_words.WRONG_REASONS.get(reason.name)
    return sentence(verdict, template, facts) if template else ""


def _keep_it(verdict: Verdict) -> list[str]:
    best = best_rung(verdict.profile)
    if best is None:
        return [record_words.EXITS["prompt"]]
    graded = int(verdict.evidence.training["graded_items"].value)
    counted = f"{words.count(best.n)} items" if best.n else "items"
    keep, watch = record_words.EXIT_GOOD
    lines = [sentence(verdict, keep, {"rung": best.name, "counted": counted})]
    facts = _slip(best, graded)
    return [*lines, sentence(verdict, watch, facts | {"graded": graded})] if facts else lines


def _slip(best: BestRung, items: int) -> dict[str, Any] | None:
    items = min(items, MOST_ITEMS)
    counted = best.n or items
    believed = min(best.pass_rate, (counted + 1) / (counted + 2))  # all right of 50 is not all right for ever
    slipped = slipped_at(items, round(believed * 1000))
    facts = {"rung": best.name, "pass_rate": best.pass_rate, "n": items, "slipped": slipped}
    return facts if slipped is not None else None


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
    if best is None:
        target = target_pass_rate(verdict)
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
    retired = verdict.profile.base_model.retires == verdict.revisit
    return words.fill(
        record_words.REVISIT["retires" if retired else "stale"], {"days": verdict.evidence["revisit_days"]}, {}
    )
