"""Break-even from the profile's own prices, with the range that their ranges give and what moves it."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import repeat
from operator import add
from typing import Any

from ftdecide.cost_parts import COSTS, PARTS, SAME_AS, STANDING, WITHOUT_BEING_STATED, Way, ways
from ftdecide.draws import column, ends, is_ranged, triangular
from ftdecide.economics import Costs, break_even_requests_per_month, monthly_usd, payback_months
from ftdecide.evidence import Evidence, load_evidence
from ftdecide.evidence.prices import Price, PriceBook
from ftdecide.findings import AtVolume, BreakEven, Driver
from ftdecide.ladder import best_rung
from ftdecide.model import Quantity, TaskProfile
from ftdecide.prices import NAMED, looked_up, stated_numbers

DRAWS = 20_000
VOLUME_STRATA = 200  # where the volume is a range
STANDING_ASKED = "serving_usd_per_month"  # where no standing cost is stated
STRESS = "prompted_price_halved"
Spread = float | list[float]  # a number that stands still, or its draws
Numbers = Mapping[str, Quantity]


def own_break_even(profile: TaskProfile, evidence: Evidence | None = None, draws: int = DRAWS) -> BreakEven | None:
    """The break-even volume from the profile's own prices: p10, p50 and p90, its drivers, and the stated volume.

    None where they are not all stated: both marginal costs and at least one standing cost, which may be a
    stated 0; but where no standing cost could help, the answer is never.  The same profile always gives the
    same answer, in every door; without ranges there is one draw.

    Args:
        profile: its economics, and its pass rates where an error has a price.
        evidence: holds the price book in which names are looked up; as shipped where not given.
        draws: how many, where any input has a range.
    """
    if not profile.economics:
        return None
    book = (evidence or load_evidence()).prices
    numbers = _numbers(profile, book)
    found = _break_even(tuple(sorted(numbers.items())), draws)
    if found is None:
        return None
    used = {name for way in ways(_known(numbers)).values() for name in way.needs}
    rows, left_out = _accounted(profile, book, used)
    at_volume = profile.requests_per_month and _at(profile.requests_per_month, found)
    return replace(found.break_even, at_volume=at_volume, prices=rows, left_out=left_out)


def missing_prices(profile: TaskProfile, evidence: Evidence | None = None) -> tuple[str, ...]:
    """What the profile must still state for a break-even of its own; nothing stated is no reason to ask.

    Of the ways to state a part, the one is asked for of which most is stated already.
    """
    if not profile.economics:
        return ()
    numbers = _numbers(profile, (evidence or load_evidence()).prices)
    known, found = _known(numbers), ways(_known(numbers))
    missing: list[str] = []
    for part in ("prompted", "tuned"):
        if part not in found:
            nearest = max(PARTS[part], key=lambda way: len(numbers.keys() & set(way.needs)))
            missing += [name for name in nearest.needs if name not in known]
    if not found.keys() & set(STANDING):
        missing.append(STANDING_ASKED)
    return tuple(dict.fromkeys(name for name in missing if SAME_AS.get(name) not in missing))


def _numbers(profile: TaskProfile, book: PriceBook) -> dict[str, Quantity]:
    """What is stated or looked up; the error rates from the rungs where only the price of an error is stated."""
    numbers = stated_numbers(profile, book)
    if "usd_per_error" in numbers:
        best, tuned = best_rung(profile), profile.rungs.get("lora")
        if best:
            numbers.setdefault("prompted_error_rate", _rest(profile.rungs[best.name].pass_rate))
        if tuned and tuned.pass_rate:
            numbers.setdefault("tuned_error_rate", _rest(tuned.pass_rate))
    return numbers


def _rest(share: Quantity) -> Quantity:
    low, high = ends(share)
    return Quantity(1 - share.value, 1 - high, 1 - low)


def _known(numbers: Numbers) -> set[str]:
    """The numbers that can be counted with: stated, the same as a stated one, or with a value of their own.

    A cached share without its price is asked about: it is not free, and not for nothing stated.
    """
    same = {name for name, other in SAME_AS.items() if other in numbers}
    if "cached_share" in numbers:
        same.discard("prompted_cached_usd_per_million_tokens")
    return {*WITHOUT_BEING_STATED, *numbers, *same}


@dataclass(frozen=True)
class _Found:
    break_even: BreakEven
    volumes: Sequence[float]  # of all draws, ascending


@lru_cache(maxsize=64)  # the flips ask for the same prices some hundred times over
def _break_even(stated: tuple[tuple[str, Quantity], ...], draws: int) -> _Found | None:
    numbers = dict(stated)
    counted = ways(_known(numbers))
    if not {"prompted", "tuned"} <= counted.keys():
        return None
    at_value = {name: quantity.value for name, quantity in numbers.items()}
    inputs = {
        SAME_AS.get(name, name) if name not in numbers else name for way in counted.values() for name in way.needs
    }
    ranged = [name for name in sorted(inputs & numbers.keys()) if is_ranged(numbers[name])]
    drawn = {name: column(numbers[name], place, draws) for place, name in enumerate(ranged)}
    costs = _costs(counted, {**at_value, **drawn})
    found = _over(break_even_requests_per_month, costs)
    volumes = array("d", sorted(found) if ranged else [found])
    paying = bisect_right(volumes, math.nextafter(math.inf, 0))
    if paying and not counted.keys() & set(STANDING):
        return None  # what stands is unknown, and could decide it
    # By rank, not between neighbours: half-way to infinity is no volume.
    ranks = {f"p{percent}": math.ceil(percent / 100 * len(volumes)) - 1 for percent in (10, 50, 90)}
    break_even = BreakEven(
        requests_per_month={name: _settled(volumes[rank]) for name, rank in ranks.items()} if paying else None,
        paying_share=paying / len(volumes),
        draws=len(volumes),
        costs=_costs(counted, at_value),
        drivers=_drivers(counted, at_value, {name: ends(numbers[name]) for name in ranged}),
        uncounted_parts=tuple(part for part in STANDING if part not in counted),
    )
    return _Found(break_even, volumes)


def _costs(counted: Mapping[str, Way], of: Mapping[str, Spread]) -> Any:
    """The costs, or those of each draw where an input is drawn."""

    def number(name: str) -> Spread:
        return of[name] if name in of else of[SAME_AS[name]] if name in SAME_AS else WITHOUT_BEING_STATED[name]

    parts = {part: _over(way.usd, *map(number, way.needs)) for part, way in counted.items()}
    return _over(Costs, *(_total([parts[part] for part in each if part in parts]) for each in COSTS.values()))


def _over(function: Callable, *inputs: Any) -> Any:
    """The function of the inputs: once where none is drawn, else draw by draw."""
    if not any(type(each) is list for each in inputs):
        return function(*inputs)
    return list(map(function, *(each if type(each) is list else repeat(each) for each in inputs)))


def _total(parts: list[Spread]) -> Spread:
    return reduce(lambda one, other: _over(add, one, other), parts) if parts else 0.0


def _settled(number: float) -> float:
    """To twelve digits, so that the last bit of a machine's logarithm makes no difference."""
    return float(f"{number:.12g}")


