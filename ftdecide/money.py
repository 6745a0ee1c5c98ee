"""What a verdict says about money: its sentences, and the break-even as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from ftdecide import words
from ftdecide.break_even import STANDING_ASKED, STRESS, missing_prices
from ftdecide.fields import ECONOMICS_FIELDS
from ftdecide.findings import BreakEven, Driver, Verdict

SHOWN_DRIVERS = 3
UNITS = {field.key: f" {field.unit}" for field in ECONOMICS_FIELDS if "=" not in field.unit}  # a share needs none


def money_lines(verdict: Verdict) -> list[str]:
    """The money, a point for each thing that a finance person asks for."""
    return money_lines_of(verdict.break_even) if verdict.break_even else [_without_own_prices(verdict)]


def money_lines_of(found: BreakEven, shown_drivers: int = SHOWN_DRIVERS) -> list[str]:
    """The same of a break-even, without a verdict; `shown_drivers` of what moves it, and the stress where any."""
    lines = [_break_even_line(found), _costs_line(found), *_volume_lines(found)]
    if shown_drivers:
        lines += [driver_text(driver) for driver in (*found.drivers[:-1][:shown_drivers], found.drivers[-1])]
    if found.uncounted_parts:
        lines.append(_said("uncounted", parts=", ".join(found.uncounted_parts)))
    if found.left_out:
        lines.append(_said("left_out", keys=", ".join(words.PRICES[key] for key in found.left_out)))
    return lines


def stale_prices(verdict: Verdict) -> list[str]:
    """A warning where prices that this verdict rests on are older than the evidence lets them be."""
    days = verdict.evidence["revisit_days"]
    old = [f"{name} ({day})" for name, day in _dated(verdict) if (verdict.as_of - day).days > days]
    return [_said("stale", days=days, as_of=verdict.as_of, prices=", ".join(old))] if old else []


def _dated(verdict: Verdict) -> list[tuple[str, date]]:
    """The rows that the profile names; where a volume stands against the default, the default."""
    if verdict.break_even:
        return [(row.title, row.as_of) for row in verdict.break_even.prices]
    floor = verdict.evidence.thresholds["high_volume_requests_per_month"]
    return [(", ".join(floor.source), floor.as_of)] if verdict.profile.requests_per_month else []


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
        **{name: _settled(usd) for name, usd in found.costs._asdict().items()},
        "at_your_volume": at
        and {
            "requests_per_month": at.requests_per_month,
            "prompted_usd_per_month": at.prompted_usd_per_month,
            "tuned_usd_per_month": at.tuned_usd_per_month,
            "fewer_errors_usd_per_month": at.fewer_errors_usd_per_month,
            "payback_months": _never(at.payback_months),
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
    return _said(kind, input=words.PRICES[driver.input], unit=UNITS.get(driver.input, ""), **facts)


def driver_row(driver: Driver) -> tuple[str, str, str]:
    """One driver as cells: its name, its ends, and the break-even at each."""
    name = words.PRICES[driver.input]
    low, high = (words.about(each) if each < math.inf else "never" for each in (driver.at_low, driver.at_high))
    return name[0].upper() + name[1:], f"{words.about(driver.low)} to {words.about(driver.high)}", f"{low} to {high}"


def _driver(driver: Driver) -> dict[str, Any]:
    ends = {"at_low": _never(driver.at_low), "at_high": _never(driver.at_high)}
    return {"field": driver.input, "low": driver.low, "high": driver.high, **ends, "text": driver_text(driver)}


def _without_own_prices(verdict: Verdict) -> str:
    floor = verdict.evidence.thresholds["high_volume_requests_per_month"]
    keys = missing_prices(verdict.profile, verdict.evidence)
    missing = words.listed([words.STANDING_COST if key == STANDING_ASKED else words.PRICES[key] for key in keys])
    facts: Mapping[str, Any] = {"source": ", ".join(floor.source), "as_of": floor.as_of, "volume": floor.value}
    return _said("missing" if missing else "none", missing=missing, **facts)


def _break_even_line(found: BreakEven) -> str:
    volumes = found.requests_per_month
    if volumes is None:
        return _said("never_with_errors" if found.costs.error_saving_usd_per_request else "never")
    if found.draws == 1:
        return _said("above" if volumes["p50"] else "any", volume=volumes["p50"])
    never = f" {_said('never_share', share=1 - found.paying_share)}" if found.paying_share < 1 else ""
    return _said("range", **volumes) + never


def _costs_line(found: BreakEven) -> str:
    costs = found.costs
    line = _said(
        "costs",
        fixed=costs.fixed_usd,
        months=costs.months_of_use,
        serving=costs.serving_usd_per_month,
        prompted=costs.prompted_usd_per_request,
        tuned=costs.tuned_usd_per_request,
    )
    saving = costs.error_saving_usd_per_request
    return f"{line} {_said('errors_saved' if saving > 0 else 'errors_cost', saving=abs(saving))}" if saving else line


def _volume_lines(found: BreakEven) -> list[str]:
    """The bills, the payback and, of a range, the share in which it pays; nothing where no volume is stated."""
    at, use = found.at_volume, found.costs.months_of_use
    if at is None:
        return []
    bills = {"prompted": at.prompted_usd_per_month, "tuned": at.tuned_usd_per_month}
    months = at.payback_months
    payback = "no_payback" if math.isinf(months) else "late_payback" if months > use else "payback"
    lines = [_said("bills", requests=at.requests_per_month, **bills), _said(payback, months=months, use=use)]
    return [*lines, _said("paying_share", share=at.paying_share)] if found.draws > 1 else lines


def _said(name: str, **facts: Any) -> str:
    text = words.fill(words.MONEY[name], facts, {})
    return text[0].upper() + text[1:]


def _never(number: float) -> float | str:
    return number if number < math.inf else "never"


def _settled(number: float) -> float:
    return float(f"{number:.12g}")
