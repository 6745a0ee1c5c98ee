"""The scoreboard counts as it says: points, intervals, what leaves together, and a fit that cannot see its test."""

from __future__ import annotations

import math
from datetime import date

import pytest

from ftdecide import refit
from ftdecide.evidence import load_cases, load_evidence, load_later_cases
from ftdecide.refit import ALIKE_POINTS, LOG_ODDS_A_POINT, Outcome
from ftdecide.rivals import RIVALS
from ftdecide.scoreboard import all_answers, leads, publications, scoreboard, together
from ftdecide.scores import OURS, POINTS, balanced, difference, score, share

DAY = date(2026, 11, 20)


def case(justified: str, ref: str = "arXiv:2401.00001", **profile) -> dict:
    return {"justified": justified, "source": {"ref": ref}, "profile": profile}


# --- points and intervals, worked out by hand -----------------------------------------------------


def test_half_points_and_open_cases_are_counted_as_said():
    """Sensitivity (1 + ½) of 2, specificity (1 + 0) of 2, mean 0.625; 3 of 4 committed; 1 of 2 left open."""
    cases = {
        "a": case("justified"),
        "b": case("justified"),
        "c": case("not_justified"),
        "d": case("not_justified"),
        "e": case("mixed"),
        "f": case("mixed"),
    }
    found = score("ours", {"a": "yes", "b": "unclear", "c": "no", "d": "yes", "e": "unclear", "f": "no"}, cases)
    assert (found.sensitivity.value, found.specificity.value) == (0.75, 0.5)
    assert found.balanced_accuracy.value == 0.625
    assert (found.commitment.value, found.left_open.value) == (0.75, 0.5)
    assert (found.balanced_accuracy.cases, found.left_open.cases) == (4, 2)


def test_a_share_has_its_wilson_interval():
    """8 of 10: centre (0.8 + z²/20) / (1 + z²/10) = 0.7169, half-width 0.2267, z = 1.96."""
    found = share(8, 10)
    assert (round(found.low, 4), round(found.high, 4)) == (0.4902, 0.9433)


def test_balanced_accuracy_adds_the_distances_as_squares():
    """0.8 (0.5 to 0.9) and 0.6 (0.2 to 0.8): below √(0.3² + 0.4²) / 2 = 0.25, above √(0.1² + 0.2²) / 2."""
    first, second = share(8, 10), share(6, 10)
    planted = [type(first)(0.8, 0.5, 0.9, 10), type(second)(0.6, 0.2, 0.8, 10)]
    found = balanced(*planted)
    assert found.value == pytest.approx(0.7)
    assert found.low == pytest.approx(0.45)
    assert found.high == pytest.approx(0.7 + math.sqrt(0.05) / 2)
    assert found.cases == 20


@pytest.mark.parametrize("points", [0, 0.5, 5, 9.5, 10])
def test_an_interval_holds_its_share_and_stays_a_share(points):
    """At the ends too."""
    found = share(points, 10)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_no_cases_give_no_share():
    """Rather than a division by zero or a made-up number."""
    assert share(0, 0) is None
    assert balanced(share(0, 0), share(1, 2)) is None
    assert score("ours", {"a": "no"}, {"a": case("not_justified")}).balanced_accuracy is None


# --- the difference case by case ------------------------------------------------------------------

FOUR = {"a": case("justified"), "b": case("justified"), "c": case("not_justified"), "d": case("not_justified")}


def answered(letters: str, cases: dict = FOUR) -> dict[str, str]:
    said = {"y": "yes", "n": "no", "u": "unclear"}
    return {number: said[letter] for number, letter in zip(cases, letters, strict=True)}


def test_a_difference_is_that_of_the_balanced_accuracies():
    """yunn scores (0.75 + 1) / 2, nnnn (0 + 1) / 2: 0.375 ahead; a rule against itself 0, with no width."""
    found = difference(answered("yunn"), answered("nnnn"), FOUR)
    assert found.value == 0.375
    same = difference(answered("yunn"), answered("yunn"), FOUR)
    assert (same.value, same.low, same.high, same.side) == (0, 0, 0, "level")


def test_every_draw_is_counted():
    """Of three justified cases one is gained: no draw of it has the chance 8/27, three 1/27 = 3.7 %, above 2.5 %."""
    cases = {**{letter: case("justified") for letter in "abc"}, "d": case("not_justified")}
    found = difference(answered("yyyn", cases), answered("nyyn", cases), cases)
    assert (found.value, found.low, found.high) == (pytest.approx(1 / 6), 0, 0.5)
    # of four, four times the gained one has the chance 1/256; three or four 13/256 = 5 %
    cases = {**{letter: case("justified") for letter in "abce"}, "d": case("not_justified")}
    found = difference(answered("yyyyn", cases), answered("nyyyn", cases), cases)
    assert (found.low, found.high) == (0, pytest.approx(3 / 8))


