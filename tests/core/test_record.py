"""The decision record: whole, specific, with sources, and right in its counts."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.test_verdict import READY, profiles
from ftdecide import TaskProfile, assess
from ftdecide.doors.drill import respond
from ftdecide.evidence import load_cases, load_evidence
from ftdecide.fields import FIELDS
from ftdecide.findings import DECISIONS
from ftdecide.html_page import html_page
from ftdecide.ladder import BestRung
from ftdecide.paired_test import chance_of_wins, gain_seen, slipped_at, wilson_interval, wins_needed
from ftdecide.plan import cited
from ftdecide.record import RESTS_ON, RESTS_ON_RATE
from ftdecide.record_words import BILL_BUDGET, CHECKS, EXITS, PLAN, WRONG_REASONS
from ftdecide.refutation import checked_flips, slip
from ftdecide.trial import Trial

DAY = date(2026, 11, 21)
CASES = {number: {**case["profile"], "task": case["task"]} for number, case in load_cases().items()}
OTHERS = {
    "ready": READY,
    "nothing known": {},
    "good enough": {"gap": "behaviour", "rungs": {"few_shot": {"pass_rate": 0.99, "n": 300}}},
    "dirty": {"gap": "style", "clean_examples": 300, "total_examples": 500},
    "too few": {**READY, "clean_examples": 12},
    "retrieval falls short": {"gap": "knowledge", "rungs": {"retrieval": {"pass_rate": 0.7, "n": 50}}},
    "base lost": {**READY, "base_model": {"tunable": False}},
    "training failed": {**READY, "rungs": {**READY["rungs"], "lora": {"pass_rate": 0.7, "n": 200}}},
    "base retires": {**READY, "base_model": {"retires": "2027-12-01"}},
    "on the device": {
        "gap": "cost_latency",
        "on_device": True,
        "requests_per_month": 1e6,
        "latency_target_seconds": 0.3,
    },
}
VERDICTS = {name: respond(raw, as_of=DAY) for name, raw in (CASES | OTHERS).items()}


def texts(verdict) -> list[str]:
    """Every text of the record, template and sections included."""
    record = verdict["record"]
    parts = [item for part in record["plan"] or () for item in (part["title"], *part["items"])]
    sections = [item for section in verdict["sections"] for item in section["items"]]
    written = [record["question"], *record["wrong_if"], *record["exit"], *parts, *sections, record["revisit"]]
    return [*written, *record["experiment"].values(), verdict["given"], *(c["margin"] for c in verdict["conditions"])]


@pytest.mark.parametrize("name", VERDICTS)
def test_every_record_is_whole(name):
    """No part is empty, no blank of ours is left unfilled, no value of the program shows through."""
    verdict = VERDICTS[name]
    record = verdict["record"]
    assert record["question"].endswith("?")
    assert record["wrong_if"] and record["exit"] and record["experiment"]["template"]
    assert all(line.endswith(".") for line in [*record["wrong_if"], *record["exit"]])
    for text in texts(verdict):
        assert not re.search(r"\{[a-z_]*(:[a-z]+)?\}|(?<!^)\bNone\b|\b(nan|inf)\b|\.\.(?!\.)(?<!\.\.\.)", text), text
    task = verdict["profile"].get("task")
    assert task is None or " ".join(task.split()) in record["experiment"]["template"]


@pytest.mark.parametrize("name", VERDICTS)
def test_a_yes_has_a_plan_and_nothing_else_has(name):
    """The plan stands behind a yes, all five parts of it, and nowhere else."""
    plan = VERDICTS[name]["record"]["plan"]
    assert (plan is not None) == (VERDICTS[name]["justified"] == "yes")
    if plan:
        titles = [part["title"] for part in plan]
        assert titles == ["What to train", "On which base", "What to hold out", "The gate", "Out and back"]
        assert all(part["items"] for part in plan)
    title = (
        "The training plan"
        if VERDICTS[name]["decision"] == "fine_tune"
        else "The training plan, for after the next step"
    )
    assert (title in [section["title"] for section in VERDICTS[name]["sections"]]) == bool(plan)


def test_the_records_tested_reach_every_decision_and_both_kinds_of_yes():
    """Nothing above passes because a kind of verdict was missing."""
    assert {verdict["decision"] for verdict in VERDICTS.values()} == set(DECISIONS)
    yes = {verdict["decision"] for verdict in VERDICTS.values() if verdict["justified"] == "yes"}
    assert {"fine_tune", "climb_ladder"} <= yes


def ten_most_different() -> list[str]:
    """Ten published cases, each the farthest from those before it in the answers that differ."""

    def apart(a: str, b: str) -> int:
        keys = (CASES[a].keys() | CASES[b].keys()) - {"task"}
        return sum(CASES[a].get(key) != CASES[b].get(key) for key in keys)

    chosen = [max(CASES, key=lambda name: len(CASES[name]))]
    while len(chosen) < 10:
        chosen.append(max(set(CASES) - set(chosen), key=lambda name: (min(apart(name, c) for c in chosen), name)))
    return chosen


def test_different_tasks_are_proved_wrong_differently():
    """No two of the ten most different cases share what would prove them wrong."""
    said = [tuple(VERDICTS[name]["record"]["wrong_if"]) for name in ten_most_different()]
    assert len(set(said)) == 10


@pytest.mark.parametrize("name", VERDICTS)
def test_nothing_is_said_twice(name):
    """No sentence of some length stands twice on the page; what proves the verdict wrong is not listed again."""
    page = re.sub(r"```.*?```", "", VERDICTS[name]["markdown"], flags=re.DOTALL).split("## Sources")[0]
    sentences = [s.strip(" -") for s in re.split(r"(?<=[.?])\s+|\n", page)]
    long = [s for s in sentences if len(s.split()) > 7]
    assert sorted(long) == sorted(set(long))


@pytest.mark.parametrize("name", VERDICTS)
def test_every_key_in_brackets_is_among_the_sources(name):
    """What a sentence cites can be looked up at the foot of the same page."""
    verdict = VERDICTS[name]
    listed = {source["key"] for source in verdict["sources"]}
    record = verdict["record"]
    parts = [item for part in record["plan"] or () for item in part["items"]]
    keys = set(cited([*parts, *record["exit"], *record["wrong_if"]]))
    assert keys <= listed
    assert bool(keys) or not parts
    assert all(reason["basis"] in ("measured", "estimated", "stated") for reason in verdict["reasons"])


def test_every_number_of_training_has_a_source_that_resolves():
    """Value, unit, description, mark and date; sources that the table of sources holds."""
    evidence = load_evidence()
    assert len(evidence.training) >= 15
    for name, row in evidence.training.items():
        assert row.source and evidence.cite(row.source), name
        assert row.unit and row.description and row.mark in ("V", "C", "R", "judgement"), name
        assert row.as_of <= DAY, name


def test_every_rung_has_a_text_to_run_with_the_task_in_it():
    """One template a rung, each its own."""
    templates = [rung.template for rung in load_evidence().rungs]
    assert len(set(templates)) == len(templates)
    assert all("{task}" in template and len(template.split()) > 20 for template in templates)


@pytest.mark.parametrize(
    ("differ", "wins"), [(5, None), (6, 6), (8, 8), (9, 8), (10, 9), (12, 10), (20, 15), (25, 18), (50, 33)]
)
def test_the_sign_test_needs_what_its_table_says(differ, wins):
    """The two-sided 5 % points of the sign test, as printed in any table of it."""
    assert wins_needed(differ) == wins


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(1, 999))
def test_the_fewest_wins_are_the_fewest(differ, chance):
    """With that many wins chance is under 2.5 %, with one fewer it is not; added up as fractions."""
    p = Fraction(chance, 1000)

    def tail(wins: int) -> Fraction:
        return sum((comb(differ, k) * p**k * (1 - p) ** (differ - k) for k in range(wins, differ + 1)), Fraction())

    wins = wins_needed(differ, chance)
    assert tail(differ) > Fraction(25, 1000) if wins is None else tail(wins) <= Fraction(25, 1000)
    assert not wins or tail(wins - 1) > Fraction(25, 1000)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 120), st.integers(0, 1000))
def test_a_slip_is_rare_and_the_next_count_is_not(items, pass_per_mille):
    """So few passes come at most once in forty draws, one more comes oftener."""
    p = Fraction(pass_per_mille, 1000)

    def at_most(passes: int) -> Fraction:
        return sum((comb(items, k) * p**k * (1 - p) ** (items - k) for k in range(passes + 1)), Fraction())

    slipped = slipped_at(items, pass_per_mille)
    assert slipped is None or at_most(slipped) <= Fraction(25, 1000)
    if slipped != items:
        assert at_most(0 if slipped is None else slipped + 1) > Fraction(25, 1000)


def test_a_wilson_interval_as_worked_by_hand():
    """80 of 100: the middle (0.8 + 1.9208/100) / 1.038416, and 0.0780 to either side."""
    assert [round(end, 3) for end in wilson_interval(0.8, 100)] == [0.711, 0.867]
    assert wilson_interval(1.0, 30)[1] == 1.0


def plan_text(raw) -> dict[str, str]:
    plan = respond(raw, as_of=DAY)["record"]["plan"]
    return {part["title"]: " ".join(part["items"]) for part in plan}


def test_the_plan_of_the_ready_profile_as_worked_by_hand():
    """1,200 clean examples: 240 held out, 960 left, a tenth of them for the epoch.  77 % pass: 55 of 240 fail;
    36 of 55 is the sign test's point.  Of 100 graded answers at 77 %, 68 or fewer pass once in forty."""
    text = plan_text(READY)
    assert (
        "240 of the 1,200 clean examples" in text["What to hold out"] and "Of the 960 left" in text["What to hold out"]
    )
    assert "between 71\u00a0% and 82\u00a0%" in text["What to hold out"]
    assert "96 only choose the epoch" in text["What to hold out"]
    assert (
        "on 55 of them, as many as that one fails, the tuned model must win 36; of 10, 9; of 20, 15; of 40, 27"
        in text["The gate"]
    )
    assert "68 or fewer of 100" in text["Out and back"] and "(about 100,000 a month)" in text["Out and back"]
    assert "rank 64, alpha 64" in text["What to train"] and "learning rate 2e-4" in text["What to train"]


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        ({"clean_examples": 90}, "What to hold out", "40 of the 90 clean examples"),
        ({"clean_examples": 90}, "What to hold out", "10 more examples would fill a test of 50"),
        ({"clean_examples": 60}, "What to hold out", "Collect 10 more clean examples first: 20 to hold out and the 50"),
        (
            {"clean_examples": None},
            "What to hold out",
            "A fifth of the clean examples once they are counted, 50 where they allow it",
        ),
        ({"clean_examples": 20_000}, "What to hold out", "500 of the 20,000 clean examples"),
        ({"clean_examples": 20_000}, "What to train", "rank 16, alpha 32"),
        ({"requests_per_month": 500_000, "private_data": True}, "On which base", "Open weights, on machines of yours"),
        ({"latency_target_seconds": 0.5}, "On which base", "will not bring it under 0.5 s"),
        ({"base_model": {"retires": "2028-03-01"}}, "On which base", "goes on 2028-03-01"),
        ({"base_model": {"provider": "together"}}, "On which base", "Together took training jobs when its pages"),
        (
            {"requests_per_month": 1500, "failure_cost": "expensive"},
            "Out and back",
            "7\u00a0% of the requests (about 100 a month)",
        ),
    ],
)
def test_the_plan_follows_the_profile(change, part, said):
    """Each answer that matters to training shows in its part of the plan."""
    assert said in plan_text(READY | change)[part]


