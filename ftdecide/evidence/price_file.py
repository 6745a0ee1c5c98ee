"""A price file, checked row by row: the shipped one and the reader's own, which have one format."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ftdecide.evidence.prices import AMOUNTS, UNDATED, Amount, Price, PriceBook, Provider, SourceDate
from ftdecide.fields import LONGEST_SOURCE, nearest, shown

DEAREST_USD = 1e9
DATES = ("new_jobs_until", "new_customers_until", "inference_until")
COMMON = ("title", "source", "as_of", "mark")


class InvalidPrices(ValueError):
    """A price file that cannot be used; its text names the row, what is wrong and the remedy, in one line."""


def read_prices(raw: Mapping[str, Any], today: date | None = None) -> PriceBook:
    """A parsed price file, checked; where today is given, no source may be of a later day.

    >>> read_prices({"gpu": {"t4": {"usd_per_hour": 0.4, "as_of": date(2026, 11, 1)}}}).find("gpu", "T4").source
    'your own prices'
    >>> read_prices({"gpus": {}})
    Traceback (most recent call last):
    ...
    ftdecide.evidence.price_file.InvalidPrices: gpus: it is not a group of prices. Did you mean gpu?

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
    book = PriceBook(prices, providers)
    for where, row in (*((f"{row.group}.{row.name}", row) for row in book.rows()), *_by_place(providers)):
        if today and row.as_of.first_day and row.as_of.first_day > today:
            late = f"it is {row.as_of}, a day in the future (today is {today})"
            raise InvalidPrices(f"{_path(where)}.as_of: {late}. Write the day on which you saw it at its source")
    return book


def _by_place(providers: Mapping[str, Provider]) -> Iterator[tuple[str, Provider]]:
    return ((f"provider.{name}", provider) for name, provider in providers.items())


def _price(group: str, name: str, row: Any) -> Price:
    where = f"{group}.{name}"
    stated = _known(row, (*COMMON, *AMOUNTS[group]), where)
    amounts = {key: _amount(stated[key], f"{where}.{key}") for key in AMOUNTS[group] if key in stated}
    if not amounts:
        raise InvalidPrices(f"{_path(where)}: it states no price. Add {AMOUNTS[group][0]}")
    return Price(group, name, **_common(stated, name, where), amounts=amounts)


def _provider(name: str, row: Any) -> Provider:
    where = f"provider.{name}"
    stated = _known(row, (*COMMON, "offered", "retiring_bases", *DATES), where)
    if not isinstance(stated.get("offered"), bool):
        raise InvalidPrices(f"{_path(where)}.offered: it must be true or false. Say whether anybody can train there")
    dates = {key: _date(stated[key], f"{where}.{key}") for key in DATES if key in stated}
    bases = _text(stated["retiring_bases"], f"{where}.retiring_bases") if "retiring_bases" in stated else ""
    return Provider(name, offered=stated["offered"], retiring_bases=bases, **_common(stated, name, where), **dates)


def _common(stated: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    texts = {"title": name, "source": "your own prices", "mark": "own"}
    texts |= {key: _text(stated[key], f"{where}.{key}") for key in texts if key in stated}
    return {**texts, "as_of": _source_date(stated.get("as_of"), f"{where}.as_of")}


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


def _source_date(raw: Any, where: str) -> SourceDate:
    """A day without quotation marks; in them a month, a year, or that there is no date."""
    if isinstance(raw, str) and len(raw) in (4, 7):
        try:
            return SourceDate(raw)
        except ValueError:
            pass  # refused below, as any other text
    return SourceDate(UNDATED) if raw == UNDATED else SourceDate(_date(raw, where).isoformat())