def _drivers(
    counted: Mapping[str, Way], at_value: Mapping[str, float], ranges: Mapping[str, tuple[float, float]]
) -> tuple[Driver, ...]:
    """Each ranged input at its ends, all others at their value, by swing; then the prompted price halved."""

    def volume(costs: Costs) -> float:
        return _settled(break_even_requests_per_month(costs))

    def moved(name: str, low: float, high: float) -> Driver:
        at_low, at_high = (volume(_costs(counted, {**at_value, name: end})) for end in (low, high))
        return Driver(name, low, high, at_low, at_high)

    found = sorted((moved(name, *range_) for name, range_ in ranges.items()), key=lambda each: -each.swing)
    costs: Costs = _costs(counted, at_value)
    price = costs.prompted_usd_per_request
    halved = costs._replace(prompted_usd_per_request=price / 2)
    return *found, Driver(STRESS, _settled(price / 2), _settled(price), volume(halved), volume(costs))


def _at(requests_per_month: Quantity, found: _Found) -> AtVolume:
    """The bills at the stated volume, and the share of draws, of its own range too, in which it pays."""
    requests, costs = requests_per_month.value, found.break_even.costs
    stated = triangular(requests_per_month, VOLUME_STRATA) if is_ranged(requests_per_month) else [requests]
    paying = sum(bisect_right(found.volumes, each) for each in stated)
    prompted, tuned = monthly_usd(costs, requests)
    return AtVolume(
        requests_per_month=requests,
        prompted_usd_per_month=_settled(prompted),
        tuned_usd_per_month=_settled(tuned),
        fewer_errors_usd_per_month=_settled(requests * costs.error_saving_usd_per_request),
        payback_months=_settled(payback_months(costs, requests)),
        paying_share=paying / (len(stated) * len(found.volumes)),
    )


def _accounted(profile: TaskProfile, book: PriceBook, used: set[str]) -> tuple[tuple[Price, ...], tuple[str, ...]]:
    """The rows of the book that count, and what is stated but does not."""
    own = {key for key, value in profile.economics.items() if isinstance(value, Quantity)}
    rows = {}
    for key, row in looked_up(profile, book):
        gives = {number for amount, number in NAMED[key][1].items() if amount in row.amounts}
        if gives & used - own:
            rows[key] = row
    ratio = {"tuned_price_ratio"} if "tuned_model" in rows and rows["tuned_model"].group == "model" else set()
    left_out = tuple(key for key in profile.economics if key not in {*used, *rows, *ratio})
    return tuple(rows.values()), left_out