def test_where_price_is_the_aim_a_small_loss_is_allowed():
    """500 items, as many as serve; a fifth is taken to differ.  5 points of 500 are 25, so that one just bad enough
    wins 37.5 of 100: 48 wins or more then have 2.05 %, 47 have 3.3 %."""
    trial = Trial(assess(TaskProfile.from_json(OTHERS["on the device"]), as_of=DAY))
    assert trial.counts == (100, 48)
    assert wins_needed(10, 375) == 8  # and of ten, 8, not 9


REDACTION = {  # 70 examples, a stated target far above the best rung
    **{"gap": "behaviour", "requests_per_month": 4000, "repetitive": True, "rule_expressible": True},
    **{"follows_written_rule": False, "clean_examples": 70, "failure_cost": "expensive", "has_eval_set": True},
    **{"on_device": True, "private_data": True, "target_pass_rate": 0.98},
    "rungs": {
        **{"prompt": {"pass_rate": {"value": 0.55, "basis": "measured"}, "n": 60}, "retrieval": {}},
        **{"few_shot": {"pass_rate": {"value": 0.66, "basis": "measured"}, "n": 60}, "structured_output": {}},
        "prompt_optimisation": {"pass_rate": {"value": 0.7, "basis": "measured"}, "n": 60},
    },
}
CHEAPER = {
    **{"gap": "cost_latency", "requests_per_month": 3e6, "repetitive": True, "clean_examples": 1000},
    **{"near_miss": True, "has_eval_set": True},
    "rungs": {"prompt": {"pass_rate": {"value": 0.93, "basis": "measured"}, "n": 100}, "caching": {}},
    "economics": {"prompted_usd_per_request": 0.002, "tuned_usd_per_request": 0.0001, "training_usd": 20},
}
SORTING = {
    **{"gap": "classification", "requests_per_month": 3e6, "repetitive": True, "clean_examples": 2500},
    **{"failure_cost": "moderate", "has_eval_set": True},
    "rungs": {
        **{"prompt": {"pass_rate": {"value": 0.74, "basis": "measured"}, "n": 200}, "retrieval": {}},
        **{"stronger_model": {}, "small_classifier": {}},
    },
}


