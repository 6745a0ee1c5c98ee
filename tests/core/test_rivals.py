"""Each rule of thumb says what its lesson states, names the fact that decided it, and says with whom it parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftdecide import TaskProfile, assess, rival_words, to_json
from ftdecide.dispute import rival_lines, rivals_disagree, rivals_why
from ftdecide.evidence import load_cases
from ftdecide.fields import FIELDS, GAPS
from ftdecide.rivals import OTHER_READINGS, RIVALS, rivals, rulings

HIGH = {"requests_per_month": 20_000}
COUNTED = {**HIGH, "repetitive": True, "clean_examples": 100}
TRIED = {"rungs": {"prompt": {"pass_rate": 0.6}, "retrieval": {"pass_rate": 0.7}}}


def profile(**stated) -> TaskProfile:
    return TaskProfile.from_json(stated)


@pytest.mark.parametrize(
    ("rule", "stated", "answer"),
    [
        # 000: all three at once; one that is missing is a no, one that is not stated leaves it open
        ("three_conditions_000", {**HIGH, "repetitive": True, "near_miss": True, "clean_examples": 100}, "yes"),
        ("three_conditions_000", {**HIGH, "repetitive": True, "near_miss": True, "clean_examples": 99}, "no"),
        ("three_conditions_000", {**HIGH, "repetitive": True, "near_miss": True}, "unclear"),
        ("three_conditions_000", {"volume": "low"}, "no"),
        ("three_conditions_000", {"near_miss": False}, "no"),
        # what was counted with the model itself says whether it almost does it, where nobody does
        ("three_conditions_000", {**COUNTED, "rungs": {"prompt": {"pass_rate": 0.74}}}, "yes"),
        ("three_conditions_000", {**COUNTED, "rungs": {"prompt": {"pass_rate": 0.49}}}, "no"),
        ("three_conditions_000", {**COUNTED, "rungs": {"prompt": {"pass_rate": 0.95}}}, "no"),
        ("three_conditions_000", {**COUNTED, "rungs": {"stronger_model": {"pass_rate": 0.83}}}, "unclear"),
        ("three_conditions_000", {**COUNTED, "near_miss": True, "rungs": {"prompt": {"pass_rate": 0.49}}}, "yes"),
        # 001: the examples, and then one of the two others
        ("three_questions_001", {"clean_examples": 100, "rule_expressible": False}, "yes"),
        ("three_questions_001", {"clean_examples": 100, "rule_expressible": True, "requests_per_month": 10_000}, "yes"),
        ("three_questions_001", {"clean_examples": 100, "rule_expressible": True, "requests_per_month": 9_999}, "no"),
        ("three_questions_001", {"clean_examples": 99, "rule_expressible": False}, "no"),
        ("three_questions_001", {"total_examples": 47, "rule_expressible": False}, "no"),
        ("three_questions_001", {"clean_examples": 100, "rule_expressible": True}, "unclear"),
        # 001: what can be written is prompted, unless thousands of items cost too much each
        ("write_it_down_001", {"rule_expressible": False}, "yes"),
        ("write_it_down_001", {"rule_expressible": True, "gap": "style"}, "no"),
        ("write_it_down_001", {"rule_expressible": True, "gap": "cost_latency", "requests_per_month": 5_000}, "yes"),
        ("write_it_down_001", {"rule_expressible": True, "gap": "cost_latency", "requests_per_month": 500}, "no"),
        ("write_it_down_001", {"gap": "style"}, "unclear"),
        # 002: stable, large and pressed
        (
            "stable_use_002",
            {"months_between_rule_changes": 12, "clean_examples": 5_000, "gap": "cost_latency"},
            "yes",
        ),
        (
            "stable_use_002",
            {"months_between_rule_changes": 12, "clean_examples": 5_000, "gap": "style", "latency_target_seconds": 1},
            "yes",
        ),
        ("stable_use_002", {"months_between_rule_changes": 12, "clean_examples": 5_000, "gap": "style"}, "unclear"),
        ("stable_use_002", {"months_between_rule_changes": 12, "clean_examples": 50, "gap": "cost_latency"}, "no"),
        ("stable_use_002", {"months_between_rule_changes": 2}, "no"),
        ("stable_use_002", {"clean_examples": 5_000, "gap": "cost_latency"}, "unclear"),
        # 003: any of the list; never facts
        ("when_to_use_003", {"gap": "style"}, "yes"),
        ("when_to_use_003", {"gap": "behaviour", "clean_examples": 1_000}, "yes"),
        ("when_to_use_003", {"gap": "behaviour", "rule_expressible": False}, "yes"),
        ("when_to_use_003", {"gap": "knowledge", "clean_examples": 9_000, "rule_expressible": False}, "no"),
        ("when_to_use_003", {"gap": "behaviour", "clean_examples": 999, "rule_expressible": True}, "no"),
        ("when_to_use_003", {"gap": "behaviour", "rule_expressible": True}, "unclear"),
        # 003: prompting, then retrieval, and neither enough
        ("order_of_trying_003", {"gap": "style", **TRIED}, "yes"),
        ("order_of_trying_003", {"gap": "knowledge", **TRIED}, "no"),
        ("order_of_trying_003", {"rungs": {"prompt": {"pass_rate": 0.6}}}, "no"),
        ("order_of_trying_003", {"rungs": {"prompt": {"pass_rate": 0.95}, "retrieval": {"pass_rate": 0.7}}}, "no"),
        ("order_of_trying_003", {**TRIED, "target_pass_rate": 0.65}, "no"),
        ("order_of_trying_003", {"rungs": {"prompt": {}, "retrieval": {}}}, "unclear"),
        ("order_of_trying_003", {}, "unclear"),
        # 004: out of reach, at scale
        ("quality_at_scale_004", {**TRIED, "volume": "high"}, "yes"),
        ("quality_at_scale_004", {**TRIED, "requests_per_month": 99_999}, "no"),
        ("quality_at_scale_004", {"rungs": {"prompt": {"pass_rate": 0.9}}, "volume": "high"}, "no"),
        ("quality_at_scale_004", {"volume": "high"}, "unclear"),
        ("quality_at_scale_004", {"rungs": {"lora": {"pass_rate": 0.99}}, "volume": "high"}, "unclear"),
    ],
)
def test_a_rule_of_thumb_says_what_its_lesson_states(rule, stated, answer):
    """Worked out by hand from the lesson's own words."""
    assert rivals(profile(**stated))[rule] == answer


