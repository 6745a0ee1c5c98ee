"""The price book: prices and provider facts, each with the day, month or year of its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ftdecide.fields import plain

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
UNDATED = "undated"


@dataclass(frozen=True)
class SourceDate:
    """When a source says that it is from: a day, a month, a year, or nothing.

    >>> [SourceDate(text).first_day for text in ("2026-09-22", "2026-09", "2026")]
    [datetime.date(2026, 9, 22), datetime.date(2026, 9, 1), datetime.date(2026, 1, 1)]
    >>> SourceDate("2026-09").is_older(90, date(2026, 11, 30)), SourceDate("undated").is_older(90, date(2026, 11, 30))
    (False, True)

    Raises:
        ValueError: where the text is none of these.
    """

    text: str  # YYYY-MM-DD, YYYY-MM, YYYY or "undated"

    def __post_init__(self) -> None:
        if self.text != UNDATED:
            date.fromisoformat(self._whole)

    def __str__(self) -> str:
        return self.text

    def isoformat(self) -> str:
        """As it is written in JSON: no more exact than the source is."""
        return self.text

    @property
    def first_day(self) -> date | None:
        """The first day that it may mean; None where the source names none."""
        return None if self.text == UNDATED else date.fromisoformat(self._whole)

    @property
    def _whole(self) -> str:
        return self.text + "-01-01"[len(self.text) - 4 :] if len(self.text) in (4, 7) else self.text

    def days_old(self, day: date) -> int | None:
        """Days from the first day that it may mean to this one, the most that they can be; None without a date."""
        return None if self.first_day is None else (day - self.first_day).days

    def is_older(self, days: float, day: date) -> bool:
        """Whether it may lie more than these days back; so may what has no date."""
        old = self.days_old(day)
        return old is None or old > days


@dataclass(frozen=True)
class Amount:
    """A price in the unit that its name gives; `low` and `high` are the cheapest and dearest offers seen, if any.

    One takes one offer, so that the value counts; what another offer would change is shown beside it.
    """

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
    as_of: SourceDate
    mark: str


@dataclass(frozen=True)
class Provider:
    """Whether a provider trains models for its customers.

    Args:
        offered: whether anybody can start a training job there on the day of `as_of`.
        new_jobs_until: the first day on which nobody can start one any more; None where none is announced.
        new_customers_until: the same for those who never trained there.
        inference_until: the first day on which the models trained there, or some of their bases, are gone.
        retiring_bases: the bases that this is known of; of others it is not.
    """

    name: str
    title: str
    offered: bool
    source: str
    as_of: SourceDate
    mark: str
    new_jobs_until: date | None = None
    new_customers_until: date | None = None
    inference_until: date | None = None
    retiring_bases: str = ""


@dataclass(frozen=True, eq=False)  # each book is its own, so that what follows from it can be remembered
class PriceBook:
    """Rows by group and name."""

    prices: Mapping[str, Mapping[str, Price]] = field(default_factory=lambda: {group: {} for group in AMOUNTS})
    providers: Mapping[str, Provider] = field(default_factory=dict)

    def find(self, group: str, name: str) -> Price | None:
        """The row of this name or title, whatever its capitals, blanks and dashes."""
        return self._by_plain_name.get((group, plain(name)))

    @cached_property
    def _by_plain_name(self) -> dict[tuple[str, str], Price]:
        titled = {(row.group, plain(row.title)): row for row in self.rows()}
        return titled | {(row.group, plain(row.name)): row for row in self.rows()}

    def under(self, own: PriceBook) -> PriceBook:
        """This book with the rows of another laid over it, whole row for whole row."""
        prices = {group: {**rows, **own.prices[group]} for group, rows in self.prices.items()}
        return PriceBook(prices, {**self.providers, **own.providers})

    def rows(self) -> Iterator[Price]:
        """Every price, group after group."""
        for group in self.prices.values():
            yield from group.values()