def test_a_stated_target_is_a_gate_of_its_own_and_the_count_to_go_back_at():
    """98 % of 20 held out is 20; all 20 right: 1 / (1 + 3.8416 / 20) = 84 % at the least.  Of 100 at 98 %
    two fail, and six or more do so once in sixty (five or more once in twenty)."""
    text = plan_text(REDACTION)
    assert "And 20 of 20 right at least, your 98\u00a0%" in text["The gate"]
    assert "between 84\u00a0% and 100\u00a0%" in text["The gate"]
    assert "94 or fewer of 100 graded answers pass" in text["Out and back"]
    assert "a model at your 98\u00a0%" in text["Out and back"]
    assert not re.search(r"\bAnd \d+ of \d+ right", plan_text(READY)["The gate"])


@pytest.mark.parametrize(
    ("clean", "held", "short"),
    [(12, 20, 58), (69, 20, 1), (70, 20, 0), (99, 49, 0), (100, 50, 0), (300, 60, 0), (1000, 200, 0), (9000, 500, 0)],
)
def test_the_floor_stays_for_training_or_the_plan_and_the_headline_say_what_is_missing(clean, held, short):
    """20 to 500 items, a fifth between, 50 left to train on; what is missing for that is said in both places."""
    verdict = assess(TaskProfile.from_json(READY | {"clean_examples": clean}), as_of=DAY)
    trial = Trial(verdict)
    assert (trial.held_out, trial.short) == (held, short)
    assert short or clean - held >= 50
    written = respond(REDACTION | {"clean_examples": clean}, as_of=DAY)
    if written["decision"] == "fine_tune":
        assert ("the examples are there" in written["headline"]) == (short == 0)
        assert (f"{short} more clean examples" in written["headline"]) == (short > 0)
        assert written["headline"] in written["markdown"]


