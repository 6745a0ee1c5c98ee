"""The sheet of a blind rating: each rung left as often as right wherever one stops, and the same sheet every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.outputs import Item, Output, Trial
from ftdecide.instruments.measure.rating.pairs import rating_sheet
from ftdecide.instruments.measure.rating.sheet import REFERENCE
from instruments.rated import trial

THREE = ("okapi", "zebra", "tapir")


@pytest.mark.parametrize("items", [2, 7, 60, 61])
@pytest.mark.parametrize("seed", range(5))
def test_each_rung_stands_left_as_often_as_right_wherever_one_stops(items, seed):
    """At the end but for an odd pair, on the way within two."""
    left = [s.left == "zebra" for s in rating_sheet(trial(items), seed=seed).showings if not s.repeat]
    assert len(left) == items
    assert abs(2 * sum(left) - items) == items % 2
    for stop in range(items):
        assert abs(2 * sum(left[:stop]) - stop) <= 2


def test_three_rungs_meet_equally_often_one_pair_an_item():
    showings = [s for s in rating_sheet(trial(60, THREE), seed=3).showings if not s.repeat]
    assert Counter(s.item for s in showings).most_common(1)[0][1] == 1
    met = Counter(frozenset((s.left, s.right)) for s in showings)
    assert met == {frozenset(pair): 20 for pair in combinations(THREE, 2)}
    for pair in met:
        assert sum(s.left == min(pair) for s in showings if {s.left, s.right} == pair) == 10
    for stop in range(60):  # wherever one stops
        turns = Counter(frozenset((s.left, s.right)) for s in showings[:stop])
        assert max(turns.values(), default=0) - min((turns[pair] for pair in met), default=0) <= 1


def test_with_three_pairs_an_item_every_two_rungs_meet_on_each_and_far_apart():
    showings = [s for s in rating_sheet(trial(20, THREE), per_item=3, repeat_share=0).showings]
    assert len({(s.item, frozenset((s.left, s.right))) for s in showings}) == len(showings) == 60
    places = {}
    for place, showing in enumerate(showings):
        places.setdefault(showing.item, []).append(place)
    assert all(later - before == 20 for each in places.values() for before, later in pairwise(each))


def test_the_order_is_not_the_trials_and_another_seed_gives_another():
    orders = {tuple(s.item for s in rating_sheet(trial(), seed=seed).showings) for seed in range(5)}
    assert len(orders) == 5
    assert tuple(item.name for item in trial().items) not in orders


def test_two_raters_get_the_same_pairs_in_the_same_order_with_sides_of_their_own():
    anna, ben = (rating_sheet(trial(), rater=rater) for rater in ("anna", "ben"))
    assert [(s.item, s.repeat) for s in anna.showings] == [(s.item, s.repeat) for s in ben.showings]
    differ = sum(one.left != other.left for one, other in zip(anna.showings, ben.showings, strict=True))
    assert 10 < differ < 55


def test_a_tenth_comes_again_with_the_sides_swapped_and_not_soon():
    sheet = rating_sheet(trial(200))
    places = {s.item: place for place, s in enumerate(sheet.showings) if not s.repeat}
    again = [(place, s) for place, s in enumerate(sheet.showings) if s.repeat]
    assert 17 <= len(again) <= 20 and sheet.asked == 200 + len(again)
    for place, showing in again:
        first = sheet.showings[places[showing.item]]
        assert (first.left, first.left_text) == (showing.right, showing.right_text)
        assert place - places[showing.item] >= 10
    half = sum(s.repeat for s in sheet.showings[:100])
    assert 5 <= half <= 10  # whoever stops early is tested too
    assert rating_sheet(trial(200), repeat_share=0).asked == 200


def test_the_same_answer_twice_is_never_shown():
    """Every fifth of 60 is alike, also where only spaces at line ends differ."""
    sheet = rating_sheet(trial(60, alike_every=5))
    assert sum(s.identical for s in sheet.showings) == 12
    assert sheet.asked == sum(not s.identical for s in sheet.showings)
    spaced = Trial((Item("a"),), {"x": (Output("a", "one \ntwo\n"),), "y": (Output("a", "\none\ntwo"),)})
    assert rating_sheet(spaced).showings[0].identical


def test_what_a_rung_did_not_answer_is_left_out_and_counted():
    whole = trial(10)
    broken = (replace(whole.outputs["zebra"][0], fault="timed out"), *whole.outputs["zebra"][2:])
    sheet = rating_sheet(Trial(whole.items, {**whole.outputs, "zebra": broken}))
    assert sheet.unanswered == {"okapi": 0, "zebra": 2}
    assert {s.item for s in sheet.showings} == {item.name for item in whole.items[2:]}


def test_of_several_runs_the_first_without_a_fault_is_rated():
    outputs = (Output("a", "second", run=1), Output("a", "", run=0, fault="busy"), Output("a", "third", run=2))
    sheet = rating_sheet(Trial((Item("a"),), {"x": outputs, "y": (Output("a", "other"),)}))
    assert {sheet.showings[0].left_text, sheet.showings[0].right_text} == {"second", "other"}


def test_the_reference_is_rated_as_a_rung_where_it_is_named():
    sheet = rating_sheet(trial(10), ["zebra", REFERENCE])
    assert {s.left for s in sheet.showings} | {s.right for s in sheet.showings} == {"zebra", REFERENCE}
    assert all("Reference of" in s.left_text + s.right_text for s in sheet.showings)


def with_another_answer(before: Trial) -> Trial:
    first, *others = before.outputs["zebra"]
    return Trial(before.items, {**before.outputs, "zebra": (replace(first, text="x"), *others)})


CHANGES = {
    "an answer": with_another_answer,
    "an input": lambda t: Trial((replace(t.items[0], input="x"), *t.items[1:]), t.outputs),
    "an item fewer": lambda t: Trial(t.items[1:], t.outputs),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_fingerprint_sees_any_change_and_no_order(change):
    before = trial(12)
    turned = Trial(before.items[::-1], {rung: outputs[::-1] for rung, outputs in before.outputs.items()})
    assert rating_sheet(turned).fingerprint == rating_sheet(before).fingerprint
    assert rating_sheet(change(before)).fingerprint != rating_sheet(before).fingerprint


def test_the_fingerprint_is_the_same_in_every_python():
    """Fixed here: a sheet that came out differently elsewhere could not be gone on with there."""
    assert rating_sheet(trial(12), rater="anna", seed=7).fingerprint == "daa9e6a813e77f80"


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"rungs": ("zebra", "lion")}, "'lion' has no outputs. Name some of 'okapi', 'zebra', or 'reference'"),
        ({"rungs": ("zebra",)}, "are not two or more different ones"),
        ({"rungs": ("zebra", "zebra")}, "are not two or more different ones"),
        ({"repeat_share": 0.6}, "repeat_share is 0.6, not a number from 0 to 0.5"),
        ({"per_item": 2}, "per_item is 2, not a whole number, 1 to 1"),
    ],
)
def test_what_cannot_be_rated_is_refused_in_one_line(wrong, said):
    with pytest.raises(InvalidMeasurement) as refused:
        rating_sheet(trial(4), **wrong)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_rungs_without_a_common_item_are_refused():
    apart = Trial((Item("a"), Item("b")), {"x": (Output("a", "1"),), "y": (Output("b", "2"),)})
    with pytest.raises(InvalidMeasurement, match="no item was answered by two of x, y"):
        rating_sheet(apart)
