"""What is measured of a ladder: figures worked out by hand, repeated runs, sentences, and what a person has to know."""

from __future__ import annotations

import random

import pytest

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.marks import Mark
from ftdecide.instruments.measure.measured import ladder, measured
from ftdecide.instruments.measure.measured_words import deciding, headline, sentence
from ftdecide.instruments.measure.number_words import rate
from ftdecide.instruments.measure.outputs import Item, Output, Trial
from ftdecide.instruments.measure.paired_comparison import compared, paired_comparison
from ftdecide.instruments.measure.reading.slices import by_length, classes, cuts, thirds
from ftdecide.instruments.measure.scorers.registry import scorer
from ftdecide.instruments.measure.scoring import chosen_scoring, told_scoring
from ftdecide.instruments.measure.statistics.binomial import Interval
from ftdecide.instruments.measure.statistics.repeats import consistency
from ftdecide.instruments.measure.statistics.shares import share_gain_interval, share_interval

EXACT = scorer("exact")


def trial(**passes: str) -> Trial:
    """Rungs by their passes, a letter an item: x passes, . fails, - was not asked, ! failed to answer."""
    size = len(next(iter(passes.values())))
    items = tuple(Item(str(place), f"input {place}", "x") for place in range(size))
    outputs = {
        rung: tuple(
            Output(str(place), letter if letter == "x" else "", fault="timeout" * (letter == "!"))
            if letter in "x!"
            else Output(str(place), "wrong")
            for place, letter in enumerate(letters)
            if letter != "-"
        )
        for rung, letters in passes.items()
    }
    return Trial(items, outputs)


def runs(**shares: list[str]) -> dict[str, dict[str, list[Mark]]]:
    """Of each rung, its items' runs: x passed, . failed."""
    return {
        rung: {
            str(place): [Mark(Output(str(place), "", run), each == "x", 0.0, "") for run, each in enumerate(letters)]
            for place, letters in enumerate(items)
        }
        for rung, items in shares.items()
    }


def test_the_figures_of_ten_items_are_those_worked_out_by_hand():
    found = measured(trial(few_shot="xxxxxxxx..", prompt="xxxxx....."), EXACT)
    prompt, few_shot = found.rungs
    assert (prompt.name, few_shot.name) == ("prompt", "few_shot"), "up the ladder, whatever the order of the files"
    assert (prompt.pass_rate, few_shot.pass_rate) == (0.5, 0.8)
    # Wilson, 5 of 10: (0.5 + z²/20 ± z sqrt(0.25/10 + z²/400)) / (1 + z²/10), z = 1.959964
    assert prompt.interval == pytest.approx((0.236593, 0.763407), abs=1e-6)
    (each,) = found.comparisons
    assert (each.wins, each.losses, each.ties, each.gain) == (3, 0, 7, pytest.approx(0.3))
    assert each.p_value == 0.25, "three heads of three, either way: 2 / 8"
    assert each.better is None and each.more_items > 0
    assert found.best is few_shot
    assert (
        headline(found) == "few_shot passes 80 % (49 to 94) of 10 items, the most; you cannot tell it yet from prompt."
    )


def test_items_are_compared_only_where_both_rungs_answered():
    """Of six items prompt lost two to the wire and few_shot lacks one: three are left, and one of them differs."""
    found = measured(trial(prompt="!!xx.x", few_shot="xxxxx-"), EXACT)
    (each,) = found.comparisons
    assert (each.items, each.wins, each.losses, each.ties) == (3, 1, 0, 2)
    prompt, few_shot = found.rungs
    assert (prompt.items, prompt.missing, prompt.calls, dict(prompt.faults)) == (4, 2, 6, {"timeout": 2})
    assert prompt.pass_rate == 0.75, "a call that failed is no wrong answer"
    assert (few_shot.items, few_shot.missing) == (5, 1)
    said = " ".join(found.notes)
    assert "2 of 6 calls failed" in said and "That is many" in said
    assert "different items" in said


def test_rungs_without_an_item_in_common_are_not_compared():
    found = measured(trial(prompt="xx--", few_shot="--x."), EXACT)
    (each,) = found.comparisons
    assert each.items == 0 and each.p_value == 1 and each.interval == (-1, 1)
    assert "no item in common" in sentence(each)


