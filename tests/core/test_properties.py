"""What holds for every verdict, whatever the profile: drawn by Hypothesis, the same profiles each time.

Verdicts are compared in the order no < unclear < yes.  What each weight and rule rests on is read from the TOML files
or worked out here, not asked of the code under test.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from core.profiles import TODAY, WRITTEN, amount, completions, numbers, profiles, stated, texts, without
from ftdecide import TaskProfile, assess, to_json
from ftdecide.evidence import load_evidence, read_toml
from ftdecide.fields import FIELDS
from ftdecide.findings import Judgement
from ftdecide.html_page import html_page
from ftdecide.schema import schemas
from ftdecide.verdict import judge

RANK = {"no": 0, "unclear": 1, "yes": 2}
FIELD = {field.key: field for field in FIELDS}
LADDER = {row["name"]: row for row in read_toml("ladder.toml")["rung"]}
EVIDENCE = load_evidence()
FIND = (Phase.explicit, Phase.generate)
many = settings(max_examples=200, derandomize=True, deadline=None, database=None, phases=(*FIND, Phase.shrink))
some = settings(many, max_examples=60, phases=FIND)  # each takes a hundred times as long: no minutes of shrinking


def said(raw: dict[str, Any]) -> Judgement:
    return judge(TaskProfile.from_json(raw), EVIDENCE, TODAY)


def rank(raw: dict[str, Any]) -> int:
    return RANK[said(raw).justified]


def written(raw: dict[str, Any]) -> dict[str, Any]:
    return to_json(assess(TaskProfile.from_json(raw), as_of=TODAY))


def in_two_steps(key: str) -> st.SearchStrategy[list[float]]:
    """Two numbers that the field may hold, the smaller one first."""
    return st.tuples(numbers(FIELD[key]), numbers(FIELD[key])).map(sorted)


# More of what speaks for training, and less


@many
@given(profiles, in_two_steps("clean_examples"), st.sampled_from(("not stated", "the same", "as many more")), st.data())
def test_more_clean_examples_never_lower_the_answer(raw, counts, total, data):
    """With 10, 500 or a million more, and the total unknown, unchanged or grown by as many: no lower, and
    fine-tune stays fine-tune."""
    few, more = counts
    raw = {key: value for key, value in raw.items() if key != "total_examples"}
    before, after = raw | {"clean_examples": few}, raw | {"clean_examples": more}
    if total != "not stated":
        rest = data.draw(st.integers(0, 100_000))
        assume(more + rest <= FIELD["total_examples"].high)
        after["total_examples"] = more + rest
        before["total_examples"] = more + rest if total == "the same" else min(few + rest, more + rest)
    assert rank(before) <= rank(after)
    if said(before).decision == "fine_tune":
        assert said(after).decision == "fine_tune"


@many
@given(profiles, in_two_steps("months_between_rule_changes"))
def test_rules_that_change_more_often_never_raise_the_answer(raw, months):
    """The shorter the rules stand, the less is training worth."""
    shorter, longer = ({**raw, "months_between_rule_changes": value} for value in months)
    assert rank(shorter) <= rank(longer)


@many
@given(profiles, st.lists(st.integers(-900, 3000), min_size=2, max_size=2).map(sorted))
def test_a_base_model_that_goes_earlier_never_raises_the_answer(raw, days):
    """Nor does a date of retirement where none was known, neither for the model nor for its provider's."""
    unknown = {**raw, "base_model": {key: v for key, v in raw.get("base_model", {}).items() if key != "retires"}}
    earlier, later = (
        {**unknown, "base_model": unknown["base_model"] | {"retires": (TODAY + timedelta(day)).isoformat()}}
        for day in days
    )
    assert rank(earlier) <= rank(later)
    if "provider" not in unknown["base_model"]:  # else the provider's own date was known, and the stated one counts
        assert rank(later) <= rank(unknown)


@many
@given(profiles, in_two_steps("requests_per_month"))
def test_more_requests_never_lower_the_answer(raw, requests):
    """On the reader's prices or the published ones: what pays at a volume pays at a higher one."""
    fewer, more = ({**raw, "requests_per_month": value} for value in requests)
    assert rank(fewer) <= rank(more)