@pytest.mark.parametrize(
    ("rule", "stated", "why"),
    [
        (
            "three_conditions_000",
            {"requests_per_month": 200},
            "200 requests a month: under 10,000 (our reading of “high volume”)",
        ),
        ("three_questions_001", {"clean_examples": 40}, "40 clean examples: under its 100"),
        ("three_questions_001", {"total_examples": 1}, "1 example: under its 100"),
        ("write_it_down_001", {"rule_expressible": False}, "the rule cannot be written down"),
        (
            "three_questions_001",
            {"clean_examples": 100, "rule_expressible": True},
            "the number of requests is not stated",
        ),
        (
            "three_conditions_000",
            {**COUNTED, "rungs": {"prompt": {"pass_rate": 0.4}}},
            "the model passes 40\u00a0%: under 50\u00a0% (our reading of “almost”)",
        ),
        (
            "three_conditions_000",
            {**COUNTED, "rungs": {"retrieval": {"pass_rate": 0.8}}, "target_pass_rate": 0.8},
            "the model passes 80\u00a0%: that reaches your target of 80\u00a0%, no near miss",
        ),
        (
            "stable_use_002",
            {"months_between_rule_changes": 2, "gap": "style"},
            "the rules change every 2 months: sooner than 6 months (our reading of “stable”)",
        ),
        ("when_to_use_003", {"gap": "knowledge"}, "the model lacks facts, which training does not teach"),
        ("order_of_trying_003", {"rungs": {"prompt": {"pass_rate": 0.6}}}, "retrieval has not been tried"),
        (
            "quality_at_scale_004",
            {"rungs": {"prompt": {"pass_rate": 0.8}}, "target_pass_rate": 0.7},
            "the best prompt passes 80\u00a0%: that reaches your target of 70\u00a0%",
        ),
        (
            "quality_at_scale_004",
            {"rungs": {"prompt": {}}},
            "what was tried has no pass rate; the number of requests is not stated",
        ),
        (
            "stable_use_002",
            {"clean_examples": 5_000},
            "how often the rules change and whether cost or speed presses are not stated",
        ),
        ("always_no", {}, "it asks nothing about the task"),
    ],
)
def test_the_reason_names_the_fact_that_decided(rule, stated, why):
    """And whose number it was compared with: the lesson's, our reading of it, or the reader's own."""
    assert rivals_why(profile(**stated))[rule] == why


def test_two_answers_that_both_sides_read_stand_in_one_sentence():
    """A plural too: 60,000 requests reach 10,000 and not 100,000; 500 examples reach 100 and not 1,000."""
    stated = {"rule_expressible": True, "requests_per_month": 60_000, "clean_examples": 500}
    said = rivals_disagree(profile(**stated, rungs={"prompt": {"pass_rate": 0.6}}))
    assert said.endswith(
        "Both sides look at how many clean examples there are and how many requests there are, and draw opposite "
        "conclusions."
    )


