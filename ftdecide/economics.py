"""What a prompted and a tuned model cost a month, and the volume at which the second is the cheaper one.

A tuned model trades a lower price per request for a bill that comes whether or not anyone calls:
training and curation, spread over the months the model serves, plus hosting.  Above the break-even
volume the saving per request has paid that bill.

    break-even = (fixed cost / months of use + serving per month) / (prompted - tuned, per request)

Source of the method: section 3 of the threshold book (see ``evidence/thresholds.toml``), which
reproduces the published break-evens of case E45.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Costs:
    """Every price in US dollars.

    Args:
        fixed_usd: training, curation and evaluation, paid once for each model trained; 0 or more.
        months_of_use: months until the model must be trained again; more than 0.
        serving_usd_per_month: hosting that is paid even when nobody calls; 0 or more.
        prompted_usd_per_request: the best prompt on the model you would otherwise use; 0 or more.
        tuned_usd_per_request: one request to the tuned model, hosting left out; 0 or more.
    """

    fixed_usd: float
    months_of_use: float
    serving_usd_per_month: float
    prompted_usd_per_request: float
    tuned_usd_per_request: float

    @property
    def standing_usd_per_month(self) -> float:
        """What the tuned model costs in a month without a single request."""
        return self.fixed_usd / self.months_of_use + self.serving_usd_per_month

    @property
    def saving_usd_per_request(self) -> float:
        """What each request saves once the tuned model exists; negative where it is the dearer one."""
        return self.prompted_usd_per_request - self.tuned_usd_per_request


def break_even_requests_per_month(costs: Costs) -> float:
    """Requests a month above which the tuned model is cheaper; ``math.inf`` where it never is.

    A T4 rented around the clock at $0.526 an hour against a $0.896 bill for 1,000 prompted
    requests (case E45, prices of 2026-10-01):

    >>> t4 = Costs(0, 12, 730 * 0.526, 0.896 / 1000, 0)
    >>> round(break_even_requests_per_month(t4), -4)
    430000.0
    """
    if costs.saving_usd_per_request <= 0:
        return math.inf
    return costs.standing_usd_per_month / costs.saving_usd_per_request


def monthly_usd(costs: Costs, requests_per_month: float) -> tuple[float, float]:
    """The month's bill at this volume: (prompted, tuned).

    >>> monthly_usd(Costs(1200, 12, 0, 0.002, 0.001), 100_000)
    (200.0, 200.0)
    """
    prompted = requests_per_month * costs.prompted_usd_per_request
    tuned = costs.standing_usd_per_month + requests_per_month * costs.tuned_usd_per_request
    return prompted, tuned
