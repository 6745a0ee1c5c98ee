"""Break-even and what drives it: every figure worked out by hand, and the draws against a million plain ones."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdecide import money_words
from ftdecide.break_even import DRAWS, missing_prices, own_break_even
from ftdecide.cost_parts import BASE_LIFE, COSTS, PARTS, WITHOUT_BEING_STATED, curation_usd, training_usd
from ftdecide.doors.break_even_start import starting_numbers
from ftdecide.draws import triangular
from ftdecide.drivers import STRESS
from ftdecide.economics import (
    Costs,
    break_even_requests_per_month,
    lost_again_months,
    mean_price,
    monthly_usd,
    payback_months,
    saved_usd,
)
from ftdecide.evidence import load_evidence
from ftdecide.fields import ECONOMICS_FIELDS
from ftdecide.model import BaseModel, Quantity, TaskProfile
from ftdecide.money import driver_row, money_lines_of
from ftdecide.price_grid import priced_keys
from ftdecide.priced_case import case_of, with_answers
from ftdecide.render import to_json
from ftdecide.verdict import assess

BOOK = load_evidence().prices


def found(prices: dict, **answers):
    """The break-even of these economics."""
    return own_break_even(TaskProfile.from_json({"economics": prices, **answers}))


def between(value: float, low: float, high: float) -> dict:
    return {"value": value, "low": low, "high": high}


# ---- published figures, at the prices of the book ----

T4 = {"gpu": "T4", "training_usd": 0}  # E45 was trained on a free one
E45 = {  # the published break-evens, requests a month: at the dearest and the cheapest offer
    "qwen3.8-27b": (0.43e6, 0.43e6),
    "gemini-3.5-flash-lite": (1.1e6, 1.9e6),
    "gpt-oss-120b": (1.5e6, 1.8e6),
    "gpt-oss-20b": (3.0e6, 3.6e6),
}


@pytest.mark.parametrize(("name", "published"), E45.items(), ids=E45)
def test_the_published_break_evens_of_a_rented_gpu_come_out(name, published):
    """0.43 to 3.6 million requests a month: 730 hours at $0.526, over the API's price of a request."""
    offer = BOOK.find("task", name).amounts["usd_per_1000_requests"]
    for usd_per_1000, requests in zip((offer.highest, offer.lowest), published, strict=True):
        volumes = found({**T4, "prompted_usd_per_request": usd_per_1000 / 1000}).requests_per_month
        assert float(f"{volumes['p50']:.2g}") == requests


BILLS = {"qwen3.8-27b": (8.96, 8.96), "gemini-3.5-flash-lite": (2.00, 3.56), "gpt-oss-120b": (2.17, 2.60)}
BILLS["gpt-oss-20b"] = (1.07, 1.29)


@pytest.mark.parametrize(("name", "bills"), BILLS.items(), ids=BILLS)
def test_ten_thousand_calls_leave_nothing_to_save(name, bills):
    """The month's bills of the same services for 10,000 requests, about $1 to $9."""
    offer = BOOK.find("task", name).amounts["usd_per_1000_requests"]
    for usd_per_1000, bill in zip((offer.lowest, offer.highest), bills, strict=True):
        at = found({**T4, "prompted_usd_per_request": usd_per_1000 / 1000}, requests_per_month=10_000).at_volume
        assert (at.prompted_usd_per_month, at.tuned_usd_per_month) == pytest.approx((bill, 383.98))


TRAINING = {"fireworks-16b": 0.45, "gemini-2.5-flash": 4.50, "gpt-4o-mini": 2.70, "gpt-4o": 22.50}


@pytest.mark.parametrize(("name", "usd"), TRAINING.items(), ids=TRAINING)
def test_training_is_billed_by_its_tokens(name, usd):
    """500 examples x 600 tokens x 3 epochs = 0.9 million tokens."""
    prices = {
        "training_provider": name,
        "training_examples": 500,
        "tokens_per_example": 600,
        "training_epochs": 3,
        "prompted_usd_per_request": 1,
        "tuned_usd_per_request": 0,
        "months_of_use": 1,
    }
    assert found(prices).requests_per_month["p50"] == pytest.approx(usd)
    assert training_usd(500, 600, 3, BOOK.find("training", name).amounts["usd_per_million_tokens"].value) == (
        pytest.approx(usd)
    )


def test_curation_outweighs_the_training_run():
    """500 examples at 3 minutes and $40 an hour are $1,000, more than two thousand times the cheapest run."""
    by_example = {"training_examples": 500, "curation_minutes_per_example": 3, "labour_usd_per_hour": 40}
    by_hours = {"curation_hours": 25, "labour_usd_per_hour": 40}
    for prices in (by_example, by_hours):
        costs = found({**prices, "prompted_usd_per_request": 1, "tuned_usd_per_request": 0}).costs
        assert costs.fixed_usd == curation_usd(500, 3, 40) == 1000


def test_ten_thousand_small_calls_cost_two_dollars():
    """1,000 tokens in and 200 out on GPT-6 Luna: 10,000 x (1,000 x 0.10 + 200 x 0.50) / 1,000,000."""
    prices = {"prompted_model": "gpt-6 luna", "prompted_input_tokens": 1000, "output_tokens": 200, "gpu": "t4"}
    assert found(prices, requests_per_month=10_000).at_volume.prompted_usd_per_month == pytest.approx(2.00)


# ---- each way to state a part ----