def test_two_that_read_one_answer_differently_are_set_against_each_other():
    """150 examples are enough for one and too few for another."""
    said = rivals_disagree(profile(clean_examples=150, rule_expressible=False, gap="cost_latency"))
    assert said == (
        "“Three questions”, “The writing test” and “Style, thousands, or beyond words” say yes, over how many clean "
        "examples there are and whether the rule can be written down. “Stable use, many labels, cost or speed” says "
        "no, over how many clean examples there are. Both sides look at how many clean examples there are, "
        "and draw opposite conclusions."
    )


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({}, rival_words.RIVALS_DISAGREE["silent"]),
        ({"gap": "knowledge"}, "None contradicts another: all that can tell say no."),
        (
            {"gap": "behaviour", "rule_expressible": False, "clean_examples": 0, "rungs": {"retrieval": {}}},
            "whether the rule can be written down",
        ),
    ],
)
def test_where_they_part_is_said(stated, said):
    """Silence, agreement and dissent each have their sentence."""
    assert said in rivals_disagree(profile(**stated))


@pytest.mark.parametrize(
    ("reading", "stated", "as_read", "otherwise"),
    [
        ("volume_from_thousands", {**COUNTED, "near_miss": True, "requests_per_month": 1_000}, "no", "yes"),
        ("cost_may_press", {"rule_expressible": True, "gap": "style", "requests_per_month": 5_000}, "no", "unclear"),
        ("cost_may_press", {"rule_expressible": True, "gap": "style", "requests_per_month": 500}, "no", "no"),
        ("any_of_the_list", {"months_between_rule_changes": 12, "clean_examples": 50}, "no", "yes"),
        ("without_scale", {**TRIED, "requests_per_month": 200}, "no", "yes"),
    ],
)
def test_a_lesson_that_can_be_read_otherwise_is(reading, stated, as_read, otherwise):
    """Each reading changes one choice of ours, and has its sentence."""
    name, rule = OTHER_READINGS[reading]
    assert rivals(profile(**stated))[name] == as_read
    assert rule(profile(**stated)).answer == otherwise
    assert set(OTHER_READINGS) == set(rival_words.RIVAL_READINGS)


def test_every_rule_can_give_every_answer_but_the_one_that_asks_nothing():
    """Over the published cases and the table above no rule is a constant."""
    seen = {name: {answer} for name, answer in rivals(profile()).items()}
    rows = test_a_rule_of_thumb_says_what_its_lesson_states.pytestmark[0].args[1]
    for rule, stated, _answer in rows:
        seen[rule].add(rivals(profile(**stated))[rule])
    assert {name for name, answers in seen.items() if len(answers) == 3} == set(RIVALS) - {"always_no"}
    assert seen["always_no"] == {"no"}


def test_the_verdict_carries_answers_reasons_and_where_they_part():
    """The contract's key stays as it was; the others stand beside it and in the section."""
    written = to_json(assess(TaskProfile.from_json(load_cases()["E21"]["profile"])))
    assert set(written["rivals"]) == set(written["rivals_why"]) == set(RIVALS) == set(rival_words.RIVALS)
    assert set(written["rivals"].values()) <= {"yes", "no", "unclear"}
    (section,) = [s for s in written["sections"] if s["title"] == "What the rules of thumb would say"]
    assert section["items"][-1] == written["rivals_disagree"]
    assert section["items"][0] == (
        "Three conditions at once: cannot tell; " + written["rivals_why"]["three_conditions_000"] + "."
    )


FLAGS = [f.key for f in FIELDS if f.kind == "flag"]
ANY_PROFILE = st.fixed_dictionaries(
    {},
    optional={
        "gap": st.sampled_from(GAPS),
        "volume": st.sampled_from(["low", "high"]),
        "requests_per_month": st.integers(0, 10**7),
        "clean_examples": st.integers(0, 10**5),
        "months_between_rule_changes": st.integers(1, 60),
        "target_pass_rate": st.floats(0.5, 1),
        "rungs": st.dictionaries(
            st.sampled_from(["prompt", "few_shot", "retrieval", "lora"]),
            st.fixed_dictionaries({}, optional={"pass_rate": st.floats(0, 1)}),
        ),
        **{key: st.booleans() for key in FLAGS},
    },
)


@given(ANY_PROFILE)
def test_every_reason_is_a_whole_sentence_about_what_was_stated(stated):
    """No empty phrase, no gap left in a template, and an open answer names only what is missing."""
    task = profile(**stated)
    for name, said in rulings(task).items():
        assert name == "always_no" or said.because
        assert all(fact.holds is said.holds for fact in said.because)
    for line in rival_lines(task):
        assert "None" not in line.replace("None of them", "").replace("None contradicts", "")
        assert not {"{", "}"} & set(line) and "; ;" not in line and ": ;" not in line and "; ." not in line
    assert all(rivals_why(task).values())


@given(ANY_PROFILE, st.integers(0, 10**5))
def test_more_clean_examples_never_turn_a_yes_into_a_no(stated, more):
    """Every rule of thumb is monotone in them too."""
    before = rivals(profile(**{**stated, "clean_examples": 100}))
    after = rivals(profile(**{**stated, "clean_examples": 100 + more}))
    assert not [name for name in RIVALS if before[name] == "yes" and after[name] != "yes"]