price = st.floats(1e-7, 10)


@many
@given(profiles, price, st.tuples(price, price).map(sorted), st.floats(0, 5000))
def test_a_dearer_tuned_request_never_raises_the_answer(raw, prompted, tuned, serving):
    """At prices without ranges, a higher price of the tuned request brings training no nearer."""
    prices = {"prompted_usd_per_request": prompted, "serving_usd_per_month": serving}
    cheap, dear = ({**raw, "economics": prices | {"tuned_usd_per_request": value}} for value in tuned)
    assert rank(dear) <= rank(cheap)


@many
@given(profiles)
def test_a_rule_that_is_followed_never_raises_the_answer(raw):
    """Nor does a base model that cannot be trained, nor requests that all differ."""
    model = raw.get("base_model", {})
    for against, in_favour in (
        ({"follows_written_rule": True}, {"follows_written_rule": False}),
        ({"base_model": model | {"tunable": False}}, {"base_model": model | {"tunable": True}}),
        ({"repetitive": False}, {"repetitive": True}),
    ):
        assert rank(raw | against) <= rank(raw | in_favour)


def cheap(raw: dict[str, Any]) -> list[str]:
    """The rungs whose results count against training: not LoRA's, nor a hosted model's on the user's device."""
    return [name for name in LADDER if name != "lora" and not (raw.get("on_device") and name == "stronger_model")]


@many
@given(profiles, st.data(), st.tuples(*[st.floats(EVIDENCE["near_miss_pass_rate"], 1)] * 2).map(sorted))
def test_past_the_near_miss_a_better_prompt_never_raises_the_answer(raw, data, rates):
    """From the near-miss rate on, the more the best cheap rung gets right, the less is left to gain.  Below it
    more right is nearer, which speaks for training: that is the near-miss rule, and no part of this."""
    worse, better = rates
    name = data.draw(st.sampled_from(cheap(raw)))
    others = {
        other: {} if "pass_rate" in result and other != "lora" and amount(result["pass_rate"]) > worse else result
        for other, result in raw.get("rungs", {}).items()
        if other != name
    }
    counted = {"n": data.draw(st.integers(1, 500))} if data.draw(st.booleans()) else {}
    low, high = ({**raw, "rungs": {**others, name: {"pass_rate": rate} | counted}} for rate in (worse, better))
    assert rank(high) <= rank(low)


@many
@given(profiles, st.tuples(*[st.floats(0, 1)] * 2).map(sorted))
def test_a_better_trained_model_never_lowers_the_answer(raw, rates):
    """The more items a trial of LoRA gets right, the more is training worth."""
    worse, better = ({**raw, "rungs": raw.get("rungs", {}) | {"lora": {"pass_rate": rate}}} for rate in rates)
    assert rank(worse) <= rank(better)


# What a decision must not pass over


@many
@given(profiles)
def test_a_knowledge_gap_never_gives_fine_tune(raw):
    """Whatever else is stated, missing facts alone are neither fine-tune nor a yes."""
    judgement = said({**raw, "gap": "knowledge"})
    assert judgement.decision != "fine_tune"
    assert judgement.justified != "yes"


def untried_fitting(raw: dict[str, Any]) -> list[str]:
    """The rungs that ladder.toml says fit this gap and that nobody tried, cheapest first."""
    tried = set(raw.get("rungs", {}))
    included = {each for name in tried for each in LADDER[name].get("implies", ())}
    if raw.get("gap") == "knowledge" and "retrieval" in tried:
        included &= {"prompt"}  # documents were fetched there, not examples
    gap = raw.get("gap")
    fitting = [name for name in cheap(raw) if (gap in LADDER[name]["fits"] if gap else name in ("prompt", "few_shot"))]
    left = [name for name in fitting if name not in tried | included]
    return sorted(left, key=lambda name: gap == "knowledge" and name != "retrieval")


@many
@given(profiles)
def test_an_untried_cheaper_rung_is_named_before_fine_tune(raw):
    """Fine-tune means that every cheaper rung that fits was tried; else the cheapest untried one is named."""
    judgement, left = said(raw), untried_fitting(raw)
    named = judgement.next_rung and judgement.next_rung.name
    if judgement.decision == "good_enough":
        assert named is None
    elif left:
        assert judgement.decision != "fine_tune"
        assert named == left[0]
    else:
        assert named == ("lora" if judgement.justified == "yes" else None)


