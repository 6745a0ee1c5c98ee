"""The prices that a profile names instead of stating: looked up in the price book and laid under its own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ftdecide.evidence.prices import Price, PriceBook
from ftdecide.fields import SHOWN_NAMES, Fault, nearest, shown
from ftdecide.model import Quantity, TaskProfile

Economics = Mapping[str, Quantity | str]
_PRICES = ("input_usd_per_million_tokens", "cached_usd_per_million_tokens", "output_usd_per_million_tokens")
NAMED = {  # by text key: the groups it is looked up in, first to last, and the number that each amount becomes
    "prompted_model": (("model",), {amount: f"prompted_{amount}" for amount in _PRICES}),
    "tuned_model": (("tuned", "model"), {amount: f"tuned_{amount}" for amount in _PRICES if "cached" not in amount}),
    "training_provider": (("training",), {"usd_per_million_tokens": "training_usd_per_million_tokens"}),
    "gpu": (("gpu",), {"usd_per_hour": "gpu_usd_per_hour"}),
}


def looked_up(economics: Economics, book: PriceBook) -> Iterator[tuple[str, Price]]:
    """Each name that is stated and that the book knows, with its row."""
    for key, (groups, _) in NAMED.items():
        name = economics.get(key)
        row = next((found for group in groups if (found := book.find(group, name))), None) if name else None
        if row:
            yield key, row


def stated_numbers(economics: Economics, book: PriceBook) -> dict[str, Quantity]:
    """The stated numbers, and under them those of the rows that it names, each its one value; an unknown name gives
    none.

    A tuned model that the book knows only as a prompted one gives the price of its base: the tuned one costs
    that times `tuned_price_ratio`, which is not to be guessed.
    """
    numbers = {key: value for key, value in economics.items() if isinstance(value, Quantity)}
    for key, row in looked_up(economics, book):
        for amount, number in number_of(key, row).items():
            if amount in row.amounts:
                numbers.setdefault(number, Quantity(row.amounts[amount].value, source=row.name))
    return numbers


def offers(economics: Economics, book: PriceBook) -> dict[str, Quantity]:
    """The looked-up numbers with the cheapest and the dearest offer of each; what the profile states itself has none.

    One takes one offer: that others ask more or less makes the price that one pays no less certain.
    """
    return {
        number: Quantity(found.value, found.low, found.high, source=row.name)
        for key, row in looked_up(economics, book)
        for amount, number in number_of(key, row).items()
        if number not in economics and (found := row.amounts.get(amount))
    }


def number_of(key: str, row: Price) -> Mapping[str, str]:
    """The number of the economics that each amount of a row becomes, where it is named under this key."""
    if key == "tuned_model" and row.group == "model":
        return {amount: f"tuned_base_{amount}" for amount in NAMED[key][1]}
    return NAMED[key][1]


def unknown_names(profile: TaskProfile, book: PriceBook) -> tuple[Fault, ...]:
    """A fault for each name that the book does not know, with the nearest that it does."""
    known = {key for key, _ in looked_up(profile.economics, book)}
    return tuple(
        Fault(
            ("economics", key),
            shown(profile.economics[key]),
            "it is not in the price book",
            nearest(profile.economics[key], _names(book, groups), SHOWN_NAMES),
        )
        for key, (groups, _) in NAMED.items()
        if profile.economics.get(key) and key not in known
    )


def _names(book: PriceBook, groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in book.prices[group]))
