"""What a verdict says about money: its sentences, and the break-even as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ftdecide import money_words, words
from ftdecide.break_even import STANDING_ASKED, missing_prices
from ftdecide.case import Case
from ftdecide.drivers import STRESS, settled
from ftdecide.fields import ECONOMICS_FIELDS
from ftdecide.findings import BreakEven, Driver, Verdict

SHOWN_DRIVERS = 3
RANGE_ENDS = (("range_low", "p10"), ("range_high", "p90"))
TOKEN_PRICES = {"tuned_model", "tuned_price_ratio", "tuned_input_usd_per_million_tokens"}
UNITS = {field.key: f" {field.unit}" for field in ECONOMICS_FIELDS if "=" not in field.unit}  # a share needs none


def money_lines(verdict: Verdict) -> list[str]:
    """The money, a point for each thing that a finance person asks for."""
    return money_lines_of(verdict.break_even) if verdict.break_even else [_without_own_prices(verdict)]


def money_lines_of(found: BreakEven, shown_drivers: int = SHOWN_DRIVERS) -> list[str]:
    """The same of a break-even, without a verdict; `shown_drivers` of what moves it, and the stress where any."""
    lines = [_break_even_line(found), _costs_line(found), *_volume_lines(found)]
    if found.at_volume and found.draws > 1:
        lines.append(_said("paying_share", share=found.at_volume.paying_share))
    if shown_drivers:
        ranged = [driver for driver in found.drivers if driver.input != STRESS][:shown_drivers]
        stress = [driver for driver in found.drivers if driver.input == STRESS]
        lines += _driver_lines(ranged) + [driver_text(driver) for driver in stress]
    if found.rented and TOKEN_PRICES & set(found.left_out):
        lines.append(_said("rented"))
    if found.uncounted_parts:
        lines.append(_said("uncounted", parts=", ".join(found.uncounted_parts)))
    if found.left_out:
        lines.append(_said("left_out", keys=", ".join(money_words.PRICES[key] for key in found.left_out)))
    return lines


def stale_facts(verdict: Verdict) -> list[str]:
    """A warning where prices or provider facts that this verdict rests on are older than the evidence lets them be."""
    days = verdict.evidence["revisit_days"]
    dated = Case(verdict.profile, verdict.evidence, verdict.as_of, verdict.break_even).facts_dated
    old = [f"{name} ({day})" for name, day in dated if day.is_older(days, verdict.as_of)]
    return [_said("stale", days=days, as_of=verdict.as_of, facts=", ".join(old))] if old else []


def break_even_json(found: BreakEven | None) -> dict[str, Any] | None:
    """The contract's break-even; wherever it does not pay it reads "never"."""
    if found is None:
        return None
    volumes, at = found.requests_per_month, found.at_volume
    return {
        "requests_per_month": {name: _never(volume) for name, volume in volumes.items()} if volumes else "never",
        "paying_share": found.paying_share,
        "draws": found.draws,
        "drivers": [_driver(driver) for driver in found.drivers],
        **{name: settled(usd) for name, usd in found.costs._asdict().items()},
        "mean_prompted_usd_per_request": settled(found.costs.mean_prompted_usd_per_request),
        "at_values": _never(found.at_values),
        "at_your_volume": at
        and {
            "requests_per_month": at.requests_per_month,
            "prompted_usd_per_month": at.prompted_usd_per_month,
            "tuned_usd_per_month": at.tuned_usd_per_month,
            "fewer_errors_usd_per_month": at.fewer_errors_usd_per_month,
            "prompted_usd_per_month_today": at.prompted_usd_per_month_today,
            "payback_months": _never(at.payback_months),
            "lost_again_months": _never(at.lost_again_months),
            "paying_share": at.paying_share,
        },
        "uncounted_parts": list(found.uncounted_parts),
        "left_out": list(found.left_out),
        "prices": [
            {"group": row.group, "name": row.name, "title": row.title, "as_of": row.as_of.isoformat()}
            | {"source": row.source, "mark": row.mark}
            for row in found.prices
        ],
    }


def driver_text(driver: Driver) -> str:
    """One driver in a sentence."""
    kind = "stress" if driver.input == STRESS else "driver" if driver.swing else "same"
    facts = {"low": driver.low, "high": driver.high, "at_low": driver.at_low, "at_high": driver.at_high}
    return _said(kind, input=money_words.PRICES[driver.input], unit=UNITS.get(driver.input, ""), **facts)


def _driver_lines(drivers: list[Driver]) -> list[str]:
    """What moves it, a sentence for each, the first saying that it is the first."""
    first, *others = [driver_text(driver) for driver in drivers] or [""]
    if drivers and drivers[0].swing:
        first = _said("first_driver", driver=first[0].lower() + first[1:])
    return [first, *others] if first else []