@many
@given(profiles)
def test_fine_tune_is_a_yes_and_good_enough_a_no(raw):
    """And fine-tune is only said with an evaluation set and enough clean examples."""
    judgement = said(raw)
    if judgement.decision == "fine_tune":
        assert judgement.justified == "yes"
        assert raw["has_eval_set"] is True
        assert {finding.condition: finding.status for finding in judgement.conditions}["clean_examples"] == "met"
    if judgement.decision == "good_enough":
        assert judgement.justified == "no"


@many
@given(profiles)
def test_the_answer_is_what_the_reasons_add_up_to(raw):
    """Yes from +1 point unless a reason rules it out, no from -1, else unclear; good enough is always no."""
    judgement = said(raw)
    points = round(sum(reason.points for reason in judgement.reasons), 6)
    ruled_out = [reason.name for reason in judgement.reasons if EVIDENCE.weights[reason.name].blocks]
    expected = "yes" if points >= 1 and not ruled_out else "no" if points <= -1 else "unclear"
    assert judgement.justified == ("no" if judgement.decision == "good_enough" else expected)
    assert len({reason.name for reason in judgement.reasons}) == len(judgement.reasons)  # each adds its points once


@many
@given(profiles, profiles)
def test_strength_lies_between_0_and_1_and_is_least_where_the_answer_is_open(one, other):
    """No unclear verdict is stronger than any that commits."""
    judgements = sorted((said(one), said(other)), key=lambda judgement: judgement.justified != "unclear")
    assert all(0 <= judgement.strength <= 1 for judgement in judgements)
    if judgements[0].justified == "unclear" != judgements[1].justified:
        assert judgements[0].strength <= judgements[1].strength


# Unknown is a value


@some
@given(profiles, st.data())
def test_what_is_said_without_an_answer_some_answer_would_say(raw, data):
    """A yes or no that is given while one question is open is what some answer to that question gives: silence
    leads nowhere that no answer leads."""
    paths = [path for path in stated(raw) if path != ("task",)]
    assume(paths)
    path = data.draw(st.sampled_from(paths))
    silent = said(without(raw, path)).justified
    if silent != "unclear":
        assert any(said(answered).justified == silent for answered in completions(raw, path))


# The answers that another stated answer takes the place of: the gap says which rules apply at all; without one
# rung the next best speaks; without one price the published break-even does; without requests_per_month, volume;
# without a target our own does, and what need not run on a device may be a stronger model elsewhere.
STOOD_IN_FOR = {"gap", "rungs", "economics", "requests_per_month", "target_pass_rate", "on_device"}


@many
@given(profiles)
def test_silence_never_speaks_against_training(raw):
    """Taking away an answer may take away the argument, never make a yes a no."""
    if said(raw).justified == "yes":
        for path in stated(raw):
            if path[0] not in STOOD_IN_FOR:
                assert said(without(raw, path)).justified != "no", path


# What each condition reads; with none of it stated there is nothing to find.
READ_BY = {
    "volume": {"requests_per_month", "volume", "repetitive"},
    "near_miss": {"near_miss", "rungs"},
    "clean_examples": {"clean_examples", "total_examples"},
}


@many
@given(profiles)
def test_a_condition_that_nobody_spoke_of_is_unknown(raw):
    """Neither met nor unmet by default, on no basis, and with no value."""
    for place, (condition, keys) in enumerate(READ_BY.items()):
        finding = said({key: value for key, value in raw.items() if key not in keys}).conditions[place]
        assert (finding.condition, finding.status) == (condition, "unknown")
        assert (finding.basis, finding.value) == ("unknown", None)


@many
@given(profiles)
def test_the_words_of_the_task_decide_nothing(raw):
    """With or without a description the judgement is the same."""
    assert said(raw) == said({key: value for key, value in raw.items() if key != "task"})


# Sources and the written form

SCHEMAS = schemas()
VERDICT, PROFILE = (
    jsonschema.Draft202012Validator(SCHEMAS[name], format_checker=jsonschema.FormatChecker())
    for name in ("verdict", "profile")
)