def test_repeated_runs_are_one_item_each():
    """Shares 1, 1/2, 0 against 1, 1, 1/2: rates 1/2 and 5/6, two items won, none lost, p = 2/4."""
    marks = runs(prompt=["xx", "x.", ".."], few_shot=["xx", "xx", ".x"])
    each = paired_comparison("prompt", "few_shot", marks["prompt"], marks["few_shot"])
    assert (each.items, each.wins, each.losses, each.ties, each.p_value) == (3, 2, 0, 1, 0.5)
    assert (each.first_rate, each.second_rate) == (pytest.approx(1 / 2), pytest.approx(5 / 6))
    assert each.gain == pytest.approx(1 / 3)
    assert each.interval.low < each.gain < each.interval.high


def test_of_items_run_unequally_often_as_many_runs_count_as_both_have():
    """The third run of prompt has no counterpart, so the two are alike on it."""
    marks = runs(prompt=["xx."], few_shot=["xx"])
    assert paired_comparison("prompt", "few_shot", marks["prompt"], marks["few_shot"]).ties == 1


SHARES = [
    # every run agrees: as one run of as many items
    ([1.0] * 30 + [0.0] * 20, 3, [1.0] * 30 + [0.0] * 20, 1),
    # half of every item's runs: as good as all runs independent, 10 items of 4 runs as 40 items
    ([0.5] * 10, 4, [1.0] * 20 + [0.0] * 20, 1),
]


@pytest.mark.parametrize(("shares", "number", "alike", "its_number"), SHARES)
def test_the_interval_of_repeated_runs_lies_between_those_of_the_items_and_of_all_runs(
    shares, number, alike, its_number
):
    assert share_interval(shares, number) == pytest.approx(share_interval(alike, its_number))


def test_the_interval_of_repeated_runs_holds_the_truth_as_often_as_it_says():
    """Items of unlike difficulty, three runs each, both rungs alike: 95 % of 400 draws, give or take three errors."""
    draw = random.Random(11)
    held = differ = 0
    for _ in range(400):
        hard = [draw.betavariate(1.4, 0.6) for _ in range(60)]  # 0.7 on average
        one, other = ([sum(draw.random() < p for _ in range(3)) / 3 for p in hard] for _ in range(2))
        low, high = share_interval(one, 3)
        held += low <= 0.7 <= high
        low, high = share_gain_interval(one, other, 3)
        differ += low <= 0 <= high
    assert 0.917 < held / 400 < 0.983 and 0.917 < differ / 400 < 0.983


def test_a_rung_run_more_than_once_says_how_steady_it_is():
    items = tuple(Item(str(place), "", "x") for place in range(3))
    given = [("0", "x"), ("0", "x"), ("1", "x"), ("1", "y"), ("2", "y"), ("2", "y")]
    outputs = tuple(Output(item, answer, run % 2) for run, (item, answer) in enumerate(given))
    (rung,) = measured(Trial(items, {"prompt": outputs}), EXACT).rungs
    assert rung.consistency == consistency([[True, True], [True, False], [False, False]])
    assert rung.pass_rate == 0.5 and rung.items == 3 and rung.calls == 6
    assert [each.item.name for each in rung.failures] == ["2", "1"], "those that never pass come first"


def test_cost_and_time_are_those_of_the_calls():
    items = (Item("0", "", "x"), Item("1", "", "x"))
    outputs = (
        Output("0", "x", usd=0.001, input_tokens=100, output_tokens=10, seconds=1.0),
        Output("1", "x", usd=0.003, input_tokens=300, output_tokens=20, seconds=2.0),
        Output("1", "", 1, fault="timeout", usd=0.002, seconds=60.0),
    )
    found = measured(Trial(items, {"lora": outputs}), EXACT)
    (rung,) = found.rungs
    assert rung.usd_per_1000_calls == pytest.approx(2.0), "a call that failed was paid for"
    assert (rung.input_tokens, rung.output_tokens, rung.median_seconds) == (200, 15, 1.5)
    (point,) = ladder(found)
    assert point == ("lora", 1.0, *rung.interval, rung.usd_per_1000_calls)


def test_every_pair_is_tested_and_the_p_values_adjusted_together():
    found = measured(trial(prompt="." * 9 + "x", primer="x" * 9 + ".", few_shot="x" * 8 + ".."), EXACT)
    raw = [each.p_value for each in found.comparisons]
    # prompt:primer 9 to 1, prompt:few_shot 8 to 1, primer:few_shot 0 to 1
    assert raw == pytest.approx([22 / 1024, 20 / 512, 1.0])
    assert [each.adjusted_p for each in found.comparisons] == pytest.approx([66 / 1024, 40 / 512, 1.0])
    first = found.comparisons[0]
    assert first.better is None and "Alone it would count, but 3 comparisons were made" in sentence(first, 3)