BASE = {
    "prompted_usd_per_request": 0.003,
    "tuned_usd_per_request": 0.001,
    "serving_usd_per_month": 100,
    "training_usd": 1200,
}
TOKENS = {
    "prompted_input_tokens": 2000,
    "output_tokens": 100,
    "prompted_input_usd_per_million_tokens": 1,
    "prompted_output_usd_per_million_tokens": 4,
}
TUNED = {"tuned_usd_per_request": 0.001, "serving_usd_per_month": 100}
WAYS = {  # economics, then requests a month: all by hand
    "the seven keys": (BASE, (1200 / 12 + 100) / 0.002),
    "months of use": ({**BASE, "months_of_use": 6}, (1200 / 6 + 100) / 0.002),
    "evaluation in dollars": ({**BASE, "evaluation_usd": 1200}, (2400 / 12 + 100) / 0.002),
    "evaluation in dollars and hours": (
        {**BASE, "evaluation_usd": 600, "evaluation_hours": 12, "labour_usd_per_hour": 50},
        (2400 / 12 + 100) / 0.002,
    ),
    "upkeep": ({**BASE, "upkeep_hours_per_month": 2, "labour_usd_per_hour": 50}, (1200 / 12 + 200) / 0.002),
    "a rented GPU has no price per request": (
        {"prompted_usd_per_request": 0.002, "gpu_usd_per_hour": 0.5, "gpu_hours_per_month": 400},
        200 / 0.002,
    ),
    "a GPU round the clock": ({"prompted_usd_per_request": 0.001, "gpu_usd_per_hour": 1}, 730_000),
    "hosting stated goes before the GPU": ({**BASE, "gpu_usd_per_hour": 9}, 200 / 0.002),
    "by tokens": ({**TUNED, **TOKENS}, 100 / (0.0024 - 0.001)),
    "cached input": (
        {**TUNED, **TOKENS, "cached_share": 0.5, "prompted_cached_usd_per_million_tokens": 0.1},
        100 / (0.0015 - 0.001),
    ),
    "a price per request goes before tokens": ({**BASE, **TOKENS}, 200 / 0.002),
    "the tuned model by tokens, shorter prompt": (
        {
            **TOKENS,
            "tuned_input_tokens": 500,
            "tuned_input_usd_per_million_tokens": 2,
            "tuned_output_usd_per_million_tokens": 8,
            "serving_usd_per_month": 60,
        },
        60 / (0.0024 - 0.0018),
    ),
    "a ratio, the prompt as long as before": (
        {**TOKENS, "tuned_price_ratio": 0.5, "serving_usd_per_month": 60},
        60 / 0.0012,
    ),
    "twice the price and no shorter prompt": ({**TOKENS, "tuned_price_ratio": 2, "training_usd": 1}, math.inf),
    "names": (
        {
            "prompted_model": "gpt-4o",
            "tuned_model": "gpt-4o-mini",
            "prompted_input_tokens": 1000,
            "output_tokens": 100,
            "training_usd": 12 * 308,
        },
        308 / (0.0035 - 0.00042),
    ),
    "a base model of the book with a ratio": (
        {
            "prompted_model": "GPT-6 Sol",
            "tuned_model": "qwen3.5-9b",
            "tuned_price_ratio": 2,
            "prompted_input_tokens": 1000,
            "output_tokens": 100,
            "serving_usd_per_month": 261,
        },
        261 / (0.003 - 0.00039),
    ),
    "own prices go before the book's": (
        {
            "prompted_model": "gpt-4o",
            "prompted_input_usd_per_million_tokens": 1,
            "prompted_input_tokens": 1000,
            "output_tokens": 100,
            **TUNED,
        },
        100 / (0.002 - 0.001),
    ),
    "errors": (
        {**BASE, "usd_per_error": 0.1, "prompted_error_rate": 0.12, "tuned_error_rate": 0.08},
        200 / (0.002 + 0.1 * 0.04),
    ),
    "more errors": (
        {**BASE, "usd_per_error": 0.1, "prompted_error_rate": 0.02, "tuned_error_rate": 0.04},
        math.inf,
    ),
    "prices that halve every year": (
        {**BASE, "prompted_price_fall_per_year": 0.5},
        200 / (0.003 * 0.5 / math.log(2) - 0.001),
    ),
}


@pytest.mark.parametrize(("prices", "by_hand"), WAYS.values(), ids=WAYS)
def test_each_way_to_state_a_part_comes_out_as_by_hand(prices, by_hand):
    """A case for each way, and for what goes first where a part is stated twice."""
    volumes = found(prices).requests_per_month
    assert (volumes["p50"] if volumes else math.inf) == pytest.approx(by_hand)


def test_error_rates_come_from_what_was_tried():
    """The best usable rung against LoRA: (0.92 - 0.80) x $0.05 = $0.006 saved on each request."""
    rungs = {"prompt": {"pass_rate": 0.7}, "few_shot": {"pass_rate": 0.8}, "lora": {"pass_rate": 0.92}}
    result = found({**BASE, "usd_per_error": 0.05}, rungs=rungs)
    assert result.costs.error_saving_usd_per_request == pytest.approx(0.006)
    assert result.requests_per_month["p50"] == pytest.approx(200 / 0.008)
    only_prompted = found({**BASE, "usd_per_error": 0.05}, rungs={"prompt": {"pass_rate": 0.7}})
    assert (only_prompted.left_out, only_prompted.requests_per_month["p50"]) == (("usd_per_error",), 100_000)


