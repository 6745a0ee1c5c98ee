"""That the properties are about something: every decision, answer, reason and rung occurs, and each condition counts.

Without these, a verdict that always said no would have every property.
"""

from __future__ import annotations

import pytest

from core.profiles import BILL, BLANKS, DEVICE, DIARY, MORE_TASKS, TASKS, TICKETS, TODAY, without
from ftdecide import TaskProfile, assess, to_json
from ftdecide.evidence import load_cases, load_evidence, read_toml
from ftdecide.findings import DECISIONS, JUSTIFIED
from ftdecide.rivals import rivals
from ftdecide.verdict import judge

PUBLISHED = [case["profile"] for case in load_cases().values()]
LADDER = {row["name"]: row for row in read_toml("ladder.toml")["rung"]}


def said(raw):
    return judge(TaskProfile.from_json(raw), load_evidence(), TODAY)


@pytest.mark.parametrize("decision", TASKS)
def test_every_decision_is_reached(decision):
    """Each by a task that somebody might have."""
    assert said(TASKS[decision]).decision == decision
    assert set(TASKS) == set(DECISIONS)


@pytest.mark.parametrize(
    ("raw", "justified"),
    [
        (TICKETS, "yes"),  # counted room for it, high volume, many examples
        (DEVICE, "yes"),  # only a small model fits, and the style is beyond words
        (BLANKS, "yes"),  # 20 in 100, but narrow
        (BILL, "yes"),  # (800 a month) / (0.003 - 0.001) = 400,000 requests, and there are four million
        (TASKS["use_retrieval"], "no"),  # facts
        (TASKS["good_enough"], "no"),  # 98 in 100 already
        (TASKS["measure_first"], "unclear"),  # nothing is known but the gap
        (TASKS["fix_data"], "unclear"),  # 8,400 of 9,000 examples are wrong
        ({}, "unclear"),
    ],
)
def test_every_answer_is_given(raw, justified):
    """Yes, no and unclear, each for a reason that can be said in a line."""
    assert said(raw).justified == justified
    assert justified in JUSTIFIED


TONE = {**TICKETS, "gap": "style"}  # categories can be learned from far below, a tone has not been

# One changed answer each, nothing else: the condition is found otherwise, and so is the answer.
TURNED_BY = {
    "volume": (BILL, {"requests_per_month": 100_000}, "no"),  # the saving is $200 a month, the server costs $800
    "near_miss": (TONE, {"rungs": {name: {"pass_rate": 0.1, "n": 200} for name in TONE["rungs"]}}, "unclear"),
    "clean_examples": (TICKETS, {"clean_examples": 12}, "unclear"),
}


@pytest.mark.parametrize("condition", TURNED_BY)
def test_each_condition_alone_turns_a_yes(condition):
    """Low volume, a base model far off or too few examples: one is enough, whatever speaks for it."""
    raw, change, justified = TURNED_BY[condition]
    before, after = said(raw), said({**raw, **change})
    assert (before.justified, after.justified) == ("yes", justified)
    turned = [a.condition for a, b in zip(before.conditions, after.conditions, strict=True) if a.status != b.status]
    assert turned == [condition]


@pytest.mark.parametrize("condition", ["near_miss", "clean_examples", "volume"])
def test_each_condition_alone_turns_an_open_answer(condition):
    """Where one answer is still open, that answer alone makes it a yes."""
    raw = {"gap": "classification", "repetitive": True, "clean_examples": 60}
    little = {**raw, "requests_per_month": 2_000_000, "rungs": {"prompt": {"pass_rate": 0.7}}, "clean_examples": 40}
    answer = {
        "near_miss": (raw, {"near_miss": True}),
        "clean_examples": (little, {"clean_examples": 400}),
        "volume": ({"gap": "style", "repetitive": True, "clean_examples": 600}, {"requests_per_month": 2_000_000}),
    }
    before, change = answer[condition]
    assert (said(before).justified, said({**before, **change}).justified) == ("unclear", "yes")


