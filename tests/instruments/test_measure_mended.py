"""Places where a measurement once said what is not so."""

from __future__ import annotations

import re

import pytest

from ftdecide.doors import ladder_lab_words
from ftdecide.doors.ladder_lab import Climbed, Settings
from ftdecide.instruments.measure.live.ladder import LiveTrial
from ftdecide.instruments.measure.live.limits import Progress
from ftdecide.instruments.measure.measured import measured
from ftdecide.instruments.measure.measured_words import conclusion, sentence
from ftdecide.instruments.measure.number_words import dollars, p_adjusted, p_number, p_words, percent
from ftdecide.instruments.measure.outputs import Item, Output, Trial
from ftdecide.instruments.measure.paired_comparison import PairedComparison
from ftdecide.instruments.measure.report import to_text
from ftdecide.instruments.measure.report_html import to_html
from ftdecide.instruments.measure.scorers.registry import scorer
from ftdecide.instruments.measure.scoring import chosen_scoring, told_scoring
from ftdecide.instruments.measure.statistics.binomial import Interval
from ftdecide.instruments.measure.statistics.required_n import required_items

NOT_ONE_NUMBER = [
    ("2024-01-05", "2024-12-31"),
    ("12:30", "12:59"),
    ("3-1", "3-2"),
    ("1/2", "1/3"),
    ("555-1234", "555-9999"),
    ("1, 2, 3", "1, 9, 9"),
]


@pytest.mark.parametrize(("expected", "answer"), NOT_ONE_NUMBER)
def test_what_begins_with_a_number_is_not_compared_as_one(expected, answer):
    """Dates, times, scores, fractions, telephone numbers and lists of numbers are texts."""
    scoring = chosen_scoring([Item("1", expected=expected), Item("2", expected=expected)])
    assert scoring.name == "normalised"
    assert scoring.score()(expected, expected).passed and not scoring.score()(answer, expected).passed


@pytest.mark.parametrize("expected", ["4", "12.5", "€ 1,250", "37.5 %", " −3 ", "1e5", "£12"])
def test_numbers_alone_are_compared_as_numbers(expected):
    """A currency's sign, a percent sign and spaces belong to a number."""
    assert chosen_scoring([Item("1", expected=expected)]).name == "numeric"


def test_sets_of_several_labels_are_equal_in_any_order():
    """The labels that a set knows are the parts of its answers, one for each plain form."""
    expected = ["billing, refund", "Billing", "billing", "refund", "refund", "billing, refund"] * 3
    scoring = told_scoring("labels", {}, [Item(str(n), expected=each) for n, each in enumerate(expected)])
    assert scoring.score()("refund, billing", "billing, refund").passed
    assert scoring.score()("I think it is a refund.", "refund").passed


def test_runs_that_even_out_do_not_say_that_each_wins_as_many_items():
    """With runs, the pass rates may be equal where the items won are not."""
    found = PairedComparison("a", "b", 10, 2, 1, 7, 0.5, 0.5, 0.0, Interval(-0.2, 0.2), 1.0)
    assert sentence(found) == "a and b pass equally often over all runs; b passes more runs of 2 items, a of 1."


def test_a_rung_that_answered_one_item_is_not_the_best():
    """One answer out of forty leads nothing."""
    items = tuple(Item(str(n), "", "yes") for n in range(40))
    most = tuple(Output(str(n), "yes" if n < 36 else "no") for n in range(40))
    found = measured(Trial(items, {"prompt": most, "few_shot": (Output("0", "yes"),)}), scorer("exact"))
    assert found.best.name == "prompt"


def test_a_rung_whose_calls_all_failed_was_not_beaten():
    """A guess that never answered is not said to be behind beyond doubt."""
    items = tuple(Item(str(n), "", "yes") for n in range(40))
    good = tuple(Output(str(n), "yes") for n in range(40))
    lost = tuple(Output(str(n), "", fault="no connection") for n in range(40))
    trial = Trial(items, {"prompt": lost, "few_shot": good})
    done = Climbed(measured(trial, scorer("exact")), LiveTrial(trial, (), Progress(80), {}), Settings(40, 6, "prompt"))
    assert "not beyond doubt" in ladder_lab_words.answer_to("prompt", done)


@pytest.mark.parametrize(
    ("share", "says"), [(0.99997, "over 99.9 %"), (0.0001, "under 0.1 %"), (0.999, "99.9 %"), (1, "100 %")]
)
def test_nearly_all_is_not_all(share, says):
    """A share beside 0 or 1 is not rounded to it."""
    assert percent(share) == says


def test_rates_next_to_nothing_need_more_items_than_are_looked_for():
    """No division by what vanishes."""
    assert required_items(1e-170, 3e-170) is None and required_items(1e-9, 1e-12) is None


def test_the_title_names_rungs_as_people_know_them():
    """The names are put in while the sentence is made, not replaced in it."""
    items = tuple(Item(str(n), "", "yes") for n in range(8))
    same = tuple(Output(str(n), "yes") for n in range(8))
    found = measured(Trial(items, {"prompt": same, "retrieval": same}), scorer("exact"))
    assert conclusion(found, ladder_lab_words.named) == "Zero-shot and Retrieved few-shot pass equally often"


@pytest.mark.parametrize(
    ("p_value", "says"), [(0.00099, "p < 0.001"), (0.001, "p = 0.001"), (0.9994, "p = 0.999"), (0.9995, "p = 1")]
)
def test_a_p_value_is_written_in_one_way(p_value, says):
    """Below 0.001 and from 0.9995 on three decimals say nothing more."""
    assert p_words(p_value) == p_adjusted(p_value, p_value) == says
    assert p_number(p_value) in says
    assert p_adjusted(0.0004, 0.9999) == "p < 0.001, 1 adjusted"


@pytest.mark.parametrize(
    ("usd", "says"), [(0.0200, "$0.020"), (0.1, "$0.10"), (99.5, "$99.50"), (1e-9, "$0.0000000010")]
)
def test_dollars_are_written_in_one_way(usd, says):
    assert dollars(usd) == says


def test_one_of_a_kind_is_no_plural():
    """One item, one rung, one answer that failed: as a first try has them."""
    found = measured(Trial((Item("1", "", "yes"),), {"prompt": (Output("1", "no"),)}), scorer("exact"))
    said = to_text(found) + to_html(found)
    assert "1 item. Scored by" in said and "prompt fails 1 of 1 item:" in said
    assert not re.search(r"\b1 (items|rows|calls|answers|runs|records)\b", said)
