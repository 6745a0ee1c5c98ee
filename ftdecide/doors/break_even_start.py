"""The worked case that the break-even lab and its chapter start from, read from ``break_even_case.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from ftdecide.economics import Costs, break_even_requests_per_month, monthly_usd
from ftdecide.evidence import load_evidence, read_toml


@dataclass(frozen=True)
class Start:
    """One starting number: value in its unit, what it is, where it comes from."""

    value: float
    unit: str
    description: str
    source: tuple[str, ...]
    as_of: date


@dataclass(frozen=True)
class Peer:
    """A prompted model that a rented GPU would replace.

    Args:
        usd_per_1000: lowest and highest offer for 1,000 requests of the same task.
        break_even: requests a month at the highest and at the lowest offer, no training cost counted.
        bill_at_10_000: US dollars a month for 10,000 requests, lowest and highest.
    """

    name: str
    usd_per_1000: tuple[float, float]
    break_even: tuple[float, float]
    bill_at_10_000: tuple[float, float]


@cache
def _case() -> dict:
    return read_toml("break_even_case.toml")


def starts() -> dict[str, Start]:
    """Every starting number by the name of its control."""
    return {name: Start(**{**row, "source": tuple(row["source"])}) for name, row in _case()["start"].items()}


def starting_numbers() -> dict[str, float]:
    """The values alone, as the controls take them."""
    return {name: start.value for name, start in starts().items()}


def peers() -> tuple[Peer, ...]:
    """What the rented GPU competes with, dearest first, from the price book."""
    hosting = starting_numbers()["serving_usd_per_month"]

    def peer(name: str, low: float, high: float) -> Peer:
        offers = [Costs(0, 1, hosting, usd_per_1000 / 1000, 0) for usd_per_1000 in (low, high)]
        cheap, dear = (break_even_requests_per_month(costs) for costs in offers)
        bills = tuple(monthly_usd(costs, 10_000)[0] for costs in offers)
        return Peer(name, (low, high), (dear, cheap), bills)

    offers = {row.title: row.amounts["usd_per_1000_requests"] for row in load_evidence().prices.prices["task"].values()}
    found = (peer(name, offer.lowest, offer.highest) for name, offer in offers.items())
    return tuple(sorted(found, key=lambda peer: -peer.usd_per_1000[1]))
