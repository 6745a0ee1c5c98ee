"""The price book: dated prices and provider facts, and how a price file of the reader's own is laid over it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ftdecide.fields import LONGEST_SOURCE, nearest, shown

DEAREST_USD = 1e9
_TOKENS = "usd_per_million_tokens"
AMOUNTS = {  # by group: what a row may state; the unit is in the name
    "model": (f"input_{_TOKENS}", f"output_{_TOKENS}", f"cached_{_TOKENS}"),
    "tuned": (f"input_{_TOKENS}", f"output_{_TOKENS}"),
    "training": (_TOKENS,),
    "gpu": ("usd_per_hour",),
    "task": ("usd_per_1000_requests",),
    "job": ("usd",),
}
GROUPS = {  # what each group holds, in words
    "model": "Price of a prompted model",
    "tuned": "Price of a tuned model",
    "training": "Price of training",
    "gpu": "Rent of a GPU",
    "task": "Bill of a prompted model for 1,000 requests of case E45",
    "job": "Bill of a whole training job",
}
DATES = ("new_jobs_until", "new_customers_until", "inference_until")
COMMON = ("title", "source", "as_of", "mark")


class InvalidPrices(ValueError):
    """A price file that cannot be used; its text names the row, what is wrong and the remedy, in one line."""


@dataclass(frozen=True)
class Amount:
    """A price in the unit that its name gives; `low` and `high` are the dearest and cheapest offers seen, if any."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def lowest(self) -> float:
        return self.value if self.low is None else self.low

    @property
    def highest(self) -> float:
        return self.value if self.high is None else self.high


@dataclass(frozen=True)
class Price:
    """One row of the book.  `mark`: V seen in the source, V2 in a third party's copy, R recalled, C computed."""

    group: str
    name: str
    title: str
    amounts: Mapping[str, Amount] = field(hash=False)
    source: str
    as_of: date
    mark: str


@dataclass(frozen=True)
class Provider:
    """Whether a provider trains models for its customers.

    Args:
        offered: whether anybody can start a training job there on the day of `as_of`.
        new_jobs_until: the first day on which nobody can start one any more; None where none is announced.
        new_customers_until: the same for those who never trained there.
        inference_until: the first day on which the models trained there, or their bases, are gone.
    """

    name: str
    title: str
    offered: bool
    source: str
    as_of: date
    mark: str
    new_jobs_until: date | None = None
    new_customers_until: date | None = None
    inference_until: date | None = None

    @property
    def closed_on(self) -> date | None:
        """The first day on which nobody can start a training job; None where none is announced."""
        return self.new_jobs_until


@dataclass(frozen=True, eq=False)  # each book is its own, so that what follows from it can be remembered
class PriceBook:
    """Rows by group and name."""

    prices: Mapping[str, Mapping[str, Price]] = field(default_factory=lambda: {group: {} for group in AMOUNTS})
    providers: Mapping[str, Provider] = field(default_factory=dict)

    def find(self, group: str, name: str) -> Price | None:
        """The row of this name or title, whatever its capitals, blanks and dashes."""
        return self._by_plain_name.get((group, _plain(name)))

    @cached_property
    def _by_plain_name(self) -> dict[tuple[str, str], Price]:
        titled = {(row.group, _plain(row.title)): row for row in self.rows()}
        return titled | {(row.group, _plain(row.name)): row for row in self.rows()}

    def with_prices(self, own: Mapping[str, Any]) -> PriceBook:
        """The book with the rows of a price file of the same format laid over it, whole row for whole row.

        Raises:
            InvalidPrices: with the first thing that is wrong.
        """
        added = read_prices(own)
        prices = {group: {**rows, **added.prices[group]} for group, rows in self.prices.items()}
        return PriceBook(prices, {**self.providers, **added.providers})

    def rows(self) -> Iterator[Price]:
        """Every price, group after group."""
        for group in self.prices.values():
            yield from group.values()


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum() or character == ".")


