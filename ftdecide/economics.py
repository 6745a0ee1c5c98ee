"""What a prompted and a tuned model cost a month, and the volume at which the second is the cheaper one.

A tuned model trades a lower marginal cost, so much for each request, for costs that come whether or not anyone
calls: the fixed cost of training it, spread over the months it serves, and hosting.  Above the break-even volume
the saving per request has paid them.

    break-even = (fixed cost / months of use + hosting and upkeep a month) / (saving per request)
    saving     = prompted - tuned + cost of an error x (prompted error rate - tuned error rate)
    payback    = fixed cost / (requests a month x saving - hosting and upkeep a month), in months

Where the prompted price falls, break-even takes its mean over the months of use, and payback follows it month by
month: what was paid back may be lost again, and at the end of the months of use the fixed cost is back exactly
where the volume is above break-even.  Source of the method: section 3 of the threshold book (see
``evidence/thresholds.toml``), which reproduces the published break-evens of E45.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

LONGEST_PAYBACK_MONTHS = 1e6


class Costs(NamedTuple):
    """Every price in US dollars.

    Args:
        fixed_usd: training, curation and evaluation, paid once for each model trained; 0 or more.
        months_of_use: months until the model must be trained again; more than 0.
        serving_usd_per_month: hosting and upkeep that are paid even when nobody calls; 0 or more.
        prompted_usd_per_request: the best prompt on the model you would otherwise use, today; 0 or more.
        tuned_usd_per_request: one request to the tuned model, hosting left out; 0 or more.
        error_saving_usd_per_request: what fewer errors save on a request; below 0 where the tuned model makes more.
        prompted_price_fall_per_year: the share by which the prompted price falls in a year, steadily; 0 to 1.
    """

    fixed_usd: float
    months_of_use: float
    serving_usd_per_month: float
    prompted_usd_per_request: float
    tuned_usd_per_request: float
    error_saving_usd_per_request: float = 0.0
    prompted_price_fall_per_year: float = 0.0

    @property
    def mean_prompted_usd_per_request(self) -> float:
        """A prompted request on average over the months of use: today's price where it does not fall."""
        return mean_usd(self.prompted_usd_per_request, self.prompted_price_fall_per_year, self.months_of_use)

    @property
    def standing_usd_per_month(self) -> float:
        """What the tuned model costs in a month without a single request."""
        return standing_usd(self.fixed_usd, self.months_of_use, self.serving_usd_per_month)

    @property
    def saving_usd_per_request(self) -> float:
        """What a request saves on average once the tuned model exists; negative where it is the dearer one."""
        return self.mean_prompted_usd_per_request - self.tuned_usd_per_request + self.error_saving_usd_per_request


def mean_price(fall_per_year: float, months: float) -> float:
    """The mean of a price of 1 that falls steadily by this share a year, over these months from today.

    After t years the price is (1 - fall)^t; its mean over T years is ((1 - fall)^T - 1) / (T ln(1 - fall)).
    Halved every year it averages 0.721 over one year and (0.25 - 1) / (2 x -0.693) = 0.541 over two.

    >>> round(mean_price(0.5, 12), 3), round(mean_price(0.5, 24), 3), mean_price(0, 12)
    (0.721, 0.541, 1.0)
    """
    if fall_per_year <= 0 or fall_per_year >= 1:
        return 1.0 if fall_per_year <= 0 else 0.0
    decline = math.log1p(-fall_per_year) * months / 12
    return math.expm1(decline) / decline if decline else 1.0


def mean_usd(usd_today: float, fall_per_year: float, months: float) -> float:
    """A price on average over these months, where it falls by this share a year."""
    return usd_today * mean_price(fall_per_year, months)


def standing_usd(fixed_usd: float, months_of_use: float, serving_usd_per_month: float) -> float:
    """A month without a single request: the fixed cost spread over the months of use, hosting and upkeep."""
    return fixed_usd / months_of_use + serving_usd_per_month


def crossing(standing_usd_per_month: float, saving_usd_per_request: float) -> float:
    """Requests a month at which the saving has paid what stands; ``math.inf`` where nothing is saved."""
    return standing_usd_per_month / saving_usd_per_request if saving_usd_per_request > 0 else math.inf


def break_even_requests_per_month(costs: Costs) -> float:
    """Requests a month above which the tuned model is cheaper; ``math.inf`` where it never is.

    A T4 rented around the clock at $0.526 an hour against a $0.896 bill for 1,000 prompted
    requests (case E45, prices of 2026-10-01):

    >>> t4 = Costs(0, 12, 730 * 0.526, 0.896 / 1000, 0)
    >>> round(break_even_requests_per_month(t4), -4)
    430000.0
    """
    return crossing(costs.standing_usd_per_month, costs.saving_usd_per_request)