def test_two_rules_may_differ_although_their_intervals_overlap():
    """One is right wherever the other is, and on five cases of ten more: the overlap of two intervals hides it."""
    cases = {f"j{i}": case("justified") for i in range(10)} | {f"n{i}": case("not_justified") for i in range(10)}
    better, worse = answered("y" * 8 + "nn" + "n" * 10, cases), answered("y" * 3 + "n" * 7 + "n" * 10, cases)
    shares = [score("ours", each, cases).balanced_accuracy for each in (better, worse)]
    assert shares[0].low < shares[1].high
    assert difference(better, worse, cases).side == "ahead"
    assert difference(worse, better, cases).side == "behind"


def test_a_difference_turned_round_mirrors():
    """On the cases of the board: ours over each rule, and each rule over ours."""
    cases = load_later_cases()
    answers = all_answers(cases, load_cases(), load_evidence(), DAY)
    for name, lead in leads(cases, answers).items():
        mirrored = difference(answers[name], answers["ours_first"], cases)
        assert mirrored.value == pytest.approx(-lead.value)
        assert (mirrored.low, mirrored.high) == (
            pytest.approx(-lead.high, abs=0.02),
            pytest.approx(-lead.low, abs=0.02),
        )


def test_one_kind_of_case_gives_no_difference():
    """Balanced accuracy has two halves."""
    assert difference({"a": "yes"}, {"a": "no"}, {"a": case("justified")}) is None


def test_our_lead_is_that_of_the_answers_first_given():
    """Today's rules may know the later cases; the lead does not change with them."""
    cases = load_later_cases()
    answers = all_answers(cases, load_cases(), load_evidence(), DAY)
    assert leads(cases, answers) == leads(cases, {**answers, "ours": answers["always_no"]})


# What the rules of commit cfcab7f said to L01 to L24, those of 14c31cd to B01 to B24: asked of clones of the two.
FIRST_ANSWERS = {
    "L": "uyyyunuuyyuyunuunuuyyuyu",
    "B": "yyyyyyyyuyynnnnuyynunuuy",
}


@pytest.mark.parametrize("kind", FIRST_ANSWERS)
def test_a_first_answer_never_moves(kind):
    """However the rules are mended."""
    told = [each["first_answer"][0] for number, each in load_later_cases().items() if number[0] == kind]
    assert "".join(told) == FIRST_ANSWERS[kind]


# --- the board -----------------------------------------------------------------------------------


def test_every_rule_is_on_every_part_of_the_board():
    """Ours three times, every rule of thumb once, on the same cases."""
    board = scoreboard()
    parts = [board.published, board.studies, board.examples, board.later]
    first = {"ours_first"}  # what the later cases record
    assert all({row.name for row in part} == {*OURS, *RIVALS} - first for part in parts[:-1])
    assert {row.name for row in board.later} == {*OURS, *RIVALS}
    for part in parts:
        assert len({(row.sensitivity.cases, row.specificity.cases, row.left_open.cases) for row in part}) == 1
        accuracies = [row.balanced_accuracy.value for row in part]
        assert accuracies == sorted(accuracies, reverse=True)


def test_always_no_scores_a_half_with_no_sensitivity_and_full_specificity():
    """What a reader can check without a computer, on each part."""
    board = scoreboard()
    for part in (board.published, board.studies, board.examples, board.later):
        (row,) = [row for row in part if row.name == "always_no"]
        assert (row.sensitivity.value, row.specificity.value, row.commitment.value) == (0, 1, 1)
        assert row.balanced_accuracy.value == 0.5 and row.left_open.value == 0


def test_the_counts_are_those_of_the_files():
    """Counted here once more, without the board's own code."""
    board, cases = scoreboard(), load_cases()
    decided = [number for number, each in cases.items() if each["justified"] in POINTS]
    assert board.published[0].balanced_accuracy.cases == len(decided)
    assert board.case_counts["published"] == len(cases) == board.case_counts["E"] + board.case_counts["S"]
    assert board.case_counts["later"] == len(load_later_cases()) > 0


def test_a_rule_turned_round_scores_what_is_left_of_one():
    """Yes for no and no for yes: balanced accuracy mirrors, which no fixed number would survive."""
    cases = load_cases()
    answers = all_answers(cases, cases, load_evidence(), DAY)["ours"]
    turned = {number: {"yes": "no", "no": "yes"}.get(said, said) for number, said in answers.items()}
    right, wrong = score("ours", answers, cases), score("ours", turned, cases)
    assert wrong.balanced_accuracy.value == pytest.approx(1 - right.balanced_accuracy.value)