def driver_row(driver: Driver) -> tuple[str, str, str]:
    """One driver as cells: its name, its ends, and the break-even at each; the stress from today's price to half."""
    name = money_words.PRICES[driver.input]
    ends = [(driver.low, driver.at_low), (driver.high, driver.at_high)]
    (low, at_low), (high, at_high) = reversed(ends) if driver.input == STRESS else ends
    at_low, at_high = (words.about(each) if each < math.inf else "never" for each in (at_low, at_high))
    moved = f"{words.about(low)} to {words.about(high)}"
    return name[0].upper() + name[1:], moved, f"{at_low} to {at_high}"


def _driver(driver: Driver) -> dict[str, Any]:
    ends = {"at_low": _never(driver.at_low), "at_high": _never(driver.at_high)}
    return {"field": driver.input, "low": driver.low, "high": driver.high, **ends, "text": driver_text(driver)}


def _without_own_prices(verdict: Verdict) -> str:
    floor = verdict.evidence.thresholds["high_volume_requests_per_month"]
    keys = missing_prices(verdict.profile, verdict.evidence)
    names = {**money_words.PRICES, STANDING_ASKED: money_words.STANDING_COST}
    missing = words.listed([names[key] for key in keys])
    facts: Mapping[str, Any] = {"source": ", ".join(floor.source), "as_of": floor.as_of, "volume": floor.value}
    return _said("missing" if missing else "none", missing=missing, **facts)


def _break_even_line(found: BreakEven) -> str:
    volume, volumes = found.at_values, found.requests_per_month
    if volumes is None:
        return _said("never_with_errors" if found.costs.error_saving_usd_per_request else "never")
    line = "never" if math.isinf(volume) else "above" if volume >= 1 else "any"
    if found.draws == 1:
        return _said(line, volume=volume)
    never = [_said("never_share", share=1 - found.paying_share)] if found.paying_share < 1 else []
    return " ".join([_said(f"{line}_values", volume=volume), _range(volumes), *never])


def _range(volumes: Mapping[str, float]) -> str:
    """What the draws come to in the middle and at both ends; an end without a volume is left to the share of never."""
    ends = [words.fill(money_words.MONEY[name], volumes, {}) for name, end in RANGE_ENDS if volumes[end] < math.inf]
    return f"{', '.join([_said('range', **volumes), *ends])}."


def _costs_line(found: BreakEven) -> str:
    costs = found.costs
    line = _said(
        "costs_falling" if _falls(found) else "costs",
        fixed=costs.fixed_usd,
        months=costs.months_of_use,
        assumed=money_words.MONEY["assumed"] if found.months_assumed and _stand(found) else "",
        serving=costs.serving_usd_per_month,
        prompted=costs.prompted_usd_per_request,
        mean=costs.mean_prompted_usd_per_request,
        tuned=costs.tuned_usd_per_request,
    )
    if saving := costs.error_saving_usd_per_request:
        line += f" {_said('errors_saved' if saving > 0 else 'errors_cost', saving=abs(saving))}"
    if found.base_life_months:
        line += f" {_said('base_life', life=found.base_life_months)}"
    return f"{line} {_said('at_values')}" if found.draws > 1 else line


def _volume_lines(found: BreakEven) -> list[str]:
    """The bills, what errors add to one of them, and the payback; nothing where no volume is stated."""
    at = found.at_volume
    if at is None:
        return []
    bills = _said(
        "bills_falling" if _falls(found) else "bills",
        requests=at.requests_per_month,
        today=at.prompted_usd_per_month_today,
        prompted=at.prompted_usd_per_month,
        tuned=at.tuned_usd_per_month,
        use=found.costs.months_of_use,
    )
    if errors := at.fewer_errors_usd_per_month:
        bills += f" {_said('errors_prompted' if errors > 0 else 'errors_tuned', errors=abs(errors))}"
    return [bills, _payback_line(found)]


def _payback_line(found: BreakEven) -> str:
    at, costs, use = found.at_volume, found.costs, found.costs.months_of_use
    if math.isinf(at.payback_months):
        today = costs._replace(prompted_price_fall_per_year=0.0)
        saves = at.requests_per_month * today.saving_usd_per_request > costs.serving_usd_per_month
        return _said("outrun_payback" if saves else "no_payback")
    if math.isfinite(at.lost_again_months):
        return _said("lost_payback", months=at.payback_months, lost=at.lost_again_months)
    late = "late_payback" if _stand(found) else "too_late_payback"
    return _said(late if at.payback_months > use else "payback", months=at.payback_months, use=use)


def _stand(found: BreakEven) -> bool:
    """Whether the months of use count as they stand, not cut to what the base model has left."""
    return found.costs.months_of_use != found.base_life_months


def _falls(found: BreakEven) -> bool:
    return found.costs.prompted_price_fall_per_year > 0


def _said(name: str, **facts: Any) -> str:
    text = words.fill(money_words.MONEY[name], facts, {})
    return text[0].upper() + text[1:]


def _never(number: float) -> float | str:
    return number if number < math.inf else "never"
