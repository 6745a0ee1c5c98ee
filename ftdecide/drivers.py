"""What moves the break-even: each input that may be other than stated, at both ends, and the prompted price halved."""

from __future__ import annotations

from ftdecide.cost_draws import Numbers, Ways, costs_at, ranged_names, values_of
from ftdecide.draws import ends
from ftdecide.economics import Costs, break_even_requests_per_month
from ftdecide.findings import Driver

STRESS = "prompted_price_halved"


def drivers(counted: Ways, numbers: Numbers) -> tuple[Driver, ...]:
    """Each ranged input at its ends, all others at their value, by swing; then the prompted price halved.

    Halving is left out where, to three digits, it changes nothing: half of nothing, or never instead of never.
    """
    at_value = values_of(numbers)

    def moved(name: str) -> Driver:
        low, high = ends(numbers[name])
        at_low, at_high = (volume_at(costs_at(counted, {**at_value, name: end})) for end in (low, high))
        return Driver(name, low, high, at_low, at_high)

    found = sorted(map(moved, ranged_names(counted, numbers)), key=lambda each: -each.swing)
    costs = costs_at(counted, at_value)
    price = costs.prompted_usd_per_request
    halved = costs._replace(prompted_usd_per_request=price / 2)
    stress = Driver(STRESS, settled(price / 2), settled(price), volume_at(halved), volume_at(costs))
    return (*found, stress) if f"{stress.at_low:.3g}" != f"{stress.at_high:.3g}" else tuple(found)


def volume_at(costs: Costs) -> float:
    """The break-even at these costs, in requests a month; infinite where it never pays."""
    return settled(break_even_requests_per_month(costs))


def settled(number: float) -> float:
    """To twelve digits, so that the last bit of a machine's logarithm makes no difference."""
    return float(f"{number:.12g}")