def test_a_falling_price_is_averaged_as_integrated_by_hand():
    """The closed form against the sum of a hundred thousand thin slices."""
    for fall, months in ((0.5, 12), (0.5, 24), (0.8, 7), (0.05, 60)):
        slices = (numpy.arange(100_000) + 0.5) / 100_000 * months / 12
        assert mean_price(fall, months) == pytest.approx(numpy.mean((1 - fall) ** slices), rel=1e-6)
    assert (mean_price(0, 12), mean_price(1, 12)) == (1, 0)


def test_every_number_of_the_economics_counts_somewhere():
    """No key that a reader may state is read by nothing."""
    needed = {name for each in PARTS.values() for way in each for name in way.needs} - {BASE_LIFE}
    looked_up = {f"tuned_base_{kind}_usd_per_million_tokens" for kind in ("input", "output")}  # never stated
    assert {field.key for field in ECONOMICS_FIELDS if field.kind == "number"} == needed - looked_up
    assert needed | {field.key for field in ECONOMICS_FIELDS} | {STRESS} == set(money_words.PRICES)
    assert set(WITHOUT_BEING_STATED) <= needed
    assert tuple(COSTS) == Costs._fields and {part for parts in COSTS.values() for part in parts} == set(PARTS)


MISSING = {
    "nothing stated": ({}, ()),
    "a price per request": (
        {"prompted_usd_per_request": 1},
        ("tuned_usd_per_request", "serving_usd_per_month"),
    ),
    "half of the tokens": (
        {"prompted_model": "gpt-6 luna", "prompted_input_tokens": 10, **TUNED},
        ("output_tokens",),
    ),
    "a name that nobody knows": (
        {"prompted_model": "gpt-9", "prompted_input_tokens": 10, "output_tokens": 10, **TUNED},
        ("prompted_input_usd_per_million_tokens", "prompted_output_usd_per_million_tokens"),
    ),
    "a cached share without its price": (
        {**TOKENS, **TUNED, "cached_share": 0.9},
        ("prompted_cached_usd_per_million_tokens",),
    ),
    "a ratio without any base": (
        {
            "prompted_usd_per_request": 1,
            "tuned_price_ratio": 2,
            "output_tokens": 5,
            "tuned_input_tokens": 5,
            "gpu": "no",
        },
        (
            "tuned_base_input_usd_per_million_tokens",
            "tuned_base_output_usd_per_million_tokens",
            "serving_usd_per_month",
        ),
    ),
    "a base model without its ratio": (
        {**TOKENS, "tuned_model": "qwen3.5-9b", "training_usd": 5},
        ("tuned_price_ratio",),
    ),
    "no standing cost": ({"prompted_usd_per_request": 2, "tuned_usd_per_request": 1}, ("serving_usd_per_month",)),
}