def test_strength_grows_with_the_evidence():
    """From nothing known to a counted gap with examples at volume, each step is said more firmly."""
    steps = [
        {"gap": "classification"},
        {"near_miss": True},
        {"requests_per_month": 2_000_000},
        {"repetitive": True},
        {"clean_examples": 1200},
        {"rungs": TICKETS["rungs"]},
    ]
    raw, strengths = {}, [said({}).strength]
    for step in steps:
        raw |= step
        strengths.append(said(raw).strength)
    assert strengths[0] == 0
    assert strengths == sorted(set(strengths)), strengths
    assert strengths[-1] > 0.9


# What neither a published case nor a task above gives as a reason, each with an answer that does.
PRICES = {"prompted_usd_per_request": 0.001, "serving_usd_per_month": 300}
DEARER, CHEAPER = ({"economics": PRICES | {"tuned_usd_per_request": price}} for price in (0.002, 0.0005))
RARE = {
    "provider_doubted": {"base_model": {"provider": "anthropic", "tunable": True}},
    "examples_left_over": {"clean_examples": 1200, "total_examples": 4000},
    "cost_gap_nothing_to_save": {"gap": "cost_latency", "requests_per_month": 300},
    "cost_gap_price_unknown": {"gap": "cost_latency", "requests_per_month": 20_000},
    "room_unexplored": {**BLANKS, "rungs": {"prompt": {"pass_rate": 0.02, "n": 100}}},
    "provider_bases_retire": {"base_model": {"provider": "openai", "tunable": True}},
    "cost_gap_falls_short": {"gap": "cost_latency", "requests_per_month": 20_000, **CHEAPER},
    "cost_gap_never_pays": {"gap": "cost_latency", "requests_per_month": 20_000, **DEARER},
    "prices_never_pay": DEARER,
    "volume_said_high": {"volume": "high"},
    "volume_negligible": {"requests_per_month": 4},
    "quality_worth_little": {**DIARY, "rule_expressible": True, "failure_cost": "trivial"},
    "not_near_miss_unless_narrow": {"near_miss": False},
    "room_far": {"rungs": {"few_shot": {"pass_rate": 0.3}}},
    "lora_better": {**TICKETS, "rungs": TICKETS["rungs"] | {"lora": {"pass_rate": 0.9, "n": 200}}},
    "lora_no_better": {**TICKETS, "rungs": TICKETS["rungs"] | {"lora": {"pass_rate": 0.6, "n": 200}}},
    "rule_written_followed": {"follows_written_rule": True},
    "private_data": {"private_data": True},
    "latency_tight": {"latency_target_seconds": 0.3},
    "no_eval_set": {**BLANKS, "has_eval_set": False},
    "base_model_gone": {"base_model": {"retires": "2026-11-19"}},
    "base_model_retires_soon": {"base_model": {"retires": "2027-01-14"}},
    "base_model_not_tunable": {"base_model": {"tunable": False}},
    "provider_closed": {"base_model": {"provider": "anthropic"}},
    "provider_closed_to_new": {"base_model": {"provider": "openai"}},
    "provider_closing": {"base_model": {"provider": "openai", "tunable": True}},
}


def named(raw) -> set[str]:
    return {reason.name for reason in said(raw).reasons}


@pytest.mark.parametrize("reason", RARE)
def test_a_rare_reason_is_given(reason):
    """Each by the profile beside its name."""
    assert reason in named(RARE[reason])


def test_no_weight_is_dead():
    """Every reason is given for a published case, for a task above or for a profile of the table."""
    found = set().union(*(named(raw) for raw in (*PUBLISHED, *TASKS.values(), *MORE_TASKS, *RARE.values())))
    assert set(load_evidence().weights) - found == set()