SENTENCES = [
    ("." * 12 + "x" * 8, "x" * 20, "few_shot is better than prompt by 60 points (33 to 78)."),
    ("x" * 20, "." * 12 + "x" * 8, "prompt is better than few_shot by 60 points (33 to 78)."),
    ("xx..", "xx..", "prompt and few_shot come out alike on every one of 4 items."),
    ("xx..", "..xx", "prompt and few_shot pass equally often; each wins 2 items."),
]


@pytest.mark.parametrize(("prompt", "few_shot", "says"), SENTENCES)
def test_a_comparison_is_one_sentence(prompt, few_shot, says):
    (each,) = measured(trial(prompt=prompt, few_shot=few_shot), EXACT).comparisons
    assert sentence(each) == says


def test_a_difference_that_cannot_be_told_says_how_many_more_examples_would_tell_it():
    """30 both, 2 lost, 7 won, 11 neither: 101 more, as the doctest of `more_needed` has it."""
    (each,) = measured(
        trial(prompt="x" * 32 + "." * 18, few_shot="x" * 30 + ".." + "x" * 7 + "." * 11), EXACT
    ).comparisons
    assert (each.more_items, each.planned) == (101, True)
    assert sentence(each) == (
        "You cannot tell yet whether few_shot is better than prompt: 10 points (−2 to 22); about 101 more examples "
        "would show a difference like this."
    )


def test_of_many_rungs_the_text_shows_what_decides():
    names = {f"m{place}": "x" * (place + 3) + "." * (9 - place) for place in range(6)}
    found = measured(trial(**names), EXACT)
    assert len(found.comparisons) == 15
    shown = {(each.first, each.second) for each in deciding(found)}
    assert shown == {(f"m{place}", "m5") for place in range(5)} | {(f"m{place}", f"m{place + 1}") for place in range(5)}
    assert any("The best of 6 rungs" in note for note in found.notes)
    assert any("--as m0=few_shot" in note for note in found.notes)


RATES = [
    (0.723, (0.65, 0.78), "72 % (65 to 78)"),
    (0.998, (0.9, 1.0), "99.8 % (90 to 100)"),
    (1.0, (0.84, 1.0), "100 % (84 to 100)"),
    (0.6096, (0.607, 0.613), "61.0 % (60.7 to 61.3)"),
]


@pytest.mark.parametrize(("value", "ends", "says"), RATES)
def test_a_rate_has_as_many_digits_as_it_needs(value, ends, says):
    assert rate(value, Interval(*ends)) == says


def test_extremes_and_small_sets_are_said():
    notes = " ".join(measured(trial(prompt="....", few_shot="xxxx"), EXACT).notes)
    assert "prompt passes no item" in notes and "few_shot passes every item" in notes and "4 items: too few" in notes


def test_one_item_is_measured_and_tells_nothing():
    found = measured(trial(prompt="x"), EXACT)
    assert found.rungs[0].interval == pytest.approx((0.206549, 1.0), abs=1e-6)
    assert not found.comparisons and "1 item: too few" in " ".join(found.notes)


def test_answers_that_hold_the_label_in_a_sentence_are_pointed_out():
    items = tuple(Item(str(place), "", ("spam", "ham")[place % 2]) for place in range(12))
    outputs = tuple(Output(item.name, f"I think it is {item.expected} because of the words.") for item in items)
    found = measured(Trial(items, {"prompt": outputs}), scorer("normalised"))
    assert any("100% of its failed answers hold the expected text" in note for note in found.notes)
    known = told_scoring("labels", {}, items)
    assert measured(Trial(items, {"prompt": outputs}), known.score()).rungs[0].pass_rate == 1


def test_json_that_exact_fails_for_the_order_of_its_keys_is_pointed_out():
    items = tuple(Item(str(place), "", f'{{"to": "Oslo", "seats": {place}}}') for place in range(4))
    outputs = tuple(Output(item.name, f'{{"seats": {item.name}.0, "to": "Oslo"}}') for item in items)
    trial = Trial(items, {"prompt": outputs})
    notes = measured(trial, EXACT).notes
    assert any(note.startswith("prompt: 4 failed answers equal to what is expected as JSON") for note in notes)
    again = measured(trial, scorer("json_equal"))
    assert again.rungs[0].pass_rate == 1 and not any("json_equal" in note for note in again.notes)


UNMEASURABLE = [
    (Trial((), {}), EXACT, "nothing to measure"),
    (Trial((Item("1"),), {"prompt": (Output("1", "a"),)}), EXACT, "no answer is expected"),
    (Trial((Item("1"),), {"prompt": (Output("1", "a"),)}), None, "carry no score"),
    (Trial((Item("1", "", "a"),), {"prompt": (Output("2", "a"),)}), EXACT, "no output belongs to an item"),
    (
        Trial((Item("1", "", "a"),), {"prompt": (Output("1", "", fault="timeout"),)}),
        EXACT,
        "none of 1 call had an answer",
    ),
    (Trial((Item("1", "", "a"),), {"prompt": (Output("1", "a", score=7),)}), None, "--pass-at"),
]