def test_the_three_rules_of_a_cost_plan_hold_together():
    """93 % may fall to 88 %; of 100 at 88 % eighty or fewer pass once in forty, and that is the count to go back at:
    whoever passes the gate at its edge is not sent back by it.  The rung names no rule of its own."""
    text, verdict = plan_text(CHEAPER), respond(CHEAPER, as_of=DAY)
    assert "up to 5 points worse" in text["The gate"]
    assert "80 or fewer of 100" in text["Out and back"] and "the allowed 88\u00a0%" in text["Out and back"]
    tail = sum(Fraction(comb(100, k) * 88**k * 12 ** (100 - k), 100**100) for k in range(81))
    assert tail <= Fraction(1, 40) < tail + Fraction(comb(100, 81) * 88**81 * 12**19, 100**100)
    lora = next(rung for rung in load_evidence().rungs if rung.name == "lora")
    assert "gate of the plan" in lora.experiment and not re.search(r"\d", lora.experiment)
    assert verdict["headline"].endswith("and cost or speed is left.")
    assert "no faster" not in text["On which base"] and "prompted version" not in " ".join(verdict["record"]["exit"])


def test_an_equal_model_passes_the_cost_gate_as_often_as_is_said():
    """Of 20 differing 10 to win: (2^20 + C(20, 10)) / 2^21 = 58.8 %; on 500 items 50 differ and 20 wins serve: 94 %."""
    assert chance_of_wins(20, 10) == pytest.approx((2**20 + 184_756) / 2**21)
    assert chance_of_wins(50, 20) == pytest.approx(sum(comb(50, wins) for wins in range(20, 51)) / 2**50)
    assert "passes 94\u00a0% of the time" in plan_text(CHEAPER)["The gate"]


