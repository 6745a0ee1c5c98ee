"""What ratings come to: published examples, figures worked out by hand, and raters whose faults are planted."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from ftdecide.fields import LONGEST_SOURCE
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.rating.agreement import cohens_kappa, krippendorffs_alpha
from ftdecide.instruments.measure.rating.reference import as_good, profile_of
from ftdecide.instruments.measure.rating.report import text, to_json
from ftdecide.instruments.measure.rating.result import rating_result
from ftdecide.instruments.measure.rating.votes import DISAGREEMENT, RatedSheet, Tally, Vote, by_majority
from ftdecide.instruments.measure.rating.words import NO_PASS_RATE, PEEKED, beside_reference
from ftdecide.instruments.measure.statistics.bradley_terry import fit
from ftdecide.model import TaskProfile
from instruments.rated import prefers, rate, rating_sheet, trial

COUNTED = ("second_won", "first_won", "ties", "both_bad", "identical", "disagreements")

# ---- published examples ----

# Agresti 2002, Categorical Data Analysis, table 10.10: who beat whom in the American League, East, 1987.
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
BEAT = (
    (0, 7, 9, 7, 7, 9, 11),
    (6, 0, 7, 5, 11, 9, 9),
    (4, 6, 0, 7, 7, 8, 12),
    (6, 8, 6, 0, 6, 7, 10),
    (6, 2, 6, 7, 0, 7, 12),
    (4, 4, 5, 6, 6, 0, 6),
    (2, 4, 1, 3, 1, 7, 0),
)


def test_agrestis_baseball_teams_get_their_published_strengths():
    """Table 10.11, Baltimore at 0, with standard errors of about 0.3; no team's comparison with itself counts."""
    wins = {(a, b): BEAT[i][j] for i, a in enumerate(TEAMS) for j, b in enumerate(TEAMS) if a != b}
    found = fit(TEAMS, wins)
    assert found.names == TEAMS
    above = [strength - found.strengths[-1] for strength in found.strengths]
    assert [round(strength, 2) for strength in above] == [1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0.0]
    cov = found.covariance
    errors = [math.sqrt(cov[i][i] + cov[6][6] - 2 * cov[i][6]) for i in range(6)]
    assert [round(error, 1) for error in errors] == [0.3] * 6


def test_cohens_three_diagnoses_agree_as_published():
    """Cohen 1960, table 1: of 200, 70 % alike where chance gives 41 %; kappa 0.492."""
    counts = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(counts[i][j])]
    assert len(pairs) == 200
    assert cohens_kappa(*zip(*pairs, strict=True)) == pytest.approx(0.492, abs=5e-4)


