"""What every verdict must be like, whatever the profile."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from html import escape

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.profiles import TICKETS
from ftdecide import TaskProfile, assess, to_json
from ftdecide import words as sentences
from ftdecide.doors.drill import respond
from ftdecide.evidence import load_cases, load_evidence
from ftdecide.fields import BASE_MODEL_FIELDS, ECONOMICS_FIELDS, FIELDS, PROVIDERS, RUNG_FIELDS, RUNGS, Field
from ftdecide.findings import DECISIONS
from ftdecide.html_page import html_page
from ftdecide.ladder import untried
from ftdecide.model import Quantity
from ftdecide.prices import NAMED
from ftdecide.schema import profile_schema, verdict_schema
from ftdecide.verdict import judge

TODAY = date(2026, 11, 20)
RANK = {"no": 0, "unclear": 1, "yes": 2}

READY = {key: value for key, value in TICKETS.items() if key != "task"}


def values(field: Field) -> st.SearchStrategy:
    """Values that a field may have."""
    match field.kind:
        case "text":
            return st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
        case "choice":
            return st.sampled_from(field.choices)
        case "flag":
            return st.booleans()
        case "date":
            return st.dates(date(2026, 1, 1), date(2030, 1, 1)).map(date.isoformat)
        case "integer":
            return st.integers(1, 10_000)
    low, high = field.low, min(field.high, 5_000_000)
    return st.one_of(st.floats(low, high), st.integers(int(low) + (low > 0), int(high)))


def level(fields) -> st.SearchStrategy:
    return st.fixed_dictionaries({}, optional={field.key: values(field) for field in fields})


profiles = st.builds(
    lambda flat, rungs, model, prices: {**flat, "rungs": rungs, "base_model": model, "economics": prices},
    level(FIELDS),
    st.fixed_dictionaries({}, optional={name: level(RUNG_FIELDS) for name in RUNGS}),
    level(BASE_MODEL_FIELDS),
    level(ECONOMICS_FIELDS),
).map(lambda raw: raw | {"total_examples": max(raw.get("total_examples", 0), raw.get("clean_examples", 0))})


@settings(max_examples=60, deadline=None)
@given(profiles)
def test_every_verdict_is_whole_json_with_sources(raw):
    """Any profile gives a verdict in the contract's shape, which survives JSON, each reason with its sources."""
    jsonschema.validate(raw, profile_schema())
    verdict = respond(raw, as_of=TODAY)
    again = json.loads(json.dumps(verdict, allow_nan=False))
    jsonschema.validate(again, verdict_schema())
    assert again == verdict
    assert {fault["path"][-1] for fault in verdict["faults"]} <= NAMED.keys()  # names that no price book has
    cited = {source["key"] for source in verdict["sources"]}
    for reason in verdict["reasons"]:
        assert reason["sources"] and set(reason["sources"]) <= cited
    assert (verdict["decision"] != "fine_tune" or verdict["justified"] == "yes") and (
        verdict["decision"] != "good_enough" or verdict["justified"] == "no"
    )
    assert TaskProfile.from_json(verdict["profile"]) == TaskProfile.from_json(raw)


@settings(max_examples=60, deadline=None)
@given(profiles, st.integers(0, 100_000))
def test_more_clean_examples_never_lower_the_answer(raw, more):
    """All else equal, more clean examples leave the justification where it is or raise it."""
    raw = {key: value for key, value in raw.items() if key != "total_examples"}
    before = TaskProfile.from_json(raw | {"clean_examples": int(raw.get("clean_examples", 0))})
    after = replace(before, clean_examples=Quantity(before.clean_examples.value + more))
    said = [judge(profile, load_evidence(), TODAY) for profile in (before, after)]
    assert RANK[said[0].justified] <= RANK[said[1].justified]


@settings(max_examples=60, deadline=None)
@given(profiles)
def test_no_cheaper_rung_is_passed_over(raw):
    """Fine-tune is only said when no untried rung fits; a knowledge gap never gives it."""
    profile = TaskProfile.from_json(raw)
    said = judge(profile, load_evidence(), TODAY)
    if said.decision == "fine_tune":
        assert not untried(profile, load_evidence())
        assert profile.gap != "knowledge"
    elif untried(profile, load_evidence()) and said.decision != "good_enough":
        assert said.next_rung == untried(profile, load_evidence())[0]