@pytest.mark.parametrize("rung", LADDER)
def test_every_rung_is_next_for_somebody(rung):
    """Whoever has tried every cheaper rung that fits the gap is sent to this one; LoRA comes when none is left."""
    if rung == "lora":
        assert said(TICKETS).next_rung.name == "lora"
        return
    gap = LADDER[rung]["fits"][0]
    cheaper = [name for name in LADDER if gap in LADDER[name]["fits"]]
    cheaper = cheaper[: cheaper.index(rung)]
    judgement = said({"gap": gap, "rungs": {name: {} for name in cheaper}})
    expected = "retrieval" if gap == "knowledge" and rung != "retrieval" else rung
    assert judgement.next_rung.name == expected == rung


@pytest.mark.parametrize("left_out", ["prompt", "stronger_model", "small_classifier", "retrieval"])
def test_an_untried_rung_takes_fine_tune_but_not_the_yes(left_out):
    """One rung not yet tried is named and nothing else changes; the prompt was tried where examples in it were."""
    judgement = said(without(TICKETS, ("rungs", left_out)))
    assert judgement.justified == "yes"
    if left_out == "prompt":
        assert (judgement.decision, judgement.next_rung.name) == ("fine_tune", "lora")
    else:
        assert (judgement.decision, judgement.next_rung.name) == ("climb_ladder", left_out)


@pytest.mark.parametrize(
    ("prices", "requests"),
    [
        ({"prompted": 0.003, "tuned": 0.001}, 400_000),  # 800 / 0.002
        ({"prompted": 0.0012, "tuned": 0.001}, 4_000_000),  # 800 / 0.0002
        ({"prompted": 0.001, "tuned": 0.003}, "never"),
        ({"prompted": 0.001, "tuned": 0.001}, "never"),
        ({"prompted": 0.003}, None),
        ({}, None),
    ],
)
def test_break_even_is_a_number_or_never_or_unknown(prices, requests):
    """At 800 dollars of hosting a month, worked by hand; unknown where a price is."""
    stated = {f"{name}_usd_per_request": price for name, price in prices.items()}
    stated |= {"serving_usd_per_month": 800} if prices else {}
    found = to_json(assess(TaskProfile.from_json({"economics": stated}), as_of=TODAY))["break_even"]
    if isinstance(requests, int):
        volumes = found["requests_per_month"]
        assert all(volumes[name] == pytest.approx(requests) for name in ("p10", "p50", "p90"))
    else:
        assert (found and found["requests_per_month"]) == requests


def test_every_rule_of_thumb_changes_its_mind():
    """Over these tasks and the published cases each says two things at least; only the slogan always says no."""
    answers: dict[str, set[str]] = {}
    for raw in ({}, *TASKS.values(), *MORE_TASKS, *PUBLISHED):
        for name, answer in rivals(TaskProfile.from_json(raw)).items():
            answers.setdefault(name, set()).add(answer)
    assert answers.pop("always_no") == {"no"}
    assert len(answers) >= 5
    assert {name for name, given in answers.items() if len(given) < 2} == set()


# The directions are the sources'; only the sizes are our judgement, so a sign is never tuned.
SPEAKS_FOR = {
    *("behaviour_gap", "style_gap", "classification_gap", "cost_gap_pays"),
    *("volume_pays", "volume_said_high", "repetitive", "near_miss"),
    *("room_clear", "room_narrow", "room_some", "lora_better", "tried_without_number"),
    *("tried_several_without_number", "rule_implicit", "rule_written_not_followed", "examples_enough", "examples_many"),
    *("errors_expensive", "errors_expensive_at_volume", "on_device", "private_data", "latency_tight"),
}


def test_every_weight_points_where_its_sources_do():
    """These speak for training, every other one against it or, at nought points, only about what is missing."""
    assert {name for name, weight in load_evidence().weights.items() if weight.points > 0} == SPEAKS_FOR
    assert not any(weight.blocks for name, weight in load_evidence().weights.items() if name in SPEAKS_FOR)