@pytest.mark.parametrize(("given", "score", "says"), UNMEASURABLE)
def test_what_cannot_be_measured_is_refused_with_its_remedy(given, score, says):
    with pytest.raises(InvalidMeasurement, match=says):
        measured(given, score)


CHOSEN = [
    (["4", "12.5", "1,000"], "numeric"),
    ([4, 12.5], "numeric"),
    (["spam", "ham"] * 5, "normalised"),
    ([True, False] * 5, "normalised"),
    ([["a", "b"], ["c"]], "labels"),
    (["Paris", "Rome", "Oslo"], "normalised"),
    ([{"type": "object"}, {"type": "string"}], "json_schema"),
    ([{"type": "refund", "amount": 3}, {"type": "delivery"}], "json_equal"),
    (['{"amount": 3}', ' {"amount": 4}'], "json_equal"),
    ([[{"name": "search"}], [{"name": "open"}]], "json_equal"),
    (["{name}, hello", "{name}, bye"], "normalised"),
]


@pytest.mark.parametrize(("expected", "name"), CHOSEN)
def test_the_scorer_suits_what_is_expected(expected, name):
    chosen = chosen_scoring([Item(str(place), "", each) for place, each in enumerate(expected)])
    assert chosen.name == name and chosen.why.startswith("chosen, as")


def test_long_expected_texts_come_with_a_warning():
    chosen = chosen_scoring([Item("1", "", "word " * 40)])
    assert "rate pairs of answers blind" in chosen.note


SCORES = [(0.5, None, False), (0.51, None, True), (0.5, 0.5, True), (0.9, 0.95, False), (7.0, 6.0, True)]


@pytest.mark.parametrize(("score", "pass_at", "passed"), SCORES)
def test_another_tools_score_passes_above_half_or_where_a_person_says(score, pass_at, passed):
    found = measured(Trial((Item("1"),), {"prompt": (Output("1", "", score=score),)}), None, pass_at=pass_at)
    assert found.rungs[0].pass_rate == passed


def test_parts_come_worst_first_and_small_ones_with_caution():
    items = tuple(Item(str(place), "", "x", {"language": "de" if place < 4 else "en"}) for place in range(34))
    outputs = tuple(Output(item.name, "x" if int(item.name) >= 3 else "y") for item in items)
    (rung,) = measured(Trial(items, {"prompt": outputs}), EXACT).rungs
    worst, best = rung.parts["language"]
    assert (worst.name, worst.items, worst.pass_rate) == ("de", 4, 0.25)
    assert (best.name, best.items, best.pass_rate) == ("en", 30, 1.0)


def test_classes_are_mixed_up_by_name():
    items = tuple(Item(str(place), "", ("spam", "ham")[place % 2]) for place in range(12))
    (rung,) = measured(Trial(items, {"prompt": tuple(Output(i.name, "Spam") for i in items)}), scorer("labels")).rungs
    assert rung.confusions == (("ham", "spam", 6),)
    assert [(part.name, part.pass_rate) for part in rung.parts["expected answer"]] == [("ham", 0.0), ("spam", 1.0)]


def test_columns_that_cut_a_set_into_a_few_parts_are_found():
    rows = {"language": ["de", "en"] * 20, "note": [str(place) for place in range(40)], "tags": [["a"]] * 40}
    assert cuts(rows)[0] == {"language": "de"}
    assert cuts(rows, told=["note"])[39] == {"language": "en", "note": "27 or more"}


THIRDS = [([3, 3, 3], ["up to 3"] * 3), ([1, 2, 3], ["up to 1", "2", "3 or more"])]


@pytest.mark.parametrize(("numbers", "parts"), THIRDS)
def test_numbers_are_cut_into_thirds_and_equal_ones_stay_together(numbers, parts):
    assert thirds(numbers) == parts


def test_few_or_equal_inputs_are_not_cut_by_length_and_free_texts_are_no_classes():
    assert by_length(["a", "bb"] * 10) is None and by_length(["a" * 5] * 40) is None
    assert by_length(["a" * (1 + place) for place in range(30)])[0] == "up to 10 characters"
    assert classes([f"text {place}" for place in range(30)]) is None


def test_comparisons_of_nothing_are_none():
    assert compared({}) == ()