@some
@given(profiles)
def test_every_verdict_is_plain_json_that_names_its_sources(raw):
    """It validates, survives JSON, and every key it cites stands in its list of sources, whole."""
    verdict = written(raw)
    assert json.loads(json.dumps(verdict, allow_nan=False)) == verdict
    VERDICT.validate(verdict)
    PROFILE.validate(raw)
    PROFILE.validate(verdict["profile"])
    listed = {source["key"]: source for source in verdict["sources"]}
    assert len(listed) == len(verdict["sources"])
    for source in listed.values():
        assert source["title"] and source["authors"] and source["ref"]
    for reason in verdict["reasons"]:
        assert reason["sources"] and set(reason["sources"]) <= listed.keys()
        assert reason["text"]
    if verdict["next_rung"]:
        assert set(LADDER[verdict["next_rung"]]["source"]) <= listed.keys()


@pytest.mark.parametrize("row", ["thresholds", "weights"])
def test_every_number_has_a_source_that_exists(row):
    """Threshold by threshold, weight by weight; a threshold also its unit, its day and how it was come by."""
    for name, number in getattr(EVIDENCE, row).items():
        assert number.source and set(number.source) <= EVIDENCE.sources.keys(), name
        if row == "thresholds":
            assert number.unit and number.description and number.as_of <= TODAY + timedelta(days=365), name
            assert number.mark in {"V", "C", "R", "judgement"}, name


@pytest.mark.parametrize("rung", EVIDENCE.rungs, ids=lambda rung: rung.name)
def test_every_rung_has_a_source_that_exists(rung):
    """And includes only rungs that there are, with all that those include."""
    assert rung.source and set(rung.source) <= EVIDENCE.sources.keys()
    assert set(rung.implies) <= LADDER.keys()
    for included in rung.implies:
        assert set(LADDER[included].get("implies", ())) <= set(rung.implies)


@many
@given(profiles)
def test_a_profile_survives_json(raw):
    """Written and read again it is the same profile, and written again the same JSON."""
    profile = TaskProfile.from_json(raw)
    text = json.dumps(profile.to_json(), ensure_ascii=False, allow_nan=False)
    again = TaskProfile.from_json(json.loads(text.encode().decode()))
    assert again == profile
    assert json.dumps(again.to_json(), ensure_ascii=False) == text


@some
@given(profiles, st.randoms(use_true_random=False))
def test_the_same_answers_give_the_same_verdict_in_any_order(raw, generator):
    """Asked twice, and with every key in another place, it is the same to the last character."""

    def shuffled(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        items = list(value.items())
        generator.shuffle(items)
        return {key: shuffled(each) for key, each in items}

    def as_text(profile: dict[str, Any]) -> str:
        return json.dumps(written(profile), sort_keys=True)

    assert as_text(raw) == as_text(raw) == as_text(shuffled(raw))


class Shown(HTMLParser):
    """The text of the paragraph that shows the task, as a browser reads it."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.inside, self.text = False, ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.inside = self.inside or ("class", "task") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "p"

    def handle_data(self, text: str) -> None:
        self.text += text if self.inside else ""


def shows_as_typed(task: str) -> None:
    """JSON keeps every character; Markdown and HTML show them all, Markdown on one line with single spaces."""
    verdict = json.loads(json.dumps(written({"task": task})).encode())
    assert verdict["profile"] == {"task": task}
    (line,) = (line for line in verdict["markdown"].split("\n") if line.startswith("**Task:** "))
    plain = re.sub(r"\\(.)", r"\1", line.removeprefix("**Task:** "))
    assert plain == (" ".join(task.split()) or "(not described)")
    shown = Shown(html_page(verdict).encode().decode()).text
    assert shown == f"Task: {task.strip() or '(not described)'}"


@pytest.mark.parametrize("task", WRITTEN.values(), ids=WRITTEN)
def test_text_in_any_script_survives(task):
    """Whatever one can type comes back as typed, control characters and marks of direction too."""
    shows_as_typed(task)


@some
@given(texts)
def test_any_text_survives(task):
    """And so does anything else that is text."""
    shows_as_typed(task)