def test_fine_tune_is_said_where_it_is_right():
    """With everything in place the answer is fine-tune, and LoRA is the rung."""
    verdict = assess(TaskProfile.from_json(READY))
    assert (verdict.decision, verdict.justified, verdict.judgement.next_rung.name) == ("fine_tune", "yes", "lora")
    assert [finding.status for finding in verdict.conditions] == ["met", "met", "met"]


def test_every_decision_is_reached_by_a_published_case_or_the_ready_one():
    """None of the decisions is out of reach."""
    cases = [case["profile"] for case in load_cases().values()] + [READY, {}]
    reached = {judge(TaskProfile.from_json(raw), load_evidence(), TODAY).decision for raw in cases}
    assert reached | {"fix_data"} == set(DECISIONS)
    assert (
        judge(TaskProfile.from_json({"clean_examples": 300, "total_examples": 500}), load_evidence(), TODAY).decision
        == "fix_data"
    )


@pytest.mark.parametrize(
    ("change", "justified"),
    [
        ({"clean_examples": 12}, "unclear"),
        ({"rungs": {name: {"pass_rate": 0.3, "n": 200} for name in READY["rungs"]}, "repetitive": False}, "unclear"),
        ({"gap": "knowledge"}, "unclear"),
        ({"rungs": {**READY["rungs"], "few_shot": {"pass_rate": 0.97, "n": 200}}}, "no"),
        ({"base_model": {"tunable": False}}, "unclear"),
        ({"gap": None}, "unclear"),
        ({"has_eval_set": None}, "yes"),
        ({"clean_examples": None}, "yes"),
        ({"rungs": {**READY["rungs"], "stronger_model": None}}, "yes"),
    ],
)
def test_one_changed_answer_takes_fine_tune_away(change, justified):
    """Each of these alone turns the ready profile away from fine-tune."""
    verdict = assess(TaskProfile.from_json({**READY, **change}))
    assert verdict.decision != "fine_tune"
    assert RANK[verdict.justified] <= RANK[justified]


STYLE = {
    "gap": "style",
    "requests_per_month": 2_000_000,
    "repetitive": True,
    "near_miss": True,
    "follows_written_rule": False,
    "failure_cost": "expensive",
    "clean_examples": 400,
    "has_eval_set": True,
    "rungs": {
        "structured_output": {},
        "few_shot": {"pass_rate": 0.74, "n": 60},
        "retrieval": {"pass_rate": 0.75, "n": 60},
        "stronger_model": {"pass_rate": 0.76, "n": 60},
    },
}
BLOCKED = {
    "no requests at all": {"requests_per_month": 0},
    "two a month, and errors that cost nothing": {"requests_per_month": 2, "failure_cost": "trivial"},
    "training was tried and was no better": {"rungs": {**STYLE["rungs"], "lora": {"pass_rate": 0.6, "n": 100}}},
    "the base model is gone": {"base_model": {"retires": "2020-01-01"}},
    "the base model goes next month": {"base_model": {"retires": "2026-12-20"}},
    "the base model cannot be trained": {"base_model": {"tunable": False}},
    "5 in 100 pass": {"rungs": {"prompt": {"pass_rate": 0.05, "n": 100}}},
}


@pytest.mark.parametrize("change", BLOCKED.values(), ids=BLOCKED)
def test_what_rules_out_a_yes(change):
    """With all else speaking for it, one of these facts keeps the answer from being yes."""
    assert assess(TaskProfile.from_json(STYLE), as_of=TODAY).decision == "fine_tune"
    assert assess(TaskProfile.from_json({**STYLE, **change}), as_of=TODAY).justified != "yes"


def test_separated_clean_examples_can_be_used():
    """400 clean of 900 can be trained on alone; 300 of 500 with nothing else known are cleaned first."""
    said = to_json(assess(TaskProfile.from_json({**STYLE, "total_examples": 900})))
    assert said["justified"] == "yes" and "use the clean ones alone" in said["markdown"]