@pytest.mark.parametrize(("prices", "missing"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_asked_for_by_the_way_that_was_begun(prices, missing):
    """And there is no break-even until it is stated."""
    assert missing_prices(TaskProfile.from_json({"economics": prices})) == missing
    assert found(prices) is None


def test_what_is_stated_and_not_counted_is_said():
    """The tokens of training without their price, and a training bill that goes before them."""
    result = found({**BASE, "training_examples": 500, "gpu": "t4", "evaluation_hours": 3})
    assert set(result.left_out) == {"training_examples", "gpu", "evaluation_hours"}
    assert result.uncounted_parts == ("curation", "evaluation", "upkeep")


def test_the_lab_starts_from_the_price_book():
    """Its rented GPU and its prompted price are those rows; the rest is ours."""
    start = starting_numbers()
    assert start["serving_usd_per_month"] == 730 * BOOK.find("gpu", "t4").amounts["usd_per_hour"].value
    assert start["prompted_usd_per_1000"] == BOOK.find("task", "qwen3.8-27b").amounts["usd_per_1000_requests"].value


# ---- payback and bills ----


@settings(max_examples=200, deadline=None)
@given(*(st.floats(0.01, 1e5) for _ in range(6)))
def test_payback_within_the_months_of_use_is_break_even(fixed, months, serving, prompted, tuned, requests):
    """The two ways to ask agree, except within rounding of the line; and at break-even the bills are equal."""
    costs = Costs(fixed, months, serving, prompted, tuned)
    volume = break_even_requests_per_month(costs)
    if math.isinf(volume):
        assert payback_months(costs, requests) == math.inf
        return
    assert monthly_usd(costs, volume)[0] == pytest.approx(monthly_usd(costs, volume)[1], rel=1e-6)
    if not math.isclose(volume, requests, rel_tol=1e-6):
        assert (payback_months(costs, requests) <= months) == (requests > volume)


def test_payback_and_bills_at_the_stated_volume():
    """200,000 x 0.002 - 100 = 300 a month saved; 1,200 / 300 = 4 months; bills 600 and 1200/12 + 100 + 200."""
    at = found(BASE, requests_per_month=200_000).at_volume
    assert (at.prompted_usd_per_month, at.tuned_usd_per_month, at.payback_months) == (600, 400, 4)
    assert (at.paying_share, found(BASE, requests_per_month=99_999).at_volume.paying_share) == (1, 0)
    assert found(BASE, requests_per_month=40_000).at_volume.payback_months == math.inf


FALLING = {  # $0.01 x 100,000 = $1,000 today; curation 20 x 50 = $1,000
    "prompted_usd_per_request": 0.01,
    "prompted_price_fall_per_year": 0.8,
    "tuned_usd_per_request": 0.004,
    "serving_usd_per_month": 100,
    "curation_hours": 20,
    "labour_usd_per_hour": 50,
}


def months_by_slices(costs: Costs, requests: float) -> tuple[float, float]:
    """When thin slices of months have returned the fixed cost, and when they have lost it again."""
    ends = (numpy.arange(200_000) + 1) / 200_000 * costs.months_of_use
    price = costs.prompted_usd_per_request * (1 - costs.prompted_price_fall_per_year) ** (ends / 12)
    a_month = requests * (price - costs.tuned_usd_per_request) - costs.serving_usd_per_month
    back = numpy.cumsum(a_month) * ends[0] >= costs.fixed_usd
    first = int(numpy.argmax(back))
    lost = ~back[first:]
    return ends[first], ends[first + int(numpy.argmax(lost))] if lost.any() else math.inf


def test_payback_follows_the_falling_price_and_says_where_it_is_lost_again():
    """The first months save 436, 318, 216 and 126; after the third 970 of 1,000 are back, after the twelfth -35."""
    result = found(FALLING, requests_per_month=100_000)
    each_month = [
        saved_usd(result.costs, 100_000, month + 1) - saved_usd(result.costs, 100_000, month) for month in range(12)
    ]
    assert [round(usd) for usd in each_month[:4]] == [436, 318, 216, 126]
    assert [round(sum(each_month[:months])) for months in (3, 4, 12)] == [970, 1096, -35]
    back, lost = months_by_slices(result.costs, 100_000)
    at = result.at_volume
    assert (at.payback_months, at.lost_again_months) == pytest.approx((back, lost), rel=1e-3)
    assert (round(back, 2), round(lost, 2)) == (3.19, 7.34)
    assert result.costs.prompted_usd_per_request == 0.01
    assert at.prompted_usd_per_month_today == 1000 and round(at.prompted_usd_per_month) == 497
    assert at.paying_share == 0  # at the end of the year it has not paid


PAYBACKS = {  # what differs from FALLING, the volume, the sentence
    "back and lost again": ({}, 100_000, "lost_payback"),
    "a gentle fall": ({"prompted_price_fall_per_year": 0.1}, 100_000, "payback"),
    "the price falls first": ({}, 90_000, "outrun_payback"),
    "nothing saved even today": ({"tuned_usd_per_request": 0.01}, 100_000, "no_payback"),
    "all gone at once": ({"prompted_price_fall_per_year": 1}, 100_000, "outrun_payback"),
    "after the months of use": ({"prompted_price_fall_per_year": 0.1, "months_of_use": 1}, 100_000, "late_payback"),
    "errors pay whatever the price": (
        {"usd_per_error": 1, "prompted_error_rate": 0.1, "tuned_error_rate": 0.05},
        100_000,
        "payback",
    ),
}


@pytest.mark.parametrize(("changed", "requests", "name"), PAYBACKS.values(), ids=PAYBACKS)
def test_each_end_of_a_payback_has_its_sentence(changed, requests, name):
    """Back, late, lost again, outrun, none."""
    lines = money_lines_of(found({**FALLING, **changed}, requests_per_month=requests))
    start = money_words.MONEY[name].partition("{")[0]
    (line,) = (line for line in lines if line.startswith("Payback"))
    assert line.startswith(start) and ("lost again" in line) is (name == "lost_payback")


@settings(max_examples=200, deadline=None)
@given(*(st.floats(0.01, 1e5) for _ in range(6)), st.floats(0.001, 1))
def test_at_the_end_of_use_a_falling_price_has_paid_exactly_above_break_even(
    fixed, months, serving, prompted, tuned, requests, fall
):
    """Break-even by the mean price and the sum month by month agree, and a payback that lasts is above the line."""
    costs = Costs(fixed, months, serving, prompted, tuned, 0.0, fall)
    volume = break_even_requests_per_month(costs)
    if math.isclose(volume, requests, rel_tol=1e-6):
        return
    paid = payback_months(costs, requests) <= months and math.isinf(lost_again_months(costs, requests))
    assert paid == (requests > volume)


def test_the_bills_of_a_falling_price_are_todays_and_the_mean():
    """Both are named as what they are, and halving is of today's price."""
    text = " ".join(money_lines_of(found(FALLING, requests_per_month=100_000)))
    assert "$0.01 a prompted request today, $0.00497 on average over 12 months" in text
    assert "prompting costs $1,000 today and $497 on average over 12 months" in text
    stress = found(FALLING, requests_per_month=100_000).drivers[-1]
    assert (stress.input, stress.low, stress.high) == (STRESS, 0.005, 0.01)


def test_what_errors_cost_stands_beside_the_bills():
    """600 x $4 x (0.3 - 0.2) = $240 a month, and the other way round."""
    prices = {"prompted_usd_per_request": 0.02, "tuned_usd_per_request": 0.01, "training_usd": 1050, "usd_per_error": 4}
    rates = {"prompted_error_rate": 0.3, "tuned_error_rate": 0.2}
    text = " ".join(money_lines_of(found({**prices, **rates}, requests_per_month=600)))
    assert "prompting costs $12 and the tuned model $93.50" in text
    assert "Errors cost $240 a month more with prompting." in text
    assert "Payback: the fixed cost is back after 4.27 months." in text  # 1,050 / (600 x 0.41)
    rates = {"prompted_error_rate": 0.2, "tuned_error_rate": 0.3}
    text = " ".join(money_lines_of(found({**prices, **rates}, requests_per_month=600)))
    assert "Errors cost $240 a month more with the tuned model." in text


# ---- how long it is used ----


def verdict_on(prices: dict, day: date = date(2026, 11, 21), **answers) -> dict:
    return to_json(assess(TaskProfile.from_json({"economics": prices, **answers}), as_of=day))


RETIRES = {"base_model": {"retires": "2027-06-30"}}
LIFE = 221 / 30.44  # months from 2026-11-21 to 2027-06-30: 9 + 31 + 31 + 28 + 31 + 30 + 31 + 30 days


def test_no_month_of_use_outlives_the_base_model():
    """24 months stated, 7.26 left: 1,200 / 7.26 + 100 over 0.002 = 132,643 requests, not 1,200 / 24 + 100 = 75,000."""
    verdict = verdict_on({**BASE, "months_of_use": 24}, **RETIRES)
    assert verdict["break_even"]["requests_per_month"]["p50"] == pytest.approx((1200 / LIFE + 100) / 0.002)
    assert round((1200 / LIFE + 100) / 0.002) == 132_643
    assert (
        "The base model has 7.26 months left, so the fixed cost is spread over no more than that."
        in (verdict["markdown"])
    )
    assert "spread over 7.26 months;" in verdict["markdown"] and "24 months" not in verdict["markdown"]


LIVES = {  # months of use, base model, day, months that count
    "stated, shorter than the base lasts": (6, RETIRES, date(2026, 11, 21), 6),
    "assumed, longer than the base lasts": (None, RETIRES, date(2026, 11, 21), LIFE),
    "assumed, no retirement known": (None, {}, date(2026, 11, 21), 12),
    "gone already: another base is the question": (24, RETIRES, date(2027, 6, 30), 24),
    "the provider takes it down, 2027-01-14": (
        24,
        {"base_model": {"provider": "openai"}},
        date(2026, 11, 21),
        54 / 30.44,
    ),
}


@pytest.mark.parametrize(("months", "base", "day", "expected"), LIVES.values(), ids=LIVES)
def test_the_months_that_count_are_the_shorter_of_use_and_life(months, base, day, expected):
    """And what is cut is said once, in one line."""
    verdict = verdict_on({**BASE, **({"months_of_use": months} if months else {})}, day, **base)
    assert verdict["break_even"]["months_of_use"] == pytest.approx(expected)
    assert verdict["markdown"].count("spread over no more than that") == (expected not in (6, 12, 24))


def test_every_draw_is_cut_to_the_life_of_the_base():
    """Months of 4 to 18, 7.26 left: no draw below (1,200 / 7.26 + 100) / 0.002, and most of them there."""
    ranged = {**BASE, "months_of_use": between(12, 4, 18)}
    volumes = verdict_on(ranged, **RETIRES)["break_even"]["requests_per_month"]
    at_life = (1200 / LIFE + 100) / 0.002
    assert volumes["p10"] == volumes["p50"] == pytest.approx(at_life)
    # a tenth of this triangle lies below 4 + sqrt(0.1 x 14 x 8) = 7.35 months
    assert volumes["p90"] == pytest.approx(at_life, rel=1e-3)


def test_months_that_nobody_stated_are_called_assumed():
    """And they are the evidence's: with 6 instead of 12, 1,200 / 6 + 100 over 0.002."""
    profile = TaskProfile.from_json({"economics": BASE})
    assert "spread over 12 months (assumed);" in " ".join(money_lines_of(own_break_even(profile)))
    stated = found({**BASE, "months_of_use": 12})
    assert "spread over 12 months;" in " ".join(money_lines_of(stated))
    moved = load_evidence().with_threshold("assumed_months_of_use", 6)
    assert own_break_even(profile, moved).requests_per_month["p50"] == pytest.approx(150_000)


def test_a_payback_past_the_life_of_the_base_says_that_it_comes_too_late():
    """1,200 / (100,000 x 0.002 - 100) = 12 months, with 7.26 left."""
    markdown = verdict_on({**BASE, "months_of_use": 24}, requests_per_month=100_000, **RETIRES)["markdown"]
    assert "Payback would take 12 months, longer than the 7.26 months that the base model has left." in markdown


def test_a_retirement_that_another_answer_moves_is_counted_anew():
    """In the flips too: with the same prices and another base, the months are those of that base."""
    evidence, day = load_evidence(), date(2026, 11, 21)
    stated = {"economics": {**BASE, "months_of_use": 24}, "requests_per_month": 100_000}
    case = case_of(TaskProfile.from_json({**stated, **RETIRES}), evidence, day)
    longer = with_answers(case, replace(case.profile, base_model=BaseModel()))
    assert case.break_even_requests_per_month == pytest.approx((1200 / LIFE + 100) / 0.002)
    assert longer.break_even_requests_per_month == pytest.approx(75_000)


def test_a_fall_too_small_to_see_is_none():
    """The least fall there is over the fewest months: the same as without one."""
    tiny = {**BASE, "prompted_price_fall_per_year": 5e-324, "months_of_use": 0.1}
    result = found(tiny, requests_per_month=10_000_000)
    assert result.requests_per_month["p50"] == pytest.approx((1200 / 0.1 + 100) / 0.002)
    at = result.at_volume  # 1,200 / (10,000,000 x 0.002 - 100)
    assert (at.payback_months, at.lost_again_months) == (pytest.approx(1200 / 19_900), math.inf)


def test_where_a_price_falls_no_turn_is_sought_among_months_of_use():
    """Longer use spreads the cost and meets lower prices, so that paying can begin and cease again."""
    plain = TaskProfile.from_json({"economics": {**BASE, "months_of_use": 9}, "requests_per_month": 1000})
    falling = replace(plain, economics={**plain.economics, "prompted_price_fall_per_year": Quantity(0.5)})
    cases = [case_of(profile, load_evidence(), date(2026, 11, 21)) for profile in (plain, falling)]
    assert ["months_of_use" in priced_keys(case) for case in cases] == [True, False]
    costs = Costs(1000, 1, 0, 0.01, 0.004, 0, 0.8)  # at 2, 6 and 24 months
    volumes = [break_even_requests_per_month(costs._replace(months_of_use=months)) for months in (2, 6, 24)]
    assert volumes[0] > volumes[1] < volumes[2]


# ---- ranges ----

RANGED = {
    "prompted_usd_per_request": between(0.003, 0.002, 0.006),
    "tuned_usd_per_request": between(0.001, 0.0005, 0.0015),
    "serving_usd_per_month": between(300, 200, 900),
    "curation_hours": between(30, 10, 120),
    "labour_usd_per_hour": between(60, 40, 100),
    "months_of_use": between(9, 3, 18),
}
REFERENCES = {  # economics, and the same sum written by hand over arrays of plain draws
    "costs of all kinds": (
        RANGED,
        lambda x: (
            (x("curation_hours") * x("labour_usd_per_hour") / x("months_of_use") + x("serving_usd_per_month"))
            / (x("prompted_usd_per_request") - x("tuned_usd_per_request"))
        ),
    ),
    "by tokens": (
        {
            "prompted_input_tokens": between(2000, 1000, 6000),
            "tuned_input_tokens": between(400, 200, 600),
            "output_tokens": between(100, 50, 300),
            "prompted_input_usd_per_million_tokens": between(1, 0.5, 1.2),
            "prompted_output_usd_per_million_tokens": 4,
            "tuned_price_ratio": between(1.5, 1, 2),
            "training_usd": between(500, 100, 5000),
        },
        lambda x: (
            (x("training_usd") / 12)
            / numpy.maximum(
                (
                    x("prompted_input_tokens") * x("prompted_input_usd_per_million_tokens")
                    + x("output_tokens") * 4
                    - x("tuned_price_ratio")
                    * (x("tuned_input_tokens") * x("prompted_input_usd_per_million_tokens") + x("output_tokens") * 4)
                )
                / 1e6,
                1e-300,
            )
        ),
    ),
    "falling prices and errors": (
        {
            "prompted_usd_per_request": between(0.004, 0.003, 0.008),
            "tuned_usd_per_request": 0.001,
            "prompted_price_fall_per_year": between(0.3, 0.1, 0.6),
            "months_of_use": between(12, 6, 24),
            "training_usd": 900,
            "usd_per_error": between(0.05, 0.01, 0.2),
            "prompted_error_rate": 0.1,
            "tuned_error_rate": between(0.08, 0.05, 0.09),
        },
        lambda x: (
            (900 / x("months_of_use"))
            / (
                x("prompted_usd_per_request")
                * ((1 - x("prompted_price_fall_per_year")) ** (x("months_of_use") / 12) - 1)
                / (x("months_of_use") / 12 * numpy.log(1 - x("prompted_price_fall_per_year")))
                - 0.001
                + x("usd_per_error") * (0.1 - x("tuned_error_rate"))
            )
        ),
    ),
}


@pytest.mark.parametrize(("prices", "by_hand"), REFERENCES.values(), ids=REFERENCES)
def test_the_middle_draw_is_within_one_per_cent_of_a_million_plain_ones(prices, by_hand):
    """Against numpy's own triangular draws and a formula written anew; the tails within three per cent."""
    generator = numpy.random.default_rng(7)
    drawn = {
        key: generator.triangular(each["low"], each["value"], each["high"], 1_000_000)
        for key, each in prices.items()
        if isinstance(each, dict)
    }
    reference = numpy.quantile(by_hand(drawn.__getitem__), (0.1, 0.5, 0.9))
    result = found(prices)
    assert result.draws == DRAWS == 20_000
    low, middle, high = result.requests_per_month.values()
    assert middle == pytest.approx(reference[1], rel=0.01)
    assert (low, high) == pytest.approx((reference[0], reference[2]), rel=0.03)


def test_the_draws_of_one_number_are_its_triangle():
    """The median of a triangle from 0 to 4 with its peak at 1 is 4 - sqrt(6): by hand, and by the middle strata."""
    strata = triangular(Quantity(1, 0, 4), 1000)
    assert strata == sorted(strata) and 0 < strata[0] < strata[-1] < 4
    assert (strata[499] + strata[500]) / 2 == pytest.approx(4 - math.sqrt(6), rel=1e-4)
    assert sum(strata) / 1000 == pytest.approx((0 + 1 + 4) / 3, rel=1e-4)
    for peak in (0, 4):  # a peak at either end
        assert len(triangular(Quantity(peak, 0, 4), 1000)) == 1000


def test_never_is_a_share_of_the_draws():
    """Prompted 2 to 4, tuned 1 to 3, both flat-topped at the ends' middle: it pays where the first exceeds."""
    prices = {
        "prompted_usd_per_request": between(2, 1, 3),
        "tuned_usd_per_request": between(2, 1, 3),
        "training_usd": 12,
    }
    result = found(prices)
    assert result.paying_share == pytest.approx(0.5, abs=0.01)  # by symmetry
    assert result.requests_per_month["p90"] == math.inf and result.requests_per_month["p10"] < math.inf


def test_the_share_that_pays_at_a_volume_is_counted_over_both_ranges():
    """Hosting 100 to 300 with its peak at 200, a saving of 1: at 200 a month it pays in half the draws,
    and so it does where the volume is as uncertain as that."""
    prices = {"prompted_usd_per_request": 2, "tuned_usd_per_request": 1}
    prices["serving_usd_per_month"] = between(200, 100, 300)
    for volume in (200, between(200, 100, 300), between(200, 50, 350)):
        assert found(prices, requests_per_month=volume).at_volume.paying_share == pytest.approx(0.5, abs=0.01)
    assert found(prices, requests_per_month=150).at_volume.paying_share == pytest.approx(0.125, abs=0.01)


def test_never_and_seldom_are_two_things():
    """No draw pays; some do, under a half: only the first has no volumes."""
    never = found({"prompted_usd_per_request": between(1, 0.5, 2), "tuned_usd_per_request": 2, "training_usd": 12})
    prices = {"prompted_usd_per_request": between(0.001, 0.0005, 0.004), "tuned_usd_per_request": 0.0018}
    seldom = found({**prices, "training_usd": 20, "serving_usd_per_month": 0})
    assert (never.requests_per_month, never.paying_share) == (None, 0)
    assert 0 < seldom.paying_share < 0.5 and seldom.requests_per_month["p50"] == math.inf
    assert seldom.requests_per_month["p10"] < 2000 and seldom.at_values == math.inf
    first, *_ = money_lines_of(seldom)
    assert first.startswith("At the stated values the tuned model never pays. Over the ranges around them: never in")


def test_the_stated_values_and_the_draws_are_told_apart():
    """Hosting of 200, drawn from 200 to 1,000: at the value 200 / 0.002 = 100,000, in the middle draw far more."""
    prices = {"prompted_usd_per_request": 0.003, "tuned_usd_per_request": 0.001}
    result = found({**prices, "serving_usd_per_month": between(200, 200, 1000)}, requests_per_month=150_000)
    assert result.at_values == result.drivers[-1].at_high == pytest.approx(100_000)
    # the median of this triangle: 1,000 - 800 x sqrt(1/2) = 434.3, over 0.002
    assert result.requests_per_month["p50"] == pytest.approx(217_157, rel=1e-3)
    first, costs, *_ = money_lines_of(result)
    assert "At the stated values the tuned model is cheaper above 100,000" in first and "217,000 in the middle" in first
    assert costs.endswith("These, the bills and the payback are at the stated values.")


def test_a_spread_of_offers_moves_the_break_even_and_draws_nothing():
    """One offer is taken: 730 x 3.85 / 0.002; the cheapest and the dearest stand among what moves it."""
    prices = {"prompted_usd_per_request": 0.002, "gpu": "h100-sxm", "training_usd": 0}
    result = found(prices)
    assert (result.draws, result.requests_per_month["p50"]) == (1, pytest.approx(730 * 3.85 / 0.002))
    offers = result.drivers[0]
    assert (offers.input, offers.low, offers.high) == ("gpu_usd_per_hour", 2.40, 12.29)
    assert (offers.at_low, offers.at_high) == pytest.approx((730 * 2.40 / 0.002, 730 * 12.29 / 0.002))
    own = found({**prices, "gpu_usd_per_hour": 3})  # a price of one's own has no other offers
    assert [driver.input for driver in own.drivers] == [STRESS]
    unsure = found({**prices, "gpu_usd_per_hour": between(3, 2, 4)})
    assert (unsure.draws, unsure.drivers[0].low) == (DRAWS, 2)


RENTED = {
    "prompted_usd_per_request": 0.002,
    "tuned_model": "qwen3.5-9b",
    "tuned_price_ratio": 1,
    "tuned_input_tokens": 400,
    "output_tokens": 200,
    "gpu_usd_per_hour": 1,
}


def test_a_rented_machine_and_a_price_by_the_token_are_not_both_counted():
    """730 / 0.002: the machine carries the requests, and the token price is named as left out."""
    result = found(RENTED)
    assert result.rented and result.costs.tuned_usd_per_request == 0
    assert result.requests_per_month["p50"] == pytest.approx(365_000)
    assert {"tuned_model", "tuned_price_ratio", "tuned_input_tokens"} <= set(result.left_out)
    assert money_words.MONEY["rented"] in money_lines_of(result)
    served = {key: value for key, value in RENTED.items() if key != "gpu_usd_per_hour"} | {"serving_usd_per_month": 730}
    by_token = found(served)  # (400 x 0.17 + 200 x 0.25) / 1e6 = $0.000118
    assert not by_token.rented and by_token.costs.tuned_usd_per_request == pytest.approx(0.000118)
    in_dollars = found({**RENTED, "tuned_usd_per_request": 0.001})  # said of one's own, beside the rent
    assert in_dollars.requests_per_month["p50"] == pytest.approx(730_000)
    assert money_words.MONEY["rented"] not in money_lines_of(in_dollars)


def test_fewer_draws_may_be_asked_for():
    """For a table of ten thousand tasks; the middle draw stays within two per cent."""
    profile = TaskProfile.from_json({"economics": RANGED})
    few, many = (own_break_even(profile, draws=draws) for draws in (500, DRAWS))
    assert few.draws == 500
    assert few.requests_per_month["p50"] == pytest.approx(many.requests_per_month["p50"], rel=0.02)


# ---- drivers ----


def test_drivers_are_the_break_even_at_both_ends_by_swing():
    """Hosting 100 to 1,000 over a saving of 0.002 swings by 450,000; the tuned price by less, by hand."""
    prices = {
        "prompted_usd_per_request": 0.003,
        "tuned_usd_per_request": between(0.001, 0.0005, 0.0014),
        "serving_usd_per_month": between(200, 100, 1000),
    }
    hosting, tuned, stress = found(prices).drivers
    assert (hosting.input, tuned.input, stress.input) == ("serving_usd_per_month", "tuned_usd_per_request", STRESS)
    assert (hosting.at_low, hosting.at_high) == pytest.approx((50_000, 500_000))
    assert (tuned.at_low, tuned.at_high) == pytest.approx((200 / 0.0025, 200 / 0.0016))
    assert (stress.at_low, stress.at_high) == pytest.approx((200 / 0.0005, 100_000))


def test_what_moves_it_reads_as_a_list_and_as_a_table():
    """The first is said to be the first; the stress runs from today's price to half of it."""
    result = found({**BASE, "serving_usd_per_month": between(100, 0, 500), "training_usd": between(1200, 600, 1200)})
    lines = money_lines_of(result)
    assert "What moves it most is the hosting: break-even 50,000 at 0 US dollars a month, 300,000 at 500." in lines
    assert "The training run: break-even 75,000 at 600 US dollars, 100,000 at 1,200." in lines
    assert driver_row(result.drivers[0]) == ("The hosting", "0 to 500", "50,000 to 300,000")
    assert driver_row(result.drivers[-1]) == ("The prompted price halved", "0.003 to 0.0015", "100,000 to 400,000")
    low, high = (f"{result.requests_per_month[end]:.3g}" for end in ("p10", "p90"))
    ends = [f"{float(low):,.0f} or less in one draw of ten", f"{float(high):,.0f} or more in one of ten."]
    assert ", ".join(ends) in lines[0]


SILENT = {
    "never instead of never": {"prompted_usd_per_request": 0.001, "tuned_usd_per_request": 0.002, "training_usd": 1},
    "the same to three digits": {
        "prompted_usd_per_request": 0.0001,
        "tuned_usd_per_request": 0.0001,
        "training_usd": 50,
        **{"usd_per_error": 1000, "prompted_error_rate": 0.3, "tuned_error_rate": 0.2},
    },
}


@pytest.mark.parametrize("prices", SILENT.values(), ids=SILENT)
def test_a_halved_price_that_moves_nothing_is_not_mentioned(prices):
    """Neither among the drivers nor in words."""
    result = found(prices)
    assert result.drivers == () and not any("halved" in line for line in money_lines_of(result))


def test_a_number_that_stands_in_two_places_moves_in_both():
    """Without a tuned prompt of its own, more tokens in are more for both models."""
    prices = {**TOKENS, "tuned_price_ratio": 0.5, "serving_usd_per_month": 60}
    driver, _ = found({**prices, "prompted_input_tokens": between(2000, 1000, 3000)}).drivers
    assert (driver.at_low, driver.at_high) == pytest.approx((60 / 0.0007, 60 / 0.0017))


def test_an_input_that_turns_it_to_never_leads():
    """Its swing is without end."""
    prices = {**BASE, "tuned_usd_per_request": between(0.001, 0.0005, 0.004)}
    prices["serving_usd_per_month"] = between(100, 0, 90_000)
    assert [driver.input for driver in found(prices).drivers][:2] == ["tuned_usd_per_request", "serving_usd_per_month"]


def test_the_verdict_says_the_money_in_three_digits():
    """Break-even, costs, bills, payback, the stress and what is left out, each in a sentence."""
    prices = {**BASE, "training_examples": 500}
    verdict = to_json(assess(TaskProfile.from_json({"economics": prices, "requests_per_month": 200_000})))
    (money,) = (section["items"] for section in verdict["sections"] if section["title"] == "The money")
    assert money == [
        "At your prices the tuned model is cheaper above 100,000 requests a month.",
        "Fixed cost $1,200 once, spread over 12 months (assumed); hosting and upkeep $100 a month; marginal cost "
        "$0.003 a prompted request against $0.001 a tuned one.",
        "At 200,000 requests a month prompting costs $600 and the tuned model $400, its fixed cost spread.",
        "Payback: the fixed cost is back after 4 months.",
        "With today’s prompted price halved the break-even would be 400,000 instead of 100,000.",
        "Not stated, so counted as nothing: curation, evaluation, upkeep.",
        "Stated but not counted, for want of other numbers or because another one goes first: the examples trained on.",
    ]
    drivers = verdict["break_even"]["drivers"]
    assert drivers[-1]["field"] == STRESS and drivers[-1]["text"] == money[4]
    assert verdict["break_even"]["at_your_volume"]["payback_months"] == 4