def monthly_usd(costs: Costs, requests_per_month: float) -> tuple[float, float]:
    """The month's bill at this volume on average over the months of use: (prompted, tuned); errors are on neither.

    >>> monthly_usd(Costs(1200, 12, 0, 0.002, 0.001), 100_000)
    (200.0, 200.0)
    """
    prompted = requests_per_month * costs.mean_prompted_usd_per_request
    tuned = costs.standing_usd_per_month + requests_per_month * costs.tuned_usd_per_request
    return prompted, tuned


def payback_months(costs: Costs, requests_per_month: float) -> float:
    """Months until what is saved, hosting paid, has returned the fixed cost; ``math.inf`` where it never does.

    >>> payback_months(Costs(1200, 12, 100, 0.002, 0.001), 500_000)
    3.0

    Unchanged, $0.01 a request would save $500 a month here and pay $1,000 back in two.  Falling by 80 % a year it
    saves $436 in the first month, 318 in the second and 216 in the third:

    >>> round(payback_months(Costs(1000, 12, 100, 0.01, 0.004, 0, 0.8), 100_000), 1)
    3.2
    """
    if costs.prompted_price_fall_per_year <= 0:
        saved_usd_per_month = requests_per_month * costs.saving_usd_per_request - costs.serving_usd_per_month
        return costs.fixed_usd / saved_usd_per_month if saved_usd_per_month > 0 else math.inf
    peak = _best_month(costs, requests_per_month)
    if not peak:
        return math.inf
    after = 0.0 if not costs.fixed_usd else min(1.0, peak)
    while saved_usd(costs, requests_per_month, after) < costs.fixed_usd:
        if after >= min(peak, LONGEST_PAYBACK_MONTHS):
            return math.inf
        after = min(2 * after, peak)
    return _first(lambda months: saved_usd(costs, requests_per_month, months) >= costs.fixed_usd, 0.0, after)


def lost_again_months(costs: Costs, requests_per_month: float) -> float:
    """Months until a falling prompted price has undone a payback, within the months of use; else ``math.inf``.

    >>> round(lost_again_months(Costs(1000, 12, 100, 0.01, 0.004, 0, 0.8), 100_000), 1)
    7.3
    """
    end, peak = costs.months_of_use, _best_month(costs, requests_per_month)
    if payback_months(costs, requests_per_month) > end or costs.prompted_price_fall_per_year <= 0:
        return math.inf
    if peak >= end or saved_usd(costs, requests_per_month, end) >= costs.fixed_usd:
        return math.inf
    return _first(lambda months: saved_usd(costs, requests_per_month, months) < costs.fixed_usd, peak, end)


def saved_usd(costs: Costs, requests_per_month: float, months: float) -> float:
    """What these months have saved, hosting and upkeep paid, before the fixed cost; the price falls as it is stated."""
    mean = mean_usd(costs.prompted_usd_per_request, costs.prompted_price_fall_per_year, months) if months else 0.0
    return months * (requests_per_month * mean - _spent_usd_per_month(costs, requests_per_month))


def _spent_usd_per_month(costs: Costs, requests_per_month: float) -> float:
    """A month of the tuned model, the fixed cost left out and what fewer errors save taken off."""
    of_a_request = costs.tuned_usd_per_request - costs.error_saving_usd_per_request
    return requests_per_month * of_a_request + costs.serving_usd_per_month


def _best_month(costs: Costs, requests_per_month: float) -> float:
    """The month up to which prompting, its price falling, costs more than the tuned model; 0 where it never does."""
    prompted = requests_per_month * costs.prompted_usd_per_request
    tuned = _spent_usd_per_month(costs, requests_per_month)
    if costs.prompted_price_fall_per_year >= 1:
        prompted = 0.0
    if prompted <= tuned:
        return 0.0
    if tuned <= 0 or costs.prompted_price_fall_per_year <= 0:
        return math.inf
    return 12 * (math.log(tuned) - math.log(prompted)) / math.log1p(-costs.prompted_price_fall_per_year)


def _first(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The least number between these from which on it holds, to thirteen digits; it holds at the high one.

    >>> _first(lambda months: months > 0, 0.0, 1e-320) > 0  # so small that no thirteen digits are left
    True
    """
    middle = (low + high) / 2
    while high - low > 1e-13 * high and low < middle < high:
        low, high = (low, middle) if holds(middle) else (middle, high)
        middle = (low + high) / 2
    return high