def test_a_cost_gap_begins_where_the_model_does_it():
    """97 % right is the premise of a cost gap, not its end; the answer then turns on volume and prices."""
    raw = {"gap": "cost_latency", "repetitive": True, "clean_examples": 2000, "has_eval_set": True,
           "rungs": {"prompt": {"pass_rate": 0.97, "n": 200}, "caching": {}}}  # fmt: skip
    volumes = (3_000_000, 3000, 300)
    much, some, little = (assess(TaskProfile.from_json({**raw, "requests_per_month": n})) for n in volumes)
    assert (much.decision, much.justified) == ("fine_tune", "yes")
    assert (some.justified, some.judgement.measure, little.justified) == ("unclear", "prices", "no")
    assert [verdict.conditions[0].status for verdict in (much, some, little)] == ["met", "unknown", "unmet"]
    assert much.conditions[1].why == "near_miss_of_another_model"  # the prompt ran on the dear model


def test_another_models_pass_rate_does_not_make_the_base_near():
    """96 % with a stronger model, or 84 % with a classifier, says nothing of the model that would be trained."""
    for other in ("stronger_model", "small_classifier"):
        raw = {"gap": "classification", "repetitive": False, "rungs": {other: {"pass_rate": 0.84, "n": 100}}}
        said = judge(TaskProfile.from_json(raw), load_evidence(), TODAY)
        assert said.conditions[1].status == "unknown" and "near_miss" not in {r.name for r in said.reasons}
        low = judge(TaskProfile.from_json({**raw, "near_miss": False}), load_evidence(), TODAY)
        assert low.conditions[1].status == "unmet"


def test_examples_in_the_prompt_are_what_the_series_compared():
    """74 % with retrieved examples is clear room; the same elsewhere is some; from under 12.7 % nobody knows."""
    raw = {"gap": "behaviour", "repetitive": True, "rule_expressible": True}
    for rung, rate, reason in [
        ("retrieval", 0.74, "room_clear"),
        ("prompt_optimisation", 0.74, "room_some"),
        ("prompt", 0.13, "room_narrow"),
        ("prompt", 0.02, "room_unexplored"),
    ]:
        profile = TaskProfile.from_json({**raw, "rungs": {rung: {"pass_rate": rate, "n": 100}}})
        assert reason in {each.name for each in judge(profile, load_evidence(), TODAY).reasons}


def test_few_requests_that_pay_are_not_too_few():
    """Twenty requests a month can pay: 100 / (40 - 1) is under three; negligible is only what does not."""
    money = {"prompted_usd_per_request": 40, "tuned_usd_per_request": 1, "serving_usd_per_month": 100}
    profile = TaskProfile.from_json({"requests_per_month": 20, "economics": money})
    names = {reason.name for reason in judge(profile, load_evidence(), TODAY).reasons}
    assert "volume_pays" in names and "volume_negligible" not in names


def test_a_dearer_tuned_request_needs_no_standing_cost_to_be_refused():
    """Ten times the price of a prompted request never pays, whatever the hosting costs."""
    prices = {"prompted_usd_per_request": 0.0001, "tuned_usd_per_request": 0.001}
    said = to_json(assess(TaskProfile.from_json({**STYLE, "economics": prices})))
    assert said["break_even"]["requests_per_month"] == "never" and said["conditions"][0]["status"] == "unmet"
    assert "firmly" not in said["answer"] and any(r["name"] == "prices_never_pay" for r in said["reasons"])


def test_the_ladder_shows_where_each_rung_stands():
    """Tried, covered by a later one that was, next, waiting, unfit, and training last."""
    raw = {"gap": "classification", "rungs": {"few_shot": {"pass_rate": 0.8}}}
    states = {
        rung["name"]: (rung["state"], rung["said"]) for rung in to_json(assess(TaskProfile.from_json(raw)))["ladder"]
    }
    assert states["prompt"] == states["primer"] == ("covered", "covered by examples in the prompt")
    assert states["few_shot"] == ("tried", "tried, 80\u00a0% pass")
    assert states["retrieval"][0] == "next" and states["small_classifier"][0] == "waiting"
    assert states["prompt_optimisation"][0] == "unfit" and states["lora"][0] == "last"


