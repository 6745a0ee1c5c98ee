"""The statistics: published examples, and a table by SciPy and statsmodels (bench/statistics_reference.py)."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdecide import paired_test
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.statistics.binomial import Interval, coin_p, quantile, wilson
from ftdecide.instruments.measure.statistics.paired import Pairs, gain_interval, pairs_of, sign_test
from ftdecide.instruments.measure.statistics.repeats import consistency
from ftdecide.instruments.measure.statistics.required_n import more_needed, required_items
from ftdecide.instruments.measure.statistics.several_tests import holm

REFERENCE = json.loads((Path(__file__).parent / "reference_values.json").read_text(encoding="utf-8"))
CLOSE = {"rel": 1e-9, "abs": 1e-12}


def near(found, expected) -> bool:
    """Equal to one part in a thousand million; None stands for infinity."""
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(near, found, expected))
    return found == pytest.approx(math.inf if expected is None else expected, **CLOSE)


FUNCTIONS = {
    "wilson": wilson,
    "coin_p": coin_p,
    "mcnemar": lambda *cells: sign_test(cells[2], cells[1]).p_value,
    "gain_interval": lambda *cells: gain_interval(Pairs(*cells[:4]), cells[4]),
    "holm": lambda *p_values: holm(p_values),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_other_libraries_compute_the_same(name):
    """Each row of the table to 1e-9: over six hundred of them."""
    rows = REFERENCE[name]
    assert len(rows) >= 30
    wrong = [(row, FUNCTIONS[name](*row[0])) for row in rows if not near(FUNCTIONS[name](*row[0]), row[1])]
    assert not wrong, wrong[:3]


def test_the_required_items_are_those_found_by_trying_every_count():
    """Power summed by SciPy for every number of items; the first from which it is never missed again."""
    for (first, second, power, alpha), items, _ in REFERENCE["required_items"]:
        assert required_items(first, second, power, alpha) == items, (first, second, power, alpha)


def test_the_power_there_is_scipys():
    """A thousand-millionth more takes more items, a thousand-millionth less no more, but where the next count dips."""
    rows = [row for row in REFERENCE["required_items"] if row[2] < 1 - 1e-8]
    found = [
        [required_items(first, second, reached + by, alpha) or math.inf for by in (1e-9, -1e-9)]
        for (first, second, _, alpha), _, reached in rows
    ]
    assert all(more > items for (more, _), (_, items, _) in zip(found, rows, strict=True))
    assert sum(less == items for (_, less), (_, items, _) in zip(found, rows, strict=True)) > 60


def test_the_table_says_what_it_was_made_with():
    assert set(REFERENCE["made_with"]) == {"python", "scipy", "statsmodels"}


# ---- published examples ----

# Newcombe 1998, Statistics in Medicine 17, 857-872, table I: Wilson (method 3), 95 %.
SINGLE = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}


@pytest.mark.parametrize(("counts", "limits"), SINGLE.items())
def test_the_interval_of_a_pass_rate_is_the_published_one(counts, limits):
    assert wilson(*counts) == pytest.approx(limits, abs=5.1e-5)


# Newcombe 1998, Statistics in Medicine 17, 2635-2650, table III: method 10, 95 %, of (f - g) / n.
PAIRED = {
    (36, 12, 2, 0): (0.0569, 0.3404),
    (20, 12, 2, 16): (0.0562, 0.3292),
    (18, 12, 2, 18): (0.0562, 0.3290),
    (36, 14, 0, 0): (0.1528, 0.4167),
    (35, 14, 0, 1): (0.1461, 0.4175),
    (18, 14, 0, 18): (0.1441, 0.3963),
    (2, 97, 1, 0): (0.8721, 0.9854),
    (1, 97, 1, 1): (0.8737, 0.9850),  # the table has 0.8736 here, and 0.8737 for method 8, which is the same where
    (0, 29, 1, 0): (0.6666, 0.9882),  # the correlation is negative
    (2, 98, 0, 0): (0.9178, 0.9945),
    (1, 98, 0, 1): (0.9171, 0.9916),
    (0, 30, 0, 0): (0.8395, 1.0),
    (54, 0, 0, 0): (-0.0664, 0.0664),
    (53, 0, 0, 1): (-0.0729, 0.0729),
    (30, 0, 0, 24): (-0.0358, 0.0358),
    (29, 0, 0, 25): (-0.0354, 0.0354),
    (28, 0, 0, 26): (-0.0352, 0.0352),
    (27, 0, 0, 27): (-0.0351, 0.0351),
}


@pytest.mark.parametrize(("cells", "limits"), PAIRED.items())
def test_the_interval_of_a_gain_is_the_published_one(cells, limits):
    """Newcombe's f passes only one test, g only the other; the gain is of the second, so f stands second."""
    e, f, g, h = cells
    assert gain_interval(Pairs(both=e, only_first=g, only_second=f, neither=h)) == pytest.approx(limits, abs=5.1e-5)


