"""The break-even lab: hand-computed numbers, moved controls, absurd input."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from ftdecide.doors.break_even import CONTROLS, InvalidNumber, Lab, conclusion, rounded, sentence
from ftdecide.doors.break_even_drawing import LEFT, RIGHT, Frame, shortened, svg, ticks
from ftdecide.doors.break_even_start import peers, starting_numbers, starts
from ftdecide.doors.break_even_widget import BreakEven
from ftdecide.economics import Costs, monthly_usd
from ftdecide.evidence import load_evidence


def lab(**changed) -> Lab:
    return Lab.from_entered({**starting_numbers(), **changed})


def drawn_break_even(picture: Lab) -> float | None:
    """Where the figure puts the crossing, read off its axis; None where it shows none."""
    dots = ElementTree.fromstring(svg(picture)).findall("*[@class='break-even']")
    if not dots:
        return None
    return (float(dots[0].get("cx")) - LEFT) / (RIGHT - LEFT) * Frame.around(picture).most_requests


def test_a_rented_t4_pays_above_430_000_requests():
    """730 h x $0.526 = $383.98 a month, over $0.896 / 1,000 saved: 428,549, published as 0.43 million (E45)."""
    rented = lab(fixed_usd=0)
    assert rented.break_even == pytest.approx(383.98 / 0.000896)
    assert conclusion(rented) == "Tuning pays above 430,000 requests a month"
    assert rented.break_even == pytest.approx(load_evidence()["high_volume_requests_per_month"], rel=0.01)


def test_the_worked_case_is_the_sum_done_by_hand():
    """($1,000 / 12 + $383.98) / $0.000896 = 521,554 requests a month."""
    assert lab().break_even == pytest.approx((1000 / 12 + 383.98) / 0.000896)
    assert "above 520,000 requests a month" in sentence(lab())
    assert "prompting costs $8.96 and the tuned model $467.31" in sentence(lab())


def test_ten_thousand_small_requests_cost_two_dollars():
    """1,000 tokens in at $0.10 and 200 out at $0.50 a million: $0.0002 a request, $2.00 for 10,000."""
    usd_per_request = 1_000 * 0.10 / 1e6 + 200 * 0.50 / 1e6
    prompted, _ = monthly_usd(Costs(0, 1, 0, usd_per_request, 0), 10_000)
    assert prompted == pytest.approx(2.00)
    assert "prompting costs $2.00" in sentence(lab(prompted_usd_per_1000=usd_per_request * 1000))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("qwen3.8-27b", 0.43e6, 0.43e6),
        ("gemini-3.5-flash-lite", 1.1e6, 1.9e6),
        ("gpt-oss-120b", 1.5e6, 1.8e6),
        ("gpt-oss-20b", 3.0e6, 3.6e6),
    ],
)
def test_the_published_break_evens_come_out_again(name, low, high):
    """The four ranges that E45 reports."""
    peer = next(peer for peer in peers() if peer.name == name)
    assert [float(f"{end:.2g}") for end in peer.break_even] == [low, high]


def test_every_starting_number_names_a_known_source():
    """A source of the evidence, or an assumption that is said to be ours."""
    known = {*load_evidence().sources, "ours"}
    assert set(starts()) == {control.name for control in CONTROLS}
    for name, start in starts().items():
        assert set(start.source) <= known, name


def test_moving_a_control_moves_the_crossing_in_the_figure():
    """Twice the prompted price, half the volume; the widget draws what the numbers say."""
    widget = BreakEven()
    before, first = widget.picture, drawn_break_even(Lab.from_entered(widget.entered))
    widget.entered = {**widget.entered, "prompted_usd_per_1000": 2 * widget.entered["prompted_usd_per_1000"]}
    assert widget.picture != before
    assert drawn_break_even(Lab.from_entered(widget.entered)) == pytest.approx(first / 2, rel=1e-3)
    assert "above 260,000 requests a month" in widget.sentence
    assert widget.sentence in ElementTree.fromstring(widget.picture).get("aria-label")


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_every_control_changes_the_finding(control):
    """No slider is there for show."""
    widget = BreakEven()
    before = widget.sentence
    widget.entered = {**widget.entered, control.name: control.stops[-1]}
    assert widget.sentence != before
    assert widget.faults == {}


def test_never_is_said_and_not_drawn():
    """A tuned request as dear as a prompted one: no crossing, and the reason in words."""
    same = lab(tuned_usd_per_1000=starting_numbers()["prompted_usd_per_1000"])
    assert math.isinf(same.break_even)
    assert sentence(same).startswith("Tuning never pays here: a tuned request costs no less than a prompted one")
    assert drawn_break_even(same) is None


def test_a_free_tuned_model_is_cheaper_at_any_volume():
    """Nothing to pay back: the break-even is 0, and nobody is told “above 0 requests”."""
    assert conclusion(lab(fixed_usd=0, serving_usd_per_month=0)) == "Tuning is cheaper at any volume"


@pytest.fixture(scope="module")
def one_widget() -> BreakEven:
    """For tests that leave it in order: its first picture takes a tenth of a second to draw."""
    return BreakEven()


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
@pytest.mark.parametrize("absurd", [-1, math.nan, math.inf, -math.inf, 1e300, None, "many", True, [], {}])
def test_absurd_input_is_refused_by_name_and_keeps_the_last_picture(one_widget, control, absurd):
    """The fault names the control and offers a number that works."""
    widget, before = one_widget, one_widget.picture
    widget.entered = {**starting_numbers(), control.name: absurd}
    assert list(widget.faults) == [control.name]
    assert widget.faults[control.name].startswith(f"{control.label}: ")
    assert "for example" in widget.faults[control.name]
    assert widget.picture == before
    widget.entered = {**starting_numbers(), control.name: 2 * control.example}
    assert widget.faults == {}


def test_zero_is_refused_only_where_it_cannot_be_divided_by():
    """No months of use is no plan; every other zero is a number."""
    nothing = {control.name: 0 for control in CONTROLS}
    with pytest.raises(InvalidNumber) as refused:
        Lab.from_entered(nothing)
    assert list(refused.value.faults) == ["months_of_use"]
    assert "more than 0" in refused.value.faults["months_of_use"]
    assert "never pays" in sentence(Lab.from_entered({**nothing, "months_of_use": 1}))


@pytest.mark.parametrize("most", [0.003, 1.15, 99, 100, 125, 1e4, 834_000, 3e12])
def test_every_axis_has_three_to_seven_round_ticks(most):
    """From 0 on, evenly apart, none beyond the end of the axis."""
    shown = ticks(most)
    assert 4 <= len(shown) <= 8 and shown[0] == 0 and shown[-1] <= most
    assert {float(f"{b - a:.4g}") for a, b in pairwise(shown)} == {shown[1]}
    assert len({shortened(tick) for tick in shown}) == len(shown)


def test_every_slider_stop_can_be_drawn():
    """The ends of all sliders together, both ways."""
    for end in (0, -1):
        picture = ElementTree.fromstring(svg(Lab.from_entered({c.name: c.stops[end] for c in CONTROLS})))
        assert picture.get("role") == "img"


def test_the_figure_takes_its_colours_from_the_page():
    """Legible in light and dark: ink is the page's, lines have a variable for each scheme."""
    drawing = svg(lab())
    assert "currentColor" in drawing and "var(--ft-prompted" in drawing and "var(--ft-tuned" in drawing
    assert not re.search(r"#(?:000000|ffffff|111111)\b|<style|<script|<image", drawing)


def test_without_a_kernel_the_same_output_is_a_figure_with_its_finding():
    """What the static book shows in the widget's place."""
    formats, _ = BreakEven()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in formats
    assert "<figure" in formats["text/html"] and "Tuning pays above 520,000" in formats["text/html"]


def test_two_significant_figures():
    """428,549 is no better known than 430,000."""
    assert [rounded(n) for n in (428_549, 1_234, 56, 0.123, 0)] == ["430,000", "1,200", "56", "0.12", "0"]
