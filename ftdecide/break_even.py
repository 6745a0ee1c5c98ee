"""Break-even from the profile's own prices, with the range that their ranges give."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from functools import lru_cache

from ftdecide.economics import Costs, break_even_requests_per_month
from ftdecide.findings import BreakEven
from ftdecide.model import Quantity, TaskProfile

DRAWS = 2000
SEED = 38
PER_REQUEST = ("prompted_usd_per_request", "tuned_usd_per_request")
STANDING = ("serving_usd_per_month", "training_usd")  # one of them, or the hours with their price
NOTHING = Quantity(0)
YEAR = Quantity(12)


def missing_prices(profile: TaskProfile) -> tuple[str, ...]:
    """What the profile must still state for a break-even of its own; nothing stated is no reason to ask."""
    stated = profile.economics
    missing = [key for key in PER_REQUEST if key not in stated]
    labour = {"curation_hours", "labour_usd_per_hour"} <= stated.keys()
    if not labour and not any(key in stated for key in STANDING):
        missing.append(STANDING[0])
    return tuple(missing) if stated else ()


def own_break_even(profile: TaskProfile) -> BreakEven | None:
    """p10, p50 and p90 of the break-even volume from the profile's own prices.

    None where they are not all stated: both prices per request and at least one standing cost, which may be
    a stated 0.  Each range is drawn from a triangle with its peak at the value (seeded, so that the same
    profile always gives the same answer in every door); a number without a range stands still.
    """
    stated = profile.economics
    if all(key in stated for key in PER_REQUEST) and _never_cheaper(*(stated[key] for key in PER_REQUEST)):
        return BreakEven(None, 0.0, ())  # no standing cost could change that
    if not stated or missing_prices(profile):
        return None
    return _from_prices(tuple(sorted(stated.items())))


def _never_cheaper(prompted: Quantity, tuned: Quantity) -> bool:
    """Whether the tuned request costs as much as the prompted one at either end of their ranges."""
    dearest_prompted = prompted.value if prompted.high is None else prompted.high
    cheapest_tuned = tuned.value if tuned.low is None else tuned.low
    return cheapest_tuned >= dearest_prompted


@lru_cache(maxsize=64)  # the flips ask for the same prices some hundred times over
def _from_prices(prices: tuple[tuple[str, Quantity], ...]) -> BreakEven:
    stated = dict(prices)
    ranged = tuple(key for key, quantity in stated.items() if quantity.low is not None or quantity.high is not None)
    generator = random.Random(SEED)
    volumes = sorted(break_even_requests_per_month(_draw(stated, generator)) for _ in range(DRAWS if ranged else 1))
    paying_share = sum(volume < math.inf for volume in volumes) / len(volumes)
    if not paying_share:
        return BreakEven(None, 0.0, ranged)
    # By rank, not between neighbours: half-way to infinity is no volume.
    at_rank = {f"p{percent}": volumes[math.ceil(percent / 100 * len(volumes)) - 1] for percent in (10, 50, 90)}
    return BreakEven(at_rank, paying_share, ranged)


def _draw(stated: Mapping[str, Quantity], generator: random.Random) -> Costs:
    def one(key: str, otherwise: Quantity = NOTHING) -> float:
        quantity = stated.get(key, otherwise)
        low = quantity.value if quantity.low is None else quantity.low
        high = quantity.value if quantity.high is None else quantity.high
        return generator.triangular(low, high, quantity.value) if low < high else quantity.value

    return Costs(
        fixed_usd=one("training_usd") + one("curation_hours") * one("labour_usd_per_hour"),
        months_of_use=one("months_of_use", YEAR),
        serving_usd_per_month=one("serving_usd_per_month"),
        prompted_usd_per_request=one("prompted_usd_per_request"),
        tuned_usd_per_request=one("tuned_usd_per_request"),
    )