def test_a_rung_covered_by_another_is_not_called_tried():
    """The cheapest tried rung that covers it is named; retrieved facts cover a prompt, but no examples."""
    cases = {
        ("knowledge", "retrieval"): {"prompt": "covered by retrieval over your own documents or examples"},
        ("style", "retrieval", "few_shot"): dict.fromkeys(("prompt", "primer"), "covered by examples in the prompt"),
        ("style", "prompt"): {},
    }
    for (gap, *rungs), wanted in cases.items():
        said = to_json(assess(TaskProfile.from_json({"gap": gap, "rungs": {name: {} for name in rungs}})))
        assert {rung["name"]: rung["said"] for rung in said["ladder"] if rung["state"] == "covered"} == wanted
        assert {rung["name"] for rung in said["ladder"] if rung["state"] == "tried"} == set(rungs)
        assert all(f"({words})" in said["markdown"] for words in wanted.values())


WEIGHED = {
    "a no says what is against it, though more may be for it": (
        {"gap": "cost_latency", "requests_per_month": 200, "repetitive": True, "near_miss": True},
        "What weighs most against it: ",
    ),
    "a yes says what is for it": (READY, "What weighs most for it: "),
    "nothing known weighs nothing": ({}, ""),
}


@pytest.mark.parametrize(("raw", "begins"), WEIGHED.values(), ids=WEIGHED)
def test_the_weightiest_reason_stands_where_nothing_is_unfolded(raw, begins):
    """Of its side the reason with the most points; a page, where every reason is unfolded, says it once."""
    said = to_json(assess(TaskProfile.from_json(raw)))
    side = [r for r in said["reasons"] if r["points"] * (-1 if said["justified"] == "no" else 1) > 0]
    weightiest = max(side, key=lambda reason: abs(reason["points"]))["text"] if side else ""
    assert said["weighed"] == begins + weightiest
    if weightiest:
        assert said["markdown"].count(weightiest) == html_page(said).count(escape(weightiest)) == 1


def test_stale_prices_are_said_without_a_command():
    """The sentence stands on the page too, where nobody has a command line."""
    raw = {"economics": {"prompted_model": "gpt-4.1", "prompted_input_tokens": 1000, "output_tokens": 10}}
    raw["economics"] |= {"tuned_usd_per_request": 0, "training_usd": 1}
    said = " ".join(to_json(assess(TaskProfile.from_json(raw), as_of=TODAY))["warnings"])
    assert "Look them up again" in said and "`" not in said and "ftdecide" not in said


def test_nothing_known_is_cannot_tell():
    """An empty profile is unclear, with every condition unknown and a first thing to find out."""
    verdict = to_json(assess(TaskProfile()))
    assert (verdict["decision"], verdict["justified"], verdict["strength"]) == ("measure_first", "unclear", 0)
    assert {condition["status"] for condition in verdict["conditions"]} == {"unknown"}
    assert verdict["headline"].startswith("Cannot tell yet")


def test_a_pass_rate_on_few_items_is_not_good_enough():
    """All of 10 right does not end the search; all of 100 right does."""
    few, many = ({"rungs": {"prompt": {"pass_rate": 1.0, "n": n}}} for n in (10, 100))
    assert assess(TaskProfile.from_json(few)).decision != "good_enough"
    assert assess(TaskProfile.from_json(many)).decision == "good_enough"


@settings(max_examples=60, deadline=None)
@given(profiles)
def test_a_verdict_does_not_contradict_itself(raw):
    """What a condition says of the near miss, no reason denies; a decision names what it needs."""
    said = judge(TaskProfile.from_json(raw), load_evidence(), TODAY)
    status = {finding.condition: finding.status for finding in said.conditions}
    names = {reason.name for reason in said.reasons}
    assert not (status["near_miss"] == "unmet" and "near_miss" in names and said.decision != "good_enough") or (
        "room_little" in names
    )
    assert not (status["near_miss"] == "met" and "not_near_miss" in names)
    if said.decision == "fine_tune":
        assert status["clean_examples"] == "met"
    if said.decision == "measure_first" and said.justified == "yes":
        assert said.measure in {"gap", "clean_examples", "has_eval_set"}


def test_more_evidence_does_not_take_good_enough_away():
    """A rung that is right on 200 items ends the search, whatever a luckier one did on ten."""
    raw = {"rungs": {"prompt": {"pass_rate": 0.97, "n": 200}, "few_shot": {"pass_rate": 1.0, "n": 10}}}
    assert assess(TaskProfile.from_json(raw)).decision == "good_enough"


