"""The break-even of every draw: the parts of the costs, each over the draws of its inputs, added up."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from operator import add, sub

from ftdecide.cost_parts import COSTS, PARTS, SAME_AS, WITHOUT_BEING_STATED, Way, ways
from ftdecide.draws import Spread, column, is_ranged, over
from ftdecide.economics import Costs, crossing, mean_usd, standing_usd
from ftdecide.model import Quantity

MEAN_PROMPTED = ("prompted_usd_per_request", "prompted_price_fall_per_year", "months_of_use")
ERRORS = PARTS["errors"][0].needs
Numbers = Mapping[str, Quantity]
Ways = Mapping[str, Way]


def countable(numbers: Numbers) -> set[str]:
    """The numbers that can be counted with: stated, the same as a stated one, or with a value of their own.

    A cached share needs its price: without a share, cached input costs what other input costs.
    """
    same = {name for name, other in SAME_AS.items() if other in numbers}
    if "cached_share" in numbers:
        same.discard("prompted_cached_usd_per_million_tokens")
    return {*WITHOUT_BEING_STATED, *numbers, *same}


def volumes_of(numbers: Numbers, counted: Ways, draws: int) -> Sequence[float]:
    """The break-even volume of every draw, ascending; one where nothing is drawn."""
    apart = tuple(sorted((name, quantity) for name, quantity in numbers.items() if name not in ERRORS))
    standing, saving, places = _apart_from_errors(apart, draws)
    if errors := counted.get("errors"):
        drawn = _columns(numbers, ranged_names({"errors": errors}, numbers), places, draws)
        inputs = {**values_of(numbers), **drawn}
        saving = over(add, saving, over(errors.usd, *(inputs[name] for name in ERRORS)))
    found = over(crossing, standing, saving)
    return array("d", sorted(found) if isinstance(found, list) else [found])


@lru_cache(maxsize=8)  # a changed pass rate changes what errors cost, and nothing else
def _apart_from_errors(stated: tuple[tuple[str, Quantity], ...], draws: int) -> tuple[Spread, Spread, int]:
    """What stands in a month, what a request saves, and how many numbers are drawn for them."""
    numbers = dict(stated)
    counted = ways(countable(numbers))
    drawn = ranged_names(counted, numbers)
    of = _totals(counted, {**values_of(numbers), **_columns(numbers, drawn, 0, draws)})
    standing = over(standing_usd, of["fixed_usd"], of["months_of_use"], of["serving_usd_per_month"])
    prompted, fall, months = (of[name] for name in MEAN_PROMPTED)
    prompted = over(mean_usd, prompted, fall, months) if fall else prompted  # a list of draws, or a share above 0
    return standing, over(sub, prompted, of["tuned_usd_per_request"]), len(drawn)


def ranged_names(counted: Ways, numbers: Numbers) -> list[str]:
    """The counted numbers that have a range."""
    inputs = {name if name in numbers else SAME_AS.get(name) for way in counted.values() for name in way.needs}
    return sorted(name for name in inputs & numbers.keys() if is_ranged(numbers[name]))


def _totals(counted: Ways, of: Mapping[str, Spread]) -> dict[str, Spread]:
    """Each of the costs, its parts added up."""

    def number(name: str) -> Spread:
        return of[name] if name in of else of[SAME_AS[name]] if name in SAME_AS else WITHOUT_BEING_STATED[name]

    parts = {part: _usd(way, [number(name) for name in way.needs]) for part, way in counted.items()}
    return {cost: _sum([parts[part] for part in each if part in parts]) for cost, each in COSTS.items()}


def _usd(way: Way, inputs: list[Spread]) -> Spread:
    """A part; what is stated as such needs no sum."""
    return inputs[0] if way.usd is float else over(way.usd, *inputs)


def _sum(parts: list[Spread]) -> Spread:
    return reduce(lambda one, other: over(add, one, other), parts) if parts else 0.0


def costs_at(counted: Ways, values: Mapping[str, float]) -> Costs:
    """The costs with every number at one value."""
    return Costs(**_totals(counted, values))


def values_of(numbers: Numbers) -> dict[str, float]:
    """Each number without its range."""
    return {name: quantity.value for name, quantity in numbers.items()}


def _columns(numbers: Numbers, names: Sequence[str], first_place: int, draws: int) -> dict[str, list[float]]:
    return {name: column(numbers[name], place, draws) for place, name in enumerate(names, first_place)}