# --- what leaves together -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "others"),
    [
        ("E31", {"E32"}),  # two papers of one group, cited together
        ("E67", {"E68"}),  # one post, its date given once
        ("E35", {"E36"}),
        ("E18", {"E19", "E20"}),
        ("E49", {"E51", "E52", "E53"}),
        ("E62", set()),  # one vendor, two posts
        ("S01", {"S02", "S03", "S04"}),
    ],
)
def test_cases_of_one_publication_leave_together(number, others):
    """However its reference is written."""
    assert together(number, load_cases()) == {number, *others}


def test_a_case_without_an_arxiv_number_is_known_by_its_reference():
    """Remarks in brackets aside."""
    assert publications(case("mixed", ref="arXiv:2409.00608 (id recalled)")) == {"2409.00608"}
    assert publications(case("mixed", ref="openai.com (2024-08-06)")) == {"openai.com"}


def test_the_fit_never_sees_the_source_it_is_tried_on():
    """Turn the left-out source's conclusions round: its own answers stay, those of others may move."""
    cases, evidence = dict(load_cases()), load_evidence()
    ours = "ours_source_left_out"
    before = all_answers(cases, cases, evidence, DAY)[ours]
    group = together("E49", cases)
    turned = {
        number: {**each, "justified": {"justified": "not_justified", "not_justified": "justified"}[each["justified"]]}
        if number in group
        else each
        for number, each in cases.items()
    }
    after = all_answers(turned, turned, evidence, DAY)[ours]
    assert {number: before[number] for number in group} == {number: after[number] for number in group}
    fits = [
        refit.sizes(
            evidence, [refit.outcome(each, evidence, DAY) for each in known.values() if each["justified"] in POINTS]
        )
        for known in (cases, turned)
    ]
    assert fits[0] != fits[1]  # the turned conclusions are such as would have been noticed


# --- the fit --------------------------------------------------------------------------------------


def test_without_outcomes_every_rule_keeps_the_common_size():
    """And its direction; a rule without points keeps none."""
    evidence = load_evidence()
    fitted = refit.fitted(evidence, [])
    assert fitted == refit.direction_only(evidence)
    for name, weight in fitted.weights.items():
        before = evidence.weights[name].points
        assert weight.points == (math.copysign(ALIKE_POINTS, before) if before else 0)
        assert weight.blocks == evidence.weights[name].blocks


def test_one_rule_and_one_case_come_to_where_misfit_and_penalty_balance():
    """The size w solves c / (1 + exp(c·w)) = 4 (w − ½), c = ln 3: checked against a plain bisection."""
    found = refit.sizes(load_evidence(), [Outcome(("near_miss",), True)])["near_miss"]
    low, high = 0.5, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        too_small = LOG_ODDS_A_POINT / (1 + math.exp(LOG_ODDS_A_POINT * middle)) > 4 * (middle - 0.5)
        low, high = (middle, high) if too_small else (low, middle)
    assert found == pytest.approx(low, abs=1e-4)
    assert 0.5 < found < 0.7


def test_a_rule_that_errs_shrinks_and_never_turns_round():
    """Forty cases against its direction bring it to 0, not below; forty for it let it grow."""
    evidence = load_evidence()
    assert refit.sizes(evidence, [Outcome(("near_miss",), False)] * 40)["near_miss"] == 0
    assert refit.sizes(evidence, [Outcome(("near_miss",), True)] * 40)["near_miss"] > 1
    against = refit.sizes(evidence, [Outcome(("volume_low",), False)] * 40)["volume_low"]
    assert against > 1
    assert refit.fitted(evidence, [Outcome(("volume_low",), False)] * 40).weights["volume_low"].points == -against


def test_no_size_can_be_moved_to_a_better_fit():
    """At the fit on all cases, a step either way in any rule raises misfit and penalty together."""
    evidence, cases = load_evidence(), load_cases()
    outcomes = [refit.outcome(each, evidence, DAY) for each in cases.values() if each["justified"] in POINTS]
    found = refit.sizes(evidence, outcomes)
    signs = {name: math.copysign(1, evidence.weights[name].points) for name in found}

    def loss(sizes: dict[str, float]) -> float:
        misfit = 0.0
        for each in outcomes:
            points = sum(signs[name] * sizes[name] for name in each.rules)
            misfit += math.log1p(math.exp((-1 if each.justified else 1) * LOG_ODDS_A_POINT * points))
        return misfit + 2 * sum((size - ALIKE_POINTS) ** 2 for size in sizes.values())

    best = loss(found)
    for name, size in found.items():
        for step in (-0.02, 0.02):
            if size + step >= 0:
                assert loss({**found, name: size + step}) > best, name