def test_a_slice_fails_on_the_counts_that_chance_does_not_explain():
    """6 to 0, 8 to 1 and 10 to 2 are the sign test's points; one win fewer is chance."""
    for text in (PLAN["gate_slices"], BILL_BUDGET):
        for wins, losses in ((6, 0), (8, 1), (10, 2)):
            assert wins_needed(wins + losses) == wins
            assert f"{wins} to {losses}" in text or f"{wins} of {wins + losses}" in text
    assert wins_needed(7) == 7 and wins_needed(11) == 10


@pytest.mark.parametrize(
    ("items", "rate"), [(50, 0.7), (50, 0.8), (80, 0.7), (100, 0.3), (100, 0.84), (100, 0.9), (20, 0.5)]
)
def test_the_gain_that_is_said_to_show_four_times_in_five_does(items, rate):
    """Counted out over every number of differing items; four points less would not show so often."""

    def power(gain: float) -> float:
        tuned = rate + gain
        won, lost = (1 - rate) * tuned, rate * (1 - tuned)
        differ, share = won + lost, round(1000 * won / (won + lost))
        return sum(
            comb(items, d) * differ**d * (1 - differ) ** (items - d) * chance_of_wins(d, wins_needed(d), share)
            for d in range(6, items + 1)
        )

    gain = gain_seen(items, rate)
    assert power(gain) >= 0.8 > power(gain - 0.04)


def test_few_items_cannot_promise_to_show_a_gain():
    """80 to 90 % on 50 items shows about one time in five, and the plan of 20 items says that it may miss any."""
    assert gain_seen(50, 0.8) > 0.1 and gain_seen(20, 0.7) is None
    assert "may miss even a model that is nearly always right" in plan_text(REDACTION)["The gate"]
    assert "about 11 points shows four times in five" in plan_text(READY)["The gate"]


def test_missing_the_gate_is_no_proof_against_training():
    """Not significant is not wrong: it is not shown, and so it is not shipped."""
    said = VERDICTS["ready"]["record"]["wrong_if"] + respond(REDACTION, as_of=DAY)["record"]["wrong_if"]
    assert not [line for line in said if "yes was wrong" in line]
    assert any(line.endswith("no gain is shown: do not ship it.") for line in said)


def test_all_right_is_not_believed_to_be_all_right_for_ever():
    """50 of 50 right: 51/52 = 98.1 % is believed, of which 46 or fewer of 50 come once in forty; never at 100 %."""
    facts = slip(BestRung("few_shot", 1.0, 50, "measured"), 50)
    believed = 981
    tail = sum(Fraction(comb(50, k) * believed**k * (1000 - believed) ** (50 - k), 1000**50) for k in range(47))
    assert facts["slipped"] == 46 and tail <= Fraction(1, 40)
    assert facts["odds"] == (
        "so few come once in forty if the true rate is 98.1\u00a0%, which the 50 items counted allow"
    )
    assert slip(BestRung("few_shot", 0.9, 50, "measured"), 50)["odds"].startswith("at 90\u00a0% so few")