def read_prices(raw: Mapping[str, Any]) -> PriceBook:
    """A parsed price file, checked.

    >>> read_prices({"gpu": {"t4": {"usd_per_hour": 0.4, "as_of": date(2026, 11, 1)}}}).find("gpu", "T4").source
    'your own prices'
    >>> read_prices({"gpus": {}})
    Traceback (most recent call last):
    ...
    ftdecide.evidence.prices.InvalidPrices: gpus: it is not a group of prices. Did you mean gpu?

    Raises:
        InvalidPrices: with the first thing that is wrong.
    """
    for group in raw:
        if group not in AMOUNTS and group != "provider":
            raise InvalidPrices(
                f"{_path(group)}: it is not a group of prices. {nearest(group, (*AMOUNTS, 'provider'))}"
            )
    prices = {
        group: {name: _price(group, name, row) for name, row in _table(raw.get(group, {}), group).items()}
        for group in AMOUNTS
    }
    providers = {name: _provider(name, row) for name, row in _table(raw.get("provider", {}), "provider").items()}
    return PriceBook(prices, providers)


def _price(group: str, name: str, row: Any) -> Price:
    where = f"{group}.{name}"
    stated = _known(row, (*COMMON, *AMOUNTS[group]), where)
    amounts = {key: _amount(stated[key], f"{where}.{key}") for key in AMOUNTS[group] if key in stated}
    if not amounts:
        raise InvalidPrices(f"{_path(where)}: it states no price. Add {AMOUNTS[group][0]}")
    return Price(group, name, **_common(stated, name, where), amounts=amounts)


def _provider(name: str, row: Any) -> Provider:
    where = f"provider.{name}"
    stated = _known(row, (*COMMON, "offered", *DATES), where)
    if not isinstance(stated.get("offered"), bool):
        raise InvalidPrices(f"{_path(where)}.offered: it must be true or false. Say whether anybody can train there")
    dates = {key: _date(stated[key], f"{where}.{key}") for key in DATES if key in stated}
    return Provider(name, offered=stated["offered"], **_common(stated, name, where), **dates)


def _common(stated: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    texts = {"title": name, "source": "your own prices", "mark": "own"}
    texts |= {key: _text(stated[key], f"{where}.{key}") for key in texts if key in stated}
    return {**texts, "as_of": _date(stated.get("as_of"), f"{where}.as_of")}


def _path(where: str) -> str:
    """A path in a message: of any length and kind, made showable."""
    return shown(where).strip("“”")


def _known(row: Any, keys: tuple[str, ...], where: str) -> Mapping[str, Any]:
    for key in _table(row, where):
        if key not in keys:
            raise InvalidPrices(f"{_path(where)}.{_path(key)}: it is not a known key. {nearest(key, keys)}")
    return row


def _table(raw: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise InvalidPrices(
            f"{_path(where)} is {shown(raw)}; it must be a table. Write [{_path(where)}] above its rows"
        )
    return raw


def _amount(raw: Any, where: str) -> Amount:
    stated = raw if isinstance(raw, Mapping) else {"value": raw}
    for key in stated:
        if key not in ("value", "low", "high"):
            raise InvalidPrices(f"{_path(where)}.{_path(key)}: it is not a known key. Known names: value, low, high")
    if "value" not in stated:
        raise InvalidPrices(f"{_path(where)}: it has no value. Write a number, or {{value = N, low = N, high = N}}")
    for number in stated.values():
        usable = isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number <= DEAREST_USD
        if not usable or not math.isfinite(number):
            bounds = f"it must be a number from 0 to {DEAREST_USD:,.0f} (US dollars)"
            raise InvalidPrices(f"{_path(where)} is {shown(number)}; {bounds}. Write digits without quotation marks")
    amount = Amount(**{key: float(number) for key, number in stated.items()})
    if not amount.lowest <= amount.value <= amount.highest:
        raise InvalidPrices(f"{_path(where)}: the value lies outside its range. Order them low, value, high")
    return amount


def _text(raw: Any, where: str) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST_SOURCE:
        raise InvalidPrices(f"{_path(where)}: it must be text of 1 to {LONGEST_SOURCE} characters. Put it in quotes")
    return " ".join(raw.split())


def _date(raw: Any, where: str) -> date:
    if type(raw) is not date:  # a time of day makes it a datetime
        said = "it is missing" if raw is None else f"it is {shown(raw)}, which is no date"
        raise InvalidPrices(f"{_path(where)}: {said}. Write the day, for example 2026-11-20, without quotation marks")
    return raw
