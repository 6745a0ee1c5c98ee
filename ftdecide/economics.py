"""What a prompted and a tuned model cost a month, and the volume at which the second is the cheaper one.

A tuned model trades a lower marginal cost, so much for each request, for costs that come whether or not anyone
calls: the fixed cost of training it, spread over the months it serves, and hosting.  Above the break-even volume
the saving per request has paid them.

    break-even = (fixed cost / months of use + hosting and upkeep a month) / (saving per request)
    saving     = prompted - tuned + cost of an error x (prompted error rate - tuned error rate)
    payback    = fixed cost / (requests a month x saving - hosting and upkeep a month), in months

Payback is within the months of use exactly where the volume is above break-even.  Source of the method: section
3 of the threshold book (see ``evidence/thresholds.toml``), which reproduces the published break-evens of E45.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Costs(NamedTuple):
    """Every price in US dollars.

    Args:
        fixed_usd: training, curation and evaluation, paid once for each model trained; 0 or more.
        months_of_use: months until the model must be trained again; more than 0.
        serving_usd_per_month: hosting and upkeep that are paid even when nobody calls; 0 or more.
        prompted_usd_per_request: the best prompt on the model you would otherwise use; 0 or more.
        tuned_usd_per_request: one request to the tuned model, hosting left out; 0 or more.
        error_saving_usd_per_request: what fewer errors save on a request; below 0 where the tuned model makes more.
    """

    fixed_usd: float
    months_of_use: float
    serving_usd_per_month: float
    prompted_usd_per_request: float
    tuned_usd_per_request: float
    error_saving_usd_per_request: float = 0.0

    @property
    def standing_usd_per_month(self) -> float:
        """What the tuned model costs in a month without a single request."""
        return standing_usd(self.fixed_usd, self.months_of_use, self.serving_usd_per_month)

    @property
    def saving_usd_per_request(self) -> float:
        """What each request saves once the tuned model exists; negative where it is the dearer one."""
        return self.prompted_usd_per_request - self.tuned_usd_per_request + self.error_saving_usd_per_request


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
    """The month's bill at this volume: (prompted, tuned); what errors cost is on neither.

    >>> monthly_usd(Costs(1200, 12, 0, 0.002, 0.001), 100_000)
    (200.0, 200.0)
    """
    prompted = requests_per_month * costs.prompted_usd_per_request
    tuned = costs.standing_usd_per_month + requests_per_month * costs.tuned_usd_per_request
    return prompted, tuned


def payback_months(costs: Costs, requests_per_month: float) -> float:
    """Months until what a month saves, hosting paid, has returned the fixed cost; ``math.inf`` where it never does.

    >>> payback_months(Costs(1200, 12, 100, 0.002, 0.001), 500_000)
    3.0
    """
    saved_usd_per_month = requests_per_month * costs.saving_usd_per_request - costs.serving_usd_per_month
    return costs.fixed_usd / saved_usd_per_month if saved_usd_per_month > 0 else math.inf