@pytest.mark.parametrize(
    ("clean", "first"), [(600, "LoRA adapters"), (616, "Tune an encoder"), (2500, "Tune an encoder")]
)
def test_with_many_labels_an_encoder_comes_before_a_language_model(clean, first):
    """From 616 labels on an encoder was level with LoRA; for another gap it is not named."""
    assert plan_text(SORTING | {"clean_examples": clean})["What to train"].startswith(first)
    assert "encoder" not in plan_text(REDACTION | {"clean_examples": clean})["What to train"]


def test_caching_is_asked_for_the_bill_and_not_for_a_gain():
    """Where the bill is the aim no count of better answers is asked, only that a cheaper model loses none."""
    raw = CHEAPER | {"rungs": {"prompt": CHEAPER["rungs"]["prompt"]}}
    written = respond(raw, as_of=DAY)
    assert written["next_rung"] == "caching"
    assert "Keep what lowers the bill" in written["record"]["exit"][1]
    assert "must be for the better" not in " ".join(written["record"]["exit"])


def test_the_count_beside_a_rate_is_that_rate_of_the_items():
    """86 % of 200 items are 172; a line without its count would name a rate that nobody can check."""
    verdict = assess(TaskProfile.from_json(READY), as_of=DAY)
    rates = [flip for flip in checked_flips(verdict) if flip.field.endswith("pass_rate")]
    assert rates
    lines = " ".join(VERDICTS["ready"]["record"]["wrong_if"])
    for flip in rates:
        assert f"On 200 held-out items that is {round(flip.after * 200)}" in lines


def test_why_that_day():
    """The day to look again is the base model's last where that comes first, else when prices are stale."""
    assert VERDICTS["ready"]["given"].endswith("are then 90 days old or more.")
    soon = respond({**READY, "base_model": {"retires": "2026-12-15"}}, as_of=DAY)
    assert soon["given"] == "Given on 2026-11-21. Look again by 2026-12-15: that day the base model is retired."


def test_margins_are_said_in_the_unit_of_the_condition():
    """2,000,000 against 430,000 is 4.7 times; 74 % is 26 points above 48 %; 1,200 is 1,150 more than 50."""
    margins = [condition["margin"] for condition in VERDICTS["ready"]["conditions"]]
    assert margins == ["4.7 times the break-even", "26 points above 48\u00a0%", "1,150 more than 50"]


def test_what_a_reader_typed_stays_text():
    """Markup in the task is escaped in the page, and a fence in it does not end the fence around the template."""
    task = "<script>alert(1)</script> ``` # not a heading ```` {task} {rank}"
    verdict = respond({**READY, "task": task}, as_of=DAY)
    assert task in verdict["record"]["experiment"]["template"]
    assert "<script>" not in html_page(verdict)
    assert "\n`````text\n" in verdict["markdown"] and verdict["markdown"].count("\n`````\n") == 1


@settings(max_examples=40, deadline=None)
@given(profiles)
def test_any_profile_gives_a_whole_record(raw):
    """Whatever is stated, the record is whole, plain JSON, and the same again."""
    verdict = respond(raw, as_of=DAY)
    record = verdict["record"]
    assert record["wrong_if"] and record["exit"] and record["experiment"]["template"] and record["question"]
    assert (record["plan"] is not None) == (verdict["justified"] == "yes")
    assert record == json.loads(json.dumps(respond(raw, as_of=DAY)["record"]))


def test_the_words_of_the_record_are_about_rules_and_rungs_that_exist():
    """A rule or rung that is renamed takes its sentences along."""
    evidence = load_evidence()
    assert WRONG_REASONS.keys() <= evidence.weights.keys()
    for start in (*RESTS_ON, *RESTS_ON_RATE):
        assert any(name.startswith(start) for name in evidence.weights), start
    assert EXITS.keys() | {"lora"} == {rung.name for rung in evidence.rungs}
    assert {field for field in CHECKS if "." not in field} <= {field.key for field in FIELDS}