def test_agrestis_approval_ratings_come_out():
    """Agresti 1990, section 10.1: 944, then 880 of 1,600; a fall of 0.04; his Wald interval is -0.06 to -0.02."""
    found = Pairs(both=794, only_first=150, only_second=86, neither=570)
    assert found.gain == pytest.approx(-0.04)
    assert [round(end, 2) for end in gain_interval(found)] == [-0.06, -0.02]
    assert sign_test(86, 150).p_value < 4e-5


# Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91: the exact value; of the second also
# Newcombe's interval, as in their book (Statistical Analysis of Contingency Tables, 2017, chapter 8).
FAGERLAND = {
    "airway hyper-responsiveness (Bentur 2009)": ((1, 1, 7, 12), 0.0703, None),
    "complete response (Cavo 2012)": ((59, 6, 16, 80), 0.0525, (0.0046, 0.1186)),
}


@pytest.mark.parametrize(("cells", "exact", "limits"), FAGERLAND.values(), ids=FAGERLAND)
def test_the_exact_p_value_is_the_published_one(cells, exact, limits):
    pairs = Pairs(*cells)
    assert sign_test(pairs.only_second, pairs.only_first).p_value == pytest.approx(exact, abs=5.1e-5)
    if limits:
        assert gain_interval(pairs) == pytest.approx(limits, abs=5.1e-5)


def test_obriens_power_of_a_paired_test_comes_out():
    """O'Brien 2002, an example of G*Power's manual: odds of 0.25, 40 % differ, 50 items, 5 % on one side; G*Power
    gives 0.839343, the R package pwrss 0.839356985: so much power takes 50 items, a little more takes 51."""
    assert [required_items(0.08, 0.32, power, alpha=0.1) for power in (0.839356984, 0.839356986)] == [50, 51]


def test_holm_finds_three_of_fifteen():
    """The fifteen p-values of Benjamini and Hochberg 1995, section 3.2: three findings at 5 %, as by Bonferroni."""
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p_values += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert [p <= 0.05 for p in holm(p_values)] == [True] * 3 + [False] * 12


# ---- agreement with the verdict's own counting rules ----


def test_the_core_counts_alike():
    """The same Wilson interval but for 1.96; the same wins needed of so many that differ."""
    for passes, items in ((0, 5), (3, 5), (40, 50), (499, 500)):
        assert wilson(passes, items) == pytest.approx(paired_test.wilson_interval(passes / items, items), abs=1e-5)
    for differ in range(120):
        enough = [wins for wins in range(differ + 1) if 2 * wins > differ and coin_p(wins, differ - wins) <= 0.05]
        assert paired_test.wins_needed(differ) == (enough[0] if enough else None)


# ---- worked out by hand, and what has to hold everywhere ----


def test_nothing_tried_says_nothing():
    """No items, no runs, no decisions: the widest intervals, no finding, no rate."""
    assert (wilson(0, 0), gain_interval(Pairs(0, 0, 0, 0)), coin_p(0, 0)) == ((0, 1), (-1, 1), 1)
    assert (consistency([]).share, consistency([]).interval) == (None, (0, 1))
    assert (sign_test(0, 0, 9).win_rate, sign_test(0, 0, 9).p_value) == (None, 1)
    assert holm([]) == []


def test_ties_change_neither_rate_nor_test():
    """15 of 20: 2 x (1 + 20 + 190 + 1140 + 4845 + 15504) / 2^20 = 0.0414."""
    found = sign_test(15, 5, ties=1000)
    assert (found.decided, found.ties, found.win_rate) == (20, 1000, 0.75)
    assert found.p_value == 2 * 21700 / 2**20 == sign_test(5, 15).p_value
    assert found.win_rate_interval == wilson(15, 20)


def test_pairs_are_counted_in_the_order_of_the_items():
    assert pairs_of([1, 1, 0, 0, 1], [1, 0, 1, 0, 1]) == Pairs(2, 1, 1, 1)
    with pytest.raises(InvalidMeasurement, match=r"has 2 results, the second 3\. A paired test needs both"):
        pairs_of([True, True], [True, True, False])


def test_adjusted_values_keep_their_places_and_their_order():
    """0.01 x 3, then 0.03 x 2, then the larger of 0.04 and 0.06."""
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([0.5, 0.6]) == [1, 1]