def test_krippendorffs_four_observers_agree_as_published():
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: nominal, with gaps, 0.743."""
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    assert krippendorffs_alpha(units) == pytest.approx(0.743, abs=5e-4)


# ---- worked out by hand ----


def votes(wins: int, losses: int, ties: int = 0, both_bad: int = 0, first: str = "okapi", second: str = "zebra"):
    """So many votes of each kind, the second rung always left, each on an item of its own."""
    said = ["left"] * wins + ["right"] * losses + ["tie"] * ties + ["both_bad"] * both_bad
    return tuple(Vote(f"item {number}", second, first, choice) for number, choice in enumerate(said))


def sheet_of(its_votes, rater: str = "anna", **more) -> RatedSheet:
    return RatedSheet(rater, more.pop("rungs", ("okapi", "zebra")), tuple(its_votes), len(its_votes), **more)


def test_fifteen_of_twenty_is_preferred_and_ties_stand_apart():
    """2 x (1 + 20 + 190 + 1140 + 4845 + 15504) / 2^20 = 0.0414; Wilson 0.531 to 0.888."""
    found = rating_result([sheet_of(votes(15, 5, ties=7, both_bad=3))])
    (pair,) = found.pairs
    assert (pair.tally.wins, pair.tally.losses, pair.tally.ties, pair.tally.both_bad) == (15, 5, 10, 3)
    assert pair.p_value == 2 * 21700 / 2**20 and pair.more_decided == 0
    said = to_json(found)["sentences"]
    assert said[0] == "zebra is preferred over okapi: 15 of 20 decided pairs, 75\u00a0% (53 to 89\u00a0%); p = 0.041."
    assert (
        "okapi and zebra, beside 20 decided pairs: 10 ties (3 because both were bad). These are in neither" in said[1]
    )


def test_seen_from_the_other_side_the_loser_is_named_second():
    said = to_json(rating_result([sheet_of(votes(5, 15))]))["headlines"]
    assert said == ["okapi is preferred over zebra: 15 of 20 decided pairs, 75\u00a0% (53 to 89\u00a0%); p = 0.041."]


def test_thirteen_of_twenty_cannot_be_told_yet_and_how_many_more_would_tell():
    """At 65 %, 97 decided pairs have a power of 0.8: 77 more; with a tie for each two decided, 116 ratings."""
    found = rating_result([sheet_of(votes(13, 7, ties=10))])
    (pair,) = found.pairs
    assert (pair.more_decided, pair.more_ratings) == (77, 116)
    assert to_json(found)["sentences"][:2] == [
        "You cannot tell yet whether zebra is preferred over okapi: 13 of 20 decided pairs, 65\u00a0% "
        "(43 to 82\u00a0%); p = 0.263.",
        "Between okapi and zebra: about 77 more decided pairs (with as many ties as so far, about 116 more ratings) "
        "would tell in 8 cases of 10, if it goes on so.",
    ]


@pytest.mark.parametrize(
    "counts, said",
    [
        ((0, 0, 4), "Nothing is decided yet between okapi and zebra."),
        ((3, 3), "You cannot tell which of okapi and zebra is preferred: each won 3 times."),
    ],
)
def test_what_points_nowhere_names_no_number_of_ratings(counts, said):
    sentences = to_json(rating_result([sheet_of(votes(*counts))]))["sentences"]
    assert sentences[0] == said
    assert "no number of ratings can be named, for nothing points either way yet" in sentences[1]


def test_three_rungs_are_tested_two_by_two_and_corrected_by_holm():
    """9 to 1 has p = 22/1024 = 0.0215: no longer seen as one of three, where the smallest counts three times."""
    rungs = ("okapi", "zebra", "tapir")
    its = [
        *votes(9, 1),
        *[replace(v, item=f"x {v.item}") for v in votes(6, 4, first="okapi", second="tapir")],
        *[replace(v, item=f"y {v.item}") for v in votes(4, 6, first="zebra", second="tapir")],
    ]
    found = rating_result([sheet_of(its, rungs=rungs)])
    assert found.pairs[0].preference.p_value == pytest.approx(22 / 1024)
    assert found.pairs[0].p_value == pytest.approx(66 / 1024)
    assert found.pairs[0].more_decided > 0
    assert found.order.names == ("zebra", "tapir", "okapi")


def test_no_order_is_made_up_where_one_rung_was_never_beaten():
    rungs = ("okapi", "zebra", "tapir")
    its = [*votes(5, 0), *[replace(v, item=f"x {v.item}") for v in votes(3, 2, first="okapi", second="tapir")]]
    found = rating_result([sheet_of(its, rungs=rungs)])
    assert found.order is None and to_json(found)["order"] is None
    assert len(found.pairs) == 2  # zebra never met tapir


def test_slices_are_told_apart_and_corrected():
    sheet = rating_sheet(trial(40))
    says = lambda s, _: "left" if (s.left == "zebra") == (s.slices["class"] == "even") else "right"  # noqa: E731
    found = rating_result([rate(sheet, says)])
    by_part = {pair.part: (pair.tally.wins, pair.tally.losses) for pair in found.slices}
    assert by_part == {("class", "even"): (20, 0), ("class", "odd"): (0, 20)}
    assert found.pairs[0].tally.wins == found.pairs[0].tally.losses == 20
    assert [pair.p_value for pair in found.slices] == [pytest.approx(2 * 2 / 2**20)] * 2


# ---- raters with planted faults ----


def test_a_rater_who_always_takes_the_left_finds_no_winner_and_is_told_so():
    """Sides are drawn evenly, so such a rater gives each rung half; all repeated pairs fall to the same side."""
    found = rating_result([rate(rating_sheet(trial(100)), lambda _s, _p: "left")])
    (pair,), (rater,) = found.pairs, found.raters
    assert pair.tally.wins == pair.tally.losses == 50
    assert (rater.left, rater.right, rater.agreed) == (100, 0, 0)
    assert rater.same_side == rater.repeats > 5
    said = " ".join(to_json(found)["sentences"])
    assert (
        "anna seems to favour the left (or upper) side: the left (or upper) answer won 100 of 100 times, p < 0.001"
        in said
    )
    assert f"{rater.repeats} times the same side won, whichever answer stood there" in said


def test_a_steady_rater_agrees_with_himself_and_favours_no_side():
    found = rating_result([rate(rating_sheet(trial(100)), prefers({"zebra": 1, "okapi": 0}))])
    (rater,) = found.raters
    assert rater.agreed == rater.repeats > 5 and rater.same_side == 0
    assert rater.side_p_value > 0.5 and found.pairs[0].tally.wins == 100


def test_repeated_pairs_test_the_rater_and_do_not_count_for_the_rungs():
    sheet = rating_sheet(trial(60), repeat_share=0.5)
    found = rating_result([rate(sheet, prefers({"zebra": 1, "okapi": 0}))])
    assert sheet.asked > 80 and found.pairs[0].tally.shown == 60


def test_a_look_before_the_plan_was_done_is_told():
    found = rating_result([sheet_of(votes(9, 0), planned=20, looks=(5, 9))])
    said = to_json(found)["sentences"]
    assert f"anna looked at the result early, after 5 and 9 of 20 ratings. {PEEKED}" in said
    assert "anna gave 9 of 20 planned ratings." in said


def test_two_raters_count_each_pair_once_and_a_disagreement_is_neither_a_win_nor_a_tie():
    """Of 10 that both rated they agree on 6 wins; p = 2 / 2^6, whatever the other 4 are."""
    anna, ben = sheet_of(votes(10, 0)), sheet_of(votes(6, 4), "ben")
    found = rating_result([anna, ben])
    assert found.pairs[0].tally == Tally(wins=6, losses=0, ties=0, both_bad=0, identical=0, disagreements=4)
    assert found.pairs[0].p_value == 2 / 2**6
    written = to_json(found)
    assert written["pairs"][0]["disagreements"] == 4 and written["pairs"][0]["ties"] == 0
    assert any(
        said.startswith("okapi and zebra, beside 6 decided pairs: 4 items on which the raters disagree. These are in ")
        for said in written["sentences"]
    )
    assert (found.agreement.common, found.agreement.alike) == (10, 6)
    assert found.agreement.measure == "Cohen's kappa"
    assert found.agreement.value == 0  # anna says one and the same of all


@pytest.mark.parametrize(
    "said, together",
    [
        (("left", "tie"), DISAGREEMENT),
        (("left", "both_bad"), DISAGREEMENT),
        (("left", "right", "tie"), DISAGREEMENT),
        (("tie", "both_bad"), "tie"),
        (("left", "tie", "both_bad"), "tie"),
        (("tie", "both_bad", "both_bad"), "both_bad"),
    ],
)
def test_what_raters_say_together_is_what_more_than_half_of_them_say(said, together):
    sheets = [sheet_of([Vote("a", "okapi", "zebra", each)], f"rater {place}") for place, each in enumerate(said)]
    assert [vote.choice for vote in by_majority(sheets)] == [together]


def test_of_three_raters_two_decide():
    zebra_left, zebra_right = ("zebra", "okapi"), ("okapi", "zebra")
    said = {"anna": (*zebra_left, "left"), "ben": (*zebra_right, "right"), "cleo": (*zebra_left, "right")}
    three = [sheet_of([Vote("a", *vote)], rater) for rater, vote in said.items()]
    assert [vote.winner for vote in by_majority(three)] == ["zebra"]
    assert rating_result(three).agreement.measure == "Krippendorff's alpha"


def test_raters_of_other_rungs_or_one_rater_twice_are_refused():
    with pytest.raises(InvalidMeasurement, match="Put together only ratings of the same rungs"):
        rating_result([sheet_of(votes(1, 0)), sheet_of([], "ben", rungs=("okapi", "lion"))])
    with pytest.raises(InvalidMeasurement, match="'anna' rated in two files"):
        rating_result([sheet_of(votes(1, 0)), sheet_of(votes(1, 0))])
    with pytest.raises(InvalidMeasurement, match="ratings: there are none"):
        rating_result([])


# ---- a preference is no pass rate; beside a person's answer it becomes one ----


def test_a_preference_gives_no_profile_and_says_why():
    written = to_json(rating_result([sheet_of(votes(20, 0))]))
    assert "profile" not in written and written["sentences"][-1] == NO_PASS_RATE


def test_beside_a_persons_answer_as_good_or_better_is_a_pass_rate_for_the_profile():
    """Of 30: 6 wins and 12 ties pass, 9 losses and 3 both bad do not: 18 of 30, Wilson 0.423 to 0.754."""
    its = [replace(vote, right="reference") for vote in votes(6, 9, ties=12, both_bad=3, second="prompt")]
    sheet = sheet_of(its, rungs=("prompt", "reference"), reference="Bea of the support desk")
    written = to_json(rating_result([sheet]))
    (rung,) = written["profile"]["rungs"].items()
    assert rung[0] == "prompt" and rung[1]["n"] == 30
    assert rung[1]["pass_rate"] == {
        "value": 0.6, "low": pytest.approx(0.4232, abs=5e-5), "high": pytest.approx(0.7541, abs=5e-5),
        "basis": "measured",
        "source": "rated blind by anna: as good as the answer by Bea of the support desk, or better",
    }  # fmt: skip
    assert NO_PASS_RATE not in written["sentences"]
    assert TaskProfile.from_json(written["profile"]).rungs["prompt"].pass_rate.value == 0.6


def test_a_long_source_is_cut_to_what_a_profile_holds():
    """Four raters who write their whole posts as their names."""
    its = tuple(replace(vote, right="reference") for vote in votes(6, 9, second="prompt"))
    raters = [f"{name} of the support desk, second floor, mornings only" for name in ("Anna", "Ben", "Cleo", "Dora")]
    sheets = [sheet_of(its, 3 * f"{rater}. ", rungs=("prompt", "reference"), reference="Bea") for rater in raters]
    profile = profile_of(as_good(sheets))
    source = TaskProfile.from_json(profile).rungs["prompt"].pass_rate.source
    assert source.startswith("rated blind by Anna of the support desk") and len(source) <= LONGEST_SOURCE


def test_a_repetition_of_a_pair_that_is_missing_is_refused():
    """As a file says it of which a line was taken out."""
    again = Vote("item 7", "okapi", "zebra", "left", repeat=True)
    with pytest.raises(InvalidMeasurement, match="'anna' repeat a pair of item 'item 7' that they do not hold"):
        rating_result([sheet_of([*votes(3, 2), again])])


def test_of_two_raters_both_have_to_find_it_as_good():
    sides = ("prompt", "reference")
    both = [RatedSheet(rater, sides, (Vote("a", *sides, said), Vote("b", *sides, "tie")), 2, reference="Bea")
            for rater, said in (("anna", "right"), ("ben", "left"))]  # fmt: skip
    (found,) = as_good(both)
    assert (found.passes, found.items, found.split) == (1, 2, 1)
    assert beside_reference(found).endswith(". 1 item on which the raters disagree counts as no pass.")


def test_a_rung_that_no_profile_knows_stays_out_of_it():
    sides = ("my own idea", "reference")
    sheet = RatedSheet("anna", sides, (Vote("a", *sides, "tie"),), 1, reference="Bea")
    assert as_good([sheet])[0].passes == 1 and profile_of(as_good([sheet])) is None


def test_the_text_and_the_json_hold_the_same_counts():
    found = rating_result([rate(rating_sheet(trial(30, alike_every=5)), prefers({"zebra": 0.4, "okapi": 0.3}))])
    written = json.loads(json.dumps(to_json(found)))
    pair = written["pairs"][0]
    assert pair["identical"] == 6 and pair["decided"] + pair["ties"] == 24
    line = next(line for line in text(found).splitlines() if line.startswith("okapi") and " all " in line).split()
    assert line[3:9] == [str(pair[key]) for key in COUNTED]