def test_a_counted_rate_overrules_an_impression():
    """20 % counted on 200 items is not near, whatever is thought; 70 % is, whatever is feared."""
    for thought, rate, status in ((True, 0.2, "unmet"), (False, 0.7, "met")):
        raw = {"near_miss": thought, "rungs": {"few_shot": {"pass_rate": rate, "n": 200}}}
        finding = assess(TaskProfile.from_json(raw)).conditions[1]
        assert (finding.status, finding.basis, finding.value) == (status, "measured", rate)


def test_every_verdict_without_an_evaluation_set_says_so():
    """The forgotten condition is named until it is met."""
    assert "No evaluation set" in to_json(assess(TaskProfile()))["markdown"]
    assert "No evaluation set" not in to_json(assess(TaskProfile(has_eval_set=True)))["markdown"]


def test_a_yes_names_what_nobody_has_shown():
    """Volume alone, with a gap, is a yes only provided that the rest holds."""
    raw = {"gap": "style", "requests_per_month": 1_000_000, "repetitive": True, "failure_cost": "expensive"}
    verdict = to_json(assess(TaskProfile.from_json(raw)))
    assert verdict["justified"] == "yes"
    assert "Yes on what you have said, if the model almost does it and you have the examples." in verdict["answer"]
    assert "firmly" not in verdict["answer"]


def test_the_evidence_moves_the_verdict():
    """A changed threshold is a changed table, not changed code."""
    profile = TaskProfile.from_json({"rungs": {"prompt": {"pass_rate": 0.93}}})
    assert assess(profile).decision != "good_enough"
    assert assess(profile, load_evidence().with_threshold("good_enough_pass_rate", 0.9)).decision == "good_enough"


def test_every_weight_has_words_and_every_key_a_source():
    """No rule is without its sentence, and no number without a source that exists."""
    evidence = load_evidence()
    assert set(evidence.weights) == set(sentences.REASONS)
    for row in (*evidence.thresholds.values(), *evidence.weights.values(), *evidence.rungs):
        assert row.source and set(row.source) <= set(evidence.sources), row


def test_a_task_is_never_markup_in_markdown():
    """Script tags and Markdown in the task come out escaped, on one line."""
    task = "<script>alert(1)</script>\n# Heading *bold* [x](javascript:alert(1))"
    page = to_json(assess(TaskProfile(task=task)))["markdown"]
    assert r"\<script\>alert(1)\</script\> \# Heading \*bold\* \[x\](javascript:alert(1))" in page


def test_own_prices_give_their_own_break_even():
    """Hand-computed: (1,200 / 12 + 400) / (0.002 - 0.001) = 500,000 requests a month."""
    prices = {
        "training_usd": 200,
        "curation_hours": 25,
        "labour_usd_per_hour": 40,
        "months_of_use": 12,
        "serving_usd_per_month": 400,
        "prompted_usd_per_request": 0.002,
        "tuned_usd_per_request": 0.001,
    }
    verdict = to_json(assess(TaskProfile.from_json({"economics": prices})))
    assert verdict["break_even"]["requests_per_month"] == pytest.approx(
        {"p10": 500_000, "p50": 500_000, "p90": 500_000}
    )
    dearer = {**prices, "tuned_usd_per_request": 0.003}
    assert to_json(assess(TaskProfile.from_json({"economics": dearer})))["break_even"]["requests_per_month"] == "never"


PRICES = {"prompted_usd_per_request": 0.002, "tuned_usd_per_request": 0.001}


def money(prices: dict) -> dict:
    """The verdict of a task that is all about money."""
    return to_json(
        assess(TaskProfile.from_json({"economics": prices, "requests_per_month": 5000, "gap": "cost_latency"}))
    )


def test_a_price_range_gives_a_break_even_range():
    """The order is p10 < p50 < p90, and asking twice gives the same draws."""
    prices = {**PRICES, "serving_usd_per_month": {"value": 400, "low": 300, "high": 900}}
    first, second = (money(prices)["break_even"] for _ in range(2))
    volumes = first["requests_per_month"]
    assert 300_000 < volumes["p10"] < volumes["p50"] < volumes["p90"] < 900_000
    assert first == second and first["drivers"][0]["field"] == "serving_usd_per_month"