def test_an_item_that_wavers_once_is_not_consistent():
    found = consistency([[True] * 3, [False] * 3, [True, True, False], [True] * 3])
    assert (found.items, found.runs, found.always, found.never, found.share) == (4, 3, 2, 1, 0.75)
    assert found.interval == wilson(3, 4)


def test_the_more_that_is_needed_is_counted_from_now():
    """What is seen on 50 items goes on: 2 and 7 of 50 need 151, so 101 more; the brute sum by SciPy says 151 too."""
    seen = Pairs(both=30, only_first=2, only_second=7, neither=11)
    assert more_needed(seen) == required_items(0.04, 0.14) - 50 == 101
    assert more_needed(Pairs(30, 7, 2, 11)) == 101  # whichever is better
    assert more_needed(Pairs(30, 5, 5, 10)) is None  # no difference
    assert more_needed(Pairs(0, 0, 0, 0)) is None
    assert more_needed(Pairs(30, 0, 9, 11)) == 0  # seen already
    assert more_needed(seen, most=120) is None  # would take more
    assert more_needed(Pairs(40, 0, 1, 9)) == 344  # 1 in 50 only ever for the second


def test_a_step_of_the_test_costs_power_and_the_count_is_safe_from_it():
    """Where every item differs, 7 items ask for 7 wins, 8 for 8, 9 for 8 again: the eighth makes it harder."""

    def power(items: int) -> float:
        wins = [wins for wins in range(items + 1) if 2 * wins > items and coin_p(wins, items - wins) <= 0.05]
        return sum(math.comb(items, each) * 0.7**each * 0.3 ** (items - each) for each in wins)

    powers = [power(items) for items in range(80)]
    safe = required_items(0.3, 0.7)
    assert any(later < sooner for sooner, later in pairwise(powers))
    assert safe == max(items for items, power in enumerate(powers) if power < 0.8) + 1
    assert min(items for items, power in enumerate(powers) if power >= 0.8) < safe  # the first is not yet safe


def test_a_sure_winner_needs_six():
    """Five wins of five leave 1/16, six of six 1/32."""
    assert required_items(0.0, 1.0) == 6


counts = st.integers(0, 400)


@settings(max_examples=60, deadline=None)
@given(counts, counts, counts, counts, st.sampled_from([0.8, 0.95, 0.99]))
def test_turning_the_rungs_round_turns_everything_round(both, first, second, neither, level):
    """The same p-value, the gain with the other sign; its interval holds it."""
    one, other = Pairs(both, first, second, neither), Pairs(both, second, first, neither)
    ends, turned = gain_interval(one, level), gain_interval(other, level)
    assert coin_p(first, second) == coin_p(second, first) and 0 < coin_p(first, second) <= 1
    assert one.gain == -other.gain and ends == pytest.approx([-end for end in turned][::-1])
    assert ends.low - 1e-12 <= one.gain <= ends.high + 1e-12


# ---- what is refused ----

REFUSED = {
    "more passes than items": (lambda: wilson(6, 5), "passes is 6, not a whole number, 0 to 5. Count it again"),
    "half a pass": (lambda: wilson(2.5, 5), "passes is 2.5, not a whole number"),
    "a truth value for a count": (lambda: Pairs(True, 0, 0, 0), "both is True, not a whole number, 0 or more"),
    "a negative count": (lambda: Pairs(0, 0, 0, -1), "neither is -1"),
    "a level in per cent": (lambda: wilson(3, 5, 95), "level is 95, not a number between 0 and 1. Write it as a share"),
    "no chance": (lambda: quantile(math.nan), "level is nan"),
    "rates above one": (lambda: required_items(0.6, 0.7), "are together 1.3, at most 1. Divide both counts"),
    "certain power": (lambda: required_items(0.1, 0.2, power=1), "power is 1, not a number between 0 and 1"),
    "no alpha": (lambda: required_items(0.1, 0.2, alpha=0), "alpha is 0, not a number between 0 and 1"),
    "a p-value of two": (lambda: holm([0.1, 2]), r"p_values\[1\] is 2, not a number from 0 to 1"),
    "runs that differ in number": (
        lambda: consistency([[True] * 3, [True] * 2]),
        "item 1 was run 2 times, the first 3",
    ),
    "a single run": (lambda: consistency([[True]]), "item 0 was run 1 times, the first 1. Run every item equally"),
}


@pytest.mark.parametrize(("call", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_measured_with_is_named_with_its_bounds(call, says):
    with pytest.raises(InvalidMeasurement, match=says):
        call()


def test_an_interval_reads_as_a_pair():
    assert wilson(1, 2) == Interval(*wilson(1, 2)) and wilson(1, 2).low + wilson(1, 2).high == pytest.approx(1)
