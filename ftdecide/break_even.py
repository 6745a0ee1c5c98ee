"""Break-even from the profile's own prices, with the range that their ranges give and what moves it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ftdecide.cost_draws import costs_at, countable, values_of, volumes_of
from ftdecide.cost_parts import BASE_LIFE, PARTS, RENTED, SAME_AS, STANDING, ways
from ftdecide.draws import ends, is_ranged, triangular
from ftdecide.drivers import drivers, settled, volume_at
from ftdecide.economics import lost_again_months, monthly_usd, payback_months
from ftdecide.evidence import Evidence, load_evidence
from ftdecide.evidence.prices import Price, PriceBook
from ftdecide.fields import ECONOMICS_FIELDS
from ftdecide.findings import AtVolume, BreakEven
from ftdecide.ladder import best_rung
from ftdecide.model import Quantity, TaskProfile
from ftdecide.prices import Economics, looked_up, number_of, offers, stated_numbers

ECONOMICS_KEYS = tuple(field.key for field in ECONOMICS_FIELDS)
DRAWS = 20_000
VOLUME_STRATA = 200  # where the volume is a range
STANDING_ASKED = "serving_usd_per_month"  # where no standing cost is stated


def own_break_even(
    profile: TaskProfile,
    evidence: Evidence | None = None,
    draws: int = DRAWS,
    base_life_months: float = math.inf,
) -> BreakEven | None:
    """The break-even volume from the profile's own prices: p10, p50 and p90, its drivers, and the stated volume.

    None where they are not all stated: both marginal costs and at least one standing cost, which may be a
    stated 0; but where no standing cost could help, the answer is never.  The same profile always gives the
    same answer, in every door; without ranges there is one draw.

    Args:
        profile: its economics, and its pass rates where an error has a price.
        evidence: holds the price book in which names are looked up, and the months of use where none are stated; as
            shipped where not given.
        draws: how many, where any input has a range.
        base_life_months: what the base model has left, more than 0: the months of use are no more than that.
    """
    if not profile.economics:
        return None
    evidence = evidence or load_evidence()
    besides = {**_months(profile, evidence, base_life_months), **_error_rates(profile)}
    found = _break_even(tuple(profile.economics.items()), tuple(besides.items()), evidence.prices, draws)
    if found is None:
        return None
    requests = profile.requests_per_month
    return replace(found.break_even, at_volume=_at(requests, found)) if requests else found.break_even


def missing_prices(profile: TaskProfile, evidence: Evidence | None = None) -> tuple[str, ...]:
    """What the profile must still state for a break-even of its own; nothing stated is no reason to ask.

    Of the ways to state a part, the one is asked for of which most is stated already.
    """
    if not profile.economics:
        return ()
    book = (evidence or load_evidence()).prices
    numbers = {**_error_rates(profile), **stated_numbers(profile.economics, book)}
    known = countable(numbers)
    found = ways(known)
    missing: list[str] = []
    for part in ("prompted", "tuned"):
        if part not in found:
            nearest = max(PARTS[part], key=lambda way: len(numbers.keys() & set(way.needs)))
            missing += [name for name in nearest.needs if name not in known]
    if not found.keys() & set(STANDING):
        missing.append(STANDING_ASKED)
    return tuple(dict.fromkeys(name for name in missing if SAME_AS.get(name) not in missing))


def _months(profile: TaskProfile, evidence: Evidence, base_life_months: float) -> dict[str, Quantity]:
    """The months of use, assumed where none are stated, and those of the base where they cut that short."""
    use = profile.economics.get("months_of_use") or Quantity(evidence["assumed_months_of_use"])
    cut = {BASE_LIFE: Quantity(base_life_months)} if base_life_months < ends(use)[1] else {}
    return {"months_of_use": use, **cut}


def _error_rates(profile: TaskProfile) -> dict[str, Quantity]:
    """Those not stated, where an error has a price: from the best usable rung that was tried, and from training.

    None unless both rates are then known, so that a pass rate that changes no price asks for no new draws.
    """
    if "usd_per_error" not in profile.economics:
        return {}
    best, tuned = best_rung(profile), profile.rungs.get("lora")
    passed = {
        "prompted_error_rate": best and profile.rungs[best.name].pass_rate,
        "tuned_error_rate": tuned and tuned.pass_rate,
    }
    found = {name: _rest(share) for name, share in passed.items() if share and name not in profile.economics}
    return found if passed.keys() <= {*found, *profile.economics} else {}


def _rest(share: Quantity) -> Quantity:
    low, high = ends(share)
    return Quantity(1 - share.value, 1 - high, 1 - low)


@dataclass(frozen=True)
class _Found:
    break_even: BreakEven
    volumes: Sequence[float]  # of all draws, ascending


@lru_cache(maxsize=64)  # the flips ask for the same prices some hundred times over
def _break_even(
    economics: tuple[tuple[str, Quantity | str], ...],
    besides: tuple[tuple[str, Quantity], ...],
    book: PriceBook,
    draws: int,
) -> _Found | None:
    numbers = {**dict(besides), **stated_numbers(dict(economics), book)}
    counted = ways(countable(numbers))
    if not {"prompted", "tuned"} <= counted.keys():
        return None
    volumes = volumes_of(numbers, counted, draws)
    paying = bisect_right(volumes, math.nextafter(math.inf, 0))
    if paying and not counted.keys() & set(STANDING):
        return None  # what stands is unknown, and could decide it
    # By rank, not between neighbours: half-way to infinity is no volume.
    ranks = {f"p{percent}": math.ceil(percent / 100 * len(volumes)) - 1 for percent in (10, 50, 90)}
    rows, left_out = _accounted(dict(economics), book, {name for way in counted.values() for name in way.needs})
    costs = costs_at(counted, values_of(numbers))
    break_even = BreakEven(
        requests_per_month={name: settled(volumes[rank]) for name, rank in ranks.items()} if paying else None,
        paying_share=paying / len(volumes),
        draws=len(volumes),
        costs=costs,
        at_values=volume_at(costs),
        drivers=drivers(counted, {**numbers, **offers(dict(economics), book)}),
        uncounted_parts=tuple(part for part in STANDING if part not in counted),
        left_out=left_out,
        prices=rows,
        rented=counted["tuned"] is RENTED,
        months_assumed="months_of_use" not in dict(economics),
        base_life_months=numbers[BASE_LIFE].value if BASE_LIFE in numbers else None,
    )
    return _Found(break_even, volumes)


def _at(requests_per_month: Quantity, found: _Found) -> AtVolume:
    """The bills at the stated volume, and the share of draws, of its own range too, in which it pays."""
    requests, costs = requests_per_month.value, found.break_even.costs
    stated = triangular(requests_per_month, VOLUME_STRATA) if is_ranged(requests_per_month) else [requests]
    paying = sum(bisect_right(found.volumes, each) for each in stated)
    prompted, tuned = monthly_usd(costs, requests)
    return AtVolume(
        requests_per_month=requests,
        prompted_usd_per_month=settled(prompted),
        tuned_usd_per_month=settled(tuned),
        fewer_errors_usd_per_month=settled(requests * costs.error_saving_usd_per_request),
        prompted_usd_per_month_today=settled(requests * costs.prompted_usd_per_request),
        payback_months=settled(payback_months(costs, requests)),
        lost_again_months=settled(lost_again_months(costs, requests)),
        paying_share=paying / (len(stated) * len(found.volumes)),
    )


def _accounted(economics: Economics, book: PriceBook, used: set[str]) -> tuple[tuple[Price, ...], tuple[str, ...]]:
    """The rows of the book that count, and what is stated but does not."""
    own = {key for key, value in economics.items() if isinstance(value, Quantity)}
    rows = {}
    for key, row in looked_up(economics, book):
        gives = {number for amount, number in number_of(key, row).items() if amount in row.amounts}
        if gives & used - own:
            rows[key] = row
    return tuple(rows.values()), tuple(key for key in ECONOMICS_KEYS if key in economics and key not in {*used, *rows})