def test_draws_in_which_it_never_pays_are_said():
    """A tuned price that may exceed the prompted one makes the ninetieth of a hundred draws "never"."""
    prices = {
        **PRICES,
        "serving_usd_per_month": 400,
        "tuned_usd_per_request": {"value": 0.0015, "low": 5e-4, "high": 3e-3},
    }
    verdict = money(prices)
    volumes = verdict["break_even"]["requests_per_month"]
    assert volumes["p90"] == "never" and 300_000 < volumes["p10"] < volumes["p50"] < 10_000_000
    assert "of the draws it never pays" in verdict["markdown"]


def test_unstated_costs_are_not_zero():
    """Two prices per request alone give no break-even; what is missing is named.  A stated 0 is a price."""
    verdict = money(PRICES)
    assert (
        verdict["break_even"] is None
        and "prices: a standing cost (hosting or training; 0 is an answer)." in verdict["markdown"]
    )
    assert (verdict["conditions"][0]["status"], verdict["conditions"][0]["threshold"]) == ("unknown", 430_000)
    free = money({**PRICES, "serving_usd_per_month": 0})
    assert free["break_even"]["requests_per_month"]["p50"] == 0 and "at any volume" in free["markdown"]


def test_where_training_never_pays_no_volume_is_named():
    """A dearer tuned request is said to be so, without a number that is none."""
    verdict = money({**PRICES, "serving_usd_per_month": 400, "tuned_usd_per_request": 0.003})
    assert "no volume pays" in verdict["conditions"][0]["why"]
    assert verdict["conditions"][0]["threshold"] is None and "inf" not in verdict["markdown"]


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ({"provider": "cohere"}, "provider_closed"),
        ({"provider": "openai"}, "provider_closed_to_new"),
        ({"provider": "openai", "tunable": True}, "provider_closing"),
        ({"provider": "openai", "tunable": True}, "provider_bases_retire"),
        ({"provider": "together"}, None),
        ({"provider": "own"}, None),
        ({"provider": "anthropic", "tunable": True}, None),
    ],
)
def test_who_still_trains_models_comes_before_anything_else(model, reason):
    """A provider that is closed, closed to newcomers or about to close is no plan; what the asker knows counts."""
    assert load_evidence().providers.keys() | {"own"} == set(PROVIDERS)
    said = judge(TaskProfile.from_json({**STYLE, "base_model": model}), load_evidence(), TODAY)
    against = {each.name for each in said.reasons if each.blocks}
    assert (reason in against) if reason else not against
    assert (said.decision, said.measure) == (("measure_first", "another_base") if reason else ("fine_tune", None))


def test_what_a_provider_offers_depends_on_the_day():
    """Before its announced end the same provider is a plan."""
    profile = TaskProfile.from_json({**STYLE, "base_model": {"provider": "openai"}})
    assert judge(profile, load_evidence(), date(2025, 6, 1)).decision == "fine_tune"
    assert judge(profile, load_evidence(), date(2027, 1, 6)).decision == "measure_first"


def test_facts_are_not_learned_by_asking_often_or_from_many_examples():
    """For a knowledge gap neither volume, nor repetition, nor examples speak for training."""
    raw = {"gap": "knowledge", "failure_cost": "expensive"}
    more = {"requests_per_month": 5_000_000, "repetitive": True, "clean_examples": 20_000, "near_miss": True}
    said = [judge(TaskProfile.from_json(each), load_evidence(), TODAY) for each in (raw, {**raw, **more})]
    assert said[0].points == said[1].points and said[1].justified == "no"


def test_a_cost_gap_has_a_rung_of_its_own():
    """Caching, batching and a cheaper model come before training for the price."""
    raw = {"gap": "cost_latency", "requests_per_month": 3_000_000, "repetitive": True, "clean_examples": 2000,
           "has_eval_set": True, "rungs": {"prompt": {"pass_rate": 0.97, "n": 200}}}  # fmt: skip
    said = judge(TaskProfile.from_json(raw), load_evidence(), TODAY)
    assert (said.decision, said.justified, said.next_rung.name) == ("climb_ladder", "yes", "caching")
