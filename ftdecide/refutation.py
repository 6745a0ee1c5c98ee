"""What would prove a verdict wrong: each finding with the number at which it turns, and how to come by it."""

from __future__ import annotations

import math
from typing import Any

from ftdecide import record_words, words
from ftdecide.findings import Flip, Verdict
from ftdecide.ladder import BestRung, best_rung
from ftdecide.paired_test import slipped_at, wilson_interval
from ftdecide.sentences import flip_text, sentence, telling_flips
from ftdecide.trial import Trial

MOST_CHECKS = 4
MOST_ITEMS = 500  # the exact counts stay quick, and more say little more
DEFAULT_ITEMS = 50  # the experiments of the ladder count on as many


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
        trial = Trial(verdict)
        gate = record_words.WRONG_GATE_CHEAPER if trial.for_price else record_words.WRONG_GATE
        differ, wins = trial.counts
        lines.insert(0, sentence(verdict, gate, {"differ": differ, "wins": wins}))
    elif verdict.profile.gap == "knowledge":
        lines.insert(0, record_words.WRONG_KNOWLEDGE)
    elif verdict.decision == "good_enough" and best and (facts := slip(best, best.n or DEFAULT_ITEMS)):
        lines.insert(0, sentence(verdict, record_words.WRONG_GOOD, facts))
    elif weightiest := _without_the_weightiest(verdict):
        lines.insert(0, weightiest)
    return lines or [record_words.NO_SINGLE]


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


def slip(best: BestRung, items: int) -> dict[str, Any] | None:
    """The count of passes among `items` that a rung this good shows once in forty draws, with its odds in words."""
    items = min(items, MOST_ITEMS)
    counted = best.n or items
    believed = min(best.pass_rate, (counted + 1) / (counted + 2))  # all right of 50 is not all right for ever
    slipped = slipped_at(items, round(believed * 1000))
    if slipped is None:
        return None
    facts = {"rung": best.name, "pass_rate": best.pass_rate, "n": items, "slipped": slipped}
    odds = facts | {"believed": round(believed, 3), "n_counted": counted}
    return facts | {"odds": words.fill(record_words.ODDS[believed == best.pass_rate], odds, {})}


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
    target = verdict.target_pass_rate
    facts = {
        **reason.facts,
        "target_of_50": math.ceil(round(target * DEFAULT_ITEMS, 6)),
        "misses_of_50": math.floor(round((1 - target) * DEFAULT_ITEMS, 6)) + 1,
        "little_of_50": math.ceil(round(evidence["little_room_pass_rate"] * DEFAULT_ITEMS, 6)),
        "dirty_of_50": math.floor(round(evidence["max_dirty_share"] * DEFAULT_ITEMS, 6)),
    }
    template = record_words.WRONG_REASONS.get(reason.name)
    return sentence(verdict, template, facts) if template else ""
