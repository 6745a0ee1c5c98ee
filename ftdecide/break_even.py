"""Break-even from the profile's own prices, with the range that their ranges give."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from functools import lru_cache
from statistics import quantiles

from ftdecide.economics import Costs, break_even_requests_per_month
from ftdecide.findings import BreakEven
from ftdecide.model import Quantity, TaskProfile

DRAWS = 2000
SEED = 38
NEEDED = ("prompted_usd_per_request", "tuned_usd_per_request")
NOTHING = Quantity(0)
YEAR = Quantity(12)


def own_break_even(profile: TaskProfile) -> BreakEven | None:
    """p10, p50 and p90 of the break-even volume; None where the profile does not state both prices per request.

    Each stated range is drawn from a triangle with its peak at the value (seeded, so that the same
    profile always gives the same answer in every door); a number without a range stands still.
    """
    if any(key not in profile.economics for key in NEEDED):
        return None
    return _from_prices(tuple(sorted(profile.economics.items())))


@lru_cache(maxsize=64)  # the flips ask for the same prices some hundred times over
def _from_prices(prices: tuple[tuple[str, Quantity], ...]) -> BreakEven:
    stated = dict(prices)
    ranged = tuple(key for key, quantity in stated.items() if quantity.low is not None or quantity.high is not None)
    generator = random.Random(SEED)
    draws = DRAWS if ranged else 1
    volumes = sorted(break_even_requests_per_month(_draw(stated, generator)) for _ in range(draws))
    if volumes[len(volumes) // 2] == math.inf:
        return BreakEven(None, ranged)
    if len(volumes) == 1:
        return BreakEven(dict.fromkeys(("p10", "p50", "p90"), volumes[0]), ranged)
    finite = [min(volume, 1e15) for volume in volumes]
    tenths = quantiles(finite, n=10, method="inclusive")
    return BreakEven({"p10": tenths[0], "p50": tenths[4], "p90": tenths[8]}, ranged)


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
