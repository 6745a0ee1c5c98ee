"""The parts of the two bills, each with the ways in which it may be stated.

A part counts once: by the first of its ways whose numbers are all known, and the others are left out.  So a
bill in dollars goes before tokens times their price, and nothing is counted twice.  That a rented machine and a
price by the token are two ways to serve one model is such a case: the machine goes first, and then carries every
request.  A price in dollars that is stated for a request to the tuned model counts beside a rent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import NamedTuple

MILLION = 1e6
WITHOUT_BEING_STATED = {  # what holds where a profile says nothing
    "gpu_hours_per_month": 730.0,  # round the clock: 365 x 24 / 12
    "cached_share": 0.0,
    "prompted_price_fall_per_year": 0.0,
}
BASE_LIFE = "months_of_base_life"  # never stated here: from the day on which the base model goes
SAME_AS = {  # where only the other is stated
    "tuned_input_tokens": "prompted_input_tokens",
    "tuned_base_input_usd_per_million_tokens": "prompted_input_usd_per_million_tokens",
    "tuned_base_output_usd_per_million_tokens": "prompted_output_usd_per_million_tokens",
    "prompted_cached_usd_per_million_tokens": "prompted_input_usd_per_million_tokens",
}


class Way(NamedTuple):
    """One way to state a part: the numbers it needs, in the order that `usd` takes them."""

    needs: tuple[str, ...]
    usd: Callable[..., float]


def training_usd(examples: float, tokens_per_example: float, epochs: float, usd_per_million_tokens: float) -> float:
    """A run by its tokens; training is billed for each pass.

    >>> training_usd(500, 600, 3, 0.50)  # 0.9 million tokens
    0.45
    """
    return examples * tokens_per_example * epochs * usd_per_million_tokens / MILLION


def curation_usd(examples: float, minutes_per_example: float, labour_usd_per_hour: float) -> float:
    """The work on the examples.

    >>> curation_usd(500, 3, 40)
    1000.0
    """
    return examples * minutes_per_example / 60 * labour_usd_per_hour


def prompted_usd(
    input_tokens: float,
    output_tokens: float,
    input_price: float,
    output_price: float,
    cached_share: float,
    cached_price: float,
) -> float:
    """One prompted request today; prices in US dollars a million tokens, the cached share of the input at its own.

    Ten thousand calls of 1,000 tokens in and 200 out, at $0.10 and $0.50, cost two dollars:

    >>> round(10_000 * prompted_usd(1000, 200, 0.10, 0.50, 0, 0), 2)
    2.0
    """
    paid_input = (1 - cached_share) * input_price + cached_share * cached_price
    return (input_tokens * paid_input + output_tokens * output_price) / MILLION


def tuned_usd(
    input_tokens: float, output_tokens: float, input_price: float, output_price: float, ratio: float = 1
) -> float:
    """One request to the tuned model; prices in US dollars a million tokens, or the base model's and their ratio."""
    return (input_tokens * input_price + output_tokens * output_price) / MILLION * ratio


_TOKENS = ("prompted_input_tokens", "output_tokens")
_PROMPTED = ("prompted_input_usd_per_million_tokens", "prompted_output_usd_per_million_tokens")
_CACHED = ("cached_share", "prompted_cached_usd_per_million_tokens")
_TUNED_BASE = ("tuned_base_input_usd_per_million_tokens", "tuned_base_output_usd_per_million_tokens")
_TUNED = ("tuned_input_usd_per_million_tokens", "tuned_output_usd_per_million_tokens")

RENTED = Way(("gpu_usd_per_hour",), lambda price: 0.0)  # a machine by the hour carries the requests

PARTS: Mapping[str, tuple[Way, ...]] = {
    "training": (
        Way(("training_usd",), float),
        Way(
            ("training_examples", "tokens_per_example", "training_epochs", "training_usd_per_million_tokens"),
            training_usd,
        ),
    ),
    "curation": (
        Way(("curation_hours", "labour_usd_per_hour"), lambda hours, labour: hours * labour),
        Way(("training_examples", "curation_minutes_per_example", "labour_usd_per_hour"), curation_usd),
    ),
    "evaluation": (
        Way(
            ("evaluation_usd", "evaluation_hours", "labour_usd_per_hour"),
            lambda usd, hours, labour: usd + hours * labour,
        ),
        Way(("evaluation_usd",), float),
        Way(("evaluation_hours", "labour_usd_per_hour"), lambda hours, labour: hours * labour),
    ),
    "months": (Way(("months_of_use", BASE_LIFE), min), Way(("months_of_use",), float)),  # no use outlives the base
    "hosting": (
        Way(("serving_usd_per_month",), float),
        Way(("gpu_usd_per_hour", "gpu_hours_per_month"), lambda price, hours: price * hours),
    ),
    "upkeep": (Way(("upkeep_hours_per_month", "labour_usd_per_hour"), lambda hours, labour: hours * labour),),
    "prompted": (
        Way(("prompted_usd_per_request",), float),
        Way((*_TOKENS, *_PROMPTED, *_CACHED), prompted_usd),
    ),
    "fall": (Way(("prompted_price_fall_per_year",), float),),
    "tuned": (
        Way(("tuned_usd_per_request",), float),
        RENTED,
        Way(("tuned_input_tokens", "output_tokens", *_TUNED), tuned_usd),
        Way(("tuned_input_tokens", "output_tokens", *_TUNED_BASE, "tuned_price_ratio"), tuned_usd),
    ),
    "errors": (
        Way(
            ("usd_per_error", "prompted_error_rate", "tuned_error_rate"),
            lambda usd, prompted, tuned: usd * (prompted - tuned),
        ),
    ),
}
COSTS = {  # the parts that each of the `Costs` adds up, in their order
    "fixed_usd": ("training", "curation", "evaluation"),
    "months_of_use": ("months",),
    "serving_usd_per_month": ("hosting", "upkeep"),
    "prompted_usd_per_request": ("prompted",),
    "tuned_usd_per_request": ("tuned",),
    "error_saving_usd_per_request": ("errors",),
    "prompted_price_fall_per_year": ("fall",),
}
STANDING = (*COSTS["fixed_usd"], *COSTS["serving_usd_per_month"])  # one of them must be stated, and may be 0


def ways(known: Set[str]) -> dict[str, Way]:
    """For each part the way by which it counts, given the numbers that are known; parts without one are missing.

    >>> sorted(ways({"training_usd", "labour_usd_per_hour", "evaluation_hours"}))
    ['evaluation', 'training']
    """
    found = {part: next((way for way in each if known >= set(way.needs)), None) for part, each in PARTS.items()}
    return {part: way for part, way in found.items() if way}
